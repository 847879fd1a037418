namespace Keratin;

/// <summary>What a symbol becomes: a model.</summary>
public static class SymbolExtensions
{
    /// <summary>The model that ends in this symbol; its inputs are found by themselves.</summary>
    /// <param name="output">What the layers made.</param>
    /// <param name="name">The name. Default: "functional".</param>
    public static Model ToModel(this Symbol output, string? name = null) =>
        new(
            "Functional",
            NetworkModule.ofOutputs(
                name ?? Names.unique("functional"),
                Microsoft.FSharp.Collections.ListModule.OfSeq([output])
            )
        );
}
