// Every layer of the catalogue as a method on a symbol. Written from the catalogue: a test says when
// it is stale.
#pragma warning disable CS0419 // two members of one name share their documentation
namespace Keratin;

/// <summary>Layers as methods: <c>Input(784).Dense(32, "relu").Dense(10, "softmax")</c>.</summary>
public static class Fluent
{
    /// <inheritdoc cref="Layers.Activation"/>
    public static Symbol Activation(
        this Symbol x,
        Activation activation,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Activation(activation: activation, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.ActivityRegularization"/>
    public static Symbol ActivityRegularization(
        this Symbol x,
        double l1 = 0,
        double l2 = 0,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.ActivityRegularization(l1: l1, l2: l2, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.AdaptiveAveragePooling1D"/>
    public static Symbol AdaptiveAveragePooling1D(
        this Symbol x,
        Sizes outputSize,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.AdaptiveAveragePooling1D(outputSize: outputSize, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.AdaptiveAveragePooling2D"/>
    public static Symbol AdaptiveAveragePooling2D(
        this Symbol x,
        Sizes outputSize,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.AdaptiveAveragePooling2D(outputSize: outputSize, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.AdaptiveAveragePooling3D"/>
    public static Symbol AdaptiveAveragePooling3D(
        this Symbol x,
        Sizes outputSize,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.AdaptiveAveragePooling3D(outputSize: outputSize, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.AdaptiveMaxPooling1D"/>
    public static Symbol AdaptiveMaxPooling1D(
        this Symbol x,
        Sizes outputSize,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.AdaptiveMaxPooling1D(outputSize: outputSize, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.AdaptiveMaxPooling2D"/>
    public static Symbol AdaptiveMaxPooling2D(
        this Symbol x,
        Sizes outputSize,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.AdaptiveMaxPooling2D(outputSize: outputSize, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.AdaptiveMaxPooling3D"/>
    public static Symbol AdaptiveMaxPooling3D(
        this Symbol x,
        Sizes outputSize,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.AdaptiveMaxPooling3D(outputSize: outputSize, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Add"/>
    public static Symbol Add(
        this Symbol x,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Add(name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.AdditiveAttention"/>
    public static Symbol AdditiveAttention(
        this Symbol x,
        bool useScale = true,
        double dropout = 0,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.AdditiveAttention(useScale: useScale, dropout: dropout, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.AlphaDropout"/>
    public static Symbol AlphaDropout(
        this Symbol x,
        double rate,
        int?[]? noiseShape = null,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.AlphaDropout(rate: rate, noiseShape: noiseShape, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Attention"/>
    public static Symbol Attention(
        this Symbol x,
        bool useScale = false,
        string scoreMode = "dot",
        double dropout = 0,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Attention(useScale: useScale, scoreMode: scoreMode, dropout: dropout, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.AugMix"/>
    public static Symbol AugMix(
        this Symbol x,
        Interval? valueRange = null,
        int numChains = 3,
        int chainDepth = 3,
        Interval? factor = null,
        double alpha = 1,
        bool allOps = true,
        string interpolation = "bilinear",
        int? seed = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.AugMix(valueRange: valueRange, numChains: numChains, chainDepth: chainDepth, factor: factor, alpha: alpha, allOps: allOps, interpolation: interpolation, seed: seed, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.AutoContrast"/>
    public static Symbol AutoContrast(
        this Symbol x,
        Interval? valueRange = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.AutoContrast(valueRange: valueRange, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Average"/>
    public static Symbol Average(
        this Symbol x,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Average(name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.AveragePooling1D"/>
    public static Symbol AveragePooling1D(
        this Symbol x,
        Sizes poolSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.AveragePooling1D(poolSize: poolSize, strides: strides, padding: padding, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.AveragePooling2D"/>
    public static Symbol AveragePooling2D(
        this Symbol x,
        Sizes poolSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.AveragePooling2D(poolSize: poolSize, strides: strides, padding: padding, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.AveragePooling3D"/>
    public static Symbol AveragePooling3D(
        this Symbol x,
        Sizes poolSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.AveragePooling3D(poolSize: poolSize, strides: strides, padding: padding, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.AvgPool1D"/>
    public static Symbol AvgPool1D(
        this Symbol x,
        Sizes poolSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.AvgPool1D(poolSize: poolSize, strides: strides, padding: padding, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.AvgPool2D"/>
    public static Symbol AvgPool2D(
        this Symbol x,
        Sizes poolSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.AvgPool2D(poolSize: poolSize, strides: strides, padding: padding, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.AvgPool3D"/>
    public static Symbol AvgPool3D(
        this Symbol x,
        Sizes poolSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.AvgPool3D(poolSize: poolSize, strides: strides, padding: padding, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.BatchNormalization"/>
    public static Symbol BatchNormalization(
        this Symbol x,
        int axis = -1,
        double momentum = 0.99,
        double epsilon = 0.001,
        bool center = true,
        bool scale = true,
        Initializer? betaInitializer = null,
        Initializer? gammaInitializer = null,
        Initializer? movingMeanInitializer = null,
        Initializer? movingVarianceInitializer = null,
        Regularizer? betaRegularizer = null,
        Regularizer? gammaRegularizer = null,
        Constraint? betaConstraint = null,
        Constraint? gammaConstraint = null,
        bool renorm = false,
        System.Collections.Generic.IReadOnlyDictionary<string, double>? renormClipping = null,
        double renormMomentum = 0.99,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.BatchNormalization(axis: axis, momentum: momentum, epsilon: epsilon, center: center, scale: scale, betaInitializer: betaInitializer, gammaInitializer: gammaInitializer, movingMeanInitializer: movingMeanInitializer, movingVarianceInitializer: movingVarianceInitializer, betaRegularizer: betaRegularizer, gammaRegularizer: gammaRegularizer, betaConstraint: betaConstraint, gammaConstraint: gammaConstraint, renorm: renorm, renormClipping: renormClipping, renormMomentum: renormMomentum, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Bidirectional"/>
    public static Symbol Bidirectional(
        this Symbol x,
        Layer layer,
        string? mergeMode = "concat",
        Layer? backwardLayer = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Bidirectional(layer: layer, mergeMode: mergeMode, backwardLayer: backwardLayer, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.CategoryEncoding"/>
    public static Symbol CategoryEncoding(
        this Symbol x,
        int numTokens,
        string outputMode = "multi_hot",
        bool sparse = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.CategoryEncoding(numTokens: numTokens, outputMode: outputMode, sparse: sparse, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.CenterCrop"/>
    public static Symbol CenterCrop(
        this Symbol x,
        int height,
        int width,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.CenterCrop(height: height, width: width, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Concatenate"/>
    public static Symbol Concatenate(
        this Symbol x,
        int axis = -1,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Concatenate(axis: axis, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.ContrastLimitedAdaptiveHistogramEqualization"/>
    public static Symbol ContrastLimitedAdaptiveHistogramEqualization(
        this Symbol x,
        Interval? valueRange = null,
        double clipLimit = 4,
        Sizes? tileGridSize = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.ContrastLimitedAdaptiveHistogramEqualization(valueRange: valueRange, clipLimit: clipLimit, tileGridSize: tileGridSize, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Conv1D"/>
    public static Symbol Conv1D(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        int groups = 1,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        int? loraRank = null,
        double? loraAlpha = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Conv1D(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, dataFormat: dataFormat, dilationRate: dilationRate, groups: groups, activation: activation, useBias: useBias, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, biasConstraint: biasConstraint, loraRank: loraRank, loraAlpha: loraAlpha, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Conv1DTranspose"/>
    public static Symbol Conv1DTranspose(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        Sizes? outputPadding = null,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Conv1DTranspose(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, outputPadding: outputPadding, dataFormat: dataFormat, dilationRate: dilationRate, activation: activation, useBias: useBias, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, biasConstraint: biasConstraint, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Conv2D"/>
    public static Symbol Conv2D(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        int groups = 1,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        int? loraRank = null,
        double? loraAlpha = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Conv2D(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, dataFormat: dataFormat, dilationRate: dilationRate, groups: groups, activation: activation, useBias: useBias, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, biasConstraint: biasConstraint, loraRank: loraRank, loraAlpha: loraAlpha, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Conv2DTranspose"/>
    public static Symbol Conv2DTranspose(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        Sizes? outputPadding = null,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Conv2DTranspose(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, outputPadding: outputPadding, dataFormat: dataFormat, dilationRate: dilationRate, activation: activation, useBias: useBias, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, biasConstraint: biasConstraint, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Conv3D"/>
    public static Symbol Conv3D(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        int groups = 1,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        int? loraRank = null,
        double? loraAlpha = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Conv3D(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, dataFormat: dataFormat, dilationRate: dilationRate, groups: groups, activation: activation, useBias: useBias, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, biasConstraint: biasConstraint, loraRank: loraRank, loraAlpha: loraAlpha, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Conv3DTranspose"/>
    public static Symbol Conv3DTranspose(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        Sizes? outputPadding = null,
        Sizes? dilationRate = null,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Conv3DTranspose(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, dataFormat: dataFormat, outputPadding: outputPadding, dilationRate: dilationRate, activation: activation, useBias: useBias, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, biasConstraint: biasConstraint, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.ConvLSTM1D"/>
    public static Symbol ConvLSTM1D(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        Activation? activation = null,
        Activation? recurrentActivation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null,
        Initializer? biasInitializer = null,
        bool unitForgetBias = true,
        Regularizer? kernelRegularizer = null,
        Regularizer? recurrentRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? recurrentConstraint = null,
        Constraint? biasConstraint = null,
        double dropout = 0,
        double recurrentDropout = 0,
        int? seed = null,
        bool returnSequences = false,
        bool returnState = false,
        bool goBackwards = false,
        bool stateful = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.ConvLSTM1D(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, dataFormat: dataFormat, dilationRate: dilationRate, activation: activation, recurrentActivation: recurrentActivation, useBias: useBias, kernelInitializer: kernelInitializer, recurrentInitializer: recurrentInitializer, biasInitializer: biasInitializer, unitForgetBias: unitForgetBias, kernelRegularizer: kernelRegularizer, recurrentRegularizer: recurrentRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, recurrentConstraint: recurrentConstraint, biasConstraint: biasConstraint, dropout: dropout, recurrentDropout: recurrentDropout, seed: seed, returnSequences: returnSequences, returnState: returnState, goBackwards: goBackwards, stateful: stateful, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.ConvLSTM2D"/>
    public static Symbol ConvLSTM2D(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        Activation? activation = null,
        Activation? recurrentActivation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null,
        Initializer? biasInitializer = null,
        bool unitForgetBias = true,
        Regularizer? kernelRegularizer = null,
        Regularizer? recurrentRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? recurrentConstraint = null,
        Constraint? biasConstraint = null,
        double dropout = 0,
        double recurrentDropout = 0,
        int? seed = null,
        bool returnSequences = false,
        bool returnState = false,
        bool goBackwards = false,
        bool stateful = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.ConvLSTM2D(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, dataFormat: dataFormat, dilationRate: dilationRate, activation: activation, recurrentActivation: recurrentActivation, useBias: useBias, kernelInitializer: kernelInitializer, recurrentInitializer: recurrentInitializer, biasInitializer: biasInitializer, unitForgetBias: unitForgetBias, kernelRegularizer: kernelRegularizer, recurrentRegularizer: recurrentRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, recurrentConstraint: recurrentConstraint, biasConstraint: biasConstraint, dropout: dropout, recurrentDropout: recurrentDropout, seed: seed, returnSequences: returnSequences, returnState: returnState, goBackwards: goBackwards, stateful: stateful, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.ConvLSTM3D"/>
    public static Symbol ConvLSTM3D(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        Activation? activation = null,
        Activation? recurrentActivation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null,
        Initializer? biasInitializer = null,
        bool unitForgetBias = true,
        Regularizer? kernelRegularizer = null,
        Regularizer? recurrentRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? recurrentConstraint = null,
        Constraint? biasConstraint = null,
        double dropout = 0,
        double recurrentDropout = 0,
        int? seed = null,
        bool returnSequences = false,
        bool returnState = false,
        bool goBackwards = false,
        bool stateful = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.ConvLSTM3D(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, dataFormat: dataFormat, dilationRate: dilationRate, activation: activation, recurrentActivation: recurrentActivation, useBias: useBias, kernelInitializer: kernelInitializer, recurrentInitializer: recurrentInitializer, biasInitializer: biasInitializer, unitForgetBias: unitForgetBias, kernelRegularizer: kernelRegularizer, recurrentRegularizer: recurrentRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, recurrentConstraint: recurrentConstraint, biasConstraint: biasConstraint, dropout: dropout, recurrentDropout: recurrentDropout, seed: seed, returnSequences: returnSequences, returnState: returnState, goBackwards: goBackwards, stateful: stateful, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Convolution1D"/>
    public static Symbol Convolution1D(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        int groups = 1,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        int? loraRank = null,
        double? loraAlpha = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Convolution1D(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, dataFormat: dataFormat, dilationRate: dilationRate, groups: groups, activation: activation, useBias: useBias, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, biasConstraint: biasConstraint, loraRank: loraRank, loraAlpha: loraAlpha, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Convolution1DTranspose"/>
    public static Symbol Convolution1DTranspose(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        Sizes? outputPadding = null,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Convolution1DTranspose(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, outputPadding: outputPadding, dataFormat: dataFormat, dilationRate: dilationRate, activation: activation, useBias: useBias, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, biasConstraint: biasConstraint, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Convolution2D"/>
    public static Symbol Convolution2D(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        int groups = 1,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        int? loraRank = null,
        double? loraAlpha = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Convolution2D(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, dataFormat: dataFormat, dilationRate: dilationRate, groups: groups, activation: activation, useBias: useBias, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, biasConstraint: biasConstraint, loraRank: loraRank, loraAlpha: loraAlpha, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Convolution2DTranspose"/>
    public static Symbol Convolution2DTranspose(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        Sizes? outputPadding = null,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Convolution2DTranspose(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, outputPadding: outputPadding, dataFormat: dataFormat, dilationRate: dilationRate, activation: activation, useBias: useBias, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, biasConstraint: biasConstraint, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Convolution3D"/>
    public static Symbol Convolution3D(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        int groups = 1,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        int? loraRank = null,
        double? loraAlpha = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Convolution3D(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, dataFormat: dataFormat, dilationRate: dilationRate, groups: groups, activation: activation, useBias: useBias, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, biasConstraint: biasConstraint, loraRank: loraRank, loraAlpha: loraAlpha, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Convolution3DTranspose"/>
    public static Symbol Convolution3DTranspose(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        Sizes? outputPadding = null,
        Sizes? dilationRate = null,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Convolution3DTranspose(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, dataFormat: dataFormat, outputPadding: outputPadding, dilationRate: dilationRate, activation: activation, useBias: useBias, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, biasConstraint: biasConstraint, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Cropping1D"/>
    public static Symbol Cropping1D(
        this Symbol x,
        Margins? cropping = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Cropping1D(cropping: cropping, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Cropping2D"/>
    public static Symbol Cropping2D(
        this Symbol x,
        Margins? cropping = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Cropping2D(cropping: cropping, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Cropping3D"/>
    public static Symbol Cropping3D(
        this Symbol x,
        Margins? cropping = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Cropping3D(cropping: cropping, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.CutMix"/>
    public static Symbol CutMix(
        this Symbol x,
        Interval? factor = null,
        int? seed = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.CutMix(factor: factor, seed: seed, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Dense"/>
    public static Symbol Dense(
        this Symbol x,
        int units,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        int? loraRank = null,
        double? loraAlpha = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Dense(units: units, activation: activation, useBias: useBias, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, biasConstraint: biasConstraint, loraRank: loraRank, loraAlpha: loraAlpha, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.DepthwiseConv1D"/>
    public static Symbol DepthwiseConv1D(
        this Symbol x,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        int depthMultiplier = 1,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        Activation? activation = null,
        bool useBias = true,
        Initializer? depthwiseInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? depthwiseRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? depthwiseConstraint = null,
        Constraint? biasConstraint = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.DepthwiseConv1D(kernelSize: kernelSize, strides: strides, padding: padding, depthMultiplier: depthMultiplier, dataFormat: dataFormat, dilationRate: dilationRate, activation: activation, useBias: useBias, depthwiseInitializer: depthwiseInitializer, biasInitializer: biasInitializer, depthwiseRegularizer: depthwiseRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, depthwiseConstraint: depthwiseConstraint, biasConstraint: biasConstraint, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.DepthwiseConv2D"/>
    public static Symbol DepthwiseConv2D(
        this Symbol x,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        int depthMultiplier = 1,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        Activation? activation = null,
        bool useBias = true,
        Initializer? depthwiseInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? depthwiseRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? depthwiseConstraint = null,
        Constraint? biasConstraint = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.DepthwiseConv2D(kernelSize: kernelSize, strides: strides, padding: padding, depthMultiplier: depthMultiplier, dataFormat: dataFormat, dilationRate: dilationRate, activation: activation, useBias: useBias, depthwiseInitializer: depthwiseInitializer, biasInitializer: biasInitializer, depthwiseRegularizer: depthwiseRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, depthwiseConstraint: depthwiseConstraint, biasConstraint: biasConstraint, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Discretization"/>
    public static Symbol Discretization(
        this Symbol x,
        double[]? binBoundaries = null,
        int? numBins = null,
        double epsilon = 0.01,
        string outputMode = "int",
        bool sparse = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Discretization(binBoundaries: binBoundaries, numBins: numBins, epsilon: epsilon, outputMode: outputMode, sparse: sparse, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Dot"/>
    public static Symbol Dot(
        this Symbol x,
        Axes axes,
        bool normalize = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Dot(axes: axes, normalize: normalize, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Dropout"/>
    public static Symbol Dropout(
        this Symbol x,
        double rate,
        int?[]? noiseShape = null,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Dropout(rate: rate, noiseShape: noiseShape, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.ELU"/>
    public static Symbol ELU(
        this Symbol x,
        double alpha = 1,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.ELU(alpha: alpha, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.EinsumDense"/>
    public static Symbol EinsumDense(
        this Symbol x,
        string equation,
        int?[] outputShape,
        Activation? activation = null,
        string? biasAxes = null,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        int? loraRank = null,
        double? loraAlpha = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.EinsumDense(equation: equation, outputShape: outputShape, activation: activation, biasAxes: biasAxes, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, biasConstraint: biasConstraint, loraRank: loraRank, loraAlpha: loraAlpha, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Embedding"/>
    public static Symbol Embedding(
        this Symbol x,
        int inputDim,
        int outputDim,
        Initializer? embeddingsInitializer = null,
        Regularizer? embeddingsRegularizer = null,
        Constraint? embeddingsConstraint = null,
        bool maskZero = false,
        int? loraRank = null,
        double? loraAlpha = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Embedding(inputDim: inputDim, outputDim: outputDim, embeddingsInitializer: embeddingsInitializer, embeddingsRegularizer: embeddingsRegularizer, embeddingsConstraint: embeddingsConstraint, maskZero: maskZero, loraRank: loraRank, loraAlpha: loraAlpha, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Equalization"/>
    public static Symbol Equalization(
        this Symbol x,
        Interval? valueRange = null,
        int bins = 256,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Equalization(valueRange: valueRange, bins: bins, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Flatten"/>
    public static Symbol Flatten(
        this Symbol x,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Flatten(dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.GRU"/>
    public static Symbol GRU(
        this Symbol x,
        int units,
        Activation? activation = null,
        Activation? recurrentActivation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? recurrentRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? recurrentConstraint = null,
        Constraint? biasConstraint = null,
        double dropout = 0,
        double recurrentDropout = 0,
        int? seed = null,
        bool returnSequences = false,
        bool returnState = false,
        bool goBackwards = false,
        bool stateful = false,
        bool unroll = false,
        bool resetAfter = true,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.GRU(units: units, activation: activation, recurrentActivation: recurrentActivation, useBias: useBias, kernelInitializer: kernelInitializer, recurrentInitializer: recurrentInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, recurrentRegularizer: recurrentRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, recurrentConstraint: recurrentConstraint, biasConstraint: biasConstraint, dropout: dropout, recurrentDropout: recurrentDropout, seed: seed, returnSequences: returnSequences, returnState: returnState, goBackwards: goBackwards, stateful: stateful, unroll: unroll, resetAfter: resetAfter, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.GRUCell"/>
    public static Symbol GRUCell(
        this Symbol x,
        int units,
        Activation? activation = null,
        Activation? recurrentActivation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? recurrentRegularizer = null,
        Regularizer? biasRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? recurrentConstraint = null,
        Constraint? biasConstraint = null,
        double dropout = 0,
        double recurrentDropout = 0,
        bool resetAfter = true,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.GRUCell(units: units, activation: activation, recurrentActivation: recurrentActivation, useBias: useBias, kernelInitializer: kernelInitializer, recurrentInitializer: recurrentInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, recurrentRegularizer: recurrentRegularizer, biasRegularizer: biasRegularizer, kernelConstraint: kernelConstraint, recurrentConstraint: recurrentConstraint, biasConstraint: biasConstraint, dropout: dropout, recurrentDropout: recurrentDropout, resetAfter: resetAfter, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.GaussianDropout"/>
    public static Symbol GaussianDropout(
        this Symbol x,
        double rate,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.GaussianDropout(rate: rate, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.GaussianNoise"/>
    public static Symbol GaussianNoise(
        this Symbol x,
        double stddev,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.GaussianNoise(stddev: stddev, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.GlobalAveragePooling1D"/>
    public static Symbol GlobalAveragePooling1D(
        this Symbol x,
        DataFormat? dataFormat = null,
        bool keepdims = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.GlobalAveragePooling1D(dataFormat: dataFormat, keepdims: keepdims, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.GlobalAveragePooling2D"/>
    public static Symbol GlobalAveragePooling2D(
        this Symbol x,
        DataFormat? dataFormat = null,
        bool keepdims = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.GlobalAveragePooling2D(dataFormat: dataFormat, keepdims: keepdims, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.GlobalAveragePooling3D"/>
    public static Symbol GlobalAveragePooling3D(
        this Symbol x,
        DataFormat? dataFormat = null,
        bool keepdims = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.GlobalAveragePooling3D(dataFormat: dataFormat, keepdims: keepdims, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.GlobalAvgPool1D"/>
    public static Symbol GlobalAvgPool1D(
        this Symbol x,
        DataFormat? dataFormat = null,
        bool keepdims = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.GlobalAvgPool1D(dataFormat: dataFormat, keepdims: keepdims, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.GlobalAvgPool2D"/>
    public static Symbol GlobalAvgPool2D(
        this Symbol x,
        DataFormat? dataFormat = null,
        bool keepdims = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.GlobalAvgPool2D(dataFormat: dataFormat, keepdims: keepdims, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.GlobalAvgPool3D"/>
    public static Symbol GlobalAvgPool3D(
        this Symbol x,
        DataFormat? dataFormat = null,
        bool keepdims = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.GlobalAvgPool3D(dataFormat: dataFormat, keepdims: keepdims, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.GlobalMaxPool1D"/>
    public static Symbol GlobalMaxPool1D(
        this Symbol x,
        DataFormat? dataFormat = null,
        bool keepdims = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.GlobalMaxPool1D(dataFormat: dataFormat, keepdims: keepdims, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.GlobalMaxPool2D"/>
    public static Symbol GlobalMaxPool2D(
        this Symbol x,
        DataFormat? dataFormat = null,
        bool keepdims = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.GlobalMaxPool2D(dataFormat: dataFormat, keepdims: keepdims, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.GlobalMaxPool3D"/>
    public static Symbol GlobalMaxPool3D(
        this Symbol x,
        DataFormat? dataFormat = null,
        bool keepdims = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.GlobalMaxPool3D(dataFormat: dataFormat, keepdims: keepdims, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.GlobalMaxPooling1D"/>
    public static Symbol GlobalMaxPooling1D(
        this Symbol x,
        DataFormat? dataFormat = null,
        bool keepdims = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.GlobalMaxPooling1D(dataFormat: dataFormat, keepdims: keepdims, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.GlobalMaxPooling2D"/>
    public static Symbol GlobalMaxPooling2D(
        this Symbol x,
        DataFormat? dataFormat = null,
        bool keepdims = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.GlobalMaxPooling2D(dataFormat: dataFormat, keepdims: keepdims, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.GlobalMaxPooling3D"/>
    public static Symbol GlobalMaxPooling3D(
        this Symbol x,
        DataFormat? dataFormat = null,
        bool keepdims = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.GlobalMaxPooling3D(dataFormat: dataFormat, keepdims: keepdims, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.GroupNormalization"/>
    public static Symbol GroupNormalization(
        this Symbol x,
        int groups = 32,
        int axis = -1,
        double epsilon = 0.001,
        bool center = true,
        bool scale = true,
        Initializer? betaInitializer = null,
        Initializer? gammaInitializer = null,
        Regularizer? betaRegularizer = null,
        Regularizer? gammaRegularizer = null,
        Constraint? betaConstraint = null,
        Constraint? gammaConstraint = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.GroupNormalization(groups: groups, axis: axis, epsilon: epsilon, center: center, scale: scale, betaInitializer: betaInitializer, gammaInitializer: gammaInitializer, betaRegularizer: betaRegularizer, gammaRegularizer: gammaRegularizer, betaConstraint: betaConstraint, gammaConstraint: gammaConstraint, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.GroupQueryAttention"/>
    public static Symbol GroupQueryAttention(
        this Symbol x,
        int headDim,
        int numQueryHeads,
        int numKeyValueHeads,
        double dropout = 0,
        bool useBias = true,
        int? slidingWindow = null,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        bool useGate = false,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.GroupQueryAttention(headDim: headDim, numQueryHeads: numQueryHeads, numKeyValueHeads: numKeyValueHeads, dropout: dropout, useBias: useBias, slidingWindow: slidingWindow, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, biasConstraint: biasConstraint, useGate: useGate, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.HashedCrossing"/>
    public static Symbol HashedCrossing(
        this Symbol x,
        int numBins,
        string outputMode = "int",
        bool sparse = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.HashedCrossing(numBins: numBins, outputMode: outputMode, sparse: sparse, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Hashing"/>
    public static Symbol Hashing(
        this Symbol x,
        int numBins,
        Token? maskValue = null,
        Salt? salt = null,
        string outputMode = "int",
        bool sparse = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Hashing(numBins: numBins, maskValue: maskValue, salt: salt, outputMode: outputMode, sparse: sparse, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Identity"/>
    public static Symbol Identity(
        this Symbol x,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Identity(name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.IntegerLookup"/>
    public static Symbol IntegerLookup(
        this Symbol x,
        int? maxTokens = null,
        int numOovIndices = 1,
        System.Int64? maskToken = null,
        System.Int64 oovToken = -1,
        System.Int64[]? vocabulary = null,
        string vocabularyDtype = "int64",
        double[]? idfWeights = null,
        bool invert = false,
        string outputMode = "int",
        bool sparse = false,
        bool padToMaxTokens = false,
        string oovMethod = "floormod",
        Salt? salt = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.IntegerLookup(maxTokens: maxTokens, numOovIndices: numOovIndices, maskToken: maskToken, oovToken: oovToken, vocabulary: vocabulary, vocabularyDtype: vocabularyDtype, idfWeights: idfWeights, invert: invert, outputMode: outputMode, sparse: sparse, padToMaxTokens: padToMaxTokens, oovMethod: oovMethod, salt: salt, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.LSTM"/>
    public static Symbol LSTM(
        this Symbol x,
        int units,
        Activation? activation = null,
        Activation? recurrentActivation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null,
        Initializer? biasInitializer = null,
        bool unitForgetBias = true,
        Regularizer? kernelRegularizer = null,
        Regularizer? recurrentRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? recurrentConstraint = null,
        Constraint? biasConstraint = null,
        double dropout = 0,
        double recurrentDropout = 0,
        int? seed = null,
        bool returnSequences = false,
        bool returnState = false,
        bool goBackwards = false,
        bool stateful = false,
        bool unroll = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.LSTM(units: units, activation: activation, recurrentActivation: recurrentActivation, useBias: useBias, kernelInitializer: kernelInitializer, recurrentInitializer: recurrentInitializer, biasInitializer: biasInitializer, unitForgetBias: unitForgetBias, kernelRegularizer: kernelRegularizer, recurrentRegularizer: recurrentRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, recurrentConstraint: recurrentConstraint, biasConstraint: biasConstraint, dropout: dropout, recurrentDropout: recurrentDropout, seed: seed, returnSequences: returnSequences, returnState: returnState, goBackwards: goBackwards, stateful: stateful, unroll: unroll, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.LSTMCell"/>
    public static Symbol LSTMCell(
        this Symbol x,
        int units,
        Activation? activation = null,
        Activation? recurrentActivation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null,
        Initializer? biasInitializer = null,
        bool unitForgetBias = true,
        Regularizer? kernelRegularizer = null,
        Regularizer? recurrentRegularizer = null,
        Regularizer? biasRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? recurrentConstraint = null,
        Constraint? biasConstraint = null,
        double dropout = 0,
        double recurrentDropout = 0,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.LSTMCell(units: units, activation: activation, recurrentActivation: recurrentActivation, useBias: useBias, kernelInitializer: kernelInitializer, recurrentInitializer: recurrentInitializer, biasInitializer: biasInitializer, unitForgetBias: unitForgetBias, kernelRegularizer: kernelRegularizer, recurrentRegularizer: recurrentRegularizer, biasRegularizer: biasRegularizer, kernelConstraint: kernelConstraint, recurrentConstraint: recurrentConstraint, biasConstraint: biasConstraint, dropout: dropout, recurrentDropout: recurrentDropout, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Lambda"/>
    public static Symbol Lambda(
        this Symbol x,
        System.Func<Symbol, Symbol> function,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Lambda(function: function, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.LayerNormalization"/>
    public static Symbol LayerNormalization(
        this Symbol x,
        Axes? axis = null,
        double epsilon = 0.001,
        bool center = true,
        bool scale = true,
        Initializer? betaInitializer = null,
        Initializer? gammaInitializer = null,
        Regularizer? betaRegularizer = null,
        Regularizer? gammaRegularizer = null,
        Constraint? betaConstraint = null,
        Constraint? gammaConstraint = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.LayerNormalization(axis: axis, epsilon: epsilon, center: center, scale: scale, betaInitializer: betaInitializer, gammaInitializer: gammaInitializer, betaRegularizer: betaRegularizer, gammaRegularizer: gammaRegularizer, betaConstraint: betaConstraint, gammaConstraint: gammaConstraint, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.LayerScale"/>
    public static Symbol LayerScale(
        this Symbol x,
        double initValues,
        int projectionDim,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.LayerScale(initValues: initValues, projectionDim: projectionDim, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.LeakyReLU"/>
    public static Symbol LeakyReLU(
        this Symbol x,
        double negativeSlope = 0.3,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.LeakyReLU(negativeSlope: negativeSlope, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Masking"/>
    public static Symbol Masking(
        this Symbol x,
        double maskValue = 0,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Masking(maskValue: maskValue, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.MaxNumBoundingBoxes"/>
    public static Symbol MaxNumBoundingBoxes(
        this Symbol x,
        int maxNumber,
        double fillValue = -1,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.MaxNumBoundingBoxes(maxNumber: maxNumber, fillValue: fillValue, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.MaxPool1D"/>
    public static Symbol MaxPool1D(
        this Symbol x,
        Sizes? poolSize = null,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.MaxPool1D(poolSize: poolSize, strides: strides, padding: padding, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.MaxPool2D"/>
    public static Symbol MaxPool2D(
        this Symbol x,
        Sizes? poolSize = null,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.MaxPool2D(poolSize: poolSize, strides: strides, padding: padding, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.MaxPool3D"/>
    public static Symbol MaxPool3D(
        this Symbol x,
        Sizes? poolSize = null,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.MaxPool3D(poolSize: poolSize, strides: strides, padding: padding, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.MaxPooling1D"/>
    public static Symbol MaxPooling1D(
        this Symbol x,
        Sizes? poolSize = null,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.MaxPooling1D(poolSize: poolSize, strides: strides, padding: padding, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.MaxPooling2D"/>
    public static Symbol MaxPooling2D(
        this Symbol x,
        Sizes? poolSize = null,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.MaxPooling2D(poolSize: poolSize, strides: strides, padding: padding, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.MaxPooling3D"/>
    public static Symbol MaxPooling3D(
        this Symbol x,
        Sizes? poolSize = null,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.MaxPooling3D(poolSize: poolSize, strides: strides, padding: padding, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Maximum"/>
    public static Symbol Maximum(
        this Symbol x,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Maximum(name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.MelSpectrogram"/>
    public static Symbol MelSpectrogram(
        this Symbol x,
        int fftLength = 2048,
        int sequenceStride = 512,
        int? sequenceLength = null,
        string? window = "hann",
        double samplingRate = 16000,
        int numMelBins = 128,
        double minFreq = 20,
        double? maxFreq = null,
        bool powerToDb = true,
        double topDb = 80,
        double magExp = 2,
        double minPower = 1E-10,
        double refPower = 1,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.MelSpectrogram(fftLength: fftLength, sequenceStride: sequenceStride, sequenceLength: sequenceLength, window: window, samplingRate: samplingRate, numMelBins: numMelBins, minFreq: minFreq, maxFreq: maxFreq, powerToDb: powerToDb, topDb: topDb, magExp: magExp, minPower: minPower, refPower: refPower, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Minimum"/>
    public static Symbol Minimum(
        this Symbol x,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Minimum(name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.MixUp"/>
    public static Symbol MixUp(
        this Symbol x,
        double alpha = 0.2,
        DataFormat? dataFormat = null,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.MixUp(alpha: alpha, dataFormat: dataFormat, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.MultiHeadAttention"/>
    public static Symbol MultiHeadAttention(
        this Symbol x,
        int numHeads,
        int keyDim,
        int? valueDim = null,
        double dropout = 0,
        bool useBias = true,
        int[]? outputShape = null,
        Axes? attentionAxes = null,
        int? slidingWindow = null,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        bool useGate = false,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.MultiHeadAttention(numHeads: numHeads, keyDim: keyDim, valueDim: valueDim, dropout: dropout, useBias: useBias, outputShape: outputShape, attentionAxes: attentionAxes, slidingWindow: slidingWindow, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, biasConstraint: biasConstraint, useGate: useGate, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Multiply"/>
    public static Symbol Multiply(
        this Symbol x,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Multiply(name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Normalization"/>
    public static Symbol Normalization(
        this Symbol x,
        Axes? axis = null,
        double[]? mean = null,
        double[]? variance = null,
        bool invert = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Normalization(axis: axis, mean: mean, variance: variance, invert: invert, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.PReLU"/>
    public static Symbol PReLU(
        this Symbol x,
        Initializer? alphaInitializer = null,
        Regularizer? alphaRegularizer = null,
        Constraint? alphaConstraint = null,
        Axes? sharedAxes = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.PReLU(alphaInitializer: alphaInitializer, alphaRegularizer: alphaRegularizer, alphaConstraint: alphaConstraint, sharedAxes: sharedAxes, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Permute"/>
    public static Symbol Permute(
        this Symbol x,
        int[] dims,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Permute(dims: dims, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Pipeline"/>
    public static Symbol Pipeline(
        this Symbol x,
        System.Collections.Generic.IReadOnlyList<Layer> layers,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Pipeline(layers: layers, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RMSNormalization"/>
    public static Symbol RMSNormalization(
        this Symbol x,
        Axes? axis = null,
        double epsilon = 1E-06,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RMSNormalization(axis: axis, epsilon: epsilon, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RNN"/>
    public static Symbol RNN(
        this Symbol x,
        System.Collections.Generic.IReadOnlyList<Layer> cells,
        bool returnSequences = false,
        bool returnState = false,
        bool goBackwards = false,
        bool stateful = false,
        bool unroll = false,
        bool zeroOutputForMask = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RNN(cells: cells, returnSequences: returnSequences, returnState: returnState, goBackwards: goBackwards, stateful: stateful, unroll: unroll, zeroOutputForMask: zeroOutputForMask, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RNN"/>
    public static Symbol RNN(
        this Symbol x,
        Layer cell,
        bool returnSequences = false,
        bool returnState = false,
        bool goBackwards = false,
        bool stateful = false,
        bool unroll = false,
        bool zeroOutputForMask = false,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RNN(cell: cell, returnSequences: returnSequences, returnState: returnState, goBackwards: goBackwards, stateful: stateful, unroll: unroll, zeroOutputForMask: zeroOutputForMask, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandAugment"/>
    public static Symbol RandAugment(
        this Symbol x,
        Interval? valueRange = null,
        int numOps = 2,
        Interval? factor = null,
        string interpolation = "bilinear",
        int? seed = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandAugment(valueRange: valueRange, numOps: numOps, factor: factor, interpolation: interpolation, seed: seed, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomBrightness"/>
    public static Symbol RandomBrightness(
        this Symbol x,
        Interval factor,
        Interval? valueRange = null,
        int? seed = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomBrightness(factor: factor, valueRange: valueRange, seed: seed, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomColorDegeneration"/>
    public static Symbol RandomColorDegeneration(
        this Symbol x,
        Interval factor,
        Interval? valueRange = null,
        DataFormat? dataFormat = null,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomColorDegeneration(factor: factor, valueRange: valueRange, dataFormat: dataFormat, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomColorJitter"/>
    public static Symbol RandomColorJitter(
        this Symbol x,
        Interval? valueRange = null,
        Interval? brightnessFactor = null,
        Interval? contrastFactor = null,
        Interval? saturationFactor = null,
        Interval? hueFactor = null,
        int? seed = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomColorJitter(valueRange: valueRange, brightnessFactor: brightnessFactor, contrastFactor: contrastFactor, saturationFactor: saturationFactor, hueFactor: hueFactor, seed: seed, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomContrast"/>
    public static Symbol RandomContrast(
        this Symbol x,
        Interval factor,
        Interval? valueRange = null,
        int? seed = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomContrast(factor: factor, valueRange: valueRange, seed: seed, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomCrop"/>
    public static Symbol RandomCrop(
        this Symbol x,
        int height,
        int width,
        int? seed = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomCrop(height: height, width: width, seed: seed, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomElasticTransform"/>
    public static Symbol RandomElasticTransform(
        this Symbol x,
        Interval? factor = null,
        Interval? scale = null,
        string interpolation = "bilinear",
        string fillMode = "reflect",
        double fillValue = 0,
        Interval? valueRange = null,
        int? seed = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomElasticTransform(factor: factor, scale: scale, interpolation: interpolation, fillMode: fillMode, fillValue: fillValue, valueRange: valueRange, seed: seed, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomErasing"/>
    public static Symbol RandomErasing(
        this Symbol x,
        Interval? factor = null,
        Interval? scale = null,
        double? fillValue = null,
        Interval? valueRange = null,
        int? seed = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomErasing(factor: factor, scale: scale, fillValue: fillValue, valueRange: valueRange, seed: seed, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomFlip"/>
    public static Symbol RandomFlip(
        this Symbol x,
        string mode = "horizontal_and_vertical",
        int? seed = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomFlip(mode: mode, seed: seed, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomGaussianBlur"/>
    public static Symbol RandomGaussianBlur(
        this Symbol x,
        Interval? factor = null,
        Sizes? kernelSize = null,
        Interval? sigma = null,
        Interval? valueRange = null,
        DataFormat? dataFormat = null,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomGaussianBlur(factor: factor, kernelSize: kernelSize, sigma: sigma, valueRange: valueRange, dataFormat: dataFormat, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomGrayscale"/>
    public static Symbol RandomGrayscale(
        this Symbol x,
        double factor = 0.5,
        DataFormat? dataFormat = null,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomGrayscale(factor: factor, dataFormat: dataFormat, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomHue"/>
    public static Symbol RandomHue(
        this Symbol x,
        Interval factor,
        Interval? valueRange = null,
        DataFormat? dataFormat = null,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomHue(factor: factor, valueRange: valueRange, dataFormat: dataFormat, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomInvert"/>
    public static Symbol RandomInvert(
        this Symbol x,
        Interval? factor = null,
        Interval? valueRange = null,
        int? seed = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomInvert(factor: factor, valueRange: valueRange, seed: seed, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomPerspective"/>
    public static Symbol RandomPerspective(
        this Symbol x,
        Interval? factor = null,
        double scale = 1,
        string interpolation = "bilinear",
        double fillValue = 0,
        int? seed = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomPerspective(factor: factor, scale: scale, interpolation: interpolation, fillValue: fillValue, seed: seed, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomPosterization"/>
    public static Symbol RandomPosterization(
        this Symbol x,
        Interval factor,
        Interval? valueRange = null,
        DataFormat? dataFormat = null,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomPosterization(factor: factor, valueRange: valueRange, dataFormat: dataFormat, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomRotation"/>
    public static Symbol RandomRotation(
        this Symbol x,
        Interval factor,
        string fillMode = "reflect",
        string interpolation = "bilinear",
        int? seed = null,
        double fillValue = 0,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomRotation(factor: factor, fillMode: fillMode, interpolation: interpolation, seed: seed, fillValue: fillValue, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomSaturation"/>
    public static Symbol RandomSaturation(
        this Symbol x,
        Interval factor,
        Interval? valueRange = null,
        DataFormat? dataFormat = null,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomSaturation(factor: factor, valueRange: valueRange, dataFormat: dataFormat, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomSharpness"/>
    public static Symbol RandomSharpness(
        this Symbol x,
        Interval factor,
        Interval? valueRange = null,
        DataFormat? dataFormat = null,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomSharpness(factor: factor, valueRange: valueRange, dataFormat: dataFormat, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomShear"/>
    public static Symbol RandomShear(
        this Symbol x,
        Interval? xFactor = null,
        Interval? yFactor = null,
        string interpolation = "bilinear",
        string fillMode = "reflect",
        double fillValue = 0,
        DataFormat? dataFormat = null,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomShear(xFactor: xFactor, yFactor: yFactor, interpolation: interpolation, fillMode: fillMode, fillValue: fillValue, dataFormat: dataFormat, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomTranslation"/>
    public static Symbol RandomTranslation(
        this Symbol x,
        Interval heightFactor,
        Interval widthFactor,
        string fillMode = "reflect",
        string interpolation = "bilinear",
        int? seed = null,
        double fillValue = 0,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomTranslation(heightFactor: heightFactor, widthFactor: widthFactor, fillMode: fillMode, interpolation: interpolation, seed: seed, fillValue: fillValue, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RandomZoom"/>
    public static Symbol RandomZoom(
        this Symbol x,
        Interval heightFactor,
        Interval? widthFactor = null,
        string fillMode = "reflect",
        string interpolation = "bilinear",
        int? seed = null,
        double fillValue = 0,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RandomZoom(heightFactor: heightFactor, widthFactor: widthFactor, fillMode: fillMode, interpolation: interpolation, seed: seed, fillValue: fillValue, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.ReLU"/>
    public static Symbol ReLU(
        this Symbol x,
        double? maxValue = null,
        double negativeSlope = 0,
        double threshold = 0,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.ReLU(maxValue: maxValue, negativeSlope: negativeSlope, threshold: threshold, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.RepeatVector"/>
    public static Symbol RepeatVector(
        this Symbol x,
        int n,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.RepeatVector(n: n, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Rescaling"/>
    public static Symbol Rescaling(
        this Symbol x,
        double scale,
        double offset = 0,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Rescaling(scale: scale, offset: offset, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Rescaling"/>
    public static Symbol Rescaling(
        this Symbol x,
        double[] scale,
        double[] offset,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Rescaling(scale: scale, offset: offset, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Reshape"/>
    public static Symbol Reshape(
        this Symbol x,
        int[] targetShape,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Reshape(targetShape: targetShape, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Resizing"/>
    public static Symbol Resizing(
        this Symbol x,
        int height,
        int width,
        string interpolation = "bilinear",
        bool cropToAspectRatio = false,
        bool padToAspectRatio = false,
        string fillMode = "constant",
        double fillValue = 0,
        bool antialias = false,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Resizing(height: height, width: width, interpolation: interpolation, cropToAspectRatio: cropToAspectRatio, padToAspectRatio: padToAspectRatio, fillMode: fillMode, fillValue: fillValue, antialias: antialias, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.ReversibleEmbedding"/>
    public static Symbol ReversibleEmbedding(
        this Symbol x,
        int inputDim,
        int outputDim,
        bool tieWeights = true,
        Initializer? embeddingsInitializer = null,
        Regularizer? embeddingsRegularizer = null,
        Constraint? embeddingsConstraint = null,
        bool maskZero = false,
        string? reverseDtype = null,
        double? logitSoftCap = null,
        int? loraRank = null,
        double? loraAlpha = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.ReversibleEmbedding(inputDim: inputDim, outputDim: outputDim, tieWeights: tieWeights, embeddingsInitializer: embeddingsInitializer, embeddingsRegularizer: embeddingsRegularizer, embeddingsConstraint: embeddingsConstraint, maskZero: maskZero, reverseDtype: reverseDtype, logitSoftCap: logitSoftCap, loraRank: loraRank, loraAlpha: loraAlpha, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.STFTSpectrogram"/>
    public static Symbol STFTSpectrogram(
        this Symbol x,
        string mode = "log",
        int frameLength = 256,
        int? frameStep = null,
        int? fftLength = null,
        string? window = "hann",
        bool periodic = false,
        string? scaling = "density",
        string padding = "valid",
        bool expandDims = false,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.STFTSpectrogram(mode: mode, frameLength: frameLength, frameStep: frameStep, fftLength: fftLength, window: window, periodic: periodic, scaling: scaling, padding: padding, expandDims: expandDims, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.SeparableConv1D"/>
    public static Symbol SeparableConv1D(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        int depthMultiplier = 1,
        Activation? activation = null,
        bool useBias = true,
        Initializer? depthwiseInitializer = null,
        Initializer? pointwiseInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? depthwiseRegularizer = null,
        Regularizer? pointwiseRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? depthwiseConstraint = null,
        Constraint? pointwiseConstraint = null,
        Constraint? biasConstraint = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.SeparableConv1D(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, dataFormat: dataFormat, dilationRate: dilationRate, depthMultiplier: depthMultiplier, activation: activation, useBias: useBias, depthwiseInitializer: depthwiseInitializer, pointwiseInitializer: pointwiseInitializer, biasInitializer: biasInitializer, depthwiseRegularizer: depthwiseRegularizer, pointwiseRegularizer: pointwiseRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, depthwiseConstraint: depthwiseConstraint, pointwiseConstraint: pointwiseConstraint, biasConstraint: biasConstraint, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.SeparableConv2D"/>
    public static Symbol SeparableConv2D(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        int depthMultiplier = 1,
        Activation? activation = null,
        bool useBias = true,
        Initializer? depthwiseInitializer = null,
        Initializer? pointwiseInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? depthwiseRegularizer = null,
        Regularizer? pointwiseRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? depthwiseConstraint = null,
        Constraint? pointwiseConstraint = null,
        Constraint? biasConstraint = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.SeparableConv2D(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, dataFormat: dataFormat, dilationRate: dilationRate, depthMultiplier: depthMultiplier, activation: activation, useBias: useBias, depthwiseInitializer: depthwiseInitializer, pointwiseInitializer: pointwiseInitializer, biasInitializer: biasInitializer, depthwiseRegularizer: depthwiseRegularizer, pointwiseRegularizer: pointwiseRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, depthwiseConstraint: depthwiseConstraint, pointwiseConstraint: pointwiseConstraint, biasConstraint: biasConstraint, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.SeparableConvolution1D"/>
    public static Symbol SeparableConvolution1D(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        int depthMultiplier = 1,
        Activation? activation = null,
        bool useBias = true,
        Initializer? depthwiseInitializer = null,
        Initializer? pointwiseInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? depthwiseRegularizer = null,
        Regularizer? pointwiseRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? depthwiseConstraint = null,
        Constraint? pointwiseConstraint = null,
        Constraint? biasConstraint = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.SeparableConvolution1D(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, dataFormat: dataFormat, dilationRate: dilationRate, depthMultiplier: depthMultiplier, activation: activation, useBias: useBias, depthwiseInitializer: depthwiseInitializer, pointwiseInitializer: pointwiseInitializer, biasInitializer: biasInitializer, depthwiseRegularizer: depthwiseRegularizer, pointwiseRegularizer: pointwiseRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, depthwiseConstraint: depthwiseConstraint, pointwiseConstraint: pointwiseConstraint, biasConstraint: biasConstraint, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.SeparableConvolution2D"/>
    public static Symbol SeparableConvolution2D(
        this Symbol x,
        int filters,
        Sizes kernelSize,
        Sizes? strides = null,
        Padding? padding = null,
        DataFormat? dataFormat = null,
        Sizes? dilationRate = null,
        int depthMultiplier = 1,
        Activation? activation = null,
        bool useBias = true,
        Initializer? depthwiseInitializer = null,
        Initializer? pointwiseInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? depthwiseRegularizer = null,
        Regularizer? pointwiseRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? depthwiseConstraint = null,
        Constraint? pointwiseConstraint = null,
        Constraint? biasConstraint = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.SeparableConvolution2D(filters: filters, kernelSize: kernelSize, strides: strides, padding: padding, dataFormat: dataFormat, dilationRate: dilationRate, depthMultiplier: depthMultiplier, activation: activation, useBias: useBias, depthwiseInitializer: depthwiseInitializer, pointwiseInitializer: pointwiseInitializer, biasInitializer: biasInitializer, depthwiseRegularizer: depthwiseRegularizer, pointwiseRegularizer: pointwiseRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, depthwiseConstraint: depthwiseConstraint, pointwiseConstraint: pointwiseConstraint, biasConstraint: biasConstraint, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.SimpleRNN"/>
    public static Symbol SimpleRNN(
        this Symbol x,
        int units,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? recurrentRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? recurrentConstraint = null,
        Constraint? biasConstraint = null,
        double dropout = 0,
        double recurrentDropout = 0,
        bool returnSequences = false,
        bool returnState = false,
        bool goBackwards = false,
        bool stateful = false,
        bool unroll = false,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.SimpleRNN(units: units, activation: activation, useBias: useBias, kernelInitializer: kernelInitializer, recurrentInitializer: recurrentInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, recurrentRegularizer: recurrentRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, recurrentConstraint: recurrentConstraint, biasConstraint: biasConstraint, dropout: dropout, recurrentDropout: recurrentDropout, returnSequences: returnSequences, returnState: returnState, goBackwards: goBackwards, stateful: stateful, unroll: unroll, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.SimpleRNNCell"/>
    public static Symbol SimpleRNNCell(
        this Symbol x,
        int units,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? recurrentRegularizer = null,
        Regularizer? biasRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? recurrentConstraint = null,
        Constraint? biasConstraint = null,
        double dropout = 0,
        double recurrentDropout = 0,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.SimpleRNNCell(units: units, activation: activation, useBias: useBias, kernelInitializer: kernelInitializer, recurrentInitializer: recurrentInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, recurrentRegularizer: recurrentRegularizer, biasRegularizer: biasRegularizer, kernelConstraint: kernelConstraint, recurrentConstraint: recurrentConstraint, biasConstraint: biasConstraint, dropout: dropout, recurrentDropout: recurrentDropout, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Softmax"/>
    public static Symbol Softmax(
        this Symbol x,
        Axes? axis = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Softmax(axis: axis, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Solarization"/>
    public static Symbol Solarization(
        this Symbol x,
        Interval? additionFactor = null,
        Interval? thresholdFactor = null,
        Interval? valueRange = null,
        int? seed = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Solarization(additionFactor: additionFactor, thresholdFactor: thresholdFactor, valueRange: valueRange, seed: seed, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.SpatialDropout1D"/>
    public static Symbol SpatialDropout1D(
        this Symbol x,
        double rate,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.SpatialDropout1D(rate: rate, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.SpatialDropout2D"/>
    public static Symbol SpatialDropout2D(
        this Symbol x,
        double rate,
        DataFormat? dataFormat = null,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.SpatialDropout2D(rate: rate, dataFormat: dataFormat, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.SpatialDropout3D"/>
    public static Symbol SpatialDropout3D(
        this Symbol x,
        double rate,
        DataFormat? dataFormat = null,
        int? seed = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.SpatialDropout3D(rate: rate, dataFormat: dataFormat, seed: seed, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.SpectralNormalization"/>
    public static Symbol SpectralNormalization(
        this Symbol x,
        Layer layer,
        int powerIterations = 1,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.SpectralNormalization(layer: layer, powerIterations: powerIterations, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.StackedRNNCells"/>
    public static Symbol StackedRNNCells(
        this Symbol x,
        System.Collections.Generic.IReadOnlyList<Layer> cells,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.StackedRNNCells(cells: cells, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.StochasticDepth"/>
    public static Symbol StochasticDepth(
        this Symbol x,
        double dropPathRate,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.StochasticDepth(dropPathRate: dropPathRate, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.StringLookup"/>
    public static Symbol StringLookup(
        this Symbol x,
        int? maxTokens = null,
        int numOovIndices = 1,
        string? maskToken = null,
        string? oovToken = "[UNK]",
        string[]? vocabulary = null,
        double[]? idfWeights = null,
        bool invert = false,
        string outputMode = "int",
        bool padToMaxTokens = false,
        bool sparse = false,
        string encoding = "utf-8",
        Salt? salt = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.StringLookup(maxTokens: maxTokens, numOovIndices: numOovIndices, maskToken: maskToken, oovToken: oovToken, vocabulary: vocabulary, idfWeights: idfWeights, invert: invert, outputMode: outputMode, padToMaxTokens: padToMaxTokens, sparse: sparse, encoding: encoding, salt: salt, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Subtract"/>
    public static Symbol Subtract(
        this Symbol x,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Subtract(name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.TernaryDense"/>
    public static Symbol TernaryDense(
        this Symbol x,
        int units,
        double? threshold = null,
        Activation? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.TernaryDense(units: units, threshold: threshold, activation: activation, useBias: useBias, kernelInitializer: kernelInitializer, biasInitializer: biasInitializer, kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer, kernelConstraint: kernelConstraint, biasConstraint: biasConstraint, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.TextVectorization"/>
    public static Symbol TextVectorization(
        this Symbol x,
        System.Func<string, string> standardizer,
        System.Func<string, string[]>? splitter = null,
        int? maxTokens = null,
        Ngrams? ngrams = null,
        string outputMode = "int",
        int? outputSequenceLength = null,
        bool padToMaxTokens = false,
        string[]? vocabulary = null,
        double[]? idfWeights = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.TextVectorization(standardizer: standardizer, splitter: splitter, maxTokens: maxTokens, ngrams: ngrams, outputMode: outputMode, outputSequenceLength: outputSequenceLength, padToMaxTokens: padToMaxTokens, vocabulary: vocabulary, idfWeights: idfWeights, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.TextVectorization"/>
    public static Symbol TextVectorization(
        this Symbol x,
        int? maxTokens = null,
        string? standardize = "lower_and_strip_punctuation",
        string? split = "whitespace",
        Ngrams? ngrams = null,
        string outputMode = "int",
        int? outputSequenceLength = null,
        bool padToMaxTokens = false,
        string[]? vocabulary = null,
        double[]? idfWeights = null,
        bool sparse = false,
        bool ragged = false,
        string encoding = "utf-8",
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.TextVectorization(maxTokens: maxTokens, standardize: standardize, split: split, ngrams: ngrams, outputMode: outputMode, outputSequenceLength: outputSequenceLength, padToMaxTokens: padToMaxTokens, vocabulary: vocabulary, idfWeights: idfWeights, sparse: sparse, ragged: ragged, encoding: encoding, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.TimeDistributed"/>
    public static Symbol TimeDistributed(
        this Symbol x,
        Layer layer,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.TimeDistributed(layer: layer, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.UnitNormalization"/>
    public static Symbol UnitNormalization(
        this Symbol x,
        Axes? axis = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.UnitNormalization(axis: axis, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.UpSampling1D"/>
    public static Symbol UpSampling1D(
        this Symbol x,
        Sizes? size = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.UpSampling1D(size: size, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.UpSampling2D"/>
    public static Symbol UpSampling2D(
        this Symbol x,
        Sizes? size = null,
        DataFormat? dataFormat = null,
        string interpolation = "nearest",
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.UpSampling2D(size: size, dataFormat: dataFormat, interpolation: interpolation, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.UpSampling3D"/>
    public static Symbol UpSampling3D(
        this Symbol x,
        Sizes? size = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.UpSampling3D(size: size, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.Wrapper"/>
    public static Symbol Wrapper(
        this Symbol x,
        Layer layer,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.Wrapper(layer: layer, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.ZeroPadding1D"/>
    public static Symbol ZeroPadding1D(
        this Symbol x,
        Margins? padding = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.ZeroPadding1D(padding: padding, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.ZeroPadding2D"/>
    public static Symbol ZeroPadding2D(
        this Symbol x,
        Margins? padding = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.ZeroPadding2D(padding: padding, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);

    /// <inheritdoc cref="Layers.ZeroPadding3D"/>
    public static Symbol ZeroPadding3D(
        this Symbol x,
        Margins? padding = null,
        DataFormat? dataFormat = null,
        string? name = null,
        string? dtype = null,
        bool trainable = true
    ) =>
        Layers.ZeroPadding3D(padding: padding, dataFormat: dataFormat, name: name, dtype: dtype, trainable: trainable).Apply(x);
}
