/// Compiled models of files: whole trainings, evaluation, and trainings that go on where the file's ended.
module internal Keratin.Golden.Training

open System
open System.Text.Json
open Keratin
open Keratin.Engine
open Keratin.Saving
open Keratin.Golden.Cases

let private callbacks (case: Case) (list: JsonElement) : Callback list = [
    for e in list.EnumerateArray() ->
        KerasObjects.instance
            case.Name
            (fun _ -> failwith "no layer is expected here")
            typeof<Callback>
            e
        :?> Callback
]

/// Data by the names the arrays have: x0, t0, sw0.
let data (case: Case) (network: Network) (arrays: Map<string, NDArray>) prefix : DataSet option =
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

/// What `fit` is asked for, by its arguments' names in Keras.
let private request (case: Case) validation : FitRequest =
    let asked (request: FitRequest) (p: JsonProperty) : FitRequest =
        let number () = p.Value.GetInt32()

        match p.Name with
        | "batch_size" -> {
            request with
                BatchSize = Some(number ())
          }
        | "epochs" -> { request with Epochs = number () }
        | "shuffle" -> {
            request with
                Shuffle = p.Value.GetBoolean()
          }
        | "initial_epoch" -> {
            request with
                InitialEpoch = number ()
          }
        | "steps_per_epoch" -> {
            request with
                StepsPerEpoch = Some(number ())
          }
        | "validation_split" -> {
            request with
                ValidationSplit = p.Value.GetDouble()
          }
        | "validation_steps" -> {
            request with
                ValidationSteps = Some(number ())
          }
        | "validation_batch_size" -> {
            request with
                ValidationBatchSize = Some(number ())
          }
        | "validation_freq" when p.Value.ValueKind = JsonValueKind.Array -> {
            request with
                ValidationFreq =
                    ValidationFrequency.op_Implicit [|
                        for e in p.Value.EnumerateArray() -> e.GetInt32()
                    |]
          }
        | "validation_freq" -> {
            request with
                ValidationFreq = ValidationFrequency.op_Implicit (number ())
          }
        | "callbacks" -> {
            request with
                Callbacks = callbacks case p.Value
          }
        | "class_weight" -> {
            request with
                ClassWeight =
                    dict [ for p in p.Value.EnumerateObject() -> int p.Name, p.Value.GetDouble() ]
                    |> Collections.Generic.Dictionary
                    :> Collections.Generic.IReadOnlyDictionary<int, float>
                    |> Some
          }
        | other -> failwith $"fit with {other} is not run yet"

    ({
        FitRequest.Default with
            Verbose = 0
            Validation = validation |> Option.map Source.Whole
     },
     (case.Entry.GetProperty "fit").EnumerateObject()
     |> Seq.filter (fun p -> p.Value.ValueKind <> JsonValueKind.Null))
    ||> Seq.fold asked

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

/// What Keras has of a case: with the figures of an evaluation, which stand in the index.
let expected (case: Case) : Map<string, NDArray> =
    (Models.expected case,
     [
         match case.Try "evaluate" with
         | Some figures -> yield! figures.EnumerateObject()
         | None -> ()
     ])
    ||> List.fold (fun all p ->
        all
        |> Map.add
            $"evaluate/{p.Name}"
            (NDArray.ofFloats DType.Float32 [||] [| p.Value.GetDouble() |]))

/// A file's model as it was compiled, with the case's data.
let private compiled (case: Case) (run: ModelCore -> DataSet -> Answer) : Answer =
    match case.File ".keras" with
    | None -> NotRun "no model file"
    | Some path ->
        use files = new Files()
        let archive = Archive.Open(path, files)
        let root = archive.Config().RootElement

        match missingLayers root @ missing root with
        | _ :: _ as missing -> NotRun("not there yet: " + String.concat ", " missing)
        | [] ->
            let model = ModelCore.Load(path, State Device.Default, true)

            match model.Compilation, data case model.Network (arrays case) "" with
            | None, _ -> Faults [ "the file has no compilation" ]
            | _, None -> Faults [ "the case has no data" ]
            | Some _, Some data -> run model data

let private logs prefix (history: History) = [
    for name in history.Keys ->
        let values = Array.ofSeq history[name]
        $"{prefix}/{name}", NDArray.ofFloats DType.Float32 [| values.Length |] values
]

let private weights (model: ModelCore) prefix (weights: Weight list) = [
    for i, w in List.indexed weights -> $"{prefix}/{i}", model.State.Read w
]

let fit (case: Case) : Answer =
    compiled case (fun model training ->
        let validation = data case model.Network (arrays case) "v"
        let history = model.Fit(training, request case validation)
        let trained = model.Network.TrainableWeights

        Values(
            logs "log" history
            @ weights model "wf" trained
            @ weights model "sf" model.Network.OtherWeights
            @ weights
                model
                "ov"
                ((Option.get model.Compilation).Optimizer.Updating.Variables trained)
        ))

/// A compiled model's figures, and what becomes of it in the epochs after those that its file has behind it.
let private further (case: Case) : Answer =
    compiled case (fun model data ->
        let batchSize = case.Number "batch_size" |> Option.map int

        let figures =
            model.Evaluate(
                data,
                batchSize |> Option.defaultValue 32,
                None,
                Threading.CancellationToken.None
            )

        let continued =
            match case.Number "continue_epochs" with
            | None -> []
            | Some epochs ->
                let history =
                    model.Fit(
                        data,
                        {
                            FitRequest.Default with
                                BatchSize = batchSize
                                Epochs = int epochs
                                Shuffle = false
                                Verbose = 0
                        }
                    )

                logs "log_continued" history
                @ weights model "w_continued" model.Network.TrainableWeights
                @ weights model "s_continued" model.Network.OtherWeights

        Values(
            [
                for KeyValue(name, figure) in figures ->
                    $"evaluate/{name}", NDArray.ofFloats DType.Float32 [||] [| figure |]
            ]
            @ continued
        ))

/// A whole model: its answers and gradients, and where it is compiled what it is trained to.
let model (case: Case) : Answer =
    match Models.run case with
    | Values answers when (case.Try "evaluate").IsSome ->
        match further case with
        | Values more -> Values(answers @ more)
        | other -> other
    | other -> other
