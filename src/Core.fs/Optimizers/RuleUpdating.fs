/// What a rule makes of all weights: clipping, decay, the rule itself, averages and constraints.
namespace Keratin

open System
open System.Collections.Generic

module private Clipping =
    /// Gradients after clipping.
    let clip (settings: OptimizerSettings) (trained: Trained list) : Trained list =
        let each change =
            trained |> List.map (fun t -> { t with Gradient = change t.Gradient })

        if settings.ClipValue.HasValue then
            let v = settings.ClipValue.Value
            each (Sym.clip -v v)
        elif settings.ClipNorm.HasValue then
            let c = settings.ClipNorm.Value
            each (fun g -> g * (c / Sym.maximum (norm g) (g.Like c)))
        elif settings.GlobalClipNorm.HasValue then
            let c = settings.GlobalClipNorm.Value

            let total =
                trained
                |> List.map (fun t -> Sym.sumAll (Sym.square t.Gradient))
                |> List.reduce Sym.add
                |> Sym.sqrt

            let factor = c / Sym.maximum total (total.Like c)
            each (fun g -> g * factor)
        else
            trained

/// Updates by one rule; `own` is the rule where the user wrote it.
[<Sealed>]
type internal RuleUpdating
    (
        name: string,
        learningRate: LearningRate,
        settings: OptimizerSettings,
        rule: Rule option,
        own: OwnRule
    ) =
    do settings.Check name

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

    let store = SlotStore name
    /// Weights with the slots that a rule of the user's made for them, in that order.
    let made = List<Weight * Weight>()
    let trained = HashSet<Weight>()
    let excluded = List<Weight -> bool>()
    let common = rule |> Option.map _.Shared |> Option.defaultValue []

    let groupsOf (w: Weight) =
        rule |> Option.map (fun rule -> rule.Slots w) |> Option.defaultValue []

    let shared =
        common
        |> List.map (fun (scalar, initial, _) ->
            Weight.Memory($"{name}/{scalar}", DType.Float32, [], Initializer.Constant initial))

    let slotWeight (w: Weight) (slot: Slot) =
        match slot.Start with
        | StartsAt start -> store.Get w slot.Name slot.Shape (Initializer.Constant start)
        | StartsAsWeight -> store.Get w slot.Name slot.Shape Initializer.Zeros

    let average w =
        store.Get w "average" None Initializer.Zeros

    let accumulator w =
        store.Get w "gradient_accumulator" None Initializer.Zeros

    let decayOf (w: Weight) =
        if excluded.Exists(fun isOut -> isOut w) then
            0.0
        else
            settings.DecayOf w

    /// The learning rate; a schedule counts all steps, those that only gather gradients too.
    let learning () =
        match learningRate.Schedule, rate with
        | Some schedule, _ -> schedule.Rate(Sym.cast DType.Float32 (Sym.weight iteration))
        | None, Some rate -> Sym.weight rate
        | None, None -> bug name "neither a rate nor a schedule"

    let rateNow () : Rate =
        let done' = Sym.weight iteration

        let updates =
            if settings.GradientAccumulationSteps.HasValue then
                let steps = settings.GradientAccumulationSteps.Value
                Sym.floorDivide done' (done'.Like(float steps))
            else
                done'

        let rate = {
            Learning = learning ()
            Count = Sym.cast DType.Float32 updates + 1.0
            Iteration = done'
            Shared = []
        }

        {
            rate with
                Shared = List.map2 (fun (_, _, step) w -> step rate (Sym.weight w)) common shared
        }

    /// A slot's value before this update.
    let before (rate: Rate) (w: Weight) (slot: Slot) =
        let value = Sym.weight (slotWeight w slot)

        match slot.Start with
        | StartsAt _ -> value
        | StartsAsWeight ->
            Sym.where (Sym.greater rate.Count (rate.Count.Like 1.0)) value (Sym.weight w)

    /// The rule for one weight, after decay.
    let change (rate: Rate) (t: Trained) : Change =
        trained.Add t.Weight |> ignore
        let decay = decayOf t.Weight

        let decayed =
            if decay = 0.0 then
                t.Value
            else
                t.Value * (1.0 - rate.Learning * decay)

        match rule with
        | None -> {
            own rate { t with Value = decayed } with
                Of = t
          }
        | Some rule ->
            let slots = groupsOf t.Weight |> List.concat

            let next, after =
                rule.Apply rate decayed t.Gradient (slots |> List.map (before rate t.Weight))

            {
                Of = t
                Next = next
                Slots = List.zip (slots |> List.map (slotWeight t.Weight)) after
            }

    /// Changes where gradients are gathered over several steps: in the last of them everything changes,
    /// in the others only the sums of gradients do.
    let gathered
        (steps: int)
        (rate: Rate)
        (all: Trained list)
        : Change list * (Weight * Symbol) list =
        let steps' = rate.Iteration.Like(float steps)
        let last = Sym.equal ((rate.Iteration + 1.0) % steps') (steps'.Like 0.0)
        let sums = all |> List.map (fun t -> Sym.weight (accumulator t.Weight) + t.Gradient)
        let when' (w: Weight, next: Symbol) = w, Sym.where last next (Sym.weight w)

        let changes =
            List.map2 (fun t sum -> { t with Gradient = sum / float steps }) all sums
            |> Clipping.clip settings
            |> List.map (change rate)
            |> List.map (fun c -> {
                c with
                    Next = Sym.where last c.Next c.Of.Value
                    Slots = c.Slots |> List.map when'
            })

        let reset =
            List.map2
                (fun t (sum: Symbol) ->
                    accumulator t.Weight, Sym.where last (Sym.zerosLike sum) sum)
                all
                sums

        changes, reset @ (List.zip shared rate.Shared |> List.map when')

    /// The average after a step, and the weight where it is time that the average replaces it.
    let averaged (rate: Rate) (c: Change) : Change * (Weight * Symbol) =
        let momentum =
            Sym.where
                (Sym.greater rate.Count (rate.Count.Like 1.0))
                (rate.Count.Like settings.EmaMomentum)
                (rate.Count.Like 0.0)

        let average' = average c.Of.Weight
        let value = Sym.weight average' * momentum + c.Next * (1.0 - momentum)

        let next =
            if settings.EmaOverwriteFrequency.HasValue then
                let every = rate.Count.Like(float settings.EmaOverwriteFrequency.Value)
                Sym.where (Sym.equal (rate.Count % every) (every.Like 0.0)) value c.Next
            else
                c.Next

        { c with Next = next }, (average', value)

    let limited (c: Change) =
        match c.Of.Weight.Constraint with
        | Some limit -> {
            c with
                Next = Penalties.limit limit c.Next
          }
        | None -> c

    /// Updates of weights of one decay as one call of the engine's kernel.
    let fuse (kernel: Kernel) (rate: Rate) (decay: float) (changes: Change list) : Update =
        let weights = changes |> List.map _.Of.Weight

        Fused {
            Kernel = kernel.Operator
            Weights = weights
            Gradients = changes |> List.map _.Of.Gradient
            Slots =
                kernel.Lists
                |> List.map (fun list -> [
                    for w in weights do
                        for slot in groupsOf w |> List.concat do
                            if slot.Name = list then
                                slotWeight w slot
                ])
            Scalars = [
                rate.Learning
                if kernel.Counts then
                    rate.Iteration
            ]
            Settings = kernel.Settings @ [ NumberSetting decay ]
            Meaning = [
                for c in changes do
                    c.Of.Weight, c.Next
                    yield! c.Slots
            ]
        }

    /// One pass over the weights that the engine's kernel can do, and the others one by one.
    let written (rate: Rate) (simple: bool) (changes: Change list) : Update list =
        let byKernel, others =
            match rule |> Option.bind _.Kernel with
            | Some kernel when simple ->
                let fits c =
                    c.Of.IsUntouched && c.Of.Weight.Constraint.IsNone

                let fitting, others = changes |> List.partition fits

                [
                    for decay, same in fitting |> List.groupBy (fun c -> decayOf c.Of.Weight) do
                        fuse kernel rate decay same
                ],
                others
            | Some _
            | None -> [], changes

        [
            yield! byKernel

            for c in others do
                Assign(c.Of.Weight, c.Next)

                for w, next in c.Slots do
                    Assign(w, next)
        ]

    interface IUpdating with
        member _.Iteration = iteration
        member _.RateWeight = rate
        member _.LearningRate() = learning ()

        member _.LossScale =
            settings.LossScaleFactor
            |> Option.ofNullable
            |> Option.map (Sym.scalar DType.Float32)

        member _.HasTrained w = trained.Contains w

        member _.Slot(w, slot, initial) =
            let weight = store.Get w slot None initial

            if rule.IsNone && not (made.Contains((w, weight))) then
                made.Add((w, weight))

            weight

        member _.Exclude isOut =
            if trained.Count > 0 then
                refuse
                    $"optimizer \"{name}\""
                    "exclusions from weight decay before training"
                    "one after it"
                    "exclude weights as soon as the optimizer is made"

            excluded.Add isOut

        member _.Variables weights = [
            iteration
            yield! Option.toList rate

            if settings.UseEma then
                yield! weights |> List.map average

            if settings.GradientAccumulationSteps.HasValue then
                yield! weights |> List.map accumulator

            let groups = weights |> List.map (fun w -> w, groupsOf w)
            let most = (0, groups) ||> List.fold (fun n (_, own) -> max n own.Length)

            for i in 0 .. most - 1 do
                for w, own in groups do
                    yield!
                        own |> List.tryItem i |> Option.defaultValue [] |> List.map (slotWeight w)

            for w in weights do
                for owner, slot in made do
                    if owner = w then
                        slot

            yield! shared
        ]

        member _.Updates all =
            let rate = rateNow ()

            let changes, others =
                if settings.GradientAccumulationSteps.HasValue then
                    gathered settings.GradientAccumulationSteps.Value rate all
                else
                    all |> Clipping.clip settings |> List.map (change rate),
                    List.zip shared rate.Shared

            let changes, averages =
                if settings.UseEma then
                    changes |> List.map (averaged rate) |> List.unzip
                else
                    changes, []

            let others = others @ averages

            (changes |> List.map limited |> written rate others.IsEmpty)
            @ (others |> List.map Assign)
            @ [ Assign(iteration, Sym.weight iteration + 1.0) ]

        member _.Averages weights =
            if settings.UseEma then
                weights |> List.map (fun w -> w, average w)
            else
                []
