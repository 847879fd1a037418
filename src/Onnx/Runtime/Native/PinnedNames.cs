// Names as ONNX Runtime takes them: an array of pointers to C strings that stay where they are.
using System.Runtime.InteropServices;

namespace Keratin.Onnx.Runtime;

internal readonly unsafe ref struct PinnedNames
{
    private readonly GCHandle[] pins;

    internal PinnedNames(byte[][] names)
    {
        pins = [.. names.Select(name => GCHandle.Alloc(name, GCHandleType.Pinned))];
        Pointer = (nint*)NativeMemory.Alloc((nuint)names.Length + 1, (nuint)sizeof(nint));
        for (int i = 0; i < pins.Length; i++)
        {
            Pointer[i] = pins[i].AddrOfPinnedObject();
        }
    }

    internal nint* Pointer { get; }

    public void Dispose()
    {
        NativeMemory.Free(Pointer);
        foreach (var pin in pins)
        {
            pin.Free();
        }
    }
}
