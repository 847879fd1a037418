/// Small valid files of every format that is read, and how each of them is damaged.
module internal Keratin.Properties.Fuzzing.Seeds

open System
open System.Buffers.Binary
open System.IO
open System.IO.Compression
open System.Text
open Keratin
open Keratin.Engine
open Keratin.Onnx
open Keratin.Saving
open Keratin.Properties

/// What a file is made of. Damage may go to the parts, which are put together rightly, so that it reaches the readers
/// within.
[<NoComparison; NoEquality>]
type Content =
    | Plain of byte[]
    | Json of byte[]
    /// A zip archive of these members.
    | Archive of (string * byte[]) list
    /// A header of JSON with its length before it, and bytes after it.
    | SafeTensors of header: byte[] * arrays: byte[]
    /// NumPy's: the text of the header, and the elements.
    | Npy of header: string * elements: byte[]
    /// A whole model in HDF5: the config and the training's config in attributes.
    | Legacy of config: byte[] * training: byte[] * weights: H5Tree
    /// A checkpoint, whose checksums agree.
    | Training of Snapshot

[<NoComparison; NoEquality>]
type Seed = {
    /// The name of the file; its ending says the format.
    Name: string
    Content: Content
    /// Files that lie beside it.
    Beside: (string * byte[]) list
}

let written (write: Stream -> unit) : byte[] =
    use stream = new MemoryStream()
    write stream
    stream.ToArray()

let zip (level: CompressionLevel) (members: (string * byte[]) list) : byte[] =
    written (fun stream ->
        use archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen = true)

        for name, bytes in members do
            let entry = archive.CreateEntry(name, level)
            entry.LastWriteTime <- DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero)
            use part = entry.Open()
            part.Write(bytes, 0, bytes.Length))

let unzip (bytes: byte[]) : (string * byte[]) list =
    let archive = Zip(Region.OfMemory(bytes, Budget()), "seed")

    [
        for name in archive.Names -> name, (Option.get (archive.TryFind name)).Copy name
    ]

let private framed (header: byte[]) (arrays: byte[]) : byte[] =
    let length = Array.zeroCreate<byte> 8
    BinaryPrimitives.WriteInt64LittleEndian(Span length, header.LongLength)
    Array.concat [ length; header; arrays ]

let npy (header: string) (elements: byte[]) : byte[] =
    let header = Encoding.Latin1.GetBytes header
    let start = [| 0x93uy; 'N'B; 'U'B; 'M'B; 'P'B; 'Y'B; 1uy; 0uy |]
    Array.concat [ start; BitConverter.GetBytes(uint16 header.Length); header; elements ]

let legacy (config: byte[]) (training: byte[]) (weights: H5Tree) : byte[] =
    let text (bytes: byte[]) = Encoding.UTF8.GetString bytes

    GroupTree(
        [
            "model_config", OneText(text config)
            "training_config", OneText(text training)
            "keras_version", OneText "3.16.0"
        ],
        [ "model_weights", weights ]
    )
    |> fun tree -> written (fun stream -> Hdf5Writer.write stream tree)

let checkpoint (snapshot: Snapshot) : byte[] =
    written (CheckpointFile.content snapshot)

let bytesOf (content: Content) : byte[] =
    match content with
    | Plain bytes
    | Json bytes -> bytes
    | Archive members -> zip CompressionLevel.NoCompression members
    | SafeTensors(header, arrays) -> framed header arrays
    | Npy(header, elements) -> npy header elements
    | Legacy(config, training, weights) -> legacy config training weights
    | Training snapshot -> checkpoint snapshot

// ---- damage

let private damagedJson (random: Random) (other: byte[]) (bytes: byte[]) =
    if random.Next 8 = 0 then
        Damage.bytes random other bytes
    else
        Damage.Json.ofBytes bytes |> Damage.json random |> Damage.Json.toBytes

let private damagedNpy (random: Random) (header: string) (elements: byte[]) =
    let words = [|
        "0"
        "-1"
        "4294967296"
        "99999999999999999999"
        "()"
        "[("
        "|O"
        ">f4"
        "<f8"
        "True"
        "'"
        ""
    |]

    let header =
        Damage.bytes
            random
            (Encoding.Latin1.GetBytes(Damage.pick random words))
            (Encoding.Latin1.GetBytes header)
        |> Encoding.Latin1.GetString

    npy header elements

/// Another name for a member of an archive.
let private otherName (random: Random) (name: string) =
    Damage.pick random [|
        "../" + name
        "/" + name
        name + "/"
        "x" + name
        name.ToUpperInvariant()
        "assets/" + name
    |]

let private damagedMember (random: Random) (other: byte[]) (name: string, bytes: byte[]) =
    if name.EndsWith ".json" then
        [ name, damagedJson random other bytes ]
    else
        [ name, Damage.bytes random other bytes ]

let private damagedArchive (random: Random) (other: byte[]) (members: (string * byte[]) list) =
    let chosen = random.Next members.Length

    let change (name: string, bytes: byte[]) =
        match random.Next 16 with
        | 0 -> []
        | 1 -> [ name, bytes; name, bytes ]
        | 2 -> [ otherName random name, bytes ]
        | 3 -> [ name, bytes; otherName random name, bytes ]
        | _ -> damagedMember random other (name, bytes)

    members
    |> List.mapi (fun i part -> if i = chosen then change part else [ part ])
    |> List.concat
    |> zip (Damage.pick random [| CompressionLevel.NoCompression; CompressionLevel.Fastest |])

let private damagedSnapshot (random: Random) (snapshot: Snapshot) : Snapshot =
    if random.Next 3 = 0 then
        let facts = Map.toArray snapshot.Facts
        let name, value = Damage.pick random facts
        let value = Damage.bytes random [||] (Encoding.UTF8.GetBytes value)

        {
            snapshot with
                Facts = Map.add name (Encoding.UTF8.GetString value) snapshot.Facts
        }
    else
        let chosen = random.Next snapshot.Arrays.Length

        let change (name: string, a: NDArray) : (string * NDArray) list =
            match random.Next 6 with
            | 0 -> []
            | 1 -> [ name, NDArray.ofFloats DType.Float32 a.Shape (NDArray.toFloats a) ]
            | 2 -> [ name, NDArray.ofArray [| 0 |] Array.empty<float32> ]
            | 3 -> [ name, (snd (Damage.pick random (Array.ofList snapshot.Arrays))).Read() ]
            | 4 -> [ name.Substring(random.Next name.Length), a ]
            | _ ->
                let elements = Array.copy a.Bytes
                random.NextBytes elements
                [ name, NDArray(a.DType, a.Shape, elements) ]

        {
            snapshot with
                Arrays =
                    snapshot.Arrays
                    |> List.mapi (fun i (name, a) ->
                        if i = chosen then
                            [ for name, a in change (name, a.Read()) -> name, LazyArray.Of a ]
                        else
                            [ name, a ])
                    |> List.concat
                    |> List.distinctBy fst
        }

/// A damaged file, with another file's bytes at hand.
let damaged (random: Random) (other: byte[]) (content: Content) : byte[] =
    // one in four is damaged as a whole
    if random.Next 4 = 0 then
        Damage.bytes random other (bytesOf content)
    else
        match content with
        | Plain bytes -> Damage.bytes random other bytes
        | Json bytes -> damagedJson random other bytes
        | Archive members -> damagedArchive random other members
        | SafeTensors(header, arrays) -> framed (damagedJson random other header) arrays
        | Npy(header, elements) -> damagedNpy random header elements
        | Legacy(config, training, weights) ->
            if random.Next 2 = 0 then
                legacy (damagedJson random other config) training weights
            else
                legacy config (damagedJson random other training) weights
        | Training snapshot -> checkpoint (damagedSnapshot random snapshot)
