// Arrays on their way into ONNX Runtime and out of it.
using System.Buffers;

namespace Keratin.Onnx.Runtime;

/// <summary>An array lent to ONNX Runtime: it reads the managed bytes where they are.</summary>
internal sealed unsafe class LentArray : IDisposable
{
    private const int ArenaAllocator = 1;
    private const int DefaultMemory = 0;

    private static readonly Lazy<nint> Processor = new(() =>
    {
        nint memory;
        Api.Check(
            ((delegate* unmanaged<int, int, nint*, nint>)Api.At(Function.CreateCpuMemoryInfo))(
                ArenaAllocator,
                DefaultMemory,
                &memory
            )
        );
        return memory;
    });

    private MemoryHandle pin;

    internal LentArray(NDArray array)
    {
        long[] shape = [.. array.Shape];
        pin = array.Bytes.AsMemory().Pin();
        try
        {
            nint value;
            fixed (long* sizes = shape)
            {
                Api.Check(
                    (
                        (delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)
                            Api.At(Function.CreateTensorWithDataAsOrtValue)
                    )(
                        Processor.Value,
                        pin.Pointer,
                        (nuint)array.Bytes.Length,
                        sizes,
                        (nuint)shape.Length,
                        ElementTypes.Onnx(array.DType),
                        &value
                    )
                );
            }

            Value = value;
        }
        catch
        {
            pin.Dispose();
            throw;
        }
    }

    internal nint Value { get; }

    public void Dispose()
    {
        Api.Release(Function.ReleaseValue, Value);
        pin.Dispose();
    }
}

/// <summary>Reads what ONNX Runtime says about arrays, and the arrays themselves.</summary>
internal static unsafe class Arrays
{
    /// <summary>The element type's number and the sizes; -1 where a size is open.</summary>
    internal static (int ElementType, long[] Shape) Describe(nint information)
    {
        int elementType;
        nuint rank;
        Api.Check(
            ((delegate* unmanaged<nint, int*, nint>)Api.At(Function.GetTensorElementType))(
                information,
                &elementType
            )
        );
        Api.Check(
            ((delegate* unmanaged<nint, nuint*, nint>)Api.At(Function.GetDimensionsCount))(
                information,
                &rank
            )
        );
        var shape = new long[(int)rank];
        fixed (long* sizes = shape)
        {
            Api.Check(
                ((delegate* unmanaged<nint, long*, nuint, nint>)Api.At(Function.GetDimensions))(
                    information,
                    sizes,
                    rank
                )
            );
        }

        return (elementType, shape);
    }

    /// <summary>A copy of an array that belongs to ONNX Runtime.</summary>
    internal static NDArray Copy(nint value, string name)
    {
        var complaint = new Complaint(
            $"OnnxSession.Run / {name}",
            "an output that is a tensor",
            "leave this output out of the model"
        );
        nint information;
        Api.Check(
            ((delegate* unmanaged<nint, nint*, nint>)Api.At(Function.GetTensorTypeAndShape))(
                value,
                &information
            ),
            complaint
        );
        int elementType;
        long[] shape;
        try
        {
            (elementType, shape) = Describe(information);
        }
        finally
        {
            Api.Release(Function.ReleaseTensorTypeAndShapeInfo, information);
        }

        var type =
            ElementTypes.Find(elementType)
            ?? throw complaint.About($"elements of type {ElementTypes.Name(elementType)}");
        var length = shape.Aggregate((Int128)DTypeModule.bytes(type), (size, axis) => size * axis);
        if (length > Array.MaxLength)
        {
            throw new KeratinException(
                $"OnnxSession.Run / {name}",
                $"at most {Array.MaxLength} bytes",
                $"{length} bytes, of shape [{string.Join(", ", shape)}]",
                "run smaller batches"
            );
        }

        void* data;
        Api.Check(
            ((delegate* unmanaged<nint, void**, nint>)Api.At(Function.GetTensorMutableData))(
                value,
                &data
            )
        );
        var bytes = new ReadOnlySpan<byte>(data, (int)length).ToArray();
        return new(type, [.. shape.Select(size => (int)size)], bytes);
    }
}
