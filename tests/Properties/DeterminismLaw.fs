/// The same seeds give the same bits, and chance is another at each step.
module Keratin.Properties.DeterminismLaw

open System
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

let names () = Catalogue.names ()

/// Outputs of three training steps, and all variables after them.
let private train (sample: Sample) : NDArray list =
    Seeds.set 17
    Names.clear ()
    let network = Steps.network "float32" None sample
    let state = State Device.Default
    let inputs = Steps.arrays (Random 3) 4 sample network
    let optimizer = Adam(learningRate = 0.01)

    let roots =
        network.Outputs @ (network.Updates |> List.map snd) |> Passes.choosePhase true

    let outputs, updates = List.splitAt network.Outputs.Length roots

    let loss =
        outputs
        |> List.map (fun y -> Sym.meanAll (Sym.square (y - 0.3)))
        |> List.reduce (+)

    let trained = network.TrainableWeights
    let gradients = Gradient.of' loss (trained |> List.map Sym.weight)

    let seeds =
        network.Variables
        |> List.filter (fun w -> w.Role = Seed)
        |> List.map (fun w ->
            Assign(w, Sym.weight w + Sym.constant (NDArray.ofArray [| 2 |] [| 0L; 1L |])))

    let byLayers = List.map2 (fun (w, _) value -> w, value) network.Updates updates

    let program, _ =
        Steps.compile state inputs {
            Fetches = outputs
            Updates =
                [
                    for w, value in byLayers do
                        if not w.Trainable then
                            Assign(w, value)
                ]
                @ (if trained.IsEmpty then
                       []
                   else
                       optimizer.Updates(Trained.From byLayers trained gradients))
                @ seeds
        }

    use program = program

    [
        for _ in 1..3 do
            program.Run()

            for i in 0 .. outputs.Length - 1 do
                program.Fetch i

        for w in network.Variables do
            state.Read w
    ]

[<Theory>]
[<MemberData(nameof names)>]
let ``the same seeds give the same bits`` (name: string) =
    let sample = Catalogue.find name
    Assert.Equal<NDArray list>(train sample, train sample)

let randomNames () : TheoryData<string> =
    let data = TheoryData<string>()

    for sample in Catalogue.samples do
        if sample.Random then
            data.Add(string sample)

    data

[<Theory>]
[<MemberData(nameof randomNames)>]
let ``chance is another at each step`` (name: string) =
    let results = train (Catalogue.find name)
    Assert.NotEqual<NDArray>(results[0], results[1])
