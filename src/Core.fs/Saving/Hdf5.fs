/// Reading HDF5 files, as far as Keras and h5py write them: groups, datasets and attributes.
namespace Keratin.Saving

open System
open System.Collections.Generic
open System.Text
open Keratin

/// Where the file keeps texts of varying length: collections of numbered objects.
[<Sealed>]
type internal GlobalHeap(source: Hdf5Source) =
    let collections = Dictionary<int64, Dictionary<int, ReadOnlyMemory<byte>>>()

    let readCollection where address =
        let objects = Dictionary()
        let header = source.From(where, address)
        header.Expect "GCOL"
        header.Version("a global heap", [ 1 ]) |> ignore
        header.Skip 3L
        let size = header.Length()
        let cursor = Cursor(source.At(where, address, size), where)
        cursor.Skip 16L
        let mutable more = cursor.Left >= 16

        while more do
            source.Budget.SpendEntry where
            let index = cursor.UInt16()
            cursor.Skip 6L
            let length = cursor.Length()

            // Object 0 is the free space at the end.
            if index = 0 then
                more <- false
            else
                if not (objects.TryAdd(index, cursor.Take length)) then
                    damaged where "every object once" $"object {index} twice"

                cursor.Align()
                more <- cursor.Left >= 16

        objects

    /// The bytes that a reference of sixteen bytes stands for.
    member _.Find(where: string, reference: Cursor) : ReadOnlyMemory<byte> =
        source.Budget.SpendEntry where
        let length = reference.UInt32()
        let address = reference.Length()
        let index = int (reference.UInt32() &&& 0xFFFFFFFFL)

        if length = 0L then
            ReadOnlyMemory.Empty
        else
            let objects =
                match collections.TryGetValue address with
                | true, objects -> objects
                | false, _ ->
                    let objects = readCollection where address
                    collections[address] <- objects
                    objects

            match objects.TryGetValue index with
            | true, bytes when int64 bytes.Length >= length -> bytes.Slice(0, int length)
            | _ ->
                damaged
                    where
                    $"object {index} of {length} bytes in the global heap"
                    "no such object"

/// Raw elements with their type and shape: what datasets and attributes have in common.
[<RequireQualifiedAccess>]
module internal Values =
    let toArray where (datatype: Datatype) (shape: int[]) (bytes: byte[]) : NDArray =
        match datatype.Kind with
        | Number stored -> Stored.toArray where stored shape bytes
        | OpaqueWord ->
            refuse where "numbers" "opaque elements of 2 bytes" "save the values as floats"
        | FixedText _
        | VariableText -> refuse where "numbers" "text" "save the values as numbers"
        | Unreadable what -> refuse where "numbers" what "save the values as integers or floats"

    let toStrings
        where
        (source: Hdf5Source)
        (heap: GlobalHeap)
        (datatype: Datatype)
        (bytes: ReadOnlyMemory<byte>)
        =
        let element index =
            source.Budget.SpendEntry where
            bytes.Slice(index * datatype.Size, datatype.Size)

        let count = bytes.Length / datatype.Size

        match datatype.Kind with
        | VariableText ->
            Array.init count (fun index ->
                let text = heap.Find(where, Cursor(element index, where))
                source.Budget.SpendBytes(where, int64 text.Length)
                (decodeText where text.Span).TrimEnd '\000')
        | FixedText padding ->
            source.Budget.SpendBytes(where, int64 bytes.Length)

            Array.init count (fun index ->
                let text = (element index).Span

                // Ended by a zero, filled up with zeros, or filled up with spaces.
                let text =
                    match padding, text.IndexOf 0uy with
                    | 0, stop when stop >= 0 -> text.Slice(0, stop)
                    | 2, _ -> text.TrimEnd(byte ' ')
                    | _ -> text.TrimEnd 0uy

                decodeText where text)
        | Number _
        | OpaqueWord
        | Unreadable _ -> refuse where "text" "elements of another type" "save the values as text"

/// A small value with a name, attached to a group or a dataset.
[<Sealed>]
type internal H5Attribute
    (
        source: Hdf5Source,
        heap: GlobalHeap,
        where: string,
        datatype: Datatype,
        space: Dataspace,
        data: ReadOnlyMemory<byte>
    ) =

    member _.IsText =
        match datatype.Kind with
        | FixedText _
        | VariableText -> true
        | Number _
        | OpaqueWord
        | Unreadable _ -> false

    member _.Shape: int[] = Stored.shape where space.Dims

    member _.Read() : NDArray =
        source.Budget.SpendBytes(where, int64 data.Length)
        Values.toArray where datatype (Stored.shape where space.Dims) (data.ToArray())

    member _.ReadStrings() : string[] =
        Values.toStrings where source heap datatype data

    /// The one text that the attribute is.
    member a.Text() : string =
        match a.ReadStrings() with
        | [| text |] -> text
        | texts -> refuse where "one text" $"{texts.Length} texts" "save the file again"

[<RequireQualifiedAccess>]
module internal Attributes =
    /// One attribute message: the name and the value.
    let private readMessage (source: Hdf5Source) heap (where: string) (cursor: Cursor) =
        let version = cursor.Version("an attribute", [ 1; 2; 3 ])
        let flags = cursor.Byte()
        let nameSize = cursor.UInt16()
        let typeSize = cursor.UInt16()
        let spaceSize = cursor.UInt16()

        if version = 3 then
            cursor.Skip 1L

        let part (size: int) =
            let bytes = cursor.Take(int64 size)

            if version = 1 then
                cursor.Skip(int64 (-size &&& 7))

            Cursor(bytes, where)

        let name = (part nameSize).ZeroTerminated()
        let where = $"{where} @{name}"

        if version > 1 && flags <> 0 then
            refuse
                where
                "an attribute that describes itself"
                "one whose type is in another object (a committed type)"
                "save the file with h5py's default settings"

        let datatype = Datatype.read where (part typeSize)
        let space = Dataspace.read where (part spaceSize)
        let data = cursor.Take(Dataspace.bytes where datatype.Size space)
        name, H5Attribute(source, heap, where, datatype, space, data)

    /// All attributes of an object by name.
    let read (source: Hdf5Source) heap where (messages: Message list) : Map<string, H5Attribute> =
        let dense (cursor: Cursor) =
            cursor.Version("attribute information", [ 0 ]) |> ignore
            let flags = cursor.Byte()
            cursor.Skip(if flags &&& 1 <> 0 then 2L else 0L)
            let heapAddress = cursor.Address()
            let tree = cursor.Address()

            match heapAddress, tree with
            | ValueSome heapAddress, ValueSome tree ->
                DenseStorage.read source where heapAddress tree DenseKind.AttributeNames
            | _ -> []

        let bodies = [
            for message in messages do
                match message.Type with
                | MessageType.Attribute when message.IsShared ->
                    damaged where "an attribute in its object's header" "a shared one"
                | MessageType.Attribute -> message.Data
                | MessageType.AttributeInfo -> yield! dense (Cursor(message.Data, where))
                | _ -> ()
        ]

        bodies
        |> List.map (fun body -> readMessage source heap where (Cursor(body, where)))
        |> Map.ofList

/// An array in the file, read when it is asked for.
[<Sealed>]
type internal H5Dataset(source: Hdf5Source, heap: GlobalHeap, where: string, messages: Message list)
    =
    let find kind =
        ObjectHeader.tryFind where kind messages

    let need kind (what: string) read =
        match find kind with
        | Some cursor -> read where cursor
        | None -> damaged where $"a dataset with {what}" "none"

    let attributes = lazy Attributes.read source heap where messages

    let space: Lazy<Dataspace> =
        lazy (need MessageType.Dataspace "a shape" Dataspace.read)

    // How bfloat16 is written where HDF5 has no such type: two bytes, and an attribute that says so.
    let isBFloat16 () =
        match Map.tryFind "dtype" attributes.Value with
        | Some attribute -> attribute.IsText && attribute.Text() = "bfloat16"
        | None -> false

    let datatype =
        lazy
            (let datatype = need MessageType.Datatype "an element type" Datatype.read

             match datatype.Kind with
             | OpaqueWord when isBFloat16 () -> {
                 datatype with
                     Kind = Number(Plain DType.BFloat16)
               }
             | _ -> datatype)

    let filled size elementSize =
        let bytes = Array.zeroCreate<byte> size

        let value =
            find MessageType.FillValue
            |> Option.bind FillValue.read
            |> Option.orElseWith (fun () ->
                find MessageType.OldFillValue |> Option.bind FillValue.readOld)

        match value with
        | Some value when value.Length = elementSize && value.Span.IndexOfAnyExcept 0uy >= 0 ->
            for at in 0..elementSize .. size - elementSize do
                value.Span.CopyTo(Span(bytes, at, elementSize))
        | _ -> ()

        bytes

    let readBytes () : byte[] =
        if (find MessageType.ExternalFiles).IsSome then
            refuse
                where
                "elements inside this file"
                "elements in other files"
                "save everything in one file"

        let elementSize = datatype.Value.Size
        let size = Dataspace.bytes where elementSize space.Value
        source.Budget.CheckDataset(where, int64 source.Bytes.Length, size)
        source.Budget.SpendBytes(where, size)

        let filters =
            find MessageType.Filters
            |> Option.map (Filter.read where)
            |> Option.defaultValue []

        match need MessageType.Layout "a layout" Layout.read with
        | Compact bytes when int64 bytes.Length = size -> bytes.ToArray()
        | Compact bytes -> damaged where $"{size} bytes" $"{bytes.Length} bytes"
        | Contiguous(ValueNone, _) -> filled (int size) elementSize
        | Contiguous(ValueSome address, stored) ->
            if stored <> size then
                damaged where $"{size} bytes" $"{stored} bytes"

            (source.At(where, address, size)).ToArray()
        | Chunked(sizes, index) ->
            let bytes = filled (int size) elementSize
            Chunks.read source where elementSize space.Value sizes index filters bytes
            bytes

    /// The file and the path, as messages name it.
    member _.Where = where
    member _.Attributes: Map<string, H5Attribute> = attributes.Value
    member _.Shape: int[] = Stored.shape where space.Value.Dims

    /// The type of the array that Read gives; none where the elements are no numbers.
    member _.DType: DType option =
        match datatype.Value.Kind with
        | Number stored -> Some(Stored.dtype stored)
        | OpaqueWord
        | FixedText _
        | VariableText
        | Unreadable _ -> None

    member d.Read() : NDArray =
        match datatype.Value.Kind with
        | Number _ when not space.Value.IsNull ->
            Values.toArray where datatype.Value d.Shape (readBytes ())
        | Number _ -> refuse where "numbers" "an empty (null) dataset" "save the values as an array"
        | OpaqueWord
        | FixedText _
        | VariableText
        | Unreadable _ -> Values.toArray where datatype.Value [||] [||]

    member _.ReadStrings() : string[] =
        Values.toStrings where source heap datatype.Value (ReadOnlyMemory(readBytes ()))

/// What a path leads to.
[<RequireQualifiedAccess>]
type internal H5Object =
    | Group of H5Group
    | Dataset of H5Dataset

/// A group: names that lead to further objects, opened when they are asked for.
and [<Sealed>] internal H5Group
    (
        source: Hdf5Source,
        heap: GlobalHeap,
        path: string,
        messages: Message list,
        ancestors: int64 list
    ) =
    let where = $"{source.Name} {path}"
    let links = lazy Links.read source where messages
    let attributes = lazy Attributes.read source heap where messages
    let opened = Dictionary<string, H5Object>()

    let openChild name link =
        let path = path.TrimEnd '/' + "/" + name
        let where = $"{source.Name} {path}"

        match link with
        | Hard address ->
            if List.contains address ancestors then
                damaged where "groups that end" "a group that contains itself"

            source.Budget.CheckDepth(where, ancestors.Length)
            H5Group.Open(source, heap, path, address, ancestors)
        | Soft
        | External ->
            refuse
                where
                "an object in this file"
                "a link to another place"
                "save the file again: Keras never writes such links"

    static member Open(source, heap, path, address, ancestors) : H5Object =
        let where = $"{source.Name} {path}"
        let messages = ObjectHeader.read source where address

        let has kind =
            messages |> List.exists (fun message -> message.Type = kind)

        if
            has MessageType.SymbolTable
            || has MessageType.LinkInfo
            || has MessageType.GroupInfo
        then
            H5Object.Group(H5Group(source, heap, path, messages, address :: ancestors))
        elif has MessageType.Layout then
            H5Object.Dataset(H5Dataset(source, heap, where, messages))
        else
            refuse where "a group or a dataset" "another kind of object" "save the file again"

    /// The file and the path, as messages name it.
    member _.Where = where
    member _.Attributes: Map<string, H5Attribute> = attributes.Value

    /// The names in the group, as the file lists them.
    member _.Names: string list = List.ofSeq links.Value.Keys

    member _.TryChild(name: string) : H5Object option =
        match opened.TryGetValue name with
        | true, child -> Some child
        | false, _ ->
            match links.Value.TryGetValue name with
            | true, link ->
                let child = openChild name link
                opened[name] <- child
                Some child
            | false, _ -> None

    /// The object at a path of names below this group, with slashes between them.
    member group.TryFind(path: string) : H5Object option =
        (Some(H5Object.Group group), path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        ||> Array.fold (fun found name ->
            match found with
            | Some(H5Object.Group group) -> group.TryChild name
            | Some(H5Object.Dataset _)
            | None -> None)

[<AbstractClass; Sealed>]
type internal Hdf5 =
    static member private Superblock(bytes: ReadOnlyMemory<byte>, name: string, start: int) =
        let cursor = Cursor(bytes.Slice start, name)
        cursor.Skip 8L
        let version = cursor.Version("a superblock", [ 0; 1; 2; 3 ])

        if version < 2 then
            cursor.Skip 4L

        let offsetSize, lengthSize = cursor.Byte(), cursor.Byte()

        if offsetSize <> 8 || lengthSize <> 8 then
            refuse
                name
                "addresses and lengths of 8 bytes"
                $"{offsetSize} and {lengthSize} bytes"
                "save the file with h5py's default settings"

        cursor.Skip(
            match version with
            | 0 -> 9L
            | 1 -> 13L
            | _ -> 1L
        )

        let baseAddress = cursor.Length()
        cursor.Skip 8L
        let size = cursor.Length()

        if baseAddress <> int64 start then
            damaged name $"addresses that count from {start}" $"from {baseAddress}"

        if size > int64 bytes.Length then
            damaged name $"{size} bytes" $"{bytes.Length} bytes"

        if version < 2 then
            cursor.Skip 16L

        match cursor.Address() with
        | ValueSome root -> root
        | ValueNone -> damaged name "the address of the root group" "none"

    /// Opens a file that is in memory; its name is for messages.
    static member Open(bytes: ReadOnlyMemory<byte>, name: string, budget: Budget) : H5Group =
        let signature = Encoding.Latin1.GetBytes "\137HDF\r\n\026\n"

        // The file may begin with bytes of another program, then it starts at 512, 1024, 2048...
        let start =
            Seq.append [ 0L ] (Seq.unfold (fun at -> Some(at, at * 2L)) 512L)
            |> Seq.takeWhile (fun at -> at + 8L <= int64 bytes.Length)
            |> Seq.tryFind (fun at ->
                bytes.Span.Slice(int at, 8).SequenceEqual(ReadOnlySpan signature))

        match start with
        | None ->
            refuse
                name
                "an HDF5 file"
                "a file without its signature"
                "save the weights as .h5 or .keras again"
        | Some start ->
            let root = Hdf5.Superblock(bytes, name, int start)

            let source = {
                Name = name
                Bytes = bytes.Slice(int start)
                Budget = budget
            }

            match H5Group.Open(source, GlobalHeap source, "/", root, []) with
            | H5Object.Group group -> group
            | H5Object.Dataset _ -> damaged name "a root group" "a dataset"
