/// Attention with heads: each has projections of its own. Vaswani et al., 2017.
namespace Keratin.LayerTypes

open System
open Keratin

[<AutoOpen>]
module private Heads =
    /// A mask (leading…, queries…, keys…), with `axes` axes of queries and as many of keys, as one of
    /// (batch and other samples…, heads, queries…, keys…): what is missing comes before the queries.
    let private withHeads (scope: Scope) samples axes (mask: Symbol) =
        let own = mask.Rank - 2 * axes
        let missing = samples + 1 - own

        if own < 0 || missing < 0 then
            scope.Refuse
                $"an attention mask of {2 * axes} to {samples + 1 + 2 * axes} axes: (batch, queries, keys), with or without heads"
                $"{mask}"
                "reshape the mask"

        mask
        |> Sym.reshape (mask.Dims[.. own - 1] @ List.replicate missing (size 1) @ mask.Dims[own..])

    /// Where a query may see a key, by all that says so: (samples…, heads, queries…, keys…).
    let attentionMask
        (scope: Scope)
        (sliding: Nullable<int>)
        samples
        (axes: int list)
        (ofQuery: Symbol option)
        (query: Symbol)
        (key: Symbol)
        =
        let queries, keys = query.Dims[axes.Head], key.Dims[axes.Head]

        let mask =
            every [
                ofQuery |> Option.map (Sym.expandDims -1)
                maskCalled scope "value_mask" 1 |> Option.map overKeys
                (match scope.Symbols "key_mask" with
                 | mask :: _ -> Some(overKeys mask)
                 | [] -> scope.Mask 2 |> Option.map overKeys)
                if scope.Flag "use_causal_mask" then
                    Some(causal queries keys)
                if sliding.HasValue then
                    Some(window sliding.Value queries keys)
            ]

        let given =
            scope.Symbols "attention_mask"
            |> List.tryHead
            |> Option.map (Sym.cast DType.Bool)

        [ mask; given ]
        |> List.map (Option.map (withHeads scope samples axes.Length))
        |> every

    /// What every query takes: (batch, time, heads · depth), and the weights. `plain`: batch and one axis of places.
    let attend
        (scope: Scope)
        rate
        seed
        (depth: int)
        plain
        mask
        (query: Symbol)
        (key: Symbol)
        value
        =
        let scores =
            Sym.matmul (query * (1.0 / sqrt (float depth))) (Sym.transpose [ 0; 1; 3; 2 ] key)

        // a query that sees no key takes all alike in Keras's fused attention, and nothing in its other one
        let isFused = rate = 0.0 && plain && not (scope.Flag "return_attention_scores")

        let seen =
            match mask with
            | Some counts when not isFused -> weights mask scores * Sym.cast scores.DType counts
            | _ -> weights mask scores

        joinHeads (Sym.matmul (dropWeights scope rate seed seen) value), seen

type internal MultiHeadAttention = {
    NumHeads: int
    KeyDim: int
    ValueDim: int
    Dropout: float
    UseBias: bool
    /// The sizes after the time axis; the query's features where it is not given.
    OutputShape: int list option
    /// The axes attention goes over; all between batch and features where they are not given.
    AttentionAxes: int list option
    SlidingWindow: Nullable<int>
    KernelInitializer: Initializer
    BiasInitializer: Initializer
    KernelRegularizer: Regularizer option
    BiasRegularizer: Regularizer option
    ActivityRegularizer: Regularizer option
    KernelConstraint: Constraint option
    BiasConstraint: Constraint option
    UseGate: bool
    Seed: Nullable<int>
} with

    /// Attention over all the places between batch and features, which are one axis by now.
    member private m.OverOneAxis
        (scope: Scope, input, plain, query: Symbol, value: Symbol, key: Symbol, mask: Symbol option)
        =
        let projections = {
            UseBias = m.UseBias
            KernelInitializer = m.KernelInitializer
            BiasInitializer = m.BiasInitializer
            KernelRegularizer = m.KernelRegularizer
            BiasRegularizer = m.BiasRegularizer
            KernelConstraint = m.KernelConstraint
            BiasConstraint = m.BiasConstraint
            ActivityRegularizer = m.ActivityRegularizer
            Input = input
        }

        let into name depth x =
            projections.Into(scope, name, m.NumHeads, depth, x)

        let heads depth x = splitHeads m.NumHeads depth x
        let queries = into "query" m.KeyDim query |> heads m.KeyDim
        let keys = into "key" m.KeyDim key |> heads m.KeyDim

        let gate =
            if m.UseGate then
                Some(projections.Gate(scope, m.NumHeads, m.ValueDim, query))
            else
                None

        let values = into "value" m.ValueDim value |> heads m.ValueDim

        let taken, seen =
            attend scope m.Dropout m.Seed m.KeyDim plain mask queries keys values

        let taken =
            match gate with
            | Some gate -> taken * gate
            | None -> taken

        let shape =
            match m.OutputShape with
            | Some shape -> List.map size shape
            | None -> [ List.last query.Dims ]

        projections.From(scope, "attention_output", m.NumHeads, m.ValueDim, shape, taken),
        shape,
        seen

    interface ILayer with
        member m.Build(scope, inputs) =
            let query, value, key = operands scope inputs
            let rank = query.Rank

            for x in [ query; value; key ] do
                atLeastRank scope 3 "batch, time, features" x
                ofRank scope rank "as many as the query has" x

            let axes =
                m.AttentionAxes
                |> Option.map (Sym.axesOf query)
                |> Option.defaultValue [ 1 .. rank - 2 ]

            if axes.IsEmpty || axes |> List.exists (fun axis -> axis = 0 || axis = rank - 1) then
                scope.Refuse
                    "attention axes between batch and features"
                    $"%A{axes} of {query}"
                    "attentionAxes: [1]"

            let free = [
                for axis in 1 .. rank - 2 do
                    if not (List.contains axis axes) then
                        axis
            ]

            let sizes (x: Symbol) axes =
                axes |> List.map (fun axis -> x.Dims[axis])

            let order = [ 0 ] @ free @ axes @ [ rank - 1 ]

            // places that attention does not go over are samples; those it does are one axis
            let flat (x: Symbol) =
                x
                |> Sym.transpose order
                |> Sym.reshape [
                    product (x.Dims[0] :: sizes x free)
                    product (sizes x axes)
                    x.Dims[rank - 1]
                ]

            /// A mask (samples…, heads, queries…, keys…) as (samples, heads, queries, keys).
            let flatMask (mask: Symbol) =
                let samples, queries, keys =
                    query.Dims[0] :: sizes query free, sizes query axes, sizes key axes

                let part first (wanted: Dim list) =
                    let own = mask.Dims[first .. first + wanted.Length - 1]
                    if own |> List.forall ((=) (size 1)) then own else wanted

                let ofSamples = part 0 samples
                let heads = mask.Dims[samples.Length]
                let ofQueries = part (samples.Length + 1) queries
                let ofKeys = part (samples.Length + 1 + queries.Length) keys

                mask
                |> Sym.broadcastTo (ofSamples @ [ heads ] @ ofQueries @ ofKeys)
                |> Sym.reshape [ product ofSamples; heads; product ofQueries; product ofKeys ]

            let flatQuery, flatValue, flatKey = flat query, flat value, flat key

            // as in Keras, a mask the query carries hides its rows, and one given for this call does not
            let carried =
                match scope.Symbols "query_mask", List.tryItem 0 scope.Arguments.Masks with
                | [], (None | Some None) -> query.Mask
                | _ -> None

            let mask =
                attentionMask scope m.SlidingWindow (1 + free.Length) axes carried query key
                |> Option.map flatMask

            let y, shape, seen =
                m.OverOneAxis(scope, query, (rank = 3), flatQuery, flatValue, flatKey, mask)

            let y =
                y
                |> Sym.reshape ((query.Dims[0] :: sizes query (free @ axes)) @ shape)
                |> Sym.transpose (
                    Sym.inverse ([ 0 ] @ free @ axes) @ [ rank - 1 .. rank - 2 + shape.Length ]
                )

            let seen =
                seen
                |> Sym.reshape (
                    (query.Dims[0] :: sizes query free)
                    @ [ size m.NumHeads ]
                    @ sizes query axes
                    @ sizes key axes
                )

            [
                y.WithMask(maskCalled scope "query_mask" 0)
                if scope.Flag "return_attention_scores" then
                    unmasked seen
            ]

/// Several heads of the query share one of key and value. Ainslie et al., 2023.
type internal GroupQueryAttention = {
    HeadDim: int
    NumQueryHeads: int
    NumKeyValueHeads: int
    Dropout: float
    UseBias: bool
    SlidingWindow: Nullable<int>
    KernelInitializer: Initializer
    BiasInitializer: Initializer
    KernelRegularizer: Regularizer option
    BiasRegularizer: Regularizer option
    ActivityRegularizer: Regularizer option
    KernelConstraint: Constraint option
    BiasConstraint: Constraint option
    UseGate: bool
    Seed: Nullable<int>
} with

    interface ILayer with
        member g.Build(scope, inputs) =
            let query, value, key = operands scope inputs

            for x in [ query; value; key ] do
                ofRank scope 3 "batch, time, features" x

            let projections = {
                UseBias = g.UseBias
                KernelInitializer = g.KernelInitializer
                BiasInitializer = g.BiasInitializer
                KernelRegularizer = g.KernelRegularizer
                BiasRegularizer = g.BiasRegularizer
                KernelConstraint = g.KernelConstraint
                BiasConstraint = g.BiasConstraint
                ActivityRegularizer = g.ActivityRegularizer
                Input = query
            }

            let into name heads x =
                projections.Into(scope, name, heads, g.HeadDim, x)

            /// Each head of key and value, as often as there are heads of the query that share it.
            let shared (x: Symbol) =
                let heads = splitHeads g.NumKeyValueHeads g.HeadDim x
                let times = g.NumQueryHeads / g.NumKeyValueHeads
                let wide = Sym.expandDims 2 heads

                wide
                |> Sym.broadcastTo (wide.Dims[..1] @ [ size times ] @ wide.Dims[3..])
                |> Sym.reshape (heads.Dims[0] :: size g.NumQueryHeads :: heads.Dims[2..])

            let queries =
                into "query" g.NumQueryHeads query |> splitHeads g.NumQueryHeads g.HeadDim

            let keys = into "key" g.NumKeyValueHeads key |> shared

            let gate =
                if g.UseGate then
                    Some(projections.Gate(scope, g.NumQueryHeads, g.HeadDim, query))
                else
                    None

            let values = into "value" g.NumKeyValueHeads value |> shared
            let ofQuery = maskCalled scope "query_mask" 0
            let mask = attentionMask scope g.SlidingWindow 1 [ 1 ] ofQuery query key

            let taken, seen =
                attend scope g.Dropout g.Seed g.HeadDim true mask queries keys values

            let taken =
                match gate with
                | Some gate -> taken * gate
                | None -> taken

            let y =
                projections.From(
                    scope,
                    "attention_output",
                    g.NumQueryHeads,
                    g.HeadDim,
                    [ List.last query.Dims ],
                    taken
                )

            // as Keras does, once more for each output of the whole layer
            [
                (activityPenalty scope g.ActivityRegularizer y).WithMask ofQuery
                if scope.Flag "return_attention_scores" then
                    unmasked (activityPenalty scope g.ActivityRegularizer seen)
            ]
