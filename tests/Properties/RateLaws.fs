/// What callbacks log and change where a model has several optimizers or averages, and how a model's weights are read meanwhile.
module Keratin.Properties.RateLaws

open System
open System.Collections.Generic
open System.IO
open System.Threading
open System.Threading.Tasks
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties
open Keratin.Properties.Figures

let private compiledWith (metrics: Metric list) (optimizer: Optimizer) (network: Network) =
    let core = ModelCore(network, State Device.Default)

    core.Compile {
        Optimizer = optimizer
        Losses = [ Some(MeanSquaredError()) ]
        LossWeights = [ 1.0 ]
        Metrics = [ metrics ]
        WeightedMetrics = [ [] ]
        Arguments = CompileArguments.Standard
    }

    core

let private compiled (optimizer: Optimizer) (network: Network) = compiledWith [] optimizer network

let private network () =
    Network.sequential "rates" [
        Layers.Dense(2, name = "first", inputShape = sizes [ 2 ])
        Layers.Dense(1, name = "second")
    ]

let private data =
    DataSet.create "rates" [ array [ 4; 2 ] [ for i in 1..8 -> float i ] ] [
        array [ 4; 1 ] [ 1.0; 0.0; 1.0; 0.0 ]
    ] []

let private fit (core: ModelCore) epochs callbacks =
    core.Fit(
        data,
        {
            Training.silent with
                Epochs = epochs
                Callbacks = callbacks
        }
    )

let private several () =
    MultiOptimizer(
        OptimizerMap(SGD 0.25, dict [ ".*first.*", Adam 0.5 :> Optimizer ] |> Dictionary)
    )

[<Fact>]
let ``each optimizer's rate is logged under its name, and lowered`` () =
    // nothing is better than the first loss by a million: the rates fall after every epoch but the first
    let plateau = ReduceLROnPlateau("loss", factor = 0.5, patience = 1, minDelta = 1e6)
    let history = fit (compiled (several ()) (network ())) 3 [ plateau ]
    Assert.Equal<float list>([ 0.5; 0.5; 0.25 ], List.ofSeq history["learning_rate_adam"])
    Assert.Equal<float list>([ 0.25; 0.25; 0.125 ], List.ofSeq history["learning_rate_sgd"])

    Assert.Equal<string list>(
        [ "loss"; "learning_rate_adam"; "learning_rate_sgd" ],
        List.ofSeq history.Keys
    )

[<Fact>]
let ``a scheduler sets each optimizer's rate, and that within a loss scale`` () =
    let halve =
        LearningRateScheduler(fun epoch rate -> if epoch = 0 then rate else rate / 2.0)

    let history = fit (compiled (several ()) (network ())) 2 [ halve ]
    Assert.Equal<float list>([ 0.5; 0.25 ], List.ofSeq history["learning_rate_adam"])
    Assert.Equal<float list>([ 0.25; 0.125 ], List.ofSeq history["learning_rate_sgd"])

    let history = fit (compiled (LossScaleOptimizer(SGD 0.5)) (network ())) 2 [ halve ]
    Assert.Equal<float list>([ 0.5; 0.25 ], List.ofSeq history["learning_rate"])

[<Fact>]
let ``a weight's own path comes before patterns, and two patterns are one too many`` () =
    let weight = (network ()).Weights.Head
    let own, other = SGD() :> Optimizer, Adam() :> Optimizer

    let map patterns =
        OptimizerMap(RMSprop(), Dictionary(dict patterns))

    Assert.Same(own, (map [ ".*kernel", other; weight.Path, own ]).Of weight)

    let fault =
        Assert.Throws<KeratinException>(fun () ->
            (map [ ".*kernel", other; ".*first.*", own ]).Of weight |> ignore)

    Assert.Contains(".*first.*", fault.Message)

[<Fact>]
let ``numbers are handed on by name, and a file of them has the lines of Python`` () =
    let path = Path.GetTempFileName()

    try
        let core = Training.classifier ()

        let history =
            core.Fit(
                Training.data 1 24 [ 4 ],
                {
                    Training.silent with
                        Validation = Some(Source.Whole(Training.data 2 8 [ 4 ]))
                        Callbacks = [ CSVLogger path; LearningRateScheduler(fun _ rate -> rate) ]
                }
            )

        Assert.Equal<string list>(
            [
                "loss"
                "sparse_categorical_accuracy"
                "val_loss"
                "val_sparse_categorical_accuracy"
                "learning_rate"
            ],
            List.ofSeq history.Keys
        )

        Assert.StartsWith(
            "epoch,loss,sparse_categorical_accuracy,val_loss,val_sparse_categorical_accuracy\r\n",
            File.ReadAllText path
        )
    finally
        File.Delete path

[<Fact>]
let ``a metric says which way is better in the first training too`` () =
    /// Both metrics rise by one with every epoch.
    let rising =
        LambdaCallback(
            onEpochEnd =
                Action<int, Logs>(fun epoch logs ->
                    for name in [ "binary_accuracy"; "mean_absolute_error" ] do
                        (logs :?> Dictionary<string, float>)[name] <- float epoch)
        )

    let stoppedAt monitor =
        let stopping = EarlyStopping(monitor, patience = 1)
        let metrics: Metric list = [ BinaryAccuracy(); Metrics.MeanAbsoluteError() ]

        fit (compiledWith metrics (SGD 0.0) (network ())) 4 [ rising; stopping ]
        |> ignore

        stopping.StoppedEpoch

    Assert.Equal(0, stoppedAt "binary_accuracy")
    Assert.Equal(1, stoppedAt "mean_absolute_error")

    Assert.Throws<KeratinException>(fun () -> stoppedAt "unheard_of" |> ignore)
    |> ignore

[<Fact>]
let ``a training that was not stopped says epoch 0, and two infinite losses are no improvement``
    ()
    =
    let stopping = EarlyStopping("loss", patience = 1)
    fit (compiled (SGD 0.0) (network ())) 1 [ stopping ] |> ignore
    Assert.Equal(0, stopping.StoppedEpoch)

    // an infinite loss is the best so far, and the next one is not better
    let infinite =
        LambdaCallback(
            onEpochEnd =
                Action<int, Logs>(fun _ logs ->
                    (logs :?> Dictionary<string, float>)["loss"] <- infinity)
        )

    fit (compiled (SGD 0.0) (network ())) 5 [ infinite; stopping ] |> ignore
    Assert.Equal(1, stopping.StoppedEpoch)

[<Fact>]
let ``averages stay after a prediction, and a training that ends early keeps its weights`` () =
    let build () =
        compiled (SGD(0.05, useEma = true, emaMomentum = 0.5)) (network ())

    let core = build ()
    let plain = fit core 1 [] |> fun _ -> core.GetWeights()
    let swap: Callback = SwapEMAWeights()
    // training ended: weights and averages are the same; one more step makes them differ
    core.OnBatch("train", data) |> ignore
    let trained = core.GetWeights()
    Assert.NotEqual<NDArray list>(plain, trained)
    core.Predict(data.Inputs, 4, CancellationToken.None, [ swap ]) |> ignore
    let averages = core.GetWeights()
    Assert.NotEqual<NDArray list>(trained, averages)
    // the evaluation begins with them, and ends with the weights
    core.Evaluate(data, 4, None, CancellationToken.None, [ swap ]) |> ignore
    Assert.Equal<NDArray list>(trained, core.GetWeights())

    let ended early =
        Seeds.set 8
        let core = build ()
        let seen = List<NDArray list>()

        let watch =
            LambdaCallback(
                onTrainBatchEnd = Action<int, Logs>(fun _ _ -> seen.Add(core.GetWeights())),
                onEpochEnd = Action<int, Logs>(fun _ _ -> ())
            )

        let stop: Callback =
            if early then
                EarlyStopping("loss", minDelta = 1e6, patience = 1)
            else
                LambdaCallback()

        fit core (if early then 9 else 2) [ watch; stop; SwapEMAWeights(swapOnEpoch = true) ]
        |> ignore
        // two epochs of one step in both cases
        Assert.Equal(2, seen.Count)
        core.GetWeights(), seen[1]

    let weights, last = ended true
    Assert.Equal<NDArray list>(last, weights)
    let weights, last = ended false
    Assert.NotEqual<NDArray list>(last, weights)

/// Two kernels that begin alike and are pulled alike: after a whole step they are always the same.
let private twins () =
    let x = InputLayer.symbol [ Nullable 64 ] None DType.Float32 "x"

    let dense name : Layer =
        Layers.Dense(64, useBias = false, name = name, kernelInitializer = "ones")

    Network.ofOutputs "twins" [ Layers.Add().Apply [| (dense "a").Apply x; (dense "b").Apply x |] ]
    |> compiled (Adam 0.01)

let private twinData =
    let random = Random 4

    let normal () =
        Steps.normal random (64 * 64) |> NDArray.ofFloats DType.Float32 [| 64; 64 |]

    DataSet.create "twins" [ normal () ] [ normal () ] []

[<Fact>]
let ``weights are read and written between the steps of a training`` () =
    let core = twins ()

    let training =
        Task.Run(fun () ->
            core.Fit(
                twinData,
                {
                    Training.silent with
                        Epochs = 30
                        BatchSize = Some 2
                }
            )
            |> ignore)

    let mutable looks = 0

    while not training.IsCompleted do
        match core.GetWeights() with
        | [ a; b ] -> Assert.Equal(a, b)
        | other -> Assert.Fail $"{other.Length} weights"

        if looks % 3 = 0 then
            core.SetWeights(core.GetWeights() |> List.map (fun w -> w))

        looks <- looks + 1

    training.Wait()
    Assert.True(looks > 2, $"{looks} looks")

[<Fact>]
let ``models that share layers take turns, whichever was made first`` () =
    let whole = twins ()
    let x = whole.Network.Inputs.Head

    let part =
        ModelCore(
            Network.ofOutputs "part" [
                (whole.Network.Layers |> List.find (fun l -> l.Name = "a")).Apply x
            ],
            whole.State
        )

    let wider =
        ModelCore(
            Network.ofOutputs "wider" [ Layers.Dense(2).Apply(part.Network.Outputs.Head) ],
            whole.State
        )

    let training =
        Task.Run(fun () ->
            whole.Fit(
                twinData,
                {
                    Training.silent with
                        Epochs = 20
                        BatchSize = Some 4
                }
            )
            |> ignore)

    let ask (core: ModelCore) =
        Task.Run(fun () ->
            let mutable answers = 0

            while not training.IsCompleted do
                core.Predict(twinData.Inputs, 16, CancellationToken.None) |> ignore
                answers <- answers + 1

            answers)

    let asking = [| ask part; ask wider; ask whole |]
    Assert.True(training.Wait(TimeSpan.FromMinutes 2.0), "the training stands still")

    for answers in asking do
        Assert.True(answers.Result > 0)
