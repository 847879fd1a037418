/// Loops over time, made of functions on symbols. What such a function uses from outside is captured
/// as an operand of the loop, so that a body depends on nothing but what it takes; and what is the same
/// at every step is calculated once, before the loop.
[<RequireQualifiedAccess>]
module internal Keratin.Scan

open System.Collections.Generic
open Keratin

/// What is calculated at every step: results of parameters. The parameters are the states, the parts of
/// the sequences that belong to the step, and what was captured; the results are the states after the step
/// and the step's outputs.
[<Sealed>]
type Body(parameters: Symbol list, results: Symbol list) =
    inherit LoopBody()
    member _.Parameters = parameters
    member _.Results = results
    override _.Takes = parameters |> List.map _.Type
    override _.Gives = results |> List.map _.Type

/// The body of a loop: there is one kind.
let bodyOf (scan: Loop) =
    match scan.Body with
    | :? Body as body -> body
    | other -> bug "scan" $"a body of another kind: {other.GetType()}"

let mutable private parameters = 0L

/// A parameter with a name of its own: inputs of one name count as one.
let private parameter (t: TensorType) =
    Sym.input $"step/{System.Threading.Interlocked.Increment &parameters}" t

/// Where an operation that draws random numbers takes its seed.
let private seedOperand (op: Op) =
    match op with
    | Op.Dropout _ -> Some 1
    | Op.RandomUniform _
    | Op.RandomNormal _ -> Some 0
    | _ -> None

/// Made anew in a body rather than captured.
let private isLeaf (s: Symbol) =
    match s.Node.Op with
    | Op.Fill _
    | Op.Iota _ -> true
    | Op.Constant value -> value.Bytes.Length <= 8
    | _ -> false

/// The results with other symbols in the place of some.
let private replace (image: IDictionary<struct (int64 * int), Symbol>) (results: Symbol list) =
    results
    |> Graph.rewrite (fun node _ ->
        let outputs = node.Types |> List.mapi (fun i _ -> Symbol(node, i, None, null))

        let replaced =
            outputs
            |> List.map (fun s ->
                match image.TryGetValue s.Key with
                | true, other -> other
                | _ -> s)

        if List.forall2 (fun (a: Symbol) (b: Symbol) -> a.Key = b.Key) outputs replaced then
            None
        else
            Some replaced)

let private mapping (before: Symbol list) (after: Symbol list) =
    dict (
        List.zip before after
        |> List.map (fun (a, b) -> a.Key, b)
        |> List.distinctBy fst
    )

/// A value as it would be with another symbol in the place of one.
let substitute (before: Symbol) (after: Symbol) (value: Symbol) : Symbol =
    if before.Key = after.Key then
        value
    else
        (replace (mapping [ before ] [ after ]) [ value ]).Head

/// The results of a body for these arguments.
let call (body: Body) (arguments: Symbol list) : Symbol list =
    replace (mapping body.Parameters arguments) body.Results

/// A body of these parameters, and what it captures: what does not depend on them.
let private close (parameters: Symbol list) (results: Symbol list) : Body * Symbol list =
    let inside = HashSet(parameters |> List.map _.Node.Id)
    let captured = List<Symbol>()
    let known = HashSet<struct (int64 * int)>()

    let capture (s: Symbol) =
        if not (inside.Contains s.Node.Id) && not (isLeaf s) && known.Add s.Key then
            captured.Add s

    for node in Graph.nodes results do
        if node.Inputs |> List.exists (fun s -> inside.Contains s.Node.Id) then
            inside.Add node.Id |> ignore
            List.iter capture node.Inputs

    List.iter capture results
    let captured = List.ofSeq captured
    let own = captured |> List.map (fun s -> parameter s.Type)
    Body(parameters @ own, replace (mapping captured own) results), captured

/// What a loop leaves behind.
type Outcome = {
    /// The states after the last step.
    States: Symbol list
    /// The outputs of all steps, along a new first axis.
    Outputs: Symbol list
}

/// A state that is only known when the step has been written: its first value, and what it becomes.
type LateState = Symbol * (Symbol -> Symbol)

let private partsOf (sequences: Symbol list) =
    sequences |> List.map (fun s -> parameter { s.Type with Dims = s.Dims.Tail })

let private apply reverse states (sequences: Symbol list) parameters next outputs =
    for before: Symbol, after: Symbol in
        List.zip (List.truncate (List.length states) parameters) next do
        if before.DType <> after.DType || not (Infer.sameShape before.Dims after.Dims) then
            refuse
                $"{Place.get ()} (loop over time)"
                $"states that keep their type: {before}"
                $"{after}"
                "return states of the shape and element type they came in"

    let body, captured = close parameters (next @ outputs)

    let scan: Loop = {
        Body = body
        States = states.Length
        Sequences = sequences.Length
        Reverse = reverse
    }

    let all = Symbol.Apply(Op.Scan scan, states @ sequences @ captured)

    {
        States = all[.. states.Length - 1]
        Outputs = all[states.Length .. body.Results.Length - 1]
    }

/// Runs a step for each place of the first axis of the sequences, from the last place where `reverse`:
/// (states, the sequences' values at the place) to (states, outputs). States keep their type; what the
/// step draws by chance, it draws as it would the first time.
let fold reverse states sequences step : Outcome =
    let own = states |> List.map (fun (s: Symbol) -> parameter s.Type)
    let parts = partsOf sequences
    let next, outputs = step own parts
    apply reverse states sequences (own @ parts) next outputs

/// The same, with other random numbers at every step: the place counts as a part of the seed. The step
/// may bring further states, which come last in the outcome, and hand something out.
let runWith reverse states sequences step : Outcome * 'a =
    let own = states |> List.map (fun (s: Symbol) -> parameter s.Type)
    let parts = partsOf sequences
    let since = (List.last (own @ parts)).Node.Id
    let next, outputs, (late: LateState list), handedOut = step own parts
    let lateOwn = late |> List.map (fun (s, _) -> parameter s.Type)
    let next = next @ List.map2 (fun (_, next) own -> next own) late lateOwn
    let own = own @ lateOwn
    let states = states @ (late |> List.map fst)

    let isDrawn (node: Node) =
        node.Id > since && (seedOperand node.Op).IsSome

    if Graph.nodes (next @ outputs) |> Array.exists isDrawn then
        let places = Sym.iota (List.head sequences).Dims.Head
        let place = parameter { places.Type with Dims = [] }

        // seed and counter: the counter of another step is far away
        let far =
            Sym.concat 0 [
                Sym.fill DType.Int64 [ size 1 ] 0.0
                Sym.reshape [ size 1 ] place * Sym.scalar DType.Int64 1048576.0
            ]

        let drawn =
            next @ outputs
            |> Graph.rewrite (fun node inputs ->
                match seedOperand node.Op with
                | Some n when isDrawn node ->
                    let inputs = inputs |> List.mapi (fun i s -> if i = n then s + far else s)
                    Some(Symbol.Apply(node.Op, inputs))
                | Some _
                | None -> None)

        let next, outputs = List.splitAt next.Length drawn

        apply reverse states (sequences @ [ places ]) (own @ parts @ [ place ]) next outputs,
        handedOut
    else
        apply reverse states sequences (own @ parts) next outputs, handedOut

/// The same, where all states are known beforehand.
let run reverse states sequences step : Outcome =
    runWith reverse states sequences (fun own parts ->
        let next, outputs = step own parts
        next, outputs, [], ())
    |> fst

/// A loop whose body has gone through a pass: what has become one number everywhere is that in the body
/// too, and what has become the same at every step is calculated before the loop.
let rewrite (pass: Symbol list -> Symbol list) (scan: Loop) (operands: Symbol list) : Symbol list =
    let carried = scan.States + scan.Sequences

    let arguments =
        operands
        |> List.mapi (fun i s ->
            if i < carried then parameter (List.item i scan.Body.Takes)
            elif isLeaf s then s
            else parameter s.Type)

    let results = call (bodyOf scan) arguments |> pass
    let body, captured = close (List.truncate carried arguments) results
    let captured = replace (mapping arguments operands) captured
    Symbol.Apply(Op.Scan { scan with Body = body }, List.truncate carried operands @ captured)

/// The gradients of a loop's operands, as a loop the other way: each step calculates the forward step
/// again from the states before it, so that the loop keeps nothing but states.
/// `pull` is reverse mode over a graph: gradients of some symbols, to those of others.
let gradient
    (pull: (Symbol * Symbol) list -> Symbol list -> Symbol list)
    (scan: Loop)
    (operands: Symbol list)
    (before: Symbol list)
    (gradients: Symbol option list)
    : Symbol option list =
    let body = bodyOf scan
    let isFloat (s: Symbol) = DType.isFloat s.DType
    let states, rest = operands |> List.splitAt scan.States
    let sequences, captured = rest |> List.splitAt scan.Sequences
    let ofStates, ofOutputs = gradients |> List.splitAt scan.States

    let chosen (items: 'a list) (flags: bool list) =
        List.zip items flags |> List.filter snd |> List.map fst

    let floatStates = states |> List.map isFloat
    let floatParts = sequences |> List.map isFloat
    let floatCaptured = captured |> List.map isFloat

    let lasts =
        List.map2 (fun s g -> g |> Option.defaultWith (fun () -> Sym.zerosLike s)) states ofStates

    let sums = chosen captured floatCaptured |> List.map Sym.zerosLike
    let given = ofOutputs |> List.choose id

    let step (carried: Symbol list) (parts: Symbol list) =
        let after, sums =
            carried |> List.splitAt (floatStates |> List.filter id |> List.length)

        let before, parts = parts |> List.splitAt scan.States
        let parts, given = parts |> List.splitAt scan.Sequences
        let arguments = before @ parts @ captured
        // what gradients are taken of must be the step's own, also where it is captured
        let arguments = arguments |> List.map Sym.identity
        let results = call body arguments
        let next, outputs = results |> List.splitAt scan.States

        let outputs =
            List.zip outputs ofOutputs |> List.filter (snd >> Option.isSome) |> List.map fst

        let seeds = List.zip (chosen next floatStates) after @ List.zip outputs given
        let flags = floatStates @ floatParts @ floatCaptured
        let found = pull seeds (chosen arguments flags)
        let states, found = found |> List.splitAt after.Length

        let parts, shares =
            found |> List.splitAt (floatParts |> List.filter id |> List.length)

        states @ List.map2 Sym.add sums shares, parts

    let outcome =
        fold (not scan.Reverse) (chosen lasts floatStates @ sums) (before @ sequences @ given) step

    let spread flags (values: Symbol list) =
        let mutable rest = values

        [
            for flag in flags do
                if flag then
                    Some rest.Head
                    rest <- rest.Tail
                else
                    None
        ]

    let states, sums =
        outcome.States |> List.splitAt (floatStates |> List.filter id |> List.length)

    spread floatStates states
    @ spread floatParts outcome.Outputs
    @ spread floatCaptured sums
