/// ONNX Runtime answers what the engine answers: for every operation, in both layouts, whatever the
/// opset, the batch and the length.
module Keratin.Properties.OnnxLaws

open System
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Onnx

let private features = 4

/// A sequence of an unknown length, and an image.
let private sequence name =
    InputLayer.symbol [ Nullable(); Nullable features ] None DType.Float32 name

let private image name =
    InputLayer.symbol [ Nullable 6; Nullable 5; Nullable features ] None DType.Float32 name

let private random = Random 7

/// Numbers from -1.5 to 1.5.
let private numbers (shape: int list) =
    let count = (1, shape) ||> List.fold (*)

    NDArray.ofFloats
        DType.Float32
        (Array.ofList shape)
        (Array.init count (fun _ -> random.NextDouble() * 3.0 - 1.5))

let private agree (network: Network) feeds =
    let state = State Device.Default

    Law.all [
        for opset in [ 13; 17; 21 ] do
            yield! Serving.differences opset network state feeds
    ]

let private one op (x: Symbol) = Sym.apply op [ x ]
let private positive (x: Symbol) = Sym.abs x + 0.1

/// At least a half from zero, where a quotient is not sensitive.
let private away (x: Symbol) =
    Sym.where (Sym.greater x (x.Like 0.0)) (x + 0.5) (x - 0.5)

let private integer (x: Symbol) : Symbol = Sym.cast DType.Int32 (x * 3.0)

/// Operations of one value of any rank from 3 on whose result may be of any shape.
let private operations: (string * (Symbol -> Symbol)) list = [
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

/// A convolution of one cell, so that what comes next is channels-first in ONNX.
let private convolve (x: Symbol) =
    let spatial = x.Rank - 2

    let kernel = numbers (List.replicate spatial 1 @ [ features; features ])

    let window: Window = {
        Strides = List.replicate spatial 1
        Dilation = List.replicate spatial 1
        Pads = SamePads
    }

    Sym.conv
        {
            Window = window
            Groups = 1
            HasBias = false
        }
        [ x; Sym.constant kernel ]

let names () : TheoryData<string> =
    TheoryData<string>(operations |> Seq.map fst)

let private operation name =
    operations |> List.find (fun (own, _) -> own = name) |> snd

[<Theory>]
[<MemberData(nameof names)>]
let ``of sequences of any length`` (name: string) =
    let x = sequence "x"

    agree (Network("law", [ x ], [ operation name x ])) [
        for batch, length in [ 1, 1; 2, 5; 7, 33 ] -> [ "x", numbers [ batch; length; features ] ]
    ]

[<Theory>]
[<MemberData(nameof names)>]
let ``of images after a convolution`` (name: string) =
    let x = image "x"

    agree (Network("law", [ x ], [ operation name (convolve x) ])) [
        for batch in [ 1; 2 ] -> [ "x", numbers [ batch; 6; 5; features ] ]
    ]

/// The state before the first step, and a mask; (batch, units) and (batch, time).
let private recurrent kind reverse hasMask =
    let units = 3
    let x = sequence "x"

    let gates, states =
        match kind with
        | "lstm" -> 4, 2
        | "gru" -> 3, 1
        | _ -> 1, 1

    let initial = [
        for i in 1..states -> InputLayer.symbol [ Nullable units ] None DType.Float32 $"state{i}"
    ]

    // a mask is a number above 0 in an input of the same length
    let mask =
        Sym.greater (Sym.slice 2 (size 0) (size 1) x |> Sym.squeeze [ 2 ]) (x.Like 0.0)

    let weights = [
        numbers [ features; gates * units ]
        numbers [ units; gates * units ]
        numbers (
            if kind = "gru" then
                [ 2; gates * units ]
            else
                [ gates * units ]
        )
    ]

    let settings = {
        Reverse = reverse
        HasBias = true
        HasMask = hasMask
        Activation = "tanh"
        RecurrentActivation = "hard_sigmoid"
        ResetAfter = true
    }

    let op =
        match kind with
        | "lstm" -> Op.Lstm settings
        | "gru" -> Op.Gru settings
        | _ -> Op.Rnn settings

    let outputs =
        Symbol.Apply(
            op,
            [ x ]
            @ initial
            @ (weights |> List.map Sym.constant)
            @ (if hasMask then [ mask ] else [])
        )

    Network("law", x :: initial, outputs[..states])

/// No step of the first row counts.
let private firstRowMasked (x: NDArray) =
    let values = NDArray.toFloats x

    for step in 0 .. x.Shape[1] - 1 do
        values[step * features] <- -1.0

    NDArray.ofFloats x.DType x.Shape values

[<Theory>]
[<InlineData("lstm", false, false)>]
[<InlineData("lstm", true, false)>]
[<InlineData("lstm", false, true)>]
[<InlineData("lstm", true, true)>]
[<InlineData("gru", false, false)>]
[<InlineData("gru", true, true)>]
[<InlineData("rnn", true, false)>]
[<InlineData("rnn", false, true)>]
let ``of recurrent layers under any mask`` (kind: string, reverse: bool, hasMask: bool) =
    let network = recurrent kind reverse hasMask

    agree network [
        for batch, length in [ 1, 1; 2, 5; 7, 33 ] ->
            [
                for s, name in List.zip network.Inputs network.InputNames do
                    if s.Rank = 3 then
                        name, firstRowMasked (numbers [ batch; length; features ])
                    else
                        name, numbers [ batch; 3 ]
            ]
    ]

[<Theory>]
[<InlineData(false)>]
[<InlineData(true)>]
let ``of loops of any length`` (reverse: bool) =
    let units = 3
    let x = sequence "x"
    let start = InputLayer.symbol [ Nullable units ] None DType.Float32 "start"
    let kernel = Sym.constant (numbers [ features; units ])
    // what is the same at every step, and depends on an input
    let scale = Sym.tanh start

    let outcome =
        Scan.run
            reverse
            [ start; Sym.fill DType.Float32 [ x.Dims[0]; size 1 ] 0.0 ]
            [ Sym.transpose [ 1; 0; 2 ] x ]
            (fun states parts ->
                let h = Sym.tanh (Sym.matmul parts[0] kernel + states[0] * scale)
                let most = Sym.maximum states[1] (Sym.maxAlong [ 1 ] true h)
                [ h; most ], [ h + most; Sym.sum [ 1 ] false parts[0] ])

    let outputs =
        outcome.States
        @ [ Sym.transpose [ 1; 0; 2 ] outcome.Outputs[0]; outcome.Outputs[1] ]

    agree (Network("law", [ x; start ], outputs)) [
        for batch, length in [ 1, 1; 2, 5; 7, 33 ] ->
            [ "x", numbers [ batch; length; features ]; "start", numbers [ batch; units ] ]
    ]

[<Fact>]
let ``what depends on chance, is a gradient or takes a matrix apart is refused by name`` () =
    let x = sequence "x"
    let seed = Sym.constant (NDArray.ofArray [| 2 |] [| 1L; 0L |])

    for y in
        [
            Sym.apply (Op.Dropout 0.5) [ x; seed ]
            Sym.apply (Op.Backward(Backward.Tanh)) [ x; x ]
            Matrices.inverse (Sym.matmul (Rearranging.swapped -1 -2 x) x)
        ] do
        let refusal =
            Assert.Throws<KeratinException>(fun () ->
                Export.toModel (Network("law", [ x ], [ y ])) (State Device.Default) 17
                |> ignore)

        Assert.All([ refusal.Where; refusal.Expected; refusal.Got; refusal.Fix ], Assert.NotEmpty)

[<Theory>]
[<InlineData(12)>]
[<InlineData(25)>]
let ``an opset outside the range is refused`` (opset: int) =
    let x = sequence "x"

    let refusal =
        Assert.Throws<KeratinException>(fun () ->
            Export.toModel (Network("law", [ x ], [ Sym.relu x ])) (State Device.Default) opset
            |> ignore)

    Assert.Contains("13 to 24", refusal.Expected)
