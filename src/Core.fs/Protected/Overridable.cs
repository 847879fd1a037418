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
