/// Plain arrays, jagged ones and .NET's tensors as arrays of the engine.
namespace Keratin

open System

/// Arrays of numbers of any rank.
[<RequireQualifiedAccess>]
module internal PlainArrays =
    /// Plain arrays, jagged ones, and .NET's tensors.
    let rec ofObject (value: obj) : NDArray =
        match value with
        | :? Array as a ->
            match a.GetType().GetElementType() with
            | null -> bug "data" "an array without an element type"
            | element when element.IsArray ->
                let rows = [ for row in a -> ofObject (row |> orElse (obj ())) ]
                let first = rows.Head

                NDArray(
                    first.DType,
                    Array.append [| rows.Length |] first.Shape,
                    Array.concat [ for row in rows -> row.Bytes ]
                )
            | element ->
                let dtype =
                    match Type.GetTypeCode element with
                    | TypeCode.Single -> DType.Float32
                    | TypeCode.Double -> DType.Float64
                    | TypeCode.Int32 -> DType.Int32
                    | TypeCode.Int64 -> DType.Int64
                    | TypeCode.Byte -> DType.UInt8
                    | TypeCode.Boolean -> DType.Bool
                    | _ ->
                        refuse "data" "arrays of numbers" element.Name "convert the elements first"

                let bytes = Array.zeroCreate<byte>(Buffer.ByteLength a)
                Buffer.BlockCopy(a, 0, bytes, 0, bytes.Length)
                NDArray(dtype, [| for axis in 0 .. a.Rank - 1 -> a.GetLength axis |], bytes)
        | :? System.Numerics.Tensors.Tensor<float32> as t ->
            let values = Array.zeroCreate<float32>(int t.FlattenedLength)
            t.FlattenTo(Span values)
            NDArray.ofArray [| for n in t.Lengths.ToArray() -> int n |] values
        | other ->
            refuse
                "data"
                "an array or a tensor"
                (other.GetType().Name)
                "give float32[,] or the like"
