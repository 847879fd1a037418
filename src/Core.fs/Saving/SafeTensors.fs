/// safetensors files: a JSON header of names, types, shapes and places, and the bytes of the arrays after it.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.SafeTensors

open System
open System.Buffers.Binary
open System.IO
open System.Text
open System.Text.Json
open Keratin
open Keratin.Saving.KerasValues

let isFile (path: string) =
    path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)

let private types = [
    "BOOL", Plain DType.Bool
    "U8", Plain DType.UInt8
    "I8", Plain DType.Int8
    "I16", Plain DType.Int16
    "I32", Plain DType.Int32
    "I64", Plain DType.Int64
    "F16", Plain DType.Float16
    "BF16", Plain DType.BFloat16
    "F32", Plain DType.Float32
    "F64", Plain DType.Float64
    "U16", UnsignedWord 2
    "U32", UnsignedWord 4
    "U64", UnsignedWord 8
]

let private metadataKey = "__metadata__"

/// Where an array lies.
type private Entry = {
    Name: string
    Stored: Stored
    Shape: int[]
    Start: int64
    End: int64
}

let private wholeNumber where (e: JsonElement) : int64 =
    match e.ValueKind with
    | JsonValueKind.Number ->
        match e.TryGetInt64() with
        | true, n when n >= 0L -> n
        | _ -> damaged where "a whole number of at least 0" (e.GetRawText())
    | _ -> damaged where "a whole number of at least 0" (e.GetRawText())

let private entry where (p: JsonProperty) : Entry =
    let where = $"{where} / {p.Name}"

    let part name = KerasJson.required where name p.Value

    let word = KerasJson.text where (part "dtype")

    let stored =
        match types |> List.tryFind (fun (known, _) -> known = word) with
        | Some(_, stored) -> stored
        | None ->
            refuse
                where
                $"""elements of type {types |> List.map fst |> String.concat ", "}"""
                $"\"{word}\""
                "save the arrays as F32"

    let dims =
        KerasJson.items where (part "shape")
        |> List.map (wholeNumber where)
        |> Array.ofList

    let start, stop =
        match KerasJson.items where (part "data_offsets") |> List.map (wholeNumber where) with
        | [ start; stop ] -> start, stop
        | other -> damaged where "two data_offsets" $"{other.Length}"

    let count = Stored.byteCount where (Stored.size stored) dims

    if stop - start <> count then
        damaged where $"{count} bytes for the shape" $"offsets {start} to {stop}"

    {
        Name = p.Name
        Stored = stored
        Shape = Stored.shape where dims
        Start = start
        End = stop
    }

/// The arrays of a file by name, in the order of their bytes, and its metadata.
let read where (bytes: Region) : (string * FileArray) list * (string * string) list =
    let budget = bytes.Budget
    let cursor = Cursor(bytes, where)
    let length = cursor.Length()

    budget.CheckJson(where, length)
    let header = (cursor.Part length).Copy where
    use document = Json.parse where budget header
    let root = document.RootElement

    if root.ValueKind <> JsonValueKind.Object then
        damaged where "a JSON object as header" $"{root.ValueKind}"

    let metadata = [
        match KerasJson.optional metadataKey root with
        | Some e when e.ValueKind = JsonValueKind.Object ->
            for p in e.EnumerateObject() do
                p.Name, KerasJson.text where p.Value
        | Some e -> damaged where "metadata of texts" (e.GetRawText())
        | None -> ()
    ]

    let entries =
        [
            for p in root.EnumerateObject() do
                budget.SpendEntry where

                if p.Name <> metadataKey then
                    entry where p
        ]
        |> List.sortBy (fun e -> e.Start, e.End)

    // the arrays lie one after another, and are all of the file
    let stop =
        (0L, entries)
        ||> List.fold (fun stop e ->
            if e.Start <> stop then
                damaged $"{where} / {e.Name}" $"bytes from {stop} on" $"from {e.Start} on"

            e.End)

    if stop <> cursor.Left then
        damaged where $"{stop} bytes of arrays" $"{cursor.Left} bytes"

    let arrays = [
        for e in entries ->
            e.Name,
            {
                Where = $"{where} / {e.Name}"
                Stored = e.Stored
                Shape = e.Shape
                Elements = InFile(cursor.Part(e.End - e.Start))
            }
    ]

    arrays, metadata

let private word (dtype: DType) =
    types |> List.find (fun (_, stored) -> stored = Plain dtype) |> fst

/// Those of the widest elements come first, so that all are aligned.
let private inOrder (arrays: (string * LazyArray) list) =
    arrays |> List.sortBy (fun (name, a) -> -(DType.bytes a.DType), name)

/// The length of the header, and the header.
let private writeHeader
    (metadata: (string * string) list)
    (ordered: (string * LazyArray) list)
    (stream: Stream)
    : unit =
    let places, _ =
        (0L, ordered)
        ||> List.mapFold (fun start (name, a) ->
            let stop = start + a.ByteCount
            (name, a, start, stop), stop)

    let long (n: int64) : Nodes.JsonNode = Nodes.JsonValue.Create n

    let header =
        object' [
            if not metadata.IsEmpty then
                metadataKey, object' [ for key, value in metadata -> key, text value ]

            for name, a, start, stop in places do
                name,
                object' [
                    "dtype", text (word a.DType)
                    "shape", list [ for n in a.Shape -> whole n ]
                    "data_offsets", list [ long start; long stop ]
                ]
        ]

    let json = Encoding.UTF8.GetBytes(header.ToJsonString())
    // spaces after the header let the arrays begin at a multiple of eight
    let padded = Array.append json (Array.create (-json.Length &&& 7) (byte ' '))
    let length = Array.zeroCreate<byte> 8
    BinaryPrimitives.WriteInt64LittleEndian(Span length, padded.LongLength)
    stream.Write(length, 0, 8)
    stream.Write(padded, 0, padded.Length)

/// Writes arrays and metadata, with one array in memory at a time.
let write
    (metadata: (string * string) list)
    (arrays: (string * LazyArray) list)
    (stream: Stream)
    : unit =
    let ordered = inOrder arrays
    writeHeader metadata ordered stream
    let memory = ReusedMemory()

    for _, a in ordered do
        a.WriteTo(stream, memory) |> ignore

/// Writes arrays with what is known of their bytes once they are written: that has one length, whatever they are.
let writeSealed
    (seal: ReadOnlyMemory<byte> -> string)
    (metadata: (string -> string) -> (string * string) list)
    (arrays: (string * LazyArray) list)
    (stream: Stream)
    : unit =
    let ordered = inOrder arrays
    let start = stream.Position
    let unknown = seal ReadOnlyMemory.Empty
    let memory = ReusedMemory()
    writeHeader (metadata (fun _ -> unknown)) ordered stream

    let seals =
        dict [
            for name, a in ordered do
                name, seal (a.WriteTo(stream, memory))
        ]

    let stop = stream.Position
    stream.Position <- start
    writeHeader (metadata (fun name -> seals[name])) ordered stream
    stream.Position <- stop

/// Writes arrays, and that they are of this library.
let save (arrays: (string * LazyArray) list) (stream: Stream) : unit =
    write [ "format", "keratin" ] arrays stream
