/// A model at work, as callbacks see it: in training, evaluation or prediction.
namespace Keratin

open System
open System.Collections.Generic
open Keratin.Engine

type internal ModelAtWork
    (
        trainer: Trainer,
        compilation: Compilation option,
        epochs: int,
        steps: unit -> int,
        verbose: int
    ) =
    let mutable stop = false
    let where = $"model \"{trainer.Network.Name}\""

    let optimizer () =
        match compilation with
        | Some c -> c.Optimizer
        | None -> refuse where "a compiled model" "one that is not compiled" "call Compile first"

    let rate (name: string) (optimizer: Optimizer) : NamedRate = {
        Name = name
        Get =
            fun () ->
                match optimizer.Updating.RateWeight with
                | Some w -> NDArray.toFloats (trainer.State.Read w) |> Array.head
                | None -> trainer.ScheduledRate(name, optimizer)
        Set =
            fun value ->
                match optimizer.Updating.RateWeight with
                | Some w -> trainer.State.Write(w, NDArray.scalar (float32 value))
                | None ->
                    refuse
                        where
                        "an optimizer with a number for its learning rate"
                        "one with a schedule"
                        "give the optimizer a number, or leave the callback out"
    }

    /// The rates of an optimizer, or of each of several: names that are the same are numbered.
    let rec rates (optimizer: Optimizer) : NamedRate list =
        match optimizer with
        | :? LossScaleOptimizer as scaled -> rates scaled.InnerOptimizer
        | :? MultiOptimizer as several ->
            let all = several.OptimizerMap.All

            [
                for i, own in List.indexed all ->
                    let before = all[.. i - 1] |> List.filter (fun o -> o.Name = own.Name)
                    let number = if before.IsEmpty then "" else $"_{before.Length}"
                    rate $"learning_rate_{own.Name}{number}" own
            ]
        | one -> [ rate "learning_rate" one ]

    let averages () =
        match compilation with
        | Some c -> c.Optimizer.Updating.Averages trainer.Network.TrainableWeights
        | None -> []

    /// Gives weights other values, computed from all weights as they were.
    static member RunOnce (trainer: Trainer) (values: (Weight * Symbol) list) : unit =
        if not values.IsEmpty then
            let step = {
                Fetches = []
                Updates = values |> List.map Assign
            }

            use program = Program.Compile(trainer.State, step, [], true)
            program.Run()

    interface IHasRates with
        member _.Rates = rates (optimizer ())

    interface ITraining with
        member _.Weights = Array.ofList trainer.Network.Weights :> _
        member _.HasAverages = not (averages ()).IsEmpty

        member _.SwapAverages() =
            ModelAtWork.RunOnce trainer [
                for w, average in averages () do
                    w, Sym.weight average
                    average, Sym.weight w
            ]

        member _.Steps = steps ()
        member _.Verbose = verbose

        member _.StopTraining
            with get () = stop
            and set value = stop <- value

        member _.LearningRate
            with get () = (rates (optimizer ())).Head.Get()
            and set value = (rates (optimizer ())).Head.Set value

        member _.GetWeights() = [|
            for w in trainer.Network.Weights -> PlainArrays.toFloat32 (trainer.State.Read w)
        |]

        member _.SetWeights values =
            for w, v in Seq.zip trainer.Network.Weights values do
                let bytes = Array.zeroCreate<byte>(4 * v.Length)
                Buffer.BlockCopy(v, 0, bytes, 0, bytes.Length)
                trainer.State.Write(w, NDArray(DType.Float32, w.Shape, bytes))

        member _.Epochs = epochs

        member _.Direction monitor =
            let name =
                if monitor.StartsWith "val_" then
                    monitor.Substring 4
                else
                    monitor

            if name = "loss" || name.EndsWith "_loss" then
                -1
            else
                trainer.Direction name

        member _.Print line =
            if verbose > 0 then
                Console.Out.WriteLine line
