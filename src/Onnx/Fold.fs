/// What depends on no input is calculated once, by the engine, and stored as numbers.
[<RequireQualifiedAccess>]
module internal Keratin.Onnx.Fold

open System.Collections.Generic
open Keratin
open Keratin.Engine

/// Larger results are stored only where they stand for weights: an attention mask of a long sequence
/// would make a file large for nothing.
let private small = 65536

let private sizes (t: TensorType) =
    t.Dims
    |> List.map (fun dim ->
        match dim with
        | Size n -> Some n
        | Symbolic -> None)

let private isSized (t: TensorType) = sizes t |> List.forall Option.isSome

let private count (t: TensorType) =
    (1L, sizes t) ||> List.fold (fun n d -> n * int64 (Option.defaultValue 1 d))

/// The engine has few operators for short floats on the processor: what only moves them is enough.
let private isAble (node: Node) =
    match node.Op with
    | Op.Cast _
    | Op.Reshape _
    | Op.Transpose _
    | Op.BroadcastTo _
    | Op.Slice _
    | Op.Concat _ -> true
    | _ ->
        node.Types.Head.DType <> DType.Float16
        && node.Inputs |> List.forall (fun s -> s.DType <> DType.Float16)

/// The same outputs with constants in the place of what the engine has calculated.
let constants (state: State) (roots: Symbol list) : Symbol list =
    let nodes = Graph.nodes roots
    // nodes whose value is the same whatever the inputs, and whether weights are among their operands
    let known = Dictionary<int64, bool>()

    for node in nodes do
        let operands =
            node.Inputs
            |> List.map (fun s ->
                match known.TryGetValue s.Node.Id with
                | true, hasWeights -> Some hasWeights
                | _ -> None)

        let isKnown =
            node.Types.Length = 1
            && isAble node
            && isSized node.Types.Head
            && operands |> List.forall Option.isSome

        match node.Op with
        | Op.Weight _ -> known[node.Id] <- true
        | Op.Constant _
        | Op.Fill _
        | Op.Iota _ when isKnown -> known[node.Id] <- false
        | _ when isKnown && not node.Inputs.IsEmpty ->
            let hasWeights = operands |> List.exists (Option.defaultValue false)

            if hasWeights || count node.Types.Head <= small then
                known[node.Id] <- hasWeights
        | _ -> ()

    let isCalculated (node: Node) =
        known.ContainsKey node.Id
        && not node.Inputs.IsEmpty
        && (match node.Op with
            // stored as a small value that the runtime repeats
            | Op.BroadcastTo _ -> false
            | _ -> true)

    // from the outputs backwards: the first calculated node on every way is stored
    let needed = HashSet(roots |> List.map _.Node.Id)
    let stored = List<Node>()

    for node in Array.rev nodes do
        if needed.Contains node.Id then
            if isCalculated node then
                stored.Add node
            else
                for s in node.Inputs do
                    needed.Add s.Node.Id |> ignore

    if stored.Count = 0 then
        roots
    else
        let fetches = [ for node in stored -> Symbol(node, 0, None, null) ]
        use program = Program.Compile(state, { Fetches = fetches; Updates = [] }, [], false)
        program.Run()

        let values =
            dict [
                for i, node in Seq.indexed stored do
                    node.Id, program.Fetch i
            ]

        roots
        |> Graph.rewrite (fun node _ ->
            match values.TryGetValue node.Id with
            | true, values -> Some [ Place.within node.Place (fun () -> Sym.constant values) ]
            | _ -> None)
