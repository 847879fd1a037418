/// The training loop: epochs, shuffling, validation, callbacks and progress around the steps.
module internal Keratin.FitLoop

open System
open System.Collections.Generic
open System.Diagnostics
open Keratin
open Keratin.Engine

/// The training as callbacks see it.
type private Running
    (trainer: Trainer, compilation: Compilation, options: FitOptions, data: ITrainingData) =
    inherit
        ModelAtWork(
            trainer,
            Some compilation,
            options.Epochs,
            (fun () -> data.Steps |> Option.defaultValue 0),
            options.Verbose
        )

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
        BatchSize = data.BatchSize
        Epochs = options.Epochs
        Samples = data.Samples
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

            let now = Snapshot.factsOf trainer compilation settings

            let isSame name =
                Map.tryFind name snapshot.Facts = Map.tryFind name now

            training.StopTraining <- at.Stopped && isSame "epochs"

            // a place among other samples would say nothing
            position <- if isSame "samples" then at else { at with Samples = 0 }

            changes

    interface IResumable with
        member r.Capture() =
            Snapshot.capture trainer compilation settings {
                position with
                    Stopped = (r :> ITraining).StopTraining
            }

        member r.ResumeFrom snapshot =
            // metrics and slots are made when the step is
            data.BuildStep()
            resumed <- Some snapshot
            r.Restore()

    interface ICompiledTraining with
        member _.Network = trainer.Network
        member _.Compilation = compilation
        member _.State = trainer.State


/// Trains, and answers what it showed. When it is cancelled, the weights are those of the last whole step.
let fit
    (trainer: Trainer)
    (compilation: Compilation)
    (source: Source)
    (options: FitOptions)
    : History =
    let where = $"fit of model \"{trainer.Network.Name}\""

    use data = TrainingData.create trainer where source options

    let callbacks = options.Callbacks

    use validation =
        options.Validation
        |> Option.map (fun source ->
            Evaluating.evaluation
                trainer
                $"{where}, validation data"
                source
                options.ValidationBatchSize
                options.ValidationSteps
                callbacks
                options.Cancellation
                options.GiveWay)
        |> Option.toObj

    let run = Running(trainer, compilation, options, data)
    let running = run :> ITraining
    let history = History()

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

        progress.EpochBegin(epoch, options.Epochs, running.Steps)
        trainer.ResetMetrics()

        // what the beginning of an epoch changes was changed before
        if isWithin then
            run.Restore() |> ignore

        let steps = data.Epoch run.Position

        let after step samples =
            run.Position <- { run.Position with Samples = samples }

            let batchLogs = BatchLogs.wanted callbacks trainer.Logs

            for callback in callbacks do
                callback.OnTrainBatchEnd(step, batchLogs)

            if not running.StopTraining then
                for keeper in keepers do
                    keeper.AfterBatch run

            if progress.Wants(step + 1) then
                progress.Step(step + 1, BatchLogs.inOrder (trainer.Logs()))

            options.Cancellation.ThrowIfCancellationRequested()
            options.GiveWay()
            not running.StopTraining


        let before step =
            for callback in callbacks do
                callback.OnTrainBatchBegin step

        steps.Run before after
        logs <- trainer.Logs()

        match validation with
        | NonNull validation when options.ValidationFreq.After epoch ->
            let results = validation.Run()

            for KeyValue(name, value) in results do
                logs["val_" + name] <- value
        | _ -> ()

        logs <- BatchLogs.inOrder logs

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
