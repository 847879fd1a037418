/// Metrics over all thresholds: the area under a curve, and the best of one number where another is
/// good enough.
namespace Keratin

open System

/// The four counts at thresholds, added up over batches.
[<AbstractClass>]
type CurveMetric
    internal (name: string, thresholds: float list, classId: Nullable<int>, multiLabel: bool) =
    inherit Metric(name)
    let mutable sums: Weight list = []
    override _.Direction = 1

    /// Predictions as probabilities.
    abstract Probabilities: Symbol -> Symbol
    default _.Probabilities p = p

    /// Weights of samples together with those of labels.
    abstract LabelWeights: p: Symbol * w: Symbol | null -> Symbol | null
    default _.LabelWeights(p, w) : Symbol | null = w

    override m.Build(y, p) =
        let labels =
            match multiLabel, List.tryLast p.Dims with
            | true, Some(Size n) -> Some n
            | true, _ ->
                refuse name "a known number of labels" $"{p}" "give numLabels in the model's shape"
            | false, _ -> None

        sums <-
            [ "true_positives"; "false_positives"; "true_negatives"; "false_negatives" ]
            |> List.map (fun count -> m.Variable(count, Confusion.shape thresholds labels))

    override m.UpdateState(y, p, w) =
        let p = m.Probabilities p
        let w = m.LabelWeights(p, w)

        let y, p, w =
            if multiLabel then
                y,
                p,
                w
                |> Option.ofObj
                |> Option.map (fun w -> Fit.weights p w |> Sym.broadcastTo p.Dims)
            else
                Confusion.flat classId y p w

        let c = Confusion.count thresholds y p w

        List.map2 (fun sum count -> Confusion.keep count sum) sums [
            c.TruePositives
            c.FalsePositives
            c.TrueNegatives
            c.FalseNegatives
        ]
        |> Updates.Of

    member internal _.Counts: Counts =
        match sums |> List.map Confusion.kept with
        | [ tp; fp; tn; fn ] -> {
            TruePositives = tp
            FalsePositives = fp
            TrueNegatives = tn
            FalseNegatives = fn
          }
        | _ -> bug name "a result before the first update"

module private Curves =
    /// Equal steps within 0 and 1, without the ends.
    let between (count: int) = [ for i in 1 .. count - 2 -> float i / float (count - 1) ]

    /// Thresholds between one just below 0 and one just above 1.
    let withEnds (thresholds: float list) = [ -1e-7 ] @ thresholds @ [ 1.0 + 1e-7 ]

    let atLeast least name (count: int) =
        if count < least then
            refuse name $"numThresholds of at least {least}" $"{count}" "numThresholds: 200"

    let recall c =
        ratio c.TruePositives (c.TruePositives + c.FalseNegatives)

    let precision c =
        ratio c.TruePositives (c.TruePositives + c.FalsePositives)

    let specificity c =
        ratio c.TrueNegatives (c.TrueNegatives + c.FalsePositives)

    /// All values but the last, and all but the first, of the axis of thresholds.
    let neighbours (x: Symbol) =
        let n = x.Dims[1]
        Sym.slice 1 (size 0) (n - 1) x, Sym.slice 1 (size 1) n x

    let positive (x: Symbol) = Sym.relu x

    /// The area under precision over recall, between points where the counts go in straight lines.
    /// Davis and Goadrich, 2006.
    let interpolated (c: Counts) =
        let tp, tpNext = neighbours c.TruePositives
        let said, saidNext = neighbours (c.TruePositives + c.FalsePositives)
        let slope = ratio (tp - tpNext) (positive (said - saidNext))
        let intercept = tpNext - slope * saidNext
        let zero = said.Like 0.0
        let both = Sym.both (Sym.greater said zero) (Sym.greater saidNext zero)
        let growth = Sym.where both (ratio said (positive saidNext)) (said.Like 1.0)
        let _, missedNext = neighbours c.FalseNegatives

        ratio (slope * (tp - tpNext + intercept * Sym.log growth)) (positive (tpNext + missedNext))
        |> Sym.sum [ 1 ] false

    /// Precision and recall, scaled so that 0 is what a yes to everything has. Flach and Kull, 2015.
    let gains (c: Counts) =
        let odds =
            ratio (c.TruePositives + c.FalseNegatives) (c.TrueNegatives + c.FalsePositives)

        let none = Sym.equal c.TruePositives (c.TruePositives.Like 0.0)

        let gain wrong =
            1.0 - odds * ratio wrong c.TruePositives

        let recall = Sym.where none (c.TruePositives.Like 0.0) (gain c.FalseNegatives)
        Sym.relu recall, Sym.where none (c.TruePositives.Like 1.0) (gain c.FalsePositives)

    /// The best of one number where another is at least so good; zero where it never is.
    let bestWhere (enough: float) (condition: Symbol) (value: Symbol) =
        Sym.where (Sym.greaterEqual condition (condition.Like enough)) value (value.Like 0.0)
        |> Sym.maxAlong [ 1 ] false
        |> Sym.squeeze [ 0 ]

open Curves

/// <summary>The area under the curve of true over false positives ("ROC"), of precision over recall ("PR") or
/// of their gains ("PRGAIN"), by sums over thresholds.</summary>
/// <param name="numThresholds">How many thresholds there are. Default: 200.</param>
/// <param name="curve">"ROC", "PR" or "PRGAIN". Default: "ROC".</param>
/// <param name="summationMethod">"interpolation", "minoring" or "majoring". Default: the first.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="thresholds">The thresholds themselves, without 0 and 1. Default: even ones.</param>
/// <param name="multiLabel">Whether each label has a curve; the areas are averaged. Default: false.</param>
/// <param name="numLabels">The number of labels. Default: as the data has.</param>
/// <param name="labelWeights">What each label weighs. Default: all alike.</param>
/// <param name="fromLogits">Whether the predictions are logits. Default: false, probabilities.</param>
[<Sealed>]
type AUC
    (
        [<Opt; Or(200)>] numThresholds: int,
        [<Opt; Or("ROC")>] curve: string,
        [<Opt; Or("interpolation")>] summationMethod: string,
        [<Opt; Or("auc")>] name: string,
        [<Opt>] thresholds: float[] | null,
        [<Opt; Or(false)>] multiLabel: bool,
        [<Opt>] numLabels: Nullable<int>,
        [<Opt>] labelWeights: float[] | null,
        [<Opt; Or(false)>] fromLogits: bool
    ) =
    inherit
        CurveMetric(
            name,
            (match thresholds with
             | null -> between numThresholds
             | given -> List.sort (List.ofArray given))
            |> withEnds,
            Nullable(),
            multiLabel
        )

    let curves = [ "ROC"; "PR"; "PRGAIN" ]
    let methods = [ "interpolation"; "minoring"; "majoring" ]

    do
        if isNull thresholds then
            atLeast 2 name numThresholds

    let curve =
        match curve.ToUpperInvariant() with
        | known when List.contains known curves -> known
        | _ -> refuseWord name "curve" curve curves

    let summationMethod =
        match summationMethod.ToLowerInvariant() with
        | known when List.contains known methods -> known
        | _ -> refuseWord name "summationMethod" summationMethod methods

    override _.Build(y, p) =
        match numLabels.HasValue, List.tryLast p.Dims with
        | true, Some(Size n) when multiLabel && n <> numLabels.Value ->
            refuse
                name
                $"{numLabels.Value} labels"
                $"predictions of shape {showDims p.Dims}"
                "leave numLabels out"
        | _, _ -> base.Build(y, p)

    override _.Probabilities p = if fromLogits then Sym.sigmoid p else p
    member internal _.NumThresholds = numThresholds
    member internal _.Curve = curve
    member internal _.SummationMethod = summationMethod
    member internal _.Thresholds = thresholds
    member internal _.MultiLabel = multiLabel

    override _.LabelWeights(p, w) : Symbol | null =
        match labelWeights with
        | labels when multiLabel || isNull labels -> w
        | null -> w
        | labels ->
            let labels = Sym.floats [| labels.Length |] labels |> Sym.broadcastTo p.Dims

            match w with
            | null -> labels
            | w -> labels * Fit.weights p w

    override m.Result() =
        let c = m.Counts

        let areas =
            if curve = "PR" && summationMethod = "interpolation" then
                interpolated c
            else
                let x, y =
                    match curve with
                    | "PR" -> recall c, precision c
                    | "PRGAIN" -> gains c
                    | _ -> ratio c.FalsePositives (c.FalsePositives + c.TrueNegatives), recall c

                let left, right = neighbours y
                let start, stop = neighbours x

                let height =
                    match summationMethod with
                    | "minoring" -> Sym.minimum left right
                    | "majoring" -> Sym.maximum left right
                    | _ -> (left + right) / 2.0

                (start - stop) * height |> Sym.sum [ 1 ] false

        match labelWeights with
        | null -> Sym.meanAll areas
        | weights when multiLabel ->
            let weights = Sym.floats [| weights.Length |] weights
            ratio (Sym.sumAll (areas * weights)) (Sym.sumAll weights)
        | _ -> Sym.meanAll areas

/// The best of one number at the thresholds where another is good enough.
[<AbstractClass>]
type BestMetric
    internal
    (
        name: string,
        enough: float,
        numThresholds: int,
        classId: Nullable<int>,
        condition: Counts -> Symbol,
        value: Counts -> Symbol
    ) =
    inherit
        CurveMetric(
            name,
            (if numThresholds = 1 then
                 [ 0.5 ]
             else
                 [ 0.0 ] @ between numThresholds @ [ 1.0 ]),
            classId,
            false
        )

    do
        atLeast 1 name numThresholds

        if not (enough >= 0.0 && enough <= 1.0) then
            refuse name "a share from 0 to 1" $"{enough}" "0.5"

    override m.Result() =
        bestWhere enough (condition m.Counts) (value m.Counts)

    member internal _.NumThresholds = numThresholds

/// <summary>The greatest sensitivity at a threshold with at least this specificity.</summary>
/// <param name="specificity">What is good enough, from 0 to 1.</param>
/// <param name="numThresholds">How many thresholds are tried. Default: 200.</param>
/// <param name="classId">The one class that counts. Default: all.</param>
/// <param name="name">The name it is shown with.</param>
[<Sealed>]
type SensitivityAtSpecificity
    (
        specificity: float,
        [<Opt; Or(200)>] numThresholds: int,
        [<Opt>] classId: Nullable<int>,
        [<Opt; Or("sensitivity_at_specificity")>] name: string
    ) =
    inherit BestMetric(name, specificity, numThresholds, classId, Curves.specificity, Curves.recall)

    member internal _.Specificity = specificity

/// <summary>The greatest specificity at a threshold with at least this sensitivity.</summary>
/// <param name="sensitivity">What is good enough, from 0 to 1.</param>
/// <param name="numThresholds">How many thresholds are tried. Default: 200.</param>
/// <param name="classId">The one class that counts. Default: all.</param>
/// <param name="name">The name it is shown with.</param>
[<Sealed>]
type SpecificityAtSensitivity
    (
        sensitivity: float,
        [<Opt; Or(200)>] numThresholds: int,
        [<Opt>] classId: Nullable<int>,
        [<Opt; Or("specificity_at_sensitivity")>] name: string
    ) =
    inherit BestMetric(name, sensitivity, numThresholds, classId, Curves.recall, Curves.specificity)

    member internal _.Sensitivity = sensitivity

/// <summary>The greatest precision at a threshold with at least this recall.</summary>
/// <param name="recall">What is good enough, from 0 to 1.</param>
/// <param name="numThresholds">How many thresholds are tried. Default: 200.</param>
/// <param name="classId">The one class that counts. Default: all.</param>
/// <param name="name">The name it is shown with.</param>
[<Sealed>]
type PrecisionAtRecall
    (
        recall: float,
        [<Opt; Or(200)>] numThresholds: int,
        [<Opt>] classId: Nullable<int>,
        [<Opt; Or("precision_at_recall")>] name: string
    ) =
    inherit BestMetric(name, recall, numThresholds, classId, Curves.recall, Curves.precision)

    member internal _.Recall = recall

/// <summary>The greatest recall at a threshold with at least this precision.</summary>
/// <param name="precision">What is good enough, from 0 to 1.</param>
/// <param name="numThresholds">How many thresholds are tried. Default: 200.</param>
/// <param name="classId">The one class that counts. Default: all.</param>
/// <param name="name">The name it is shown with.</param>
[<Sealed>]
type RecallAtPrecision
    (
        precision: float,
        [<Opt; Or(200)>] numThresholds: int,
        [<Opt>] classId: Nullable<int>,
        [<Opt; Or("recall_at_precision")>] name: string
    ) =
    inherit BestMetric(name, precision, numThresholds, classId, Curves.precision, Curves.recall)

    member internal _.Precision = precision
