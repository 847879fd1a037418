/// Cases of kind fit: whole trainings from a compiled model's file.
module internal Keratin.Golden.Training

open System
open System.Text.Json
open Keratin
open Keratin.Engine
open Keratin.Saving
open Keratin.Golden.Cases

let private callbacks (case: Case) (settings: JsonElement) : Callback list =
    match settings.TryGetProperty "callbacks" with
    | true, list -> [
        for e in list.EnumerateArray() ->
            KerasObjects.instance
                case.Name
                (fun _ -> failwith "no layer is expected here")
                typeof<Callback>
                e
            :?> Callback
      ]
    | _ -> []

/// Data by the names the arrays have: x0, t0, sw0.
let private data
    (case: Case)
    (network: Network)
    (arrays: Map<string, NDArray>)
    prefix
    : DataSet option =
    match numbered (prefix + "t") arrays with
    | [] -> None
    | targets ->
        let inputs = numbered (prefix + "x") arrays

        let inputs =
            match case.List "inputs_keys" with
            | [] -> inputs
            | keys -> List.zip keys inputs |> List.sortBy fst |> List.map snd

        let weights = [ for i in 0 .. targets.Length - 1 -> Map.tryFind $"{prefix}sw{i}" arrays ]

        let weights = if List.forall Option.isNone weights then [] else weights
        Some(DataSet.create $"{case.Name}, {network.Name}" inputs targets weights)

let private request (case: Case) validation : FitRequest =
    let settings = case.Entry.GetProperty "fit"

    let number name =
        match settings.TryGetProperty(name: string) with
        | true, e -> Some(e.GetDouble())
        | _ -> None

    {
        FitRequest.Default with
            BatchSize = Some(settings.GetProperty("batch_size").GetInt32())
            Epochs = settings.GetProperty("epochs").GetInt32()
            Verbose = 0
            Shuffle = false
            Validation = validation |> Option.map Source.Whole
            ValidationSplit = number "validation_split" |> Option.defaultValue 0.0
            Callbacks = callbacks case settings
            ClassWeight =
                match settings.TryGetProperty "class_weight" with
                | true, e ->
                    Some(
                        dict [ for p in e.EnumerateObject() -> int p.Name, p.Value.GetDouble() ]
                        |> Collections.Generic.Dictionary
                        :> _
                    )
                | _ -> None
    }

/// Families a compile_config names that the library does not have.
let private missing (root: JsonElement) : string list =
    let known =
        typeof<Layer>.Assembly.GetTypes()
        |> Seq.filter _.IsPublic
        |> Seq.map _.Name
        |> Set.ofSeq

    let rec classes (e: JsonElement) : string list =
        match e.ValueKind with
        | JsonValueKind.Object -> [
            match e.TryGetProperty "class_name" with
            | true, name when name.GetString() <> "function" ->
                name.GetString() |> Option.ofObj |> Option.defaultValue ""
            | _ -> ()

            for p in e.EnumerateObject() do
                yield! classes p.Value
          ]
        | JsonValueKind.Array -> [
            for item in e.EnumerateArray() do
                yield! classes item
          ]
        | _ -> []

    match root.TryGetProperty "compile_config" with
    | true, config -> classes config |> List.filter (fun name -> not (known.Contains name))
    | _ -> []

let run (case: Case) : Outcome =
    match case.File ".keras" with
    | None -> Skipped "no model file"
    | Some path ->
        use files = new Files()
        let archive = Archive.Open(path, files)
        let root = archive.Config().RootElement

        match missingLayers root @ missing root with
        | _ :: _ as missing -> Skipped("not there yet: " + String.concat ", " missing)
        | [] ->
            let state = State Device.Default
            let loaded = ModelFile.load path true state
            let arrays = arrays case
            let network = loaded.Network

            match loaded.Compilation, data case network arrays "" with
            | Some compilation, Some training ->
                let trained = network.TrainableWeights
                let model = ModelCore(network, state)
                model.Compile compilation
                let history = model.Fit(training, request case (data case network arrays "v"))

                let logs = [
                    for name in case.List "logs" do
                        let values =
                            if Seq.contains name history.Keys then
                                Array.ofSeq history[name]
                            else
                                [||]

                        $"log/{name}",
                        Map.tryFind $"log/{name}" arrays,
                        NDArray.ofFloats DType.Float32 [| values.Length |] values
                ]

                let weights prefix (weights: Weight list) = [
                    for i, w in List.indexed weights ->
                        $"{prefix}/{i}", Map.tryFind $"{prefix}/{i}" arrays, state.Read w
                ]

                verdict
                    case
                    (logs
                     @ weights "wf" trained
                     @ weights "sf" network.OtherWeights
                     @ weights "ov" (compilation.Optimizer.Updating.Variables trained))
            | None, _ -> Failed "the file has no compilation"
            | _, None -> Failed "the case has no data"
