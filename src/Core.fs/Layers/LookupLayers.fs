/// Words and whole numbers as numbers of a vocabulary, or as vectors with a place for each of its tokens.
namespace Keratin.LayerTypes

open System
open Keratin

/// What is made of numbers of tokens, where -1 has no place.
[<RequireQualifiedAccess>]
module internal Tally =
    /// How often each number is there, or the sum of its weights: (batch, n) gives (batch, depth). The first
    /// axis behind the batch is added up, and the batch itself where there is no other.
    let count depth dtype (weights: Symbol option) (numbers: Symbol) : Symbol =
        let summed = if numbers.Rank > 1 then 1 else 0
        let others = [ 0 .. numbers.Rank - 1 ] |> List.except [ summed ]
        let toLast x = Sym.transpose (others @ [ summed ]) x
        let kept = others |> List.map (fun axis -> numbers.Dims[axis])
        let rows, length = product kept, numbers.Dims[summed]
        // one place more, for what has none
        let width = depth + 1
        let hasPlace = Sym.greaterEqual numbers (numbers.Like 0.0)

        let places =
            Sym.where hasPlace numbers (numbers.Like(float depth))
            |> toLast
            |> Sym.reshape [ rows; length ]

        let values =
            match weights with
            | Some weights -> toLast weights |> Sym.cast dtype
            | None -> Sym.fill dtype [ rows; length ] 1.0

        let first = Sym.iota rows * float width |> Sym.expandDims -1
        let all = [ product [ rows; length ] ]

        // the transpose of a gather adds up what falls on one place
        Sym.apply (Op.Backward(Backward.Gather(product [ rows; size width ], 0))) [
            Sym.reshape all (places + first)
            Sym.reshape all values
        ]
        |> Sym.reshape (kept @ [ size width ])
        |> Sym.slice others.Length (size 0) (size depth)

    /// Numbers in the form asked for.
    let encode output depth dtype (weights: Symbol option) (numbers: Symbol) : Symbol =
        match output with
        | IntOutput
        | OneHotOutput -> CategoryOutput.encode output depth dtype weights numbers
        | CountOutput -> count depth dtype weights numbers
        | MultiHotOutput ->
            let counts = count depth dtype None numbers
            Sym.minimum counts (counts.Like 1.0)

[<RequireQualifiedAccess>]
module internal LookupLayer =
    let settled (lookup: TokenLookup<'t>) =
        let isOpen = lookup.Known.IsNone && lookup.Expected.IsNone

        if isOpen || lookup.Output = IntOutput || lookup.PadToMaxTokens then
            ""
        else
            $"{lookup.Size} tokens"

    /// The outputs of a call: numbers of this shape are made on the host, vectors of them on the device.
    let outputs (scope: Scope) (lookup: TokenLookup<'t>) (inputs: Symbol list) (dims: Dim list) =
        let numbers = {
            DType = if lookup.Invert then lookup.Kind.DType else DType.Int64
            Dims = dims
        }

        let weights = { numbers with DType = DType.Float32 }

        match
            HostLayer.call scope inputs [
                numbers
                if lookup.IsTfIdf then
                    weights
            ]
        with
        | [ numbers ] when lookup.Output = IntOutput -> [ unmasked numbers ]
        | numbers :: weights -> [
            Tally.encode
                lookup.Output
                (lookup.Depth scope.Where)
                scope.Layer.Policy.Compute
                (List.tryHead weights)
                numbers
            |> unmasked
          ]
        | [] -> bug scope.Where "a call without an output"

    /// Numbers, with their weights where the output wants them.
    let withWeights where (lookup: TokenLookup<'t>) (numbers: NDArray) = [
        numbers
        if lookup.IsTfIdf then
            TokenLookup.weights where lookup numbers
    ]

    let takes (lookup: TokenLookup<'t>) =
        if lookup.Invert then DType.Int64 else lookup.Kind.DType

    let build (scope: Scope) (lookup: TokenLookup<'t>) (x: Symbol) =
        let isText = x.DType = DType.String
        let wanted = takes lookup

        if isText <> (wanted = DType.String) then
            scope.Refuse
                (if isText then "numbers" else "texts")
                $"{x}"
                $"Input(shape: […], dtype: \"{DType.name wanted}\")"

        outputs scope lookup [ x ] x.Dims

    let evaluate where (lookup: TokenLookup<'t>) (x: NDArray) : NDArray list =
        if lookup.Invert then
            [ TokenLookup.tokens where lookup x ]
        else
            lookup.Kind.Read x
            |> TokenLookup.numbers where lookup x.Shape
            |> withWeights where lookup

    let learn where (lookup: TokenLookup<'t>) (data: NDArray) =
        VocabularySource.ofDocuments
            where
            (VocabularySource.documents where lookup.Kind data)
            lookup

    let withTokens where (lookup: TokenLookup<'t>) (tokens: NDArray) weights =
        VocabularySource.ofTokens where (lookup.Kind.Read tokens) weights lookup

/// Texts by their number in a vocabulary, or the other way.
[<NoComparison; NoEquality>]
type internal StringLookup = {
    Lookup: TokenLookup<string>
    Encoding: string
} with

    interface IHostLayer with
        member l.Takes = LookupLayer.takes l.Lookup

        member l.Build(scope, inputs) =
            LookupLayer.build scope l.Lookup inputs.Head

        member l.Evaluate(where, inputs) =
            LookupLayer.evaluate where l.Lookup inputs.Head

    interface IVocabulary with
        member l.Learn(where, data) = {
            l with
                Lookup = LookupLayer.learn where l.Lookup data
        }

        member l.Settled = LookupLayer.settled l.Lookup
        member _.Values = []
        member l.IsGiven = l.Lookup.Vocabulary.IsSome

        member l.Expecting size = {
            l with
                Lookup = { l.Lookup with Expected = Some size }
        }

        member l.IsKnown = l.Lookup.Known.IsSome

        member l.Weights = l.Lookup.Known |> Option.map _.Weights |> Option.defaultValue [||]

        member l.Tokens includeSpecial =
            TokenLookup.vocabulary includeSpecial l.Lookup

        member l.WithTokens(where, tokens, weights) = {
            l with
                Lookup = LookupLayer.withTokens where l.Lookup tokens weights
        }

/// Whole numbers by their number in a vocabulary, or the other way.
[<NoComparison; NoEquality>]
type internal IntegerLookup = {
    Lookup: TokenLookup<int64>
} with

    /// There is no other one.
    member _.VocabularyDtype = "int64"

    interface IHostLayer with
        member l.Takes = LookupLayer.takes l.Lookup

        member l.Build(scope, inputs) =
            LookupLayer.build scope l.Lookup inputs.Head

        member l.Evaluate(where, inputs) =
            LookupLayer.evaluate where l.Lookup inputs.Head

    interface IVocabulary with
        member l.Learn(where, data) = {
            l with
                Lookup = LookupLayer.learn where l.Lookup data
        }

        member l.Settled = LookupLayer.settled l.Lookup
        member _.Values = []
        member l.IsGiven = l.Lookup.Vocabulary.IsSome

        member l.Expecting size = {
            l with
                Lookup = { l.Lookup with Expected = Some size }
        }

        member l.IsKnown = l.Lookup.Known.IsSome

        member l.Weights = l.Lookup.Known |> Option.map _.Weights |> Option.defaultValue [||]

        member l.Tokens includeSpecial =
            TokenLookup.vocabulary includeSpecial l.Lookup

        member l.WithTokens(where, tokens, weights) = {
            l with
                Lookup = LookupLayer.withTokens where l.Lookup tokens weights
        }
