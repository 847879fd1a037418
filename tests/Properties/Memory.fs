/// The engine's memory: as many blocks at the end of every step, and nothing kept of models let go.
module Keratin.Properties.Memory

open System
open System.Collections.Generic
open System.Runtime.CompilerServices
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

let private liveBytes () = (Native.memory ())[0]
let private liveBlocks () = (Native.memory ())[3]

/// The engine counts what the CPU has.
let private onCpu () =
    Training.convolutional().In(State Device.Cpu)

let private collect () =
    for _ in 1..3 do
        GC.Collect()
        GC.WaitForPendingFinalizers()

type private Watch(blocks: List<int64>) =
    inherit Callback()
    override _.OnTrainBatchEnd(_, _) = blocks.Add(liveBlocks ())

[<Fact>]
let ``every step ends with as many live blocks`` () =
    let core = onCpu ()
    let blocks = List<int64>()
    // what others left behind would go meanwhile, whenever the collector likes
    collect ()

    core.Fit(
        Training.data 1 800 [ 8; 8; 1 ],
        {
            Training.silent with
                BatchSize = Some 4
                Callbacks = [ Watch blocks ]
        }
    )
    |> ignore

    Assert.Equal(200, blocks.Count)
    Assert.True(blocks[0] > 0L, "the engine's allocator counts nothing")
    Assert.Single(Seq.distinct blocks) |> ignore

[<MethodImpl(MethodImplOptions.NoInlining)>]
let private trainAndLetGo () =
    let core = onCpu ()

    core.Fit(Training.data 2 48 [ 8; 8; 1 ], { Training.silent with Epochs = 2 })
    |> ignore

    liveBytes ()

[<Fact>]
let ``models let go leave nothing behind`` () =
    let after = [
        for _ in 1..60 do
            trainAndLetGo () |> ignore
            collect ()
            liveBytes ()
    ]

    let early, late = after[9], List.max after[30..]
    Assert.True(late <= early, $"{early} bytes live after 10 models, {late} after more: %A{after}")

[<Fact>]
let ``a model that is kept keeps its memory`` () =
    collect ()
    let before = liveBytes ()
    let core = onCpu ()
    core.Fit(Training.data 2 48 [ 8; 8; 1 ], Training.silent) |> ignore
    Assert.True(liveBytes () > before)
    GC.KeepAlive core
