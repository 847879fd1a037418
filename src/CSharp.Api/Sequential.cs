using System.Collections;
using Microsoft.FSharp.Collections;

namespace Keratin;

/// <summary>Layers one after another. The first one says the shape of the input.</summary>
public sealed class Sequential : Model, IEnumerable<Layer>
{
    private readonly IReadOnlyList<Layer> layers;

    /// <summary>A model of layers, each fed by the one before it.</summary>
    /// <param name="layers">The layers; the first with <c>inputShape</c>.</param>
    /// <param name="name">The name. Default: "sequential".</param>
    public Sequential(IEnumerable<Layer> layers, string? name = null)
        : this([.. layers], name ?? Names.unique("sequential")) { }

    private Sequential(IReadOnlyList<Layer> layers, string name)
        : base("Sequential", NetworkModule.sequential(name, ListModule.OfSeq(layers))) =>
        this.layers = layers;

    internal Sequential(ModelCore core)
        : base("Sequential", core) =>
        layers = [.. core.Network.Layers.Where(layer => layer.Kind != "InputLayer")];

    /// <inheritdoc/>
    public override IReadOnlyList<Layer> Layers => layers;

    /// <summary>The layers in order.</summary>
    public IEnumerator<Layer> GetEnumerator() => layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
