/// Arrays that files have or are given: what they are, and their elements when their turn comes.
namespace Keratin.Saving

open System
open Keratin
open Keratin.Engine

/// What an array is, and its elements when their turn comes.
[<NoComparison; NoEquality>]
type internal LazyArray = {
    DType: DType
    Shape: int list
    Read: unit -> NDArray
} with

    member a.ByteCount =
        (int64 (DType.bytes a.DType), a.Shape) ||> List.fold (fun n d -> n * int64 d)

    /// The elements as they are written.
    member a.Bytes() : byte[] =
        let value = a.Read()

        if value.DType <> a.DType || List.ofArray value.Shape <> a.Shape then
            bug "LazyArray" "an array that is another than was said"

        value.Bytes

    static member Of(value: NDArray) = {
        DType = value.DType
        Shape = List.ofArray value.Shape
        Read = fun () -> value
    }

/// The elements of an array: where they lie in a file, row-major, or in memory.
[<NoComparison; NoEquality>]
type internal Elements =
    | InFile of Region
    | Made of byte[]

/// An array of a file.
[<NoComparison; NoEquality>]
type internal FileArray = {
    /// The file and the name, as messages name it.
    Where: string
    Stored: Stored
    Shape: int[]
    Elements: Elements
} with

    member a.DType = Stored.dtype a.Stored

    /// The elements in memory.
    member a.Read() : NDArray =
        match a.Elements with
        | InFile region -> region.Copy a.Where
        | Made bytes -> bytes
        |> Stored.toArray a.Where a.Stored a.Shape

    /// The array whose elements are read each time they are asked for.
    member a.Late: LazyArray = {
        DType = a.DType
        Shape = List.ofArray a.Shape
        Read = a.Read
    }

    /// The elements in a type for later, when they are there until the next ones are taken. What can refuse them does so
    /// now; only a file that cannot be read any more refuses later.
    member a.Prepare(dtype: DType) : unit -> ReadOnlyMemory<byte> =
        match a.Elements with
        | InFile region when Stored.takesAll a.Stored ->
            region.Budget.SpendBytes(a.Where, region.Length)

            if dtype = a.DType then
                fun () -> region.TakePassing a.Where
            else
                fun () ->
                    let own = Stored.toArray a.Where a.Stored a.Shape (region.CopyPaid a.Where)
                    ReadOnlyMemory (NDArray.cast dtype own).Bytes
        | InFile _
        | Made _ ->
            let made = ReadOnlyMemory (NDArray.cast dtype (a.Read())).Bytes
            fun () -> made

[<RequireQualifiedAccess>]
module internal FileArrays =
    /// Gives weights the values of arrays of their shapes, with one of them in memory at a time. All that refuses
    /// does so before the first weight changes.
    let write (state: State) (values: (Weight * FileArray) list) : unit =
        let prepared = [ for w, a in values -> w, a.Prepare w.DType ]

        for w, elements in prepared do
            state.Write(w, elements ())
