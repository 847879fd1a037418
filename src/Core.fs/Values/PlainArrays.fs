/// What users give as data (arrays of any rank, jagged arrays, .NET's tensors) as arrays of the engine.
namespace Keratin

open System
open System.Numerics.Tensors
open System.Runtime.InteropServices

[<RequireQualifiedAccess>]
module internal PlainArrays =
    let ofTensor<'t
        when 't: unmanaged
        and 't: struct
        and 't: (new: unit -> 't)
        and 't :> ValueType
        and 't: equality>
        (tensor: Tensor<'t>)
        : NDArray =
        let values = Array.zeroCreate<'t>(int tensor.FlattenedLength)
        tensor.FlattenTo(Span values)
        NDArray.ofArray [| for n in tensor.Lengths.ToArray() -> int n |] values

    /// Numbers as a tensor, which has at least one axis.
    let toTensor (a: NDArray) : Tensor<float32> =
        let values = (NDArray.cast DType.Float32 a).Span<float32>().ToArray()
        let lengths = [| for n in a.Shape -> nativeint n |]
        Tensor.Create(values, ReadOnlySpan(if a.Shape.Length = 0 then [| 1n |] else lengths))

    let private elementType (element: Type) =
        match NDArray.tryTypeOf element with
        | Some dtype -> dtype
        | None ->
            refuse
                "data"
                "arrays of numbers (float, double, Half, int, long, short, byte, sbyte or bool) or strings"
                $"elements of type {element.Name}"
                "convert the elements first"

    let private rectangularTexts (a: Array) : NDArray =
        NDArray.OfTexts(
            [| for axis in 0 .. a.Rank - 1 -> a.GetLength axis |],
            [|
                for element in a do
                    match element with
                    | :? string as text -> text
                    | _ -> refuse "data" "a text in every place" "null" "give \"\" for no text"
            |]
        )

    let private rectangular (a: Array) (element: Type) : NDArray =
        let dtype = elementType element
        let bytes = Array.zeroCreate<byte>(a.Length * DType.bytes dtype)

        if a.Length > 0 then
            let source = &MemoryMarshal.GetArrayDataReference a
            MemoryMarshal.CreateReadOnlySpan(&source, bytes.Length).CopyTo(Span bytes)

        NDArray(dtype, [| for axis in 0 .. a.Rank - 1 -> a.GetLength axis |], bytes)

    let private stacked (rows: NDArray list) : NDArray =
        match rows with
        | [] -> refuse "data" "at least one row" "none" "give data"
        | first :: _ ->
            for i, row in List.indexed rows do
                if row.Shape <> first.Shape then
                    refuse
                        "data"
                        $"""rows of one length: {String.Join(", ", first.Shape)}, as the first has"""
                        $"""{String.Join(", ", row.Shape)} in row {i}"""
                        "pad the rows: Utils.PadSequences"

            NDArray.Stack rows

    /// An array of any rank; an array of arrays has their axes behind its own.
    let rec ofArray (a: Array) : NDArray =
        match a.GetType().GetElementType() with
        | null -> bug "data" "an array without an element type"
        | element when element.IsArray ->
            stacked [
                for row in a do
                    match row with
                    | :? Array as row -> ofArray row
                    | _ -> refuse "data" "an array in every row" "null" "give every row"
            ]
        | element when element = typeof<string> -> rectangularTexts a
        | element -> rectangular a element

    /// Whatever a pipeline is given.
    let ofObject (value: obj) : NDArray =
        match value with
        | :? Array as a -> ofArray a
        | :? Tensor<float32> as t -> ofTensor t
        | :? Tensor<float> as t -> ofTensor t
        | :? Tensor<int> as t -> ofTensor t
        | :? Tensor<int64> as t -> ofTensor t
        | :? Tensor<byte> as t -> ofTensor t
        | :? Tensor<bool> as t -> ofTensor t
        | :? seq<string> as t -> ofArray (Array.ofSeq t)
        | other ->
            refuse
                "data"
                "an array or a tensor"
                (other.GetType().Name)
                "give float32[,], string[] or the like"

    /// Whatever a pipeline is given, where several arrays may be a tuple of them.
    let severalOf (value: obj) : NDArray list =
        match value with
        | :? System.Runtime.CompilerServices.ITuple as parts -> [
            for i in 0 .. parts.Length - 1 -> parts[i] |> orElse (obj ()) |> ofObject
          ]
        | one -> [ ofObject one ]

    /// The elements as float32 in an array of the same shape; one number is an array of one.
    let toFloat32 (a: NDArray) : Array =
        let shape = if a.Shape.Length = 0 then [| 1 |] else a.Shape
        let target = Array.CreateInstance(typeof<float32>, shape)
        let values = NDArray.cast DType.Float32 a
        Buffer.BlockCopy(values.Bytes, 0, target, 0, values.Bytes.Length)
        target
