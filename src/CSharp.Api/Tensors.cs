using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Keratin;

/// <summary>The core's arrays as .NET's tensors.</summary>
internal static class TensorConversion
{
    internal static Tensor<float> ToTensor(this NDArray array)
    {
        var floats = NDArrayModule.cast(DType.Float32, array);
        var values = MemoryMarshal.Cast<byte, float>(floats.Bytes).ToArray();
        // .NET's tensors have at least one axis
        return array.Shape.Length == 0
            ? Tensor.Create(values, [1])
            : Tensor.Create(values, [.. array.Shape.Select(n => (nint)n)]);
    }
}
