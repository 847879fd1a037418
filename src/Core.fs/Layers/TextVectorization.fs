/// Texts as sequences of words' numbers, or as vectors of how often each word is there.
namespace Keratin.LayerTypes

open System
open Keratin

/// How a text becomes tokens.
[<RequireQualifiedAccess>]
module internal Tokens =
    let private lower (text: string) =
        // as Keras does: letters outside of ASCII stay as they are
        String.map
            (fun c ->
                if Char.IsAsciiLetterUpper c then
                    Char.ToLowerInvariant c
                else
                    c)
            text

    let private withoutPunctuation (text: string) =
        String.filter
            (fun c -> not (Char.IsAscii c && (Char.IsPunctuation c || Char.IsSymbol c)))
            text

    let standardizations = [
        "lower_and_strip_punctuation", lower >> withoutPunctuation
        "lower", lower
        "strip_punctuation", withoutPunctuation
    ]

    /// The white space of ASCII.
    let private blanks = [| ' '; '\t'; '\n'; '\v'; '\f'; '\r' |]

    let splits: (string * (string -> string[])) list = [
        "whitespace", (fun text -> text.Split(blanks, StringSplitOptions.RemoveEmptyEntries))
        "character", (fun text -> [| for rune in text.EnumerateRunes() -> string rune |])
    ]

    /// Neighbours joined by blanks: all of the first length, then all of the next one.
    let ngrams (lengths: int list) (tokens: string[]) : string[] = [|
        for length in lengths do
            for window in Array.windowed length tokens do
                String.Join(' ', window)
    |]

/// A step from a text to tokens: one that Keras has a name for, or the user's own.
[<NoComparison; NoEquality>]
type internal TextStep<'f> =
    | Named of string * 'f
    | Own of 'f

    member s.Run =
        match s with
        | Named(_, f)
        | Own f -> f

    /// What stands for the name that a user's function does not have.
    static member OwnFunction = "a function of your own"

    /// Keras's name.
    override s.ToString() =
        match s with
        | Named(name, _) -> name
        | Own _ -> TextStep<'f>.OwnFunction

/// The steps from a text to tokens.
[<NoComparison; NoEquality>]
type internal Tokenizer = {
    Standardize: TextStep<string -> string> option
    Split: TextStep<string -> string[]> option
    Ngrams: int list option
} with

    /// The tokens of each row.
    member t.Rows(texts: NDArray) : string[][] =
        let standard =
            match t.Standardize with
            | Some step -> Array.map step.Run texts.Texts
            | None -> texts.Texts

        let tokens =
            match t.Split with
            | Some step -> standard |> Array.map step.Run
            | None ->
                let rows = max 1 texts.Shape[0]
                standard |> Array.chunkBySize (max 1 (standard.Length / rows))

        match t.Ngrams with
        | Some lengths -> tokens |> Array.map (Tokens.ngrams lengths)
        | None -> tokens

/// Texts to numbers of words.
[<NoComparison; NoEquality>]
type internal TextVectorization = {
    Tokenizer: Tokenizer
    OutputSequenceLength: int option
    Encoding: string
    Lookup: TokenLookup<string>
} with

    /// Rows have one length.
    member _.Ragged = false

    /// Rows of one length: cut, or filled with what stands for nothing.
    member private v.Padded(rows: string[][], numbers: int64[][]) : NDArray =
        let longest = numbers |> Array.map Array.length |> Array.fold max 1
        let length = v.OutputSequenceLength |> Option.defaultValue longest
        let filling = if v.Lookup.Output = IntOutput then 0L else -1L

        numbers
        |> Array.collect (fun row ->
            Array.append
                (Array.truncate length row)
                (Array.create (max 0 (length - row.Length)) filling))
        |> NDArray.ofArray [| rows.Length; length |]

    interface IHostLayer with
        member _.Takes = DType.String

        member v.Build(scope, inputs) =
            let x = inputs.Head

            if x.DType <> DType.String then
                scope.Refuse "texts" $"{x}" "Input(shape: [], dtype: \"string\")"

            match x.Dims, v.Tokenizer.Split with
            | [ _ ], _
            | [ _; Size 1 ], Some _
            | [ _; _ ], None -> ()
            | _ ->
                scope.Refuse
                    "one text for each sample: (batch) or (batch, 1)"
                    $"{x}"
                    "Input(shape: [], dtype: \"string\")"

            let length =
                match v.OutputSequenceLength with
                | Some length -> size length
                | None -> unknown $"{scope.Layer.Name}_{x.Node.Id}_tokens"

            LookupLayer.outputs scope v.Lookup [ x ] [ x.Dims.Head; length ]

        member v.Evaluate(where, inputs) =
            let rows = v.Tokenizer.Rows inputs.Head
            let flat = Array.concat rows
            let numbers = TokenLookup.numbers where v.Lookup [| flat.Length |] flat
            let all = numbers.Span<int64>().ToArray()
            let starts = rows |> Array.scan (fun start row -> start + row.Length) 0

            let numbers = rows |> Array.mapi (fun i row -> Array.sub all starts[i] row.Length)

            v.Padded(rows, numbers) |> LookupLayer.withWeights where v.Lookup

    interface IVocabulary with
        member v.Learn(where, data) =
            if data.DType <> DType.String then
                refuse where "texts" $"numbers: {DType.name data.DType}" "Adapt(texts)"

            {
                v with
                    Lookup =
                        VocabularySource.ofDocuments
                            where
                            (List.ofArray (v.Tokenizer.Rows data))
                            v.Lookup
            }

        member v.Settled = LookupLayer.settled v.Lookup
        member _.Values = []
        member v.IsGiven = v.Lookup.Vocabulary.IsSome

        member v.Expecting size = {
            v with
                Lookup = { v.Lookup with Expected = Some size }
        }

        member v.IsKnown = v.Lookup.Known.IsSome

        member v.Weights = v.Lookup.Known |> Option.map _.Weights |> Option.defaultValue [||]

        member v.Tokens includeSpecial =
            TokenLookup.vocabulary includeSpecial v.Lookup

        member v.WithTokens(where, tokens, weights) = {
            v with
                Lookup = LookupLayer.withTokens where v.Lookup tokens weights
        }
