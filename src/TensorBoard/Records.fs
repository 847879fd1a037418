/// The frame around each record of an event file: its length, its bytes, and checksums of both.
module internal Keratin.EventFiles.Records

open System
open System.Buffers.Binary
open System.IO
open System.Numerics
open Keratin

/// CRC-32C, which the processor has an instruction for.
let crc (bytes: byte[]) : uint32 =
    let mutable value = 0xFFFFFFFFu

    for b in bytes do
        value <- BitOperations.Crc32C(value, b)

    ~~~value

/// The checksum as files have it: turned by 15 bits and moved, since a checksum of data with checksums in
/// it is a bad one.
let masked (bytes: byte[]) : uint32 =
    BitOperations.RotateRight(crc bytes, 15) + 0xA282EAD8u

let private littleEndian (value: uint32) : byte[] =
    let bytes = Array.zeroCreate 4
    BinaryPrimitives.WriteUInt32LittleEndian(Span bytes, value)
    bytes

/// A record as a file has it: length, checksum of the length, data, checksum of the data.
let frame (data: byte[]) : byte[] =
    let length = Array.zeroCreate 8
    BinaryPrimitives.WriteUInt64LittleEndian(Span length, uint64 data.Length)
    Array.concat [ length; littleEndian (masked length); data; littleEndian (masked data) ]

/// The data of every record of a stream; refused where a checksum is wrong or a record ends early.
let read (where: string) (stream: Stream) : byte[] list =
    let damaged got =
        refuse where "records with their checksums" got "the file is damaged: write it again"

    let take (count: int) =
        let bytes = Array.zeroCreate<byte> count

        if stream.ReadAtLeast(bytes, count, throwOnEndOfStream = false) < count then
            damaged "an end within a record"

        bytes

    let checked' bytes =
        if BinaryPrimitives.ReadUInt32LittleEndian(ReadOnlySpan(take 4)) <> masked bytes then
            damaged "a checksum that is wrong"

        bytes

    [
        while stream.Position < stream.Length do
            let length =
                BinaryPrimitives.ReadUInt64LittleEndian(ReadOnlySpan(checked' (take 8)))

            if length > uint64 (stream.Length - stream.Position) then
                damaged "an end within a record"

            checked' (take (int length))
    ]
