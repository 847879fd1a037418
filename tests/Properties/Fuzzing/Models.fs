/// The small models whose files are damaged.
module internal Keratin.Properties.Fuzzing.Models

open System
open Keratin
open Keratin.Engine
open Keratin.Properties

let private compiled (optimizer: Optimizer) (network: Network) : ModelCore =
    let core = ModelCore(network, State Device.Cpu)

    core.Compile {
        Optimizer = optimizer
        Losses = [ Some(SparseCategoricalCrossentropy()) ]
        LossWeights = [ 1.0 ]
        Metrics = [ [ SparseCategoricalAccuracy() ] ]
        WeightedMetrics = [ [] ]
        Arguments = CompileArguments.Standard
    }

    core

/// A call.
let private (=>) (x: Symbol) (layer: Layer) : Symbol = layer.Apply x

/// Two dense layers: the weights of files/*.weights.h5 fit them.
let dense () : ModelCore =
    Network.sequential "stack" [
        Layers.Dense(3, activation = "relu", inputShape = sizes [ 4 ], name = "dense")
        Layers.Dense(2, activation = "softmax", name = "dense_1")
    ]
    |> compiled (Adam(learningRate = 0.01))

/// Two branches, with layers of most families, settings that are objects, and a schedule.
let branches () : ModelCore =
    let image =
        InputLayer.symbol (List.ofArray (sizes [ 6; 6; 1 ])) None DType.Float32 "image"

    let words = InputLayer.symbol (List.ofArray (sizes [ 4 ])) None DType.Int32 "words"

    let seen =
        image
        => Layers.Conv2D(
            2,
            3,
            padding = "same",
            kernelRegularizer = Regularizer.L2 0.01,
            kernelConstraint = Constraint.MaxNorm 2.0,
            kernelInitializer = Initializer.HeNormal(seed = Nullable 3),
            name = "conv"
        )
        => Layers.BatchNormalization(name = "normal")
        => Layers.Activation("relu", name = "relu")
        => Layers.MaxPooling2D(name = "pool")
        => Layers.Flatten(name = "flat")
        => Layers.Dense(3, name = "seen")

    let read =
        words
        => Layers.Embedding(5, 3, maskZero = true, name = "embedding")
        => Layers.Bidirectional(Layers.LSTM(2, name = "memory"), name = "both")
        => Layers.Dense(3, name = "read")

    let joined = Layers.Concatenate(name = "join").Apply([| seen; read |])

    let answer =
        joined
        => Layers.Dropout(0.1, seed = Nullable 2, name = "drop")
        => Layers.Dense(2, activation = "softmax", name = "answer")

    let falling: LearningRate =
        LearningRate.op_Implicit (ExponentialDecay(0.1, 3.0, 0.5) :> Schedule)

    Network("branches", [ image; words ], [ answer ])
    |> compiled (SGD(falling, momentum = 0.9))

/// A vocabulary that was learned, beside the weights.
let words () : ModelCore =
    let layer = Layers.StringLookup(outputMode = "tf_idf", name = "words")

    match layer.Meaning with
    | Some(:? IVocabulary as vocabulary) ->
        let tokens = NDArray.OfTexts([| 2 |], [| "größe"; "b" |])
        layer.Meaning <- Some(vocabulary.WithTokens("seed", tokens, Some [ 0.5; 2.0 ]))
    | _ -> failwith "StringLookup has no vocabulary"

    let x = InputLayer.symbol [ Nullable 1 ] None DType.String "x"
    let y = x => layer => Layers.Dense(2, activation = "softmax", name = "answer")
    Network("words", [ x ], [ y ]) |> compiled (Adam())
