/// Operations on a value of any rank from 3 on, as ONNX must know them.
module internal Keratin.Properties.OnnxOpSamples

open System
open Xunit
open Keratin

let features = 4

/// A sequence of an unknown length, and an image.
let sequence name =
    InputLayer.symbol [ Nullable(); Nullable features ] None DType.Float32 name

let image name =
    InputLayer.symbol [ Nullable 6; Nullable 5; Nullable features ] None DType.Float32 name

let random = Random 7

/// Numbers from -1.5 to 1.5.
let numbers (shape: int list) =
    let count = (1, shape) ||> List.fold (*)

    NDArray.ofFloats
        DType.Float32
        (Array.ofList shape)
        (Array.init count (fun _ -> random.NextDouble() * 3.0 - 1.5))

let private one op (x: Symbol) = Sym.apply op [ x ]
let private positive (x: Symbol) = Sym.abs x + 0.1

/// At least a half from zero, where a quotient is not sensitive.
let private away (x: Symbol) =
    Sym.where (Sym.greater x (x.Like 0.0)) (x + 0.5) (x - 0.5)

let private integer (x: Symbol) : Symbol = Sym.cast DType.Int32 (x * 3.0)

/// Operations of one value of any rank from 3 on whose result may be of any shape.
let operations: (string * (Symbol -> Symbol)) list = [
    let near name u = name, one (Op.Unary u)

    let within name u bound =
        name, fun (x: Symbol) -> one (Op.Unary u) (Sym.clip -bound bound x)

    near "abs" Unary.Abs
    near "negative" Unary.Negative
    near "exp" Unary.Exp
    near "expm1" Unary.Expm1
    near "square" Unary.Square
    near "sin" Unary.Sin
    near "cos" Unary.Cos
    within "tan" Unary.Tan 1.0
    within "arcsin" Unary.Arcsin 0.9
    within "arccos" Unary.Arccos 0.9
    near "arctan" Unary.Arctan
    near "sinh" Unary.Sinh
    near "cosh" Unary.Cosh
    near "arcsinh" Unary.Arcsinh
    within "arctanh" Unary.Arctanh 0.9
    near "tanh" Unary.Tanh
    near "erf" Unary.Erf
    near "floor" Unary.Floor
    near "ceil" Unary.Ceil
    near "round" Unary.Round
    near "sign" Unary.Sign
    near "relu" Unary.Relu
    near "sigmoid" Unary.Sigmoid
    near "softplus" Unary.Softplus
    near "silu" Unary.Silu
    near "mish" Unary.Mish
    near "selu" Unary.Selu
    near "hard_sigmoid" Unary.HardSigmoid
    near "hard_silu" Unary.HardSilu
    near "gelu" (Unary.Gelu false)
    near "gelu_tanh" (Unary.Gelu true)
    near "elu" (Unary.Elu 0.7)
    near "leaky_relu" (Unary.LeakyRelu 0.3)
    near "is_nan" Unary.IsNaN
    near "is_inf" Unary.IsInf
    "reciprocal", away >> one (Op.Unary Unary.Reciprocal)
    "log", positive >> Sym.log
    "log1p", positive >> Sym.log1p
    "sqrt", positive >> Sym.sqrt
    "rsqrt", positive >> Sym.rsqrt
    "arccosh", (fun (x: Symbol) -> one (Op.Unary Unary.Arccosh) (positive x + 1.0))
    "not", (fun (x: Symbol) -> Sym.not' (Sym.greater x (x.Like 0.0)))
    "relu of integers", integer >> Sym.relu

    for name, b in
        [
            "add", Binary.Add
            "subtract", Binary.Subtract
            "multiply", Binary.Multiply
            "divide", Binary.Divide
            "floor_divide", Binary.FloorDivide
            "modulo", Binary.Modulo
            "maximum", Binary.Maximum
            "minimum", Binary.Minimum
            "arctan2", Binary.Arctan2
        ] do
        let weights =
            Sym.constant (NDArray.ofArray [| features |] [| 0.7f; -1.3f; 2.1f; -0.4f |])

        name, (fun (x: Symbol) -> Sym.apply (Op.Binary b) [ x; weights ])

        // a jump beside a whole number is not a difference
        if b <> Binary.FloorDivide && b <> Binary.Modulo then
            $"{name} backwards", (fun (x: Symbol) -> Sym.apply (Op.Binary b) [ weights; away x ])

    for name, b in
        [
            "floor_divide", Binary.FloorDivide
            "modulo", Binary.Modulo
            "multiply", Binary.Multiply
        ] do
        $"{name} of integers",
        fun (x: Symbol) ->
            Sym.apply (Op.Binary b) [
                integer x
                Sym.constant (NDArray.ofArray [| features |] [| 2; -2; 3; -3 |])
            ]

    "power", (fun (x: Symbol) -> Sym.power (positive x) (x.Like 1.7))
    "integers and floats", (fun (x: Symbol) -> integer x + x)

    "short integers",
    (fun (x: Symbol) -> Sym.cast DType.UInt8 (positive x * 9.0) + Sym.cast DType.UInt8 (positive x))

    for name, c in
        [
            "equal", Comparison.Equal
            "not_equal", Comparison.NotEqual
            "less", Comparison.Less
            "less_equal", Comparison.LessEqual
            "greater", Comparison.Greater
            "greater_equal", Comparison.GreaterEqual
            "and", Comparison.And
            "or", Comparison.Or
            "xor", Comparison.Xor
        ] do
        name,
        (fun (x: Symbol) -> Sym.apply (Op.Compare c) [ integer x; Sym.reverse [ 0 ] (integer x) ])

    "where", (fun (x: Symbol) -> Sym.where (Sym.greater x (x.Like 0.0)) x (x * 0.5))
    "clip", Sym.clip -0.5 infinity
    "softmax", Sym.softmax -1
    "softmax of axis 1", Sym.softmax 1
    "log_softmax", Sym.logSoftmax -1
    "cumsum", Sym.cumSum 1

    "determinant",
    fun x ->
        let square = Sym.matmul (Rearranging.swapped -1 -2 x) x / 8.0
        Matrices.determinant (square + Rearranging.eye (size features) (size features) 0 x.DType)

    "argmax", Sym.argMax -1
    "argmin", one (Op.ArgMin 1)
    "top_k", (fun (x: Symbol) -> fst (Sym.topK 2 x))
    "where the top k are", (fun (x: Symbol) -> snd (Sym.topK 2 x))
    "reverse", Sym.reverse [ 1; 2 ]

    "constant pad",
    (fun (x: Symbol) -> Sym.pad ((0, 0) :: (1, 2) :: [ for _ in 3 .. x.Rank -> 0, 1 ]) 0.5 x)

    "edge pad",
    (fun (x: Symbol) ->
        one (Op.Pad([ for i in 1 .. x.Rank -> if i = 2 then 1, 2 else 0, 0 ], EdgePad)) x)

    "slice", (fun (x: Symbol) -> Sym.slice 2 (size 1) (size 3) x)
    "slice to the end", (fun (x: Symbol) -> Sym.slice 1 (x.Dims[1] - 1) x.Dims[1] x)
    "the first step", Sym.pick 1 0
    "one hot", (fun (x: Symbol) -> Sym.oneHot 3 DType.Float32 (integer x))

    "gather",
    (fun (x: Symbol) ->
        Sym.gather 0 (Sym.iota (size 9)) (Sym.cast DType.Int64 (Sym.clip 0.0 8.0 (x * 4.0))))

    "take along", (fun (x: Symbol) -> Sym.takeAlong -1 x (Sym.argMax -1 x |> Sym.expandDims -1))

    "concatenate",
    (fun (x: Symbol) -> Sym.concat -1 [ x; Sym.relu x; Sym.slice (x.Rank - 1) (size 0) (size 1) x ])

    "stack", (fun (x: Symbol) -> Sym.stack 1 [ x; Sym.tanh x ])
    "transpose", (fun (x: Symbol) -> one (Op.Transpose([ x.Rank - 1 .. -1 .. 0 ])) x)
    "flatten", (fun (x: Symbol) -> Sym.reshape [ x.Dims[0]; product x.Dims.Tail ] x)
    "rows", (fun (x: Symbol) -> Sym.reshape [ product x.Dims[.. x.Rank - 2]; List.last x.Dims ] x)

    "sizes that do not follow",
    (fun (x: Symbol) ->
        Sym.reshape [ x.Dims[0].Scale 2; x.Dims[1]; size 2; product x.Dims[2..] / 4 ] x)

    "broadcast", (fun (x: Symbol) -> Sym.broadcastTo (size 2 :: x.Dims) x)
    "ones of the same shape", (fun (x: Symbol) -> Sym.concat -1 [ x; Sym.onesLike x ])

    "matmul",
    (fun (x: Symbol) ->
        Sym.matmul
            x
            (Sym.constant (NDArray.ofFloats DType.Float32 [| 4; 2 |] [| 1; 2; 3; 4; 5; 6; 7; 8 |])))

    "positions",
    fun (x: Symbol) ->
        let shape = x.Dims[1] :: List.replicate (x.Rank - 2) (size 1)
        x * Sym.reshape shape (Sym.cast DType.Float32 (Sym.iota x.Dims[1]))


    for name, kind in
        [
            "sum", Aggregation.Sum
            "mean", Aggregation.Mean
            "max", Aggregation.Max
            "min", Aggregation.Min
            "prod", Aggregation.Prod
            "logsumexp", Aggregation.LogSumExp
            "all", Aggregation.All
            "any", Aggregation.Any
        ] do
        let prepare (x: Symbol) =
            match kind with
            | Aggregation.All
            | Aggregation.Any -> Sym.greater x (x.Like 0.0)
            | _ -> x

        $"{name} of an axis", prepare >> Sym.reduce kind [ 1 ] false
        $"{name} of the channels", prepare >> Sym.reduce kind [ -1 ] true

        $"{name} of all but batch and channels",
        (fun (x: Symbol) -> prepare x |> Sym.reduce kind [ 1 .. x.Rank - 2 ] false)
]
