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
module internal Lookups =
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

/// A layer around a vocabulary: what it knows, learns and is given is the same whatever it makes of it.
[<AbstractClass>]
type internal VocabularyLayer<'t when 't: equality and 't: not null>(lookup: TokenLookup<'t>) =
    member _.Lookup = lookup
    /// The same layer with another lookup.
    abstract With: TokenLookup<'t> -> ILayer
    /// The tokens of each sample that the layer learns from.
    abstract Documents: where: string * data: NDArray -> 't[] list
    abstract Build: Scope * Symbol list -> Symbol list

    interface ILayer with
        member l.Build(scope, inputs) = l.Build(scope, inputs)

    interface IVocabulary with
        member l.Learn(where, data) =
            l.With(VocabularySource.ofDocuments where (l.Documents(where, data)) lookup)

        member _.Settled =
            let isOpen = lookup.Known.IsNone && lookup.Expected.IsNone

            if isOpen || lookup.Output = IntOutput || lookup.PadToMaxTokens then
                ""
            else
                $"{lookup.Size} tokens"

        member _.Values = []
        member _.IsGiven = lookup.Vocabulary.IsSome

        member l.Expecting size =
            l.With { lookup with Expected = Some size }

        member _.IsKnown = lookup.Known.IsSome
        member _.Weights = lookup.Known |> Option.map _.Weights |> Option.defaultValue [||]

        member _.Tokens includeSpecial =
            TokenLookup.vocabulary includeSpecial lookup

        member l.WithTokens(where, tokens, weights) =
            l.With(VocabularySource.ofTokens where (lookup.Kind.Read tokens) weights lookup)

/// Tokens by their number in a vocabulary, or the other way.
[<AbstractClass>]
type internal LookupLayer<'t when 't: equality and 't: not null>(lookup: TokenLookup<'t>) =
    inherit VocabularyLayer<'t>(lookup)
    let takes = if lookup.Invert then DType.Int64 else lookup.Kind.DType

    override _.Documents(where, data) =
        VocabularySource.documents where lookup.Kind data

    override _.Build(scope, inputs) =
        let x = inputs.Head

        if (x.DType = DType.String) <> (takes = DType.String) then
            scope.Refuse
                (if x.DType = DType.String then "numbers" else "texts")
                $"{x}"
                $"Input(shape: […], dtype: \"{DType.name takes}\")"

        Lookups.outputs scope lookup [ x ] x.Dims

    interface IHostLayer with
        member _.Takes = takes

        member _.Evaluate(where, inputs) =
            let x = inputs.Head

            if lookup.Invert then
                [ TokenLookup.tokens where lookup x ]
            else
                lookup.Kind.Read x
                |> TokenLookup.numbers where lookup x.Shape
                |> Lookups.withWeights where lookup

/// Texts.
[<Sealed>]
type internal StringLookup(lookup, encoding: string) =
    inherit LookupLayer<string>(lookup)
    member _.Encoding = encoding
    override _.With other = StringLookup(other, encoding)

/// Whole numbers.
[<Sealed>]
type internal IntegerLookup(lookup) =
    inherit LookupLayer<int64>(lookup)
    /// There is no other one.
    member _.VocabularyDtype = "int64"
    override _.With other = IntegerLookup other
