/// Inverted residuals with linear bottlenecks. Sandler et al., 2018.
[<RequireQualifiedAccess>]
module internal Keratin.ImageNetworks.MobileNetV2

open Keratin
open Keratin.ImageNetworks

let private normalize (name: string) : Symbol -> Symbol =
    Layers.BatchNormalization(epsilon = 1e-3, momentum = 0.999, name = name).Apply

let private relu6 (name: string) : Symbol -> Symbol =
    Layers.ReLU(maxValue = 6.0, name = name).Apply

let private block alpha (number: int, filters: int, stride: int, expansion: int) (x: Symbol) =
    let filters = multipleOfEight (float (int (float filters * alpha)))
    let prefix = if number = 0 then "expanded_conv_" else $"block_{number}_"

    let expanded =
        if number = 0 then
            x
        else
            x
            |> convolve $"{prefix}expand" (expansion * channels x) 1 1 "same" false
            |> normalize $"{prefix}expand_BN"
            |> relu6 $"{prefix}expand_relu"

    let y =
        expanded
        |> depthwise $"{prefix}depthwise" $"{prefix}pad" (Initializer.GlorotUniform()) 3 stride
        |> normalize $"{prefix}depthwise_BN"
        |> relu6 $"{prefix}depthwise_relu"
        |> convolve $"{prefix}project" filters 1 1 "same" false
        |> normalize $"{prefix}project_BN"

    if stride = 1 && channels x = filters then
        add $"{prefix}add" [ x; y ]
    else
        y

/// Channels, stride and expansion of each block.
let private blocks = [
    16, 1, 1
    24, 2, 6
    24, 1, 6
    32, 2, 6
    32, 1, 6
    32, 1, 6
    64, 2, 6
    64, 1, 6
    64, 1, 6
    64, 1, 6
    96, 1, 6
    96, 1, 6
    96, 1, 6
    160, 2, 6
    160, 1, 6
    160, 1, 6
    320, 1, 6
]

/// A network whose numbers of channels are alpha times the standard ones.
let build (alpha: float) (settings: ImageNetwork) : Network =
    let stem =
        settings.Input 224 32
        |> convolve "Conv1" (multipleOfEight (32.0 * alpha)) 3 2 "same" false
        |> normalize "bn_Conv1"
        |> relu6 "Conv1_relu"

    let last =
        if alpha > 1.0 then
            multipleOfEight (1280.0 * alpha)
        else
            1280

    let features =
        (stem, List.indexed blocks)
        ||> List.fold (fun x (i, (filters, stride, expansion)) ->
            block alpha (i, filters, stride, expansion) x)
        |> convolve "Conv_1" last 1 1 "valid" false
        |> normalize "Conv_1_bn"
        |> relu6 "out_relu"

    let output =
        if settings.IncludeTop then
            Layers.GlobalAveragePooling2D().Apply features |> settings.Classify
        else
            settings.Pool null null features

    settings.Network output
