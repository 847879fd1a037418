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
[<Sealed>]
type internal TextVectorization
    (
        tokenizer: Tokenizer,
        outputSequenceLength: int option,
        encoding: string,
        lookup: TokenLookup<string>
    ) =
    inherit VocabularyLayer<string>(lookup)

    /// Rows of one length: cut, or filled with what stands for nothing.
    let padded (numbers: int64[][]) : NDArray =
        let longest = numbers |> Array.map Array.length |> Array.fold max 0
        let length = outputSequenceLength |> Option.defaultValue longest
        let filling = if lookup.Output = IntOutput then 0L else -1L

        numbers
        |> Array.collect (fun row ->
            Array.append
                (Array.truncate length row)
                (Array.create (max 0 (length - row.Length)) filling))
        |> NDArray.ofArray [| numbers.Length; length |]

    member _.Encoding = encoding
    /// Rows have one length.
    member _.Ragged = false

    override _.With other =
        TextVectorization(tokenizer, outputSequenceLength, encoding, other)

    override _.Documents(where, data) =
        if data.DType <> DType.String then
            refuse where "texts" $"numbers: {DType.name data.DType}" "Adapt(texts)"

        List.ofArray (tokenizer.Rows data)

    override _.Build(scope, inputs) =
        let x = inputs.Head

        if x.DType <> DType.String then
            scope.Refuse "texts" $"{x}" "Input(shape: [], dtype: \"string\")"

        match x.Dims, tokenizer.Split with
        | [ _ ], _
        | [ _; Size 1 ], Some _
        | [ _; _ ], None -> ()
        | _ ->
            scope.Refuse
                "one text for each sample: (batch) or (batch, 1)"
                $"{x}"
                "Input(shape: [], dtype: \"string\")"

        let length =
            match outputSequenceLength with
            | Some length -> size length
            | None -> unknown $"{scope.Layer.Name}_{x.Node.Id}_tokens"

        Lookups.outputs scope lookup [ x ] [ x.Dims.Head; length ]

    interface IHostLayer with
        member _.Takes = DType.String

        member _.Evaluate(where, inputs) =
            let rows = tokenizer.Rows inputs.Head
            let flat = Array.concat rows
            let numbers = TokenLookup.numbers where lookup [| flat.Length |] flat
            let all = numbers.Span<int64>().ToArray()
            let starts = rows |> Array.scan (fun start row -> start + row.Length) 0

            rows
            |> Array.mapi (fun i row -> Array.sub all starts[i] row.Length)
            |> padded
            |> Lookups.withWeights where lookup
