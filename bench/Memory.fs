/// Watches memory: a long training of the convnet, and many models made and let go.
module internal Keratin.Bench.Memory

open System
open System.Collections.Generic
open System.IO
open System.Runtime.CompilerServices
open Keratin
open Keratin.Engine
open Keratin.Bench.Networks

/// What a run may grow by.
let private most = 16.0

/// Memory of this process that is in the machine, in MiB.
let private resident () =
    File.ReadLines "/proc/self/status"
    |> Seq.find _.StartsWith("VmRSS")
    |> _.Split(' ', StringSplitOptions.RemoveEmptyEntries)
    |> fun words -> float words[1] / 1024.0

let private collect () =
    for _ in 1..2 do
        GC.Collect()
        GC.WaitForPendingFinalizers()

let private settled () =
    collect ()
    resident ()

let private liveBlocks () = (Native.memory ())[3]

/// Looks at the end of every step, and at some at the process's memory.
type private Watch(steps: int, early: int) =
    inherit Callback()
    let mutable done' = 0
    member val Blocks = HashSet<int64>()
    member val Early = 0.0 with get, set
    member val Late = 0.0 with get, set

    override w.OnTrainBatchEnd(_, _) =
        done' <- done' + 1
        w.Blocks.Add(liveBlocks ()) |> ignore

        if done' = early then
            w.Early <- settled ()
        elif done' = steps then
            w.Late <- settled ()

let private fit (core: ModelCore) (data: DataSet) (convnet: Workload) epochs callbacks =
    core.Fit(
        data,
        {
            FitRequest.Default with
                BatchSize = Some(convnet.Batch)
                Epochs = epochs
                Verbose = 0
                Callbacks = callbacks
        }
    )
    |> ignore

let private verdict (what: string) (growth: float) (detail: string) (alsoFine: bool) : bool =
    let fine = growth <= most && alsoFine
    let word = if fine then "fine" else "NOT fine"
    printfn $"{what}: %+.1f{growth} MiB of at most {most}, {detail}: {word}"
    fine

/// Many steps of one fit: as many live tensors at every step's end, and no growth after the thousandth.
let private long (convnet: Workload) (steps: int) : bool =
    let core, data = prepare convnet
    let epochs = steps / convnet.Steps
    let watch = Watch(epochs * convnet.Steps, min 1000 (steps / 2))
    // the programs, of which a model keeps a few, are made before the counting
    fit core data convnet 1 []
    fit core data convnet epochs [ watch ]

    verdict
        $"{epochs * convnet.Steps} steps"
        (watch.Late - watch.Early)
        $"""live tensors at the end of every step: {String.Join(", ", watch.Blocks)}"""
        (watch.Blocks.Count = 1)

[<MethodImpl(MethodImplOptions.NoInlining)>]
let private makeAndLetGo (convnet: Workload) =
    let core, data = prepare { convnet with Steps = 2 }
    fit core data convnet 1 []

/// Models built, compiled, trained and let go: what they took comes back.
let private many (convnet: Workload) (models: int) : bool =
    let warm = max 1 (models / 10)

    for _ in 1..warm do
        makeAndLetGo convnet

    let early = settled ()

    for _ in warm + 1 .. models do
        makeAndLetGo convnet

    verdict
        $"{models} models"
        (settled () - early)
        $"{Native.memory()[0]} bytes live at the end"
        true

/// 0 when both stay within bounds. A smaller batch than the speed measurements' takes the same paths in
/// less time.
let run (steps: int) (models: int) : int =
    let convnet =
        all
        |> List.find _.Name.StartsWith("convnet")
        |> fun w -> { w with Batch = 32; Steps = 100 }

    let steady = long convnet steps
    let returned = many convnet models
    if steady && returned then 0 else 1
