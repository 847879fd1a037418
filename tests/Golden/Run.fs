/// Runs cases by kind.
module internal Keratin.Golden.Run

open System
open Keratin
open Keratin.Golden.Cases

let private answer (case: Case) : Answer =
    match case.Kind with
    | "layer"
    | "masking"
    | "preprocessing" -> Models.run case
    | "model" -> Training.model case
    | "activation" -> Parts.activation case
    | "initializer" -> Parts.initializer case
    | "regularizer" -> Parts.regularizer case
    | "constraint" -> Parts.limit case
    | "schedule" -> Parts.schedule case
    | "loss" -> Parts.loss case
    | "metric" -> Parts.metric case
    | "optimizer" -> Parts.optimizer case
    | "fit" -> Training.fit case
    | "hostile" -> Files.hostile case
    | "legacy" -> Files.legacy case
    | other -> NotRun $"cases of kind {other} are not run yet"

let private attempt (case: Case) : Outcome =
    try
        match answer case with
        | Values values -> verdict case (Training.expected case) values
        | Faults [] -> Passed
        | Faults faults -> Failed(String.concat "; " faults)
        | NotRun reason -> Skipped reason
    with
    | :? KeratinException as e -> Failed(e.Message.Replace("\n", " | "))
    | e -> Failed $"{e.GetType().Name}: {e.Message}"

/// A case's outcome; one that is known not to pass is skipped with the reason, and must not pass.
let case (case: Case) : Outcome =
    match attempt case, Map.tryFind case.Name Known.reasons with
    | Failed _, Some reason -> Skipped reason
    | Passed, Some reason -> Failed $"passes, but Known.fs says: {reason}"
    | outcome, _ -> outcome

/// Every case of a folder; a line for each failure, and one for the sum.
let folder (path: string) (filter: string) : int =
    let outcomes = [
        for c in read path do
            if c.Name.Contains(filter, StringComparison.Ordinal) then
                c.Name, case c
    ]

    for name, outcome in outcomes do
        match outcome with
        | Failed reason -> printfn "FAILED  %s: %s" name reason
        | Skipped reason -> printfn "skipped %s: %s" name reason
        | Passed -> ()

    let count kind =
        outcomes |> List.filter (snd >> kind) |> List.length

    let failed =
        count (fun o ->
            match o with
            | Failed _ -> true
            | _ -> false)

    let passed = count (fun o -> o = Passed)

    let skipped =
        count (fun o ->
            match o with
            | Skipped _ -> true
            | _ -> false)

    printfn "%d passed, %d failed, %d skipped" passed failed skipped
    if failed = 0 && passed > 0 then 0 else 1
