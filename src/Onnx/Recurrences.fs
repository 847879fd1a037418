/// Nodes of the fused recurrent layers. ONNX has time first, other orders of gates, and no masks but
/// lengths; a mask of any pattern is made one by moving the steps that count to the front.
module internal Keratin.Onnx.Recurrences

open Keratin

/// What differs between the three cells.
type Cell = {
    Node: string
    Gates: int
    /// Which of our gates stands where in ONNX.
    Order: int list
    /// h, or h and c.
    States: int
    /// The activations that ONNX wants, of the cell's and the gates'.
    Activations: Recurrence -> string list
}

let rnn = {
    Node = "RNN"
    Gates = 1
    Order = [ 0 ]
    States = 1
    Activations = fun r -> [ r.Activation ]
}

/// z, r, h in both.
let gru = {
    Node = "GRU"
    Gates = 3
    Order = [ 0; 1; 2 ]
    States = 1
    Activations = fun r -> [ r.RecurrentActivation; r.Activation ]
}

/// i, f, c, o for us; i, o, f, c in ONNX.
let lstm = {
    Node = "LSTM"
    Gates = 4
    Order = [ 0; 3; 1; 2 ]
    States = 2
    Activations = fun r -> [ r.RecurrentActivation; r.Activation; r.Activation ]
}

/// ONNX's name of an activation, and its alpha and beta where it has them.
let private activation (g: Graph) name =
    match name with
    | "tanh" -> "Tanh", None
    | "sigmoid" -> "Sigmoid", None
    | "relu" -> "Relu", None
    | "softsign" -> "Softsign", None
    | "hard_sigmoid" -> "HardSigmoid", Some(1.0 / 6.0, 0.5)
    | "linear" -> "Affine", Some(1.0, 0.0)
    | other ->
        g.Refuse
            "tanh, sigmoid, relu, softsign, hard_sigmoid or linear, which ONNX's recurrent operators have"
            $"the activation \"{other}\""
            "use one of these"

let private known (g: Graph) what (v: Value) : NDArray =
    match v.Source, v.Dims with
    | Known(_, values), _ -> values
    | Filled value, dims when dims |> List.forall (fun dim -> dim.Terms.IsEmpty) ->
        Arrays.filled v.DType (dims |> List.map _.Constant) value
    | _ ->
        g.Refuse
            "weights that do not depend on the model's inputs"
            $"a {what} that is calculated from them"
            "leave this layer out of the exported model"

/// One row of biases in ONNX's order of gates.
let private biasRow (cell: Cell) (row: NDArray) =
    Arrays.reorder cell.Gates cell.Order row

/// ONNX adds two biases to every gate: of the input and of the recurrent product.
let private biases (cell: Cell) (bias: NDArray) : NDArray =
    match bias.Shape with
    | [| 2; n |] ->
        let row i =
            let half = bias.Bytes.Length / 2
            NDArray(bias.DType, [| n |], bias.Bytes[i * half .. (i + 1) * half - 1])

        Arrays.append [ biasRow cell (row 0); biasRow cell (row 1) ]
    | _ -> Arrays.append [ biasRow cell bias; Arrays.filled bias.DType [ bias.Count ] 0.0 ]

let private isZero (v: Value) =
    match v.Source with
    | Filled value -> value = 0.0
    | _ -> false

/// Steps that count, moved to the front in their order; how many they are; and the way back.
type private Compaction = {
    Steps: string
    /// (batch) of int32
    Lengths: string
    /// (batch, time): which of the moved steps each step shows; -1 before the first.
    Back: string
}

let private compact (g: Graph) (time: Dim) x mask : Compaction =
    let whole = g.Scalar DType.Int64
    let counts = g.Cast(mask, DType.Int64)
    let length = Sizes.scalar g time
    let place = g.Node("Range", [ whole 0.0; length; whole 1.0 ])
    // counting steps have the keys time, time - 1, …, the others 0, -1, …: the greatest first
    let key =
        g.Node("Where", [ mask; g.Node("Sub", [ length; place ]); g.Node("Neg", [ place ]) ])

    let operands = [ g.Cast(key, DType.Float32); Sizes.size g time ]
    let order = (g.Nodes("TopK", operands, 2, [ Whole("axis", 1) ]))[1]

    let steps =
        g.Node("GatherND", [ x; g.Unsqueeze(order, [ 2 ]) ], [ Whole("batch_dims", 1) ])

    let sum = g.Reduce("ReduceSum", counts, [ 1 ], false)

    {
        Steps = steps
        Lengths = g.Cast(sum, DType.Int32)
        Back = g.Node("Sub", [ g.Node("CumSum", [ counts; whole 1.0 ]); whole 1.0 ])
    }

/// Where a step does not count, the output before it is repeated; before the first it is zero.
let private expand (g: Graph) dtype (c: Compaction) y =
    let zero = g.Scalar DType.Int64 0.0
    let place = g.Unsqueeze(g.Node("Max", [ c.Back; zero ]), [ 2 ])
    let repeated = g.Node("GatherND", [ y; place ], [ Whole("batch_dims", 1) ])
    let hasBegun = g.Unsqueeze(g.Node("GreaterOrEqual", [ c.Back; zero ]), [ 2 ])
    g.Node("Where", [ hasBegun; repeated; g.Scalar dtype 0.0 ])

let private kernelOf (g: Graph) (cell: Cell) what (v: Value) : string =
    let turned =
        known g what v
        |> NDArray.permute [ 1; 0 ]
        |> Arrays.reorder cell.Gates cell.Order

    g.Constant($"{g.Place}/{what}", turned |> Arrays.reshape (1 :: List.ofArray turned.Shape))

/// The outputs, the last states, and what only gradients need.
let emit
    (g: Graph)
    (cell: Cell)
    (r: Recurrence)
    (operands: Value list)
    (types: TensorType list)
    : Value list =
    let x = operands.Head
    let states = operands[1 .. cell.States]
    let rest = operands[cell.States + 3 ..]
    let units = types.Head.Dims[2]

    let activations = cell.Activations r |> List.map (activation g)
    let parameters = activations |> List.choose snd

    let attributes =
        [
            Whole("hidden_size", units.Constant)
            Texts("activations", activations |> List.map fst)
        ]
        @ (if parameters.IsEmpty then
               []
           else
               [
                   Numbers("activation_alpha", parameters |> List.map fst)
                   Numbers("activation_beta", parameters |> List.map snd)
               ])
        @ (if cell.Node = "GRU" then
               [ Whole("linear_before_reset", (if r.ResetAfter then 1 else 0)) ]
           else
               [])

    let kernel = kernelOf g cell "kernel" operands[cell.States + 1]
    let recurrent = kernelOf g cell "recurrent_kernel" operands[cell.States + 2]

    let bias =
        if r.HasBias then
            let both = biases cell (known g "bias" rest.Head)
            g.Constant($"{g.Place}/bias", Arrays.reshape [ 1; both.Count ] both)
        else
            ""

    let mask =
        if r.HasMask then
            Some(Layout.lastName g (Layout.cast g DType.Bool (List.last rest)))
        else
            None

    let turn name =
        if r.Reverse then
            Rearranging.backwards g [ 1 ] name
        else
            name

    let steps = Layout.lastName g x

    let compaction =
        mask |> Option.map (fun mask -> compact g x.Dims[1] (turn steps) (turn mask))

    let initial =
        if states |> List.forall isZero then
            []
        else
            states |> List.map (fun s -> g.Unsqueeze(Layout.lastName g s, [ 0 ]))

    let given, lengths, direction =
        match compaction with
        | Some c -> c.Steps, c.Lengths, "forward"
        | None -> steps, "", (if r.Reverse then "reverse" else "forward")

    let results =
        g.Nodes(
            cell.Node,
            [ g.Transpose(given, [ 1; 0; 2 ]); kernel; recurrent; bias; lengths ] @ initial,
            1 + cell.States,
            attributes @ [ Text("direction", direction) ]
        )

    let sequence = g.Transpose(g.Squeeze(results.Head, [ 1 ]), [ 1; 0; 2 ])

    let sequence =
        match compaction with
        | Some c -> expand g x.DType c sequence
        // ONNX answers in the order of time, we in the order of processing
        | None -> turn sequence

    let last =
        List.zip results.Tail states
        |> List.map (fun (name, state) ->
            let name = g.Squeeze(name, [ 0 ])

            match compaction with
            // without a step that counts the state stays what it was
            | Some c when not initial.IsEmpty ->
                let hasSteps = g.Node("Greater", [ c.Lengths; g.Scalar DType.Int32 0.0 ])
                g.Node("Where", [ g.Unsqueeze(hasSteps, [ 1 ]); name; Layout.lastName g state ])
            | _ -> name)

    let saved = {
        Type = List.last types
        Layout = ChannelsLast
        Source = Missing "what the recurrent kernel keeps for its gradient"
    }

    List.map2
        (fun t name -> Layout.computed t ChannelsLast name)
        types[.. cell.States]
        (sequence :: last)
    @ [ saved ]
