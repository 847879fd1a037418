/// The .keras archive: a zip file, or a folder, of config.json, model.weights.h5 and metadata.json.
namespace Keratin.Saving

open System
open System.IO
open System.Text.Json
open Keratin

[<RequireQualifiedAccess>]
module internal Json =
    /// Pays for every value, and reads every text, of which escapes may spell what is none.
    let rec private readTexts where (budget: Budget) (e: JsonElement) : unit =
        budget.SpendEntry where

        match e.ValueKind with
        | JsonValueKind.String -> e.GetString() |> ignore
        | JsonValueKind.Array ->
            for item in e.EnumerateArray() do
                readTexts where budget item
        | JsonValueKind.Object ->
            for p in e.EnumerateObject() do
                p.Name |> ignore
                readTexts where budget p.Value
        | _ -> ()

    /// The JSON document in these bytes; `where` names the file they are from.
    let parse (where: string) (budget: Budget) (bytes: byte[]) : JsonDocument =
        budget.CheckJson(where, bytes.LongLength)

        if not (System.Text.Unicode.Utf8.IsValid(ReadOnlySpan bytes)) then
            damaged where "JSON in UTF-8" "bytes that are none"

        try
            // A byte order mark is no JSON, but some editors leave one.
            let start =
                if Span(bytes).StartsWith(ReadOnlySpan [| 0xEFuy; 0xBBuy; 0xBFuy |]) then
                    3
                else
                    0

            let options =
                JsonDocumentOptions(MaxDepth = budget.Nesting, AllowDuplicateProperties = false)

            let document =
                JsonDocument.Parse(ReadOnlyMemory(bytes, start, bytes.Length - start), options)

            readTexts where budget document.RootElement
            document
        with
        // the second is what a text gives that is no text
        | :? JsonException
        | :? InvalidOperationException as fault ->
            raise (
                KeratinException(
                    where,
                    $"JSON, nested at most {budget.Nesting} deep, every key once per object",
                    fault.Message,
                    "save the model again",
                    fault
                )
            )

/// An opened archive: its parts are read when they are asked for.
[<Sealed>]
type internal Archive
    private (name: string, tryFind: string -> Region option, names: string list, budget: Budget) =
    let tryRead part =
        tryFind part |> Option.map _.Copy($"{name} / {part}")

    let need part (found: 'a option) : 'a =
        match found with
        | Some found -> found
        | None ->
            let found =
                if names.IsEmpty then
                    "nothing"
                else
                    names |> List.truncate 12 |> String.concat ", "

            refuse
                name
                $"a part named {part}"
                found
                "save the whole model with model.save(\"name.keras\"), and load that file"

    /// A .keras file of these bytes.
    static member OfFile(file: Region, name: string) : Archive =
        let zip = Zip(file, name)
        Archive(name, zip.TryFind, List.ofSeq zip.Names, file.Budget)

    /// The archive at a path: a .keras file, or a folder with the same parts.
    static member Open(path: string, files: Files) : Archive =
        let name = nonNull (Path.GetFileName(Path.TrimEndingDirectorySeparator path))

        if Directory.Exists path then
            let tryFind (part: string) =
                let file = Path.Combine(path, part)
                if File.Exists file then Some(files.Open file) else None

            // Links inside the folder could lead out of it.
            let options =
                EnumerationOptions(
                    RecurseSubdirectories = true,
                    AttributesToSkip = FileAttributes.ReparsePoint
                )

            let names =
                FileFault.guard path (fun () -> [
                    for file in Directory.EnumerateFiles(path, "*", options) do
                        files.Budget.SpendEntry name
                        Path.GetRelativePath(path, file).Replace('\\', '/')
                ])

            Archive(name, tryFind, names, files.Budget)
        else
            Archive.OfFile(files.Open path, name)

    member _.Name = name

    /// The serialised model: one JSON object.
    member _.Config() : JsonDocument =
        let where = $"{name} / config.json"
        let document = Json.parse where budget (tryRead "config.json" |> need "config.json")

        if document.RootElement.ValueKind <> JsonValueKind.Object then
            refuse where "a JSON object" $"{document.RootElement.ValueKind}" "save the model again"

        document

    /// The bytes of model.weights.h5.
    member _.Weights() : Region =
        tryFind "model.weights.h5" |> need "model.weights.h5"

    /// The text of metadata.json, which nothing depends on.
    member _.Metadata() : string option =
        tryRead "metadata.json"
        |> Option.map (fun bytes -> decodeText $"{name} / metadata.json" (ReadOnlySpan bytes))

    /// The bytes of a file below assets/.
    member _.TryAsset(path: string) : byte[] option =
        if names |> List.contains $"assets/{path}" then
            tryRead $"assets/{path}"
        else
            None
