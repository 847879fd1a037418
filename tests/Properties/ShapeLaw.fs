/// What is inferred of a layer's outputs before there are numbers is what the engine gives.
module Keratin.Properties.ShapeLaw

open System
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

// Keras says of this one what training makes, and leaves the images alone in inference: OddFigures has that
let private exempt = "RandomCrop: "

let names () : TheoryData<string> =
    let data = TheoryData<string>()

    for sample in Catalogue.samples do
        if not ((string sample).StartsWith exempt) then
            data.Add(string sample)

    data

[<Theory>]
[<MemberData(nameof names)>]
let ``inferred shapes are those of the results`` (name: string) =
    let sample = Catalogue.find name
    let network = Steps.network "float32" None sample
    let state = State Device.Default

    Law.all [
        for rows in [ 1; 2; 7 ] do
            let results =
                Steps.infer state network (Steps.arrays (Random rows) rows sample network)

            for output, result in List.zip network.Outputs results do
                let expected = output.Dims |> List.map (evaluate (Map [ "batch", rows ]))

                if expected <> (result.Shape |> List.ofArray |> List.map Some) then
                    $"batch {rows}: inferred {output}, is %A{result.Shape}"

                if output.DType <> result.DType then
                    $"batch {rows}: inferred {output}, is of {result.DType}"
    ]
