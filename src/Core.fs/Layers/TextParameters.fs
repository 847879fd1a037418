/// Parameters of layers of words, checked when the layer is made.
[<RequireQualifiedAccess>]
module internal Keratin.LayerTypes.TextParameters

open System
open Keratin

let private outputs = [ "int"; "one_hot"; "multi_hot"; "count"; "tf_idf" ]

/// The output, and whether it is weighted; Keras's older names are known as well.
let output where (name: string) : CategoryOutput * bool =
    match name with
    | "tf_idf"
    | "tf-idf" -> CountOutput, true
    | name -> CategoryOutput.parse where outputs name, false

/// Where tokens go that are not in the vocabulary: integers by remainder, unless they are hashed.
let oovMethod where (name: string) (salt: Salt option) : OovMethod =
    match name with
    | "farmhash" -> Hashed
    | "floormod" when salt.IsNone -> FloorMod
    | "floormod" ->
        refuse where "salt with oov_method = \"farmhash\"" "\"floormod\"" "oovMethod: \"farmhash\""
    | other -> refuseWord where "oov_method" other [ "floormod"; "farmhash" ]

/// .NET's strings are decoded already; the name has to be one.
let encoding where (name: string) : string =
    try
        Text.Encoding.GetEncoding(name).WebName
    with :? ArgumentException ->
        refuse where "the name of an encoding" $"\"{name}\"" "encoding: \"utf-8\""

/// A lookup with nothing in it but what it was given.
[<NoComparison; NoEquality>]
type Settings<'t when 't: equality and 't: not null> = {
    Kind: TokenKind<'t>
    MaxTokens: Nullable<int>
    NumOovIndices: int
    MaskToken: 't option
    OovToken: 't option
    OutputMode: string
    PadToMaxTokens: bool
    Sparse: bool
    Invert: bool
    OovMethod: OovMethod
    Salt: Salt option
    Vocabulary: 't[] option
    IdfWeights: float[] option
}

let lookup where (s: Settings<'t>) : TokenLookup<'t> =
    notSparse where s.Sparse
    let output, isTfIdf = output where s.OutputMode

    if s.MaxTokens.HasValue && s.MaxTokens.Value <= 1 then
        refuse where "max_tokens > 1" $"max_tokens = {s.MaxTokens}" "maxTokens: 1000"

    if s.PadToMaxTokens && not s.MaxTokens.HasValue then
        refuse where "max_tokens with pad_to_max_tokens" "none" "maxTokens: 1000"

    if s.NumOovIndices < 0 then
        refuse
            where
            "num_oov_indices of at least 0"
            $"num_oov_indices = {s.NumOovIndices}"
            "numOovIndices: 1"

    if s.Invert && output <> IntOutput then
        refuse where "output_mode = \"int\" with invert" $"\"{s.OutputMode}\"" "outputMode: \"int\""

    if s.IdfWeights.IsSome && not isTfIdf then
        refuse
            where
            "idf_weights with output_mode = \"tf_idf\" alone"
            $"output_mode = \"{s.OutputMode}\""
            "outputMode: \"tf_idf\""

    let empty: TokenLookup<'t> = {
        Kind = s.Kind
        MaxTokens = Option.ofNullable s.MaxTokens
        NumOovIndices = s.NumOovIndices
        MaskToken = s.MaskToken
        OovToken = s.OovToken
        Output = output
        IsTfIdf = isTfIdf
        PadToMaxTokens = s.PadToMaxTokens
        Invert = s.Invert
        OovMethod = s.OovMethod
        Salt = s.Salt
        Vocabulary = None
        IdfWeights = None
        Expected = None
        Known = None
    }

    match s.Vocabulary with
    | None -> empty
    | Some tokens ->
        let weights = s.IdfWeights |> Option.map List.ofArray

        {
            VocabularySource.ofTokens where tokens weights empty with
                Vocabulary = Some(List.ofArray tokens)
                IdfWeights = weights
        }

/// The lookup of TextVectorization's words: "" is no word, and one number stands for what is not known.
let wordsOf where maxTokens outputMode padToMaxTokens vocabulary idfWeights sparse =
    lookup where {
        Kind = TokenKind.texts
        MaxTokens = maxTokens
        NumOovIndices = 1
        MaskToken = Some ""
        OovToken = Some "[UNK]"
        OutputMode = outputMode
        PadToMaxTokens = padToMaxTokens
        Sparse = sparse
        Invert = false
        OovMethod = Hashed
        Salt = None
        Vocabulary = vocabulary
        IdfWeights = idfWeights
    }

/// The type of a hash's output: whole numbers for bins, floats for vectors.
let binType where (output: CategoryOutput) (dtype: string | null) : string =
    match dtype, output with
    | null, IntOutput -> "int64"
    | null, _ -> "float32"
    | ("int32" | "int64" as whole), IntOutput -> whole
    | other, IntOutput ->
        refuse
            where
            "dtype: \"int32\" or \"int64\", with output_mode = \"int\""
            $"\"{other}\""
            "dtype: \"int64\""
    | other, _ -> other

/// One of the named functions; null: none.
let private named
    where
    parameter
    (known: (string * 'f) list)
    (name: string | null)
    : TextStep<'f> option =
    match name with
    | null -> None
    | name ->
        match List.tryFind (fun (word, _) -> word = name) known with
        | Some(word, f) -> Some(Named(word, f))
        | None -> refuseWord where parameter name (List.map fst known)

let standardize where name =
    named where "standardize" Tokens.standardizations name

let split where name = named where "split" Tokens.splits name

/// What TextVectorization is, when its parameters agree.
let vectorization
    where
    (tokenizer: Tokenizer)
    (outputSequenceLength: Nullable<int>)
    (ragged: bool)
    (encoding': string)
    (lookup: TokenLookup<string>)
    : TextVectorization =
    if ragged then
        refuse where "ragged = false" "ragged = true" "ragged: false, with outputSequenceLength"

    match outputSequenceLength with
    | length when length.HasValue && lookup.Output <> IntOutput ->
        refuse
            where
            "output_sequence_length with output_mode = \"int\" alone"
            $"output_sequence_length = {length}"
            "outputMode: \"int\""
    | length when length.HasValue && length.Value <= 0 ->
        refuse
            where
            "output_sequence_length > 0"
            $"output_sequence_length = {length}"
            "outputSequenceLength: 100"
    | _ -> ()

    match tokenizer.Ngrams with
    | Some lengths when lengths.IsEmpty || lengths |> List.exists (fun n -> n < 1) ->
        refuse where "ngrams: numbers above 0" $"%A{lengths}" "ngrams: 2"
    | _ -> ()

    TextVectorization(
        tokenizer,
        Option.ofNullable outputSequenceLength,
        encoding where encoding',
        lookup
    )
