/// Names of weights are unique in a model, and the same whenever the model is built anew.
module Keratin.Properties.NamingLaw

open Xunit
open Keratin
open Keratin.Properties

let names () = Catalogue.names ()

let private variables (sample: Sample) =
    Names.clear ()

    (Steps.network "float32" None sample).Variables
    |> List.map (fun w -> w.Path, w.Dims, w.Trainable)

[<Theory>]
[<MemberData(nameof names)>]
let ``weights are named alike in every build`` (name: string) =
    let sample = Catalogue.find name
    let first = variables sample
    Assert.Equal<_ list>(first, variables sample)

    Assert.Empty(
        first
        |> List.countBy (fun (path, _, _) -> path)
        |> List.filter (fun (_, n) -> n > 1)
    )

[<Theory>]
[<MemberData(nameof names)>]
let ``two layers of one class share no name`` (name: string) =
    let sample = Catalogue.find name

    let paths () =
        (Steps.network "float32" None sample).Variables |> List.map _.Path

    Assert.Empty(Set.intersect (Set.ofList (paths ())) (Set.ofList (paths ())))

[<Theory>]
[<MemberData(nameof names)>]
let ``a frozen layer trains nothing`` (name: string) =
    let sample = Catalogue.find name
    let network = Steps.network "float32" None sample

    for layer in network.Layers do
        layer.Trainable <- false

    Assert.Empty network.TrainableWeights
