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

/// Files read as a whole.
[<RequireQualifiedAccess>]
module internal WholeFile =
    /// What the system refuses becomes an exception with the file's name.
    let guard name (act: unit -> 'a) =
        try
            act ()
        with
        | :? IOException
        | :? UnauthorizedAccessException as fault ->
            raise (
                KeratinException(
                    name,
                    "a file that can be read",
                    fault.Message,
                    "look at the path and its permissions",
                    fault
                )
            )

    /// All bytes of a file; `where` names it.
    let read where (path: string) (budget: Budget) : byte[] =
        guard path (fun () ->
            let length = FileInfo(path).Length
            Stored.byteCount where 1 [ length ] |> ignore
            budget.SpendBytes(where, length)
            File.ReadAllBytes path)

/// An opened archive: its parts are read when they are asked for.
[<Sealed>]
type internal Archive
    private
    (
        name: string,
        tryRead: string -> byte[] option,
        names: string list,
        budget: Budget,
        close: unit -> unit
    ) =
    let need part =
        match tryRead part with
        | Some bytes -> bytes
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

    /// An archive in a stream that can seek, which must stay open as long as parts are read.
    static member OfStream(stream: Stream, name: string, budget: Budget) : Archive =
        let zip = Zip.Open(stream, name, budget)
        new Archive(name, zip.TryRead, List.ofSeq zip.Names, budget, ignore)

    /// The archive at a path: a .keras file, or a folder with the same parts.
    static member Open(path: string, budget: Budget) : Archive =
        let name = nonNull (Path.GetFileName(Path.TrimEndingDirectorySeparator path))

        WholeFile.guard path (fun () ->
            if Directory.Exists path then
                let tryRead (part: string) =
                    let file = Path.Combine(path, part)

                    if File.Exists file then
                        Some(WholeFile.read $"{name} / {part}" file budget)
                    else
                        None

                // Links inside the folder could lead out of it.
                let options =
                    EnumerationOptions(
                        RecurseSubdirectories = true,
                        AttributesToSkip = FileAttributes.ReparsePoint
                    )

                let names = [
                    for file in Directory.EnumerateFiles(path, "*", options) do
                        budget.SpendEntry name
                        Path.GetRelativePath(path, file).Replace('\\', '/')
                ]

                new Archive(name, tryRead, names, budget, ignore)
            else
                let stream = File.OpenRead path

                try
                    let zip = Zip.Open(stream, name, budget)

                    let tryRead part =
                        WholeFile.guard path (fun () -> zip.TryRead part)

                    new Archive(name, tryRead, List.ofSeq zip.Names, budget, stream.Dispose)
                with _ ->
                    stream.Dispose()
                    reraise ())

    member _.Name = name

    /// The serialised model: one JSON object.
    member _.Config() : JsonDocument =
        let where = $"{name} / config.json"
        let document = Json.parse where budget (need "config.json")

        if document.RootElement.ValueKind <> JsonValueKind.Object then
            refuse where "a JSON object" $"{document.RootElement.ValueKind}" "save the model again"

        document

    /// The bytes of model.weights.h5.
    member _.Weights() : byte[] = need "model.weights.h5"

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

    interface IDisposable with
        member _.Dispose() = close ()
