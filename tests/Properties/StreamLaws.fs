/// Batches that are made meanwhile train a model as the same samples in memory do, whoever is faster.
module Keratin.Properties.StreamLaws

open System
open System.Collections.Generic
open System.IO
open System.Threading
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties
open Keratin.Properties.StreamSamples

let private request = {
    Training.silent with
        Epochs = 3
        Shuffle = false
}

let private size = 8

/// Trains a new model with the same first values each time.
let private train (make: unit -> ModelCore) (source: Source) (request: FitRequest) =
    Seeds.set 5
    let core = make ()
    outcome core (core.Fit(source, request)), core

let private images rows = Training.data 3 rows [ 8; 8; 1 ]

let private isSame (make: unit -> ModelCore) (data: DataSet) (validation: DataSet) request =
    let whole, _ =
        train make (Source.Whole data) {
            request with
                BatchSize = Some size
                Validation = Some(Source.Whole validation)
        }

    let streamed, _ =
        train make (stream (slices size data)) {
            request with
                Validation = Some(stream (slices size validation))
        }

    Assert.Equal(whole, streamed)

[<Fact>]
let ``a stream trains to the bits of whole arrays`` () =
    isSame Training.convolutional (images 43) (images 19) request

[<Fact>]
let ``a stream of several inputs, outputs and weights trains to the bits of whole arrays`` () =
    isSame branched (branchedData 1 43) (branchedData 2 19) request

[<Fact>]
let ``weights of classes count in a stream`` () =
    let weights = Dictionary(dict [ 0, 0.5; 1, 3.0 ])

    isSame Training.convolutional (images 43) (images 19) {
        request with
            ClassWeight = Some weights
    }

[<Theory>]
[<InlineData(43, 2)>]
[<InlineData(43, 4)>]
[<InlineData(32, 2)>]
[<InlineData(32, 99)>]
let ``an epoch of some steps goes on in a stream as in whole arrays`` (rows: int) (steps: int) =
    let request = {
        request with
            Epochs = 5
            StepsPerEpoch = Some steps
    }

    let data = images rows

    let whole, _ =
        train Training.convolutional (Source.Whole data) { request with BatchSize = Some size }

    let batches = slices size data

    for source in [ stream batches; counted batches.Length batches ] do
        Assert.Equal(whole, fst (train Training.convolutional source request))

[<Fact>]
let ``a stream is evaluated and predicted to the bits of whole arrays`` () =
    Seeds.set 5
    let core = branched ()
    let data = branchedData 1 43
    let source = stream (slices size data)
    let none = CancellationToken.None

    for steps in [ None; Some 2 ] do
        Assert.Equal<KeyValuePair<string, float>>(
            core.Evaluate(data, size, steps, none),
            core.Evaluate(source, 1, steps, none)
        )

    match source with
    | Source.Stream batches ->
        let whole = core.Predict(data.Inputs, size, none)
        Assert.Equal<NDArray list>(whole, core.Predict(Source.Stream batches, 1, None, none))

        Assert.Equal<NDArray list>(
            [ for a in whole -> a.Rows(0, 2 * size) ],
            core.Predict(Source.Stream batches, 1, Some 2, none)
        )
    | Source.Whole _ -> Assert.Fail "a stream"

/// Slow after every batch.
type private Slow() =
    inherit Callback()
    override _.OnTrainBatchEnd(_, _) = Thread.Sleep 5

[<Fact>]
let ``who is slower, the sequence or the training, changes nothing`` () =
    let batches = slices size (images 43)
    let expected, _ = train Training.convolutional (stream batches) request

    let slowly =
        batches
        |> Seq.map (fun batch ->
            Thread.Sleep 5
            batch)

    Assert.Equal(expected, fst (train Training.convolutional (stream slowly) request))

    Assert.Equal(
        expected,
        fst (train Training.convolutional (stream batches) { request with Callbacks = [ Slow() ] })
    )

/// How far ahead of the steps a sequence is.
type private Distance(made: unit -> int, found: List<int>) =
    inherit Callback()
    let mutable seen = 0

    override _.OnTrainBatchEnd(_, _) =
        seen <- seen + 1
        Thread.Sleep 1
        found.Add(made () - seen)

[<Fact>]
let ``a sequence is at most three batches ahead`` () =
    let batches = Watched(slices 1 (images 60))
    let found = List<int>()

    train Training.convolutional (stream batches) {
        request with
            Epochs = 1
            Callbacks = [ Distance((fun () -> batches.Made), found) ]
    }
    |> ignore

    Assert.Equal(60, found.Count)
    Assert.True(Seq.max found <= 3, $"%A{found}")
    Assert.True(Seq.max found > 0, "nothing is made while a step runs")

type private Watch(blocks: List<int64>, bytes: List<int64>) =
    inherit Callback()

    override _.OnTrainBatchEnd(_, _) =
        blocks.Add((Native.memory ())[3])

        // what is not let go survives the collector
        if blocks.Count % 250 = 0 then
            bytes.Add(GC.GetTotalMemory true)

[<Fact>]
let ``memory does not grow with the number of batches`` () =
    let core = Training.convolutional().In(State Device.Cpu)
    let values = Steps.normal (Random 1) (256 * 64)

    // 64 KiB each, 125 MiB altogether
    let batches =
        Seq.init 2000 (fun _ ->
            DataSet.create "data" [ NDArray.ofFloats DType.Float32 [| 256; 8; 8; 1 |] values ] [
                NDArray.ofArray [| 256 |] (Array.init 256 (fun i -> int64 (i % 3)))
            ] [])

    let blocks, bytes = List<int64>(), List<int64>()

    // what others left behind would go meanwhile, with the collector
    for _ in 1..3 do
        GC.Collect()
        GC.WaitForPendingFinalizers()

    core.Fit(
        stream batches,
        {
            request with
                Epochs = 1
                Callbacks = [ Watch(blocks, bytes) ]
        }
    )
    |> ignore

    Assert.Equal(2000, blocks.Count)
    Assert.Single(Seq.distinct blocks) |> ignore
    Assert.True(bytes[7] - bytes[0] < (8L <<< 20), $"%A{bytes}")

[<Fact>]
let ``a stream without an end is read as far as it is trained on`` () =
    let batch = images 8
    let batches = Watched(Seq.initInfinite (fun _ -> batch))

    train Training.convolutional (stream batches) {
        request with
            StepsPerEpoch = Some 4
            Validation = Some(stream (Seq.initInfinite (fun _ -> batch)))
            ValidationSteps = Some 2
    }
    |> ignore

    Assert.Equal((12, 1, 1), (batches.Made, batches.Begun, batches.LetGo))

[<Fact>]
let ``batches by number come in another order each epoch, from the same seed`` () =
    let batches = slices size (images 64)
    let place = dict [ for i, b in List.indexed batches -> b.Inputs.Head.Bytes, i ]

    let orders () =
        let seen = List<int>()

        let noted =
            match indexed batches with
            | Source.Stream s ->
                Source.Stream(
                    s
                    |> BatchStream.map (fun b ->
                        seen.Add place[b.Inputs.Head.Bytes]
                        b)
                )
            | whole -> whole

        let result, _ = train Training.convolutional noted { request with Shuffle = true }
        result, [ for epoch in Seq.chunkBySize 8 seen -> List.ofArray epoch ]

    let first, orderOfFirst = orders ()
    let second, orderOfSecond = orders ()
    Assert.Equal(first, second)
    Assert.Equal<int list list>(orderOfFirst, orderOfSecond)
    Assert.Equal(3, (List.distinct orderOfFirst).Length)
    Assert.All(orderOfFirst, fun order -> Assert.Equal<int list>([ 0..7 ], List.sort order))

/// Ends training as an accident does, after so many batches.
type private Accident(after: int) =
    inherit Callback()
    let mutable seen = 0

    override _.OnTrainBatchBegin _ =
        if seen = after then
            invalidOp "accident"

        seen <- seen + 1

let resumable () : TheoryData<string, int> =
    let data = TheoryData<string, int>()

    for kind in [ "by number"; "sequence"; "some steps" ] do
        for after in [ 2; 6; 7; 12 ] do
            data.Add(kind, after)

    data

[<Theory>]
[<MemberData(nameof resumable)>]
let ``training on a stream goes on to the bits it would have had`` (kind: string) (after: int) =
    let folder = Directory.CreateTempSubdirectory("keratin").FullName
    let batches = slices size (images 43)

    let source, request =
        match kind with
        | "by number" -> indexed batches, { request with Shuffle = true }
        | "sequence" -> stream batches, request
        | _ ->
            indexed batches,
            {
                request with
                    Shuffle = true
                    Epochs = 5
                    StepsPerEpoch = Some 4
            }

    try
        let expected, _ = train Training.convolutional source request
        let path = Path.Combine(folder, "training.checkpoint")

        let kept (others: Callback list) = {
            request with
                Callbacks = [ Checkpoint(path, saveFreq = SaveFrequency.op_Implicit 1) ] @ others
        }

        Assert.Throws<InvalidOperationException>(fun () ->
            train Training.convolutional source (kept [ Accident after ]) |> ignore)
        |> ignore

        Seeds.set 77
        let core = Training.convolutional ()
        let history = core.Fit(source, kept [])
        Assert.Equal<NDArray list>(fst expected, fst (outcome core history))
    finally
        Directory.Delete(folder, true)

[<Fact>]
let ``F# trains on sequences`` () =
    let random = Random 1
    let x = Array2D.init 43 4 (fun _ _ -> random.NextSingle())
    let y = Array.init 43 (fun i -> i % 3)

    let parts = [
        for start in 0..8..42 ->
            let stop = min 42 (start + 7)
            x[start..stop, *], y[start..stop]
    ]

    Seeds.set 5

    let untrained =
        input [ 4 ]
        |> dense 8 relu
        |> dense 3 softmax
        |> Model.ofOutput
        |> compile (adam 0.01) sparseCategoricalCrossentropy [ accuracy ]

    let options = {
        defaults with
            Epochs = 3
            BatchSize = 8
            Shuffle = false
            Verbose = 0
    }

    let whole, history = untrained |> fit options (x, y)
    let streamed, itsHistory = untrained |> fitBatches options (Seq.ofList parts)
    Assert.Equal<float>(history["loss"], itsHistory["loss"])

    // batches of another size may be summed in another order
    Assert.All(
        Seq.zip (Model.predict x whole) (Model.predictBatches (parts |> Seq.map fst) streamed),
        fun (expected, got) -> Assert.Equal(expected, got, 1e-6f)
    )

    let scores = Model.evaluate (x, y) whole
    let itsScores = Model.evaluateBatches parts streamed

    Assert.All(scores, fun pair -> Assert.Equal(pair.Value, itsScores[pair.Key], 1e-6))
