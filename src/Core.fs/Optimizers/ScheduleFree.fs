/// Averages of the path in the place of a schedule.
namespace Keratin

open System
open System.Collections.Generic

/// <summary>AdamW without a schedule: steps z ← z - η·g / (√(v / (1 - β₂ᵗ)) + ε) are averaged, x ← x + (z - x) / t, and
/// weights in training are y = (1 - β₁)·z + β₁·x, where gradients are taken. SwapToEval gives weights the
/// averages, which predict better. Defazio et al., 2024.</summary>
/// <param name="learningRate">A number or a schedule. Default: 0.0025.</param>
/// <param name="beta1">How much of the average is in the weights. Default: 0.9.</param>
/// <param name="beta2">Decay of the second moment. Default: 0.999.</param>
/// <param name="epsilon">Added to the root. Default: 1e-8.</param>
/// <param name="warmupSteps">Updates in which the rate grows evenly to its value. Default: 0.</param>
/// <param name="weightDecay">Decoupled decay, times the learning rate. Default: none.</param>
/// <param name="clipnorm">Each gradient's greatest norm. Default: none.</param>
/// <param name="clipvalue">Greatest size of a gradient's element. Default: none.</param>
/// <param name="globalClipnorm">Greatest norm of all gradients together. Default: none.</param>
/// <param name="useEma">Whether averages of the weights are kept. Default: false.</param>
/// <param name="emaMomentum">Decay of those averages. Default: 0.99.</param>
/// <param name="emaOverwriteFrequency">Steps between copying averages into weights. Default: never.</param>
/// <param name="lossScaleFactor">The loss is multiplied, gradients divided by it. Default: none.</param>
/// <param name="gradientAccumulationSteps">Steps whose gradients are averaged for an update. Default: none.</param>
/// <param name="name">The name it is saved with. Default: "schedule_free_adamw".</param>
[<Sealed>]
type ScheduleFreeAdamW
    (
        [<Opt>] learningRate: LearningRate | null,
        [<Opt; Or(0.9)>] beta1: float,
        [<Opt; Or(0.999)>] beta2: float,
        [<Opt; Or(1e-8)>] epsilon: float,
        [<Opt; Or(0)>] warmupSteps: int,
        [<Opt>] weightDecay: Nullable<float>,
        [<Opt>] clipnorm: Nullable<float>,
        [<Opt>] clipvalue: Nullable<float>,
        [<Opt>] globalClipnorm: Nullable<float>,
        [<Opt; Or(false)>] useEma: bool,
        [<Opt; Or(0.99)>] emaMomentum: float,
        [<Opt>] emaOverwriteFrequency: Nullable<int>,
        [<Opt>] lossScaleFactor: Nullable<float>,
        [<Opt>] gradientAccumulationSteps: Nullable<int>,
        [<Opt; Or("schedule_free_adam_w")>] name: string
    ) =
    inherit
        Optimizer(
            name,
            rateOr 0.0025 learningRate,
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
                    fun _ -> [
                        [
                            {
                                slot "momentum" 0.0 with
                                    Start = StartsAsWeight
                            }
                            slot "velocity" 0.0
                        ]
                    ]
                Shared = []
                Apply =
                    fun rate y g slots ->
                        let warm =
                            if warmupSteps > 0 then
                                let share = rate.Count / float warmupSteps
                                rate.Learning * Sym.minimum share (share.Like 1.0)
                            else
                                rate.Learning

                        let v = forget beta2 slots[1] (g * g)
                        let root = Sym.sqrt (v / (1.0 - toTheCount beta2 rate)) + epsilon
                        let z = slots[0] - g * warm / root
                        let x = ScheduleFreeAdamW.Average(beta1, slots[0], y)
                        ScheduleFreeAdamW.Between(beta1, z, x + (z - x) / rate.Count), [ z; v ]
                Kernel = None
            }
        )

    member internal _.Beta1 = beta1
    member internal _.Beta2 = beta2
    member internal _.Epsilon = epsilon
    member internal _.WarmupSteps = warmupSteps

    /// The average that weights between it and z give away.
    static member private Average(beta1: float, z: Symbol, y: Symbol) : Symbol =
        (y - z * (1.0 - beta1)) / beta1

    static member private Between(beta1: float, z: Symbol, x: Symbol) : Symbol =
        z * (1.0 - beta1) + x * beta1

    member private o.Swap(weights: IReadOnlyList<Weight>, swap: float * Symbol * Symbol -> Symbol) =
        Updates.Of [
            for w in weights do
                if o.Updating.HasTrained w then
                    let z = o.Updating.Slot(w, "momentum", Initializer.Zeros)
                    w, swap (beta1, Sym.weight z, Sym.weight w)
        ]

    /// <summary>Gives weights their averages, for evaluation and prediction: run it in a Step after training.
    /// Weights that have not been trained stay as they are.</summary>
    /// <param name="weights">The weights, as <c>model.TrainableWeights</c> gives them.</param>
    /// <returns>The updates, for a Step.</returns>
    member o.SwapToEval(weights: IReadOnlyList<Weight>) : Updates =
        o.Swap(weights, ScheduleFreeAdamW.Average)

    /// <summary>Undoes SwapToEval, so that training can go on.</summary>
    /// <param name="weights">The weights, as <c>model.TrainableWeights</c> gives them.</param>
    /// <returns>The updates, for a Step.</returns>
    member o.SwapToTrain(weights: IReadOnlyList<Weight>) : Updates =
        o.Swap(weights, ScheduleFreeAdamW.Between)
