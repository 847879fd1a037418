/// Optimizers: update rules as graphs of weight, gradient and slots. What they share (clipping, decay,
/// averages, constraints) is here once.
namespace Keratin

open System
open System.Collections.Generic

/// The numbers a rule may use, as scalars computed in the step.
type internal Rate = {
    Learning: Symbol
    /// The number of this update, from 1, as float32.
    Count: Symbol
    /// The number of updates done before, as int64.
    Iteration: Symbol
}

/// How one weight changes: the new weight and the new slots.
type internal Rule = {
    /// Names of the slots, each of the weight's shape, with the value they start from.
    Slots: (string * float) list
    Apply: Rate -> Symbol -> Symbol -> Symbol list -> Symbol * Symbol list
    /// The engine's kernel for the whole list of weights, with what it takes after the scalars.
    Kernel: (string * FusedSetting list) option
    /// How many lists of slots the kernel takes; missing ones are empty.
    KernelSlots: int
    /// Whether the kernel takes the iteration after the learning rate.
    KernelCounts: bool
}

/// What every optimizer can do besides its rule.
type internal OptimizerSettings = {
    WeightDecay: Nullable<float>
    ClipNorm: Nullable<float>
    ClipValue: Nullable<float>
    GlobalClipNorm: Nullable<float>
    UseEma: bool
    EmaMomentum: float
    EmaOverwriteFrequency: Nullable<int>
    LossScaleFactor: Nullable<float>
    GradientAccumulationSteps: Nullable<int>
}

/// Changes weights by their gradients.
[<AbstractClass>]
type Optimizer
    internal (name: string, learningRate: LearningRate, settings: OptimizerSettings, rule: Rule) =
    let iteration = Weight.Memory(name + "/iteration", DType.Int64, [], 0.0)

    let rate =
        match learningRate.Schedule with
        | Some _ -> None
        | None ->
            Some(Weight.Memory(name + "/learning_rate", DType.Float32, [], learningRate.Initial))

    let slots = Dictionary<Weight, Weight list>()

    do
        let given =
            [
                "clipnorm", settings.ClipNorm
                "clipvalue", settings.ClipValue
                "globalClipnorm", settings.GlobalClipNorm
            ]
            |> List.filter (fun (_, v) -> v.HasValue)

        if given.Length > 1 then
            refuse
                name
                "at most one of clipnorm, clipvalue and globalClipnorm"
                (given |> List.map fst |> String.concat " and ")
                "leave out all but one"

        for parameter, value in given do
            if not (value.Value > 0.0) then
                refuse name $"{parameter} > 0" $"{value.Value}" $"{parameter}: 1.0"

    /// The name it is saved with.
    member _.Name = name
    member internal _.Settings = settings
    member internal _.Iteration = iteration
    /// The weight that holds a constant learning rate; None with a schedule.
    member internal _.RateWeight = rate
    member internal _.Schedule = learningRate.Schedule

    /// The rate in use, as a scalar.
    member internal _.Rate() : Rate =
        let done' = Sym.weight iteration

        {
            Learning =
                match learningRate.Schedule, rate with
                | Some schedule, _ -> schedule.Rate(Sym.cast DType.Float32 done')
                | None, Some rate -> Sym.weight rate
                | None, None -> bug name "neither a rate nor a schedule"
            Count = Sym.cast DType.Float32 done' + 1.0
            Iteration = done'
        }

    /// The slots of a weight.
    member internal _.SlotsOf(w: Weight) : Weight list =
        match slots.TryGetValue w with
        | true, known -> known
        | _ ->
            let fresh =
                rule.Slots
                |> List.map (fun (slot, initial) ->
                    Weight(
                        $"{name}/{w.Path.Replace('/', '_')}_{slot}",
                        w.DType,
                        w.Shape,
                        Initializer.Constant initial,
                        Role.Memory,
                        false,
                        Trainability(),
                        None,
                        None,
                        w.Storage
                    ))

            slots[w] <- fresh
            fresh

    /// The weights of the optimizer itself, in the order files have them.
    member internal o.Variables(weights: Weight list) : Weight list = [
        iteration
        yield! Option.toList rate

        for w in weights do
            yield! o.SlotsOf w
    ]

    /// Gradients after clipping.
    member private _.Clip(gradients: Symbol list) : Symbol list =
        let norm (g: Symbol) = Sym.sqrt (Sym.sumAll (Sym.square g))

        if settings.ClipValue.HasValue then
            let v = settings.ClipValue.Value
            gradients |> List.map (Sym.clip -v v)
        elif settings.ClipNorm.HasValue then
            let c = settings.ClipNorm.Value

            gradients |> List.map (fun g -> g * (c / Sym.maximum (norm g) (g.Like c)))
        elif settings.GlobalClipNorm.HasValue then
            let c = settings.GlobalClipNorm.Value

            let total =
                gradients
                |> List.map (fun g -> Sym.sumAll (Sym.square g))
                |> List.reduce Sym.add
                |> Sym.sqrt

            let factor = c / Sym.maximum total (total.Like c)
            gradients |> List.map (fun g -> g * factor)
        else
            gradients

    /// What a step does to the weights, given their gradients.
    member internal o.Updates(pairs: (Weight * Symbol) list) : Update list =
        let weights = pairs |> List.map fst
        let rate = o.Rate()

        let decay =
            if settings.WeightDecay.HasValue then
                settings.WeightDecay.Value
            else
                0.0

        let gradients = o.Clip(pairs |> List.map snd)

        let changed =
            List.zip weights gradients
            |> List.map (fun (w, g) ->
                let value = Sym.weight w

                let value =
                    if decay = 0.0 then
                        value
                    else
                        value * (1.0 - rate.Learning * decay)

                let own = o.SlotsOf w
                let next, nextSlots = rule.Apply rate value g (own |> List.map Sym.weight)

                let next =
                    w.Constraint
                    |> Option.map (fun c -> Penalties.limit c next)
                    |> Option.defaultValue next

                (w, next), List.zip own nextSlots)

        let meaning = [
            for w, own in changed do
                w
                yield! own
        ]

        let update =
            match rule.Kernel with
            | Some(kernel, kernelSettings) when
                weights |> List.forall (fun w -> w.Constraint.IsNone)
                  ->
                  [
                      Fused {
                          Kernel = kernel
                          Weights = weights
                          Gradients = gradients
                          Slots = [
                              for i in 0 .. rule.KernelSlots - 1 ->
                                  if i < rule.Slots.Length then
                                      weights |> List.map (fun w -> (o.SlotsOf w)[i])
                                  else
                                      []
                          ]
                          Scalars = [
                              rate.Learning
                              if rule.KernelCounts then
                                  rate.Iteration
                          ]
                          Settings = kernelSettings @ [ NumberSetting decay ]
                          Meaning = meaning
                      }
                  ]
            | _ -> meaning |> List.map Assign

        update @ [ Assign(iteration, Sym.weight iteration + 1.0) ]

    /// What the end of training does to the weights: averages take their place.
    member internal _.Finish(_: Weight list) : (Weight * Symbol) list = []

[<AutoOpen>]
module private Common =
    let settings
        decay
        clipnorm
        clipvalue
        globalClipnorm
        useEma
        emaMomentum
        emaEvery
        lossScale
        accumulate
        = {
        WeightDecay = decay
        ClipNorm = clipnorm
        ClipValue = clipvalue
        GlobalClipNorm = globalClipnorm
        UseEma = useEma
        EmaMomentum = emaMomentum
        EmaOverwriteFrequency = emaEvery
        LossScaleFactor = lossScale
        GradientAccumulationSteps = accumulate
    }

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
            learningRate |> orElse (LearningRate(0.001, None)),
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
                Slots = [
                    "momentum", 0.0
                    "velocity", 0.0
                    if amsgrad then
                        "velocity_hat", 0.0
                ]
                Apply =
                    fun rate w g slots ->
                        let m = slots[0] + (g - slots[0]) * (1.0 - beta1)
                        let v = slots[1] + (g * g - slots[1]) * (1.0 - beta2)

                        let power beta =
                            Sym.power (rate.Count.Like beta) rate.Count

                        let alpha =
                            rate.Learning * Sym.sqrt (1.0 - power beta2) / (1.0 - power beta1)

                        let greatest = if amsgrad then [ Sym.maximum slots[2] v ] else []
                        let root = Sym.sqrt (if amsgrad then greatest.Head else v)
                        w - m * alpha / (root + epsilon), [ m; v ] @ greatest
                Kernel =
                    Some(
                        "keratin::adam_",
                        [
                            NumberSetting beta1
                            NumberSetting beta2
                            NumberSetting epsilon
                            SwitchSetting amsgrad
                        ]
                    )
                KernelSlots = 3
                KernelCounts = true
            }
        )
