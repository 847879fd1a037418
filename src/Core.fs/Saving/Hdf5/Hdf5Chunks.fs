/// HDF5's chunked datasets: finding the chunks and putting them where they belong.
namespace Keratin.Saving

open System
open System.Collections.Generic
open Keratin

/// One chunk in the file.
[<Struct>]
type private Chunk = {
    /// The position of its first element in the dataset.
    Start: int64[]
    Address: int64
    Size: int64
    /// The filters that were left out, one bit each.
    SkippedFilters: int64
}

[<RequireQualifiedAccess>]
module internal Chunks =
    let private fromTree (source: Hdf5Source) where rank (address: int64) =
        let chunks = List()

        let leaf (cursor: Cursor) count =
            for _ in 1..count do
                source.Budget.SpendEntry where
                let size = cursor.UInt32()
                let skipped = cursor.UInt32()
                let start = Array.init rank (fun _ -> cursor.Length())
                cursor.Skip 8L

                match cursor.Address() with
                | ValueSome address ->
                    chunks.Add {
                        Start = start
                        Address = address
                        Size = size
                        SkippedFilters = skipped
                    }
                | ValueNone -> ()

        Links.walkTree source where 1 address None leaf (16L + 8L * int64 rank)
        chunks

    /// The first elements of all chunks, in the order of their numbers, up to where the file's indices end.
    let private starts where (space: Dataspace) (sizes: int64[]) =
        let counts =
            Array.init space.Dims.Length (fun axis ->
                let dim = space.MaxDims[axis] |> ValueOption.defaultValue space.Dims[axis]
                (max dim space.Dims[axis] - 1L) / sizes[axis] + 1L)

        // As many as fit one array, or the numbers would wrap around.
        Stored.byteCount where 1 counts |> ignore

        let strides =
            Array.scanBack (fun count stride -> count * stride) counts 1L |> Array.tail

        // Only the chunks that are inside the present sizes count.
        let present = Array.map2 (fun dim size -> (dim - 1L) / size + 1L) space.Dims sizes

        let rec along axis number start =
            seq {
                if axis = present.Length then
                    struct (number, start |> List.rev |> Array.ofList)
                else
                    for index in 0L .. present[axis] - 1L do
                        yield!
                            along
                                (axis + 1)
                                (number + index * strides[axis])
                                (index * sizes[axis] :: start)
            }

        along 0 0L []

    let private fromArray
        (source: Hdf5Source)
        where
        (space: Dataspace)
        sizes
        (chunkBytes: int64)
        (address: int64)
        =
        let header = source.From(where, address)
        header.Expect "FAHD"
        header.Version("a fixed array", [ 0 ]) |> ignore
        let isFiltered = header.Byte() = 1
        let entrySize = header.Byte()
        let pageBits = header.Byte()
        let count = header.Length()
        let block = header.Address()

        if
            entrySize < 8
            || entrySize > 20
            || (isFiltered && entrySize < 13)
            || pageBits > 30
        then
            damaged where "a fixed array of addresses" $"entries of {entrySize} bytes"

        let perPage = 1L <<< pageBits
        let pages = if count > perPage then (count - 1L) / perPage + 1L else 0L

        match block with
        | ValueNone -> Seq.empty
        | ValueSome block ->
            let prefix = source.From(where, block)
            prefix.Expect "FADB"
            prefix.Skip 10L
            let bitmap = prefix.Take((pages + 7L) / 8L)

            // Without pages the entries follow at once; pages follow a checksum, and each has its own.
            let entryAddress number =
                if pages = 0L then
                    block + 14L + number * int64 entrySize
                else
                    let page = number / perPage
                    let elements = block + 18L + int64 bitmap.Length
                    elements + number * int64 entrySize + page * 4L

            let isWritten number =
                pages = 0L
                || (let page = number / perPage
                    bitmap.Span[int (page / 8L)] &&& (0x80uy >>> int (page % 8L)) <> 0uy)

            seq {
                for number, start in starts where space sizes |> Seq.map (fun struct (n, s) -> n, s) do
                    source.Budget.SpendEntry where

                    if number >= count then
                        damaged where $"an array of more than {number} chunks" $"{count}"

                    if isWritten number then
                        let entry =
                            Cursor(source.At(where, entryAddress number, int64 entrySize), where)

                        match entry.Address() with
                        | ValueNone -> ()
                        | ValueSome address ->
                            let size =
                                if isFiltered then
                                    entry.Unsigned(entrySize - 12)
                                else
                                    chunkBytes

                            {
                                Start = start
                                Address = address
                                Size = size
                                SkippedFilters = (if isFiltered then entry.UInt32() else 0L)
                            }
            }

    let private find
        (source: Hdf5Source)
        where
        (space: Dataspace)
        (sizes: int64[])
        chunkBytes
        index
        : Chunk seq =
        let rank = space.Dims.Length

        let single address size skipped =
            Seq.singleton {
                Start = Array.zeroCreate rank
                Address = address
                Size = size
                SkippedFilters = skipped
            }

        match index with
        | Tree(ValueSome address) -> fromTree source where rank address
        | Single(ValueSome address, size, mask) ->
            single address (ValueOption.defaultValue chunkBytes size) mask
        | FixedArray(ValueSome address) -> fromArray source where space sizes chunkBytes address
        | Consecutive(ValueSome first) ->
            starts where space sizes
            |> Seq.map (fun struct (number, start) ->
                source.Budget.SpendEntry where

                {
                    Start = start
                    Address = first + number * chunkBytes
                    Size = chunkBytes
                    SkippedFilters = 0L
                })
        | Tree ValueNone
        | Single(ValueNone, _, _)
        | FixedArray ValueNone
        | Consecutive ValueNone -> Seq.empty

    /// Copies the part of a chunk that is inside the dataset, one run along the last axis at a time.
    let private place
        (elementSize: int)
        (dims: int64[])
        (sizes: int64[])
        (start: int64[])
        (chunk: ReadOnlySpan<byte>)
        (target: byte[])
        =
        let last = dims.Length - 1

        let counts =
            Array.init dims.Length (fun axis -> min sizes[axis] (dims[axis] - start[axis]))

        let run = int counts[last] * elementSize
        let index = Array.zeroCreate<int64> dims.Length
        let mutable more = true

        while more do
            let mutable source = 0L
            let mutable destination = 0L

            for axis in 0..last do
                source <- source * sizes[axis] + index[axis]
                destination <- destination * dims[axis] + start[axis] + index[axis]

            chunk
                .Slice(int source * elementSize, run)
                .CopyTo(Span(target, int destination * elementSize, run))

            let mutable axis = last - 1
            more <- false

            while axis >= 0 do
                index[axis] <- index[axis] + 1L

                if index[axis] < counts[axis] then
                    more <- true
                    axis <- -1
                else
                    index[axis] <- 0L
                    axis <- axis - 1

    /// Fills the elements that the file has chunks for.
    let read
        (source: Hdf5Source)
        where
        (elementSize: int)
        (space: Dataspace)
        (sizesAndElement: int64[])
        index
        filters
        (target: byte[])
        =
        let rank = space.Dims.Length

        if sizesAndElement.Length <> rank + 1 || sizesAndElement[rank] <> int64 elementSize then
            damaged where $"chunks along {rank} axes of {elementSize} bytes" $"%A{sizesAndElement}"

        let sizes = Array.truncate rank sizesAndElement
        let chunkBytes = Stored.byteCount where elementSize sizes

        if target.Length > 0 then
            for chunk in find source where space sizes chunkBytes index do
                let isInside =
                    Array.forall2 (fun (at: int64) dim -> at < dim) chunk.Start space.Dims

                let isAligned = Array.forall2 (fun at size -> at % size = 0L) chunk.Start sizes

                if not isAligned then
                    damaged where "chunks at multiples of their size" $"%A{chunk.Start}"

                // A dataset that was made smaller may keep chunks that lie beyond its end.
                if isInside then
                    let bytes =
                        (source.At(where, chunk.Address, chunk.Size)).Take where
                        |> Unfilter.run source.Budget where filters chunk.SkippedFilters chunkBytes

                    place elementSize space.Dims sizes chunk.Start bytes.Span target
