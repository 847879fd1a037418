/// Learning rates that change with the number of updates, as graphs of the step.
namespace Keratin

open System

/// A learning rate for each step: 0 is the first update.
[<AbstractClass>]
type Schedule internal (name: string) =
    /// The name it is saved with.
    member _.Name = name
    /// The rate at a step; both are float32 scalars.
    abstract Rate: step: Symbol -> Symbol

[<AutoOpen>]
module private Rates =
    let scalar = Sym.scalar DType.Float32
    let pow (rate: float) (exponent: Symbol) = Sym.power (scalar rate) exponent

    let positive where parameter (value: float) =
        if not (value > 0.0) then
            refuse where $"{parameter} > 0" $"{parameter} = {value}" $"{parameter}: 1000"

/// <summary>initial · rate^(step / steps); with staircase, the exponent is rounded down.</summary>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="decaySteps">Steps after which the rate has been multiplied once; above 0.</param>
/// <param name="decayRate">The factor.</param>
/// <param name="staircase">Whether it falls at once, every decaySteps. Default: false.</param>
/// <param name="name">The name it is saved with.</param>
[<Sealed>]
type ExponentialDecay
    (
        initialLearningRate: float,
        decaySteps: float,
        decayRate: float,
        [<Opt; Or(false)>] staircase: bool,
        [<Opt; Or("ExponentialDecay")>] name: string
    ) =
    inherit Schedule(name)
    do positive "ExponentialDecay" "decaySteps" decaySteps

    override _.Rate step =
        let p = step / decaySteps
        pow decayRate (if staircase then Sym.floor p else p) * initialLearningRate

/// A learning rate: a number or a schedule.
[<Sealed>]
type LearningRate internal (initial: float, schedule: Schedule option) =
    member internal _.Initial = initial
    member internal _.Schedule = schedule

    /// A constant rate.
    static member op_Implicit(rate: float) =
        if not (Double.IsFinite rate && rate >= 0.0) then
            refuse "learningRate" "a finite number of at least 0" $"{rate}" "learningRate: 0.001"

        LearningRate(rate, None)

    /// A rate by schedule.
    static member op_Implicit(schedule: Schedule) = LearningRate(0.0, Some schedule)
