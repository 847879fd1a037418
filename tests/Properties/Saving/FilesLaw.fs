/// Files of arrays: what is written is read, twice the same is the same bytes, and what lies is refused.
module Keratin.Properties.FilesLaw

open System
open System.Buffers.Binary
open System.IO
open System.Text
open Xunit
open FsCheck.FSharp
open Keratin
open Keratin.Engine
open Keratin.Saving
open Keratin.Properties

let private dtypes = [
    DType.UInt8
    DType.Int8
    DType.Int16
    DType.Int32
    DType.Int64
    DType.Float16
    DType.BFloat16
    DType.Float32
    DType.Float64
    DType.Bool
]

/// An array of any type and shape; sizes may be 0, and there may be no axis.
let private arrays =
    gen {
        let! dtype = Gen.elements dtypes
        let! rank = Gen.choose (0, 3)
        let! shape = Gen.listOfLength rank (Gen.choose (0, 4))
        let! seed = Gen.choose (0, 1000)
        let bytes = Array.zeroCreate<byte>(DType.bytes dtype * List.fold (*) 1 shape)
        Random(seed).NextBytes bytes

        if dtype = DType.Bool then
            for i in 0 .. bytes.Length - 1 do
                bytes[i] <- bytes[i] &&& 1uy

        return NDArray(dtype, Array.ofList shape, bytes)
    }

let private texts = Gen.elements [ ""; "a"; "name"; "größe/λ"; String('x', 300) ]

/// A group with attributes, arrays and groups, some of them with many members.
let rec private groups depth =
    gen {
        let! attribute = texts
        let! list = Gen.listOf texts
        let! several = Gen.elements [ 0; 1; 3; 9; 40; 300 ]
        let! values = Gen.listOfLength (min several 12) arrays
        let! below = Gen.choose (0, (if depth > 0 then 2 else 0))
        let! children = Gen.listOfLength below (groups (depth - 1))

        return
            GroupTree(
                [ "name", OneText attribute; "list", TextList list ],
                [
                    for i in 0 .. several - 1 do
                        if values.IsEmpty then
                            $"{i}", GroupTree([], [])
                        else
                            $"{i}", ArrayTree(LazyArray.Of values[i % values.Length])

                    for i, child in List.indexed children do
                        $"group {i}", child
                ]
            )
    }

let private written (tree: H5Tree) : byte[] =
    use stream = new MemoryStream()
    Hdf5Writer.write stream tree
    stream.ToArray()

let rec private compare (path: string) (tree: H5Tree) (found: H5Object) : unit =
    match tree, found with
    | GroupTree(attributes, children), H5Object.Group group ->
        for name, value in attributes do
            match value with
            | OneText text -> Assert.Equal(text, group.Attributes[name].Text())
            | TextList texts ->
                Assert.Equal<string list>(
                    texts,
                    List.ofArray (group.Attributes[name].ReadStrings())
                )

        Assert.Equal<string Set>(children |> List.map fst |> Set.ofList, Set.ofList group.Names)

        for name, child in children do
            compare $"{path}/{name}" child (Option.get (group.TryChild name))
    | ArrayTree a, H5Object.Dataset d -> Assert.Equal(a.Read(), d.Read())
    | _ -> Assert.Fail $"{path} is another kind of object"

let private regionOf (bytes: byte[]) : Region = Region.OfMemory(bytes, Budget())

[<Fact>]
let ``an HDF5 file that is written is read`` () =
    Law.holds 60 (groups 2) (fun tree ->
        let bytes = written tree
        Assert.Equal<byte[]>(bytes, written tree)
        let root = Hdf5.Open(regionOf bytes, "law")
        compare "" tree (H5Object.Group root))

let private saved (write: Stream -> unit) : byte[] =
    use stream = new MemoryStream()
    write stream
    stream.ToArray()

[<Fact>]
let ``arrays of NumPy's files are read as they were written`` () =
    Law.holds 100 (Gen.listOf arrays) (fun all ->
        let all = all |> List.filter (fun a -> a.DType <> DType.BFloat16)
        let named = all |> List.mapi (fun i a -> $"a/{i}", LazyArray.Of a)
        let bytes = saved (NpyWriter.writeAll "law" named)
        Assert.Equal<byte[]>(bytes, saved (NpyWriter.writeAll "law" named))
        let file = Npz(regionOf bytes, "law")

        for name, a in named do
            Assert.Equal(Some(a.Read()), file.TryFind name |> Option.map _.Read()))

[<Fact>]
let ``safetensors are read as they were written`` () =
    Law.holds 100 (Gen.listOf arrays) (fun all ->
        let named = all |> List.mapi (fun i a -> $"w.{i}", LazyArray.Of a)
        let metadata = [ "by", "law"; "größe", "λ" ]
        let bytes = saved (SafeTensors.write metadata named)
        let arrays, texts = SafeTensors.read "law" (regionOf bytes)
        Assert.Equal<(string * string) list>(metadata, texts)
        Assert.Equal(named.Length, arrays.Length)

        for name, a in named do
            let _, found = arrays |> List.find (fun (other, _) -> other = name)
            Assert.Equal(a.Read(), found.Read()))

/// A safetensors file of this header and so many bytes of arrays.
let private safe (header: string) (count: int) : byte[] =
    let json = Encoding.UTF8.GetBytes header
    let length = Array.zeroCreate<byte> 8
    BinaryPrimitives.WriteInt64LittleEndian(Span length, json.LongLength)
    Array.concat [ length; json; Array.zeroCreate count ]

let private readAll (bytes: byte[]) : unit =
    for _, a in fst (SafeTensors.read "law" (regionOf bytes)) do
        a.Read() |> ignore

let private f32 (name: string) (shape: string) (start: int64) (stop: int64) =
    $"\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{shape}],\"data_offsets\":[{start},{stop}]}}"

let private hostile: (string * byte[]) list = [
    "empty", [||]
    "cut off in the length", [| 1uy; 2uy |]
    "a header longer than the file", safe "{}" 0 |> Array.mapi (fun i b -> if i = 3 then 1uy else b)
    "a header of nearly 2^64 bytes", Array.append (Array.create 8 0xFFuy) "{}"B
    "no JSON", safe "{" 0
    "a list", safe "[]" 0
    "overlapping arrays", safe ("{" + f32 "a" "2" 0L 8L + "," + f32 "b" "2" 4L 12L + "}") 12
    "a hole between arrays", safe ("{" + f32 "a" "1" 0L 4L + "," + f32 "b" "1" 8L 12L + "}") 12
    "bytes after the arrays", safe ("{" + f32 "a" "1" 0L 4L + "}") 8
    "fewer bytes than the arrays", safe ("{" + f32 "a" "2" 0L 8L + "}") 4
    "a name twice", safe ("{" + f32 "a" "1" 0L 4L + "," + f32 "a" "1" 4L 8L + "}") 8
    "another size than the shape's", safe ("{" + f32 "a" "3" 0L 4L + "}") 4
    "a shape that overflows", safe ("{" + f32 "a" "4294967296,4294967296,4" 0L 0L + "}") 0
    "a size below 0", safe ("{" + f32 "a" "-1" 0L 4L + "}") 4
    "offsets the wrong way round", safe ("{" + f32 "a" "1" 4L 0L + "}") 4
    "offsets beyond 2^63",
    safe "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,18446744073709551615]}}" 4
    "an unknown type", safe "{\"a\":{\"dtype\":\"F8\",\"shape\":[1],\"data_offsets\":[0,1]}}" 1
    "no shape", safe "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}" 4
    "metadata that is no texts", safe "{\"__metadata__\":{\"a\":1}}" 0
    "truth values of 2",
    Array.append (safe "{\"a\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[0,1]}}" 0) [|
        2uy
    |]
]

[<Fact>]
let ``safetensors that lie are refused`` () =
    Law.all [
        for what, bytes in hostile do
            try
                readAll bytes
                $"{what}: was read"
            with
            | :? KeratinException as e when e.Message.Contains "bug in" -> $"{what}: {e.Message}"
            | :? KeratinException -> ()
            | other -> $"{what}: {other}"
    ]

[<Fact>]
let ``every flip of a byte of a safetensors file is read or refused`` () =
    let bytes =
        saved (
            SafeTensors.write [ "by", "law" ] [
                "a", LazyArray.Of(NDArray.ofArray [| 2 |] [| 1.0f; 2.0f |])
            ]
        )

    for at in 0 .. bytes.Length - 1 do
        for flip in [ 1uy; 0x80uy; 0xFFuy ] do
            let changed = Array.copy bytes
            changed[at] <- changed[at] ^^^ flip

            try
                readAll changed
            with :? KeratinException as e ->
                Assert.DoesNotContain("bug in", e.Message)

let private inFolder (run: string -> unit) =
    let folder = Directory.CreateTempSubdirectory("keratin").FullName

    try
        run folder
    finally
        Directory.Delete(folder, true)

let private dense () =
    ModelCore(
        Network.sequential "dense" [
            Layers.Dense(5, inputShape = [| Nullable 4 |])
            Layers.BatchNormalization()
            Layers.Dense 3
        ],
        State Device.Cpu
    )

let private valuesOf (core: ModelCore) =
    core.Network.Weights |> List.map core.State.Read

[<Theory>]
[<InlineData("w.weights.h5")>]
[<InlineData("w.safetensors")>]
[<InlineData("w.weights.json")>]
let ``weights are loaded as they were saved`` (name: string) =
    inFolder (fun folder ->
        let path = Path.Combine(folder, name)
        let core = dense ()
        let shard = if name.EndsWith ".json" then Nullable 80e-9 else Nullable()
        core.SaveWeights(path, false, shard)

        if shard.HasValue then
            Assert.True(Directory.GetFiles(folder, "*.weights.h5").Length > 2)

        let other = ModelCore((dense ()).Network, State Device.Cpu)

        // names are those of the model that was saved
        if name.EndsWith ".safetensors" then
            let values, _ = SafeTensors.read name (regionOf (File.ReadAllBytes path))
            Assert.Equal(core.Network.Weights.Length, values.Length)

            for w in core.Network.Weights do
                core.State.Write(w, NDArray.ofFloats w.DType w.Shape (Array.zeroCreate w.Count))

            Assert.Empty(core.LoadWeights(path, false))

            Assert.Equal<NDArray list>(
                values |> List.sortBy fst |> List.map (fun (_, a) -> a.Read()),
                core.Network.Weights |> List.sortBy _.Path |> List.map core.State.Read
            )
        else
            Assert.Empty(other.LoadWeights(path, false))
            Assert.Equal<NDArray list>(valuesOf core, valuesOf other))

[<Fact>]
let ``a gigabyte is 1024³ bytes, and no array is larger than a file may be`` () =
    inFolder (fun folder ->
        let core = dense ()
        let path = Path.Combine(folder, "w.weights.json")
        // the first kernel has 80 bytes
        let ofBytes (n: int) = Nullable(float n / float (1 <<< 30))

        let refusal =
            Assert.Throws<KeratinException>(fun () -> core.SaveWeights(path, false, ofBytes 79))

        Assert.Contains("layers/dense/vars/0", refusal.Where)
        Assert.Empty(Directory.GetFiles folder)
        core.SaveWeights(path, false, ofBytes 80)
        Assert.Equal(4, Directory.GetFiles(folder, "*.h5").Length)

        let map =
            nonNull (
                (nonNull (System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText path)))["weight_map"]
            )

        // one file by itself, several in a list
        Assert.Equal(
            "\"w_00003.weights.h5\"",
            (nonNull map["/layers/dense_1/vars"]).AsArray()
            |> Seq.last
            |> nonNull
            |> _.ToJsonString()
        ))

[<Fact>]
let ``an index cannot lead out of its folder`` () =
    inFolder (fun folder ->
        for shard in [ "../other.weights.h5"; "/etc/other.h5"; "C:\\other.h5"; "plain.txt" ] do
            let path = Path.Combine(folder, "w.weights.json")
            let text = System.Text.Json.JsonSerializer.Serialize shard
            File.WriteAllText(path, $"{{\"weight_map\":{{\"/layers/dense/vars\":[{text}]}}}}")

            let refusal =
                Assert.Throws<KeratinException>(fun () ->
                    (dense ()).LoadWeights(path, false) |> ignore)

            Assert.Contains("beside the index", refusal.Expected))

[<Fact>]
let ``a file that is there stays unless it may be replaced, and whole where saving fails`` () =
    inFolder (fun folder ->
        let path = Path.Combine(folder, "m.keras")
        let core = dense ()
        core.Save(path, false)
        let before = File.ReadAllBytes path
        let refusal = Assert.Throws<KeratinException>(fun () -> core.Save(path, false))
        Assert.Contains("overwrite", refusal.Fix)

        Assert.Throws<InvalidOperationException>(fun () ->
            AtomicFile.write path (fun stream ->
                stream.Write(Array.zeroCreate 1000, 0, 1000)
                raise (InvalidOperationException "half way")))
        |> ignore

        Assert.Equal<byte[]>(before, File.ReadAllBytes path)
        Assert.Equal(1, Directory.GetFiles(folder).Length)
        core.Save(path, true)

        let missing =
            Assert.Throws<KeratinException>(fun () ->
                core.Save(Path.Combine(folder, "nowhere", "m.keras"), false))

        Assert.Contains("can be written", missing.Expected)

        Assert.Throws<KeratinException>(fun () -> core.Save(Path.Combine(folder, "m.zip"), false))
        |> ignore)
