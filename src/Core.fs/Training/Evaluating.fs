/// Evaluation and prediction, of arrays in memory and of batches that come one after another.
module internal Keratin.Evaluating

open System
open System.Collections.Generic
open System.Threading
open Keratin

/// Loss and metrics over samples, as often as they are asked for; no weight changes.
type IEvaluation =
    inherit IDisposable
    abstract Run: unit -> Dictionary<string, float>

/// Steps that are asked for, if they can be.
let checkedSteps where (name: string) (steps: int option) : int option =
    match steps with
    | Some steps when steps < 1 -> refuse where $"{name} of at least 1" $"{steps}" "leave it out"
    | steps -> steps

/// A batch as the engine takes it.
let prepared (trainer: Trainer) (data: DataSet) : DataSet =
    let data = trainer.Prepare data
    trainer.CheckTargets data
    data

/// One evaluation, as callbacks see it: `run` goes over the batches, and tells before and after each.
let private shown (trainer: Trainer) (callbacks: Callback list) run : Dictionary<string, float> =
    let before step =
        for callback in callbacks do
            callback.OnTestBatchBegin step

    let after step =
        let logs = BatchLogs.wanted callbacks trainer.Logs

        for callback in callbacks do
            callback.OnTestBatchEnd(step, logs)

    for callback in callbacks do
        callback.OnTestBegin()

    trainer.ResetMetrics()
    run before after
    let logs = trainer.Logs()

    for callback in callbacks do
        callback.OnTestEnd logs

    logs

let private ofArrays
    (trainer: Trainer)
    (data: DataSet)
    (batchSize: int)
    steps
    callbacks
    cancellation
    =
    let data = prepared trainer data
    let arrays = trainer.Upload data

    let rows =
        match steps with
        | Some steps -> int (min (int64 data.Rows) (int64 steps * int64 batchSize))
        | None -> data.Rows

    let run before after =
        trainer.Batches(
            "test",
            data,
            arrays,
            Array.init rows int64,
            batchSize,
            trainer.TestStep data,
            (fun step _ ->
                (cancellation: CancellationToken).ThrowIfCancellationRequested()
                after step
                true),
            before
        )

    {
        new IEvaluation with
            member _.Run() = shown trainer callbacks run
        interface IDisposable with
            member _.Dispose() = (arrays :> IDisposable).Dispose()
    }

/// Runs a kind of step over one pass of batches.
let private overPass
    (trainer: Trainer)
    where
    kind
    prepare
    (stream: BatchStream)
    (steps: int option)
    (cancellation: CancellationToken)
    make
    (before: int -> unit)
    (after: int -> Engine.Program -> unit)
    =
    use reader =
        new ReadAhead<DataSet>(BatchStream.pass where prepare steps 0 None stream)

    let batches =
        Seq.unfold (fun () -> reader.TryNext cancellation |> Option.map (fun b -> b, ())) ()

    let count =
        trainer.Stream(
            kind,
            batches,
            make,
            before,
            fun step _ program ->
                cancellation.ThrowIfCancellationRequested()
                after step program
                true
        )

    if count = 0 then
        BatchStream.refuseEmpty where

let private ofStream (trainer: Trainer) where stream steps callbacks cancellation =
    let run before after =
        overPass
            trainer
            where
            "test"
            (prepared trainer)
            stream
            steps
            cancellation
            trainer.TestStep
            before
            (fun step _ -> after step)

    {
        new IEvaluation with
            member _.Run() = shown trainer callbacks run
        interface IDisposable with
            member _.Dispose() = ()
    }

/// Loss and metrics over samples, or their first batches. Arrays are on the device until the evaluation is let go.
let evaluation
    (trainer: Trainer)
    where
    source
    batchSize
    steps
    callbacks
    cancellation
    : IEvaluation =
    let steps = checkedSteps where "steps" steps

    match source with
    | Source.Whole data -> ofArrays trainer data batchSize steps callbacks cancellation
    | Source.Stream stream -> ofStream trainer where stream steps callbacks cancellation

/// The outputs for batches, one after another.
let predict (trainer: Trainer) where stream steps cancellation : NDArray list =
    let parts = List<NDArray list>()

    overPass
        trainer
        where
        "predict"
        trainer.Prepare
        (stream
         |> BatchStream.map (fun batch -> {
             batch with
                 Targets = []
                 SampleWeights = []
         }))
        (checkedSteps where "steps" steps)
        cancellation
        trainer.PredictStep
        ignore
        (fun _ program -> parts.Add(trainer.Outputs program))

    Trainer.Joined parts
