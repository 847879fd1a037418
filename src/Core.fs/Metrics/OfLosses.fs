/// Losses as metrics: the mean over all samples of an epoch.
namespace Keratin

/// The mean of a loss's values.
[<AbstractClass>]
type LossMetric internal (name: string, dtype: string | null, loss: Loss, direction: int) =
    inherit MeanMetric(name, dtype)
    override _.Direction = direction
    override _.Values(y, p) = loss.CallLoss(Sym.cast p.DType y, p)

/// <summary>The mean of log(cosh(p - y)).</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type LogCoshError([<Opt; Or("logcosh")>] name: string, [<Opt>] dtype: string | null) =
    inherit LossMetric(name, dtype, LogCosh(), -1)

namespace Keratin.Metrics

open System
open Keratin

/// <summary>The mean of (y - p)².</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type MeanSquaredError([<Opt; Or("mean_squared_error")>] name: string, [<Opt>] dtype: string | null)
    =
    inherit LossMetric(name, dtype, Keratin.MeanSquaredError(), -1)

/// <summary>The mean of |y - p|.</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type MeanAbsoluteError
    ([<Opt; Or("mean_absolute_error")>] name: string, [<Opt>] dtype: string | null) =
    inherit LossMetric(name, dtype, Keratin.MeanAbsoluteError(), -1)

/// <summary>100 times the mean of |y - p| / |y|.</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type MeanAbsolutePercentageError
    ([<Opt; Or("mean_absolute_percentage_error")>] name: string, [<Opt>] dtype: string | null) =
    inherit LossMetric(name, dtype, Keratin.MeanAbsolutePercentageError(), -1)

/// <summary>The mean of (log(y + 1) - log(p + 1))².</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type MeanSquaredLogarithmicError
    ([<Opt; Or("mean_squared_logarithmic_error")>] name: string, [<Opt>] dtype: string | null) =
    inherit LossMetric(name, dtype, Keratin.MeanSquaredLogarithmicError(), -1)

/// <summary>The mean cosine of the angle between target and prediction: positive, unlike the loss.</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
/// <param name="axis">The axis of the vectors. Default: the last.</param>
[<Sealed>]
type CosineSimilarity
    (
        [<Opt; Or("cosine_similarity")>] name: string,
        [<Opt>] dtype: string | null,
        [<Opt; Or(-1)>] axis: int
    ) =
    inherit MeanMetric(name, dtype)
    let loss = Keratin.CosineSimilarity axis
    override _.Direction = 1
    override _.Values(y, p) = -(loss.CallLoss(Sym.cast p.DType y, p))

/// <summary>The mean binary crossentropy.</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
/// <param name="fromLogits">Whether the predictions are logits. Default: false, probabilities.</param>
/// <param name="labelSmoothing">How much of each target goes to the other class. Default: 0.</param>
[<Sealed>]
type BinaryCrossentropy
    (
        [<Opt; Or("binary_crossentropy")>] name: string,
        [<Opt>] dtype: string | null,
        [<Opt; Or(false)>] fromLogits: bool,
        [<Opt; Or(0.0)>] labelSmoothing: float
    ) =
    inherit LossMetric(name, dtype, Keratin.BinaryCrossentropy(fromLogits, labelSmoothing), -1)

/// <summary>The mean crossentropy of one-hot rows.</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
/// <param name="fromLogits">Whether the predictions are logits. Default: false, probabilities.</param>
/// <param name="labelSmoothing">How much of the targets is spread evenly over the classes. Default: 0.</param>
/// <param name="axis">The axis of the classes. Default: the last.</param>
[<Sealed>]
type CategoricalCrossentropy
    (
        [<Opt; Or("categorical_crossentropy")>] name: string,
        [<Opt>] dtype: string | null,
        [<Opt; Or(false)>] fromLogits: bool,
        [<Opt; Or(0.0)>] labelSmoothing: float,
        [<Opt; Or(-1)>] axis: int
    ) =
    inherit
        LossMetric(
            name,
            dtype,
            Keratin.CategoricalCrossentropy(fromLogits, labelSmoothing, axis),
            -1
        )

/// <summary>The mean crossentropy of class numbers.</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
/// <param name="fromLogits">Whether the predictions are logits. Default: false, probabilities.</param>
/// <param name="ignoreClass">A class whose positions count as zero. Default: none.</param>
/// <param name="axis">The axis of the classes. Default: the last.</param>
[<Sealed>]
type SparseCategoricalCrossentropy
    (
        [<Opt; Or("sparse_categorical_crossentropy")>] name: string,
        [<Opt>] dtype: string | null,
        [<Opt; Or(false)>] fromLogits: bool,
        [<Opt>] ignoreClass: Nullable<int>,
        [<Opt; Or(-1)>] axis: int
    ) =
    inherit
        LossMetric(
            name,
            dtype,
            Keratin.SparseCategoricalCrossentropy(fromLogits, ignoreClass, axis = axis),
            -1
        )

    // weights make an ignored position count nothing; without them it counts as a zero
    override _.UpdateState(y, p, w) =
        let counted =
            match w with
            | w when isNull w || not ignoreClass.HasValue -> w
            | null -> null
            | w ->
                let labels = Targets.labels axis y p
                let counts = Sym.notEqual labels (labels.Like(float ignoreClass.Value))
                Fit.weights labels w * Sym.cast w.DType counts

        base.UpdateState(y, p, counted)

/// <summary>The mean Kullback-Leibler divergence.</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type KLDivergence([<Opt; Or("kl_divergence")>] name: string, [<Opt>] dtype: string | null) =
    inherit LossMetric(name, dtype, Keratin.KLDivergence(), -1)

/// <summary>The mean Poisson loss.</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type Poisson([<Opt; Or("poisson")>] name: string, [<Opt>] dtype: string | null) =
    inherit LossMetric(name, dtype, Keratin.Poisson(), -1)

/// <summary>The mean of max(1 - y · p, 0).</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type Hinge([<Opt; Or("hinge")>] name: string, [<Opt>] dtype: string | null) =
    inherit LossMetric(name, dtype, Keratin.Hinge(), -1)

/// <summary>The mean of max(1 - y · p, 0)².</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type SquaredHinge([<Opt; Or("squared_hinge")>] name: string, [<Opt>] dtype: string | null) =
    inherit LossMetric(name, dtype, Keratin.SquaredHinge(), -1)

/// <summary>The mean of the hinge between the class and the greatest other.</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type CategoricalHinge([<Opt; Or("categorical_hinge")>] name: string, [<Opt>] dtype: string | null) =
    inherit LossMetric(name, dtype, Keratin.CategoricalHinge(), -1)
