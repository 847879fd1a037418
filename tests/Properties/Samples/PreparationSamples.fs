/// Samples of layers that make data ready: images, sounds, categories, statistics.
module internal Keratin.Properties.PreparationSamples

open Keratin
open Keratin.Properties

let private picture = [ floats [ 6; 5; 3 ] ]
let private features = [ floats [ 4; 3 ] ]
let private sound = [ floats [ 64 ] ]
let private categories = [ indices [ 4 ] 5 ]

let private images = [
    yield!
        layer "Resizing" picture [
            "down", (fun d -> Layers.Resizing(3, 4, dtype = d))
            "up, bicubic", (fun d -> Layers.Resizing(9, 7, interpolation = "bicubic", dtype = d))
            "nearest", (fun d -> Layers.Resizing(4, 8, interpolation = "nearest", dtype = d))
            "area", (fun d -> Layers.Resizing(4, 3, interpolation = "area", dtype = d))
            "lanczos, smooth",
            (fun d ->
                Layers.Resizing(3, 3, interpolation = "lanczos3", antialias = true, dtype = d))
            "cropped", (fun d -> Layers.Resizing(4, 4, cropToAspectRatio = true, dtype = d))
            "padded",
            (fun d -> Layers.Resizing(4, 8, padToAspectRatio = true, fillValue = 0.5, dtype = d))
        ]
    yield!
        layer "CenterCrop" picture [
            "smaller", (fun d -> Layers.CenterCrop(3, 4, dtype = d))
            "larger", (fun d -> Layers.CenterCrop(8, 4, dtype = d))
        ]
]

let private numbers = [
    yield!
        layer "Normalization" features [
            "weights", (fun d -> Layers.Normalization(dtype = d))
            "one number", (fun d -> Layers.Normalization(axis = Axes [], dtype = d))
            "given",
            (fun d ->
                Layers.Normalization(
                    mean = [| 0.5; 1.0; -1.0 |],
                    variance = [| 4.0; 1.0; 0.25 |],
                    dtype = d
                ))
            "inverted",
            (fun d ->
                Layers.Normalization(
                    mean = [| 0.5 |],
                    variance = [| 4.0 |],
                    invert = true,
                    dtype = d
                ))
        ]
    yield!
        layer "CategoryEncoding" categories [
            "defaults", (fun d -> Layers.CategoryEncoding(5, dtype = d))
            "one by one", (fun d -> Layers.CategoryEncoding(5, outputMode = "one_hot", dtype = d))
            "counted", (fun d -> Layers.CategoryEncoding(5, outputMode = "count", dtype = d))
        ]
]

let private several = [
    yield!
        layer "Discretization" features [
            "numbers of bins", (fun d -> Layers.Discretization([| -0.5; 0.0; 1.0 |], dtype = d))
            "one by one",
            (fun d -> Layers.Discretization([| 0.0; 1.0 |], outputMode = "one_hot", dtype = d))
        ]
    yield!
        layer "Discretization" [ floats [ 4 ] ] [
            "together",
            (fun d -> Layers.Discretization([| 0.0; 1.0 |], outputMode = "multi_hot", dtype = d))
            "counted", (fun d -> Layers.Discretization([| 0.0 |], outputMode = "count", dtype = d))
        ]
    yield!
        layer "Pipeline" picture [
            "two layers",
            (fun d ->
                Layers.Pipeline(
                    [| Layers.Rescaling(0.5, dtype = d); Layers.CenterCrop(3, 4, dtype = d) |],
                    dtype = d
                ))
        ]
]

let private sounds = [
    yield!
        layer "STFTSpectrogram" [ floats [ 40; 2 ] ] [
            "defaults", (fun d -> Layers.STFTSpectrogram(frameLength = 8, dtype = d))
            "magnitude, longer transform",
            (fun d ->
                Layers.STFTSpectrogram(
                    mode = "magnitude",
                    frameLength = 8,
                    frameStep = 3,
                    fftLength = 12,
                    window = "hamming",
                    scaling = "spectrum",
                    padding = "same",
                    dtype = d
                ))
            "both parts, an axis for bins",
            (fun d ->
                Layers.STFTSpectrogram(
                    mode = "stft",
                    frameLength = 8,
                    expandDims = true,
                    window = null,
                    scaling = null,
                    dtype = d
                ))
        ]
    yield!
        layer "MelSpectrogram" sound [
            "power",
            (fun d ->
                Layers.MelSpectrogram(
                    fftLength = 16,
                    sequenceStride = 8,
                    samplingRate = 100.0,
                    numMelBins = 4,
                    minFreq = 5.0,
                    powerToDb = false,
                    dtype = d
                ))
        ]
]

let private cities = words [ 3 ] [ "Oslo"; "Rome"; "Bonn"; "" ]
let private known = [| "Rome"; "Oslo" |]

/// Lookups have nothing of the type but their vectors.
let private lookups = [
    yield!
        layer "StringLookup" [ cities ] [
            "numbers", (fun d -> Layers.StringLookup(maskToken = "", vocabulary = known, dtype = d))
            "buckets",
            (fun d -> Layers.StringLookup(numOovIndices = 3, vocabulary = known, dtype = d))
            "one by one",
            (fun d -> Layers.StringLookup(vocabulary = known, outputMode = "one_hot", dtype = d))
            "together, masked",
            (fun d ->
                Layers.StringLookup(
                    maskToken = "",
                    vocabulary = known,
                    outputMode = "multi_hot",
                    dtype = d
                ))
            "weighed, padded",
            (fun d ->
                Layers.StringLookup(
                    maxTokens = 5,
                    vocabulary = known,
                    idfWeights = [| 0.5; 0.25 |],
                    outputMode = "tf_idf",
                    padToMaxTokens = true,
                    dtype = d
                ))
        ]
    yield!
        layer "IntegerLookup" [ indices [ 3 ] 6 ] [
            "numbers",
            (fun d -> Layers.IntegerLookup(maskToken = 0L, vocabulary = [| 3L; 1L |], dtype = d))
            "buckets by remainder",
            (fun d -> Layers.IntegerLookup(numOovIndices = 2, vocabulary = [| 3L |], dtype = d))
            "buckets by hash",
            (fun d ->
                Layers.IntegerLookup(
                    numOovIndices = 2,
                    vocabulary = [| 3L |],
                    oovMethod = "farmhash",
                    salt = Salt.op_Implicit 7L,
                    dtype = d
                ))
            "backwards",
            (fun d -> Layers.IntegerLookup(vocabulary = [| 30L; 10L |], invert = true, dtype = d))
            "counted",
            (fun d ->
                Layers.IntegerLookup(vocabulary = [| 3L; 1L |], outputMode = "count", dtype = d))
        ]
]

let private texts = [ words [] [ "Rome, Oslo"; "to Rome!"; ""; "a b c d e" ] ]

let private sentences = [
    yield!
        layer "TextVectorization" texts [
            "numbers",
            (fun d ->
                Layers.TextVectorization(
                    vocabulary = [| "rome"; "b" |],
                    outputSequenceLength = 4,
                    dtype = d
                ))
            "pairs, counted",
            (fun d ->
                Layers.TextVectorization(
                    vocabulary = [| "rome oslo"; "a b" |],
                    ngrams = Ngrams.op_Implicit [| 2 |],
                    outputMode = "count",
                    dtype = d
                ))
            "letters, weighed",
            (fun d ->
                Layers.TextVectorization(
                    split = "character",
                    vocabulary = [| "o"; "e" |],
                    idfWeights = [| 0.5; 2.0 |],
                    outputMode = "tf_idf",
                    dtype = d
                ))
        ]
    yield!
        layer "Hashing" [ cities ] [
            "numbers", (fun _ -> Layers.Hashing 4)
            "salted, masked",
            (fun _ ->
                Layers.Hashing(4, maskValue = Token.op_Implicit "", salt = Salt.op_Implicit 3L))
            "counted", (fun d -> Layers.Hashing(4, outputMode = "count", dtype = d))
        ]
    yield!
        layer "HashedCrossing" [ words [ 1 ] [ "a"; "b" ]; indices [ 1 ] 5 ] [
            "numbers", (fun _ -> Layers.HashedCrossing 4)
            "one by one", (fun d -> Layers.HashedCrossing(4, outputMode = "one_hot", dtype = d))
        ]
]

let all = images @ numbers @ several @ sounds @ lookups @ sentences
