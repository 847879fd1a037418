/// What metrics and losses make of values in types of their own, and how samples count in them.
module Keratin.Properties.TypeFigures

open System
open System.Threading
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties
open Keratin.Properties.Figures

/// What an evaluation says of predictions that are the inputs.
let private measured (loss: Loss) (metric: Metric) (source: Source) =
    let x = InputLayer.symbol [ Nullable() ] None DType.Float32 "x"

    let core =
        ModelCore(
            Network.ofOutputs "types" [ (Layers.Activation "linear").Apply x ],
            State Device.Default
        )

    core.Compile {
        Optimizer = SGD()
        Losses = [ Some loss ]
        LossWeights = [ 1.0 ]
        Metrics = [ [] ]
        WeightedMetrics = [ [ metric ] ]
        Arguments = CompileArguments.Standard
    }

    let logs = core.Evaluate(source, 32, None, CancellationToken.None)
    logs["loss"], logs[metric.Name]

let private predicted (p: NDArray) (y: NDArray) (w: NDArray option) =
    DataSet.create "odd" [ p ] [ y ] [ w ]

[<Fact>]
let ``metrics and losses calculate in the type that is asked for`` () =
    let data =
        Source.Whole(predicted (array [ 1; 1 ] [ 0.1 ]) (array [ 1; 1 ] [ 0.0 ]) None)

    // the float16 next to 0.1 is 0.0999755859375
    let rounded = float (Half.op_Explicit 0.1f: Half)

    let loss, metric =
        measured (MeanAbsoluteError(dtype = "float16")) (Metrics.MeanAbsoluteError()) data

    Assert.Equal(rounded, loss, 1e-9)
    Assert.Equal(0.1, metric, 1e-7)

    let loss, metric =
        measured (MeanAbsoluteError()) (Metrics.MeanAbsoluteError(dtype = "mixed_float16")) data

    Assert.Equal(0.1, loss, 1e-7)
    Assert.Equal(rounded, metric, 1e-9)

[<Fact>]
let ``a matrix of classes cuts weights off unless it counts in floats`` () =
    let data =
        Source.Whole(
            predicted
                (array [ 2; 1 ] [ 0.0; 0.0 ])
                (array [ 2; 1 ] [ 0.0; 1.0 ])
                (Some(array [ 2 ] [ 0.5; 1.0 ]))
        )

    let overlap (metric: Metric) =
        snd (measured (MeanAbsoluteError()) metric data)

    // class 0: 0.5 of 0.5 + 1; class 1: nothing of 1
    Assert.Equal(1.0 / 6.0, overlap (MeanIoU(2, dtype = "float32")), 1e-6)
    Assert.Equal(0.0, overlap (MeanIoU 2), 1e-6)

[<Fact>]
let ``each sample counts alike in a mean, however long it is`` () =
    let batch values =
        let p = array [ 1; List.length values ] values
        predicted p p None

    let source =
        Source.Stream {
            Count = Some 2
            Pass = Func<_, _, _>(fun _ _ -> [ batch [ 1.0 ]; batch [ 4.0; 4.0; 4.0 ] ])
        }

    Assert.Equal(2.5, snd (measured (MeanAbsoluteError()) (Mean()) source), 1e-6)
