/// Tokens by their number in a vocabulary: what StringLookup, IntegerLookup and TextVectorization share.
/// Numbers are given in this order: one for the mask token (with "int" output), the buckets of what is not in
/// the vocabulary, and the tokens of the vocabulary.
namespace Keratin.LayerTypes

open System
open System.Collections.Generic
open Keratin

/// A kind of token: texts or whole numbers.
[<NoComparison; NoEquality>]
type internal TokenKind<'t> = {
    DType: DType
    Read: NDArray -> 't[]
    Write: int[] -> 't[] -> NDArray
    /// The order that decides between tokens that are equally frequent.
    Compare: 't -> 't -> int
    Show: 't -> string
}

[<RequireQualifiedAccess>]
module internal TokenKind =
    /// Texts, compared by the bytes of UTF-8.
    let texts: TokenKind<string> = {
        DType = DType.String
        Read = _.Texts
        Write = fun shape texts -> NDArray.OfTexts(shape, texts)
        Compare =
            fun a b ->
                let bytes (text: string) = Text.Encoding.UTF8.GetBytes text
                MemoryExtensions.SequenceCompareTo(Span(bytes a), ReadOnlySpan(bytes b))
        Show = fun text -> $"\"{text}\""
    }

    let integers: TokenKind<int64> = {
        DType = DType.Int64
        Read = NDArray.toIntegers
        Write = fun shape values -> NDArray.ofArray shape values
        Compare = compare
        Show = string
    }

/// Tokens that are known, in their order.
[<Sealed>]
type internal Vocabulary<'t when 't: equality and 't: not null>(tokens: 't[], weights: float32[]) =
    let places = Dictionary<'t, int>()

    do
        for i in 0 .. tokens.Length - 1 do
            places[tokens[i]] <- i

    member _.Tokens = tokens
    /// How much each number counts in "tf_idf" output, special ones first; empty for other outputs.
    member _.Weights = weights

    /// The place among the tokens, or -1.
    member _.Find(token: 't) : int =
        match places.TryGetValue token with
        | true, place -> place
        | _ -> -1

/// Where a token outside of the vocabulary goes.
type internal OovMethod =
    /// A number's remainder; a text's FarmHash.
    | FloorMod
    /// The hash of the token as text: FarmHash, or SipHash where there is a salt.
    | Hashed

    /// Keras's name.
    override m.ToString() =
        match m with
        | FloorMod -> "floormod"
        | Hashed -> "farmhash"

/// What a lookup is set to, and what it knows.
[<NoComparison; NoEquality>]
type internal TokenLookup<'t when 't: equality and 't: not null> = {
    Kind: TokenKind<'t>
    MaxTokens: int option
    NumOovIndices: int
    MaskToken: 't option
    OovToken: 't option
    /// "tf_idf" is a count in which each token has its weight.
    Output: CategoryOutput
    IsTfIdf: bool
    PadToMaxTokens: bool
    Invert: bool
    OovMethod: OovMethod
    Salt: Salt option
    /// The vocabulary that the layer was made with, and its weights: part of the config, and never adapted.
    Vocabulary: 't list option
    IdfWeights: float list option
    /// The size of a vocabulary that is still to come.
    Expected: int option
    /// What the layer knows: the vocabulary it was made with, was given since, or has learned.
    Known: Vocabulary<'t> option
} with

    /// Keras's name of the output.
    member l.OutputMode = if l.IsTfIdf then "tf_idf" else string l.Output

    /// Outputs are dense.
    member _.Sparse = false

    /// The first number of what is not in the vocabulary.
    member l.OovStart = if l.MaskToken.IsSome && l.Output = IntOutput then 1 else 0

    /// The number of the vocabulary's first token.
    member l.TokenStart = l.OovStart + l.NumOovIndices

    member l.Need where =
        match l.Known with
        | Some vocabulary -> vocabulary
        | None ->
            refuse
                where
                "a vocabulary"
                "none"
                "layer.Adapt(data) before, layer.SetVocabulary(tokens), or vocabulary: […]"

    /// How many numbers there are.
    member l.Size =
        match l.Known with
        | Some vocabulary -> l.TokenStart + vocabulary.Tokens.Length
        | None -> l.Expected |> Option.defaultValue l.TokenStart

    /// The size of vectors.
    member l.Depth where =
        match l.MaxTokens with
        | Some size when l.PadToMaxTokens -> size
        | _ when l.Expected.IsNone -> l.TokenStart + (l.Need where).Tokens.Length
        | _ -> l.Size

/// Finding tokens' numbers, and numbers' tokens.
[<RequireQualifiedAccess>]
module internal TokenLookup =
    /// The remainder, which has the divisor's sign.
    let private floorMod (value: int64) (divisor: int64) = ((value % divisor) + divisor) % divisor

    let private bucketOf (lookup: TokenLookup<'t>) (token: 't) : int64 =
        match lookup.OovMethod, box token with
        | FloorMod, (:? int64 as value) -> floorMod value (int64 lookup.NumOovIndices)
        | _, other -> Fingerprints.bucket (Salt.Key lookup.Salt) lookup.NumOovIndices (string other)

    /// The number of a token; -1 for one that has no place in a vector.
    let private numberOf
        where
        (lookup: TokenLookup<'t>)
        (vocabulary: Vocabulary<'t>)
        : 't -> int64 =
        let masked = if lookup.Output = IntOutput then 0L else -1L

        fun token ->
            if lookup.MaskToken = Some token then
                masked
            else
                match vocabulary.Find token with
                | -1 when lookup.NumOovIndices = 0 ->
                    refuse
                        where
                        "tokens of the vocabulary alone, as num_oov_indices = 0"
                        (lookup.Kind.Show token)
                        "numOovIndices: 1"
                | -1 -> int64 lookup.OovStart + bucketOf lookup token
                | place -> int64 (lookup.TokenStart + place)

    /// The numbers of tokens, in an array of their shape.
    let numbers where (lookup: TokenLookup<'t>) (shape: int[]) (tokens: 't[]) : NDArray =
        tokens
        |> Array.map (numberOf where lookup (lookup.Need where))
        |> NDArray.ofArray shape

    /// The weight of each number; nothing for what has no place.
    let weights where (lookup: TokenLookup<'t>) (numbers: NDArray) : NDArray =
        let weights = (lookup.Need where).Weights

        numbers.Span<int64>().ToArray()
        |> Array.map (fun n -> if n < 0L then 0f else weights[int n])
        |> NDArray.ofArray numbers.Shape

    /// The tokens of numbers.
    let tokens where (lookup: TokenLookup<'t>) (numbers: NDArray) : NDArray =
        let known = (lookup.Need where).Tokens

        let tokenOf (n: int64) =
            let place = n - int64 lookup.TokenStart

            match lookup.MaskToken, lookup.OovToken with
            | Some mask, _ when n = 0L -> mask
            | _ when place >= 0L && place < known.LongLength -> known[int place]
            | _, Some oov -> oov
            | _, None ->
                refuse
                    where
                    $"numbers below {lookup.Size}"
                    $"{n}"
                    "oovToken: a token for the others"

        NDArray.toIntegers numbers
        |> Array.map tokenOf
        |> lookup.Kind.Write numbers.Shape

    /// The tokens by number, with those that stand for masks and what is not known, or without.
    let vocabulary includeSpecial (lookup: TokenLookup<'t>) : NDArray =
        let known =
            match lookup.Known with
            | Some vocabulary -> vocabulary.Tokens
            | None -> [||]

        let special =
            if includeSpecial then
                [
                    if lookup.OovStart = 1 then
                        yield! Option.toList lookup.MaskToken
                    for _ in 1 .. lookup.NumOovIndices do
                        yield! Option.toList lookup.OovToken
                ]
            else
                []

        let all = Array.append (Array.ofList special) known
        lookup.Kind.Write [| all.Length |] all
