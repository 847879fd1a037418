/// Nodes of convolutions, pooling and resizing: all channels-first.
module internal Keratin.Onnx.Windows

open Keratin

let private spatial (x: Value) = x.Dims[1 .. x.Rank - 2]

let private pads (amounts: (int * int) list) =
    if amounts |> List.forall ((=) (0, 0)) then
        []
    else
        [ Wholes("pads", (amounts |> List.map fst) @ (amounts |> List.map snd)) ]

/// Padding whose size is calculated while the model runs.
let private padded (g: Graph) (x: Value) kernel (w: Window) border : Value =
    let totals = [
        for i, n in List.indexed (spatial x) do
            let stride = w.Strides[i]
            let reach = w.Dilation[i] * (List.item i kernel - 1) + 1
            let total = (((n + (stride - 1)) / stride - 1).Scale stride - n) + reach
            g.Node("Max", [ Sizes.size g total; g.Vector [ 0 ] ])
    ]

    let before =
        totals |> List.map (fun total -> g.Node("Div", [ total; g.Vector [ 2 ] ]))

    let after =
        List.map2 (fun total half -> g.Node("Sub", [ total; half ])) totals before

    let none = g.Vector [ 0; 0 ]
    let amounts = g.Node("Concat", none :: before @ none :: after, [ Whole("axis", 0) ])
    let y = g.Node("Pad", [ Layout.name g x; amounts; g.Scalar x.DType border ])
    Layout.computed x.Type ChannelsFirst y

/// A value with the attributes that pad it. What does not depend on a size is written as numbers; a
/// runtime calculates the rest, but none does so for dilated windows.
let private window (g: Graph) (x: Value) (kernel: int list) (w: Window) border =
    let x = Layout.toFirst g x

    let sizes = [ Wholes("kernel_shape", kernel); Wholes("strides", w.Strides) ]

    match w.Pads with
    | Explicit amounts -> x, sizes @ pads amounts
    | SamePads ->
        let amounts =
            spatial x
            |> List.mapi (fun i n ->
                match n with
                | Size n -> Some(Infer.samePads n kernel[i] w.Strides[i] w.Dilation[i])
                | Symbolic when w.Strides[i] = 1 ->
                    Some(Infer.samePads 1 kernel[i] 1 w.Dilation[i])
                | Symbolic -> None)

        if amounts |> List.forall Option.isSome then
            x, sizes @ pads (amounts |> List.choose id)
        elif w.Dilation |> List.forall ((=) 1) then
            x, sizes @ [ Text("auto_pad", "SAME_UPPER") ]
        else
            padded g x kernel w border, sizes

let private kernelSizes (kernel: Value) =
    kernel.Dims[.. kernel.Rank - 3]
    |> List.map (fun dim ->
        match dim with
        | Size n -> n
        | Symbolic -> bug "ONNX export" "a kernel of unknown size")

/// A kernel with its axes in ONNX's order.
let private turned (g: Graph) (axes: int list) (kernel: Value) : string =
    match kernel.Source with
    | Known(hint, values) -> g.Constant(hint, NDArray.permute axes values)
    | Computed _
    | Filled _
    | Missing _ -> g.Transpose(Layout.lastName g kernel, axes)

let conv (g: Graph) (w: ConvWindow) (inputs: Value list) (out: TensorType) : Value =
    let operands = inputs |> List.map (Layout.cast g out.DType)
    let kernel = operands[1]
    let x, sizes = window g operands[0] (kernelSizes kernel) w.Window 0.0
    let rank = kernel.Rank
    // (spatial…, in, out) to (out, in, spatial…)
    let weights = turned g ([ rank - 1; rank - 2 ] @ [ 0 .. rank - 3 ]) kernel
    let bias = if w.HasBias then [ Layout.name g operands[2] ] else []
    let attributes = [ Wholes("dilations", w.Window.Dilation); Whole("group", w.Groups) ]
    let y = g.Node("Conv", [ Layout.name g x; weights ] @ bias, sizes @ attributes)
    Layout.computed out ChannelsFirst y

let convTranspose
    (g: Graph)
    (w: ConvTransposeWindow)
    (inputs: Value list)
    (out: TensorType)
    : Value =
    let operands = inputs |> List.map (Layout.cast g out.DType)
    let x, kernel = Layout.toFirst g operands[0], operands[1]
    let rank = kernel.Rank
    // (spatial…, out, in) to (in, out, spatial…)
    let weights = turned g ([ rank - 1; rank - 2 ] @ [ 0 .. rank - 3 ]) kernel
    let bias = if w.HasBias then [ Layout.name g operands[2] ] else []
    let crops = w.Crop |> List.map (fun (before, after) -> max 0 before, max 0 after)
    let longer = w.Crop |> List.map (fun (before, after) -> max 0 -before, max 0 -after)

    let attributes = [
        Wholes("kernel_shape", kernelSizes kernel)
        Wholes("strides", w.Strides)
        Wholes("dilations", w.Dilation)
    ]

    // ONNX makes the result longer at its end alone, and by less than a step
    let fits =
        List.zip3 longer w.Strides w.Dilation
        |> List.forall (fun ((before, after), stride, dilation) ->
            before = 0 && (after = 0 || after < max stride dilation))

    let y =
        if fits then
            let extra =
                if longer |> List.forall ((=) (0, 0)) then
                    []
                else
                    [ Wholes("output_padding", longer |> List.map snd) ]

            g.Node(
                "ConvTranspose",
                [ Layout.name g x; weights ] @ bias,
                attributes @ pads crops @ extra
            )
        else
            let y =
                g.Node("ConvTranspose", [ Layout.name g x; weights ], attributes @ pads crops)

            let amounts =
                [ 0; 0 ] @ (longer |> List.map fst) @ [ 0; 0 ] @ (longer |> List.map snd)

            let y = g.Node("Pad", [ y; g.Vector amounts ])

            // over the cells that were added as well
            match bias with
            | [ bias ] -> g.Node("Add", [ y; g.Unsqueeze(bias, [ 1 .. rank - 2 ]) ])
            | _ -> y

    Layout.computed out ChannelsFirst y

let maxPool (g: Graph) (w: PoolWindow) (x: Value) (out: TensorType) : Value =
    let x, sizes = window g x w.Size w.Window -infinity

    let y =
        g.Node("MaxPool", [ Layout.name g x ], sizes @ [ Wholes("dilations", w.Window.Dilation) ])

    Layout.computed out ChannelsFirst y

let averagePool (g: Graph) (w: PoolWindow) (x: Value) (out: TensorType) : Value =
    if w.Window.Dilation |> List.exists ((<>) 1) then
        g.Refuse "windows without gaps" "a dilated average" "use dilation 1"

    let x, sizes = window g x w.Size w.Window 0.0

    let y =
        g.Node("AveragePool", [ Layout.name g x ], sizes @ [ Whole("count_include_pad", 0) ])

    Layout.computed out ChannelsFirst y

let resize (g: Graph) (scale: int list) mode (x: Value) (out: TensorType) : Value =
    let x = Layout.toFirst g x

    let factors =
        NDArray.ofArray [| x.Rank |] [|
            1.0f
            1.0f
            for n in scale do
                float32 n
        |]

    let attributes =
        match mode with
        | NearestResample -> [
            Text("mode", "nearest")
            Text("coordinate_transformation_mode", "asymmetric")
            Text("nearest_mode", "floor")
          ]
        | BilinearResample -> [
            Text("mode", "linear")
            Text("coordinate_transformation_mode", "half_pixel")
          ]

    let y =
        g.Node("Resize", [ Layout.name g x; ""; g.Constant("scales", factors) ], attributes)

    Layout.computed out ChannelsFirst y
