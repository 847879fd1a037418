/// Samples of augmentations: what they draw is another at each step, and nothing in inference.
module internal Keratin.Properties.AugmentationSamples

open Keratin
open Keratin.Properties

let private picture = [ floats [ 6; 5; 3 ] ]
let private labelled = [ floats [ 6; 5; 3 ]; floats [ 4 ] ]
let private boxes = [ floats [ 3; 4 ]; floats [ 3 ] ]

let all = [
    yield!
        random "RandomFlip" picture [
            "both", (fun d -> Layers.RandomFlip(dtype = d))
            "horizontal, channels first",
            (fun d ->
                Layers.RandomFlip(
                    mode = "horizontal",
                    dataFormat = DataFormat.ChannelsFirst,
                    dtype = d
                ))
        ]
    yield! random "RandomCrop" picture [ "smaller", (fun d -> Layers.RandomCrop(3, 4, dtype = d)) ]
    yield! layer "RandomCrop" picture [ "larger", (fun d -> Layers.RandomCrop(8, 4, dtype = d)) ]
    yield!
        random "RandomRotation" picture [
            "mirrored", (fun d -> Layers.RandomRotation(0.3, dtype = d))
            "nearest, wrapped",
            (fun d ->
                Layers.RandomRotation(0.3, fillMode = "wrap", interpolation = "nearest", dtype = d))
        ]
    yield!
        random "RandomZoom" picture [
            "proportional", (fun d -> Layers.RandomZoom(0.3, dtype = d))
            "constant",
            (fun d ->
                Layers.RandomZoom(0.3, 0.2, fillMode = "constant", fillValue = 2.0, dtype = d))
        ]
    yield!
        random "RandomTranslation" picture [
            "nearest",
            (fun d -> Layers.RandomTranslation(0.3, 0.2, fillMode = "nearest", dtype = d))
        ]
    yield!
        random "RandomShear" picture [
            "defaults but factors", (fun d -> Layers.RandomShear(0.3, 0.2, dtype = d))
        ]
    yield!
        random "RandomBrightness" picture [
            "range",
            (fun d -> Layers.RandomBrightness(0.2, valueRange = struct (-3.0, 3.0), dtype = d))
        ]
    yield!
        random "RandomContrast" picture [
            "range",
            (fun d -> Layers.RandomContrast(0.5, valueRange = struct (-3.0, 3.0), dtype = d))
        ]
    yield!
        random "RandomSaturation" picture [
            "between", (fun d -> Layers.RandomSaturation(struct (0.2, 0.8), dtype = d))
        ]
    yield!
        random "RandomHue" picture [
            "half", (fun d -> Layers.RandomHue(0.5, valueRange = struct (-3.0, 3.0), dtype = d))
        ]
    yield!
        random "RandomSharpness" picture [
            "to one",
            (fun d -> Layers.RandomSharpness(1.0, valueRange = struct (-9.0, 9.0), dtype = d))
        ]
    yield!
        random "RandomColorDegeneration" picture [
            "to gray",
            (fun d ->
                Layers.RandomColorDegeneration(0.8, valueRange = struct (-3.0, 3.0), dtype = d))
        ]
    yield!
        random "RandomGrayscale" picture [
            "defaults", (fun d -> Layers.RandomGrayscale(dtype = d))
        ]
    yield!
        random "RandomInvert" picture [
            "sometimes", (fun d -> Layers.RandomInvert(struct (0.4, 0.6), dtype = d))
        ]
    yield!
        random "RandomPosterization" picture [
            "few bits",
            (fun d -> Layers.RandomPosterization(4.0, valueRange = struct (-3.0, 3.0), dtype = d))
        ]
    yield!
        random "RandomColorJitter" picture [
            "all",
            (fun d -> Layers.RandomColorJitter(struct (-3.0, 3.0), 0.2, 0.2, 0.4, 0.1, dtype = d))
        ]
    yield!
        random "Solarization" picture [
            "half",
            (fun d ->
                Layers.Solarization(
                    thresholdFactor = 1.0,
                    valueRange = struct (-3.0, 3.0),
                    dtype = d
                ))
        ]
    yield! layer "AutoContrast" picture [ "defaults", (fun d -> Layers.AutoContrast(dtype = d)) ]
    yield!
        random "RandomGaussianBlur" picture [
            "wide",
            (fun d ->
                Layers.RandomGaussianBlur(
                    kernelSize = 5,
                    sigma = 2.0,
                    valueRange = struct (-3.0, 3.0),
                    dtype = d
                ))
        ]
    yield!
        random "RandomErasing" picture [
            "noise", (fun d -> Layers.RandomErasing(dtype = d))
            "constant",
            (fun d -> Layers.RandomErasing(fillValue = 0.5, scale = struct (0.2, 0.4), dtype = d))
        ]
    yield!
        random "RandomPerspective" picture [
            "half", (fun d -> Layers.RandomPerspective(scale = 0.5, dtype = d))
        ]
    yield!
        random "RandomElasticTransform" picture [
            "defaults", (fun d -> Layers.RandomElasticTransform(dtype = d))
        ]
    yield!
        layer "Equalization" picture [
            "defaults", (fun d -> Layers.Equalization(dtype = d))
            "few bins", (fun d -> Layers.Equalization(struct (-3.0, 3.0), 8, dtype = d))
        ]
    yield!
        layer "ContrastLimitedAdaptiveHistogramEqualization" picture [
            "two by two",
            (fun d ->
                Layers.ContrastLimitedAdaptiveHistogramEqualization(
                    struct (-3.0, 3.0),
                    2.0,
                    2,
                    dtype = d
                ))
            "does not divide",
            (fun d ->
                Layers.ContrastLimitedAdaptiveHistogramEqualization(
                    struct (-3.0, 3.0),
                    0.0,
                    struct (4, 3),
                    dtype = d
                ))
        ]
    yield! random "MixUp" picture [ "images", (fun d -> Layers.MixUp(dtype = d)) ]
    yield! random "MixUp" labelled [ "labels", (fun d -> Layers.MixUp(0.5, dtype = d)) ]
    yield! random "CutMix" picture [ "images", (fun d -> Layers.CutMix(dtype = d)) ]
    yield! random "CutMix" labelled [ "labels", (fun d -> Layers.CutMix(dtype = d)) ]
    yield!
        random "RandAugment" picture [
            "defaults", (fun d -> Layers.RandAugment(struct (-3.0, 3.0), dtype = d))
        ]
    yield!
        random "AugMix" picture [
            "defaults", (fun d -> Layers.AugMix(struct (-3.0, 3.0), dtype = d))
            "shape alone",
            (fun d ->
                Layers.AugMix(
                    struct (-3.0, 3.0),
                    numChains = 2,
                    chainDepth = 1,
                    alpha = 0.5,
                    allOps = false,
                    dtype = d
                ))
        ]
    yield!
        layer "MaxNumBoundingBoxes" boxes [
            "more", (fun d -> Layers.MaxNumBoundingBoxes(5, dtype = d))
            "fewer", (fun d -> Layers.MaxNumBoundingBoxes(2, dtype = d))
        ]
]
