/// The engine's C functions: keratin.h.
namespace Keratin.Engine

#nowarn "9" // an operand's layout in memory

open System.Runtime.InteropServices

/// An operand as the engine reads it: kt_value.
[<Struct; StructLayout(LayoutKind.Explicit, Size = 16)>]
type internal Value =
    [<FieldOffset 0>]
    val mutable Tag: int

    [<FieldOffset 4>]
    val mutable Count: int

    [<FieldOffset 8>]
    val mutable Int: int64

    [<FieldOffset 8>]
    val mutable Float: float

    [<FieldOffset 8>]
    val mutable Pointer: nativeint

/// The raw functions of keratin.h.
module internal Functions =
    [<Literal>]
    let private Library = "keratin"

    [<DllImport(Library)>]
    extern nativeint kt_error()

    [<DllImport(Library)>]
    extern nativeint kt_version()

    [<DllImport(Library)>]
    extern int kt_set_threads(int count)

    [<DllImport(Library)>]
    extern int kt_threads()

    [<DllImport(Library)>]
    extern int kt_cuda_devices()

    [<DllImport(Library)>]
    extern int kt_set_tf32(int allowed)

    [<DllImport(Library)>]
    extern int kt_tf32()

    [<DllImport(Library)>]
    extern float kt_gemm_gflops()

    [<DllImport(Library)>]
    extern int kt_allocator_install()

    [<DllImport(Library)>]
    extern void kt_allocator_stats(int64* stats)

    [<DllImport(Library)>]
    extern void kt_allocator_trim()

    [<DllImport(Library)>]
    extern int kt_tensor_new(
        int dtype,
        int rank,
        int64* sizes,
        int64* strides,
        int device,
        nativeint data,
        nativeint* out
    )

    [<DllImport(Library)>]
    extern int kt_tensor_around(
        int dtype,
        int rank,
        int64* sizes,
        nativeint data,
        nativeint release,
        nativeint owner,
        nativeint* out
    )

    [<DllImport(Library)>]
    extern int kt_tensor_read(nativeint t, nativeint destination, int64 bytes)

    [<DllImport(Library)>]
    extern int kt_tensor_write(nativeint t, nativeint source, int64 bytes)

    [<DllImport(Library)>]
    extern int kt_tensor_copy_rows(nativeint destination, nativeint source, int64 from)

    [<DllImport(Library)>]
    extern int kt_tensor_clone(nativeint t, nativeint* out)

    [<DllImport(Library)>]
    extern int kt_tensor_info(nativeint t, int* dtype, int* rank, int64* sizes, int* device)

    [<DllImport(Library)>]
    extern void kt_tensor_free(nativeint t)

    [<DllImport(Library)>]
    extern nativeint kt_program_new(int device, int slots)

    [<DllImport(Library)>]
    extern void kt_program_free(nativeint p)

    [<DllImport(Library)>]
    extern int kt_program_type(nativeint p, int slot, int dtype, int rank, int64* sizes)

    [<DllImport(Library)>]
    extern int kt_program_bind(nativeint p, int slot, nativeint t)

    [<DllImport(Library)>]
    extern int kt_program_unbind(nativeint p, int slot)

    [<DllImport(Library)>]
    extern int kt_program_call(
        nativeint p,
        [<MarshalAs(UnmanagedType.LPUTF8Str)>] string op,
        [<MarshalAs(UnmanagedType.LPUTF8Str)>] string | null outOp,
        Value* args,
        int nargs,
        int* outs,
        int nouts,
        int reuse,
        [<MarshalAs(UnmanagedType.LPUTF8Str)>] string scope
    )

    [<DllImport(Library)>]
    extern int kt_program_grad(
        nativeint p,
        [<MarshalAs(UnmanagedType.LPUTF8Str)>] string op,
        Value* args,
        int nargs,
        int* gradients,
        int ngradients,
        int* outs,
        int nouts,
        [<MarshalAs(UnmanagedType.LPUTF8Str)>] string scope
    )

    [<DllImport(Library)>]
    extern int kt_program_loop(
        nativeint p,
        nativeint body,
        int states,
        int sequences,
        int reverse,
        int* operands,
        int* takes,
        int ntakes,
        int* gives,
        int ngives,
        int* outs,
        [<MarshalAs(UnmanagedType.LPUTF8Str)>] string scope
    )

    [<DllImport(Library)>]
    extern int kt_program_fetch(nativeint p, int slot)

    [<DllImport(Library)>]
    extern int kt_program_run(nativeint p)

    [<DllImport(Library)>]
    extern int kt_program_get(nativeint p, int slot, nativeint* out)

    [<DllImport(Library)>]
    extern void kt_program_cancel(nativeint p, int on)

    [<DllImport(Library)>]
    extern void kt_program_check(nativeint p, int on)

    [<DllImport(Library)>]
    extern int kt_program_instructions(nativeint p)

    [<DllImport(Library)>]
    extern nativeint kt_program_profile(nativeint p)

    [<DllImport(Library)>]
    extern int kt_op_exists([<MarshalAs(UnmanagedType.LPUTF8Str)>] string op, int device)

    [<DllImport(Library)>]
    extern int kt_op_view([<MarshalAs(UnmanagedType.LPUTF8Str)>] string op)

    // .NET's own environment does not reach what native libraries read
    [<DllImport("libc")>]
    extern int setenv(
        [<MarshalAs(UnmanagedType.LPUTF8Str)>] string name,
        [<MarshalAs(UnmanagedType.LPUTF8Str)>] string value,
        int overwrite
    )
