/// Where a lookup's vocabulary comes from: a list, a file's lines, or data.
[<RequireQualifiedAccess>]
module internal Keratin.LayerTypes.VocabularySource

open System.Collections.Generic
open Keratin

let private show (lookup: TokenLookup<'t>) (tokens: 't seq) =
    tokens |> Seq.truncate 8 |> Seq.map lookup.Kind.Show |> String.concat ", "

/// Weights of the tokens with those of the special numbers, which are the mean, in front; zeros up to maxTokens
/// behind.
let private padded (lookup: TokenLookup<'t>) (front: int) (weights: float32[]) : float32[] =
    let before = Array.create front (if front = 0 then 0f else Array.average weights)
    let all = Array.append before weights

    match lookup.MaxTokens with
    | Some size when lookup.PadToMaxTokens ->
        Array.append all (Array.zeroCreate (max 0 (size - all.Length)))
    | _ -> all

/// The lookup with these tokens. They may begin with the special ones, in their order.
let ofTokens
    where
    (tokens: 't[])
    (weights: float list option)
    (lookup: TokenLookup<'t>)
    : TokenLookup<'t> =
    if tokens.Length = 0 then
        refuse where "tokens" "an empty vocabulary" "vocabulary: [\"a\", \"b\"]"

    match weights with
    | None when lookup.IsTfIdf ->
        refuse
            where
            "idf_weights, for output_mode = \"tf_idf\""
            "none"
            "idfWeights: one for each token"
    | Some _ when not lookup.IsTfIdf ->
        refuse
            where
            "idf_weights with output_mode = \"tf_idf\" alone"
            "idf_weights with another output_mode"
            "outputMode: \"tf_idf\""
    | Some weights when weights.Length <> tokens.Length ->
        refuse
            where
            $"a weight for each of {tokens.Length} tokens"
            $"{weights.Length}"
            "idfWeights: one for each token"
    | _ -> ()

    let special = [
        for _ in 1 .. lookup.OovStart do
            lookup.MaskToken
        for _ in 1 .. lookup.NumOovIndices do
            lookup.OovToken
    ]

    let hasSpecial =
        tokens.Length >= special.Length
        && special = [ for token in Array.truncate special.Length tokens -> Some token ]

    let own =
        if hasSpecial then
            Array.skip special.Length tokens
        else
            tokens

    let reserved token =
        lookup.MaskToken = Some token || (lookup.Invert && lookup.OovToken = Some token)

    match own |> Array.countBy id |> Array.filter (fun (_, n) -> n > 1) with
    | [||] -> ()
    | repeated ->
        refuse
            where
            "every token once"
            (show lookup (Seq.map fst repeated))
            "leave out what is there twice"

    match own |> Array.tryFind reserved with
    | Some token ->
        refuse
            where
            "special tokens at the beginning, all of them and in their order, or nowhere"
            $"{lookup.Kind.Show token} at {Array.findIndex ((=) token) tokens}"
            "leave the special tokens out"
    | None -> ()

    match lookup.MaxTokens with
    | Some most when lookup.TokenStart + own.Length > most ->
        refuse
            where
            $"at most max_tokens = {most}, special ones included"
            $"{lookup.TokenStart + own.Length}"
            $"maxTokens: {lookup.TokenStart + own.Length}"
    | _ -> ()

    let weights =
        match weights with
        | Some weights ->
            [| for w in weights -> float32 w |]
            |> padded lookup (if hasSpecial then 0 else lookup.TokenStart)
        | None -> [||]

    {
        lookup with
            Known = Some(Vocabulary(own, weights))
    }

/// How often each token is there, and in how many documents.
let private counted (documents: 't[] seq) : (struct ('t * int * int))[] =
    let counts = Dictionary<'t, struct (int * int)>()

    for document in documents do
        for token, n in document |> Array.countBy id do
            let struct (total, among) =
                match counts.TryGetValue token with
                | true, before -> before
                | _ -> struct (0, 0)

            counts[token] <- struct (total + n, among + 1)

    [|
        for KeyValue(token, struct (total, among)) in counts -> struct (token, total, among)
    |]

/// The lookup with the tokens of documents, the most frequent first, and of those that are equally frequent the one
/// that sorts last. A token's weight is log(1 + N / (1 + n)): N documents, of which n have it.
let ofDocuments where (documents: 't[] list) (lookup: TokenLookup<'t>) : TokenLookup<'t> =
    if lookup.Vocabulary.IsSome then
        refuse
            where
            "a layer without a vocabulary of its own"
            "one that was made with vocabulary"
            "leave vocabulary out, or do not call Adapt"

    let isSpecial token =
        lookup.MaskToken = Some token || lookup.OovToken = Some token

    let sorted =
        counted documents
        |> Array.filter (fun (struct (token, _, _)) -> not (isSpecial token))
        |> Array.sortWith (fun (struct (a, n, _)) (struct (b, m, _)) ->
            if n <> m then compare m n else lookup.Kind.Compare b a)

    let kept =
        match lookup.MaxTokens with
        | Some most -> Array.truncate (max 0 (most - lookup.TokenStart)) sorted
        | None -> sorted

    if kept.Length = 0 then
        refuse
            where
            "data with tokens"
            (if sorted.Length = 0 then
                 "none"
             else
                 $"no place for any, as max_tokens = {lookup.MaxTokens}")
            "give texts with words in them"

    let weights =
        if lookup.IsTfIdf then
            [|
                for struct (_, _, among) in kept ->
                    log (1.0 + float documents.Length / (1.0 + float among)) |> float32
            |]
            |> padded lookup lookup.TokenStart
        else
            [||]

    let tokens = [| for struct (token, _, _) in kept -> token |]

    {
        lookup with
            Known = Some(Vocabulary(tokens, weights))
    }

/// An array of tokens as documents: its rows.
let documents where (kind: TokenKind<'t>) (data: NDArray) : 't[] list =
    if (data.DType = DType.String) <> (kind.DType = DType.String) then
        refuse
            where
            $"data of type {DType.name kind.DType}"
            $"data of type {DType.name data.DType}"
            "StringLookup for texts, IntegerLookup for whole numbers"

    let tokens = kind.Read data
    let rows = if data.Shape.Length = 0 then 1 else data.Shape[0]

    if tokens.Length = 0 then
        []
    else
        tokens |> Array.chunkBySize (tokens.Length / rows) |> List.ofArray
