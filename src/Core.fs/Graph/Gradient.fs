/// The vector-Jacobian product of every operation, written in operations, in one table; and reverse
/// mode over a graph.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module internal Keratin.Gradient

open System.Collections.Generic
open Keratin

/// A gradient summed over the axes its operand was broadcast along.
let private sumTo (operand: Symbol) (gradient: Symbol) =
    if gradient.Dims = operand.Dims then
        gradient
    else
        let extra = gradient.Rank - operand.Rank

        let stretched = [
            for i in 0 .. operand.Rank - 1 do
                if operand.Dims[i] = size 1 && gradient.Dims[i + extra] <> size 1 then
                    i + extra
        ]

        match [ 0 .. extra - 1 ], stretched with
        | [], [] -> gradient
        | leading, [] -> gradient |> Sym.sum leading false
        | leading, axes -> gradient |> Sym.sum (leading @ axes) true |> Sym.reshape operand.Dims

/// A reduced gradient with the reduced axes back, of size 1.
let private keptDims axes (x: Symbol) (gradient: Symbol) =
    gradient
    |> Sym.reshape (x.Dims |> List.mapi (fun i d -> if List.contains i axes then size 1 else d))

let private swapLast (x: Symbol) =
    x |> Sym.transpose ([ 0 .. x.Rank - 3 ] @ [ x.Rank - 1; x.Rank - 2 ])

let private count axes (x: Symbol) =
    let dims = axes |> List.map (fun axis -> x.Dims[axis])

    match product dims with
    | Size n -> x.Like(float n)
    | Symbolic ->
        // the size is known when the graph is lowered: as many ones as there are elements
        Sym.fill x.DType dims 1.0 |> Sym.sumAll

let private matrix (x: Symbol) =
    x |> Sym.reshape [ product x.Dims[.. x.Rank - 2]; List.last x.Dims ]

/// What reverse mode over a graph does: gradients of some symbols, to those of others.
type private Pull = (Symbol * Symbol) list -> Symbol list -> Symbol list

/// One gradient for each operand; None where nothing flows.
let private vjp
    (pull: Pull)
    (node: Node)
    (y: int -> Symbol)
    (g: int -> Symbol option)
    : Symbol option list =
    let x n = List.item n node.Inputs
    let nothing = node.Inputs |> List.map (fun _ -> None)

    let outputs op inputs =
        Symbol.Apply(op, inputs) |> List.map Some

    let backward b inputs = Some(Sym.apply (Op.Backward b) inputs)

    let recurrent op states =
        let gradients =
            [ 0..states ]
            |> List.map (fun i -> g i |> Option.defaultWith (fun () -> Sym.zerosLike (y i)))

        let gradients =
            Symbol.Apply(Op.Backward op, gradients @ node.Inputs @ [ y 0; y (states + 1) ])
            |> List.map Some

        gradients @ List.replicate (node.Inputs.Length - gradients.Length) None

    match g 0, node.Op with
    | None, Op.Rnn r -> recurrent (Backward.Rnn r) 1
    | None, Op.Gru r -> recurrent (Backward.Gru r) 1
    | None, Op.Lstm r -> recurrent (Backward.Lstm r) 2
    | _, Op.Scan scan ->
        let results = scan.Body.Gives.Length
        let before = [ for i in 0 .. scan.States - 1 -> y (results + i) ]
        let ofSaved = [ for i in 0 .. scan.States - 1 -> g (results + i) ]

        if ofSaved |> List.exists Option.isSome then
            bug node.Place "the states that a loop keeps for its gradient have none themselves"

        Scan.gradient pull scan node.Inputs before [ for i in 0 .. results - 1 -> g i ]
    | None, _ -> nothing
    | Some g0, op ->
        match op with
        | Op.Input _
        | Op.Weight _
        | Op.Constant _
        | Op.Fill _
        | Op.Iota _
        | Op.Host _ -> nothing
        | Op.Unary u ->
            let x = x 0
            let y = y 0

            match u with
            | Unary.Identity -> [ Some g0 ]
            | Unary.StopGradient
            | Unary.Floor
            | Unary.Ceil
            | Unary.Round
            | Unary.Sign
            | Unary.Not
            | Unary.IsNaN
            | Unary.IsInf -> nothing
            | Unary.Abs -> [ Some(g0 * Sym.sign x) ]
            | Unary.Negative -> [ Some -g0 ]
            | Unary.Exp -> [ Some(g0 * y) ]
            | Unary.Expm1 -> [ Some(g0 * (y + 1.0)) ]
            | Unary.Log -> [ Some(g0 / x) ]
            | Unary.Log1p -> [ Some(g0 / (x + 1.0)) ]
            | Unary.Sqrt -> [ Some(g0 / (y * 2.0)) ]
            | Unary.Rsqrt -> [ Some(g0 * (y / x) * -0.5) ]
            | Unary.Square -> [ Some(g0 * x * 2.0) ]
            | Unary.Reciprocal -> [ Some(-(g0 * y * y)) ]
            | Unary.Sin -> [ Some(g0 * Sym.apply (Op.Unary Unary.Cos) [ x ]) ]
            | Unary.Cos -> [ Some(-(g0 * Sym.apply (Op.Unary Unary.Sin) [ x ])) ]
            | Unary.Tan -> [ Some(g0 * (y * y + 1.0)) ]
            | Unary.Arcsin -> [ Some(g0 * Sym.rsqrt (1.0 - x * x)) ]
            | Unary.Arccos -> [ Some(-(g0 * Sym.rsqrt (1.0 - x * x))) ]
            | Unary.Arctan -> [ Some(g0 / (x * x + 1.0)) ]
            | Unary.Sinh -> [ Some(g0 * Sym.apply (Op.Unary Unary.Cosh) [ x ]) ]
            | Unary.Cosh -> [ Some(g0 * Sym.apply (Op.Unary Unary.Sinh) [ x ]) ]
            | Unary.Arcsinh -> [ Some(g0 * Sym.rsqrt (x * x + 1.0)) ]
            | Unary.Arccosh -> [ Some(g0 * Sym.rsqrt (x * x - 1.0)) ]
            | Unary.Arctanh -> [ Some(g0 / (1.0 - x * x)) ]
            | Unary.Tanh -> [ backward Backward.Tanh [ g0; y ] ]
            // 2 / sqrt(pi) * exp(-x^2)
            | Unary.Erf -> [ Some(g0 * Sym.exp (-(x * x)) * 1.1283791670955126) ]
            | Unary.Relu -> [ backward Backward.Relu [ g0; y ] ]
            | Unary.Sigmoid -> [ backward Backward.Sigmoid [ g0; y ] ]
            | Unary.Softplus -> [ Some(g0 * Sym.sigmoid x) ]
            | Unary.Silu -> [ backward Backward.Silu [ g0; x ] ]
            | Unary.Gelu approximate -> [ backward (Backward.Gelu approximate) [ g0; x ] ]
            | Unary.Mish ->
                let t = Sym.tanh (Sym.softplus x)
                [ Some(g0 * (t + x * Sym.sigmoid x * (1.0 - t * t))) ]
            | Unary.Selu ->
                let positive = Sym.greater x (x.Like 0.0)
                // y = scale * alpha * (e^x - 1) below zero, so its slope there is y + scale * alpha
                [
                    Some(
                        g0 * Sym.where positive (x.Like 1.0507009873554805) (y + 1.7580993408473766)
                    )
                ]
            | Unary.Elu alpha ->
                let positive = Sym.greater x (x.Like 0.0)
                [ Some(g0 * Sym.where positive (x.Like 1.0) (y + alpha)) ]
            | Unary.LeakyRelu slope ->
                let positive = Sym.greater x (x.Like 0.0)
                [ Some(Sym.where positive g0 (g0 * slope)) ]
            | Unary.HardSigmoid ->
                let inside = Sym.less (Sym.abs x) (x.Like 3.0)
                [ Some(Sym.where inside (g0 / 6.0) (x.Like 0.0)) ]
            | Unary.HardSilu ->
                let inside = Sym.less (Sym.abs x) (x.Like 3.0)
                let above = Sym.greaterEqual x (x.Like 3.0)

                [
                    Some(Sym.where inside (g0 * (x / 3.0 + 0.5)) (Sym.where above g0 (x.Like 0.0)))
                ]
        | Op.Binary b ->
            let a, c = x 0, x 1
            let pair ga gc = [ Some(sumTo a ga); Some(sumTo c gc) ]

            match b with
            | Binary.Add -> pair g0 g0
            | Binary.Subtract -> [ Some(sumTo a g0); Some -(sumTo c g0) ]
            | Binary.Multiply -> pair (g0 * c) (g0 * a)
            | Binary.Divide -> pair (g0 / c) (-(g0 * y 0 / c))
            | Binary.FloorDivide -> nothing
            | Binary.Modulo -> pair g0 (-(g0 * Sym.cast g0.DType (Sym.floorDivide a c)))
            | Binary.Power ->
                let zero = a.Like 0.0

                // log of the base only where it is positive: elsewhere the exponent has no gradient
                let logarithm =
                    Sym.where
                        (Sym.greater a zero)
                        (Sym.log (Sym.where (Sym.greater a zero) a (a.Like 1.0)))
                        zero

                pair
                    (Sym.where
                        (Sym.equal c (c.Like 0.0))
                        (g0.Like 0.0)
                        (g0 * c * Sym.power a (c - 1.0)))
                    (g0 * y 0 * logarithm)
            | Binary.Maximum
            | Binary.Minimum ->
                // equal operands share the gradient
                let wins =
                    if b = Binary.Maximum then Sym.greater a c else Sym.less a c
                    |> Sym.cast g0.DType

                let ties = Sym.cast g0.DType (Sym.equal a c) * 0.5
                let share = wins + ties
                pair (g0 * share) (g0 * (1.0 - share))
            | Binary.Arctan2 ->
                let square = a * a + c * c
                pair (g0 * c / square) (-(g0 * a / square))
        | Op.Compare _ -> nothing
        | Op.Where ->
            let condition, a, c = x 0, x 1, x 2
            let zero = g0.Like 0.0

            [
                None
                Some(sumTo a (Sym.where condition g0 zero))
                Some(sumTo c (Sym.where condition zero g0))
            ]
        | Op.Cast _ -> [
            (if DType.isFloat (x 0).DType then
                 Some(Sym.cast (x 0).DType g0)
             else
                 None)
          ]
        | Op.Clip(low, high) ->
            let x = x 0

            if DType.bytes x.DType >= 4 then
                [ backward (Backward.Clip(low, high)) [ g0; x ] ]
            else
                let inside =
                    Sym.both (Sym.greaterEqual x (x.Like low)) (Sym.lessEqual x (x.Like high))

                [ Some(Sym.where inside g0 (g0.Like 0.0)) ]
        | Op.Reduce(kind, axes, keep) ->
            let x = x 0
            let wide (s: Symbol) = if keep then s else keptDims axes x s

            match kind with
            | Aggregation.Sum -> [ Some(wide g0 |> Sym.broadcastTo x.Dims) ]
            | Aggregation.Mean -> [ Some(wide (g0 / count axes x) |> Sym.broadcastTo x.Dims) ]
            | Aggregation.Max
            | Aggregation.Min ->
                // shared evenly where several are the greatest
                let hits = Sym.cast x.DType (Sym.equal x (wide (y 0)))
                let total = hits |> Sym.sum axes true
                [ Some(hits * (wide g0 / total)) ]
            | Aggregation.Prod ->
                // the product of the others, without a division by zero: where one element is zero, it alone
                // has a slope, and where two are, none has
                let isZero = Sym.equal x (x.Like 0.0)
                let others = Sym.where isZero (x.Like 1.0) x
                let zeros = Sym.cast x.DType isZero |> Sym.sum axes true
                let product = Sym.reduce Aggregation.Prod axes true others

                let slope =
                    Sym.where
                        (Sym.equal zeros (x.Like 0.0))
                        (product / others)
                        (Sym.where
                            (Sym.both isZero (Sym.equal zeros (x.Like 1.0)))
                            product
                            (x.Like 0.0))

                [ Some(wide g0 * slope) ]
            | Aggregation.LogSumExp -> [ Some(wide g0 * Sym.exp (x - wide (y 0))) ]
            | Aggregation.All
            | Aggregation.Any -> nothing
        | Op.ArgMax _
        | Op.ArgMin _ -> nothing
        | Op.CumSum axis -> [
            Some(g0 |> Sym.reverse [ axis ] |> Sym.cumSum axis |> Sym.reverse [ axis ])
          ]
        | Op.TopK _ -> [ backward (Backward.TakeAlong((x 0).Rank - 1)) [ g0; x 0; y 1 ] ]
        | Op.Argsort -> nothing
        | Op.ScatterRows add ->
            let indices, rows = x 1, x 2

            [
                Some(
                    if add then
                        g0
                    else
                        Sym.scatterRows false g0 indices (Sym.zerosLike rows)
                )
                None
                Some(Sym.gather 0 g0 (Sym.squeeze [ 1 ] indices))
            ]
        | Op.Reshape _ -> [ Some(Sym.reshape (x 0).Dims g0) ]
        | Op.Transpose axes -> [ Some(Sym.transpose (Sym.inverse axes) g0) ]
        | Op.BroadcastTo _ -> [ Some(sumTo (x 0) g0) ]
        | Op.Concat axis ->
            let mutable start = size 0

            [
                for part in node.Inputs do
                    let stop = start + part.Dims[axis]
                    Some(Sym.apply (Op.Slice(axis, start, stop, 1)) [ g0 ])
                    start <- stop
            ]
        | Op.Slice(axis, start, stop, step) ->
            let x = x 0

            match start, x.Dims[axis] - stop with
            | Size before, Size after when step = 1 ->
                let pads = x.Dims |> List.mapi (fun i _ -> if i = axis then before, after else 0, 0)
                [ Some(Sym.pad pads 0.0 g0) ]
            | _ ->
                let zeros length =
                    Sym.fill
                        g0.DType
                        (x.Dims |> List.mapi (fun i d -> if i = axis then length else d))
                        0.0

                if step = 1 then
                    [ Some(Sym.concat axis [ zeros start; g0; zeros (x.Dims[axis] - stop) ]) ]
                else
                    [ backward (Backward.Autograd(op, 1)) [ x; g0 ] ]
        | Op.Reverse axes -> [ Some(Sym.reverse axes g0) ]
        | Op.Pad(pads, ConstantPad _) ->
            let x = x 0

            [
                (g0, List.indexed pads)
                ||> List.fold (fun g (axis, (before, _)) ->
                    g |> Sym.slice axis (size before) (x.Dims[axis] + before))
                |> Some
            ]
        | Op.Pad(pads, (ReflectPad | EdgePad as mode)) -> [
            backward (Backward.Pad(pads, mode)) [ x 0; g0 ]
          ]
        | Op.Gather axis -> [ backward (Backward.Gather((x 0).Dims[axis], axis)) [ x 1; g0 ]; None ]
        | Op.TakeAlong axis -> [ backward (Backward.TakeAlong axis) [ g0; x 0; x 1 ]; None ]
        | Op.OneHot _ -> nothing
        | Op.MatMul ->
            let a, b = x 0, x 1

            if b.Rank = 2 then
                [
                    Some(Sym.matmul g0 (swapLast b))
                    Some(Sym.matmul (swapLast (matrix a)) (matrix g0))
                ]
            else
                [
                    Some(sumTo a (Sym.matmul g0 (swapLast b)))
                    Some(sumTo b (Sym.matmul (swapLast a) g0))
                ]
        | Op.Linear ->
            let a, kernel = x 0, x 1

            [
                Some(Sym.matmul g0 (swapLast kernel))
                Some(Sym.matmul (swapLast (matrix a)) (matrix g0))
                Some(Sym.sum [ 0 .. g0.Rank - 2 ] false g0)
            ]
        | Op.Einsum equation ->
            let parts = equation.Split "->"
            let terms = parts[0].Split ','

            // the gradient of one term contracts the output's gradient with the other terms
            let gradient i =
                let others = [
                    for j in 0 .. terms.Length - 1 do
                        if j <> i then
                            j
                ]

                let left = String.concat "," (parts[1] :: [ for j in others -> terms[j] ])
                let known = Set.ofSeq left

                if terms[i] |> Seq.forall (fun letter -> known.Contains letter) then
                    Some(Sym.einsum $"{left}->{terms[i]}" (g0 :: [ for j in others -> x j ]))
                else
                    Symbol.Apply(Op.Backward(Backward.Autograd(op, 1)), node.Inputs @ [ g0 ])
                    |> List.item i
                    |> Some

            [ for i in 0 .. terms.Length - 1 -> gradient i ]
        | Op.Matrix f ->
            let all = [ 0 .. node.Types.Length - 1 ]

            MatrixGradients.vjp node.Place f node.Inputs (all |> List.map y) (all |> List.map g)
            |> List.map Some
        | Op.Conv w -> outputs (Op.Backward(Backward.Conv w)) [ g0; x 0; x 1 ]
        | Op.ConvTranspose w -> outputs (Op.Backward(Backward.ConvTranspose w)) [ g0; x 0; x 1 ]
        | Op.MaxPool w -> [ backward (Backward.MaxPool w) [ g0; x 0; y 1 ] ]
        | Op.AveragePool w -> [ backward (Backward.AveragePool w) [ g0; x 0 ] ]
        | Op.Softmax axis -> [ backward (Backward.Softmax axis) [ g0; y 0 ] ]
        | Op.LogSoftmax axis -> [ backward (Backward.LogSoftmax axis) [ g0; y 0 ] ]
        | Op.LayerNorm(axes, _) ->
            outputs (Op.Backward(Backward.LayerNorm axes)) [ g0; x 0; y 1; y 2; x 1; x 2 ]
        | Op.BatchNorm epsilon ->
            outputs (Op.Backward(Backward.BatchNorm epsilon)) [ g0; x 0; y 1; y 2; x 1 ]
        | Op.BatchNormInference epsilon ->
            let a, gamma, mean, variance = x 0, x 1, x 3, x 4
            let deviation = Sym.rsqrt (variance + epsilon)
            let lead = [ 0 .. a.Rank - 2 ]
            let centred = a - mean
            let ggamma = Sym.sum lead false (g0 * centred * deviation)
            let gbeta = Sym.sum lead false g0

            [
                Some(g0 * (gamma * deviation))
                Some ggamma
                Some gbeta
                Some(-(gbeta * gamma * deviation))
                Some(ggamma * gamma / (variance + epsilon) * -0.5)
            ]
        | Op.Rnn r -> recurrent (Backward.Rnn r) 1
        | Op.Gru r -> recurrent (Backward.Gru r) 1
        | Op.Lstm r -> recurrent (Backward.Lstm r) 2
        | Op.Resize(scale, mode) -> [ backward (Backward.Resize(scale, mode)) [ g0; x 0 ] ]
        | Op.Dropout rate -> [ backward (Backward.Dropout rate) [ g0; y 1 ]; None ]
        | Op.RandomUniform _
        | Op.RandomNormal _ -> nothing
        | Op.Scan _ -> bug node.Place "the gradient of a loop needs no first output"
        | Op.Phase owner -> [
            Some(Sym.phase owner g0 (Sym.zerosLike (x 0)))
            Some(Sym.phase owner (Sym.zerosLike (x 1)) g0)
          ]
        | Op.Backward b ->
            match b with
            // linear in the gradient; a second time through the output
            | Backward.Relu -> [ backward Backward.Relu [ g0; x 1 ]; None ]
            | Backward.Clip(low, high) -> [ backward (Backward.Clip(low, high)) [ g0; x 1 ]; None ]
            | Backward.Sigmoid ->
                let g, s = x 0, x 1
                [ backward Backward.Sigmoid [ g0; s ]; Some(g0 * g * (1.0 - s * 2.0)) ]
            | Backward.Tanh ->
                let g, t = x 0, x 1
                [ backward Backward.Tanh [ g0; t ]; Some(g0 * g * t * -2.0) ]
            | Backward.Softmax axis ->
                let g, s = x 0, x 1
                let dot a b = Sym.sum [ axis ] true (a * b)

                [
                    backward (Backward.Softmax axis) [ g0; s ]
                    Some(g0 * g - g0 * dot g s - g * dot g0 s)
                ]
            | Backward.LogSoftmax axis ->
                let g, l = x 0, x 1

                [
                    Some(g0 - Sym.sum [ axis ] true (g0 * Sym.exp l))
                    Some(-(Sym.sum [ axis ] true g * Sym.exp l * g0))
                ]
            | Backward.Dropout rate -> [ backward (Backward.Dropout rate) [ g0; x 1 ]; None ]
            | Backward.AveragePool w -> [ Some(Sym.apply (Op.AveragePool w) [ g0 ]); None ]
            | Backward.Resize(scale, mode) -> [
                Some(Sym.apply (Op.Resize(scale, mode)) [ g0 ])
                None
              ]
            | Backward.Gather(_, axis) -> [ None; Some(Sym.gather axis g0 (x 0)) ]
            | Backward.Pad(pads, mode) -> [ None; Some(Sym.apply (Op.Pad(pads, mode)) [ g0 ]) ]
            | Backward.TakeAlong axis -> [ Some(Sym.takeAlong axis g0 (x 2)); None; None ]
            // the gradient is bilinear in (gradient, input, kernel): each part is a convolution again
            | Backward.Conv w ->
                let gradient, input, kernel = x 0, x 1, x 2
                let plain = { w with HasBias = false }

                let add a b =
                    Option.map2 (+) a b |> Option.orElse a |> Option.orElse b

                let throughInput = g 0 |> Option.map (fun gi -> Sym.conv plain [ gi; kernel ])
                let throughKernel = g 1 |> Option.map (fun gk -> Sym.conv plain [ input; gk ])

                let throughBias =
                    if w.HasBias then
                        g 2 |> Option.map (Sym.broadcastTo gradient.Dims)
                    else
                        None

                let back inputs n =
                    Symbol.Apply(Op.Backward(Backward.Conv plain), inputs) |> List.item n

                [
                    add (add throughInput throughKernel) throughBias
                    g 1 |> Option.map (fun gk -> back [ gradient; input; gk ] 0)
                    g 0 |> Option.map (fun gi -> back [ gradient; gi; kernel ] 1)
                ]
            | Backward.Gelu _
            | Backward.Silu
            | Backward.ConvTranspose _
            | Backward.MaxPool _
            | Backward.LayerNorm _
            | Backward.BatchNorm _
            | Backward.Rnn _
            | Backward.Lstm _
            | Backward.Gru _
            | Backward.Autograd _ ->
                let gradients =
                    node.Types
                    |> List.mapi (fun i _ ->
                        g i |> Option.defaultWith (fun () -> Sym.zerosLike (y i)))

                Symbol.Apply(
                    Op.Backward(Backward.Autograd(op, gradients.Length)),
                    node.Inputs @ gradients
                )
                |> List.map (fun s -> if DType.isFloat s.DType then Some s else None)

/// Reverse mode: from the gradients of some symbols to those of others; zeros where nothing flows.
let rec private pull (seeds: (Symbol * Symbol) list) (wrt: Symbol list) : Symbol list =
    let all = Graph.nodes (seeds |> List.map fst)
    let wanted = HashSet(wrt |> List.map _.Key)
    let leads = HashSet<int64>()

    for node in all do
        let outputs = [ 0 .. node.Types.Length - 1 ]

        if
            outputs |> List.exists (fun i -> wanted.Contains(struct (node.Id, i)))
            || node.Inputs |> List.exists (fun s -> leads.Contains s.Node.Id)
        then
            leads.Add node.Id |> ignore

    let gradients = Dictionary<struct (int64 * int), Symbol>()

    let accumulate (s: Symbol) (gradient: Symbol) =
        match gradients.TryGetValue s.Key with
        | true, earlier -> gradients[s.Key] <- earlier + gradient
        | _ -> gradients[s.Key] <- gradient

    for s, gradient in seeds do
        if leads.Contains s.Node.Id then
            accumulate s gradient

    for node in Array.rev all do
        if
            leads.Contains node.Id
            && node.Inputs |> List.exists (fun s -> leads.Contains s.Node.Id)
        then
            let output i = Symbol(node, i, None, null)

            let gradient i =
                match gradients.TryGetValue(struct (node.Id, i)) with
                | true, g -> Some g
                | _ -> None

            if [ 0 .. node.Types.Length - 1 ] |> List.exists (fun i -> (gradient i).IsSome) then
                Place.within (node.Place + " (gradient)") (fun () ->
                    for s, g in List.zip node.Inputs (vjp pull node output gradient) do
                        match g with
                        | Some g when leads.Contains s.Node.Id -> accumulate s g
                        | _ -> ())

    wrt
    |> List.map (fun s ->
        match gradients.TryGetValue s.Key with
        | true, g -> g
        | _ -> Sym.zerosLike s)

/// The gradients of a scalar (or of the sum of a symbol's elements) with respect to symbols; zeros
/// where it does not depend on them.
let of' (loss: Symbol) (wrt: Symbol list) : Symbol list = pull [ loss, Sym.onesLike loss ] wrt
