/// The engine's C functions, and finding and loading the library that has them.
namespace Keratin.Engine

#nowarn "9" "51" // pointers to what is handed over the border

open System
open System.IO
open System.Reflection
open System.Runtime.InteropServices
open Microsoft.FSharp.NativeInterop
open Keratin

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

/// A tensor the engine keeps for us; the collector knows how large it is.
[<Sealed>]
type internal TensorHandle(pointer: nativeint, bytes: int64) =
    inherit SafeHandle(0n, true)

    do
        base.SetHandle pointer

        if bytes > 0L then
            GC.AddMemoryPressure bytes

    override h.IsInvalid = h.handle = 0n

    override h.ReleaseHandle() =
        Functions.kt_tensor_free h.handle

        if bytes > 0L then
            GC.RemoveMemoryPressure bytes

        true

/// A program of the engine, with what it keeps in memory.
[<Sealed>]
type internal ProgramHandle(pointer: nativeint, bytes: int64) =
    inherit SafeHandle(0n, true)

    do
        base.SetHandle pointer
        GC.AddMemoryPressure(max 1L bytes)

    override h.IsInvalid = h.handle = 0n

    override h.ReleaseHandle() =
        Functions.kt_program_free h.handle
        GC.RemoveMemoryPressure(max 1L bytes)
        true

/// Loading the library, and its failures as exceptions.
[<RequireQualifiedAccess>]
module internal Native =
    let private fileName = "libkeratin.so"

    /// Where the library may be, best first.
    let private places () =
        let here = AppContext.BaseDirectory

        let rec upwards (folder: DirectoryInfo | null) = [
            match folder with
            | null -> ()
            | folder ->
                Path.Combine(folder.FullName, ".artifacts", "native", fileName)
                yield! upwards folder.Parent
        ]

        let home = Environment.GetFolderPath Environment.SpecialFolder.UserProfile

        let cache =
            match Environment.GetEnvironmentVariable "XDG_CACHE_HOME" with
            | null
            | "" -> Path.Combine(home, ".cache")
            | folder -> folder

        [
            match Environment.GetEnvironmentVariable "KERATIN_NATIVE" with
            | null
            | "" -> ()
            | file -> file
            Path.Combine(here, fileName)
            Path.Combine(here, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", fileName)
            yield! upwards (DirectoryInfo here)
            Path.Combine(cache, "keratin", "native", fileName)
        ]

    let private threads () =
        let asked =
            [ "KERATIN_NUM_THREADS"; "OMP_NUM_THREADS" ]
            |> List.tryPick (fun name ->
                match Int32.TryParse(Environment.GetEnvironmentVariable name) with
                | true, n when n > 0 -> Some n
                | _ -> None)

        // logical processors, halved where they are two to a core
        let cores () =
            try
                let siblings =
                    File.ReadAllText "/sys/devices/system/cpu/cpu0/topology/thread_siblings_list"

                let perCore = siblings.Trim().Split([| ','; '-' |]).Length
                max 1 (Environment.ProcessorCount / max 1 perCore)
            with _ ->
                Environment.ProcessorCount

        asked |> Option.defaultWith cores

    let private missing (reason: string) : 'a =
        let looked =
            places ()
            |> List.map (fun place -> Path.GetDirectoryName place |> orElse place)
            |> List.truncate 3
            |> String.concat ", "

        refuse
            "the engine"
            $"{fileName}, built against the LibTorch of this machine (looked in KERATIN_NATIVE, {looked}, the cache)"
            reason
            "run: dotnet fsi build.fsx setup   (it installs libtorch-dev and libopenblas0-pthread and builds the engine)"

    let private lastError () =
        Marshal.PtrToStringUTF8(Functions.kt_error ()) |> orElse "an unknown failure"

    /// What a code other than success means: the codes of keratin.h.
    let check (code: int) =
        match code with
        | 0 -> ()
        | 2 -> raise (OperationCanceledException "the program was cancelled")
        | 3 ->
            let lines = lastError().Split '\n'

            refuse
                lines[0]
                "finite numbers"
                $"{Array.last lines} in what is computed here, the first place in this step"
                "lower the learning rate or clip gradients (clipnorm: 1.0); look for log or division of 0 in this layer"
        | _ ->
            let text = lastError ()

            let where, what =
                match text.IndexOf "): " with
                | -1 -> "the engine", text
                | at -> text[..at], text[at + 3 ..]

            refuse
                where
                "operands this operation can take"
                what
                "check the shapes and types of the data; if they are right, this is a bug in Keratin, please report it"

    let private loaded =
        lazy
            (let count = string (threads ())

             // before LibTorch and OpenBLAS read them
             for name, value in
                 [
                     "OMP_NUM_THREADS", count
                     "OPENBLAS_NUM_THREADS", count
                     "OMP_WAIT_POLICY", "passive"
                     "CUBLAS_WORKSPACE_CONFIG", ":4096:8" // one workspace a stream: the same sums every time
                 ] do
                 Functions.setenv (name, value, (if name.EndsWith "THREADS" then 1 else 0))
                 |> ignore

             let library =
                 match places () |> List.tryFind File.Exists with
                 | None -> missing "no such file"
                 | Some file ->
                     try
                         NativeLibrary.Load file
                     with e ->
                         missing $"{file}, which cannot be loaded: {e.Message.Split('\n')[0]}"

             NativeLibrary.SetDllImportResolver(
                 Assembly.GetExecutingAssembly(),
                 fun name _ _ -> if name = "keratin" then library else 0n
             )

             if Environment.GetEnvironmentVariable "KERATIN_ALLOCATOR" <> "system" then
                 check (Functions.kt_allocator_install ())

             check (Functions.kt_set_threads (int count))
             check (Functions.kt_set_tf32 0)

             if Functions.kt_gemm_gflops () < 2.0 then
                 eprintfn
                     "keratin: this machine's BLAS is slow; apt install libopenblas0-pthread makes training many times faster")

    /// Loads the engine, once.
    let load () = loaded.Force()

    let version () =
        load ()
        Marshal.PtrToStringUTF8(Functions.kt_version ()) |> orElse ""

    let cudaDevices () =
        load ()
        Functions.kt_cuda_devices ()

    let allowsTensorFloat32 () =
        load ()
        Functions.kt_tf32 () = 1

    let allowTensorFloat32 (allowed: bool) =
        load ()
        check (Functions.kt_set_tf32 (if allowed then 1 else 0))

    /// Whether the device has a kernel of this name.
    let exists (op: string) (device: int) =
        load ()
        Functions.kt_op_exists (op, device) = 1

    let private views =
        System.Collections.Concurrent.ConcurrentDictionary<string, int>()

    /// The argument in whose memory an operator's first result lies, as its schema says.
    let viewOf (op: string) : int option =
        load ()

        match views.GetOrAdd(op, Functions.kt_op_view) with
        | -1 -> None
        | argument -> Some argument

    /// Live bytes, cached bytes, the peak of live bytes, live blocks.
    let memory () : int64[] =
        load ()
        let stats = Array.zeroCreate<int64> 4
        use pointer = fixed stats
        Functions.kt_allocator_stats pointer
        stats

    /// Runs with a handle's pointer, and keeps it alive meanwhile.
    let using (handle: SafeHandle) (run: nativeint -> int) =
        let mutable added = false

        try
            handle.DangerousAddRef &added
            check (run (handle.DangerousGetHandle()))
        finally
            if added then
                handle.DangerousRelease()

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

    let create (device: int) (storage: int list) (values: NDArray) : TensorHandle =
        Native.load ()
        let sizes = longs values.Shape
        let ordered = storage = List.sort storage
        let steps = strides values.Shape storage
        let mutable result = 0n
        use sizesPointer = fixed sizes
        use stepsPointer = fixed steps
        use data = fixed values.Bytes

        Functions.kt_tensor_new (
            int values.DType,
            sizes.Length,
            sizesPointer,
            (if ordered then NativePtr.ofNativeInt 0n else stepsPointer),
            device,
            NativePtr.toNativeInt data,
            &&result
        )
        |> Native.check

        new TensorHandle(result, values.Bytes.LongLength)

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

    let write (t: TensorHandle) (values: NDArray) =
        use data = fixed values.Bytes

        Native.check (
            Functions.kt_tensor_write (
                t.DangerousGetHandle(),
                NativePtr.toNativeInt data,
                values.Bytes.LongLength
            )
        )

        GC.KeepAlive t

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
