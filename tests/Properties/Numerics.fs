/// Numbers that are not finite: found when checking is on, with the layer's name.
module Keratin.Properties.Numerics

open System
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

/// The square root, whose derivative at 0 is infinite.
type private Root = {
    Of: string
} with

    interface ILayer with
        member _.Build(_, inputs) = inputs |> List.map Sym.sqrt

let private compile optimizer (layers: Layer list) : ModelCore =
    let network = Network.sequential "checked" layers
    let core = ModelCore(network, State Device.Default)

    core.Compile {
        Optimizer = optimizer
        Losses = [ Some(MeanSquaredError()) ]
        LossWeights = [ 1.0 ]
        Metrics = [ [] ]
        WeightedMetrics = [ [] ]
        Arguments = CompileArguments.Standard
    }

    core

let private zeros (shape: int list) =
    NDArray.ofFloats DType.Float32 (Array.ofList shape) (Array.zeroCreate (List.fold (*) 1 shape))

let private ones (shape: int list) =
    NDArray.ofFloats DType.Float32 (Array.ofList shape) (Array.create (List.fold (*) 1 shape) 1.0)

let private fit (core: ModelCore) x =
    core.Fit(
        DataSet.create "Fit" [ x ] [ ones [ 8; 2 ] ] [],
        {
            Training.silent with
                BatchSize = Some 4
        }
    )

let private checking (run: unit -> 'a) : 'a =
    Debugging.EnableCheckNumerics()

    try
        run ()
    finally
        Debugging.DisableCheckNumerics()

[<Fact>]
let ``a layer whose output is not finite is named`` () =
    let core =
        compile (SGD()) [
            Layers.Dense(3, name = "fine", kernelInitializer = "ones", inputShape = sizes [ 2 ])
            Layers.Dense(2, name = "huge", kernelInitializer = Initializer.Constant 3e38)
            Layers.Dense(2, name = "after")
        ]

    let refusal =
        Assert.Throws<KeratinException>(fun () ->
            checking (fun () -> fit core (ones [ 8; 2 ])) |> ignore)

    Assert.Contains("huge", refusal.Where)
    Assert.Contains("infinity", refusal.Got)
    Assert.Contains("clipnorm", refusal.Fix)

[<Fact>]
let ``a layer whose gradient is not finite is named, and the weights stay`` () =
    let core =
        compile (SGD()) [
            Layers.Dense(2, name = "fine", inputShape = sizes [ 2 ])
            CatalogueLayer("Root", "root", { Of = "x" })
        ]

    let before = Training.weights core

    let refusal =
        Assert.Throws<KeratinException>(fun () ->
            checking (fun () -> fit core (zeros [ 8; 2 ])) |> ignore)

    Assert.Contains("root", refusal.Where)
    Assert.Contains("gradient", refusal.Where)
    Assert.Equal<NDArray list>(before, Training.weights core)
    // and the model can still be trained
    fit core (ones [ 8; 2 ]) |> ignore

[<Fact>]
let ``checking finds nothing in a healthy training`` () =
    let train () =
        Seeds.set 5
        Names.clear ()
        let core = Training.convolutional ()
        core.Fit(Training.data 2 48 [ 8; 8; 1 ], Training.silent) |> ignore
        Training.weights core

    Assert.Equal<NDArray list>(train (), checking train)
