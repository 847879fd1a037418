/// HDF5's filters, which pack the chunks of a dataset: gzip, shuffle and a checksum, undone.
namespace Keratin.Saving

open System
open System.Buffers.Binary
open System.IO
open System.IO.Compression
open Keratin

type internal Filter =
    | Deflate
    | Shuffle of elementSize: int
    | Fletcher32

[<RequireQualifiedAccess>]
module internal Filter =
    /// The filters of a dataset, in the order in which writing applied them.
    let read (where: string) (cursor: Cursor) : Filter list =
        let version = cursor.Version("a filter pipeline", [ 1; 2 ])
        let count = cursor.Byte()

        if count > 32 then
            damaged where "at most 32 filters" $"{count}"

        if version = 1 then
            cursor.Skip 6L

        let filter _ =
            let id = cursor.UInt16()
            let nameLength = if version = 1 || id >= 256 then cursor.UInt16() else 0
            cursor.Skip 2L
            let valueCount = cursor.UInt16()
            cursor.Skip(int64 nameLength)
            let values = Array.init valueCount (fun _ -> cursor.UInt32())

            if version = 1 && valueCount % 2 = 1 then
                cursor.Skip 4L

            match id, Array.tryHead values with
            | 1, _ -> Deflate
            | 2, Some size when size > 0L && size <= (1L <<< 20) -> Shuffle(int size)
            | 3, _ -> Fletcher32
            | unknown, _ ->
                refuse
                    where
                    "the filters gzip, shuffle and fletcher32"
                    $"filter {unknown}"
                    "write the dataset without compression or with compression=\"gzip\""

        List.init count filter

[<RequireQualifiedAccess>]
module internal Unfilter =
    let private inflate where (size: int) (packed: ReadOnlyMemory<byte>) =
        try
            use source = Memory.stream packed

            use inflated = new ZLibStream(source, CompressionMode.Decompress)
            let bytes = GC.AllocateUninitializedArray<byte> size
            inflated.ReadExactly(Span bytes)

            if inflated.ReadByte() >= 0 then
                damaged where $"a chunk of {size} bytes" "a larger one"

            ReadOnlyMemory bytes
        with
        | :? InvalidDataException
        | :? EndOfStreamException as fault ->
            damaged where $"{size} bytes packed by gzip" fault.Message

    // The first bytes of all elements, then the second ones, and so on; what is left over comes last as it is.
    let private unshuffle elementSize (shuffled: ReadOnlyMemory<byte>) =
        let source = shuffled.Span
        let count = source.Length / elementSize
        let bytes = GC.AllocateUninitializedArray<byte> source.Length

        for plane in 0 .. elementSize - 1 do
            let mutable target = plane

            for byte in source.Slice(plane * count, count) do
                bytes[target] <- byte
                target <- target + elementSize

        source
            .Slice(count * elementSize)
            .CopyTo(Span(bytes, count * elementSize, source.Length % elementSize))

        ReadOnlyMemory bytes

    let private fletcher32 where (summed: ReadOnlyMemory<byte>) =
        if summed.Length < 4 then
            damaged where "a chunk with its checksum" $"{summed.Length} bytes"

        let data = summed.Slice(0, summed.Length - 4)
        let bytes = data.Span
        let mutable low = 0u
        let mutable high = 0u

        for at in 0..2 .. bytes.Length - 1 do
            let second = if at + 1 < bytes.Length then uint32 bytes[at + 1] else 0u
            low <- (low + (uint32 bytes[at] <<< 8 ||| second)) % 65535u
            high <- (high + low) % 65535u

        let stored = BinaryPrimitives.ReadUInt32LittleEndian(summed.Span.Slice data.Length)

        // The sums may be written as 65535 where they are 0, which is the same number here.
        if stored % 65536u % 65535u <> low || (stored >>> 16) % 65535u <> high then
            damaged where "a chunk that agrees with its checksum" "one that does not"

        data

    /// The bytes of a chunk as they were before the filters.
    let run
        (budget: Budget)
        where
        (filters: Filter list)
        (skipped: int64)
        (size: int64)
        (stored: ReadOnlyMemory<byte>)
        =
        // One bit each says which filters this chunk went without.
        let applied =
            filters
            |> List.indexed
            |> List.filter (fun (index, _) -> skipped &&& (1L <<< index) = 0L)
            |> List.map snd
            |> List.rev

        // A checksum written after packing is packed along, or follows the packed bytes.
        let sizeBefore rest =
            let checksums =
                rest |> List.filter (fun filter -> filter = Fletcher32) |> List.length

            Stored.byteCount where 1 [ size + 4L * int64 checksums ]

        let rec undo (bytes: ReadOnlyMemory<byte>) filters =
            match filters with
            | [] -> bytes
            | Deflate :: rest ->
                let unpacked = sizeBefore rest
                budget.CheckDataset(where, int64 bytes.Length, unpacked)
                budget.SpendBytes(where, unpacked)
                undo (inflate where (int unpacked) bytes) rest
            | Shuffle elementSize :: rest ->
                budget.SpendBytes(where, int64 bytes.Length)
                undo (unshuffle elementSize bytes) rest
            | Fletcher32 :: rest -> undo (fletcher32 where bytes) rest

        let bytes = undo stored applied

        if int64 bytes.Length <> size then
            damaged where $"a chunk of {size} bytes" $"{bytes.Length} bytes"

        bytes
