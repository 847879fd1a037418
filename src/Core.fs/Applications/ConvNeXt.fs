/// Convolutional networks with the manners of transformers. Liu et al., 2022.
[<RequireQualifiedAccess>]
module internal Keratin.ImageNetworks.ConvNeXt

open System
open Keratin
open Keratin.ImageNetworks

/// How many blocks the stages have, and how many channels.
type Shape = { Depths: int list; Widths: int list }

let private normalize (name: string | null) : Layer =
    Layers.LayerNormalization(epsilon = 1e-6, name = name)

/// Layers as a model of their own within the network.
let private nested (name: string) (layers: Layer list) (x: Symbol) : Symbol =
    let sizes = x.Shape.ToArray() |> List.ofArray |> List.tail
    let network = Network.chain name (InputLayer.symbol sizes None x.DType null) layers
    CatalogueLayer("Sequential", name, network).Apply x

let private block (name: string) (width: int) (x: Symbol) : Symbol =
    let y =
        x
        |> Layers
            .Conv2D(width, 7, padding = "same", groups = width, name = $"{name}_depthwise_conv")
            .Apply
        |> (normalize $"{name}_layernorm").Apply
        |> Layers.Dense(4 * width, name = $"{name}_pointwise_conv_1").Apply
        |> activate $"{name}_gelu" "gelu"
        |> Layers.Dense(width, name = $"{name}_pointwise_conv_2").Apply
        |> Layers.LayerScale(1e-6, width, name = $"{name}_layer_scale").Apply
        |> activate $"{name}_identity" "linear"

    x + y

/// Colours by the mean and deviation of ImageNet's.
let private preprocess (name: string) (x: Symbol) : Symbol =
    if channels x = 3 then
        Layers
            .Normalization(
                mean = [| 0.485 * 255.0; 0.456 * 255.0; 0.406 * 255.0 |],
                variance = [|
                    for deviation in [ 0.229; 0.224; 0.225 ] -> (deviation * 255.0) ** 2.0
                |],
                name = $"{name}_prestem_normalization"
            )
            .Apply
            x
    else
        x

/// What comes before a stage: it makes the image smaller.
let private smaller (name: string) (stage: int) (width: int) : Symbol -> Symbol =
    if stage = 0 then
        nested $"{name}_stem" [
            Layers.Conv2D(width, 4, strides = 4, name = $"{name}_stem_conv")
            normalize $"{name}_stem_layernorm"
        ]
    else
        let i = stage - 1

        nested $"{name}_downsampling_block_{i}" [
            normalize $"{name}_downsampling_layernorm_{i}"
            Layers.Conv2D(width, 2, strides = 2, name = $"{name}_downsampling_conv_{i}")
        ]

let build (shape: Shape) (includePreprocessing: bool) (settings: ImageNetwork) : Network =
    let name = settings.Name
    let input = settings.Input 224 32

    let features =
        ((if includePreprocessing then
              preprocess name input
          else
              input),
         List.indexed (List.zip shape.Depths shape.Widths))
        ||> List.fold (fun x (stage, (depth, width)) ->
            (smaller name stage width x, [ 0 .. depth - 1 ])
            ||> List.fold (fun x j -> block $"{name}_stage_{stage}_block_{j}" width x))

    let output =
        if settings.IncludeTop then
            features
            |> Layers.GlobalAveragePooling2D(name = $"{name}_head_gap").Apply
            |> (normalize $"{name}_head_layernorm").Apply
            |> Layers
                .Dense(
                    settings.Classes,
                    activation = settings.ClassifierActivation,
                    name = $"{name}_head_dense"
                )
                .Apply
        else
            settings.Pool null null features |> (normalize null).Apply

    settings.Network output

let tiny = {
    Depths = [ 3; 3; 9; 3 ]
    Widths = [ 96; 192; 384; 768 ]
}

let small = {
    Depths = [ 3; 3; 27; 3 ]
    Widths = tiny.Widths
}

let base' = {
    Depths = small.Depths
    Widths = [ 128; 256; 512; 1024 ]
}

let large = {
    Depths = small.Depths
    Widths = [ 192; 384; 768; 1536 ]
}

let xlarge = {
    Depths = small.Depths
    Widths = [ 256; 512; 1024; 2048 ]
}
