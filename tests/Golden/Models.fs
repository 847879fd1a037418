/// Cases of kind layer, masking, model and preprocessing: outputs, gradients and state of whole models.
module internal Keratin.Golden.Models

open System
open System.IO
open System.Text.Json
open Keratin
open Keratin.Engine
open Keratin.Saving
open Keratin.Golden.Cases

/// The model of a .keras file, with weights from the case's arrays.
let load (case: Case) (path: string) =
    use files = new Files()
    let archive = Archive.Open(path, files)
    let config = archive.Config()

    let network =
        KerasConfig.model
            (Path.GetFileName path |> Option.ofObj |> Option.defaultValue "")
            config.RootElement

    network, config

let private give (state: State) what (weights: Weight list) (values: NDArray list) =
    if weights.Length <> values.Length then
        failwith
            $"{weights.Length} {what} for {values.Length} arrays: %A{weights |> List.map string}"

    for w, v in List.zip weights values do
        state.Write(w, v)

/// Inputs in the order of the network: Keras gives those of a dictionary by name.
let inputs (case: Case) (network: Network) (arrays: Map<string, NDArray>) =
    let x = numbered "x" arrays

    let ordered =
        match case.List "inputs_keys" with
        | [] -> x
        | keys -> List.zip keys x |> List.sortBy fst |> List.map snd

    List.zip3 network.Inputs network.InputNames ordered
    |> List.map (fun (s, name, a) -> name, NDArray.cast s.DType a)

let outputOrder (case: Case) (prefix: string) count =
    match case.List "outputs_keys" with
    | [] -> [ for i in 0 .. count - 1 -> $"{prefix}{i}" ]
    | keys ->
        // ours are in sorted order of the keys
        let sorted = List.sort keys
        [ for key in sorted -> $"{prefix}{List.findIndex ((=) key) keys}" ]

let runStep (state: State) (inputs: (string * NDArray) list) (step: StepGraph) : NDArray list =
    let feeds = [
        for name, a in inputs ->
            {
                Name = name
                DType = a.DType
                Sizes = List.ofArray a.Shape
            }
    ]

    use program = Program.Compile(state, step, feeds, true)

    let tensors = [
        for name, a in inputs ->
            name, Tensors.create state.Device.Number [ 0 .. a.Shape.Length - 1 ] a
    ]

    for name, t in tensors do
        program.Bind(name, t)

    program.Run()
    let results = [ for i in 0 .. step.Fetches.Length - 1 -> program.Fetch i ]
    GC.KeepAlive tensors
    results

/// Boxes and labels of a dictionary as inputs and outputs by number. The images beside them pass unchanged,
/// and are not given to a layer here.
let private boxesByNumber (arrays: Map<string, NDArray>) : Map<string, NDArray> =
    let inDictionary (name: string) =
        name.StartsWith "x/" || name.StartsWith "y/"

    (arrays |> Map.filter (fun name _ -> not (inDictionary name)), [ "x"; "y" ])
    ||> List.fold (fun all prefix ->
        arrays
        |> Map.filter (fun name _ -> name.StartsWith(prefix + "/bounding_boxes/"))
        |> Map.toList
        |> List.indexed
        |> List.fold (fun all (i, (_, a)) -> Map.add $"{prefix}{i}" a all) all)

/// What Keras has of a case: the penalties of a call in training too, which stand in the index.
let expected (case: Case) : Map<string, NDArray> =
    let arrays = boxesByNumber (arrays case)

    match case.Number "auxiliary_loss" with
    | Some sum when arrays.ContainsKey "yt0" ->
        Map.add "auxiliary_loss" (NDArray.ofFloats DType.Float32 [||] [| sum |]) arrays
    | _ -> arrays

/// A layer alone, called on inputs as the case's.
let private ofLayer (case: Case) (config: JsonElement) : Network =
    let inputs =
        numbered "x" (expected case)
        |> List.mapi (fun i x ->
            let sizes = [ for n in Array.tail x.Shape -> Nullable n ]
            InputLayer.symbol sizes None x.DType $"x{i}")

    let layer = KerasConfig.layer case.Name config
    Network(case.Name, inputs, layer.Call(inputs, CallArguments.None))

/// The network of a case and the classes in it: a model in its file, or the one layer of its config.
let private source (case: Case) : (JsonElement * (unit -> Network)) option =
    match case.File ".keras", case.Try "config" with
    | Some path, _ ->
        use files = new Files()
        let archive = Archive.Open(path, files)
        let root = archive.Config().RootElement
        Some(root, (fun () -> KerasConfig.model case.Name root))
    | None, Some config -> Some(config, (fun () -> ofLayer case config))
    | None, None -> None

/// What layers learn from the data that Keras adapted them to, beside the weights that Keras learned.
let private learned (network: Network) (arrays: Map<string, NDArray>) = [
    for layer in network.Layers do
        match Map.tryFind "adapt" arrays, layer.Meaning with
        | Some data, Some(:? ILearning) ->
            match box (LayerAlone.learned layer data) with
            | :? ILearning as after ->
                for i, (_, got) in List.indexed after.Values do
                    $"s0/{i}", got
            | _ -> ()
        | _ -> ()
]

let run (case: Case) : Answer =
    match source case with
    | None -> NotRun "neither a model file nor a layer's config"
    | Some(root, network) ->
        match missingLayers root with
        | _ :: _ as missing -> NotRun("no layer " + String.concat ", " missing)
        | [] ->
            let network = network ()
            let arrays = expected case
            let state = State Device.Default

            // a case without numbers for its weights is about what they start with
            if
                arrays
                |> Map.exists (fun name _ -> name.StartsWith "w/" || name.StartsWith "s0/")
            then
                give state "trainable weights" network.TrainableWeights (numbered "w/" arrays)
                give state "other weights" network.OtherWeights (numbered "s0/" arrays)

            let inputs = inputs case network arrays
            let count = network.Outputs.Length

            let carried = network.Carried

            /// The model's answers; recurrent layers hand on what they carry.
            let answer () =
                let outputs, values =
                    network.Outputs @ (carried |> List.map snd)
                    |> Passes.choosePhase false
                    |> List.splitAt count

                runStep state inputs {
                    Fetches = outputs
                    Updates = List.map2 (fun (w, _) value -> Assign(w, value)) carried values
                }

            let named = outputOrder case "y" count

            let inference = [
                yield! List.zip named (answer ())
                if not carried.IsEmpty then
                    for name, got in List.zip named (answer ()) do
                        yield name + "_second_call", got
            ]

            for w, _ in carried do
                state.Write(w, NDArray.ofFloats w.DType w.Shape (Array.zeroCreate w.Count))

            let training =
                if not (arrays.ContainsKey "yt0") then
                    []
                elif not (arrays.ContainsKey "r0") then
                    let outputs = network.Outputs |> Passes.choosePhase true

                    runStep state inputs { Fetches = outputs; Updates = [] }
                    |> List.zip (outputOrder case "yt" count)
                else
                    let updates = network.Updates

                    let penalty =
                        (Sym.scalar DType.Float32 0.0, network.Losses)
                        ||> List.fold (fun sum loss -> sum + Sym.cast DType.Float32 loss)

                    let roots = network.Outputs @ penalty :: (updates |> List.map snd)
                    let roots = Passes.choosePhase true roots
                    let outputs, rest = List.splitAt count roots
                    let penalty, values = rest.Head, rest.Tail
                    let r = outputOrder case "r" count |> List.map (fun name -> arrays[name])

                    let loss =
                        List.zip outputs r
                        |> List.map (fun (y, r) ->
                            Sym.sumAll (
                                Sym.cast DType.Float32 y
                                * Sym.constant (NDArray.cast DType.Float32 r)
                            ))
                        |> List.reduce (+)

                    let weights = network.TrainableWeights
                    let xs = network.Inputs |> List.filter (fun s -> DType.isFloat s.DType)
                    let gradients = Gradient.of' loss ((weights |> List.map Sym.weight) @ xs)

                    let results =
                        runStep state inputs {
                            Fetches = outputs @ penalty :: gradients
                            Updates = List.zip (updates |> List.map fst) values |> List.map Assign
                        }

                    let yt, rest = List.splitAt count results
                    let gw, gx = List.splitAt weights.Length rest.Tail

                    let inputNumber =
                        let order =
                            match case.List "inputs_keys" with
                            | [] -> [ 0 .. network.Inputs.Length - 1 ]
                            | keys ->
                                List.sort keys |> List.map (fun k -> List.findIndex ((=) k) keys)

                        List.zip network.Inputs order
                        |> List.filter (fun (s, _) -> DType.isFloat s.DType)
                        |> List.map snd

                    [
                        yield! List.zip (outputOrder case "yt" count) yt
                        "auxiliary_loss", rest.Head
                        for i, got in List.indexed gw do
                            $"gw/{i}", got
                        for i, got in List.zip inputNumber gx do
                            $"gx{i}", got
                        for i, w in List.indexed network.OtherWeights do
                            $"s/{i}", state.Read w
                        for i, w in List.indexed weights do
                            $"w_after_training_call/{i}", state.Read w
                        for i, (w, _) in List.indexed carried do
                            $"rnn_state/{i}", state.Read w
                    ]

            Values(inference @ training @ learned network arrays)
