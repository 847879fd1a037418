/// The cases of a folder computed by Keras: its index, its arrays, and when two arrays are equal.
module internal Keratin.Golden.Cases

open System
open System.IO
open System.Text.Json
open Keratin
open Keratin.Saving

/// What the library makes of a case.
[<NoComparison>]
type Answer =
    /// Values by the names that Keras's have.
    | Values of (string * NDArray) list
    /// What is wrong, where there is more to a case than values.
    | Faults of string list
    /// Nothing, and why.
    | NotRun of string

/// What became of a case.
type Outcome =
    | Passed
    | Failed of string
    /// Not run, and why.
    | Skipped of string

/// One entry of index.json with its folder.
[<NoComparison>]
type Case = {
    Folder: string
    Entry: JsonElement
} with

    member c.Text(name: string) =
        match c.Entry.TryGetProperty name with
        | true, e when e.ValueKind = JsonValueKind.String ->
            e.GetString() |> Option.ofObj |> Option.defaultValue ""
        | _ -> ""

    member c.Name = c.Text "name"
    member c.Kind = c.Text "kind"

    member c.Try(name: string) =
        match c.Entry.TryGetProperty name with
        | true, e when e.ValueKind <> JsonValueKind.Null -> Some e
        | _ -> None

    member c.Number(name: string) =
        c.Try name |> Option.map (fun e -> e.GetDouble())

    member c.File(ending: string) =
        match c.Try "files" with
        | Some files ->
            files.EnumerateArray()
            |> Seq.map (fun f -> f.GetString() |> Option.ofObj |> Option.defaultValue "")
            |> Seq.tryFind (fun f -> f.EndsWith ending)
            |> Option.map (fun f -> Path.Combine(c.Folder, f))
        | None -> None

    /// Texts of a list.
    member c.List(name: string) =
        match c.Try name with
        | Some e -> [
            for item in e.EnumerateArray() ->
                item.GetString() |> Option.ofObj |> Option.defaultValue ""
          ]
        | None -> []

    member c.Strings name : string list = c.List name

/// All cases of a folder, in the order of its index.
let read (folder: string) : Case list =
    let bytes = File.ReadAllBytes(Path.Combine(folder, "index.json"))
    let document = JsonDocument.Parse(ReadOnlyMemory bytes)

    let root =
        match document.RootElement.ValueKind with
        | JsonValueKind.Array -> document.RootElement
        | _ -> document.RootElement.GetProperty "cases"

    [ for entry in root.EnumerateArray() -> { Folder = folder; Entry = entry } ]

/// The arrays of a case by name.
let arrays (case: Case) : Map<string, NDArray> =
    match case.File ".npz" with
    | None -> Map.empty
    | Some path ->
        use files = new Files()

        let archive =
            Npz(files.Open path, Path.GetFileName path |> Option.ofObj |> Option.defaultValue "")

        let all =
            Map.ofList [
                for name in archive.Names do
                    match archive.TryFind name with
                    | Some a -> name, a.Read()
                    | None -> ()
            ]

        // "y0_ref" and "vref/0/0" are what all backends of Keras but one compute: they take the places of "y0" and
        // "v/0/0", and what that one backend computed from these is not compared
        let reference (name: string) =
            if name.EndsWith "_ref" then
                Some(name.Replace("_ref", ""))
            elif name.StartsWith "vref/" then
                Some(name.Replace("vref/", "v/"))
            else
                None

        match
            [ for KeyValue(name, a) in all -> reference name, a ]
            |> List.filter (fst >> Option.isSome)
        with
        | [] -> all
        | references ->
            let kept =
                all
                |> Map.filter (fun name _ ->
                    List.exists (fun (start: string) -> name.StartsWith start) [
                        "x"
                        "w/"
                        "v0/"
                        "g/"
                    ])

            (kept, references)
            ||> List.fold (fun known (name, a) -> Map.add name.Value a known)

/// Arrays called prefix0, prefix1, … or prefix/0, prefix/1, …
let numbered (prefix: string) (all: Map<string, NDArray>) : NDArray list =
    Seq.initInfinite id
    |> Seq.map (fun i -> Map.tryFind $"{prefix}{i}" all)
    |> Seq.takeWhile Option.isSome
    |> Seq.choose id
    |> List.ofSeq

/// Whether values are Keras's, by the case's tolerance; None when they are.
let difference (case: Case) (name: string) (expected: NDArray) (got: NDArray) : string option =
    let tolerance = case.Entry.GetProperty "tolerance"
    let rtol = tolerance.GetProperty("rtol").GetDouble()

    let atol =
        let own =
            case.Try "array_atol"
            |> Option.bind (fun e ->
                match e.TryGetProperty name with
                | true, v -> Some(v.GetDouble())
                | _ -> None)

        own |> Option.defaultWith (fun () -> tolerance.GetProperty("atol").GetDouble())

    if expected.Shape <> got.Shape then
        Some $"{name}: shape %A{got.Shape} instead of %A{expected.Shape}"
    else
        let e, g = NDArray.toFloats expected, NDArray.toFloats got

        let worst =
            Seq.zip e g
            |> Seq.mapi (fun i (e, g) ->
                let fine =
                    e = g || Double.IsNaN e && Double.IsNaN g || abs (g - e) <= atol + rtol * abs e

                i, e, g, fine)
            |> Seq.filter (fun (_, _, _, fine) -> not fine)
            |> List.ofSeq

        match worst with
        | [] -> None
        | wrong ->
            let i, e, g, _ =
                wrong
                |> List.maxBy (fun (_, e, g, _) -> if Double.IsNaN g then infinity else abs (g - e))

            Some $"{name}[{i}]: {g} instead of {e} ({wrong.Length} of {g} values differ)"

/// What a case gives, by its kind: names, or beginnings that a number follows.
let private given (kind: string) : string list =
    match kind with
    | "activation" -> [ "x"; "xe"; "r" ]
    | "regularizer"
    | "constraint" -> [ "x" ]
    | "schedule" -> [ "steps" ]
    | "loss" -> [ "y_true"; "y_pred"; "sample_weight"; "mask" ]
    | "metric" -> [ "y_true/"; "y_pred/"; "values/"; "sample_weight/" ]
    | "optimizer" -> [ "v0/"; "g/" ]
    | "fit" -> [ "x"; "t"; "sw"; "vx"; "vt"; "vsw" ]
    | "legacy" -> [ "x" ]
    | _ -> [ "x"; "t"; "sw"; "r"; "w/"; "s0/"; "adapt" ]

/// All differences between what Keras has and what the library makes of it. What Keras has and nobody compared is
/// one too.
let verdict (case: Case) (expected: Map<string, NDArray>) (got: (string * NDArray) list) : Outcome =
    let isGiven (name: string) =
        given case.Kind
        |> List.exists (fun start ->
            name.StartsWith start
            && name.Substring(start.Length)
               |> Seq.forall (fun c -> Char.IsAsciiDigit c || c = '/'))

    let compared = got |> List.map fst |> Set.ofList

    let found = [
        for name, value in got do
            match Map.tryFind name expected with
            | Some e -> yield! Option.toList (difference case name e value)
            | None -> ()
        for KeyValue(name, _) in expected do
            if not (isGiven name || compared.Contains name) then
                $"{name} was not compared"
    ]

    if got |> List.forall (fun (name, _) -> not (expected.ContainsKey name)) then
        Failed "the case has no values to compare"
    elif found.IsEmpty then
        Passed
    else
        Failed(String.concat "; " (List.truncate 3 found))

/// Every class named in a JSON that belongs to Keras's layers.
let rec layerClasses (e: JsonElement) : string list =
    match e.ValueKind with
    | JsonValueKind.Object ->
        [
            match e.TryGetProperty "class_name", e.TryGetProperty "module" with
            | (true, name), (true, place) when
                place.ValueKind = JsonValueKind.String && place.GetString() = "keras.layers"
                ->
                name.GetString() |> Option.ofObj |> Option.defaultValue ""
            | _ -> ()

            for p in e.EnumerateObject() do
                yield! layerClasses p.Value
        ]
        |> List.distinct
    | JsonValueKind.Array ->
        [
            for item in e.EnumerateArray() do
                yield! layerClasses item
        ]
        |> List.distinct
    | _ -> []

let private catalogue =
    lazy
        (typeof<Layers>.GetMethods()
         |> Seq.map _.Name
         |> Seq.append [ "InputLayer" ]
         |> Set.ofSeq)

/// Layers the catalogue does not have yet.
let missingLayers e =
    layerClasses e |> List.filter (fun name -> not (catalogue.Value.Contains name))
