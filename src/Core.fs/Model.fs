/// A network with what compile decided and where its numbers are: what both surfaces stand on.
namespace Keratin

open System
open System.Collections.Generic
open System.Threading
open Keratin.Engine
open Keratin.Saving

/// What fit takes besides data, with Keras's defaults; -1 and null stand for "none given".
[<NoComparison>]
type internal FitRequest = {
    /// None: 32, or as many as make StepsPerEpoch steps of all samples.
    BatchSize: int option
    Epochs: int
    Verbose: int
    Callbacks: Callback list
    ValidationSplit: float
    Validation: Source option
    Shuffle: bool
    ClassWeight: IReadOnlyDictionary<int, float> option
    InitialEpoch: int
    StepsPerEpoch: int option
    ValidationSteps: int option
    ValidationBatchSize: int option
    ValidationFreq: ValidationFrequency
    Cancellation: CancellationToken
} with

    static member Default = {
        BatchSize = None
        Epochs = 1
        Verbose = 1
        Callbacks = []
        ValidationSplit = 0.0
        Validation = None
        Shuffle = true
        ClassWeight = None
        InitialEpoch = 0
        StepsPerEpoch = None
        ValidationSteps = None
        ValidationBatchSize = None
        ValidationFreq = ValidationFrequency.op_Implicit 1
        Cancellation = CancellationToken.None
    }

[<Sealed>]
type internal ModelCore(network: Network, state: State) =
    let where = $"model \"{network.Name}\""
    let mutable compilation: Compilation option = None
    let mutable trainer = new Trainer(network, None, state)
    let shuffleSeed = Seeds.next ()
    /// Whoever calculates has the model's weights for himself.
    let turns = Turns(state, network.Variables)
    /// Metrics and optimizer belong to one training or evaluation at a time, steps and pauses between them.
    let learning = obj ()

    let alone work =
        lock learning (fun () -> turns.Take work)

    member _.Network = network
    member _.State = state
    member _.Compilation = compilation
    member _.Trainer = trainer

    member _.Compile(c: Compilation) =
        alone (fun () ->
            (trainer :> IDisposable).Dispose()
            compilation <- Some c
            trainer <- new Trainer(network, Some c, state))

    member private _.Compiled =
        match compilation with
        | Some c -> c
        | None -> refuse where "a compiled model" "one that is not compiled" "call Compile first"

    /// The same model with its numbers copied to another state, on that state's device.
    member _.In(other: State) : ModelCore =
        let slots =
            match compilation with
            | Some c -> c.Optimizer.Updating.Variables network.TrainableWeights
            | None -> []

        turns.Take(fun () ->
            for w in network.Variables @ slots do
                if state.Has w then
                    other.Write(w, state.Read w))

        let moved = ModelCore(network, other)
        compilation |> Option.iter moved.Compile
        moved

    /// Gives the weights a file's values, and the optimizer its state where the file has it; the groups that stayed as they
    /// were, where what does not fit is skipped.
    member _.LoadWeights(path: string, skipMismatch: bool, ?byName: bool) : string list =
        alone (fun () ->
            ModelFile.loadWeights
                path
                skipMismatch
                (defaultArg byName false)
                network
                (compilation |> Option.map _.Optimizer)
                state)

    /// A model from a file, with what it was compiled with unless that is not asked for; its numbers go to the state.
    static member Load(path: string, state: State, compile: bool) : ModelCore =
        ModelCore.Of(ModelFile.load path compile state, state)

    static member Load(stream: IO.Stream, state: State, compile: bool) : ModelCore =
        ModelCore.Of(ModelFile.loadFrom stream compile state, state)

    static member private Of(loaded: KerasArchive.Loaded, state: State) : ModelCore =
        let core = ModelCore(loaded.Network, state)
        loaded.Compilation |> Option.iter core.Compile
        core

    /// A model from the JSON that Keras has of one; its weights have first values.
    static member OfJson(json: string, state: State) : ModelCore =
        ModelCore.Of(KerasArchive.ofJson json, state)

    /// The JSON that Keras has of this model: its layers, and what it was compiled with.
    member _.ToJson() : string =
        KerasArchiveWriter.toJson network compilation

    /// What a file of this model says.
    member private _.Saved: ModelFile.Saved = {
        Network = network
        Compilation = compilation
        State = state
    }

    /// Saves the model, with what it was compiled with and the optimizer's state.
    member m.Save(path: string, overwrite: bool) =
        turns.Take(fun () -> ModelFile.save path overwrite m.Saved)

    member m.Save(stream: IO.Stream) =
        turns.Take(fun () -> ModelFile.saveTo m.Saved stream)

    member m.SaveWeights(path: string, overwrite: bool, maxShardSize: Nullable<float>) =
        turns.Take(fun () ->
            ModelFile.saveWeights path overwrite (Option.ofNullable maxShardSize) m.Saved)

    member m.Fit(source: Source, request: FitRequest) : History =
        let c = m.Compiled
        let source, validation = m.Split(source, request)
        let source = source |> Source.map (DataSet.weighted where request.ClassWeight)

        // without a size of batches, steps say it
        let batchSize (size: int option) (steps: int option) source =
            match size, steps, source with
            | Some size, _, _ -> size
            | None, Some steps, Some(Source.Whole data) when steps > 0 ->
                DataSet.parts steps data.Rows
            | None, _, _ -> 32

        let options: FitOptions = {
            BatchSize = batchSize request.BatchSize request.StepsPerEpoch (Some source)
            Epochs = request.Epochs
            InitialEpoch = request.InitialEpoch
            Verbose = request.Verbose
            Shuffle = request.Shuffle
            Seed = shuffleSeed
            Callbacks = request.Callbacks
            Validation = validation
            ValidationSteps = request.ValidationSteps
            ValidationBatchSize =
                batchSize
                    (request.ValidationBatchSize |> Option.orElse request.BatchSize)
                    request.ValidationSteps
                    validation
            ValidationFreq = request.ValidationFreq
            StepsPerEpoch = request.StepsPerEpoch
            Cancellation = request.Cancellation
            GiveWay = Turns.GiveWay
            Progress = Progress.view request.Verbose
        }

        alone (fun () -> FitLoop.fit trainer c source options)

    member m.Fit(data: DataSet, request: FitRequest) : History = m.Fit(Source.Whole data, request)

    /// What is trained on, and what validates.
    member private _.Split(source: Source, request: FitRequest) : Source * Source option =
        match source, request.Validation with
        | Source.Whole data, None when request.ValidationSplit > 0.0 ->
            let training, validation = DataSet.split where request.ValidationSplit data
            Source.Whole training, Some(Source.Whole validation)
        | Source.Stream _, _ when request.ValidationSplit > 0.0 ->
            refuse
                where
                "validation_split with arrays in memory"
                $"{request.ValidationSplit} with batches that come one after another"
                "give batches of their own as validation data"
        | _ -> source, request.Validation

    /// Callbacks see the model at work, in so many steps where that is known.
    member private _.Show
        (callbacks: Callback list, source: Source, batchSize: int, steps: int option)
        =
        let all =
            match source with
            | Source.Whole data -> Some(DataSet.parts (max 1 batchSize) data.Rows)
            | Source.Stream stream -> stream.Count

        let steps =
            match steps, all with
            | Some steps, Some all -> min steps all
            | steps, all -> steps |> Option.orElse all |> Option.defaultValue 0

        let work = ModelAtWork(trainer, compilation, 1, (fun () -> steps), 0)

        for callback in callbacks do
            callback.Training <- work

    member m.Evaluate
        (source: Source, batchSize: int, steps: int option, cancellation, ?callbacks: Callback list)
        =
        let callbacks = defaultArg callbacks []
        m.Compiled |> ignore

        alone (fun () ->
            m.Show(callbacks, source, batchSize, steps)

            use evaluation =
                Evaluating.evaluation
                    trainer
                    $"evaluate of {where}"
                    source
                    batchSize
                    steps
                    callbacks
                    cancellation
                    Turns.GiveWay

            evaluation.Run())

    member m.Evaluate
        (data: DataSet, batchSize: int, steps: int option, cancellation, ?callbacks: Callback list)
        =
        m.Evaluate(Source.Whole data, batchSize, steps, cancellation, defaultArg callbacks [])

    member m.Predict
        (source: Source, batchSize: int, steps: int option, cancellation, ?callbacks: Callback list)
        =
        let callbacks = defaultArg callbacks []

        let predict () =
            m.Show(callbacks, source, batchSize, steps)

            Evaluating.predict
                trainer
                $"predict of {where}"
                source
                batchSize
                steps
                callbacks
                cancellation
                turns.Take

        match source with
        | Source.Whole _ -> turns.Take predict
        // while a batch is waited for, others may ask the model
        | Source.Stream _ -> predict ()

    member m.Predict
        (inputs: NDArray list, batchSize: int, cancellation, ?callbacks: Callback list)
        =
        let data = DataSet.create where inputs [] []
        m.Predict(Source.Whole data, batchSize, None, cancellation, defaultArg callbacks [])

    member m.OnBatch(kind: string, data: DataSet, ?classWeight: IReadOnlyDictionary<int, float>) =
        m.Compiled |> ignore
        alone (fun () -> trainer.OnBatch(kind, DataSet.weighted where classWeight data))

    /// The names of the loss and of metrics, in the order in which an evaluation has them.
    member m.MetricsNames: string list =
        m.Compiled |> ignore
        trainer.Names

    /// Values of all weights, between the steps of a training.
    member _.GetWeights() : NDArray list =
        turns.Take(fun () -> network.Weights |> List.map state.Read)

    /// Gives the weights other values, between the steps of a training.
    member _.SetWeights(values: NDArray list) =
        turns.Take(fun () ->
            for weight, value: NDArray in List.zip network.Weights values do
                state.Write(weight, value))

    /// What stateful layers hand on to the next batch becomes zero.
    member _.ResetStates() =
        turns.Take(fun () ->
            for weight in network.Variables do
                if weight.Role = Carried then
                    NDArray.ofFloats weight.DType weight.Shape (Array.zeroCreate weight.Count)
                    |> fun zeros -> state.Write(weight, zeros))

    /// Whether the optimizer has made a step, here or before it was saved: its state is one of these weights.
    member _.HasTrained =
        match compilation with
        | Some c ->
            let iteration = c.Optimizer.Updating.Iteration
            state.Has iteration && (NDArray.toIntegers (state.Read iteration))[0] > 0L
        | None -> false

    member _.Summary(isSequential: bool, extent: Summary.Extent) =
        let optimizer =
            match compilation with
            | Some c when
                network.TrainableWeights
                |> List.exists (fun w -> c.Optimizer.Updating.HasTrained w)
                ->
                c.Optimizer.Updating.Variables network.TrainableWeights
            | _ -> []

        Summary.text extent network isSequential optimizer
