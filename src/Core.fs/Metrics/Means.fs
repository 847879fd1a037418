/// Metrics that add up values: means, sums and roots of means.
namespace Keratin

open System

/// <summary>The weighted mean of values.</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type Mean([<Opt; Or("mean")>] name: string, [<Opt>] dtype: string | null) =
    inherit MeanMetric(name, dtype)
    override _.CountsMasks = false
    override _.Values(y, p) = p

/// <summary>The weighted sum of values.</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type Sum([<Opt; Or("sum")>] name: string, [<Opt>] dtype: string | null) as this =
    inherit Metric(name, dtype)
    let total = this.Counter "total"

    override m.UpdateState(y, p, sampleWeight) =
        let values = Sym.cast m.CountsIn p

        let weighted =
            match sampleWeight with
            | null -> values
            | w -> values * Fit.weights values w

        [ total, Sym.weight total + Sym.sumAll weighted ] |> Updates.Of

    override _.Result() = Sym.weight total

/// <summary>The weighted mean of a function of targets and predictions.</summary>
/// <param name="fn">Gives a value for each sample.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type MeanMetricWrapper
    (
        fn: Func<Symbol, Symbol, Symbol>,
        [<Opt; Or("mean_metric_wrapper")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit MeanMetric(name, dtype)
    override _.Values(y, p) = fn.Invoke(Sym.cast p.DType y, p)

/// <summary>The root of the mean of (y - p)².</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type RootMeanSquaredError
    ([<Opt; Or("root_mean_squared_error")>] name: string, [<Opt>] dtype: string | null) =
    inherit MeanMetric(name, dtype)
    override _.CountsMasks = false
    override _.Direction = -1
    override _.Values(y, p) = Sym.square (p - Sym.cast p.DType y)
    override _.Result() = Sym.sqrt (base.Result())
