/// Host arrays turned and cut while a model is written: kernels have other axes in ONNX.
[<RequireQualifiedAccess>]
module internal Keratin.Onnx.Arrays

open System
open Keratin

let reshape (shape: int list) (a: NDArray) =
    NDArray(a.DType, Array.ofList shape, a.Bytes)

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
