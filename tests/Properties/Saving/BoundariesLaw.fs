/// Files are read some bytes at a time: where those end, how far into the file they lie, and that the file may change
/// meanwhile does not matter.
module Keratin.Properties.BoundariesLaw

open System
open System.IO
open System.IO.Compression
open Xunit
open Keratin
open Keratin.Saving
open Keratin.Properties.Fuzzing

let private show (a: NDArray) =
    $"""{a.DType} ({String.Join(",", a.Shape)}) {Convert.ToHexString a.Bytes}"""

/// All that is below a group, in words.
let rec private everything (group: H5Group) : string list = [
    for KeyValue(name, a) in group.Attributes do
        $"{group.Where} @{name}"

        if a.IsText then
            String.Join("|", a.ReadStrings())
        else
            show (a.Read())

    for name in group.Names do
        match group.TryChild name with
        | Some(H5Object.Group below) -> yield! everything below
        | Some(H5Object.Dataset d) ->
            d.Where

            match d.DType with
            | Some _ -> show (d.Read())
            | None -> ()
        | None -> ()
]

let private arrays (all: (string * FileArray) list) = [
    for name, a in all do
        name
        show (a.Read())
]

/// All that is in a file of this name, in words; none where nothing reads it by itself.
let private readers: (string * (Region -> string list)) list = [
    ".keras",
    (fun file ->
        let zip = Zip(file, "law")

        [
            for name in zip.Names do
                let part = Option.get (zip.TryFind name)
                name
                Convert.ToHexString(part.Copy name)

                if name.EndsWith ".h5" then
                    yield! everything (Hdf5.Open(part, "law"))
        ])
    ".h5", (fun file -> everything (Hdf5.Open(file, "law")))
    ".hdf5", (fun file -> everything (Hdf5.Open(file, "law")))
    ".safetensors", (fun file -> arrays (fst (SafeTensors.read "law" file)))
    ".checkpoint", (fun file -> arrays (fst (SafeTensors.read "law" file)))
    ".npy", (fun file -> arrays [ "array", Npy.read "law" file ])
    ".npz",
    (fun file ->
        let npz = Npz(file, "law")
        arrays [ for name in npz.Names -> name, Option.get (npz.TryFind name) ])
]

/// The files that can be read by themselves, and how.
let private files: (string * byte[] * (Region -> string list)) list = [
    for seed in Corpus.make () do
        for name, bytes in (seed.Name, Seeds.bytesOf seed.Content) :: seed.Beside do
            match readers |> List.tryFind (fun (ending, _) -> name.EndsWith ending) with
            | Some(_, read) -> name, bytes, read
            | None -> ()
]

[<Fact>]
let ``what is read does not depend on how much is read at a time`` () =
    Assert.True(files.Length > 10)

    for name, bytes, read in files do
        let expected = read (Region.OfMemory(bytes, Budget()))
        Assert.NotEmpty expected

        for blockSize in [ 1; 2; 3; 7; 64; 1000; 100_000 ] do
            use stream = new MemoryStream(bytes)
            let found = read (Region.OfStream(stream, name, Budget(), blockSize))
            Assert.True((expected = found), $"{name} in blocks of {blockSize}")

/// Bytes that change, or become fewer, each time some of them are read.
[<Sealed>]
type private FickleStream(bytes: byte[], random: Random) =
    inherit MemoryStream(bytes)

    override s.Read(target: Span<byte>) : int =
        match random.Next 12 with
        | 0 -> s.SetLength(random.NextInt64 s.Length)
        | 1 -> random.NextBytes(bytes.AsSpan(random.Next bytes.Length, 1))
        | _ -> ()

        base.Read target

[<Fact>]
let ``a file that changes while it is read is read or refused`` () =
    let random = Random 4

    for name, bytes, read in files do
        for _ in 1..60 do
            use stream = new FickleStream(Array.copy bytes, random)

            try
                read (Region.OfStream(stream, name, Budget(), 64)) |> ignore
            with :? KeratinException as e ->
                Assert.DoesNotContain("bug in", e.Message)

[<Fact>]
let ``a file that becomes shorter while it is read ends in a refusal`` () =
    let path = Path.GetTempFileName()

    try
        let values = NDArray.ofArray [| 100_000 |] (Array.init 100_000 float32)

        (use stream = File.Create path
         SafeTensors.write [] [ "a", LazyArray.Of values ] stream)

        use files = new Files()
        let _, a = Assert.Single(fst (SafeTensors.read "law" (files.Open path)))
        Assert.Equal(values, a.Read())

        (use other =
            new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)

         other.SetLength 1000L)

        let refusal = Assert.Throws<KeratinException>(fun () -> a.Read() |> ignore)
        Assert.Contains("became shorter", refusal.Message)
    finally
        File.Delete path

/// Arrays of more than 4 GB together, all zeros but the last.
let private large: (string * LazyArray) list =
    let shape = [| 64 <<< 20 |]
    let zeros = LazyArray.Of(NDArray(DType.UInt8, shape, Array.zeroCreate shape[0]))
    let last = NDArray.ofArray [| 5 |] [| 1uy; 2uy; 3uy; 4uy; 5uy |]
    [ for i in 10..75 -> $"{i}", zeros ] @ [ "99", LazyArray.Of last ]

let private beyond = 1L <<< 32

let private regionOf (stream: SparseStream) =
    Assert.True(stream.Length > beyond)
    Region.OfStream(stream, "law", Budget())

let private isLast (a: NDArray) =
    Assert.Equal<byte[]>([| 1uy; 2uy; 3uy; 4uy; 5uy |], a.Bytes)

let private tree = GroupTree([], [ for name, a in large -> name, ArrayTree a ])

let private readLast (file: Region) =
    match (Hdf5.Open(file, "law")).TryFind "99" with
    | Some(H5Object.Dataset d) -> isLast (d.Read())
    | _ -> Assert.Fail "the last array was not found"

[<Fact>]
let ``files of more than 4 GB are written and read`` () =
    (use stream = new SparseStream()
     Hdf5Writer.write stream tree
     readLast (regionOf stream))

    (use stream = new SparseStream()
     SafeTensors.write [] large stream
     let arrays, _ = SafeTensors.read "law" (regionOf stream)
     isLast ((arrays |> List.find (fun (name, _) -> name = "99") |> snd).Read()))

    use stream = new SparseStream()

    (use archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen = true)

     for name in [ "first.h5"; "second.h5" ] do
         use part = archive.CreateEntry(name, CompressionLevel.NoCompression).Open()
         Hdf5Writer.write part tree)

    // the second one's place is beyond 4 GB as well as its size
    let zip = Zip(regionOf stream, "law")
    readLast (Option.get (zip.TryFind "second.h5"))
