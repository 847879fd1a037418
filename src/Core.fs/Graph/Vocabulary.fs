/// The words that layers, losses and optimizers are written in: operations as functions on symbols.
[<RequireQualifiedAccess>]
module internal Keratin.Sym

open Keratin

let apply op inputs : Symbol = Symbol.Apply1(op, inputs)
let private unary u x = apply (Op.Unary u) [ x ]
let private compare c a b = apply (Op.Compare c) [ a; b ]

// ---- leaves
/// The value of a weight; one symbol for each weight, wherever it is used.
let weight (w: Weight) : Symbol = Symbol.op_Implicit w

let constant (a: NDArray) = apply (Op.Constant a) []
let fill dtype dims (value: float) = apply (Op.Fill(value, dtype, dims)) []
let scalar dtype value = fill dtype [] value

let floats shape (values: float[]) =
    constant (NDArray.ofFloats DType.Float32 shape values)

let zerosLike (x: Symbol) = fill x.DType x.Dims 0.0
let onesLike (x: Symbol) = fill x.DType x.Dims 1.0
let iota n = apply (Op.Iota n) []

let input name (t: TensorType) =
    (Symbol.Make(Op.Input name, [], [ t ])).Head

// ---- elementwise
let identity x = unary Unary.Identity x
let stopGradient x = unary Unary.StopGradient x
let abs x = unary Unary.Abs x
let exp x = unary Unary.Exp x
let log x = unary Unary.Log x
let log1p x = unary Unary.Log1p x
let sqrt x = unary Unary.Sqrt x
let rsqrt x = unary Unary.Rsqrt x
let square x = unary Unary.Square x
let sign x = unary Unary.Sign x
let floor x = unary Unary.Floor x
let relu x = unary Unary.Relu x
let sigmoid x = unary Unary.Sigmoid x
let tanh x = unary Unary.Tanh x
let softplus x = unary Unary.Softplus x
let not' x = unary Unary.Not x
let add (a: Symbol) b = a + b

let maximum a b =
    apply (Op.Binary Binary.Maximum) [ a; b ]

let minimum a b =
    apply (Op.Binary Binary.Minimum) [ a; b ]

let power a b = apply (Op.Binary Binary.Power) [ a; b ]

let floorDivide a b =
    apply (Op.Binary Binary.FloorDivide) [ a; b ]

let equal a b = compare Comparison.Equal a b
let notEqual a b = compare Comparison.NotEqual a b
let less a b = compare Comparison.Less a b
let lessEqual a b = compare Comparison.LessEqual a b
let greater a b = compare Comparison.Greater a b
let greaterEqual a b = compare Comparison.GreaterEqual a b
let both a b = compare Comparison.And a b
let either a b = compare Comparison.Or a b
let where condition a b = apply Op.Where [ condition; a; b ]
let clip low high x = apply (Op.Clip(low, high)) [ x ]

let cast dtype (x: Symbol) =
    if x.DType = dtype then x else apply (Op.Cast dtype) [ x ]

// ---- reductions
let private allAxes (x: Symbol) = [ 0 .. x.Rank - 1 ]

/// The axes, counted from the start and in order.
let axesOf (x: Symbol) axes =
    axes
    |> List.map (fun axis ->
        match tryAxis x.Rank axis with
        | Some axis -> axis
        | None ->
            refuse
                (Place.get ())
                $"an axis from {-x.Rank} to {x.Rank - 1}, as {x} has {x.Rank}"
                $"axis {axis}"
                "axis: -1")
    |> List.distinct
    |> List.sort

let axisOf x axis = (axesOf x [ axis ]).Head

let reduce kind axes keep (x: Symbol) =
    if List.isEmpty axes then
        match kind with
        | Aggregation.Mean
        | Aggregation.LogSumExp
        | Aggregation.Sum
        | Aggregation.Max
        | Aggregation.Min
        | Aggregation.Prod -> x
        | Aggregation.All
        | Aggregation.Any -> cast DType.Bool x
    else
        apply (Op.Reduce(kind, axesOf x axes, keep)) [ x ]

let sum axes keep x = reduce Aggregation.Sum axes keep x
let mean axes keep x = reduce Aggregation.Mean axes keep x

let sumAll (x: Symbol) =
    reduce Aggregation.Sum (allAxes x) false x

let meanAll (x: Symbol) =
    reduce Aggregation.Mean (allAxes x) false x

let maxAlong axes keep x = reduce Aggregation.Max axes keep x
let any axes keep x = reduce Aggregation.Any axes keep x
let all axes keep x = reduce Aggregation.All axes keep x
let argMax axis x = apply (Op.ArgMax(axisOf x axis)) [ x ]
let cumSum axis x = apply (Op.CumSum(axisOf x axis)) [ x ]

let topK k x =
    match Symbol.Apply(Op.TopK k, [ x ]) with
    | [ values; indices ] -> values, indices
    | _ -> bug "top_k" "two outputs"

let argsort x = apply Op.Argsort [ x ]

// ---- shapes
let reshape dims (x: Symbol) =
    if dims = x.Dims then x else apply (Op.Reshape dims) [ x ]

/// A shape with at most one -1, which follows from the others.
let reshapeTo (shape: int list) (x: Symbol) =
    let known = shape |> List.filter (fun n -> n <> -1)
    let place = Place.get ()

    if shape.Length - known.Length > 1 || known |> List.exists (fun n -> n < 0) then
        refuse place "a shape with at most one -1" $"%A{shape}" "leave one axis open at most"

    // the batch axis stays what it is where nothing else is open
    let rest = (1, known) ||> List.fold (fun p n -> p * n)

    let open' =
        match product x.Dims with
        | Size total when rest > 0 && total % rest = 0 -> size (total / rest)
        | Size total ->
            refuse place $"a shape whose sizes divide {total}" $"%A{shape}" "check the sizes"
        | Symbolic -> product x.Dims / max 1 rest

    reshape [ for n in shape -> if n = -1 then open' else size n ] x

let transpose axes x =
    if axes = List.sort axes then
        x
    else
        apply (Op.Transpose axes) [ x ]

let expandDims axis (x: Symbol) =
    let axis = if axis < 0 then axis + x.Rank + 1 else axis
    reshape (x.Dims[.. axis - 1] @ [ size 1 ] @ x.Dims[axis..]) x

let squeeze axes (x: Symbol) =
    let axes = axesOf x axes

    x
    |> reshape (
        x.Dims
        |> List.indexed
        |> List.filter (fun (i, _) -> not (List.contains i axes))
        |> List.map snd
    )

let broadcastTo dims (x: Symbol) =
    if dims = x.Dims then
        x
    else
        apply (Op.BroadcastTo dims) [ x ]

let concat axis (xs: Symbol list) =
    match xs with
    | [ one ] -> one
    | xs -> apply (Op.Concat(axisOf xs.Head axis)) xs

let slice axis start stop (x: Symbol) =
    if start = size 0 && stop = x.Dims[axis] then
        x
    else
        apply (Op.Slice(axis, start, stop, 1)) [ x ]

/// The one value at a place of an axis; the axis is gone.
let pick axis (place: int) (x: Symbol) =
    let axis = axisOf x axis
    let start = if place < 0 then x.Dims[axis] + place else size place
    x |> slice axis start (start + 1) |> squeeze [ axis ]

/// Equal parts of an axis of known size.
let split axis parts (x: Symbol) =
    let axis = axisOf x axis

    match x.Dims[axis] with
    | Size n when n % parts = 0 -> [
        for i in 0 .. parts - 1 ->
            x |> slice axis (size (i * n / parts)) (size ((i + 1) * n / parts))
      ]
    | other -> refuse (Place.get ()) $"an axis that divides by {parts}" $"{other}" "change the size"

let stack axis (xs: Symbol list) =
    xs |> List.map (expandDims axis) |> concat axis

let reverse axes x = apply (Op.Reverse(axesOf x axes)) [ x ]

let pad pads (value: float) x =
    if List.forall ((=) (0, 0)) pads then
        x
    else
        apply (Op.Pad(pads, ConstantPad value)) [ x ]

/// The axes in reverse of a permutation.
let inverse (axes: int list) = [ for i in 0 .. axes.Length - 1 -> List.findIndex ((=) i) axes ]

// ---- indices and linear algebra
let gather axis table indices =
    apply (Op.Gather axis) [ table; indices ]

let takeAlong axis x indices =
    apply (Op.TakeAlong(axisOf x axis)) [ x; indices ]

let scatterRows add table indices rows =
    apply (Op.ScatterRows add) [ table; indices; rows ]

let oneHot depth dtype indices =
    apply (Op.OneHot(depth, dtype)) [ indices ]

let matmul a b = apply Op.MatMul [ a; b ]
let einsum equation xs = apply (Op.Einsum equation) xs

/// x · kernel + bias over the last axis, whatever the rank.
let linear (kernel: Symbol) (bias: Symbol option) (x: Symbol) =
    match bias with
    | Some bias -> apply Op.Linear [ x; kernel; bias ]
    | None -> matmul x kernel

let softmax axis x = apply (Op.Softmax(axisOf x axis)) [ x ]

let logSoftmax axis x =
    apply (Op.LogSoftmax(axisOf x axis)) [ x ]

let conv window inputs = apply (Op.Conv window) inputs

let phase frozenBy training inference =
    apply (Op.Phase frozenBy) [ training; inference ]
