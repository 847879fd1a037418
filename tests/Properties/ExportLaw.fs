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
    let feeds = [ for rows in [ 1; 2; 7 ] -> Steps.arrays random rows sample network ]

    Law.all [
        for opset in [ 17; 21 ] do
            yield! Serving.differences opset network state feeds
    ]
