/// The gradients of layers are what their outputs do when something changes a little.
module Keratin.Properties.GradientLaw

open System
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

let private network (sample: Sample) = Steps.network "float64" (Some 3) sample

let private areFloats (symbols: Symbol list) =
    symbols |> List.exists (fun s -> DType.isFloat s.DType)

/// The layers that have gradients, by something, and of their own.
let private hasGradient (sample: Sample) =
    let network = network sample

    not sample.Estimated
    && areFloats network.Outputs
    && (areFloats network.Inputs || not network.TrainableWeights.IsEmpty)

let names () =
    TheoryData<string>(
        Catalogue.samples
        |> List.filter hasGradient
        |> List.map (fun sample -> string sample)
    )

let private direction (random: Random) (a: NDArray) =
    NDArray.ofFloats a.DType a.Shape (Steps.normal random a.Count)

let private moved (a: NDArray) (d: NDArray) (step: float) =
    (NDArray.toFloats a, NDArray.toFloats d)
    ||> Array.map2 (fun x v -> x + step * v)
    |> NDArray.ofFloats a.DType a.Shape

let private dot (a: NDArray) (b: NDArray) =
    Array.fold2 (fun sum x y -> sum + x * y) 0.0 (NDArray.toFloats a) (NDArray.toFloats b)

/// One phase of a layer: the gradient of a random projection of its outputs, along random directions.
let private check (training: bool) (network: Network) (sample: Sample) : string list =
    let rows = 3
    let random = Random 5
    let state = State Device.Default
    Steps.scatter random state network.Weights
    let inputs = Steps.arrays random rows sample network

    let outputs =
        network.Outputs
        |> Passes.choosePhase training
        |> List.filter (fun y -> DType.isFloat y.DType)

    let projection (y: Symbol) =
        let shape = [| for dim in y.Dims -> (evaluate Map.empty dim).Value |]
        let count = Array.fold (*) 1 shape
        Sym.sumAll (y * Sym.constant (NDArray.ofFloats y.DType shape (Steps.normal random count)))

    let loss = outputs |> List.map projection |> List.reduce (+)
    let weights = network.TrainableWeights
    let variable = network.Inputs |> List.filter (fun x -> DType.isFloat x.DType)
    let gradients = Gradient.of' loss (variable @ (weights |> List.map Sym.weight))

    let program, tensors =
        Steps.compile state inputs {
            Fetches = loss :: gradients
            Updates = []
        }

    use program = program
    program.Run()
    let values = [ for i in 0 .. gradients.Length -> program.Fetch i ]
    let scale = 1.0 + abs (NDArray.toFloats values.Head |> Array.head)

    let places = [
        for x in variable do
            let name, a =
                inputs
                |> List.find (fun (name, _) ->
                    name = network.InputNames[List.findIndex ((=) x) network.Inputs])

            name, a, Tensors.write tensors[name]
        for w in weights do
            w.Path, state.Read w, (fun values -> state.Write(w, values))
    ]

    let step = 1e-5

    [
        if outputs |> List.exists (fun y -> y.DType <> DType.Float64) then
            "an output of a float64 layer is not float64"

        for (name, at, write), gradient in List.zip places values.Tail do
            for _ in 1..2 do
                let along = direction random at

                let lossAt distance =
                    write (moved at along distance)
                    program.Run()
                    (NDArray.toFloats (program.Fetch 0))[0]

                let measured = (lossAt step - lossAt -step) / (2.0 * step)
                write at
                let given = dot gradient along

                if
                    not (abs (measured - given) <= 1e-4 * (abs measured + abs given) + 1e-7 * scale)
                then
                    $"""{name}, {if training then "training" else "inference"}: {given} by gradient, {measured} by difference"""
    ]

[<Theory>]
[<MemberData(nameof names)>]
let ``gradients are those of finite differences`` (name: string) =
    let sample = Catalogue.find name
    let network = network sample

    Law.all [
        yield! check false network sample
        // chance would be another at each run
        if not sample.Random then
            yield! check true network sample
    ]
