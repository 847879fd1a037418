/// The training loop: epochs, shuffling, validation, callbacks and progress around the steps.
module internal Keratin.FitLoop

open System
open System.Collections.Generic
open System.Diagnostics
open Keratin
open Keratin.Engine

/// The training as callbacks see it.
type private Running
    (trainer: Trainer, compilation: Compilation, options: FitOptions, data: DataSet, steps: int) =
    inherit ModelAtWork(trainer, Some compilation, options.Epochs, steps, options.Verbose)
    let mutable resumed: Snapshot option = None

    let mutable position: Position = {
        Epoch = options.InitialEpoch
        Samples = 0
        Stopped = false
        ShuffleSeed = options.Seed
    }

    let where = $"model \"{trainer.Network.Name}\""

    let settings: FitSettings = {
        Callbacks = options.Callbacks
        BatchSize = options.BatchSize
        Epochs = options.Epochs
        Samples = data.Rows
        Shuffle = options.Shuffle
    }

    /// Where the training is.
    member _.Position
        with get () = position
        and set value = position <- value

    /// Puts back what a checkpoint had, where there is one; answers with what is not as it was.
    member r.Restore() : string list =
        let training = r :> ITraining

        match resumed with
        | None -> []
        | Some snapshot ->
            let changes = Snapshot.restore where trainer compilation settings snapshot
            let at = Snapshot.positionOf where snapshot

            let sameOf name (value: int) =
                Map.tryFind name snapshot.Facts = Some(string value)

            training.StopTraining <- at.Stopped && sameOf "epochs" options.Epochs

            // a place among other samples would say nothing
            position <-
                if sameOf "samples" data.Rows then
                    at
                else
                    { at with Samples = 0 }

            changes

    interface IResumable with
        member r.Capture() =
            Snapshot.capture trainer compilation settings {
                position with
                    Stopped = (r :> ITraining).StopTraining
            }

        member r.ResumeFrom snapshot =
            // metrics and slots are made when the step is
            trainer.TrainStep data () |> ignore
            resumed <- Some snapshot
            r.Restore()

    interface ICompiledTraining with
        member _.Network = trainer.Network
        member _.Compilation = compilation
        member _.State = trainer.State

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

    let data = trainer.Prepare data
    trainer.CheckTargets data
    let validation = options.Validation |> Option.map trainer.Prepare
    validation |> Option.iter trainer.CheckTargets
    use arrays = trainer.Upload data
    use validationArrays = validation |> Option.map trainer.Upload |> Option.toObj
    let inOrder = Array.init data.Rows int64
    let allSteps = (data.Rows + options.BatchSize - 1) / options.BatchSize

    let steps =
        match options.StepsPerEpoch with
        | Some steps when steps < 1 ->
            refuse where "steps_per_epoch of at least 1" $"{steps}" "leave it out"
        | Some steps -> min steps allSteps
        | None -> allSteps

    /// How many epochs it takes to see all samples: an epoch goes on where the last one ended.
    let epochsOfPass = (allSteps + steps - 1) / steps

    let run = Running(trainer, compilation, options, data, steps)
    let running = run :> ITraining
    let history = History()
    let callbacks = options.Callbacks

    let keepers = [
        for callback in callbacks do
            match box callback with
            | :? IKeepsTraining as keeper -> keeper
            | _ -> ()
    ]

    for callback in callbacks do
        callback.Training <- running

    let progress =
        if callbacks |> List.exists (fun c -> c :? ProgbarLogger) then
            Progress.silent
        else
            options.Progress

    let mutable logs = Dictionary<string, float>()

    for callback in callbacks do
        callback.OnTrainBegin()

    // after all of them, since callbacks forget when training begins
    run.Restore() |> ignore

    while run.Position.Epoch < options.Epochs && not running.StopTraining do
        let clock = Stopwatch.StartNew()
        let epoch = run.Position.Epoch
        let isWithin = run.Position.Samples > 0

        for callback in callbacks do
            callback.OnEpochBegin epoch

        progress.EpochBegin(epoch, options.Epochs, steps)
        trainer.ResetMetrics()

        // what the beginning of an epoch changes was changed before
        if isWithin then
            run.Restore() |> ignore

        let part = (epoch - options.InitialEpoch) % epochsOfPass

        let all =
            if options.Shuffle then
                shuffled data.Rows run.Position.ShuffleSeed (epoch - part)
            else
                inOrder

        let first = part * steps * options.BatchSize
        let order = all[first .. min all.Length (first + steps * options.BatchSize) - 1]
        let done' = min run.Position.Samples order.Length
        let stepsDone = (done' + options.BatchSize - 1) / options.BatchSize

        let after step (_: Program) =
            run.Position <- {
                run.Position with
                    Samples = min order.Length (done' + (step + 1) * options.BatchSize)
            }

            let step = stepsDone + step

            let batchLogs = BatchLogs.wanted callbacks trainer.Logs

            for callback in callbacks do
                callback.OnTrainBatchEnd(step, batchLogs)

            if not running.StopTraining then
                for keeper in keepers do
                    keeper.AfterBatch run

            if progress.Wants(step + 1) then
                progress.Step(step + 1, trainer.Logs())

            options.Cancellation.ThrowIfCancellationRequested()
            options.GiveWay()
            not running.StopTraining

        let before step =
            for callback in callbacks do
                callback.OnTrainBatchBegin(stepsDone + step)

        if done' < order.Length then
            trainer.Batches(
                "train",
                data,
                arrays,
                order[done'..],
                options.BatchSize,
                trainer.TrainStep data,
                after,
                before
            )

        logs <- trainer.Logs()

        match validation, validationArrays with
        | Some validation, NonNull arrays when options.ValidationFreq.After epoch ->
            let results =
                trainer.EvaluateOn(
                    validation,
                    arrays,
                    options.ValidationBatchSize,
                    options.ValidationSteps,
                    callbacks,
                    options.Cancellation
                )

            for KeyValue(name, value) in results do
                logs["val_" + name] <- value
        | _ -> ()

        for callback in callbacks do
            callback.OnEpochEnd(epoch, logs)

        history.Add(epoch, logs)
        progress.EpochEnd(logs, clock.Elapsed.TotalSeconds)

        run.Position <- {
            run.Position with
                Epoch = epoch + 1
                Samples = 0
        }

        for keeper in keepers do
            keeper.AfterEpoch run

    // averages become the weights before callbacks see the end: one of them may put back weights of its own
    for callback in callbacks do
        match box callback with
        | :? ISwapsAverages as swapping -> swapping.TakeBack()
        | _ -> ()

    ModelAtWork.RunOnce trainer [
        for w, average in compilation.Optimizer.Updating.Averages trainer.Network.TrainableWeights ->
            w, Sym.weight average
    ]

    for callback in callbacks do
        callback.OnTrainEnd logs

    history
