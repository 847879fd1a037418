/// Operations on numbers one by one.
module internal Keratin.Engine.Elementwise

open Keratin
open Keratin.Engine.Instructions

let unary (call: Call) (u: Unary) (x: int) =
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

let binary (call: Call) (b: Binary) x y =
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

let compare (call: Call) (c: Comparison) x y =
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

/// Between two bounds; an infinite one is none.
let clip (call: Call) low high =
    let bound v =
        if System.Double.IsInfinity v then Absent else Float v

    call.Final ("aten::clamp", "aten::clamp.out", 0) [ Slot(call.X 0); bound low; bound high ]

/// (gradient, input or output): the gradient of the input, by a kernel made for it.
let derivative (call: Call) name settings =
    call.Final
        ($"aten::{name}_backward", $"aten::{name}_backward.grad_input", 0)
        ([ Slot(call.X 0); Slot(call.X 1) ] @ settings)

/// The gradient where the input lies between the bounds. LibTorch's kernel leaves the bounds themselves out, so
/// it is given the next numbers beyond them.
let clipBackward (call: Call) low high =
    let below, above =
        if (call.Type 1).DType = DType.Float64 then
            System.Math.BitDecrement low, System.Math.BitIncrement high
        else
            float (System.MathF.BitDecrement(float32 low)),
            float (System.MathF.BitIncrement(float32 high))

    derivative call "hardtanh" [ Float below; Float above ]
