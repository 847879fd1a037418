/// Penalties on weights and what weights are held to, as values; Penalties.fs has the formulas.
namespace Keratin

open System
open System.Runtime.InteropServices

/// A function on symbols, which are not known here yet: Penalties.fs has the one kind.
[<AbstractClass>]
type internal WeightFunction() = class end

/// A penalty on a weight or an output, added to the loss.
[<NoComparison>]
type Regularizer =
    internal
    | L1L2Case of l1: float * l2: float
    | OrthogonalityCase of factor: float * rows: bool
    | PenaltyCase of WeightFunction

    /// l1 · Σ|w|.
    static member L1([<Opt; Or(0.01)>] l1: float) = Regularizer.L1L2(l1, 0.0)
    /// l2 · Σw².
    static member L2([<Opt; Or(0.01)>] l2: float) = Regularizer.L1L2(0.0, l2)

    /// l1 · Σ|w| + l2 · Σw².
    static member L1L2([<Opt; Or(0.0)>] l1: float, [<Opt; Or(0.0)>] l2: float) =
        if not (l1 >= 0.0 && l2 >= 0.0 && Double.IsFinite(l1 + l2)) then
            refuse "L1L2" "l1 and l2 not negative" $"l1 = {l1}, l2 = {l2}" "l2: 0.01"

        L1L2Case(l1, l2)

    /// Pushes the rows (or columns) of a matrix towards being orthogonal to each other.
    static member Orthogonal([<Opt; Or(0.01)>] factor: float, [<Opt; Or("rows")>] mode: string) =
        match mode with
        | "rows" -> OrthogonalityCase(factor, true)
        | "columns" -> OrthogonalityCase(factor, false)
        | _ -> refuseWord "OrthogonalRegularizer" "mode" mode [ "rows"; "columns" ]

    /// Keras's name: "l1", "l2", "l1l2", "orthogonal_regularizer".
    static member op_Implicit(name: string) : Regularizer =
        match name.ToLowerInvariant() with
        | "l1" -> Regularizer.L1()
        | "l2" -> Regularizer.L2()
        | "l1l2"
        | "l1_l2" -> Regularizer.L1L2()
        | "orthogonalregularizer"
        | "orthogonal_regularizer" -> Regularizer.Orthogonal()
        | _ ->
            refuseWord "regularizer" "regularizer" name [
                "l1"
                "l2"
                "l1_l2"
                "orthogonal_regularizer"
            ]

/// What a weight is forced to be after each update.
[<NoComparison>]
type Constraint =
    internal
    | MaxNormCase of maxValue: float * axes: int list
    | NonNegCase
    | UnitNormCase of axes: int list
    | MinMaxNormCase of minValue: float * maxValue: float * rate: float * axes: int list
    | LimitCase of WeightFunction

    /// Norms along the axes are at most this.
    static member MaxNorm([<Opt; Or(2.0)>] maxValue: float, [<Opt>] axis: Axes | null) =
        MaxNormCase(maxValue, (axis |> orElse (Axes [ 0 ])).Values)

    /// Negative values become zero.
    static member NonNeg = NonNegCase

    /// Norms along the axes are one.
    static member UnitNorm([<Opt>] axis: Axes | null) =
        UnitNormCase (axis |> orElse (Axes [ 0 ])).Values

    /// Norms along the axes move, by the rate, into [minValue, maxValue].
    static member MinMaxNorm
        (
            [<Opt; Or(0.0)>] minValue: float,
            [<Opt; Or(1.0)>] maxValue: float,
            [<Opt; Or(1.0)>] rate: float,
            [<Opt>] axis: Axes | null
        ) =
        MinMaxNormCase(minValue, maxValue, rate, (axis |> orElse (Axes [ 0 ])).Values)

    /// Keras's name: "max_norm", "non_neg", "unit_norm", "min_max_norm".
    static member op_Implicit(name: string) : Constraint =
        match Words.snake name with
        | "max_norm" -> Constraint.MaxNorm()
        | "non_neg" -> Constraint.NonNeg
        | "unit_norm" -> Constraint.UnitNorm()
        | "min_max_norm" -> Constraint.MinMaxNorm()
        | _ ->
            refuseWord "constraint" "constraint" name [
                "max_norm"
                "non_neg"
                "unit_norm"
                "min_max_norm"
            ]
