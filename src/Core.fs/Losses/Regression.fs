/// Losses of numbers: how far predictions are from what was measured.
namespace Keratin

/// <summary>mean((y - p)²) over the last axis.</summary>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type MeanSquaredError
    (
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("mean_squared_error")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    override _.Call(y, p) = Sym.square (p - y) |> meanLast

/// <summary>mean(|y - p|) over the last axis.</summary>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type MeanAbsoluteError
    (
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("mean_absolute_error")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    override _.Call(y, p) = Sym.abs (p - y) |> meanLast

/// <summary>100 · mean(|y - p| / |y|) over the last axis.</summary>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type MeanAbsolutePercentageError
    (
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("mean_absolute_percentage_error")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    override _.Call(y, p) =
        meanLast (Sym.abs ((y - p) / atLeast epsilon (Sym.abs y))) * 100.0

/// <summary>mean((log(y + 1) - log(p + 1))²) over the last axis; negative numbers count as zero.</summary>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type MeanSquaredLogarithmicError
    (
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("mean_squared_logarithmic_error")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    override _.Call(y, p) =
        let logarithm x = Sym.log (atLeast epsilon x + 1.0)
        Sym.square (logarithm p - logarithm y) |> meanLast

/// <summary>Squares of small errors and sizes of large ones: e² / 2 up to delta, delta · |e| - delta² / 2 beyond.
/// Mean over the last axis. Huber, 1964.</summary>
/// <param name="delta">The error where squares end. Default: 1.</param>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type Huber
    (
        [<Opt; Or(1.0)>] delta: float,
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("huber_loss")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    do
        if not (delta > 0.0) then
            refuse "Huber" "delta > 0" $"delta = {delta}" "delta: 1.0"

    override _.Call(y, p) =
        let error = p - y
        let size = Sym.abs error

        Sym.where
            (Sym.lessEqual size (size.Like delta))
            (Sym.square error * 0.5)
            (size * delta - 0.5 * delta * delta)
        |> meanLast

/// <summary>mean(log(cosh(p - y))) over the last axis: squares near zero, sizes far from it.</summary>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type LogCosh
    (
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("log_cosh")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    override _.Call(y, p) =
        let error = p - y
        meanLast (error + Sym.softplus (error * -2.0) - System.Math.Log 2.0)

/// <summary>Minus the cosine of the angle between target and prediction.</summary>
/// <param name="axis">The axis of the vectors. Default: the last.</param>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type CosineSimilarity
    (
        [<Opt; Or(-1)>] axis: int,
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("cosine_similarity")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    override _.Call(y, p) =
        let unit (x: Symbol) =
            x
            / Sym.sqrt (atLeast (epsilon * epsilon) (Sym.square x |> Sym.sum [ axis ] true))

        -(Sym.sum [ axis ] false (unit y * unit p))
