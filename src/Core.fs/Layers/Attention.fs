/// Attention: queries look at keys, and take from the values what they look at.
namespace Keratin.LayerTypes

open System
open Keratin

[<AutoOpen>]
module internal Attending =
    /// What is added to a score that must not count.
    let private never dtype =
        if dtype = DType.Float16 then -3e4 else -1e9

    /// True where the query's place minus the key's place is as wanted: (1, queries, keys).
    let private places (wanted: Symbol -> Symbol) (queries: Dim) (keys: Dim) =
        let rows = Sym.iota queries |> Sym.reshape [ size 1; queries; size 1 ]
        let columns = Sym.iota keys |> Sym.reshape [ size 1; size 1; keys ]
        wanted (rows - columns)

    let causal queries keys =
        places (fun distance -> Sym.greaterEqual distance (distance.Like 0.0)) queries keys

    /// True where query and key are less than so many places apart.
    let window (width: int) queries keys =
        places
            (fun distance -> Sym.less (Sym.abs distance) (distance.Like(float width)))
            queries
            keys

    /// Masks that all have to be true.
    let every (masks: Symbol option list) =
        match List.choose id masks with
        | [] -> None
        | masks -> Some(List.reduce Sym.both masks)

    /// A mask over the keys, for all queries.
    let overKeys (mask: Symbol) = Sym.expandDims -2 mask

    /// The same, where the mask may be one of queries and keys already.
    let private overKeysAlone (mask: Symbol) =
        if mask.Rank > 2 then mask else overKeys mask

    /// Softmax of the scores over the keys that count; a row in which none counts takes all alike.
    let weights (mask: Symbol option) (scores: Symbol) =
        match mask with
        | None -> Sym.softmax -1 scores
        | Some mask ->
            // added and not put in place of the score, so that gradients are Keras's
            scores + (1.0 - Sym.cast scores.DType mask) * never scores.DType
            |> Sym.softmax -1

    let dropWeights (scope: Scope) rate seed (weights: Symbol) =
        if rate > 0.0 then
            scope.Phase(
                (fun () -> Sym.apply (Op.Dropout rate) [ weights; scope.Seed seed ]),
                weights
            )
        else
            weights

    /// The mask a call gives by Keras's name, or as the n-th, or that the input carries.
    let maskCalled (scope: Scope) name n =
        match scope.Symbols name with
        | mask :: _ -> Some mask
        | [] -> scope.Mask n

    /// Queries, values and keys of a call; keys are the values where they are not given.
    let operands (scope: Scope) (inputs: Symbol list) =
        match inputs with
        | [ query; value ] -> query, value, value
        | [ query; value; key ] -> query, value, key
        | other ->
            scope.Refuse
                "query and value, or query, value and key"
                $"{other.Length} inputs"
                "give a list of two or three; for self-attention the same symbol twice"

    /// (batch, time, heads · depth) with the heads before the time: (batch, heads, time, depth).
    let splitHeads heads depth (x: Symbol) =
        x
        |> Sym.reshape [ x.Dims[0]; x.Dims[1]; size heads; size depth ]
        |> Sym.transpose [ 0; 2; 1; 3 ]

    let joinHeads (x: Symbol) =
        let x = Sym.transpose [ 0; 2; 1; 3 ] x
        Sym.reshape [ x.Dims[0]; x.Dims[1]; product x.Dims[2..] ] x

    /// The end of both plain layers: masked weights, the values they take, and the query's own mask.
    let takeValues (scope: Scope) rate seed (scores: Symbol) (query: Symbol) (value: Symbol) =
        let mask =
            every [
                maskCalled scope "value_mask" 1 |> Option.map overKeysAlone
                if scope.Flag "use_causal_mask" then
                    Some(causal query.Dims[1] value.Dims[1])
            ]

        // where no key counts these layers take them all alike
        let large = if scores.DType = DType.Float16 then 65504.0 else 1e9

        let scores =
            match mask with
            | Some mask -> scores - (1.0 - Sym.cast scores.DType mask) * large
            | None -> scores

        let weights = Sym.softmax -1 scores |> dropWeights scope rate seed
        let taken = Sym.matmul weights value
        let queryMask = maskCalled scope "query_mask" 0

        let taken =
            match queryMask with
            | Some mask -> taken * Sym.cast taken.DType (Sym.expandDims -1 mask)
            | None -> taken

        [
            taken.WithMask queryMask
            if scope.Flag "return_attention_scores" then
                weights
        ]

/// Luong et al., 2015: dot-product attention without projections.
type internal Attention = {
    UseScale: bool
    /// "dot", or "concat": the sum of tanh(query + key).
    ScoreMode: string
    Dropout: float
    Seed: Nullable<int>
} with

    interface ILayer with
        member a.Build(scope, inputs) =
            let query, value, key = operands scope inputs

            for x in [ query; value; key ] do
                ofRank scope 3 "batch, time, features" x

            let scale =
                if a.UseScale then
                    Some(scope.Weight("scale", [], Initializer.Ones))
                else
                    None

            let scaled (x: Symbol) =
                match scale with
                | Some scale -> x * scale
                | None -> x

            let scores =
                if a.ScoreMode = "dot" then
                    Sym.matmul query (Sym.transpose [ 0; 2; 1 ] key) |> scaled
                else
                    let weight = scope.Weight("concat_score_weight", [], Initializer.Ones)
                    let sums = Sym.expandDims 2 query + Sym.expandDims 1 key
                    weight * (Sym.tanh (scaled sums) |> Sym.sum [ -1 ] false)

            takeValues scope a.Dropout a.Seed scores query value

/// Bahdanau et al., 2015.
type internal AdditiveAttention = {
    UseScale: bool
    Dropout: float
    Seed: Nullable<int>
} with

    interface ILayer with
        member a.Build(scope, inputs) =
            let query, value, key = operands scope inputs

            for x in [ query; value; key ] do
                ofRank scope 3 "batch, time, features" x

            let sums = Sym.tanh (Sym.expandDims 2 query + Sym.expandDims 1 key)

            let sums =
                if a.UseScale then
                    sums * scope.Weight("scale", [ query.Dims[2] ], Initializer.GlorotUniform())
                else
                    sums

            takeValues scope a.Dropout a.Seed (Sym.sum [ -1 ] false sums) query value
