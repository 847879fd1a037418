/// Where newer HDF5 files keep the links or attributes of an object that has many: a fractal heap of messages
/// and a version 2 tree that says where in the heap each one is.
namespace Keratin.Saving

open System
open System.Collections.Generic
open System.Numerics
open Keratin

/// What a tree's records index; the number is the record type.
type internal DenseKind =
    | LinkNames = 5
    | AttributeNames = 8

/// The heap as a linear space of bytes, cut into blocks that double in size row by row.
[<Sealed>]
type private FractalHeap(source: Hdf5Source, where: string, address: int64) =
    let header = source.From(where, address)

    do
        header.Expect "FRHP"
        header.Version("a fractal heap", [ 0 ]) |> ignore

    let idLength = header.UInt16()
    let filterLength = header.UInt16()
    do header.Skip 1L
    let maxObject = header.UInt32()
    do header.Skip 96L
    let width = header.UInt16()
    let startSize = header.Length()
    let maxDirect = header.Length()
    let maxHeapBits = header.UInt16()
    do header.Skip 2L
    let root = header.Address()
    let rootRows = header.UInt16()

    let powerOfTwo (n: int64) =
        n > 0L && BitOperations.IsPow2 n && n < (1L <<< 31)

    do
        if filterLength > 0 then
            refuse
                where
                "links that are not compressed"
                "compressed ones"
                "save the file with h5py's default settings"

        if
            not (powerOfTwo width && powerOfTwo startSize && powerOfTwo maxDirect)
            || maxDirect < startSize
            || maxHeapBits < 1
            || maxHeapBits > 64
            || maxObject = 0L
        then
            damaged where "a heap with block sizes that are powers of two" "others"

    let log (n: int64) = BitOperations.Log2(uint64 n)
    let directRows = log maxDirect - log startSize + 2
    let offsetBytes = (maxHeapBits + 7) / 8
    let lengthBytes = min ((log maxDirect + 7) / 8) (log maxObject / 8 + 1)

    let sizeOfRow row =
        if row = 0 then startSize else startSize <<< (row - 1)

    let startOfRow row =
        if row = 0 then
            0L
        else
            (int64 width * startSize) <<< (row - 1)

    let need address =
        match address with
        | ValueSome address -> address
        | ValueNone -> damaged where "the address of a heap block" "none"

    /// The file address of an offset within an indirect block of so many rows.
    let rec locate block rows (offset: int64) =
        source.Budget.SpendEntry where
        let cursor = source.From(where, block)
        cursor.Expect "FHIB"
        cursor.Skip(int64 (9 + offsetBytes))

        let row =
            seq { 0 .. min rows 30 - 1 }
            |> Seq.tryFind (fun row -> offset < startOfRow row + int64 width * sizeOfRow row)

        match row with
        | None -> damaged where "a message inside the heap" $"offset {offset}"
        | Some row ->
            let column = (offset - startOfRow row) / sizeOfRow row
            cursor.Skip((int64 row * int64 width + column) * 8L)
            let child = need (cursor.Address())
            let inside = offset - startOfRow row - column * sizeOfRow row

            if row < directRows then
                child + inside
            else
                // Indirect blocks are smaller at every step, so that this ends.
                locate child (log (sizeOfRow row) - log (startSize * int64 width) + 1) inside

    member _.IdLength = idLength

    /// The message that a heap identifier stands for.
    member _.Find(id: Cursor) : Region =
        let first = id.Byte()

        match (first >>> 4) &&& 3 with
        | 0 ->
            let offset = id.Unsigned offsetBytes
            let length = id.Unsigned lengthBytes

            let address =
                if rootRows = 0 then
                    need root + offset
                else
                    locate (need root) rootRows offset

            source.At(where, address, length)
        | 2 when first >>> 6 = 0 -> id.Part(int64 (first &&& 15) + 1L)
        | _ ->
            refuse
                where
                "links and attributes of less than 64 KiB"
                "a larger one"
                "save the file with h5py's default settings"

[<RequireQualifiedAccess>]
module internal DenseStorage =
    /// The bytes that a number up to this one takes.
    let private encodedSize (limit: int64) =
        BitOperations.Log2(uint64 (max limit 1L)) / 8 + 1

    /// The records of a version 2 tree.
    let private records (source: Hdf5Source) where (address: int64) (kind: DenseKind) =
        let header = source.From(where, address)
        header.Expect "BTHD"
        header.Version("a tree", [ 0 ]) |> ignore

        if header.Byte() <> int kind then
            damaged where $"a tree of {kind}" "another one"

        let nodeSize = header.UInt32()
        let recordSize = int64 (header.UInt16())
        let depth = header.UInt16()
        header.Skip 2L
        let root = header.Address()
        let rootCount = header.UInt16()

        if recordSize < 4L || nodeSize < 64L || nodeSize > (1L <<< 20) || depth > 8 then
            damaged
                where
                "a tree of plausible nodes"
                $"nodes of {nodeSize} bytes, {depth} levels deep"

        // How wide the counts in an inner node are follows from how many records can be below it.
        let overhead = 10L
        let leafMost = (nodeSize - overhead) / recordSize
        let countSize = encodedSize leafMost

        let totals =
            (leafMost, [ 1..depth ])
            ||> List.scan (fun below level ->
                let belowSize = if level = 1 then 0 else encodedSize below
                let pointer = int64 (8 + countSize + belowSize)
                let most = (nodeSize - overhead - pointer) / (recordSize + pointer)
                min ((most + 1L) * below + most) (1L <<< 40))
            |> Array.ofList

        let found = List()

        let rec visit (node: int64) count level =
            source.Budget.SpendEntry where
            let cursor = source.From(where, node)
            cursor.Expect(if level = 0 then "BTLF" else "BTIN")
            cursor.Skip 2L

            for _ in 1..count do
                source.Budget.SpendEntry where
                found.Add(cursor.Part recordSize)

            if level > 0 then
                for _ in 0..count do
                    let child = cursor.Address()
                    let childCount = int (cursor.Unsigned countSize)

                    cursor.Skip(
                        if level = 1 then
                            0L
                        else
                            int64 (encodedSize totals[level - 1])
                    )

                    match child with
                    | ValueSome child -> visit child childCount (level - 1)
                    | ValueNone -> damaged where "the address of a node" "none"

        match root with
        | ValueSome root -> visit root rootCount depth
        | ValueNone -> ()

        found

    /// All messages of a heap that the tree lists.
    let read (source: Hdf5Source) where (heap: int64) (tree: int64) (kind: DenseKind) =
        let heap = FractalHeap(source, where, heap)

        [
            for record in records source where tree kind do
                let cursor = Cursor(record, where)

                // A link's record begins with the hash of its name.
                if kind = DenseKind.LinkNames then
                    cursor.Skip 4L

                heap.Find(Cursor(cursor.Part(int64 heap.IdLength), where))
        ]
