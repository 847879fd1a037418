/// Second moments as the product of a column and a row.
namespace Keratin

open System

module private Factored =
    /// The root of the mean square of all elements.
    let rms (x: Symbol) = Sym.sqrt (Sym.meanAll (Sym.square x))

    /// Means of squares over the last axis and over the last but one, and the second moment they give. A
    /// vector has its own; files have a number in the place of each of its means.
    let slots (w: Weight) : Slot list list =
        let moment = slot "velocity" 0.0

        let mean name dims = { slot name 0.0 with Shape = Some dims }

        match List.rev w.Dims with
        | last :: before :: rest ->
            let rest = List.rev rest
            [ [ mean "row" (rest @ [ before ]); mean "column" (rest @ [ last ]); moment ] ]
        | _ -> [ [ mean "row" []; mean "column" []; moment ] ]

    /// The slots after another gradient: old values count `keep`, new squares the rest.
    let moments (keep: Symbol) (squares: Symbol) (slots: Symbol list) : Symbol list =
        let mix (old: Symbol) fresh = old * keep + fresh * (1.0 - keep)

        match slots with
        | [ row; column; moment ] when squares.Rank < 2 -> [ row; column; mix moment squares ]
        | [ row; column; _ ] ->
            let row = mix row (Sym.mean [ -1 ] false squares)
            let column = mix column (Sym.mean [ -2 ] false squares)
            let share = row / Sym.mean [ -1 ] true row
            [ row; column; Sym.expandDims -1 share * Sym.expandDims -2 column ]
        | other -> bug "Adafactor" $"{other.Length} slots"

/// <summary>Adam's second moment kept as means of rows and columns, so that memory grows with the sides of a
/// kernel: r and c are means of g² + ε₁ over the last axis and the one before, with decay 1 - t^β₂decay, the
/// moment is v = r · c / mean(r), the step u = g / √v divided by max(1, rms(u) / clipThreshold), and
/// w ← w - min(η, 1/√t) · max(ε₂, rms(w)) · u. Vectors keep v itself. Shazeer and Stern, 2018.</summary>
/// <param name="learningRate">A number or a schedule. Default: 0.001.</param>
/// <param name="beta2Decay">The exponent of t in the decay of the moments. Default: -0.8.</param>
/// <param name="epsilon1">Added to the squares of the gradient. Default: 1e-30.</param>
/// <param name="epsilon2">The least size of a weight that steps are scaled with. Default: 0.001.</param>
/// <param name="clipThreshold">The greatest root mean square of a step before it is scaled. Default: 1.0.</param>
/// <param name="relativeStep">Kept for configs of Keras: there as here, the rate is at most 1/√t in either
/// case. Default: true.</param>
/// <param name="weightDecay">Decoupled decay, times the learning rate. Default: none.</param>
/// <param name="clipnorm">Each gradient's greatest norm. Default: none.</param>
/// <param name="clipvalue">Greatest size of a gradient's element. Default: none.</param>
/// <param name="globalClipnorm">Greatest norm of all gradients together. Default: none.</param>
/// <param name="useEma">Whether averages of the weights are kept. Default: false.</param>
/// <param name="emaMomentum">Decay of those averages. Default: 0.99.</param>
/// <param name="emaOverwriteFrequency">Steps between copying averages into weights. Default: never.</param>
/// <param name="lossScaleFactor">The loss is multiplied, gradients divided by it. Default: none.</param>
/// <param name="gradientAccumulationSteps">Steps whose gradients are averaged for an update. Default: none.</param>
/// <param name="name">The name it is saved with. Default: "adafactor".</param>
[<Sealed>]
type Adafactor
    (
        [<Opt>] learningRate: LearningRate | null,
        [<Opt; Or(-0.8)>] beta2Decay: float,
        [<Opt; Or(1e-30)>] epsilon1: float,
        [<Opt; Or(1e-3)>] epsilon2: float,
        [<Opt; Or(1.0)>] clipThreshold: float,
        [<Opt; Or(true)>] relativeStep: bool,
        [<Opt>] weightDecay: Nullable<float>,
        [<Opt>] clipnorm: Nullable<float>,
        [<Opt>] clipvalue: Nullable<float>,
        [<Opt>] globalClipnorm: Nullable<float>,
        [<Opt; Or(false)>] useEma: bool,
        [<Opt; Or(0.99)>] emaMomentum: float,
        [<Opt>] emaOverwriteFrequency: Nullable<int>,
        [<Opt>] lossScaleFactor: Nullable<float>,
        [<Opt>] gradientAccumulationSteps: Nullable<int>,
        [<Opt; Or("adafactor")>] name: string
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
                Slots = Factored.slots
                Shared = []
                Apply =
                    fun rate w g slots ->
                        let keep = 1.0 - Sym.power rate.Count (rate.Count.Like beta2Decay)
                        let after = Factored.moments keep (g * g + epsilon1) slots
                        let step = g / Sym.sqrt (List.last after)
                        let size = Factored.rms step / clipThreshold
                        let clipped = step / Sym.maximum size (size.Like 1.0)
                        let longest = Sym.minimum rate.Learning (1.0 / Sym.sqrt rate.Count)
                        let length = Factored.rms w
                        w - clipped * (Sym.maximum length (length.Like epsilon2) * longest), after
                Kernel = None
            }
        )

    member internal _.Beta2Decay = beta2Decay
    member internal _.Epsilon1 = epsilon1
    member internal _.Epsilon2 = epsilon2
    member internal _.ClipThreshold = clipThreshold

    /// Whether the rate was asked to fall with the steps.
    member _.RelativeStep = relativeStep
