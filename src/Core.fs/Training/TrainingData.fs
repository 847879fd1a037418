/// Samples as the training loop takes them, epoch by epoch: arrays in memory, or batches that come one after another.
namespace Keratin

open System
open System.Threading
open Keratin.Engine

/// The part of an epoch that is still to be trained on.
[<NoComparison; NoEquality>]
type internal EpochSteps = {
    /// How many steps of the epoch were done before.
    StepsDone: int
    /// Runs the others. The first function sees the step before it runs; the second one is told the step and how many
    /// samples of the epoch have been trained on, and says whether to go on.
    Run: (int -> unit) -> (int -> int -> bool) -> unit
}

/// Samples to train on.
type internal ITrainingData =
    inherit IDisposable
    /// Steps of an epoch, where that is known.
    abstract Steps: int option
    /// All samples, where that is known.
    abstract Samples: int option
    /// Samples of a step, where they are as many in each.
    abstract BatchSize: int option
    /// Builds the step, so that metrics and the optimizer's variables are there.
    abstract BuildStep: unit -> unit
    /// The epoch at a place, from that place on.
    abstract Epoch: Position -> EpochSteps

/// Arrays that are on the device as a whole. An epoch of some steps goes on where the last one ended.
[<Sealed>]
type internal WholeArrays(trainer: Trainer, where: string, data: DataSet, options: FitOptions) =
    do
        if options.BatchSize < 1 then
            refuse where "batch_size of at least 1" $"{options.BatchSize}" "batchSize: 32"

    let data = Evaluating.prepared trainer data
    let arrays = trainer.Upload data
    let inOrder = Array.init data.Rows int64
    let allSteps = DataSet.parts options.BatchSize data.Rows

    let steps =
        options.StepsPerEpoch
        |> Option.map (min allSteps)
        |> Option.defaultValue allSteps

    /// How many epochs it takes to see all samples.
    let epochsOfPass = DataSet.parts steps allSteps

    let orderOf (place: Position) =
        let part = (place.Epoch - options.InitialEpoch) % epochsOfPass

        let all =
            if options.Shuffle then
                Order.shuffled data.Rows place.ShuffleSeed (place.Epoch - part)
            else
                inOrder

        let first = part * steps * options.BatchSize
        all[first .. min all.Length (first + steps * options.BatchSize) - 1]

    interface ITrainingData with
        member _.Steps = Some steps
        member _.Samples = Some data.Rows
        member _.BatchSize = Some options.BatchSize
        member _.BuildStep() = trainer.TrainStep data () |> ignore

        member _.Epoch place =
            let order = orderOf place
            let before = min place.Samples order.Length
            let stepsDone = DataSet.parts options.BatchSize before

            let run beforeStep after =
                let afterStep step (_: Program) =
                    after
                        (stepsDone + step)
                        (min order.Length (before + (step + 1) * options.BatchSize))

                if before < order.Length then
                    trainer.Batches(
                        "train",
                        data,
                        arrays,
                        order[before..],
                        options.BatchSize,
                        trainer.TrainStep data,
                        afterStep,
                        fun step -> beforeStep (stepsDone + step)
                    )

            { StepsDone = stepsDone; Run = run }

        member _.Dispose() = (arrays :> IDisposable).Dispose()

/// Batches that are made while those before are trained on. Without a number of steps each epoch is a pass of its own; with
/// one, a pass goes on from epoch to epoch, and an epoch ends where its pass does.
[<Sealed>]
type internal StreamedBatches
    (trainer: Trainer, where: string, stream: BatchStream, options: FitOptions) =
    let prepare = Evaluating.prepared trainer
    let mutable reader: ReadAhead<DataSet> option = None

    /// Batches of a pass, once one has come to its end.
    let mutable found = stream.Count

    let steps () =
        match options.StepsPerEpoch, found with
        | Some steps, Some count -> Some(min steps count)
        | Some steps, None -> Some steps
        | None, count -> count

    let close () =
        let open' = reader
        reader <- None
        open' |> Option.iter (fun open' -> (open' :> IDisposable).Dispose())

    let next () =
        reader |> Option.bind _.TryNext(options.Cancellation, options.GiveWay)

    /// Begins a pass for this epoch, or the one of an earlier epoch where it has got to by now.
    let openAt (place: Position) =
        close ()

        let part =
            match options.StepsPerEpoch, stream.Count with
            | Some perEpoch, Some count when count > 0 ->
                let epochsOfPass = DataSet.parts perEpoch count
                (place.Epoch - options.InitialEpoch) % epochsOfPass
            | _ -> 0

        let before = part * (options.StepsPerEpoch |> Option.defaultValue 0)

        // what no epoch will take need not be made
        let limit =
            options.StepsPerEpoch
            |> Option.map (fun perEpoch ->
                int (
                    min
                        (int64 Int32.MaxValue)
                        (int64 before + int64 perEpoch * int64 (options.Epochs - place.Epoch))
                ))

        let seed = if options.Shuffle then Some place.ShuffleSeed else None
        let pass = BatchStream.pass where prepare limit (place.Epoch - part) seed stream
        reader <- Some(new ReadAhead<DataSet>(pass))

        for _ in 1..before do
            next () |> ignore

    /// The epoch's first batch: of the pass at hand, or of the next one where that is at its end.
    let first (place: Position) : DataSet =
        let found =
            match next () with
            | Some batch -> Some batch
            | None ->
                openAt place
                next ()

        match found with
        | Some batch -> batch
        | None -> BatchStream.refuseEmpty where

    let batchesOf (place: Position) =
        let rest = Seq.unfold (fun () -> next () |> Option.map (fun batch -> batch, ())) ()

        let all = Seq.append (Seq.singleton (first place)) rest

        match options.StepsPerEpoch with
        | Some perEpoch -> Seq.truncate perEpoch all
        | None -> all

    interface ITrainingData with
        member _.Steps = steps ()
        member _.Samples = None
        member _.BatchSize = None

        member _.BuildStep() =
            use first =
                new ReadAhead<DataSet>(
                    BatchStream.pass where prepare (Some 1) options.InitialEpoch None stream
                )

            match first.TryNext(options.Cancellation, options.GiveWay) with
            | Some batch -> trainer.TrainStep batch () |> ignore
            | None -> BatchStream.refuseEmpty where

        member _.Epoch place =
            let batches = (batchesOf place).GetEnumerator()
            let mutable stepsDone = 0
            let mutable samples = 0

            while samples < place.Samples && batches.MoveNext() do
                stepsDone <- stepsDone + 1
                samples <- samples + batches.Current.Rows

            let stepsDone, before = stepsDone, samples

            let run beforeStep after =
                let left =
                    Seq.unfold
                        (fun () ->
                            if batches.MoveNext() then
                                Some(batches.Current, ())
                            else
                                None)
                        ()

                let samples = ref before
                let isEnough = ref false

                let ran =
                    trainer.Stream(
                        "train",
                        left,
                        trainer.TrainStep,
                        (fun step -> beforeStep (stepsDone + step)),
                        fun step batch _ ->
                            samples.Value <- samples.Value + batch.Rows
                            isEnough.Value <- not (after (stepsDone + step) samples.Value)
                            not isEnough.Value
                    )

                if options.StepsPerEpoch.IsNone && not isEnough.Value then
                    found <- Some(stepsDone + ran)
                    close ()

            { StepsDone = stepsDone; Run = run }

        member _.Dispose() = close ()

[<RequireQualifiedAccess>]
module internal TrainingData =
    let create (trainer: Trainer) where (source: Source) (options: FitOptions) : ITrainingData =
        Evaluating.checkedSteps where "steps_per_epoch" options.StepsPerEpoch |> ignore

        match Evaluating.byBatch trainer options.BatchSize source with
        | Source.Whole data -> new WholeArrays(trainer, where, data, options)
        | Source.Stream stream -> new StreamedBatches(trainer, where, stream, options)
