/// Which way a monitored number gets better.
module Keratin.Properties.MonitorLaws

open System.IO
open System.Threading
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

/// What is saved where two metrics, one of which falls, are watched from the first epoch of the first training.
[<Fact>]
let ``whether more of a metric is better is known before the first step`` () =
    let compiled () =
        let core = Training.classifier ()

        core.Compile {
            Optimizer = Adam(learningRate = 0.01)
            Losses = [ Some(SparseCategoricalCrossentropy()) ]
            LossWeights = [ 1.0 ]
            Metrics = [
                [
                    Metric.op_Implicit "accuracy"
                    Metric.op_Implicit "sparse_categorical_crossentropy"
                ]
            ]
            WeightedMetrics = [ [ SparseCategoricalAccuracy() ] ]
            Arguments = CompileArguments.Standard
        }

        core

    for monitor in
        [
            "val_accuracy"
            "accuracy"
            "val_sparse_categorical_crossentropy"
            "val_sparse_categorical_accuracy"
            "val_loss"
        ] do
        CallbackLaws.withFolder (fun folder ->
            let path = Path.Combine(folder, "best.keras")

            let history =
                CallbackLaws.fit (compiled ()) [
                    EarlyStopping(monitor = monitor, patience = 9)
                    ReduceLROnPlateau(monitor = monitor)
                    ModelCheckpoint(path, monitor = monitor, saveBestOnly = true)
                ]

            let best =
                if monitor.EndsWith "accuracy" then
                    Seq.max history[monitor]
                else
                    Seq.min history[monitor]

            if monitor.StartsWith "val_" then
                let saved = ModelCore.Load(path, State Device.Default, true)

                let scores =
                    saved.Evaluate(Training.data 2 8 [ 4 ], 8, None, CancellationToken.None)

                Assert.Equal(best, scores[monitor.Substring 4], 1e-5))

    let unknown =
        Assert.Throws<KeratinException>(fun () ->
            CallbackLaws.fit (compiled ()) [ EarlyStopping(monitor = "val_acc") ] |> ignore)

    Assert.Contains("\"max\"", unknown.Fix)
