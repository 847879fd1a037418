/// A zip archive as a map from names to bytes, read with distrust: its members lie in the file, and those that are not
/// packed are read there, however large they are.
namespace Keratin.Saving

open System
open System.Buffers.Binary
open System.Collections.Generic
open System.IO
open System.IO.Compression
open Keratin

[<RequireQualifiedAccess>]
module internal Crc32 =
    // tables[k][b] is the checksum of byte b followed by k zero bytes.
    let private tables =
        let first =
            Array.init 256 (fun n ->
                (uint32 n, [ 1..8 ])
                ||> List.fold (fun c _ ->
                    if c &&& 1u = 1u then 0xEDB88320u ^^^ (c >>> 1) else c >>> 1))

        (first, [ 1..7 ])
        ||> List.scan (fun previous _ ->
            previous |> Array.map (fun c -> first[int (c &&& 0xFFu)] ^^^ (c >>> 8)))
        |> Array.ofList

    /// The checksum of some bytes and those after them, eight bytes at a time; of none it is 0.
    let append (before: uint32) (bytes: ReadOnlySpan<byte>) : uint32 =
        let mutable crc = ~~~before
        let mutable at = 0
        let t0, t1, t2, t3 = tables[0], tables[1], tables[2], tables[3]
        let t4, t5, t6, t7 = tables[4], tables[5], tables[6], tables[7]

        while bytes.Length - at >= 8 do
            let low = crc ^^^ BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice at)
            let high = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(at + 4))

            crc <-
                t7[int (low &&& 0xFFu)]
                ^^^ t6[int ((low >>> 8) &&& 0xFFu)]
                ^^^ t5[int ((low >>> 16) &&& 0xFFu)]
                ^^^ t4[int (low >>> 24)]
                ^^^ t3[int (high &&& 0xFFu)]
                ^^^ t2[int ((high >>> 8) &&& 0xFFu)]
                ^^^ t1[int ((high >>> 16) &&& 0xFFu)]
                ^^^ t0[int (high >>> 24)]

            at <- at + 8

        while at < bytes.Length do
            crc <- t0[int ((crc ^^^ uint32 bytes[at]) &&& 0xFFu)] ^^^ (crc >>> 8)
            at <- at + 1

        ~~~crc

    /// The checksum that zip keeps of every member.
    let compute (bytes: ReadOnlySpan<byte>) : uint32 = append 0u bytes

    let ofRegion where (bytes: Region) : uint32 =
        let mutable crc = 0u

        for piece in bytes.Pieces where do
            crc <- append crc piece.Span

        crc

/// How the bytes of a member lie in the archive.
type private Method =
    | AsItIs
    | Deflated
    | Unknown of int

/// What the archive's list says of a member.
type private Member = {
    Name: string
    NameBytes: ReadOnlyMemory<byte>
    IsEncrypted: bool
    Method: Method
    Checksum: uint32
    PackedLength: int64
    Length: int64
    /// Where the member's own header is.
    Header: int64
}

/// The list of members at the end of an archive.
[<RequireQualifiedAccess>]
module private Directory =
    let private endLength = 22L
    let private longestComment = 65535L
    let private locatorLength = 20L
    /// What stands in place of a number that has eight bytes elsewhere.
    let private elsewhere32, private elsewhere16 = 0xFFFFFFFFL, 0xFFFF

    /// Where the archive's last record begins: what follows is its comment, and what somebody added.
    let private endRecord (file: Region) where : int64 =
        let first = max 0L (file.Length - endLength - longestComment)
        let tail = (file.Slice(where, first, file.Length - first)).Take where

        let isRecord at =
            let rest = tail.Span.Slice at

            BinaryPrimitives.ReadUInt32LittleEndian rest = 0x06054b50u
            && int (BinaryPrimitives.ReadUInt16LittleEndian(rest.Slice 20))
               <= rest.Length - int endLength

        seq { tail.Length - int endLength .. -1 .. 0 }
        |> Seq.tryFind isRecord
        |> function
            | Some at -> first + int64 at
            | None -> damaged where "a zip archive" "a file without the list of its members"

    /// The offset, the bytes and the entries of the list.
    let private place (file: Region) where : int64 * int64 * int64 =
        let at = endRecord file where
        let record = Cursor(file.Slice(where, at, endLength), where)
        record.Expect "PK\005\006"
        let disk, first = record.UInt16(), record.UInt16()
        let here, count = record.UInt16(), record.UInt16()
        let size, offset = record.UInt32(), record.UInt32()

        let isLarge = count = elsewhere16 || size = elsewhere32 || offset = elsewhere32

        if isLarge && at >= locatorLength then
            let locator = Cursor(file.Slice(where, at - locatorLength, locatorLength), where)
            locator.Expect "PK\006\007"
            locator.Skip 4L
            let large = locator.Length()
            let record = Cursor(file.Slice(where, large, 56L), where)
            record.Expect "PK\006\006"
            record.Skip 12L
            let disk, first = record.UInt32(), record.UInt32()
            let here, count = record.Length(), record.Length()

            if disk <> first || here <> count then
                damaged where "an archive in one file" "a part of one"

            let size = record.Length()
            record.Length(), size, count
        else
            if disk <> first || here <> count then
                damaged where "an archive in one file" "a part of one"

            offset, size, int64 count

    /// Numbers of eight bytes, in the order of those that are missing.
    let private large where (extra: Region) : Cursor =
        let fields = Cursor(extra, where)

        let rec find () =
            if fields.Left < 4L then
                damaged where "the size of a large member" "none"
            else
                let kind = fields.UInt16()
                let field = fields.Part(int64 (fields.UInt16()))
                if kind = 1 then Cursor(field, where) else find ()

        find ()

    let private next where (list: Cursor) : Member =
        list.Expect "PK\001\002"
        list.Skip 4L
        let flags = list.UInt16()
        let kind = list.UInt16()
        list.Skip 4L
        let checksum = uint32 (list.UInt32())
        let packed, length = list.UInt32(), list.UInt32()

        let nameLength, extraLength, commentLength =
            list.UInt16(), list.UInt16(), list.UInt16()

        list.Skip 8L
        let header = list.UInt32()
        let name = list.Take(int64 nameLength)
        let extra = list.Part(int64 extraLength)
        list.Skip(int64 commentLength)
        let large = lazy (large where extra)

        let full number =
            if number = elsewhere32 then
                large.Value.Length()
            else
                number

        // the order in which they follow each other
        let length = full length
        let packed = full packed
        let header = full header

        {
            Name = decodeText where name.Span
            NameBytes = name
            IsEncrypted = flags &&& 1 <> 0
            Method =
                match kind with
                | 0 -> AsItIs
                | 8 -> Deflated
                | other -> Unknown other
            Checksum = checksum
            PackedLength = packed
            Length = length
            Header = header
        }

    let read (file: Region) where : Member seq =
        let offset, size, count = place file where
        let list = Cursor(file.Slice(where, offset, size), where)

        seq {
            for _ in 1L .. count do
                file.Budget.SpendEntry where
                next where list

            if list.Left > 0L then
                damaged where $"a list of {count} members" "a longer one"
        }

/// The members of a zip archive by name. Names that could reach outside a folder and names that occur twice
/// refuse the archive as a whole.
[<Sealed>]
type internal Zip(file: Region, where: string) =
    let members = Dictionary<string, Member>(StringComparer.Ordinal)

    let checkName (name: string) =
        let unsafe =
            name = ""
            || name.StartsWith '/'
            || name.Contains '\\'
            || name.Contains ':'
            || name.Contains '\000'
            || name.Split '/' |> Array.exists (fun part -> part = ".." || part = ".")

        if unsafe then
            refuse
                where
                "member names that stay inside the archive"
                $"\"{name}\""
                "do not use this file: it was made to write elsewhere"

    do
        for entry in Directory.read file where do
            checkName entry.Name

            if not (members.TryAdd(entry.Name, entry)) then
                refuse where "every member once" $"\"{entry.Name}\" twice" "save the file again"

    /// The bytes as they lie in the archive, behind the member's own header.
    let packed where (entry: Member) : Region =
        let header =
            Cursor(file.Slice(where, entry.Header, file.Length - entry.Header), where)

        header.Expect "PK\003\004"
        header.Skip 22L
        let nameLength, extraLength = header.UInt16(), header.UInt16()
        let name = header.Take(int64 nameLength)

        if not (name.Span.SequenceEqual entry.NameBytes.Span) then
            damaged where "a member that has its name" "another one"

        header.Skip(int64 extraLength)
        header.Part entry.PackedLength

    let inflate where (packed: ReadOnlyMemory<byte>) (length: int64) : byte[] =
        try
            use source = Memory.stream packed
            use inflated = new DeflateStream(source, CompressionMode.Decompress)
            let bytes = GC.AllocateUninitializedArray<byte>(int length)
            inflated.ReadExactly(Span bytes)

            if inflated.ReadByte() >= 0 then
                damaged where $"{length} bytes" "more than the archive says"

            bytes
        with
        | :? InvalidDataException
        | :? EndOfStreamException as fault ->
            damaged where $"{length} bytes packed by deflate" fault.Message

    member _.Names: string seq = members.Keys

    /// The bytes of a member, unpacked and checked against its checksum. Those that are not packed stay in the file.
    member _.TryFind(name: string) : Region option =
        match members.TryGetValue name with
        | false, _ -> None
        | true, entry ->
            let where = $"{where} / {name}"
            let budget = file.Budget

            if entry.IsEncrypted then
                refuse
                    where
                    "a member anyone can read"
                    "an encrypted one"
                    "save the file without a password"

            let packed = packed where entry

            let bytes =
                match entry.Method with
                | AsItIs when entry.Length = entry.PackedLength -> packed
                | AsItIs -> damaged where $"{entry.PackedLength} bytes" $"{entry.Length} bytes"
                | Deflated ->
                    budget.CheckMember(where, entry.PackedLength, entry.Length)
                    budget.SpendBytes(where, entry.Length)
                    let unpacked = inflate where (packed.Take where) entry.Length
                    Region.OfMemory(ReadOnlyMemory unpacked, budget)
                | Unknown other ->
                    refuse
                        where
                        "a member that is not packed, or by deflate"
                        $"one that is packed by method {other}"
                        "save the file again"

            if Crc32.ofRegion where bytes <> entry.Checksum then
                damaged where $"bytes with the checksum {entry.Checksum:X8}" "others"

            Some bytes
