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

/// Arrays in memory as batches, where a batch must be prepared by itself.
let byBatch (trainer: Trainer) (batchSize: int) (source: Source) : Source =
    match source with
    | Source.Whole data when trainer.VariesByBatch ->
        Source.Stream(BatchStream.ofArrays batchSize data)
    | source -> source

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

/// The batches of one pass, one after another.
let private onePass where prepare stream steps (use': DataSet seq -> int) next =
    use reader =
        new ReadAhead<DataSet>(BatchStream.pass where prepare steps 0 None stream)

    if use' (Seq.unfold (fun () -> next reader |> Option.map (fun b -> b, ())) ()) = 0 then
        BatchStream.refuseEmpty where

let private ofStream (trainer: Trainer) where stream steps callbacks cancellation giveWay =
    let run before after =
        let evaluate batches =
            trainer.Stream(
                "test",
                batches,
                trainer.TestStep,
                before,
                fun step _ _ ->
                    (cancellation: CancellationToken).ThrowIfCancellationRequested()
                    after step
                    true
            )

        onePass where (prepared trainer) stream steps evaluate _.TryNext(cancellation, giveWay)

    {
        new IEvaluation with
            member _.Run() = shown trainer callbacks run
        interface IDisposable with
            member _.Dispose() = ()
    }

/// Loss and metrics over samples, or their first batches. Arrays are on the device until the evaluation is let go;
/// `giveWay` is called while a batch is waited for.
let evaluation
    (trainer: Trainer)
    where
    source
    batchSize
    steps
    callbacks
    cancellation
    giveWay
    : IEvaluation =
    let steps = checkedSteps where "steps" steps

    match byBatch trainer batchSize source with
    | Source.Whole data -> ofArrays trainer data batchSize steps callbacks cancellation
    | Source.Stream stream -> ofStream trainer where stream steps callbacks cancellation giveWay

/// The outputs for the batches of arrays; `first` is the number of the first one, for callbacks.
let private outputsOf
    (trainer: Trainer)
    (data: DataSet)
    batchSize
    first
    callbacks
    cancellation
    : NDArray list list =
    use arrays = trainer.Upload data
    let outputs = List<NDArray list>()

    let before step =
        for callback: Callback in callbacks do
            callback.OnPredictBatchBegin(first + step)

    let after step program =
        (cancellation: CancellationToken).ThrowIfCancellationRequested()
        outputs.Add(trainer.Outputs program)

        if not (List.isEmpty callbacks) then
            let tensors = [| for a in outputs[outputs.Count - 1] -> PlainArrays.toTensor a |]

            for callback in callbacks do
                callback.OnPredictBatchEnd(first + step, tensors)

        true

    trainer.Batches(
        "predict",
        data,
        arrays,
        Array.init data.Rows int64,
        batchSize,
        trainer.PredictStep data,
        after,
        before
    )

    List.ofSeq outputs

/// The outputs for samples, batch by batch. `inTurn` has the model for what it is given; batches of a stream are waited for
/// outside of it.
let predict
    (trainer: Trainer)
    where
    source
    batchSize
    steps
    (callbacks: Callback list)
    cancellation
    (inTurn: (unit -> NDArray list list) -> NDArray list list)
    : NDArray list =
    let outputs prepare data size first =
        inTurn (fun () -> outputsOf trainer (prepare data) size first callbacks cancellation)

    for callback in callbacks do
        callback.OnPredictBegin()

    let parts = List<NDArray list>()

    // outputs of several lengths are one array in the end: then the longest of all samples decides
    let isVarying =
        trainer.Network.Outputs
        |> List.exists (fun y ->
            y.Dims.Tail
            |> List.exists (fun dim ->
                match dim with
                | Symbolic -> true
                | Size _ -> false))

    match
        (if isVarying then
             source
         else
             byBatch trainer batchSize source)
    with
    | Source.Whole data -> parts.AddRange(outputs trainer.Prepare data batchSize 0)
    | Source.Stream stream ->
        let stream =
            stream
            |> BatchStream.map (fun batch -> {
                batch with
                    Targets = []
                    SampleWeights = []
            })

        let predict batches =
            for batch: DataSet in batches do
                parts.AddRange(outputs id batch batch.Rows parts.Count)

            parts.Count

        onePass
            where
            trainer.Prepare
            stream
            (checkedSteps where "steps" steps)
            predict
            _.TryNext(cancellation, ignore)

    for callback in callbacks do
        callback.OnPredictEnd()

    parts |> List.ofSeq |> List.transpose |> List.map NDArray.Concatenate
