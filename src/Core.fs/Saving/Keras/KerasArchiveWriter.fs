/// Writing .keras archives: metadata.json, config.json and model.weights.h5 in a zip file, none of them packed.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.KerasArchiveWriter

open System
open System.Globalization
open System.IO
open System.IO.Compression
open System.Text
open System.Text.Json
open System.Text.Json.Nodes
open Keratin
open Keratin.Saving.KerasValues

/// The version of Keras whose files these are.
let private kerasVersion = "3.16.0"

/// Zip files have dates; that of the model is in its metadata.
let private noDate = DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero)

let private options =
    JsonSerializerOptions(Encoder = Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)

/// config.json of a model.
let config (network: Network) (compilation: Compilation option) : JsonNode =
    let trains = network.SaysTrainable || network.Layers |> List.exists _.Trainable
    let made = KerasGraphs.model "Save" trains network

    made["compile_config"] <-
        match compilation with
        | Some c -> KerasCompileWriter.config network c
        | None -> object' []

    made

/// Names that Python has to register before it opens a file with this config.
let rec registeredNames (node: JsonNode | null) : string list =
    match node with
    | :? JsonObject as o -> [
        for p in o do
            match p.Key, p.Value with
            | "registered_name", (:? JsonValue as name) when name.ToString().Contains '>' ->
                name.ToString()
            | _, value -> yield! registeredNames value
      ]
    | :? JsonArray as items -> items |> Seq.collect registeredNames |> List.ofSeq
    | _ -> []

let private metadata () : JsonNode =
    let now = DateTime.Now.ToString("yyyy-MM-dd@HH:mm:ss", CultureInfo.InvariantCulture)
    object' [ "keras_version", text kerasVersion; "date_saved", text now ]

/// Writes an archive to a stream.
let write
    (config: JsonNode)
    (weights: H5Tree)
    (assets: (string * string) list)
    (stream: Stream)
    : unit =
    use archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen = true)

    let add (name: string) (content: Stream -> unit) =
        let entry = archive.CreateEntry(name, CompressionLevel.NoCompression)
        entry.LastWriteTime <- noDate
        use part = entry.Open()
        content part

    let addJson name (node: JsonNode) =
        add name (fun part -> part.Write(Encoding.UTF8.GetBytes(node.ToJsonString options)))

    addJson "metadata.json" (metadata ())
    addJson "config.json" config
    add "model.weights.h5" (fun part -> Hdf5Writer.write part weights)

    for name, content in assets do
        add name (fun part -> part.Write(Encoding.UTF8.GetBytes content))
