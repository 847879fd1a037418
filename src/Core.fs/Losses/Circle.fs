/// A loss of similarities within a batch.
namespace Keratin

/// <summary>Draws embeddings of one class together and others apart, within a batch: with d = 1 - p·pᵀ, positives
/// weigh margin + d and count -γ·w·(margin - d), negatives weigh 1 + margin - d and count γ·w·(1 - margin - d);
/// the loss is softplus(logsumexp(positives) + logsumexp(negatives)). Samples without a loss do not count in
/// the mean. Targets are class numbers, (batch) or (batch, 1); predictions (batch, features) of length 1. Sun et
/// al., 2020.</summary>
/// <param name="gamma">How steeply distances count. Default: 80.0.</param>
/// <param name="margin">How far from its best a distance may be. Default: 0.4.</param>
/// <param name="removeDiagonal">Whether a sample is no positive of itself. Default: true.</param>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with. Default: "circle".</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type Circle
    (
        [<Opt; Or(80.0)>] gamma: float,
        [<Opt; Or(0.4)>] margin: float,
        [<Opt; Or(true)>] removeDiagonal: bool,
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("circle")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    override _.Check(y, p) =
        let isColumn = y.Rank = 1 || y.Rank = 2 && List.last y.Dims = size 1

        if p.Rank <> 2 || not isColumn then
            refuse
                $"loss {name}"
                "class numbers (batch) and embeddings (batch, features)"
                $"targets {y} and predictions {p}"
                "end the model in UnitNormalization"

    override _.Ignored(y, values) = Sym.lessEqual values (values.Like 0.0)

    override _.Call(y, p) =
        let batch = p.Dims.Head
        let label = y |> Sym.reshape [ batch ] |> Sym.cast DType.Int64
        let same = Sym.equal (Sym.expandDims 1 label) (Sym.expandDims 0 label)

        let positive =
            if removeDiagonal then
                let place = Sym.iota batch
                Sym.both same (Sym.notEqual (Sym.expandDims 1 place) (Sym.expandDims 0 place))
            else
                same

        let distance = 1.0 - Sym.matmul p (Sym.transpose [ 1; 0 ] p) |> atLeast 0.0
        let weightedBy (weight: Symbol) (counts: Symbol) = atLeast 0.0 weight * counts * gamma

        // a sample that has none is as far as can be
        let together which values =
            Sym.where which values (values.Like -1e30)
            |> Sym.reduce Aggregation.LogSumExp [ 1 ] false

        let positives =
            weightedBy (distance + margin) (distance - margin) |> together positive

        let negatives =
            weightedBy (1.0 + margin - distance) (1.0 - margin - distance)
            |> together (Sym.not' same)

        Sym.softplus (positives + negatives)
