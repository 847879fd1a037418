// The element types in the four ways they are written: ONNX's numbers, LibTorch's, Keras's names, C#'s.
namespace Keratin.Onnx.Runtime;

internal static class ElementTypes
{
    private static readonly (int Onnx, DType DType, string? Keyword)[] Shared =
    [
        (1, DType.Float32, "float"),
        (2, DType.UInt8, "byte"),
        (3, DType.Int8, "sbyte"),
        (5, DType.Int16, "short"),
        (6, DType.Int32, "int"),
        (7, DType.Int64, "long"),
        (9, DType.Bool, "bool"),
        (10, DType.Float16, "Half"),
        (11, DType.Float64, "double"),
        // .NET 10 has no type of its own for it.
        (16, DType.BFloat16, null),
    ];

    /// <summary>Types that ONNX has and Keratin has not; models that use them can be looked at.</summary>
    private static readonly Dictionary<int, string> Foreign = new()
    {
        [0] = "not a tensor",
        [4] = "uint16",
        [8] = "string",
        [12] = "uint32",
        [13] = "uint64",
        [14] = "complex64",
        [15] = "complex128",
    };

    internal static string Name(DType type) => type.ToString().ToLowerInvariant();

    internal static string? Keyword(DType type) =>
        Shared.First(entry => entry.DType == type).Keyword;

    internal static int Onnx(DType type) => Shared.First(entry => entry.DType == type).Onnx;

    internal static DType? Find(int onnx) =>
        Shared
            .Where(entry => entry.Onnx == onnx)
            .Select(entry => (DType?)entry.DType)
            .FirstOrDefault();

    internal static string Name(int onnx) =>
        Find(onnx) is { } type ? Name(type)
        : Foreign.TryGetValue(onnx, out var name) ? name
        : $"ONNX type {onnx}";
}
