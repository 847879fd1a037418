/// Writing HDF5 files as h5py's default settings do: superblock 0, groups with symbol tables, contiguous
/// datasets, attributes that are texts. The same content gives the same bytes.
namespace Keratin.Saving

open System
open System.Collections.Generic
open System.IO
open System.Text
open Keratin

/// What a written file consists of; names are unique in a group.
[<NoComparison; NoEquality>]
type internal H5Tree =
    | GroupTree of attributes: (string * AttributeValue) list * children: (string * H5Tree) list
    | ArrayTree of LazyArray

[<RequireQualifiedAccess>]
module internal Hdf5Writer =
    /// The entries of a symbol table's node, and the children of a tree's node, at most.
    let private entriesOfNode, private childrenOfNode = 8, 32
    let private superblockLength = 96L
    /// The numbers of objects in a collection have two bytes.
    let private textsOfCollection = 4096

    let private bfloat16 = [ "dtype", OneText "bfloat16" ]

    let private attributesOf tree =
        match tree with
        | GroupTree(attributes, _) -> attributes
        | ArrayTree a when a.DType = DType.BFloat16 -> bfloat16
        | ArrayTree _ -> []

    let rec private everything tree : H5Tree list = [
        yield tree

        match tree with
        | GroupTree(_, children) ->
            for _, child in children do
                yield! everything child
        | ArrayTree _ -> ()
    ]

    /// The bytes that describe a file, from an address on; what is written first has the lower address.
    [<Sealed>]
    type private Description(start: int64) =
        let bytes = Bytes()
        member _.Bytes = bytes
        member _.End = start + bytes.Length

        member d.Add(part: byte[]) : int64 =
            bytes.Align()
            let address = d.End
            bytes.Add part
            address

    /// Puts texts into global heaps; the same text has one place.
    let private heaps (file: Description) (texts: string list) : string -> HeapText =
        let places = Dictionary<string, HeapText>()

        for chunk in texts |> List.distinct |> List.chunkBySize textsOfCollection do
            let objects =
                chunk
                |> List.filter (fun text -> text <> "")
                |> List.mapi (fun i text -> i + 1, text, Encoding.UTF8.GetBytes text)

            let body =
                Bytes.Of(fun b ->
                    for index, _, text in objects do
                        b.UInt16 index
                        b.UInt16 1
                        b.UInt32 0L
                        b.UInt64 text.LongLength
                        b.Add text
                        b.Align())

            // a collection is at least 4096 bytes; what is left is object 0
            let size = max 4096L (body.LongLength + 32L)
            let free = size - 16L - body.LongLength

            let address =
                file.Add(
                    Bytes.Of(fun b ->
                        b.Ascii "GCOL"
                        b.UInt32 1L
                        b.UInt64 size
                        b.Add body
                        b.UInt64 0L
                        b.UInt64 free
                        b.PadTo size)
                )

            for text in chunk do
                places[text] <- {
                    Length = 0
                    Collection = 0L
                    Index = 0
                }

            for index, text, bytes in objects do
                places[text] <- {
                    Length = bytes.Length
                    Collection = address
                    Index = index
                }

        fun text -> places[text]

    /// A node of a group's tree: children with the place in the heap of the greatest name below each.
    let private treeNode level (children: (int64 * int64) list) =
        Bytes.Of(fun b ->
            b.Ascii "TREE"
            b.Byte 0
            b.Byte level
            b.UInt16 children.Length
            b.NoAddress()
            b.NoAddress()
            b.UInt64 0L

            for address, greatest in children do
                b.UInt64 address
                b.UInt64 greatest

            b.PadTo(24L + int64 (2 * childrenOfNode + 1) * 8L))

    let private symbolNode (entries: (int64 * int64 * (int64 * int64) option) list) =
        Bytes.Of(fun b ->
            b.Ascii "SNOD"
            b.UInt16 1
            b.UInt16 entries.Length

            for name, header, table in entries do
                b.UInt64 name
                b.UInt64 header

                match table with
                | Some(tree, heap) ->
                    b.UInt32 1L
                    b.UInt32 0L
                    b.UInt64 tree
                    b.UInt64 heap
                | None -> b.Zeros 24

            b.PadTo(8L + int64 entriesOfNode * 40L))

    /// The names of a group, each ended by a zero, and where each begins.
    let private namesOf (names: string list) : byte[] * int64 list =
        let bytes = Bytes()
        bytes.Zeros 8

        let places = [
            for name in names do
                let place = bytes.Length
                bytes.Add(Encoding.UTF8.GetBytes name)
                bytes.Byte 0
                bytes.Align()
                place
        ]

        bytes.ToArray(), places

    /// The tree over nodes that are written already.
    let rec private treeOver (file: Description) level (nodes: (int64 * int64) list) : int64 =
        match
            nodes
            |> List.chunkBySize childrenOfNode
            |> List.map (fun chunk -> file.Add(treeNode level chunk), snd (List.last chunk))
        with
        | [] -> file.Add(treeNode level [])
        | [ root, _ ] -> root
        | several -> treeOver file (level + 1) several

    /// Describes an object after all that it refers to: its header's address, and a group's tree and heap.
    let rec private describe
        (file: Description)
        (data: LazyArray -> int64)
        (text: string -> HeapText)
        (tree: H5Tree)
        : int64 * (int64 * int64) option =
        let attributes = [
            for name, value in attributesOf tree -> HeaderMessage.attribute text name value
        ]

        match tree with
        | ArrayTree a ->
            let messages = [
                HeaderMessage.dataspace a.Shape
                HeaderMessage.datatype a.DType
                HeaderMessage.noFillValue
                HeaderMessage.contiguous (data a) a.ByteCount
            ]

            file.Add(HeaderMessage.header (messages @ attributes)), None
        | GroupTree(_, children) ->
            let children =
                children |> List.sortWith (fun (a, _) (b, _) -> String.CompareOrdinal(a, b))

            let names, places = namesOf (children |> List.map fst)

            let entries =
                List.zip children places
                |> List.map (fun ((_, child), place) ->
                    let header, table = describe file data text child
                    place, header, table)

            let heap =
                let segment = file.Add names

                file.Add(
                    Bytes.Of(fun b ->
                        b.Ascii "HEAP"
                        b.UInt32 0L
                        b.UInt64 names.LongLength
                        // 1: no free space
                        b.UInt64 1L
                        b.UInt64 segment)
                )

            let nodes =
                entries
                |> List.chunkBySize entriesOfNode
                |> List.map (fun chunk ->
                    let greatest, _, _ = List.last chunk
                    file.Add(symbolNode chunk), greatest)

            let root = treeOver file 0 nodes
            let messages = HeaderMessage.symbolTable root heap :: attributes
            file.Add(HeaderMessage.header messages), Some(root, heap)

    let private superblock (root: int64) table (fileEnd: int64) =
        Bytes.Of(fun b ->
            b.Ascii "\137HDF\r\n\026\n"
            b.UInt32 0L
            // addresses and lengths of eight bytes
            b.UInt32 0x00080800L
            b.UInt16(entriesOfNode / 2)
            b.UInt16(childrenOfNode / 2)
            b.UInt32 0L
            b.UInt64 0L
            b.NoAddress()
            b.UInt64 fileEnd
            b.NoAddress()
            b.UInt64 0L
            b.UInt64 root
            b.UInt32 1L
            b.UInt32 0L
            let tree, heap = table
            b.UInt64 tree
            b.UInt64 heap)

    /// Writes a file: arrays one after another as they are read, so that one of them is in memory at a time.
    let write (stream: Stream) (root: H5Tree) : unit =
        let all = everything root

        let arrays =
            all
            |> List.choose (fun tree ->
                match tree with
                | ArrayTree a -> Some a
                | GroupTree _ -> None)

        let addresses = Dictionary<LazyArray, int64>(HashIdentity.Reference)

        let dataEnd =
            (superblockLength, arrays)
            ||> List.fold (fun address a ->
                addresses[a] <- address
                address + (a.ByteCount + 7L) / 8L * 8L)

        let file = Description dataEnd

        let text =
            heaps file [
                for tree in all do
                    for _, value in attributesOf tree do
                        yield! value.Texts
            ]

        match describe file (fun a -> addresses[a]) text root with
        | _, None -> bug "Hdf5Writer" "a file whose root is no group"
        | header, Some table ->
            let put (bytes: byte[]) = stream.Write(bytes, 0, bytes.Length)
            file.Bytes.Align()
            put (superblock header table file.End)

            let memory = ReusedMemory()

            for a in arrays do
                a.WriteTo(stream, memory) |> ignore
                put (Array.zeroCreate (int (-a.ByteCount &&& 7L)))

            put (file.Bytes.ToArray())
