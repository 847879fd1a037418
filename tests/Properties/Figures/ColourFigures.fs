/// What augmentations make of colours, against figures that follow from their formulas. Ranges whose ends are equal
/// leave nothing to chance.
module Keratin.Properties.ColourFigures

open System
open Xunit
open Keratin
open Keratin.LayerTypes
open Keratin.Properties
open Keratin.Properties.Figures

/// In training.
let private augmented (layer: Layer) (x: NDArray) =
    run true layer x |> NDArray.toFloats |> List.ofArray

let private always = struct (1.0, 1.0)
let private unit = struct (0.0, 1.0)

let private colours =
    [ 200; 100; 50; 10; 200; 30; 0; 0; 0; 30; 60; 90 ]
    |> List.map (fun v -> float v / 255.0)
    |> array [ 1; 2; 2; 3 ]

[<Fact>]
let ``saturation ends at one for values up to one`` () =
    augmented (Layers.RandomSaturation(struct (0.8, 0.8), unit)) colours
    |> close 1e-5 [
        0.784314
        0.261438
        0.0
        0.0
        0.784314
        0.082559
        0.0
        0.0
        0.0
        0.0
        0.176471
        0.352941
    ]

[<Fact>]
let ``a hue turns to one side or the other`` () =
    let forwards = [
        0.647059
        0.784314
        0.196078
        0.039216
        0.780392
        0.784314
        0.0
        0.0
        0.0
        0.211765
        0.117647
        0.352941
    ]

    let backwards = [
        0.784314
        0.196078
        0.529412
        0.631373
        0.784314
        0.039216
        0.0
        0.0
        0.0
        0.117647
        0.352941
        0.258824
    ]

    let got = augmented (Layers.RandomHue(struct (0.3, 0.3), unit)) colours
    close 1e-5 (if got[0] > 0.7 then backwards else forwards) got

[<Fact>]
let ``a negative is the greatest value minus the value`` () =
    augmented
        (Layers.RandomInvert(always, struct (-1.0, 1.0)))
        (array [ 1; 1; 3; 1 ] [ -1.0; 0.25; 1.0 ])
    |> close 1e-6 [ 2.0; 0.75; 0.0 ]

[<Fact>]
let ``a probability of one number is from nothing to it`` () =
    let images = array [ 4000; 1; 1; 1 ] (List.replicate 4000 0.0)
    let turned = augmented (Layers.RandomInvert(0.6)) images |> List.filter ((=) 255.0)
    // the mean of probabilities from 0 to 0.6
    Assert.InRange(float turned.Length / 4000.0, 0.27, 0.33)

[<Fact>]
let ``a contrast of one number grows`` () =
    let images =
        array [ 200; 1; 2; 1 ] (List.replicate 200 [ 0.0; 100.0 ] |> List.concat)

    let got = augmented (Layers.RandomContrast(0.5, struct (-1000.0, 1000.0))) images

    let spans =
        got |> List.chunkBySize 2 |> List.map (fun pair -> (pair[1] - pair[0]) / 100.0)

    Assert.All(spans, (fun span -> Assert.InRange(span, 1.0, 1.5)))
    Assert.True(List.max spans > 1.4)

[<Fact>]
let ``bits remain as they are where values are bytes`` () =
    // 77 = 64 + 13, and no step is lost on the way to a share of 255 and back
    augmented
        (Layers.RandomPosterization(struct (3.0, 3.0)))
        (array [ 1; 1; 4; 1 ] [ 77.0; 96.0; 255.0; 31.9 ])
    |> close 1e-6 [ 64.0; 96.0; 224.0; 0.0 ]

    augmented
        (Layers.RandomPosterization(struct (2.0, 2.0), unit))
        (array [ 1; 1; 2; 1 ] [ 0.3; 0.9 ])
    |> close 1e-6 [ 64.0 / 255.0; 192.0 / 255.0 ]

[<Fact>]
let ``posterization by two numbers stays below the second`` () =
    let images = array [ 300; 1; 1; 1 ] (List.replicate 300 255.0)

    let got =
        augmented (Layers.RandomPosterization(struct (1.0, 3.0))) images
        |> List.distinct

    Assert.Equal<float list>([ 128.0; 192.0 ], List.sort got)

[<Fact>]
let ``solarization inverts what is not below the threshold`` () =
    let x = array [ 1; 1; 3; 1 ] [ 0.0; 100.0; 255.0 ]
    augmented (Layers.Solarization()) x |> close 1e-6 [ 255.0; 155.0; 0.0 ]

    // thresholds are from 0 to 255 times the factor
    let images =
        array [ 500; 1; 2; 1 ] (List.replicate 500 [ 20.0; 60.0 ] |> List.concat)

    let got =
        augmented (Layers.Solarization(thresholdFactor = 0.2)) images
        |> List.chunkBySize 2

    Assert.All(got, (fun pair -> Assert.Equal(195.0, pair[1])))
    let kept = got |> List.filter (fun pair -> pair[0] = 20.0)
    Assert.InRange(float kept.Length / 500.0, 0.53, 0.69)

[<Fact>]
let ``contrast is stretched for each channel, and one of a single value stays`` () =
    run false (Layers.AutoContrast(unit)) (array [ 1; 1; 3; 2 ] [ 0.25; 1.5; 0.5; 1.5; 0.75; 1.5 ])
    |> NDArray.toFloats
    |> List.ofArray
    |> close 1e-6 [ 0.0; 1.5; 0.5; 1.5; 1.0; 1.5 ]
