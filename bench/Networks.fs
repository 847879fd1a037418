/// The networks that are trained here and in PyTorch: the same layers, sizes, batches and optimizer.
module internal Keratin.Bench.Networks

open System
open Keratin
open Keratin.Engine

type Workload = {
    Name: string
    Batch: int
    /// Updates in one measured stretch.
    Steps: int
    Build: unit -> Network
    Input: int list
    /// Inputs that are numbers of words: how many words there are.
    Vocabulary: int option
}

let private relu = Activation.Relu()
let private shape (sizes: int list) = [| for n in sizes -> Nullable n |]

let private sequential name layers () = Network.sequential name layers

/// A block of a transformer: attention and a feed-forward part, each with a residual and normalized.
let private transformer () =
    let x = InputLayer.symbol [ Nullable 64; Nullable 128 ] None DType.Float32 null
    let attention = Layers.MultiHeadAttention(4, 32)
    let a = attention.Apply [| x; x |]
    let h = Layers.LayerNormalization(epsilon = 1e-5).Apply(x + a)
    let f = h |> Layers.Dense(512, activation = relu).Apply |> Layers.Dense(128).Apply
    let y = Layers.LayerNormalization(epsilon = 1e-5).Apply(h + f)
    let pooled = Layers.GlobalAveragePooling1D().Apply y

    Network(
        "transformer",
        [ x ],
        [ Layers.Dense(10, activation = Activation.Softmax()).Apply pooled ]
    )

/// Depthwise and pointwise convolutions with batch normalization, as in MobileNet.
let private mobile: Layer list =
    let normal (layer: Layer) : Layer list = [ layer; Layers.BatchNormalization(); Layers.ReLU 6.0 ]

    let block (filters: int, strides: int) =
        normal (Layers.DepthwiseConv2D(3, strides = strides, padding = "same", useBias = false))
        @ normal (Layers.Conv2D(filters, 1, useBias = false))

    normal (
        Layers.Conv2D(
            32,
            3,
            strides = 2,
            padding = "same",
            useBias = false,
            inputShape = shape [ 32; 32; 3 ]
        )
    )
    @ List.collect block [ 64, 1; 128, 2; 128, 1; 256, 2; 256, 1 ]
    @ [
        Layers.GlobalAveragePooling2D()
        Layers.Dense(10, activation = Activation.Softmax())
    ]

let all: Workload list = [
    {
        Name = "tiny MLP 32-64-64-10, batch 32"
        Batch = 32
        Steps = 400
        Input = [ 32 ]
        Vocabulary = None
        Build =
            sequential "tiny" [
                Layers.Dense(64, activation = relu, inputShape = shape [ 32 ])
                Layers.Dense(64, activation = relu)
                Layers.Dense(10, activation = Activation.Softmax())
            ]
    }
    {
        Name = "MLP 784-512-10, batch 128"
        Batch = 128
        Steps = 60
        Input = [ 784 ]
        Vocabulary = None
        Build =
            sequential "mlp" [
                Layers.Dense(512, activation = relu, inputShape = shape [ 784 ])
                Layers.Dense(10, activation = Activation.Softmax())
            ]
    }
    {
        Name = "convnet 28x28, batch 128"
        Batch = 128
        Steps = 8
        Input = [ 28; 28; 1 ]
        Vocabulary = None
        Build =
            sequential "convnet" [
                Layers.Conv2D(32, 3, activation = relu, inputShape = shape [ 28; 28; 1 ])
                Layers.MaxPooling2D()
                Layers.Conv2D(64, 3, activation = relu)
                Layers.MaxPooling2D()
                Layers.Flatten()
                Layers.Dropout 0.5
                Layers.Dense(10, activation = Activation.Softmax())
            ]
    }
    {
        Name = "LSTM 64, length 50, batch 32"
        Batch = 32
        Steps = 40
        Input = [ 50; 64 ]
        Vocabulary = None
        Build =
            sequential "lstm" [
                Layers.LSTM(64, inputShape = shape [ 50; 64 ])
                Layers.Dense(10, activation = Activation.Softmax())
            ]
    }
    {
        Name = "transformer block d 128, 4 heads, length 64, batch 16"
        Batch = 16
        Steps = 12
        Input = [ 64; 128 ]
        Vocabulary = None
        Build = transformer
    }
    {
        Name = "bidirectional LSTM, 2 x 64, length 50, batch 32"
        Batch = 32
        Steps = 12
        Input = [ 50; 64 ]
        Vocabulary = None
        Build =
            sequential "bilstm" [
                Layers.Bidirectional(
                    Layers.LSTM(64, returnSequences = true),
                    inputShape = shape [ 50; 64 ]
                )
                Layers.Bidirectional(Layers.LSTM 64)
                Layers.Dense(10, activation = Activation.Softmax())
            ]
    }
    {
        Name = "GRU 64 over words, length 50, batch 32"
        Batch = 32
        Steps = 30
        Input = [ 50 ]
        Vocabulary = Some 2000
        Build =
            sequential "gru" [
                Layers.Embedding(2000, 64, inputShape = shape [ 50 ])
                Layers.GRU 64
                Layers.Dense(10, activation = Activation.Softmax())
            ]
    }
    {
        Name = "mobile convnet 32x32, depthwise, batch 32"
        Batch = 32
        Steps = 8
        Input = [ 32; 32; 3 ]
        Vocabulary = None
        Build = sequential "mobile" mobile
    }
]

/// How all of them are trained.
let compilation () : Compilation = {
    Optimizer = Adam()
    Losses = [ Some(SparseCategoricalCrossentropy()) ]
    LossWeights = [ 1.0 ]
    Metrics = [ [ SparseCategoricalAccuracy "accuracy" ] ]
    WeightedMetrics = [ [] ]
    Arguments = CompileArguments.Standard
}

/// A compiled model with data for so many updates.
let prepare (w: Workload) =
    Seeds.set 1
    let core = ModelCore(w.Build(), State Device.Default)
    core.Compile(compilation ())

    let random = Random 1
    let rows = w.Batch * w.Steps
    let size = (1, w.Input) ||> List.fold (*)

    let shape = Array.ofList (rows :: w.Input)

    let x =
        match w.Vocabulary with
        | Some words ->
            NDArray.ofArray shape (Array.init (rows * size) (fun _ -> int64 (random.Next words)))
        | None ->
            NDArray.ofArray
                shape
                (Array.init (rows * size) (fun _ -> float32 (random.NextDouble() * 2.0 - 1.0)))

    let y = Array.init rows (fun _ -> int64 (random.Next 10))

    let data = DataSet.create "bench" [ x ] [ NDArray.ofArray [| rows |] y ] []

    core, data
