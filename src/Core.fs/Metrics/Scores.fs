/// Scores of whole columns: F-scores of classes, explained variance, correlations.
namespace Keratin

open System

module private Columns =
    let needColumns name (p: Symbol) =
        match p.Dims with
        | [ _; Size n ] -> n
        | _ -> refuse name "predictions of shape (batch, classes)" $"{p}" "flatten the other axes"

    /// The weights of samples as a column, or nothing.
    let weighted (w: Symbol | null) (x: Symbol) =
        match w with
        | null -> x
        | w -> x * Fit.weights x w

open Columns

/// The weighted harmonic mean of precision and recall, class by class.
[<AbstractClass>]
type FScore internal (name: string, average: string | null, beta: float, threshold: Nullable<float>)
    =
    inherit Metric(name)
    let mutable sums: Weight list = []

    do
        match average with
        | null
        | "micro"
        | "macro"
        | "weighted" -> ()
        | other -> refuseWord name "average" other [ "micro"; "macro"; "weighted" ]

        if not (beta > 0.0) then
            refuse name "beta > 0" $"beta = {beta}" "beta: 1.0"

    override _.Direction = 1

    override m.Build(y, p) =
        let shape = if average = "micro" then [] else [ needColumns name p ]

        sums <-
            [
                "true_positives"
                "false_positives"
                "false_negatives"
                "intermediate_weights"
            ]
            |> List.map (fun count -> m.Variable(count, shape))

    override _.UpdateState(y, p, w) =
        needColumns name p |> ignore

        // without a threshold the greatest predictions are the yes
        let yes =
            if threshold.HasValue then
                Sym.greater p (p.Like threshold.Value)
            else
                let greatest = Sym.greaterEqual p (Sym.maxAlong [ -1 ] true p)
                Sym.both greatest (Sym.greater (Sym.abs p) (p.Like 1e-9))

        let yes, y = Sym.cast DType.Float32 yes, Sym.cast DType.Float32 y

        let total x =
            let x = weighted w x

            if average = "micro" then
                Sym.sumAll x
            else
                Sym.sum [ 0 ] false x

        List.map2 (fun sum value -> sum, Sym.weight sum + total value) sums [
            yes * y
            yes * (1.0 - y)
            (1.0 - yes) * y
            y
        ]
        |> Updates.Of

    override _.Result() =
        match sums |> List.map Sym.weight with
        | [ tp; fp; fn; weights ] ->
            let precision = tp / (tp + fp + 1e-7)
            let recall = tp / (tp + fn + 1e-7)

            let score =
                precision * recall / (precision * (beta * beta) + recall + 1e-7)
                * (1.0 + beta * beta)

            match average with
            | "weighted" -> Sym.sumAll (score * (weights / (Sym.sumAll weights + 1e-7)))
            | "macro" -> Sym.meanAll score
            | _ -> score
        | _ -> bug name "a result before the first update"

/// <summary>(1 + beta²) · precision · recall / (beta² · precision + recall), class by class.</summary>
/// <param name="average">"micro", "macro" or "weighted". Default: a value for each class.</param>
/// <param name="beta">How much more recall counts than precision. Default: 1.</param>
/// <param name="threshold">What is above counts as true. Default: the greatest of a sample.</param>
/// <param name="name">The name it is shown with.</param>
[<Sealed>]
type FBetaScore
    (
        [<Opt>] average: string | null,
        [<Opt; Or(1.0)>] beta: float,
        [<Opt>] threshold: Nullable<float>,
        [<Opt; Or("fbeta_score")>] name: string
    ) =
    inherit FScore(name, average, beta, threshold)

/// <summary>2 · precision · recall / (precision + recall), class by class.</summary>
/// <param name="average">"micro", "macro" or "weighted". Default: a value for each class.</param>
/// <param name="threshold">What is above counts as true. Default: the greatest of a sample.</param>
/// <param name="name">The name it is shown with.</param>
[<Sealed>]
type F1Score
    (
        [<Opt>] average: string | null,
        [<Opt>] threshold: Nullable<float>,
        [<Opt; Or("f1_score")>] name: string
    ) =
    inherit FScore(name, average, 1.0, threshold)

/// <summary>How much of the variance of the targets the predictions explain: 1 is all, 0 is what their
/// mean explains.</summary>
/// <param name="classAggregation">"uniform_average", "variance_weighted_average", or null for a value
/// for each column. Default: the first.</param>
/// <param name="numRegressors">The number of features, for the adjusted score. Default: 0.</param>
/// <param name="name">The name it is shown with.</param>
[<Sealed>]
type R2Score
    (
        [<Opt; Or("uniform_average")>] classAggregation: string | null,
        [<Opt; Or(0)>] numRegressors: int,
        [<Opt; Or("r2_score")>] name: string
    ) as this =
    inherit Metric(name)
    let samples = this.Variable("num_samples", [])
    let mutable sums: Weight list = []

    do
        match classAggregation with
        | null
        | "uniform_average"
        | "variance_weighted_average" -> ()
        | other ->
            refuseWord name "classAggregation" other [
                "uniform_average"
                "variance_weighted_average"
            ]

    override _.Direction = 1

    override m.Build(y, p) =
        let columns = needColumns name p

        sums <- [
            m.Variable("squared_sum", [ columns ])
            m.Variable("sum", [ columns ])
            m.Variable("residual", [ columns ])
            m.Variable("count", [ columns ])
        ]

    override _.UpdateState(y, p, w) =
        let y, p = Sym.cast DType.Float32 y, Sym.cast DType.Float32 p
        let total x = weighted w x |> Sym.sum [ 0 ] false

        // those that weigh something in a column
        let weighing =
            let weights = weighted w (Sym.onesLike y)

            Sym.notEqual weights (weights.Like 0.0)
            |> Sym.any [ -1 ] false
            |> Sym.cast DType.Float32
            |> Sym.sumAll

        let values = [ total (y * y); total y; total (Sym.square (y - p)); total (Sym.onesLike y) ]

        List.map2
            (fun sum value -> sum, Sym.weight sum + value)
            (samples :: sums)
            (weighing :: values)
        |> Updates.Of

    override _.Result() =
        match sums |> List.map Sym.weight with
        | [ squares; sum; residual; count ] ->
            let variance = squares - sum * ratio sum count
            // columns that do not vary explain nothing
            let score =
                Sym.where
                    (Sym.equal variance (variance.Like 0.0))
                    (variance.Like 0.0)
                    (1.0 - ratio residual variance)

            let score =
                match classAggregation with
                | "uniform_average" -> Sym.meanAll score
                | "variance_weighted_average" ->
                    ratio (Sym.sumAll (score * variance)) (Sym.sumAll variance)
                | _ -> score

            if numRegressors = 0 then
                score
            else
                let samples = Sym.weight samples
                let freedom = samples - float numRegressors - 1.0
                let adjusted = 1.0 - (1.0 - score) * (samples - 1.0) / freedom
                Sym.where (Sym.greater freedom (freedom.Like 0.0)) adjusted score
        | _ -> bug name "a result before the first update"

module private Correlations =
    let centered axis (x: Symbol) = x - Sym.mean [ axis ] true x
    let mean axis (x: Symbol) = Sym.mean [ axis ] false x

open Correlations

/// <summary>The correlation of target and prediction along an axis. Pearson, 1895.</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="axis">The axis. Default: the last.</param>
[<Sealed>]
type PearsonCorrelation([<Opt; Or("pearson_correlation")>] name: string, [<Opt; Or(-1)>] axis: int)
    =
    inherit MeanMetric(name)
    override _.Direction = 1

    override _.Values(y, p) =
        let y, p = centered axis (Sym.cast p.DType y), centered axis p
        let size x = Sym.sqrt (mean axis (Sym.square x))
        mean axis (y * p) / (size y * size p)

/// <summary>The correlation of target and prediction along an axis, less where their means or sizes
/// differ. Lin, 1989.</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="axis">The axis. Default: the last.</param>
[<Sealed>]
type ConcordanceCorrelation
    ([<Opt; Or("concordance_correlation")>] name: string, [<Opt; Or(-1)>] axis: int) =
    inherit MeanMetric(name)
    override _.Direction = 1

    override _.Values(y, p) =
        let y = Sym.cast p.DType y
        let difference = mean axis y - mean axis p
        let y, p = centered axis y, centered axis p
        let spread = mean axis (Sym.square y) + mean axis (Sym.square p)
        mean axis (y * p) * 2.0 / (spread + Sym.square difference + 1e-7)
