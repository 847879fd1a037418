/// Models whose weights are larger than 2 GB, written and read in every format: by argument, since it takes some minutes,
/// 6 GB of memory and 5 GB of the disk.
module Keratin.Properties.LargeFiles

open System
open System.Diagnostics
open System.IO
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Saving

let internal argument = "large-files"

let private units = 8000
let private layers = 9

let private build () : ModelCore =
    ModelCore(
        Network.sequential "large" [
            Layers.Dense(units, inputShape = [| Nullable units |])
            for _ in 2..layers do
                Layers.Dense units
        ],
        State Device.Cpu
    )

/// Gives every weight bytes of its own.
let private fill (core: ModelCore) : unit =
    for i, w in List.indexed core.Network.Weights do
        let bytes = GC.AllocateUninitializedArray<byte>(w.Count * DType.bytes w.DType)
        Random(i).NextBytes bytes
        core.State.Write(w, ReadOnlyMemory bytes)

let private isSame (core: ModelCore) (other: ModelCore) : unit =
    Assert.Equal(core.Network.Weights.Length, other.Network.Weights.Length)

    for w, own in List.zip core.Network.Weights other.Network.Weights do
        let expected, found = core.State.Read w, other.State.Read own
        Assert.True(expected.Equals found, $"{w.Path} is another")

let private settle () =
    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, true, true)
    GC.WaitForPendingFinalizers()
    Functions.kt_allocator_trim ()

/// A number of the process in /proc, in bytes.
let private processBytes (name: string) : float =
    File.ReadLines "/proc/self/status"
    |> Seq.find _.StartsWith(name)
    |> _.Split(' ', StringSplitOptions.RemoveEmptyEntries)
    |> fun words -> float words[1] * 1024.0

/// Runs, and says how long that took and how far memory rose.
let private measured (what: string) (run: unit -> 'a) : 'a =
    settle ()
    // the highest so far becomes what is there now
    File.WriteAllText("/proc/self/clear_refs", "5")
    let before = processBytes "VmRSS"
    let clock = Stopwatch.StartNew()
    let result = run ()
    let elapsed = clock.Elapsed.TotalSeconds
    let peak = processBytes "VmHWM"
    printfn $"{what}: {elapsed:F1} s, {(peak - before) / 1e9:F2} GB of memory more"
    result

let private settings: FitSettings = {
    Callbacks = []
    BatchSize = Some 1
    Epochs = 1
    Samples = Some 1
    Shuffle = false
}

/// Writes and reads every format in a folder; files are deleted one after another.
let internal run (folder: string) : int =
    let core = build ()
    fill core
    let pathOf name = Path.Combine(folder, name)

    let tryFormat (name: string) save load =
        let path = pathOf name

        try
            measured $"{name} written" (fun () -> save path)
            let size = FileInfo(path).Length
            Assert.True(size > int64 Int32.MaxValue)
            printfn $"{name}: {float size / 1e9:F2} GB"
            let other: ModelCore = measured $"{name} read" (fun () -> load path)
            isSame core other
        finally
            File.Delete path
            File.Delete(AtomicFile.previous path)

    let loadWeights (path: string) =
        let other = ModelCore(core.Network, State Device.Cpu)
        Assert.Empty(other.LoadWeights(path, false))
        other

    tryFormat "large.keras" (fun path -> core.Save(path, true)) (fun path ->
        ModelCore.Load(path, State Device.Cpu, true))

    for name in [ "large.weights.h5"; "large.safetensors" ] do
        tryFormat name (fun path -> core.SaveWeights(path, true, Nullable())) loadWeights

    let compiled (core: ModelCore) =
        core.Compile {
            Optimizer = SGD 0.01
            Losses = [ Some(MeanSquaredError()) ]
            LossWeights = [ 1.0 ]
            Metrics = [ [] ]
            WeightedMetrics = [ [] ]
            Arguments = CompileArguments.Standard
        }

        core.Compilation.Value

    let compilation = compiled core

    let capture () =
        Snapshot.capture core.Trainer compilation settings {
            Epoch = 1
            Samples = 0
            Stopped = false
            ShuffleSeed = 1L
        }

    tryFormat
        "large.checkpoint"
        (fun path ->
            // the second generation, with the first beside it
            for _ in 1..2 do
                CheckpointFile.write path true true (capture ()))
        (fun path ->
            let other = ModelCore(core.Network, State Device.Cpu)
            let compilation = compiled other
            use files = new Files()
            let found = Option.get (CheckpointFile.latest files path)
            Assert.True found.NewestIsWhole

            Snapshot.restore "large" other.Trainer compilation settings found.Snapshot
            |> ignore

            other)

    printfn "all formats give back the weights"
    0
