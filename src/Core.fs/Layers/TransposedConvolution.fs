/// Transposed convolutions: the reverse of a convolution's shapes.
namespace Keratin.LayerTypes

open Keratin

/// Conv1DTranspose, Conv2DTranspose and Conv3DTranspose.
type internal ConvTranspose = {
    /// The number in the class's name; not part of the config.
    Rank: int
    Filters: int
    KernelSize: int list
    Strides: int list
    Padding: Padding
    OutputPadding: int list option
    DataFormat: DataFormat
    DilationRate: int list
    Activation: Activation
    UseBias: bool
    KernelInitializer: Initializer
    BiasInitializer: Initializer
    KernelRegularizer: Regularizer option
    BiasRegularizer: Regularizer option
    ActivityRegularizer: Regularizer option
    KernelConstraint: Constraint option
    BiasConstraint: Constraint option
} with

    /// What is cut off the full result of an axis, before and after; negative where it is extended.
    static member Crop
        (padding: Padding, kernel: int, stride: int, dilation: int, extra: int option)
        =
        let reach = dilation * (kernel - 1) + 1

        match padding with
        | ValidPadding
        | CausalPadding -> 0, -(extra |> Option.defaultValue (max reach stride - reach))
        | SamePadding ->
            let total =
                match extra with
                | None -> stride + reach - 2
                | Some extra -> reach + reach % 2 - 2 + extra

            let before = min ((total + 1) / 2) (reach - 1)
            reach - 1 - before, reach - 1 - (total - before)

    interface ILayer with
        member c.Build(scope, inputs) =
            let x, channels = channelsOf scope c.Rank c.DataFormat inputs.Head
            let shape = c.KernelSize @ [ c.Filters; channels ]

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

            let crop = [
                for axis in 0 .. c.Rank - 1 ->
                    ConvTranspose.Crop(
                        c.Padding,
                        c.KernelSize[axis],
                        c.Strides[axis],
                        c.DilationRate[axis],
                        c.OutputPadding |> Option.map (fun extra -> extra[axis])
                    )
            ]

            let window: ConvTransposeWindow = {
                Strides = c.Strides
                Dilation = c.DilationRate
                Crop = crop
                HasBias = c.UseBias
            }

            [
                Sym.apply (Op.ConvTranspose window) ([ x; kernel ] @ Option.toList bias)
                |> inFormat c.DataFormat
                |> activate c.Activation
                |> activityPenalty scope c.ActivityRegularizer
                |> unmasked
            ]
