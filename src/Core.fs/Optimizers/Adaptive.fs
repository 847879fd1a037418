/// Optimizers that slow down where gradients have been large from the beginning of training.
namespace Keratin

open System

/// <summary>The gradient over the root of the sum of its squares. Duchi et al., 2011.</summary>
/// <param name="learningRate">A number or a schedule. Default: 0.001.</param>
/// <param name="initialAccumulatorValue">What the sum of squares starts from. Default: 0.1.</param>
/// <param name="epsilon">Added under the root. Default: 1e-7.</param>
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
type Adagrad
    (
        [<Opt>] learningRate: LearningRate | null,
        [<Opt; Or(0.1)>] initialAccumulatorValue: float,
        [<Opt; Or(1e-7)>] epsilon: float,
        [<Opt>] weightDecay: Nullable<float>,
        [<Opt>] clipnorm: Nullable<float>,
        [<Opt>] clipvalue: Nullable<float>,
        [<Opt>] globalClipnorm: Nullable<float>,
        [<Opt; Or(false)>] useEma: bool,
        [<Opt; Or(0.99)>] emaMomentum: float,
        [<Opt>] emaOverwriteFrequency: Nullable<int>,
        [<Opt>] lossScaleFactor: Nullable<float>,
        [<Opt>] gradientAccumulationSteps: Nullable<int>,
        [<Opt; Or("adagrad")>] name: string
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
                Slots = alike [ [ "accumulator", initialAccumulatorValue ] ]
                Shared = []
                Apply =
                    fun rate w g slots ->
                        let a = slots[0] + g * g
                        w - g * rate.Learning / Sym.sqrt (a + epsilon), [ a ]
                Kernel = None
            }
        )

    member internal _.InitialAccumulatorValue = initialAccumulatorValue
    member internal _.Epsilon = epsilon

/// <summary>The gradient times the recent size of steps over its own. Zeiler, 2012.</summary>
/// <param name="learningRate">A number or a schedule. Default: 0.001.</param>
/// <param name="rho">Decay of both mean squares. Default: 0.95.</param>
/// <param name="epsilon">Added under the roots. Default: 1e-7.</param>
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
type Adadelta
    (
        [<Opt>] learningRate: LearningRate | null,
        [<Opt; Or(0.95)>] rho: float,
        [<Opt; Or(1e-7)>] epsilon: float,
        [<Opt>] weightDecay: Nullable<float>,
        [<Opt>] clipnorm: Nullable<float>,
        [<Opt>] clipvalue: Nullable<float>,
        [<Opt>] globalClipnorm: Nullable<float>,
        [<Opt; Or(false)>] useEma: bool,
        [<Opt; Or(0.99)>] emaMomentum: float,
        [<Opt>] emaOverwriteFrequency: Nullable<int>,
        [<Opt>] lossScaleFactor: Nullable<float>,
        [<Opt>] gradientAccumulationSteps: Nullable<int>,
        [<Opt; Or("adadelta")>] name: string
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
                Slots = alike [ [ "accumulated_grad", 0.0; "accumulated_delta_var", 0.0 ] ]
                Shared = []
                Apply =
                    fun rate w g slots ->
                        let a = forget rho slots[0] (g * g)
                        let step = g * Sym.sqrt (slots[1] + epsilon) / Sym.sqrt (a + epsilon)
                        w - step * rate.Learning, [ a; forget rho slots[1] (step * step) ]
                Kernel = None
            }
        )

    member internal _.Rho = rho
    member internal _.Epsilon = epsilon

/// <summary>Follow the regularized leader: weights near zero become zero. McMahan et al., 2013.</summary>
/// <param name="learningRate">A number or a schedule. Default: 0.001.</param>
/// <param name="learningRatePower">How steps shrink; at most 0. Default: -0.5.</param>
/// <param name="initialAccumulatorValue">What the sum of squares starts from. Default: 0.1.</param>
/// <param name="l1RegularizationStrength">Strength of the pull to zero. Default: 0.0.</param>
/// <param name="l2RegularizationStrength">Strength of the pull by size. Default: 0.0.</param>
/// <param name="l2ShrinkageRegularizationStrength">Strength of the pull within the gradient. Default: 0.0.</param>
/// <param name="beta">A further pull by size, over the learning rate. Default: 0.0.</param>
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
type Ftrl
    (
        [<Opt>] learningRate: LearningRate | null,
        [<Opt; Or(-0.5)>] learningRatePower: float,
        [<Opt; Or(0.1)>] initialAccumulatorValue: float,
        [<Opt; Or(0.0)>] l1RegularizationStrength: float,
        [<Opt; Or(0.0)>] l2RegularizationStrength: float,
        [<Opt; Or(0.0)>] l2ShrinkageRegularizationStrength: float,
        [<Opt; Or(0.0)>] beta: float,
        [<Opt>] weightDecay: Nullable<float>,
        [<Opt>] clipnorm: Nullable<float>,
        [<Opt>] clipvalue: Nullable<float>,
        [<Opt>] globalClipnorm: Nullable<float>,
        [<Opt; Or(false)>] useEma: bool,
        [<Opt; Or(0.99)>] emaMomentum: float,
        [<Opt>] emaOverwriteFrequency: Nullable<int>,
        [<Opt>] lossScaleFactor: Nullable<float>,
        [<Opt>] gradientAccumulationSteps: Nullable<int>,
        [<Opt; Or("ftrl")>] name: string
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
                Slots = alike [ [ "accumulator", initialAccumulatorValue; "linear", 0.0 ] ]
                Shared = []
                Apply =
                    fun rate w g slots ->
                        let pulled = g + w * (2.0 * l2ShrinkageRegularizationStrength)
                        let a = slots[0] + g * g

                        let scaled (x: Symbol) =
                            Sym.power x (x.Like -learningRatePower) / rate.Learning

                        let linear = slots[1] + pulled - (scaled a - scaled slots[0]) * w
                        let l1 = l1RegularizationStrength
                        let l2 = beta / (rate.Learning * 2.0) + l2RegularizationStrength
                        (Sym.clip -l1 l1 linear - linear) / (scaled a + l2 * 2.0), [ a; linear ]
                Kernel = None
            }
        )

    member internal _.LearningRatePower = learningRatePower
    member internal _.InitialAccumulatorValue = initialAccumulatorValue
    member internal _.L1RegularizationStrength = l1RegularizationStrength
    member internal _.L2RegularizationStrength = l2RegularizationStrength
    member internal _.L2ShrinkageRegularizationStrength = l2ShrinkageRegularizationStrength
    member internal _.Beta = beta
