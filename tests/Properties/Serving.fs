/// A network exported and run by ONNX Runtime beside the engine.
module internal Keratin.Properties.Serving

open System
open System.Collections.Generic
open Keratin
open Keratin.Engine
open Keratin.Onnx

/// What differs between the engine and ONNX Runtime by more than this, for each of the inputs given.
let differencesWithin
    (tolerance: float)
    (opset: int)
    (network: Network)
    (state: State)
    (feeds: (string * NDArray) list list)
    : string list =
    use session = new OnnxSession(ReadOnlyMemory(Export.toModel network state opset))

    [
        for inputs in feeds do
            let expected = Steps.infer state network inputs

            let answers =
                session.Run(
                    Dictionary(dict [ for name, values in inputs -> name, OnnxValue values ])
                )

            for output, e in Seq.zip session.Outputs expected do
                let a = answers[output.Name].Array
                let pairs = Array.zip (NDArray.toFloats e) (NDArray.toFloats a)

                let isNear (e: float, a: float) =
                    e = a
                    || Double.IsNaN e && Double.IsNaN a
                    || abs (e - a) <= tolerance * (1.0 + abs e)

                let where =
                    $"{output.Name}, opset {opset}, inputs %A{[ for _, v in inputs -> v.Shape ]}"

                if e.Shape <> a.Shape || e.DType <> a.DType then
                    $"{where}: {a.DType} %A{a.Shape} instead of {e.DType} %A{e.Shape}"
                elif not (Array.forall isNear pairs) then
                    $"{where}: (expected, got) %A{pairs |> Array.find (isNear >> not)}"
    ]

/// What differs by more than 1e-5.
let differences = differencesWithin 1e-5
