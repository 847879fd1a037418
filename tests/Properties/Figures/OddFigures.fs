/// What Keras's code gives where its documentation says otherwise or says nothing, against figures that follow from that code.
module Keratin.Properties.OddFigures

open System
open System.Collections.Generic
open System.Threading
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties
open Keratin.Properties.Figures

let private floats training layer x =
    run training layer x |> NDArray.toFloats |> List.ofArray

let private core (outputs: Symbol list) =
    ModelCore(Network.ofOutputs "odd" outputs, State Device.Default)

let private predict (core: ModelCore) (batchSize: int) (x: NDArray) =
    core.Predict([ x ], batchSize, CancellationToken.None).Head
    |> NDArray.toFloats
    |> List.ofArray

// ---- augmentations
[<Fact>]
let ``a crop leaves images alone in inference, though the layer's shape is the crop's`` () =
    let image = array [ 1; 3; 3; 1 ] [ for i in 1..9 -> float i ]

    floats false (Layers.RandomCrop(2, 2)) image
    |> close 0.0 [ for i in 1..9 -> float i ]

    let x =
        InputLayer.symbol [ Nullable 3; Nullable 3; Nullable 1 ] None DType.Float32 "x"

    let cropped = Layers.RandomCrop(2, 2).Apply x
    Assert.Equal<Dim list>([ size 2; size 2; size 1 ], cropped.Dims.Tail)
    // the greatest of all nine, which no crop that begins at zero has
    let model = core [ Layers.GlobalMaxPooling2D().Apply cropped ]
    predict model 32 image |> close 0.0 [ 9.0 ]

[<Fact>]
let ``contrast with channels first is stretched column by column`` () =
    // (batch, channels, height, width): the columns are 0, 100, 50, 200 and 10, 30, 20, 70
    floats
        true
        (Layers.AutoContrast(dataFormat = DataFormat.ChannelsFirst))
        (array [ 1; 2; 2; 2 ] [ 0.0; 10.0; 100.0; 30.0; 50.0; 20.0; 200.0; 70.0 ])
    |> close 1e-5 [ 0.0; 0.0; 127.5; 85.0; 63.75; 42.5; 255.0; 255.0 ]

[<Fact>]
let ``contrast leaves a channel with no number as it is`` () =
    let x = Sym.constant (array [ 1; 1; 2; 2 ] [ 10.0; nan; 20.0; 5.0 ])

    let got =
        (Steps.run (State Device.Default) [] {
            Fetches = Passes.choosePhase true [ (Layers.AutoContrast()).Apply x ]
            Updates = []
        })[0]
        |> NDArray.toFloats

    Assert.Equal<float list>([ 0.0; 255.0 ], [ got[0]; got[2] ])
    Assert.True(Double.IsNaN got[1])
    Assert.Equal(5.0, got[3])

[<Fact>]
let ``the first size of a blur is that along a row`` () =
    // weights exp(-1/2) and 1, divided by their sum: 0.274069, 0.451863, 0.274069
    let side = exp -0.5 / (1.0 + 2.0 * exp -0.5)
    let middle = 1.0 - 2.0 * side

    let row = [
        10.0 * middle + 20.0 * side
        20.0 * middle + 40.0 * side
        30.0 * middle + 20.0 * side
    ]

    floats
        true
        (Layers.RandomGaussianBlur(struct (1.0, 1.0), struct (3, 1), struct (1.0, 1.0)))
        (array [ 1; 3; 3; 1 ] [ 10.0; 20.0; 30.0; 0.0; 0.0; 0.0; 10.0; 20.0; 30.0 ])
    |> close 1e-4 (row @ [ 0.0; 0.0; 0.0 ] @ row)

// ---- recurrent layers
/// The penalty of a model of one layer: the loss of an evaluation whose targets are the predictions.
let private penaltyOf (outputs: Symbol list) (x: NDArray) =
    let core = core [ outputs.Head ]

    core.Compile {
        Optimizer = SGD()
        Losses = [ Some(MeanSquaredError()) ]
        LossWeights = [ 1.0 ]
        Metrics = [ [] ]
        WeightedMetrics = [ [] ]
        Arguments = CompileArguments.Standard
    }

    let inputs = [ for _ in core.Network.Inputs -> x ]
    let y = core.Predict(inputs, 32, CancellationToken.None).Head
    core.Evaluate(DataSet.create "odd" inputs [ y ] [], 32, None, CancellationToken.None)["loss"]

let private sequence name features =
    InputLayer.symbol [ Nullable 1; Nullable features ] None DType.Float32 name

[<Fact>]
let ``a penalty of activity is that of every output, and SimpleRNN has none`` () =
    let x = array [ 2; 1; 1 ] [ 0.5; -0.5 ]

    let called (layer: Layer) =
        layer.Call([ sequence "x" 1 ], CallArguments.None)

    // kernels are zero and the bias is one: c = sigmoid(1) · tanh(1), h = sigmoid(1) · tanh(c)
    let gate = 1.0 / (1.0 + exp -1.0)
    let c = gate * Math.Tanh 1.0
    let h = gate * Math.Tanh c

    let lstm returnState =
        Layers.LSTM(
            1,
            kernelInitializer = "zeros",
            recurrentInitializer = "zeros",
            biasInitializer = "ones",
            unitForgetBias = false,
            activityRegularizer = Regularizer.L1 1.0,
            returnState = returnState
        )

    Assert.Equal(h, penaltyOf (called (lstm false)) x, 1e-5)
    // output, state and cell
    Assert.Equal(2.0 * h + c, penaltyOf (called (lstm true)) x, 1e-5)

    let simple =
        Layers.SimpleRNN(1, biasInitializer = "ones", activityRegularizer = Regularizer.L1 1.0)

    Assert.Equal(0.0, penaltyOf (called simple) x, 1e-6)

[<Fact>]
let ``a penalty of activity is each projection's in attention`` () =
    // all kernels are one: query, key, value and output are the input, whose sizes are 0.5 and 1.5
    let x = array [ 2; 1; 1 ] [ 0.5; -1.5 ]
    let per = (0.5 + 1.5) / 2.0

    let attention: Layer =
        Layers.MultiHeadAttention(
            1,
            1,
            useBias = false,
            kernelInitializer = "ones",
            activityRegularizer = Regularizer.L1 1.0
        )

    let grouped: Layer =
        Layers.GroupQueryAttention(
            1,
            1,
            1,
            useBias = false,
            kernelInitializer = "ones",
            activityRegularizer = Regularizer.L1 1.0
        )

    let called (layer: Layer) =
        let x = sequence "x" 1
        layer.Call([ x; x ], CallArguments.None)

    Assert.Equal(4.0 * per, penaltyOf (called attention) x, 1e-5)
    // and the layer's own output once more
    Assert.Equal(5.0 * per, penaltyOf (called grouped) x, 1e-5)

let private steps = array [ 1; 3; 1 ] [ 1.0; 2.0; 3.0 ]

[<Fact>]
let ``SimpleRNN drops all where it is to drop all`` () =
    let layer dropout recurrentDropout =
        Layers.SimpleRNN(
            1,
            activation = "linear",
            kernelInitializer = "ones",
            recurrentInitializer = "ones",
            dropout = dropout,
            recurrentDropout = recurrentDropout
        )

    floats false (layer 1.0 1.0) steps |> close 1e-6 [ 6.0 ]
    floats true (layer 1.0 0.0) steps |> close 1e-6 [ 0.0 ]
    // the last step alone is left
    floats true (layer 0.0 1.0) steps |> close 1e-6 [ 3.0 ]

/// Whether a layer in training makes of the steps what it makes of zeros, or what it makes in inference.
let private dropsAll (layer: Layer) =
    let trained = floats true layer steps
    let whole = floats false layer steps
    let none = floats false layer (array [ 1; 3; 1 ] [ 0.0; 0.0; 0.0 ])
    Assert.NotEqual<float list>(whole, none)
    Assert.True((trained = whole) <> (trained = none), $"{trained}, {whole}, {none}")
    trained = none

[<Fact>]
let ``a layer with gates drops all of the input in one way alone, and never of the state`` () =
    let lstm dropout recurrentDropout : Layer =
        Layers.LSTM(
            2,
            kernelInitializer = "ones",
            dropout = dropout,
            recurrentDropout = recurrentDropout
        )

    let gru resetAfter : Layer =
        Layers.GRU(2, kernelInitializer = "ones", dropout = 1.0, resetAfter = resetAfter)

    Assert.True(dropsAll (lstm 1.0 0.0))
    Assert.False(dropsAll (lstm 1.0 1.0))
    Assert.False(dropsAll (lstm 0.0 1.0))
    Assert.True(dropsAll (gru true))
    Assert.False(dropsAll (gru false))

    Assert.False(
        dropsAll (Layers.RNN(Layers.LSTMCell(2, kernelInitializer = "ones", dropout = 1.0)))
    )

// ---- words
[<Fact>]
let ``texts are as long as the longest of their batch`` () =
    // an embedding that is the number itself: the mean counts what fills up
    let embedding =
        Layers.Embedding(4, 1, Initializer.Of(fun _ -> [| 0f; 1f; 2f; 3f |]))

    let words = Layers.TextVectorization(vocabulary = [| "a"; "b" |])
    let text = InputLayer.symbol [] None DType.String "text"

    let model =
        core [ Layers.GlobalAveragePooling1D().Apply(embedding.Apply(words.Apply text)) ]

    let texts = NDArray.OfTexts([| 3 |], [| "a b"; "a"; "b" |])
    // (2 + 3) / 2, (2 + 0) / 2, and a batch of its own
    predict model 2 texts |> close 1e-6 [ 2.5; 1.0; 3.0 ]
    predict model 3 texts |> close 1e-6 [ 2.5; 1.0; 1.5 ]

    model.Compile {
        Optimizer = SGD 0.0
        Losses = [ Some(MeanAbsoluteError()) ]
        LossWeights = [ 1.0 ]
        Metrics = [ [] ]
        WeightedMetrics = [ [] ]
        Arguments = CompileArguments.Standard
    }

    // targets of zero: the loss is the mean of the outputs
    let data = DataSet.create "odd" [ texts ] [ array [ 3; 1 ] [ 0.0; 0.0; 0.0 ] ] []
    Assert.Equal(6.5 / 3.0, (model.Evaluate(data, 2, None, CancellationToken.None))["loss"], 1e-5)

    let history =
        model.Fit(
            data,
            {
                Training.silent with
                    BatchSize = Some 2
                    Shuffle = false
            }
        )

    Assert.Equal(6.5 / 3.0, history["loss"][0], 1e-5)

[<Fact>]
let ``texts without words have no numbers`` () =
    let words = Layers.TextVectorization(vocabulary = [| "a" |])
    let got = run false words (NDArray.OfTexts([| 2 |], [| ""; "!" |]))
    Assert.Equal<int[]>([| 2; 0 |], got.Shape)

// ---- the greatest
[<Fact>]
let ``equal values come in their order`` () =
    let struct (values, places) =
        Ops.TopK(
            Operand.op_Implicit (Sym.constant (array [ 40 ] [ for i in 0..39 -> float (i % 2) ])),
            22
        )

    let got =
        Steps.run (State Device.Default) [] {
            Fetches = [ values; places ]
            Updates = []
        }

    Assert.Equal<float list>(
        [ for i in 0..21 -> if i < 20 then 1.0 else 0.0 ],
        NDArray.toFloats got[0] |> List.ofArray
    )
    // the odd places, and then the first even ones
    Assert.Equal<float list>(
        [ for i in 0..19 -> float (2 * i + 1) ] @ [ 0.0; 2.0 ],
        NDArray.toFloats got[1] |> List.ofArray
    )

[<Fact>]
let ``what is no number is before all others`` () =
    let among k =
        let inTop =
            Ops.InTopK(
                Operand.op_Implicit (Sym.constant (NDArray.ofArray [| 2 |] [| 1; 0 |])),
                Operand.op_Implicit (Sym.constant (array [ 2; 3 ] [ nan; 1.0; 0.0; 3.0; 3.0; 3.0 ])),
                k
            )

        (Steps.run (State Device.Default) [] { Fetches = [ inTop ]; Updates = [] })[0]
        |> NDArray.toFloats
        |> List.ofArray

    // the one that is no number takes a place; of equal ones all count
    Assert.Equal<float list>([ 0.0; 1.0 ], among 1)
    Assert.Equal<float list>([ 1.0; 1.0 ], among 2)

// ---- small things
[<Fact>]
let ``without a slope, what is below the threshold is zero however small`` () =
    let relu = Activation.Relu(threshold = 1.0)
    let y = relu.Apply(Sym.constant (array [ 3 ] [ -infinity; 0.5; 2.0 ]))
    let got = Steps.run (State Device.Default) [] { Fetches = [ y ]; Updates = [] }
    Assert.Equal<float list>([ 0.0; 0.0; 2.0 ], NDArray.toFloats got[0] |> List.ofArray)

[<Fact>]
let ``class numbers below zero count from the last class`` () =
    Preparation.toCategorical (Some 3) (NDArray.ofArray [| 2 |] [| -1; 1 |])
    |> NDArray.toFloats
    |> List.ofArray
    |> close 0.0 [ 0.0; 0.0; 1.0; 0.0; 1.0; 0.0 ]

[<Fact>]
let ``a single vector becomes a row when it is normalized`` () =
    let got = Preparation.normalize -1 2.0 (array [ 2 ] [ 3.0; 4.0 ])
    Assert.Equal<int[]>([| 1; 2 |], got.Shape)
    NDArray.toFloats got |> List.ofArray |> close 1e-6 [ 0.6; 0.8 ]

[<Fact>]
let ``axes of one side alone do not count for first values`` () =
    let one = Initializer.VarianceScaling(seed = Nullable 3, inputAxes = Axes [ 1 ])

    let plain = Initializer.VarianceScaling(seed = Nullable 3)

    Assert.Equal<float[]>(
        Initializers.values "" 0L [ 2; 5 ] plain,
        Initializers.values "" 0L [ 2; 5 ] one
    )
