/// Numbers that callbacks watch.
namespace Keratin

open System
open System.Collections.Generic

/// When a monitored number has become better.
type internal Monitor(callback: string, monitor: string, mode: string, minDelta: float) =
    let mutable direction = 0

    /// Which way is better, asked of the metric once it is there: a metric is made with its first batch.
    let settle (training: ITraining | null) =
        if direction = 0 then
            direction <-
                match training with
                | null -> -1
                | training ->
                    match training.Direction monitor with
                    | 0 ->
                        refuse
                            callback
                            "a metric of which it is known whether more is better, or mode \"min\" or \"max\""
                            $"monitor \"{monitor}\" with mode \"auto\""
                            "mode: \"max\" where more is better, \"min\" where less is; or monitor one of Compile's metrics"
                    | known -> known

    /// Must be called when training begins.
    member _.Begin() =
        direction <-
            match mode with
            | "min" -> -1
            | "max" -> 1
            | "auto" -> 0
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
        settle training

        match logs.TryGetValue monitor with
        | true, value -> Some value
        | _ ->
            match training with
            | null -> ()
            | training ->
                training.Print
                    $"""{callback}: "{monitor}" is not there; there are {String.Join(", ", logs.Keys)}"""

            None
