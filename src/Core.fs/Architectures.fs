/// The catalogue of well-known networks: one documented member for each, with Keras's parameters, order
/// and defaults but for weights, which are never downloaded.
namespace Keratin

open System
open Keratin.ImageNetworks

/// Well-known networks for images, with the names that Keras gives their layers and weights.
[<AbstractClass; Sealed>]
type Architectures =
    /// <summary>A residual network of 50 layers.</summary>
    /// <remarks>Input (batch, rows, columns, 3): colours in the order blue, green, red, less 103.939, 116.779 and 123.68. He et al., 2015.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 224, 224, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "resnet50".</param>
    static member ResNet50
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("resnet50")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "ResNet50",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> ResNet.v1 [ 3; 4; 6; 3 ]

    /// <summary>A residual network of 101 layers.</summary>
    /// <remarks>Input (batch, rows, columns, 3): colours in the order blue, green, red, less 103.939, 116.779 and 123.68. He et al., 2015.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 224, 224, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "resnet101".</param>
    static member ResNet101
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("resnet101")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "ResNet101",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> ResNet.v1 [ 3; 4; 23; 3 ]

    /// <summary>A residual network of 152 layers.</summary>
    /// <remarks>Input (batch, rows, columns, 3): colours in the order blue, green, red, less 103.939, 116.779 and 123.68. He et al., 2015.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 224, 224, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "resnet152".</param>
    static member ResNet152
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("resnet152")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "ResNet152",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> ResNet.v1 [ 3; 8; 36; 3 ]

    /// <summary>A residual network of 50 layers that normalizes before it convolves.</summary>
    /// <remarks>Input (batch, rows, columns, 3): numbers from -1 to 1. He et al., 2016.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 224, 224, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "resnet50v2".</param>
    static member ResNet50V2
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("resnet50v2")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "ResNet50V2",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> ResNet.v2 [ 3; 4; 6; 3 ]

    /// <summary>A residual network of 101 layers that normalizes before it convolves.</summary>
    /// <remarks>Input (batch, rows, columns, 3): numbers from -1 to 1. He et al., 2016.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 224, 224, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "resnet101v2".</param>
    static member ResNet101V2
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("resnet101v2")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "ResNet101V2",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> ResNet.v2 [ 3; 4; 23; 3 ]

    /// <summary>A residual network of 152 layers that normalizes before it convolves.</summary>
    /// <remarks>Input (batch, rows, columns, 3): numbers from -1 to 1. He et al., 2016.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 224, 224, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "resnet152v2".</param>
    static member ResNet152V2
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("resnet152v2")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "ResNet152V2",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> ResNet.v2 [ 3; 8; 36; 3 ]

    /// <summary>A small network of inverted residuals.</summary>
    /// <remarks>Input (batch, rows, columns, 3): numbers from -1 to 1. Sandler et al., 2018.</remarks>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 224, 224, 3 with a top, and any size without.</param>
    /// <param name="alpha">Numbers of channels, as a part of the standard ones; above 0. Default: 1.0.</param>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "mobilenetv2_1.00_224", with alpha and rows.</param>
    static member MobileNetV2
        (
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt; Or(1.0)>] alpha: float,
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt>] name: string | null
        ) : Network =
        LayerTypes.Checks.aboveZero "MobileNetV2" "alpha" alpha

        let rows =
            match inputShape with
            | null when includeTop -> "224"
            | null -> "None"
            | shape when shape.Length > 0 && shape[0].HasValue -> string shape[0].Value
            | _ -> "None"

        ImageNetwork.Of(
            "MobileNetV2",
            (name
             |> orElse (
                 String.Format(
                     Globalization.CultureInfo.InvariantCulture,
                     "mobilenetv2_{0:F2}_{1}",
                     alpha,
                     rows
                 )
             )),
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> MobileNetV2.build alpha

    /// <summary>The smaller network that was found by search for phones.</summary>
    /// <remarks>Input (batch, rows, columns, 3): pixels from 0 to 255, as preprocessing is part of it. Howard et al., 2019.</remarks>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: any size, 3 channels.</param>
    /// <param name="alpha">Numbers of channels, as a part of the standard ones; above 0. Default: 1.0.</param>
    /// <param name="minimalistic">Whether it does without squeeze-and-excitation, hard swish and kernels of 5. Default: false.</param>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="dropoutRate">The part that the top drops in training, from 0 to 1. Default: 0.2.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="includePreprocessing">Whether the first layer brings pixels from 0 to 255 to the range the network takes. Default: true.</param>
    /// <param name="name">The model's name. Default: "MobileNetV3Small".</param>
    static member MobileNetV3Small
        (
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt; Or(1.0)>] alpha: float,
            [<Opt; Or(false)>] minimalistic: bool,
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt>] pooling: string | null,
            [<Opt; Or(0.2)>] dropoutRate: float,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or(true)>] includePreprocessing: bool,
            [<Opt; Or("MobileNetV3Small")>] name: string
        ) : Network =
        LayerTypes.Checks.aboveZero "MobileNetV3Small" "alpha" alpha
        LayerTypes.Checks.rate "MobileNetV3Small" "dropout_rate" dropoutRate

        ImageNetwork.Of(
            "MobileNetV3Small",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> MobileNetV3.small {
            Alpha = alpha
            Minimalistic = minimalistic
            DropoutRate = dropoutRate
            IncludePreprocessing = includePreprocessing
        }

    /// <summary>The larger network that was found by search for phones.</summary>
    /// <remarks>Input (batch, rows, columns, 3): pixels from 0 to 255, as preprocessing is part of it. Howard et al., 2019.</remarks>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: any size, 3 channels.</param>
    /// <param name="alpha">Numbers of channels, as a part of the standard ones; above 0. Default: 1.0.</param>
    /// <param name="minimalistic">Whether it does without squeeze-and-excitation, hard swish and kernels of 5. Default: false.</param>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="dropoutRate">The part that the top drops in training, from 0 to 1. Default: 0.2.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="includePreprocessing">Whether the first layer brings pixels from 0 to 255 to the range the network takes. Default: true.</param>
    /// <param name="name">The model's name. Default: "MobileNetV3Large".</param>
    static member MobileNetV3Large
        (
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt; Or(1.0)>] alpha: float,
            [<Opt; Or(false)>] minimalistic: bool,
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt>] pooling: string | null,
            [<Opt; Or(0.2)>] dropoutRate: float,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or(true)>] includePreprocessing: bool,
            [<Opt; Or("MobileNetV3Large")>] name: string
        ) : Network =
        LayerTypes.Checks.aboveZero "MobileNetV3Large" "alpha" alpha
        LayerTypes.Checks.rate "MobileNetV3Large" "dropout_rate" dropoutRate

        ImageNetwork.Of(
            "MobileNetV3Large",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> MobileNetV3.large {
            Alpha = alpha
            Minimalistic = minimalistic
            DropoutRate = dropoutRate
            IncludePreprocessing = includePreprocessing
        }

    /// <summary>The network number 0 of a family whose depth, width and size of images grow together.</summary>
    /// <remarks>Input (batch, rows, columns, 3): pixels from 0 to 255, as preprocessing is part of it. Tan and Le, 2019.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 224, 224, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "efficientnetb0".</param>
    static member EfficientNetB0
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("efficientnetb0")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "EfficientNetB0",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> EfficientNet.build EfficientNet.scalings[0]

    /// <summary>The network number 1 of a family whose depth, width and size of images grow together.</summary>
    /// <remarks>Input (batch, rows, columns, 3): pixels from 0 to 255, as preprocessing is part of it. Tan and Le, 2019.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 240, 240, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "efficientnetb1".</param>
    static member EfficientNetB1
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("efficientnetb1")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "EfficientNetB1",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> EfficientNet.build EfficientNet.scalings[1]

    /// <summary>The network number 2 of a family whose depth, width and size of images grow together.</summary>
    /// <remarks>Input (batch, rows, columns, 3): pixels from 0 to 255, as preprocessing is part of it. Tan and Le, 2019.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 260, 260, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "efficientnetb2".</param>
    static member EfficientNetB2
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("efficientnetb2")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "EfficientNetB2",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> EfficientNet.build EfficientNet.scalings[2]

    /// <summary>The network number 3 of a family whose depth, width and size of images grow together.</summary>
    /// <remarks>Input (batch, rows, columns, 3): pixels from 0 to 255, as preprocessing is part of it. Tan and Le, 2019.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 300, 300, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "efficientnetb3".</param>
    static member EfficientNetB3
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("efficientnetb3")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "EfficientNetB3",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> EfficientNet.build EfficientNet.scalings[3]

    /// <summary>The network number 4 of a family whose depth, width and size of images grow together.</summary>
    /// <remarks>Input (batch, rows, columns, 3): pixels from 0 to 255, as preprocessing is part of it. Tan and Le, 2019.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 380, 380, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "efficientnetb4".</param>
    static member EfficientNetB4
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("efficientnetb4")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "EfficientNetB4",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> EfficientNet.build EfficientNet.scalings[4]

    /// <summary>The network number 5 of a family whose depth, width and size of images grow together.</summary>
    /// <remarks>Input (batch, rows, columns, 3): pixels from 0 to 255, as preprocessing is part of it. Tan and Le, 2019.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 456, 456, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "efficientnetb5".</param>
    static member EfficientNetB5
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("efficientnetb5")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "EfficientNetB5",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> EfficientNet.build EfficientNet.scalings[5]

    /// <summary>The network number 6 of a family whose depth, width and size of images grow together.</summary>
    /// <remarks>Input (batch, rows, columns, 3): pixels from 0 to 255, as preprocessing is part of it. Tan and Le, 2019.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 528, 528, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "efficientnetb6".</param>
    static member EfficientNetB6
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("efficientnetb6")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "EfficientNetB6",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> EfficientNet.build EfficientNet.scalings[6]

    /// <summary>The network number 7 of a family whose depth, width and size of images grow together.</summary>
    /// <remarks>Input (batch, rows, columns, 3): pixels from 0 to 255, as preprocessing is part of it. Tan and Le, 2019.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 600, 600, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "efficientnetb7".</param>
    static member EfficientNetB7
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("efficientnetb7")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "EfficientNetB7",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> EfficientNet.build EfficientNet.scalings[7]

    /// <summary>A densely connected network of 121 layers.</summary>
    /// <remarks>Input (batch, rows, columns, 3): numbers from 0 to 1, normalized by mean (0.485, 0.456, 0.406) and deviation (0.229, 0.224, 0.225). Huang et al., 2017.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 224, 224, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "densenet121".</param>
    static member DenseNet121
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("densenet121")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "DenseNet121",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> DenseNet.build [ 6; 12; 24; 16 ]

    /// <summary>A densely connected network of 169 layers.</summary>
    /// <remarks>Input (batch, rows, columns, 3): numbers from 0 to 1, normalized by mean (0.485, 0.456, 0.406) and deviation (0.229, 0.224, 0.225). Huang et al., 2017.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 224, 224, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "densenet169".</param>
    static member DenseNet169
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("densenet169")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "DenseNet169",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> DenseNet.build [ 6; 12; 32; 32 ]

    /// <summary>A densely connected network of 201 layers.</summary>
    /// <remarks>Input (batch, rows, columns, 3): numbers from 0 to 1, normalized by mean (0.485, 0.456, 0.406) and deviation (0.229, 0.224, 0.225). Huang et al., 2017.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 224, 224, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "densenet201".</param>
    static member DenseNet201
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("densenet201")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "DenseNet201",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> DenseNet.build [ 6; 12; 48; 32 ]

    /// <summary>Stacks of small convolutions, 16 layers with weights.</summary>
    /// <remarks>Input (batch, rows, columns, 3): colours in the order blue, green, red, less 103.939, 116.779 and 123.68. Simonyan and Zisserman, 2014.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 224, 224, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "vgg16".</param>
    static member VGG16
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("vgg16")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "VGG16",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> VGG.build [ 2; 2; 3; 3; 3 ]

    /// <summary>Stacks of small convolutions, 19 layers with weights.</summary>
    /// <remarks>Input (batch, rows, columns, 3): colours in the order blue, green, red, less 103.939, 116.779 and 123.68. Simonyan and Zisserman, 2014.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 224, 224, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "vgg19".</param>
    static member VGG19
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("vgg19")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "VGG19",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> VGG.build [ 2; 2; 4; 4; 4 ]

    /// <summary>A network of convolutions that are separate in space and in channels.</summary>
    /// <remarks>Input (batch, rows, columns, 3), of at least 71 rows and columns: numbers from -1 to 1. Chollet, 2017.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 299, 299, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "xception".</param>
    static member Xception
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("xception")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "Xception",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> Xception.build

    /// <summary>Branches of several kernel sizes side by side.</summary>
    /// <remarks>Input (batch, rows, columns, 3), of at least 75 rows and columns: numbers from -1 to 1. Szegedy et al., 2016.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 299, 299, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "inception_v3".</param>
    static member InceptionV3
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("inception_v3")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "InceptionV3",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> InceptionV3.build

    /// <summary>A convolutional network with the manners of transformers; the size "tiny".</summary>
    /// <remarks>Input (batch, rows, columns, 3): pixels from 0 to 255, as preprocessing is part of it. Liu et al., 2022.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="includePreprocessing">Whether the first layer brings pixels from 0 to 255 to the range the network takes. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 224, 224, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "convnext_tiny".</param>
    static member ConvNeXtTiny
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt; Or(true)>] includePreprocessing: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("convnext_tiny")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "ConvNeXtTiny",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> ConvNeXt.build ConvNeXt.tiny includePreprocessing

    /// <summary>A convolutional network with the manners of transformers; the size "small".</summary>
    /// <remarks>Input (batch, rows, columns, 3): pixels from 0 to 255, as preprocessing is part of it. Liu et al., 2022.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="includePreprocessing">Whether the first layer brings pixels from 0 to 255 to the range the network takes. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 224, 224, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "convnext_small".</param>
    static member ConvNeXtSmall
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt; Or(true)>] includePreprocessing: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("convnext_small")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "ConvNeXtSmall",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> ConvNeXt.build ConvNeXt.small includePreprocessing

    /// <summary>A convolutional network with the manners of transformers; the size "base".</summary>
    /// <remarks>Input (batch, rows, columns, 3): pixels from 0 to 255, as preprocessing is part of it. Liu et al., 2022.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="includePreprocessing">Whether the first layer brings pixels from 0 to 255 to the range the network takes. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 224, 224, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "convnext_base".</param>
    static member ConvNeXtBase
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt; Or(true)>] includePreprocessing: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("convnext_base")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "ConvNeXtBase",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> ConvNeXt.build ConvNeXt.base' includePreprocessing

    /// <summary>A convolutional network with the manners of transformers; the size "large".</summary>
    /// <remarks>Input (batch, rows, columns, 3): pixels from 0 to 255, as preprocessing is part of it. Liu et al., 2022.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="includePreprocessing">Whether the first layer brings pixels from 0 to 255 to the range the network takes. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 224, 224, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "convnext_large".</param>
    static member ConvNeXtLarge
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt; Or(true)>] includePreprocessing: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("convnext_large")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "ConvNeXtLarge",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> ConvNeXt.build ConvNeXt.large includePreprocessing

    /// <summary>A convolutional network with the manners of transformers; the size "xlarge".</summary>
    /// <remarks>Input (batch, rows, columns, 3): pixels from 0 to 255, as preprocessing is part of it. Liu et al., 2022.</remarks>
    /// <param name="includeTop">Whether the layers that classify are there. Default: true.</param>
    /// <param name="includePreprocessing">Whether the first layer brings pixels from 0 to 255 to the range the network takes. Default: true.</param>
    /// <param name="weights">null: the weights get first values. No pretrained weights are downloaded: LoadWeights reads a file of them. Default: null.</param>
    /// <param name="inputTensor">A symbol of images to begin from. Default: an input of its own.</param>
    /// <param name="inputShape">Rows, columns and channels of an image. Default: 224, 224, 3 with a top, and any size without.</param>
    /// <param name="pooling">Without a top: "avg" or "max" over rows and columns; null: neither. Default: null.</param>
    /// <param name="classes">How many classes the top has. Default: 1000.</param>
    /// <param name="classifierActivation">Applied by the top; null: none, for logits. Default: "softmax".</param>
    /// <param name="name">The model's name. Default: "convnext_xlarge".</param>
    static member ConvNeXtXLarge
        (
            [<Opt; Or(true)>] includeTop: bool,
            [<Opt; Or(true)>] includePreprocessing: bool,
            [<Opt>] weights: string | null,
            [<Opt>] inputTensor: Symbol | null,
            [<Opt>] inputShape: Nullable<int>[] | null,
            [<Opt>] pooling: string | null,
            [<Opt; Or(1000)>] classes: int,
            [<Opt; Or("softmax")>] classifierActivation: string | null,
            [<Opt; Or("convnext_xlarge")>] name: string
        ) : Network =
        ImageNetwork.Of(
            "ConvNeXtXLarge",
            name,
            includeTop,
            weights,
            inputTensor,
            inputShape,
            pooling,
            classes,
            classifierActivation
        )
        |> ConvNeXt.build ConvNeXt.xlarge includePreprocessing
