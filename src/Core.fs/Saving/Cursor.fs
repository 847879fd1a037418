/// Reading numbers out of bytes that may lie: every step is checked against what is there.
namespace Keratin.Saving

open System
open System.Buffers.Binary
open System.Text
open Keratin

/// A place in some bytes that moves forward as numbers are read, all of them little-endian.
[<Sealed>]
type internal Cursor(region: Region, where: string) =
    let mutable position = 0L
    // the bytes at hand, and where they begin
    let mutable window = ReadOnlyMemory<byte>.Empty
    let mutable windowStart = 0L
    static let mostName = 1L <<< 16

    member _.Where = where
    member _.Position = position
    member _.Left = region.Length - position

    /// The next bytes where they lie.
    member c.Part(count: int64) : Region =
        if count < 0L || count > c.Left then
            damaged where $"{count} bytes at offset {position}" $"{c.Left} bytes"

        let part = region.Slice(where, position, count)
        position <- position + count
        part

    /// The next bytes.
    member c.Take(count: int64) : ReadOnlyMemory<byte> =
        let isAtHand () =
            count >= 0L
            && position >= windowStart
            && count <= windowStart + int64 window.Length - position

        if not (isAtHand ()) && position < region.Length then
            window <- region.Window(where, position)
            windowStart <- position

        if isAtHand () then
            let slice = window.Slice(int (position - windowStart), int count)
            position <- position + count
            slice
        else
            (c.Part count).Take where

    member c.Skip(count: int64) = c.Part count |> ignore

    /// Goes on to the next multiple of eight bytes, or to the end where that comes first.
    member c.Align() = c.Skip(min c.Left (-position &&& 7L))

    member c.Byte() = int (c.Take 1L).Span[0]

    member c.UInt16() =
        int (BinaryPrimitives.ReadUInt16LittleEndian (c.Take 2L).Span)

    member c.UInt32() =
        int64 (BinaryPrimitives.ReadUInt32LittleEndian (c.Take 4L).Span)

    /// An unsigned number of up to eight bytes; one that does not fit an int64 is refused.
    member c.Unsigned(size: int) : int64 =
        let bytes = (c.Take(int64 size)).Span
        let mutable value = 0UL

        for i in size - 1 .. -1 .. 0 do
            value <- (value <<< 8) ||| uint64 bytes[i]

        if value > uint64 Int64.MaxValue then
            damaged where "a size or an address" $"{value}"

        int64 value

    /// A length of eight bytes.
    member c.Length() = c.Unsigned 8

    /// An address of eight bytes; none where all bits are set.
    member c.Address() : int64 voption =
        if (c.Take 8L).Span.IndexOfAnyExcept 0xFFuy < 0 then
            ValueNone
        else
            position <- position - 8L
            ValueSome(c.Unsigned 8)

    /// Reads a signature of ASCII letters, and refuses any other.
    member c.Expect(signature: string) =
        let found = (c.Take(int64 signature.Length)).Span

        if not (found.SequenceEqual(ReadOnlySpan(Encoding.Latin1.GetBytes signature))) then
            damaged where $"the signature {signature}" (Convert.ToHexString found)

    /// Reads a version number of one byte, and refuses any but these.
    member c.Version(what: string, known: int list) =
        let version = c.Byte()

        if not (List.contains version known) then
            refuse
                where
                $"""{what} of version {known |> List.map string |> String.concat ", "}"""
                $"version {version}"
                "save the file with h5py's default settings"

        version

    /// The bytes before the next zero, as text; the zero is passed over.
    member c.ZeroTerminated() =
        let start = position
        let mutable stop = -1L

        while stop < 0L do
            let rest = region.Window(where, position)
            let at = rest.Span.IndexOf 0uy

            if at >= 0 then
                stop <- position + int64 at
            elif rest.Length = 0 || position - start > mostName then
                damaged where "a name that ends in a zero byte" "none"
            else
                position <- position + int64 rest.Length

        position <- stop + 1L
        decodeText where ((region.Slice(where, start, stop - start)).Take where).Span
