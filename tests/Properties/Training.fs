/// Small models that can be trained, for the laws about training.
module internal Keratin.Properties.Training

open System
open Keratin
open Keratin.Engine
open Keratin.Properties

let compile (loss: Loss) (network: Network) : ModelCore =
    let core = ModelCore(network, State Device.Default)

    core.Compile {
        Optimizer = Adam(learningRate = 0.01)
        Losses = [ Some loss ]
        LossWeights = [ 1.0 ]
        Metrics = [ [ SparseCategoricalAccuracy() ] ]
        WeightedMetrics = [ [] ]
        Arguments = CompileArguments.Standard
    }

    core

/// Numbers in four columns, one of three classes.
let classifier () : ModelCore =
    Network.sequential "classifier" [
        Layers.Dense(8, activation = "relu", inputShape = sizes [ 4 ])
        Layers.Dropout 0.2
        Layers.Dense(3, activation = "softmax")
    ]
    |> compile (SparseCategoricalCrossentropy())

/// Small images, one of three classes.
let convolutional () : ModelCore =
    Network.sequential "convolutional" [
        Layers.Conv2D(4, 3, activation = "relu", inputShape = sizes [ 8; 8; 1 ])
        Layers.BatchNormalization()
        Layers.MaxPooling2D()
        Layers.Dropout 0.3
        Layers.Flatten()
        Layers.Dense(3, activation = "softmax")
    ]
    |> compile (SparseCategoricalCrossentropy())

/// So many samples of a shape, with class numbers from 0 to 2.
let data (seed: int) (rows: int) (shape: int list) : DataSet =
    let random = Random seed
    let shape = Array.ofList (rows :: shape)

    let x =
        Steps.normal random (Array.fold (*) 1 shape)
        |> NDArray.ofFloats DType.Float32 shape

    let y =
        Array.init rows (fun _ -> int64 (random.Next 3)) |> NDArray.ofArray [| rows |]

    DataSet.create "data" [ x ] [ y ] []

let silent = { FitRequest.Default with Verbose = 0 }

let weights (core: ModelCore) : NDArray list =
    core.Network.Variables |> List.map core.State.Read
