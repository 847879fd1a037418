// What a session says about the inputs and outputs of its model.
namespace Keratin.Onnx.Runtime;

internal static unsafe class Signature
{
    internal static OnnxTensorInfo[] Inputs(nint session) =>
        Read(
            session,
            Function.SessionGetInputCount,
            Function.SessionGetInputName,
            Function.SessionGetInputTypeInfo
        );

    internal static OnnxTensorInfo[] Outputs(nint session) =>
        Read(
            session,
            Function.SessionGetOutputCount,
            Function.SessionGetOutputName,
            Function.SessionGetOutputTypeInfo
        );

    private static OnnxTensorInfo[] Read(nint session, Function count, Function name, Function type)
    {
        nuint number;
        Api.Check(((delegate* unmanaged<nint, nuint*, nint>)Api.At(count))(session, &number));
        var described = new OnnxTensorInfo[(int)number];
        for (int i = 0; i < described.Length; i++)
        {
            described[i] = Describe(session, (nuint)i, type, Name(session, (nuint)i, name));
        }

        return described;
    }

    /// <summary>Names are made for the caller, who gives them back.</summary>
    private static string Name(nint session, nuint place, Function function)
    {
        byte* text;
        var allocator = Api.Make(Function.GetAllocatorWithDefaultOptions);
        Api.Check(
            ((delegate* unmanaged<nint, nuint, nint, byte**, nint>)Api.At(function))(
                session,
                place,
                allocator,
                &text
            )
        );
        var name = Api.Text(text);
        Api.Check(
            ((delegate* unmanaged<nint, void*, nint>)Api.At(Function.AllocatorFree))(
                allocator,
                text
            )
        );
        return name;
    }

    private static OnnxTensorInfo Describe(nint session, nuint place, Function type, string name)
    {
        nint information;
        Api.Check(
            ((delegate* unmanaged<nint, nuint, nint*, nint>)Api.At(type))(
                session,
                place,
                &information
            )
        );
        try
        {
            // Belongs to the information it is taken out of; nothing when the value is no tensor.
            nint tensor;
            Api.Check(
                ((delegate* unmanaged<nint, nint*, nint>)Api.At(Function.CastTypeInfoToTensorInfo))(
                    information,
                    &tensor
                )
            );
            var (elementType, shape) = tensor == 0 ? (0, []) : Arrays.Describe(tensor);
            return new(
                name,
                ElementTypes.Name(elementType),
                [.. shape.Select(size => size < 0 ? (int?)null : checked((int)size))]
            );
        }
        finally
        {
            Api.Release(Function.ReleaseTypeInfo, information);
        }
    }
}
