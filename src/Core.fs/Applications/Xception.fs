/// Convolutions that are separate in space and in channels. Chollet, 2017.
[<RequireQualifiedAccess>]
module internal Keratin.ImageNetworks.Xception

open Keratin
open Keratin.ImageNetworks

let private normalize (name: string | null) = normalize name 1e-3

let private separable (name: string) (filters: int) (x: Symbol) : Symbol =
    x
    |> Layers.SeparableConv2D(filters, 3, padding = "same", useBias = false, name = name).Apply
    |> normalize $"{name}_bn"

/// relu, then a separable convolution.
let private active (name: string) filters (x: Symbol) : Symbol =
    x |> relu $"{name}_act" |> separable name filters

/// Two convolutions and a pooling beside a strided projection; `first` is what the block begins with.
let private reduction number filters (first: string -> Symbol -> Symbol) (last: int) (x: Symbol) =
    let residual = x |> convolve null filters 1 2 "same" false |> normalize null

    let y =
        x
        |> first $"block{number}_sepconv1"
        |> active $"block{number}_sepconv2" last
        |> Layers.MaxPooling2D(3, strides = 2, padding = "same", name = $"block{number}_pool").Apply

    add null [ y; residual ]

let private middle number (x: Symbol) : Symbol =
    let y =
        (x, [ 1..3 ])
        ||> List.fold (fun x i -> active $"block{number}_sepconv{i}" 728 x)

    add null [ y; x ]

let build (settings: ImageNetwork) : Network =
    let entry =
        settings.Input 299 71
        |> convolve "block1_conv1" 32 3 2 "valid" false
        |> normalize "block1_conv1_bn"
        |> relu "block1_conv1_act"
        |> convolve "block1_conv2" 64 3 1 "valid" false
        |> normalize "block1_conv2_bn"
        |> relu "block1_conv2_act"
        |> reduction 2 128 (fun name -> separable name 128) 128
        |> reduction 3 256 (fun name -> active name 256) 256
        |> reduction 4 728 (fun name -> active name 728) 728

    let features =
        (entry, [ 5..12 ])
        ||> List.fold (fun x number -> middle number x)
        |> reduction 13 1024 (fun name -> active name 728) 1024
        |> separable "block14_sepconv1" 1536
        |> relu "block14_sepconv1_act"
        |> separable "block14_sepconv2" 2048
        |> relu "block14_sepconv2_act"

    let output =
        if settings.IncludeTop then
            settings.Head features
        else
            settings.Pool null null features

    settings.Network output
