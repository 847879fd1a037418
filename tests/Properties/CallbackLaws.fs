/// Callbacks: what they write, send and swap.
module Keratin.Properties.CallbackLaws

open System
open System.Collections.Generic
open System.IO
open System.Net
open System.Text.Json
open System.Threading
open System.Threading.Tasks
open Xunit
open Keratin
open Keratin.Engine
open Keratin.EventFiles
open Keratin.EventFiles.Schema
open Keratin.Properties

let internal fit (core: ModelCore) (callbacks: Callback list) =
    core.Fit(
        Training.data 1 24 [ 4 ],
        {
            Training.silent with
                BatchSize = Some 8
                Epochs = 3
                Callbacks = callbacks
                Validation = Some(Source.Whole(Training.data 2 8 [ 4 ]))
        }
    )

[<Fact>]
let ``checksums are CRC-32C, masked`` () =
    let text = "123456789"B
    Assert.Equal(0xE3069283u, Records.crc text)

    Assert.Equal(
        0xE3069283u,
        ((Records.masked text - 0xA282EAD8u) <<< 15)
        ||| ((Records.masked text - 0xA282EAD8u) >>> 17)
    )

let internal withFolder (run: string -> unit) =
    let folder = Directory.CreateTempSubdirectory("keratin").FullName

    try
        run folder
    finally
        Directory.Delete(folder, true)

let private eventsOf (folder: string) : Event list = [
    for file in Directory.GetFiles(folder, "events.out.tfevents.*") do
        use stream = File.OpenRead file

        for record in Records.read file stream do
            Event.Parser.ParseFrom record
]

let private scalars (events: Event list) : (string * int64 * float32) list = [
    for e in events do
        match e.Summary with
        | null -> ()
        | summary ->
            for v in summary.Value do
                if v.HasSimpleValue then
                    v.Tag, e.Step, v.SimpleValue
]

[<Fact>]
let ``TensorBoard's files say what training showed`` () =
    withFolder (fun folder ->
        let core = Training.classifier ()

        let board =
            TensorBoard(
                folder,
                histogramFreq = 1,
                writeStepsPerSecond = true,
                updateFreq = UpdateFrequency.op_Implicit 2
            )

        let history = fit core [ board ]
        let training = eventsOf (Path.Combine(folder, "train"))
        let validation = eventsOf (Path.Combine(folder, "validation"))
        Assert.Equal("brain.Event:2", training.Head.FileVersion)

        let shown name (events: Event list) = [
            for tag, step, value in scalars events do
                if tag = name then
                    step, value
        ]

        let logged name = [ for i, v in Seq.indexed history[name] -> int64 i, float32 v ]
        Assert.Equal<(int64 * float32) list>(logged "loss", shown "epoch_loss" training)
        Assert.Equal<(int64 * float32) list>(logged "val_loss", shown "epoch_loss" validation)
        Assert.Equal(3, (shown "epoch_learning_rate" training).Length)
        Assert.All(shown "epoch_steps_per_second" training, fun (_, v) -> Assert.True(v > 0f))
        Assert.Equal<int64 list>([ 2L; 4L; 6L; 8L ], shown "batch_loss" training |> List.map fst)

        let histograms = [
            for e in training do
                match e.Summary with
                | null -> ()
                | summary ->
                    for v in summary.Value do
                        if not (isNull v.Histo) then
                            v.Tag, v.Histo
        ]

        Assert.Equal(3 * core.Network.Weights.Length, histograms.Length)

        let kernel = core.Network.Weights.Head

        let tag, last =
            histograms
            |> List.filter (fun (tag, _) -> tag.StartsWith kernel.Path)
            |> List.last

        let values = NDArray.toFloats (core.State.Read kernel)
        Assert.Equal($"{kernel.Path}/histogram", tag)
        Assert.Equal(float values.Length, last.Num)
        Assert.Equal(float values.Length, Seq.sum last.Bucket)
        Assert.Equal(Array.max values, last.Max)
        Assert.Equal(Array.sum values, last.Sum, 1e-6)
        Assert.Equal(last.BucketLimit.Count, last.Bucket.Count)

        for limit, upTo in Seq.zip last.BucketLimit (Seq.scan (+) 0.0 last.Bucket |> Seq.tail) do
            Assert.Equal(
                values |> Array.filter (fun v -> v <= limit) |> Array.length |> float,
                upTo
            )

        let graphs = training |> List.filter (fun e -> not e.GraphDef.IsEmpty)
        let graph = GraphDef.Parser.ParseFrom (List.exactlyOne graphs).GraphDef
        let names = HashSet [ for node in graph.Node -> node.Name ]
        Assert.Equal(graph.Node.Count, names.Count)

        for node in graph.Node do
            for input in node.Input do
                Assert.Contains(input.Split(':')[0], names))

[<Fact>]
let ``a damaged event file is refused`` () =
    let bytes = Records.frame "one record"B
    bytes[14] <- bytes[14] ^^^ 1uy
    use stream = new MemoryStream(bytes)

    let refused =
        Assert.Throws<KeratinException>(fun () -> Records.read "file" stream |> ignore)

    Assert.Contains("checksum", refused.Got)

/// Answers so many requests, and tells what was in them.
let private listening (count: int) (run: string -> unit) : (string * string) list =
    let port = 20000 + Random.Shared.Next 20000
    let root = $"http://localhost:{port}"
    use server = new HttpListener()
    server.Prefixes.Add(root + "/")
    server.Start()

    let received =
        Task.Run(fun () -> [
            for _ in 1..count do
                let context = server.GetContext()
                use reader = new StreamReader(context.Request.InputStream)
                let said = string context.Request.Url, reader.ReadToEnd()
                context.Response.Close()
                said
        ])

    run root
    Assert.True(received.Wait 20000)
    received.Result

[<Fact>]
let ``the numbers of epochs reach a server`` () =
    let core = Training.classifier ()
    let headers = dict [ "X-Run", "7" ] |> Dictionary

    let received =
        listening 3 (fun root ->
            fit core [ RemoteMonitor(root, path = "/here", headers = headers, sendAsJson = true) ]
            |> ignore)

    for epoch, (address, json) in List.indexed received do
        Assert.EndsWith("/here", address)
        use document = JsonDocument.Parse json
        Assert.Equal(epoch, document.RootElement.GetProperty("epoch").GetInt32())

        Assert.Equal(
            core.Compilation.IsSome,
            document.RootElement.TryGetProperty("val_loss") |> fst
        )

    let received = listening 3 (fun root -> fit core [ RemoteMonitor root ] |> ignore)

    Assert.All(
        received,
        fun (address, form) ->
            Assert.EndsWith("/publish/epoch/end/", address)
            Assert.StartsWith("data=%7B%22epoch%22%3A", form)
    )

[<Fact>]
let ``a server that is not there does not end training`` () =
    let history = fit (Training.classifier ()) [ RemoteMonitor "http://localhost:1" ]
    Assert.Equal(3, history.Epoch.Count)

    Assert.Throws<KeratinException>(fun () -> RemoteMonitor "nowhere" |> ignore)
    |> ignore

/// Says what it is told.
type private Diary(said: List<string>) =
    inherit Callback()
    override _.WantsBatchLogs = true
    override _.OnTrainBatchBegin batch = said.Add $"train {batch}"
    override _.OnTrainBatchEnd(batch, logs) = said.Add $"trained {batch}"
    override _.OnTestBegin() = said.Add "test"

    override _.OnTestBatchBegin batch = said.Add $"test {batch}"

    override _.OnTestBatchEnd(batch, logs) = said.Add $"tested {batch} {logs.Count}"

    override _.OnTestEnd logs = said.Add $"tested {logs.Count}"

    override c.OnPredictBegin() =
        said.Add(if isNull (box c.Training) then "nobody" else "predict")

    override _.OnPredictBatchBegin batch = said.Add $"predict {batch}"

    override _.OnPredictBatchEnd(batch, outputs) =
        said.Add $"predicted {batch} {outputs[0].Lengths[0]}"

    override _.OnPredictEnd() = said.Add "predicted"

let private testOf3 = [
    "test"
    for batch in 0..2 do
        $"test {batch}"
        $"tested {batch} 2"
    "tested 2"
]

[<Fact>]
let ``evaluation and prediction tell of their batches`` () =
    let core = Training.classifier ()
    let data = Training.data 1 20 [ 4 ]
    let said = List<string>()

    core.Evaluate(data, 8, None, CancellationToken.None, [ Diary said :> Callback ])
    |> ignore

    Assert.Equal<string seq>(testOf3, said)
    said.Clear()

    core.Predict(data.Inputs, 8, CancellationToken.None, [ Diary said :> Callback ])
    |> ignore

    Assert.Equal<string seq>(
        [
            "predict"
            "predict 0"
            "predicted 0 8"
            "predict 1"
            "predicted 1 8"
            "predict 2"
            "predicted 2 4"
            "predicted"
        ],
        said
    )

[<Fact>]
let ``validation comes after the epochs that were named, and every batch begins before it ends``
    ()
    =
    let core = Training.classifier ()
    let data = Training.data 1 20 [ 4 ]
    let said = List<string>()

    let history =
        core.Fit(
            data,
            {
                Training.silent with
                    Epochs = 4
                    BatchSize = Some 10
                    ValidationBatchSize = Some 8
                    Validation = Some(Source.Whole data)
                    ValidationFreq = ValidationFrequency.op_Implicit [| 2; 3 |]
                    Callbacks = [ Diary said ]
            }
        )

    Assert.Equal(2, history["val_loss"].Count)
    let epoch = [ "train 0"; "trained 0"; "train 1"; "trained 1" ]
    Assert.Equal<string seq>(epoch @ epoch @ testOf3 @ epoch @ testOf3 @ epoch, said)

[<Fact>]
let ``an epoch that is past already is not trained`` () =
    let core = Training.classifier ()
    let before = Training.weights core

    let history =
        core.Fit(
            Training.data 1 20 [ 4 ],
            {
                Training.silent with
                    Epochs = 2
                    InitialEpoch = 2
            }
        )

    Assert.Empty history.Epoch
    Assert.Equal<NDArray list>(before, Training.weights core)

/// Sees the first weight when something begins or ends.
type private Watch(say: string -> NDArray -> unit, state: State, weight: Weight) =
    inherit Callback()
    override _.OnTestBegin() = say "test" (state.Read weight)
    override _.OnEpochEnd(_, _) = say "epoch" (state.Read weight)
    override _.OnTrainBatchEnd(_, _) = say "batch" (state.Read weight)

[<Fact>]
let ``averages are in the model while it is evaluated`` () =
    for onEpoch in [ false; true ] do
        let core = Training.classifier ()
        let optimizer: Optimizer = SGD(0.1, useEma = true, emaMomentum = 0.5)

        core.Compile {
            core.Compilation.Value with
                Optimizer = optimizer
        }

        let weight = core.Network.TrainableWeights.Head
        let seen = List<string * NDArray>()
        let watch = Watch((fun what value -> seen.Add((what, value))), core.State, weight)
        fit core [ SwapEMAWeights(swapOnEpoch = onEpoch); watch ] |> ignore

        let average =
            optimizer.Updating.Averages [ weight ] |> List.head |> snd |> core.State.Read

        let last what =
            seen |> Seq.filter (fun (w, _) -> w = what) |> Seq.last |> snd

        Assert.Equal(0.0, Steps.distance average (last "test"))
        Assert.True(Steps.distance average (last "batch") > 0.0)
        Assert.Equal(0.0, Steps.distance (last "epoch") (if onEpoch then average else last "batch"))
        // the end of training leaves the averages in the model
        Assert.Equal(0.0, Steps.distance average (core.State.Read weight))

    let plain = Training.classifier ()

    Assert.Throws<KeratinException>(fun () -> fit plain [ SwapEMAWeights() ] |> ignore)
    |> ignore

[<Fact>]
let ``a progress bar among the callbacks is the only one`` () =
    let core = Training.classifier ()
    let before = Console.Out
    use text = new StringWriter()

    try
        Console.SetOut text

        core.Fit(
            Training.data 1 24 [ 4 ],
            {
                Training.silent with
                    Verbose = 2
                    Epochs = 2
                    Callbacks = [ ProgbarLogger() ]
            }
        )
        |> ignore
    finally
        Console.SetOut before

    let lines =
        text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
        |> Array.filter _.StartsWith("Epoch")

    Assert.Equal(2, lines.Length)
    Assert.All(Seq.indexed lines, fun (i, line) -> Assert.StartsWith($"Epoch {i + 1}/2", line))
