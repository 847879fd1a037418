/// What fit and its callbacks do with weights of samples, steps and names, calculated by hand.
module Keratin.Properties.Fitting

open System
open System.IO
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

let private array (shape: int list) (values: float list) : NDArray =
    NDArray.ofFloats DType.Float32 (Array.ofList shape) (Array.ofList values)

/// A model that answers with its one input, each output times one.
let private identity (names: string list) : Network =
    let x = InputLayer.symbol [ Nullable 1 ] None DType.Float32 "x"

    let output (name: string) =
        Layers
            .Dense(1, useBias = false, kernelInitializer = Initializer.Ones, name = name)
            .Call([ x ], CallArguments.None)
            .Head

    Network("identity", [ x ], names |> List.map output)

let private standing () : Optimizer = SGD(learningRate = 0.0)

let private compiled (network: Network) (change: Compilation -> Compilation) : ModelCore =
    let core = ModelCore(network, State Device.Default)
    let outputs = network.OutputNames.Length

    core.Compile(
        change {
            Optimizer = standing ()
            Losses = List.replicate outputs (Some(MeanAbsoluteError() :> Loss))
            LossWeights = List.replicate outputs 1.0
            Metrics = List.replicate outputs []
            WeightedMetrics = List.replicate outputs []
            Arguments = CompileArguments.Standard
        }
    )

    core

let private close (expected: float) (got: float) =
    Assert.True(abs (expected - got) < 1e-6, $"{got} instead of {expected}")

let private evaluate (core: ModelCore) (data: DataSet) =
    core.Evaluate(data, 32, None, Threading.CancellationToken.None)

let private data (x: float list) (targets: float list list) weights =
    DataSet.create
        "data"
        [ array [ x.Length; 1 ] x ]
        [ for y in targets -> array [ x.Length; 1 ] y ]
        weights

[<Fact>]
let ``one array of weights counts for all outputs, and weighted metrics come after the others`` () =
    let mae () : Metric = Metric.op_Implicit "mae"

    let core =
        compiled (identity [ "a"; "b" ]) (fun c -> {
            c with
                Metrics = [ [ mae () ]; [ mae () ] ]
                WeightedMetrics = [ [ mae (); mae () ]; [] ]
                Arguments = CompileArguments.Standard
        })

    let logs =
        evaluate
            core
            (data [ 1.0; 2.0 ] [ [ 0.0; 0.0 ]; [ 5.0; 5.0 ] ] [ Some(array [ 2 ] [ 1.0; 3.0 ]) ])

    Assert.Equal<string>(
        [
            "loss"
            "a_loss"
            "b_loss"
            "a_mae"
            "b_mae"
            "a_weighted_mae"
            "a_weighted_mae_1"
        ],
        logs.Keys
    )

    // errors 1, 2 and 4, 3; weights 1, 3, over the number of samples
    close 3.5 logs["a_loss"]
    close 6.5 logs["b_loss"]
    close 1.5 logs["a_mae"]
    close 3.5 logs["b_mae"]
    close 1.75 logs["a_weighted_mae"]

[<Fact>]
let ``an output without a loss may have a target all the same`` () =
    let core =
        compiled (identity [ "a"; "b" ]) (fun c -> {
            c with
                Losses = [ None; Some(MeanAbsoluteError()) ]
        })

    let both = evaluate core (data [ 1.0; 2.0 ] [ [ 100.0; 100.0 ]; [ 0.0; 0.0 ] ] [])
    close 1.5 both["loss"]
    let own = evaluate core (data [ 1.0; 2.0 ] [ [ 0.0; 0.0 ] ] [])
    close 1.5 own["loss"]

[<Fact>]
let ``masks weigh in means of functions alone`` () =
    let x = InputLayer.symbol [ Nullable 3; Nullable 1 ] None DType.Float32 "x"
    let masked = Layers.Masking().Call([ x ], CallArguments.None)

    let output =
        Layers
            .Dense(1, useBias = false, kernelInitializer = Initializer.Ones)
            .Call(masked, CallArguments.None)

    let core =
        compiled (Network("masked", [ x ], output)) (fun c -> {
            c with
                Metrics = [ [ Recall(); Metric.op_Implicit "mae"; RootMeanSquaredError() ] ]
        })

    let logs =
        evaluate
            core
            (DataSet.create "data" [ array [ 1; 3; 1 ] [ 0.9; 0.8; 0.0 ] ] [
                array [ 1; 3; 1 ] [ 1.0; 0.0; 1.0 ]
            ] [])

    // the masked third is missed
    close 0.5 logs["recall"]
    close 0.45 logs["mae"]
    close (sqrt ((0.01 + 0.64 + 1.0) / 3.0)) logs["root_mean_squared_error"]

[<Fact>]
let ``an epoch of some steps goes on where the last one ended`` () =
    let core = compiled (identity [ "a" ]) id
    let samples = data [ 1.0; 2.0; 3.0; 4.0; 5.0 ] [ [ 0.0; 0.0; 0.0; 0.0; 0.0 ] ] []

    let fit (request: FitRequest) =
        (core.Fit(
            samples,
            {
                request with
                    Verbose = 0
                    Shuffle = false
                    StepsPerEpoch = Some 2
                    Epochs = 3
            }
        ))["loss"]

    // batches (1), (2) | (3), (4) | (5)
    Assert.Equal<float>(
        [ 1.5; 3.5; 5.0 ],
        fit {
            FitRequest.Default with
                BatchSize = Some 1
        }
    )
    // two steps of five samples: 3 and 2
    Assert.Equal<float>([ 3.0; 3.0; 3.0 ], fit FitRequest.Default)

[<Fact>]
let ``a validation of some steps sees the first samples, with their weights`` () =
    let core = compiled (identity [ "a" ]) id
    let training = data [ 1.0 ] [ [ 0.0 ] ] []

    let validation =
        data [ 1.0; 2.0; 9.0 ] [ [ 0.0; 0.0; 0.0 ] ] [ Some(array [ 3 ] [ 1.0; 2.0; 1.0 ]) ]

    let history =
        core.Fit(
            training,
            {
                FitRequest.Default with
                    Verbose = 0
                    Validation = Some(Source.Whole validation)
                    ValidationBatchSize = Some 2
                    ValidationSteps = Some 1
            }
        )

    // (1 + 2 · 2) / 2
    let losses = history["val_loss"]
    close 2.5 losses[0]

[<Fact>]
let ``a batch by itself knows weights of classes`` () =
    let core = compiled (identity [ "a" ]) id

    let logs =
        core.OnBatch(
            "train",
            data [ 3.0; 3.0 ] [ [ 0.0; 1.0 ] ] [],
            dict [ 1, 4.0 ] |> Collections.Generic.Dictionary
        )

    // errors 3 and 2, the second four times
    close 5.5 logs["loss"]

[<Fact>]
let ``the best weights come back though averages are kept`` () =
    let core =
        compiled (identity [ "a" ]) (fun c -> {
            c with
                Optimizer = SGD(learningRate = 1.0, useEma = true, emaMomentum = 0.5)
        })

    // the weight goes from 1 to 0, -1 and so on, as |w · 1 - t| has gradient 1 until w is below t = -0.5;
    // the loss is lowest at the second epoch
    core.Fit(
        data [ 1.0 ] [ [ -0.5 ] ] [],
        {
            FitRequest.Default with
                Verbose = 0
                Epochs = 4
                Callbacks = [
                    EarlyStopping(monitor = "loss", patience = 9, restoreBestWeights = true)
                ]
        }
    )
    |> ignore

    let weight = core.Network.Weights.Head
    // losses 1.5, 0.5, 0.5, 0.5 at weights 1, 0, -1, 0: after the second epoch the weight is -1
    Assert.Equal<float>([ -1.0 ], NDArray.toFloats (core.State.Read weight))

let private inFolder (run: string -> unit) =
    let folder = Directory.CreateTempSubdirectory("keratin").FullName

    try
        run folder
    finally
        Directory.Delete(folder, true)

[<Fact>]
let ``a CSV file has columns for a validation that may come`` () =
    inFolder (fun folder ->
        let file = Path.Combine(folder, "log.csv")
        File.WriteAllText(file, "")
        let core = compiled (identity [ "a" ]) id

        core.Fit(
            data [ 0.5 ] [ [ 0.0 ] ] [],
            {
                FitRequest.Default with
                    Verbose = 0
                    Callbacks = [
                        CSVLogger(file, append = true)
                        ReduceLROnPlateau(monitor = "loss")
                    ]
            }
        )
        |> ignore

        Assert.Equal<string>([ "epoch,loss,val_loss"; "0,0.5,NA" ], File.ReadAllLines file))

[<Fact>]
let ``a model is saved where the number that says which is best is not there`` () =
    inFolder (fun folder ->
        let file = Path.Combine(folder, "best.keras")
        let core = compiled (identity [ "a" ]) id

        core.Fit(
            data [ 0.5 ] [ [ 0.0 ] ] [],
            {
                FitRequest.Default with
                    Verbose = 0
                    Callbacks = [ ModelCheckpoint(file, saveBestOnly = true) ]
            }
        )
        |> ignore

        Assert.True(File.Exists file))
