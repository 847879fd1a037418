/// In inference a sample's answer does not depend on what else is in its batch.
module Keratin.Properties.BatchLaw

open System
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

let names () = Catalogue.names ()

[<Theory>]
[<MemberData(nameof names)>]
let ``rows are independent in inference`` (name: string) =
    let sample = Catalogue.find name
    let network = Steps.network "float32" None sample
    let state = State Device.Default
    let random = Random 11
    Steps.scatter random state network.Weights
    let whole = Steps.arrays random 7 sample network
    let together = Steps.infer state network whole

    Law.all [
        for start, count in [ 0, 1; 3, 1; 4, 3 ] do
            let part = whole |> List.map (fun (name, a) -> name, Steps.rows start count a)

            for i, (all, alone) in List.indexed (List.zip together (Steps.infer state network part)) do
                let apart = Steps.distance (Steps.rows start count all) alone

                if not (apart <= 2e-5) then
                    $"output {i}, rows {start} to {start + count - 1}: {apart} from what they are among others"
    ]
