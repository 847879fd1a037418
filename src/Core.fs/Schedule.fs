/// Learning rates that change with the number of updates, as graphs of the step.
namespace Keratin

open System

/// A learning rate for each step: 0 is the first update.
[<AbstractClass>]
type Schedule(name: string) =
    /// The name it is saved with.
    member _.Name = name
    /// The rate at a step; both are float32 scalars.
    abstract Rate: step: Symbol -> Symbol

[<AutoOpen>]
module private Rates =
    let scalar = Sym.scalar DType.Float32
    let pow (rate: float) (exponent: Symbol) = Sym.power (scalar rate) exponent
    let cosine x = Sym.apply (Op.Unary Unary.Cos) [ x ]
    let ceiling x = Sym.apply (Op.Unary Unary.Ceil) [ x ]

    /// Half a cosine from 1 at the fraction 0 to alpha at the fraction 1.
    let halfCosine (alpha: float) (amplitude: Symbol) (fraction: Symbol) =
        amplitude * 0.5 * (cosine (fraction * Math.PI) + 1.0) * (1.0 - alpha) + alpha

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

/// <summary>initial / (1 + rate · step / steps); with staircase, the fraction is rounded down.</summary>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="decaySteps">Steps after which the divisor has grown by the decay rate; above 0.</param>
/// <param name="decayRate">What the divisor grows by.</param>
/// <param name="staircase">Whether it falls at once, every decaySteps. Default: false.</param>
/// <param name="name">The name it is saved with.</param>
[<Sealed>]
type InverseTimeDecay
    (
        initialLearningRate: float,
        decaySteps: float,
        decayRate: float,
        [<Opt; Or(false)>] staircase: bool,
        [<Opt; Or("InverseTimeDecay")>] name: string
    ) =
    inherit Schedule(name)
    do positive "InverseTimeDecay" "decaySteps" decaySteps

    override _.Rate step =
        let p = step / decaySteps
        initialLearningRate / ((if staircase then Sym.floor p else p) * decayRate + 1.0)

/// <summary>From the initial rate to the end rate along (1 - step / steps) to a power.</summary>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="decaySteps">Steps to the end rate; above 0.</param>
/// <param name="endLearningRate">The rate from there on. Default: 0.0001.</param>
/// <param name="power">The power; 1 is a straight line. Default: 1.</param>
/// <param name="cycle">Whether it starts again, over a whole multiple of the steps. Default: false.</param>
/// <param name="name">The name it is saved with.</param>
[<Sealed>]
type PolynomialDecay
    (
        initialLearningRate: float,
        decaySteps: float,
        [<Opt; Or(0.0001)>] endLearningRate: float,
        [<Opt; Or(1.0)>] power: float,
        [<Opt; Or(false)>] cycle: bool,
        [<Opt; Or("PolynomialDecay")>] name: string
    ) =
    inherit Schedule(name)
    do positive "PolynomialDecay" "decaySteps" decaySteps

    override _.Rate step =
        let fraction =
            if cycle then
                let rounds = Sym.maximum (ceiling (step / decaySteps)) (scalar 1.0)
                step / (rounds * decaySteps)
            else
                Sym.minimum step (scalar decaySteps) / decaySteps

        Sym.power (1.0 - fraction) (scalar power)
        * (initialLearningRate - endLearningRate)
        + endLearningRate

/// <summary>Rates that change at once: value i up to and with boundary i.</summary>
/// <param name="boundaries">Steps after which the next value begins, in rising order.</param>
/// <param name="values">The rates, one more than boundaries.</param>
/// <param name="name">The name it is saved with.</param>
[<Sealed>]
type PiecewiseConstantDecay
    (boundaries: float[], values: float[], [<Opt; Or("PiecewiseConstant")>] name: string) =
    inherit Schedule(name)

    do
        if values.Length <> boundaries.Length + 1 then
            refuse
                "PiecewiseConstantDecay"
                $"{boundaries.Length + 1} values for {boundaries.Length} boundaries"
                $"{values.Length} values"
                "give one value more than boundaries"

        if boundaries |> Array.pairwise |> Array.exists (fun (a, b) -> a >= b) then
            refuse
                "PiecewiseConstantDecay"
                "boundaries in rising order"
                (String.Join(", ", boundaries))
                "sort the boundaries"

    override _.Rate step =
        (Array.zip boundaries (Array.truncate boundaries.Length values), scalar (Array.last values))
        ||> Array.foldBack (fun (boundary, value) later ->
            Sym.where (Sym.lessEqual step (scalar boundary)) (scalar value) later)

/// <summary>Half a cosine from the initial rate down to alpha times it, after an optional rise in a
/// straight line. Loshchilov and Hutter, 2017.</summary>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="decaySteps">Steps of the cosine, after the warmup; above 0.</param>
/// <param name="alpha">The last rate as a fraction of the greatest. Default: 0.</param>
/// <param name="name">The name it is saved with.</param>
/// <param name="warmupTarget">The rate the warmup rises to. Default: no warmup.</param>
/// <param name="warmupSteps">Steps of the warmup. Default: 0.</param>
[<Sealed>]
type CosineDecay
    (
        initialLearningRate: float,
        decaySteps: float,
        [<Opt; Or(0.0)>] alpha: float,
        [<Opt; Or("CosineDecay")>] name: string,
        [<Opt>] warmupTarget: Nullable<float>,
        [<Opt; Or(0.0)>] warmupSteps: float
    ) =
    inherit Schedule(name)
    do positive "CosineDecay" "decaySteps" decaySteps

    override _.Rate step =
        let decayed (from: float) (step: Symbol) =
            let fraction = Sym.clip 0.0 decaySteps step / decaySteps
            halfCosine alpha (scalar 1.0) fraction * from

        if not warmupTarget.HasValue then
            decayed initialLearningRate step
        elif warmupSteps <= 0.0 then
            decayed warmupTarget.Value step
        else
            let rising =
                step / warmupSteps * (warmupTarget.Value - initialLearningRate)
                + initialLearningRate

            Sym.where
                (Sym.less step (scalar warmupSteps))
                rising
                (decayed warmupTarget.Value (step - warmupSteps))

/// <summary>Cosines one after another, each longer and lower by a factor. Loshchilov and Hutter,
/// 2017.</summary>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="firstDecaySteps">Steps of the first cosine; above 0.</param>
/// <param name="tMul">How much longer each is than the one before. Default: 2.</param>
/// <param name="mMul">How much higher each starts than the one before. Default: 1.</param>
/// <param name="alpha">The least rate as a fraction of the initial one. Default: 0.</param>
/// <param name="name">The name it is saved with.</param>
[<Sealed>]
type CosineDecayRestarts
    (
        initialLearningRate: float,
        firstDecaySteps: float,
        [<Opt; Or(2.0)>] tMul: float,
        [<Opt; Or(1.0)>] mMul: float,
        [<Opt; Or(0.0)>] alpha: float,
        [<Opt; Or("SGDRDecay")>] name: string
    ) =
    inherit Schedule(name)

    do
        positive "CosineDecayRestarts" "firstDecaySteps" firstDecaySteps
        positive "CosineDecayRestarts" "tMul" tMul

    override _.Rate step =
        let done' = step / firstDecaySteps

        let restart, fraction =
            if tMul = 1.0 then
                let restart = Sym.floor done'
                restart, done' - restart
            else
                // the lengths are a geometric series: which term a step is in follows from its sum
                let restart =
                    Sym.floor (Sym.log (1.0 - done' * (1.0 - tMul)) / Sym.log (scalar tMul))

                let length = pow tMul restart
                let before = (1.0 - length) / (1.0 - tMul)
                restart, (done' - before) / length

        halfCosine alpha (pow mMul restart) fraction * initialLearningRate

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
