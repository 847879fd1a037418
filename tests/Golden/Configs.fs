/// Configs that are read and written again say what Keras's say, key by key.
module internal Keratin.Golden.Configs

open System
open System.Collections.Generic
open System.Text.Json
open System.Text.Json.Nodes
open Keratin
open Keratin.Saving
open Keratin.Golden.Cases

/// Where two JSON values differ; numbers are equal when they are as doubles, or as float32.
let rec differences (path: string) (expected: JsonNode | null) (got: JsonNode | null) : string list =
    let show (n: JsonNode | null) =
        match n with
        | null -> "null"
        | n -> n.ToJsonString()

    match expected, got with
    | (:? JsonObject as a), (:? JsonObject as b) -> [
        for p in a do
            if p.Key = "shared_object_id" || p.Key = "build_config" && not (b.ContainsKey p.Key) then
                ()
            elif not (b.ContainsKey p.Key) then
                $"{path}.{p.Key}: missing, {show p.Value}"
            else
                yield! differences $"{path}.{p.Key}" p.Value b[p.Key]
        for p in b do
            if not (a.ContainsKey p.Key) then
                $"{path}.{p.Key}: more, {show p.Value}"
      ]
    | (:? JsonArray as a), (:? JsonArray as b) when a.Count = b.Count -> [
        for i in 0 .. a.Count - 1 do
            yield! differences $"{path}[{i}]" a[i] b[i]
      ]
    | (:? JsonValue as a), (:? JsonValue as b) when
        a.GetValueKind() = JsonValueKind.Number && b.GetValueKind() = JsonValueKind.Number
        ->
        let number (n: JsonNode) = Double.Parse(n.ToJsonString(), Globalization.CultureInfo.InvariantCulture)
        let x, y = number a, number b

        if x = y || float32 x = float32 y then
            []
        else
            [ $"{path}: {x} became {y}" ]
    | a, b when show a = show b -> []
    | a, b -> [ $"{path}: {show a} became {show b}" ]

/// Reads an object of Keras's and writes it again, where it is one that stands for itself.
let private again where (e: JsonElement) (d: KerasObjects.Described) : (unit -> JsonNode | null) option =
    let noLayer _ = failwith "a layer within an object"

    let value family () =
        KerasObjects.instance where noLayer family e |> KerasValues.ofObject where noLayer

    match d.Module with
    | "keras.layers" when d.ClassName <> "InputLayer" ->
        Some(fun () ->
            KerasConfig.layer where e
            |> KerasLayers.layer where (fun _ _ _ -> JsonObject()))
    | "keras.losses" -> Some(value typeof<Loss>)
    | "keras.metrics" -> Some(value typeof<Metric>)
    | "keras.optimizers.schedules" -> Some(value typeof<Schedule>)
    | m when d.ClassName <> "OptimizerMap" && (m = "keras.optimizers" || m.Contains ".optimizers.torch_") ->
        Some(value typeof<Optimizer>)
    | "keras.initializers" ->
        Some(fun () -> KerasValues.value where noLayer (KerasObjects.value<Initializer> where e))
    | "keras.regularizers" ->
        Some(fun () -> KerasValues.value where noLayer (KerasObjects.value<Regularizer> where e))
    | "keras.constraints" ->
        Some(fun () -> KerasValues.value where noLayer (KerasObjects.value<Constraint> where e))
    | _ -> None

/// The differences between the objects of a case and what is written of them.
let objectsOf (case: Case) : (string * string) list =
    let rec walk (e: JsonElement) = [
        match e.ValueKind with
        | JsonValueKind.Object ->
            match KerasObjects.tryDescribe e with
            | Some d ->
                match again case.Name e d with
                | Some write -> d, write
                | None -> ()
            | None -> ()

            for p in e.EnumerateObject() do
                yield! walk p.Value
        | JsonValueKind.Array ->
            for item in e.EnumerateArray() do
                yield! walk item
        | _ -> ()
    ]

    let root =
        match case.File ".keras", case.Try "config" with
        | Some path, _ ->
            use archive = Archive.Open(path, Budget())
            Some(archive.Config().RootElement)
        | None, config -> config

    [
        for d, write in root |> Option.map walk |> Option.defaultValue [] do
            try
                match write () with
                | null -> d.ClassName, "nothing written"
                | written ->
                    for difference in
                        differences "" (JsonNode.Parse(d.Config.GetRawText())) written["config"] do
                        d.ClassName, difference
            with error ->
                d.ClassName, error.Message.Replace("\n", " ")
    ]

/// Prints what differs over all cases.
let folder (path: string) (filter: string) : int =
    let all = [
        for case in read path do
            if case.Name.Contains filter && case.Kind <> "hostile" then
                yield! objectsOf case
    ]

    for (kind, difference), count in all |> List.countBy id |> List.sort do
        printfn $"{kind}{difference} ({count})"

    all.Length
