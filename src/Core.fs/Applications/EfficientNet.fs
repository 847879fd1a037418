/// Networks whose depth, width and size of images grow together. Tan and Le, 2019.
[<RequireQualifiedAccess>]
module internal Keratin.ImageNetworks.EfficientNet

open System
open Keratin
open Keratin.ImageNetworks

/// How one of the family differs from the first.
type Scaling = {
    Width: float
    Depth: float
    /// Rows and columns of an image.
    Resolution: int
    DropoutRate: float
}

let private fanOut (scale: float) (distribution: string) =
    Initializer.VarianceScaling(scale, "fan_out", distribution)

let private kernels = fanOut 2.0 "truncated_normal"

let private convolve
    (name: string)
    (filters: int)
    (kernel: int)
    (stride: int)
    (padding: string)
    (activation: string)
    (useBias: bool)
    : Symbol -> Symbol =
    Layers
        .Conv2D(
            filters,
            kernel,
            strides = stride,
            padding = Padding.op_Implicit padding,
            activation = Activation.op_Implicit activation,
            useBias = useBias,
            kernelInitializer = kernels,
            name = name
        )
        .Apply

let private plain name filters kernel stride padding =
    convolve name filters kernel stride padding "linear" false

let private normalize name = normalize name 1e-3
let private swish name = activate name "swish"

/// Channels weighed by what a small network makes of their means.
let private squeezeExcite (name: string) (reduced: int) (x: Symbol) : Symbol =
    let count = channels x

    let weights =
        x
        |> Layers.GlobalAveragePooling2D(name = $"{name}se_squeeze").Apply
        |> Layers.Reshape([| 1; 1; count |], name = $"{name}se_reshape").Apply
        |> convolve $"{name}se_reduce" reduced 1 1 "same" "swish" true
        |> convolve $"{name}se_expand" count 1 1 "same" "sigmoid" true

    Layers.Multiply(name = $"{name}se_excite").Apply [| x; weights |]

let private block (name: string) filters expansion (kernel: int) (stride: int) dropped (x: Symbol) =
    let count = channels x

    let expanded =
        if expansion = 1 then
            x
        else
            x
            |> plain $"{name}expand_conv" (count * expansion) 1 1 "same"
            |> normalize $"{name}expand_bn"
            |> swish $"{name}expand_activation"

    let y =
        expanded
        |> depthwise $"{name}dwconv" $"{name}dwconv_pad" kernels kernel stride
        |> normalize $"{name}bn"
        |> swish $"{name}activation"
        |> squeezeExcite name (max 1 (count / 4))
        |> plain $"{name}project_conv" filters 1 1 "same"
        |> normalize $"{name}project_bn"

    if stride = 1 && count = filters then
        let y =
            if dropped > 0.0 then
                let whole = [| Nullable(); Nullable 1; Nullable 1; Nullable 1 |]
                Layers.Dropout(dropped, noiseShape = whole, name = $"{name}drop").Apply y
            else
                y

        add $"{name}add" [ y; x ]
    else
        y

/// Kernel, repeats, channels, expansion and stride of each stage of the first network.
let private stages = [
    3, 1, 16, 1, 1
    3, 2, 24, 6, 2
    5, 2, 40, 6, 2
    3, 3, 80, 6, 2
    5, 3, 112, 6, 1
    5, 4, 192, 6, 2
    3, 1, 320, 6, 1
]

/// The part of the samples for which the last block is left out in training; less for those before it.
let private dropConnect = 0.2

let build (scaling: Scaling) (settings: ImageNetwork) : Network =
    let width (filters: int) =
        multipleOfEight (float filters * scaling.Width)

    let depth (repeats: int) =
        int (ceil (scaling.Depth * float repeats))

    let blocks = [
        for i, (kernel, repeats, filters, expansion, stride) in List.indexed stages do
            for j in 0 .. depth repeats - 1 ->
                let letter = char (int 'a' + j)
                let stride = if j = 0 then stride else 1
                $"block{i + 1}{letter}_", width filters, expansion, kernel, stride
    ]

    let stem =
        settings.Input scaling.Resolution 32
        |> Layers.Rescaling(1.0 / 255.0).Apply
        |> Layers.Normalization(axis = Axes([ 3 ], true)).Apply
        |> padForStride "stem_conv_pad" 3
        |> plain "stem_conv" (width 32) 3 2 "valid"
        |> normalize "stem_bn"
        |> swish "stem_activation"

    let features =
        (stem, List.indexed blocks)
        ||> List.fold (fun x (b, (name, filters, expansion, kernel, stride)) ->
            let dropped = dropConnect * float b / float blocks.Length
            block name filters expansion kernel stride dropped x)
        |> plain "top_conv" (width 1280) 1 1 "same"
        |> normalize "top_bn"
        |> swish "top_activation"

    let output =
        if settings.IncludeTop then
            features
            |> Layers.GlobalAveragePooling2D(name = "avg_pool").Apply
            |> Layers.Dropout(scaling.DropoutRate, name = "top_dropout").Apply
            |> Layers
                .Dense(
                    settings.Classes,
                    activation = settings.ClassifierActivation,
                    kernelInitializer = fanOut (1.0 / 3.0) "uniform",
                    name = "predictions"
                )
                .Apply
        else
            settings.Pool "avg_pool" "max_pool" features

    settings.Network output

/// The networks B0 to B7.
let scalings: Scaling list = [
    for width, depth, resolution, dropout in
        [
            1.0, 1.0, 224, 0.2
            1.0, 1.1, 240, 0.2
            1.1, 1.2, 260, 0.3
            1.2, 1.4, 300, 0.3
            1.4, 1.8, 380, 0.4
            1.6, 2.2, 456, 0.4
            1.8, 2.6, 528, 0.5
            2.0, 3.1, 600, 0.5
        ] ->
        {
            Width = width
            Depth = depth
            Resolution = resolution
            DropoutRate = dropout
        }
]
