/// Builds samples as networks and runs steps of them.
module internal Keratin.Properties.Steps

open System
open Keratin
open Keratin.Engine
open Keratin.Properties

/// A network around one layer.
let network (dtype: string) (batch: int option) (sample: Sample) : Network =
    let element = (Policy.Parse dtype).Compute

    let inputs =
        sample.Inputs
        |> List.mapi (fun i given ->
            let dtype =
                match given.Content with
                | Normal -> element
                | Below _ -> DType.Int32
                | Words _ -> DType.String

            InputLayer.symbol [ for n in given.Shape -> Nullable n ] batch dtype $"x{i}")

    let layer = sample.Make dtype
    Network("sample", inputs, layer.Call(inputs, CallArguments.None))

/// Numbers from the bell curve.
let normal (random: Random) count : float[] =
    Array.init count (fun _ ->
        sqrt (-2.0 * log (1.0 - random.NextDouble()))
        * cos (2.0 * Math.PI * random.NextDouble()))

/// An array for each input of a network.
let arrays
    (random: Random)
    (rows: int)
    (sample: Sample)
    (network: Network)
    : (string * NDArray) list = [
    for given, name, symbol in List.zip3 sample.Inputs network.InputNames network.Inputs do
        let shape = Array.ofList (rows :: given.Shape)
        let count = Array.fold (*) 1 shape

        name,
        match given.Content with
        | Normal -> NDArray.ofFloats symbol.DType shape (normal random count)
        | Below limit ->
            Array.init count (fun _ -> float (random.Next limit))
            |> NDArray.ofFloats symbol.DType shape
        | Words known ->
            NDArray.OfTexts(shape, Array.init count (fun _ -> known[random.Next known.Length]))
]

/// Random numbers in every weight: at zeros and ones much would go unnoticed.
let scatter (random: Random) (state: State) (weights: Weight list) =
    for w in weights do
        let values = normal random w.Count |> Array.map ((*) 0.5)

        let values =
            if w.Path.EndsWith "variance" then
                values |> Array.map (fun v -> 0.5 + abs v)
            else
                values

        state.Write(w, NDArray.ofFloats w.DType w.Shape values)

/// A step and its arrays as the device has them: what the host calculates has become inputs.
let private onDevice (inputs: (string * NDArray) list) (step: StepGraph) =
    let roots = StepGraph.roots step

    let given = [
        for node in Graph.nodes roots do
            match node.Op with
            | Op.Input name -> Symbol(node, 0, None, null), (Map inputs)[name]
            | _ -> ()
    ]

    let made =
        HostPart.beginnings roots
        |> List.filter (fun s ->
            match s.Node.Op with
            | Op.Host _ -> true
            | _ -> false)

    let names = dict [ for i, s in List.indexed made -> s.Key, $"host/{i}" ]

    let replace =
        Graph.rewrite (fun node _ ->
            match node.Op with
            | Op.Host _ ->
                node.Types
                |> List.mapi (fun i t ->
                    let own = Symbol(node, i, None, null)

                    match names.TryGetValue own.Key with
                    | true, name -> Sym.input name t
                    | _ -> own)
                |> Some
            | _ -> None)

    if made.IsEmpty then
        inputs, step
    else
        let values = HostPart.values given made

        [
            for name, a in inputs do
                if a.DType <> DType.String then
                    name, a
            for s, a in List.zip made values do
                names[s.Key], a
        ],
        StepGraph.rewrite replace step

/// A step ready to run on these arrays: the program, and the tensors of the inputs.
let compile (state: State) (inputs: (string * NDArray) list) (step: StepGraph) =
    let inputs, step = onDevice inputs step

    let feeds = [
        for name, a in inputs ->
            {
                Name = name
                DType = a.DType
                Sizes = List.ofArray a.Shape
            }
    ]

    let program = Program.Compile(state, step, feeds, true)

    let tensors =
        Map [
            for name, a in inputs ->
                name, Tensors.create state.Device.Number [ 0 .. a.Shape.Length - 1 ] a
        ]

    for KeyValue(name, tensor) in tensors do
        program.Bind(name, tensor)

    program, tensors

/// Runs a step once: what it fetches.
let run (state: State) (inputs: (string * NDArray) list) (step: StepGraph) : NDArray list =
    let program, _ = compile state inputs step
    use program = program
    program.Run()
    [ for i in 0 .. step.Fetches.Length - 1 -> program.Fetch i ]

/// The outputs of a network, in inference.
let infer (state: State) (network: Network) (inputs: (string * NDArray) list) : NDArray list =
    run state inputs {
        Fetches = network.Outputs |> Passes.choosePhase false
        Updates = []
    }

/// Some samples of an array: from start, so many.
let rows (start: int) (count: int) (a: NDArray) = a.Rows(start, start + count)

/// The greatest difference of two arrays of numbers.
let distance (a: NDArray) (b: NDArray) =
    if a.Shape <> b.Shape then
        infinity
    else
        Array.map2
            (fun x y -> if x = y then 0.0 else abs (x - y))
            (NDArray.toFloats a)
            (NDArray.toFloats b)
        |> Array.fold (fun worst d -> if Double.IsNaN d then infinity else max worst d) 0.0
