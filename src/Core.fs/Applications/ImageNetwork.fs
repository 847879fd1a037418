/// What every network for images shares: its input, its head, and the words it is written in.
namespace Keratin.ImageNetworks

open System
open Keratin

/// How a network is asked for; the parameters all builders have.
[<NoComparison; NoEquality>]
type internal ImageNetwork = {
    /// The builder: "ResNet50".
    Builder: string
    Name: string
    IncludeTop: bool
    InputTensor: Symbol option
    InputShape: Nullable<int> list option
    Pooling: string option
    Classes: int
    ClassifierActivation: Activation
} with

    /// The settings of a builder, when they are possible.
    static member Of
        (
            builder: string,
            name: string | null,
            includeTop: bool,
            weights: string | null,
            inputTensor: Symbol | null,
            inputShape: Nullable<int>[] | null,
            pooling: string | null,
            classes: int,
            classifierActivation: string | null
        ) : ImageNetwork =
        match weights with
        | null -> ()
        | weights ->
            refuse
                builder
                "weights: null, as no pretrained weights are downloaded"
                $"weights = \"{weights}\""
                "download the file of weights, and call LoadWeights(path) on the model"

        match pooling with
        | null
        | "avg"
        | "max" -> ()
        | other -> refuseWord builder "pooling" other [ "avg"; "max" ]

        if classes <= 0 then
            refuse builder "classes > 0" $"classes = {classes}" "classes: 1000"

        {
            Builder = builder
            Name = name |> orElse (Words.snake builder)
            IncludeTop = includeTop
            InputTensor = Option.ofObj inputTensor
            InputShape = Option.ofObj inputShape |> Option.map List.ofArray
            Pooling = Option.ofObj pooling
            Classes = classes
            ClassifierActivation =
                match classifierActivation with
                | null -> Activation.Linear
                | word -> Activation.op_Implicit word
        }

    /// The shape that was given, when it is possible.
    member private n.GivenShape least : Nullable<int> list option =
        match n.InputShape with
        | Some shape when shape.Length <> 3 ->
            refuse
                n.Builder
                "an inputShape of rows, columns and channels"
                $"%A{shape}"
                "inputShape: [224, 224, 3]"
        | Some shape when
            shape
            |> List.take 2
            |> List.exists (fun size -> size.HasValue && size.Value < least)
            ->
            refuse
                n.Builder
                $"images of at least {least} rows and columns"
                $"{shape[0]} x {shape[1]}"
                $"inputShape: [{least}, {least}, 3]"
        | given -> given

    member private n.InputOf(shape: Nullable<int> list) : Symbol =
        n.InputTensor
        |> Option.defaultWith (fun () -> InputLayer.symbol shape None DType.Float32 null)

    /// The images; of the standard size when there is a top and nothing else is said.
    member n.Input (standard: int) (least: int) : Symbol =
        let shape =
            match n.GivenShape least with
            | Some shape -> shape
            | None when n.IncludeTop -> [ Nullable standard; Nullable standard; Nullable 3 ]
            | None -> [ Nullable(); Nullable(); Nullable 3 ]

        if n.IncludeTop && n.InputTensor.IsNone && shape |> List.exists (_.HasValue >> not) then
            refuse
                n.Builder
                "an inputShape of known sizes, as includeTop is true"
                $"%A{shape}"
                $"inputShape: [{standard}, {standard}, 3], or includeTop: false"

        n.InputOf shape

    /// The images, of any size when nothing else is said.
    member n.InputOfAnySize(least: int) : Symbol =
        n.GivenShape least
        |> Option.defaultValue [ Nullable(); Nullable(); Nullable 3 ]
        |> n.InputOf

    /// Without a top: what pooling asks for, by layers of these names.
    member n.Pool (average: string | null) (greatest: string | null) (x: Symbol) : Symbol =
        match n.Pooling with
        | Some "avg" -> Layers.GlobalAveragePooling2D(name = average).Apply x
        | Some _ -> Layers.GlobalMaxPooling2D(name = greatest).Apply x
        | None -> x

    /// The layer of probabilities.
    member n.Classify(x: Symbol) : Symbol =
        Layers.Dense(n.Classes, activation = n.ClassifierActivation, name = "predictions").Apply x

    /// A mean over each channel, then the layer of probabilities; or what pooling asks for.
    member n.Head(x: Symbol) : Symbol =
        if n.IncludeTop then
            Layers.GlobalAveragePooling2D(name = "avg_pool").Apply x |> n.Classify
        else
            n.Pool "avg_pool" "max_pool" x

    member n.Network(output: Symbol) : Network = Network.ofOutputs n.Name [ output ]

[<AutoOpen>]
module internal Building =
    /// The number of channels.
    let channels (x: Symbol) : int =
        match List.last x.Dims with
        | Size n -> n
        | Symbolic ->
            refuse
                "an image network"
                "a known number of channels"
                $"{x}"
                "give the input a shape whose last axis is a number"

    /// A convolution with a square kernel.
    let convolve
        (name: string | null)
        (filters: int)
        (kernel: int)
        (stride: int)
        (padding: string)
        (useBias: bool)
        : Symbol -> Symbol =
        Layers
            .Conv2D(
                filters,
                kernel,
                strides = stride,
                padding = Padding.op_Implicit padding,
                useBias = useBias,
                name = name
            )
            .Apply

    let normalize (name: string | null) (epsilon: float) : Symbol -> Symbol =
        Layers.BatchNormalization(epsilon = epsilon, name = name).Apply

    let activate (name: string | null) (activation: string) : Symbol -> Symbol =
        Layers.Activation(Activation.op_Implicit activation, name = name).Apply

    let relu (name: string | null) : Symbol -> Symbol = activate name "relu"

    /// The same margin on all sides.
    let pad (name: string | null) (margin: int) : Symbol -> Symbol =
        Layers.ZeroPadding2D(Margins [ margin, margin ], name = name).Apply

    let add (name: string | null) (xs: Symbol list) : Symbol =
        Layers.Add(name = name).Apply(Array.ofList xs)

    let concatenate (name: string | null) (xs: Symbol list) : Symbol =
        Layers.Concatenate(name = name).Apply(Array.ofList xs)

    /// Margins after which a convolution of stride 2 without padding sees what one with padding sees in
    /// the networks that were trained with it: one row less before than after where the size is even.
    let padForStride (name: string) (kernel: int) (x: Symbol) : Symbol =
        let after = kernel / 2

        let before =
            match x.Dims[1], x.Dims[2] with
            | Size rows, Size columns -> after - 1 + rows % 2, after - 1 + columns % 2
            | _ -> after - 1, after - 1

        Layers
            .ZeroPadding2D(Margins [ (fst before, after); (snd before, after) ], name = name)
            .Apply
            x

    /// A depthwise convolution without bias; one of stride 2 has the margins of padForStride.
    let depthwise
        (name: string)
        (padding: string)
        (kernels: Initializer)
        (kernel: int)
        (stride: int)
        (x: Symbol)
        : Symbol =
        let x, border =
            if stride = 2 then
                padForStride padding kernel x, "valid"
            else
                x, "same"

        Layers
            .DepthwiseConv2D(
                kernel,
                strides = stride,
                padding = Padding.op_Implicit border,
                useBias = false,
                depthwiseInitializer = kernels,
                name = name
            )
            .Apply
            x

    /// The multiple of eight next to a number of channels, at most a tenth below it.
    let multipleOfEight (count: float) : int =
        let near = max 8 (int (count + 4.0) / 8 * 8)
        if float near < 0.9 * count then near + 8 else near
