/// Cases of files: hostile ones, which must be refused, and those in older layouts.
module internal Keratin.Golden.Files

open System
open System.IO
open Keratin
open Keratin.Engine
open Keratin.Saving
open Keratin.Golden.Cases

/// The most that refusing a file may take: docs/security.md promises it.
let private patience = TimeSpan.FromSeconds 5.0

let private memory = 512L <<< 20

/// A stack of dense layers with as many units as the file has columns; only its own file fits it.
let private denseStack (path: string) : Network =
    use files = new Files()
    let root = Hdf5.Open(files.Open path, path)

    let kernels =
        Seq.initInfinite (fun i -> if i = 0 then "dense" else $"dense_{i}")
        |> Seq.map (fun name -> root.TryFind $"layers/{name}/vars/0")
        |> Seq.takeWhile Option.isSome
        |> Seq.choose (fun found ->
            match found with
            | Some(H5Object.Dataset d) -> Some d.Shape
            | _ -> None)
        |> List.ofSeq

    Network.sequential "stack" [
        for i, shape in List.indexed kernels do
            if i = 0 then
                Layers.Dense(shape[1], inputShape = [| Nullable shape[0] |])
            else
                Layers.Dense shape[1]
    ]

/// Reads the case's file as a user would.
let private read (case: Case) : unit =
    let state = State Device.Default

    match case.File ".h5" with
    | Some path -> ModelFile.loadWeights path false false (denseStack path) None state |> ignore
    | None ->
        match case.File ".keras" with
        | Some path -> ModelFile.load path true state |> ignore
        | None -> failwith "the case has no file"

/// A refusal has four parts, and costs neither time nor memory.
let hostile (case: Case) : Answer =
    // the engine itself is no cost of a file
    let state = State Device.Default
    let w = NDArray.ofFloats DType.Float32 [| 1 |] [| 1.0 |]
    Tensors.create state.Device.Number [ 0 ] w |> ignore

    let refused, cost =
        Cost.measure (fun () ->
            try
                read case
                None
            with :? KeratinException as e ->
                Some e)

    let mayIgnore = case.Text("expect").Contains "ignore"

    Faults [
        yield! Option.toList (cost.Excess(patience, memory))

        match refused with
        | None when mayIgnore -> ()
        | None -> $"""the file was read, although {case.Text "reason"}"""
        | Some e when Seq.exists String.IsNullOrWhiteSpace [ e.Where; e.Expected; e.Got; e.Fix ] ->
            $"a part of the refusal is empty: {e.Message}"
        | Some e when e.Message.Contains "bug in Keratin" -> e.Message
        | Some _ -> ()
    ]

/// The model of a case: the whole one in its file, or its config with the weights in its file.
let loadLegacy (case: Case) (state: State) : Network =
    match case.File ".h5", case.Try "config" with
    | Some path, Some config ->
        let network = KerasConfig.model case.Name config
        ModelFile.loadWeights path false false network None state |> ignore
        network
    | Some path, None -> (ModelFile.load path true state).Network
    | None, _ -> failwith "the case has no file"

let legacy (case: Case) : Answer =
    let state = State Device.Default
    let network = loadLegacy case state
    let arrays = arrays case
    let inputs = Models.inputs case network arrays
    let outputs = network.Outputs |> Passes.choosePhase false
    let answers = Models.runStep state inputs { Fetches = outputs; Updates = [] }

    Values [
        yield! List.zip (Models.outputOrder case "y" outputs.Length) answers

        for prefix, weights in [ "w", network.TrainableWeights; "s0", network.OtherWeights ] do
            for i, w in List.indexed weights do
                $"{prefix}/{i}", state.Read w
    ]
