/// Convolutions of one, two and three dimensions: dense, depthwise and separable.
namespace Keratin.LayerTypes

open Keratin

[<AutoOpen>]
module internal Convolutions =
    /// Strides and dilation together are more than one in no convolution of Keras.
    let strideOrDilation where (strides: int list) (dilation: int list) =
        allPositive where "strides" strides
        allPositive where "dilation_rate" dilation

        if List.exists (fun n -> n > 1) strides && List.exists (fun n -> n > 1) dilation then
            refuse
                where
                "strides or dilation_rate above 1, not both"
                $"strides %A{strides}, dilation_rate %A{dilation}"
                "strides: 1"

    /// The padding, where only past and future are padded alike.
    let notCausal where (padding: Padding) =
        match padding with
        | CausalPadding ->
            refuse where "padding \"valid\" or \"same\"" "\"causal\"" "padding: \"same\", or Conv1D"
        | ValidPadding
        | SamePadding -> ()

    let padsOf padding (kernel: int list) (dilation: int list) =
        match padding with
        | SamePadding -> SamePads
        | ValidPadding -> Explicit(kernel |> List.map (fun _ -> 0, 0))
        | CausalPadding -> Explicit(List.map2 (fun k d -> d * (k - 1), 0) kernel dilation)

    /// In memory a kernel lies as (last axis, spatial…, last but one): what LibTorch's kernels want.
    let kernelStorage rank =
        [ rank - 1 ] @ [ 0 .. rank - 3 ] @ [ rank - 2 ]

    let windowOf padding kernel strides dilation : Window = {
        Strides = strides
        Dilation = dilation
        Pads = padsOf padding kernel dilation
    }

    /// The input with its channels last, and how many there are.
    let channelsOf (scope: Scope) rank format (x: Symbol) =
        ofRank scope (rank + 2) $"batch, channels and {rank} spatial" x
        let x = channelsLast format x
        x, known scope "channels" (List.last x.Dims)

    /// A convolution and its bias, if there is one.
    let convolve window groups (bias: Symbol option) kernel x =
        Sym.conv
            {
                Window = window
                Groups = groups
                HasBias = bias.IsSome
            }
            ([ x; kernel ] @ Option.toList bias)

    /// A depthwise kernel (k…, in, multiplier) as that of a convolution with a group for each channel.
    let depthwise window channels multiplier bias (kernel: Symbol) x =
        let spatial = kernel.Dims[.. kernel.Rank - 3]

        let grouped =
            Sym.reshape (spatial @ [ size 1; size (channels * multiplier) ]) kernel

        convolve window channels bias grouped x

/// Conv1D, Conv2D and Conv3D.
type internal Conv = {
    /// The number in the class's name; not part of the config.
    Rank: int
    Filters: int
    KernelSize: int list
    Strides: int list
    Padding: Padding
    DataFormat: DataFormat
    DilationRate: int list
    Groups: int
    Activation: Activation
    UseBias: bool
    KernelInitializer: Initializer
    BiasInitializer: Initializer
    KernelRegularizer: Regularizer option
    BiasRegularizer: Regularizer option
    ActivityRegularizer: Regularizer option
    KernelConstraint: Constraint option
    BiasConstraint: Constraint option
    Adaptation: Adaptation option
} with

    interface IAdaptable with
        member _.Adaptable = "kernel"

        member c.Build(scope, inputs) =
            let x, channels = channelsOf scope c.Rank c.DataFormat inputs.Head

            if channels % c.Groups <> 0 then
                scope.Refuse
                    $"input channels that groups = {c.Groups} divides"
                    $"{channels} channels"
                    "groups: 1"

            let shape = c.KernelSize @ [ channels / c.Groups; c.Filters ]

            let kernel =
                scope.Weight(
                    "kernel",
                    List.map size shape,
                    c.KernelInitializer,
                    c.KernelRegularizer,
                    c.KernelConstraint,
                    storage = kernelStorage shape.Length
                )

            let bias =
                if c.UseBias then
                    Some(
                        scope.Weight(
                            "bias",
                            [ size c.Filters ],
                            c.BiasInitializer,
                            c.BiasRegularizer,
                            c.BiasConstraint
                        )
                    )
                else
                    None

            Adaptation.apply scope "kernel" c.Adaptation
            let window = windowOf c.Padding c.KernelSize c.Strides c.DilationRate

            [
                x
                |> convolve window c.Groups bias kernel
                |> inFormat c.DataFormat
                |> activate c.Activation
                |> activityPenalty scope c.ActivityRegularizer
                |> unmasked
            ]

/// DepthwiseConv1D and DepthwiseConv2D: each channel has kernels of its own.
type internal DepthwiseConv = {
    /// The number in the class's name; not part of the config.
    Rank: int
    KernelSize: int list
    Strides: int list
    Padding: Padding
    DepthMultiplier: int
    DataFormat: DataFormat
    DilationRate: int list
    Activation: Activation
    UseBias: bool
    DepthwiseInitializer: Initializer
    BiasInitializer: Initializer
    DepthwiseRegularizer: Regularizer option
    BiasRegularizer: Regularizer option
    ActivityRegularizer: Regularizer option
    DepthwiseConstraint: Constraint option
    BiasConstraint: Constraint option
} with

    interface ILayer with
        member c.Build(scope, inputs) =
            let x, channels = channelsOf scope c.Rank c.DataFormat inputs.Head

            let kernel =
                scope.Weight(
                    "kernel",
                    List.map size (c.KernelSize @ [ channels; c.DepthMultiplier ]),
                    c.DepthwiseInitializer,
                    c.DepthwiseRegularizer,
                    c.DepthwiseConstraint
                )

            let bias =
                if c.UseBias then
                    Some(
                        scope.Weight(
                            "bias",
                            [ size (channels * c.DepthMultiplier) ],
                            c.BiasInitializer,
                            c.BiasRegularizer,
                            c.BiasConstraint
                        )
                    )
                else
                    None

            let window = windowOf c.Padding c.KernelSize c.Strides c.DilationRate

            [
                x
                |> depthwise window channels c.DepthMultiplier bias kernel
                |> inFormat c.DataFormat
                |> activate c.Activation
                |> activityPenalty scope c.ActivityRegularizer
                |> unmasked
            ]

/// SeparableConv1D and SeparableConv2D: a depthwise convolution, then one of size one.
type internal SeparableConv = {
    /// The number in the class's name; not part of the config.
    Rank: int
    Filters: int
    KernelSize: int list
    Strides: int list
    Padding: Padding
    DataFormat: DataFormat
    DilationRate: int list
    DepthMultiplier: int
    Activation: Activation
    UseBias: bool
    DepthwiseInitializer: Initializer
    PointwiseInitializer: Initializer
    BiasInitializer: Initializer
    DepthwiseRegularizer: Regularizer option
    PointwiseRegularizer: Regularizer option
    BiasRegularizer: Regularizer option
    ActivityRegularizer: Regularizer option
    DepthwiseConstraint: Constraint option
    PointwiseConstraint: Constraint option
    BiasConstraint: Constraint option
} with

    interface ILayer with
        member c.Build(scope, inputs) =
            let x, channels = channelsOf scope c.Rank c.DataFormat inputs.Head

            let deep =
                scope.Weight(
                    "depthwise_kernel",
                    List.map size (c.KernelSize @ [ channels; c.DepthMultiplier ]),
                    c.DepthwiseInitializer,
                    c.DepthwiseRegularizer,
                    c.DepthwiseConstraint
                )

            let ones = List.replicate c.Rank 1

            let point =
                scope.Weight(
                    "pointwise_kernel",
                    List.map size (ones @ [ channels * c.DepthMultiplier; c.Filters ]),
                    c.PointwiseInitializer,
                    c.PointwiseRegularizer,
                    c.PointwiseConstraint,
                    storage = kernelStorage (c.Rank + 2)
                )

            let bias =
                if c.UseBias then
                    Some(
                        scope.Weight(
                            "bias",
                            [ size c.Filters ],
                            c.BiasInitializer,
                            c.BiasRegularizer,
                            c.BiasConstraint
                        )
                    )
                else
                    None

            let window = windowOf c.Padding c.KernelSize c.Strides c.DilationRate

            [
                x
                |> depthwise window channels c.DepthMultiplier None deep
                |> convolve (windowOf ValidPadding ones ones ones) 1 bias point
                |> inFormat c.DataFormat
                |> activate c.Activation
                |> activityPenalty scope c.ActivityRegularizer
                |> unmasked
            ]
