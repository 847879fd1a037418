using System.Numerics.Tensors;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace Keratin;

/// <summary>
/// Layers between inputs and outputs, to be trained and asked. The layers own their weights: every
/// model with a layer sees the same numbers. A model is a layer itself.
/// </summary>
public partial class Model : Layer
{
    private ModelCore core;

    /// <summary>A model from one input to one output.</summary>
    /// <param name="inputs">The input, made by <see cref="Layers.Input(int?[])"/>.</param>
    /// <param name="outputs">What the layers make of it.</param>
    /// <param name="name">The name. Default: "functional".</param>
    public Model(Symbol inputs, Symbol outputs, string? name = null)
        : this([inputs], [outputs], name) { }

    /// <summary>A model from one input to several outputs.</summary>
    /// <param name="inputs">The input.</param>
    /// <param name="outputs">The outputs in order.</param>
    /// <param name="name">The name. Default: "functional".</param>
    public Model(Symbol inputs, IReadOnlyList<Symbol> outputs, string? name = null)
        : this([inputs], outputs, name) { }

    /// <summary>A model from several inputs to one output.</summary>
    /// <param name="inputs">The inputs in order.</param>
    /// <param name="outputs">The output.</param>
    /// <param name="name">The name. Default: "functional".</param>
    public Model(IReadOnlyList<Symbol> inputs, Symbol outputs, string? name = null)
        : this(inputs, [outputs], name) { }

    /// <summary>A model from several inputs to several outputs.</summary>
    /// <param name="inputs">The inputs in order.</param>
    /// <param name="outputs">The outputs in order.</param>
    /// <param name="name">The name. Default: "functional".</param>
    public Model(IReadOnlyList<Symbol> inputs, IReadOnlyList<Symbol> outputs, string? name = null)
        : this(
            "Functional",
            new Network(
                name ?? Names.unique("functional"),
                ListModule.OfSeq(inputs),
                ListModule.OfSeq(outputs)
            )
        ) { }

    internal Model(string kind, Network network)
        : base(kind, network.Name, FSharpOption<ILayer>.Some(network))
    {
        core = new ModelCore(network, Engine.State.Shared(Keratin.Device.Default));
        network.PutInto(this);
    }

    private protected Model(string kind, ModelCore core)
        : base(kind, core.Network.Name, FSharpOption<ILayer>.Some(core.Network))
    {
        this.core = core;
        core.Network.PutInto(this);
    }

    /// <summary>Where this model has its numbers and runs. Default: <see cref="Device.Default"/>.</summary>
    public Device Device => core.State.Device;

    /// <summary>
    /// Moves this model: its numbers are copied to the device, and it runs there from now on. Models that
    /// share layers with it see the same numbers only while they are on the same device.
    /// </summary>
    /// <param name="device"><see cref="Device.Cpu"/> or <see cref="Device.Cuda(int)"/>.</param>
    /// <returns>This model.</returns>
    public Model To(Device device)
    {
        if (!device.Equals(Device))
            core = core.In(Engine.State.Shared(device));
        return this;
    }

    internal ModelCore Core => core;

    internal Network Network => core.Network;

    /// <summary>Names of the inputs, in order.</summary>
    public IReadOnlyList<string> InputNames => [.. Network.InputNames];

    /// <summary>Names of the outputs, in order.</summary>
    public IReadOnlyList<string> OutputNames => [.. Network.OutputNames];

    /// <summary>The inputs as symbols.</summary>
    public IReadOnlyList<Symbol> Inputs => [.. Network.Inputs];

    /// <summary>The outputs as symbols.</summary>
    public IReadOnlyList<Symbol> Outputs => [.. Network.Outputs];

    /// <summary>The layers, in Keras's order.</summary>
    public virtual IReadOnlyList<Layer> Layers => [.. Network.Layers];

    /// <summary>The layer of this name.</summary>
    /// <param name="name">The name.</param>
    public Layer GetLayer(string name) =>
        Layers.FirstOrDefault(layer => layer.Name == name)
        ?? throw new KeratinException(
            $"model \"{Name}\"",
            $"one of {string.Join(", ", Layers.Select(layer => layer.Name))}",
            $"\"{name}\"",
            "name a layer of this model"
        );

    /// <summary>The weights in Keras's order.</summary>
    public new IReadOnlyList<Weight> Weights => [.. Network.Weights];

    /// <summary>The weights that training changes, in Keras's order: what a Step derives by.</summary>
    public new IReadOnlyList<Weight> TrainableWeights => [.. Network.TrainableWeights];

    /// <summary>The other weights: frozen ones, moving statistics.</summary>
    public new IReadOnlyList<Weight> NonTrainableWeights => [.. Network.OtherWeights];

    /// <summary>Penalties that layers and weights add to the loss, for the model's own inputs.</summary>
    public IReadOnlyList<Symbol> Losses => [.. Network.Losses];

    /// <summary>The number of parameters.</summary>
    public long CountParams() => Weights.Sum(weight => (long)weight.Count);

    /// <summary>Values of all weights, in Keras's order.</summary>
    public IReadOnlyList<Tensor<float>> GetWeights() =>
        [.. core.GetWeights().Select(values => values.ToTensor())];

    /// <summary>Replaces the values of all weights.</summary>
    /// <param name="values">One array for each weight, in Keras's order.</param>
    public void SetWeights(IReadOnlyList<Data> values)
    {
        Expect("weights", values.Count, Weights.Count);
        core.SetWeights(
            ListModule.OfSeq(
                Network.Weights.Zip(
                    values,
                    (weight, value) => value.InOrder(weight.Path, [weight.Path])[0]
                )
            )
        );
    }

    /// <summary>Lets stateful recurrent layers begin from zeros with the next batch.</summary>
    public void ResetStates() => core.ResetStates();

    /// <summary>The table of layers, shapes and parameters, as text.</summary>
    /// <param name="expandNested">Whether the layers of a model within the model have rows. Default: false.</param>
    /// <param name="showTrainable">Whether a column says if training changes a layer: Y, N, or - without weights. Default: false.</param>
    public string SummaryText(bool expandNested = false, bool showTrainable = false) =>
        core.Summary(this is Sequential, new Summary.Extent(expandNested, showTrainable));

    /// <summary>Prints the table of layers, shapes and parameters.</summary>
    /// <param name="expandNested">Whether the layers of a model within the model have rows. Default: false.</param>
    /// <param name="showTrainable">Whether a column says if training changes a layer. Default: false.</param>
    public void Summary(bool expandNested = false, bool showTrainable = false) =>
        Console.WriteLine(SummaryText(expandNested, showTrainable));
}
