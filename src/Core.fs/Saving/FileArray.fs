/// Arrays that files have or are given: what they are, and their elements when their turn comes.
namespace Keratin.Saving

open System
open System.IO
open System.Runtime.InteropServices
open Keratin
open Keratin.Engine

/// What an array is, and its elements when their turn comes.
[<NoComparison; NoEquality>]
type internal LazyArray = {
    DType: DType
    Shape: int list
    /// The elements, row-major. They may be put into the memory, and are there until others are.
    Take: ReusedMemory -> ReadOnlyMemory<byte>
} with

    member a.ByteCount =
        (int64 (DType.bytes a.DType), a.Shape) ||> List.fold (fun n d -> n * int64 d)

    /// The elements in memory of their own.
    member a.Read() : NDArray =
        let bytes = a.Take(ReusedMemory())

        let own =
            match MemoryMarshal.TryGetArray bytes with
            | true, all when all.Count = (nonNull all.Array).Length -> nonNull all.Array
            | _ -> bytes.ToArray()

        NDArray(a.DType, Array.ofList a.Shape, own)

    /// Writes the elements; those of one array after another pass through the memory.
    member a.WriteTo(stream: Stream, memory: ReusedMemory) : ReadOnlyMemory<byte> =
        let bytes = a.Take memory

        if int64 bytes.Length <> a.ByteCount then
            bug "LazyArray" "an array that is another than was said"

        stream.Write bytes.Span
        bytes

    static member Of(value: NDArray) : LazyArray = {
        DType = value.DType
        Shape = List.ofArray value.Shape
        Take = fun _ -> ReadOnlyMemory value.Bytes
    }

    /// The numbers that a weight has when they are taken.
    static member OfWeight(state: State, w: Weight) : LazyArray = {
        DType = w.DType
        Shape = w.Dims
        Take =
            fun memory ->
                let dims = [ for n in w.Dims -> int64 n ]
                let bytes = memory.Of(int (Stored.byteCount w.Path (DType.bytes w.DType) dims))
                state.ReadInto(w, bytes)
                Memory.op_Implicit bytes
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

    /// The array whose elements are read each time they are taken.
    member a.Late: LazyArray = {
        DType = a.DType
        Shape = List.ofArray a.Shape
        Take =
            match a.Elements, a.Stored with
            | InFile region, Plain dtype when dtype <> DType.Bool ->
                fun memory -> region.TakeInto(a.Where, memory)
            | _ -> fun _ -> ReadOnlyMemory (a.Read()).Bytes
    }

    /// The elements in a type for later, when they are there until the next ones are taken. What can refuse them does so
    /// now; only a file that cannot be read any more refuses later.
    member a.Prepare(dtype: DType) : unit -> ReadOnlyMemory<byte> =
        match a.Elements, a.Stored with
        // truth values are looked at one by one
        | InFile region, Plain own when own <> DType.Bool ->
            region.Budget.SpendBytes(a.Where, region.Length)

            if dtype = own then
                fun () -> region.TakePassing a.Where
            else
                fun () ->
                    let values = NDArray(own, a.Shape, region.CopyPaid a.Where)
                    ReadOnlyMemory (NDArray.cast dtype values).Bytes
        | _ ->
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
