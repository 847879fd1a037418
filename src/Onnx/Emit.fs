/// The ONNX nodes of every operation, in one table.
module internal Keratin.Onnx.Emit

open System.Collections.Generic
open Keratin

/// Refuses what is calculated on the host.
let refuseHost (place: string) : 'a =
    refuse
        $"ONNX export / {place}"
        "layers that ONNX's standard operators can write"
        "a layer that looks up or hashes words, which no standard operator does"
        "export the model that begins behind it, and make that one's input with the layer's Apply"

/// The nodes of one operation: its outputs, from its operands. `weights` has the numbers of weights, and
/// `used` says which outputs anybody reads.
let rec emit
    (g: Graph)
    (weights: Weight -> NDArray)
    (op: Op)
    (operands: Value list)
    (types: TensorType list)
    (used: bool list)
    : Value list =
    let x n = List.item n operands
    let out = types.Head

    let literal source = [
        {
            Type = out
            Layout = ChannelsLast
            Source = source
        }
    ]

    let missing i what = {
        Type = types[i]
        Layout = ChannelsLast
        Source = Missing what
    }

    let chance () =
        g.Refuse
            "a model whose answers do not depend on chance"
            $"%A{op}"
            "leave this layer out of the exported model; Dropout and noise do nothing in inference"

    match op with
    | Op.Input name -> bug g.Place $"the input \"{name}\" is written beforehand"
    | Op.Weight w -> literal (Known(w.Path, weights w))
    | Op.Constant values -> literal (Known((if g.Place = "" then "constant" else g.Place), values))
    | Op.Fill(value, _, _) -> literal (Filled value)
    | Op.Iota n -> [ Aggregating.iota g n out ]
    | Op.Host _ -> refuseHost g.Place
    | Op.Unary u -> [ Elementwise.unary g u (x 0) out ]
    | Op.Binary b -> [ Elementwise.binary g b (x 0) (x 1) out ]
    | Op.Compare c -> [ Elementwise.compare g c (x 0) (x 1) out ]
    | Op.Where -> [ Elementwise.where g (x 0) (x 1) (x 2) out ]
    | Op.Cast dtype -> [ Layout.cast g dtype (x 0) ]
    | Op.Clip(low, high) -> [ Elementwise.clip g low high (x 0) ]
    | Op.Reduce(kind, axes, keep) -> [ Aggregating.reduce g kind axes keep (x 0) out ]
    | Op.ArgMax axis -> [ Aggregating.argument g "ArgMax" axis (x 0) out ]
    | Op.ArgMin axis -> [ Aggregating.argument g "ArgMin" axis (x 0) out ]
    | Op.CumSum axis -> [ Aggregating.cumSum g axis (x 0) ]
    | Op.Argsort -> [ Aggregating.argsort g (x 0) out ]
    | Op.ScatterRows add -> [ Rearranging.scatterRows g add (x 0) (x 1) (x 2) out ]
    | Op.TopK k -> Aggregating.topK g k (x 0) types
    | Op.Reshape dims -> [ Rearranging.reshape g dims (x 0) ]
    | Op.Transpose axes -> [ Rearranging.transpose g axes (x 0) out ]
    | Op.BroadcastTo dims -> [ Rearranging.broadcastTo g dims (x 0) ]
    | Op.Concat axis -> [ Rearranging.concat g axis operands out ]
    | Op.Slice(axis, start, stop, step) -> [ Rearranging.slice g axis start stop step (x 0) out ]
    | Op.Reverse axes -> [ Rearranging.reverse g axes (x 0) ]
    | Op.Pad(pads, mode) -> [ Rearranging.pad g pads mode (x 0) out ]
    | Op.Gather axis -> [ Rearranging.gather g axis (x 0) (x 1) out ]
    | Op.TakeAlong axis -> [ Rearranging.takeAlong g axis (x 0) (x 1) out ]
    | Op.OneHot(depth, dtype) -> [ Rearranging.oneHot g depth dtype (x 0) out ]
    | Op.MatMul -> [ Aggregating.matmul g (x 0) (x 1) out ]
    | Op.Linear -> [ Aggregating.linear g (x 0) (x 1) (x 2) out ]
    | Op.Einsum equation -> [ Aggregating.einsum g equation operands out ]
    | Op.Matrix MatrixFunction.Determinant -> [ Aggregating.determinant g (x 0) out ]
    | Op.Matrix f ->
        g.Refuse
            "a model of operations that ONNX has"
            $"%A{f} of a matrix"
            "calculate it outside of the model; ONNX has the determinant alone"
    | Op.Conv w -> [ Windows.conv g w operands out ]
    | Op.ConvTranspose w -> [ Windows.convTranspose g w operands out ]
    | Op.MaxPool w -> [ Windows.maxPool g w (x 0) out; missing 1 "the places of MaxPool" ]
    | Op.AveragePool w -> [ Windows.averagePool g w (x 0) out ]
    | Op.Softmax axis -> [ Aggregating.softmax g "Softmax" axis (x 0) ]
    | Op.LogSoftmax axis -> [ Aggregating.softmax g "LogSoftmax" axis (x 0) ]
    | Op.LayerNorm(axes, epsilon) -> Normalizing.layerNorm g axes epsilon operands types used
    | Op.BatchNorm epsilon -> Normalizing.batchNorm g epsilon operands types
    | Op.BatchNormInference epsilon -> [ Normalizing.batchNormInference g epsilon operands ]
    | Op.Rnn r -> Recurrences.emit g Recurrences.rnn r operands types
    | Op.Lstm r -> Recurrences.emit g Recurrences.lstm r operands types
    | Op.Gru r -> Recurrences.emit g Recurrences.gru r operands types
    | Op.Resize(scale, mode) -> [ Windows.resize g scale mode (x 0) out ]
    | Op.Dropout _
    | Op.RandomUniform _
    | Op.RandomNormal _ -> chance ()
    | Op.Scan scan -> loop g weights scan operands types used
    | Op.Phase _ -> bug g.Place "the phase is chosen before a model is written"
    | Op.Backward b ->
        g.Refuse
            "a model that calculates no gradients"
            $"the gradient %A{b}"
            "export the network itself; ONNX has no operator for this"

/// Writes all that the roots depend on and that has no value yet; the answer finds the values.
and nodes
    (g: Graph)
    (weights: Weight -> NDArray)
    (given: (Symbol * Value) list)
    (roots: Symbol list)
    : Symbol -> Value =
    let values = Dictionary<int64, Value list>()
    let all = Keratin.Graph.nodes roots
    let read = HashSet<struct (int64 * int)>(roots |> List.map _.Key)
    let place = g.Place

    for s, value in given do
        values[s.Node.Id] <- [ value ]

    for node in all do
        read.UnionWith(node.Inputs |> List.map _.Key)

    let valueOf (s: Symbol) = values[s.Node.Id][s.Output]

    for node in all do
        if not (values.ContainsKey node.Id) then
            let used = node.Types |> List.mapi (fun i _ -> read.Contains(struct (node.Id, i)))
            g.Place <- node.Place
            let operands = node.Inputs |> List.map valueOf
            values[node.Id] <- emit g weights node.Op operands node.Types used

    g.Place <- place
    valueOf

/// A loop with its body as a graph inside, which reads what is the same at every step from outside.
and private loop (g: Graph) weights (scan: Loop) operands types used : Value list =
    let body = Scan.bodyOf scan
    let carried = scan.States + scan.Sequences
    let inner = Graph($"{g.Place}/body", g.Opset, Some g, Place = g.Place)
    let taken = operands |> List.truncate carried |> List.map (Layout.lastName g)

    let given =
        List.zip body.Parameters operands
        |> List.mapi (fun i (s, value) ->
            if i < carried then
                s, inner.Input(inner.Fresh $"{g.Place}/step", s.Type)
            else
                s, Layout.toLast g value)

    // states are always handed on; outputs only where anybody reads them
    let wanted =
        List.zip body.Results (used |> List.truncate body.Results.Length)
        |> List.mapi (fun i (s, isUsed) -> s, i < scan.States || isUsed)

    let results = [
        for s, isWanted in wanted do
            if isWanted then
                s
    ]

    let valueOf = nodes inner weights given results

    inner.Outputs [
        for s in results ->
            inner.Fresh $"{g.Place}/result", Layout.lastName inner (valueOf s), s.Type
    ]

    let directions count =
        List.replicate count (if scan.Reverse then 1 else 0)

    let names =
        g.Nodes(
            "Scan",
            taken,
            results.Length,
            [
                Subgraph("body", inner.Proto)
                Whole("num_scan_inputs", scan.Sequences)
                Wholes("scan_input_directions", directions scan.Sequences)
                if results.Length > scan.States then
                    Wholes("scan_output_directions", directions (results.Length - scan.States))
            ]
        )

    let mutable rest = names

    [
        for i, t in List.indexed types do
            if i < wanted.Length && snd wanted[i] then
                Layout.computed t ChannelsLast rest.Head
                rest <- rest.Tail
            else
                {
                    Type = t
                    Layout = ChannelsLast
                    Source = Missing "what a loop keeps for its gradient, or an output nobody reads"
                }
    ]
