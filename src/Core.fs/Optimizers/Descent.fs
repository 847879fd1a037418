/// Optimizers that go along the gradient or its sign, and those that scale it by its recent size.
namespace Keratin

open System

/// <summary>Gradient descent, with momentum if wanted.</summary>
/// <param name="learningRate">A number or a schedule. Default: 0.01.</param>
/// <param name="momentum">How much of the last step is done again. Default: 0.0.</param>
/// <param name="nesterov">Whether the gradient counts where the momentum leads. Default: false.</param>
/// <param name="weightDecay">Decoupled decay, times the learning rate. Default: none.</param>
/// <param name="clipnorm">Each gradient's greatest norm. Default: none.</param>
/// <param name="clipvalue">Greatest size of a gradient's element. Default: none.</param>
/// <param name="globalClipnorm">Greatest norm of all gradients together. Default: none.</param>
/// <param name="useEma">Whether averages of the weights are kept. Default: false.</param>
/// <param name="emaMomentum">Decay of those averages. Default: 0.99.</param>
/// <param name="emaOverwriteFrequency">Steps between copying averages into weights. Default: never.</param>
/// <param name="lossScaleFactor">The loss is multiplied, gradients divided by it. Default: none.</param>
/// <param name="gradientAccumulationSteps">Steps whose gradients are averaged for an update. Default: none.</param>
/// <param name="name">The name it is saved with.</param>
[<Sealed>]
type SGD
    (
        [<Opt>] learningRate: LearningRate | null,
        [<Opt; Or(0.0)>] momentum: float,
        [<Opt; Or(false)>] nesterov: bool,
        [<Opt>] weightDecay: Nullable<float>,
        [<Opt>] clipnorm: Nullable<float>,
        [<Opt>] clipvalue: Nullable<float>,
        [<Opt>] globalClipnorm: Nullable<float>,
        [<Opt; Or(false)>] useEma: bool,
        [<Opt; Or(0.99)>] emaMomentum: float,
        [<Opt>] emaOverwriteFrequency: Nullable<int>,
        [<Opt>] lossScaleFactor: Nullable<float>,
        [<Opt>] gradientAccumulationSteps: Nullable<int>,
        [<Opt; Or("sgd")>] name: string
    ) =
    inherit
        Optimizer(
            name,
            rateOr 0.01 learningRate,
            settings
                weightDecay
                clipnorm
                clipvalue
                globalClipnorm
                useEma
                emaMomentum
                emaOverwriteFrequency
                lossScaleFactor
                gradientAccumulationSteps,
            {
                Slots =
                    alike [
                        if momentum <> 0.0 then
                            [ "momentum", 0.0 ]
                    ]
                Shared = []
                Apply =
                    fun rate w g slots ->
                        let step = g * rate.Learning

                        match slots with
                        | [] -> w - step, []
                        | moved :: _ ->
                            let m = moved * momentum - step
                            (if nesterov then w + m * momentum - step else w + m), [ m ]
                Kernel =
                    Some {
                        Operator = "keratin::sgd_"
                        Lists = [ "momentum" ]
                        Counts = false
                        Settings = [ NumberSetting momentum; SwitchSetting nesterov ]
                    }
            }
        )

    member internal _.Momentum = momentum
    member internal _.Nesterov = nesterov

/// <summary>The gradient over the root of its recent mean square. Tieleman and Hinton, 2012.</summary>
/// <param name="learningRate">A number or a schedule. Default: 0.001.</param>
/// <param name="rho">Decay of the mean square. Default: 0.9.</param>
/// <param name="momentum">How much of the last step is done again. Default: 0.0.</param>
/// <param name="epsilon">Added under the root. Default: 1e-7.</param>
/// <param name="centered">Whether the variance takes the place of the mean square. Default: false.</param>
/// <param name="weightDecay">Decoupled decay, times the learning rate. Default: none.</param>
/// <param name="clipnorm">Each gradient's greatest norm. Default: none.</param>
/// <param name="clipvalue">Greatest size of a gradient's element. Default: none.</param>
/// <param name="globalClipnorm">Greatest norm of all gradients together. Default: none.</param>
/// <param name="useEma">Whether averages of the weights are kept. Default: false.</param>
/// <param name="emaMomentum">Decay of those averages. Default: 0.99.</param>
/// <param name="emaOverwriteFrequency">Steps between copying averages into weights. Default: never.</param>
/// <param name="lossScaleFactor">The loss is multiplied, gradients divided by it. Default: none.</param>
/// <param name="gradientAccumulationSteps">Steps whose gradients are averaged for an update. Default: none.</param>
/// <param name="name">The name it is saved with.</param>
[<Sealed>]
type RMSprop
    (
        [<Opt>] learningRate: LearningRate | null,
        [<Opt; Or(0.9)>] rho: float,
        [<Opt; Or(0.0)>] momentum: float,
        [<Opt; Or(1e-7)>] epsilon: float,
        [<Opt; Or(false)>] centered: bool,
        [<Opt>] weightDecay: Nullable<float>,
        [<Opt>] clipnorm: Nullable<float>,
        [<Opt>] clipvalue: Nullable<float>,
        [<Opt>] globalClipnorm: Nullable<float>,
        [<Opt; Or(false)>] useEma: bool,
        [<Opt; Or(0.99)>] emaMomentum: float,
        [<Opt>] emaOverwriteFrequency: Nullable<int>,
        [<Opt>] lossScaleFactor: Nullable<float>,
        [<Opt>] gradientAccumulationSteps: Nullable<int>,
        [<Opt; Or("rm_sprop")>] name: string
    ) =
    inherit
        Optimizer(
            name,
            rateOr 0.001 learningRate,
            settings
                weightDecay
                clipnorm
                clipvalue
                globalClipnorm
                useEma
                emaMomentum
                emaOverwriteFrequency
                lossScaleFactor
                gradientAccumulationSteps,
            {
                Slots =
                    alike [
                        [ "velocity", 0.0 ]
                        if momentum > 0.0 then
                            [ "momentum", 0.0 ]
                        if centered then
                            [ "average_gradient", 0.0 ]
                    ]
                Shared = []
                Apply =
                    fun rate w g slots ->
                        let v = forget rho slots[0] (g * g)

                        let average = if centered then [ forget rho (List.last slots) g ] else []

                        let variance =
                            match average with
                            | [] -> v
                            | mean :: _ -> v - mean * mean

                        let step = g * rate.Learning / Sym.sqrt (variance + epsilon)

                        if momentum > 0.0 then
                            let m = slots[1] * momentum + step
                            w - m, [ v; m ] @ average
                        else
                            w - step, v :: average
                Kernel =
                    Some {
                        Operator = "keratin::rmsprop_"
                        Lists = [ "velocity"; "momentum"; "average_gradient" ]
                        Counts = false
                        Settings = [
                            NumberSetting rho
                            NumberSetting momentum
                            NumberSetting epsilon
                            SwitchSetting centered
                        ]
                    }
            }
        )

    member internal _.Rho = rho
    member internal _.Momentum = momentum
    member internal _.Epsilon = epsilon
    member internal _.Centered = centered

/// <summary>Steps of one size by the sign of a moment. Chen et al., 2023.</summary>
/// <param name="learningRate">A number or a schedule. Default: 0.001.</param>
/// <param name="beta1">How much of the moment decides the sign. Default: 0.9.</param>
/// <param name="beta2">Decay of the moment. Default: 0.99.</param>
/// <param name="weightDecay">Decoupled decay, times the learning rate. Default: none.</param>
/// <param name="clipnorm">Each gradient's greatest norm. Default: none.</param>
/// <param name="clipvalue">Greatest size of a gradient's element. Default: none.</param>
/// <param name="globalClipnorm">Greatest norm of all gradients together. Default: none.</param>
/// <param name="useEma">Whether averages of the weights are kept. Default: false.</param>
/// <param name="emaMomentum">Decay of those averages. Default: 0.99.</param>
/// <param name="emaOverwriteFrequency">Steps between copying averages into weights. Default: never.</param>
/// <param name="lossScaleFactor">The loss is multiplied, gradients divided by it. Default: none.</param>
/// <param name="gradientAccumulationSteps">Steps whose gradients are averaged for an update. Default: none.</param>
/// <param name="name">The name it is saved with.</param>
[<Sealed>]
type Lion
    (
        [<Opt>] learningRate: LearningRate | null,
        [<Opt; Or(0.9)>] beta1: float,
        [<Opt; Or(0.99)>] beta2: float,
        [<Opt>] weightDecay: Nullable<float>,
        [<Opt>] clipnorm: Nullable<float>,
        [<Opt>] clipvalue: Nullable<float>,
        [<Opt>] globalClipnorm: Nullable<float>,
        [<Opt; Or(false)>] useEma: bool,
        [<Opt; Or(0.99)>] emaMomentum: float,
        [<Opt>] emaOverwriteFrequency: Nullable<int>,
        [<Opt>] lossScaleFactor: Nullable<float>,
        [<Opt>] gradientAccumulationSteps: Nullable<int>,
        [<Opt; Or("lion")>] name: string
    ) =
    inherit
        Optimizer(
            name,
            rateOr 0.001 learningRate,
            settings
                weightDecay
                clipnorm
                clipvalue
                globalClipnorm
                useEma
                emaMomentum
                emaOverwriteFrequency
                lossScaleFactor
                gradientAccumulationSteps,
            {
                Slots = alike [ [ "momentum", 0.0 ] ]
                Shared = []
                Apply =
                    fun rate w g slots ->
                        let direction = slots[0] * beta1 + g * (1.0 - beta1)

                        w - Sym.sign direction * rate.Learning,
                        [ slots[0] * beta2 + g * (1.0 - beta2) ]
                Kernel = None
            }
        )

    member internal _.Beta1 = beta1
    member internal _.Beta2 = beta2
