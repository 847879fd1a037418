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
let rec differences
    (path: string)
    (expected: JsonNode | null)
    (got: JsonNode | null)
    : string list =
    let show (n: JsonNode | null) =
        match n with
        | null -> "null"
        | n -> n.ToJsonString()

    match expected, got with
    | (:? JsonObject as a), (:? JsonObject as b) -> [
        for p in a do
            // where Python had the object in memory: no two of its own files agree
            if p.Key = "shared_object_id" then
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
        a.GetValueKind() = JsonValueKind.Number
        && b.GetValueKind() = JsonValueKind.Number
        ->
        let number (n: JsonNode) =
            Double.Parse(n.ToJsonString(), Globalization.CultureInfo.InvariantCulture)

        let x, y = number a, number b

        if x = y || float32 x = float32 y then
            []
        else
            [ $"{path}: {x} became {y}" ]
    | a, b when show a = show b -> []
    | a, b -> [ $"{path}: {show a} became {show b}" ]

/// Reads an object of Keras's and writes it again, where it is one that stands for itself.
let private again
    where
    (e: JsonElement)
    (d: KerasJson.Described)
    : (unit -> JsonNode | null) option =
    let noLayer _ = failwith "a layer within an object"

    let value family () =
        KerasObjects.instance where noLayer family e
        |> KerasValues.ofObject where noLayer

    match d.Module with
    | "keras.layers" when d.ClassName <> "InputLayer" ->
        Some(fun () ->
            KerasConfig.layer where e |> KerasLayers.layer where (fun _ _ _ -> JsonObject()))
    | "keras.losses" -> Some(value typeof<Loss>)
    | "keras.metrics" -> Some(value typeof<Metric>)
    | "keras.optimizers.schedules" -> Some(value typeof<Schedule>)
    | m when
        d.ClassName <> "OptimizerMap"
        && (m = "keras.optimizers" || m.Contains ".optimizers.torch_")
        ->
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
            match KerasJson.tryDescribe e with
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
            use files = new Files()
            let archive = Archive.Open(path, files)
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
                        // a layer that is read alone was not called: those in it are built for no shape
                        if not (difference.Contains ".build_config: missing") then
                            d.ClassName, difference
            with error ->
                d.ClassName, error.Message.Replace("\n", " ")
    ]

/// Every group and array of an HDF5 file: the path with the shape and type, or with the group's name.
let rec private layout (path: string) (group: H5Group) : string list = [
    match Map.tryFind "name" group.Attributes with
    | Some name -> $"{path} \"{name.Text()}\""
    | None -> ()

    for name in group.Names do
        match group.TryChild name with
        | Some(H5Object.Group child) -> yield! layout $"{path}/{name}" child
        | Some(H5Object.Dataset d) ->
            let shape = d.Shape |> Array.map string |> String.concat ", "
            $"{path}/{name} ({shape}) {d.DType}"
        | None -> ()
]

let private weights (archive: Archive) =
    Hdf5.Open(archive.Weights(), archive.Name)

/// The arrays of an HDF5 file by path, as bytes.
let rec private values (path: string) (group: H5Group) : (string * NDArray) list = [
    for name in group.Names do
        match group.TryChild name with
        | Some(H5Object.Group child) -> yield! values $"{path}/{name}" child
        | Some(H5Object.Dataset d) -> $"{path}/{name}", d.Read()
        | None -> ()
]

/// The model of a file, saved again into memory.
let saved (path: string) : byte[] =
    let state = Keratin.Engine.State Device.Cpu
    let core = ModelCore.Load(path, state, true)
    use stream = new System.IO.MemoryStream()
    core.Save stream
    stream.ToArray()

let private ofBytes (bytes: byte[]) name =
    Archive.OfFile(Region.OfMemory(bytes, Budget()), name)

/// The differences between an archive and what is saved of it.
let archiveOf (path: string) : string list =
    let again = saved path
    use files = new Files()
    let before = Archive.Open(path, files)
    let after = ofBytes again before.Name

    let parse (a: Archive) =
        JsonNode.Parse(a.Config().RootElement.GetRawText())

    let set (a: Archive) = layout "" (weights a) |> Set.ofList
    let old, fresh = set before, set after

    let numbers =
        let fresh = values "" (weights after) |> Map.ofList

        [
            for name, value in values "" (weights before) do
                match Map.tryFind name fresh with
                | Some other when other.Equals(NDArray.cast other.DType value) -> ()
                | Some _ -> $"{name}: other numbers"
                | None -> ()
        ]

    [
        yield! differences "" (parse before) (parse after)

        for line in old - fresh do
            $"h5 missing {line}"
        for line in fresh - old do
            $"h5 more {line}"

        yield! numbers
    ]

/// Differences that are meant, and why: a part of the case's name, and one of the difference.
let private meant = [
    "",
    "torch.optimizers",
    "the class of one backend opens in that backend alone; the one named here opens in every backend, and is the same optimizer"
    "",
    "optimizer.registered_name",
    "a class by its public name has no registered one, as Keras writes it of all its other classes"
    "preprocessing/augment",
    "h5 missing",
    "groups without arrays, of layers within augmentations: Keras reads none of a layer without variables"
]

/// What differs in a case and is not meant to.
let unexpected (case: Case) : string list =
    let isMeant (difference: string) =
        meant
        |> List.exists (fun (name, part, _) -> case.Name.Contains name && difference.Contains part)

    [
        for kind, difference in objectsOf case do
            kind + difference

        match case.File ".keras" with
        | Some path -> yield! archiveOf path
        | None -> ()
    ]
    |> List.filter (isMeant >> not)
