/// Losses of overlap, for segmentation: one minus how much of two regions is common.
namespace Keratin

module private Regions =
    /// The sum over some axes, or over everything.
    let total (axes: Axes | null) (x: Symbol) =
        match axes with
        | null -> Sym.sumAll x
        | axes -> Sym.sum axes.Values false x

open Regions

/// <summary>1 - 2 · Σ y · p / (Σ y + Σ p).</summary>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="axis">The axes that are summed. Default: all, the batch as one value.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type Dice
    (
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("dice")>] name: string,
        [<Opt>] axis: Axes | null,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    override _.Call(y, p) =
        let both = total axis (y * p)
        1.0 - both * 2.0 / (total axis y + total axis p + epsilon)

/// <summary>1 - t / (t + alpha · f + beta · m): t is what is common, f what is predicted alone, m what is
/// missed. Salehi et al., 2017.</summary>
/// <param name="alpha">The weight of false positives. Default: 0.5.</param>
/// <param name="beta">The weight of false negatives. Default: 0.5.</param>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="axis">The axes that are summed. Default: all, the batch as one value.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type Tversky
    (
        [<Opt; Or(0.5)>] alpha: float,
        [<Opt; Or(0.5)>] beta: float,
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("tversky")>] name: string,
        [<Opt>] axis: Axes | null,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    override _.Call(y, p) =
        let both = total axis (y * p)
        let alone = total axis ((1.0 - y) * p)
        let missed = total axis (y * (1.0 - p))
        1.0 - both / (both + alone * alpha + missed * beta + epsilon)
