/// Losses with a margin, and of distributions.
namespace Keratin

module private Signs =
    /// Targets of 0 and 1 alone become -1 and 1; others stay.
    let signs (y: Symbol) =
        let binary = Sym.either (Sym.equal y (y.Like 0.0)) (Sym.equal y (y.Like 1.0))
        let allBinary = Sym.all [ 0 .. y.Rank - 1 ] false binary
        Sym.where allBinary (y * 2.0 - 1.0) y

    let hinge (y: Symbol) (p: Symbol) = Sym.relu (1.0 - signs y * p)

open Signs

/// <summary>mean(max(1 - y · p, 0)) over the last axis; targets of 0 and 1 count as -1 and 1.</summary>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type Hinge
    (
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("hinge")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    override _.Call(y, p) = hinge y p |> meanLast

/// <summary>mean(max(1 - y · p, 0)²) over the last axis; targets of 0 and 1 count as -1 and 1.</summary>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type SquaredHinge
    (
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("squared_hinge")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    override _.Call(y, p) = Sym.square (hinge y p) |> meanLast

/// <summary>max(n - c + 1, 0): c is the prediction of the class, n the greatest of the others.</summary>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type CategoricalHinge
    (
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("categorical_hinge")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    override _.Call(y, p) =
        let others = (1.0 - y) * p |> Sym.maxAlong [ -1 ] false
        Sym.relu (others - sumLast (y * p) + 1.0)

/// <summary>Σ y · log(y / p) over the last axis.</summary>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type KLDivergence
    (
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("kl_divergence")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    override _.Call(y, p) =
        let y, p = Sym.clip epsilon 1.0 y, Sym.clip epsilon 1.0 p
        sumLast (y * Sym.log (y / p))

/// <summary>mean(p - y · log(p)) over the last axis, for counts.</summary>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type Poisson
    (
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("poisson")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    override _.Call(y, p) =
        meanLast (p - y * Sym.log (p + epsilon))
