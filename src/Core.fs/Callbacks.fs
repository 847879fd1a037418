/// Keras's callbacks that write no model files.
namespace Keratin

open System
open System.Collections.Generic
open System.Globalization
open System.IO

/// <summary>Ends training when a number has stopped getting better.</summary>
/// <param name="monitor">The number. Default: "val_loss".</param>
/// <param name="minDelta">What counts as better. Default: 0.</param>
/// <param name="patience">Epochs without improvement before it ends. Default: 0.</param>
/// <param name="verbose">1 says so. Default: 0.</param>
/// <param name="mode">"min", "max" or "auto", which asks the metric. Default: "auto".</param>
/// <param name="baseline">A value it must be better than. Default: none.</param>
/// <param name="restoreBestWeights">Whether the best epoch's weights come back. Default: false.</param>
/// <param name="startFromEpoch">The first epoch that counts. Default: 0.</param>
[<Sealed>]
type EarlyStopping
    (
        [<Opt; Or("val_loss")>] monitor: string,
        [<Opt; Or(0.0)>] minDelta: float,
        [<Opt; Or(0)>] patience: int,
        [<Opt; Or(0)>] verbose: int,
        [<Opt; Or("auto")>] mode: string,
        [<Opt>] baseline: Nullable<float>,
        [<Opt; Or(false)>] restoreBestWeights: bool,
        [<Opt; Or(0)>] startFromEpoch: int
    ) =
    inherit Callback()
    let watch = Monitor("EarlyStopping", monitor, mode, minDelta)
    let mutable wait = 0
    let mutable best = Nullable<float>()
    let mutable bestEpoch = 0
    let mutable bestWeights: Array[] option = None
    let mutable stopped = 0

    /// The epoch at which it ended training; 0 where it did not, since it never does so at the first.
    member _.StoppedEpoch = stopped
    /// The best value seen; NaN where there is none.
    member _.Best = if best.HasValue then best.Value else nan

    override c.OnTrainBegin() =
        watch.Begin c.Training
        wait <- 0
        stopped <- 0
        best <- Nullable()
        bestWeights <- None

    override c.OnEpochEnd(epoch, logs) =
        match watch.Value(logs, c.Training), c.Training with
        | Some value, NonNull training when epoch >= startFromEpoch ->
            if restoreBestWeights && bestWeights.IsNone then
                bestWeights <- Some(training.GetWeights())
                bestEpoch <- epoch

            wait <- wait + 1

            if watch.Better(value, best) then
                best <- Nullable value
                bestEpoch <- epoch

                if restoreBestWeights then
                    bestWeights <- Some(training.GetWeights())

                if not baseline.HasValue || watch.Better(value, baseline) then
                    wait <- 0
            elif wait >= patience && epoch > 0 then
                stopped <- epoch
                training.StopTraining <- true
        | _ -> ()

    override c.OnTrainEnd logs =
        match c.Training with
        | null -> ()
        | training ->
            if stopped > 0 && verbose > 0 then
                training.Print $"Epoch {stopped + 1}: early stopping"

            match bestWeights with
            | Some weights when restoreBestWeights ->
                if verbose > 0 then
                    training.Print $"Restoring the weights of epoch {bestEpoch + 1}, the best"

                training.SetWeights weights
            | _ -> ()

    interface IMemory with
        member _.Memory = [
            "wait", Kept.whole wait
            if best.HasValue then
                "best", Kept.number best.Value
            "best_epoch", Kept.whole bestEpoch
            "stopped", Kept.whole stopped
            for i, weights in Array.indexed (bestWeights |> Option.defaultValue [||]) do
                $"best_weights/{i:D5}", PlainArrays.ofArray weights
        ]

        member _.Recall memory =
            wait <- Kept.wholeOf "wait" memory
            best <- Kept.perhaps "best" memory
            bestEpoch <- Kept.wholeOf "best_epoch" memory
            stopped <- Kept.wholeOf "stopped" memory

            bestWeights <-
                match
                    [|
                        for KeyValue(name, values) in memory do
                            if name.StartsWith "best_weights/" then
                                PlainArrays.toFloat32 values
                    |]
                with
                | [||] -> None
                | weights -> Some weights

/// <summary>Makes the learning rate smaller when a number has stopped getting better. It logs the rate as "learning_rate", as it was
/// in the epoch; of a MultiOptimizer each one's, as "learning_rate_adam".</summary>
/// <param name="monitor">The number. Default: "val_loss".</param>
/// <param name="factor">The learning rate is multiplied by it; below 1. Default: 0.1.</param>
/// <param name="patience">Epochs without improvement before that. Default: 10.</param>
/// <param name="verbose">1 says so. Default: 0.</param>
/// <param name="mode">"min", "max" or "auto". Default: "auto".</param>
/// <param name="minDelta">What counts as better. Default: 1e-4.</param>
/// <param name="cooldown">Epochs after a change that do not count. Default: 0.</param>
/// <param name="minLr">The least learning rate. Default: 0.</param>
[<Sealed>]
type ReduceLROnPlateau
    (
        [<Opt; Or("val_loss")>] monitor: string,
        [<Opt; Or(0.1)>] factor: float,
        [<Opt; Or(10)>] patience: int,
        [<Opt; Or(0)>] verbose: int,
        [<Opt; Or("auto")>] mode: string,
        [<Opt; Or(1e-4)>] minDelta: float,
        [<Opt; Or(0)>] cooldown: int,
        [<Opt; Or(0.0)>] minLr: float
    ) =
    inherit Callback()

    do
        if factor >= 1.0 then
            refuse "ReduceLROnPlateau" "factor below 1" $"factor = {factor}" "factor: 0.1"

    let watch = Monitor("ReduceLROnPlateau", monitor, mode, minDelta)
    let mutable wait = 0
    let mutable cooling = 0
    let mutable best = Nullable<float>()

    override c.OnTrainBegin() =
        watch.Begin c.Training
        wait <- 0
        cooling <- 0
        best <- Nullable()

    override c.OnEpochEnd(epoch, logs) =
        match c.Training with
        | null -> ()
        | training ->
            let rates = NamedRates.ofTraining training
            NamedRates.log rates logs

            match watch.Value(logs, training) with
            | None -> ()
            | Some value ->
                if cooling > 0 then
                    cooling <- cooling - 1
                    wait <- 0

                if watch.Better(value, best) then
                    best <- Nullable value
                    wait <- 0
                elif cooling = 0 then
                    wait <- wait + 1

                    let high = rates |> List.filter (fun rate -> rate.Get() > float (float32 minLr))

                    if wait >= patience && not high.IsEmpty then
                        for rate in high do
                            rate.Set(max minLr (rate.Get() * factor))

                            if verbose > 0 then
                                training.Print $"Epoch {epoch + 1}: {rate.Name} is now {rate.Get()}"

                        cooling <- cooldown
                        wait <- 0

    interface IMemory with
        member _.Memory = [
            "wait", Kept.whole wait
            "cooling", Kept.whole cooling
            if best.HasValue then
                "best", Kept.number best.Value
        ]

        member _.Recall memory =
            wait <- Kept.wholeOf "wait" memory
            cooling <- Kept.wholeOf "cooling" memory
            best <- Kept.perhaps "best" memory

/// <summary>Sets the learning rate at the beginning of each epoch, and logs it as "learning_rate"; of a MultiOptimizer each one's, as
/// "learning_rate_adam".</summary>
/// <param name="schedule">From the epoch (first: 0) and the rate so far to the rate.</param>
/// <param name="verbose">1 says so. Default: 0.</param>
[<Sealed>]
type LearningRateScheduler(schedule: Func<int, float, float>, [<Opt; Or(0)>] verbose: int) =
    inherit Callback()

    override c.OnEpochBegin epoch =
        match c.Training with
        | null -> ()
        | training ->
            for rate in NamedRates.ofTraining training do
                rate.Set(schedule.Invoke(epoch, rate.Get()))

                if verbose > 0 then
                    training.Print $"Epoch {epoch + 1}: {rate.Name} is {rate.Get()}"

    override c.OnEpochEnd(epoch, logs) =
        match c.Training with
        | null -> ()
        | training -> NamedRates.log (NamedRates.ofTraining training) logs

/// <summary>Writes the numbers of every epoch to a CSV file.</summary>
/// <param name="filename">The file.</param>
/// <param name="separator">Between values. Default: a comma.</param>
/// <param name="append">Whether an existing file is continued. Default: false, it is replaced.</param>
[<Sealed>]
type CSVLogger
    (filename: string, [<Opt; Or(",")>] separator: string, [<Opt; Or(false)>] append: bool) =
    inherit Callback()
    let mutable keys: string list = []
    let mutable started = false

    /// A number as Python writes it, for programs that read files of both.
    let written (value: float) =
        if Double.IsNaN value then
            "nan"
        elif Double.IsInfinity value then
            (if value > 0.0 then "inf" else "-inf")
        else
            let text = value.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant()

            if text.Contains '.' || text.Contains 'e' then
                text
            else
                text + ".0"

    override _.OnTrainBegin() =
        keys <- []
        started <- append && File.Exists filename && FileInfo(filename).Length > 0L

    override _.OnEpochEnd(epoch, logs) =
        if keys.IsEmpty then
            let own =
                logs.Keys |> Seq.sortWith (fun a b -> String.CompareOrdinal(a, b)) |> List.ofSeq

            // columns for a validation that may come in a later epoch
            let later =
                if
                    own |> List.exists (fun key -> key.StartsWith("val_", StringComparison.Ordinal))
                then
                    []
                else
                    own |> List.map (fun key -> "val_" + key)

            keys <- own @ later

        let value name =
            match logs.TryGetValue name with
            | true, v -> written v
            | _ -> "NA"

        // the end of a line that Python's csv module writes
        let line (cells: string list) = String.Join(separator, cells) + "\r\n"

        if not started then
            File.WriteAllText(filename, line ("epoch" :: keys))
            started <- true

        File.AppendAllText(filename, line (string epoch :: (keys |> List.map value)))

    interface IMemory with
        member _.Memory = [ "started", Kept.whole (if started then 1 else 0) ]

        // a training that goes on does not begin its file again
        member _.Recall memory =
            started <- Kept.wholeOf "started" memory = 1 && File.Exists filename

/// <summary>Runs functions of one's own.</summary>
/// <param name="onEpochBegin">Before an epoch. Default: nothing.</param>
/// <param name="onEpochEnd">After an epoch, with its numbers. Default: nothing.</param>
/// <param name="onTrainBegin">Before training. Default: nothing.</param>
/// <param name="onTrainEnd">After training, with the last numbers. Default: nothing.</param>
/// <param name="onTrainBatchBegin">Before a batch. Default: nothing.</param>
/// <param name="onTrainBatchEnd">After a batch, with the numbers so far in the epoch. Default: nothing.</param>
[<Sealed>]
type LambdaCallback
    (
        [<Opt>] onEpochBegin: Action<int> | null,
        [<Opt>] onEpochEnd: Action<int, Logs> | null,
        [<Opt>] onTrainBegin: Action | null,
        [<Opt>] onTrainEnd: Action<Logs> | null,
        [<Opt>] onTrainBatchBegin: Action<int> | null,
        [<Opt>] onTrainBatchEnd: Action<int, Logs> | null
    ) =
    inherit Callback()

    override _.WantsBatchLogs =
        match onTrainBatchEnd with
        | null -> false
        | _ -> true

    override _.OnEpochBegin epoch =
        match onEpochBegin with
        | null -> ()
        | run -> run.Invoke epoch

    override _.OnEpochEnd(epoch, logs) =
        match onEpochEnd with
        | null -> ()
        | run -> run.Invoke(epoch, logs)

    override _.OnTrainBegin() =
        match onTrainBegin with
        | null -> ()
        | run -> run.Invoke()

    override _.OnTrainEnd logs =
        match onTrainEnd with
        | null -> ()
        | run -> run.Invoke logs

    override _.OnTrainBatchBegin batch =
        match onTrainBatchBegin with
        | null -> ()
        | run -> run.Invoke batch

    override _.OnTrainBatchEnd(batch, logs) =
        match onTrainBatchEnd with
        | null -> ()
        | run -> run.Invoke(batch, logs)

/// <summary>Ends training when the loss is not a finite number.</summary>
/// <param name="raiseError">Whether that is an error. Default: false, training just ends.</param>
[<Sealed>]
type TerminateOnNaN([<Opt; Or(false)>] raiseError: bool) =
    inherit Callback()
    override _.WantsBatchLogs = true

    override c.OnTrainBatchEnd(batch, logs) =
        match logs.TryGetValue "loss", c.Training with
        | (true, loss), NonNull training when not (Double.IsFinite loss) ->
            if raiseError then
                refuse
                    "TerminateOnNaN"
                    "a finite loss"
                    $"{loss} at batch {batch}"
                    "use a smaller learning rate"

            training.Print $"Batch {batch}: the loss is {loss}, training ends"
            training.StopTraining <- true
        | _ -> ()
