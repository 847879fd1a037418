/// What layers do with weights of their own, with the weights given: convolutions, pooling,
/// normalization, attention.
[<RequireQualifiedAccess>]
module internal Keratin.Networks

open System
open Keratin
open Keratin.LayerTypes

let private format (given: DataFormat | null) = given |> orElse DataFormat.ChannelsLast

/// The value with its channels last, and how many spatial axes it has.
let private spatial where (given: DataFormat | null) (x: Symbol) =
    if x.Rank < 3 then
        refuse where "at least 3 axes: batch, spatial, channels" $"{x}" "Ops.ExpandDims"

    channelsLast (format given) x, x.Rank - 2

let private kernelSizes where (kernel: Symbol) rank =
    if kernel.Rank <> rank + 2 then
        refuse
            where
            $"a kernel of {rank + 2} axes: {rank} spatial, in, out"
            $"{kernel}"
            "check the shapes"

    [ for axis in 0 .. rank - 1 -> knownSize where kernel axis ]

/// As many cells as wanted along each spatial axis.
let adaptivePool where kind (outputSize: Sizes) (dataFormat: DataFormat | null) (x: Symbol) =
    let x, rank = spatial where dataFormat x
    let cells = outputSize.For(where, "outputSize", rank)

    let length (dim: Dim) =
        match dim with
        | Size n -> n
        | Symbolic -> refuse where "axes of known size" $"{x}" "give the input a shape"

    if cells |> List.exists (fun n -> n < 1) then
        refuse where "outputSize of at least 1" $"%A{cells}" "outputSize: 1"

    intoBins length cells [ 1..rank ] kind x |> inFormat (format dataFormat)

let conv (strides: Sizes) padding dataFormat (dilation: Sizes) (kernel: Symbol) (x: Symbol) =
    let where = "conv"
    let x, rank = spatial where dataFormat x
    let sizes = kernelSizes where kernel rank
    let channels = knownSize where x (rank + 1)
    let wanted = knownSize where kernel rank

    if channels % wanted <> 0 then
        refuse
            where
            $"channels that {wanted} divides, as the kernel wants"
            $"{x}"
            "check the kernel's last axes but one"

    let strides = strides.For(where, "strides", rank)
    let dilation = dilation.For(where, "dilationRate", rank)
    strideOrDilation where strides dilation

    convolve (windowOf padding sizes strides dilation) (channels / wanted) None kernel x
    |> inFormat (format dataFormat)

let depthwiseConv
    (strides: Sizes)
    padding
    dataFormat
    (dilation: Sizes)
    (kernel: Symbol)
    (x: Symbol)
    =
    let where = "depthwise_conv"
    let x, rank = spatial where dataFormat x
    let sizes = kernelSizes where kernel rank

    let channels, multiplier =
        knownSize where x (rank + 1), knownSize where kernel (rank + 1)

    let strides = strides.For(where, "strides", rank)
    let dilation = dilation.For(where, "dilationRate", rank)
    strideOrDilation where strides dilation

    depthwise (windowOf padding sizes strides dilation) channels multiplier None kernel x
    |> inFormat (format dataFormat)

let convTranspose
    (strides: Sizes)
    padding
    (outputPadding: Sizes | null)
    dataFormat
    (dilation: Sizes)
    (kernel: Symbol)
    (x: Symbol)
    =
    let where = "conv_transpose"
    let x, rank = spatial where dataFormat x
    let sizes = kernelSizes where kernel rank
    let strides = strides.For(where, "strides", rank)
    let dilation = dilation.For(where, "dilationRate", rank)

    let extra =
        outputPadding
        |> Option.ofObj
        |> Option.map (fun given -> given.For(where, "outputPadding", rank))

    let window: ConvTransposeWindow = {
        Strides = strides
        Dilation = dilation
        Crop = [
            for axis in 0 .. rank - 1 ->
                ConvTranspose.Crop(
                    padding,
                    sizes[axis],
                    strides[axis],
                    dilation[axis],
                    extra |> Option.map (List.item axis)
                )
        ]
        HasBias = false
    }

    Sym.apply (Op.ConvTranspose window) [ x; kernel ]
    |> inFormat (format dataFormat)

let pool op (size': Sizes) (strides: Sizes | null) padding dataFormat (x: Symbol) =
    let where = "pool"
    let x, rank = spatial where dataFormat x
    let sizes = size'.For(where, "poolSize", rank)
    let strides = (strides |> orElse size').For(where, "strides", rank)

    let window: PoolWindow = {
        Size = sizes
        Window = windowOf padding sizes strides (sizes |> List.map (fun _ -> 1))
    }

    Symbol.Apply(op window, [ x ]) |> List.head |> inFormat (format dataFormat)

/// A vector of one axis's length, in the place of that axis.
let private along axis (x: Symbol) (v: Symbol) =
    v
    |> Sym.reshape [ for i in 0 .. x.Rank - 1 -> if i = axis then x.Dims[axis] else size 1 ]

let batchNormalization
    (mean: Symbol)
    (variance: Symbol)
    axis
    offset
    scale
    (epsilon: float)
    (x: Symbol)
    =
    let axis = Sym.axisOf x axis
    let along = along axis x
    let factor = Sym.rsqrt (variance + epsilon)

    let factor = scale |> Option.map (fun s -> factor * s) |> Option.defaultValue factor

    let shift =
        offset
        |> Option.map (fun o -> o - mean * factor)
        |> Option.defaultValue -(mean * factor)

    x * along factor + along shift

let layerNormalization gamma beta axes (epsilon: float) (x: Symbol) =
    let mean, variance = Statistics.moments axes true x
    let y = (x - mean) * Sym.rsqrt (variance + epsilon)

    let placed (v: Symbol) =
        match axes with
        | [ axis ] when v.Rank = 1 -> along axis x v
        | _ -> v

    let y = gamma |> Option.map (fun g -> y * placed g) |> Option.defaultValue y
    beta |> Option.map (fun b -> y + placed b) |> Option.defaultValue y

let rmsNormalization scale axes (epsilon: float) (x: Symbol) =
    let y = x * Sym.rsqrt (Sym.mean axes true (Sym.square x) + epsilon)
    scale |> Option.map (fun s -> y * s) |> Option.defaultValue y

/// (batch, time, heads, size): softmax(q · k / scale + bias) · v.
let attention bias mask (scale: Nullable<float>) causal (query: Symbol) (key: Symbol) value =
    if query.Rank <> 4 then
        refuse "dot_product_attention" "4 axes: batch, time, heads, size" $"{query}" "Ops.Reshape"

    let scale =
        if scale.HasValue then
            scale.Value
        else
            1.0 / sqrt (float (knownSize "dot_product_attention" query 3))

    let scores = Sym.einsum "btnh,bsnh->bnts" [ query * scale; key ]
    let scores = bias |> Option.map (fun b -> scores + b) |> Option.defaultValue scores

    let earlier =
        if causal then
            Some(Attending.causal query.Dims[1] key.Dims[1] |> Sym.expandDims 0)
        else
            None

    let weights = Attending.weights (Attending.every [ mask; earlier ]) scores
    Sym.einsum "bnts,bsnh->btnh" [ weights; value ]

/// Rows with a one at the number of the class, on an axis of their own.
let oneHot classes axis dtype (x: Symbol) =
    let y = Sym.oneHot classes dtype (Sym.cast DType.Int64 x)

    if axis = -1 || axis = y.Rank - 1 then
        y
    else
        Rearranging.moved [ -1 ] [ axis ] y
