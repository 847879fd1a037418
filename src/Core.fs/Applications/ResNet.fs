/// Residual networks, with normalization after each convolution or before it. He et al., 2015 and 2016.
[<RequireQualifiedAccess>]
module internal Keratin.ImageNetworks.ResNet

open Keratin
open Keratin.ImageNetworks

let private normalize name = normalize name 1.001e-5

/// What both versions begin and end with.
let private around
    (settings: ImageNetwork)
    (before: Symbol -> Symbol)
    (stacks: Symbol -> Symbol)
    (after: Symbol -> Symbol)
    : Network =
    settings.Input 224 32
    |> pad "conv1_pad" 3
    |> convolve "conv1_conv" 64 7 2 "valid" true
    |> before
    |> pad "pool1_pad" 1
    |> Layers.MaxPooling2D(3, strides = 2, name = "pool1_pool").Apply
    |> stacks
    |> after
    |> settings.Head
    |> settings.Network

/// Stacks of so many blocks, each after the other.
let private stacks
    (stack: string -> int -> int -> int -> Symbol -> Symbol)
    (strides: int list)
    (blocks: int list)
    (x: Symbol)
    : Symbol =
    (x, List.indexed (List.zip strides blocks))
    ||> List.fold (fun x (i, (stride, blocks)) -> stack $"conv{i + 2}" (64 <<< i) blocks stride x)

let private blockV1 (name: string) (filters: int) (stride: int) (projected: bool) (x: Symbol) =
    let shortcut =
        if projected then
            x
            |> convolve $"{name}_0_conv" (4 * filters) 1 stride "valid" true
            |> normalize $"{name}_0_bn"
        else
            x

    let y =
        x
        |> convolve $"{name}_1_conv" filters 1 stride "valid" true
        |> normalize $"{name}_1_bn"
        |> relu $"{name}_1_relu"
        |> convolve $"{name}_2_conv" filters 3 1 "same" true
        |> normalize $"{name}_2_bn"
        |> relu $"{name}_2_relu"
        |> convolve $"{name}_3_conv" (4 * filters) 1 1 "valid" true
        |> normalize $"{name}_3_bn"

    add $"{name}_add" [ shortcut; y ] |> relu $"{name}_out"

let private stackV1 name filters blocks stride x =
    (blockV1 $"{name}_block1" filters stride true x, [ 2..blocks ])
    ||> List.fold (fun x i -> blockV1 $"{name}_block{i}" filters 1 false x)

/// A residual network with so many blocks in each of its four stacks.
let v1 (blocks: int list) (settings: ImageNetwork) : Network =
    around
        settings
        (normalize "conv1_bn" >> relu "conv1_relu")
        (stacks stackV1 [ 1; 2; 2; 2 ] blocks)
        id

let private blockV2 (name: string) (filters: int) (stride: int) (projected: bool) (x: Symbol) =
    let active = x |> normalize $"{name}_preact_bn" |> relu $"{name}_preact_relu"

    let shortcut =
        if projected then
            active |> convolve $"{name}_0_conv" (4 * filters) 1 stride "valid" true
        elif stride > 1 then
            Layers.MaxPooling2D(1, strides = stride).Apply x
        else
            x

    let y =
        active
        |> convolve $"{name}_1_conv" filters 1 1 "valid" false
        |> normalize $"{name}_1_bn"
        |> relu $"{name}_1_relu"
        |> pad $"{name}_2_pad" 1
        |> convolve $"{name}_2_conv" filters 3 stride "valid" false
        |> normalize $"{name}_2_bn"
        |> relu $"{name}_2_relu"
        |> convolve $"{name}_3_conv" (4 * filters) 1 1 "valid" true

    add $"{name}_out" [ shortcut; y ]

/// The last block of a stack has the stride.
let private stackV2 name filters blocks stride x =
    (blockV2 $"{name}_block1" filters 1 true x, [ 2..blocks ])
    ||> List.fold (fun x i ->
        blockV2 $"{name}_block{i}" filters (if i = blocks then stride else 1) false x)

/// A residual network that normalizes before each convolution.
let v2 (blocks: int list) (settings: ImageNetwork) : Network =
    around
        settings
        id
        (stacks stackV2 [ 2; 2; 2; 1 ] blocks)
        (normalize "post_bn" >> relu "post_relu")
