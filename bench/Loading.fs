/// What loading a model costs beyond its bytes: the time of Model.Load against reading the file and copying its bytes
/// twice, and the memory that it takes against the file's size.
module internal Keratin.Bench.Loading

open System
open System.Diagnostics
open System.IO
open Keratin
open Keratin.Engine

let private mostTime = 1.5
let private mostMemory = 1.5

/// Three dense layers with Adam's moments: about 104 MB.
let private write (path: string) : unit =
    let units = 1700

    let core =
        ModelCore(
            Network.sequential "large" [
                Layers.Dense(units, inputShape = [| Nullable units |])
                Layers.Dense units
                Layers.Dense units
            ],
            State Device.Cpu
        )

    core.Compile(Networks.compilation ())

    let zeros (shape: int list) dtype =
        NDArray.ofFloats dtype (Array.ofList shape) (Array.zeroCreate (List.fold (*) 1 shape))

    // moments are there once a step was made
    let data =
        DataSet.create "loading" [ zeros [ 1; units ] DType.Float32 ] [ zeros [ 1 ] DType.Int64 ] []

    core.OnBatch("train", data) |> ignore
    core.Save(path, true)

/// Gives back to the system what nothing holds, so that memory of the round before is not used again unseen.
let private settle () =
    for _ in 1..2 do
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, true, true)
        GC.WaitForPendingFinalizers()

    Functions.kt_allocator_trim ()

let private load (path: string) : ModelCore =
    ModelCore.Load(path, State Device.Cpu, true)

/// Reads the bytes, and copies them twice into memory of their own.
let private copyTwice (path: string) : byte[] =
    let bytes = File.ReadAllBytes path

    (bytes, [ 1; 2 ])
    ||> List.fold (fun from _ ->
        let copy = GC.AllocateUninitializedArray<byte> from.Length
        from.AsSpan().CopyTo(Span copy)
        copy)

let private seconds (run: unit -> 'a) : float =
    settle ()
    let clock = Stopwatch.StartNew()
    let result = run ()
    let elapsed = clock.Elapsed.TotalSeconds
    GC.KeepAlive result
    elapsed

/// A number of the process in /proc, in bytes.
let private processBytes (name: string) : float =
    File.ReadLines "/proc/self/status"
    |> Seq.find _.StartsWith(name)
    |> _.Split(' ', StringSplitOptions.RemoveEmptyEntries)
    |> fun words -> float words[1] * 1024.0

/// How far the process's memory rises above where it was while the model is loaded.
let private growth (path: string) : float =
    settle ()
    // the highest so far becomes what is there now
    File.WriteAllText("/proc/self/clear_refs", "5")
    let before = processBytes "VmRSS"
    let core = load path
    let peak = processBytes "VmHWM"
    GC.KeepAlive core
    peak - before

/// 0 when both are within bounds.
let run (rounds: int) : int =
    let path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.keras")

    try
        write path
        let size = float (FileInfo path).Length

        let time () =
            seconds (fun () -> load path), seconds (fun () -> copyTwice path)

        // both ways are compiled before they are measured
        for _ in 1..3 do
            time () |> ignore

        let pairs = [| for _ in 1..rounds -> time () |]
        let ratios = pairs |> Array.map (fun (ours, bytes) -> ours / bytes) |> Array.sort
        let memory = [| for _ in 1 .. min rounds 5 -> growth path / size |] |> Array.sort
        let ours = pairs |> Array.map fst |> Array.sort
        let quantile = Quantile.ofSorted
        let ratio, most = quantile ratios 0.5, quantile memory 0.5
        let word fine = if fine then "fine" else "NOT fine"

        printfn "%.1f MB, loaded in %.1f ms" (size / 1e6) (1000.0 * quantile ours 0.5)

        printfn
            "time over reading and copying twice: %.2f (quartiles %.2f to %.2f) of at most %.1f: %s"
            ratio
            (quantile ratios 0.25)
            (quantile ratios 0.75)
            mostTime
            (word (ratio <= mostTime))

        printfn
            "memory over the file's size: %.2f (quartiles %.2f to %.2f) of at most %.1f: %s"
            most
            (quantile memory 0.25)
            (quantile memory 0.75)
            mostMemory
            (word (most <= mostMemory))

        if ratio <= mostTime && most <= mostMemory then 0 else 1
    finally
        File.Delete path
