/// Adam and what was made of it: steps by the first moment of the gradient over the root of the second.
namespace Keratin

open System

module internal Moments =
    /// Nadam's momentum at an update.
    let nesterov (beta: float) (count: Symbol) =
        beta * (1.0 - 0.5 * Sym.power (count.Like 0.96) count)

    /// One step of Adam; the slots are the moments, and with amsgrad the greatest second moment.
    let step
        beta1
        beta2
        (epsilon: float)
        amsgrad
        (rate: Rate)
        (w: Symbol)
        (g: Symbol)
        (slots: Symbol list)
        =
        let m = forget beta1 slots[0] g
        let v = forget beta2 slots[1] (g * g)

        let alpha =
            rate.Learning * Sym.sqrt (1.0 - toTheCount beta2 rate)
            / (1.0 - toTheCount beta1 rate)

        let greatest = if amsgrad then [ Sym.maximum slots[2] v ] else []
        let root = Sym.sqrt (List.tryHead greatest |> Option.defaultValue v)
        w - m * alpha / (root + epsilon), [ m; v ] @ greatest

    let adam beta1 beta2 epsilon amsgrad : Rule = {
        Slots =
            alike [
                [ "momentum", 0.0; "velocity", 0.0 ]
                if amsgrad then
                    [ "velocity_hat", 0.0 ]
            ]
        Shared = []
        Apply = step beta1 beta2 epsilon amsgrad
        Kernel =
            Some {
                Operator = "keratin::adam_"
                Lists = [ "momentum"; "velocity"; "velocity_hat" ]
                Counts = true
                Settings = [
                    NumberSetting beta1
                    NumberSetting beta2
                    NumberSetting epsilon
                    SwitchSetting amsgrad
                ]
            }
    }

open Moments

/// <summary>Moments of the gradient, bias-corrected. Kingma and Ba, 2015.</summary>
/// <param name="learningRate">A number or a schedule. Default: 0.001.</param>
/// <param name="beta1">Decay of the first moment. Default: 0.9.</param>
/// <param name="beta2">Decay of the second moment. Default: 0.999.</param>
/// <param name="epsilon">Added to the root, before bias correction as in Keras. Default: 1e-7.</param>
/// <param name="amsgrad">Whether the greatest second moment is used. Default: false.</param>
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
type Adam
    (
        [<Opt>] learningRate: LearningRate | null,
        [<Opt; Or(0.9)>] beta1: float,
        [<Opt; Or(0.999)>] beta2: float,
        [<Opt; Or(1e-7)>] epsilon: float,
        [<Opt; Or(false)>] amsgrad: bool,
        [<Opt>] weightDecay: Nullable<float>,
        [<Opt>] clipnorm: Nullable<float>,
        [<Opt>] clipvalue: Nullable<float>,
        [<Opt>] globalClipnorm: Nullable<float>,
        [<Opt; Or(false)>] useEma: bool,
        [<Opt; Or(0.99)>] emaMomentum: float,
        [<Opt>] emaOverwriteFrequency: Nullable<int>,
        [<Opt>] lossScaleFactor: Nullable<float>,
        [<Opt>] gradientAccumulationSteps: Nullable<int>,
        [<Opt; Or("adam")>] name: string
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
            adam beta1 beta2 epsilon amsgrad
        )

    member internal _.Beta1 = beta1
    member internal _.Beta2 = beta2
    member internal _.Epsilon = epsilon
    member internal _.Amsgrad = amsgrad

/// <summary>Adam with weight decay. Loshchilov and Hutter, 2019.</summary>
/// <param name="learningRate">A number or a schedule. Default: 0.001.</param>
/// <param name="weightDecay">Decoupled decay, times the learning rate. Default: 0.004.</param>
/// <param name="beta1">Decay of the first moment. Default: 0.9.</param>
/// <param name="beta2">Decay of the second moment. Default: 0.999.</param>
/// <param name="epsilon">Added to the root, before bias correction as in Keras. Default: 1e-7.</param>
/// <param name="amsgrad">Whether the greatest second moment is used. Default: false.</param>
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
type AdamW
    (
        [<Opt>] learningRate: LearningRate | null,
        [<Opt; Or(0.004)>] weightDecay: float,
        [<Opt; Or(0.9)>] beta1: float,
        [<Opt; Or(0.999)>] beta2: float,
        [<Opt; Or(1e-7)>] epsilon: float,
        [<Opt; Or(false)>] amsgrad: bool,
        [<Opt>] clipnorm: Nullable<float>,
        [<Opt>] clipvalue: Nullable<float>,
        [<Opt>] globalClipnorm: Nullable<float>,
        [<Opt; Or(false)>] useEma: bool,
        [<Opt; Or(0.99)>] emaMomentum: float,
        [<Opt>] emaOverwriteFrequency: Nullable<int>,
        [<Opt>] lossScaleFactor: Nullable<float>,
        [<Opt>] gradientAccumulationSteps: Nullable<int>,
        [<Opt; Or("adam_w")>] name: string
    ) =
    inherit
        Optimizer(
            name,
            rateOr 0.001 learningRate,
            settings
                (Nullable weightDecay)
                clipnorm
                clipvalue
                globalClipnorm
                useEma
                emaMomentum
                emaOverwriteFrequency
                lossScaleFactor
                gradientAccumulationSteps,
            adam beta1 beta2 epsilon amsgrad
        )

    member internal _.Beta1 = beta1
    member internal _.Beta2 = beta2
    member internal _.Epsilon = epsilon
    member internal _.Amsgrad = amsgrad

/// <summary>Adam by the greatest gradient instead of the second moment. Kingma and Ba, 2015.</summary>
/// <param name="learningRate">A number or a schedule. Default: 0.001.</param>
/// <param name="beta1">Decay of the first moment. Default: 0.9.</param>
/// <param name="beta2">Decay of the second moment. Default: 0.999.</param>
/// <param name="epsilon">Added where a root divides. Default: 1e-7.</param>
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
type Adamax
    (
        [<Opt>] learningRate: LearningRate | null,
        [<Opt; Or(0.9)>] beta1: float,
        [<Opt; Or(0.999)>] beta2: float,
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
        [<Opt; Or("adamax")>] name: string
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
                Slots = alike [ [ "momentum", 0.0; "norm", 0.0 ] ]
                Shared = []
                Apply =
                    fun rate w g slots ->
                        let m = forget beta1 slots[0] g
                        let u = Sym.maximum (slots[1] * beta2) (Sym.abs g)
                        let corrected = rate.Learning / (1.0 - toTheCount beta1 rate)
                        w - m * corrected / (u + epsilon), [ m; u ]
                Kernel = None
            }
        )

    member internal _.Beta1 = beta1
    member internal _.Beta2 = beta2
    member internal _.Epsilon = epsilon

/// <summary>Adam with Nesterov momentum. Dozat, 2016.</summary>
/// <param name="learningRate">A number or a schedule. Default: 0.001.</param>
/// <param name="beta1">Decay of the first moment. Default: 0.9.</param>
/// <param name="beta2">Decay of the second moment. Default: 0.999.</param>
/// <param name="epsilon">Added where a root divides. Default: 1e-7.</param>
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
type Nadam
    (
        [<Opt>] learningRate: LearningRate | null,
        [<Opt; Or(0.9)>] beta1: float,
        [<Opt; Or(0.999)>] beta2: float,
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
        [<Opt; Or("nadam")>] name: string
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
                Slots = alike [ [ "momentum", 0.0; "velocity", 0.0 ] ]
                // the momentum grows with the updates, so bias correction needs the product of all so far
                Shared = [
                    "u_product", 1.0, fun rate product -> product * nesterov beta1 rate.Count
                ]
                Apply =
                    fun rate w g slots ->
                        let product = rate.Shared.Head
                        let now, next = nesterov beta1 rate.Count, nesterov beta1 (rate.Count + 1.0)
                        let m = forget beta1 slots[0] g
                        let v = forget beta2 slots[1] (g * g)

                        let mHat =
                            m * (next / (1.0 - product * next))
                            + g * ((1.0 - now) / (1.0 - product))

                        let vHat = v / (1.0 - toTheCount beta2 rate)
                        w - mHat * rate.Learning / (Sym.sqrt vHat + epsilon), [ m; v ]
                Kernel = None
            }
        )

    member internal _.Beta1 = beta1
    member internal _.Beta2 = beta2
    member internal _.Epsilon = epsilon

/// <summary>Adam whose step is as long as the weight times the learning rate, for large batches. You et
/// al., 2020.</summary>
/// <param name="learningRate">A number or a schedule. Default: 0.001.</param>
/// <param name="beta1">Decay of the first moment. Default: 0.9.</param>
/// <param name="beta2">Decay of the second moment. Default: 0.999.</param>
/// <param name="epsilon">Added where a root divides. Default: 1e-7.</param>
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
type Lamb
    (
        [<Opt>] learningRate: LearningRate | null,
        [<Opt; Or(0.9)>] beta1: float,
        [<Opt; Or(0.999)>] beta2: float,
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
        [<Opt; Or("lamb")>] name: string
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
                Slots = alike [ [ "momentum", 0.0; "velocity", 0.0 ] ]
                Shared = []
                Apply =
                    fun rate w g slots ->
                        let m = forget beta1 slots[0] g
                        let v = forget beta2 slots[1] (g * g)
                        let mHat = m / (1.0 - toTheCount beta1 rate)
                        let vHat = v / (1.0 - toTheCount beta2 rate)
                        let step = mHat / (Sym.sqrt vHat + epsilon)
                        let length, stepLength = norm w, norm step
                        let zero = length.Like 0.0
                        let known = Sym.both (Sym.greater length zero) (Sym.greater stepLength zero)
                        let trust = Sym.where known (length / stepLength) (length.Like 1.0)
                        w - step * (trust * rate.Learning), [ m; v ]
                Kernel = None
            }
        )

    member internal _.Beta1 = beta1
    member internal _.Beta2 = beta2
    member internal _.Epsilon = epsilon
