using System.Numerics.Tensors;
using Microsoft.FSharp.Collections;

namespace Keratin;

/// <summary>
/// A step of one's own: values to hand back, and what weights become, computed at once from the weights
/// as they were before. The weights are those that layers and models own, so a model that a step has
/// trained answers with what it learned.
/// </summary>
/// <remarks>
/// <code>
/// var loss = Ops.Mean(Ops.Square(model.Apply(x) - y));
/// var weights = model.TrainableWeights;
/// var step = new Step([loss], new Adam().Apply(Gradient.Of(loss, weights), weights));
/// for (var i = 0; i &lt; 100; i++)
///     Console.WriteLine(step.Run([inputs, targets])[0]);
/// </code>
/// In training (the default), layers are in their training phase (dropout drops) and their moving
/// statistics are part of the step. Random generators move on with every run.
/// </remarks>
public sealed class Step
{
    private readonly CustomStep core;

    /// <summary>A step.</summary>
    /// <param name="fetches">What a run hands back, in order.</param>
    /// <param name="updates">
    /// What weights become: an optimizer's Apply, pairs <c>[(weight, symbol)]</c>, a dictionary, or several
    /// of them added up. Default: nothing changes.
    /// </param>
    public Step(IReadOnlyList<Symbol> fetches, Updates? updates = null) =>
        core = new CustomStep(
            ListModule.OfSeq(fetches),
            updates ?? Updates.None,
            Engine.State.Shared(Device.Default)
        );

    /// <summary>The names of the inputs that a run wants, in the order of their making.</summary>
    public IReadOnlyList<string> InputNames => [.. core.InputNames];

    /// <summary>Runs the step once.</summary>
    /// <param name="feeds">An array for each input: in the order of InputNames, or by name. Default: none.</param>
    /// <param name="training">
    /// Whether layers are in their training phase and change their moving statistics. The updates of
    /// the step are done in any case. Default: true.
    /// </param>
    /// <returns>The values of the fetches, in order; a scalar is a tensor of one element.</returns>
    public IReadOnlyList<Tensor<float>> Run(Data? feeds = null, bool training = true) =>
        [
            .. core.Run(ListModule.OfSeq(feeds?.InOrder("Step.Run", InputNames) ?? []), training)
                .Select(array => array.ToTensor()),
        ];
}
