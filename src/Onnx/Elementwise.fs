/// Nodes of the elementwise operations.
module internal Keratin.Onnx.Elementwise

open System
open Keratin

/// The type that ONNX Runtime calculates in: it has few operators for short integers.
let working dtype =
    match dtype with
    | DType.Bool
    | DType.UInt8
    | DType.Int8
    | DType.Int16 -> DType.Int32
    | other -> other

/// x · sigmoid(x), which every runtime knows.
let private silu (g: Graph) x =
    g.Node("Mul", [ x; g.Node("Sigmoid", [ x ]) ])

/// Decomposed below opset 20 in the order that ONNX Runtime recognises and fuses.
let private gelu (g: Graph) number approximate x =
    if g.Opset >= 20 then
        g.Node("Gelu", [ x ], [ Text("approximate", (if approximate then "tanh" else "none")) ])
    elif approximate then
        let cube = g.Node("Mul", [ g.Node("Mul", [ x; x ]); x ])
        let sum = g.Node("Add", [ x; g.Node("Mul", [ cube; number 0.044715 ]) ])
        let bend = g.Node("Tanh", [ g.Node("Mul", [ sum; number (sqrt (2.0 / Math.PI)) ]) ])
        g.Node("Mul", [ g.Node("Mul", [ x; number 0.5 ]); g.Node("Add", [ bend; number 1.0 ]) ])
    else
        let bend = g.Node("Erf", [ g.Node("Div", [ x; number (sqrt 2.0) ]) ])
        g.Node("Mul", [ g.Node("Mul", [ x; g.Node("Add", [ bend; number 1.0 ]) ]); number 0.5 ])

let private hardSigmoid (g: Graph) x =
    g.Node("HardSigmoid", [ x ], [ Number("alpha", 1.0 / 6.0); Number("beta", 0.5) ])

let unary (g: Graph) (u: Unary) (x: Value) (out: TensorType) : Value =
    let dtype = working out.DType
    let result name : Value = Layout.computed out x.Layout name

    /// In the type of the result.
    let calculated (write: string -> string) =
        let y = write (Layout.name g (Layout.cast g dtype x))
        Layout.computed { out with DType = dtype } x.Layout y |> Layout.cast g out.DType

    let number = g.Scalar dtype
    let simple op = calculated (fun x -> g.Node(op, [ x ]))

    match u with
    | Unary.Identity
    | Unary.StopGradient -> x
    | Unary.Abs -> simple "Abs"
    | Unary.Negative -> simple "Neg"
    | Unary.Exp -> simple "Exp"
    | Unary.Expm1 -> calculated (fun x -> g.Node("Sub", [ g.Node("Exp", [ x ]); number 1.0 ]))
    | Unary.Log -> simple "Log"
    | Unary.Log1p -> calculated (fun x -> g.Node("Log", [ g.Node("Add", [ x; number 1.0 ]) ]))
    | Unary.Sqrt -> simple "Sqrt"
    | Unary.Rsqrt -> calculated (fun x -> g.Node("Reciprocal", [ g.Node("Sqrt", [ x ]) ]))
    | Unary.Square -> calculated (fun x -> g.Node("Mul", [ x; x ]))
    | Unary.Reciprocal -> simple "Reciprocal"
    | Unary.Sin -> simple "Sin"
    | Unary.Cos -> simple "Cos"
    | Unary.Tan -> simple "Tan"
    | Unary.Arcsin -> simple "Asin"
    | Unary.Arccos -> simple "Acos"
    | Unary.Arctan -> simple "Atan"
    | Unary.Sinh -> simple "Sinh"
    | Unary.Cosh -> simple "Cosh"
    | Unary.Arcsinh -> simple "Asinh"
    | Unary.Arccosh -> simple "Acosh"
    | Unary.Arctanh -> simple "Atanh"
    | Unary.Tanh -> simple "Tanh"
    | Unary.Erf -> simple "Erf"
    | Unary.Floor -> simple "Floor"
    | Unary.Ceil -> simple "Ceil"
    | Unary.Round -> simple "Round"
    | Unary.Sign -> simple "Sign"
    | Unary.Not -> result (g.Node("Not", [ Layout.name g (Layout.cast g DType.Bool x) ]))
    | Unary.IsNaN
    | Unary.IsInf ->
        let float = if DType.isFloat x.DType then x.DType else DType.Float32
        let op = if u = Unary.IsNaN then "IsNaN" else "IsInf"
        result (g.Node(op, [ Layout.name g (Layout.cast g float x) ]))
    | Unary.Relu when DType.isFloat dtype -> simple "Relu"
    | Unary.Relu -> calculated (fun x -> g.Node("Max", [ x; number 0.0 ]))
    | Unary.Sigmoid -> simple "Sigmoid"
    | Unary.Softplus -> simple "Softplus"
    | Unary.Silu -> calculated (silu g)
    | Unary.Mish when g.Opset >= 18 -> simple "Mish"
    | Unary.Mish ->
        calculated (fun x -> g.Node("Mul", [ x; g.Node("Tanh", [ g.Node("Softplus", [ x ]) ]) ]))
    // ONNX's defaults are the constants of the paper
    | Unary.Selu -> simple "Selu"
    | Unary.HardSigmoid -> calculated (hardSigmoid g)
    | Unary.HardSilu when g.Opset >= 14 -> simple "HardSwish"
    | Unary.HardSilu -> calculated (fun x -> g.Node("Mul", [ x; hardSigmoid g x ]))
    | Unary.Gelu approximate -> calculated (gelu g number approximate)
    | Unary.Elu alpha -> calculated (fun x -> g.Node("Elu", [ x ], [ Number("alpha", alpha) ]))
    | Unary.LeakyRelu slope ->
        calculated (fun x -> g.Node("LeakyRelu", [ x ], [ Number("alpha", slope) ]))

/// The remainder with the sign of the divisor; ONNX has it for integers alone.
let private modulo (g: Graph) dtype a b =
    if DType.isFloat dtype then
        let zero = g.Scalar dtype 0.0
        let rest = g.Node("Mod", [ a; b ], [ Whole("fmod", 1) ])
        let isNegative x = g.Node("Less", [ x; zero ])
        let differs = g.Node("Xor", [ isNegative rest; isNegative b ])
        let isZero = g.Node("Equal", [ rest; zero ])
        let wrong = g.Node("And", [ differs; g.Node("Not", [ isZero ]) ])
        g.Node("Where", [ wrong; g.Node("Add", [ rest; b ]); rest ])
    else
        g.Node("Mod", [ a; b ])

/// The angle of (x, y), from the arc tangent of their quotient and the half plane.
let private arctan2 (g: Graph) dtype y x =
    let number = g.Scalar dtype
    let isNegative v = g.Node("Less", [ v; number 0.0 ])
    let isZero v = g.Node("Equal", [ v; number 0.0 ])
    let half = g.Node("Where", [ isNegative y; number -Math.PI; number Math.PI ])
    let turn = g.Node("Where", [ isNegative x; half; number 0.0 ])
    let angle = g.Node("Add", [ g.Node("Atan", [ g.Node("Div", [ y; x ]) ]); turn ])
    g.Node("Where", [ g.Node("And", [ isZero y; isZero x ]); number 0.0; angle ])

let binary (g: Graph) (b: Binary) (x: Value) (y: Value) (out: TensorType) : Value =
    let calculated dtype (write: string -> string -> string) =
        match Layout.align g out.Dims [ Layout.cast g dtype x; Layout.cast g dtype y ] with
        | layout, [ x; y ] ->
            Layout.computed { out with DType = dtype } layout (write x y)
            |> Layout.cast g out.DType
        | _ -> bug g.Place "two operands"

    let dtype = working out.DType
    let isLogical = out.DType = DType.Bool

    let simple op =
        calculated dtype (fun x y -> g.Node(op, [ x; y ]))

    let logical op =
        calculated DType.Bool (fun x y -> g.Node(op, [ x; y ]))

    match b with
    | Binary.Add when isLogical -> logical "Or"
    | Binary.Maximum when isLogical -> logical "Or"
    | Binary.Multiply when isLogical -> logical "And"
    | Binary.Minimum when isLogical -> logical "And"
    | Binary.Add -> simple "Add"
    | Binary.Subtract -> simple "Sub"
    | Binary.Multiply -> simple "Mul"
    | Binary.Divide -> simple "Div"
    | Binary.FloorDivide when DType.isFloat dtype ->
        calculated dtype (fun x y -> g.Node("Floor", [ g.Node("Div", [ x; y ]) ]))
    | Binary.FloorDivide ->
        // the quotient of what divides is exact, so that ONNX's cutting changes nothing
        calculated dtype (fun x y ->
            g.Node("Div", [ g.Node("Sub", [ x; g.Node("Mod", [ x; y ]) ]); y ]))
    | Binary.Modulo -> calculated dtype (modulo g dtype)
    | Binary.Power -> simple "Pow"
    | Binary.Maximum -> simple "Max"
    | Binary.Minimum -> simple "Min"
    | Binary.Arctan2 -> calculated dtype (arctan2 g dtype)

let compare (g: Graph) (c: Comparison) (x: Value) (y: Value) (out: TensorType) : Value =
    let calculated dtype (write: string list -> string) =
        let layout, names =
            Layout.align g out.Dims [ Layout.cast g dtype x; Layout.cast g dtype y ]

        Layout.computed out layout (write names)

    let simple op =
        calculated (working (DType.promote x.DType y.DType)) (fun xy -> g.Node(op, xy))

    let logical op =
        calculated DType.Bool (fun xy -> g.Node(op, xy))

    match c with
    | Comparison.Equal -> simple "Equal"
    | Comparison.NotEqual ->
        calculated (working (DType.promote x.DType y.DType)) (fun xy ->
            g.Node("Not", [ g.Node("Equal", xy) ]))
    | Comparison.Less -> simple "Less"
    | Comparison.LessEqual -> simple "LessOrEqual"
    | Comparison.Greater -> simple "Greater"
    | Comparison.GreaterEqual -> simple "GreaterOrEqual"
    | Comparison.And -> logical "And"
    | Comparison.Or -> logical "Or"
    | Comparison.Xor -> logical "Xor"

let where (g: Graph) (condition: Value) (a: Value) (b: Value) (out: TensorType) : Value =
    let layout, names =
        Layout.align g out.Dims [
            Layout.cast g DType.Bool condition
            Layout.cast g out.DType a
            Layout.cast g out.DType b
        ]

    Layout.computed out layout (g.Node("Where", names))

let clip (g: Graph) low high (x: Value) : Value =
    let bound v =
        if Double.IsInfinity v then "" else g.Scalar x.DType v

    Layout.computed x.Type x.Layout (g.Node("Clip", [ Layout.name g x; bound low; bound high ]))
