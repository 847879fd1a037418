using System.Collections;
using Microsoft.FSharp.Collections;

namespace Keratin;

/// <summary>
/// Layers one after another. The first one may say the shape of its input (<c>inputShape</c>, or an
/// <see cref="Layers.Input(int?[])"/> before it): then the model is built, and has weights, as soon as a layer is in it.
/// Otherwise the first data build it (Fit, Evaluate, Predict and their kin), or <see cref="Build(int?[])"/>, or the first
/// symbol that it is applied to. What Compile decides before that counts from then on.
/// </summary>
/// <remarks>
/// <code>
/// var model = new Sequential { Dense(32, "relu"), Dense(10) };
/// </code>
/// A model that is not built has no weights, shapes, summary or file: asking for them is a <see cref="KeratinException"/>.
/// </remarks>
public sealed class Sequential : Model, IEnumerable<Layer>
{
    private readonly List<Layer> layers = [];

    /// <summary>The input and what each layer makes; nothing while the shape of the input is not known.</summary>
    private readonly List<Symbol> values = [];

    private readonly Policy policy = DTypePolicy.Current;

    /// <summary>A model without layers, for <see cref="Add(Layer)"/>.</summary>
    /// <param name="name">The name. Default: "sequential".</param>
    public Sequential(string? name = null)
        : base("Sequential", name ?? Names.unique("sequential")) => Change();

    /// <summary>A model of layers, each fed by the one before it.</summary>
    /// <param name="layers">The layers; the first may have <c>inputShape</c>.</param>
    /// <param name="name">The name. Default: "sequential".</param>
    /// <exception cref="KeratinException">Two layers have one name; or a layer cannot take what the one before it makes.</exception>
    public Sequential(IEnumerable<Layer> layers, string? name = null)
        : base("Sequential", name ?? Names.unique("sequential"))
    {
        foreach (var layer in layers)
            Append(layer);
        Change();
    }

    internal Sequential(ModelCore core)
        : base("Sequential", core)
    {
        policy = core.Network.Policy;
        values.AddRange(NetworkModule.values(core.Network));
        layers.AddRange(values.Skip(1).Select(value => ((LayerCall)value.Origin!).Layer));
    }

    /// <summary>Whether the shape of the input is known and there is a layer: then there are weights.</summary>
    public bool Built => values.Count > 1;

    /// <summary>The layers in order, without the input.</summary>
    public override IReadOnlyList<Layer> Layers => layers;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames =>
        layers.Count > 0 ? [layers[^1].Name] : base.OutputNames;

    /// <summary>
    /// Puts a layer at the end. The layers that are there keep their weights. Of a model that was trained, Compile must be
    /// called again: its optimizer belongs to the weights that there were.
    /// </summary>
    /// <param name="layer">The layer; where it is the first, it may have <c>inputShape</c>, or be an <see cref="Layers.Input(int?[])"/>.</param>
    /// <exception cref="KeratinException">Another layer has this name; the layer cannot take what the one before it makes; or this
    /// model is a layer of another one.</exception>
    public void Add(Layer layer)
    {
        RefusePart("Add");
        Append(layer);
        Change();
    }

    /// <summary>
    /// Takes the last layer away, with the weights that it has. Of a model that was trained, Compile must be called again.
    /// </summary>
    /// <returns>The layer.</returns>
    /// <exception cref="KeratinException">There is none, or this model is a layer of another one.</exception>
    public Layer Pop()
    {
        RefusePart("Pop");
        if (layers.Count == 0)
            throw new KeratinException(
                $"Pop of model \"{Name}\"",
                "at least one layer",
                "none",
                "add a layer first"
            );
        var last = layers[^1];
        layers.RemoveAt(layers.Count - 1);
        if (Built)
            values.RemoveAt(values.Count - 1);
        Change();
        return last;
    }

    /// <summary>Builds the model, so that it has weights.</summary>
    /// <param name="inputShape">
    /// The shape of a sample, as for <see cref="Layers.Input(int?[])"/>: without the batch; null where a size is open.
    /// </param>
    /// <exception cref="KeratinException">There are no layers; the model is built for another shape; or a layer cannot take what
    /// the one before it makes.</exception>
    public void Build(params int?[] inputShape)
    {
        lock (values)
        {
            if (layers.Count == 0)
                throw NotBuilt();
            if (values.Count == 0)
                Begin(inputShape);
            else if (!inputShape.SequenceEqual(values[0].Shape.ToArray().Skip(1)))
                throw new KeratinException(
                    $"Build of model \"{Name}\"",
                    $"the shape it is built for: {values[0].Shape}, with the batch",
                    $"[{string.Join(", ", inputShape.Select(size => $"{size}" is "" ? "null" : $"{size}"))}]",
                    "make another model, of new layers, for another shape"
                );
        }
    }

    /// <summary>The layers in order.</summary>
    public IEnumerator<Layer> GetEnumerator() => layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private protected override void BuildFor(string call, Data x)
    {
        var arrays = x.ToList();
        if (arrays.Count != 1)
            throw new KeratinException(
                $"{call} of model \"{Name}\"",
                "one array of samples",
                $"{arrays.Count}",
                "a model with several inputs is a new Model(inputs, outputs)"
            );
        lock (values)
            if (!Built)
                Build([.. arrays[0].SampleShape(call).Select(size => (int?)size)]);
    }

    private protected override KeratinException NotBuilt() =>
        new(
            $"model \"{Name}\"",
            "a Sequential that is built",
            layers.Count == 0
                ? "one without layers"
                : $"one whose first layer, {layers[0]}, does not say the shape of its input",
            layers.Count == 0
                ? "Add layers"
                : "call Build with the shape of the input, or give the first layer inputShape"
        );

    /// <summary>All calls are made before any is kept: a layer that refuses leaves the model without a shape.</summary>
    private void Begin(int?[] inputShape)
    {
        List<Symbol> made = [NetworkModule.inputBefore(layers[0], ListModule.OfSeq(inputShape))];
        foreach (var layer in layers)
            made.Add(NetworkModule.next(Name, made[^1], layer));
        values.AddRange(made);
        Change();
    }

    private void Append(Layer layer)
    {
        if (layers.FirstOrDefault(other => other.Name == layer.Name) is { } same && same != layer)
            throw new KeratinException(
                $"model \"{Name}\"",
                "layer names that are unique in the model",
                $"a second layer with the name \"{layer.Name}\"",
                "give one of them another name"
            );
        if (layer.Kind == "InputLayer")
        {
            RefuseLateInput();
            values.Add(NetworkModule.inputOf(layer)!.Value);
            return;
        }
        var before =
            layers.Count + values.Count == 0
                ? NetworkModule.inputOf(layer)?.Value
                : values.LastOrDefault();
        if (before is not null)
        {
            var made = NetworkModule.next(Name, before, layer);
            values.AddRange(values.Count == 0 ? [before, made] : [made]);
        }
        layers.Add(layer);
    }

    private void RefuseLateInput()
    {
        if (layers.Count + values.Count > 0)
            throw new KeratinException(
                $"Add of model \"{Name}\"",
                "one input, before all layers",
                values.Count > 0 ? $"a second one, behind {values[0]}" : $"one behind {layers[^1]}",
                "begin with the input"
            );
    }

    private void Change()
    {
        if (Built)
            Become(NetworkModule.through(Name, policy, values));
        else
            Unbuild(layers, new BuiltByFirstCall(this));
    }

    private void RefusePart(string call)
    {
        if (IsBuilt)
            throw new KeratinException(
                $"{call} of model \"{Name}\"",
                "a model by itself",
                "one that is a layer of another model, which has its layers as they are",
                "change the layers before the model is applied, or make another Sequential of its Layers"
            );
    }

    /// <summary>What a Sequential means that is not built: the first symbol that it is applied to builds it.</summary>
    private sealed class BuiltByFirstCall(Sequential owner) : ILayer
    {
        public FSharpList<Symbol> Build(Scope scope, FSharpList<Symbol> inputs)
        {
            owner.Build([.. inputs.Head.Shape.ToArray().Skip(1)]);
            return ((ILayer)owner.Network).Build(scope, inputs);
        }
    }
}
