/// Update rules: how one weight and its slots change, as graphs, and what a rule may use.
namespace Keratin

open System

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

/// What a slot is before the first update.
type internal SlotStart =
    | StartsAt of float
    /// The value that its weight has when the first update is made.
    | StartsAsWeight

/// Numbers an optimizer keeps for one weight, and their shape.
type internal Slot = {
    Name: string
    Start: SlotStart
    /// None: the weight's own shape.
    Shape: int list option
}

/// How one weight changes: the new weight and the new slots.
type internal Rule = {
    /// The slots of a weight. Files have group after group, and within a group the slots of one weight
    /// after those of another.
    Slots: Weight -> Slot list list
    /// Scalars that all weights share: where they start, and what a step makes of them.
    Shared: (string * float * (Rate -> Symbol -> Symbol)) list
    Apply: Rate -> Symbol -> Symbol -> Symbol list -> Symbol * Symbol list
    Kernel: Kernel option
}

/// What every optimizer can do besides its rule.
[<NoComparison; NoEquality>]
type internal OptimizerSettings = {
    WeightDecay: Nullable<float>
    /// The decoupled decay of a weight; 0: none.
    DecayOf: Weight -> float
    ClipNorm: Nullable<float>
    ClipValue: Nullable<float>
    GlobalClipNorm: Nullable<float>
    UseEma: bool
    EmaMomentum: float
    EmaOverwriteFrequency: Nullable<int>
    LossScaleFactor: Nullable<float>
    GradientAccumulationSteps: Nullable<int>
} with

    /// Refuses settings that contradict each other or mean nothing.
    member s.Check(name: string) : unit =
        let given =
            [
                "clipnorm", s.ClipNorm
                "clipvalue", s.ClipValue
                "globalClipnorm", s.GlobalClipNorm
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

        let steps = s.GradientAccumulationSteps

        if steps.HasValue && steps.Value < 2 then
            refuse name "gradientAccumulationSteps of at least 2" $"{steps}" "leave it out"

        if s.UseEma && not (s.EmaMomentum >= 0.0 && s.EmaMomentum <= 1.0) then
            refuse name "emaMomentum from 0 to 1" $"{s.EmaMomentum}" "emaMomentum: 0.99"

[<AutoOpen>]
module internal Common =
    let settings
        (decay: Nullable<float>)
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
        DecayOf = fun _ -> decay.GetValueOrDefault()
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

    /// A slot of its weight's shape that starts from a number.
    let slot name start = {
        Name = name
        Start = StartsAt start
        Shape = None
    }

    /// The same groups of slots for every weight.
    let alike (groups: (string * float) list list) : Weight -> Slot list list =
        let groups = groups |> List.map (List.map (fun (name, start) -> slot name start))
        fun _ -> groups

    /// A number to the power of the count of updates.
    let toTheCount (beta: float) (rate: Rate) =
        Sym.power (rate.Count.Like beta) rate.Count

    /// An average that forgets: old and new in the parts beta and 1 - beta.
    let forget (beta: float) (old: Symbol) (value: Symbol) = old + (value - old) * (1.0 - beta)

    /// The root of the sum of the squares of all elements.
    let norm (x: Symbol) = Sym.sqrt (Sym.sumAll (Sym.square x))
