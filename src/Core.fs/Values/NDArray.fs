/// Arrays of any element type on the host: what goes into and comes out of the engine and the files.
namespace Keratin

open System
open System.Runtime.InteropServices

/// A row-major array on the host with its shape; the element type is known at run time only. Its elements are
/// bytes, or texts.
[<Sealed>]
type internal NDArray private (dtype: DType, shape: int[], bytes: byte[], texts: string[]) =
    do
        let elements = (1L, shape) ||> Array.fold (fun n d -> n * int64 d)
        let expected = elements * int64 (DType.bytes dtype)

        if expected <> bytes.LongLength then
            bug "NDArray" $"{bytes.LongLength} bytes for {expected}"

        if texts.LongLength <> (if dtype = DType.String then elements else 0L) then
            bug "NDArray" $"{texts.LongLength} texts for {elements}"

    new(dtype, shape, bytes) = NDArray(dtype, shape, bytes, [||])

    static member OfTexts(shape, texts) =
        NDArray(DType.String, shape, [||], texts)

    member _.DType = dtype
    member _.Shape = shape
    member _.Bytes = bytes
    /// The elements of an array of texts.
    member _.Texts = texts

    /// Equal when type, shape and every element are.
    override _.Equals other =
        match other with
        | :? NDArray as other ->
            other.DType = dtype
            && other.Shape = shape
            && other.Bytes.AsSpan().SequenceEqual(ReadOnlySpan bytes)
            && other.Texts = texts
        | _ -> false

    override _.GetHashCode() = hash (dtype, shape, bytes.Length)
    member _.Count = Array.fold (*) 1 shape

    /// Rows of the first axis, from start (inclusive) to stop (exclusive).
    member _.Rows(start: int, stop: int) : NDArray =
        let part (elements: 'a[]) =
            let row = elements.Length / max 1 shape[0]
            elements[start * row .. stop * row - 1]

        NDArray(dtype, Array.append [| stop - start |] shape[1..], part bytes, part texts)

    /// Arrays of one type and shape along a new first axis.
    static member Stack(rows: NDArray list) : NDArray =
        NDArray(
            rows.Head.DType,
            Array.append [| rows.Length |] rows.Head.Shape,
            Array.concat (rows |> List.map _.Bytes),
            Array.concat (rows |> List.map _.Texts)
        )

    /// The elements seen as an unmanaged type of the same size.
    member _.Span<'t when 't: unmanaged and 't: struct and 't: (new: unit -> 't) and 't :> ValueType>
        ()
        =
        MemoryMarshal.Cast<byte, 't>(Span bytes)

[<RequireQualifiedAccess>]
module internal NDArray =
    /// The element type that has the bits of a type of .NET.
    let tryTypeOf (t: Type) : DType option =
        if t = typeof<float32> then Some DType.Float32
        elif t = typeof<float> then Some DType.Float64
        elif t = typeof<int> then Some DType.Int32
        elif t = typeof<int64> then Some DType.Int64
        elif t = typeof<byte> then Some DType.UInt8
        elif t = typeof<sbyte> then Some DType.Int8
        elif t = typeof<int16> then Some DType.Int16
        elif t = typeof<bool> then Some DType.Bool
        elif t = typeof<Half> then Some DType.Float16
        else None

    let dtypeOf<'t> =
        match tryTypeOf typeof<'t> with
        | Some dtype -> dtype
        | None ->
            refuse
                "data"
                "elements of type float, double, Half, int, long, short, byte, sbyte or bool"
                typeof<'t>.Name
                "convert the elements first"

    let ofSpan<'t when 't: unmanaged and 't: struct and 't: (new: unit -> 't) and 't :> ValueType>
        (shape: int[])
        (data: ReadOnlySpan<'t>)
        =
        NDArray(dtypeOf<'t>, shape, MemoryMarshal.AsBytes(data).ToArray())

    let ofArray<'t when 't: unmanaged and 't: struct and 't: (new: unit -> 't) and 't :> ValueType>
        (shape: int[])
        (data: 't[])
        =
        ofSpan shape (ReadOnlySpan data)

    /// The elements as float64, whatever they are.
    let toFloats (a: NDArray) : float[] =
        match a.DType with
        | DType.String ->
            refuse
                "data"
                "numbers"
                $"texts: \"{Array.tryHead a.Texts |> Option.defaultValue String.Empty}\", …"
                "make numbers of them: StringLookup or TextVectorization"
        | DType.Float32 -> a.Span<float32>().ToArray() |> Array.map float
        | DType.Float64 -> a.Span<float>().ToArray()
        | DType.Float16 -> a.Span<Half>().ToArray() |> Array.map float
        | DType.BFloat16 ->
            a.Span<uint16>().ToArray()
            |> Array.map (fun bits -> float (BitConverter.UInt32BitsToSingle(uint32 bits <<< 16)))
        | DType.Int64 -> a.Span<int64>().ToArray() |> Array.map float
        | DType.Int32 -> a.Span<int>().ToArray() |> Array.map float
        | DType.Int16 -> a.Span<int16>().ToArray() |> Array.map float
        | DType.Int8 -> a.Span<sbyte>().ToArray() |> Array.map float
        | _ -> a.Bytes |> Array.map float

    /// Numbers as an array of the element type asked for.
    let ofFloats (dtype: DType) (shape: int[]) (values: float[]) : NDArray =
        match dtype with
        | DType.Float32 -> ofArray shape (values |> Array.map float32)
        | DType.Float64 -> ofArray shape values
        | DType.Float16 -> ofArray shape (values |> Array.map Half.op_Explicit)
        | DType.BFloat16 ->
            let bits (v: float) =
                let b = BitConverter.SingleToUInt32Bits(float32 v)
                // round to nearest, ties to even
                uint16 ((b + 0x7FFFu + ((b >>> 16) &&& 1u)) >>> 16)

            NDArray(
                dtype,
                shape,
                MemoryMarshal.AsBytes(ReadOnlySpan(values |> Array.map bits)).ToArray()
            )
        | DType.Int64 -> ofArray shape (values |> Array.map int64)
        | DType.Int32 -> ofArray shape (values |> Array.map int)
        | DType.Int16 -> ofArray shape (values |> Array.map int16)
        | DType.Int8 -> ofArray shape (values |> Array.map sbyte)
        | _ -> NDArray(dtype, shape, values |> Array.map byte)

    /// The same numbers in another element type.
    let cast dtype (a: NDArray) =
        if a.DType = dtype then
            a
        else
            ofFloats dtype a.Shape (toFloats a)

    /// The elements as int64, whatever numbers they are; a fraction is cut off.
    let toIntegers (a: NDArray) : int64[] =
        if a.DType = DType.Int64 then
            a.Span<int64>().ToArray()
        else
            toFloats a |> Array.map int64

    /// The same elements with the axes in another order.
    let permute (axes: int list) (a: NDArray) : NDArray =
        let rank = a.Shape.Length

        if axes = [ 0 .. rank - 1 ] then
            a
        else
            let width = DType.bytes a.DType
            let strides = Array.create rank width

            for axis in rank - 2 .. -1 .. 0 do
                strides[axis] <- strides[axis + 1] * a.Shape[axis + 1]

            let shape = axes |> List.map (fun axis -> a.Shape[axis]) |> Array.ofList
            let steps = axes |> List.map (fun axis -> strides[axis]) |> Array.ofList
            let bytes = Array.zeroCreate<byte> a.Bytes.Length
            let place = Array.zeroCreate<int> rank
            let mutable source = 0

            for target in 0..width .. bytes.Length - 1 do
                Buffer.BlockCopy(a.Bytes, source, bytes, target, width)
                // the next place, last axis first, like the digits of a counter
                let mutable axis = rank - 1
                let mutable carry = true

                while carry && axis >= 0 do
                    place[axis] <- place[axis] + 1
                    source <- source + steps[axis]

                    if place[axis] = shape[axis] then
                        source <- source - place[axis] * steps[axis]
                        place[axis] <- 0
                        axis <- axis - 1
                    else
                        carry <- false

            NDArray(a.DType, shape, bytes)

    let scalar (value: float32) = ofArray [||] [| value |]
