/// HDF5's descriptions of data: element types, shapes, storage layouts and fill values.
namespace Keratin.Saving

open System
open System.Collections.Generic
open Keratin

/// The file that everything is read from. Addresses in it count from its superblock.
type internal Hdf5Source = {
    Name: string
    Bytes: Region
    /// The addresses of the groups that were opened.
    Groups: HashSet<int64>
} with

    member s.Budget = s.Bytes.Budget

    /// The bytes at an address, as many as asked for.
    member s.At(where: string, address: int64, length: int64) : Region =
        s.Bytes.Slice(where, address, length)

    /// A cursor from an address to the end of the file.
    member s.From(where: string, address: int64) : Cursor =
        Cursor(s.At(where, address, s.Bytes.Length - address), where)

/// What one element is.
type internal Datatype = { Size: int; Kind: DatatypeKind }

and internal DatatypeKind =
    | Number of Stored
    /// Two bytes without a meaning of their own: how bfloat16 is written, and an attribute says so.
    | OpaqueWord
    | FixedText of padding: int
    | VariableText
    /// A type that is not read; the text says what it is.
    | Unreadable of string

/// The sizes of an array, and the sizes it may grow to.
type internal Dataspace = {
    Dims: int64[]
    MaxDims: int64 voption[]
    /// A null dataspace has no element at all, a scalar has one.
    IsNull: bool
}

/// How the chunks of a dataset are found.
type internal ChunkIndex =
    | Tree of address: int64 voption
    | Single of address: int64 voption * filteredSize: int64 voption * filterMask: int64
    | Consecutive of address: int64 voption
    | FixedArray of address: int64 voption

/// Where the elements of a dataset are.
type internal Layout =
    | Compact of Region
    | Contiguous of address: int64 voption * size: int64
    | Chunked of sizes: int64[] * index: ChunkIndex

[<RequireQualifiedAccess>]
module internal Datatype =
    let private integer flags size (cursor: Cursor) =
        let offset = cursor.UInt16()
        let precision = cursor.UInt16()
        let signed = flags &&& 8 <> 0

        match size, signed with
        | _ when flags &&& 1 <> 0 -> Unreadable "big-endian integers"
        | _ when offset <> 0 || precision <> size * 8 -> Unreadable $"integers of {precision} bits"
        | 1, true -> Number(Plain DType.Int8)
        | 2, true -> Number(Plain DType.Int16)
        | 4, true -> Number(Plain DType.Int32)
        | 8, true -> Number(Plain DType.Int64)
        | 1, false -> Number(Plain DType.UInt8)
        | (2 | 4 | 8), false -> Number(UnsignedWord size)
        | _ -> Unreadable $"integers of {size} bytes"

    let private float flags size (cursor: Cursor) =
        let offset = cursor.UInt16()
        let precision = cursor.UInt16()
        let exponentAt = cursor.Byte()
        let exponentBits = cursor.Byte()
        let mantissaAt = cursor.Byte()
        let mantissaBits = cursor.Byte()
        let bias = cursor.UInt32()

        // A sign at the top, then the exponent, then the mantissa: only the widths differ.
        let isIeee =
            offset = 0
            && precision = size * 8
            && mantissaAt = 0
            && exponentAt = mantissaBits
            && exponentBits + mantissaBits + 1 = precision

        match size, exponentBits, bias with
        // Two bits, for the sake of orders that are long extinct.
        | _ when flags &&& 0x41 <> 0 -> Unreadable "big-endian floats"
        | 2, 5, 15L when isIeee -> Number(Plain DType.Float16)
        | 2, 8, 127L when isIeee -> Number(Plain DType.BFloat16)
        | 4, 8, 127L when isIeee -> Number(Plain DType.Float32)
        | 8, 11, 1023L when isIeee -> Number(Plain DType.Float64)
        | _ -> Unreadable $"floats of {size} bytes with {exponentBits} bits of exponent"

    // h5py writes truth values as an enumeration of the bytes FALSE and TRUE.
    let private truth version memberCount size (cursor: Cursor) =
        let baseClass = cursor.Byte() &&& 0x0F
        cursor.Skip 3L
        let baseSize = cursor.UInt32()

        if baseClass <> 0 || baseSize <> 1L || size <> 1 || memberCount <> 2 then
            Unreadable "an enumeration"
        else
            cursor.Skip 4L

            let name () =
                let start = cursor.Position
                let text = cursor.ZeroTerminated()

                if version < 3 then
                    cursor.Skip(-(cursor.Position - start) &&& 7L)

                text

            let names = [ name (); name () ]
            let values = [ cursor.Byte(); cursor.Byte() ]

            match List.zip names values |> List.sortBy snd with
            | [ "FALSE", 0; "TRUE", 1 ] -> Number(Plain DType.Bool)
            | _ -> Unreadable "an enumeration"

    let read (where: string) (cursor: Cursor) : Datatype =
        let classAndVersion = cursor.Byte()
        let version = classAndVersion >>> 4
        let flags = int (cursor.Unsigned 3)
        let size = cursor.UInt32()

        if version < 1 || version > 5 then
            damaged where "a datatype of version 1 to 5" $"version {version}"

        if size = 0L || size > (1L <<< 20) then
            damaged where "elements of 1 byte to 1 MiB" $"elements of {size} bytes"

        let size = int size

        let kind =
            match classAndVersion &&& 0x0F with
            | 0 -> integer flags size cursor
            | 1 -> float flags size cursor
            | 2 -> Unreadable "times"
            | 3 -> FixedText(flags &&& 0x0F)
            | 4 -> Unreadable "bit fields"
            | 5 ->
                if size = 2 then
                    OpaqueWord
                else
                    Unreadable $"opaque elements of {size} bytes"
            | 6 -> Unreadable "compound elements (records or complex numbers)"
            | 7 -> Unreadable "references"
            | 8 -> truth version (flags &&& 0xFFFF) size cursor
            | 9 when flags &&& 0x0F = 1 && size = 16 -> VariableText
            | 9 -> Unreadable "sequences of varying length"
            | 10 -> Unreadable "arrays within elements"
            | unknown -> Unreadable $"elements of class {unknown}"

        { Size = size; Kind = kind }

[<RequireQualifiedAccess>]
module internal Dataspace =
    let read (where: string) (cursor: Cursor) : Dataspace =
        let version = cursor.Version("a dataspace", [ 1; 2 ])
        let rank = cursor.Byte()
        let flags = cursor.Byte()

        if rank > 32 then
            damaged where "at most 32 axes" $"{rank}"

        let isNull = cursor.Byte() = 2 && version = 2

        if version = 1 then
            cursor.Skip 4L

        let dims = Array.init rank (fun _ -> cursor.Length())

        let maxDims =
            if flags &&& 1 <> 0 then
                Array.init rank (fun _ -> cursor.Address())
            else
                dims |> Array.map ValueSome

        {
            Dims = dims
            MaxDims = maxDims
            IsNull = isNull
        }

    /// The bytes that all elements take.
    let bytes where (elementSize: int) (space: Dataspace) : int64 =
        if space.IsNull then
            0L
        else
            Stored.byteCount where elementSize space.Dims

[<RequireQualifiedAccess>]
module internal Layout =
    let private unsupported where (what: string) : 'a =
        refuse
            where
            "a compact, contiguous or chunked dataset that cannot grow"
            what
            "save the file with h5py's default settings"

    let private chunkSizes (cursor: Cursor) count width =
        let sizes = Array.init count (fun _ -> cursor.Unsigned width)

        if count < 2 || count > 33 || Array.contains 0L sizes then
            damaged cursor.Where "chunks with a size along each of at most 32 axes" $"%A{sizes}"

        sizes

    let private indexed where (cursor: Cursor) =
        let flags = cursor.Byte()
        let count = cursor.Byte()
        let width = cursor.Byte()

        if width < 1 || width > 8 then
            damaged where "chunk sizes of 1 to 8 bytes" $"{width}"

        let sizes = chunkSizes cursor count width

        match cursor.Byte() with
        | 1 ->
            let filtered = flags &&& 2 <> 0
            let size = if filtered then ValueSome(cursor.Length()) else ValueNone
            let mask = if filtered then cursor.UInt32() else 0L
            Chunked(sizes, Single(cursor.Address(), size, mask))
        | 2 -> Chunked(sizes, Consecutive(cursor.Address()))
        | 3 ->
            cursor.Skip 1L
            Chunked(sizes, FixedArray(cursor.Address()))
        | 4 -> unsupported where "chunks in an extensible array"
        | 5 -> unsupported where "chunks in a version 2 tree"
        | unknown -> damaged where "a chunk index of type 1 to 5" $"type {unknown}"

    let read (where: string) (cursor: Cursor) : Layout =
        let version = cursor.Version("a data layout", [ 3; 4; 5 ])

        match cursor.Byte() with
        | 0 ->
            let size = cursor.UInt16()
            Compact(cursor.Part(int64 size))
        | 1 ->
            let address = cursor.Address()
            Contiguous(address, cursor.Length())
        | 2 when version = 3 ->
            let count = cursor.Byte()
            let address = cursor.Address()
            Chunked(chunkSizes cursor count 4, Tree address)
        | 2 -> indexed where cursor
        | 3 -> unsupported where "a virtual dataset, whose elements are in other files"
        | unknown -> damaged where "a layout of class 0 to 3" $"class {unknown}"

[<RequireQualifiedAccess>]
module internal FillValue =
    let private sized (cursor: Cursor) =
        let size = cursor.UInt32()
        if size = 0L then None else Some(cursor.Take size)

    /// What elements are that were never written; None is zero.
    let read (cursor: Cursor) : ReadOnlyMemory<byte> option =
        match cursor.Version("a fill value", [ 1; 2; 3 ]) with
        | 3 -> if cursor.Byte() &&& 0x20 <> 0 then sized cursor else None
        | version ->
            cursor.Skip 2L
            let isDefined = cursor.Byte() <> 0
            if isDefined || version = 1 then sized cursor else None

    /// The message that files older than HDF5 1.6 have instead.
    let readOld (cursor: Cursor) : ReadOnlyMemory<byte> option = sized cursor
