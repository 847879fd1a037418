/// What layers make of arrays in settings of which Keras's cases have none, against figures that follow from formulas.
module Keratin.Properties.LayerFigures

open System
open Xunit
open Keratin
open Keratin.Engine
open Keratin.LayerTypes
open Keratin.Properties
open Keratin.Properties.Figures

// ---- sizes, statistics, sounds
[<Fact>]
let ``a border is as wide on both sides`` () =
    run
        false
        (Layers.Resizing(7, 7, padToAspectRatio = true, fillValue = 9.0))
        (array [ 1; 4; 7; 1 ] [ for i in 0..27 -> float i ])
    |> NDArray.toFloats
    |> List.ofArray
    |> List.truncate 21
    |> close 1e-5 [
        9.0
        9.0
        9.0
        9.0
        9.0
        9.0
        9.0
        1.928571
        2.714286
        3.5
        4.285714
        5.071429
        5.857143
        6.642857
        4.5
        5.5
        6.5
        7.5
        8.5
        9.5
        10.5
    ]

[<Fact>]
let ``images of whole numbers stay such`` () =
    let bytes = NDArray.ofArray [| 1; 1; 2; 1 |] [| 10uy; 21uy |]
    let resized = run false (Layers.Resizing(1, 4)) bytes
    Assert.Equal(DType.UInt8, resized.DType)
    // 10, 12.75, 18.25, 21
    Assert.Equal<float[]>([| 10.0; 13.0; 18.0; 21.0 |], NDArray.toFloats resized)

[<Fact>]
let ``means may be those of the last kept axes`` () =
    run
        false
        (Layers.Normalization(Axes [ 1; 2 ], [| 1.0; 2.0 |], [| 4.0; 16.0 |]))
        (array [ 1; 2; 2 ] [ 3.0; 6.0; 1.0; -2.0 ])
    |> NDArray.toFloats
    |> List.ofArray
    |> close 1e-6 [ 1.0; 1.0; 0.0; -1.0 ]

[<Fact>]
let ``a spectrum's power is that of both sides, and its logarithm has a floor`` () =
    let spectrum mode x =
        run
            false
            (Layers.STFTSpectrogram(mode, 4, 4, window = null, scaling = null))
            (array [ 1; 4; 1 ] x)
        |> NDArray.toFloats
        |> List.ofArray

    // the transform of 1, 0, 0, 0 is 1 everywhere; the bin in the middle stands for two
    spectrum "psd" [ 1.0; 0.0; 0.0; 0.0 ] |> close 1e-5 [ 1.0; 2.0; 1.0 ]

    spectrum "magnitude" [ 0.0; 0.0; 0.0; 0.0 ]
    |> close 1e-8 (List.replicate 3 (sqrt 1e-7))

    spectrum "log" [ 0.0; 0.0; 0.0; 0.0 ]
    |> close 1e-4 (List.replicate 3 (0.5 * log 1e-7))

// ---- products, statistics, merges
[<Fact>]
let ``an ellipsis at the end keeps what comes after`` () =
    // y[c, t] = 1 + the sum of x[b, t]
    Layers.EinsumDense(
        "ab...,bc->ac...",
        [| Nullable 2 |],
        biasAxes = "c",
        kernelInitializer = "ones",
        biasInitializer = "ones"
    )
    |> fun layer -> run false layer (array [ 1; 3; 2 ] [ 1.0; 2.0; 3.0; 4.0; 5.0; 6.0 ])
    |> NDArray.toFloats
    |> List.ofArray
    |> close 1e-6 [ 10.0; 13.0; 10.0; 13.0 ]

[<Fact>]
let ``a kernel of zeros has no spectral norm and stays`` () =
    Layers.SpectralNormalization(Layers.Dense(2, kernelInitializer = "zeros"))
    |> fun layer -> run true layer (array [ 1; 3 ] [ 1.0; 2.0; 3.0 ])
    |> NDArray.toFloats
    |> List.ofArray
    |> close 1e-6 [ 0.0; 0.0 ]

[<Fact>]
let ``what does not count may be no number`` () =
    let x = InputLayer.symbol [ Nullable 3; Nullable 1 ] None DType.Float32 "x"
    let counts = Sym.constant (NDArray.ofArray [| 1; 3 |] [| true; true; false |])

    let called (layer: Layer) =
        layer.Call(
            [ x ],
            {
                CallArguments.None with
                    Masks = [ Some counts ]
            }
        )

    let outputs =
        called (Layers.GlobalAveragePooling1D())
        @ called (Layers.BatchNormalization(epsilon = 1.0))

    let results =
        Steps.run (State Device.Default) [ "x", array [ 1; 3; 1 ] [ 1.0; 3.0; nan ] ] {
            Fetches = Passes.choosePhase true outputs
            Updates = []
        }

    Assert.Equal(2.0, (NDArray.toFloats results[0])[0], 1e-6)
    // mean 2, variance 1, to which epsilon comes
    let normal = NDArray.toFloats results[1]
    Assert.Equal(-1.0 / sqrt 2.0, normal[0], 1e-5)
    Assert.Equal(1.0 / sqrt 2.0, normal[1], 1e-5)

[<Fact>]
let ``what a mask leaves out does not count along any axis`` () =
    let x =
        InputLayer.symbol [ Nullable 2; Nullable 2; Nullable 1 ] None DType.Float32 "x"

    let counts =
        Sym.constant (NDArray.ofArray [| 1; 2; 2 |] [| true; true; false; true |])

    let outputs =
        Layers
            .BatchNormalization(axis = 1, epsilon = 3.0)
            .Call(
                [ x ],
                {
                    CallArguments.None with
                        Masks = [ Some counts ]
                }
            )

    let results =
        Steps.run (State Device.Default) [ "x", array [ 1; 2; 2; 1 ] [ 1.0; 3.0; 5.0; 9.0 ] ] {
            Fetches = Passes.choosePhase true outputs
            Updates = []
        }

    // 1 and 3 have mean 2 and variance 1, to which epsilon comes; 9 alone has mean 9 and variance 0
    results[0]
    |> NDArray.toFloats
    |> List.ofArray
    |> close 1e-5 [ -0.5; 0.5; -4.0 / sqrt 3.0; 0.0 ]

[<Fact>]
let ``one input may be merged`` () =
    for layer in [ Layers.Add(); Layers.Average(); Layers.Maximum(); Layers.Multiply() ] do
        run false layer (array [ 1; 2 ] [ 3.0; -1.0 ])
        |> NDArray.toFloats
        |> List.ofArray
        |> close 1e-6 [ 3.0; -1.0 ]
