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
    /// <summary>Null where a Sequential does not know the shape of its input yet.</summary>
    private ModelCore? core;
    private Engine.State state = Engine.State.Shared(Keratin.Device.Default);

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
        : base(kind, network.Name, null) => Become(network);

    private protected Model(string kind, ModelCore core)
        : base(kind, core.Network.Name, FSharpOption<ILayer>.Some(core.Network))
    {
        (this.core, state) = (core, core.State);
        if (core.Compilation?.Value is { } compilation)
            compile = loaded => loaded.Compile(compilation);
        core.Network.PutInto(this);
    }

    /// <summary>A model that has no network yet.</summary>
    private protected Model(string kind, string name)
        : base(kind, name, null) { }

    /// <summary>Where this model has its numbers and runs. Default: <see cref="Device.Default"/>.</summary>
    public Device Device => state.Device;

    /// <summary>
    /// Moves this model: its numbers are copied to the device, and it runs there from now on. Models that
    /// share layers with it see the same numbers only while they are on the same device.
    /// </summary>
    /// <param name="device"><see cref="Device.Cpu"/> or <see cref="Device.Cuda(int)"/>.</param>
    /// <returns>This model.</returns>
    public Model To(Device device)
    {
        if (!device.Equals(Device))
        {
            state = Engine.State.Shared(device);
            core = core?.In(state);
        }
        return this;
    }

    /// <summary>The network with its numbers and what Compile decided; a Sequential must be built.</summary>
    internal ModelCore Core => core ?? throw NotBuilt();

    internal Network Network => Core.Network;

    /// <summary>The same, built for these samples where it was not built yet.</summary>
    internal ModelCore CoreFor(string call, Data x)
    {
        if (core is null)
            BuildFor(call, x);
        return Core;
    }

    private ModelCore CoreFor(string call, Batches batches, int epoch = 0) =>
        core
        ?? CoreFor(
            call,
            batches.First(epoch)?.X
                ?? throw new KeratinException(
                    $"{call} of model \"{Name}\"",
                    "a batch that says the shape of the input",
                    "none",
                    "give at least one batch, or call Build with the shape of the input"
                )
        );

    /// <summary>Builds a model that waits for the shape of its input.</summary>
    private protected virtual void BuildFor(string call, Data x) { }

    /// <summary>What a model without a network answers with.</summary>
    private protected virtual KeratinException NotBuilt() =>
        new($"model \"{Name}\"", "a network", "none", "make the model of inputs and outputs");

    /// <summary>
    /// Makes this the network. What Compile decided holds on, unless its optimizer has trained weights of the network before.
    /// </summary>
    private protected void Become(Network network)
    {
        Leave();
        network.PutInto(this);
        var made = new ModelCore(network, state);
        compile?.Invoke(made);
        Meaning = FSharpOption<ILayer>.Some(network);
        core = made;
    }

    /// <summary>Leaves layers without a network.</summary>
    private protected void Unbuild(IEnumerable<Layer> layers, ILayer meaning)
    {
        Leave();
        foreach (var layer in layers)
            AddPart("layers", layer);
        Meaning = FSharpOption<ILayer>.Some(meaning);
    }

    private void Leave()
    {
        if (core is { HasTrained: true })
            compile = null;
        core = null;
        Parts.Clear();
    }

    /// <summary>Names of the inputs, in order.</summary>
    public IReadOnlyList<string> InputNames => [.. Network.InputNames];

    /// <summary>Names of the outputs, in order.</summary>
    public virtual IReadOnlyList<string> OutputNames => [.. Network.OutputNames];

    /// <summary>The inputs as symbols.</summary>
    public IReadOnlyList<Symbol> Inputs => [.. Network.Inputs];

    /// <summary>The outputs as symbols.</summary>
    public IReadOnlyList<Symbol> Outputs => [.. Network.Outputs];

    /// <summary>The shape of the input, the batch first, of a model with one input; InputShapes is for several.</summary>
    public new Shape InputShape => One("InputShape", "inputs", InputShapes);

    /// <summary>The shapes of the inputs in order, the batch first.</summary>
    public IReadOnlyList<Shape> InputShapes => [.. Inputs.Select(input => input.Shape)];

    /// <summary>The shape of the output, the batch first, of a model with one output; OutputShapes is for several.</summary>
    public Shape OutputShape => One("OutputShape", "outputs", OutputShapes);

    /// <summary>The shapes of the outputs in order, the batch first.</summary>
    public IReadOnlyList<Shape> OutputShapes => [.. Outputs.Select(output => output.Shape)];

    private Shape One(string member, string ends, IReadOnlyList<Shape> shapes) =>
        shapes is [var one]
            ? one
            : throw new KeratinException(
                $"{member} of model \"{Name}\"",
                "one shape",
                $"{shapes.Count}",
                $"{member}s has those of all {ends}"
            );

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

    /// <summary>The layer of this number.</summary>
    /// <param name="index">Its place in Layers, from 0; below 0 from the end.</param>
    public Layer GetLayer(int index) =>
        Layers.ElementAtOrDefault(index < 0 ? index + Layers.Count : index)
        ?? throw new KeratinException(
            $"model \"{Name}\"",
            $"the number of one of {Layers.Count} layers, from 0",
            $"{index}",
            "GetLayer(0) is the first, GetLayer(-1) the last"
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
        [.. Core.GetWeights().Select(values => values.ToTensor())];

    /// <summary>Replaces the values of all weights.</summary>
    /// <param name="values">One array for each weight, in Keras's order.</param>
    public void SetWeights(IReadOnlyList<Data> values)
    {
        Expect("weights", values.Count, Weights.Count);
        Core.SetWeights(
            ListModule.OfSeq(
                Network.Weights.Zip(
                    values,
                    (weight, value) => value.InOrder(weight.Path, [weight.Path])[0]
                )
            )
        );
    }

    /// <summary>Lets stateful recurrent layers begin from zeros with the next batch.</summary>
    public void ResetStates() => Core.ResetStates();

    /// <summary>The table of layers, shapes and parameters, as text.</summary>
    /// <param name="expandNested">Whether the layers of a model within the model have rows. Default: false.</param>
    /// <param name="showTrainable">Whether a column says if training changes a layer: Y, N, or - without weights. Default: false.</param>
    public string SummaryText(bool expandNested = false, bool showTrainable = false) =>
        Core.Summary(this is Sequential, new Summary.Extent(expandNested, showTrainable));

    /// <summary>Prints the table of layers, shapes and parameters.</summary>
    /// <param name="expandNested">Whether the layers of a model within the model have rows. Default: false.</param>
    /// <param name="showTrainable">Whether a column says if training changes a layer. Default: false.</param>
    public void Summary(bool expandNested = false, bool showTrainable = false) =>
        Console.WriteLine(SummaryText(expandNested, showTrainable));
}
