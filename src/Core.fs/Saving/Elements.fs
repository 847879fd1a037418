/// The elements of arrays in files, and how they become the library's own arrays.
namespace Keratin.Saving

open System
open System.Runtime.InteropServices
open Keratin

/// An element type as files have it: one of the library's, or an unsigned number that the next wider
/// signed type holds.
type internal Stored =
    | Plain of DType
    | UnsignedWord of bytes: int
    /// Unicode, each element as many words of 32 bits as the longest one has characters.
    | Texts of width: int

[<RequireQualifiedAccess>]
module internal Stored =
    let size stored =
        match stored with
        | Plain dtype -> DType.bytes dtype
        | UnsignedWord bytes -> bytes
        | Texts width -> 4 * width

    /// The type of the array that is read.
    let dtype stored =
        match stored with
        | Plain dtype -> dtype
        | UnsignedWord 2 -> DType.Int32
        | UnsignedWord _ -> DType.Int64
        | Texts _ -> DType.String

    /// The bytes of an array of this shape, refused where one array on the host cannot hold them.
    let byteCount where (elementSize: int) (dims: int64 seq) : int64 =
        let dims = Array.ofSeq dims
        let most = int64 Array.MaxLength

        if Array.contains 0L dims then
            0L
        else
            (int64 elementSize, dims)
            ||> Array.fold (fun bytes dim ->
                if dim < 0L || bytes > most / dim then
                    refuse
                        where
                        $"an array of at most {most} bytes"
                        $"""elements of {elementSize} bytes in the shape ({dims |> Array.map string |> String.concat ", "})"""
                        "a real array this large must be split"

                bytes * dim)

    /// Array sizes as the library counts them.
    let shape where (dims: int64[]) : int[] =
        dims
        |> Array.map (fun dim ->
            if dim < 0L || dim > int64 Int32.MaxValue then
                refuse
                    where
                    $"an axis of at most {Int32.MaxValue}"
                    $"{dim}"
                    "a real array this large must be split"

            int dim)

    /// The array of these bytes, which it keeps when nothing has to be widened.
    let toArray where stored (shape: int[]) (bytes: byte[]) : NDArray =
        match stored with
        | Plain DType.Bool ->
            if Span(bytes).IndexOfAnyExceptInRange(0uy, 1uy) >= 0 then
                damaged where "truth values of 0 or 1" "another number"

            NDArray(DType.Bool, shape, bytes)
        | Plain dtype -> NDArray(dtype, shape, bytes)
        | Texts width -> NpyTexts.read where width shape bytes
        | UnsignedWord 2 ->
            NDArray.ofArray
                shape
                (MemoryMarshal.Cast<byte, uint16>(Span bytes).ToArray() |> Array.map int)
        | UnsignedWord 4 ->
            NDArray.ofArray
                shape
                (MemoryMarshal.Cast<byte, uint32>(Span bytes).ToArray() |> Array.map int64)
        | UnsignedWord _ ->
            let numbers = MemoryMarshal.Cast<byte, int64>(Span bytes)

            for number in numbers do
                if number < 0L then
                    refuse
                        where
                        $"unsigned numbers up to {Int64.MaxValue}"
                        $"{uint64 number} (uint64)"
                        "save the array as int64 or as floats"

            NDArray(DType.Int64, shape, bytes)
