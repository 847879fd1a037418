/// Counts of right and wrong answers at thresholds, and what is made of them: precision and recall.
namespace Keratin

open System

/// One threshold, or several in a list.
[<Sealed>]
type Thresholds internal (values: float list) =
    member internal _.Values = values
    /// One threshold.
    static member op_Implicit(value: float) = Thresholds [ value ]
    /// Several thresholds: the metric has a value for each.
    static member op_Implicit(values: float[]) = Thresholds(List.ofArray values)

/// Counts for each label and threshold: (labels, thresholds).
type internal Counts = {
    TruePositives: Symbol
    FalsePositives: Symbol
    TrueNegatives: Symbol
    FalseNegatives: Symbol
}

[<RequireQualifiedAccess>]
module internal Confusion =
    /// What predictions outside the k greatest become: below every threshold.
    let never = -1e10

    /// The k greatest predictions; the others are below every threshold.
    let greatest (k: int) (p: Symbol) =
        let classes =
            match List.last p.Dims with
            | Size n -> n
            | Symbolic -> refuse "topK" "a known number of classes" $"{p}" "leave topK out"

        let _, places = Sym.topK k p
        let kept = Sym.oneHot classes p.DType places |> Sym.sum [ -2 ] false
        p * kept + (1.0 - kept) * never

    /// Targets, predictions and weights as (samples, 1), of one class where one is asked for.
    let flat (classId: Nullable<int>) (y: Symbol) (p: Symbol) (w: Symbol | null) =
        let pick (x: Symbol) =
            if classId.HasValue then Sym.pick -1 classId.Value x else x

        let column (x: Symbol) =
            Sym.reshape [ product x.Dims; size 1 ] x

        let w =
            w
            |> Option.ofObj
            |> Option.map (fun w -> Fit.weights p w |> Sym.broadcastTo p.Dims)

        column (pick y), column (pick p), w |> Option.map (pick >> column)

    /// Whether thresholds go in equal steps from 0 to 1 (the ends may be a little outside).
    let areEven (thresholds: float list) =
        let last = float (thresholds.Length - 1)

        thresholds.Length >= 3
        && thresholds
           |> List.indexed
           |> List.forall (fun (i, t) -> abs (t - float i / last) <= 1e-7 + 1e-5 * float i / last)

    /// Which predictions (…, 1) are a yes at which thresholds: those above them. Between equal steps Keras
    /// rounds predictions up to a step, which differs where they lie on one, at 0 and outside of 0 to 1.
    let above (thresholds: float list) (p: Symbol) =
        if areEven thresholds then
            let steps = thresholds.Length - 1

            let reached =
                Sym.apply (Op.Unary Unary.Ceil) [ Sym.clip 0.0 1.0 p * float steps ] - 1.0

            let reached =
                if thresholds.Head < 0.0 || List.last thresholds > 1.0 then
                    Sym.relu reached
                else
                    reached

            Sym.greaterEqual reached (Sym.floats [| steps + 1 |] [| for i in 0..steps -> float i |])
        else
            Sym.greater p (Sym.floats [| thresholds.Length |] (Array.ofList thresholds))

    /// Counts of (samples, labels) at thresholds.
    let count (thresholds: float list) (y: Symbol) (p: Symbol) (w: Symbol option) : Counts =
        let number x = Sym.cast DType.Float32 x
        let last (x: Symbol) = Sym.expandDims -1 x
        let yes = above thresholds (last p |> number) |> number
        let isTrue = Sym.notEqual y (y.Like 0.0) |> number |> last

        let right, wrong =
            match w with
            | Some w -> isTrue * last w, (1.0 - isTrue) * last w
            | None -> isTrue, 1.0 - isTrue

        let total x = Sym.sum [ 0 ] false x

        {
            TruePositives = total (yes * right)
            FalsePositives = total (yes * wrong)
            TrueNegatives = total ((1.0 - yes) * wrong)
            FalseNegatives = total ((1.0 - yes) * right)
        }

    /// The shape in which counts are kept, as Keras keeps them: (thresholds), with several labels (thresholds, labels).
    let shape (thresholds: float list) (labels: int option) =
        thresholds.Length :: Option.toList labels

    /// Counts of (labels, thresholds) in that shape.
    let keep (count: Symbol) (sum: Weight) =
        let count =
            if sum.Dims.Length = 1 then
                Sym.squeeze [ 0 ] count
            else
                Sym.transpose [ 1; 0 ] count

        sum, Sym.weight sum + count

    /// What was kept, as (labels, thresholds).
    let kept (sum: Weight) =
        if sum.Dims.Length = 1 then
            Sym.expandDims 0 (Sym.weight sum)
        else
            Sym.transpose [ 1; 0 ] (Sym.weight sum)

    /// A value for each threshold; with one threshold, a single number.
    let perThreshold (thresholds: float list) (values: Symbol) =
        let values = Sym.squeeze [ 0 ] values

        if thresholds.Length = 1 then
            Sym.squeeze [ 0 ] values
        else
            values

    let check (name: string) (thresholds: float list) =
        if thresholds |> List.exists (fun t -> not (t >= 0.0 && t <= 1.0)) then
            refuse name "thresholds from 0 to 1" $"%A{thresholds}" "thresholds: 0.5"

/// One of the four counts, at thresholds.
[<AbstractClass>]
type CountMetric
    internal
    (name: string, dtype: string | null, given: Thresholds | null, choose: Counts -> Symbol) as this
    =
    inherit Metric(name, dtype)
    let thresholds = (given |> orElse (Thresholds [ 0.5 ])).Values
    do Confusion.check name thresholds
    let total = this.Variable("accumulator", Confusion.shape thresholds None)

    override _.UpdateState(y, p, w) =
        let y, p, w = Confusion.flat (Nullable()) y p w

        [ total |> Confusion.keep (choose (Confusion.count thresholds y p w)) ]
        |> Updates.Of

    override _.Result() =
        Confusion.perThreshold thresholds (Confusion.kept total)

    member internal _.Thresholds = given

/// <summary>How many are rightly predicted as true.</summary>
/// <param name="thresholds">What is above counts as true. Default: 0.5.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type TruePositives
    (
        [<Opt>] thresholds: Thresholds | null,
        [<Opt; Or("true_positives")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit CountMetric(name, dtype, thresholds, _.TruePositives)

/// <summary>How many are rightly predicted as false.</summary>
/// <param name="thresholds">What is above counts as true. Default: 0.5.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type TrueNegatives
    (
        [<Opt>] thresholds: Thresholds | null,
        [<Opt; Or("true_negatives")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit CountMetric(name, dtype, thresholds, _.TrueNegatives)

/// <summary>How many are wrongly predicted as true.</summary>
/// <param name="thresholds">What is above counts as true. Default: 0.5.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type FalsePositives
    (
        [<Opt>] thresholds: Thresholds | null,
        [<Opt; Or("false_positives")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit CountMetric(name, dtype, thresholds, _.FalsePositives)

/// <summary>How many are wrongly predicted as false.</summary>
/// <param name="thresholds">What is above counts as true. Default: 0.5.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type FalseNegatives
    (
        [<Opt>] thresholds: Thresholds | null,
        [<Opt; Or("false_negatives")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit CountMetric(name, dtype, thresholds, _.FalseNegatives)

/// The part of true positives in a sum with another count.
[<AbstractClass>]
type ShareMetric
    internal
    (
        name: string,
        dtype: string | null,
        given: Thresholds | null,
        topK: Nullable<int>,
        classId: Nullable<int>,
        other: string * (Counts -> Symbol)
    ) as this =
    inherit Metric(name, dtype)

    let own = given |> Option.ofObj |> Option.map _.Values
    do Confusion.check name (defaultArg own [])

    // with topK alone, the k greatest are the yes, whatever their size
    let thresholds =
        own |> Option.defaultValue [ (if topK.HasValue then Confusion.never else 0.5) ]

    let otherName, other = other
    let right = this.Variable("true_positives", Confusion.shape thresholds None)
    let others = this.Variable(otherName, Confusion.shape thresholds None)
    override _.Direction = 1

    override _.UpdateState(y, p, w) =
        let p = if topK.HasValue then Confusion.greatest topK.Value p else p
        let y, p, w = Confusion.flat classId y p w
        let counts = Confusion.count thresholds y p w

        [
            right |> Confusion.keep counts.TruePositives
            others |> Confusion.keep (other counts)
        ]
        |> Updates.Of

    override _.Result() =
        let right = Confusion.kept right
        Confusion.perThreshold thresholds (ratio right (right + Confusion.kept others))

    member internal _.Thresholds = given

/// <summary>How many of those predicted as true are true.</summary>
/// <param name="thresholds">What is above counts as true. Default: 0.5.</param>
/// <param name="topK">Only so many greatest predictions of a sample can count. Default: all.</param>
/// <param name="classId">The one class that counts. Default: all.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type Precision
    (
        [<Opt>] thresholds: Thresholds | null,
        [<Opt>] topK: Nullable<int>,
        [<Opt>] classId: Nullable<int>,
        [<Opt; Or("precision")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit
        ShareMetric(name, dtype, thresholds, topK, classId, ("false_positives", _.FalsePositives))

/// <summary>How many of those that are true are predicted as true.</summary>
/// <param name="thresholds">What is above counts as true. Default: 0.5.</param>
/// <param name="topK">Only so many greatest predictions of a sample can count. Default: all.</param>
/// <param name="classId">The one class that counts. Default: all.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type Recall
    (
        [<Opt>] thresholds: Thresholds | null,
        [<Opt>] topK: Nullable<int>,
        [<Opt>] classId: Nullable<int>,
        [<Opt; Or("recall")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit
        ShareMetric(name, dtype, thresholds, topK, classId, ("false_negatives", _.FalseNegatives))
