/// Finding and loading the engine, and what is asked of it as a whole.
namespace Keratin.Engine

#nowarn "9" "51" // pointers to what is handed over the border

open System
open System.IO
open System.Reflection
open System.Runtime.InteropServices
open Microsoft.FSharp.NativeInterop
open Keratin

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
            "run: dotnet fsi build.fsx setup   (it installs libtorch-dev and libopenblas0-pthread and builds the engine); keratin doctor says what is found"

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

    /// Whether the device has kernels for float16: LibTorch has them on the CPU since version 2.
    let calculatesHalf (device: int) =
        device >= 0 || not (version().StartsWith "1.")

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
