/// Settings of losses, metrics, schedules and optimizers that a file has and the catalogue does not; KerasSettings has those of layers.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.UnreadSettings

open System.Reflection
open System.Text.Json
open Keratin

/// Settings that are read elsewhere, or that change nothing here: how a loop runs, and what Keras 2 kept of itself.
let private readElsewhere =
    set [ "name"; "dtype"; "fn"; "islegacyoptimizer"; "jitcompile"; "dynamic" ]

/// Settings of a config that say something and that nobody reads: those of other versions, or of a hand.
let find (parameters: ParameterInfo[]) (config: JsonElement) : (string * string) list =
    let known = set [ for p in parameters -> Words.plain (p.Name |> orElse "") ]

    let saysNothing (e: JsonElement) =
        match e.ValueKind with
        | JsonValueKind.Null
        | JsonValueKind.False -> true
        | JsonValueKind.Number -> e.GetDouble() = 0.0
        | JsonValueKind.String -> e.GetString() = ""
        | JsonValueKind.Array -> e.GetArrayLength() = 0
        | _ -> false

    [
        if config.ValueKind = JsonValueKind.Object then
            for p in config.EnumerateObject() do
                let name = Words.plain p.Name

                if
                    not (known.Contains name || readElsewhere.Contains name || saysNothing p.Value)
                then
                    p.Name, p.Value.GetRawText()
    ]
