/// An example of every operation, with operands inside its domain.
namespace Keratin.Properties

open Microsoft.FSharp.Reflection
open Keratin

/// What an operand is made of.
type internal Domain =
    /// Numbers from low to high.
    | Between of low: float * high: float
    /// Whole numbers from 0 to below this.
    | Index of below: int
    | Flag
    /// Symmetric matrices with positive eigenvalues that lie apart.
    | Definite

type internal OpSample = {
    Name: string
    Op: Op
    Operands: (int list * Domain) list
    /// Lowered to one LibTorch call, so that LibTorch's autograd can be asked too.
    OneCall: bool
}

[<RequireQualifiedAccess>]
module internal OpSamples =
    let private any = Between(-2.0, 2.0)
    let private positive = Between(0.3, 2.0)

    let private sample name op operands = {
        Name = name
        Op = op
        Operands = operands
        OneCall = true
    }

    /// Lowered to views, constants or several calls.
    let private several s = { s with OneCall = false }

    let private unary (domain: Domain) (u: Unary) =
        sample $"{u}" (Op.Unary u) [ [ 3; 4 ], domain ]

    let private unaries = [
        for u in
            [
                Unary.Abs
                Unary.Negative
                Unary.Exp
                Unary.Expm1
                Unary.Square
                Unary.Sin
                Unary.Cos
                Unary.Arctan
                Unary.Sinh
                Unary.Cosh
                Unary.Arcsinh
                Unary.Tanh
                Unary.Erf
                Unary.Floor
                Unary.Ceil
                Unary.Round
                Unary.Sign
                Unary.Relu
                Unary.Sigmoid
                Unary.Softplus
                Unary.Silu
                Unary.Mish
                Unary.Selu
                Unary.HardSigmoid
                Unary.HardSilu
                Unary.Gelu true
                Unary.Gelu false
                Unary.Elu 1.0
                Unary.Elu 0.6
                Unary.LeakyRelu 0.2
            ] do
            unary any u
        for u in [ Unary.Log; Unary.Sqrt; Unary.Rsqrt; Unary.Reciprocal ] do
            unary positive u
        for u in [ Unary.Arcsin; Unary.Arccos; Unary.Arctanh ] do
            unary (Between(-0.9, 0.9)) u
        unary (Between(-0.7, 2.0)) Unary.Log1p
        unary (Between(1.2, 3.0)) Unary.Arccosh
        unary (Between(-1.2, 1.2)) Unary.Tan
        for u in [ Unary.Identity; Unary.Not; Unary.IsNaN; Unary.IsInf ] do
            several (unary any u)
    ]

    let private binaries = [
        let both name domain other =
            sample name (Op.Binary other) [ [ 3; 4 ], domain; [ 3; 4 ], domain ]

        for b in
            [
                Binary.Add
                Binary.Subtract
                Binary.Multiply
                Binary.Maximum
                Binary.Minimum
                Binary.Arctan2
            ] do
            both $"{b}" any b
            sample $"{b}, broadcast" (Op.Binary b) [ [ 3; 1; 4 ], any; [ 2; 1 ], any ]

        both "Divide" positive Binary.Divide
        both "Power" positive Binary.Power
        sample "Divide, broadcast" (Op.Binary Binary.Divide) [ [ 4 ], any; [ 2; 1 ], positive ]
        sample "Power, broadcast" (Op.Binary Binary.Power) [ [ 2; 4 ], positive; [ 1 ], any ]
        several (both "Modulo" positive Binary.Modulo)
        several (both "FloorDivide" positive Binary.FloorDivide)
    ]

    let private aggregations = [
        for a in
            [
                Aggregation.Sum
                Aggregation.Mean
                Aggregation.Max
                Aggregation.Min
                Aggregation.LogSumExp
            ] do
            sample $"{a}" (Op.Reduce(a, [ 1 ], false)) [ [ 3; 4; 2 ], any ]
            sample $"{a}, axes kept" (Op.Reduce(a, [ 0; 2 ], true)) [ [ 3; 4; 2 ], any ]
        several (
            sample "Prod" (Op.Reduce(Aggregation.Prod, [ 1 ], false)) [ [ 3; 4; 2 ], positive ]
        )
        several (
            sample "Prod, two axes" (Op.Reduce(Aggregation.Prod, [ 0; 2 ], true)) [
                [ 3; 4; 2 ], any
            ]
        )
        several (sample "All" (Op.Reduce(Aggregation.All, [ 1 ], false)) [ [ 3; 4 ], any ])
        several (sample "Any" (Op.Reduce(Aggregation.Any, [ 1 ], true)) [ [ 3; 4 ], any ])
    ]

    let private shapes = [
        sample "Where" Op.Where [ [ 3; 4 ], Flag; [ 3; 4 ], any; [ 4 ], any ]
        sample "Clip" (Op.Clip(-0.5, 1.0)) [ [ 3; 4 ], any ]
        sample "CumSum" (Op.CumSum 1) [ [ 3; 4 ], any ]
        sample "BroadcastTo" (Op.BroadcastTo [ size 2; size 3; size 4 ]) [ [ 3; 1 ], any ]
        sample "Concat" (Op.Concat 1) [ [ 3; 2 ], any; [ 3; 1 ], any; [ 3; 4 ], any ]
        sample "Slice" (Op.Slice(1, size 1, size 6, 2)) [ [ 3; 7 ], any ]
        sample "Reverse" (Op.Reverse [ 0; 2 ]) [ [ 3; 4; 2 ], any ]
        sample "Pad, zeros" (Op.Pad([ 0, 0; 1, 2; 0, 3 ], ConstantPad 0.0)) [ [ 2; 3; 4 ], any ]
        several (
            sample "Pad, reflected" (Op.Pad([ 0, 0; 2, 1; 1, 2 ], ReflectPad)) [ [ 2; 3; 4 ], any ]
        )
        several (sample "Pad, edge" (Op.Pad([ 0, 0; 0, 0; 2, 1 ], EdgePad)) [ [ 2; 3; 4 ], any ])
        several (sample "Reshape" (Op.Reshape [ size 2; size 6 ]) [ [ 3; 4 ], any ])
        several (sample "Transpose" (Op.Transpose [ 2; 0; 1 ]) [ [ 3; 4; 2 ], any ])
        several (sample "Cast" (Op.Cast DType.Float64) [ [ 3; 4 ], any ])
        several (sample "TopK" (Op.TopK 2) [ [ 3; 5 ], any ])
        several (sample "Argsort" Op.Argsort [ [ 3; 5 ], any ])
        several (
            sample "ScatterRows" (Op.ScatterRows false) [
                [ 5; 3 ], any
                [ 1; 1 ], Index 5
                [ 1; 3 ], any
            ]
        )
        several (
            sample "ScatterRows, added" (Op.ScatterRows true) [
                [ 5; 3 ], any
                [ 4; 1 ], Index 5
                [ 4; 3 ], any
            ]
        )
        several (sample "ArgMax" (Op.ArgMax 1) [ [ 3; 5 ], any ])
        several (sample "ArgMin" (Op.ArgMin 0) [ [ 3; 5 ], any ])
        several (sample "Compare" (Op.Compare Comparison.Less) [ [ 3; 5 ], any; [ 3; 5 ], any ])
        several (sample "Gather rows" (Op.Gather 0) [ [ 5; 3 ], any; [ 2; 4 ], Index 5 ])
        several (sample "Gather columns" (Op.Gather 1) [ [ 2; 5; 3 ], any; [ 4 ], Index 5 ])
        sample "TakeAlong" (Op.TakeAlong 1) [ [ 3; 5 ], any; [ 3; 2 ], Index 5 ]
        several (sample "OneHot" (Op.OneHot(4, DType.Float64)) [ [ 3 ], Index 4 ])
    ]

    let private algebra = [
        sample "MatMul" Op.MatMul [ [ 3; 4 ], any; [ 4; 2 ], any ]
        sample "MatMul, batches" Op.MatMul [ [ 2; 3; 4 ], any; [ 2; 4; 2 ], any ]
        several (sample "MatMul, broadcast" Op.MatMul [ [ 2; 3; 3; 4 ], any; [ 3; 4; 2 ], any ])
        several (sample "MatMul, one matrix" Op.MatMul [ [ 2; 3; 4 ], any; [ 4; 2 ], any ])
        several (sample "Linear" Op.Linear [ [ 2; 3; 4 ], any; [ 4; 2 ], any; [ 2 ], any ])
        sample "Determinant" (Op.Matrix MatrixFunction.Determinant) [ [ 2; 3; 3 ], any ]
        sample "Inverse" (Op.Matrix MatrixFunction.Inverse) [ [ 3; 3 ], Definite ]
        several (sample "Cholesky" (Op.Matrix MatrixFunction.Cholesky) [ [ 2; 3; 3 ], Definite ])
        sample "Solve" (Op.Matrix MatrixFunction.Solve) [ [ 2; 3; 3 ], Definite; [ 2; 3; 2 ], any ]
        several (sample "Qr" (Op.Matrix(MatrixFunction.Qr false)) [ [ 4; 3 ], any ])
        several (sample "Eigh" (Op.Matrix MatrixFunction.Eigh) [ [ 3; 3 ], Definite ])
        several (sample "Svd, tall" (Op.Matrix(MatrixFunction.Svd false)) [ [ 2; 4; 3 ], any ])
        several (sample "Svd, wide" (Op.Matrix(MatrixFunction.Svd false)) [ [ 2; 4 ], any ])
        several (sample "Einsum" (Op.Einsum "abc,cde->abde") [ [ 2; 3; 4 ], any; [ 4; 2; 3 ], any ])
        several (
            sample "Einsum, contracted" (Op.Einsum "ab,ab->a") [ [ 2; 3 ], any; [ 2; 3 ], any ]
        )
        sample "Softmax" (Op.Softmax 1) [ [ 3; 4; 2 ], any ]
        sample "LogSoftmax" (Op.LogSoftmax 2) [ [ 3; 4; 2 ], any ]
    ]

    let private window rank stride dilation pads : Window = {
        Strides = List.replicate rank stride
        Dilation = List.replicate rank dilation
        Pads = pads
    }

    let private networks = [
        let operands x kernel bias = [
            x, any
            kernel, any
            if bias > 0 then
                [ bias ], any
        ]

        for title, w, groups in
            [
                "plain", window 2 1 1 (Explicit [ 0, 0; 0, 0 ]), 1
                "same, strided", window 2 2 1 SamePads, 1
                "uneven pads, dilated, groups", window 2 1 2 (Explicit [ 2, 1; 0, 3 ]), 2
            ] do
            let w = {
                Window = w
                Groups = groups
                HasBias = true
            }

            several (
                sample
                    $"Conv, {title}"
                    (Op.Conv w)
                    (operands [ 2; 6; 5; 4 ] [ 3; 2; 4 / groups; 4 ] 4)
            )

        for title, crop in
            [
                "whole", [ 0, 0; 0, 0 ]
                "cropped unevenly", [ 0, 1; 1, 2 ]
                "cropped before, extended", [ 1, 0; -1, -1 ]
            ] do
            let w = {
                Strides = [ 2; 1 ]
                Dilation = [ 1; 2 ]
                Crop = crop
                HasBias = true
            }

            several (
                sample
                    $"ConvTranspose, {title}"
                    (Op.ConvTranspose w)
                    (operands [ 2; 3; 4; 2 ] [ 3; 2; 3; 2 ] 3)
            )

        for title, w in
            [
                "plain", window 2 2 1 (Explicit [ 0, 0; 0, 0 ])
                "same", window 2 2 1 SamePads
            ] do
            let pool = { Size = [ 3; 2 ]; Window = w }
            several (sample $"MaxPool, {title}" (Op.MaxPool pool) [ [ 2; 6; 5; 3 ], any ])
            several (sample $"AveragePool, {title}" (Op.AveragePool pool) [ [ 2; 6; 5; 3 ], any ])

        several (
            sample "LayerNorm" (Op.LayerNorm(1, 1e-3)) [ [ 3; 4; 5 ], any; [ 5 ], any; [ 5 ], any ]
        )

        several (
            sample "LayerNorm, two axes" (Op.LayerNorm(2, 1e-3)) [
                [ 3; 4; 5 ], any
                [ 4; 5 ], any
                [ 4; 5 ], any
            ]
        )

        several (
            sample "BatchNorm" (Op.BatchNorm 1e-3) [ [ 4; 3; 5 ], any; [ 5 ], any; [ 5 ], any ]
        )

        several (
            sample "BatchNormInference" (Op.BatchNormInference 1e-3) [
                [ 4; 3; 5 ], any
                [ 5 ], any
                [ 5 ], any
                [ 5 ], any
                [ 5 ], positive
            ]
        )

        for mode in [ NearestResample; BilinearResample ] do
            several (sample $"Resize, {mode}" (Op.Resize([ 2; 3 ], mode)) [ [ 2; 3; 4; 2 ], any ])
    ]

    let private recurrent = [
        for reverse in [ false; true ] do
            for bias in [ false; true ] do
                for mask in [ false; true ] do
                    let r = {
                        Reverse = reverse
                        HasBias = bias
                        HasMask = mask
                        Activation = "tanh"
                        RecurrentActivation = "sigmoid"
                        ResetAfter = true
                    }

                    let operands states gates biasShape = [
                        [ 2; 4; 3 ], any
                        for _ in 1..states do
                            [ 2; 5 ], any
                        [ 3; 5 * gates ], any
                        [ 5; 5 * gates ], any
                        if bias then
                            biasShape, any
                        if mask then
                            [ 2; 4 ], Flag
                    ]

                    let title = $"reverse {reverse}, bias {bias}, mask {mask}"
                    several (sample $"Rnn, {title}" (Op.Rnn r) (operands 1 1 [ 5 ]))
                    several (sample $"Lstm, {title}" (Op.Lstm r) (operands 2 4 [ 20 ]))
                    several (sample $"Gru, {title}" (Op.Gru r) (operands 1 3 [ 2; 15 ]))

                    several (
                        sample
                            $"Gru, reset before, {title}"
                            (Op.Gru { r with ResetAfter = false })
                            (operands 1 3 [ 15 ])
                    )
    ]

    /// A loop as an operation whose operands are the states, the sequences and what the step captures.
    let private scan name reverse states sequences step =
        let outcome = Scan.run reverse states sequences step
        let node = (outcome.States @ outcome.Outputs).Head.Node

        let operands = [
            for s in node.Inputs ->
                let shape = [ for dim in s.Dims -> (evaluate Map.empty dim).Value ]
                shape, (if DType.isFloat s.DType then any else Index 4)
        ]

        several (sample name node.Op operands)

    let private scans = [
        let input dtype shape =
            Sym.input "operand" {
                DType = dtype
                Dims = shape |> List.map size
            }

        let number shape = input DType.Float64 shape

        for reverse in [ false; true ] do
            scan
                $"Scan, reverse {reverse}"
                reverse
                [ number [ 2; 3 ] ]
                [ number [ 4; 2; 5 ] ]
                (let kernel, recurrent = number [ 5; 3 ], number [ 3; 3 ]

                 fun states parts ->
                     let h = Sym.tanh (Sym.matmul parts[0] kernel + Sym.matmul states[0] recurrent)

                     [ h ], [ h * states[0] ])

        // states that change places, one of whole numbers, and a step that does not depend on all of them
        scan
            "Scan, states that change places"
            false
            [ number [ 2; 3 ]; number [ 2; 3 ]; input DType.Int64 [] ]
            [ number [ 4; 3 ]; number [ 4 ] ]
            (let scale = number [ 3 ]

             fun states parts ->
                 let count = Sym.cast DType.Float64 states[2]

                 [ states[1]; states[0] * scale + parts[0]; states[2] + 1.0 ],
                 [ parts[1] * count; scale ])
    ]

    let all: OpSample list =
        unaries
        @ binaries
        @ aggregations
        @ shapes
        @ algebra
        @ networks
        @ recurrent
        @ scans

    let private caseOf (value: 'union) =
        (fst (FSharpValue.GetUnionFields(value, typeof<'union>, true))).Name

    let private cases (family: System.Type) =
        FSharpType.GetUnionCases(family, true) |> Array.map _.Name |> Set.ofArray

    /// Cases without an example, by name.
    let missing: string list =
        let ops = all |> List.map _.Op

        let absent family (found: string seq) leftOut =
            cases family - Set.ofSeq found - Set.ofList leftOut |> Set.toList

        [
            // leaves have no operands; the host's functions, chance and phases have laws of their own
            yield!
                absent typeof<Op> (ops |> List.map caseOf) [
                    "Input"
                    "Weight"
                    "Constant"
                    "Fill"
                    "Iota"
                    "Host"
                    "Dropout"
                    "RandomUniform"
                    "RandomNormal"
                    "Phase"
                    "Backward"
                ]
            // its gradient is nothing by definition, whatever the value does
            yield!
                absent typeof<Unary> [
                    for op in ops do
                        match op with
                        | Op.Unary u -> caseOf u
                        | _ -> ()
                ] [ "StopGradient" ]
            yield!
                absent typeof<Binary> [
                    for op in ops do
                        match op with
                        | Op.Binary b -> caseOf b
                        | _ -> ()
                ] []
            yield!
                absent typeof<Aggregation> [
                    for op in ops do
                        match op with
                        | Op.Reduce(a, _, _) -> caseOf a
                        | _ -> ()
                ] []
        ]
