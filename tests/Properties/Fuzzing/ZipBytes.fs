/// Zip archives byte by byte, whose headers may lie.
module internal Keratin.Properties.Fuzzing.ZipBytes

open System
open System.IO
open System.Text
open Keratin.Saving

/// A member that is not packed, and what the archive's list says of it.
type Member = {
    Name: string
    Bytes: byte[]
    PackedSize: uint32
    Size: uint32
    Checksum: uint32
    /// Where the list says that the member begins; its place where this is None.
    Start: uint32 option
    Method: uint16
    /// The list's extra field.
    Extra: byte[]
}

let honest (name: string) (bytes: byte[]) : Member = {
    Name = name
    Bytes = bytes
    PackedSize = uint32 bytes.Length
    Size = uint32 bytes.Length
    Checksum = Crc32.compute (ReadOnlySpan bytes)
    Start = None
    Method = 0us
    Extra = [||]
}

/// The extra field of zip64: sizes and places of eight bytes.
let zip64 (numbers: uint64 list) : byte[] =
    Array.concat [
        BitConverter.GetBytes 1us
        BitConverter.GetBytes(uint16 (8 * numbers.Length))
        yield! numbers |> List.map BitConverter.GetBytes
    ]

/// The numbers of the end of an archive.
type Numbers = {
    Entries: uint64
    ListSize: uint64
    ListStart: uint64
    /// Where the zip64 end is.
    Place: uint64
}

/// How an archive ends.
type End =
    | Plain
    /// With numbers of eight bytes, made of the true ones.
    | Zip64 of (Numbers -> Numbers)

let archive (members: Member list) (ending: End) : byte[] =
    use stream = new MemoryStream()
    use w = new BinaryWriter(stream)

    let common (m: Member) =
        w.Write 0us // flags
        w.Write m.Method
        w.Write 0x00210000u // the first of January 1980
        w.Write m.Checksum
        w.Write m.PackedSize
        w.Write m.Size
        w.Write(uint16 (Encoding.UTF8.GetByteCount m.Name))

    let places = [
        for m in members do
            let place = uint32 stream.Position
            w.Write 0x04034B50u
            w.Write 45us
            common m
            w.Write(uint16 m.Extra.Length)
            w.Write(Encoding.UTF8.GetBytes m.Name)
            w.Write m.Extra
            w.Write m.Bytes
            place
    ]

    let list = stream.Position

    for m, place in List.zip members places do
        w.Write 0x02014B50u
        w.Write 45us
        w.Write 45us
        common m
        w.Write(uint16 m.Extra.Length)
        w.Write(Array.zeroCreate<byte> 10) // no comment, no disk, no attributes
        w.Write(Option.defaultValue place m.Start)
        w.Write(Encoding.UTF8.GetBytes m.Name)
        w.Write m.Extra

    let numbers = {
        Entries = uint64 members.Length
        ListSize = uint64 (stream.Position - list)
        ListStart = uint64 list
        Place = uint64 stream.Position
    }

    let isZip64 =
        match ending with
        | Plain -> false
        | Zip64 change ->
            let said = change numbers
            w.Write 0x06064B50u
            w.Write 44UL
            w.Write 45us
            w.Write 45us
            w.Write 0UL // disks
            w.Write said.Entries
            w.Write said.Entries
            w.Write said.ListSize
            w.Write said.ListStart
            w.Write 0x07064B50u
            w.Write 0u
            w.Write said.Place
            w.Write 1u
            true

    w.Write 0x06054B50u
    w.Write 0u
    let count = if isZip64 then UInt16.MaxValue else uint16 members.Length
    w.Write count
    w.Write count
    w.Write(if isZip64 then UInt32.MaxValue else uint32 numbers.ListSize)
    w.Write(if isZip64 then UInt32.MaxValue else uint32 list)
    w.Write 0us
    w.Flush()
    stream.ToArray()
