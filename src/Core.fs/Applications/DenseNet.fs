/// Densely connected networks: each block sees all before it. Huang et al., 2017.
[<RequireQualifiedAccess>]
module internal Keratin.ImageNetworks.DenseNet

open Keratin
open Keratin.ImageNetworks

let private normalize name = normalize name 1.001e-5

/// How many channels a block adds.
let private growth = 32

let private block (name: string) (x: Symbol) : Symbol =
    let fresh =
        x
        |> normalize $"{name}_0_bn"
        |> relu $"{name}_0_relu"
        |> convolve $"{name}_1_conv" (4 * growth) 1 1 "valid" false
        |> normalize $"{name}_1_bn"
        |> relu $"{name}_1_relu"
        |> convolve $"{name}_2_conv" growth 3 1 "same" false

    concatenate $"{name}_concat" [ x; fresh ]

let private stack name blocks (x: Symbol) : Symbol =
    (x, [ 1..blocks ]) ||> List.fold (fun x i -> block $"{name}_block{i}" x)

/// Half the channels, rows and columns.
let private transition (name: string) (x: Symbol) : Symbol =
    x
    |> normalize $"{name}_bn"
    |> relu $"{name}_relu"
    |> convolve $"{name}_conv" (channels x / 2) 1 1 "valid" false
    |> Layers.AveragePooling2D(2, strides = 2, name = $"{name}_pool").Apply

/// A network with so many blocks in each of its four stacks.
let build (blocks: int list) (settings: ImageNetwork) : Network =
    let stem =
        settings.Input 224 32
        |> pad null 3
        |> convolve "conv1_conv" 64 7 2 "valid" false
        |> normalize "conv1_bn"
        |> relu "conv1_relu"
        |> pad null 1
        |> Layers.MaxPooling2D(3, strides = 2, name = "pool1").Apply

    (stem, List.indexed blocks)
    ||> List.fold (fun x (i, blocks) ->
        let x = if i = 0 then x else transition $"pool{i + 1}" x
        stack $"conv{i + 2}" blocks x)
    |> normalize "bn"
    |> relu "relu"
    |> settings.Head
    |> settings.Network
