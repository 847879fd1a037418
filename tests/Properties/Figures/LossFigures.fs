/// Figures of losses and metrics that were calculated by hand, where Keras's rules are easily missed.
module Keratin.Properties.LossFigures

open System
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

let private constant (shape: int list) (values: float list) : Symbol =
    Sym.constant (NDArray.ofFloats DType.Float32 (Array.ofList shape) (Array.ofList values))

let private numbers (s: Symbol) : float[] =
    (Steps.run (State Device.Default) [] { Fetches = [ s ]; Updates = [] }).Head
    |> NDArray.toFloats

let private near (expected: float list) (got: float[]) =
    Assert.Equal(expected.Length, got.Length)

    for e, g in Seq.zip expected got do
        Assert.True(abs (e - g) <= 1e-6 + 1e-6 * abs e, $"%A{got} instead of %A{expected}")

let private loss (loss: Loss) y p w mask = numbers (loss.Value(y, p, w, mask))

/// What a metric says after one batch.
let private metric (metric: Metric) (y: Symbol) (p: Symbol) (w: Symbol option) : float[] =
    let state = State Device.Default
    let made = metric.Resolve(y, p)
    let y, p = Fit.ranks y p

    Steps.run state [] {
        Fetches = []
        Updates = made.CallUpdate(y, p, Option.toObj w).Pairs |> List.map Assign
    }
    |> ignore

    (Steps.run state [] {
        Fetches = [ made.CallResult() ]
        Updates = []
    })
        .Head
    |> NDArray.toFloats

// ---- losses

[<Fact>]
let ``weights however small divide their loss`` () =
    let y, p = constant [ 2; 1 ] [ 0.0; 0.0 ], constant [ 2; 1 ] [ 2.0; 4.0 ]
    let w = constant [ 2 ] [ 1e-7; 3e-7 ]
    // (2 + 3 · 4) / 4
    let mae = MeanAbsoluteError(reduction = Reduction.MeanWithSampleWeight)
    near [ 3.5 ] (loss mae y p (Some w) None)

[<Fact>]
let ``the mean of the one value that is not masked is that value`` () =
    let y, p = constant [ 1; 2; 1 ] [ 0.0; 0.0 ], constant [ 1; 2; 1 ] [ 3.0; 5.0 ]
    let mask = constant [ 1; 2 ] [ 1.0; 0.0 ] |> Sym.cast DType.Bool
    Assert.Equal<float>([ 3.0 ], loss (MeanAbsoluteError()) y p None (Some mask))

    let none = constant [ 1; 2 ] [ 0.0; 0.0 ] |> Sym.cast DType.Bool
    Assert.Equal<float>([ 0.0 ], loss (MeanAbsoluteError()) y p None (Some none))

[<Fact>]
let ``class numbers lie along the axis of the classes`` () =
    // (1, classes = 3, places = 2)
    let p = constant [ 1; 3; 2 ] [ 0.2; 0.1; 0.3; 0.3; 0.5; 0.6 ]
    let y = constant [ 1; 1; 2 ] [ 2.0; 0.0 ]
    let sparse = SparseCategoricalCrossentropy(axis = 1)
    near [ -(log 0.5 + log 0.1) / 2.0 ] (loss sparse y p None None)

[<Fact>]
let ``classes to be ignored and masks count together, whatever the rank of the targets`` () =
    let p = constant [ 1; 3; 2 ] [ 0.9; 0.1; 0.4; 0.6; 0.3; 0.7 ]
    let mask = constant [ 1; 3 ] [ 1.0; 1.0; 0.0 ] |> Sym.cast DType.Bool
    let sparse = SparseCategoricalCrossentropy(ignoreClass = Nullable 7)

    // the second place is ignored, the third is masked
    for shape in [ [ 1; 3 ]; [ 1; 3; 1 ] ] do
        let y = constant shape [ 1.0; 7.0; 0.0 ]
        near [ -(log 0.1) ] (loss sparse y p None (Some mask))

    let values =
        SparseCategoricalCrossentropy(ignoreClass = Nullable 7, reduction = Reduction.None)

    near
        [ -(log 0.1); 0.0; -(log 0.3) ]
        (loss values (constant [ 1; 3 ] [ 1.0; 7.0; 0.0 ]) p None None)

[<Fact>]
let ``focal losses of logits see probabilities of at least 1e-7`` () =
    let far = -(log 1e-7)
    let y, p = constant [ 1; 2 ] [ 1.0; 0.0 ], constant [ 1; 2 ] [ 0.0; 40.0 ]
    near [ 0.25 * far ] (loss (CategoricalFocalCrossentropy(fromLogits = true)) y p None None)

    let y, p = constant [ 1; 1 ] [ 1.0 ], constant [ 1; 1 ] [ -40.0 ]
    near [ far ] (loss (BinaryFocalCrossentropy(fromLogits = true)) y p None None)

[<Fact>]
let ``a focal loss may weigh each class`` () =
    let y = constant [ 2; 2 ] [ 1.0; 0.0; 0.0; 1.0 ]
    let p = constant [ 2; 2 ] [ 0.5; 0.5; 0.75; 0.25 ]

    let focal (alpha: ClassFactors) =
        CategoricalFocalCrossentropy(alpha, gamma = 1.0, reduction = Reduction.None)

    // alpha · (1 - p) · -log p of the class that is true
    let each = ClassFactors.op_Implicit [| 0.2; 0.6 |]
    near [ 0.2 * 0.5 * log 2.0; 0.6 * 0.75 * log 4.0 ] (loss (focal each) y p None None)
    let three = ClassFactors.op_Implicit [| 0.2; 0.6; 0.1 |]

    let refusal =
        Assert.Throws<KeratinException>(fun () -> loss (focal three) y p None None |> ignore)

    Assert.Contains("one alpha, or 2", refusal.Message)

[<Fact>]
let ``words are resolved by the shapes as given`` () =
    let y = constant [ 1; 2 ] [ 1.0; 0.0 ]
    let p = constant [ 1; 2; 1 ] [ 0.8; 0.6 ]
    let crossentropy: Loss = Loss.op_Implicit "crossentropy"
    near [ -(log 0.8 + log 0.4) / 2.0 ] (loss crossentropy y p None None)
    near [ 0.5 ] (metric (Metric.op_Implicit "accuracy") y p None)

[<Fact>]
let ``no reduction in a file is no reduction`` () =
    let config =
        """{"module": "keras.losses", "class_name": "MeanSquaredError",
            "config": {"name": "m", "reduction": null}, "registered_name": null}"""

    use json = Text.Json.JsonDocument.Parse config
    let noLayers _ = failwith "no layer is expected here"

    let read =
        Saving.KerasObjects.instance "file" noLayers typeof<Loss> json.RootElement :?> Loss

    let y, p = constant [ 2; 1 ] [ 0.0; 0.0 ], constant [ 2; 1 ] [ 2.0; 3.0 ]
    near [ 4.0; 9.0 ] (loss read y p None None)

// ---- metrics

[<Fact>]
let ``the area under precision gain over recall gain`` () =
    // at the threshold in the middle one of two is found, and nothing wrong: gains (0, 1) after (1, 0)
    let y, p =
        constant [ 4 ] [ 0.0; 0.0; 1.0; 1.0 ], constant [ 4 ] [ 0.0; 0.5; 0.3; 0.9 ]

    let area summation =
        AUC(numThresholds = 3, curve = "PRGAIN", summationMethod = summation)

    near [ 0.5 ] (metric (area "interpolation") y p None)
    near [ 1.0 ] (metric (area "majoring") y p None)
    near [ 0.0 ] (metric (area "minoring") y p None)

[<Fact>]
let ``between even thresholds a prediction is rounded up to a step`` () =
    // 0.15 as a float32, times 100, is above 15; 0 is below all steps; 1.5 counts as 1
    let even = [| for i in 0..100 -> float i / 100.0 |]

    let counts p =
        metric
            (TruePositives(Thresholds.op_Implicit even))
            (constant [ 1 ] [ 1.0 ])
            (constant [ 1 ] [ p ])
            None

    Assert.Equal(16.0, Array.sum (counts 0.15))
    Assert.Equal(0.0, Array.sum (counts 0.0))
    Assert.Equal(100.0, Array.sum (counts 1.5))
    // thresholds in other steps are compared as they are
    let uneven = TruePositives(Thresholds.op_Implicit [| 0.0; 0.3; 1.0 |])
    near [ 1.0; 1.0; 1.0 ] (metric uneven (constant [ 1 ] [ 1.0 ]) (constant [ 1 ] [ 1.5 ]) None)

[<Fact>]
let ``the best sensitivity leaves out predictions of zero`` () =
    let y, p = constant [ 3 ] [ 1.0; 1.0; 0.0 ], constant [ 3 ] [ 0.0; 0.9; 0.2 ]
    near [ 0.5 ] (metric (SensitivityAtSpecificity 0.0) y p None)

    // one threshold is 0.5
    let y, p =
        constant [ 4 ] [ 0.0; 0.0; 1.0; 1.0 ], constant [ 4 ] [ 0.1; 0.6; 0.4; 0.8 ]

    let one specificity =
        SensitivityAtSpecificity(specificity, numThresholds = 1)

    near [ 0.5 ] (metric (one 0.5) y p None)
    near [ 0.0 ] (metric (one 0.6) y p None)

[<Fact>]
let ``overlap knows no classes that are not there`` () =
    let y, p =
        constant [ 5 ] [ 0.0; 1.0; 7.0; 1.0; -1.0 ], constant [ 5 ] [ 0.0; 1.0; 1.0; 9.0; 0.0 ]

    near [ 1.0 ] (metric (MeanIoU 2) y p None)

[<Fact>]
let ``overlap cuts weights off only where it counts in whole numbers`` () =
    let y = Sym.cast DType.Int32 (constant [ 2 ] [ 0.0; 1.0 ])
    let p = Sym.cast DType.Int32 (constant [ 2 ] [ 0.0; 0.0 ])
    let w = Some(constant [ 2 ] [ 0.5; 1.5 ])
    // of class 0 half a place is common, and two places together; of class 1 nothing is
    near [ 0.5 / 2.0 / 2.0 ] (metric (MeanIoU(2, dtype = "float32")) y p w)
    // the first weight is cut to zero, the second to one
    near [ 0.0 ] (metric (MeanIoU 2) y p w)

[<Fact>]
let ``the adjusted score counts samples that weigh something`` () =
    let y, p =
        constant [ 4; 1 ] [ 1.0; 2.0; 3.0; 4.0 ], constant [ 4; 1 ] [ 1.1; 1.9; 3.2; 3.0 ]

    let w = constant [ 4 ] [ 1.0; 1.0; 1.0; 0.0 ]
    // three samples: 1 - 0.06 / 2 = 0.97, and 1 - 0.03 · 2 / (3 - 1 - 1)
    near [ 0.94 ] (metric (R2Score(numRegressors = 1)) y p (Some w))

[<Fact>]
let ``an ignored class is zero in the mean, and weighs nothing where samples have weights`` () =
    let y = constant [ 2 ] [ 0.0; 2.0 ]
    let p = constant [ 2; 3 ] [ 0.5; 0.25; 0.25; 0.2; 0.2; 0.6 ]

    let sparse () =
        Metrics.SparseCategoricalCrossentropy(ignoreClass = Nullable 2)

    near [ -(log 0.5) / 2.0 ] (metric (sparse ()) y p None)
    near [ -(log 0.5) ] (metric (sparse ()) y p (Some(constant [ 2 ] [ 1.0; 3.0 ])))

    near
        [ -(log 0.5) ]
        (metric (sparse ()) (Sym.expandDims -1 y) p (Some(constant [ 2; 1 ] [ 1.0; 3.0 ])))

// ---- parts of layers

[<Fact>]
let ``a first value that looks along axes counts them from the end too`` () =
    let scaled (inputs: int) (outputs: int) =
        Initializer.VarianceScaling(
            distribution = "uniform",
            inputAxes = Axes [ inputs ],
            outputAxes = Axes [ outputs ],
            seed = Nullable 3
        )
        |> Initializers.values "w" 1L [ 5; 7 ]

    Assert.Equal<float>(scaled 0 1, scaled -2 -1)

[<Fact>]
let ``a transform without a window is not scaled`` () =
    let kernel =
        Initializers.values "w" 1L [ 4; 1; 3 ] (Initializer.STFT(window = null))

    // frequency 0 is one everywhere
    Assert.Equal<float>([ 1.0; 1.0; 1.0; 1.0 ], [ for t in 0..3 -> kernel[3 * t] ])

[<Fact>]
let ``a relu with a greatest value is never negative`` () =
    let relu = Activation.Relu(threshold = -1.0, maxValue = Nullable 2.0)
    near [ 0.0; 0.0; 1.0; 2.0 ] (numbers (relu.Apply(constant [ 4 ] [ -3.0; -0.5; 1.0; 5.0 ])))
    let open' = Activation.Relu(threshold = -1.0)
    near [ 0.0; -0.5 ] (numbers (open'.Apply(constant [ 2 ] [ -3.0; -0.5 ])))

[<Fact>]
let ``regularizers have Keras's names`` () =
    let penalty: Regularizer = Regularizer.op_Implicit "l1_l2"
    near [ 0.0 ] (numbers (Penalties.penalty penalty (constant [ 2 ] [ 1.0; 2.0 ])))
