/// Reading a file as a user would, in every way that its format has.
namespace Keratin.Properties.Fuzzing

open System
open System.IO
open Keratin
open Keratin.Cli
open Keratin.Engine
open Keratin.Saving
open Keratin.Properties

[<Sealed>]
type internal Readers() =
    let dense = Models.dense ()
    let data = Training.data 1 16 [ 4 ]
    do dense.Trainer.TrainStep data () |> ignore

    let load (path: string) =
        ModelCore.Load(path, State Device.Cpu, true) |> ignore

    let loadWeights (path: string) =
        dense.LoadWeights(path, false) |> ignore

    let loadWhatFits (path: string) = dense.LoadWeights(path, true) |> ignore

    /// What `keratin info` and `keratin diff` read: all that is said, and all numbers.
    let look (path: string) =
        Info.run path |> ignore

        use files = new Files()

        for a in (Contents.read files path).Arrays do
            a.TryRead() |> ignore

    let resume (path: string) =
        use files = new Files()

        match CheckpointFile.latest files path with
        | None -> ()
        | Some found ->
            let settings = Corpus.settings (Corpus.trainingCallbacks ())

            Snapshot.restore "fuzz" dense.Trainer dense.Compilation.Value settings found.Snapshot
            |> ignore

            Snapshot.positionOf "fuzz" found.Snapshot |> ignore

    /// The ways of reading a file of this name.
    member _.Of(name: string) : (string -> unit) list =
        if name.EndsWith ".weights.h5" then
            [ loadWeights; loadWhatFits; look ]
        elif name.EndsWith ".weights.json" then
            [ loadWeights ]
        elif name.EndsWith ".checkpoint" then
            [ resume ]
        else
            match Path.GetExtension name with
            | ".keras"
            | ".h5" -> [ load; look ]
            | ".safetensors" -> [ loadWeights; look ]
            | _ -> [ look ]
