// An array of any element type that goes into a session or comes out of it.
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Keratin.Onnx.Runtime;

namespace Keratin;

/// <summary>
/// An array of any element type that goes into a session or comes out of it. Tensors of the usual types
/// become one by themselves; <see cref="As{T}"/> goes back.
/// </summary>
public sealed class OnnxValue
{
    internal OnnxValue(NDArray array) => Array = array;

    internal NDArray Array { get; }

    /// <summary>The type of the elements.</summary>
    public DType DType => Array.DType;

    /// <summary>The size of every axis.</summary>
    public int[] Shape => [.. Array.Shape];

    /// <summary>The elements, row by row, as they lie in memory.</summary>
    public ReadOnlySpan<byte> Bytes => Array.Bytes;

    /// <summary>A copy of a tensor of any element type that ONNX and .NET share.</summary>
    /// <param name="tensor">The tensor.</param>
    public static OnnxValue From<T>(Tensor<T> tensor)
        where T : unmanaged => new(PlainArrays.ofTensor(tensor));

    /// <summary>A copy of an array of numbers of any rank, which has the array's type.</summary>
    /// <param name="array">The array: float[,], long[][], …</param>
    public static OnnxValue From(Array array) => new(PlainArrays.ofArray(array));

    /// <summary>A copy as a tensor of the element type that the value has.</summary>
    public Tensor<T> As<T>()
        where T : unmanaged
    {
        var asked = NDArrayModule.dtypeOf<T>();
        if (asked != DType)
        {
            throw new KeratinException(
                $"OnnxValue.As<{typeof(T).Name}>",
                $"the type of the elements, {ElementTypes.Name(DType)}",
                ElementTypes.Name(asked),
                ElementTypes.Keyword(DType) is { } keyword
                    ? $"As<{keyword}>()"
                    : "read the elements out of Bytes"
            );
        }

        var elements = MemoryMarshal.Cast<byte, T>(Array.Bytes).ToArray();
        return Tensor.Create(elements, [.. Array.Shape.Select(size => (nint)size)]);
    }

    /// <summary>A copy of a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    public static implicit operator OnnxValue(Tensor<float> tensor) => From(tensor);

    /// <summary>A copy of a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    public static implicit operator OnnxValue(Tensor<double> tensor) => From(tensor);

    /// <summary>A copy of a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    public static implicit operator OnnxValue(Tensor<int> tensor) => From(tensor);

    /// <summary>A copy of a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    public static implicit operator OnnxValue(Tensor<long> tensor) => From(tensor);

    /// <summary>A copy of a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    public static implicit operator OnnxValue(Tensor<bool> tensor) => From(tensor);

    /// <summary>A copy of a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    public static implicit operator OnnxValue(Tensor<byte> tensor) => From(tensor);

    /// <summary>The type and the shape: <c>float32 [2, 10]</c>.</summary>
    public override string ToString() =>
        $"{ElementTypes.Name(DType)} [{string.Join(", ", Array.Shape)}]";
}
