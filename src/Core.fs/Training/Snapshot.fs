/// A training as named arrays: all that must be known to go on with it to the same bits.
namespace Keratin

open System
open System.Globalization
open System.Text.RegularExpressions
open Keratin.Saving

/// Where a training is.
type internal Position = {
    /// The epoch at hand, or the next one.
    Epoch: int
    /// Samples of that epoch that have been trained on; 0 before it begins.
    Samples: int
    /// Whether a callback has ended the training.
    Stopped: bool
    /// What the order of samples is made from.
    ShuffleSeed: int64
}

/// A callback that remembers something from epoch to epoch.
type internal IMemory =
    /// What it remembers, by name.
    abstract Memory: (string * NDArray) list
    /// Takes back what it remembered.
    abstract Recall: Map<string, NDArray> -> unit

/// Numbers as a memory has them.
[<RequireQualifiedAccess>]
module internal Kept =
    let whole (n: int) = NDArray.ofArray [||] [| int64 n |]
    let number (x: float) = NDArray.ofArray [||] [| x |]

    let toNumber (a: NDArray) : float =
        match NDArray.toFloats a with
        | [| number |] -> number
        | numbers ->
            refuse
                "checkpoint"
                "one number"
                $"{numbers.Length} numbers"
                "the file is damaged: train without the checkpoint"

    let toWhole (a: NDArray) = int (toNumber a)

    let private find (name: string) (memory: Map<string, NDArray>) =
        match Map.tryFind name memory with
        | Some a -> a
        | None ->
            refuse
                "checkpoint"
                $"the number \"{name}\" of a callback"
                "none"
                "the file is damaged: train without the checkpoint"

    /// The number that a memory has under a name, whole or perhaps.
    let wholeOf name memory = toWhole (find name memory)

    let perhaps name memory =
        match Map.tryFind name memory with
        | Some kept -> Nullable(toNumber kept)
        | None -> Nullable()

/// What a fit says of itself, for the comparison with the one that goes on.
[<NoComparison>]
type internal FitSettings = {
    Callbacks: Callback list
    /// None: as the batches come.
    BatchSize: int option
    Epochs: int
    /// None: as many as come.
    Samples: int option
    Shuffle: bool
}

[<NoComparison; NoEquality>]
type internal Snapshot = {
    /// Settings and the architecture, in words.
    Facts: Map<string, string>
    /// Their elements are read when their turn comes.
    Arrays: (string * LazyArray) list
}

/// A training that callbacks can keep, and go on with.
type internal IResumable =
    /// All of the training as it is now.
    abstract Capture: unit -> Snapshot
    /// Goes on from there; answers with what is not as it was, in words.
    abstract ResumeFrom: Snapshot -> string list

/// A callback that keeps trainings. It is asked when all callbacks have seen the batch or the epoch.
type internal IKeepsTraining =
    abstract AfterBatch: IResumable -> unit
    abstract AfterEpoch: IResumable -> unit

[<RequireQualifiedAccess>]
module internal Snapshot =
    let private fix =
        "build the model it was saved from, or train without the checkpoint"

    let private show (shape: int seq) = $"""({String.Join(", ", shape)})"""

    let private lastPart (path: string) =
        path.Substring(path.LastIndexOf '/' + 1)

    let private isRate (w: Weight) = lastPart w.Path = "learning_rate"

    /// The number a rate was made with, whatever callbacks have made of it since.
    let private asCompiled (w: Weight) : NDArray =
        Initializers.values w.Path 0L w.Dims w.Initializer
        |> NDArray.ofFloats w.DType w.Shape

    let private optimizerWeights (trainer: Trainer) (c: Compilation) =
        c.Optimizer.Updating.Variables trainer.Network.TrainableWeights
        |> List.partition isRate

    /// Callbacks that remember, by class and order.
    let private remembering (callbacks: Callback list) : (string * IMemory) list =
        callbacks
        |> List.groupBy (fun c -> c.GetType().Name)
        |> List.collect (fun (kind, same) ->
            same
            |> List.indexed
            |> List.choose (fun (i, callback) ->
                match box callback with
                | :? IMemory as memory -> Some($"{kind}_{i}", memory)
                | _ -> None))

    let private numbered (group: string) (weights: Weight list) =
        weights |> List.mapi (fun i w -> $"{group}/{i:D5}/{w.Path}", w)

    let private groupOf (group: string) (snapshot: Snapshot) =
        snapshot.Arrays |> List.filter (fun (name, _) -> name.StartsWith(group + "/"))

    /// Settings and the architecture, in words.
    let factsOf (trainer: Trainer) (c: Compilation) (settings: FitSettings) =
        let text (n: int) = n.ToString CultureInfo.InvariantCulture
        let given = Option.map text >> Option.defaultValue "as they come"
        let network = Architecture.ofNetwork trainer.Network

        Map [
            "layers", String.Join("\n", network.Structure)
            "settings", String.Join("\n", network.Training)
            "loss", Architecture.ofLosses c.Losses
            "optimizer", c.Optimizer.GetType().Name
            "batch size", given settings.BatchSize
            "epochs", text settings.Epochs
            "samples", given settings.Samples
            "shuffle", (if settings.Shuffle then "yes" else "no")
        ]

    let private scheduled (trainer: Trainer) (c: Compilation) : float option =
        match c.Optimizer.Updating.RateWeight with
        | Some _ -> None
        | None -> Some(trainer.ScheduledRate("learning_rate", c.Optimizer))

    let private position (p: Position) =
        NDArray.ofArray [| 4 |] [|
            int64 p.Epoch
            int64 p.Samples
            (if p.Stopped then 1L else 0L)
            p.ShuffleSeed
        |]

    /// All of a training as it is now.
    let capture (trainer: Trainer) (c: Compilation) (settings: FitSettings) (at: Position) =
        let rates, slots = optimizerWeights trainer c

        // weights stay where they are until a file takes them, one after another
        let values group weights = [
            for name, w in numbered group weights -> name, LazyArray.OfWeight(trainer.State, w)
        ]

        {
            Facts = factsOf trainer c settings
            Arrays = [
                "position", LazyArray.Of(position at)
                yield! values "variable" trainer.Network.Variables
                yield! values "optimizer" slots
                yield! values "rate" rates
                for name, w in numbered "compiled_rate" rates do
                    name, LazyArray.Of(asCompiled w)
                match scheduled trainer c with
                | Some rate -> "scheduled_rate", LazyArray.Of(Kept.number rate)
                | None -> ()
                yield! values "metric" trainer.Memory
                for callback, memory in remembering settings.Callbacks do
                    // that there is a memory is worth knowing even where it is empty
                    $"callback/{callback}/",
                    LazyArray.Of(NDArray.ofArray [| 0 |] Array.empty<int64>)

                    for name, a in memory.Memory do
                        $"callback/{callback}/{name}", LazyArray.Of a
            ]
        }

    let positionOf where (snapshot: Snapshot) : Position =
        match snapshot.Arrays |> List.tryFind (fun (name, _) -> name = "position") with
        | Some(_, a) when a.DType = DType.Int64 && a.Shape = [ 4 ] ->
            let values = NDArray.toIntegers (a.Read())

            for value in values[..1] do
                if value < 0L || value > int64 Int32.MaxValue then
                    refuse where "an epoch and a number of samples" $"{value}" fix

            {
                Epoch = int values[0]
                Samples = int values[1]
                Stopped = values[2] <> 0L
                ShuffleSeed = values[3]
            }
        | _ -> refuse where "the position in training" "none" fix

    /// The part of an array's name behind group and number.
    let private pathOf (name: string) =
        name.Split('/', 3) |> Array.tryItem 2 |> Option.defaultValue name

    /// What a weight is for, whatever the layers were numbered: kernel, dense_kernel_momentum.
    let private purpose (path: string) =
        Regex.Replace(lastPart path, @"_\d+(?=_|$)", "")

    let private agrees (w: Weight) (name: string, a: LazyArray) =
        purpose name = purpose w.Path && a.Shape = w.Dims && a.DType = w.DType

    let private describe (path: string) (shape: int list) dtype =
        $"{path} {show shape} {DType.name dtype}"

    /// Values for weights in their order; another number of them, or other shapes, are refused.
    let private matched where (what: string) (weights: Weight list) saved =
        let ofWeight (w: Weight) = describe w.Path w.Dims w.DType
        let ofSaved (name: string, a: LazyArray) = describe (pathOf name) a.Shape a.DType

        let differences = [
            for i in 0 .. max weights.Length (List.length saved) - 1 do
                match List.tryItem i weights, List.tryItem i saved with
                | Some w, Some s when agrees w s -> ()
                | w, s ->
                    (w |> Option.map ofWeight |> Option.defaultValue "nothing"),
                    (s |> Option.map ofSaved |> Option.defaultValue "nothing")
        ]

        match differences with
        | [] -> List.zip weights (saved |> List.map snd)
        | some ->
            let side pick =
                some |> List.truncate 5 |> List.map pick |> String.concat "; "

            refuse where $"{what} of this model: {side fst}" $"in the checkpoint: {side snd}" fix

    let private linesOf (fact: string) (facts: Map<string, string>) =
        facts
        |> Map.tryFind fact
        |> Option.defaultValue ""
        |> _.Split('\n')
        |> List.ofArray

    let private refuseOther where (facts: Map<string, string>) (saved: Map<string, string>) =
        let mine, its = linesOf "layers" facts, linesOf "layers" saved

        if mine <> its then
            let differing =
                [ 0 .. max mine.Length its.Length - 1 ]
                |> List.filter (fun i -> List.tryItem i mine <> List.tryItem i its)
                |> List.truncate 5

            let side lines =
                differing
                |> List.map (fun i ->
                    let line = List.tryItem i lines |> Option.defaultValue "nothing"
                    $"{i}: {line.Trim()}")
                |> String.concat "; "

            refuse where $"this model's layers: {side mine}" $"in the checkpoint: {side its}" fix

        let optimizer (of': Map<string, string>) =
            Map.tryFind "optimizer" of' |> Option.defaultValue "none"

        if optimizer facts <> optimizer saved then
            refuse
                where
                $"a checkpoint of a training with {optimizer facts}"
                $"one with {optimizer saved}"
                "compile with the optimizer it was saved with, or train without the checkpoint"

    let private changed (facts: Map<string, string>) (saved: Map<string, string>) = [
        for name in [ "batch size"; "epochs"; "samples"; "shuffle"; "loss" ] do
            match Map.tryFind name saved with
            | Some before when before <> facts[name] ->
                $"{name}: {before} before, {facts[name]} now"
            | _ -> ()

        let before, now = linesOf "settings" saved, linesOf "settings" facts

        for i in 0 .. max before.Length now.Length - 1 do
            let line (lines: string list) =
                List.tryItem i lines |> Option.map _.Trim() |> Option.defaultValue "nothing"

            if line before <> line now then
                $"{line before} before, {line now} now"
    ]

    /// A rate as it was typed: its float32 has no more digits.
    let private showRate (rate: float) =
        (float32 rate).ToString CultureInfo.InvariantCulture

    /// Values for the rates, and what is to be said of them: they come back unless the optimizer was compiled with others.
    let private ratesOf where (rates: Weight list) (snapshot: Snapshot) =
        let compiled = [ for _, a in groupOf "compiled_rate" snapshot -> a.Read() ]
        let now = rates |> List.map asCompiled

        if compiled = now then
            matched where "learning rates" rates (groupOf "rate" snapshot), []
        else
            let text (rates: NDArray list) =
                match rates |> List.map (fun a -> showRate (Kept.toNumber a)) with
                | [] -> "a schedule"
                | numbers -> String.concat ", " numbers

            List.zip rates (now |> List.map LazyArray.Of),
            [ $"learning rate: {text compiled} before, {text now} now" ]

    let private scheduleChange trainer c (snapshot: Snapshot) =
        match
            scheduled trainer c,
            snapshot.Arrays |> List.tryFind (fun (name, _) -> name = "scheduled_rate")
        with
        | Some now, Some(_, before) ->
            let before = Kept.toNumber (before.Read())

            if before = now then
                []
            else
                [ $"learning rate: {showRate before} before, {showRate now} now" ]
        | _ -> []

    let private restoreMetrics (trainer: Trainer) (snapshot: Snapshot) =
        let saved = groupOf "metric" snapshot
        let weights = trainer.Memory

        if saved.Length = weights.Length && List.forall2 agrees weights saved then
            for w, (_, value) in List.zip weights saved do
                trainer.State.Write(w, value.Read())

            []
        else
            [ "metrics: others than before, they begin anew" ]

    let private restoreCallbacks (settings: FitSettings) (snapshot: Snapshot) = [
        for callback, memory in remembering settings.Callbacks do
            let prefix = $"callback/{callback}/"

            match groupOf $"callback/{callback}" snapshot with
            | [] -> $"{callback}: not there before, it begins anew"
            | saved ->
                memory.Recall(
                    Map [
                        for name, a in saved do
                            if name <> prefix then
                                name.Substring prefix.Length, a.Read()
                    ]
                )
    ]

    /// Puts everything back, or refuses before anything has changed; answers with what is not as it was.
    /// The step must have been built, since that is when metrics and slots are made.
    let restore where (trainer: Trainer) (c: Compilation) (settings: FitSettings) snapshot =
        let facts = factsOf trainer c settings
        refuseOther where facts snapshot.Facts
        let rates, slots = optimizerWeights trainer c

        let values =
            matched where "weights" trainer.Network.Variables (groupOf "variable" snapshot)
            @ matched where "optimizer variables" slots (groupOf "optimizer" snapshot)

        let rates, changedRates = ratesOf where rates snapshot
        // these may refuse too, so they come before the weights
        let changedSchedule = scheduleChange trainer c snapshot
        let ofCallbacks = restoreCallbacks settings snapshot

        let memory = ReusedMemory()

        for w, value in values @ rates do
            trainer.State.Write(w, value.Take memory)

        [
            yield! changed facts snapshot.Facts
            yield! changedRates
            yield! changedSchedule
            yield! restoreMetrics trainer snapshot
            yield! ofCallbacks
        ]
