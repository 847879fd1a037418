/// Samples of layers that treat every position alike, of merging layers and of normalizations.
module internal Keratin.Properties.PlainSamples

open System
open Keratin
open Keratin.Properties

let private vector = [ floats [ 5 ] ]
let private sequence = [ floats [ 4; 6 ] ]
let private image = [ floats [ 4; 5; 6 ] ]
let private pair = [ floats [ 4; 3 ]; floats [ 4; 3 ] ]

let private core = [
    yield!
        layer "Dense" vector [
            "defaults", (fun d -> Layers.Dense(3, dtype = d))
            "tanh, no bias",
            (fun d -> Layers.Dense(4, activation = "tanh", useBias = false, dtype = d))
            "penalties",
            (fun d ->
                Layers.Dense(2, kernelRegularizer = "l2", activityRegularizer = "l1", dtype = d))
        ]
    yield!
        layer "Dense" image [
            "of images", (fun d -> Layers.Dense(2, activation = "gelu", dtype = d))
        ]
    yield!
        estimated "TernaryDense" vector [
            "defaults", (fun d -> Layers.TernaryDense(3, dtype = d))
            "threshold",
            (fun d ->
                Layers.TernaryDense(
                    4,
                    threshold = 0.2,
                    activation = "tanh",
                    useBias = false,
                    dtype = d
                ))
        ]
    yield! layer "Dense" vector [ "adapted", (fun d -> Layers.Dense(3, loraRank = 2, dtype = d)) ]
    yield!
        layer "LayerScale" image [ "begins small", (fun d -> Layers.LayerScale(0.1, 6, dtype = d)) ]
    yield!
        random "StochasticDepth" image [
            "a third", (fun d -> Layers.StochasticDepth(0.33, dtype = d))
        ]
    yield!
        layer "Wrapper" vector [
            "of a dense layer", (fun d -> Layers.Wrapper(Layers.Dense(3, dtype = d), dtype = d))
        ]
    yield!
        estimated "SpectralNormalization" vector [
            "of a dense layer",
            (fun d -> Layers.SpectralNormalization(Layers.Dense(3, dtype = d), dtype = d))
        ]
    yield!
        layer "EinsumDense" sequence [
            "over features",
            (fun d -> Layers.EinsumDense("abc,cd->abd", [| Nullable(); Nullable 3 |], dtype = d))
            "bias, tanh",
            (fun d ->
                Layers.EinsumDense(
                    "abc,cde->abde",
                    sizes [ 4; 2; 3 ],
                    activation = "tanh",
                    biasAxes = "de",
                    dtype = d
                ))
        ]
    for KeyValue(name, _) in Activation.Known do
        // halves the last axis, or sorts it: both want an even and small one
        yield!
            layer "Activation" sequence [
                name, (fun d -> Layers.Activation(Activation.op_Implicit name, dtype = d))
            ]
    yield! layer "Flatten" image [ "defaults", (fun d -> Layers.Flatten(dtype = d)) ]
    yield!
        layer "Flatten" image [
            "channels first", (fun d -> Layers.Flatten("channels_first", dtype = d))
        ]
    yield!
        layer "Reshape" sequence [
            "known", (fun d -> Layers.Reshape([| 2; 12 |], dtype = d))
            "open", (fun d -> Layers.Reshape([| -1; 3 |], dtype = d))
        ]
    yield! layer "Permute" image [ "turned", (fun d -> Layers.Permute([| 3; 1; 2 |], dtype = d)) ]
    yield!
        layer "RepeatVector" vector [ "three times", (fun d -> Layers.RepeatVector(3, dtype = d)) ]
    yield!
        layer "Embedding" [ indices [ 4 ] 7 ] [
            "defaults", (fun d -> Layers.Embedding(7, 3, dtype = d))
            "mask", (fun d -> Layers.Embedding(7, 3, maskZero = true, dtype = d))
        ]
    yield!
        layer "ReversibleEmbedding" [ indices [ 4 ] 7 ] [
            "tied", (fun d -> Layers.ReversibleEmbedding(7, 3, dtype = d))
        ]
    yield!
        layer "Lambda" vector [
            "square", (fun d -> Layers.Lambda((fun x -> x * x + 1.0), dtype = d))
        ]
    yield! layer "Identity" vector [ "defaults", (fun d -> Layers.Identity(dtype = d)) ]
    yield!
        layer "ActivityRegularization" vector [
            "both", (fun d -> Layers.ActivityRegularization(0.1, 0.2, dtype = d))
        ]
    yield!
        layer "Rescaling" sequence [
            "one number", (fun d -> Layers.Rescaling(0.5, 1.0, dtype = d))
            "a number for each channel",
            (fun d ->
                Layers.Rescaling(
                    [| 1.; 2.; 3.; 4.; 5.; 6. |],
                    [| 0.; 1.; 0.; 1.; 0.; 1. |],
                    dtype = d
                ))
        ]
    yield! layer "Masking" sequence [ "defaults", (fun d -> Layers.Masking(dtype = d)) ]
]

let private activations = [
    yield!
        layer "ReLU" sequence [
            "defaults", (fun d -> Layers.ReLU(dtype = d))
            "all bounds",
            (fun d -> Layers.ReLU(maxValue = 1.5, negativeSlope = 0.1, threshold = 0.2, dtype = d))
        ]
    yield! layer "LeakyReLU" sequence [ "defaults", (fun d -> Layers.LeakyReLU(dtype = d)) ]
    yield!
        layer "PReLU" image [
            "defaults",
            (fun d -> Layers.PReLU(alphaInitializer = Initializer.Constant 0.2, dtype = d))
            "shared",
            (fun d ->
                Layers.PReLU(
                    alphaInitializer = Initializer.Constant 0.2,
                    sharedAxes = Axes [ 1; 2 ],
                    dtype = d
                ))
        ]
    yield! layer "ELU" sequence [ "alpha", (fun d -> Layers.ELU(0.7, dtype = d)) ]
    yield!
        layer "Softmax" sequence [
            "last axis", (fun d -> Layers.Softmax(dtype = d))
            "first axis", (fun d -> Layers.Softmax(1, dtype = d))
            "two axes", (fun d -> Layers.Softmax(Axes [ 1; 2 ], dtype = d))
        ]
]

let private noise = [
    yield!
        random "Dropout" sequence [
            "a third", (fun d -> Layers.Dropout(0.3, dtype = d))
            "seed, whole columns",
            (fun d ->
                Layers.Dropout(
                    0.5,
                    noiseShape = [| Nullable(); Nullable 1; Nullable 6 |],
                    seed = 3,
                    dtype = d
                ))
        ]
    yield!
        random "SpatialDropout1D" sequence [
            "half", (fun d -> Layers.SpatialDropout1D(0.5, dtype = d))
        ]
    yield!
        random "SpatialDropout2D" image [
            "half", (fun d -> Layers.SpatialDropout2D(0.5, dtype = d))
            "channels first", (fun d -> Layers.SpatialDropout2D(0.5, "channels_first", dtype = d))
        ]
    yield!
        random "SpatialDropout3D" [ floats [ 2; 3; 2; 6 ] ] [
            "half", (fun d -> Layers.SpatialDropout3D(0.5, dtype = d))
        ]
    yield!
        random "GaussianNoise" sequence [
            "defaults", (fun d -> Layers.GaussianNoise(0.5, dtype = d))
        ]
    yield!
        random "GaussianDropout" sequence [
            "defaults", (fun d -> Layers.GaussianDropout(0.4, dtype = d))
        ]
    yield!
        random "AlphaDropout" sequence [
            "defaults", (fun d -> Layers.AlphaDropout(0.4, dtype = d))
        ]
]

let private normalizations = [
    yield!
        layer "BatchNormalization" image [
            "defaults", (fun d -> Layers.BatchNormalization(dtype = d))
            "bare, axis 1",
            (fun d -> Layers.BatchNormalization(axis = 1, center = false, scale = false, dtype = d))
        ]
    yield!
        layer "BatchNormalization" vector [
            "of vectors",
            (fun d -> Layers.BatchNormalization(momentum = 0.8, epsilon = 0.01, dtype = d))
            "of vectors, bare", (fun d -> Layers.BatchNormalization(scale = false, dtype = d))
        ]
    yield!
        layer "LayerNormalization" image [
            "defaults", (fun d -> Layers.LayerNormalization(dtype = d))
            "two axes", (fun d -> Layers.LayerNormalization(Axes [ 2; 3 ], dtype = d))
            "another axis, bare",
            (fun d -> Layers.LayerNormalization(1, center = false, scale = false, dtype = d))
        ]
    yield!
        layer "GroupNormalization" image [
            "three groups", (fun d -> Layers.GroupNormalization(3, dtype = d))
            "all in one", (fun d -> Layers.GroupNormalization(1, scale = false, dtype = d))
        ]
    yield!
        layer "RMSNormalization" image [
            "defaults", (fun d -> Layers.RMSNormalization(dtype = d))
            "another axis", (fun d -> Layers.RMSNormalization(Axes [ 2 ], dtype = d))
        ]
    yield!
        layer "UnitNormalization" image [
            "defaults", (fun d -> Layers.UnitNormalization(dtype = d))
            "two axes", (fun d -> Layers.UnitNormalization(Axes [ 1; 2 ], dtype = d))
        ]
]

let private merging = [
    yield! layer "Add" (floats [ 4; 3 ] :: pair) [ "three", (fun d -> Layers.Add(dtype = d)) ]
    yield!
        layer "Add" [ floats [ 4; 3 ]; floats [ 1; 3 ] ] [
            "broadcast", (fun d -> Layers.Add(dtype = d))
        ]
    yield! layer "Subtract" pair [ "two", (fun d -> Layers.Subtract(dtype = d)) ]
    yield! layer "Multiply" pair [ "two", (fun d -> Layers.Multiply(dtype = d)) ]
    yield!
        layer "Average" (floats [ 4; 3 ] :: pair) [ "three", (fun d -> Layers.Average(dtype = d)) ]
    yield! layer "Maximum" pair [ "two", (fun d -> Layers.Maximum(dtype = d)) ]
    yield! layer "Minimum" pair [ "two", (fun d -> Layers.Minimum(dtype = d)) ]
    yield!
        layer "Concatenate" pair [
            "last axis", (fun d -> Layers.Concatenate(dtype = d))
            "first axis", (fun d -> Layers.Concatenate(1, dtype = d))
        ]
    yield!
        layer "Dot" pair [
            "features", (fun d -> Layers.Dot(2, dtype = d))
            "steps, normalized", (fun d -> Layers.Dot(Axes [ 1; 1 ], normalize = true, dtype = d))
        ]
]

let all = core @ activations @ noise @ normalizations @ merging
