/// Samples of convolutions, pooling, padding, cropping and resizing.
module internal Keratin.Properties.SpatialSamples

open Keratin
open Keratin.Properties

let private line = [ floats [ 9; 4 ] ]
let private plane = [ floats [ 7; 6; 4 ] ]
let private space = [ floats [ 5; 4; 6; 2 ] ]

let private convolutions = [
    yield!
        layer "Conv1D" line [
            "defaults", (fun d -> Layers.Conv1D(3, 3, dtype = d))
            "causal, dilated",
            (fun d -> Layers.Conv1D(3, 2, padding = "causal", dilationRate = 2, dtype = d))
            "same, strided, groups",
            (fun d ->
                Layers.Conv1D(
                    4,
                    3,
                    strides = 2,
                    padding = "same",
                    groups = 2,
                    activation = "tanh",
                    dtype = d
                ))
        ]
    yield!
        layer "Conv2D" plane [
            "defaults", (fun d -> Layers.Conv2D(3, 3, dtype = d))
            "same, strided",
            (fun d ->
                Layers.Conv2D(
                    3,
                    struct (2, 3),
                    strides = struct (2, 1),
                    padding = "same",
                    dtype = d
                ))
            "dilated, no bias",
            (fun d -> Layers.Conv2D(3, 2, dilationRate = 2, useBias = false, dtype = d))
            "groups", (fun d -> Layers.Conv2D(4, 3, groups = 4, activation = "sigmoid", dtype = d))
            "channels first",
            (fun d -> Layers.Conv2D(2, 2, dataFormat = "channels_first", dtype = d))
        ]
    yield!
        layer "Conv3D" space [
            "defaults", (fun d -> Layers.Conv3D(3, 2, dtype = d))
            "same, strided",
            (fun d -> Layers.Conv3D(2, 3, strides = 2, padding = "same", dtype = d))
        ]
    yield!
        layer "DepthwiseConv1D" line [
            "two for each", (fun d -> Layers.DepthwiseConv1D(3, depthMultiplier = 2, dtype = d))
            "same", (fun d -> Layers.DepthwiseConv1D(2, strides = 2, padding = "same", dtype = d))
        ]
    yield!
        layer "DepthwiseConv2D" plane [
            "two for each", (fun d -> Layers.DepthwiseConv2D(3, depthMultiplier = 2, dtype = d))
            "same, no bias",
            (fun d ->
                Layers.DepthwiseConv2D(
                    3,
                    strides = 2,
                    padding = "same",
                    useBias = false,
                    dtype = d
                ))
        ]
    yield!
        layer "SeparableConv1D" line [
            "defaults", (fun d -> Layers.SeparableConv1D(3, 3, dtype = d))
            "same",
            (fun d ->
                Layers.SeparableConv1D(3, 2, padding = "same", depthMultiplier = 2, dtype = d))
        ]
    yield!
        layer "SeparableConv2D" plane [
            "defaults", (fun d -> Layers.SeparableConv2D(3, 3, dtype = d))
            "same, strided",
            (fun d -> Layers.SeparableConv2D(2, 3, strides = 2, padding = "same", dtype = d))
        ]
    yield!
        layer "Conv1DTranspose" line [
            "defaults", (fun d -> Layers.Conv1DTranspose(3, 3, dtype = d))
            "same, strided",
            (fun d -> Layers.Conv1DTranspose(3, 3, strides = 2, padding = "same", dtype = d))
        ]
    yield!
        layer "Conv2DTranspose" plane [
            "defaults", (fun d -> Layers.Conv2DTranspose(3, 3, dtype = d))
            "same, strided",
            (fun d ->
                Layers.Conv2DTranspose(
                    2,
                    2,
                    strides = 2,
                    padding = "same",
                    useBias = false,
                    dtype = d
                ))
            "strides above the kernel",
            (fun d -> Layers.Conv2DTranspose(2, 2, strides = 3, padding = "same", dtype = d))
            "output padding",
            (fun d -> Layers.Conv2DTranspose(2, 3, strides = 2, outputPadding = 1, dtype = d))
        ]
    yield!
        layer "Conv3DTranspose" space [
            "defaults", (fun d -> Layers.Conv3DTranspose(2, 2, dtype = d))
            "same, strided",
            (fun d -> Layers.Conv3DTranspose(2, 3, strides = 2, padding = "same", dtype = d))
        ]
]

let private pooling = [
    yield!
        layer "MaxPooling1D" line [
            "defaults", (fun d -> Layers.MaxPooling1D(dtype = d))
            "same", (fun d -> Layers.MaxPooling1D(3, strides = 2, padding = "same", dtype = d))
        ]
    yield!
        layer "MaxPooling2D" plane [
            "defaults", (fun d -> Layers.MaxPooling2D(dtype = d))
            "same, overlapping",
            (fun d -> Layers.MaxPooling2D(3, strides = 2, padding = "same", dtype = d))
            "channels first",
            (fun d -> Layers.MaxPooling2D(2, dataFormat = "channels_first", dtype = d))
        ]
    yield!
        layer "MaxPooling3D" space [
            "defaults", (fun d -> Layers.MaxPooling3D(dtype = d))
            "same", (fun d -> Layers.MaxPooling3D(2, strides = 1, padding = "same", dtype = d))
        ]
    yield!
        layer "AveragePooling1D" line [
            "two", (fun d -> Layers.AveragePooling1D(2, dtype = d))
            "same", (fun d -> Layers.AveragePooling1D(3, strides = 2, padding = "same", dtype = d))
        ]
    yield!
        layer "AveragePooling2D" plane [
            "two", (fun d -> Layers.AveragePooling2D(2, dtype = d))
            "same", (fun d -> Layers.AveragePooling2D(3, strides = 2, padding = "same", dtype = d))
        ]
    yield!
        layer "AveragePooling3D" space [
            "two", (fun d -> Layers.AveragePooling3D(2, dtype = d))
            "same", (fun d -> Layers.AveragePooling3D(2, strides = 1, padding = "same", dtype = d))
        ]
    yield!
        layer "GlobalMaxPooling1D" line [
            "defaults", (fun d -> Layers.GlobalMaxPooling1D(dtype = d))
            "axes kept", (fun d -> Layers.GlobalMaxPooling1D(keepdims = true, dtype = d))
        ]
    yield!
        layer "GlobalMaxPooling2D" plane [
            "defaults", (fun d -> Layers.GlobalMaxPooling2D(dtype = d))
            "channels first", (fun d -> Layers.GlobalMaxPooling2D("channels_first", dtype = d))
        ]
    yield!
        layer "GlobalMaxPooling3D" space [
            "defaults", (fun d -> Layers.GlobalMaxPooling3D(dtype = d))
        ]
    yield!
        layer "GlobalAveragePooling1D" line [
            "defaults", (fun d -> Layers.GlobalAveragePooling1D(dtype = d))
            "axes kept", (fun d -> Layers.GlobalAveragePooling1D(keepdims = true, dtype = d))
        ]
    yield!
        layer "GlobalAveragePooling2D" plane [
            "defaults", (fun d -> Layers.GlobalAveragePooling2D(dtype = d))
            "axes kept", (fun d -> Layers.GlobalAveragePooling2D(keepdims = true, dtype = d))
        ]
    yield!
        layer "GlobalAveragePooling3D" space [
            "defaults", (fun d -> Layers.GlobalAveragePooling3D(dtype = d))
        ]
    yield!
        layer "AdaptiveAveragePooling1D" line [
            "four", (fun d -> Layers.AdaptiveAveragePooling1D(4, dtype = d))
        ]
    yield!
        layer "AdaptiveAveragePooling2D" plane [
            "three by two", (fun d -> Layers.AdaptiveAveragePooling2D(struct (3, 2), dtype = d))
        ]
    yield!
        layer "AdaptiveAveragePooling3D" space [
            "two", (fun d -> Layers.AdaptiveAveragePooling3D(2, dtype = d))
        ]
    yield!
        layer "AdaptiveMaxPooling1D" line [
            "four", (fun d -> Layers.AdaptiveMaxPooling1D(4, dtype = d))
        ]
    yield!
        layer "AdaptiveMaxPooling2D" plane [
            "three by two", (fun d -> Layers.AdaptiveMaxPooling2D(struct (3, 2), dtype = d))
        ]
    yield!
        layer "AdaptiveMaxPooling3D" space [
            "two", (fun d -> Layers.AdaptiveMaxPooling3D(2, dtype = d))
        ]
]

let private borders = [
    yield!
        layer "ZeroPadding1D" line [
            "defaults", (fun d -> Layers.ZeroPadding1D(dtype = d))
            "uneven", (fun d -> Layers.ZeroPadding1D(Margins [ 0, 3 ], dtype = d))
        ]
    yield!
        layer "ZeroPadding2D" plane [
            "defaults", (fun d -> Layers.ZeroPadding2D(dtype = d))
            "uneven",
            (fun d -> Layers.ZeroPadding2D(struct (struct (1, 2), struct (0, 3)), dtype = d))
        ]
    yield! layer "ZeroPadding3D" space [ "defaults", (fun d -> Layers.ZeroPadding3D(dtype = d)) ]
    yield!
        layer "Cropping1D" line [
            "defaults", (fun d -> Layers.Cropping1D(dtype = d))
            "uneven", (fun d -> Layers.Cropping1D(Margins [ 0, 3 ], dtype = d))
        ]
    yield!
        layer "Cropping2D" plane [
            "one", (fun d -> Layers.Cropping2D(1, dtype = d))
            "uneven", (fun d -> Layers.Cropping2D(struct (struct (1, 2), struct (0, 3)), dtype = d))
        ]
    yield! layer "Cropping3D" space [ "defaults", (fun d -> Layers.Cropping3D(dtype = d)) ]
    yield! layer "UpSampling1D" line [ "three times", (fun d -> Layers.UpSampling1D(3, dtype = d)) ]
    yield!
        layer "UpSampling2D" plane [
            "defaults", (fun d -> Layers.UpSampling2D(dtype = d))
            "bilinear",
            (fun d -> Layers.UpSampling2D(struct (2, 3), interpolation = "bilinear", dtype = d))
            "bicubic", (fun d -> Layers.UpSampling2D(2, interpolation = "bicubic", dtype = d))
        ]
    yield! layer "UpSampling3D" space [ "defaults", (fun d -> Layers.UpSampling3D(dtype = d)) ]
]

let all = convolutions @ pooling @ borders
