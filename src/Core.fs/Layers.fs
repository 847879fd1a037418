/// The catalogue: one documented member for each layer, with every default; called from both
/// languages.
namespace Keratin

open System
open Keratin.LayerTypes

[<AutoOpen>]
module private Catalogue =
    let optional (value: 'a | null) =
        match value with
        | null -> None
        | value -> Some value

    /// A layer object of this meaning, with what every layer takes.
    let layer
        (kind: string)
        (name: string | null)
        (dtype: string | null)
        (trainable: bool)
        (inputShape: Nullable<int>[] | null)
        (meaning: ILayer)
        : Layer =
        let layer =
            CatalogueLayer(
                kind,
                name,
                meaning,
                Policy = Policy.Parse dtype,
                InputShape = (optional inputShape |> Option.map List.ofArray)
            )

        if not trainable then
            layer.Trainable <- false

        layer

/// Every layer, with Keras's names, parameters, order and defaults.
[<AbstractClass; Sealed>]
type Layers =
    /// <summary>Contracts the last axis: activation(x · kernel + bias).</summary>
    /// <remarks>Input (batch, …, features), output (batch, …, units). Weights: kernel (features, units),
    /// bias (units).</remarks>
    /// <param name="units">The size of the output's last axis; above 0.</param>
    /// <param name="activation">Applied to the result. Default: linear.</param>
    /// <param name="useBias">Whether a bias is added. Default: true.</param>
    /// <param name="kernelInitializer">First values of the kernel. Default: GlorotUniform.</param>
    /// <param name="biasInitializer">First values of the bias. Default: zeros.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel. Default: none.</param>
    /// <param name="biasRegularizer">A penalty on the bias. Default: none.</param>
    /// <param name="activityRegularizer">A penalty on the output, per sample. Default: none.</param>
    /// <param name="kernelConstraint">What the kernel is forced to be. Default: anything.</param>
    /// <param name="biasConstraint">What the bias is forced to be. Default: anything.</param>
    /// <param name="name">The layer's name. Default: made from the class.</param>
    /// <param name="dtype">The type it calculates in, or a policy such as "mixed_bfloat16". Default: "float32".</param>
    /// <param name="trainable">Whether training changes its weights. Default: true.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a Sequential.</param>
    static member Dense
        (
            units: int,
            [<Opt>] activation: Activation | null,
            [<Opt; Or(true)>] useBias: bool,
            [<Opt>] kernelInitializer: Initializer | null,
            [<Opt>] biasInitializer: Initializer | null,
            [<Opt>] kernelRegularizer: Regularizer | null,
            [<Opt>] biasRegularizer: Regularizer | null,
            [<Opt>] activityRegularizer: Regularizer | null,
            [<Opt>] kernelConstraint: Constraint | null,
            [<Opt>] biasConstraint: Constraint | null,
            [<Opt>] name: string | null,
            [<Opt>] dtype: string | null,
            [<Opt; Or(true)>] trainable: bool,
            [<Opt>] inputShape: Nullable<int>[] | null
        ) : Layer =
        positive "Dense" "units" units

        layer "Dense" name dtype trainable inputShape {
            Dense.Units = units
            Activation = activation |> orElse Activation.Linear
            UseBias = useBias
            KernelInitializer = kernelInitializer |> orElse (Initializer.GlorotUniform())
            BiasInitializer = biasInitializer |> orElse Initializer.Zeros
            KernelRegularizer = optional kernelRegularizer
            BiasRegularizer = optional biasRegularizer
            ActivityRegularizer = optional activityRegularizer
            KernelConstraint = optional kernelConstraint
            BiasConstraint = optional biasConstraint
        }
