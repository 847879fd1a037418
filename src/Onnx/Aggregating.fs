/// Nodes of reductions, orders and products.
module internal Keratin.Onnx.Aggregating

open Keratin

/// A reduction in the type that the calculation needs; channels-first where the result allows it.
let reduce (g: Graph) kind (axes: int list) keep (x: Value) (out: TensorType) : Value =
    let write op dtype =
        let rest v =
            Layout.order v |> List.filter (fun axis -> not (List.contains axis axes))

        // without its axes a channels-first value may be in the user's order already
        let isOrdered = keep || rest x = List.sort (rest x)
        let x = Layout.cast g dtype (if isOrdered then x else Layout.toLast g x)
        let stored = axes |> List.map (Layout.axis x) |> List.sort
        let y = g.Reduce(op, Layout.name g x, stored, keep)
        let layout = if keep then x.Layout else ChannelsLast
        Layout.computed { out with DType = dtype } layout y |> Layout.cast g out.DType

    let own = Elementwise.working out.DType

    match kind with
    | Aggregation.Sum -> write "ReduceSum" own
    | Aggregation.Mean -> write "ReduceMean" own
    | Aggregation.Max -> write "ReduceMax" own
    | Aggregation.Min -> write "ReduceMin" own
    | Aggregation.Prod -> write "ReduceProd" own
    | Aggregation.LogSumExp -> write "ReduceLogSumExp" own
    | Aggregation.All -> write "ReduceMin" DType.Int32
    | Aggregation.Any -> write "ReduceMax" DType.Int32

/// The place of the greatest or least value.
let argument (g: Graph) op axis (x: Value) (out: TensorType) : Value =
    let dtype =
        match Elementwise.working x.DType with
        | DType.Int64 -> DType.Float64
        | other -> other

    let x = Layout.lastName g (Layout.cast g dtype x)

    Layout.computed
        out
        ChannelsLast
        (g.Node(op, [ x ], [ Whole("axis", axis); Whole("keepdims", 0) ]))

let cumSum (g: Graph) axis (x: Value) : Value =
    let dtype = Elementwise.working x.DType
    let place = g.Scalar DType.Int64 (float (Layout.axis x axis))
    let y = g.Node("CumSum", [ Layout.name g (Layout.cast g dtype x); place ])

    Layout.computed { x.Type with DType = dtype } x.Layout y
    |> Layout.cast g x.DType

let topK (g: Graph) (k: int) (x: Value) (types: TensorType list) : Value list =
    let dtype = Elementwise.working x.DType
    let operands = [ Layout.lastName g (Layout.cast g dtype x); g.Vector [ k ] ]
    let results = g.Nodes("TopK", operands, 2, [ Whole("axis", -1) ])

    [
        Layout.computed { types[0] with DType = dtype } ChannelsLast results[0]
        |> Layout.cast g x.DType
        Layout.computed types[1] ChannelsLast results[1]
    ]

/// ONNX's TopK leaves equal values in their order.
let argsort (g: Graph) (x: Value) (out: TensorType) : Value =
    let x = Layout.lastName g (Layout.cast g (Elementwise.working x.DType) x)
    let count = g.Node("Gather", [ g.Node("Shape", [ x ]); g.Vector [ out.Rank - 1 ] ])

    let results =
        g.Nodes("TopK", [ x; count ], 2, [ Whole("axis", -1); Whole("largest", 0) ])

    Layout.computed out ChannelsLast results[1]

let matmul (g: Graph) (a: Value) (b: Value) (out: TensorType) : Value =
    let operand v =
        Layout.lastName g (Layout.cast g out.DType v)

    Layout.computed out ChannelsLast (g.Node("MatMul", [ operand a; operand b ]))

let linear (g: Graph) (x: Value) (kernel: Value) (bias: Value) (out: TensorType) : Value =
    let operand v =
        Layout.lastName g (Layout.cast g out.DType v)

    let x, kernel, bias = operand x, operand kernel, operand bias

    let y =
        if out.Rank = 2 then
            g.Node("Gemm", [ x; kernel; bias ])
        else
            g.Node("Add", [ g.Node("MatMul", [ x; kernel ]); bias ])

    Layout.computed out ChannelsLast y

let einsum (g: Graph) (equation: string) (values: Value list) (out: TensorType) : Value =
    let operands = values |> List.map (Layout.cast g out.DType >> Layout.lastName g)
    Layout.computed out ChannelsLast (g.Node("Einsum", operands, [ Text("equation", equation) ]))

let determinant (g: Graph) (x: Value) (out: TensorType) : Value =
    Layout.computed out ChannelsLast (g.Node("Det", [ Layout.lastName g x ]))

let softmax (g: Graph) op axis (x: Value) : Value =
    let y = g.Node(op, [ Layout.name g x ], [ Whole("axis", Layout.axis x axis) ])
    Layout.computed x.Type x.Layout y

/// 0, 1, 2, …
let iota (g: Graph) (n: Dim) (out: TensorType) : Value =
    match n with
    | Size n ->
        let numbers = NDArray.ofArray [| n |] [| for i in 0 .. n - 1 -> int64 i |]

        {
            Type = out
            Layout = ChannelsLast
            Source = Known($"range_{n}", numbers)
        }
    | Symbolic ->
        let number = g.Scalar DType.Int64

        Layout.computed
            out
            ChannelsLast
            (g.Node("Range", [ number 0.0; Sizes.scalar g n; number 1.0 ]))
