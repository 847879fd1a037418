/// Writing NumPy's files: .npy, one array, and .npz, a zip archive of them.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.NpyWriter

open System
open System.IO
open System.IO.Compression
open System.Text
open Keratin

let private description where (dtype: DType) =
    match dtype with
    | DType.Bool -> "|b1"
    | DType.UInt8 -> "|u1"
    | DType.Int8 -> "|i1"
    | DType.Int16 -> "<i2"
    | DType.Int32 -> "<i4"
    | DType.Int64 -> "<i8"
    | DType.Float16 -> "<f2"
    | DType.Float32 -> "<f4"
    | DType.Float64 -> "<f8"
    | other -> refuse where "a type that NumPy has" (DType.name other) "cast the values to float32"

/// The header, which ends at a multiple of 64 bytes.
let private header where (a: LazyArray) : byte[] =
    let shape =
        match a.Shape with
        | [ one ] -> $"({one},)"
        | several -> "(" + (several |> List.map string |> String.concat ", ") + ")"

    let text =
        $"{{'descr': '{description where a.DType}', 'fortran_order': False, 'shape': {shape}, }}"

    let beside = 10 + text.Length + 1
    let padded = text + String(' ', -beside &&& 63) + "\n"

    Bytes.Of(fun b ->
        b.Ascii "\147NUMPY"
        b.Byte 1
        b.Byte 0
        b.UInt16 padded.Length
        b.Ascii padded)

let private writeArray where (a: LazyArray) (memory: ReusedMemory) (stream: Stream) : unit =
    let header = header where a
    stream.Write(header, 0, header.Length)
    a.WriteTo(stream, memory) |> ignore

/// Writes one array.
let write where (a: LazyArray) (stream: Stream) : unit =
    writeArray where a (ReusedMemory()) stream

/// Writes arrays by name.
let writeAll where (arrays: (string * LazyArray) list) (stream: Stream) : unit =
    use archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen = true)
    let memory = ReusedMemory()

    for name, a in arrays do
        let entry = archive.CreateEntry(name + ".npy", CompressionLevel.NoCompression)
        entry.LastWriteTime <- DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero)
        use part = entry.Open()
        writeArray $"{where} / {name}" a memory part
