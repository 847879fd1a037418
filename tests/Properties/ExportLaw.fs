/// Every layer of the catalogue exports to ONNX, and ONNX Runtime answers what the engine answers,
/// whatever the batch.
module Keratin.Properties.ExportLaw

open System
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

let names () = Catalogue.names ()

[<Theory>]
[<MemberData(nameof names)>]
let ``ONNX Runtime answers what the engine answers`` (name: string) =
    let sample = Catalogue.find name
    let network = Steps.network "float32" None sample
    let state = State Device.Default
    let random = Random 13
    Steps.scatter random state network.Weights

    let onHost =
        Graph.nodes network.Outputs
        |> Array.exists (fun node ->
            match node.Op with
            | Op.Host _ -> true
            | _ -> false)

    let feeds = [ for rows in [ 1; 2; 7 ] -> Steps.arrays random rows sample network ]

    Law.all [
        for opset in [ 17; 21 ] do
            if onHost then
                // what no standard operator does is refused by the layer's name
                let refused =
                    Assert.Throws<KeratinException>(fun () ->
                        Keratin.Onnx.Export.toModel network state opset |> ignore)

                if not (refused.Where.Contains network.Layers[sample.Inputs.Length].Name) then
                    $"opset {opset}: {refused.Message}"
            else
                yield! Serving.differences opset network state feeds
    ]
