/// F#'s own vocabulary: layers as curried functions on symbols, and models that are values. The rest
/// of the catalogue is at hand with `layer (Layers.Name(...))`.
namespace Keratin

open System
open System.Collections.Generic
open System.Threading
open Keratin.Engine

/// A model as a value: a network, how it is trained, and numbers of its own. Training gives a new one
/// and leaves this one as it was.
[<Sealed>]
type TrainedModel internal (core: ModelCore) =
    member internal _.Core = core

    /// The table of layers, shapes and parameters.
    override _.ToString() =
        core.Summary(false, Summary.Extent.Standard)

/// How fit goes about it; begin with `defaults`.
[<NoComparison; NoEquality>]
type FitOptionsRecord = {
    /// The number of the last epoch.
    Epochs: int
    /// Samples for each update.
    BatchSize: int
    /// 0 silent, 1 a bar on a terminal, 2 a line for each epoch.
    Verbose: int
    /// The part of the samples, at the end, that is not trained on.
    ValidationSplit: float
    /// Samples and targets to evaluate after each epoch; several are a tuple of arrays. None: the split's.
    ValidationData: (obj * obj) option
    /// Weights of samples by class; those of others are 1.
    ClassWeight: Map<int, float>
    /// Whether the samples come in another order each epoch.
    Shuffle: bool
    /// Told of training as it goes.
    Callbacks: Callback list
    /// Ends training after the step at hand.
    Cancellation: CancellationToken
}

/// What all ways to train a value have in common.
[<RequireQualifiedAccess>]
module internal TrainedValue =
    /// The same compiled model with numbers of its own.
    let copy (model: TrainedModel) : TrainedModel =
        let old = model.Core

        match old.Compilation with
        | None ->
            refuse
                $"model \"{old.Network.Name}\""
                "a compiled model"
                "one that is not"
                "compile it first"
        | Some compilation ->
            let core = ModelCore(old.Network, old.State.Copy old.Network.Variables)
            core.Compile compilation
            TrainedModel core

    /// The same network with another way to be trained, output by output.
    let compiled optimizer losses metrics arguments (model: TrainedModel) : TrainedModel =
        let network = model.Core.Network
        let core = ModelCore(network, model.Core.State)
        OwnMetrics.demand $"compile of model \"{network.Name}\"" (List.concat metrics)

        core.Compile {
            Optimizer = LossScaleOptimizer.For(network.Layers, optimizer)
            Losses = losses
            LossWeights = losses |> List.map (fun _ -> 1.0)
            Metrics = metrics
            WeightedMetrics = losses |> List.map (fun _ -> [])
            Arguments = arguments
        }

        TrainedModel core

    let arraysOf (data: 'data) =
        PlainArrays.severalOf (box data |> orElse (obj ()))

    let request (options: FitOptionsRecord) : FitRequest = {
        FitRequest.Default with
            Epochs = options.Epochs
            Verbose = options.Verbose
            ValidationSplit = options.ValidationSplit
            Validation =
                options.ValidationData
                |> Option.map (fun (x, y) ->
                    DataSet.create "fit, validation data" (arraysOf x) (arraysOf y) []
                    |> Source.Whole)
            ClassWeight =
                if options.ClassWeight.IsEmpty then
                    None
                else
                    Some(options.ClassWeight :> IReadOnlyDictionary<int, float>)
            Shuffle = options.Shuffle
            Callbacks = options.Callbacks
            Cancellation = options.Cancellation
    }

[<AutoOpen>]
module Pipeline =
    /// The rectified linear unit.
    let relu = Activation.Relu()
    /// The logistic function.
    let sigmoid = Activation.Sigmoid
    /// Hyperbolic tangent.
    let tanh = Activation.Tanh
    /// Probabilities over the last axis.
    let softmax = Activation.Softmax()
    /// No activation.
    let linear = Activation.Linear
    /// x · Φ(x).
    let gelu = Activation.Gelu()

    /// Well-known networks: <c>Applications.ResNet50(classes = 10) |> Model.ofNetwork</c>.
    type Applications = Architectures

    /// An input of this shape, without the batch axis.
    let input (shape: int list) : Symbol =
        InputLayer.symbol [ for n in shape -> Nullable n ] None DType.Float32 null

    /// An input of texts, of this shape without the batch axis: `[]` is one text for each sample.
    let textInput (shape: int list) : Symbol =
        InputLayer.symbol [ for n in shape -> Nullable n ] None DType.String null

    /// The same layer after it has learned from data: statistics, boundaries, or a vocabulary. The given one
    /// stays as it was.
    let adapt (data: 'x) (layer: Layer) : Layer =
        PlainArrays.ofObject (box data |> orElse (obj ()))
        |> LayerAlone.learned layer
        |> LayerAlone.copy layer

    /// What a layer makes of data at once: in inference, but layers that augment images do it, as in Keras.
    let applyTo (data: 'x) (layer: Layer) : Numerics.Tensors.Tensor<float32> =
        LayerAlone.apply layer None [ PlainArrays.ofObject (box data |> orElse (obj ())) ]
        |> List.head
        |> PlainArrays.toTensor

    /// The words of a vocabulary by their number.
    let vocabulary (layer: Layer) : string list =
        let tokens = LayerAlone.tokens layer true

        if tokens.DType = DType.String then
            List.ofArray tokens.Texts
        else
            [ for number in NDArray.toIntegers tokens -> string number ]

    /// Feeds a symbol to any layer of the catalogue.
    let layer (layer: Layer) (x: Symbol) : Symbol = layer.Apply x

    /// A densely connected layer.
    let dense (units: int) (activation: Activation) : Symbol -> Symbol =
        layer (Layers.Dense(units, activation = activation))

    /// A convolution over images, with a square kernel.
    let conv2d (filters: int) (kernelSize: int) (activation: Activation) : Symbol -> Symbol =
        layer (Layers.Conv2D(filters, kernelSize, activation = activation))

    /// A convolution over time.
    let conv1d (filters: int) (kernelSize: int) (activation: Activation) : Symbol -> Symbol =
        layer (Layers.Conv1D(filters, kernelSize, activation = activation))

    /// The greatest value of each square window.
    let maxPool2d (poolSize: int) : Symbol -> Symbol = layer (Layers.MaxPooling2D poolSize)

    /// The mean of each square window.
    let averagePool2d (poolSize: int) : Symbol -> Symbol =
        layer (Layers.AveragePooling2D poolSize)

    /// The mean over both spatial axes.
    let globalAveragePool2d (x: Symbol) : Symbol =
        layer (Layers.GlobalAveragePooling2D()) x

    /// All axes but the batch's as one.
    let flatten (x: Symbol) : Symbol = layer (Layers.Flatten()) x

    /// Another shape, without the batch axis; one -1 follows from the rest.
    let reshape (shape: int list) : Symbol -> Symbol =
        layer (Layers.Reshape(Array.ofList shape))

    /// Drops this part of the values in training.
    let dropout (rate: float) : Symbol -> Symbol = layer (Layers.Dropout rate)

    /// Normalizes by the batch's statistics.
    let batchNorm (x: Symbol) : Symbol = layer (Layers.BatchNormalization()) x
    /// Normalizes each sample over its last axis.
    let layerNorm (x: Symbol) : Symbol = layer (Layers.LayerNormalization()) x

    /// A row of a table for each number.
    let embedding (inputDim: int) (outputDim: int) : Symbol -> Symbol =
        layer (Layers.Embedding(inputDim, outputDim))

    /// A long short-term memory; its last output.
    let lstm (units: int) : Symbol -> Symbol = layer (Layers.LSTM units)
    /// A gated recurrent unit; its last output.
    let gru (units: int) : Symbol -> Symbol = layer (Layers.GRU units)

    /// Applies an activation.
    let activation (activation: Activation) : Symbol -> Symbol =
        layer (Layers.Activation activation)

    /// The sum of symbols.
    let add (xs: Symbol list) : Symbol = Layers.Add().Apply(List.toArray xs)

    /// Symbols one after another along the last axis.
    let concatenate (xs: Symbol list) : Symbol =
        Layers.Concatenate().Apply(List.toArray xs)

    /// Adam with this learning rate.
    let adam (learningRate: float) : Optimizer =
        Adam(LearningRate.op_Implicit learningRate)

    /// Stochastic gradient descent with this learning rate.
    let sgd (learningRate: float) : Optimizer =
        SGD(LearningRate.op_Implicit learningRate)

    /// RMSprop with this learning rate.
    let rmsprop (learningRate: float) : Optimizer =
        RMSprop(LearningRate.op_Implicit learningRate)

    /// -log of the probability of the class, given by number.
    let sparseCategoricalCrossentropy: Loss = SparseCategoricalCrossentropy()
    /// -log of the probability of the class, given one-hot.
    let categoricalCrossentropy: Loss = CategoricalCrossentropy()
    /// -log of the probability of yes or no.
    let binaryCrossentropy: Loss = BinaryCrossentropy()
    /// mean((y - p)²).
    let meanSquaredError: Loss = MeanSquaredError()
    /// How often the prediction is right: binary, one-hot or by number, as the shapes say.
    let accuracy: Metric = Metric.op_Implicit "accuracy"

    /// One epoch, batches of 32, progress shown.
    let defaults = {
        Epochs = 1
        BatchSize = 32
        Verbose = 1
        ValidationSplit = 0.0
        ValidationData = None
        ClassWeight = Map.empty
        Shuffle = true
        Callbacks = []
        Cancellation = CancellationToken.None
    }

    /// Classes of layers alone, from top to bottom.
    let plotDefaults = {
        ShowShapes = false
        ShowDtype = false
        ShowLayerNames = false
        Rankdir = "TB"
        ExpandNested = false
        ShowLayerActivations = false
        ShowTrainable = false
    }

    /// Decides how a model is trained: each output with this loss and these metrics. Where its layers are all
    /// mixed_float16, the loss is scaled.
    let compile
        (optimizer: Optimizer)
        (loss: Loss)
        (metrics: Metric list)
        (model: TrainedModel)
        : TrainedModel =
        let outputs = model.Core.Network.Outputs.Length

        model
        |> TrainedValue.compiled
            optimizer
            (List.replicate outputs (Some loss))
            (List.replicate outputs metrics)
            CompileArguments.Standard

    /// Trains: the model with new numbers, and what training showed. The given model stays as it was. Several
    /// inputs, or targets, are a tuple of arrays: <c>fit defaults ((images, ages), prices)</c>.
    let fit
        (options: FitOptionsRecord)
        (x: 'x, y: 'y)
        (model: TrainedModel)
        : TrainedModel * History =
        let data =
            DataSet.create "fit" (TrainedValue.arraysOf x) (TrainedValue.arraysOf y) []

        let trained = TrainedValue.copy model

        let history =
            trained.Core.Fit(
                data,
                {
                    TrainedValue.request options with
                        BatchSize = Some options.BatchSize
                }
            )

        trained, history

/// Models as values.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Model =
    let private ofSymbols name outputs =
        TrainedModel(ModelCore(Network.ofOutputs name outputs, State Device.Default))

    /// The model that ends in this symbol; its inputs are found by themselves.
    let ofOutput (output: Symbol) : TrainedModel =
        ofSymbols (Names.unique "functional") [ output ]

    /// The model that ends in these symbols.
    let ofOutputs (outputs: Symbol list) : TrainedModel =
        ofSymbols (Names.unique "functional") outputs

    /// The model of a network, as Applications builds one, with first values of its own.
    let ofNetwork (network: Network) : TrainedModel =
        TrainedModel(ModelCore(network, State Device.Default))

    /// The same model on a device, with numbers of its own there.
    let onDevice (device: Device) (model: TrainedModel) : TrainedModel =
        TrainedModel(model.Core.In(State device))

    /// A model from a .keras file, or from a whole model in an .h5 file: weights, what it was compiled
    /// with, and the state of its optimizer.
    let load (path: string) : TrainedModel =
        TrainedModel(ModelCore.Load(path, State Device.Default, true))

    /// Saves a model as a .keras file, with what it was compiled with and the optimizer's state; a file that
    /// is there is replaced as a whole, or stays as it was.
    let save (path: string) (model: TrainedModel) : TrainedModel =
        model.Core.Save(path, true)
        model

    /// Saves the weights to a .weights.h5, .weights.json or .safetensors file; a file that is there is replaced.
    let saveWeights (path: string) (model: TrainedModel) : TrainedModel =
        model.Core.SaveWeights(path, true, Nullable())
        model

    /// The model with the weights of a .weights.h5, .weights.json, .safetensors, .h5 or .keras file; the given
    /// one stays as it was.
    let loadWeights (path: string) (model: TrainedModel) : TrainedModel =
        let core = model.Core.In(State model.Core.State.Device)
        core.LoadWeights(path, false) |> ignore<string list>
        TrainedModel core

    /// Loss and metrics by name, without training. Several inputs, or targets, are a tuple of arrays.
    let evaluate (x: 'x, y: 'y) (model: TrainedModel) : Map<string, float> =
        let data =
            DataSet.create "evaluate" (TrainedValue.arraysOf x) (TrainedValue.arraysOf y) []

        model.Core.Evaluate(data, 32, None, CancellationToken.None)
        |> Seq.map (fun p -> p.Key, p.Value)
        |> Map.ofSeq

    /// All outputs for samples, in order: values and shapes. Several inputs are a tuple of arrays.
    let predictAll (x: 'x) (model: TrainedModel) : Numerics.Tensors.Tensor<float32> list =
        model.Core.Predict(TrainedValue.arraysOf x, 32, CancellationToken.None)
        |> List.map PlainArrays.toTensor

    /// The output for samples, of a model with one: values and shape. Several inputs are a tuple of arrays.
    let predict (x: 'x) (model: TrainedModel) : Numerics.Tensors.Tensor<float32> =
        match predictAll x model with
        | [ output ] -> output
        | outputs ->
            refuse
                $"predict of model \"{model.Core.Network.Name}\""
                "a model with one output"
                $"{outputs.Length}"
                "Model.predictAll gives them in order"

    /// The table of layers, shapes and parameters.
    let summary (model: TrainedModel) : string = string model

    /// The same table with the layers of models within the model, and whether training changes a layer.
    let fullSummary (model: TrainedModel) : string =
        model.Core.Summary(
            false,
            {
                ExpandNested = true
                ShowTrainable = true
            }
        )

    /// The weights that training changes, for Gradient.Of and an optimizer's Apply in a step of one's own.
    let trainableWeights (model: TrainedModel) : Weight list = model.Core.Network.TrainableWeights

    /// A model from the same inputs to what layers of these names give; the numbers are the same.
    let intermediate (layers: string list) (model: TrainedModel) : TrainedModel =
        TrainedModel(ModelCore(Submodel.intermediate model.Core.Network layers, model.Core.State))

    /// The same layers anew, with first values of their own.
    let clone (model: TrainedModel) : TrainedModel =
        ofNetwork (Submodel.clone None model.Core.Network)

    /// Writes a picture of the model: .svg, which any browser shows, or .dot, the language of Graphviz.
    let plot (path: string) (options: PlotOptions) (model: TrainedModel) : unit =
        Plotting.Plot.write path options false model.Core.Network
