/// What augmentations make of pixels and their places, against figures that follow from their formulas. Ranges whose ends are equal
/// leave nothing to chance.
module Keratin.Properties.AugmentationFigures

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

// ---- what is around a pixel
let private square = array [ 1; 3; 3; 1 ] [ for i in 1..9 -> float i * 10.0 ]

[<Fact>]
let ``sharpness meets zeros beyond the border`` () =
    augmented (Layers.RandomSharpness(struct (0.0, 0.0))) square
    |> close 1e-5 [
        12.307692
        22.307692
        21.538462
        33.076923
        50.0
        43.846154
        40.0
        54.615385
        49.230769
    ]

    augmented (Layers.RandomSharpness(always)) square
    |> close 1e-5 [
        7.692308
        17.692308
        38.461538
        46.923077
        50.0
        76.153846
        100.0
        105.384615
        130.769231
    ]

[<Fact>]
let ``a blur meets zeros beyond the border, whatever the least value`` () =
    augmented
        (Layers.RandomGaussianBlur(always, 3, struct (0.8, 0.8), struct (-255.0, 255.0)))
        square
    |> close 1e-5 [
        13.066339
        22.389945
        21.011403
        32.830165
        50.0
        43.270384
        36.901532
        53.710604
        44.846597
    ]

[<Fact>]
let ``an erased rectangle lies within the image and is as large as drawn`` () =
    let images = array [ 20; 8; 8; 1 ] (List.replicate (20 * 64) 1.0)

    let got =
        augmented
            (Layers.RandomErasing(always, struct (0.25, 0.25), fillValue = Nullable 300.0))
            images
        |> List.chunkBySize 64

    for image in got do
        // half of each side, and the number cut to the range of values
        Assert.Equal(16, image |> List.filter ((=) 255.0) |> List.length)
        Assert.Equal(48, image |> List.filter ((=) 1.0) |> List.length)

[<Fact>]
let ``noise is normal, times the greatest value, and cut`` () =
    let images = array [ 1; 100; 100; 1 ] (List.replicate 10000 -1.0)

    let got =
        augmented (Layers.RandomErasing(always, struct (1.0, 1.0), valueRange = unit)) images

    Assert.InRange(got |> List.filter ((=) 0.0) |> List.length, 4800, 5200)
    // beyond one deviation
    Assert.InRange(got |> List.filter ((=) 1.0) |> List.length, 1480, 1700)

// ---- places
[<Fact>]
let ``a half goes to the even pixel`` () =
    // a quarter of 6 is 1.5: pixels -1.5, -0.5, 0.5, 1.5, 2.5, 3.5
    augmented
        (Layers.RandomTranslation(
            0.0,
            struct (0.25, 0.25),
            fillMode = "constant",
            interpolation = "nearest",
            fillValue = -1.0
        ))
        (array [ 1; 1; 6; 1 ] [ for i in 0..5 -> float i ])
    |> close 1e-6 [ -1.0; 0.0; 0.0; 2.0; 2.0; 4.0 ]

[<Fact>]
let ``a shear leaves the first row where it is`` () =
    let x = array [ 1; 3; 4; 1 ] [ for i in 0..11 -> float i ]

    let got =
        augmented (Layers.RandomShear(xFactor = struct (0.5, 0.5), fillMode = "nearest")) x

    let right = [ 0.0; 1.0; 2.0; 3.0; 4.5; 5.5; 6.5; 7.0; 9.0; 10.0; 11.0; 11.0 ]
    let left = [ 0.0; 1.0; 2.0; 3.0; 4.0; 4.5; 5.5; 6.5; 8.0; 8.0; 9.0; 10.0 ]
    close 1e-6 (if got[4] > 4.2 then right else left) got

[<Fact>]
let ``a perspective brings the corners to the points`` () =
    let x =
        array [ 1; 4; 5; 1 ] [
            for row in 0..3 do
                for column in 0..4 -> float (5 * row + column + [ 0; 3; 1; 7; 2 ][column])
        ]

    let layer =
        Layers.Lambda(fun s ->
            let point (a: float) (b: float) = s.Like a, s.Like b

            let points = [ point 0.5 0.25; point 3.5 0.5; point 0.25 2.5; point 4.5 3.25 ]

            let seen = Lookup.Parse("here", "constant", -1.0, "bilinear", FillMode.usual)

            let anywhere = Scope(Layers.Identity(), [ s ], CallArguments.None)
            Warp.perspective anywhere seen points s)

    run false layer x
    |> NDArray.toFloats
    |> List.ofArray
    |> close 1e-3 [
        -0.896254
        0.776968
        0.703342
        0.677074
        -0.946569
        2.302951
        8.659874
        7.948158
        13.252834
        5.663636
        7.821868
        14.986246
        14.139659
        19.84328
        15.693698
        5.493999
        11.954161
        15.004293
        22.795627
        21.768939
    ]

[<Fact>]
let ``the upper left corner stays in a perspective`` () =
    let x = array [ 1; 4; 4; 1 ] [ for i in 1..16 -> float i ]
    close 1e-3 [ for i in 1..16 -> float i ] (augmented (Layers.RandomPerspective(always, 0.0)) x)

    for _ in 1..5 do
        Assert.Equal(1.0, (augmented (Layers.RandomPerspective(always, 0.8)) x)[0], 1e-3)

[<Fact>]
let ``an elastic field is as strong as the formula says`` () =
    // where a pixel holds its column, a change says how far it moved
    let ramp = array [ 32; 40; 40; 1 ] [ for i in 0 .. 32 * 1600 - 1 -> float (i % 40) ]
    let got = augmented (Layers.RandomElasticTransform(always, struct (1.0, 1.0))) ramp

    let moves = [
        for i, v in List.indexed got do
            let column = i % 40

            if column > 10 && column < 30 then
                v - float column
    ]

    let deviation = sqrt (moves |> List.averageBy (fun m -> m * m))
    // deviation 2 smoothed by a bell of deviation 2 over 13 cells, 2 · sum of its squared weights, times 4
    let bell = [ for i in -6 .. 6 -> exp (-0.5 * (float i / 2.0) ** 2.0) ]
    let total = List.sum bell
    let squares = bell |> List.sumBy (fun w -> (w / total) ** 2.0)
    Assert.InRange(deviation / (2.0 * squares * 4.0), 0.9, 1.1)

[<Fact>]
let ``a crop of an image that is not larger begins in the middle`` () =
    // as high as the output: no chance
    augmented (Layers.RandomCrop(2, 2)) (array [ 1; 2; 6; 1 ] [ for i in 0..11 -> float i ])
    |> close 1e-6 [ 2.0; 3.0; 8.0; 9.0 ]

    augmented (Layers.RandomCrop(8, 4)) (array [ 1; 6; 6; 1 ] [ for i in 0..35 -> float i ])
    |> List.truncate 16
    |> close 1e-5 [
        1.0
        2.0
        3.0
        4.0
        4.75
        5.75
        6.75
        7.75
        9.25
        10.25
        11.25
        12.25
        13.75
        14.75
        15.75
        16.75
    ]

// ---- histograms
let private uneven =
    [ 10; 200; 30; 77; 5; 40; 90; 60; 250; 128; 70; 80; 90; 33; 12 ]
    |> List.map float

[<Fact>]
let ``tiles continue in a mirror`` () =
    run
        false
        (Layers.ContrastLimitedAdaptiveHistogramEqualization(
            clipLimit = 2.0,
            tileGridSize = struct (2, 4)
        ))
        (array [ 1; 3; 5; 1 ] uneven)
    |> NDArray.toFloats
    |> List.ofArray
    |> close 1e-4 [
        11.686068
        201.725279
        31.058694
        80.583875
        5.882304
        42.744762
        93.176081
        62.117388
        250.156844
        129.988053
        71.352803
        82.117472
        92.882079
        34.223425
        12.788207
    ]

[<Fact>]
let ``few bins lie between zero and the greatest value`` () =
    augmented
        (Layers.Equalization(unit, 8))
        (array [ 1; 3; 5; 1 ] (uneven |> List.map (fun v -> v / 256.0)))
    |> close 1e-5 [
        0.0
        0.901961
        0.0
        0.698039
        0.0
        0.298039
        0.698039
        0.298039
        1.0
        0.8
        0.298039
        0.698039
        0.698039
        0.0
        0.0
    ]

// ---- mixtures
let private mixed (layer: Layer) (images: NDArray) count =
    let labels =
        array [ count; count ] [
            for i in 0 .. count - 1 do
                for j in 0 .. count - 1 -> if i = j then 1.0 else 0.0
        ]

    match LayerAlone.apply layer (Some true) [ images; labels ] with
    | [ images; labels ] -> NDArray.toFloats images, NDArray.toFloats labels
    | other -> failwith $"{other.Length} outputs"

[<Fact>]
let ``every image is the partner of one`` () =
    let count = 12
    let images = array [ count; 1; 1; 1 ] [ for i in 0 .. count - 1 -> float i ]
    let images, labels = mixed (Layers.MixUp(alpha = 5.0)) images count

    let partners = [
        for i in 0 .. count - 1 ->
            let row = labels[i * count .. i * count + count - 1]
            Assert.Equal(1.0, Array.sum row, 1e-5)
            // the image is mixed as its label says
            Assert.Equal(row |> Array.mapi (fun j w -> float j * w) |> Array.sum, images[i], 1e-4)

            [ 0 .. count - 1 ]
            |> List.tryFind (fun j -> j <> i && row[j] > 0.0)
            |> Option.defaultValue i
    ]

    Assert.Equal<int list>([ 0 .. count - 1 ], List.sort partners)
    Assert.NotEqual<int list>([ 0 .. count - 1 ], partners)

[<Theory>]
[<InlineData(0.2)>]
[<InlineData(1.0)>]
[<InlineData(4.0)>]
let ``shares are from the beta distribution`` (alpha: float) =
    let count = 20000

    let layer =
        Layers.Lambda(fun s ->
            let draw range =
                Sym.apply (Op.RandomUniform(s.Dims, fst range, snd range)) [
                    Sym.constant (NDArray.ofArray [| 2 |] [| 7L; int64 (snd range) |])
                ]

            // the input is zero
            s + Beta.symmetric draw (s.Like alpha))

    let shares =
        run false layer (array [ count; 1 ] (List.replicate count 0.0))
        |> NDArray.toFloats

    let mean = Array.average shares
    let variance = shares |> Array.averageBy (fun s -> (s - mean) ** 2.0)
    let fourth = shares |> Array.averageBy (fun s -> (s - 0.5) ** 4.0)
    Assert.Equal(0.5, mean, 0.01)
    // 1 / (4 (2 a + 1)), and 3 / (16 (2 a + 1) (2 a + 3))
    Assert.InRange(variance * 4.0 * (2.0 * alpha + 1.0), 0.96, 1.04)
    Assert.InRange(fourth * 16.0 * (2.0 * alpha + 1.0) * (2.0 * alpha + 3.0) / 3.0, 0.92, 1.08)

[<Fact>]
let ``a rectangle's share is the label's`` () =
    let count = 6

    let images =
        array [ count; 60; 60; 1 ] [ for i in 0 .. count * 3600 - 1 -> float (i / 3600) ]

    let images, labels = mixed (Layers.CutMix(struct (1.0, 1.0))) images count

    for i in 0 .. count - 1 do
        let own =
            images[i * 3600 .. i * 3600 + 3599]
            |> Array.filter ((=) (float i))
            |> Array.length

        Assert.InRange(float own / 3600.0 - labels[i * count + i], -0.04, 0.04)

[<Fact>]
let ``layers that augment do so on arrays, and others do not`` () =
    let x = array [ 1; 1; 4; 1 ] [ 1.0; 2.0; 3.0; 4.0 ]

    let values (layer: Layer) =
        (LayerAlone.apply layer None [ x ]).Head |> NDArray.toFloats |> List.ofArray

    values (Layers.RandomInvert(always))
    |> close 1e-6 [ 254.0; 253.0; 252.0; 251.0 ]

    values (Layers.Dropout(0.5)) |> close 1e-6 [ 1.0; 2.0; 3.0; 4.0 ]
