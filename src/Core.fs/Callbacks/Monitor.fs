/// Numbers that callbacks watch.
namespace Keratin

open System
open System.Collections.Generic

/// When a monitored number has become better.
type internal Monitor(callback: string, monitor: string, mode: string, minDelta: float) =
    let mutable direction = 0

    /// Must be called when training begins, since "auto" asks the metric.
    member _.Begin(training: ITraining | null) =
        direction <-
            match mode, training with
            | "min", _ -> -1
            | "max", _ -> 1
            | "auto", null -> -1
            | "auto", NonNull training ->
                match training.Direction monitor with
                | 0 ->
                    refuse
                        callback
                        "a metric of which it is known whether more is better, or mode \"min\" or \"max\""
                        $"monitor \"{monitor}\" with mode \"auto\""
                        "mode: \"max\" where more is better, \"min\" where less is; or monitor one of Compile's metrics"
                | known -> known
            | _ -> refuseWord callback "mode" mode [ "auto"; "min"; "max" ]

    /// Better by more than the least difference, compared as float32 as Keras does; anything is better than nothing.
    member _.Better(value: float, best: Nullable<float>) =
        let least = abs minDelta

        not best.HasValue
        || if direction < 0 then
               float32 (value + least) < float32 best.Value
           else
               float32 (value - least) > float32 best.Value

    /// The number, or None with a warning where it was not logged.
    member _.Value
        (logs: IReadOnlyDictionary<string, float>, training: ITraining | null)
        : float option =
        match logs.TryGetValue monitor with
        | true, value -> Some value
        | _ ->
            match training with
            | null -> ()
            | training ->
                training.Print
                    $"""{callback}: "{monitor}" is not there; there are {String.Join(", ", logs.Keys)}"""

            None
