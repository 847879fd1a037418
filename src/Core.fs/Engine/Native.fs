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

    let private variable (name: string) =
        Environment.GetEnvironmentVariable name
        |> Option.ofObj
        |> Option.filter ((<>) "")

    /// Where packages put what is for this kind of machine: .NET's name of it, the same for every Linux.
    let private platform =
        $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}"

    /// Where the library may be when nobody names one, best first.
    let private usual () =
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
            variable "XDG_CACHE_HOME" |> Option.defaultValue (Path.Combine(home, ".cache"))

        [
            Path.Combine(here, fileName)
            Path.Combine(here, "runtimes", platform, "native", fileName)
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

    let private fix =
        "add the package Keratin.Native, or set KERATIN_NATIVE to a libkeratin.so; in Keratin's own repository: dotnet fsi build.fsx setup "
        + "(it installs libtorch-dev and libopenblas0-pthread and builds the engine); keratin doctor says what is found"

    let private expected = $"{fileName}, built against the LibTorch of this machine"

    /// The library of this file. The system's own words say what it lacks.
    let private loadFile (file: string) : nativeint =
        try
            NativeLibrary.Load file
        with e ->
            let lines = e.Message.Split('\n', StringSplitOptions.TrimEntries)

            // behind .NET's own sentence comes the system's: about this file, or one it needs
            let reason = lines |> Array.tryItem 1 |> Option.defaultValue lines[0]

            refuse
                "the engine"
                expected
                $"{file}, which cannot be loaded: {reason}"
                (if reason.Contains "libtorch" || reason.Contains "libc10" then
                     "install the LibTorch it was built against (Debian 12: apt install libtorch-dev libopenblas0-pthread), or build the engine against another: dotnet fsi build.fsx setup in Keratin's repository"
                 else
                     fix)

    /// The library that is named, else the first in the usual places, else what .NET finds for packages by itself.
    let private find () : nativeint =
        match variable "KERATIN_NATIVE" with
        // a library that was asked for by name is not replaced by another one
        | Some file when File.Exists file -> loadFile file
        | Some file -> refuse "the engine" expected $"KERATIN_NATIVE={file}, and no such file" fix
        | None ->
            match usual () |> List.tryFind File.Exists with
            | Some file -> loadFile file
            | None ->
                match
                    NativeLibrary.TryLoad(fileName, Assembly.GetExecutingAssembly(), Nullable())
                with
                | true, library -> library
                | _ ->
                    let looked =
                        usual ()
                        |> List.map (fun place -> Path.GetDirectoryName place |> orElse place)
                        |> List.truncate 2
                        |> String.concat ", "

                    refuse
                        "the engine"
                        expected
                        $"none: KERATIN_NATIVE is not set, and no such file is in {looked} or the cache"
                        fix

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

            if what.Contains "index out of range" then
                refuse
                    where
                    "numbers from 0 to one less than the length of the table that they point into"
                    what
                    "look for greater numbers in the data, or make the table longer: of an Embedding, inputDim"

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

             let library = find ()

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
