/// A zip archive as a map from names to bytes, read with distrust.
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

    /// The checksum that zip keeps of every member, eight bytes at a time.
    let compute (bytes: ReadOnlySpan<byte>) : uint32 =
        let mutable crc = 0xFFFFFFFFu
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

/// The members of a zip archive by name. Names that could reach outside a folder and names that occur twice
/// refuse the archive as a whole.
[<Sealed>]
type internal Zip private (archive: ZipArchive, where: string, budget: Budget) =
    let members = Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal)

    static let guard where (read: unit -> 'a) =
        try
            read ()
        with
        | :? InvalidDataException
        | :? EndOfStreamException
        | :? OverflowException
        | :? ArgumentException as fault ->
            raise (
                KeratinException(
                    where,
                    "a zip archive",
                    fault.Message,
                    "the file is damaged or cut off: copy it again or save it again",
                    fault
                )
            )

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
        for entry in guard where (fun () -> archive.Entries) do
            budget.SpendEntry where
            checkName entry.FullName

            if not (members.TryAdd(entry.FullName, entry)) then
                refuse where "every member once" $"\"{entry.FullName}\" twice" "save the file again"

    /// Opens an archive; the stream must stay open as long as members are read.
    static member Open(stream: Stream, where: string, budget: Budget) : Zip =
        let archive =
            guard where (fun () -> new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen = true))

        Zip(archive, where, budget)

    member _.Names: string seq = members.Keys

    /// The bytes of a member, unpacked and checked against its checksum.
    member _.TryRead(name: string) : byte[] option =
        match members.TryGetValue name with
        | false, _ -> None
        | true, entry ->
            let where = $"{where} / {name}"

            if entry.IsEncrypted then
                refuse
                    where
                    "a member anyone can read"
                    "an encrypted one"
                    "save the file without a password"

            budget.CheckMember(where, entry.CompressedLength, entry.Length)
            let length = Stored.byteCount where 1 [ entry.Length ]
            budget.SpendBytes(where, length)

            guard where (fun () ->
                use packed = entry.Open()
                let bytes = GC.AllocateUninitializedArray<byte>(int length)
                packed.ReadExactly(Span bytes)

                if packed.ReadByte() >= 0 then
                    damaged where $"{length} bytes" "more than the archive says"

                if Crc32.compute (ReadOnlySpan bytes) <> entry.Crc32 then
                    damaged where $"bytes with the checksum {entry.Crc32:X8}" "others"

                Some bytes)
