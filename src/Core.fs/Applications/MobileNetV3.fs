/// Inverted residuals with squeeze-and-excitation, found by search. Howard et al., 2019.
[<RequireQualifiedAccess>]
module internal Keratin.ImageNetworks.MobileNetV3

open Keratin
open Keratin.ImageNetworks

/// What a network has besides the settings of all.
type Variant = {
    Alpha: float
    /// Only kernels of 3, relu, and no squeeze-and-excitation.
    Minimalistic: bool
    DropoutRate: float
    IncludePreprocessing: bool
}

/// A block: expansion, channels before alpha, whether its kernel is the large one, stride, whether it has
/// squeeze-and-excitation, and whether its activation is the network's own.
type private Block = float * int * bool * int * bool * bool

let private normalize (name: string) : Symbol -> Symbol =
    Layers.BatchNormalization(epsilon = 1e-3, momentum = 0.999, name = name).Apply

let private relu: Symbol -> Symbol = fun x -> Layers.ReLU().Apply x
let private hardSwish: Symbol -> Symbol = fun x -> activate null "hard_swish" x

/// Channels weighed by what a small network makes of their means.
let private squeezeExcite (prefix: string) (x: Symbol) : Symbol =
    let count = channels x

    let weights =
        x
        |> Layers
            .GlobalAveragePooling2D(keepdims = true, name = $"{prefix}squeeze_excite_avg_pool")
            .Apply
        |> convolve
            $"{prefix}squeeze_excite_conv"
            (multipleOfEight (float count * 0.25))
            1
            1
            "same"
            true
        |> Layers.ReLU(name = $"{prefix}squeeze_excite_relu").Apply
        |> convolve $"{prefix}squeeze_excite_conv_1" count 1 1 "same" true

    let gate = Layers.ReLU(maxValue = 6.0).Apply(weights + 3.0) * (1.0 / 6.0)
    Layers.Multiply(name = $"{prefix}squeeze_excite_mul").Apply [| x; gate |]

let private block (variant: Variant) number ((expansion, width, large, stride, se, own): Block) x =
    let own, se = own && not variant.Minimalistic, se && not variant.Minimalistic
    let activation = if own then hardSwish else relu
    let kernel = if large && not variant.Minimalistic then 5 else 3
    let filters = multipleOfEight (float width * variant.Alpha)

    let prefix =
        if number = 0 then
            "expanded_conv_"
        else
            $"expanded_conv_{number}_"

    let expanded =
        if number = 0 then
            x
        else
            x
            |> convolve
                $"{prefix}expand"
                (multipleOfEight (float (channels x) * expansion))
                1
                1
                "same"
                false
            |> normalize $"{prefix}expand_bn"
            |> activation

    let y =
        expanded
        |> depthwise
            $"{prefix}depthwise"
            $"{prefix}depthwise_pad"
            (Initializer.GlorotUniform())
            kernel
            stride
        |> normalize $"{prefix}depthwise_bn"
        |> activation
        |> (if se then squeezeExcite prefix else id)
        |> convolve $"{prefix}project" filters 1 1 "same" false
        |> normalize $"{prefix}project_bn"

    if stride = 1 && channels x = filters then
        add $"{prefix}add" [ x; y ]
    else
        y

let private smallBlocks: Block list = [
    1.0, 16, false, 2, true, false
    72.0 / 16.0, 24, false, 2, false, false
    88.0 / 24.0, 24, false, 1, false, false
    4.0, 40, true, 2, true, true
    6.0, 40, true, 1, true, true
    6.0, 40, true, 1, true, true
    3.0, 48, true, 1, true, true
    3.0, 48, true, 1, true, true
    6.0, 96, true, 2, true, true
    6.0, 96, true, 1, true, true
    6.0, 96, true, 1, true, true
]

let private largeBlocks: Block list = [
    1.0, 16, false, 1, false, false
    4.0, 24, false, 2, false, false
    3.0, 24, false, 1, false, false
    3.0, 40, true, 2, true, false
    3.0, 40, true, 1, true, false
    3.0, 40, true, 1, true, false
    6.0, 80, false, 2, false, true
    2.5, 80, false, 1, false, true
    2.3, 80, false, 1, false, true
    2.3, 80, false, 1, false, true
    6.0, 112, false, 1, true, true
    6.0, 112, false, 1, true, true
    6.0, 160, true, 2, true, true
    6.0, 160, true, 1, true, true
    6.0, 160, true, 1, true, true
]

let private build (blocks: Block list) last (variant: Variant) (settings: ImageNetwork) : Network =
    let activation = if variant.Minimalistic then relu else hardSwish
    let input = settings.InputOfAnySize 32

    let scaled =
        if variant.IncludePreprocessing then
            Layers.Rescaling(1.0 / 127.5, -1.0).Apply input
        else
            input

    let stem =
        scaled
        |> convolve "conv" 16 3 2 "same" false
        |> normalize "conv_bn"
        |> activation

    let body =
        (stem, List.indexed blocks)
        ||> List.fold (fun x (i, settings) -> block variant i settings x)

    let features =
        body
        |> convolve "conv_1" (multipleOfEight (float (channels body) * 6.0)) 1 1 "same" false
        |> normalize "conv_1_bn"
        |> activation

    let last =
        if variant.Alpha > 1.0 then
            multipleOfEight (float last * variant.Alpha)
        else
            last

    let output =
        if settings.IncludeTop then
            features
            |> Layers.GlobalAveragePooling2D(keepdims = true).Apply
            |> convolve "conv_2" last 1 1 "same" true
            |> activation
            |> (if variant.DropoutRate > 0.0 then
                    Layers.Dropout(variant.DropoutRate).Apply
                else
                    id)
            |> convolve "logits" settings.Classes 1 1 "same" true
            |> Layers.Flatten().Apply
            |> Layers.Activation(settings.ClassifierActivation, name = "predictions").Apply
        else
            settings.Pool "avg_pool" "max_pool" features

    settings.Network output

let small = build smallBlocks 1024
let large = build largeBlocks 1280
