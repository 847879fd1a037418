/// The catalogue: one documented member for each layer, with every default; called from both
/// languages.
namespace Keratin

open System
open System.Collections.Generic
open Keratin.LayerTypes

[<AutoOpen>]
module private Catalogue =
    let optional (value: 'a | null) =
        match value with
        | null -> None
        | value -> Some value

    /// A layer object of this meaning, with what every layer takes.
    let layer
        (kind: string)
        (name: string | null)
        (dtype: string | null)
        (trainable: bool)
        (inputShape: Nullable<int>[] | null)
        (meaning: ILayer)
        : Layer =
        let layer =
            CatalogueLayer(
                kind,
                name,
                meaning,
                Policy = DTypePolicy.Of dtype,
                InputShape = (optional inputShape |> Option.map List.ofArray)
            )

        if not trainable then
            layer.Trainable <- false

        layer

    /// A layer that is given its inputs in the precision they come in.
    let precise kind name dtype trainable inputShape (meaning: ILayer) : Layer =
        let made = layer kind name dtype trainable inputShape meaning
        made.Autocast <- false
        made

    /// A layer that calculates on the host; older files give it the type of its input.
    let onHost kind name (dtype: string | null) trainable inputShape (meaning: IHostLayer) : Layer =
        let dtype = if dtype = DType.name DType.String then null else dtype
        precise kind name dtype trainable inputShape meaning

    let noiseSizes (shape: Nullable<int>[]) = [ for n in shape -> Option.ofNullable n ]

    /// Kernels and bias of a recurrent cell, with the standard first values.
    let cellWeights
        useBias
        (kernelInitializer: Initializer | null)
        (recurrentInitializer: Initializer | null)
        (biasInitializer: Initializer | null)
        (kernelRegularizer: Regularizer | null)
        (recurrentRegularizer: Regularizer | null)
        (biasRegularizer: Regularizer | null)
        (kernelConstraint: Constraint | null)
        (recurrentConstraint: Constraint | null)
        (biasConstraint: Constraint | null)
        : CellWeights = {
        UseBias = useBias
        KernelInitializer = kernelInitializer |> orElse (Initializer.GlorotUniform())
        RecurrentInitializer = recurrentInitializer |> orElse (Initializer.Orthogonal())
        BiasInitializer = biasInitializer |> orElse Initializer.Zeros
        KernelRegularizer = optional kernelRegularizer
        RecurrentRegularizer = optional recurrentRegularizer
        BiasRegularizer = optional biasRegularizer
        KernelConstraint = optional kernelConstraint
        RecurrentConstraint = optional recurrentConstraint
        BiasConstraint = optional biasConstraint
    }

    /// What a recurrent cell drops, when both rates are possible.
    let cellDropout where dropout recurrentDropout seed : CellDropout =
        Checks.rate where "dropout" dropout
        Checks.rate where "recurrent_dropout" recurrentDropout

        {
            Dropout = dropout
            RecurrentDropout = recurrentDropout
            Seed = seed
        }

    let traversal returnSequences returnState goBackwards stateful unroll : Traversal = {
        ReturnSequences = returnSequences
        ReturnState = returnState
        GoBackwards = goBackwards
        Stateful = stateful
        Unroll = unroll
        ZeroOutputForMask = false
    }

    /// A ConvLSTM layer, when its settings are possible.
    let convLSTM where traversal regularizer (cell: ConvLSTMCell) : ILayer =
        positive where "filters" cell.Filters
        allPositive where "kernel_size" cell.KernelSize
        strideOrDilation where cell.Strides cell.DilationRate
        notCausal where cell.Padding

        {
            Recurrent.Cell = cell
            Traversal = traversal
            ActivityRegularizer = regularizer
        }

    /// The least and the greatest value of images.
    let valuesOf where (range: Interval | null) =
        (range |> orElse (Interval(0.0, 255.0, false))).OfValues where

    /// The range of a strength that need not be given, between its bounds.
    let optionalFactor where parameter least most (factor: Interval | null) =
        optional factor
        |> Option.map (fun (f: Interval) -> f.Within(where, parameter, least, most))

    /// The range of a strength to both sides, all of it between its bounds; none: 0.
    let bothSides where parameter least most (factor: Interval | null) =
        match optional factor with
        | Some factor -> factor.AllWithin(where, parameter, least, most, (~-))
        | None -> 0.0, 0.0

    /// The range of a share, from 0 to 1; none: 0.
    let share where parameter (factor: Interval | null) =
        match optional factor with
        | Some factor -> factor.AllWithin(where, parameter, 0.0, 1.0, (fun _ -> 0.0))
        | None -> 0.0, 0.0

    /// The same, with the range it has when none is given.
    let factorOr standard where parameter least most factor =
        factor
        |> optionalFactor where parameter least most
        |> Option.defaultValue standard

    /// Two sizes, with a standard one for both.
    let pairOr standard where parameter (sizes: Sizes | null) =
        match (sizes |> orElse (Sizes [ standard ])).For(where, parameter, 2) with
        | [ rows; columns ] ->
            allPositive where parameter [ rows; columns ]
            rows, columns
        | _ -> bug where "two sizes"

    /// The layers of both directions: copies of a pattern, or of a pattern for each.
    let bothDirections (pattern: Layer) (backward: Layer option) (dtype: string | null) trainable =
        let where = "Bidirectional"

        let meaning (layer: Layer) =
            match Bidirectional.Meaning layer with
            | Some meaning -> meaning
            | None ->
                refuse
                    where
                    "a recurrent layer"
                    $"{layer.Kind}"
                    "wrap a SimpleRNN, LSTM, GRU, RNN or ConvLSTM layer"

        // a layer that was a direction before is not named so twice
        let bare =
            if pattern.Name.StartsWith "forward_" then
                pattern.Name.Substring 8
            else
                pattern.Name

        let copy (name: string) (source: Layer) (meaning: ILayer) =
            let policy =
                match dtype with
                | null -> source.Policy
                | given -> Policy.Parse given

            let layer = CatalogueLayer(source.Kind, name, meaning, Policy = policy)

            if not (trainable && source.Trainable) then
                layer.Trainable <- false

            layer :> Layer

        let recurrent = meaning pattern

        // in a sequence, steps that do not count are zero, lest one direction repeats the other's end
        let forward = {
            recurrent.Traversal with
                ZeroOutputForMask = recurrent.Traversal.ReturnSequences
        }

        match backward with
        | None ->
            copy $"forward_{bare}" pattern (recurrent.With forward),
            copy
                $"backward_{bare}"
                pattern
                (recurrent.Again {
                    forward with
                        GoBackwards = not forward.GoBackwards
                })
        | Some backward ->
            let other = meaning backward

            let wanted = {
                forward with
                    GoBackwards = not forward.GoBackwards
                    Unroll = other.Traversal.Unroll
            }

            if
                {
                    other.Traversal with
                        ZeroOutputForMask = wanted.ZeroOutputForMask
                }
                <> wanted
            then
                refuse
                    where
                    "a backward layer with the opposite goBackwards, and alike returnSequences, returnState and stateful"
                    $"{backward}"
                    "goBackwards: true for one of them"

            copy $"forward_{bare}" pattern (recurrent.With forward),
            copy backward.Name backward (other.With wanted)

/// Every layer, with Keras's names, parameters, order and defaults.
[<AbstractClass; Sealed>]
type Layers =
    /// <summary>An input of a model: a symbol whose values are given when the model runs.</summary>
    /// <param name="shape">The shape of one sample; null where a size is not known.</param>
    static member Input([<ParamArray>] shape: Nullable<int>[]) : Symbol =
        InputLayer.symbol (List.ofArray shape) None DType.Float32 null

    /// <summary>An input of a model: a symbol whose values are given when the model runs.</summary>
    /// <param name="shape">The shape of one sample; null where a size is not known.</param>
    /// <param name="batchSize">The number of samples in a batch. Default: any.</param>
    /// <param name="dtype">The element type, or "string" for texts. Default: "float32".</param>
    /// <param name="name">The input's name. Default: made from the class.</param>
    static member Input
        (
            shape: Nullable<int>[],
            [<Opt>] batchSize: Nullable<int>,
            [<Opt>] dtype: string | null,
            [<Opt>] name: string | null
        ) : Symbol =
        let element =
            match dtype with
            | null -> DType.Float32
            | text when text = DType.name DType.String -> DType.String
            | text -> (Policy.Parse text).Compute

        InputLayer.symbol (List.ofArray shape) (Option.ofNullable batchSize) element name

    /// <summary>Contracts the last axis: activation(x · kernel + bias).</summary>
    /// <remarks>Input (batch, …, features), output (batch, …, units). Weights: kernel (features, units),
    /// bias (units).</remarks>
    /// <param name="units">The size of the output's last axis; above 0.</param>
    /// <param name="activation">Applied to the result. Default: linear.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on the output, per sample. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="loraRank">Low-rank adaptation: the kernel stays as it is, and the product of two matrices of this width, which are
    /// trained, is added to it. Default: none.</param>
    /// <param name="loraAlpha">That product counts loraAlpha / loraRank. Default: loraRank.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Dense
        (
            units: int,
            [<Opt>] activation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt>] loraRank: Nullable<int>,
            [<Opt>] loraAlpha: Nullable<float>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        positive "Dense" "units" units

        layer "Dense" name dtype trainable inputShape {
            Dense.Units = units
            Activation = activation |> orElse Activation.Linear
            UseBias = useBias
            KernelInitializer = kernelInitializer |> orElse (Initializer.GlorotUniform())
            BiasInitializer = biasInitializer |> orElse Initializer.Zeros
            KernelRegularizer = optional kernelRegularizer
            BiasRegularizer = optional biasRegularizer
            ActivityRegularizer = optional activityRegularizer
            KernelConstraint = optional kernelConstraint
            BiasConstraint = optional biasConstraint
            Adaptation = Adaptation.Of("Dense", loraRank, loraAlpha, kernelConstraint)
        }

    /// <summary>A dense layer whose kernel counts as -1, 0 or 1: activation(scale · x · ternary(kernel) + bias).</summary>
    /// <remarks>Input (batch, …, features), output (batch, …, units). Weights: kernel (features, units),
    /// bias (units). The gradient of the kernel is that of its rounded values.</remarks>
    /// <param name="units">The size of the output's last axis; above 0.</param>
    /// <param name="threshold">Below it a weight counts as 0, and scale is 1. Default: half the mean size of a weight, with scale
    /// the mean size.</param>
    /// <param name="activation">Applied to the result. Default: linear.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on the output, per sample. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member TernaryDense
        (
            units: int,
            [<Opt>] threshold: Nullable<float>,
            [<Opt>] activation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        positive "TernaryDense" "units" units

        if threshold.HasValue && not (threshold.Value >= 0.0) then
            refuse "TernaryDense" "a threshold not negative" $"{threshold}" "threshold: 0.05"

        layer "TernaryDense" name dtype trainable inputShape {
            TernaryDense.Threshold = Option.ofNullable threshold
            Dense = {
                Units = units
                Activation = activation |> orElse Activation.Linear
                UseBias = useBias
                KernelInitializer = kernelInitializer |> orElse (Initializer.GlorotUniform())
                BiasInitializer = biasInitializer |> orElse Initializer.Zeros
                KernelRegularizer = optional kernelRegularizer
                BiasRegularizer = optional biasRegularizer
                ActivityRegularizer = optional activityRegularizer
                KernelConstraint = optional kernelConstraint
                BiasConstraint = optional biasConstraint
                Adaptation = None
            }
        }

    /// <summary>A dense layer over any axes: activation(einsum(equation, x, kernel) + bias).</summary>
    /// <remarks>Weights: kernel, in the order of its letters in the equation; bias, of the axes in biasAxes.</remarks>
    /// <param name="equation">Input, kernel and output by letters: "ab,bc-&gt;ac"; "..." stands for the axes that are not named.</param>
    /// <param name="outputShape">The output's sizes after the batch axis; null where the size is the input's.</param>
    /// <param name="activation">Applied to the result. Default: linear.</param>
    /// <param name="biasAxes">The letters of the output that carry a bias. Default: no bias.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on the output, per sample. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="loraRank">Low-rank adaptation: the kernel stays as it is, and the product of two matrices of this width, which are
    /// trained, is added to it. Default: none.</param>
    /// <param name="loraAlpha">That product counts loraAlpha / loraRank. Default: loraRank.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member EinsumDense
        (
            equation: string,
            outputShape: Nullable<int>[],
            [<Opt>] activation: Activation | null,
            [<Opt>] biasAxes: string | null,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt>] loraRank: Nullable<int>,
            [<Opt>] loraAlpha: Nullable<float>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let letters = (equation.Split(',')[0]).Replace("...", "").Replace(" ", "")
        EinsumDense.Parse("EinsumDense", equation, letters.Length) |> ignore

        layer "EinsumDense" name dtype trainable inputShape {
            EinsumDense.Equation = equation
            OutputShape = List.ofArray outputShape
            Activation = activation |> orElse Activation.Linear
            BiasAxes = optional biasAxes
            KernelInitializer = kernelInitializer |> orElse (Initializer.GlorotUniform())
            BiasInitializer = biasInitializer |> orElse Initializer.Zeros
            KernelRegularizer = optional kernelRegularizer
            BiasRegularizer = optional biasRegularizer
            ActivityRegularizer = optional activityRegularizer
            KernelConstraint = optional kernelConstraint
            BiasConstraint = optional biasConstraint
            Adaptation = Adaptation.Of("EinsumDense", loraRank, loraAlpha, kernelConstraint)
        }

    /// <summary>Applies an activation function.</summary>
    /// <remarks>Output: the shape of the input. No weights.</remarks>
    /// <param name="activation">The function, by name or as a value.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Activation
        (
            activation: Activation,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "Activation" name dtype trainable inputShape {
            ActivationLayer.Activation = activation
        }

    /// <summary>In training, sets some of the input to zero and scales the rest by 1 / (1 - rate).</summary>
    /// <remarks>Output: the shape of the input; in inference the input itself. No weights. Srivastava et al., 2014.</remarks>
    /// <param name="rate">How much is dropped, from 0 to 1.</param>
    /// <param name="noiseShape">The shape of what is drawn; 1 where a choice is shared along an axis, null for the size of the input. Default: the shape of the input.</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Dropout
        (
            rate: float,
            [<Opt>] noiseShape: Nullable<int>[] | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        Checks.rate "Dropout" "rate" rate

        layer "Dropout" name dtype trainable inputShape {
            Dropout.Rate = rate
            NoiseShape = noiseShape |> optional |> Option.map noiseSizes
            Seed = seed
        }

    /// <summary>Makes one axis of all axes but the batch.</summary>
    /// <remarks>Input (batch, …), output (batch, product of the rest). No weights.</remarks>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Flatten
        (
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "Flatten" name dtype trainable inputShape {
            Flatten.DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Gives each sample another shape.</summary>
    /// <remarks>Output (batch, targetShape). No weights.</remarks>
    /// <param name="targetShape">The shape of a sample; one size may be -1 and follows from the others.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Reshape
        (
            targetShape: int[],
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let unknown = targetShape |> Array.filter (fun n -> n = -1) |> Array.length

        if unknown > 1 || targetShape |> Array.exists (fun n -> n < -1) then
            refuse
                "Reshape"
                "sizes of at least 0, at most one of them -1"
                $"%A{targetShape}"
                "targetShape: [-1, 2]"

        layer "Reshape" name dtype trainable inputShape {
            Reshape.TargetShape = List.ofArray targetShape
        }

    /// <summary>Changes the order of the axes.</summary>
    /// <remarks>Output (batch, the axes in the given order). No weights.</remarks>
    /// <param name="dims">Each axis once, counted from 1 without the batch axis: [2, 1] swaps two.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Permute
        (
            dims: int[],
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        if List.sort (List.ofArray dims) <> [ 1 .. dims.Length ] then
            refuse "Permute" "each axis once, counted from 1" $"%A{dims}" "dims: [2, 1]"

        layer "Permute" name dtype trainable inputShape { Permute.Dims = List.ofArray dims }

    /// <summary>Repeats a vector along a new axis.</summary>
    /// <remarks>Input (batch, features), output (batch, n, features). No weights.</remarks>
    /// <param name="n">How often; above 0.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RepeatVector
        (
            n: int,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        positive "RepeatVector" "n" n

        layer "RepeatVector" name dtype trainable inputShape { RepeatVector.N = n }

    /// <summary>Looks up a vector for each index.</summary>
    /// <remarks>Input (batch, …) of integers, output (batch, …, outputDim). Weights: embeddings (inputDim, outputDim).</remarks>
    /// <param name="inputDim">How many indices there are; above 0.</param>
    /// <param name="outputDim">The size of a vector; above 0.</param>
    /// <param name="embeddingsInitializer">First values of the vectors. Default: RandomUniform.</param>
    /// <param name="embeddingsRegularizer">A penalty on the vectors. Default: none.</param>
    /// <param name="embeddingsConstraint">What the vectors is forced to be. Default: anything.</param>
    /// <param name="maskZero">Whether index 0 is padding that does not count. Default: false.</param>
    /// <param name="loraRank">Low-rank adaptation: the embeddings stays as it is, and the product of two matrices of this width, which are
    /// trained, is added to it. Default: none.</param>
    /// <param name="loraAlpha">That product counts loraAlpha / loraRank. Default: loraRank.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Embedding
        (
            inputDim: int,
            outputDim: int,
            [<Opt>] embeddingsInitializer: Initializer | null,
            [<Opt>] embeddingsRegularizer: Regularizer | null,
            [<Opt>] embeddingsConstraint: Constraint | null,
            [<Opt; Or(false)>] maskZero: bool,
            [<Opt>] loraRank: Nullable<int>,
            [<Opt>] loraAlpha: Nullable<float>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        positive "Embedding" "input_dim" inputDim
        positive "Embedding" "output_dim" outputDim

        precise "Embedding" name dtype trainable inputShape {
            Embedding.Table = {
                InputDim = inputDim
                OutputDim = outputDim
                EmbeddingsInitializer =
                    embeddingsInitializer |> orElse (Initializer.RandomUniform())
                EmbeddingsRegularizer = optional embeddingsRegularizer
                EmbeddingsConstraint = optional embeddingsConstraint
                MaskZero = maskZero
                Adaptation = Adaptation.Of("Embedding", loraRank, loraAlpha, embeddingsConstraint)
            }
        }

    /// <summary>An embedding that also goes back: from vectors to a number for each index.</summary>
    /// <remarks>Input (batch, …) of integers, output (batch, …, outputDim); called with reverse, input (batch, …, outputDim), output
    /// (batch, …, inputDim). Weights: embeddings (inputDim, outputDim) and, if they are not tied, reverse_embeddings (outputDim, inputDim).</remarks>
    /// <param name="inputDim">How many indices there are; above 0.</param>
    /// <param name="outputDim">The size of a vector; above 0.</param>
    /// <param name="tieWeights">Whether the way back is the same table, transposed. Default: true.</param>
    /// <param name="embeddingsInitializer">First values of the vectors. Default: RandomUniform.</param>
    /// <param name="embeddingsRegularizer">A penalty on the vectors. Default: none.</param>
    /// <param name="embeddingsConstraint">What the vectors is forced to be. Default: anything.</param>
    /// <param name="maskZero">Whether index 0 is padding that does not count. Default: false.</param>
    /// <param name="reverseDtype">The type the way back calculates in. Default: that of the layer.</param>
    /// <param name="logitSoftCap">The way back is c · tanh(x / c), within this. Default: no limit.</param>
    /// <param name="loraRank">Low-rank adaptation: the embeddings stays as it is, and the product of two matrices of this width, which are
    /// trained, is added to it. Default: none.</param>
    /// <param name="loraAlpha">That product counts loraAlpha / loraRank. Default: loraRank.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member ReversibleEmbedding
        (
            inputDim: int,
            outputDim: int,
            [<Opt; Or(true)>] tieWeights: bool,
            [<Opt>] embeddingsInitializer: Initializer | null,
            [<Opt>] embeddingsRegularizer: Regularizer | null,
            [<Opt>] embeddingsConstraint: Constraint | null,
            [<Opt; Or(false)>] maskZero: bool,
            [<Opt>] reverseDtype: string | null,
            [<Opt>] logitSoftCap: Nullable<float>,
            [<Opt>] loraRank: Nullable<int>,
            [<Opt>] loraAlpha: Nullable<float>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "ReversibleEmbedding"
        positive where "input_dim" inputDim
        positive where "output_dim" outputDim

        if logitSoftCap.HasValue then
            aboveZero where "logit_soft_cap" logitSoftCap.Value

        precise where name dtype trainable inputShape {
            ReversibleEmbedding.Table = {
                InputDim = inputDim
                OutputDim = outputDim
                EmbeddingsInitializer =
                    embeddingsInitializer |> orElse (Initializer.RandomUniform())
                EmbeddingsRegularizer = optional embeddingsRegularizer
                EmbeddingsConstraint = optional embeddingsConstraint
                MaskZero = maskZero
                Adaptation =
                    Adaptation.Of("ReversibleEmbedding", loraRank, loraAlpha, embeddingsConstraint)
            }
            TieWeights = tieWeights
            ReverseDType =
                optional reverseDtype |> Option.map (fun text -> (Policy.Parse text).Compute)
            LogitSoftCap = Option.ofNullable logitSoftCap
        }

    /// <summary>Marks steps that do not count, and sets them to zero.</summary>
    /// <remarks>Input (batch, time, features), output of the same shape with a mask. No weights.</remarks>
    /// <param name="maskValue">A step in which every feature is this does not count. Default: 0.0.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Masking
        (
            [<Opt; Or(0.0)>] maskValue: float,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "Masking" name dtype trainable inputShape { Masking.MaskValue = maskValue }

    /// <summary>Applies a function of symbols.</summary>
    /// <remarks>Output: what the function gives. No weights.</remarks>
    /// <param name="function">The function.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Lambda
        (
            ``function``: Func<Symbol, Symbol>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "Lambda" name dtype trainable inputShape { Lambda.Function = ``function`` }

    /// <summary>Gives the input as it came.</summary>
    /// <remarks>Output: the input. No weights.</remarks>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Identity
        (
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "Identity" name dtype trainable inputShape (Identity())

    /// <summary>Adds a penalty on its input to the loss, per sample.</summary>
    /// <remarks>Output: the input. No weights.</remarks>
    /// <param name="l1">The factor of Σ|x|. Default: 0.0.</param>
    /// <param name="l2">The factor of Σx². Default: 0.0.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member ActivityRegularization
        (
            [<Opt; Or(0.0)>] l1: float,
            [<Opt; Or(0.0)>] l2: float,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        Regularizer.L1L2(l1, l2) |> ignore

        layer "ActivityRegularization" name dtype trainable inputShape {
            ActivityRegularization.L1 = l1
            L2 = l2
        }

    /// <summary>x · scale + offset.</summary>
    /// <remarks>Output: the shape of the input. No weights.</remarks>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">What is added. Default: 0.0.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Rescaling
        (
            scale: float,
            [<Opt; Or(0.0)>] offset: float,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "Rescaling" name dtype trainable inputShape {
            Rescaling.Scale = [ scale ]
            Offset = [ offset ]
        }

    /// <summary>x · scale + offset, with numbers of its own for each channel.</summary>
    /// <remarks>Output: the shape of the input. No weights.</remarks>
    /// <param name="scale">A factor for each place of the last axis.</param>
    /// <param name="offset">What is added at each place of the last axis.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Rescaling
        (
            scale: float[],
            offset: float[],
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "Rescaling" name dtype trainable inputShape {
            Rescaling.Scale = List.ofArray scale
            Offset = List.ofArray offset
        }

    /// <summary>max(x, 0), with a slope below the threshold and a greatest value.</summary>
    /// <remarks>Output: the shape of the input. No weights.</remarks>
    /// <param name="maxValue">The greatest output. Default: none.</param>
    /// <param name="negativeSlope">The slope below the threshold; not negative. Default: 0.0.</param>
    /// <param name="threshold">Where x begins to count; not negative. Default: 0.0.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member ReLU
        (
            [<Opt>] maxValue: Nullable<float>,
            [<Opt; Or(0.0)>] negativeSlope: float,
            [<Opt; Or(0.0)>] threshold: float,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        if
            not (negativeSlope >= 0.0 && threshold >= 0.0)
            || (maxValue.HasValue && maxValue.Value < 0.0)
        then
            refuse
                "ReLU"
                "max_value, negative_slope and threshold not below 0"
                $"max_value = {maxValue}, negative_slope = {negativeSlope}, threshold = {threshold}"
                "negativeSlope: 0.0"

        layer "ReLU" name dtype trainable inputShape {
            ReLU.MaxValue = maxValue
            NegativeSlope = negativeSlope
            Threshold = threshold
        }

    /// <summary>x above zero, negativeSlope · x below.</summary>
    /// <remarks>Output: the shape of the input. No weights.</remarks>
    /// <param name="negativeSlope">The slope below zero; not negative. Default: 0.3.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member LeakyReLU
        (
            [<Opt; Or(0.3)>] negativeSlope: float,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        if not (negativeSlope >= 0.0) then
            refuse "LeakyReLU" "negative_slope not below 0" $"{negativeSlope}" "negativeSlope: 0.3"

        layer "LeakyReLU" name dtype trainable inputShape {
            LeakyReLU.NegativeSlope = negativeSlope
        }

    /// <summary>x above zero, alpha · x below; alpha is learned.</summary>
    /// <remarks>Output: the shape of the input. Weights: alpha, the shape of a sample with 1 on shared axes. He et al., 2015.</remarks>
    /// <param name="alphaInitializer">First values of alpha. Default: zeros.</param>
    /// <param name="alphaRegularizer">A penalty on the slopes. Default: none.</param>
    /// <param name="alphaConstraint">What the slopes is forced to be. Default: anything.</param>
    /// <param name="sharedAxes">Axes along which alpha is one, counted from 1. Default: none.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member PReLU
        (
            [<Opt>] alphaInitializer: Initializer | null,
            [<Opt>] alphaRegularizer: Regularizer | null,
            [<Opt>] alphaConstraint: Constraint | null,
            [<Opt>] sharedAxes: Axes | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "PReLU" name dtype trainable inputShape {
            PReLU.AlphaInitializer = alphaInitializer |> orElse Initializer.Zeros
            AlphaRegularizer = optional alphaRegularizer
            AlphaConstraint = optional alphaConstraint
            SharedAxes = sharedAxes |> optional |> Option.map _.Values
        }

    /// <summary>x above zero, alpha · (e^x - 1) below.</summary>
    /// <remarks>Output: the shape of the input. No weights. Clevert et al., 2016.</remarks>
    /// <param name="alpha">The limit below zero, without its sign. Default: 1.0.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member ELU
        (
            [<Opt; Or(1.0)>] alpha: float,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "ELU" name dtype trainable inputShape { ELU.Alpha = alpha }

    /// <summary>e^x over the sum along an axis; what does not count becomes zero.</summary>
    /// <remarks>Output: the shape of the input. No weights.</remarks>
    /// <param name="axis">The axis, or several taken together. Default: -1.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Softmax
        (
            [<Opt>] axis: Axes | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "Softmax" name dtype trainable inputShape {
            Softmax.Axis = (axis |> orElse (Axes [ -1 ])).Values
        }

    /// <summary>In training, sets whole feature maps to zero and scales the rest by 1 / (1 - rate).</summary>
    /// <remarks>Input (batch, time, channels), output the same. No weights. Tompson et al., 2014.</remarks>
    /// <param name="rate">How much is dropped, from 0 to 1.</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member SpatialDropout1D
        (
            rate: float,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        Checks.rate "SpatialDropout1D" "rate" rate

        layer "SpatialDropout1D" name dtype trainable inputShape {
            SpatialDropout.Rank = 1
            DataFormat = DataFormat.ChannelsLast
            Rate = rate
            Seed = seed
        }

    /// <summary>In training, sets whole feature maps to zero and scales the rest by 1 / (1 - rate).</summary>
    /// <remarks>Input (batch, rows, columns, channels), output the same. No weights. Tompson et al., 2014.</remarks>
    /// <param name="rate">How much is dropped, from 0 to 1.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member SpatialDropout2D
        (
            rate: float,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        Checks.rate "SpatialDropout2D" "rate" rate

        layer "SpatialDropout2D" name dtype trainable inputShape {
            SpatialDropout.Rank = 2
            Rate = rate
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            Seed = seed
        }

    /// <summary>In training, sets whole feature maps to zero and scales the rest by 1 / (1 - rate).</summary>
    /// <remarks>Input (batch, three axes, channels), output the same. No weights. Tompson et al., 2014.</remarks>
    /// <param name="rate">How much is dropped, from 0 to 1.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member SpatialDropout3D
        (
            rate: float,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        Checks.rate "SpatialDropout3D" "rate" rate

        layer "SpatialDropout3D" name dtype trainable inputShape {
            SpatialDropout.Rank = 3
            Rate = rate
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            Seed = seed
        }

    /// <summary>In training, adds normal noise.</summary>
    /// <remarks>Output: the shape of the input. No weights.</remarks>
    /// <param name="stddev">The standard deviation, from 0 to 1.</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member GaussianNoise
        (
            stddev: float,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        Checks.rate "GaussianNoise" "stddev" stddev

        layer "GaussianNoise" name dtype trainable inputShape {
            GaussianNoise.Stddev = stddev
            Seed = seed
        }

    /// <summary>In training, multiplies by normal noise of mean 1 and variance rate / (1 - rate).</summary>
    /// <remarks>Output: the shape of the input. No weights. Srivastava et al., 2014.</remarks>
    /// <param name="rate">From 0 to below 1.</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member GaussianDropout
        (
            rate: float,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        Checks.rate "GaussianDropout" "rate" rate

        if rate = 1.0 then
            refuse "GaussianDropout" "rate below 1" "rate = 1" "rate: 0.5"

        layer "GaussianDropout" name dtype trainable inputShape {
            GaussianDropout.Rate = rate
            Seed = seed
        }

    /// <summary>In training, drops in a way that keeps mean and variance of what selu gives.</summary>
    /// <remarks>Output: the shape of the input. No weights. Klambauer et al., 2017.</remarks>
    /// <param name="rate">How much is dropped, from 0 to below 1.</param>
    /// <param name="noiseShape">The shape of what is drawn. Default: the shape of the input.</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member AlphaDropout
        (
            rate: float,
            [<Opt>] noiseShape: Nullable<int>[] | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        Checks.rate "AlphaDropout" "rate" rate

        if rate = 1.0 then
            refuse "AlphaDropout" "rate below 1" "rate = 1" "rate: 0.5"

        layer "AlphaDropout" name dtype trainable inputShape {
            AlphaDropout.Rate = rate
            NoiseShape = noiseShape |> optional |> Option.map noiseSizes
            Seed = seed
        }

    /// <summary>Convolution over time.</summary>
    /// <remarks>Input (batch, time, channels), output (batch, time, filters). Weights: kernel
    /// (k, channels / groups, filters), bias (filters).</remarks>
    /// <param name="filters">How many channels the output has; above 0.</param>
    /// <param name="kernelSize">The size of the window, one number or one for each spatial axis; above 0.</param>
    /// <param name="strides">How far the window moves at each step. Default: 1.</param>
    /// <param name="padding">What the window does at the border: "valid", "same" or "causal". Default: "valid".</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="dilationRate">The distance between the cells of the window; not with strides above 1. Default: 1.</param>
    /// <param name="groups">Into how many groups the channels are split; divides both. Default: 1.</param>
    /// <param name="activation">Applied to the result. Default: linear.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on the output, per sample. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="loraRank">Low-rank adaptation: the kernel stays as it is, and the product of two matrices of this width, which are
    /// trained, is added to it. Default: none.</param>
    /// <param name="loraAlpha">That product counts loraAlpha / loraRank. Default: loraRank.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Conv1D
        (
            filters: int,
            kernelSize: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] dilationRate: Sizes | null,
            [<Opt; Or(1)>] groups: int,
            [<Opt>] activation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt>] loraRank: Nullable<int>,
            [<Opt>] loraAlpha: Nullable<float>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "Conv1D"
        positive where "filters" filters
        positive where "groups" groups

        if filters % groups <> 0 then
            refuse where $"filters that groups = {groups} divides" $"{filters} filters" "groups: 1"

        let kernelSize = kernelSize.For(where, "kernel_size", 1)
        let strides = (strides |> orElse (Sizes [ 1 ])).For(where, "strides", 1)

        let dilationRate =
            (dilationRate |> orElse (Sizes [ 1 ])).For(where, "dilation_rate", 1)

        let padding = padding |> orElse Padding.Valid
        allPositive where "kernel_size" kernelSize
        strideOrDilation where strides dilationRate

        layer "Conv1D" name dtype trainable inputShape {
            Conv.Rank = 1
            Filters = filters
            KernelSize = kernelSize
            Strides = strides
            Padding = padding
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            DilationRate = dilationRate
            Groups = groups
            Activation = activation |> orElse Activation.Linear
            UseBias = useBias
            KernelInitializer = kernelInitializer |> orElse (Initializer.GlorotUniform())
            BiasInitializer = biasInitializer |> orElse Initializer.Zeros
            KernelRegularizer = optional kernelRegularizer
            BiasRegularizer = optional biasRegularizer
            ActivityRegularizer = optional activityRegularizer
            KernelConstraint = optional kernelConstraint
            BiasConstraint = optional biasConstraint
            Adaptation = Adaptation.Of("Conv1D", loraRank, loraAlpha, kernelConstraint)
        }

    /// <summary>Convolution over two axes.</summary>
    /// <remarks>Input (batch, rows, columns, channels), output (batch, rows, columns, filters). Weights: kernel
    /// (kh, kw, channels / groups, filters), bias (filters).</remarks>
    /// <param name="filters">How many channels the output has; above 0.</param>
    /// <param name="kernelSize">The size of the window, one number or one for each spatial axis; above 0.</param>
    /// <param name="strides">How far the window moves at each step. Default: 1.</param>
    /// <param name="padding">What a window does at the border: "valid" or "same". Default: "valid".</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="dilationRate">The distance between the cells of the window; not with strides above 1. Default: 1.</param>
    /// <param name="groups">Into how many groups the channels are split; divides both. Default: 1.</param>
    /// <param name="activation">Applied to the result. Default: linear.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on the output, per sample. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="loraRank">Low-rank adaptation: the kernel stays as it is, and the product of two matrices of this width, which are
    /// trained, is added to it. Default: none.</param>
    /// <param name="loraAlpha">That product counts loraAlpha / loraRank. Default: loraRank.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Conv2D
        (
            filters: int,
            kernelSize: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] dilationRate: Sizes | null,
            [<Opt; Or(1)>] groups: int,
            [<Opt>] activation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt>] loraRank: Nullable<int>,
            [<Opt>] loraAlpha: Nullable<float>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "Conv2D"
        positive where "filters" filters
        positive where "groups" groups

        if filters % groups <> 0 then
            refuse where $"filters that groups = {groups} divides" $"{filters} filters" "groups: 1"

        let kernelSize = kernelSize.For(where, "kernel_size", 2)
        let strides = (strides |> orElse (Sizes [ 1 ])).For(where, "strides", 2)

        let dilationRate =
            (dilationRate |> orElse (Sizes [ 1 ])).For(where, "dilation_rate", 2)

        let padding = padding |> orElse Padding.Valid
        allPositive where "kernel_size" kernelSize
        strideOrDilation where strides dilationRate
        notCausal where padding

        layer "Conv2D" name dtype trainable inputShape {
            Conv.Rank = 2
            Filters = filters
            KernelSize = kernelSize
            Strides = strides
            Padding = padding
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            DilationRate = dilationRate
            Groups = groups
            Activation = activation |> orElse Activation.Linear
            UseBias = useBias
            KernelInitializer = kernelInitializer |> orElse (Initializer.GlorotUniform())
            BiasInitializer = biasInitializer |> orElse Initializer.Zeros
            KernelRegularizer = optional kernelRegularizer
            BiasRegularizer = optional biasRegularizer
            ActivityRegularizer = optional activityRegularizer
            KernelConstraint = optional kernelConstraint
            BiasConstraint = optional biasConstraint
            Adaptation = Adaptation.Of("Conv2D", loraRank, loraAlpha, kernelConstraint)
        }

    /// <summary>Convolution over three axes.</summary>
    /// <remarks>Input (batch, depth, rows, columns, channels), output (batch, depth, rows, columns, filters). Weights: kernel
    /// (kd, kh, kw, channels / groups, filters), bias (filters).</remarks>
    /// <param name="filters">How many channels the output has; above 0.</param>
    /// <param name="kernelSize">The size of the window, one number or one for each spatial axis; above 0.</param>
    /// <param name="strides">How far the window moves at each step. Default: 1.</param>
    /// <param name="padding">What a window does at the border: "valid" or "same". Default: "valid".</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="dilationRate">The distance between the cells of the window; not with strides above 1. Default: 1.</param>
    /// <param name="groups">Into how many groups the channels are split; divides both. Default: 1.</param>
    /// <param name="activation">Applied to the result. Default: linear.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on the output, per sample. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="loraRank">Low-rank adaptation: the kernel stays as it is, and the product of two matrices of this width, which are
    /// trained, is added to it. Default: none.</param>
    /// <param name="loraAlpha">That product counts loraAlpha / loraRank. Default: loraRank.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Conv3D
        (
            filters: int,
            kernelSize: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] dilationRate: Sizes | null,
            [<Opt; Or(1)>] groups: int,
            [<Opt>] activation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt>] loraRank: Nullable<int>,
            [<Opt>] loraAlpha: Nullable<float>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "Conv3D"
        positive where "filters" filters
        positive where "groups" groups

        if filters % groups <> 0 then
            refuse where $"filters that groups = {groups} divides" $"{filters} filters" "groups: 1"

        let kernelSize = kernelSize.For(where, "kernel_size", 3)
        let strides = (strides |> orElse (Sizes [ 1 ])).For(where, "strides", 3)

        let dilationRate =
            (dilationRate |> orElse (Sizes [ 1 ])).For(where, "dilation_rate", 3)

        let padding = padding |> orElse Padding.Valid
        allPositive where "kernel_size" kernelSize
        strideOrDilation where strides dilationRate
        notCausal where padding

        layer "Conv3D" name dtype trainable inputShape {
            Conv.Rank = 3
            Filters = filters
            KernelSize = kernelSize
            Strides = strides
            Padding = padding
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            DilationRate = dilationRate
            Groups = groups
            Activation = activation |> orElse Activation.Linear
            UseBias = useBias
            KernelInitializer = kernelInitializer |> orElse (Initializer.GlorotUniform())
            BiasInitializer = biasInitializer |> orElse Initializer.Zeros
            KernelRegularizer = optional kernelRegularizer
            BiasRegularizer = optional biasRegularizer
            ActivityRegularizer = optional activityRegularizer
            KernelConstraint = optional kernelConstraint
            BiasConstraint = optional biasConstraint
            Adaptation = Adaptation.Of("Conv3D", loraRank, loraAlpha, kernelConstraint)
        }

    /// <summary>Convolution in which each channel has kernels of its own.</summary>
    /// <remarks>Input (batch, time, channels), output (batch, time, channels · depthMultiplier). Weights: kernel
    /// (k, channels, depthMultiplier), bias (channels · depthMultiplier).</remarks>
    /// <param name="kernelSize">The size of the window, one number or one for each spatial axis; above 0.</param>
    /// <param name="strides">How far the window moves at each step. Default: 1.</param>
    /// <param name="padding">What a window does at the border: "valid" or "same". Default: "valid".</param>
    /// <param name="depthMultiplier">How many kernels a channel has; above 0. Default: 1.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="dilationRate">The distance between the cells of the window; not with strides above 1. Default: 1.</param>
    /// <param name="activation">Applied to the result. Default: linear.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="depthwiseInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="depthwiseRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on the output, per sample. Default: none.</param>
    /// <param name="depthwiseConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member DepthwiseConv1D
        (
            kernelSize: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt; Or(1)>] depthMultiplier: int,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] dilationRate: Sizes | null,
            [<Opt>] activation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] depthwiseInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] depthwiseRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] depthwiseConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "DepthwiseConv1D"
        positive where "depth_multiplier" depthMultiplier
        let kernelSize = kernelSize.For(where, "kernel_size", 1)
        let strides = (strides |> orElse (Sizes [ 1 ])).For(where, "strides", 1)

        let dilationRate =
            (dilationRate |> orElse (Sizes [ 1 ])).For(where, "dilation_rate", 1)

        let padding = padding |> orElse Padding.Valid
        allPositive where "kernel_size" kernelSize
        strideOrDilation where strides dilationRate
        notCausal where padding

        layer "DepthwiseConv1D" name dtype trainable inputShape {
            DepthwiseConv.Rank = 1
            KernelSize = kernelSize
            Strides = strides
            Padding = padding
            DepthMultiplier = depthMultiplier
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            DilationRate = dilationRate
            Activation = activation |> orElse Activation.Linear
            UseBias = useBias
            DepthwiseInitializer = depthwiseInitializer |> orElse (Initializer.GlorotUniform())
            BiasInitializer = biasInitializer |> orElse Initializer.Zeros
            DepthwiseRegularizer = optional depthwiseRegularizer
            BiasRegularizer = optional biasRegularizer
            ActivityRegularizer = optional activityRegularizer
            DepthwiseConstraint = optional depthwiseConstraint
            BiasConstraint = optional biasConstraint
        }

    /// <summary>Convolution in which each channel has kernels of its own.</summary>
    /// <remarks>Input (batch, rows, columns, channels), output (batch, rows, columns, channels · depthMultiplier). Weights: kernel
    /// (kh, kw, channels, depthMultiplier), bias (channels · depthMultiplier).</remarks>
    /// <param name="kernelSize">The size of the window, one number or one for each spatial axis; above 0.</param>
    /// <param name="strides">How far the window moves at each step. Default: 1.</param>
    /// <param name="padding">What a window does at the border: "valid" or "same". Default: "valid".</param>
    /// <param name="depthMultiplier">How many kernels a channel has; above 0. Default: 1.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="dilationRate">The distance between the cells of the window; not with strides above 1. Default: 1.</param>
    /// <param name="activation">Applied to the result. Default: linear.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="depthwiseInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="depthwiseRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on the output, per sample. Default: none.</param>
    /// <param name="depthwiseConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member DepthwiseConv2D
        (
            kernelSize: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt; Or(1)>] depthMultiplier: int,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] dilationRate: Sizes | null,
            [<Opt>] activation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] depthwiseInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] depthwiseRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] depthwiseConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "DepthwiseConv2D"
        positive where "depth_multiplier" depthMultiplier
        let kernelSize = kernelSize.For(where, "kernel_size", 2)
        let strides = (strides |> orElse (Sizes [ 1 ])).For(where, "strides", 2)

        let dilationRate =
            (dilationRate |> orElse (Sizes [ 1 ])).For(where, "dilation_rate", 2)

        let padding = padding |> orElse Padding.Valid
        allPositive where "kernel_size" kernelSize
        strideOrDilation where strides dilationRate
        notCausal where padding

        layer "DepthwiseConv2D" name dtype trainable inputShape {
            DepthwiseConv.Rank = 2
            KernelSize = kernelSize
            Strides = strides
            Padding = padding
            DepthMultiplier = depthMultiplier
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            DilationRate = dilationRate
            Activation = activation |> orElse Activation.Linear
            UseBias = useBias
            DepthwiseInitializer = depthwiseInitializer |> orElse (Initializer.GlorotUniform())
            BiasInitializer = biasInitializer |> orElse Initializer.Zeros
            DepthwiseRegularizer = optional depthwiseRegularizer
            BiasRegularizer = optional biasRegularizer
            ActivityRegularizer = optional activityRegularizer
            DepthwiseConstraint = optional depthwiseConstraint
            BiasConstraint = optional biasConstraint
        }

    /// <summary>A depthwise convolution, then one of size one that mixes the channels.</summary>
    /// <remarks>Input (batch, time, channels), output (batch, time, filters). Weights: depthwise_kernel
    /// (k, channels, depthMultiplier), pointwise_kernel (1, channels · depthMultiplier, filters), bias (filters).</remarks>
    /// <param name="filters">How many channels the output has; above 0.</param>
    /// <param name="kernelSize">The size of the window, one number or one for each spatial axis; above 0.</param>
    /// <param name="strides">How far the window moves at each step. Default: 1.</param>
    /// <param name="padding">What a window does at the border: "valid" or "same". Default: "valid".</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="dilationRate">The distance between the cells of the window; not with strides above 1. Default: 1.</param>
    /// <param name="depthMultiplier">How many kernels a channel has; above 0. Default: 1.</param>
    /// <param name="activation">Applied to the result. Default: linear.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="depthwiseInitializer">First values of the depthwise kernel. Default: GlorotUniform.</param>
    /// <param name="pointwiseInitializer">First values of the pointwise kernel. Default: GlorotUniform.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="depthwiseRegularizer">A penalty on the depthwise kernel. Default: none.</param>
    /// <param name="pointwiseRegularizer">A penalty on the pointwise kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on the output, per sample. Default: none.</param>
    /// <param name="depthwiseConstraint">What the depthwise kernel is forced to be. Default: anything.</param>
    /// <param name="pointwiseConstraint">What the pointwise kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member SeparableConv1D
        (
            filters: int,
            kernelSize: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] dilationRate: Sizes | null,
            [<Opt; Or(1)>] depthMultiplier: int,
            [<Opt>] activation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] depthwiseInitializer: Initializer | null,
            [<Opt>] pointwiseInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] depthwiseRegularizer: Regularizer | null,
            [<Opt>] pointwiseRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] depthwiseConstraint: Constraint | null,
            [<Opt>] pointwiseConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "SeparableConv1D"
        positive where "filters" filters
        positive where "depth_multiplier" depthMultiplier
        let kernelSize = kernelSize.For(where, "kernel_size", 1)
        let strides = (strides |> orElse (Sizes [ 1 ])).For(where, "strides", 1)

        let dilationRate =
            (dilationRate |> orElse (Sizes [ 1 ])).For(where, "dilation_rate", 1)

        let padding = padding |> orElse Padding.Valid
        allPositive where "kernel_size" kernelSize
        strideOrDilation where strides dilationRate
        notCausal where padding

        layer "SeparableConv1D" name dtype trainable inputShape {
            SeparableConv.Rank = 1
            Filters = filters
            KernelSize = kernelSize
            Strides = strides
            Padding = padding
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            DilationRate = dilationRate
            DepthMultiplier = depthMultiplier
            Activation = activation |> orElse Activation.Linear
            UseBias = useBias
            DepthwiseInitializer = depthwiseInitializer |> orElse (Initializer.GlorotUniform())
            PointwiseInitializer = pointwiseInitializer |> orElse (Initializer.GlorotUniform())
            BiasInitializer = biasInitializer |> orElse Initializer.Zeros
            DepthwiseRegularizer = optional depthwiseRegularizer
            PointwiseRegularizer = optional pointwiseRegularizer
            BiasRegularizer = optional biasRegularizer
            ActivityRegularizer = optional activityRegularizer
            DepthwiseConstraint = optional depthwiseConstraint
            PointwiseConstraint = optional pointwiseConstraint
            BiasConstraint = optional biasConstraint
        }

    /// <summary>A depthwise convolution, then one of size one that mixes the channels.</summary>
    /// <remarks>Input (batch, rows, columns, channels), output (batch, rows, columns, filters). Weights: depthwise_kernel
    /// (kh, kw, channels, depthMultiplier), pointwise_kernel (1, 1, channels · depthMultiplier, filters), bias (filters).</remarks>
    /// <param name="filters">How many channels the output has; above 0.</param>
    /// <param name="kernelSize">The size of the window, one number or one for each spatial axis; above 0.</param>
    /// <param name="strides">How far the window moves at each step. Default: 1.</param>
    /// <param name="padding">What a window does at the border: "valid" or "same". Default: "valid".</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="dilationRate">The distance between the cells of the window; not with strides above 1. Default: 1.</param>
    /// <param name="depthMultiplier">How many kernels a channel has; above 0. Default: 1.</param>
    /// <param name="activation">Applied to the result. Default: linear.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="depthwiseInitializer">First values of the depthwise kernel. Default: GlorotUniform.</param>
    /// <param name="pointwiseInitializer">First values of the pointwise kernel. Default: GlorotUniform.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="depthwiseRegularizer">A penalty on the depthwise kernel. Default: none.</param>
    /// <param name="pointwiseRegularizer">A penalty on the pointwise kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on the output, per sample. Default: none.</param>
    /// <param name="depthwiseConstraint">What the depthwise kernel is forced to be. Default: anything.</param>
    /// <param name="pointwiseConstraint">What the pointwise kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member SeparableConv2D
        (
            filters: int,
            kernelSize: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] dilationRate: Sizes | null,
            [<Opt; Or(1)>] depthMultiplier: int,
            [<Opt>] activation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] depthwiseInitializer: Initializer | null,
            [<Opt>] pointwiseInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] depthwiseRegularizer: Regularizer | null,
            [<Opt>] pointwiseRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] depthwiseConstraint: Constraint | null,
            [<Opt>] pointwiseConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "SeparableConv2D"
        positive where "filters" filters
        positive where "depth_multiplier" depthMultiplier
        let kernelSize = kernelSize.For(where, "kernel_size", 2)
        let strides = (strides |> orElse (Sizes [ 1 ])).For(where, "strides", 2)

        let dilationRate =
            (dilationRate |> orElse (Sizes [ 1 ])).For(where, "dilation_rate", 2)

        let padding = padding |> orElse Padding.Valid
        allPositive where "kernel_size" kernelSize
        strideOrDilation where strides dilationRate
        notCausal where padding

        layer "SeparableConv2D" name dtype trainable inputShape {
            SeparableConv.Rank = 2
            Filters = filters
            KernelSize = kernelSize
            Strides = strides
            Padding = padding
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            DilationRate = dilationRate
            DepthMultiplier = depthMultiplier
            Activation = activation |> orElse Activation.Linear
            UseBias = useBias
            DepthwiseInitializer = depthwiseInitializer |> orElse (Initializer.GlorotUniform())
            PointwiseInitializer = pointwiseInitializer |> orElse (Initializer.GlorotUniform())
            BiasInitializer = biasInitializer |> orElse Initializer.Zeros
            DepthwiseRegularizer = optional depthwiseRegularizer
            PointwiseRegularizer = optional pointwiseRegularizer
            BiasRegularizer = optional biasRegularizer
            ActivityRegularizer = optional activityRegularizer
            DepthwiseConstraint = optional depthwiseConstraint
            PointwiseConstraint = optional pointwiseConstraint
            BiasConstraint = optional biasConstraint
        }

    /// <summary>The reverse of a convolution: the output is larger where the convolution's would be smaller.</summary>
    /// <remarks>Input (batch, time, channels), output (batch, time, filters). Weights: kernel
    /// (k, filters, channels), bias (filters).</remarks>
    /// <param name="filters">How many channels the output has; above 0.</param>
    /// <param name="kernelSize">The size of the window, one number or one for each spatial axis; above 0.</param>
    /// <param name="strides">How far the window moves at each step. Default: 1.</param>
    /// <param name="padding">What a window does at the border: "valid" or "same". Default: "valid".</param>
    /// <param name="outputPadding">Cells added at the end of each axis, fewer than the strides. Default: as Keras chooses.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="dilationRate">The distance between the cells of the window; not with strides above 1. Default: 1.</param>
    /// <param name="activation">Applied to the result. Default: linear.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on the output, per sample. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Conv1DTranspose
        (
            filters: int,
            kernelSize: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] outputPadding: Sizes | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] dilationRate: Sizes | null,
            [<Opt>] activation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "Conv1DTranspose"
        positive where "filters" filters
        let kernelSize = kernelSize.For(where, "kernel_size", 1)
        let strides = (strides |> orElse (Sizes [ 1 ])).For(where, "strides", 1)

        let dilationRate =
            (dilationRate |> orElse (Sizes [ 1 ])).For(where, "dilation_rate", 1)

        let padding = padding |> orElse Padding.Valid
        allPositive where "kernel_size" kernelSize
        strideOrDilation where strides dilationRate
        notCausal where padding

        let outputPadding =
            outputPadding |> optional |> Option.map _.For(where, "output_padding", 1)

        match outputPadding with
        | Some extra when List.exists2 (fun e s -> e < 0 || e >= s) extra strides ->
            refuse
                where
                $"output_padding from 0 to below the strides %A{strides}"
                $"%A{extra}"
                "outputPadding: null"
        | _ -> ()

        layer "Conv1DTranspose" name dtype trainable inputShape {
            ConvTranspose.Rank = 1
            Filters = filters
            KernelSize = kernelSize
            Strides = strides
            Padding = padding
            OutputPadding = outputPadding
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            DilationRate = dilationRate
            Activation = activation |> orElse Activation.Linear
            UseBias = useBias
            KernelInitializer = kernelInitializer |> orElse (Initializer.GlorotUniform())
            BiasInitializer = biasInitializer |> orElse Initializer.Zeros
            KernelRegularizer = optional kernelRegularizer
            BiasRegularizer = optional biasRegularizer
            ActivityRegularizer = optional activityRegularizer
            KernelConstraint = optional kernelConstraint
            BiasConstraint = optional biasConstraint
        }

    /// <summary>The reverse of a convolution: the output is larger where the convolution's would be smaller.</summary>
    /// <remarks>Input (batch, rows, columns, channels), output (batch, rows, columns, filters). Weights: kernel
    /// (kh, kw, filters, channels), bias (filters).</remarks>
    /// <param name="filters">How many channels the output has; above 0.</param>
    /// <param name="kernelSize">The size of the window, one number or one for each spatial axis; above 0.</param>
    /// <param name="strides">How far the window moves at each step. Default: 1.</param>
    /// <param name="padding">What a window does at the border: "valid" or "same". Default: "valid".</param>
    /// <param name="outputPadding">Cells added at the end of each axis, fewer than the strides. Default: as Keras chooses.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="dilationRate">The distance between the cells of the window; not with strides above 1. Default: 1.</param>
    /// <param name="activation">Applied to the result. Default: linear.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on the output, per sample. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Conv2DTranspose
        (
            filters: int,
            kernelSize: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] outputPadding: Sizes | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] dilationRate: Sizes | null,
            [<Opt>] activation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "Conv2DTranspose"
        positive where "filters" filters
        let kernelSize = kernelSize.For(where, "kernel_size", 2)
        let strides = (strides |> orElse (Sizes [ 1 ])).For(where, "strides", 2)

        let dilationRate =
            (dilationRate |> orElse (Sizes [ 1 ])).For(where, "dilation_rate", 2)

        let padding = padding |> orElse Padding.Valid
        allPositive where "kernel_size" kernelSize
        strideOrDilation where strides dilationRate
        notCausal where padding

        let outputPadding =
            outputPadding |> optional |> Option.map _.For(where, "output_padding", 2)

        match outputPadding with
        | Some extra when List.exists2 (fun e s -> e < 0 || e >= s) extra strides ->
            refuse
                where
                $"output_padding from 0 to below the strides %A{strides}"
                $"%A{extra}"
                "outputPadding: null"
        | _ -> ()

        layer "Conv2DTranspose" name dtype trainable inputShape {
            ConvTranspose.Rank = 2
            Filters = filters
            KernelSize = kernelSize
            Strides = strides
            Padding = padding
            OutputPadding = outputPadding
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            DilationRate = dilationRate
            Activation = activation |> orElse Activation.Linear
            UseBias = useBias
            KernelInitializer = kernelInitializer |> orElse (Initializer.GlorotUniform())
            BiasInitializer = biasInitializer |> orElse Initializer.Zeros
            KernelRegularizer = optional kernelRegularizer
            BiasRegularizer = optional biasRegularizer
            ActivityRegularizer = optional activityRegularizer
            KernelConstraint = optional kernelConstraint
            BiasConstraint = optional biasConstraint
        }

    /// <summary>The reverse of a convolution: the output is larger where the convolution's would be smaller.</summary>
    /// <remarks>Input (batch, depth, rows, columns, channels), output (batch, depth, rows, columns, filters). Weights: kernel
    /// (kd, kh, kw, filters, channels), bias (filters).</remarks>
    /// <param name="filters">How many channels the output has; above 0.</param>
    /// <param name="kernelSize">The size of the window, one number or one for each spatial axis; above 0.</param>
    /// <param name="strides">How far the window moves at each step. Default: 1.</param>
    /// <param name="padding">What a window does at the border: "valid" or "same". Default: "valid".</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="outputPadding">Cells added at the end of each axis, fewer than the strides. Default: as Keras chooses.</param>
    /// <param name="dilationRate">The distance between the cells of the window; not with strides above 1. Default: 1.</param>
    /// <param name="activation">Applied to the result. Default: linear.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on the output, per sample. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Conv3DTranspose
        (
            filters: int,
            kernelSize: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] outputPadding: Sizes | null,
            [<Opt>] dilationRate: Sizes | null,
            [<Opt>] activation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "Conv3DTranspose"
        positive where "filters" filters
        let kernelSize = kernelSize.For(where, "kernel_size", 3)
        let strides = (strides |> orElse (Sizes [ 1 ])).For(where, "strides", 3)

        let dilationRate =
            (dilationRate |> orElse (Sizes [ 1 ])).For(where, "dilation_rate", 3)

        let padding = padding |> orElse Padding.Valid
        allPositive where "kernel_size" kernelSize
        strideOrDilation where strides dilationRate
        notCausal where padding

        let outputPadding =
            outputPadding |> optional |> Option.map _.For(where, "output_padding", 3)

        match outputPadding with
        | Some extra when List.exists2 (fun e s -> e < 0 || e >= s) extra strides ->
            refuse
                where
                $"output_padding from 0 to below the strides %A{strides}"
                $"%A{extra}"
                "outputPadding: null"
        | _ -> ()

        layer "Conv3DTranspose" name dtype trainable inputShape {
            ConvTranspose.Rank = 3
            Filters = filters
            KernelSize = kernelSize
            Strides = strides
            Padding = padding
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            OutputPadding = outputPadding
            DilationRate = dilationRate
            Activation = activation |> orElse Activation.Linear
            UseBias = useBias
            KernelInitializer = kernelInitializer |> orElse (Initializer.GlorotUniform())
            BiasInitializer = biasInitializer |> orElse Initializer.Zeros
            KernelRegularizer = optional kernelRegularizer
            BiasRegularizer = optional biasRegularizer
            ActivityRegularizer = optional activityRegularizer
            KernelConstraint = optional kernelConstraint
            BiasConstraint = optional biasConstraint
        }

    /// <summary>The greatest value of each window.</summary>
    /// <remarks>Input (batch, time, channels), output the same with fewer steps. No weights.</remarks>
    /// <param name="poolSize">The size of the window. Default: 2.</param>
    /// <param name="strides">How far the window moves. Default: its size.</param>
    /// <param name="padding">What a window does at the border: "valid" or "same". Default: "valid".</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member MaxPooling1D
        (
            [<Opt>] poolSize: Sizes | null,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "MaxPooling1D"
        let poolSize = (poolSize |> orElse (Sizes [ 2 ])).For(where, "pool_size", 1)

        let strides =
            match strides with
            | null -> poolSize
            | strides -> strides.For(where, "strides", 1)

        let padding = padding |> orElse Padding.Valid
        allPositive where "pool_size" poolSize
        allPositive where "strides" strides
        notCausal where padding

        layer "MaxPooling1D" name dtype trainable inputShape {
            MaxPooling.Rank = 1
            PoolSize = poolSize
            Strides = strides
            Padding = padding
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>The greatest value of each window.</summary>
    /// <remarks>Input (batch, rows, columns, channels), output the same with fewer steps. No weights.</remarks>
    /// <param name="poolSize">The size of the window. Default: 2.</param>
    /// <param name="strides">How far the window moves. Default: its size.</param>
    /// <param name="padding">What a window does at the border: "valid" or "same". Default: "valid".</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member MaxPooling2D
        (
            [<Opt>] poolSize: Sizes | null,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "MaxPooling2D"
        let poolSize = (poolSize |> orElse (Sizes [ 2 ])).For(where, "pool_size", 2)

        let strides =
            match strides with
            | null -> poolSize
            | strides -> strides.For(where, "strides", 2)

        let padding = padding |> orElse Padding.Valid
        allPositive where "pool_size" poolSize
        allPositive where "strides" strides
        notCausal where padding

        layer "MaxPooling2D" name dtype trainable inputShape {
            MaxPooling.Rank = 2
            PoolSize = poolSize
            Strides = strides
            Padding = padding
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>The greatest value of each window.</summary>
    /// <remarks>Input (batch, depth, rows, columns, channels), output the same with fewer steps. No weights.</remarks>
    /// <param name="poolSize">The size of the window. Default: 2.</param>
    /// <param name="strides">How far the window moves. Default: its size.</param>
    /// <param name="padding">What a window does at the border: "valid" or "same". Default: "valid".</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member MaxPooling3D
        (
            [<Opt>] poolSize: Sizes | null,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "MaxPooling3D"
        let poolSize = (poolSize |> orElse (Sizes [ 2 ])).For(where, "pool_size", 3)

        let strides =
            match strides with
            | null -> poolSize
            | strides -> strides.For(where, "strides", 3)

        let padding = padding |> orElse Padding.Valid
        allPositive where "pool_size" poolSize
        allPositive where "strides" strides
        notCausal where padding

        layer "MaxPooling3D" name dtype trainable inputShape {
            MaxPooling.Rank = 3
            PoolSize = poolSize
            Strides = strides
            Padding = padding
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>The mean of each window. Padding does not count.</summary>
    /// <remarks>Input (batch, time, channels), output the same with fewer steps. No weights.</remarks>
    /// <param name="poolSize">The size of the window; above 0.</param>
    /// <param name="strides">How far the window moves. Default: its size.</param>
    /// <param name="padding">What a window does at the border: "valid" or "same". Default: "valid".</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member AveragePooling1D
        (
            poolSize: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "AveragePooling1D"
        let poolSize = poolSize.For(where, "pool_size", 1)

        let strides =
            match strides with
            | null -> poolSize
            | strides -> strides.For(where, "strides", 1)

        let padding = padding |> orElse Padding.Valid
        allPositive where "pool_size" poolSize
        allPositive where "strides" strides
        notCausal where padding

        layer "AveragePooling1D" name dtype trainable inputShape {
            AveragePooling.Rank = 1
            PoolSize = poolSize
            Strides = strides
            Padding = padding
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>The mean of each window. Padding does not count.</summary>
    /// <remarks>Input (batch, rows, columns, channels), output the same with fewer steps. No weights.</remarks>
    /// <param name="poolSize">The size of the window; above 0.</param>
    /// <param name="strides">How far the window moves. Default: its size.</param>
    /// <param name="padding">What a window does at the border: "valid" or "same". Default: "valid".</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member AveragePooling2D
        (
            poolSize: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "AveragePooling2D"
        let poolSize = poolSize.For(where, "pool_size", 2)

        let strides =
            match strides with
            | null -> poolSize
            | strides -> strides.For(where, "strides", 2)

        let padding = padding |> orElse Padding.Valid
        allPositive where "pool_size" poolSize
        allPositive where "strides" strides
        notCausal where padding

        layer "AveragePooling2D" name dtype trainable inputShape {
            AveragePooling.Rank = 2
            PoolSize = poolSize
            Strides = strides
            Padding = padding
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>The mean of each window. Padding does not count.</summary>
    /// <remarks>Input (batch, depth, rows, columns, channels), output the same with fewer steps. No weights.</remarks>
    /// <param name="poolSize">The size of the window; above 0.</param>
    /// <param name="strides">How far the window moves. Default: its size.</param>
    /// <param name="padding">What a window does at the border: "valid" or "same". Default: "valid".</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member AveragePooling3D
        (
            poolSize: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "AveragePooling3D"
        let poolSize = poolSize.For(where, "pool_size", 3)

        let strides =
            match strides with
            | null -> poolSize
            | strides -> strides.For(where, "strides", 3)

        let padding = padding |> orElse Padding.Valid
        allPositive where "pool_size" poolSize
        allPositive where "strides" strides
        notCausal where padding

        layer "AveragePooling3D" name dtype trainable inputShape {
            AveragePooling.Rank = 3
            PoolSize = poolSize
            Strides = strides
            Padding = padding
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>The greatest value of each channel.</summary>
    /// <remarks>Input (batch, time, channels), output (batch, channels). No weights.</remarks>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="keepdims">Whether the axes stay, with size one. Default: false.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member GlobalMaxPooling1D
        (
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt; Or(false)>] keepdims: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "GlobalMaxPooling1D" name dtype trainable inputShape {
            GlobalMaxPooling.Rank = 1
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            Keepdims = keepdims
        }

    /// <summary>The greatest value of each channel.</summary>
    /// <remarks>Input (batch, rows, columns, channels), output (batch, channels). No weights.</remarks>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="keepdims">Whether the axes stay, with size one. Default: false.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member GlobalMaxPooling2D
        (
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt; Or(false)>] keepdims: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "GlobalMaxPooling2D" name dtype trainable inputShape {
            GlobalMaxPooling.Rank = 2
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            Keepdims = keepdims
        }

    /// <summary>The greatest value of each channel.</summary>
    /// <remarks>Input (batch, depth, rows, columns, channels), output (batch, channels). No weights.</remarks>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="keepdims">Whether the axes stay, with size one. Default: false.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member GlobalMaxPooling3D
        (
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt; Or(false)>] keepdims: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "GlobalMaxPooling3D" name dtype trainable inputShape {
            GlobalMaxPooling.Rank = 3
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            Keepdims = keepdims
        }

    /// <summary>The mean of each channel, over the steps that count.</summary>
    /// <remarks>Input (batch, time, channels), output (batch, channels). No weights.</remarks>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="keepdims">Whether the axes stay, with size one. Default: false.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member GlobalAveragePooling1D
        (
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt; Or(false)>] keepdims: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "GlobalAveragePooling1D" name dtype trainable inputShape {
            GlobalAveragePooling.Rank = 1
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            Keepdims = keepdims
        }

    /// <summary>The mean of each channel.</summary>
    /// <remarks>Input (batch, rows, columns, channels), output (batch, channels). No weights.</remarks>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="keepdims">Whether the axes stay, with size one. Default: false.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member GlobalAveragePooling2D
        (
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt; Or(false)>] keepdims: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "GlobalAveragePooling2D" name dtype trainable inputShape {
            GlobalAveragePooling.Rank = 2
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            Keepdims = keepdims
        }

    /// <summary>The mean of each channel.</summary>
    /// <remarks>Input (batch, depth, rows, columns, channels), output (batch, channels). No weights.</remarks>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="keepdims">Whether the axes stay, with size one. Default: false.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member GlobalAveragePooling3D
        (
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt; Or(false)>] keepdims: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "GlobalAveragePooling3D" name dtype trainable inputShape {
            GlobalAveragePooling.Rank = 3
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            Keepdims = keepdims
        }

    /// <summary>As many cells as wanted, each the mean of its part of the input.</summary>
    /// <remarks>Input (batch, time, channels) of known size, output (batch, outputSize, channels). No weights.</remarks>
    /// <param name="outputSize">How many cells each spatial axis has in the output; above 0.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member AdaptiveAveragePooling1D
        (
            outputSize: Sizes,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let cells = outputSize.For("AdaptiveAveragePooling1D", "output_size", 1)
        allPositive "AdaptiveAveragePooling1D" "output_size" cells

        layer "AdaptiveAveragePooling1D" name dtype trainable inputShape {
            AdaptiveAveragePooling.Rank = 1
            OutputSize = cells
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>As many cells as wanted, each the mean of its part of the input.</summary>
    /// <remarks>Input (batch, rows, columns, channels) of known size, output (batch, outputSize, channels). No weights.</remarks>
    /// <param name="outputSize">How many cells each spatial axis has in the output; above 0.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member AdaptiveAveragePooling2D
        (
            outputSize: Sizes,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let cells = outputSize.For("AdaptiveAveragePooling2D", "output_size", 2)
        allPositive "AdaptiveAveragePooling2D" "output_size" cells

        layer "AdaptiveAveragePooling2D" name dtype trainable inputShape {
            AdaptiveAveragePooling.Rank = 2
            OutputSize = cells
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>As many cells as wanted, each the mean of its part of the input.</summary>
    /// <remarks>Input (batch, depth, rows, columns, channels) of known size, output (batch, outputSize, channels). No weights.</remarks>
    /// <param name="outputSize">How many cells each spatial axis has in the output; above 0.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member AdaptiveAveragePooling3D
        (
            outputSize: Sizes,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let cells = outputSize.For("AdaptiveAveragePooling3D", "output_size", 3)
        allPositive "AdaptiveAveragePooling3D" "output_size" cells

        layer "AdaptiveAveragePooling3D" name dtype trainable inputShape {
            AdaptiveAveragePooling.Rank = 3
            OutputSize = cells
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>As many cells as wanted, each the greatest value of its part of the input.</summary>
    /// <remarks>Input (batch, time, channels) of known size, output (batch, outputSize, channels). No weights.</remarks>
    /// <param name="outputSize">How many cells each spatial axis has in the output; above 0.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member AdaptiveMaxPooling1D
        (
            outputSize: Sizes,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let cells = outputSize.For("AdaptiveMaxPooling1D", "output_size", 1)
        allPositive "AdaptiveMaxPooling1D" "output_size" cells

        layer "AdaptiveMaxPooling1D" name dtype trainable inputShape {
            AdaptiveMaxPooling.Rank = 1
            OutputSize = cells
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>As many cells as wanted, each the greatest value of its part of the input.</summary>
    /// <remarks>Input (batch, rows, columns, channels) of known size, output (batch, outputSize, channels). No weights.</remarks>
    /// <param name="outputSize">How many cells each spatial axis has in the output; above 0.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member AdaptiveMaxPooling2D
        (
            outputSize: Sizes,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let cells = outputSize.For("AdaptiveMaxPooling2D", "output_size", 2)
        allPositive "AdaptiveMaxPooling2D" "output_size" cells

        layer "AdaptiveMaxPooling2D" name dtype trainable inputShape {
            AdaptiveMaxPooling.Rank = 2
            OutputSize = cells
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>As many cells as wanted, each the greatest value of its part of the input.</summary>
    /// <remarks>Input (batch, depth, rows, columns, channels) of known size, output (batch, outputSize, channels). No weights.</remarks>
    /// <param name="outputSize">How many cells each spatial axis has in the output; above 0.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member AdaptiveMaxPooling3D
        (
            outputSize: Sizes,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let cells = outputSize.For("AdaptiveMaxPooling3D", "output_size", 3)
        allPositive "AdaptiveMaxPooling3D" "output_size" cells

        layer "AdaptiveMaxPooling3D" name dtype trainable inputShape {
            AdaptiveMaxPooling.Rank = 3
            OutputSize = cells
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Adds zeros at the border.</summary>
    /// <remarks>Input (batch, time, channels), output the same and longer. No weights.</remarks>
    /// <param name="padding">How many before and after each axis. Default: 1.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member ZeroPadding1D
        (
            [<Opt>] padding: Margins | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let padding =
            padding |> orElse (Margins [ 1, 1 ]) |> marginsOf "ZeroPadding1D" "padding" 1

        layer "ZeroPadding1D" name dtype trainable inputShape {
            ZeroPadding.Rank = 1
            Padding = padding
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Adds zeros at the border.</summary>
    /// <remarks>Input (batch, rows, columns, channels), output the same and longer. No weights.</remarks>
    /// <param name="padding">How many before and after each axis. Default: 1.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member ZeroPadding2D
        (
            [<Opt>] padding: Margins | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let padding =
            padding |> orElse (Margins [ 1, 1 ]) |> marginsOf "ZeroPadding2D" "padding" 2

        layer "ZeroPadding2D" name dtype trainable inputShape {
            ZeroPadding.Rank = 2
            Padding = padding
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Adds zeros at the border.</summary>
    /// <remarks>Input (batch, depth, rows, columns, channels), output the same and longer. No weights.</remarks>
    /// <param name="padding">How many before and after each axis. Default: 1.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member ZeroPadding3D
        (
            [<Opt>] padding: Margins | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let padding =
            padding |> orElse (Margins [ 1, 1 ]) |> marginsOf "ZeroPadding3D" "padding" 3

        layer "ZeroPadding3D" name dtype trainable inputShape {
            ZeroPadding.Rank = 3
            Padding = padding
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Cuts cells off at the border.</summary>
    /// <remarks>Input (batch, time, channels), output the same and shorter. No weights.</remarks>
    /// <param name="cropping">How many before and after each axis. Default: 1.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Cropping1D
        (
            [<Opt>] cropping: Margins | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let cropping =
            cropping |> orElse (Margins [ 1, 1 ]) |> marginsOf "Cropping1D" "cropping" 1

        layer "Cropping1D" name dtype trainable inputShape {
            Cropping.Rank = 1
            DataFormat = DataFormat.ChannelsLast
            Cropping = cropping
        }

    /// <summary>Cuts cells off at the border.</summary>
    /// <remarks>Input (batch, rows, columns, channels), output the same and shorter. No weights.</remarks>
    /// <param name="cropping">How many before and after each axis. Default: 0.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Cropping2D
        (
            [<Opt>] cropping: Margins | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let cropping =
            cropping |> orElse (Margins [ 0, 0 ]) |> marginsOf "Cropping2D" "cropping" 2

        layer "Cropping2D" name dtype trainable inputShape {
            Cropping.Rank = 2
            Cropping = cropping
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Cuts cells off at the border.</summary>
    /// <remarks>Input (batch, depth, rows, columns, channels), output the same and shorter. No weights.</remarks>
    /// <param name="cropping">How many before and after each axis. Default: 1.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Cropping3D
        (
            [<Opt>] cropping: Margins | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let cropping =
            cropping |> orElse (Margins [ 1, 1 ]) |> marginsOf "Cropping3D" "cropping" 3

        layer "Cropping3D" name dtype trainable inputShape {
            Cropping.Rank = 3
            Cropping = cropping
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Makes the spatial axes longer by whole numbers.</summary>
    /// <remarks>Input (batch, time, channels), output the same and longer. No weights.</remarks>
    /// <param name="size">How much longer each axis becomes. Default: 2.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member UpSampling1D
        (
            [<Opt>] size: Sizes | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let sizes = (size |> orElse (Sizes [ 2 ])).For("UpSampling1D", "size", 1)
        allPositive "UpSampling1D" "size" sizes

        layer "UpSampling1D" name dtype trainable inputShape {
            UpSampling.Rank = 1
            DataFormat = DataFormat.ChannelsLast
            Interpolation = Nearest
            Size = sizes
        }

    /// <summary>Makes the spatial axes longer by whole numbers.</summary>
    /// <remarks>Input (batch, rows, columns, channels), output the same and longer. No weights.</remarks>
    /// <param name="size">How much longer each axis becomes. Default: 2.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="interpolation">What comes between: "nearest", "bilinear", "bicubic", "lanczos3" or "lanczos5"; all but the first two want known sizes. Default: "nearest".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member UpSampling2D
        (
            [<Opt>] size: Sizes | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt; Or("nearest")>] interpolation: string,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let sizes = (size |> orElse (Sizes [ 2 ])).For("UpSampling2D", "size", 2)
        allPositive "UpSampling2D" "size" sizes

        layer "UpSampling2D" name dtype trainable inputShape {
            UpSampling.Rank = 2
            Size = sizes
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
            Interpolation = Interpolation.parse "UpSampling2D" interpolation
        }

    /// <summary>Makes the spatial axes longer by whole numbers.</summary>
    /// <remarks>Input (batch, depth, rows, columns, channels), output the same and longer. No weights.</remarks>
    /// <param name="size">How much longer each axis becomes. Default: 2.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member UpSampling3D
        (
            [<Opt>] size: Sizes | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let sizes = (size |> orElse (Sizes [ 2 ])).For("UpSampling3D", "size", 3)
        allPositive "UpSampling3D" "size" sizes

        layer "UpSampling3D" name dtype trainable inputShape {
            UpSampling.Rank = 3
            Interpolation = Nearest
            Size = sizes
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>gamma · (x - mean) / sqrt(variance + epsilon) + beta, by the batch's statistics in training and moving ones in inference.</summary>
    /// <remarks>Output: the shape of the input. A frozen layer uses the moving statistics in training too. Weights of (channels):
    /// gamma, beta, and not trained moving_mean, moving_variance. Ioffe and Szegedy, 2015.</remarks>
    /// <param name="axis">The axis of the channels. Default: -1.</param>
    /// <param name="momentum">How much of the moving statistics stays at each step. Default: 0.99.</param>
    /// <param name="epsilon">Added to the variance. Default: 0.001.</param>
    /// <param name="center">Whether beta is added. Default: true.</param>
    /// <param name="scale">Whether the result is multiplied by gamma. Default: true.</param>
    /// <param name="betaInitializer">First values of beta. Default: zeros.</param>
    /// <param name="gammaInitializer">First values of gamma. Default: ones.</param>
    /// <param name="movingMeanInitializer">First values of the moving mean. Default: zeros.</param>
    /// <param name="movingVarianceInitializer">First values of the moving variance. Default: ones.</param>
    /// <param name="betaRegularizer">A penalty on the shift beta. Default: none.</param>
    /// <param name="gammaRegularizer">A penalty on the scale gamma. Default: none.</param>
    /// <param name="betaConstraint">What the shift beta is forced to be. Default: anything.</param>
    /// <param name="gammaConstraint">What the scale gamma is forced to be. Default: anything.</param>
    /// <param name="renorm">Batch renormalization: in training the result is brought near that of moving statistics. Ioffe, 2017. Default: false.</param>
    /// <param name="renormClipping">Limits by name: "rmin" and "rmax" of the scale, "dmax" of the shift. Default: none.</param>
    /// <param name="renormMomentum">How slowly the statistics move that a batch is compared with. Default: 0.99.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member BatchNormalization
        (
            [<Opt; Or(-1)>] axis: int,
            [<Opt; Or(0.99)>] momentum: float,
            [<Opt; Or(0.001)>] epsilon: float,
            [<Opt; Or(true)>] center: bool,
            [<Opt; Or(true)>] scale: bool,
            [<Opt>] betaInitializer: Initializer | null,
            [<Opt>] gammaInitializer: Initializer | null,
            [<Opt>] movingMeanInitializer: Initializer | null,
            [<Opt>] movingVarianceInitializer: Initializer | null,
            [<Opt>] betaRegularizer: Regularizer | null,
            [<Opt>] gammaRegularizer: Regularizer | null,
            [<Opt>] betaConstraint: Constraint | null,
            [<Opt>] gammaConstraint: Constraint | null,
            [<Opt; Or(false)>] renorm: bool,
            [<Opt>] renormClipping: IReadOnlyDictionary<string, float> | null,
            [<Opt; Or(0.99)>] renormMomentum: float,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        aboveZero "BatchNormalization" "epsilon" epsilon
        Checks.rate "BatchNormalization" "momentum" momentum

        Checks.rate "BatchNormalization" "renorm_momentum" renormMomentum

        let clipping =
            optional renormClipping
            |> Option.map (fun given -> Map [ for KeyValue(name, value) in given -> name, value ])

        for KeyValue(name, _) in clipping |> Option.defaultValue Map.empty do
            if not (List.contains name [ "rmin"; "rmax"; "dmax" ]) then
                refuseWord "BatchNormalization" "renorm_clipping" name [ "rmin"; "rmax"; "dmax" ]

        layer "BatchNormalization" name dtype trainable inputShape {
            BatchNormalization.Axis = axis
            Momentum = momentum
            Epsilon = epsilon
            Center = center
            Scale = scale
            BetaInitializer = betaInitializer |> orElse Initializer.Zeros
            GammaInitializer = gammaInitializer |> orElse Initializer.Ones
            MovingMeanInitializer = movingMeanInitializer |> orElse Initializer.Zeros
            MovingVarianceInitializer = movingVarianceInitializer |> orElse Initializer.Ones
            BetaRegularizer = optional betaRegularizer
            GammaRegularizer = optional gammaRegularizer
            BetaConstraint = optional betaConstraint
            GammaConstraint = optional gammaConstraint
            Renorm = renorm
            RenormClipping = clipping
            RenormMomentum = renormMomentum
        }

    /// <summary>gamma · (x - mean) / sqrt(variance + epsilon) + beta, by each sample's own statistics over the axes.</summary>
    /// <remarks>Output: the shape of the input. Weights, of the shape of the normalized axes: gamma, beta. Ba et al., 2016.</remarks>
    /// <param name="axis">The axis, or several, that is normalized. Default: -1.</param>
    /// <param name="epsilon">Added to the variance. Default: 0.001.</param>
    /// <param name="center">Whether beta is added. Default: true.</param>
    /// <param name="scale">Whether the result is multiplied by gamma. Default: true.</param>
    /// <param name="betaInitializer">First values of beta. Default: zeros.</param>
    /// <param name="gammaInitializer">First values of gamma. Default: ones.</param>
    /// <param name="betaRegularizer">A penalty on the shift beta. Default: none.</param>
    /// <param name="gammaRegularizer">A penalty on the scale gamma. Default: none.</param>
    /// <param name="betaConstraint">What the shift beta is forced to be. Default: anything.</param>
    /// <param name="gammaConstraint">What the scale gamma is forced to be. Default: anything.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member LayerNormalization
        (
            [<Opt>] axis: Axes | null,
            [<Opt; Or(0.001)>] epsilon: float,
            [<Opt; Or(true)>] center: bool,
            [<Opt; Or(true)>] scale: bool,
            [<Opt>] betaInitializer: Initializer | null,
            [<Opt>] gammaInitializer: Initializer | null,
            [<Opt>] betaRegularizer: Regularizer | null,
            [<Opt>] gammaRegularizer: Regularizer | null,
            [<Opt>] betaConstraint: Constraint | null,
            [<Opt>] gammaConstraint: Constraint | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        aboveZero "LayerNormalization" "epsilon" epsilon

        precise "LayerNormalization" name dtype trainable inputShape {
            LayerNormalization.Axis = (axis |> orElse (Axes [ -1 ])).Values
            Epsilon = epsilon
            Center = center
            Scale = scale
            BetaInitializer = betaInitializer |> orElse Initializer.Zeros
            GammaInitializer = gammaInitializer |> orElse Initializer.Ones
            BetaRegularizer = optional betaRegularizer
            GammaRegularizer = optional gammaRegularizer
            BetaConstraint = optional betaConstraint
            GammaConstraint = optional gammaConstraint
        }

    /// <summary>Normalizes groups of channels by each sample's own statistics.</summary>
    /// <remarks>Output: the shape of the input. Weights of (channels): gamma, beta. Wu and He, 2018.</remarks>
    /// <param name="groups">How many groups; -1 makes one of each channel. Default: 32.</param>
    /// <param name="axis">The axis of the channels. Default: -1.</param>
    /// <param name="epsilon">Added to the variance. Default: 0.001.</param>
    /// <param name="center">Whether beta is added. Default: true.</param>
    /// <param name="scale">Whether the result is multiplied by gamma. Default: true.</param>
    /// <param name="betaInitializer">First values of beta. Default: zeros.</param>
    /// <param name="gammaInitializer">First values of gamma. Default: ones.</param>
    /// <param name="betaRegularizer">A penalty on the shift beta. Default: none.</param>
    /// <param name="gammaRegularizer">A penalty on the scale gamma. Default: none.</param>
    /// <param name="betaConstraint">What the shift beta is forced to be. Default: anything.</param>
    /// <param name="gammaConstraint">What the scale gamma is forced to be. Default: anything.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member GroupNormalization
        (
            [<Opt; Or(32)>] groups: int,
            [<Opt; Or(-1)>] axis: int,
            [<Opt; Or(0.001)>] epsilon: float,
            [<Opt; Or(true)>] center: bool,
            [<Opt; Or(true)>] scale: bool,
            [<Opt>] betaInitializer: Initializer | null,
            [<Opt>] gammaInitializer: Initializer | null,
            [<Opt>] betaRegularizer: Regularizer | null,
            [<Opt>] gammaRegularizer: Regularizer | null,
            [<Opt>] betaConstraint: Constraint | null,
            [<Opt>] gammaConstraint: Constraint | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        aboveZero "GroupNormalization" "epsilon" epsilon

        if groups <> -1 then
            positive "GroupNormalization" "groups" groups

        precise "GroupNormalization" name dtype trainable inputShape {
            GroupNormalization.Groups = groups
            Axis = axis
            Epsilon = epsilon
            Center = center
            Scale = scale
            BetaInitializer = betaInitializer |> orElse Initializer.Zeros
            GammaInitializer = gammaInitializer |> orElse Initializer.Ones
            BetaRegularizer = optional betaRegularizer
            GammaRegularizer = optional gammaRegularizer
            BetaConstraint = optional betaConstraint
            GammaConstraint = optional gammaConstraint
        }

    /// <summary>scale · x / sqrt(mean(x²) + epsilon).</summary>
    /// <remarks>Output: the shape of the input. Weights: scale, of the shape of the normalized axes. Zhang and Sennrich, 2019.</remarks>
    /// <param name="axis">The axis, or several, that is normalized. Default: -1.</param>
    /// <param name="epsilon">Added to the mean of squares. Default: 1e-6.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RMSNormalization
        (
            [<Opt>] axis: Axes | null,
            [<Opt; Or(1e-6)>] epsilon: float,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        aboveZero "RMSNormalization" "epsilon" epsilon

        layer "RMSNormalization" name dtype trainable inputShape {
            RMSNormalization.Axis = (axis |> orElse (Axes [ -1 ])).Values
            Epsilon = epsilon
        }

    /// <summary>x over its length along the axes.</summary>
    /// <remarks>Output: the shape of the input. No weights.</remarks>
    /// <param name="axis">The axis, or several, along which the length becomes one. Default: -1.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member UnitNormalization
        (
            [<Opt>] axis: Axes | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "UnitNormalization" name dtype trainable inputShape {
            UnitNormalization.Axis = (axis |> orElse (Axes [ -1 ])).Values
        }

    /// <summary>The sum of the inputs, element by element.</summary>
    /// <remarks>Input: a list of symbols whose shapes broadcast. No weights.</remarks>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Add
        (
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "Add" name dtype trainable inputShape (Add())

    /// <summary>The first of two inputs minus the second.</summary>
    /// <remarks>Input: a list of symbols whose shapes broadcast. No weights.</remarks>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Subtract
        (
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "Subtract" name dtype trainable inputShape (Subtract())

    /// <summary>The product of the inputs, element by element.</summary>
    /// <remarks>Input: a list of symbols whose shapes broadcast. No weights.</remarks>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Multiply
        (
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "Multiply" name dtype trainable inputShape (Multiply())

    /// <summary>The mean of the inputs, element by element.</summary>
    /// <remarks>Input: a list of symbols whose shapes broadcast. No weights.</remarks>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Average
        (
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "Average" name dtype trainable inputShape (Average())

    /// <summary>The greatest of the inputs, element by element.</summary>
    /// <remarks>Input: a list of symbols whose shapes broadcast. No weights.</remarks>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Maximum
        (
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "Maximum" name dtype trainable inputShape (Maximum())

    /// <summary>The least of the inputs, element by element.</summary>
    /// <remarks>Input: a list of symbols whose shapes broadcast. No weights.</remarks>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Minimum
        (
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "Minimum" name dtype trainable inputShape (Minimum())

    /// <summary>The inputs one after another along an axis.</summary>
    /// <remarks>Input: a list of symbols that differ on that axis alone. No weights.</remarks>
    /// <param name="axis">The axis; the batch axis counts. Default: -1.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Concatenate
        (
            [<Opt; Or(-1)>] axis: int,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "Concatenate" name dtype trainable inputShape { Concatenate.Axis = axis }

    /// <summary>The products of two inputs along an axis of each, sample by sample.</summary>
    /// <remarks>Input: a list of two. Output (batch, the other axes of the first, of the second). No weights.</remarks>
    /// <param name="axes">The axis of both, or one of each; the batch axis counts.</param>
    /// <param name="normalize">Whether both are made of length one before: the result is the cosine. Default: false.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Dot
        (
            axes: Axes,
            [<Opt; Or(false)>] normalize: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let pair =
            match axes.Values with
            | [ one ] -> one, one
            | [ first; second ] -> first, second
            | other -> refuse "Dot" "one axis, or two" $"%A{other}" "axes: 1"

        layer "Dot" name dtype trainable inputShape {
            Dot.Axes = pair
            Normalize = normalize
        }

    /// <summary>At each step, state = activation(x · kernel + bias + state · recurrent_kernel).</summary>
    /// <remarks>Input (batch, time, features), output (batch, units) or (batch, time, units). Steps that do not count leave the state as it was.
    /// Weights: kernel (features, units), recurrent_kernel (units, units), bias (units).</remarks>
    /// <param name="units">The size of the state and of the output's last axis; above 0.</param>
    /// <param name="activation">Applied to the result. Default: tanh.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="recurrentInitializer">First values of the recurrent kernel. Default: Orthogonal.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="recurrentRegularizer">A penalty on the recurrent kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">As Keras does, it is taken and not used. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="recurrentConstraint">What the recurrent kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="dropout">How much of the input is dropped in training, alike at every step; from 0 to 1. Default: 0.0.</param>
    /// <param name="recurrentDropout">How much of the state is dropped in training, alike at every step; from 0 to 1. Default: 0.0.</param>
    /// <param name="returnSequences">Whether the output has every step, or the last alone. Default: false.</param>
    /// <param name="returnState">Whether the last state is an output as well. Default: false.</param>
    /// <param name="goBackwards">Whether time runs backwards; the output is then in that order. Default: false.</param>
    /// <param name="stateful">Whether a batch begins with the state the one before ended with; the batch size has to be known. Default: false.</param>
    /// <param name="unroll">Changes nothing: how the steps are calculated follows from the settings. Default: false.</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member SimpleRNN
        (
            units: int,
            [<Opt>] activation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] recurrentInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] recurrentRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] recurrentConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt; Or(0.0)>] dropout: float,
            [<Opt; Or(0.0)>] recurrentDropout: float,
            [<Opt; Or(false)>] returnSequences: bool,
            [<Opt; Or(false)>] returnState: bool,
            [<Opt; Or(false)>] goBackwards: bool,
            [<Opt; Or(false)>] stateful: bool,
            [<Opt; Or(false)>] unroll: bool,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        positive "SimpleRNN" "units" units

        let cell = {
            SimpleRNNCell.Units = units
            Activation = activation |> orElse Activation.Tanh
            Weights =
                (cellWeights
                    useBias
                    kernelInitializer
                    recurrentInitializer
                    biasInitializer
                    kernelRegularizer
                    recurrentRegularizer
                    biasRegularizer
                    kernelConstraint
                    recurrentConstraint
                    biasConstraint)
            Chance = cellDropout "SimpleRNN" dropout recurrentDropout seed
        }

        layer "SimpleRNN" name dtype trainable inputShape {
            Recurrent.Cell = cell
            Traversal = traversal returnSequences returnState goBackwards stateful unroll
            ActivityRegularizer = optional activityRegularizer
        }

    /// <summary>Long short-term memory: a state and a cell behind gates.</summary>
    /// <remarks>Input (batch, time, features), output (batch, units) or (batch, time, units). Steps that do not count leave the state as it was.
    /// Weights: kernel (features, 4 · units), recurrent_kernel (units, 4 · units), bias (4 · units), in the order input, forget,
    /// candidate, output. Hochreiter and Schmidhuber, 1997.</remarks>
    /// <param name="units">The size of the state and of the output's last axis; above 0.</param>
    /// <param name="activation">Applied to the result. Default: tanh.</param>
    /// <param name="recurrentActivation">Applied to the gates. Default: sigmoid.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="recurrentInitializer">First values of the recurrent kernel. Default: Orthogonal.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="unitForgetBias">Whether the bias of the forget gate begins at one. Default: true.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="recurrentRegularizer">A penalty on the recurrent kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on each output, states included, per sample. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="recurrentConstraint">What the recurrent kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="dropout">How much of the input is dropped in training, alike at every step; from 0 to 1. As in Keras, 1 drops nothing with masks, with recurrentDropout. Default: 0.0.</param>
    /// <param name="recurrentDropout">How much of the state is dropped in training, alike at every step; from 0 to 1. Default: 0.0.</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="returnSequences">Whether the output has every step, or the last alone. Default: false.</param>
    /// <param name="returnState">Whether the last state is an output as well. Default: false.</param>
    /// <param name="goBackwards">Whether time runs backwards; the output is then in that order. Default: false.</param>
    /// <param name="stateful">Whether a batch begins with the state the one before ended with; the batch size has to be known. Default: false.</param>
    /// <param name="unroll">Changes nothing: how the steps are calculated follows from the settings. Default: false.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member LSTM
        (
            units: int,
            [<Opt>] activation: Activation | null,
            [<Opt>] recurrentActivation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] recurrentInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt; Or(true)>] unitForgetBias: bool,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] recurrentRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] recurrentConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt; Or(0.0)>] dropout: float,
            [<Opt; Or(0.0)>] recurrentDropout: float,
            [<Opt>] seed: Nullable<int>,
            [<Opt; Or(false)>] returnSequences: bool,
            [<Opt; Or(false)>] returnState: bool,
            [<Opt; Or(false)>] goBackwards: bool,
            [<Opt; Or(false)>] stateful: bool,
            [<Opt; Or(false)>] unroll: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        positive "LSTM" "units" units

        let cell = {
            LSTMCell.Units = units
            Activation = activation |> orElse Activation.Tanh
            RecurrentActivation = recurrentActivation |> orElse Activation.Sigmoid
            UnitForgetBias = unitForgetBias
            Weights =
                (cellWeights
                    useBias
                    kernelInitializer
                    recurrentInitializer
                    biasInitializer
                    kernelRegularizer
                    recurrentRegularizer
                    biasRegularizer
                    kernelConstraint
                    recurrentConstraint
                    biasConstraint)
            Chance = cellDropout "LSTM" dropout recurrentDropout seed
        }

        layer "LSTM" name dtype trainable inputShape {
            Recurrent.Cell = cell
            Traversal = traversal returnSequences returnState goBackwards stateful unroll
            ActivityRegularizer = optional activityRegularizer
        }

    /// <summary>Gated recurrent unit: a state behind two gates.</summary>
    /// <remarks>Input (batch, time, features), output (batch, units) or (batch, time, units). Steps that do not count leave the state as it was.
    /// Weights: kernel (features, 3 · units), recurrent_kernel (units, 3 · units), bias (2, 3 · units) or, with resetAfter false,
    /// (3 · units), in the order update, reset, candidate. Cho et al., 2014.</remarks>
    /// <param name="units">The size of the state and of the output's last axis; above 0.</param>
    /// <param name="activation">Applied to the result. Default: tanh.</param>
    /// <param name="recurrentActivation">Applied to the gates. Default: sigmoid.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="recurrentInitializer">First values of the recurrent kernel. Default: Orthogonal.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="recurrentRegularizer">A penalty on the recurrent kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on each output, states included, per sample. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="recurrentConstraint">What the recurrent kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="dropout">How much of the input is dropped in training, alike at every step; from 0 to 1. As in Keras, 1 drops nothing with masks, with recurrentDropout or without resetAfter. Default: 0.0.</param>
    /// <param name="recurrentDropout">How much of the state is dropped in training, alike at every step; from 0 to 1. Default: 0.0.</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="returnSequences">Whether the output has every step, or the last alone. Default: false.</param>
    /// <param name="returnState">Whether the last state is an output as well. Default: false.</param>
    /// <param name="goBackwards">Whether time runs backwards; the output is then in that order. Default: false.</param>
    /// <param name="stateful">Whether a batch begins with the state the one before ended with; the batch size has to be known. Default: false.</param>
    /// <param name="unroll">Changes nothing: how the steps are calculated follows from the settings. Default: false.</param>
    /// <param name="resetAfter">Whether the reset gate is applied after the recurrent product. Default: true.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member GRU
        (
            units: int,
            [<Opt>] activation: Activation | null,
            [<Opt>] recurrentActivation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] recurrentInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] recurrentRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] recurrentConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt; Or(0.0)>] dropout: float,
            [<Opt; Or(0.0)>] recurrentDropout: float,
            [<Opt>] seed: Nullable<int>,
            [<Opt; Or(false)>] returnSequences: bool,
            [<Opt; Or(false)>] returnState: bool,
            [<Opt; Or(false)>] goBackwards: bool,
            [<Opt; Or(false)>] stateful: bool,
            [<Opt; Or(false)>] unroll: bool,
            [<Opt; Or(true)>] resetAfter: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        positive "GRU" "units" units

        let cell = {
            GRUCell.Units = units
            Activation = activation |> orElse Activation.Tanh
            RecurrentActivation = recurrentActivation |> orElse Activation.Sigmoid
            ResetAfter = resetAfter
            Weights =
                (cellWeights
                    useBias
                    kernelInitializer
                    recurrentInitializer
                    biasInitializer
                    kernelRegularizer
                    recurrentRegularizer
                    biasRegularizer
                    kernelConstraint
                    recurrentConstraint
                    biasConstraint)
            Chance = cellDropout "GRU" dropout recurrentDropout seed
        }

        layer "GRU" name dtype trainable inputShape {
            Recurrent.Cell = cell
            Traversal = traversal returnSequences returnState goBackwards stateful unroll
            ActivityRegularizer = optional activityRegularizer
        }

    /// <summary>One step of a SimpleRNN, for RNN.</summary>
    /// <remarks>Called with (batch, features) and the states, it answers the output and the states after the step.
    /// Weights: kernel (features, units), recurrent_kernel (units, units), bias (units).</remarks>
    /// <param name="units">The size of the state and of the output's last axis; above 0.</param>
    /// <param name="activation">Applied to the result. Default: tanh.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="recurrentInitializer">First values of the recurrent kernel. Default: Orthogonal.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="recurrentRegularizer">A penalty on the recurrent kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="recurrentConstraint">What the recurrent kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="dropout">How much of the input is dropped in training, alike at every step; from 0 to 1. Default: 0.0.</param>
    /// <param name="recurrentDropout">How much of the state is dropped in training, alike at every step; from 0 to 1. Default: 0.0.</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member SimpleRNNCell
        (
            units: int,
            [<Opt>] activation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] recurrentInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] recurrentRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] recurrentConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt; Or(0.0)>] dropout: float,
            [<Opt; Or(0.0)>] recurrentDropout: float,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        positive "SimpleRNNCell" "units" units

        layer "SimpleRNNCell" name dtype trainable inputShape {
            SimpleRNNCell.Units = units
            Activation = activation |> orElse Activation.Tanh
            Weights =
                (cellWeights
                    useBias
                    kernelInitializer
                    recurrentInitializer
                    biasInitializer
                    kernelRegularizer
                    recurrentRegularizer
                    biasRegularizer
                    kernelConstraint
                    recurrentConstraint
                    biasConstraint)
            Chance = cellDropout "SimpleRNNCell" dropout recurrentDropout seed
        }

    /// <summary>One step of an LSTM, for RNN; its states are the state and the cell.</summary>
    /// <remarks>Called with (batch, features) and the states, it answers the output and the states after the step.
    /// Weights: kernel (features, 4 · units), recurrent_kernel (units, 4 · units), bias (4 · units), in the order input, forget,
    /// candidate, output. Hochreiter and Schmidhuber, 1997.</remarks>
    /// <param name="units">The size of the state and of the output's last axis; above 0.</param>
    /// <param name="activation">Applied to the result. Default: tanh.</param>
    /// <param name="recurrentActivation">Applied to the gates. Default: sigmoid.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="recurrentInitializer">First values of the recurrent kernel. Default: Orthogonal.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="unitForgetBias">Whether the bias of the forget gate begins at one. Default: true.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="recurrentRegularizer">A penalty on the recurrent kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="recurrentConstraint">What the recurrent kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="dropout">How much of the input is dropped in training, alike at every step; from 0 to 1. Default: 0.0.</param>
    /// <param name="recurrentDropout">How much of the state is dropped in training, alike at every step; from 0 to 1. Default: 0.0.</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member LSTMCell
        (
            units: int,
            [<Opt>] activation: Activation | null,
            [<Opt>] recurrentActivation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] recurrentInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt; Or(true)>] unitForgetBias: bool,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] recurrentRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] recurrentConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt; Or(0.0)>] dropout: float,
            [<Opt; Or(0.0)>] recurrentDropout: float,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        positive "LSTMCell" "units" units

        layer "LSTMCell" name dtype trainable inputShape {
            LSTMCell.Units = units
            Activation = activation |> orElse Activation.Tanh
            RecurrentActivation = recurrentActivation |> orElse Activation.Sigmoid
            UnitForgetBias = unitForgetBias
            Weights =
                (cellWeights
                    useBias
                    kernelInitializer
                    recurrentInitializer
                    biasInitializer
                    kernelRegularizer
                    recurrentRegularizer
                    biasRegularizer
                    kernelConstraint
                    recurrentConstraint
                    biasConstraint)
            Chance = cellDropout "LSTMCell" dropout recurrentDropout seed
        }

    /// <summary>One step of a GRU, for RNN.</summary>
    /// <remarks>Called with (batch, features) and the states, it answers the output and the states after the step.
    /// Weights: kernel (features, 3 · units), recurrent_kernel (units, 3 · units), bias (2, 3 · units) or, with resetAfter false,
    /// (3 · units), in the order update, reset, candidate. Cho et al., 2014.</remarks>
    /// <param name="units">The size of the state and of the output's last axis; above 0.</param>
    /// <param name="activation">Applied to the result. Default: tanh.</param>
    /// <param name="recurrentActivation">Applied to the gates. Default: sigmoid.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="recurrentInitializer">First values of the recurrent kernel. Default: Orthogonal.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="recurrentRegularizer">A penalty on the recurrent kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="recurrentConstraint">What the recurrent kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="dropout">How much of the input is dropped in training, alike at every step; from 0 to 1. Default: 0.0.</param>
    /// <param name="recurrentDropout">How much of the state is dropped in training, alike at every step; from 0 to 1. Default: 0.0.</param>
    /// <param name="resetAfter">Whether the reset gate is applied after the recurrent product. Default: true.</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member GRUCell
        (
            units: int,
            [<Opt>] activation: Activation | null,
            [<Opt>] recurrentActivation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] recurrentInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] recurrentRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] recurrentConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt; Or(0.0)>] dropout: float,
            [<Opt; Or(0.0)>] recurrentDropout: float,
            [<Opt; Or(true)>] resetAfter: bool,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        positive "GRUCell" "units" units

        layer "GRUCell" name dtype trainable inputShape {
            GRUCell.Units = units
            Activation = activation |> orElse Activation.Tanh
            RecurrentActivation = recurrentActivation |> orElse Activation.Sigmoid
            ResetAfter = resetAfter
            Weights =
                (cellWeights
                    useBias
                    kernelInitializer
                    recurrentInitializer
                    biasInitializer
                    kernelRegularizer
                    recurrentRegularizer
                    biasRegularizer
                    kernelConstraint
                    recurrentConstraint
                    biasConstraint)
            Chance = cellDropout "GRUCell" dropout recurrentDropout seed
        }

    /// <summary>Several cells as one: at every step each has the output of the one before as its input.</summary>
    /// <remarks>The states are those of all cells, in order. Weights: those of the cells.</remarks>
    /// <param name="cells">The cells, in order; at least one.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member StackedRNNCells
        (
            cells: IReadOnlyList<Layer>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        if cells.Count = 0 then
            refuse "StackedRNNCells" "at least one cell" "none" "cells: [LSTMCell(32)]"

        for cell in cells do
            Cells.part "cells" cell |> ignore

        layer "StackedRNNCells" name dtype trainable inputShape {
            StackedRNNCells.Cells = List.ofSeq cells
        }

    /// <summary>Runs a cell over time.</summary>
    /// <remarks>Input (batch, time, …), output (batch, …) or (batch, time, …), then the last states if they are wanted. Steps that do not count
    /// leave the states as they were. Weights: those of the cell.</remarks>
    /// <param name="cell">What happens at a step: a cell of the catalogue, or a layer that is an IRecurrentCell.</param>
    /// <param name="returnSequences">Whether the output has every step, or the last alone. Default: false.</param>
    /// <param name="returnState">Whether the last state is an output as well. Default: false.</param>
    /// <param name="goBackwards">Whether time runs backwards; the output is then in that order. Default: false.</param>
    /// <param name="stateful">Whether a batch begins with the state the one before ended with; the batch size has to be known. Default: false.</param>
    /// <param name="unroll">Changes nothing: how the steps are calculated follows from the settings. Default: false.</param>
    /// <param name="zeroOutputForMask">Whether the output is zero at steps that do not count, and not that of the step before. Default: false.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RNN
        (
            cell: Layer,
            [<Opt; Or(false)>] returnSequences: bool,
            [<Opt; Or(false)>] returnState: bool,
            [<Opt; Or(false)>] goBackwards: bool,
            [<Opt; Or(false)>] stateful: bool,
            [<Opt; Or(false)>] unroll: bool,
            [<Opt; Or(false)>] zeroOutputForMask: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        Cells.part "cell" cell |> ignore

        layer "RNN" name dtype trainable inputShape {
            RNN.Cell = cell
            Traversal = {
                traversal returnSequences returnState goBackwards stateful unroll with
                    ZeroOutputForMask = zeroOutputForMask
            }
        }

    /// <summary>Runs several cells, one after another at every step, over time.</summary>
    /// <remarks>Input (batch, time, …), output (batch, …) or (batch, time, …), then the last states if they are wanted. Steps that do not count
    /// leave the states as they were. Weights: those of the cell.</remarks>
    /// <param name="cells">The cells, in order; at least one.</param>
    /// <param name="returnSequences">Whether the output has every step, or the last alone. Default: false.</param>
    /// <param name="returnState">Whether the last state is an output as well. Default: false.</param>
    /// <param name="goBackwards">Whether time runs backwards; the output is then in that order. Default: false.</param>
    /// <param name="stateful">Whether a batch begins with the state the one before ended with; the batch size has to be known. Default: false.</param>
    /// <param name="unroll">Changes nothing: how the steps are calculated follows from the settings. Default: false.</param>
    /// <param name="zeroOutputForMask">Whether the output is zero at steps that do not count, and not that of the step before. Default: false.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RNN
        (
            cells: IReadOnlyList<Layer>,
            [<Opt; Or(false)>] returnSequences: bool,
            [<Opt; Or(false)>] returnState: bool,
            [<Opt; Or(false)>] goBackwards: bool,
            [<Opt; Or(false)>] stateful: bool,
            [<Opt; Or(false)>] unroll: bool,
            [<Opt; Or(false)>] zeroOutputForMask: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        Layers.RNN(
            Layers.StackedRNNCells(cells, dtype = dtype),
            returnSequences,
            returnState,
            goBackwards,
            stateful,
            unroll,
            zeroOutputForMask,
            name,
            dtype,
            trainable,
            inputShape
        )

    /// <summary>An LSTM over time whose products are convolutions of one dimension.</summary>
    /// <remarks>Input (batch, time, steps, channels), output without time or, with returnSequences, with it. The recurrent convolution keeps
    /// sizes. Weights: kernel (kernel_size…, channels, 4 · filters), recurrent_kernel (kernel_size…, filters, 4 · filters), bias
    /// (4 · filters), in the order input, forget, candidate, output. Shi et al., 2015.</remarks>
    /// <param name="filters">How many channels the output has; above 0.</param>
    /// <param name="kernelSize">The window, one number for each spatial axis or one for all; above 0.</param>
    /// <param name="strides">How far the window moves. Default: 1.</param>
    /// <param name="padding">"valid" or "same". Default: "valid".</param>
    /// <param name="dataFormat">"channels_last" or "channels_first". Default: "channels_last".</param>
    /// <param name="dilationRate">The distance between cells of the window. Default: 1.</param>
    /// <param name="activation">Applied to the result. Default: tanh.</param>
    /// <param name="recurrentActivation">Applied to the gates. Default: sigmoid.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="recurrentInitializer">First values of the recurrent kernel. Default: Orthogonal.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="unitForgetBias">Whether the bias of the forget gate begins at one. Default: true.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="recurrentRegularizer">A penalty on the recurrent kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on the output, per sample. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="recurrentConstraint">What the recurrent kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="dropout">How much of the input is dropped in training, alike at every step; from 0 to 1. Default: 0.0.</param>
    /// <param name="recurrentDropout">How much of the state is dropped in training, alike at every step; from 0 to 1. Default: 0.0.</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="returnSequences">Whether the output has every step, or the last alone. Default: false.</param>
    /// <param name="returnState">Whether the last state is an output as well. Default: false.</param>
    /// <param name="goBackwards">Whether time runs backwards; the output is then in that order. Default: false.</param>
    /// <param name="stateful">Whether a batch begins with the state the one before ended with; the batch size has to be known. Default: false.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member ConvLSTM1D
        (
            filters: int,
            kernelSize: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] dilationRate: Sizes | null,
            [<Opt>] activation: Activation | null,
            [<Opt>] recurrentActivation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] recurrentInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt; Or(true)>] unitForgetBias: bool,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] recurrentRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] recurrentConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt; Or(0.0)>] dropout: float,
            [<Opt; Or(0.0)>] recurrentDropout: float,
            [<Opt>] seed: Nullable<int>,
            [<Opt; Or(false)>] returnSequences: bool,
            [<Opt; Or(false)>] returnState: bool,
            [<Opt; Or(false)>] goBackwards: bool,
            [<Opt; Or(false)>] stateful: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "ConvLSTM1D"
        let sizes parameter (given: Sizes) = given.For(where, parameter, 1)
        let one = Sizes [ 1 ]
        let traversal = traversal returnSequences returnState goBackwards stateful false

        layer
            where
            name
            dtype
            trainable
            inputShape
            (convLSTM where traversal (optional activityRegularizer) {
                ConvLSTMCell.Rank = 1
                Filters = filters
                KernelSize = sizes "kernel_size" kernelSize
                Strides = sizes "strides" (strides |> orElse one)
                Padding = padding |> orElse Padding.Valid
                DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
                DilationRate = sizes "dilation_rate" (dilationRate |> orElse one)
                Activation = activation |> orElse Activation.Tanh
                RecurrentActivation = recurrentActivation |> orElse Activation.Sigmoid
                UnitForgetBias = unitForgetBias
                Weights =
                    (cellWeights
                        useBias
                        kernelInitializer
                        recurrentInitializer
                        biasInitializer
                        kernelRegularizer
                        recurrentRegularizer
                        biasRegularizer
                        kernelConstraint
                        recurrentConstraint
                        biasConstraint)
                Chance = cellDropout where dropout recurrentDropout seed
            })

    /// <summary>An LSTM over time whose products are convolutions of two dimensions.</summary>
    /// <remarks>Input (batch, time, rows, columns, channels), output without time or, with returnSequences, with it. The recurrent convolution keeps
    /// sizes. Weights: kernel (kernel_size…, channels, 4 · filters), recurrent_kernel (kernel_size…, filters, 4 · filters), bias
    /// (4 · filters), in the order input, forget, candidate, output. Shi et al., 2015.</remarks>
    /// <param name="filters">How many channels the output has; above 0.</param>
    /// <param name="kernelSize">The window, one number for each spatial axis or one for all; above 0.</param>
    /// <param name="strides">How far the window moves. Default: 1.</param>
    /// <param name="padding">"valid" or "same". Default: "valid".</param>
    /// <param name="dataFormat">"channels_last" or "channels_first". Default: "channels_last".</param>
    /// <param name="dilationRate">The distance between cells of the window. Default: 1.</param>
    /// <param name="activation">Applied to the result. Default: tanh.</param>
    /// <param name="recurrentActivation">Applied to the gates. Default: sigmoid.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="recurrentInitializer">First values of the recurrent kernel. Default: Orthogonal.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="unitForgetBias">Whether the bias of the forget gate begins at one. Default: true.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="recurrentRegularizer">A penalty on the recurrent kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on the output, per sample. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="recurrentConstraint">What the recurrent kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="dropout">How much of the input is dropped in training, alike at every step; from 0 to 1. Default: 0.0.</param>
    /// <param name="recurrentDropout">How much of the state is dropped in training, alike at every step; from 0 to 1. Default: 0.0.</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="returnSequences">Whether the output has every step, or the last alone. Default: false.</param>
    /// <param name="returnState">Whether the last state is an output as well. Default: false.</param>
    /// <param name="goBackwards">Whether time runs backwards; the output is then in that order. Default: false.</param>
    /// <param name="stateful">Whether a batch begins with the state the one before ended with; the batch size has to be known. Default: false.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member ConvLSTM2D
        (
            filters: int,
            kernelSize: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] dilationRate: Sizes | null,
            [<Opt>] activation: Activation | null,
            [<Opt>] recurrentActivation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] recurrentInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt; Or(true)>] unitForgetBias: bool,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] recurrentRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] recurrentConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt; Or(0.0)>] dropout: float,
            [<Opt; Or(0.0)>] recurrentDropout: float,
            [<Opt>] seed: Nullable<int>,
            [<Opt; Or(false)>] returnSequences: bool,
            [<Opt; Or(false)>] returnState: bool,
            [<Opt; Or(false)>] goBackwards: bool,
            [<Opt; Or(false)>] stateful: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "ConvLSTM2D"
        let sizes parameter (given: Sizes) = given.For(where, parameter, 2)
        let one = Sizes [ 1 ]
        let traversal = traversal returnSequences returnState goBackwards stateful false

        layer
            where
            name
            dtype
            trainable
            inputShape
            (convLSTM where traversal (optional activityRegularizer) {
                ConvLSTMCell.Rank = 2
                Filters = filters
                KernelSize = sizes "kernel_size" kernelSize
                Strides = sizes "strides" (strides |> orElse one)
                Padding = padding |> orElse Padding.Valid
                DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
                DilationRate = sizes "dilation_rate" (dilationRate |> orElse one)
                Activation = activation |> orElse Activation.Tanh
                RecurrentActivation = recurrentActivation |> orElse Activation.Sigmoid
                UnitForgetBias = unitForgetBias
                Weights =
                    (cellWeights
                        useBias
                        kernelInitializer
                        recurrentInitializer
                        biasInitializer
                        kernelRegularizer
                        recurrentRegularizer
                        biasRegularizer
                        kernelConstraint
                        recurrentConstraint
                        biasConstraint)
                Chance = cellDropout where dropout recurrentDropout seed
            })

    /// <summary>An LSTM over time whose products are convolutions of three dimensions.</summary>
    /// <remarks>Input (batch, time, three spatial axes, channels), output without time or, with returnSequences, with it. The recurrent convolution keeps
    /// sizes. Weights: kernel (kernel_size…, channels, 4 · filters), recurrent_kernel (kernel_size…, filters, 4 · filters), bias
    /// (4 · filters), in the order input, forget, candidate, output. Shi et al., 2015.</remarks>
    /// <param name="filters">How many channels the output has; above 0.</param>
    /// <param name="kernelSize">The window, one number for each spatial axis or one for all; above 0.</param>
    /// <param name="strides">How far the window moves. Default: 1.</param>
    /// <param name="padding">"valid" or "same". Default: "valid".</param>
    /// <param name="dataFormat">"channels_last" or "channels_first". Default: "channels_last".</param>
    /// <param name="dilationRate">The distance between cells of the window. Default: 1.</param>
    /// <param name="activation">Applied to the result. Default: tanh.</param>
    /// <param name="recurrentActivation">Applied to the gates. Default: sigmoid.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="recurrentInitializer">First values of the recurrent kernel. Default: Orthogonal.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="unitForgetBias">Whether the bias of the forget gate begins at one. Default: true.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="recurrentRegularizer">A penalty on the recurrent kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on the output, per sample. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="recurrentConstraint">What the recurrent kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="dropout">How much of the input is dropped in training, alike at every step; from 0 to 1. Default: 0.0.</param>
    /// <param name="recurrentDropout">How much of the state is dropped in training, alike at every step; from 0 to 1. Default: 0.0.</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="returnSequences">Whether the output has every step, or the last alone. Default: false.</param>
    /// <param name="returnState">Whether the last state is an output as well. Default: false.</param>
    /// <param name="goBackwards">Whether time runs backwards; the output is then in that order. Default: false.</param>
    /// <param name="stateful">Whether a batch begins with the state the one before ended with; the batch size has to be known. Default: false.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member ConvLSTM3D
        (
            filters: int,
            kernelSize: Sizes,
            [<Opt>] strides: Sizes | null,
            [<Opt>] padding: Padding | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] dilationRate: Sizes | null,
            [<Opt>] activation: Activation | null,
            [<Opt>] recurrentActivation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] recurrentInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt; Or(true)>] unitForgetBias: bool,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] recurrentRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] recurrentConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt; Or(0.0)>] dropout: float,
            [<Opt; Or(0.0)>] recurrentDropout: float,
            [<Opt>] seed: Nullable<int>,
            [<Opt; Or(false)>] returnSequences: bool,
            [<Opt; Or(false)>] returnState: bool,
            [<Opt; Or(false)>] goBackwards: bool,
            [<Opt; Or(false)>] stateful: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "ConvLSTM3D"
        let sizes parameter (given: Sizes) = given.For(where, parameter, 3)
        let one = Sizes [ 1 ]
        let traversal = traversal returnSequences returnState goBackwards stateful false

        layer
            where
            name
            dtype
            trainable
            inputShape
            (convLSTM where traversal (optional activityRegularizer) {
                ConvLSTMCell.Rank = 3
                Filters = filters
                KernelSize = sizes "kernel_size" kernelSize
                Strides = sizes "strides" (strides |> orElse one)
                Padding = padding |> orElse Padding.Valid
                DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
                DilationRate = sizes "dilation_rate" (dilationRate |> orElse one)
                Activation = activation |> orElse Activation.Tanh
                RecurrentActivation = recurrentActivation |> orElse Activation.Sigmoid
                UnitForgetBias = unitForgetBias
                Weights =
                    (cellWeights
                        useBias
                        kernelInitializer
                        recurrentInitializer
                        biasInitializer
                        kernelRegularizer
                        recurrentRegularizer
                        biasRegularizer
                        kernelConstraint
                        recurrentConstraint
                        biasConstraint)
                Chance = cellDropout where dropout recurrentDropout seed
            })

    /// <summary>Runs a recurrent layer over both directions of time.</summary>
    /// <remarks>The given layer is a pattern: two new ones with its settings are made, forward_… and backward_….
    /// Output: both outputs, merged; then the states of both. Schuster and Paliwal, 1997.</remarks>
    /// <param name="layer">A recurrent layer: SimpleRNN, LSTM, GRU, RNN or ConvLSTM.</param>
    /// <param name="mergeMode">"sum", "mul", "ave" or "concat"; null leaves the two outputs apart. Default: "concat".</param>
    /// <param name="backwardLayer">The layer for the other direction; its goBackwards is the opposite. Default: made from the first.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Bidirectional
        (
            layer: Layer,
            [<Opt; Or("concat")>] mergeMode: string | null,
            [<Opt>] backwardLayer: Layer | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let forward, backward =
            bothDirections layer (optional backwardLayer) dtype trainable

        match mergeMode with
        | null
        | "sum"
        | "mul"
        | "ave"
        | "concat" -> ()
        | other -> refuseWord "Bidirectional" "merge_mode" other [ "sum"; "mul"; "ave"; "concat" ]

        Catalogue.layer "Bidirectional" name dtype trainable inputShape {
            Bidirectional.Layer = forward
            BackwardLayer = backward
            MergeMode = optional mergeMode
        }

    /// <summary>A layer around another layer that changes nothing: what it gives is what the inner layer gives.</summary>
    /// <remarks>Input, output and weights: those of the layer.</remarks>
    /// <param name="layer">The layer.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Wrapper
        (
            layer: Layer,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        Catalogue.layer "Wrapper" name dtype trainable inputShape { Wrapper.Layer = layer }

    /// <summary>Applies a layer to every step of the input.</summary>
    /// <remarks>Input (batch, time, …), output (batch, time, what the layer gives). Weights: those of the layer.
    /// Normalization by the batch's statistics sees the steps one after another.</remarks>
    /// <param name="layer">The layer.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member TimeDistributed
        (
            layer: Layer,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        Catalogue.layer "TimeDistributed" name dtype trainable inputShape {
            TimeDistributed.Layer = layer
        }

    /// <summary>softmax(query · key / sqrt(keyDim)) · value, in several heads with projections of their own.</summary>
    /// <remarks>Input: query (batch, time, features), value and, if it is another, key; output (batch, time, features). Weights: kernel
    /// and bias of query, key, gate (if there is one), value and attention_output. Vaswani et al., 2017.</remarks>
    /// <param name="numHeads">How many heads; above 0.</param>
    /// <param name="keyDim">The size of query and key in a head; above 0.</param>
    /// <param name="valueDim">The size of the value in a head. Default: keyDim.</param>
    /// <param name="dropout">How many weights are dropped in training, from 0 to 1. Default: 0.0.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="outputShape">The output's sizes after the time axis. Default: the query's features.</param>
    /// <param name="attentionAxes">The axes attention goes over. Default: all between batch and features.</param>
    /// <param name="slidingWindow">A query sees only keys that are fewer than so many places away. Default: all.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on what each projection gives, per sample. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="useGate">Whether what is taken goes through a gate made of the query. Default: false.</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member MultiHeadAttention
        (
            numHeads: int,
            keyDim: int,
            [<Opt>] valueDim: Nullable<int>,
            [<Opt; Or(0.0)>] dropout: float,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] outputShape: int[] | null,
            [<Opt>] attentionAxes: Axes | null,
            [<Opt>] slidingWindow: Nullable<int>,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt; Or(false)>] useGate: bool,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "MultiHeadAttention"
        let valueSize = if valueDim.HasValue then valueDim.Value else keyDim
        positive where "num_heads" numHeads
        positive where "key_dim" keyDim
        positive where "value_dim" valueSize
        Checks.rate where "dropout" dropout

        if slidingWindow.HasValue then
            positive where "sliding_window" slidingWindow.Value

        layer "MultiHeadAttention" name dtype trainable inputShape {
            MultiHeadAttention.NumHeads = numHeads
            KeyDim = keyDim
            ValueDim = valueSize
            Dropout = dropout
            UseBias = useBias
            OutputShape = outputShape |> optional |> Option.map List.ofArray
            AttentionAxes = attentionAxes |> optional |> Option.map _.Values
            SlidingWindow = slidingWindow
            KernelInitializer = kernelInitializer |> orElse (Initializer.GlorotUniform())
            BiasInitializer = biasInitializer |> orElse Initializer.Zeros
            KernelRegularizer = optional kernelRegularizer
            BiasRegularizer = optional biasRegularizer
            ActivityRegularizer = optional activityRegularizer
            KernelConstraint = optional kernelConstraint
            BiasConstraint = optional biasConstraint
            UseGate = useGate
            Seed = seed
        }

    /// <summary>Attention in which several heads of the query share one of key and value.</summary>
    /// <remarks>Input: query (batch, time, features), value and, if it is another, key; output (batch, time, features). Weights: kernel
    /// and bias of query, key, gate (if there is one), value and attention_output. Ainslie et al., 2023.</remarks>
    /// <param name="headDim">The size of a head; above 0.</param>
    /// <param name="numQueryHeads">How many heads the query has; above 0.</param>
    /// <param name="numKeyValueHeads">How many heads key and value have; divides numQueryHeads.</param>
    /// <param name="dropout">How many weights are dropped in training, from 0 to 1. Default: 0.0.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="slidingWindow">A query sees only keys that are fewer than so many places away. Default: all.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on what each projection gives and on each output, per sample. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="useGate">Whether what is taken goes through a gate made of the query. Default: false.</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member GroupQueryAttention
        (
            headDim: int,
            numQueryHeads: int,
            numKeyValueHeads: int,
            [<Opt; Or(0.0)>] dropout: float,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] slidingWindow: Nullable<int>,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt; Or(false)>] useGate: bool,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "GroupQueryAttention"
        positive where "head_dim" headDim
        positive where "num_query_heads" numQueryHeads
        positive where "num_key_value_heads" numKeyValueHeads

        if numQueryHeads % numKeyValueHeads <> 0 then
            refuse
                where
                $"num_query_heads that num_key_value_heads = {numKeyValueHeads} divides"
                $"{numQueryHeads}"
                $"numQueryHeads: {2 * numKeyValueHeads}"

        Checks.rate where "dropout" dropout

        if slidingWindow.HasValue then
            positive where "sliding_window" slidingWindow.Value

        layer "GroupQueryAttention" name dtype trainable inputShape {
            GroupQueryAttention.HeadDim = headDim
            NumQueryHeads = numQueryHeads
            NumKeyValueHeads = numKeyValueHeads
            Dropout = dropout
            UseBias = useBias
            SlidingWindow = slidingWindow
            KernelInitializer = kernelInitializer |> orElse (Initializer.GlorotUniform())
            BiasInitializer = biasInitializer |> orElse Initializer.Zeros
            KernelRegularizer = optional kernelRegularizer
            BiasRegularizer = optional biasRegularizer
            ActivityRegularizer = optional activityRegularizer
            KernelConstraint = optional kernelConstraint
            BiasConstraint = optional biasConstraint
            UseGate = useGate
            Seed = seed
        }

    /// <summary>softmax(query · key) · value.</summary>
    /// <remarks>Input: a list of query, value and, if it is another, key, each (batch, time, features). Weights: scale () and
    /// concat_score_weight (), if they are used. Luong et al., 2015.</remarks>
    /// <param name="useScale">Whether the scores are multiplied by a number that is learned. Default: false.</param>
    /// <param name="scoreMode">"dot", or "concat": the sum of tanh(query + key). Default: "dot".</param>
    /// <param name="dropout">How many weights are dropped in training, from 0 to 1. Default: 0.0.</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Attention
        (
            [<Opt; Or(false)>] useScale: bool,
            [<Opt; Or("dot")>] scoreMode: string,
            [<Opt; Or(0.0)>] dropout: float,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        Checks.rate "Attention" "dropout" dropout

        if scoreMode <> "dot" && scoreMode <> "concat" then
            refuseWord "Attention" "score_mode" scoreMode [ "dot"; "concat" ]

        layer "Attention" name dtype trainable inputShape {
            Attention.UseScale = useScale
            ScoreMode = scoreMode
            Dropout = dropout
            Seed = seed
        }

    /// <summary>softmax(Σ scale · tanh(query + key)) · value.</summary>
    /// <remarks>Input: a list of query, value and, if it is another, key, each (batch, time, features). Weights: scale (features).
    /// Bahdanau et al., 2015.</remarks>
    /// <param name="useScale">Whether the sum is weighted by numbers that are learned. Default: true.</param>
    /// <param name="dropout">How many weights are dropped in training, from 0 to 1. Default: 0.0.</param>
    /// <param name="seed">The seed of its random numbers. Default: another one each time.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member AdditiveAttention
        (
            [<Opt; Or(true)>] useScale: bool,
            [<Opt; Or(0.0)>] dropout: float,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        Checks.rate "AdditiveAttention" "dropout" dropout

        layer "AdditiveAttention" name dtype trainable inputShape {
            AdditiveAttention.UseScale = useScale
            Dropout = dropout
            Seed = seed
        }

    /// <summary>Images of another size.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image, of known height and width; output (batch, height, width, channels) in
    /// floating numbers. Centres of pixels are at half numbers, as in every newer library. No weights.</remarks>
    /// <param name="height">Rows of the output.</param>
    /// <param name="width">Columns of the output.</param>
    /// <param name="interpolation">"nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "area", "gaussian" or "mitchellcubic". Default: "bilinear".</param>
    /// <param name="cropToAspectRatio">Whether the middle part with the proportions of the output is taken first. Default: false.</param>
    /// <param name="padToAspectRatio">Whether the image gets a border first, so that it has the proportions of the output. Default: false.</param>
    /// <param name="fillMode">What the border is made of: "constant". Default: "constant".</param>
    /// <param name="fillValue">The number in the border. Default: 0.0.</param>
    /// <param name="antialias">Whether an image that becomes smaller is blurred as much as that needs. Default: false.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Resizing
        (
            height: int,
            width: int,
            [<Opt; Or("bilinear")>] interpolation: string,
            [<Opt; Or(false)>] cropToAspectRatio: bool,
            [<Opt; Or(false)>] padToAspectRatio: bool,
            [<Opt; Or("constant")>] fillMode: string,
            [<Opt; Or(0.0)>] fillValue: float,
            [<Opt; Or(false)>] antialias: bool,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        positive "Resizing" "height" height
        positive "Resizing" "width" width

        if fillMode <> "constant" then
            refuseWord "Resizing" "fill_mode" fillMode [ "constant" ]

        if cropToAspectRatio && padToAspectRatio then
            refuse
                "Resizing"
                "crop_to_aspect_ratio or pad_to_aspect_ratio, not both"
                "both"
                "padToAspectRatio: false"

        layer "Resizing" name dtype trainable inputShape {
            Resizing.Height = height
            Width = width
            Interpolation = Interpolation.parse "Resizing" interpolation
            CropToAspectRatio = cropToAspectRatio
            PadToAspectRatio = padToAspectRatio
            FillValue = fillValue
            Antialias = antialias
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>The middle part of an image.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image, of known height and width; output (batch, height, width, channels). An
    /// image that is too small is cropped to the proportions asked for and resized. No weights.</remarks>
    /// <param name="height">Rows of the output.</param>
    /// <param name="width">Columns of the output.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member CenterCrop
        (
            height: int,
            width: int,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        positive "CenterCrop" "height" height
        positive "CenterCrop" "width" width

        layer "CenterCrop" name dtype trainable inputShape {
            CenterCrop.Height = height
            Width = width
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>(x - mean) / deviation, by statistics that are given or taken from data.</summary>
    /// <remarks>Input (batch, …), output the same. Without mean and variance, the weights mean, variance (of the kept axes) and count,
    /// which Adapt fills; training does not change them. A deviation below 1e-7 counts as 1e-7.</remarks>
    /// <param name="axis">Axes that keep statistics of their own; an empty list: one mean and one variance for all. Default: -1.</param>
    /// <param name="mean">The mean: one number, or one for each place of the kept axes. Default: from data.</param>
    /// <param name="variance">The variance, given with the mean. Default: from data.</param>
    /// <param name="invert">Whether it goes the other way: x · deviation + mean. Default: false.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Normalization
        (
            [<Opt>] axis: Axes | null,
            [<Opt>] mean: float[] | null,
            [<Opt>] variance: float[] | null,
            [<Opt; Or(false)>] invert: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let axes = (axis |> orElse (Axes [ -1 ])).Values
        let mean, variance = optional mean, optional variance

        if mean.IsSome <> variance.IsSome then
            refuse
                "Normalization"
                "both mean and variance, or neither"
                (if mean.IsSome then "mean alone" else "variance alone")
                "give the other one too"

        match variance with
        | Some several when several |> Array.exists (fun v -> not (v >= 0.0)) ->
            refuse
                "Normalization"
                "a variance that is not negative"
                $"%A{several}"
                "variance: [1.0]"
        | _ -> ()

        layer "Normalization" name dtype trainable inputShape {
            Normalization.Axis = axes
            Mean = mean |> Option.map List.ofArray
            Variance = variance |> Option.map List.ofArray
            Invert = invert
            Learned = None
        }

    /// <summary>Numbers of categories as vectors with a place for each.</summary>
    /// <remarks>Input: whole numbers from 0 to numTokens - 1, (batch, n); output (batch, numTokens), or (batch, n, numTokens) for "one_hot"
    /// with n above 1. A number outside has no place. No weights.</remarks>
    /// <param name="numTokens">How many categories there are.</param>
    /// <param name="outputMode">"one_hot": a vector for each number; "multi_hot": ones where a sample has a category; "count": how often it has it. Default: "multi_hot".</param>
    /// <param name="sparse">Sparse output, which there is not here: false. Default: false.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member CategoryEncoding
        (
            numTokens: int,
            [<Opt; Or("multi_hot")>] outputMode: string,
            [<Opt; Or(false)>] sparse: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        positive "CategoryEncoding" "num_tokens" numTokens
        notSparse "CategoryEncoding" sparse

        layer "CategoryEncoding" name dtype trainable inputShape {
            CategoryEncoding.NumTokens = numTokens
            OutputMode =
                CategoryOutput.parse
                    "CategoryEncoding"
                    [ "multi_hot"; "one_hot"; "count" ]
                    outputMode
        }

    /// <summary>The spectrum of one stretch of sound after another, by convolutions that can be trained.</summary>
    /// <remarks>Input (batch, time, channels); output (batch, frames, channels · bins), or (batch, frames, bins, channels), with bins =
    /// fftLength / 2 + 1. Weights: real_kernel and imag_kernel (frameLength, 1, bins), which start as a windowed Fourier transform.</remarks>
    /// <param name="mode">"log" (of the magnitude), "magnitude", "psd" (the power), "real", "imag", "angle", or "stft" (real and imaginary parts). Default: "log".</param>
    /// <param name="frameLength">Samples in a frame. Default: 256.</param>
    /// <param name="frameStep">Samples from one frame to the next. Default: half a frame.</param>
    /// <param name="fftLength">Length of the transform, at least a frame. Default: the power of two that holds a frame.</param>
    /// <param name="window">The window by SciPy's name; null: none. Default: "hann".</param>
    /// <param name="periodic">Whether the window is the periodic one. Default: false.</param>
    /// <param name="scaling">"density", "spectrum" or null, as the initializer STFT explains. Default: "density".</param>
    /// <param name="padding">"valid", or "same": as many frames as steps fit. Default: "valid".</param>
    /// <param name="expandDims">Whether the bins get an axis of their own. Default: false.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member STFTSpectrogram
        (
            [<Opt; Or("log")>] mode: string,
            [<Opt; Or(256)>] frameLength: int,
            [<Opt>] frameStep: Nullable<int>,
            [<Opt>] fftLength: Nullable<int>,
            [<Opt; Or("hann")>] window: string | null,
            [<Opt; Or(false)>] periodic: bool,
            [<Opt; Or("density")>] scaling: string | null,
            [<Opt; Or("valid")>] padding: string,
            [<Opt; Or(false)>] expandDims: bool,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "STFTSpectrogram"

        positive where "frame_length" frameLength
        let padding: Padding = Padding.op_Implicit padding
        Convolutions.notCausal where padding

        let meaning = {
            STFTSpectrogram.Mode = SpectrumMode.parse where mode
            FrameLength = frameLength
            FrameStep = frameStep
            FftLength = fftLength
            Window = optional window
            Periodic = periodic
            Scaling = optional scaling
            Padding = padding
            ExpandDims = expandDims
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

        positive where "frame_step" meaning.Step

        if meaning.Fft < frameLength then
            refuse
                where
                $"fft_length of at least frame_length = {frameLength}"
                $"fft_length = {meaning.Fft}"
                $"fftLength: {frameLength}"

        layer where name dtype trainable inputShape meaning

    /// <summary>The loudness of bands that are equally wide to the ear, over time.</summary>
    /// <remarks>Input (batch, time) or one sound (time); output (batch, numMelBins, frames). Frames are centred: the sound is mirrored at
    /// its ends. No weights.</remarks>
    /// <param name="fftLength">Length of the transform. Default: 2048.</param>
    /// <param name="sequenceStride">Samples from one frame to the next. Default: 512.</param>
    /// <param name="sequenceLength">Length of the window, at most fftLength. Default: fftLength.</param>
    /// <param name="window">The window by SciPy's name, the periodic one; null: none. Default: "hann".</param>
    /// <param name="samplingRate">Samples a second. Default: 16000.</param>
    /// <param name="numMelBins">How many bands. Default: 128.</param>
    /// <param name="minFreq">Where the first band begins, in hertz. Default: 20.</param>
    /// <param name="maxFreq">Where the last band ends, in hertz. Default: half the sampling rate.</param>
    /// <param name="powerToDb">Whether the output is in decibels. Default: true.</param>
    /// <param name="topDb">How far below the loudest value decibels are cut off. Default: 80.</param>
    /// <param name="magExp">The power of the magnitude: 1 for amplitude, 2 for power. Default: 2.</param>
    /// <param name="minPower">The least value before the logarithm. Default: 1e-10.</param>
    /// <param name="refPower">What is 0 decibels. Default: 1.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member MelSpectrogram
        (
            [<Opt; Or(2048)>] fftLength: int,
            [<Opt; Or(512)>] sequenceStride: int,
            [<Opt>] sequenceLength: Nullable<int>,
            [<Opt; Or("hann")>] window: string | null,
            [<Opt; Or(16000.0)>] samplingRate: float,
            [<Opt; Or(128)>] numMelBins: int,
            [<Opt; Or(20.0)>] minFreq: float,
            [<Opt>] maxFreq: Nullable<float>,
            [<Opt; Or(true)>] powerToDb: bool,
            [<Opt; Or(80.0)>] topDb: float,
            [<Opt; Or(2.0)>] magExp: float,
            [<Opt; Or(1e-10)>] minPower: float,
            [<Opt; Or(1.0)>] refPower: float,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "MelSpectrogram"

        let length =
            if sequenceLength.HasValue then
                sequenceLength.Value
            else
                fftLength

        let highest =
            if maxFreq.HasValue then
                maxFreq.Value
            else
                samplingRate / 2.0

        positive where "fft_length" fftLength
        positive where "sequence_stride" sequenceStride
        positive where "sequence_length" length
        positive where "num_mel_bins" numMelBins
        aboveZero where "sampling_rate" samplingRate
        aboveZero where "min_power" minPower

        if length > fftLength then
            refuse
                where
                $"sequence_length of at most fft_length = {fftLength}"
                $"sequence_length = {length}"
                $"sequenceLength: {fftLength}"

        if not (minFreq >= 0.0 && minFreq < highest && highest <= samplingRate / 2.0) then
            refuse
                where
                $"0 <= min_freq < max_freq <= {samplingRate / 2.0}, half the sampling rate"
                $"min_freq = {minFreq}, max_freq = {highest}"
                "minFreq: 20, maxFreq: samplingRate / 2"

        layer where name dtype trainable inputShape {
            MelSpectrogram.FftLength = fftLength
            SequenceStride = sequenceStride
            SequenceLength = length
            Window = optional window
            SamplingRate = samplingRate
            NumMelBins = numMelBins
            MinFreq = minFreq
            MaxFreq = highest
            PowerToDb = powerToDb
            TopDb = topDb
            MagExp = magExp
            MinPower = minPower
            RefPower = refPower
        }

    /// <summary>Numbers by the bin they fall into; a number on a boundary belongs to the bin above.</summary>
    /// <remarks>Input: numbers; output as CategoryEncoding's, with one category more than boundaries. No weights.</remarks>
    /// <param name="binBoundaries">The boundaries, each above the one before. Default: from data.</param>
    /// <param name="numBins">Into how many bins Adapt divides the data, about equally many in each; with binBoundaries, these are what it
    /// has learned. Default: none.</param>
    /// <param name="epsilon">The error of Adapt's boundaries, as a part of the data. Default: 0.01.</param>
    /// <param name="outputMode">"int": the number of the bin, "one_hot", "multi_hot" or "count". Default: "int".</param>
    /// <param name="sparse">Sparse output, which there is not here: false. Default: false.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Discretization
        (
            [<Opt>] binBoundaries: float[] | null,
            [<Opt>] numBins: Nullable<int>,
            [<Opt; Or(0.01)>] epsilon: float,
            [<Opt; Or("int")>] outputMode: string,
            [<Opt; Or(false)>] sparse: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "Discretization"
        notSparse where sparse
        aboveZero where "epsilon" epsilon

        if numBins.HasValue then
            positive where "num_bins" numBins.Value

        match binBoundaries with
        | null ->
            if not numBins.HasValue then
                refuse where "bin_boundaries or num_bins" "neither" "numBins: 10"
        // learned boundaries may fall together
        | edges when
            not numBins.HasValue
            && edges |> Array.pairwise |> Array.exists (fun (a, b) -> not (a < b))
            ->
            refuse
                where
                "bin_boundaries that rise"
                $"%A{edges}"
                "sort them, and leave out what is there twice"
        | _ -> ()

        layer where name dtype trainable inputShape {
            Discretization.BinBoundaries = optional binBoundaries |> Option.map List.ofArray
            NumBins = Option.ofNullable numBins
            Epsilon = epsilon
            OutputMode =
                CategoryOutput.parse where [ "int"; "one_hot"; "multi_hot"; "count" ] outputMode
        }

    /// <summary>Words as numbers of a vocabulary, as vectors with a place for each word, or numbers as words.</summary>
    /// <remarks>Input: texts of any shape, Input(shape, dtype: "string"); output int64 of the same shape, or vectors as CategoryEncoding's.
    /// A number: 0 for the mask token (with "int" alone), then the words that are not known, then the vocabulary in its order. The
    /// vocabulary is given, set, or learned by Adapt: the most frequent words first, of equally frequent ones the one that sorts last.
    /// It calculates on the host, before a step begins. No weights.</remarks>
    /// <param name="maxTokens">The most numbers there are, special ones included. Default: any.</param>
    /// <param name="numOovIndices">Numbers for words that are not known; of several, the word's hash picks one; 0: such words are refused. Default: 1.</param>
    /// <param name="maskToken">The word that stands for nothing: 0, and no place in a vector. Default: none.</param>
    /// <param name="oovToken">The word that stands for those that are not known, where numbers become words. Default: "[UNK]".</param>
    /// <param name="vocabulary">The words, each once; then Adapt is refused. Default: from data.</param>
    /// <param name="idfWeights">For "tf_idf", how much each word of the vocabulary counts. Default: from data.</param>
    /// <param name="invert">Whether it goes the other way, from numbers to words. Default: false.</param>
    /// <param name="outputMode">"int", "one_hot", "multi_hot", "count" or "tf_idf": counts times log(1 + N / (1 + n)), where n of N samples have the word. Default: "int".</param>
    /// <param name="padToMaxTokens">Whether vectors have maxTokens places, however many words there are. Default: false.</param>
    /// <param name="sparse">Sparse output, which there is not here: false. Default: false.</param>
    /// <param name="encoding">The encoding of words in Keras's files; .NET's strings have none. Default: "utf-8".</param>
    /// <param name="salt">A key for the hash, which is then SipHash and not FarmHash. Default: none.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type of vectors. Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights, which it has not. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member StringLookup
        (
            [<Opt>] maxTokens: Nullable<int>,
            [<Opt; Or(1)>] numOovIndices: int,
            [<Opt>] maskToken: string | null,
            [<Opt; Or("[UNK]")>] oovToken: string | null,
            [<Opt>] vocabulary: string[] | null,
            [<Opt>] idfWeights: float[] | null,
            [<Opt; Or(false)>] invert: bool,
            [<Opt; Or("int")>] outputMode: string,
            [<Opt; Or(false)>] padToMaxTokens: bool,
            [<Opt; Or(false)>] sparse: bool,
            [<Opt; Or("utf-8")>] encoding: string,
            [<Opt>] salt: Salt | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "StringLookup"

        let lookup =
            TextParameters.lookup where {
                Kind = TokenKind.texts
                MaxTokens = maxTokens
                NumOovIndices = numOovIndices
                MaskToken = optional maskToken
                OovToken = optional oovToken
                OutputMode = outputMode
                PadToMaxTokens = padToMaxTokens
                Sparse = sparse
                Invert = invert
                OovMethod = Hashed
                Salt = optional salt
                Vocabulary = optional vocabulary
                IdfWeights = optional idfWeights
            }

        StringLookup(lookup, TextParameters.encoding where encoding)
        |> onHost where name dtype trainable inputShape

    /// <summary>Whole numbers as numbers of a vocabulary, as vectors with a place for each, or the other way.</summary>
    /// <remarks>Input: whole numbers of any shape, Input(shape, dtype: "int64"); output int64 of the same shape, or vectors as
    /// CategoryEncoding's. The numbers it gives, its vocabulary and where it calculates: as for StringLookup. No weights.</remarks>
    /// <param name="maxTokens">The most numbers there are, special ones included. Default: any.</param>
    /// <param name="numOovIndices">Numbers for what is not known; of several, oovMethod picks one; 0: it is refused. Default: 1.</param>
    /// <param name="maskToken">The number that stands for nothing: 0, and no place in a vector. Default: none.</param>
    /// <param name="oovToken">What stands for the numbers that are not known, where it goes the other way. Default: -1.</param>
    /// <param name="vocabulary">The numbers, each once; then Adapt is refused. Default: from data.</param>
    /// <param name="vocabularyDtype">The type of the vocabulary: "int64". Default: "int64".</param>
    /// <param name="idfWeights">For "tf_idf", how much each number of the vocabulary counts. Default: from data.</param>
    /// <param name="invert">Whether it goes the other way. Default: false.</param>
    /// <param name="outputMode">"int", "one_hot", "multi_hot", "count" or "tf_idf", as for StringLookup. Default: "int".</param>
    /// <param name="sparse">Sparse output, which there is not here: false. Default: false.</param>
    /// <param name="padToMaxTokens">Whether vectors have maxTokens places, however many numbers there are. Default: false.</param>
    /// <param name="oovMethod">"floormod": the remainder by numOovIndices, or "farmhash": the hash of the decimals. Default: "floormod".</param>
    /// <param name="salt">With "farmhash", a key for the hash, which is then SipHash. Default: none.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type of vectors. Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights, which it has not. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member IntegerLookup
        (
            [<Opt>] maxTokens: Nullable<int>,
            [<Opt; Or(1)>] numOovIndices: int,
            [<Opt>] maskToken: Nullable<int64>,
            [<Opt; Or(-1L)>] oovToken: int64,
            [<Opt>] vocabulary: int64[] | null,
            [<Opt; Or("int64")>] vocabularyDtype: string,
            [<Opt>] idfWeights: float[] | null,
            [<Opt; Or(false)>] invert: bool,
            [<Opt; Or("int")>] outputMode: string,
            [<Opt; Or(false)>] sparse: bool,
            [<Opt; Or(false)>] padToMaxTokens: bool,
            [<Opt; Or("floormod")>] oovMethod: string,
            [<Opt>] salt: Salt | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "IntegerLookup"
        let salt = optional salt

        if vocabularyDtype <> "int64" then
            refuseWord where "vocabulary_dtype" vocabularyDtype [ "int64" ]

        TextParameters.lookup where {
            Kind = TokenKind.integers
            MaxTokens = maxTokens
            NumOovIndices = numOovIndices
            MaskToken = Option.ofNullable maskToken
            OovToken = Some oovToken
            OutputMode = outputMode
            PadToMaxTokens = padToMaxTokens
            Sparse = sparse
            Invert = invert
            OovMethod = TextParameters.oovMethod where oovMethod salt
            Salt = salt
            Vocabulary = optional vocabulary
            IdfWeights = optional idfWeights
        }
        |> IntegerLookup
        |> onHost where name dtype trainable inputShape

    /// <summary>Texts as sequences of their words' numbers, or as vectors of how often each word is there.</summary>
    /// <remarks>Input: one text for each sample, (batch) or (batch, 1), Input(shape: [], dtype: "string"); output (batch, words) of int64, or
    /// (batch, size of the vocabulary). Numbers: 0 for no word (with "int" alone), then 1 (or 0) for words that are not known, then the
    /// vocabulary in its order, which Adapt learns as StringLookup does. Texts are filled up to the longest one of all that the model is
    /// given at once, and not of the batch as in Keras. It calculates on the host, before a step begins. No weights.</remarks>
    /// <param name="maxTokens">The most numbers there are, special ones included. Default: any.</param>
    /// <param name="standardize">What is done to a text first: "lower_and_strip_punctuation", "lower", "strip_punctuation" (all of ASCII), or null for nothing. Default: "lower_and_strip_punctuation".</param>
    /// <param name="split">What a text is divided at: "whitespace", "character" (into characters), or null: it stays whole. Default: "whitespace".</param>
    /// <param name="ngrams">Neighbouring words that become one token: up to so many, or exactly these numbers of them. Default: single words.</param>
    /// <param name="outputMode">"int", "one_hot", "multi_hot", "count" or "tf_idf", as for StringLookup. Default: "int".</param>
    /// <param name="outputSequenceLength">With "int", the number of words of every text: cut, or filled with 0. Default: the longest one's of the batch.</param>
    /// <param name="padToMaxTokens">Whether vectors have maxTokens places, however many words there are. Default: false.</param>
    /// <param name="vocabulary">The words, each once; then Adapt is refused. Default: from data.</param>
    /// <param name="idfWeights">For "tf_idf", how much each word of the vocabulary counts. Default: from data.</param>
    /// <param name="sparse">Sparse output, which there is not here: false. Default: false.</param>
    /// <param name="ragged">Rows of different lengths, which there are not here: false. Default: false.</param>
    /// <param name="encoding">The encoding of words in Keras's files; .NET's strings have none. Default: "utf-8".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type of vectors. Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights, which it has not. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member TextVectorization
        (
            [<Opt>] maxTokens: Nullable<int>,
            [<Opt; Or("lower_and_strip_punctuation")>] standardize: string | null,
            [<Opt; Or("whitespace")>] split: string | null,
            [<Opt>] ngrams: Ngrams | null,
            [<Opt; Or("int")>] outputMode: string,
            [<Opt>] outputSequenceLength: Nullable<int>,
            [<Opt; Or(false)>] padToMaxTokens: bool,
            [<Opt>] vocabulary: string[] | null,
            [<Opt>] idfWeights: float[] | null,
            [<Opt; Or(false)>] sparse: bool,
            [<Opt; Or(false)>] ragged: bool,
            [<Opt; Or("utf-8")>] encoding: string,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "TextVectorization"

        onHost where name dtype trainable inputShape
        <| TextParameters.vectorization
            where
            {
                Standardize = TextParameters.standardize where standardize
                Split = TextParameters.split where split
                Ngrams = optional ngrams |> Option.map _.Lengths
            }
            outputSequenceLength
            ragged
            encoding
            (TextParameters.wordsOf
                where
                maxTokens
                outputMode
                padToMaxTokens
                (optional vocabulary)
                (optional idfWeights)
                sparse)

    /// <summary>Texts as sequences of numbers or as vectors, with functions of your own; a model with it cannot be saved.</summary>
    /// <remarks>All else as for the member with names of functions.</remarks>
    /// <param name="standardizer">What is done to a text first.</param>
    /// <param name="splitter">The words of a text. Default: what white space divides.</param>
    /// <param name="maxTokens">The most numbers there are, special ones included. Default: any.</param>
    /// <param name="ngrams">Neighbouring words that become one token: up to so many, or exactly these numbers of them. Default: single words.</param>
    /// <param name="outputMode">"int", "one_hot", "multi_hot", "count" or "tf_idf", as for StringLookup. Default: "int".</param>
    /// <param name="outputSequenceLength">With "int", the number of words of every text: cut, or filled with 0. Default: the longest one's of the batch.</param>
    /// <param name="padToMaxTokens">Whether vectors have maxTokens places, however many words there are. Default: false.</param>
    /// <param name="vocabulary">The words, each once; then Adapt is refused. Default: from data.</param>
    /// <param name="idfWeights">For "tf_idf", how much each word of the vocabulary counts. Default: from data.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type of vectors. Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights, which it has not. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member TextVectorization
        (
            standardizer: Func<string, string>,
            [<Opt>] splitter: Func<string, string[]> | null,
            [<Opt>] maxTokens: Nullable<int>,
            [<Opt>] ngrams: Ngrams | null,
            [<Opt; Or("int")>] outputMode: string,
            [<Opt>] outputSequenceLength: Nullable<int>,
            [<Opt; Or(false)>] padToMaxTokens: bool,
            [<Opt>] vocabulary: string[] | null,
            [<Opt>] idfWeights: float[] | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "TextVectorization"

        onHost where name dtype trainable inputShape
        <| TextParameters.vectorization
            where
            {
                Standardize = Some(Own standardizer.Invoke)
                Split =
                    match splitter with
                    | null -> TextParameters.split where "whitespace"
                    | split -> Some(Own split.Invoke)
                Ngrams = optional ngrams |> Option.map _.Lengths
            }
            outputSequenceLength
            false
            "utf-8"
            (TextParameters.wordsOf
                where
                maxTokens
                outputMode
                padToMaxTokens
                (optional vocabulary)
                (optional idfWeights)
                false)

    /// <summary>Words and whole numbers by the bin that their hash puts them into; no vocabulary is needed.</summary>
    /// <remarks>Input: texts or numbers of any shape (as the first layer of a Sequential, texts), of which decimals are hashed and fractions cut
    /// off; output of the same shape, or vectors as CategoryEncoding's. bin = FarmHash64(text) mod numBins. It calculates on the host,
    /// before a step begins. No weights.</remarks>
    /// <param name="numBins">How many bins there are, the mask's included; above 0.</param>
    /// <param name="maskValue">The word or number that stands for nothing: it has bin 0 for itself. Default: none.</param>
    /// <param name="salt">A key for the hash, which is then SipHash and not FarmHash. Default: none.</param>
    /// <param name="outputMode">"int", "one_hot", "multi_hot" or "count". Default: "int".</param>
    /// <param name="sparse">Sparse output, which there is not here: false. Default: false.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type of the output, for "int" either "int32" or "int64". Default: "int64" for "int", "float32" for vectors.</param>
    /// <param name="trainable">Whether training changes its weights, which it has not. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Hashing
        (
            numBins: int,
            [<Opt>] maskValue: Token | null,
            [<Opt>] salt: Salt | null,
            [<Opt; Or("int")>] outputMode: string,
            [<Opt; Or(false)>] sparse: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "Hashing"
        positive where "num_bins" numBins
        notSparse where sparse

        let output =
            CategoryOutput.parse where [ "int"; "one_hot"; "multi_hot"; "count" ] outputMode

        onHost where name (TextParameters.binType where output dtype) trainable inputShape {
            Hashing.NumBins = numBins
            MaskValue = optional maskValue
            Salt = optional salt
            OutputMode = output
        }

    /// <summary>Several features together by the bin that their hash puts them into.</summary>
    /// <remarks>Inputs: at least two, of texts or whole numbers, all (batch) or all (batch, 1); output of that shape, or (batch, numBins). The
    /// hashes of the features, in their order, are hashed together, modulo numBins. It calculates on the host, before a step begins. No
    /// weights.</remarks>
    /// <param name="numBins">How many bins there are; above 0.</param>
    /// <param name="outputMode">"int" or "one_hot". Default: "int".</param>
    /// <param name="sparse">Sparse output, which there is not here: false. Default: false.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type of the output, for "int" either "int32" or "int64". Default: "int64" for "int", "float32" for vectors.</param>
    /// <param name="trainable">Whether training changes its weights, which it has not. Default: true.</param>
    /// <param name="inputShape">The shape of one sample; this layer has several inputs, and is not the first of a Sequential.</param>
    static member HashedCrossing
        (
            numBins: int,
            [<Opt; Or("int")>] outputMode: string,
            [<Opt; Or(false)>] sparse: bool,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "HashedCrossing"
        positive where "num_bins" numBins
        notSparse where sparse
        let output = CategoryOutput.parse where [ "int"; "one_hot" ] outputMode

        onHost where name (TextParameters.binType where output dtype) trainable inputShape {
            HashedCrossing.NumBins = numBins
            OutputMode = output
        }

    /// <summary>Layers one after another, as one.</summary>
    /// <remarks>Input and output: those of the first and the last layer. Weights: those of the layers.</remarks>
    /// <param name="layers">The layers in order.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Pipeline
        (
            layers: IReadOnlyList<Layer>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        layer "Pipeline" name dtype trainable inputShape { Pipeline.Layers = List.ofSeq layers }

    /// <summary>Keeps the greatest singular value of a layer's kernel at one.</summary>
    /// <remarks>Input and output: those of the layer. In training the kernel (as a matrix with its last axis as columns) is replaced
    /// by itself over its greatest singular value, estimated by power iteration. Weights: those of the layer and vector_u
    /// (1, columns), which training does not change by gradients. Miyato et al., 2018.</remarks>
    /// <param name="layer">A layer with a kernel or embeddings.</param>
    /// <param name="powerIterations">Steps of power iteration in each training step; above 0. Default: 1.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member SpectralNormalization
        (
            layer: Layer,
            [<Opt; Or(1)>] powerIterations: int,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        positive "SpectralNormalization" "power_iterations" powerIterations

        Catalogue.layer "SpectralNormalization" name dtype trainable inputShape {
            SpectralNormalization.Layer = layer
            PowerIterations = powerIterations
        }

    /// <summary>Images mirrored, or not, with equal chances.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image; output the same. One draw for each image decides for both
    /// directions together. In training alone. No weights.</remarks>
    /// <param name="mode">"horizontal" (left and right), "vertical" (up and down) or "horizontal_and_vertical". Default: "horizontal_and_vertical".</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomFlip
        (
            [<Opt; Or("horizontal_and_vertical")>] mode: string,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomFlip"

        let modes = [ "horizontal"; "vertical"; "horizontal_and_vertical" ]

        if not (List.contains mode modes) then
            refuseWord where "mode" mode modes

        layer where name dtype trainable inputShape {
            RandomFlip.Mode = mode
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>A window of the images, anywhere; the same one for all images of a batch.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image, of known height and width; output (batch, height,
    /// width, channels) of the size that is asked for. In training, an image that is not larger in both directions is cut
    /// to the output's size from where its middle part with the output's proportions begins, and then resized. In
    /// inference the images stay as they are, with their own size, as Keras 3.16 does. No weights.</remarks>
    /// <param name="height">Rows of the output.</param>
    /// <param name="width">Columns of the output.</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomCrop
        (
            height: int,
            width: int,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomCrop"

        positive where "height" height
        positive where "width" width

        layer where name dtype trainable inputShape {
            RandomCrop.Height = height
            Width = width
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Images turned around their middle.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image, of known height and width; output the same. In training
    /// alone; each image has its own draw. No weights.</remarks>
    /// <param name="factor">The range of the turn as a share of a full one; a single number f: from -f to f.</param>
    /// <param name="fillMode">What is beyond the border: "reflect" (the mirrored image), "wrap" (the image again), "constant" or "nearest". Default: "reflect".</param>
    /// <param name="interpolation">Between pixels: "bilinear" or "nearest". Default: "bilinear".</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="fillValue">The number of the fill mode "constant". Default: 0.0.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomRotation
        (
            factor: Interval,
            [<Opt; Or("reflect")>] fillMode: string,
            [<Opt; Or("bilinear")>] interpolation: string,
            [<Opt>] seed: Nullable<int>,
            [<Opt; Or(0.0)>] fillValue: float,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomRotation"

        layer where name dtype trainable inputShape {
            RandomRotation.Factor = factor.Within(where, "factor", -1.0, 1.0)
            Lookup = Lookup.Parse(where, fillMode, fillValue, interpolation, FillMode.usual)
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Images seen from further away or from nearer.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image, of known height and width; output the same. In training
    /// alone; each image has its own draw. No weights.</remarks>
    /// <param name="heightFactor">The range of the height that is added to what is seen, as a share: positive is from further away; a single number f: from -f to f; above -1.</param>
    /// <param name="widthFactor">The same of the width. Default: as the height, so that proportions stay.</param>
    /// <param name="fillMode">What is beyond the border: "reflect" (the mirrored image), "wrap" (the image again), "constant" or "nearest". Default: "reflect".</param>
    /// <param name="interpolation">Between pixels: "bilinear" or "nearest". Default: "bilinear".</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="fillValue">The number of the fill mode "constant". Default: 0.0.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomZoom
        (
            heightFactor: Interval,
            [<Opt>] widthFactor: Interval | null,
            [<Opt; Or("reflect")>] fillMode: string,
            [<Opt; Or("bilinear")>] interpolation: string,
            [<Opt>] seed: Nullable<int>,
            [<Opt; Or(0.0)>] fillValue: float,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomZoom"

        layer where name dtype trainable inputShape {
            RandomZoom.HeightFactor = heightFactor |> bothSides where "height_factor" -1.0 1.0
            WidthFactor =
                optional widthFactor |> Option.map (bothSides where "width_factor" -1.0 1.0)
            Lookup = Lookup.Parse(where, fillMode, fillValue, interpolation, FillMode.usual)
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Images moved.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image, of known height and width; output the same. In training
    /// alone; each image has its own draw. No weights.</remarks>
    /// <param name="heightFactor">The range of the way down as a share of the height, negative for up; a single number f: from -f to f.</param>
    /// <param name="widthFactor">The range of the way to the right as a share of the width, negative for left; a single number f: from -f to f.</param>
    /// <param name="fillMode">What is beyond the border: "reflect" (the mirrored image), "wrap" (the image again), "constant" or "nearest". Default: "reflect".</param>
    /// <param name="interpolation">Between pixels: "bilinear" or "nearest". Default: "bilinear".</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="fillValue">The number of the fill mode "constant". Default: 0.0.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomTranslation
        (
            heightFactor: Interval,
            widthFactor: Interval,
            [<Opt; Or("reflect")>] fillMode: string,
            [<Opt; Or("bilinear")>] interpolation: string,
            [<Opt>] seed: Nullable<int>,
            [<Opt; Or(0.0)>] fillValue: float,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomTranslation"

        layer where name dtype trainable inputShape {
            RandomTranslation.HeightFactor =
                heightFactor |> bothSides where "height_factor" -1.0 1.0
            WidthFactor = widthFactor |> bothSides where "width_factor" -1.0 1.0
            Lookup = Lookup.Parse(where, fillMode, fillValue, interpolation, FillMode.usual)
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Images brighter or darker.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image; output the same. x + f · (greatest - least), cut to the
    /// range of values. In training alone; each image has its own draw. No weights.</remarks>
    /// <param name="factor">The range of f; a single number: from -f to f.</param>
    /// <param name="valueRange">The least and the greatest value of the images. Default: 0 to 255.</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomBrightness
        (
            factor: Interval,
            [<Opt>] valueRange: Interval | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomBrightness"

        layer where name dtype trainable inputShape {
            RandomBrightness.Factor = factor.Within(where, "factor", -1.0, 1.0)
            ValueRange = valuesOf where valueRange
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Images with more or less contrast.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image; output the same. (x - mean) · f + mean with the mean of
    /// each channel, cut to the range of values; f is from 1 - low to 1 + high. In training alone; each image has its own draw.
    /// No weights.</remarks>
    /// <param name="factor">Low and high; a single number is high, and low is 0.</param>
    /// <param name="valueRange">The least and the greatest value of the images. Default: 0 to 255.</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomContrast
        (
            factor: Interval,
            [<Opt>] valueRange: Interval | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomContrast"

        layer where name dtype trainable inputShape {
            RandomContrast.Factor = factor.Within(where, "factor", 0.0, 1.0)
            ValueRange = valuesOf where valueRange
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Colours stronger or weaker.</summary>
    /// <remarks>Input (batch, height, width, 3) or one image, in red, green and blue; output the same. In hue, saturation
    /// and value, the saturation times f / (1 - f): f = 0 is without colour, 0.5 the image itself. The new saturation is
    /// cut to the range of values, as in Keras: beyond 1 colours leave the image's range unless that is 0 to 1. In training
    /// alone; each image has its own draw. No weights.</remarks>
    /// <param name="factor">The range of f; a single number: from -f to f.</param>
    /// <param name="valueRange">The least and the greatest value of the images. Default: 0 to 255.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomSaturation
        (
            factor: Interval,
            [<Opt>] valueRange: Interval | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomSaturation"

        layer where name dtype trainable inputShape {
            RandomSaturation.Factor = factor.Within(where, "factor", -1.0, 1.0)
            ValueRange = valuesOf where valueRange
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Colours turned on the colour circle.</summary>
    /// <remarks>Input (batch, height, width, 3) or one image, in red, green and blue; output the same. The turn is f / 2 of the
    /// circle, to either side. In training alone; each image has its own draw. No weights.</remarks>
    /// <param name="factor">The range of f; a single number: from 0 to f.</param>
    /// <param name="valueRange">The least and the greatest value of the images. Default: 0 to 255.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomHue
        (
            factor: Interval,
            [<Opt>] valueRange: Interval | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomHue"

        layer where name dtype trainable inputShape {
            RandomHue.Factor = factor.Within(where, "factor", 0.0, 1.0)
            ValueRange = valuesOf where valueRange
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Images sharper or blurred.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image; output the same. s + 2 · f · (x - s), where s is smoothed
    /// by a kernel of 3 by 3 with 5 / 13 in its middle, cut to the range of values: f = 0 is smoothed, 0.5 the image itself. In
    /// training alone; each image has its own draw. No weights.</remarks>
    /// <param name="factor">The range of f; a single number: from 0 to f.</param>
    /// <param name="valueRange">The least and the greatest value of the images. Default: 0 to 255.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomSharpness
        (
            factor: Interval,
            [<Opt>] valueRange: Interval | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomSharpness"

        layer where name dtype trainable inputShape {
            RandomSharpness.Factor = factor.Within(where, "factor", 0.0, 1.0)
            ValueRange = valuesOf where valueRange
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Colours mixed with gray.</summary>
    /// <remarks>Input (batch, height, width, 3) or one image, in red, green and blue; output the same. x + f · (gray - x), cut
    /// to the range of values. In training alone; each image has its own draw. No weights.</remarks>
    /// <param name="factor">The range of f, where 1 is gray; a single number: from -f to f.</param>
    /// <param name="valueRange">The least and the greatest value of the images. Default: 0 to 255.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomColorDegeneration
        (
            factor: Interval,
            [<Opt>] valueRange: Interval | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomColorDegeneration"

        layer where name dtype trainable inputShape {
            RandomColorDegeneration.Factor = factor.Within(where, "factor", -1.0, 1.0)
            ValueRange = valuesOf where valueRange
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Images without colour, or not.</summary>
    /// <remarks>Input (batch, height, width, 3) or one image, in red, green and blue; output the same. Gray is 0.2989 · red +
    /// 0.587 · green + 0.114 · blue, in all three channels. In training alone; each image has its own draw. No
    /// weights.</remarks>
    /// <param name="factor">How probable it is for an image. Default: 0.5.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomGrayscale
        (
            [<Opt; Or(0.5)>] factor: float,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomGrayscale"

        rate where "factor" factor

        layer where name dtype trainable inputShape {
            RandomGrayscale.Factor = factor
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Images in negative, or not.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image; output the same. greatest - x. In training alone; each
    /// image has its own draw. No weights.</remarks>
    /// <param name="factor">The range of how probable it is; a single number f: from 0 to f. Default: 0 to 1.</param>
    /// <param name="valueRange">The least and the greatest value of the images. Default: 0 to 255.</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomInvert
        (
            [<Opt>] factor: Interval | null,
            [<Opt>] valueRange: Interval | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomInvert"

        layer where name dtype trainable inputShape {
            RandomInvert.Factor = factor |> factorOr (0.0, 1.0) where "factor" 0.0 1.0
            ValueRange = valuesOf where valueRange
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Values with fewer bits.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image; output the same. Of values from 0 to 255, the highest bits
    /// remain. In training alone; each image has its own draw. No weights.</remarks>
    /// <param name="factor">How many bits remain, a whole number from 1 to 8: from the first to below the second of two numbers; a single number f: from 1 to below f.</param>
    /// <param name="valueRange">The least and the greatest value of the images. Default: 0 to 255.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomPosterization
        (
            factor: Interval,
            [<Opt>] valueRange: Interval | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomPosterization"

        layer where name dtype trainable inputShape {
            RandomPosterization.Factor = factor.Within(where, "factor", 1.0, 8.0)
            ValueRange = valuesOf where valueRange
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Brightness, contrast, saturation and hue changed, in this order.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image; output the same. Each change is made where its factor is
    /// given, as RandomBrightness, RandomContrast, RandomSaturation and RandomHue say. In training alone; each image has its
    /// own draw. No weights.</remarks>
    /// <param name="valueRange">The least and the greatest value of the images. Default: 0 to 255.</param>
    /// <param name="brightnessFactor">The range of the brightness's change. Default: none.</param>
    /// <param name="contrastFactor">The range of the contrast's change. Default: none.</param>
    /// <param name="saturationFactor">The range of the saturation's change. Default: none.</param>
    /// <param name="hueFactor">The range of the hue's change. Default: none.</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomColorJitter
        (
            [<Opt>] valueRange: Interval | null,
            [<Opt>] brightnessFactor: Interval | null,
            [<Opt>] contrastFactor: Interval | null,
            [<Opt>] saturationFactor: Interval | null,
            [<Opt>] hueFactor: Interval | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomColorJitter"

        layer where name dtype trainable inputShape {
            RandomColorJitter.ValueRange = valuesOf where valueRange
            BrightnessFactor = brightnessFactor |> optionalFactor where "brightness_factor" -1.0 1.0
            ContrastFactor = contrastFactor |> optionalFactor where "contrast_factor" 0.0 1.0
            SaturationFactor = saturationFactor |> optionalFactor where "saturation_factor" -1.0 1.0
            HueFactor = hueFactor |> optionalFactor where "hue_factor" 0.0 1.0
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Bright values in negative.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image; output the same. Of values from 0 to 255: x + a, cut
    /// to the range, and 255 minus that unless it is below the threshold. Both are drawn from a range's lower end to 255
    /// times its upper one. In training alone; each image has its own draw. No weights.</remarks>
    /// <param name="additionFactor">The range of a, with ends from 0 to 1; a single number f: from 0 to f. Default: 0.</param>
    /// <param name="thresholdFactor">The range of the threshold, with ends from 0 to 1; a single number f: from 0 to f. Default: 0.</param>
    /// <param name="valueRange">The least and the greatest value of the images. Default: 0 to 255.</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Solarization
        (
            [<Opt>] additionFactor: Interval | null,
            [<Opt>] thresholdFactor: Interval | null,
            [<Opt>] valueRange: Interval | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "Solarization"

        layer where name dtype trainable inputShape {
            Solarization.AdditionFactor = additionFactor |> share where "addition_factor"
            ThresholdFactor = thresholdFactor |> share where "threshold_factor"
            ValueRange = valuesOf where valueRange
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Every channel of an image stretched over the whole range of values.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image; output the same. Its least value becomes the least of the
    /// range, its greatest the greatest; a channel of one value stays. With channels first, it is the columns of an image, over
    /// channels and rows, that are stretched, as Keras does. In training and inference. No weights.</remarks>
    /// <param name="valueRange">The least and the greatest value of the images. Default: 0 to 255.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member AutoContrast
        (
            [<Opt>] valueRange: Interval | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "AutoContrast"

        layer where name dtype trainable inputShape {
            AutoContrast.ValueRange = valuesOf where valueRange
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Images blurred, or not.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image; output the same, cut to the range of values. Beyond
    /// the border is zero. The deviations along rows and columns are drawn once for a batch. In training alone; for each
    /// image it is drawn whether it happens. No weights.</remarks>
    /// <param name="factor">The range of how probable it is; a single number f: from 0 to f. Default: 0 to 1.</param>
    /// <param name="kernelSize">Columns and rows that are looked at, in this order, as Keras does; odd numbers. Default: 3.</param>
    /// <param name="sigma">The range of the standard deviation in pixels; a single number s: from 0 to s. Default: 0 to 1.</param>
    /// <param name="valueRange">The least and the greatest value of the images. Default: 0 to 255.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomGaussianBlur
        (
            [<Opt>] factor: Interval | null,
            [<Opt>] kernelSize: Sizes | null,
            [<Opt>] sigma: Interval | null,
            [<Opt>] valueRange: Interval | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomGaussianBlur"

        let rows, columns = kernelSize |> pairOr 3 where "kernel_size"

        layer where name dtype trainable inputShape {
            RandomGaussianBlur.Factor = factor |> factorOr (0.0, 1.0) where "factor" 0.0 1.0
            KernelSize = (rows, columns)
            Sigma = sigma |> factorOr (0.0, 1.0) where "sigma" 0.0 infinity
            ValueRange = valuesOf where valueRange
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>A rectangle of an image replaced by a number or by noise, or not.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image, of known height and width; output the same. Height and
    /// width of the rectangle are shares of the image's, each the square root of a drawn number; it lies anywhere. Noise is
    /// normal, times the greatest value; noise and number are cut to the range of values. In training alone; each image has
    /// its own draw. No weights. Zhong et al., 2020.</remarks>
    /// <param name="factor">The range of how probable it is; a single number f: from 0 to f. Default: 0 to 1.</param>
    /// <param name="scale">The range of its area as a share of the image. Default: 0.02 to 0.33.</param>
    /// <param name="fillValue">What it is replaced by. Default: uniform noise over the range of values.</param>
    /// <param name="valueRange">The least and the greatest value of the images. Default: 0 to 255.</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomErasing
        (
            [<Opt>] factor: Interval | null,
            [<Opt>] scale: Interval | null,
            [<Opt>] fillValue: Nullable<float>,
            [<Opt>] valueRange: Interval | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomErasing"

        layer where name dtype trainable inputShape {
            RandomErasing.Factor = factor |> factorOr (0.0, 1.0) where "factor" 0.0 1.0
            Scale = scale |> factorOr (0.02, 0.33) where "scale" 0.0 1.0
            FillValue = Option.ofNullable fillValue
            ValueRange = valuesOf where valueRange
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Images slanted.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image, of known height and width; output the same. Each row
    /// moves by x times its number, each column by y times its own, counted from 0; both go to the same side. In training
    /// alone; each image has its own draw. No weights.</remarks>
    /// <param name="xFactor">The range of x; a single number f: from 0 to f. Default: 0.</param>
    /// <param name="yFactor">The range of y; a single number f: from 0 to f. Default: 0.</param>
    /// <param name="interpolation">Between pixels: "bilinear" or "nearest". Default: "bilinear".</param>
    /// <param name="fillMode">What is beyond the border: "reflect" (the mirrored image), "wrap" (the image again), "constant" or "nearest". Default: "reflect".</param>
    /// <param name="fillValue">The number of the fill mode "constant". Default: 0.0.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomShear
        (
            [<Opt>] xFactor: Interval | null,
            [<Opt>] yFactor: Interval | null,
            [<Opt; Or("bilinear")>] interpolation: string,
            [<Opt; Or("reflect")>] fillMode: string,
            [<Opt; Or(0.0)>] fillValue: float,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomShear"

        layer where name dtype trainable inputShape {
            RandomShear.XFactor = xFactor |> bothSides where "x_factor" -1.0 1.0
            YFactor = yFactor |> bothSides where "y_factor" -1.0 1.0
            Lookup = Lookup.Parse(where, fillMode, fillValue, interpolation, FillMode.usual)
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Images seen from a slant, or not.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image, of known height and width; output the same. The
    /// corners at the right and below move by shares of the image's size, up to half the scale; the upper left one stays.
    /// In training alone; each image has its own draw. No weights. Heckbert, 1989.</remarks>
    /// <param name="factor">The range of how probable it is; a single number f: from 0 to f. Default: 0 to 1.</param>
    /// <param name="scale">How far corners move, from 0 to 1. Default: 1.0.</param>
    /// <param name="interpolation">Between pixels: "bilinear" or "nearest". Default: "bilinear".</param>
    /// <param name="fillValue">The number of the fill mode "constant". Default: 0.0.</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomPerspective
        (
            [<Opt>] factor: Interval | null,
            [<Opt; Or(1.0)>] scale: float,
            [<Opt; Or("bilinear")>] interpolation: string,
            [<Opt; Or(0.0)>] fillValue: float,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomPerspective"

        rate where "scale" scale

        layer where name dtype trainable inputShape {
            RandomPerspective.Factor = factor |> factorOr (0.0, 1.0) where "factor" 0.0 1.0
            Scale = scale
            Lookup = Lookup.Parse(where, "constant", fillValue, interpolation, FillMode.usual)
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Images bent like rubber, or not.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image, of known height and width; output the same. With a
    /// strength s that is drawn once for a batch, each pixel comes from a place moved by normal numbers of deviation d = s
    /// · 0.05 · min(height, width), made smooth by a bell of deviation d, times s · 0.1 · max(height, width). The result is
    /// cut to the range of values. In training alone; each image has its own field. No weights. Simard et al.,
    /// 2003.</remarks>
    /// <param name="factor">The range of how probable it is; a single number f: from 0 to f. Default: 0 to 1.</param>
    /// <param name="scale">The range of the strength; a single number s: from 0 to s. Default: 0 to 1.</param>
    /// <param name="interpolation">Between pixels: "bilinear" or "nearest". Default: "bilinear".</param>
    /// <param name="fillMode">What is beyond the border: "reflect" (the mirrored image), "wrap" (the image again), "constant", "nearest" or "mirror" (mirrored without repeating the border). Default: "reflect".</param>
    /// <param name="fillValue">The number of the fill mode "constant". Default: 0.0.</param>
    /// <param name="valueRange">The least and the greatest value of the images. Default: 0 to 255.</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandomElasticTransform
        (
            [<Opt>] factor: Interval | null,
            [<Opt>] scale: Interval | null,
            [<Opt; Or("bilinear")>] interpolation: string,
            [<Opt; Or("reflect")>] fillMode: string,
            [<Opt; Or(0.0)>] fillValue: float,
            [<Opt>] valueRange: Interval | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandomElasticTransform"

        layer where name dtype trainable inputShape {
            RandomElasticTransform.Factor = factor |> factorOr (0.0, 1.0) where "factor" 0.0 1.0
            Scale = scale |> factorOr (0.0, 1.0) where "scale" 0.0 1.0
            Lookup = Lookup.Parse(where, fillMode, fillValue, interpolation, FillMode.all)
            ValueRange = valuesOf where valueRange
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Values spread so that all are about as frequent, for each channel over the whole batch.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image; output the same. Of values from 0 to 255, round((s(x) -
    /// s(least)) / (n - s(least)) · 255), where s counts the values up to one and n all of them. In training alone. No
    /// weights.</remarks>
    /// <param name="valueRange">The least and the greatest value of the images. Default: 0 to 255.</param>
    /// <param name="bins">How many values are told apart. Default: 256.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Equalization
        (
            [<Opt>] valueRange: Interval | null,
            [<Opt; Or(256)>] bins: int,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "Equalization"

        positive where "bins" bins

        layer where name dtype trainable inputShape {
            Equalization.ValueRange = valuesOf where valueRange
            Bins = bins
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Values spread by what is around them: an equalization for each tile of the image, with a limit.</summary>
    /// <remarks>Input (batch, height, width, channels) or one image, of known height and width; output the same. What a bin has
    /// above the limit is shared by all bins of the tile; between the middles of tiles their tables are mixed. An image that
    /// does not divide into tiles is continued in a mirror. In training and inference. No weights. Pizer et al.,
    /// 1987.</remarks>
    /// <param name="valueRange">The least and the greatest value of the images. Default: 0 to 255.</param>
    /// <param name="clipLimit">How full a bin may be, as a multiple of the mean; 0: no limit. Default: 4.0.</param>
    /// <param name="tileGridSize">Rows and columns of tiles. Default: 8.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member ContrastLimitedAdaptiveHistogramEqualization
        (
            [<Opt>] valueRange: Interval | null,
            [<Opt; Or(4.0)>] clipLimit: float,
            [<Opt>] tileGridSize: Sizes | null,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "ContrastLimitedAdaptiveHistogramEqualization"

        let rows, columns = tileGridSize |> pairOr 8 where "tile_grid_size"

        layer where name dtype trainable inputShape {
            ContrastLimitedAdaptiveHistogramEqualization.ValueRange = valuesOf where valueRange
            ClipLimit = clipLimit
            TileGridSize = (rows, columns)
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Images mixed with others of the batch, and labels in the same shares.</summary>
    /// <remarks>Input: images (batch, height, width, channels), or a list of images and labels (batch, …) in floating
    /// numbers; output the same. share · x + (1 - share) · partner, with a share from Beta(alpha, alpha) for each image;
    /// partners are a shuffle of the batch. In training alone. No weights. Zhang et al., 2018.</remarks>
    /// <param name="alpha">The parameter of the distribution, above 0. Default: 0.2.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member MixUp
        (
            [<Opt; Or(0.2)>] alpha: float,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "MixUp"

        aboveZero where "alpha" alpha

        layer where name dtype trainable inputShape {
            MixUp.Alpha = alpha
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Images with a rectangle of another of the batch, and labels in the shares of both.</summary>
    /// <remarks>Input: images (batch, height, width, channels), or a list of images and labels (batch, …) in floating
    /// numbers; output the same. The share that stays an image's own is from Beta(a, a), where a is drawn once for a batch;
    /// the rectangle has the proportions of the image and lies anywhere in it; partners are a shuffle of the batch. In
    /// training alone. No weights. Yun et al., 2019.</remarks>
    /// <param name="factor">The range of a; a single number f: from 0 to f. Default: 0 to 1.</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member CutMix
        (
            [<Opt>] factor: Interval | null,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "CutMix"

        layer where name dtype trainable inputShape {
            CutMix.Factor = factor |> factorOr (0.0, 1.0) where "factor" 0.0 1.0
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Some changes, one after another, chosen by chance.</summary>
    /// <remarks>Input (batch, height, width, 3) or one image, in red, green and blue, of known height and width; output the
    /// same. Each is one of: shear, translation, rotation, posterization, solarization, contrast by stretching,
    /// equalization, brightness, contrast, sharpness and colour, the same one for the whole batch; a change draws its
    /// strengths once for each image, also when it is chosen twice. In training alone. No weights. Cubuk et al.,
    /// 2020.</remarks>
    /// <param name="valueRange">The least and the greatest value of the images. Default: 0 to 255.</param>
    /// <param name="numOps">How many changes. Default: 2.</param>
    /// <param name="factor">The range of their strength; a single number f: from 0 to f. Default: 0 to 0.5.</param>
    /// <param name="interpolation">Between pixels: "bilinear" or "nearest". Default: "bilinear".</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member RandAugment
        (
            [<Opt>] valueRange: Interval | null,
            [<Opt; Or(2)>] numOps: int,
            [<Opt>] factor: Interval | null,
            [<Opt; Or("bilinear")>] interpolation: string,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "RandAugment"

        positive where "num_ops" numOps

        layer where name dtype trainable inputShape {
            RandAugment.ValueRange = valuesOf where valueRange
            NumOps = numOps
            Factor = factor |> factorOr (0.0, 0.5) where "factor" 0.0 1.0
            Lookup = Lookup.Parse(where, "reflect", 0.0, interpolation, FillMode.usual)
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>Images mixed with chains of changes of themselves.</summary>
    /// <remarks>Input (batch, height, width, 3) or one image, in red, green and blue, of known height and width; output the
    /// same. Chains have weights from a Dirichlet distribution, the image a share from Beta(alpha, alpha), both drawn once
    /// for a batch. A step of a chain is one of the changes of RandAugment, or none, for the whole batch. The result is cut
    /// to the range of values. In training alone; each image has its own strengths. No weights. Hendrycks et al.,
    /// 2020.</remarks>
    /// <param name="valueRange">The least and the greatest value of the images. Default: 0 to 255.</param>
    /// <param name="numChains">How many chains. Default: 3.</param>
    /// <param name="chainDepth">Changes in a chain. Default: 3.</param>
    /// <param name="factor">The range of their strength; a single number f: from 0 to f. Default: 0 to 0.3.</param>
    /// <param name="alpha">The parameter of both distributions, above 0. Default: 1.0.</param>
    /// <param name="allOps">Whether brightness, contrast, sharpness and colour are among the changes. Default: true.</param>
    /// <param name="interpolation">Between pixels: "bilinear" or "nearest". Default: "bilinear".</param>
    /// <param name="seed">The seed of its numbers. Default: from the seeds of the program.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member AugMix
        (
            [<Opt>] valueRange: Interval | null,
            [<Opt; Or(3)>] numChains: int,
            [<Opt; Or(3)>] chainDepth: int,
            [<Opt>] factor: Interval | null,
            [<Opt; Or(1.0)>] alpha: float,
            [<Opt; Or(true)>] allOps: bool,
            [<Opt; Or("bilinear")>] interpolation: string,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] dataFormat: DataFormat | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "AugMix"

        positive where "num_chains" numChains
        positive where "chain_depth" chainDepth
        aboveZero where "alpha" alpha

        layer where name dtype trainable inputShape {
            AugMix.ValueRange = valuesOf where valueRange
            NumChains = numChains
            ChainDepth = chainDepth
            Factor = factor |> factorOr (0.0, 0.3) where "factor" 0.0 1.0
            Alpha = alpha
            AllOps = allOps
            Lookup = Lookup.Parse(where, "reflect", 0.0, interpolation, FillMode.usual)
            Seed = seed
            DataFormat = dataFormat |> orElse DataFormat.ChannelsLast
        }

    /// <summary>The same number of bounding boxes for each image.</summary>
    /// <remarks>Input: boxes (batch, boxes, 4), or a list of boxes and labels (batch, boxes); output the same with the number
    /// of boxes asked for: those beyond it are left out, those missing filled up. No weights.</remarks>
    /// <param name="maxNumber">How many boxes.</param>
    /// <param name="fillValue">The number in boxes and labels that are missing. Default: -1.0.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member MaxNumBoundingBoxes
        (
            maxNumber: int,
            [<Opt; Or(-1.0)>] fillValue: float,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        let where = "MaxNumBoundingBoxes"

        positive where "max_number" maxNumber

        layer where name dtype trainable inputShape {
            MaxNumBoundingBoxes.MaxNumber = maxNumber
            FillValue = fillValue
        }

    /// <summary>Each channel times a number that is learned: x · gamma.</summary>
    /// <remarks>Input (batch, …, channels), output the same. Weights: gamma (projectionDim). Touvron et al., 2021.</remarks>
    /// <param name="initValues">What the numbers begin with.</param>
    /// <param name="projectionDim">How many channels the input has; above 0.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member LayerScale
        (
            initValues: float,
            projectionDim: int,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        positive "LayerScale" "projection_dim" projectionDim

        layer "LayerScale" name dtype trainable inputShape {
            LayerScale.InitValues = initValues
            ProjectionDim = projectionDim
        }

    /// <summary>Whole samples dropped in training; the others are divided by the part that is kept.</summary>
    /// <remarks>Input (batch, …), output the same. On a branch beside a shortcut, some samples go by the shortcut alone. No
    /// weights. Huang et al., 2016.</remarks>
    /// <param name="dropPathRate">The part of the samples that is dropped, from 0 to below 1.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member StochasticDepth
        (
            dropPathRate: float,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        if not (dropPathRate >= 0.0 && dropPathRate < 1.0) then
            refuse
                "StochasticDepth"
                "drop_path_rate from 0 to below 1"
                $"drop_path_rate = {dropPathRate}"
                "dropPathRate: 0.1"

        layer "StochasticDepth" name dtype trainable inputShape {
            StochasticDepth.DropPathRate = dropPathRate
        }
