/// Tensors made from arrays, and arrays read from tensors.
namespace Keratin.Engine

#nowarn "9" "51" // pointers to what is handed over the border

open System
open System.Runtime.InteropServices
open Microsoft.FSharp.NativeInterop
open Keratin

/// Called by the engine when memory that it was lent is no longer read.
[<UnmanagedFunctionPointer(CallingConvention.Cdecl)>]
type private Release = delegate of owner: nativeint -> unit

/// Tensors made from arrays, and arrays read from tensors.
[<RequireQualifiedAccess>]
module internal Tensors =
    let private longs (values: int seq) = values |> Seq.map int64 |> Array.ofSeq

    /// Strides of a shape whose axes lie in memory in this order, outermost first.
    let private strides (shape: int[]) (storage: int list) =
        let strides = Array.zeroCreate<int64> shape.Length
        let mutable next = 1L

        for axis in List.rev storage do
            strides[axis] <- next
            next <- next * int64 shape[axis]

        strides

    /// A tensor of these elements, row-major, whose axes lie in memory in the order of `storage`.
    let ofBytes
        (device: int)
        (storage: int list)
        (dtype: DType)
        (shape: int[])
        (bytes: ReadOnlySpan<byte>)
        : TensorHandle =
        Native.load ()
        let sizes = longs shape
        let ordered = storage = List.sort storage
        let steps = strides shape storage
        let mutable result = 0n
        use sizesPointer = fixed sizes
        use stepsPointer = fixed steps
        use data = fixed bytes

        Functions.kt_tensor_new (
            int dtype,
            sizes.Length,
            sizesPointer,
            (if ordered then NativePtr.ofNativeInt 0n else stepsPointer),
            device,
            NativePtr.toNativeInt data,
            &&result
        )
        |> Native.check

        new TensorHandle(result, int64 bytes.Length)

    let create (device: int) (storage: int list) (values: NDArray) : TensorHandle =
        ofBytes device storage values.DType values.Shape (ReadOnlySpan values.Bytes)

    /// Unpins an array when the last tensor over it has gone.
    let private unpin = Release(fun owner -> GCHandle.FromIntPtr(owner).Free())

    let private unpinPointer = Marshal.GetFunctionPointerForDelegate unpin

    /// The array itself as a tensor: on the CPU its memory is pinned and read where it lies, for as long as
    /// anything refers to the tensor. Only for what no step writes to.
    let over (device: int) (values: NDArray) : TensorHandle =
        if device >= 0 || values.Bytes.Length = 0 then
            create device [ 0 .. values.Shape.Length - 1 ] values
        else
            Native.load ()
            let sizes = longs values.Shape
            let pinned = GCHandle.Alloc(values.Bytes, GCHandleType.Pinned)
            let owner = GCHandle.ToIntPtr pinned
            let mutable result = 0n
            use sizesPointer = fixed sizes

            let code =
                Functions.kt_tensor_around (
                    int values.DType,
                    sizes.Length,
                    sizesPointer,
                    pinned.AddrOfPinnedObject(),
                    unpinPointer,
                    owner,
                    &&result
                )

            if code <> 0 then
                pinned.Free()

            Native.check code
            new TensorHandle(result, 0L)

    let clone (source: TensorHandle) (bytes: int64) : TensorHandle =
        let mutable result = 0n
        Native.check (Functions.kt_tensor_clone (source.DangerousGetHandle(), &&result))
        GC.KeepAlive source
        new TensorHandle(result, bytes)

    let private readPointer (pointer: nativeint) : NDArray =
        let sizes = Array.zeroCreate<int64> 16
        let mutable dtype = 0
        let mutable rank = 0
        let mutable device = 0
        use sizesPointer = fixed sizes
        Native.check (Functions.kt_tensor_info (pointer, &&dtype, &&rank, sizesPointer, &&device))
        let shape = sizes[.. rank - 1] |> Array.map int
        let dtype = enum<DType> dtype
        let bytes = (1, shape) ||> Array.fold (*) |> (*) (DType.bytes dtype)
        let values = GC.AllocateUninitializedArray<byte> bytes
        use data = fixed values
        Native.check (Functions.kt_tensor_read (pointer, NativePtr.toNativeInt data, int64 bytes))
        NDArray(dtype, shape, values)

    let read (t: TensorHandle) : NDArray =
        let result = readPointer (t.DangerousGetHandle())
        GC.KeepAlive t
        result

    /// Copies the elements in row-major order to memory of their length.
    let readInto (t: TensorHandle) (target: Span<byte>) =
        use data = fixed target

        Native.check (
            Functions.kt_tensor_read (
                t.DangerousGetHandle(),
                NativePtr.toNativeInt data,
                int64 target.Length
            )
        )

        GC.KeepAlive t

    /// Overwrites a tensor with elements in row-major order.
    let writeBytes (t: TensorHandle) (bytes: ReadOnlySpan<byte>) =
        use data = fixed bytes

        Native.check (
            Functions.kt_tensor_write (
                t.DangerousGetHandle(),
                NativePtr.toNativeInt data,
                int64 bytes.Length
            )
        )

        GC.KeepAlive t

    let write (t: TensorHandle) (values: NDArray) =
        writeBytes t (ReadOnlySpan values.Bytes)

    /// Overwrites a tensor with as many of another's rows, from this one on. Nothing waits for the device.
    let copyRows (target: TensorHandle) (source: TensorHandle) (from: int) =
        Native.check (
            Functions.kt_tensor_copy_rows (
                target.DangerousGetHandle(),
                source.DangerousGetHandle(),
                int64 from
            )
        )

        GC.KeepAlive target
        GC.KeepAlive source

    /// The value of a program's slot.
    let ofSlot (program: ProgramHandle) (slot: int) : NDArray =
        let mutable pointer = 0n
        Native.check (Functions.kt_program_get (program.DangerousGetHandle(), slot, &&pointer))

        try
            readPointer pointer
        finally
            Functions.kt_tensor_free pointer
            GC.KeepAlive program
