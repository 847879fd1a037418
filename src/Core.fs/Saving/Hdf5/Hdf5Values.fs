/// HDF5's values: elements with a type and a shape become arrays or texts; attributes are small ones with a name.
namespace Keratin.Saving

open System
open System.Collections.Generic
open Keratin

/// Where the file keeps texts of varying length: collections of numbered objects.
[<Sealed>]
type internal GlobalHeap(source: Hdf5Source) =
    let collections = Dictionary<int64, Dictionary<int, Region>>()

    let readCollection where address =
        let objects = Dictionary()
        let header = source.From(where, address)
        header.Expect "GCOL"
        header.Version("a global heap", [ 1 ]) |> ignore
        header.Skip 3L
        let size = header.Length()
        let cursor = Cursor(source.At(where, address, size), where)
        cursor.Skip 16L
        let mutable more = cursor.Left >= 16L

        while more do
            source.Budget.SpendEntry where
            let index = cursor.UInt16()
            cursor.Skip 6L
            let length = cursor.Length()

            // Object 0 is the free space at the end.
            if index = 0 then
                more <- false
            else
                if not (objects.TryAdd(index, cursor.Part length)) then
                    damaged where "every object once" $"object {index} twice"

                cursor.Align()
                more <- cursor.Left >= 16L

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
            | true, bytes when bytes.Length >= length -> (bytes.Slice(where, 0L, length)).Take where
            | _ ->
                damaged
                    where
                    $"object {index} of {length} bytes in the global heap"
                    "no such object"

/// Raw elements with their type and shape: what datasets and attributes have in common.
[<RequireQualifiedAccess>]
module internal Values =
    /// How elements lie that are numbers.
    let needNumbers where (datatype: Datatype) : Stored =
        match datatype.Kind with
        | Number stored -> stored
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
        (bytes: Region)
        =
        let element index =
            source.Budget.SpendEntry where
            let size = int64 datatype.Size
            bytes.Slice(where, int64 index * size, size)

        let count = int (bytes.Length / int64 datatype.Size)

        match datatype.Kind with
        | VariableText ->
            Array.init count (fun index ->
                let text = heap.Find(where, Cursor(element index, where))
                source.Budget.SpendBytes(where, int64 text.Length)
                (decodeText where text.Span).TrimEnd '\000')
        | FixedText padding ->
            source.Budget.SpendBytes(where, bytes.Length)

            Array.init count (fun index ->
                let text = ((element index).Take where).Span

                // Ended by a zero, filled up with zeros, or filled up with spaces.
                let text =
                    match padding, text.IndexOf 0uy with
                    | 0, stop when stop >= 0 -> text.Slice(0, stop)
                    | 2, _ -> text.TrimEnd(byte ' ')
                    | _ -> text.TrimEnd 0uy

                decodeText where text)
        | Number _
        | OpaqueWord -> refuse where "text" "numbers" "save the values as text"
        | Unreadable what -> refuse where "text" what "save the values as text"

/// A small value with a name, attached to a group or a dataset.
[<Sealed>]
type internal H5Attribute
    (
        source: Hdf5Source,
        heap: GlobalHeap,
        where: string,
        datatype: Datatype,
        space: Dataspace,
        data: Region
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
        if space.IsNull then
            refuse where "an attribute with a value" "an empty (null) one" "save the file again"

        let stored = Values.needNumbers where datatype
        Stored.toArray where stored (Stored.shape where space.Dims) (data.Copy where)

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
            let bytes = cursor.Part(int64 size)

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
        let data = cursor.Part(Dataspace.bytes where datatype.Size space)
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
