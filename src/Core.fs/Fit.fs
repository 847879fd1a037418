/// The training loop: epochs, shuffling, validation, callbacks and progress around the steps.
module internal Keratin.FitLoop

open System
open System.Collections.Generic
open System.Diagnostics
open Keratin
open Keratin.Engine

/// Gives weights other values, computed from all weights as they were.
let private runOnce (trainer: Trainer) (values: (Weight * Symbol) list) : unit =
    if not values.IsEmpty then
        let step = {
            Fetches = []
            Updates = values |> List.map Assign
        }

        use program = Program.Compile(trainer.State, step, [], true)
        program.Run()

/// The training as callbacks see it.
type private Running(trainer: Trainer, compilation: Compilation, options: FitOptions, steps: int) =
    let mutable stop = false
    let where = $"model \"{trainer.Network.Name}\""

    let rateWeight () =
        match compilation.Optimizer.Updating.RateWeight with
        | Some w -> w
        | None ->
            refuse
                where
                "an optimizer with a number for its learning rate"
                "one with a schedule"
                "give the optimizer a number, or leave the callback out"

    let toArray (a: NDArray) : Array =
        Array.CreateInstance(typeof<float32>, a.Shape)
        |> fun target ->
            let values = NDArray.cast DType.Float32 a
            Buffer.BlockCopy(values.Bytes, 0, target, 0, values.Bytes.Length)
            target

    let averages () =
        compilation.Optimizer.Updating.Averages trainer.Network.TrainableWeights

    interface INetworkTraining with
        member _.Network = trainer.Network

    interface ITraining with
        member _.Weights = Array.ofList trainer.Network.Weights :> _
        member _.HasAverages = not (averages ()).IsEmpty

        member _.SwapAverages() =
            runOnce trainer [
                for w, average in averages () do
                    w, Sym.weight average
                    average, Sym.weight w
            ]

        member _.Steps = steps
        member _.Verbose = options.Verbose

        member _.StopTraining
            with get () = stop
            and set value = stop <- value

        member _.LearningRate
            with get () =
                match compilation.Optimizer.Updating.RateWeight with
                | Some w -> NDArray.toFloats (trainer.State.Read w) |> Array.head
                | None -> trainer.ScheduledRate compilation.Optimizer
            and set value = trainer.State.Write(rateWeight (), NDArray.scalar (float32 value))

        member _.GetWeights() = [|
            for w in trainer.Network.Weights -> toArray (trainer.State.Read w)
        |]

        member _.SetWeights values =
            for w, v in Seq.zip trainer.Network.Weights values do
                let bytes = Array.zeroCreate<byte>(4 * v.Length)
                Buffer.BlockCopy(v, 0, bytes, 0, bytes.Length)
                trainer.State.Write(w, NDArray(DType.Float32, w.Shape, bytes))

        member _.Epochs = options.Epochs

        member _.Direction monitor =
            let name =
                if monitor.StartsWith "val_" then
                    monitor.Substring 4
                else
                    monitor

            if name = "loss" || name.EndsWith "_loss" then
                -1
            else
                trainer.Direction name

        member _.Print line =
            if options.Verbose > 0 then
                Console.Out.WriteLine line

let private shuffled (rows: int) (seed: int64) (epoch: int) : int64[] =
    let order = Array.init rows int64
    Random(int (uint64 seed % 2147483647UL) ^^^ (epoch * 7919)).Shuffle order
    order

/// Trains, and answers what it showed. When it is cancelled, the weights are those of the last whole step.
let fit
    (trainer: Trainer)
    (compilation: Compilation)
    (data: DataSet)
    (options: FitOptions)
    : History =
    let where = $"fit of model \"{trainer.Network.Name}\""

    if options.BatchSize < 1 then
        refuse where "batch_size of at least 1" $"{options.BatchSize}" "batchSize: 32"

    if options.Epochs <= options.InitialEpoch then
        refuse
            where
            "epochs above initial_epoch"
            $"epochs = {options.Epochs}, initial_epoch = {options.InitialEpoch}"
            "epochs: 10"

    let data = trainer.Prepare data
    trainer.CheckTargets data
    let validation = options.Validation |> Option.map trainer.Prepare
    validation |> Option.iter trainer.CheckTargets
    use arrays = trainer.Upload data
    use validationArrays = validation |> Option.map trainer.Upload |> Option.toObj
    let inOrder = Array.init data.Rows int64
    let allSteps = (data.Rows + options.BatchSize - 1) / options.BatchSize

    let steps =
        options.StepsPerEpoch
        |> Option.map (min allSteps)
        |> Option.defaultValue allSteps

    let running = Running(trainer, compilation, options, steps) :> ITraining
    let history = History()
    let callbacks = options.Callbacks

    for callback in callbacks do
        callback.Training <- running

    let progress =
        if callbacks |> List.exists (fun c -> c :? ProgbarLogger) then
            Progress.silent
        else
            options.Progress

    let mutable logs = Dictionary<string, float>()
    let mutable epoch = options.InitialEpoch

    for callback in callbacks do
        callback.OnTrainBegin()

    while epoch < options.Epochs && not running.StopTraining do
        let clock = Stopwatch.StartNew()

        for callback in callbacks do
            callback.OnEpochBegin epoch

        progress.EpochBegin(epoch, options.Epochs, steps)
        trainer.ResetMetrics()

        let order =
            if options.Shuffle then
                shuffled data.Rows options.Seed epoch
            else
                inOrder

        let order = order[.. min order.Length (steps * options.BatchSize) - 1]

        let after step (_: Program) =
            if not callbacks.IsEmpty then
                let batchLogs: Logs =
                    if callbacks |> List.exists _.WantsBatchLogs then
                        trainer.Logs()
                    else
                        Dictionary<string, float>()

                for callback in callbacks do
                    callback.OnTrainBatchEnd(step, batchLogs)
                    callback.OnTrainBatchBegin(step + 1)

            if progress.Wants(step + 1) then
                progress.Step(step + 1, trainer.Logs())

            options.Cancellation.ThrowIfCancellationRequested()
            not running.StopTraining

        for callback in callbacks do
            callback.OnTrainBatchBegin 0

        trainer.Batches(
            "train",
            data,
            arrays,
            order,
            options.BatchSize,
            trainer.TrainStep data,
            after
        )

        logs <- trainer.Logs()

        match validation, validationArrays with
        | Some validation, NonNull arrays when (epoch + 1) % options.ValidationFreq = 0 ->
            for callback in callbacks do
                callback.OnTestBegin()

            let results =
                trainer.EvaluateOn(
                    validation,
                    arrays,
                    options.ValidationBatchSize,
                    options.Cancellation
                )

            for callback in callbacks do
                callback.OnTestEnd results

            for KeyValue(name, value) in results do
                logs["val_" + name] <- value
        | _ -> ()

        for callback in callbacks do
            callback.OnEpochEnd(epoch, logs)

        history.Add(epoch, logs)
        progress.EpochEnd(logs, clock.Elapsed.TotalSeconds)
        epoch <- epoch + 1

    for callback in callbacks do
        callback.OnTrainEnd logs

    runOnce trainer [
        for w, average in compilation.Optimizer.Updating.Averages trainer.Network.TrainableWeights ->
            w, Sym.weight average
    ]

    history
