/// What images with values from 0 to 255 become before a well-known network sees them: what its published weights
/// were trained with.
namespace Keratin

/// A way that Keras has a name for.
type internal InputScaling =
    /// Colours in the order blue, green, red, less the means of ImageNet.
    | Caffe
    /// From -1 to 1.
    | Tf
    /// From 0 to 1, less ImageNet's means, over its deviations.
    | Torch
    /// As they are: the network scales them itself.
    | AsTheyAre

[<RequireQualifiedAccess>]
module internal InputScaling =
    let private modes = [ "caffe", Caffe; "tf", Tf; "torch", Torch; "none", AsTheyAre ]

    /// Beginnings of networks' names; the first that fits decides.
    let private families = [
        "ResNet50V2", Tf
        "ResNet101V2", Tf
        "ResNet152V2", Tf
        "ResNet", Caffe
        "VGG", Caffe
        "InceptionV3", Tf
        "Xception", Tf
        "MobileNetV2", Tf
        "MobileNetV3", AsTheyAre
        "EfficientNet", AsTheyAre
        "ConvNeXt", AsTheyAre
        "DenseNet", Torch
    ]

    /// By the name of a mode or of a network.
    let parse where (name: string) : InputScaling =
        match List.tryFind (fun (mode, _) -> mode = name) modes with
        | Some(_, scaling) -> scaling
        | None ->
            match families |> List.tryFind (fun (family, _) -> name.StartsWith family) with
            | Some(_, scaling) -> scaling
            | None ->
                refuse
                    where
                    "a mode (\"caffe\", \"tf\", \"torch\", \"none\") or the name of a network, as \"ResNet50\""
                    $"\"{name}\""
                    "mode: \"caffe\""

    /// How channels are scaled.
    [<NoComparison>]
    type private Scale = {
        Divisor: float
        /// What is taken off each channel, and what it is divided by then.
        Channels: (float * float) list
        /// Whether the last channel becomes the first.
        Turned: bool
    }

    let private scaleOf scaling : Scale =
        match scaling with
        | Caffe -> {
            Divisor = 1.0
            Channels = [ 103.939, 1.0; 116.779, 1.0; 123.68, 1.0 ]
            Turned = true
          }
        | Torch -> {
            Divisor = 255.0
            Channels = [ 0.485, 0.229; 0.456, 0.224; 0.406, 0.225 ]
            Turned = false
          }
        | Tf -> {
            Divisor = 127.5
            Channels = [ 1.0, 1.0 ]
            Turned = false
          }
        | AsTheyAre -> {
            Divisor = 1.0
            Channels = [ 0.0, 1.0 ]
            Turned = false
          }

    /// The axis of the channels of one image or a batch, which has as many as are scaled.
    let private channelAxis where format (scale: Scale) (shown: string) (dims: Dim list) =
        let axis =
            match format with
            | LastFormat -> dims.Length - 1
            | FirstFormat -> dims.Length - 3

        let wanted = scale.Channels.Length

        if dims.Length < 3 || dims.Length > 4 || (wanted > 1 && dims[axis] <> size wanted) then
            refuse
                where
                $"one image or a batch of them with channels of red, green and blue, {format}"
                shown
                "give images in colour, or dataFormat: \"channels_first\""

        axis

    /// Images of a graph.
    let ofSymbol where (scaling: InputScaling) (format: DataFormat) (x: Symbol) : Symbol =
        let scale = scaleOf scaling
        let axis = channelAxis where format scale $"{x}" x.Dims

        let x =
            if DType.isFloat x.DType then
                x
            else
                Sym.cast DType.Float32 x

        let row (values: float list) =
            Sym.floats [| values.Length |] (Array.ofList values)
            |> Sym.cast x.DType
            |> Sym.reshape [
                for i in 0 .. x.Rank - 1 -> size (if i = axis then values.Length else 1)
            ]

        let ordered = if scale.Turned then Sym.reverse [ axis ] x else x

        (ordered / scale.Divisor - row (List.map fst scale.Channels))
        / row (List.map snd scale.Channels)

    /// Images of an array, in single precision.
    let ofArray where (scaling: InputScaling) (format: DataFormat) (x: NDArray) : NDArray =
        let scale = scaleOf scaling
        let shape = x.Shape
        let shown = $"an array of shape %A{List.ofArray shape}"
        let axis = channelAxis where format scale shown [ for n in shape -> size n ]
        let inner = shape[axis + 1 ..] |> Array.fold (*) 1
        let count = scale.Channels.Length
        let channels = [| for m, d in scale.Channels -> float32 m, float32 d |]
        let values = (NDArray.cast DType.Float32 x).Span<float32>().ToArray()

        values
        |> Array.mapi (fun i _ ->
            let channel = i / inner % count

            let source =
                if scale.Turned then
                    i + (count - 1 - 2 * channel) * inner
                else
                    i

            let mean, deviation = channels[channel]
            (values[source] / float32 scale.Divisor - mean) / deviation)
        |> NDArray.ofArray shape
