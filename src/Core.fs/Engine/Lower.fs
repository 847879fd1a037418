/// The LibTorch call of every operation, in one table. Shapes are numbers by now: a program is made
/// for the sizes at hand, so that every output can have its memory beforehand.
module internal Keratin.Engine.Lower

open System.Collections.Generic
open Keratin

/// An operand of an instruction.
type Arg =
    | Default
    | Absent
    | Slot of int
    | Int of int
    | Float of float
    | Flag of bool
    | Text of string
    | Ints of int list
    | Flags of bool list
    /// A list of tensors.
    | Slots of int list

/// What the engine runs: one operator call, by name.
type Instruction = {
    Op: string
    /// The overload that writes into memory given to it.
    Out: string option
    Args: Arg list
    /// The slots that receive the results; -1 for one that nobody reads.
    Outs: int list
    /// The operand whose memory the output may take over, if it is not needed any more.
    Reuse: int
    /// Gradients of the call's outputs, when this stands for the call's derivative by autograd.
    Gradients: int list option
    Place: string
}

type Slot = { DType: DType; Sizes: int list }

/// A program in the making: instructions, what is known of slots, and constants.
type Builder() =
    let instructions = List<Instruction>()
    let types = Dictionary<int, Slot>()
    let constants = Dictionary<int, NDArray>()
    let known = Dictionary<NDArray, int>()
    let mutable slots = 0

    member _.Instructions = instructions
    member _.Types = types
    member _.Constants = constants
    member _.Count = slots

    member _.New() =
        slots <- slots + 1
        slots - 1

    member b.Typed(slot: Slot) =
        let n = b.New()
        types[n] <- slot
        n

    member b.Constant(value: NDArray) =
        match known.TryGetValue value with
        | true, slot -> slot
        | _ ->
            let slot = b.New()
            constants[slot] <- value
            known[value] <- slot
            slot

    member _.Add(instruction: Instruction) = instructions.Add instruction

/// A node with its operands' slots, while it is lowered.
type private Call(builder: Builder, place: string, outputs: Slot list, used: bool list) =
    let instruction op args outs = {
        Op = op
        Out = None
        Args = args
        Outs = outs
        Reuse = -1
        Gradients = None
        Place = place
    }

    /// Which outputs anybody reads.
    member _.Used = used
    member _.Output n : Slot = List.item n outputs
    member _.Constant value = builder.Constant value

    member _.Scalar (dtype: DType) (value: float) =
        builder.Constant(NDArray.ofFloats dtype [||] [| value |])

    /// A call whose results are the node's outputs.
    member _.Final(op, ?out, ?reuse) =
        fun args ->
            let outs =
                (outputs, used)
                ||> List.map2 (fun t used -> if used then builder.Typed t else -1)

            let preallocated = if List.forall id used then out else None

            builder.Add {
                instruction op args outs with
                    Out = preallocated
                    Reuse = defaultArg reuse -1
            }

            outs

    /// A call with one result in between, of a type that may be known.
    member _.Step(op, args, ?out, ?slot) : int =
        let result =
            match slot with
            | Some slot -> builder.Typed slot
            | None -> builder.New()

        builder.Add {
            instruction op args [ result ] with
                Out = if slot.IsSome then out else None
        }

        result

    /// A call with several results in between; some may be unused.
    member _.Steps(op, args, wanted: bool list) : int list =
        let outs = wanted |> List.map (fun w -> if w then builder.New() else -1)
        builder.Add(instruction op args outs)
        outs

    /// The derivative, by autograd, of a call: one result for each tensor operand.
    member _.Derivative(op, args: Arg list, gradients: int list) =
        let operands =
            args
            |> List.sumBy (fun arg ->
                match arg with
                | Slot _ -> 1
                | Slots s -> s.Length
                | _ -> 0)

        let outs = List.init operands (fun _ -> builder.New())

        builder.Add {
            instruction op args outs with
                Gradients = Some gradients
        }

        outs

let private count (sizes: int list) = (1, sizes) ||> List.fold (*)

/// (batch, spatial…, channels) to LibTorch's (batch, channels, spatial…), without a copy.
let private first rank = [ 0; rank - 1 ] @ [ 1 .. rank - 2 ]
let private last rank = [ 0 ] @ [ 2 .. rank - 1 ] @ [ 1 ]

let private permute (call: Call) x axes =
    call.Step("aten::permute", [ Slot x; Ints axes ])

let private view (call: Call) x sizes =
    call.Step("aten::reshape", [ Slot x; Ints sizes ])

/// Two-dimensional windows also serve one spatial axis, as one row.
let private spatial (call: Call) (x: int) (sizes: int list) =
    match sizes with
    | [ batch; time; channels ] ->
        view call x [ batch; 1; time; channels ], [ batch; 1; time; channels ]
    | sizes -> x, sizes

let private row (padding: 'a) (values: 'a list) =
    match values with
    | [ one ] -> [ padding; one ]
    | several -> several

let private explicit (window: Window) (kernel: int list) (sizes: int list) =
    match window.Pads with
    | Explicit pads -> pads
    | SamePads ->
        List.zip3 kernel window.Strides window.Dilation
        |> List.mapi (fun i (k, s, d) -> Infer.samePads sizes[i + 1] k s d)

/// Padding written into the value where LibTorch's own, alike on both sides, will not do.
let private padded (call: Call) x (pads: (int * int) list) (value: float) =
    if pads |> List.forall (fun (a, b) -> a = b) then
        x, pads |> List.map fst
    else
        // innermost axis first; the channels are not padded
        let flat = [
            0
            0
            for a, b in List.rev pads do
                a
                b
        ]

        call.Step("aten::constant_pad_nd", [ Slot x; Ints flat; Float value ]),
        pads |> List.map (fun _ -> 0)

let private kernelFirst rank =
    [ rank - 1; rank - 2 ] @ [ 0 .. rank - 3 ]

let private kernelLast rank = [ 2 .. rank - 1 ] @ [ 1; 0 ]

type private Convolution = {
    X: int
    XSizes: int list
    Kernel: int
    Rest: Arg list
    Pads: (int * int) list
}

/// Operands of aten::convolution for a window over (batch, spatial…, channels).
let private convolution
    (call: Call)
    (w: ConvWindow)
    x
    (xSizes: int list)
    kernel
    (kSizes: int list)
    =
    let spatialSizes = kSizes[.. kSizes.Length - 3]
    let pads = explicit w.Window spatialSizes xSizes
    let x, sizes = spatial call x xSizes
    let pads = row (0, 0) pads
    let x, symmetric = padded call x pads 0.0

    let kernel, kSizes =
        if kSizes.Length = 3 then
            view call kernel (1 :: kSizes), 1 :: kSizes
        else
            kernel, kSizes

    let strides, dilation = row 1 w.Window.Strides, row 1 w.Window.Dilation

    {
        X = permute call x (first sizes.Length)
        XSizes = sizes
        Kernel = permute call kernel (kernelFirst kSizes.Length)
        Rest = [
            Ints strides
            Ints symmetric
            Ints dilation
            Flag false
            Ints(List.replicate strides.Length 0)
            Int w.Groups
        ]
        Pads = pads
    }

/// A value with the spatial axis that was added taken away again.
let private unrow (call: Call) x (sizes: int list) =
    if sizes.Length = 3 then view call x sizes else x

/// Cuts the padding off a gradient.
let private crop (call: Call) x (pads: (int * int) list) (sizes: int list) firstAxis =
    (x, List.indexed pads)
    ||> List.fold (fun x (i, (before, after)) ->
        if before = 0 && after = 0 then
            x
        else
            call.Step(
                "aten::slice.Tensor",
                [ Slot x; Int(i + firstAxis); Int before; Int(before + sizes[i + 1]); Int 1 ]
            ))

let private isSymmetric pads =
    pads |> List.forall (fun (a: int, b) -> a = b)

type private Pooling = {
    PX: int
    PSizes: int list
    Size: int list
    Strides: int list
    Symmetric: int list
    Dilation: int list
    PPads: (int * int) list
}

let private pooling (call: Call) (w: PoolWindow) x (sizes: int list) border =
    let pads = explicit w.Window w.Size sizes
    let x, wide = spatial call x sizes
    let pads = row (0, 0) pads
    let size = row 1 w.Size

    // LibTorch's own padding reaches at most half a window
    let own = isSymmetric pads && List.forall2 (fun (p, _) k -> 2 * p <= k) pads size

    let x, symmetric =
        if own then
            x, pads |> List.map fst
        else
            let flat =
                [ 0; 0 ]
                @ [
                    for a, b in List.rev pads do
                        yield! [ a; b ]
                ]

            call.Step("aten::constant_pad_nd", [ Slot x; Ints flat; Float border ]),
            pads |> List.map (fun _ -> 0)

    {
        PX = permute call x (first wide.Length)
        PSizes = wide
        Size = size
        Strides = row 1 w.Window.Strides
        Symmetric = symmetric
        Dilation = row 1 w.Window.Dilation
        PPads = if own then pads |> List.map (fun _ -> 0, 0) else pads
    }

let private dimension rank = if rank = 5 then "3d" else "2d"

/// What the mean of a window with padding outside is divided by, beside the window's own size.
let private coverage (call: Call) dtype (p: Pooling) =
    let inner = [ 1 ] @ p.PSizes[1 .. p.PSizes.Length - 2] @ [ 1 ]

    let ones =
        NDArray.ofFloats dtype (Array.ofList inner) (Array.create (count inner) 1.0)

    let flat =
        [ 0; 0 ]
        @ [
            for a, b in List.rev p.PPads do
                yield! [ a; b ]
        ]

    let padded =
        call.Step("aten::constant_pad_nd", [ Slot(call.Constant ones); Ints flat; Float 0.0 ])

    let planes = permute call padded (first inner.Length)

    call.Step(
        $"aten::avg_pool{dimension inner.Length}",
        [
            Slot planes
            Ints p.Size
            Ints p.Strides
            Ints p.Symmetric
            Flag false
            Flag true
            Absent
        ]
    )

let private isPadded pads =
    pads |> List.exists (fun p -> p <> (0, 0))

let private resampling mode rank =
    match mode, rank with
    | NearestResample, 5 -> "nearest3d"
    | NearestResample, _ -> "nearest2d"
    | BilinearResample, _ -> "bilinear2d"
    | BicubicResample, _ -> "bicubic2d"

let private unary (call: Call) (u: Unary) (x: int) =
    let simple name =
        call.Final ($"aten::{name}", $"aten::{name}.out", 0) [ Slot x ]

    match u with
    | Unary.Identity
    | Unary.StopGradient -> [ x ]
    | Unary.Abs -> simple "abs"
    | Unary.Negative -> simple "neg"
    | Unary.Exp -> simple "exp"
    | Unary.Expm1 -> simple "expm1"
    | Unary.Log -> simple "log"
    | Unary.Log1p -> simple "log1p"
    | Unary.Sqrt -> simple "sqrt"
    | Unary.Rsqrt -> simple "rsqrt"
    | Unary.Square -> call.Final ("aten::mul.Tensor", "aten::mul.out", 0) [ Slot x; Slot x ]
    | Unary.Reciprocal -> simple "reciprocal"
    | Unary.Sin -> simple "sin"
    | Unary.Cos -> simple "cos"
    | Unary.Tan -> simple "tan"
    | Unary.Arcsin -> simple "asin"
    | Unary.Arccos -> simple "acos"
    | Unary.Arctan -> simple "atan"
    | Unary.Sinh -> simple "sinh"
    | Unary.Cosh -> simple "cosh"
    | Unary.Arcsinh -> simple "asinh"
    | Unary.Arccosh -> simple "acosh"
    | Unary.Arctanh -> simple "atanh"
    | Unary.Tanh -> simple "tanh"
    | Unary.Erf -> simple "erf"
    | Unary.Floor -> simple "floor"
    | Unary.Ceil -> simple "ceil"
    | Unary.Round -> simple "round"
    | Unary.Sign -> simple "sign"
    | Unary.Not -> call.Final ("aten::logical_not", "aten::logical_not.out") [ Slot x ]
    | Unary.IsNaN -> call.Final "aten::isnan" [ Slot x ]
    | Unary.IsInf -> call.Final "aten::isinf" [ Slot x ]
    | Unary.Relu -> call.Final ("aten::clamp_min", "aten::clamp_min.out", 0) [ Slot x; Int 0 ]
    | Unary.Sigmoid -> simple "sigmoid"
    | Unary.Softplus -> simple "softplus"
    | Unary.Silu -> simple "silu"
    | Unary.Mish -> simple "mish"
    | Unary.Selu ->
        call.Final ("aten::elu", "aten::elu.out", 0) [
            Slot x
            Float 1.6732632423543772
            Float 1.0507009873554805
        ]
    | Unary.HardSigmoid -> simple "hardsigmoid"
    | Unary.HardSilu -> simple "hardswish"
    | Unary.Gelu approximate ->
        call.Final ("aten::gelu", "aten::gelu.out", 0) [
            Slot x
            Text(if approximate then "tanh" else "none")
        ]
    | Unary.Elu alpha -> call.Final ("aten::elu", "aten::elu.out", 0) [ Slot x; Float alpha ]
    | Unary.LeakyRelu slope ->
        call.Final ("aten::leaky_relu", "aten::leaky_relu.out", 0) [ Slot x; Float slope ]

let private binary (call: Call) (b: Binary) x y =
    let simple name out =
        call.Final ($"aten::{name}", $"aten::{out}", 0) [ Slot x; Slot y ]

    match b with
    | Binary.Add -> simple "add.Tensor" "add.out"
    | Binary.Subtract -> simple "sub.Tensor" "sub.out"
    | Binary.Multiply -> simple "mul.Tensor" "mul.out"
    | Binary.Divide -> simple "div.Tensor" "div.out"
    | Binary.FloorDivide ->
        call.Final ("aten::div.Tensor_mode", "aten::div.out_mode", 0) [
            Slot x
            Slot y
            Text "floor"
        ]
    | Binary.Modulo -> simple "remainder.Tensor" "remainder.Tensor_out"
    | Binary.Power -> simple "pow.Tensor_Tensor" "pow.Tensor_Tensor_out"
    | Binary.Maximum -> simple "maximum" "maximum.out"
    | Binary.Minimum -> simple "minimum" "minimum.out"
    | Binary.Arctan2 -> simple "atan2" "atan2.out"

let private compare (call: Call) (c: Comparison) x y =
    let simple name out =
        call.Final ($"aten::{name}", $"aten::{out}") [ Slot x; Slot y ]

    match c with
    | Comparison.Equal -> simple "eq.Tensor" "eq.Tensor_out"
    | Comparison.NotEqual -> simple "ne.Tensor" "ne.Tensor_out"
    | Comparison.Less -> simple "lt.Tensor" "lt.Tensor_out"
    | Comparison.LessEqual -> simple "le.Tensor" "le.Tensor_out"
    | Comparison.Greater -> simple "gt.Tensor" "gt.Tensor_out"
    | Comparison.GreaterEqual -> simple "ge.Tensor" "ge.Tensor_out"
    | Comparison.And -> simple "logical_and" "logical_and.out"
    | Comparison.Or -> simple "logical_or" "logical_or.out"
    | Comparison.Xor -> simple "logical_xor" "logical_xor.out"

let private reduce (call: Call) kind (axes: int list) keep x =
    /// One axis at a time, the last first, so that the others keep their numbers.
    let chain name args =
        let x =
            (x, List.rev (List.sort axes).Tail)
            ||> List.fold (fun x axis -> call.Step(name, [ Slot x; Int axis; Flag keep ] @ args))

        call.Final name ([ Slot x; Int (List.sort axes).Head; Flag keep ] @ args)

    match kind with
    | Aggregation.Sum ->
        call.Final ("aten::sum.dim_IntList", "aten::sum.IntList_out") [
            Slot x
            Ints axes
            Flag keep
        ]
    | Aggregation.Mean ->
        call.Final ("aten::mean.dim", "aten::mean.out") [ Slot x; Ints axes; Flag keep ]
    | Aggregation.Max ->
        call.Final ("aten::amax", "aten::amax.out") [ Slot x; Ints axes; Flag keep ]
    | Aggregation.Min ->
        call.Final ("aten::amin", "aten::amin.out") [ Slot x; Ints axes; Flag keep ]
    | Aggregation.LogSumExp -> call.Final "aten::logsumexp" [ Slot x; Ints axes; Flag keep ]
    | Aggregation.Prod -> chain "aten::prod.dim_int" []
    | Aggregation.All -> chain "aten::all.dim" []
    | Aggregation.Any -> chain "aten::any.dim" []

/// Which place of an axis each place of the padded axis shows.
let private mirrored mode n (before, after) = [
    for i in -before .. n + after - 1 ->
        match mode with
        | EdgePad -> max 0 (min (n - 1) i)
        | ReflectPad
        | ConstantPad _ ->
            let period = max 1 (2 * (n - 1))
            let m = ((i % period) + period) % period
            if m < n then m else period - m
]

let private indexVector (call: Call) (places: int list) =
    call.Constant(NDArray.ofFloats DType.Int64 [| places.Length |] [| for p in places -> float p |])

let private recurrence (r: Recurrence) (inputs: int list) operands =
    let operand = inputs[.. operands - 1] |> List.map Slot
    let rest = inputs[operands..]
    let bias = if r.HasBias then Slot rest.Head else Absent
    let mask = if r.HasMask then Slot(List.last rest) else Absent
    operand @ [ bias; mask; Flag r.Reverse ]

/// What differs between the fused recurrent kernels after the flags they share.
let private gates kind (r: Recurrence) =
    match kind with
    | "rnn" -> [ Text r.Activation ]
    | "gru" -> [ Flag r.ResetAfter; Text r.Activation; Text r.RecurrentActivation ]
    | _ -> [ Text r.Activation; Text r.RecurrentActivation ]

let private recurrentBackward (call: Call) kind states (r: Recurrence) (inputs: int list) =
    let gradients = inputs[..states] |> List.map Slot
    let operands = inputs[states + 1 .. inputs.Length - 3]
    let y, saved = inputs[inputs.Length - 2], inputs[inputs.Length - 1]

    let args =
        gradients
        @ recurrence r operands (3 + states)
        @ gates kind r
        @ [ Slot y; Slot saved ]

    let wanted = call.Used @ (if r.HasBias then [] else [ false ])
    call.Steps($"keratin::{kind}_backward", args, wanted)[.. call.Used.Length - 1]

/// The instructions of one node. `x` are its operands' slots with their types; `dims` gives a dimension's
/// size; the answer is the slots of the outputs.
let rec lower
    (builder: Builder)
    (dims: Dim -> int)
    (place: string)
    (op: Op)
    (operands: (int * Slot) list)
    (outputs: Slot list)
    (used: bool list)
    : int list =
    let call = Call(builder, place, outputs, used)
    let x n = fst (List.item n operands)
    let typeOf n = snd (List.item n operands)
    let sizes n = (typeOf n).Sizes
    let inputs = operands |> List.map fst

    let out =
        outputs
        |> List.tryHead
        |> Option.defaultValue { DType = DType.Float32; Sizes = [] }

    match op with
    | Op.Input _
    | Op.Weight _ -> bug place "inputs and weights have their slots beforehand"
    | Op.Constant value -> [ call.Constant value ]
    | Op.Fill(value, dtype, _) ->
        let scalar = call.Scalar dtype value

        if out.Sizes.IsEmpty then
            [ scalar ]
        else
            [ call.Step("aten::expand", [ Slot scalar; Ints out.Sizes ]) ]
    | Op.Iota n -> [ indexVector call [ 0 .. dims n - 1 ] ]
    | Op.Unary u -> unary call u (x 0)
    | Op.Binary b -> binary call b (x 0) (x 1)
    | Op.Compare c -> compare call c (x 0) (x 1)
    | Op.Where ->
        call.Final ("aten::where.self", "aten::where.self_out") [ Slot(x 0); Slot(x 1); Slot(x 2) ]
    | Op.Cast dtype -> call.Final "aten::_to_copy" [ Slot(x 0); Int(int dtype) ]
    | Op.Clip(low, high) ->
        let bound v =
            if System.Double.IsInfinity v then Absent else Float v

        call.Final ("aten::clamp", "aten::clamp.out", 0) [ Slot(x 0); bound low; bound high ]
    | Op.Reduce(kind, axes, keep) -> reduce call kind axes keep (x 0)
    | Op.ArgMax axis ->
        call.Final ("aten::argmax", "aten::argmax.out") [ Slot(x 0); Int axis; Flag false ]
    | Op.ArgMin axis ->
        call.Final ("aten::argmin", "aten::argmin.out") [ Slot(x 0); Int axis; Flag false ]
    | Op.CumSum axis ->
        call.Final ("aten::cumsum", "aten::cumsum.out") [ Slot(x 0); Int axis; Int(int out.DType) ]
    | Op.TopK k -> call.Final "aten::topk" [ Slot(x 0); Int k; Int -1; Flag true; Flag true ]
    | Op.Reshape _ -> [ view call (x 0) out.Sizes ]
    | Op.Transpose axes -> [ permute call (x 0) axes ]
    | Op.BroadcastTo _ -> [ call.Step("aten::expand", [ Slot(x 0); Ints out.Sizes ]) ]
    | Op.Concat axis -> call.Final ("aten::cat", "aten::cat.out") [ Slots inputs; Int axis ]
    | Op.Slice(axis, start, stop, step) -> [
        call.Step(
            "aten::slice.Tensor",
            [ Slot(x 0); Int axis; Int(dims start); Int(dims stop); Int step ]
        )
      ]
    | Op.Reverse axes -> call.Final "aten::flip" [ Slot(x 0); Ints axes ]
    | Op.Pad(pads, ConstantPad value) ->
        let flat = [
            for a, b in List.rev pads do
                a
                b
        ]

        call.Final "aten::constant_pad_nd" [ Slot(x 0); Ints flat; Float value ]
    | Op.Pad(pads, (ReflectPad | EdgePad as mode)) ->
        (x 0, List.indexed pads)
        ||> List.fold (fun x (axis, pair) ->
            if pair = (0, 0) then
                x
            else
                let length = (sizes 0)[axis]
                let places = indexVector call (mirrored mode length pair)
                call.Step("aten::index_select", [ Slot x; Int axis; Slot places ]))
        |> List.singleton
    | Op.Gather axis ->
        let table, indices = sizes 0, sizes 1

        let flat =
            if indices.Length = 1 then
                x 1
            else
                view call (x 1) [ count indices ]

        let args = [ Slot(x 0); Int axis; Slot flat ]

        if indices.Length = 1 then
            call.Final ("aten::index_select", "aten::index_select.out") args
        else
            let rows = {
                DType = out.DType
                Sizes = table[.. axis - 1] @ [ count indices ] @ table[axis + 1 ..]
            }

            let picked = call.Step("aten::index_select", args, "aten::index_select.out", rows)
            [ view call picked out.Sizes ]
    | Op.TakeAlong axis ->
        call.Final ("aten::gather", "aten::gather.out") [
            Slot(x 0)
            Int axis
            Slot(int64 call (x 1) (typeOf 1))
        ]
    | Op.OneHot(depth, dtype) ->
        let column = view call (x 0) (sizes 0 @ [ 1 ])
        let classes = indexVector call [ 0 .. depth - 1 ]
        let hot = call.Step("aten::eq.Tensor", [ Slot column; Slot classes ])

        if dtype = DType.Bool then
            [ hot ]
        else
            call.Final "aten::_to_copy" [ Slot hot; Int(int dtype) ]
    | Op.MatMul -> matmul call (x 0) (sizes 0) (x 1) (sizes 1) out
    | Op.Linear ->
        let rows = sizes 0
        let k, columns = List.last rows, (sizes 1)[1]
        let args x = [ Slot(inputs[2]); Slot x; Slot(inputs[1]) ]

        if rows.Length = 2 then
            call.Final ("aten::addmm", "aten::addmm.out") (args (x 0))
        else
            let n = count rows / max 1 k
            let flat = view call (x 0) [ n; k ]

            let y =
                call.Step(
                    "aten::addmm",
                    args flat,
                    "aten::addmm.out",
                    { out with Sizes = [ n; columns ] }
                )

            [ view call y out.Sizes ]
    | Op.Einsum equation -> call.Final "aten::einsum" [ Text equation; Slots inputs ]
    | Op.Conv w ->
        let c = convolution call w (x 0) (sizes 0) (x 1) (sizes 1)
        let bias = if w.HasBias then Slot(x 2) else Absent
        let y = call.Step("aten::convolution", [ Slot c.X; Slot c.Kernel; bias ] @ c.Rest)
        [ unrow call (permute call y (last c.XSizes.Length)) out.Sizes ]
    | Op.ConvTranspose w -> transposed call w inputs operands out
    | Op.MaxPool w ->
        let p = pooling call w (x 0) (sizes 0) System.Double.NegativeInfinity

        let y =
            call.Steps(
                $"aten::max_pool{dimension p.PSizes.Length}_with_indices",
                [
                    Slot p.PX
                    Ints p.Size
                    Ints p.Strides
                    Ints p.Symmetric
                    Ints p.Dilation
                    Flag false
                ],
                [ true; used[1] ]
            )

        // the places stay in LibTorch's own order: only the gradient reads them
        [ unrow call (permute call y[0] (last p.PSizes.Length)) out.Sizes; y[1] ]
    | Op.AveragePool w ->
        let p = pooling call w (x 0) (sizes 0) 0.0
        let inside = not (isPadded p.PPads)

        let y =
            call.Step(
                $"aten::avg_pool{dimension p.PSizes.Length}",
                [
                    Slot p.PX
                    Ints p.Size
                    Ints p.Strides
                    Ints p.Symmetric
                    Flag false
                    Flag(not inside)
                    Absent
                ]
            )

        let y =
            if inside then
                y
            else
                call.Step("aten::div.Tensor", [ Slot y; Slot(coverage call out.DType p) ])

        [ unrow call (permute call y (last p.PSizes.Length)) out.Sizes ]
    | Op.Softmax axis ->
        call.Final ("aten::_softmax", "aten::_softmax.out") [ Slot(x 0); Int axis; Flag false ]
    | Op.LogSoftmax axis ->
        call.Final ("aten::_log_softmax", "aten::_log_softmax.out") [
            Slot(x 0)
            Int axis
            Flag false
        ]
    | Op.LayerNorm(axes, epsilon) ->
        let shape = sizes 0

        call.Final "aten::native_layer_norm" [
            Slot(x 0)
            Ints shape[shape.Length - axes ..]
            Slot(x 1)
            Slot(x 2)
            Float epsilon
        ]
    | Op.BatchNorm epsilon ->
        let rank = (sizes 0).Length
        let planes = permute call (x 0) (first rank)

        let y =
            call.Steps(
                "aten::native_batch_norm",
                [
                    Slot planes
                    Slot(x 1)
                    Slot(x 2)
                    Absent
                    Absent
                    Flag true
                    Float 0.0
                    Float epsilon
                ],
                [ true; true; true ]
            )

        [ permute call y[0] (last rank); y[1]; y[2] ]
    | Op.BatchNormInference epsilon ->
        let rank = (sizes 0).Length
        let planes = permute call (x 0) (first rank)

        let y =
            call.Steps(
                "aten::native_batch_norm",
                [
                    Slot planes
                    Slot(x 1)
                    Slot(x 2)
                    Slot(x 3)
                    Slot(x 4)
                    Flag false
                    Float 0.0
                    Float epsilon
                ],
                [ true; false; false ]
            )

        [ permute call y[0] (last rank) ]
    | Op.Rnn r ->
        call.Steps("keratin::rnn", recurrence r inputs 4 @ gates "rnn" r, [ true; true; true ])
    | Op.Gru r ->
        call.Steps("keratin::gru", recurrence r inputs 4 @ gates "gru" r, [ true; true; true ])
    | Op.Lstm r ->
        call.Steps(
            "keratin::lstm",
            recurrence r inputs 5 @ gates "lstm" r,
            [ true; true; true; true ]
        )
    | Op.Resize(_, mode) ->
        let planes, wide = resizable call (x 0) (sizes 0)
        let target = (spatialSizes out.Sizes)

        let args =
            match mode with
            | NearestResample -> [ Slot planes; Ints target ]
            | BilinearResample
            | BicubicResample -> [ Slot planes; Ints target; Flag false ]

        let y = call.Step($"aten::upsample_{resampling mode wide}", args)
        [ unrow call (permute call y (last wide)) out.Sizes ]
    | Op.Dropout rate ->
        call.Final ("keratin::dropout", "keratin::dropout.out") [ Slot(x 0); Slot(x 1); Float rate ]
    | Op.RandomUniform(_, low, high) ->
        call.Final "keratin::random_uniform" [ Slot(x 0); Ints out.Sizes; Float low; Float high ]
    | Op.RandomNormal(_, mean, stddev, truncated) ->
        let name =
            if truncated then
                "random_truncated_normal"
            else
                "random_normal"

        call.Final $"keratin::{name}" [ Slot(x 0); Ints out.Sizes; Float mean; Float stddev ]
    | Op.Phase _ -> bug place "the phase is chosen before lowering"
    | Op.Backward b -> backward builder dims place call b operands outputs

and private int64 (call: Call) x (t: Slot) =
    if t.DType = DType.Int64 then
        x
    else
        call.Step("aten::_to_copy", [ Slot x; Int(int DType.Int64) ])

and private spatialSizes (sizes: int list) =
    match sizes[1 .. sizes.Length - 2] with
    | [ one ] -> [ 1; one ]
    | several -> several

and private resizable (call: Call) x (sizes: int list) =
    let x, wide = spatial call x sizes
    permute call x (first wide.Length), wide.Length

and private matmul (call: Call) a (aSizes: int list) b (bSizes: int list) (out: Slot) =
    let columns = List.last bSizes
    let k = List.last aSizes

    if bSizes.Length = 2 then
        if aSizes.Length = 2 then
            call.Final ("aten::mm", "aten::mm.out") [ Slot a; Slot b ]
        else
            let n = count aSizes[.. aSizes.Length - 2]
            let flat = view call a [ n; k ]

            let y =
                call.Step(
                    "aten::mm",
                    [ Slot flat; Slot b ],
                    "aten::mm.out",
                    { out with Sizes = [ n; columns ] }
                )

            [ view call y out.Sizes ]
    else
        let batch = out.Sizes[.. out.Sizes.Length - 3]
        let rows = out.Sizes[out.Sizes.Length - 2]

        let stack x (sizes: int list) r c =
            let x =
                if sizes[.. sizes.Length - 3] = batch then
                    x
                else
                    call.Step("aten::expand", [ Slot x; Ints(batch @ [ r; c ]) ])

            if batch.Length = 1 then
                x
            else
                view call x [ count batch; r; c ]

        let a, b = stack a aSizes rows k, stack b bSizes k columns

        if batch.Length = 1 then
            call.Final ("aten::bmm", "aten::bmm.out") [ Slot a; Slot b ]
        else
            let y =
                call.Step(
                    "aten::bmm",
                    [ Slot a; Slot b ],
                    "aten::bmm.out",
                    {
                        out with
                            Sizes = [ count batch; rows; columns ]
                    }
                )

            [ view call y out.Sizes ]

/// The full transposed convolution, then cropped or extended on each side.
and private transposed
    (call: Call)
    (w: ConvTransposeWindow)
    (inputs: int list)
    operands
    (out: Slot)
    =
    let sizes n = (snd (List.item n operands)).Sizes
    let c = transposedOperands call w inputs[0] (sizes 0) inputs[1] (sizes 1)
    let bias = if w.HasBias then Slot inputs[2] else Absent

    let y =
        if c.Pads |> List.forall ((=) (0, 0)) then
            call.Step("aten::convolution", [ Slot c.X; Slot c.Kernel; bias ] @ c.Rest)
        else
            // what LibTorch cannot cut or add itself; the bias comes after, over all cells
            let y = call.Step("aten::convolution", [ Slot c.X; Slot c.Kernel; Absent ] @ c.Rest)

            let flat = [
                for before, after in List.rev c.Pads do
                    -before
                    -after
            ]

            let y = call.Step("aten::constant_pad_nd", [ Slot y; Ints flat; Float 0.0 ])

            match bias with
            | Slot b ->
                let shaped = view call b ([ -1 ] @ List.replicate c.Pads.Length 1)
                call.Step("aten::add.Tensor", [ Slot y; Slot shaped ])
            | _ -> y

    [ unrow call (permute call y (last c.XSizes.Length)) out.Sizes ]

/// LibTorch cuts the same on both sides: what is over on either is in Pads, negative where cells are added.
and private transposedOperands (call: Call) w x xSizes kernel kSizes : Convolution =
    let x, wide = spatial call x xSizes

    let kernel, kSizes =
        if kSizes.Length = 3 then
            view call kernel (1 :: kSizes), 1 :: kSizes
        else
            kernel, kSizes

    let crop = row (0, 0) w.Crop
    let strides, dilation = row 1 w.Strides, row 1 w.Dilation
    let padding = crop |> List.map (fun (before, after) -> max 0 (min before after))

    // (…, out, in) to (in, out, …)
    let rank = kSizes.Length
    let axes = [ rank - 1; rank - 2 ] @ [ 0 .. rank - 3 ]

    {
        X = permute call x (first wide.Length)
        XSizes = wide
        Kernel = permute call kernel axes
        Rest = [
            Ints strides
            Ints padding
            Ints dilation
            Flag true
            Ints(List.replicate strides.Length 0)
            Int 1
        ]
        Pads = List.map2 (fun (before, after) p -> before - p, after - p) crop padding
    }

and private backward builder dims place (call: Call) (b: Backward) operands outputs =
    let x n = fst (List.item n operands)
    let typeOf n = snd (List.item n operands)
    let sizes n = (typeOf n).Sizes
    let inputs = operands |> List.map fst
    let used = call.Used

    /// The gradients a kernel answers only where somebody reads them.
    let mask = Flags(List.truncate 3 (used @ [ false; false; false ]))
    let three = List.truncate 3 (used @ [ false; false; false ])

    match b with
    | Backward.Relu ->
        call.Final ("aten::threshold_backward", "aten::threshold_backward.grad_input", 0) [
            Slot(x 0)
            Slot(x 1)
            Int 0
        ]
    | Backward.Sigmoid ->
        call.Final ("aten::sigmoid_backward", "aten::sigmoid_backward.grad_input", 0) [
            Slot(x 0)
            Slot(x 1)
        ]
    | Backward.Tanh ->
        call.Final ("aten::tanh_backward", "aten::tanh_backward.grad_input", 0) [
            Slot(x 0)
            Slot(x 1)
        ]
    | Backward.Gelu approximate ->
        call.Final ("aten::gelu_backward", "aten::gelu_backward.grad_input", 0) [
            Slot(x 0)
            Slot(x 1)
            Text(if approximate then "tanh" else "none")
        ]
    | Backward.Silu ->
        call.Final ("aten::silu_backward", "aten::silu_backward.grad_input", 0) [
            Slot(x 0)
            Slot(x 1)
        ]
    | Backward.Softmax axis ->
        call.Final ("aten::_softmax_backward_data", "aten::_softmax_backward_data.out") [
            Slot(x 0)
            Slot(x 1)
            Int axis
            Int(int (typeOf 0).DType)
        ]
    | Backward.LogSoftmax axis ->
        call.Final ("aten::_log_softmax_backward_data", "aten::_log_softmax_backward_data.out") [
            Slot(x 0)
            Slot(x 1)
            Int axis
            Int(int (typeOf 0).DType)
        ]
    | Backward.Conv w ->
        let c = convolution call w (x 1) (sizes 1) (x 2) (sizes 2)
        let g, wide = spatial call (x 0) (sizes 0)
        let g = permute call g (first wide.Length)
        let bias = if w.HasBias then Ints [ List.last (sizes 2) ] else Absent

        let r =
            call.Steps(
                "aten::convolution_backward",
                [ Slot g; Slot c.X; Slot c.Kernel; bias ] @ c.Rest @ [ mask ],
                three
            )

        convolutionGradients call c r (sizes 1) (sizes 2)
    | Backward.ConvTranspose w ->
        let c = transposedOperands call w (x 1) (sizes 1) (x 2) (sizes 2)
        let g, wide = spatial call (x 0) (sizes 0)
        let g = permute call g (first wide.Length)
        let uneven = c.Pads |> List.exists ((<>) (0, 0))

        let flat = [
            for before, after in List.rev c.Pads do
                before
                after
        ]

        let full =
            if uneven then
                call.Step("aten::constant_pad_nd", [ Slot g; Ints flat; Float 0.0 ])
            else
                g

        let bias =
            if w.HasBias then
                Ints [ (sizes 2)[(sizes 2).Length - 2] ]
            else
                Absent

        let needBias = three[2] && uneven
        let three = if uneven then [ three[0]; three[1]; false ] else three

        let r =
            call.Steps(
                "aten::convolution_backward",
                [ Slot full; Slot c.X; Slot c.Kernel; bias ] @ c.Rest @ [ Flags three ],
                three
            )

        let r =
            if needBias then
                let axes = [ 0 .. wide.Length - 1 ] |> List.filter ((<>) 1)

                [
                    r[0]
                    r[1]
                    call.Step("aten::sum.dim_IntList", [ Slot g; Ints axes; Flag false ])
                ]
            else
                r

        convolutionGradients
            call
            {
                c with
                    Pads = c.Pads |> List.map (fun _ -> 0, 0)
            }
            r
            (sizes 1)
            (sizes 2)
    | Backward.MaxPool w ->
        let p = pooling call w (x 1) (sizes 1) System.Double.NegativeInfinity
        let g, wide = spatial call (x 0) (sizes 0)
        let g = permute call g (first wide.Length)

        let y =
            call.Step(
                $"aten::max_pool{dimension wide.Length}_with_indices_backward",
                [
                    Slot g
                    Slot p.PX
                    Ints p.Size
                    Ints p.Strides
                    Ints p.Symmetric
                    Ints p.Dilation
                    Flag false
                    Slot(x 2)
                ]
            )

        let y = permute call y (last wide.Length)
        [ unrow call (crop call y p.PPads p.PSizes 1) (sizes 1) ]
    | Backward.AveragePool w ->
        let p = pooling call w (x 1) (sizes 1) 0.0
        let g, wide = spatial call (x 0) (sizes 0)
        let g = permute call g (first wide.Length)
        let inside = not (isPadded p.PPads)

        let g =
            if inside then
                g
            else
                call.Step("aten::div.Tensor", [ Slot g; Slot(coverage call (typeOf 0).DType p) ])

        let y =
            call.Step(
                $"aten::avg_pool{dimension wide.Length}_backward",
                [
                    Slot g
                    Slot p.PX
                    Ints p.Size
                    Ints p.Strides
                    Ints p.Symmetric
                    Flag false
                    Flag(not inside)
                    Absent
                ]
            )

        let y = permute call y (last wide.Length)
        [ unrow call (crop call y p.PPads p.PSizes 1) (sizes 1) ]
    | Backward.LayerNorm axes ->
        let shape = sizes 1

        call.Steps(
            "aten::native_layer_norm_backward",
            [
                Slot(x 0)
                Slot(x 1)
                Ints shape[shape.Length - axes ..]
                Slot(x 2)
                Slot(x 3)
                Slot(x 4)
                Slot(x 5)
                mask
            ],
            three
        )
    | Backward.BatchNorm epsilon ->
        let rank = (sizes 1).Length
        let planes n = permute call (x n) (first rank)

        let r =
            call.Steps(
                "aten::native_batch_norm_backward",
                [
                    Slot(planes 0)
                    Slot(planes 1)
                    Slot(x 4)
                    Absent
                    Absent
                    Slot(x 2)
                    Slot(x 3)
                    Flag true
                    Float epsilon
                    mask
                ],
                three
            )

        [ (if r[0] >= 0 then permute call r[0] (last rank) else -1); r[1]; r[2] ]
    | Backward.Rnn r -> recurrentBackward call "rnn" 1 r inputs
    | Backward.Gru r -> recurrentBackward call "gru" 1 r inputs
    | Backward.Lstm r -> recurrentBackward call "lstm" 2 r inputs
    | Backward.Dropout rate ->
        call.Final ("keratin::dropout_backward", "keratin::dropout_backward.out", 0) [
            Slot(x 0)
            Slot(x 1)
            Float rate
        ]
    | Backward.Gather(rows, axis) ->
        let total = dims rows

        if axis = 0 then
            let indices = int64 call (x 0) (typeOf 0)
            let row = (sizes 1)[(sizes 0).Length ..]
            let flatGradient = view call (x 1) [ count (sizes 0); count row ]
            let flatIndices = view call indices [ count (sizes 0) ]

            let y =
                call.Step(
                    "aten::embedding_dense_backward",
                    [ Slot flatGradient; Slot flatIndices; Int total; Int -1; Flag false ]
                )

            [ view call y (total :: row) ]
        else
            let g = sizes 1
            let n = count (sizes 0)
            let shape = g[.. axis - 1] @ [ total ] @ g[axis + (sizes 0).Length ..]
            let flat = g[.. axis - 1] @ [ n ] @ g[axis + (sizes 0).Length ..]
            let zero = call.Scalar (typeOf 1).DType 0.0
            let zeros = call.Step("aten::expand", [ Slot zero; Ints shape ])
            let indices = view call (x 0) [ n ]

            [
                call.Step(
                    "aten::index_add",
                    [ Slot zeros; Int axis; Slot indices; Slot(view call (x 1) flat) ]
                )
            ]
    | Backward.TakeAlong axis ->
        let zero = call.Scalar (typeOf 0).DType 0.0
        let zeros = call.Step("aten::expand", [ Slot zero; Ints(sizes 1) ])
        let index = int64 call (x 2) (typeOf 2)

        call.Final ("aten::scatter_add", "aten::scatter_add.out") [
            Slot zeros
            Int axis
            Slot index
            Slot(x 0)
        ]
    | Backward.Resize(_, mode) ->
        let g, wide = resizable call (x 0) (sizes 0)
        let whole = sizes 1
        let input = [ whole.Head; List.last whole ] @ spatialSizes whole

        let args =
            match mode with
            | NearestResample -> [ Slot g; Ints(spatialSizes (sizes 0)); Ints input ]
            | BilinearResample
            | BicubicResample -> [ Slot g; Ints(spatialSizes (sizes 0)); Ints input; Flag false ]

        let y = call.Step($"aten::upsample_{resampling mode wide}_backward", args)
        [ unrow call (permute call y (last wide)) whole ]
    | Backward.Autograd(Op.Pad(pads, (ReflectPad | EdgePad as mode)), 1) ->
        // what a border repeats counts where it was taken from
        (x 1, List.indexed pads)
        ||> List.fold (fun g (axis, pair) ->
            if pair = (0, 0) then
                g
            else
                let zero = call.Scalar (typeOf 1).DType 0.0

                // axes before this one have their own sizes by now
                let shape =
                    List.map2 (fun own padded -> own, padded) (sizes 0) (sizes 1)
                    |> List.mapi (fun i (own, padded) -> if i <= axis then own else padded)

                let zeros = call.Step("aten::expand", [ Slot zero; Ints shape ])
                let length = (sizes 0)[axis]
                let places = indexVector call (mirrored mode length pair)
                call.Step("aten::index_add", [ Slot zeros; Int axis; Slot places; Slot g ]))
        |> List.singleton
    | Backward.Autograd(op, gradients) ->
        let own = operands[.. operands.Length - gradients - 1]
        let given = inputs[operands.Length - gradients ..]
        derivative builder dims place call op own given outputs

/// Gradients of (channels-first) convolution operands, back in the user's layout.
and private convolutionGradients (call: Call) (c: Convolution) (r: int list) xSizes kSizes =
    let input =
        if r[0] < 0 then
            -1
        else
            let g = permute call r[0] (last c.XSizes.Length)

            let pads =
                if isSymmetric c.Pads then
                    c.Pads |> List.map (fun _ -> 0, 0)
                else
                    c.Pads

            unrow call (crop call g pads c.XSizes 1) xSizes

    let kernel =
        if r[1] < 0 then
            -1
        else
            let rank = c.XSizes.Length
            let g = permute call r[1] (kernelLast rank)
            if kSizes.Length = 3 then view call g kSizes else g

    [ input; kernel ] @ r[2..]

/// The derivative, by LibTorch's autograd, of an operation that is lowered to one call.
and private derivative builder dims place (call: Call) op operands gradients outputs =
    // lower the operation aside, and take its one call
    let aside = Builder()

    for _ in 1 .. builder.Count do
        aside.New() |> ignore

    let types = operands |> List.map snd
    let resultTypes = List.replicate gradients.Length types.Head

    lower aside dims place op operands resultTypes (gradients |> List.map (fun _ -> true))
    |> ignore

    match List.ofSeq aside.Instructions with
    | [ one ] when aside.Constants.Count = 0 ->
        let results = call.Derivative(one.Op, one.Args, gradients)

        let tensors =
            one.Args
            |> List.collect (fun arg ->
                match arg with
                | Slot s -> [ s ]
                | Slots s -> s
                | _ -> [])

        operands
        |> List.map (fun (slot, _) -> results[List.findIndex ((=) slot) tensors])
    | _ ->
        ignore outputs

        refuse
            place
            "an operation that has a second derivative"
            $"the derivative of the gradient of %A{op}"
            "take the gradient penalty through other layers, or write the step without it"
