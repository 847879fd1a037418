/// Reading numbers out of bytes that may lie: every step is checked against what is there.
namespace Keratin.Saving

open System
open System.Buffers.Binary
open System.Text
open Keratin

[<AutoOpen>]
module internal Damage =
    /// Refuses a file that is not what its format says.
    let damaged where expected got : 'a =
        refuse where expected got "the file is damaged or cut off: copy it again or save it again"

    let private strict = UTF8Encoding(false, true)

    /// The text that UTF-8 bytes spell.
    let decodeText where (bytes: ReadOnlySpan<byte>) =
        try
            strict.GetString bytes
        with :? DecoderFallbackException ->
            damaged where "text in UTF-8" "bytes that are none"

/// A place in some bytes that moves forward as numbers are read, all of them little-endian.
[<Sealed>]
type internal Cursor(memory: ReadOnlyMemory<byte>, where: string) =
    let mutable position = 0

    member _.Where = where
    member _.Position = position
    member _.Left = memory.Length - position

    /// The next bytes, not copied.
    member c.Take(count: int64) : ReadOnlyMemory<byte> =
        if count < 0L || count > int64 c.Left then
            damaged where $"{count} bytes at offset {position}" $"{c.Left} bytes"

        let slice = memory.Slice(position, int count)
        position <- position + int count
        slice

    member c.Skip(count: int64) = c.Take count |> ignore

    /// Goes on to the next multiple of eight bytes, or to the end where that comes first.
    member c.Align() =
        c.Skip(int64 (min c.Left (-position &&& 7)))

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
            position <- position - 8
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
        let rest = memory.Span.Slice position
        let length = rest.IndexOf 0uy

        if length < 0 then
            damaged where "a name that ends in a zero byte" "none"

        let text = decodeText where (rest.Slice(0, length))
        position <- position + length + 1
        text
