using System.Numerics.Tensors;

namespace Keratin;

/// <summary>The core's arrays as .NET's tensors.</summary>
internal static class TensorConversion
{
    internal static Tensor<float> ToTensor(this NDArray array) => PlainArrays.toTensor(array);
}
