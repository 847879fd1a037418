/// Branches of several kernel sizes side by side. Szegedy et al., 2016.
[<RequireQualifiedAccess>]
module internal Keratin.ImageNetworks.InceptionV3

open Keratin
open Keratin.ImageNetworks

/// A convolution with its normalization, which has no scale, and relu.
let private unit filters (rows: int, columns: int) (stride: int) padding (x: Symbol) : Symbol =
    x
    |> Layers
        .Conv2D(
            filters,
            Sizes [ rows; columns ],
            strides = Sizes [ stride ],
            padding = Padding.op_Implicit padding,
            useBias = false
        )
        .Apply
    |> Layers.BatchNormalization(scale = false).Apply
    |> relu null

/// A unit that keeps rows and columns.
let private same filters kernel = unit filters kernel 1 "same"
let private strided filters = unit filters (3, 3) 2 "valid"
let private point filters = same filters (1, 1)

let private averaged filters (x: Symbol) : Symbol =
    x
    |> Layers.AveragePooling2D(3, strides = 1, padding = "same").Apply
    |> point filters

let private greatest: Symbol -> Symbol =
    fun x -> Layers.MaxPooling2D(3, strides = 2).Apply x

/// Branches in the order of their making, joined.
let private join (name: string | null) (branches: (Symbol -> Symbol) list) (x: Symbol) : Symbol =
    branches |> List.map (fun branch -> branch x) |> concatenate name

/// Kernels of 1, 5 and twice 3.
let private blockA name pooled =
    join name [
        point 64
        point 48 >> same 64 (5, 5)
        point 64 >> same 96 (3, 3) >> same 96 (3, 3)
        averaged pooled
    ]

/// Kernels of 7 in one direction after the other.
let private blockB name narrow =
    join name [
        point 192
        point narrow >> same narrow (1, 7) >> same 192 (7, 1)
        point narrow
        >> same narrow (7, 1)
        >> same narrow (1, 7)
        >> same narrow (7, 1)
        >> same 192 (1, 7)
        averaged 192
    ]

/// Kernels of 3 in both directions side by side.
let private blockC name inner =
    let both name (x: Symbol) =
        join name [ same 384 (1, 3); same 384 (3, 1) ] x

    join name [
        point 320
        point 384 >> both inner
        point 448 >> same 384 (3, 3) >> both null
        averaged 192
    ]

let build (settings: ImageNetwork) : Network =
    let features =
        settings.Input 299 75
        |> unit 32 (3, 3) 2 "valid"
        |> unit 32 (3, 3) 1 "valid"
        |> same 64 (3, 3)
        |> greatest
        |> unit 80 (1, 1) 1 "valid"
        |> unit 192 (3, 3) 1 "valid"
        |> greatest
        |> blockA "mixed0" 32
        |> blockA "mixed1" 64
        |> blockA "mixed2" 64
        |> join "mixed3" [ strided 384; point 64 >> same 96 (3, 3) >> strided 96; greatest ]
        |> blockB "mixed4" 128
        |> blockB "mixed5" 160
        |> blockB "mixed6" 160
        |> blockB "mixed7" 192
        |> join "mixed8" [
            point 192 >> strided 320
            point 192 >> same 192 (1, 7) >> same 192 (7, 1) >> strided 192
            greatest
        ]
        |> blockC "mixed9" "mixed9_0"
        |> blockC "mixed10" "mixed9_1"

    let output =
        if settings.IncludeTop then
            settings.Head features
        else
            settings.Pool null null features

    settings.Network output
