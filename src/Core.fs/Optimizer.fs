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
    /// The number of steps done before, as int64.
    Iteration: Symbol
    /// The new values of what all weights share.
    Shared: Symbol list
}

/// The engine's kernel for an update of a whole list of weights.
type internal Kernel = {
    Operator: string
    /// The slots it takes, in order; one that the rule does not have is an empty list.
    Lists: string list
    /// Whether it takes the iteration after the learning rate.
    Counts: bool
    Settings: FusedSetting list
}

/// How one weight changes: the new weight and the new slots.
type internal Rule = {
    /// Slots of the weight's shape, with the value they start from. Files have group after group, and
    /// within a group the slots of one weight after those of another.
    Groups: (string * float) list list
    /// Scalars that all weights share: where they start, and what a step makes of them.
    Shared: (string * float * (Rate -> Symbol -> Symbol)) list
    Apply: Rate -> Symbol -> Symbol -> Symbol list -> Symbol * Symbol list
    Kernel: Kernel option
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

[<AutoOpen>]
module internal Common =
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

    let rateOr (standard: float) (given: LearningRate | null) =
        given |> orElse (LearningRate(standard, None))

    /// A number to the power of the count of updates.
    let toTheCount (beta: float) (rate: Rate) =
        Sym.power (rate.Count.Like beta) rate.Count

    /// An average that forgets: old and new in the parts beta and 1 - beta.
    let forget (beta: float) (old: Symbol) (value: Symbol) = old + (value - old) * (1.0 - beta)

/// Changes weights by their gradients. Derive from it for an optimizer of your own: say in UpdateStep
/// how one weight and its slots change.
[<AbstractClass>]
type Optimizer
    internal
    (name: string | null, learningRate: LearningRate, settings: OptimizerSettings, rule: Rule option)
    =
    inherit OverridableOptimizer<Weight, Symbol, Updates>()

    let given = name
    let name = name |> orElse "optimizer"

    let iteration =
        Weight.Memory(name + "/iteration", DType.Int64, [], Initializer.Zeros)

    let rate =
        match learningRate.Schedule with
        | Some _ -> None
        | None ->
            Some(
                Weight.Memory(
                    name + "/learning_rate",
                    DType.Float32,
                    [],
                    Initializer.Constant learningRate.Initial
                )
            )

    let slots = Dictionary<struct (Weight * string), Weight>()
    /// Weights with the slots that a custom rule made for them, in that order.
    let order = List<Weight * Weight>()
    let trained = HashSet<Weight>()

    let groups = rule |> Option.map _.Groups |> Option.defaultValue []
    let common = rule |> Option.map _.Shared |> Option.defaultValue []

    let shared =
        common
        |> List.map (fun (scalar, initial, _) ->
            Weight.Memory($"{name}/{scalar}", DType.Float32, [], Initializer.Constant initial))

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

        let steps = settings.GradientAccumulationSteps

        if steps.HasValue && steps.Value < 2 then
            refuse name "gradientAccumulationSteps of at least 2" $"{steps}" "leave it out"

        if
            settings.UseEma
            && not (settings.EmaMomentum >= 0.0 && settings.EmaMomentum <= 1.0)
        then
            refuse name "emaMomentum from 0 to 1" $"{settings.EmaMomentum}" "emaMomentum: 0.99"

    /// <summary>An optimizer of your own.</summary>
    /// <param name="learningRate">A number or a schedule.</param>
    /// <param name="weightDecay">Decoupled decay, times the learning rate. Default: none.</param>
    /// <param name="clipnorm">Each gradient's greatest norm. Default: none.</param>
    /// <param name="clipvalue">Greatest size of a gradient's element. Default: none.</param>
    /// <param name="globalClipnorm">Greatest norm of all gradients together. Default: none.</param>
    /// <param name="useEma">Whether averages of the weights are kept. Default: false.</param>
    /// <param name="emaMomentum">Decay of those averages. Default: 0.99.</param>
    /// <param name="emaOverwriteFrequency">Steps between copying averages into weights. Default: never.</param>
    /// <param name="lossScaleFactor">The loss is multiplied, gradients divided by it. Default: none.</param>
    /// <param name="gradientAccumulationSteps">Steps whose gradients are averaged for an update. Default: none.</param>
    /// <param name="name">The name it is saved with. Default: made from the class.</param>
    new
        (
            learningRate: LearningRate,
            [<Opt>] weightDecay: Nullable<float>,
            [<Opt>] clipnorm: Nullable<float>,
            [<Opt>] clipvalue: Nullable<float>,
            [<Opt>] globalClipnorm: Nullable<float>,
            [<Opt; Or(false)>] useEma: bool,
            [<Opt; Or(0.99)>] emaMomentum: float,
            [<Opt>] emaOverwriteFrequency: Nullable<int>,
            [<Opt>] lossScaleFactor: Nullable<float>,
            [<Opt>] gradientAccumulationSteps: Nullable<int>,
            [<Opt>] name: string | null
        ) =
        Optimizer(
            name,
            learningRate,
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
            None
        )

    /// The name it is saved with.
    member o.Name: string =
        match given with
        | null -> Words.snake (o.GetType().Name)
        | given -> given

    member internal _.Settings = settings
    /// The number of steps done: a whole number.
    member _.Iterations: Weight = iteration
    /// The weight that holds a constant learning rate; None with a schedule.
    member internal _.RateWeight = rate
    member internal _.Schedule = learningRate.Schedule

    /// What the loss is multiplied with before its gradients are taken; they are divided by it here.
    member internal _.LossScale: float option =
        settings.LossScaleFactor |> Option.ofNullable

    /// The rate in use, as a scalar.
    member internal _.Rate() : Rate =
        let done' = Sym.weight iteration

        let updates =
            if settings.GradientAccumulationSteps.HasValue then
                let steps = settings.GradientAccumulationSteps.Value
                Sym.floorDivide done' (done'.Like(float steps))
            else
                done'

        let rate = {
            Learning =
                match learningRate.Schedule, rate with
                | Some schedule, _ -> schedule.Rate(Sym.cast DType.Float32 done')
                | None, Some rate -> Sym.weight rate
                | None, None -> bug name "neither a rate nor a schedule"
            Count = Sym.cast DType.Float32 updates + 1.0
            Iteration = done'
            Shared = []
        }

        let next = List.map2 (fun (_, _, step) w -> step rate (Sym.weight w)) common shared

        { rate with Shared = next }

    /// <summary>A weight of the optimizer beside one of the model, of its shape; call it in UpdateStep.
    /// The same names give the same weight.</summary>
    /// <param name="variable">The weight of the model.</param>
    /// <param name="name">The slot's name: "momentum".</param>
    /// <param name="initializer">What it starts from. Default: zeros.</param>
    member o.AddSlot
        (variable: Weight, name: string, [<Opt>] initializer: Initializer | null)
        : Weight =
        let slot = o.Slot variable name (initializer |> orElse Initializer.Zeros)

        if not (order.Contains((variable, slot))) then
            order.Add((variable, slot))

        slot

    member private o.Slot (w: Weight) (slot: string) (initial: Initializer) : Weight =
        match slots.TryGetValue(struct (w, slot)) with
        | true, known -> known
        | _ ->
            let fresh =
                Weight(
                    $"{name}/{w.Path.Replace('/', '_')}_{slot}",
                    w.DType,
                    w.Shape,
                    initial,
                    Role.Memory,
                    false,
                    Trainability(),
                    None,
                    None,
                    w.Storage
                )

            slots[struct (w, slot)] <- fresh
            fresh

    /// Whether a weight has been trained by this optimizer.
    member internal _.HasSlots(w: Weight) = trained.Contains w

    member private o.Average w = o.Slot w "average" Initializer.Zeros

    member private o.Accumulator w =
        o.Slot w "gradient_accumulator" Initializer.Zeros

    /// The slots of a weight, in the order of the rule.
    member private o.SlotsOf(w: Weight) : Weight list =
        groups
        |> List.concat
        |> List.map (fun (slot, initial) -> o.Slot w slot (Initializer.Constant initial))

    /// The weights of the optimizer itself, in the order files have them.
    member internal o.Variables(weights: Weight list) : Weight list = [
        iteration
        yield! Option.toList rate

        if settings.UseEma then
            yield! weights |> List.map o.Average

        if settings.GradientAccumulationSteps.HasValue then
            yield! weights |> List.map o.Accumulator

        for group in groups do
            for w in weights do
                for slot, initial in group do
                    o.Slot w slot (Initializer.Constant initial)

        for w in weights do
            for owner, slot in order do
                if owner = w then
                    slot

        yield! shared
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

    /// The rule for one weight, after decay: the new weight and its new slots.
    member private o.Change (rate: Rate) (w: Weight) (gradient: Symbol) =
        let value = Sym.weight w

        let decayed =
            if settings.WeightDecay.HasValue && settings.WeightDecay.Value <> 0.0 then
                value * (1.0 - rate.Learning * settings.WeightDecay.Value)
            else
                value

        trained.Add w |> ignore

        match rule with
        | Some rule ->
            let own = o.SlotsOf w
            let next, nextSlots = rule.Apply rate decayed gradient (own |> List.map Sym.weight)
            (w, next), List.zip own nextSlots
        | None -> o.Custom rate w decayed gradient

    /// What UpdateStep says, where the weight stands for its value after decay.
    member private o.Custom (rate: Rate) (w: Weight) (decayed: Symbol) (gradient: Symbol) =
        let where = $"optimizer \"{o.Name}\""
        // the gradient itself is a graph with the weight in it, which must stay as it is
        let stand = Sym.input "gradient" gradient.Type

        match o.CallUpdateStep(stand, w, rate.Learning) with
        | null ->
            refuse
                where
                "an override of UpdateStep"
                "none"
                "protected override Updates UpdateStep(Symbol gradient, Weight variable, Symbol learningRate)"
        | updates ->
            let owners, values = updates.Pairs |> List.unzip

            let values =
                values
                |> Graph.rewrite (fun node _ ->
                    match node.Op with
                    | Op.Weight other when other = w -> Some [ decayed ]
                    | Op.Input _ when node.Id = stand.Node.Id -> Some [ gradient ]
                    | _ -> None)

            match List.zip owners values |> List.partition (fun (owner, _) -> owner = w) with
            | [ own ], others -> own, others
            | several, _ ->
                refuse
                    where
                    $"one next value for {w}"
                    $"{several.Length}"
                    "answer with [(variable, …)] and the slots"

    /// Changes of weights and slots, where gradients are gathered over several steps: in the last of
    /// them everything changes, in the others only the sums of gradients do.
    member private o.Gathered (steps: int) (rate: Rate) (weights: Weight list) gradients =
        let steps' = rate.Iteration.Like(float steps)
        let last = Sym.equal ((rate.Iteration + 1.0) % steps') (steps'.Like 0.0)

        let sums = List.map2 (fun w g -> Sym.weight (o.Accumulator w) + g) weights gradients

        let when' (w: Weight, next: Symbol) = w, Sym.where last next (Sym.weight w)
        let means = sums |> List.map (fun sum -> sum / float steps) |> o.Clip

        let changes =
            List.map2 (o.Change rate) weights means
            |> List.map (fun (weight, own) -> when' weight, own |> List.map when')

        let reset =
            List.map2
                (fun w (sum: Symbol) -> o.Accumulator w, Sym.where last (Sym.zerosLike sum) sum)
                weights
                sums

        changes, reset @ (List.zip shared rate.Shared |> List.map when')

    /// The averages after a step, and the weights where it is time that averages replace them.
    member private o.Averaged (rate: Rate) (w: Weight, next: Symbol) =
        let momentum =
            Sym.where
                (Sym.greater rate.Count (rate.Count.Like 1.0))
                (rate.Count.Like settings.EmaMomentum)
                (rate.Count.Like 0.0)

        let average = Sym.weight (o.Average w) * momentum + next * (1.0 - momentum)

        let next =
            if settings.EmaOverwriteFrequency.HasValue then
                let every = rate.Count.Like(float settings.EmaOverwriteFrequency.Value)
                Sym.where (Sym.equal (rate.Count % every) (every.Like 0.0)) average next
            else
                next

        (w, next), (o.Average w, average)

    /// <summary>A loss times the loss scale, where there is one: what gradients are to be taken of.</summary>
    /// <param name="loss">The loss.</param>
    member o.ScaleLoss(loss: Symbol) : Symbol =
        match o.LossScale with
        | Some scale -> loss * scale
        | None -> loss

    /// <summary>What a step does to weights, given their gradients: clipping, decay, the rule, averages
    /// and constraints, in one pass over all weights where the engine has a kernel for the rule.</summary>
    /// <param name="gradients">The gradient of each weight, as Gradient.Of gives them.</param>
    /// <param name="weights">The weights in the same order.</param>
    /// <returns>The updates, for a Step.</returns>
    member o.Apply(gradients: IReadOnlyList<Symbol>, weights: IReadOnlyList<Weight>) : Updates =
        let where = $"optimizer \"{o.Name}\""

        if gradients.Count <> weights.Count then
            refuse
                where
                $"a gradient for each of {weights.Count} weights"
                $"{gradients.Count}"
                "Gradient.Of(loss, weights)"

        if weights.Count = 0 then
            refuse where "at least one weight" "none" "give model.TrainableWeights"

        let pairs = [ for w, g in Seq.zip weights gradients -> Assignment.checked' w g ]

        for w, same in pairs |> List.groupBy fst do
            if same.Length > 1 then
                refuse where "each weight once" $"{w} {same.Length} times" "leave the others out"

        Updates(o.Updates pairs)

    /// What a step does to the weights, given their gradients.
    member internal o.Updates(pairs: (Weight * Symbol) list) : Update list =
        let weights = pairs |> List.map fst
        let rate = o.Rate()

        let gradients =
            match o.LossScale with
            | Some scale -> pairs |> List.map (fun (_, g) -> g / scale)
            | None -> pairs |> List.map snd

        let clipped = o.Clip gradients

        let changes, others =
            if settings.GradientAccumulationSteps.HasValue then
                o.Gathered settings.GradientAccumulationSteps.Value rate weights gradients
            else
                List.map2 (o.Change rate) weights clipped, List.zip shared rate.Shared

        let changes, averages =
            if settings.UseEma then
                let averaged = changes |> List.map (fst >> o.Averaged rate)
                List.map2 (fun (w, _) (_, own) -> w, own) averaged changes, averaged |> List.map snd
            else
                changes, []

        let meaning = [
            for (w, next), own in changes do
                match w.Constraint with
                | Some limit -> w, Penalties.limit limit next
                | None -> w, next

                yield! own
        ]

        let plain =
            others.IsEmpty
            && averages.IsEmpty
            && weights |> List.forall (fun w -> w.Constraint.IsNone)

        let update =
            match rule |> Option.bind _.Kernel with
            | Some kernel when plain -> [ Fused(o.Fuse kernel rate weights clipped meaning) ]
            | Some _
            | None -> meaning |> List.map Assign

        update
        @ (others @ averages |> List.map Assign)
        @ [ Assign(iteration, Sym.weight iteration + 1.0) ]

    /// The update as one call of the engine's kernel.
    member private o.Fuse kernel rate weights gradients meaning : FusedUpdate = {
        Kernel = kernel.Operator
        Weights = weights
        Gradients = gradients
        Slots =
            kernel.Lists
            |> List.map (fun list ->
                match groups |> List.concat |> List.tryFind (fun (slot, _) -> slot = list) with
                | Some(slot, initial) ->
                    weights |> List.map (fun w -> o.Slot w slot (Initializer.Constant initial))
                | None -> [])
        Scalars = [
            rate.Learning
            if kernel.Counts then
                rate.Iteration
        ]
        Settings = kernel.Settings @ [ NumberSetting(settings.WeightDecay.GetValueOrDefault()) ]
        Meaning = meaning
    }

    /// What the end of training does to the weights: averages take their place.
    member internal o.Finish(weights: Weight list) : (Weight * Symbol) list =
        if settings.UseEma then
            weights |> List.map (fun w -> w, Sym.weight (o.Average w))
        else
            []

    /// Keras's name, whatever its case: "adam", "SGD", "rmsprop".
    static member op_Implicit(name: string) : Optimizer =
        ByName.resolve<Optimizer> "optimizer" [] [] name
