/// Operations of a graph that no layer made, as the operations of Keras's that mean the same.
module internal Keratin.Saving.KerasOpNodes

open System.Text.Json.Nodes
open Keratin
open Keratin.Saving.KerasValues

/// An argument of an operation: a value of the graph, several of them in a list, or data.
type Operand =
    | Tensor of Symbol
    | Tensors of Symbol list
    | Data of (JsonNode | null)

/// An operation of Keras's: where it is, its settings, and what it is called with.
[<NoComparison; NoEquality>]
type Operation = {
    Module: string
    ClassName: string
    Settings: (string * (JsonNode | null)) list
    Arguments: Operand list
}

let private numpy = "keras.src.ops.numpy"
let private nn = "keras.src.ops.nn"
let private math = "keras.src.ops.math"
let private core = "keras.src.ops.core"
let private linalg = "keras.src.ops.linalg"

let private wholes (values: int list) : JsonNode = list [ for n in values -> whole n ]

let private unary (op: Unary) : string * string * (string * (JsonNode | null)) list =
    match op with
    | Unary.Identity -> numpy, "Copy", []
    | Unary.StopGradient -> core, "StopGradient", []
    | Unary.Abs -> numpy, "Absolute", []
    | Unary.Negative -> numpy, "Negative", []
    | Unary.Exp -> numpy, "Exp", []
    | Unary.Expm1 -> numpy, "Expm1", []
    | Unary.Log -> numpy, "Log", []
    | Unary.Log1p -> numpy, "Log1p", []
    | Unary.Sqrt -> numpy, "Sqrt", []
    | Unary.Rsqrt -> math, "Rsqrt", []
    | Unary.Square -> numpy, "Square", []
    | Unary.Reciprocal -> numpy, "Reciprocal", []
    | Unary.Sin -> numpy, "Sin", []
    | Unary.Cos -> numpy, "Cos", []
    | Unary.Tan -> numpy, "Tan", []
    | Unary.Arcsin -> numpy, "Arcsin", []
    | Unary.Arccos -> numpy, "Arccos", []
    | Unary.Arctan -> numpy, "Arctan", []
    | Unary.Sinh -> numpy, "Sinh", []
    | Unary.Cosh -> numpy, "Cosh", []
    | Unary.Arcsinh -> numpy, "Arcsinh", []
    | Unary.Arccosh -> numpy, "Arccosh", []
    | Unary.Arctanh -> numpy, "Arctanh", []
    | Unary.Tanh -> numpy, "Tanh", []
    | Unary.Erf -> math, "Erf", []
    | Unary.Floor -> numpy, "Floor", []
    | Unary.Ceil -> numpy, "Ceil", []
    | Unary.Round -> numpy, "Round", [ "decimals", whole 0 ]
    | Unary.Sign -> numpy, "Sign", []
    | Unary.Not -> numpy, "LogicalNot", []
    | Unary.IsNaN -> numpy, "Isnan", []
    | Unary.IsInf -> numpy, "Isinf", []
    | Unary.Relu -> nn, "Relu", []
    | Unary.Sigmoid -> nn, "Sigmoid", []
    | Unary.Softplus -> nn, "Softplus", []
    | Unary.Silu -> nn, "Silu", []
    | Unary.Mish -> "keras.src.activations.activations", "Mish", []
    | Unary.Selu -> nn, "Selu", []
    | Unary.HardSigmoid -> nn, "HardSigmoid", []
    | Unary.HardSilu -> nn, "HardSilu", []
    | Unary.Gelu approximate -> nn, "Gelu", [ "approximate", truth approximate ]
    | Unary.Elu alpha -> nn, "Elu", [ "alpha", number "Elu" alpha ]
    | Unary.LeakyRelu slope -> nn, "LeakyRelu", [ "negative_slope", number "LeakyRelu" slope ]

let private binary (op: Binary) =
    match op with
    | Binary.Add -> "Add"
    | Binary.Subtract -> "Subtract"
    | Binary.Multiply -> "Multiply"
    | Binary.Divide -> "TrueDivide"
    | Binary.FloorDivide -> "FloorDivide"
    | Binary.Modulo -> "Mod"
    | Binary.Power -> "Power"
    | Binary.Maximum -> "Maximum"
    | Binary.Minimum -> "Minimum"
    | Binary.Arctan2 -> "Arctan2"

let private comparison (op: Comparison) =
    match op with
    | Comparison.Equal -> "Equal"
    | Comparison.NotEqual -> "NotEqual"
    | Comparison.Less -> "Less"
    | Comparison.LessEqual -> "LessEqual"
    | Comparison.Greater -> "Greater"
    | Comparison.GreaterEqual -> "GreaterEqual"
    | Comparison.And -> "LogicalAnd"
    | Comparison.Or -> "LogicalOr"
    | Comparison.Xor -> "LogicalXor"

let private reduction (op: Aggregation) axes keepDims =
    let along: (string * (JsonNode | null)) list = [
        "axis", wholes axes
        "keepdims", truth keepDims
    ]

    match op with
    | Aggregation.Sum -> numpy, "Sum", along
    | Aggregation.Mean -> numpy, "Mean", along
    | Aggregation.Max -> numpy, "Max", along @ [ "initial", null ]
    | Aggregation.Min -> numpy, "Min", along @ [ "initial", null ]
    | Aggregation.Prod -> numpy, "Prod", along @ [ "dtype", null ]
    | Aggregation.LogSumExp -> math, "Logsumexp", along
    | Aggregation.All -> numpy, "All", along
    | Aggregation.Any -> numpy, "Any", along

/// Sizes of which one may be unknown: -1 then.
let private sizes where (dims: Dim list) : JsonNode =
    let unknown = dims |> List.filter (fun d -> not d.Terms.IsEmpty) |> List.length

    if unknown > 1 then
        refuse
            where
            "a shape with at most one unknown size"
            (showDims dims)
            "put the operations into a layer of your own"

    list [
        for dim in dims ->
            match dim with
            | Size n -> whole n
            | Symbolic -> whole -1
    ]

let private slice
    (start: JsonNode | null)
    (stop: JsonNode | null)
    (step: JsonNode | null)
    : JsonNode =
    object' [
        "class_name", text "__slice__"
        "config", object' [ "start", start; "stop", stop; "step", step ]
    ]

/// One end of a part of an axis; the axis's own size is its end.
let private bound where (dim: Dim) : JsonNode | null =
    match dim with
    | Size n -> whole n
    | Symbolic ->
        refuse where "slices with known ends" $"{dim}" "put the operations into a layer of your own"

let private constant where (value: NDArray) : JsonNode =
    let flat = NDArray.toFloats value

    let element i : JsonNode | null =
        if value.DType = DType.Bool then truth (flat[i] <> 0.0)
        elif DType.isFloat value.DType then number where flat[i]
        else JsonValue.Create(int64 flat[i])

    let rec nested (shape: int list) offset : JsonNode | null =
        match shape with
        | [] -> element offset
        | n :: rest ->
            let step = (1, rest) ||> List.fold (*)
            list [ for i in 0 .. n - 1 -> nested rest (offset + i * step) ]

    match nested (List.ofArray value.Shape) 0 with
    | :? JsonArray as values ->
        object' [
            "class_name", text "__numpy__"
            "config", object' [ "value", values; "dtype", text (DType.name value.DType) ]
        ]
    | scalar -> nonNull scalar

/// What a node takes: a value of the graph, or the number or array that it is.
let private operand where (s: Symbol) : Operand =
    match s.Node.Op with
    | Op.Constant value -> Data(constant where value)
    | Op.Fill(value, dtype, []) ->
        Data(
            if dtype = DType.Bool then truth (value <> 0.0)
            elif DType.isFloat dtype then number where value
            else whole (int value)
        )
    | Op.Weight w ->
        refuse
            where
            "weights within layers"
            $"{w}, used by an operation of the graph"
            "put the operation into a layer of your own"
    | _ -> Tensor s

let private noKeras where (op: Op) : 'a =
    refuse
        where
        "an operation that Keras has outside of layers"
        $"%A{op}"
        "put the operation into a layer of your own, or a Lambda"

/// The operation of Keras's for a node.
let operation where (node: Node) : Operation =
    let arguments = node.Inputs |> List.map (operand where)
    let x = node.Inputs |> List.tryHead

    let make place name settings = {
        Module = place
        ClassName = name
        Settings = settings
        Arguments = arguments
    }

    let withSettings (place, name, settings) = make place name settings
    let along axis : (string * (JsonNode | null)) list = [ "axis", whole axis ]
    let isWhole (dims: Dim list) axis stop = dims[axis] = stop

    match node.Op with
    | Op.Unary op -> withSettings (unary op)
    | Op.Binary op -> make numpy (binary op) []
    | Op.Compare op -> make numpy (comparison op) []
    | Op.Where -> make numpy "Where" []
    | Op.Cast dtype -> make core "Cast" [ "dtype", text (DType.name dtype) ]
    | Op.Clip(low, high) ->
        make numpy "Clip" [ "x_min", number where low; "x_max", number where high ]
    | Op.Reduce(op, axes, keepDims) -> withSettings (reduction op axes keepDims)
    | Op.ArgMax axis -> make numpy "Argmax" (along axis @ [ "keepdims", truth false ])
    | Op.ArgMin axis -> make numpy "Argmin" (along axis @ [ "keepdims", truth false ])
    | Op.CumSum axis -> make numpy "Cumsum" (along axis @ [ "dtype", null ])
    | Op.Argsort -> make numpy "Argsort" (along -1)
    | Op.ScatterRows add ->
        let reduction: JsonNode | null = if add then text "add" else null
        make core "ScatterUpdate" [ "reduction", reduction ]
    | Op.TopK k -> make math "TopK" [ "k", whole k; "sorted", truth true ]
    | Op.Reshape dims -> make numpy "Reshape" [ "newshape", sizes where dims ]
    | Op.Transpose axes -> make numpy "Transpose" [ "axes", wholes axes ]
    | Op.BroadcastTo dims -> make numpy "BroadcastTo" [ "shape", sizes where dims ]
    | Op.Concat axis -> {
        make numpy "Concatenate" (along axis) with
            Arguments = [ Tensors node.Inputs ]
      }
    | Op.Slice(axis, start, stop, step) ->
        let input = Option.get x
        let all () = slice null null null

        let stop: JsonNode | null =
            if isWhole input.Dims axis stop then
                null
            else
                bound where stop

        {
            make numpy "GetItem" [] with
                Arguments =
                    arguments
                    @ [
                        Data(
                            list [
                                for _ in 1..axis do
                                    all ()

                                slice (bound where start) stop (whole step)
                            ]
                        )
                    ]
        }
    | Op.Reverse axes -> make numpy "Flip" [ "axis", wholes axes ]
    | Op.Pad(pads, mode) ->
        let mode, value =
            match mode with
            | ConstantPad value -> "constant", [ Data(number where value) ]
            | ReflectPad -> "reflect", []
            | EdgePad -> "edge", []

        {
            make numpy "Pad" [
                "pad_width", list [ for a, b in pads -> wholes [ a; b ] ]
                "mode", text mode
            ] with
                Arguments = arguments @ value
        }
    | Op.Gather axis -> make numpy "Take" (along axis)
    | Op.TakeAlong axis -> make numpy "TakeAlongAxis" (along axis)
    | Op.OneHot(depth, dtype) ->
        make nn "OneHot" [
            "num_classes", whole depth
            "axis", whole -1
            "dtype", text (DType.name dtype)
            "sparse", truth false
        ]
    | Op.MatMul -> make numpy "Matmul" []
    | Op.Einsum subscripts -> make numpy "Einsum" [ "subscripts", text subscripts ]
    | Op.Matrix f ->
        match f with
        | MatrixFunction.Determinant -> make linalg "Det" []
        | MatrixFunction.Inverse -> make linalg "Inv" []
        | MatrixFunction.Cholesky -> make linalg "Cholesky" [ "upper", truth false ]
        | MatrixFunction.Solve -> make linalg "Solve" []
        | MatrixFunction.Qr complete ->
            make linalg "Qr" [ "mode", text (if complete then "complete" else "reduced") ]
        | MatrixFunction.Eigh -> make linalg "Eigh" []
        | MatrixFunction.Svd full ->
            make linalg "SVD" [ "full_matrices", truth full; "compute_uv", truth true ]
    | Op.Softmax axis -> make nn "Softmax" (along axis)
    | Op.LogSoftmax axis -> make nn "LogSoftmax" (along axis)
    | Op.Input _
    | Op.Weight _
    | Op.Constant _
    | Op.Fill _
    | Op.Iota _
    | Op.Host _
    | Op.Linear
    | Op.Conv _
    | Op.ConvTranspose _
    | Op.MaxPool _
    | Op.AveragePool _
    | Op.LayerNorm _
    | Op.BatchNorm _
    | Op.BatchNormInference _
    | Op.Rnn _
    | Op.Lstm _
    | Op.Gru _
    | Op.Resize _
    | Op.Dropout _
    | Op.RandomUniform _
    | Op.RandomNormal _
    | Op.Scan _
    | Op.Phase _
    | Op.Backward _ -> noKeras where node.Op
