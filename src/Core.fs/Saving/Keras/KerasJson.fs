/// What stands in Keras's JSON, read as what it should be, or refused with its place.
module internal Keratin.Saving.KerasJson

open System
open System.Collections.Generic
open System.Reflection
open System.Text.Json
open Keratin

/// What an object is in the JSON: its class and its config.
[<NoComparison>]
type Described = {
    Module: string
    ClassName: string
    RegisteredName: string
    Config: JsonElement
}

let tryProperty (name: string) (e: JsonElement) =
    match e.ValueKind with
    | JsonValueKind.Object ->
        match e.TryGetProperty name with
        | true, value -> Some value
        | _ -> None
    | _ -> None

let wrongKind where (expected: string) (e: JsonElement) : 'a =
    let text = e.GetRawText()
    let text = if text.Length > 80 then text[..80] + "…" else text
    refuse where expected text "the file is damaged, or of a newer Keras: save it again"

let text where (e: JsonElement) : string =
    if e.ValueKind = JsonValueKind.String then
        e.GetString() |> orElse ""
    else
        wrongKind where "a text" e

/// A member that must be there.
let required where (name: string) (e: JsonElement) =
    match tryProperty name e with
    | Some value -> value
    | None -> wrongKind where $"an object with \"{name}\"" e

let optional name e = tryProperty name e

let isNull (e: JsonElement) =
    e.ValueKind = JsonValueKind.Null || e.ValueKind = JsonValueKind.Undefined

/// An object of a class, or None for anything else.
let tryDescribe (e: JsonElement) : Described option =
    match tryProperty "class_name" e, tryProperty "config" e with
    | Some name, Some config when name.ValueKind = JsonValueKind.String ->
        let word key =
            match tryProperty key e with
            | Some m when m.ValueKind = JsonValueKind.String -> m.GetString() |> orElse ""
            | _ -> ""

        Some {
            Module = word "module"
            RegisteredName = word "registered_name"
            ClassName = name.GetString() |> orElse ""
            Config = config
        }
    | _ -> None

let describe where (e: JsonElement) =
    match tryDescribe e with
    | Some d -> d
    | None -> wrongKind where "an object with \"class_name\" and \"config\"" e

let int where (e: JsonElement) =
    match e.ValueKind with
    | JsonValueKind.Number ->
        match e.TryGetInt32() with
        | true, n -> n
        | _ ->
            match e.TryGetDouble() with
            | true, x when x = Math.Floor x && abs x < 2147483648.0 -> int x
            | _ -> wrongKind where "a whole number" e
    | _ -> wrongKind where "a whole number" e

/// A whole number of up to 64 bits.
let long where (e: JsonElement) : int64 =
    match e.ValueKind with
    | JsonValueKind.Number ->
        match e.TryGetInt64() with
        | true, n -> n
        | _ -> wrongKind where "a whole number" e
    | _ -> wrongKind where "a whole number" e

let float where (e: JsonElement) =
    match e.ValueKind with
    | JsonValueKind.Number -> e.GetDouble()
    | _ -> wrongKind where "a number" e

let bool where (e: JsonElement) =
    match e.ValueKind with
    | JsonValueKind.True -> true
    | JsonValueKind.False -> false
    | _ -> wrongKind where "true or false" e

let items where (e: JsonElement) =
    if e.ValueKind = JsonValueKind.Array then
        List.ofSeq (e.EnumerateArray())
    else
        wrongKind where "a list" e

let properties where (e: JsonElement) =
    if e.ValueKind = JsonValueKind.Object then
        List.ofSeq (e.EnumerateObject())
    else
        wrongKind where "an object" e

/// One integer or a list of them.
let ints where (e: JsonElement) =
    if e.ValueKind = JsonValueKind.Array then
        items where e |> List.map (int where)
    else
        [ int where e ]

/// `__numpy__` and nested lists of numbers, flattened.
let rec numbers where (e: JsonElement) : float list =
    match tryDescribe e with
    | Some d -> numbers where (required where "value" d.Config)
    | None ->
        if e.ValueKind = JsonValueKind.Array then
            items where e |> List.collect (numbers where)
        else
            [ float where e ]

/// An array in the JSON: `__numpy__` or `__tensor__` with its type, or nested lists of float32.
let array where (e: JsonElement) : NDArray =
    let rec shape (e: JsonElement) =
        match e.ValueKind with
        | JsonValueKind.Array ->
            match items where e with
            | [] -> [ 0 ]
            | first :: _ as all -> all.Length :: shape first
        | _ -> []

    let value, dtype =
        match tryDescribe e with
        | Some d ->
            required where "value" d.Config,
            optional "dtype" d.Config
            |> Option.bind (text where >> DType.tryParse)
            |> Option.defaultValue DType.Float32
        | None -> e, DType.Float32

    let values = Array.ofList (numbers where value)
    let sizes = Array.ofList (shape value)

    if values.Length <> Array.fold (*) 1 sizes then
        wrongKind where "rows of one length" e

    NDArray.ofFloats dtype sizes values
