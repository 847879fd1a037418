// What a model says about one of its inputs or outputs.
namespace Keratin;

/// <summary>What a model says about one of its inputs or outputs.</summary>
/// <param name="Name">The name by which values are given and asked for.</param>
/// <param name="ElementType">The type of an element: "float32", "int64", "bool".</param>
/// <param name="Shape">The size of every axis; null where the model leaves it open.</param>
public sealed record OnnxTensorInfo(string Name, string ElementType, IReadOnlyList<int?> Shape)
{
    /// <summary>The input or output as it is spoken of: <c>x: float32 [?, 784]</c>.</summary>
    public override string ToString() => $"{Name}: {ElementType} {Dimensions(Shape)}";

    internal static string Dimensions(IEnumerable<int?> shape) =>
        $"[{string.Join(", ", shape.Select(size => size?.ToString() ?? "?"))}]";
}
