/// Trainings that survive being killed.
namespace Keratin

open System
open System.Collections.Generic
open System.IO
open Keratin.Saving

/// Keeps a training in a file, and goes on with the one that is there.
[<Sealed>]
type internal TrainingKeeper(path: string, frequency: SaveFrequency | null, keepPrevious: bool) =
    let clock = SaveClock frequency
    let mutable changes: string list = []
    let mutable newestIsWhole = true
    // what the training goes on from is read until its first batch
    let mutable files = new Files()

    let close () =
        (files :> IDisposable).Dispose()
        files <- new Files()

    let write (training: IResumable) =
        close ()
        CheckpointFile.write path newestIsWhole keepPrevious (training.Capture())
        newestIsWhole <- true

    member _.Changes = changes

    /// Goes on from the file, where there is one, and says so.
    member _.Resume(training: ITraining | null) =
        clock.Reset()
        changes <- []

        match training with
        | :? IResumable as resumable ->
            close ()

            match CheckpointFile.latest files path with
            | Some found ->
                newestIsWhole <- found.NewestIsWhole
                changes <- found.Notes @ resumable.ResumeFrom found.Snapshot

                for change in changes do
                    (nonNull training).Print $"{Path.GetFileName path}: {change}"
            | None -> ()
        | _ -> ()

    member _.AfterBatch(training: IResumable) =
        if clock.AfterBatch() then
            write training

    member _.AfterEpoch(training: IResumable) =
        if clock.IsAtEpochs then
            write training

    member _.Close() = close ()

    member _.Delete() =
        close ()
        CheckpointFile.delete path

/// <summary>Keeps the whole state of a training in one file, and goes on from it: weights, the optimizer's
/// variables, random generators, the order of samples, the place in the epoch, sums of metrics and what callbacks
/// remember. fit called again ends with the bits that it would have had without an interruption. Not in Keras; its
/// BackupAndRestore is this with a file that goes when training ends.</summary>
/// <remarks>Another learning rate, batch size or number of epochs than before is taken, and said; another model or
/// optimizer is refused. A callback of one's own begins anew.</remarks>
/// <param name="filepath">The file: a safetensors file with a checksum for each array. Its folder must be there.</param>
/// <param name="saveFreq">"epoch", or a number of batches. Default: "epoch".</param>
/// <param name="keepPrevious">Whether the file before the newest stays, with ".previous" after its name. In any case it is
/// there until the newest has been read back. Default: true.</param>
/// <exception cref="KeratinException">The file is of another model, or cannot be written; what was there stays.</exception>
[<Sealed>]
type Checkpoint
    (filepath: string, [<Opt>] saveFreq: SaveFrequency | null, [<Opt; Or(true)>] keepPrevious: bool)
    =
    inherit Callback()
    let keeper = TrainingKeeper(filepath, saveFreq, keepPrevious)

    /// What was not as it had been when training went on, in words.
    member _.Changes: IReadOnlyList<string> = Array.ofList keeper.Changes :> _

    override c.OnTrainBegin() = keeper.Resume c.Training
    override _.OnTrainEnd logs = keeper.Close()

    interface IKeepsTraining with
        member _.AfterBatch training = keeper.AfterBatch training
        member _.AfterEpoch training = keeper.AfterEpoch training

/// <summary>Keeps a training safe from interruption: fit called again after the process was killed goes on to the
/// bits that it would have had.</summary>
/// <remarks>As with Checkpoint, another learning rate, batch size or number of epochs is taken, and said; another model
/// or optimizer is refused.</remarks>
/// <param name="backupDir">The folder of the file; it is made where it is not there.</param>
/// <param name="saveFreq">"epoch", or a number of batches. Default: "epoch".</param>
/// <param name="doubleCheckpoint">Whether the state before the newest is kept too. Default: false.</param>
/// <param name="deleteCheckpoint">Whether the file goes when training has ended. The folder and what else is in it
/// stay. Default: true.</param>
[<Sealed>]
type BackupAndRestore
    (
        backupDir: string,
        [<Opt>] saveFreq: SaveFrequency | null,
        [<Opt; Or(false)>] doubleCheckpoint: bool,
        [<Opt; Or(true)>] deleteCheckpoint: bool
    ) =
    inherit Callback()

    let keeper =
        TrainingKeeper(Path.Combine(backupDir, "latest.checkpoint"), saveFreq, doubleCheckpoint)

    /// What was not as it had been when training went on, in words.
    member _.Changes: IReadOnlyList<string> = Array.ofList keeper.Changes :> _

    override c.OnTrainBegin() =
        AtomicFile.makeFolder backupDir
        keeper.Resume c.Training

    override _.OnTrainEnd logs =
        if deleteCheckpoint then keeper.Delete() else keeper.Close()

    interface IKeepsTraining with
        member _.AfterBatch training = keeper.AfterBatch training
        member _.AfterEpoch training = keeper.AfterEpoch training
