/// Reading HDF5 files, as far as Keras and h5py write them: groups, datasets and the file as a whole.
namespace Keratin.Saving

open System
open System.Collections.Generic
open System.Text
open Keratin

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

    let elements () : Elements =
        if (find MessageType.ExternalFiles).IsSome then
            refuse
                where
                "elements inside this file"
                "elements in other files"
                "save everything in one file"

        let elementSize = datatype.Value.Size
        let size = Dataspace.bytes where elementSize space.Value
        source.Budget.CheckDataset(where, source.Bytes.Length, size)

        let made () =
            source.Budget.SpendBytes(where, size)
            filled (int size) elementSize

        let filters =
            find MessageType.Filters
            |> Option.map (Filter.read where)
            |> Option.defaultValue []

        match need MessageType.Layout "a layout" Layout.read with
        | Compact bytes when bytes.Length = size -> InFile bytes
        | Compact bytes -> damaged where $"{size} bytes" $"{bytes.Length} bytes"
        | Contiguous(ValueNone, _) -> Made(made ())
        | Contiguous(ValueSome address, stored) ->
            if stored <> size then
                damaged where $"{size} bytes" $"{stored} bytes"

            InFile(source.At(where, address, size))
        | Chunked(sizes, index) ->
            let bytes = made ()
            Chunks.read source where elementSize space.Value sizes index filters bytes
            Made bytes

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

    /// The numbers, where they lie in the file or as they were unpacked.
    member d.Array() : FileArray =
        let stored = Values.needNumbers where datatype.Value

        if space.Value.IsNull then
            refuse where "numbers" "an empty (null) dataset" "save the values as an array"

        {
            Where = where
            Stored = stored
            Shape = d.Shape
            Elements = elements ()
        }

    member d.Read() : NDArray = (d.Array()).Read()

    member _.ReadStrings() : string[] =
        match elements () with
        | InFile bytes -> bytes
        | Made bytes -> Region.OfMemory(ReadOnlyMemory bytes, source.Budget)
        |> Values.toStrings where source heap datatype.Value

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
            if not (source.Groups.Add address) then
                source.Budget.SpendSecondName where

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
    static member private Superblock(bytes: Region, name: string, start: int64) =
        let cursor = Cursor(bytes.Slice(name, start, bytes.Length - start), name)
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

        if baseAddress <> start then
            damaged name $"addresses that count from {start}" $"from {baseAddress}"

        if size > bytes.Length then
            damaged name $"{size} bytes" $"{bytes.Length} bytes"

        if version < 2 then
            cursor.Skip 16L

        match cursor.Address() with
        | ValueSome root -> root
        | ValueNone -> damaged name "the address of the root group" "none"

    /// Opens a file of these bytes; its name is for messages.
    static member Open(bytes: Region, name: string) : H5Group =
        let signature = Encoding.Latin1.GetBytes "\137HDF\r\n\026\n"

        // The file may begin with bytes of another program, then it starts at 512, 1024, 2048...
        let start =
            Seq.append [ 0L ] (Seq.unfold (fun at -> Some(at, at * 2L)) 512L)
            |> Seq.takeWhile (fun at -> at + 8L <= bytes.Length)
            |> Seq.tryFind (fun at ->
                ((bytes.Slice(name, at, 8L)).Take name).Span.SequenceEqual(ReadOnlySpan signature))

        match start with
        | None ->
            refuse
                name
                "an HDF5 file"
                "a file without its signature"
                "save the weights as .h5 or .keras again"
        | Some start ->
            let root = Hdf5.Superblock(bytes, name, start)

            let source = {
                Name = name
                Bytes = bytes.Slice(name, start, bytes.Length - start)
                Groups = HashSet()
            }

            match H5Group.Open(source, GlobalHeap source, "/", root, []) with
            | H5Object.Group group -> group
            | H5Object.Dataset _ -> damaged name "a root group" "a dataset"
