/// Files made to exhaust a machine: each limit of the one account that all readers spend from, met once.
module Keratin.Properties.LimitsLaw

open System
open System.IO
open System.IO.Compression
open System.Text
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Onnx
open Keratin.Onnx.Schema
open Keratin.Saving
open Google.Protobuf

/// Reads, and gives the refusal; it must cost little memory.
let private refusal (read: Budget -> unit) (limits: Limits) : KeratinException =
    let before = GC.GetAllocatedBytesForCurrentThread()
    let refusal = Assert.Throws<KeratinException>(fun () -> read (Budget limits))
    let allocated = GC.GetAllocatedBytesForCurrentThread() - before
    Assert.True(allocated < (64L <<< 20), $"{allocated} bytes were allocated")
    Assert.DoesNotContain("bug in", refusal.Message)
    refusal

let private standard = Limits.standard

let private zip (members: (string * byte[]) list) : byte[] =
    use stream = new MemoryStream()

    (use archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen = true)

     for name, bytes in members do
         use entry = archive.CreateEntry(name, CompressionLevel.SmallestSize).Open()
         entry.Write(bytes, 0, bytes.Length))

    stream.ToArray()

let private readMember (bytes: byte[]) (name: string) (budget: Budget) =
    Zip(Region.OfMemory(bytes, budget), "bomb.zip").TryFind name |> ignore

[<Fact>]
let ``a zip member that unpacks to far more than it is packed into is refused`` () =
    let bomb = zip [ "a", Array.zeroCreate (32 <<< 20) ]
    Assert.True(bomb.Length < (1 <<< 16))
    let refusal = standard |> refusal (readMember bomb "a")
    Assert.Contains("100 times", refusal.Expected)
    Assert.Equal("bomb.zip / a", refusal.Where)

[<Fact>]
let ``a zip archive of more members than entries may be is refused`` () =
    let many = zip [ for i in 1..100 -> $"{i}", [||] ]

    Zip(Region.OfMemory(many, Budget()), "many.zip").Names
    |> Seq.length
    |> fun n -> Assert.Equal(100, n)

    let refusal =
        { standard with Entries = 99L }
        |> refusal (fun budget -> Zip(Region.OfMemory(many, budget), "many.zip") |> ignore)

    Assert.Contains("99 entries", refusal.Expected)

let private nested depth =
    Encoding.ASCII.GetBytes(String('[', depth) + String(']', depth))

[<Fact>]
let ``JSON that is nested too deep is refused`` () =
    Json.parse "deep.json" (Budget()) (nested 256) |> ignore

    let refusal =
        standard
        |> refusal (fun budget -> Json.parse "deep.json" budget (nested 257) |> ignore)

    Assert.Contains("256 deep", refusal.Expected)

[<Fact>]
let ``the values of JSON are entries, and its bytes are limited`` () =
    let text = "[1,2,3,4,5,6,7,8]"B

    let parse budget =
        Json.parse "wide.json" budget text |> ignore

    parse (Budget { standard with Entries = 9L })
    Assert.Contains("8 entries", ({ standard with Entries = 8L } |> refusal parse).Expected)
    Assert.Contains("16 bytes", ({ standard with JsonBytes = 16L } |> refusal parse).Expected)

/// An .npy file of this shape, of float32, without elements.
let private npy (shape: string) : byte[] =
    let header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({shape}), }}\n"

    Array.concat [
        [| 0x93uy |]
        "NUMPY"B
        [| 1uy; 0uy |]
        BitConverter.GetBytes(uint16 header.Length)
        Encoding.ASCII.GetBytes header
    ]

[<Fact>]
let ``an .npy file that declares more than it holds is refused`` () =
    for shape in [ "1000000000,"; "4294967296, 4294967296, 4"; "2147483647, 2147483647" ] do
        standard
        |> refusal (fun budget ->
            Npy.read "large.npy" (Region.OfMemory(npy shape, budget)) |> ignore)
        |> ignore

    let refusal =
        { standard with NpyHeaderBytes = 8L }
        |> refusal (fun budget -> Npy.read "long.npy" (Region.OfMemory(npy "0,", budget)) |> ignore)

    Assert.Contains("an .npy header of at most 8 bytes", refusal.Expected)

[<Fact>]
let ``a safetensors header that is too long is refused before it is read`` () =
    let length = BitConverter.GetBytes 200_000_000L

    let refusal =
        standard
        |> refusal (fun budget ->
            SafeTensors.read "long.safetensors" (Region.OfMemory(length, budget)) |> ignore)

    Assert.Contains("100000000 bytes", refusal.Expected)

/// An HDF5 file of groups within groups, and an array of zeros in the innermost.
let private hdf5 (depth: int) : byte[] =
    let rec tree depth =
        if depth = 0 then
            ArrayTree(LazyArray.Of(NDArray.ofFloats DType.Float32 [| 4 |] (Array.zeroCreate 4)))
        else
            GroupTree([], [ "g", tree (depth - 1) ])

    use stream = new MemoryStream()
    Hdf5Writer.write stream (tree depth)
    stream.ToArray()

let private readHdf5 (depth: int) (budget: Budget) : unit =
    let root = Hdf5.Open(Region.OfMemory(hdf5 depth, budget), "deep.h5")

    match root.TryFind(String.Join("/", Array.create depth "g")) with
    | Some(H5Object.Dataset d) -> d.Read() |> ignore
    | _ -> Assert.Fail "the array was not found"

[<Fact>]
let ``HDF5 groups that are nested too deep are refused`` () =
    readHdf5 20 (Budget())
    Assert.Contains("64 groups", (standard |> refusal (readHdf5 80)).Expected)

[<Fact>]
let ``all readers of a file spend from one account of bytes and time`` () =
    let limits = { standard with Bytes = 100L }
    let budget = Budget limits
    readHdf5 2 budget

    // the array of 16 bytes is paid for each time
    let again (_: Budget) =
        for _ in 1..10 do
            readHdf5 2 budget

    Assert.Contains("100 bytes in all", (limits |> refusal again).Expected)

    let late = { standard with Time = TimeSpan.Zero }
    Assert.Contains("a load within", (late |> refusal (readHdf5 2)).Expected)

/// A graph within an attribute of a node of a graph, and so on.
let private onnx (depth: int) : byte[] =
    let rec graph depth =
        let made = GraphProto()

        if depth > 0 then
            let node = NodeProto(OpType = "If")
            node.Attribute.Add(AttributeProto(Name = "then_branch", G = graph (depth - 1)))
            made.Node.Add node

        made

    ModelProto(Graph = graph depth).ToByteArray()

[<Fact>]
let ``an .onnx file is limited in depth and size`` () =
    let read depth budget =
        OnnxHeader.read "deep.onnx" budget (onnx depth) |> ignore

    read 20 (Budget())
    let refusal' = standard |> refusal (read 100)
    Assert.Equal("an .onnx file", refusal'.Expected)

    Assert.Contains(
        "at most 10 bytes",
        ({ standard with OnnxBytes = 10L } |> refusal (read 20)).Expected
    )

    Assert.Equal(
        "a.onnx",
        (standard
         |> refusal (fun b -> OnnxHeader.read "a.onnx" b [| 255uy; 255uy |] |> ignore))
            .Where
    )

[<Fact>]
let ``a whole archive is refused for a config that is too deep`` () =
    let path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.keras")

    try
        File.WriteAllBytes(
            path,
            zip [ "config.json", nested 300; "model.weights.h5", [||]; "metadata.json", "{}"B ]
        )

        let refusal =
            Assert.Throws<KeratinException>(fun () ->
                ModelFile.load path true (State Device.Cpu) |> ignore)

        Assert.Contains("256 deep", refusal.Expected)
    finally
        File.Delete path
