/// In training, augmentations change each image of a batch in a way of its own.
module Keratin.Properties.AugmentationLaw

open System
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

/// A crop is the same for the whole batch, and equal images stay what they are when they are mixed.
let private together = [ "RandomCrop"; "MixUp"; "CutMix" ]

let names () : TheoryData<string> =
    let data = TheoryData<string>()

    for sample in AugmentationSamples.all do
        if sample.Random && not (List.contains sample.Kind together) then
            data.Add(string sample)

    data

/// One image so many times.
let private repeated count (a: NDArray) : NDArray =
    NDArray.ofFloats
        a.DType
        (Array.append [| count |] (Array.tail a.Shape))
        (Array.concat (Array.replicate count (NDArray.toFloats a)))

[<Theory>]
[<MemberData(nameof names)>]
let ``equal images become different ones`` (name: string) =
    Seeds.set 3
    let sample = Catalogue.find name
    let network = Steps.network "float32" None sample
    let count = 16

    let inputs = [
        for name, a in Steps.arrays (Random 3) 1 sample network -> name, repeated count a
    ]

    let program, _ =
        Steps.compile (State Device.Default) inputs {
            Fetches = Passes.choosePhase true network.Outputs
            Updates = []
        }

    use program = program
    program.Run()
    let images = program.Fetch 0
    let image i = Steps.rows i 1 images
    let apart = [ for i in 1 .. count - 1 -> Steps.distance (image 0) (image i) ]
    Assert.True(List.forall Double.IsFinite apart)
    Assert.True(List.exists (fun d -> d > 0.0) apart)
