/// The element type and shape of every operation's outputs, in one table.
module internal Keratin.Infer

open Keratin

let private show (types: TensorType list) =
    types |> List.map string |> String.concat " and "

let private rankAtLeast where n (x: TensorType) =
    if x.Rank < n then
        refuse where $"at least {n} axes" $"{x.Rank}: {x}" "reshape the input"

let private sameSize a b =
    match a, b with
    | Size m, Size n -> m = n
    | _ -> true

/// The types of what matrices are taken apart into.
let private matrixParts (f: MatrixFunction) (inputs: TensorType list) : TensorType list =
    let where = "linear algebra"
    let x = inputs.Head
    rankAtLeast where 2 x

    if not (DType.isFloat x.DType) then
        refuse where "a matrix of floats" $"{x}" "Ops.Cast(x, \"float32\")"

    let lead = x.Dims[.. x.Rank - 3]
    let rows, columns = x.Dims[x.Rank - 2], x.Dims[x.Rank - 1]
    let typed dims = { x with Dims = lead @ dims }

    let needSquare () =
        if not (sameSize rows columns) then
            refuse where "a square matrix" $"{x}" "as many rows as columns"

    let shorter () =
        match rows, columns with
        | Size m, Size n -> size (min m n)
        | _ -> refuse where "a matrix of known size" $"{x}" "give the input a shape of numbers"

    match f with
    | MatrixFunction.Determinant ->
        needSquare ()
        [ typed [] ]
    | MatrixFunction.Inverse
    | MatrixFunction.Cholesky ->
        needSquare ()
        [ x ]
    | MatrixFunction.Solve ->
        needSquare ()
        let b = inputs[1]

        if b.Rank <> x.Rank || not (sameSize b.Dims[b.Rank - 2] rows) then
            refuse
                where
                $"a right side of as many rows as {x}"
                $"{b}"
                "Ops.ExpandDims(b, -1) for a vector"

        [ typed b.Dims[b.Rank - 2 ..] ]
    | MatrixFunction.Qr complete ->
        let inner = if complete then rows else shorter ()
        [ typed [ rows; inner ]; typed [ inner; columns ] ]
    | MatrixFunction.Eigh ->
        needSquare ()
        [ typed [ rows ]; x ]
    | MatrixFunction.Svd full ->
        let k = shorter ()

        [
            typed [ rows; (if full then rows else k) ]
            typed [ k ]
            typed [ (if full then columns else k); columns ]
        ]

/// Whether two shapes may be the same once every size is known.
let sameShape (a: Dim list) (b: Dim list) =
    a.Length = b.Length && List.forall2 sameSize a b

/// The shape two shapes broadcast to.
let broadcast where (a: Dim list) (b: Dim list) : Dim list =
    let rank = max a.Length b.Length

    let pad (dims: Dim list) =
        List.replicate (rank - dims.Length) (size 1) @ dims

    (pad a, pad b)
    ||> List.map2 (fun p q ->
        match p, q with
        | Size 1, other
        | other, Size 1 -> other
        | Size m, Size n when m <> n ->
            refuse
                where
                "shapes that broadcast: from the last axis backwards, equal sizes or 1"
                $"{showDims a} and {showDims b}"
                "reshape one of them"
        | Size _, _ -> p
        | Symbolic, Size _ -> q
        | Symbolic, Symbolic -> p)

/// The number of steps a window makes.
let steps (pads: Pads) axis (n: Dim) kernel stride dilation : Dim =
    match pads with
    | SamePads -> (n + (stride - 1)) / stride
    | Explicit pads ->
        let before, after = pads[axis]
        (n + (before + after - dilation * (kernel - 1) - 1)) / stride + 1

/// The cells SamePads adds before and after an axis of a known size.
let samePads n kernel stride dilation =
    let reach = dilation * (kernel - 1) + 1
    let total = max 0 (((n + stride - 1) / stride - 1) * stride + reach - n)
    total / 2, total - total / 2

let private positive where (dims: Dim list) (got: Dim list) =
    for dim in dims do
        match dim with
        | Size n when n <= 0 ->
            refuse
                where
                "an input at least as large as the window"
                $"an input of shape {showDims got}"
                "use padding \"same\", a smaller window or a larger input"
        | _ -> ()

    dims

let private windowed where (x: TensorType) (kernel: int list) (w: Window) (channels: Dim) =
    let spatial = x.Dims[1 .. x.Rank - 2]

    if spatial.Length <> kernel.Length then
        refuse
            where
            $"{kernel.Length + 2} axes: batch, {kernel.Length} spatial, channels"
            $"{x.Rank}: {showDims x.Dims}"
            "reshape the input, or use the layer of another rank"

    let out =
        spatial
        |> List.mapi (fun i n -> steps w.Pads i n kernel[i] w.Strides[i] w.Dilation[i])

    [ x.Dims.Head ] @ positive where out x.Dims @ [ channels ]

let private reduced axes keepDims (dims: Dim list) =
    dims
    |> List.indexed
    |> List.choose (fun (i, dim) ->
        if not (List.contains i axes) then Some dim
        elif keepDims then Some(size 1)
        else None)

/// The element type a calculation with floats is done in.
let private floating (x: TensorType) =
    if DType.isFloat x.DType then x.DType else DType.Float32

let private withDims dims (x: TensorType) = { x with Dims = dims }
let private vector dims dtype : TensorType = { DType = dtype; Dims = dims }

let private einsum (equation: string) (inputs: TensorType list) =
    let left, right =
        match equation.Split "->" with
        | [| left; right |] -> left.Split(','), right
        | _ -> refuse "einsum" "an equation such as \"ab,bc->ac\"" equation "name the output's axes"

    if left.Length <> inputs.Length then
        refuse "einsum" $"{left.Length} operands" $"{inputs.Length}" "one operand for each term"

    let sizes =
        (Map.empty, Array.zip left (Array.ofList inputs))
        ||> Array.fold (fun sizes (term, x) ->
            if term.Length <> x.Rank then
                refuse "einsum" $"\"{term}\": {term.Length} axes" (string x) "one letter an axis"

            (sizes, Seq.zip term x.Dims)
            ||> Seq.fold (fun sizes (letter, dim) ->
                match Map.tryFind letter sizes with
                | Some(known: Dim) when not (sameSize known dim) ->
                    refuse
                        "einsum"
                        $"one size for the letter {letter}"
                        $"{known} and {dim} in {show inputs}"
                        "check the equation"
                | Some(Size _) -> sizes
                | _ -> Map.add letter dim sizes))

    [ for letter in right -> sizes[letter] ]

/// Texts reach nothing but layers that make numbers of them.
let private refuseTexts (op: Op) (inputs: TensorType list) =
    match op with
    | Op.Host _
    | Op.Unary Unary.Identity -> ()
    | _ ->
        if inputs |> List.exists (fun t -> t.DType = DType.String) then
            refuse
                "texts"
                "numbers"
                (show inputs)
                "put a layer before it that makes numbers of texts: StringLookup, TextVectorization, Hashing"

/// The types of an operation's outputs, from those of its operands.
let infer (op: Op) (inputs: TensorType list) : TensorType list =
    refuseTexts op inputs
    let operand n = List.item n inputs

    /// The state and output types of a recurrent operation.
    let recurrent name states =
        let x = operand 0
        let kernel, cell = operand (1 + states), operand (2 + states)

        match x.Dims, kernel.Dims, cell.Dims with
        | [ batch; time; features ], [ wanted; _ ], [ units; _ ] ->
            if not (sameSize features wanted) then
                refuse name $"{wanted} features" (string x) "check the input's last axis"

            let state = vector [ batch; units ] x.DType
            // what the kernel keeps for its gradient is its own affair: only that it is there is known
            let saved = vector [ unknown "saved" ] x.DType

            [ vector [ batch; time; units ] x.DType ]
            @ List.replicate states state
            @ [ saved ]
        | _ -> refuse name "3 axes: batch, time, features" (string x) "reshape the input"

    match op with
    | Op.Input _ -> bug "infer" "the type of an input is given"
    | Op.Weight w -> [ vector (w.Dims |> List.map size) w.DType ]
    | Op.Constant a -> [ vector (List.ofArray a.Shape |> List.map size) a.DType ]
    | Op.Fill(_, dtype, dims) -> [ vector dims dtype ]
    | Op.Iota n -> [ vector [ n ] DType.Int64 ]
    | Op.Host f -> f.Gives inputs
    | Op.Unary u ->
        let x = operand 0

        match u with
        | Unary.Identity
        | Unary.StopGradient
        | Unary.Abs
        | Unary.Negative
        | Unary.Square
        | Unary.Sign
        | Unary.Relu -> [ x ]
        | Unary.Not
        | Unary.IsNaN
        | Unary.IsInf -> [ { x with DType = DType.Bool } ]
        | Unary.Floor
        | Unary.Ceil
        | Unary.Round
        | Unary.Exp
        | Unary.Expm1
        | Unary.Log
        | Unary.Log1p
        | Unary.Sqrt
        | Unary.Rsqrt
        | Unary.Reciprocal
        | Unary.Sin
        | Unary.Cos
        | Unary.Tan
        | Unary.Arcsin
        | Unary.Arccos
        | Unary.Arctan
        | Unary.Sinh
        | Unary.Cosh
        | Unary.Arcsinh
        | Unary.Arccosh
        | Unary.Arctanh
        | Unary.Tanh
        | Unary.Erf
        | Unary.Sigmoid
        | Unary.Softplus
        | Unary.Silu
        | Unary.Mish
        | Unary.Selu
        | Unary.HardSigmoid
        | Unary.HardSilu
        | Unary.Gelu _
        | Unary.Elu _
        | Unary.LeakyRelu _ -> [ { x with DType = floating x } ]
    | Op.Binary b ->
        let a, c = operand 0, operand 1
        let dims = broadcast $"{b}" a.Dims c.Dims
        let dtype = DType.promote a.DType c.DType

        match b with
        | Binary.Divide
        | Binary.Arctan2 -> [ vector dims (floating (vector dims dtype)) ]
        | Binary.Add
        | Binary.Subtract
        | Binary.Multiply
        | Binary.FloorDivide
        | Binary.Modulo
        | Binary.Power
        | Binary.Maximum
        | Binary.Minimum -> [ vector dims dtype ]
    | Op.Compare c -> [ vector (broadcast $"{c}" (operand 0).Dims (operand 1).Dims) DType.Bool ]
    | Op.Where ->
        let dims = broadcast "where" (operand 1).Dims (operand 2).Dims

        [
            vector
                (broadcast "where" (operand 0).Dims dims)
                (DType.promote (operand 1).DType (operand 2).DType)
        ]
    | Op.Cast dtype -> [ { operand 0 with DType = dtype } ]
    | Op.Clip _ -> [ operand 0 ]
    | Op.Reduce(kind, axes, keep) ->
        let x = operand 0
        let dims = reduced axes keep x.Dims

        let dtype =
            match kind with
            | Aggregation.All
            | Aggregation.Any -> DType.Bool
            | Aggregation.Mean
            | Aggregation.LogSumExp -> floating x
            | Aggregation.Sum
            | Aggregation.Prod when x.DType = DType.Bool -> DType.Int64
            | Aggregation.Sum
            | Aggregation.Prod
            | Aggregation.Max
            | Aggregation.Min -> x.DType

        [ vector dims dtype ]
    | Op.ArgMax axis
    | Op.ArgMin axis -> [ vector (reduced [ axis ] false (operand 0).Dims) DType.Int64 ]
    | Op.CumSum _ -> [ operand 0 ]
    | Op.TopK k ->
        let x = operand 0
        rankAtLeast "top_k" 1 x

        match List.last x.Dims with
        | Size n when k < 1 || k > n ->
            refuse "top_k" $"k from 1 to {n}, the size of the last axis" $"k = {k}" $"k: {n}"
        | _ -> ()

        let dims = x.Dims[.. x.Rank - 2] @ [ size k ]
        [ vector dims x.DType; vector dims DType.Int64 ]
    | Op.Argsort ->
        rankAtLeast "argsort" 1 (operand 0)
        [ vector (operand 0).Dims DType.Int64 ]
    | Op.ScatterRows _ ->
        let table, indices, rows = operand 0, operand 1, operand 2
        rankAtLeast "scatter_update" 1 table

        if indices.Rank <> 2 || indices.Dims[1] <> size 1 || DType.isFloat indices.DType then
            refuse "scatter_update" "whole numbers (n, 1)" $"{indices}" "one number for each row"

        if rows.Dims <> indices.Dims.Head :: table.Dims.Tail || rows.DType <> table.DType then
            refuse
                "scatter_update"
                $"updates of shape {showDims (indices.Dims.Head :: table.Dims.Tail)}, {DType.name table.DType}"
                $"{rows}"
                "give an update of a row's shape for each number"

        [ table ]
    | Op.Reshape dims ->
        let x = operand 0

        match product x.Dims, product dims with
        | Size m, Size n when m <> n ->
            refuse
                "reshape"
                $"a shape of {m} elements, as {showDims x.Dims} has"
                $"{showDims dims}: {n}"
                "use -1 for the axis that follows from the others"
        | _ -> ()

        [ withDims dims x ]
    | Op.Transpose axes ->
        let x = operand 0

        if List.sort axes <> [ 0 .. x.Rank - 1 ] then
            refuse "transpose" $"each of {x.Rank} axes once" $"%A{axes}" "name every axis once"

        [ x |> withDims (axes |> List.map (fun axis -> x.Dims[axis])) ]
    | Op.BroadcastTo dims ->
        let x = operand 0
        broadcast "broadcast_to" x.Dims dims |> ignore
        [ withDims dims x ]
    | Op.Concat axis ->
        let first = operand 0

        for other in inputs.Tail do
            let agrees =
                other.Rank = first.Rank
                && (first.Dims, other.Dims)
                   ||> List.zip
                   |> List.indexed
                   |> List.forall (fun (i, (a, b)) -> i = axis || sameSize a b)

            if not agrees then
                refuse
                    "concatenate"
                    $"shapes that differ on axis {axis} alone"
                    (show inputs)
                    "choose another axis, or reshape"

        let total =
            inputs |> List.map (fun x -> x.Dims[axis]) |> List.reduce (fun a b -> a + b)

        let dtype = inputs |> List.map _.DType |> List.reduce DType.promote

        [
            vector (first.Dims |> List.mapi (fun i d -> if i = axis then total else d)) dtype
        ]
    | Op.Slice(axis, start, stop, step) ->
        let x = operand 0
        let length = (stop - start + (step - 1)) / step

        match length, x.Dims[axis], stop with
        | Size n, _, _ when n < 0 ->
            refuse "slice" "start before stop" $"{start} to {stop}" "swap them"
        | _, Size n, Size stop when stop > n ->
            refuse "slice" $"an end within {n}" $"{stop}" $"stop at {n}"
        | _ -> ()

        [
            x |> withDims (x.Dims |> List.mapi (fun i d -> if i = axis then length else d))
        ]
    | Op.Reverse _ -> [ operand 0 ]
    | Op.Pad(pads, _) ->
        let x = operand 0
        [ x |> withDims ((x.Dims, pads) ||> List.map2 (fun d (a, b) -> d + (a + b))) ]
    | Op.Gather axis ->
        let table, indices = operand 0, operand 1

        [
            table
            |> withDims (table.Dims[.. axis - 1] @ indices.Dims @ table.Dims[axis + 1 ..])
        ]
    | Op.TakeAlong axis ->
        let x, indices = operand 0, operand 1

        if x.Rank <> indices.Rank then
            refuse "take_along_axis" $"indices of {x.Rank} axes" (string indices) "add an axis"

        [
            x
            |> withDims (x.Dims |> List.mapi (fun i d -> if i = axis then indices.Dims[i] else d))
        ]
    | Op.OneHot(depth, dtype) -> [ vector ((operand 0).Dims @ [ size depth ]) dtype ]
    | Op.MatMul ->
        let a, b = operand 0, operand 1
        rankAtLeast "matmul" 2 a
        rankAtLeast "matmul" 2 b
        let inner, outer = a.Dims[a.Rank - 1], b.Dims[b.Rank - 2]

        if not (sameSize inner outer) then
            refuse
                "matmul"
                "the last axis of the first as long as the last but one of the second"
                $"{a} and {b}"
                "transpose one of them"

        let batch = broadcast "matmul" a.Dims[.. a.Rank - 3] b.Dims[.. b.Rank - 3]

        [
            vector
                (batch @ [ a.Dims[a.Rank - 2]; b.Dims[b.Rank - 1] ])
                (DType.promote a.DType b.DType)
        ]
    | Op.Linear ->
        let x, kernel = operand 0, operand 1

        if not (sameSize (List.last x.Dims) kernel.Dims[0]) then
            refuse "linear" $"{kernel.Dims[0]} columns" (string x) "check the input's last axis"

        [ vector (x.Dims[.. x.Rank - 2] @ [ kernel.Dims[1] ]) x.DType ]
    | Op.Einsum equation -> [
        vector (einsum equation inputs) (inputs |> List.map _.DType |> List.reduce DType.promote)
      ]
    | Op.Matrix f -> matrixParts f inputs
    | Op.Conv w ->
        let x, kernel = operand 0, operand 1
        let axes = kernel.Rank - 2

        let sizes =
            kernel.Dims[.. axes - 1]
            |> List.map (fun d ->
                match d with
                | Size n -> n
                | Symbolic -> bug "infer" "a kernel of unknown size")

        [
            x |> withDims (windowed "convolution" x sizes w.Window (List.last kernel.Dims))
        ]
    | Op.ConvTranspose w ->
        let x, kernel = operand 0, operand 1
        let spatial = x.Dims[1 .. x.Rank - 2]

        let out =
            spatial
            |> List.mapi (fun i n ->
                match kernel.Dims[i] with
                | Size k ->
                    let before, after = w.Crop[i]
                    (n - 1).Scale w.Strides[i] + (w.Dilation[i] * (k - 1) + 1 - before - after)
                | Symbolic -> bug "infer" "a kernel of unknown size")

        [ x |> withDims ([ x.Dims.Head ] @ out @ [ kernel.Dims[kernel.Rank - 2] ]) ]
    | Op.MaxPool w ->
        let x = operand 0
        let y = x |> withDims (windowed "pooling" x w.Size w.Window (List.last x.Dims))
        [ y; { y with DType = DType.Int64 } ]
    | Op.AveragePool w ->
        let x = operand 0
        [ x |> withDims (windowed "pooling" x w.Size w.Window (List.last x.Dims)) ]
    | Op.Softmax _
    | Op.LogSoftmax _ -> [ operand 0 ]
    | Op.LayerNorm(axes, _) ->
        let x = operand 0
        let kept = x.Dims[.. x.Rank - axes - 1] @ List.replicate axes (size 1)
        [ x; withDims kept x; withDims kept x ]
    | Op.BatchNorm _ ->
        let x = operand 0
        let channels = vector [ List.last x.Dims ] x.DType
        [ x; channels; channels ]
    | Op.BatchNormInference _ -> [ operand 0 ]
    | Op.Rnn _ -> recurrent "SimpleRNN" 1
    | Op.Gru _ -> recurrent "GRU" 1
    | Op.Lstm _ -> recurrent "LSTM" 2
    | Op.Resize(scale, _) ->
        let x = operand 0

        [
            x
            |> withDims (
                x.Dims
                |> List.mapi (fun i d ->
                    if i = 0 || i = x.Rank - 1 then d else d.Scale scale[i - 1])
            )
        ]
    | Op.Dropout _ -> [ operand 0; { operand 0 with DType = DType.Bool } ]
    | Op.RandomUniform(dims, _, _)
    | Op.RandomNormal(dims, _, _, _) -> [ vector dims DType.Float32 ]
    | Op.Scan scan ->
        let takes, gives = scan.Body.Takes, scan.Body.Gives

        if inputs.Length <> takes.Length then
            bug "scan" $"{takes.Length} operands for the body, {inputs.Length} given"

        let length =
            match inputs |> List.skip scan.States |> List.truncate scan.Sequences with
            | [] -> bug "scan" "a loop without a sequence"
            | sequences ->
                for s, part in
                    List.zip sequences takes[scan.States .. scan.States + scan.Sequences - 1] do
                    if
                        not (
                            sameShape s.Dims.Tail part.Dims
                            && sameSize s.Dims.Head sequences.Head.Dims.Head
                        )
                    then
                        refuse
                            "loop over time"
                            $"sequences of one length whose steps are {part}"
                            $"{s}"
                            "check the sequences' shapes"

                sequences.Head.Dims.Head

        let all (t: TensorType) = t |> withDims (length :: t.Dims)
        let states, outputs = gives |> List.splitAt scan.States

        states
        @ List.map all outputs
        @ (takes |> List.truncate scan.States |> List.map all)
    | Op.Phase _ ->
        let training, inference = operand 0, operand 1

        if training.DType <> inference.DType || training.Rank <> inference.Rank then
            bug "phase" $"{training} in training, {inference} in inference"

        // where they differ in size, what a model is told is what training makes
        [ training ]
    | Op.Backward b ->
        match b with
        | Backward.Relu
        | Backward.Clip _
        | Backward.Sigmoid
        | Backward.Tanh
        | Backward.Gelu _
        | Backward.Silu
        | Backward.Softmax _
        | Backward.LogSoftmax _
        | Backward.Dropout _ -> [ operand 0 ]
        | Backward.Conv w ->
            [ operand 1; operand 2 ]
            @ (if w.HasBias then
                   [ vector [ List.last (operand 2).Dims ] (operand 2).DType ]
               else
                   [])
        | Backward.ConvTranspose w ->
            let kernel = operand 2

            [ operand 1; kernel ]
            @ (if w.HasBias then
                   [ vector [ kernel.Dims[kernel.Rank - 2] ] kernel.DType ]
               else
                   [])
        | Backward.MaxPool _
        | Backward.AveragePool _
        | Backward.TakeAlong _
        | Backward.Resize _ -> [ operand 1 ]
        | Backward.LayerNorm axes ->
            let x = operand 1
            let gamma = vector x.Dims[x.Rank - axes ..] x.DType
            [ x; gamma; gamma ]
        | Backward.BatchNorm _ ->
            let x = operand 1
            let gamma = vector [ List.last x.Dims ] x.DType
            [ x; gamma; gamma ]
        // after the gradients of the outputs come the operands; the flags (mask) have no gradient
        | Backward.Rnn r
        | Backward.Gru r -> inputs[2 .. 5 + (if r.HasBias then 1 else 0)]
        | Backward.Lstm r -> inputs[3 .. 7 + (if r.HasBias then 1 else 0)]
        | Backward.Gather(rows, axis) ->
            let indices, gradient = operand 0, operand 1

            [
                gradient
                |> withDims (
                    gradient.Dims[.. axis - 1] @ [ rows ] @ gradient.Dims[axis + indices.Rank ..]
                )
            ]
        | Backward.Pad _ -> [ operand 0 ]
        | Backward.Autograd(_, gradients) -> inputs[.. inputs.Length - gradients - 1]
