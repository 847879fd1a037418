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
type private Running
    (trainer: Trainer, compilation: Compilation, options: FitOptions, data: ITrainingData) =
    let mutable stop = false
    let mutable resumed: Snapshot option = None

    let mutable position: Position = {
        Epoch = options.InitialEpoch
        Samples = 0
        Stopped = false
        ShuffleSeed = options.Seed
    }

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

    let averages () =
        compilation.Optimizer.Updating.Averages trainer.Network.TrainableWeights

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
        match resumed with
        | None -> []
        | Some snapshot ->
            let changes = Snapshot.restore where trainer compilation settings snapshot
            let at = Snapshot.positionOf where snapshot

            let now = Snapshot.factsOf trainer compilation settings

            let isSame name =
                Map.tryFind name snapshot.Facts = Map.tryFind name now

            stop <- at.Stopped && isSame "epochs"

            // a place among other samples would say nothing
            position <- if isSame "samples" then at else { at with Samples = 0 }

            changes

    interface IResumable with
        member _.Capture() =
            Snapshot.capture trainer compilation settings { position with Stopped = stop }

        member r.ResumeFrom snapshot =
            // metrics and slots are made when the step is
            data.BuildStep()
            resumed <- Some snapshot
            r.Restore()

    interface ICompiledTraining with
        member _.Network = trainer.Network
        member _.Compilation = compilation
        member _.State = trainer.State

    interface ITraining with
        member _.Weights = Array.ofList trainer.Network.Weights :> _
        member _.HasAverages = not (averages ()).IsEmpty

        member _.SwapAverages() =
            runOnce trainer [
                for w, average in averages () do
                    w, Sym.weight average
                    average, Sym.weight w
            ]

        member _.Steps = data.Steps |> Option.defaultValue 0
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
            for w in trainer.Network.Weights -> PlainArrays.toFloat32 (trainer.State.Read w)
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

/// Trains, and answers what it showed. When it is cancelled, the weights are those of the last whole step.
let fit
    (trainer: Trainer)
    (compilation: Compilation)
    (source: Source)
    (options: FitOptions)
    : History =
    let where = $"fit of model \"{trainer.Network.Name}\""

    if options.Epochs <= options.InitialEpoch then
        refuse
            where
            "epochs above initial_epoch"
            $"epochs = {options.Epochs}, initial_epoch = {options.InitialEpoch}"
            "epochs: 10"

    use data = TrainingData.create trainer where source options

    use validation =
        options.Validation
        |> Option.map (fun source ->
            Evaluating.evaluation
                trainer
                $"{where}, validation data"
                source
                options.ValidationBatchSize
                options.ValidationSteps
                options.Cancellation)
        |> Option.toObj

    let run = Running(trainer, compilation, options, data)
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

        progress.EpochBegin(epoch, options.Epochs, running.Steps)
        trainer.ResetMetrics()

        // what the beginning of an epoch changes was changed before
        if isWithin then
            run.Restore() |> ignore

        let steps = data.Epoch run.Position

        let after step samples =
            run.Position <- { run.Position with Samples = samples }

            if not callbacks.IsEmpty then
                let batchLogs: Logs =
                    if callbacks |> List.exists _.WantsBatchLogs then
                        trainer.Logs()
                    else
                        Dictionary<string, float>()

                for callback in callbacks do
                    callback.OnTrainBatchEnd(step, batchLogs)
                    callback.OnTrainBatchBegin(step + 1)

            if not running.StopTraining then
                for keeper in keepers do
                    keeper.AfterBatch run

            if progress.Wants(step + 1) then
                progress.Step(step + 1, trainer.Logs())

            options.Cancellation.ThrowIfCancellationRequested()
            not running.StopTraining

        for callback in callbacks do
            callback.OnTrainBatchBegin steps.StepsDone

        steps.Run after
        logs <- trainer.Logs()

        match validation with
        | NonNull validation when (epoch + 1) % options.ValidationFreq = 0 ->
            for callback in callbacks do
                callback.OnTestBegin()

            let results = validation.Run()

            for callback in callbacks do
                callback.OnTestEnd results

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

    runOnce trainer [
        for w, average in compilation.Optimizer.Updating.Averages trainer.Network.TrainableWeights ->
            w, Sym.weight average
    ]

    for callback in callbacks do
        callback.OnTrainEnd logs

    history
