/// Training that goes on from a saved model ends as training that was never interrupted.
module Keratin.Properties.Resuming

open System
open System.IO
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

let private falling: LearningRate =
    LearningRate.op_Implicit (ExponentialDecay(0.1, 3.0, 0.5) :> Schedule)

let private optimizers: (string * (unit -> Optimizer)) list = [
    "Adam", (fun () -> Adam(learningRate = 0.01, amsgrad = true))
    "AdamW", (fun () -> AdamW(useEma = true))
    "SGD", (fun () -> SGD(momentum = 0.9, nesterov = true))
    "schedule", (fun () -> SGD falling)
    "RMSprop", (fun () -> RMSprop(centered = true, momentum = 0.5))
    "Nadam", (fun () -> Nadam())
    "Adafactor", (fun () -> Adafactor())
    "Muon", (fun () -> Muon())
    "ScheduleFreeAdamW", (fun () -> ScheduleFreeAdamW())
    "accumulation", (fun () -> Adam(gradientAccumulationSteps = Nullable 2))
    "LossScaleOptimizer", (fun () -> LossScaleOptimizer(Adam(), 8.0, 3))
]

let names () : TheoryData<string> =
    let data = TheoryData<string>()

    for name, _ in optimizers do
        data.Add name

    data

let private request = {
    Training.silent with
        BatchSize = Some 8
        Epochs = 2
        Shuffle = false
}

let private model (optimizer: Optimizer) =
    let core =
        ModelCore(
            Network.sequential "resumed" [
                Layers.Dense(6, "tanh", inputShape = [| Nullable 4 |])
                Layers.BatchNormalization()
                Layers.Dense 1
            ],
            State Device.Cpu
        )

    core.Compile {
        Optimizer = optimizer
        Losses = [ Some(MeanSquaredError()) ]
        LossWeights = [ 1.0 ]
        Metrics = [ [ RootMeanSquaredError() ] ]
        WeightedMetrics = [ [] ]
        Arguments = CompileArguments.Standard
    }

    core

let private all (core: ModelCore) =
    let optimizer = (Option.get core.Compilation).Optimizer

    core.Network.Weights
    @ optimizer.Updating.Variables core.Network.TrainableWeights
    |> List.map core.State.Read

[<Theory>]
[<MemberData(nameof names)>]
let ``a saved model trains on to the same bits`` (name: string) =
    let optimizer = optimizers |> List.find (fun (known, _) -> known = name) |> snd
    let core = model (optimizer ())
    let data = Training.data 1 24 [ 4 ]
    core.Fit(data, request) |> ignore
    use stream = new MemoryStream()
    core.Save stream

    let loaded =
        ModelCore.Load(new MemoryStream(stream.ToArray()), State Device.Cpu, true)

    Assert.Equal<NDArray list>(all core, all loaded)
    core.Fit(data, request) |> ignore
    loaded.Fit(data, request) |> ignore
    Assert.Equal<NDArray list>(all core, all loaded)
