/// What a written HDF5 file says of its data: header messages of types, shapes, layouts and attributes,
/// byte for byte as h5py's default settings have them.
namespace Keratin.Saving

open System
open System.Buffers.Binary
open System.IO
open System.Text
open Keratin

/// Bytes that grow at the end, numbers little-endian.
[<Sealed>]
type internal Bytes() =
    let stream = new MemoryStream()

    member _.Length = stream.Length
    member _.ToArray() = stream.ToArray()
    member _.Add(bytes: byte[]) = stream.Write(bytes, 0, bytes.Length)
    member _.Byte(value: int) = stream.WriteByte(byte value)

    member b.UInt16(value: int) =
        b.Byte value
        b.Byte(value >>> 8)

    member b.UInt32(value: int64) =
        let bytes = Array.zeroCreate 4
        BinaryPrimitives.WriteUInt32LittleEndian(Span bytes, uint32 value)
        b.Add bytes

    member b.UInt64(value: int64) =
        let bytes = Array.zeroCreate 8
        BinaryPrimitives.WriteInt64LittleEndian(Span bytes, value)
        b.Add bytes

    /// The address of nothing.
    member b.NoAddress() = b.UInt64 -1L
    member b.Zeros(count: int) = b.Add(Array.zeroCreate count)
    /// Zeros up to the next multiple of eight bytes.
    member b.Align() = b.Zeros(int (-b.Length &&& 7L))
    /// Zeros up to this length.
    member b.PadTo(length: int64) = b.Zeros(int (length - b.Length))
    member b.Ascii(text: string) = b.Add(Encoding.Latin1.GetBytes text)

    /// The bytes that a function adds to none.
    static member Of(write: Bytes -> unit) : byte[] =
        let bytes = Bytes()
        write bytes
        bytes.ToArray()

/// A text of the global heap, by the number of its collection's address and its own.
type internal HeapText = {
    Length: int
    Collection: int64
    Index: int
}

/// What an attribute is.
type internal AttributeValue =
    | OneText of string
    | TextList of string list

    member a.Texts =
        match a with
        | OneText text -> [ text ]
        | TextList texts -> texts

/// One message of an object header.
type internal HeaderMessage = { Kind: int; Flags: int; Body: byte[] }

[<RequireQualifiedAccess>]
module internal HeaderMessage =
    /// A constant message may be shared by readers; h5py marks types and fill values so.
    let private constant kind body = { Kind = kind; Flags = 1; Body = body }
    let private message kind body = { Kind = kind; Flags = 0; Body = body }

    let private dataspaceBody (dims: int list) =
        Bytes.Of(fun b ->
            b.Byte 1
            b.Byte dims.Length
            // whether the greatest sizes follow: they are the sizes
            b.Byte(if dims.IsEmpty then 0 else 1)
            b.Zeros 5

            for n in dims @ dims do
                b.UInt64(int64 n))

    let private head (b: Bytes) classAndVersion flags size =
        b.Byte classAndVersion
        b.Byte flags
        b.UInt16(flags >>> 8)
        b.UInt32(int64 size)

    let private integer (b: Bytes) signed size =
        head b 0x10 (if signed then 0x08 else 0) size
        b.UInt16 0
        b.UInt16(size * 8)

    let private float (b: Bytes) size exponentBits =
        let bits = size * 8
        let mantissa = bits - 1 - exponentBits
        // the leading one of the mantissa is not stored; the sign is the highest bit
        head b 0x11 (0x20 ||| ((bits - 1) <<< 8)) size
        b.UInt16 0
        b.UInt16 bits
        b.Byte mantissa
        b.Byte exponentBits
        b.Byte 0
        b.Byte mantissa
        b.UInt32((1L <<< (exponentBits - 1)) - 1L)

    /// h5py's truth values: an enumeration of two bytes.
    let private truth (b: Bytes) =
        head b 0x18 2 1
        integer b true 1
        b.Ascii "FALSE\000\000\000TRUE\000\000\000\000"
        b.Byte 0
        b.Byte 1

    let private datatypeBody (dtype: DType) =
        Bytes.Of(fun b ->
            match dtype with
            | DType.Float16 -> float b 2 5
            | DType.Float32 -> float b 4 8
            | DType.Float64 -> float b 8 11
            | DType.Int8 -> integer b true 1
            | DType.Int16 -> integer b true 2
            | DType.Int32 -> integer b true 4
            | DType.Int64 -> integer b true 8
            | DType.UInt8 -> integer b false 1
            | DType.Bool -> truth b
            // two bytes without a meaning; an attribute says what they are
            | DType.BFloat16 -> head b 0x15 0 2
            | other -> bug "HeaderMessage" $"the type {other}")

    let private variableText =
        Bytes.Of(fun b ->
            // ended by a zero, in UTF-8
            head b 0x19 0x101 16
            integer b false 1)

    let dataspace dims = message 0x01 (dataspaceBody dims)
    let datatype dtype = constant 0x03 (datatypeBody dtype)

    /// No value: elements that were never written are zero.
    let noFillValue = constant 0x05 [| 2uy; 2uy; 2uy; 1uy; 0uy; 0uy; 0uy; 0uy |]

    /// The elements one after another; none of them have no address.
    let contiguous (address: int64) (size: int64) =
        message
            0x08
            (Bytes.Of(fun b ->
                b.Byte 3
                b.Byte 1

                if size = 0L then b.NoAddress() else b.UInt64 address

                b.UInt64 size))

    let symbolTable (tree: int64) (heap: int64) =
        message
            0x11
            (Bytes.Of(fun b ->
                b.UInt64 tree
                b.UInt64 heap))

    let attribute (place: string -> HeapText) (name: string) (value: AttributeValue) =
        let space =
            match value with
            | OneText _ -> dataspaceBody []
            | TextList texts -> dataspaceBody [ texts.Length ]

        let name = Array.append (Encoding.UTF8.GetBytes name) [| 0uy |]

        message
            0x0C
            (Bytes.Of(fun b ->
                b.UInt16 1
                b.UInt16 name.Length
                b.UInt16 variableText.Length
                b.UInt16 space.Length

                for part in [ name; variableText; space ] do
                    b.Add part
                    b.Align()

                for text in value.Texts do
                    let place = place text
                    b.UInt32(int64 place.Length)
                    b.UInt64(if place.Length = 0 then 0L else place.Collection)
                    b.UInt32(int64 place.Index)))

    /// The object header of these messages.
    let header (messages: HeaderMessage list) : byte[] =
        let body =
            Bytes.Of(fun b ->
                for m in messages do
                    let padded = (m.Body.Length + 7) / 8 * 8
                    b.UInt16 m.Kind
                    b.UInt16 padded
                    b.Byte m.Flags
                    b.Zeros 3
                    b.Add m.Body
                    b.Align())

        Bytes.Of(fun b ->
            b.UInt16 1
            b.UInt16 messages.Length
            // one link leads here
            b.UInt32 1L
            b.UInt32 body.LongLength
            b.Align()
            b.Add body)
