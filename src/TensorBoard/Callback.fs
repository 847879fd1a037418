/// Training as TensorBoard shows it.
namespace Keratin

open System
open System.Collections.Generic
open System.IO
open System.Runtime.InteropServices
open Keratin.EventFiles

/// When numbers of batches are written: never ("epoch", only those of epochs), after every batch ("batch"), or
/// after every so many.
[<Sealed>]
type UpdateFrequency internal (batches: int) =
    /// 0: only the numbers of epochs.
    member internal _.Batches = batches

    /// "epoch" or "batch".
    static member op_Implicit(word: string) : UpdateFrequency =
        match word with
        | "epoch" -> UpdateFrequency 0
        | "batch" -> UpdateFrequency 1
        | other -> refuseWord "TensorBoard" "updateFreq" other [ "epoch"; "batch" ]

    /// After every so many batches.
    static member op_Implicit(batches: int) : UpdateFrequency =
        if batches < 1 then
            refuse "TensorBoard" "updateFreq of at least 1" $"{batches}" "updateFreq: 100"

        UpdateFrequency batches

/// A file that records are added to; it is made with the first of them.
type private EventFile(folder: string) =
    static let mutable made = 0

    let stream =
        lazy
            (Directory.CreateDirectory folder |> ignore
             let number = Threading.Interlocked.Increment &made
             let seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds()

             let name =
                 $"events.out.tfevents.{seconds}.{Environment.MachineName}.{Environment.ProcessId}.{number}.v2"

             let stream = new FileStream(Path.Combine(folder, name), FileMode.Create)
             stream.Write(ReadOnlySpan(Records.frame (Messages.version ())))
             stream)

    member _.Add(record: byte[]) =
        stream.Value.Write(ReadOnlySpan(Records.frame record))

    member _.Flush() =
        if stream.IsValueCreated then
            stream.Value.Flush()

    interface IDisposable with
        member _.Dispose() =
            if stream.IsValueCreated then
                stream.Value.Dispose()

/// <summary>Writes event files for TensorBoard: numbers of epochs ("epoch_loss") and of batches ("batch_loss"),
/// histograms of weights and the graph, in the folders train and validation of the log folder. Look at them with
/// <c>tensorboard --logdir logs</c>.</summary>
/// <param name="logDir">The folder. Default: "logs".</param>
/// <param name="histogramFreq">Epochs from one histogram of the weights to the next; 0: none. Default: 0.</param>
/// <param name="writeGraph">Whether the model's operations are written. Default: true.</param>
/// <param name="writeStepsPerSecond">Whether "epoch_steps_per_second" is written. Default: false.</param>
/// <param name="updateFreq">"epoch", "batch", or a number of batches, after which the numbers so far in the
/// epoch are written. Default: "epoch".</param>
[<Sealed>]
type TensorBoard
    (
        [<Optional; DefaultParameterValue("logs")>] logDir: string,
        [<Optional; DefaultParameterValue(0)>] histogramFreq: int,
        [<Optional; DefaultParameterValue(true)>] writeGraph: bool,
        [<Optional; DefaultParameterValue(false)>] writeStepsPerSecond: bool,
        [<Optional>] updateFreq: UpdateFrequency | null
    ) =
    inherit Callback()

    do
        if histogramFreq < 0 then
            refuse "TensorBoard" "histogramFreq of at least 0" $"{histogramFreq}" "histogramFreq: 1"

    let every =
        match updateFreq with
        | null -> 0
        | given -> given.Batches

    let clock = Diagnostics.Stopwatch()
    let mutable batches = 0L
    let mutable epochStart = 0L

    let mutable files: (EventFile * EventFile) option = None

    let close () =
        match files with
        | Some(training, validation) ->
            (training :> IDisposable).Dispose()
            (validation :> IDisposable).Dispose()
            files <- None
        | None -> ()

    let isDue batch = every > 0 && batch % int64 every = 0L

    let histograms (training: ITraining) = [
        for weight, values in Seq.zip training.Weights (training.GetWeights()) ->
            [| for x in Seq.cast<float32> values -> float x |]
            |> Messages.histogram $"{weight.Path}/histogram"
    ]

    override _.WantsBatchLogs = isDue (batches + 1L)

    override c.OnTrainBegin() =
        close ()
        batches <- 0L
        let training = new EventFile(Path.Combine(logDir, "train"))
        let validation = new EventFile(Path.Combine(logDir, "validation"))
        files <- Some(training, validation)

        match c.Training with
        | :? INetworkTraining as own when writeGraph -> training.Add(Messages.ofGraph own.Network)
        | _ -> ()

    override _.OnEpochBegin epoch =
        epochStart <- batches
        clock.Restart()

    override _.OnTrainBatchEnd(batch, logs) =
        batches <- batches + 1L

        match files with
        | Some(training, _) when isDue batches ->
            [ for KeyValue(name, value) in logs -> Messages.scalar $"batch_{name}" value ]
            |> Messages.summary batches
            |> training.Add
        | _ -> ()

    override c.OnEpochEnd(epoch, logs) =
        match files, c.Training with
        | Some(training, validation), NonNull state ->
            let isValidation (name: string) = name.StartsWith "val_"
            let step = int64 epoch

            let numbers = [
                for KeyValue(name, value) in logs do
                    if not (isValidation name) then
                        Messages.scalar $"epoch_{name}" value

                // callbacks that change the rate have logged it
                for rate in NamedRates.ofTraining state do
                    if not (logs.ContainsKey rate.Name) then
                        Messages.scalar $"epoch_{rate.Name}" (rate.Get())

                if writeStepsPerSecond then
                    let seconds = clock.Elapsed.TotalSeconds

                    Messages.scalar
                        "epoch_steps_per_second"
                        (float (batches - epochStart) / seconds)
            ]

            let ofWeights =
                if histogramFreq > 0 && epoch % histogramFreq = 0 then
                    histograms state
                else
                    []

            training.Add(Messages.summary step (numbers @ ofWeights))

            match logs |> Seq.filter (fun p -> isValidation p.Key) |> List.ofSeq with
            | [] -> ()
            | own ->
                [ for p in own -> Messages.scalar $"epoch_{p.Key.Substring 4}" p.Value ]
                |> Messages.summary step
                |> validation.Add

            training.Flush()
            validation.Flush()
        | _ -> ()

    override _.OnTrainEnd logs = close ()
