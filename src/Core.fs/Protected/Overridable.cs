namespace Keratin;

/// <summary>
/// The members a custom layer overrides. They are protected, which F# cannot declare: that is all this
/// assembly is for. The core closes it over its own shapes and symbols.
/// </summary>
public abstract class Overridable<TShape, TSymbol>
{
    /// <summary>Makes the weights, once, when the shape of the first input is known.</summary>
    /// <param name="input">The shape of the first input, batch axis included.</param>
    protected virtual void Build(TShape input) { }

    /// <summary>The output for one input.</summary>
    /// <param name="x">The input.</param>
    protected virtual TSymbol Call(TSymbol x) => x;

    /// <summary>The outputs for any number of inputs. Unless overridden: Call of the first one.</summary>
    /// <param name="inputs">The inputs, in order.</param>
    protected virtual IReadOnlyList<TSymbol> Call(IReadOnlyList<TSymbol> inputs) =>
        [Call(inputs[0])];

    internal void CallBuild(TShape input) => Build(input);

    internal IReadOnlyList<TSymbol> CallAll(IReadOnlyList<TSymbol> inputs) => Call(inputs);
}

/// <summary>What a custom loss overrides.</summary>
public abstract class OverridableLoss<TSymbol>
{
    /// <summary>One value for each sample (or position); the last axis is used up.</summary>
    /// <param name="yTrue">Targets, in the type of the predictions.</param>
    /// <param name="yPred">Predictions.</param>
    protected abstract TSymbol Call(TSymbol yTrue, TSymbol yPred);

    internal TSymbol CallLoss(TSymbol yTrue, TSymbol yPred) => Call(yTrue, yPred);
}

/// <summary>What a custom metric overrides.</summary>
public abstract class OverridableMetric<TSymbol, TUpdates>
    where TSymbol : class
{
    /// <summary>What the metric's weights become after another batch.</summary>
    /// <param name="yTrue">Targets.</param>
    /// <param name="yPred">Predictions.</param>
    /// <param name="sampleWeight">Weights of samples, or null where all count the same.</param>
    protected abstract TUpdates UpdateState(TSymbol yTrue, TSymbol yPred, TSymbol? sampleWeight);

    /// <summary>The number that the weights give: a scalar.</summary>
    protected abstract TSymbol Result();

    /// <summary>Makes weights whose shapes depend on those of the data; once, before the first update.</summary>
    /// <param name="yTrue">Targets.</param>
    /// <param name="yPred">Predictions.</param>
    protected virtual void Build(TSymbol yTrue, TSymbol yPred) { }

    internal TUpdates CallUpdate(TSymbol yTrue, TSymbol yPred, TSymbol? sampleWeight) =>
        UpdateState(yTrue, yPred, sampleWeight);

    internal TSymbol CallResult() => Result();

    internal void CallBuild(TSymbol yTrue, TSymbol yPred) => Build(yTrue, yPred);
}

/// <summary>What a custom optimizer overrides.</summary>
public abstract class OverridableOptimizer<TWeight, TSymbol, TUpdates>
    where TUpdates : class
{
    /// <summary>How one weight and its slots change. Clipping, decay and averages are done around it.</summary>
    /// <param name="gradient">The gradient of the weight, of its shape.</param>
    /// <param name="variable">The weight; as a symbol, its value after decay.</param>
    /// <param name="learningRate">The rate of this step: a scalar.</param>
    /// <returns>The next values of the weight and of its slots.</returns>
    protected virtual TUpdates? UpdateStep(
        TSymbol gradient,
        TWeight variable,
        TSymbol learningRate
    ) => null;

    internal TUpdates? CallUpdateStep(TSymbol gradient, TWeight variable, TSymbol learningRate) =>
        UpdateStep(gradient, variable, learningRate);
}
