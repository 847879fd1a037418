/// The LibTorch call of every operation, in one table. Shapes are numbers by now: a program is made
/// for the sizes at hand, so that every output can have its memory beforehand. What takes more than
/// a call is in Lowering/.
module internal Keratin.Engine.Lower

open System.Collections.Generic
open Keratin
open Keratin.Engine.Instructions

let private gelu approximate =
    Text(if approximate then "tanh" else "none")

/// Element type and sizes; what a kernel keeps for its gradient is its own affair.
let private slotType (dims: Dim -> int) (t: TensorType) : Slot = {
    DType = t.DType
    Sizes =
        match t.Dims with
        | [ saved ] when saved = unknown "saved" -> []
        | all -> all |> List.map dims
}

/// The instructions of one node, whose operands have these slots and types; `dims` gives a
/// dimension's size; the answer is the slots of the outputs.
let rec lower
    (builder: Builder)
    (dims: Dim -> int)
    (place: string)
    (op: Op)
    (operands: (int * Slot) list)
    (outputs: Slot list)
    (used: bool list)
    : int list =
    let call = Call(builder, place, operands, outputs, used)
    let x n = Slot(call.X n)

    match op with
    | Op.Input _
    | Op.Weight _ -> bug place "inputs and weights have their slots beforehand"
    | Op.Constant value -> [ call.Constant value ]
    | Op.Fill(value, dtype, _) ->
        let scalar = call.Scalar dtype value

        if call.Out.Sizes.IsEmpty then
            [ scalar ]
        else
            [ call.Step("aten::expand", [ Slot scalar; Ints call.Out.Sizes ]) ]
    | Op.Iota n -> [ indexVector call [ 0 .. dims n - 1 ] ]
    | Op.Host _ ->
        refuse
            place
            "layers that calculate on the device, within a step or a loop"
            "a layer that calculates on the host"
            "let Fit or Predict run the model, or make its arrays beforehand with the layer alone"
    | Op.Unary u -> Elementwise.unary call u (call.X 0)
    | Op.Binary b -> Elementwise.binary call b (call.X 0) (call.X 1)
    | Op.Compare c -> Elementwise.compare call c (call.X 0) (call.X 1)
    | Op.Where -> call.Final ("aten::where.self", "aten::where.self_out") [ x 0; x 1; x 2 ]
    | Op.Cast dtype -> call.Final "aten::_to_copy" [ x 0; Int(int dtype) ]
    | Op.Clip(low, high) -> Elementwise.clip call low high
    | Op.Reduce(kind, axes, keep) -> Reductions.reduce call kind axes keep (call.X 0)
    | Op.ArgMax axis ->
        call.Final ("aten::argmax", "aten::argmax.out") [ x 0; Int axis; Flag false ]
    | Op.ArgMin axis ->
        call.Final ("aten::argmin", "aten::argmin.out") [ x 0; Int axis; Flag false ]
    | Op.CumSum axis ->
        call.Final ("aten::cumsum", "aten::cumsum.out") [ x 0; Int axis; Int(int call.Out.DType) ]
    | Op.Argsort -> call.Final "aten::argsort.stable" [ x 0; Flag true; Int -1; Flag false ]
    | Op.ScatterRows add -> Indexing.scatterRows call add
    | Op.TopK k -> Reductions.topK call k (call.X 0)
    | Op.Reshape _ -> [ view call (call.X 0) call.Out.Sizes ]
    | Op.Transpose axes -> [ permute call (call.X 0) axes ]
    | Op.BroadcastTo _ -> [ call.Step("aten::expand", [ x 0; Ints call.Out.Sizes ]) ]
    | Op.Concat axis -> call.Final ("aten::cat", "aten::cat.out") [ Slots call.Inputs; Int axis ]
    | Op.Slice(axis, start, stop, step) ->
        let places = [ Int axis; Int(dims start); Int(dims stop); Int step ]
        [ call.Step("aten::slice.Tensor", x 0 :: places) ]
    | Op.Reverse axes -> call.Final "aten::flip" [ x 0; Ints axes ]
    | Op.Pad(pads, mode) -> Indexing.pad call pads mode
    | Op.Gather axis -> Indexing.gather call axis
    | Op.TakeAlong axis -> Indexing.takeAlong call axis
    | Op.OneHot(depth, dtype) -> Indexing.oneHot call depth dtype
    | Op.MatMul -> Products.matmul call
    | Op.Linear -> Products.linear call
    | Op.Einsum equation -> call.Final "aten::einsum" [ Text equation; Slots call.Inputs ]
    | Op.Matrix f ->
        match f with
        | MatrixFunction.Determinant -> call.Final "aten::linalg_det" [ x 0 ]
        | MatrixFunction.Inverse -> call.Final "aten::linalg_inv" [ x 0 ]
        | MatrixFunction.Cholesky -> call.Final "aten::linalg_cholesky" [ x 0 ]
        | MatrixFunction.Solve -> call.Final "aten::linalg_solve" [ x 0; x 1 ]
        | MatrixFunction.Qr complete ->
            call.Final "aten::linalg_qr" [ x 0; Text(if complete then "complete" else "reduced") ]
        | MatrixFunction.Eigh -> call.Final "aten::linalg_eigh" [ x 0; Text "L" ]
        | MatrixFunction.Svd full -> call.Final "aten::linalg_svd" [ x 0; Flag full ]
    | Op.Conv w -> Convolutions.conv call w
    | Op.ConvTranspose w -> Convolutions.transposed call w
    | Op.MaxPool w -> Pooling.maxPool call w
    | Op.AveragePool w -> Pooling.averagePool call w
    | Op.Softmax axis ->
        call.Final ("aten::_softmax", "aten::_softmax.out") [ x 0; Int axis; Flag false ]
    | Op.LogSoftmax axis ->
        call.Final ("aten::_log_softmax", "aten::_log_softmax.out") [ x 0; Int axis; Flag false ]
    | Op.LayerNorm(axes, epsilon) -> Normalization.layerNorm call axes epsilon
    | Op.BatchNorm epsilon -> Normalization.batchNorm call epsilon
    | Op.BatchNormInference epsilon -> Normalization.batchNormInference call epsilon
    | Op.Rnn r -> Recurrences.recurrence call Recurrences.RnnKernel r
    | Op.Gru r -> Recurrences.recurrence call Recurrences.GruKernel r
    | Op.Lstm r -> Recurrences.recurrence call Recurrences.LstmKernel r
    | Op.Resize(_, mode) -> Resampling.resize call mode
    | Op.Dropout rate ->
        call.Final ("keratin::dropout", "keratin::dropout.out") [ x 0; x 1; Float rate ]
    | Op.RandomUniform(_, low, high) ->
        call.Final "keratin::random_uniform" [ x 0; Ints call.Out.Sizes; Float low; Float high ]
    | Op.RandomNormal(_, mean, stddev, truncated) ->
        let name =
            if truncated then
                "random_truncated_normal"
            else
                "random_normal"

        call.Final $"keratin::{name}" [ x 0; Ints call.Out.Sizes; Float mean; Float stddev ]
    | Op.Scan scan -> loop dims call scan
    | Op.Phase _ -> bug place "the phase is chosen before lowering"
    | Op.Backward b -> backward builder dims place call b operands

/// The slots of a graph, whose nodes are lowered in order. `leaf` answers the slot of a node that has one
/// beforehand.
and graph
    (builder: Builder)
    (dims: Dim -> int)
    (leaf: Node -> int option)
    (roots: Symbol list)
    : Symbol -> int =
    let nodes = Graph.nodes roots
    let slots = Dictionary<int64, int list>()
    let read = HashSet(roots |> List.map _.Key)

    for node in nodes do
        read.UnionWith(node.Inputs |> List.map _.Key)

    let slotOf (s: Symbol) = slots[s.Node.Id][s.Output]

    for node in nodes do
        match leaf node with
        | Some slot -> slots[node.Id] <- [ slot ]
        | None ->
            let operands = node.Inputs |> List.map (fun s -> slotOf s, slotType dims s.Type)
            let outputs = node.Types |> List.map (slotType dims)
            let used = node.Types |> List.mapi (fun i _ -> read.Contains(struct (node.Id, i)))
            slots[node.Id] <- lower builder dims node.Place node.Op operands outputs used

    slotOf

/// The body as a program of its own.
and private loop dims (call: Call) (scan: Loop) =
    let body = Scan.bodyOf scan
    let inner = Builder()
    let carried = scan.States + scan.Sequences

    // what is the same at every step is bound to tensors as they come
    let takes =
        body.Parameters
        |> List.mapi (fun i s ->
            if i < carried then
                inner.Typed(slotType dims s.Type)
            else
                inner.New())

    let own =
        dict (List.zip body.Parameters takes |> List.map (fun (s, slot) -> s.Node.Id, slot))

    let leaf (node: Node) =
        match own.TryGetValue node.Id with
        | true, slot -> Some slot
        | _ -> None

    let outputs = body.Results |> List.skip scan.States

    let wanted =
        List.zip outputs (call.Used |> List.skip scan.States |> List.truncate outputs.Length)

    let next = body.Results |> List.truncate scan.States

    let slotOf =
        graph inner dims leaf (next @ (wanted |> List.filter snd |> List.map fst))

    // a state that is another's place from before must be kept until all are replaced
    let kept (s: Symbol) =
        let slot = slotOf s

        if inner.IsOutside slot then
            let copy = inner.New()
            inner.Add(Instruction.Of call.Place "aten::clone" [ Slot slot ] [ copy ])
            copy
        else
            slot

    call.Loop {
        Builder = inner
        States = scan.States
        Sequences = scan.Sequences
        Reverse = scan.Reverse
        Takes = takes
        Gives =
            List.map kept next
            @ (wanted |> List.map (fun (s, isRead) -> if isRead then slotOf s else -1))
            @ List.truncate scan.States takes
    }

and private backward builder dims place (call: Call) (b: Backward) operands =
    let x n = Slot(call.X n)

    match b with
    | Backward.Relu -> Elementwise.derivative call "threshold" [ Int 0 ]
    | Backward.Clip(low, high) -> Elementwise.clipBackward call low high
    | Backward.Sigmoid -> Elementwise.derivative call "sigmoid" []
    | Backward.Tanh -> Elementwise.derivative call "tanh" []
    | Backward.Gelu approximate -> Elementwise.derivative call "gelu" [ gelu approximate ]
    | Backward.Silu -> Elementwise.derivative call "silu" []
    | Backward.Softmax axis ->
        call.Final ("aten::_softmax_backward_data", "aten::_softmax_backward_data.out") [
            x 0
            x 1
            Int axis
            Int(int (call.Type 0).DType)
        ]
    | Backward.LogSoftmax axis ->
        call.Final ("aten::_log_softmax_backward_data", "aten::_log_softmax_backward_data.out") [
            x 0
            x 1
            Int axis
            Int(int (call.Type 0).DType)
        ]
    | Backward.Conv w -> Convolutions.convBackward call w
    | Backward.ConvTranspose w -> Convolutions.transposedBackward call w
    | Backward.MaxPool w -> Pooling.maxPoolBackward call w
    | Backward.AveragePool w -> Pooling.averagePoolBackward call w
    | Backward.LayerNorm axes -> Normalization.layerNormBackward call axes
    | Backward.BatchNorm epsilon -> Normalization.batchNormBackward call epsilon
    | Backward.Rnn r -> Recurrences.recurrenceBackward call Recurrences.RnnKernel r
    | Backward.Gru r -> Recurrences.recurrenceBackward call Recurrences.GruKernel r
    | Backward.Lstm r -> Recurrences.recurrenceBackward call Recurrences.LstmKernel r
    | Backward.Dropout rate ->
        call.Final ("keratin::dropout_backward", "keratin::dropout_backward.out", 0) [
            x 0
            x 1
            Float rate
        ]
    | Backward.Pad(pads, mode) -> Indexing.padBackward call pads mode
    | Backward.Gather(rows, axis) -> Indexing.gatherBackward call (dims rows) axis
    | Backward.TakeAlong axis -> Indexing.takeAlongBackward call axis
    | Backward.Resize(_, mode) -> Resampling.resizeBackward call mode
    | Backward.Autograd(op, gradients) ->
        let own, given = operands |> List.splitAt (operands.Length - gradients)
        byAutograd builder dims place call op own (given |> List.map fst)

/// The derivative, by LibTorch's autograd, of an operation that is lowered to one call.
and private byAutograd builder dims place (call: Call) op operands gradients =
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
                | Default
                | Absent
                | Int _
                | Float _
                | Flag _
                | Text _
                | Ints _
                | Flags _ -> [])

        operands
        |> List.map (fun (slot, _) -> results[List.findIndex ((=) slot) tensors])
    | _ ->
        refuse
            place
            "an operation that has a second derivative"
            $"the derivative of the gradient of %A{op}"
            "take the gradient penalty through other layers, or write the step without it"
