/// Models saved during training.
namespace Keratin

open System
open System.Collections.Generic
open System.Globalization
open System.IO
open System.Text.RegularExpressions
open Keratin.Saving

/// Paths with numbers in them, as Python's format writes them: "{epoch:02d}-{val_loss:.2f}.keras".
[<RequireQualifiedAccess>]
module internal NumberedPath =
    let private field =
        Regex @"\{(?<name>\w+)(:(?<zeros>0?)(?<width>\d*)(\.(?<digits>\d+))?(?<kind>[dfe]?))?\}"

    let private culture = CultureInfo.InvariantCulture

    let private show (m: Match) (value: float) : string =
        let given (part: string) = m.Groups[part].Value

        let digits =
            match given "digits" with
            | "" -> 6
            | digits -> int digits

        let text =
            match given "kind", given "digits" with
            | "d", _ -> (int64 value).ToString culture
            | "e", _ -> value.ToString("0." + String('0', digits) + "e+00", culture)
            | "", "" -> value.ToString("R", culture)
            | _ -> value.ToString($"F{digits}", culture)

        match given "width" with
        | "" -> text
        | width -> text.PadLeft(int width, (if given "zeros" = "0" then '0' else ' '))

    /// The path with its fields filled in; a name that no number has is refused.
    let fill where (path: string) (numbers: (string * float) list) : string =
        let value (m: Match) =
            let name = m.Groups["name"].Value

            match numbers |> List.tryFind (fun (known, _) -> known = name) with
            | Some(_, value) -> show m value
            | None -> refuseWord where "a number in the path" name (numbers |> List.map fst)

        let filled = field.Replace(path, MatchEvaluator value)

        if filled.Contains '{' then
            refuse
                where
                "fields like {epoch:02d} or {val_loss:.2f}"
                path
                "\"model-{epoch:02d}-{val_loss:.2f}.keras\""

        filled

/// <summary>Saves the model, or its weights, as training goes on.</summary>
/// <param name="filepath">Where: ".keras" at its end, or ".weights.h5" for the weights alone. It may have {epoch} (from 1),
/// {batch} (from 1, where saveFreq is a number) and logged numbers in it: "{epoch:02d}-{val_loss:.2f}.keras". A file that
/// is there is replaced; its folder is made where it is not there.</param>
/// <param name="monitor">The number that says which is best. Default: "val_loss".</param>
/// <param name="verbose">1 says what is saved. Default: 0.</param>
/// <param name="saveBestOnly">Whether only a model is saved that is better than all before. Default: false.</param>
/// <param name="saveWeightsOnly">Whether the weights are saved and not the model. Default: false.</param>
/// <param name="mode">"min", "max" or "auto", which asks the metric. Default: "auto".</param>
/// <param name="saveFreq">"epoch", or a number of batches. Default: "epoch".</param>
/// <param name="initialValueThreshold">What the first model that is saved must be better than. Default: none.</param>
[<Sealed>]
type ModelCheckpoint
    (
        filepath: string,
        [<Opt; Or("val_loss")>] monitor: string,
        [<Opt; Or(0)>] verbose: int,
        [<Opt; Or(false)>] saveBestOnly: bool,
        [<Opt; Or(false)>] saveWeightsOnly: bool,
        [<Opt; Or("auto")>] mode: string,
        [<Opt>] saveFreq: SaveFrequency | null,
        [<Opt>] initialValueThreshold: Nullable<float>
    ) =
    inherit Callback()
    let where = "ModelCheckpoint"

    let ending = if saveWeightsOnly then ".weights.h5" else ".keras"

    do
        if not (filepath.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) then
            refuse
                where
                $"a filepath that ends in {ending}"
                $"\"{filepath}\""
                (if saveWeightsOnly then
                     "filepath: \"best.weights.h5\""
                 else
                     "filepath: \"best.keras\", or saveWeightsOnly: true")

        if mode <> "auto" && mode <> "min" && mode <> "max" then
            refuseWord where "mode" mode [ "auto"; "min"; "max" ]

    let watch = Monitor(where, monitor, mode, 0.0)
    let clock = SaveClock saveFreq
    let mutable epoch = 0
    // training that is continued must still be better than what is saved
    let mutable best = initialValueThreshold

    let save (training: ITraining) (path: string) =
        match training with
        | :? ICompiledTraining as own ->
            let model: ModelFile.Saved = {
                Network = own.Network
                Compilation = Some own.Compilation
                State = own.State
            }

            match Path.GetDirectoryName path with
            | null
            | "" -> ()
            | folder -> AtomicFile.makeFolder folder

            if saveWeightsOnly then
                ModelFile.saveWeights path true None model
            else
                ModelFile.save path true model
        | _ -> bug where "a training without a model"

    let say (training: ITraining) (line: string) =
        if verbose > 0 then
            training.Print $"Epoch {epoch + 1}: {line}"

    let saveIfBetter (training: ITraining) (logs: Logs) path =
        match watch.Value(logs, training) with
        | None ->
            say training $"the model goes to {path}"
            save training path
        | Some value ->
            let before = if best.HasValue then string best.Value else "None"

            if watch.Better(value, best) then
                say training $"{monitor} went from {before} to {value}, the model goes to {path}"
                best <- Nullable value
                save training path
            else
                say training $"{monitor} is not better than {before}"

    let saveNow (training: ITraining | null) (logs: Logs) (place: (string * float) list) =
        match training with
        | null -> ()
        | training ->
            let path =
                NumberedPath.fill where filepath [
                    yield! place
                    for KeyValue(name, value) in logs do
                        name, value
                ]

            if saveBestOnly then
                saveIfBetter training logs path
            else
                say training $"the model goes to {path}"
                save training path

    /// The best value so far; NaN where there is none.
    member _.Best = if best.HasValue then best.Value else nan

    override _.WantsBatchLogs = not clock.IsAtEpochs

    override c.OnTrainBegin() =
        if saveBestOnly then
            watch.Begin c.Training

    override _.OnEpochBegin now = epoch <- now

    override c.OnTrainBatchEnd(batch, logs) =
        if clock.AfterBatch() then
            saveNow c.Training logs [ "epoch", float (epoch + 1); "batch", float (batch + 1) ]

    override c.OnEpochEnd(epoch, logs) =
        if clock.IsAtEpochs then
            saveNow c.Training logs [ "epoch", float (epoch + 1) ]

    interface IMemory with
        member _.Memory = [
            if best.HasValue then
                "best", Kept.number best.Value
        ]

        member _.Recall memory =
            let kept = Kept.perhaps "best" memory

            if kept.HasValue then
                best <- kept
