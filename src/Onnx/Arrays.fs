/// Host arrays turned and cut while a model is written: kernels have other axes in ONNX.
[<RequireQualifiedAccess>]
module internal Keratin.Onnx.Arrays

open System
open Keratin

let reshape (shape: int list) (a: NDArray) =
    NDArray(a.DType, Array.ofList shape, a.Bytes)

/// Equal parts of the first axis, in another order.
let reorder (parts: int) (order: int list) (a: NDArray) : NDArray =
    let size = a.Bytes.Length / parts

    let bytes =
        order |> List.map (fun part -> a.Bytes[part * size .. (part + 1) * size - 1])

    NDArray(a.DType, a.Shape, Array.concat bytes)

/// Vectors one after another.
let append (vectors: NDArray list) : NDArray =
    let bytes = vectors |> List.map _.Bytes |> Array.concat
    let dtype = vectors.Head.DType
    NDArray(dtype, [| bytes.Length / DType.bytes dtype |], bytes)

let filled (dtype: DType) (shape: int list) (value: float) =
    let count = (1, shape) ||> List.fold (*)
    NDArray.ofFloats dtype (Array.ofList shape) (Array.create count value)
