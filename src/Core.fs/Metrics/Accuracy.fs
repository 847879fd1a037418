/// Accuracies: how often the prediction is the class.
namespace Keratin

module internal Hits =
    /// Class numbers without an axis of their own.
    let numbers (y: Symbol) (p: Symbol) =
        if y.Rank = p.Rank then Sym.squeeze [ -1 ] y else y

    let same (y: Symbol) (p: Symbol) = Sym.equal (Sym.cast p.DType y) p

    let binary (threshold: float) (y: Symbol) (p: Symbol) =
        same y (Sym.cast p.DType (Sym.greater p (p.Like threshold)))

    let categorical (y: Symbol) (p: Symbol) =
        Sym.equal (Sym.argMax -1 y) (Sym.argMax -1 p)

    let sparse (y: Symbol) (p: Symbol) =
        Sym.equal (Sym.cast DType.Int64 (numbers y p)) (Sym.argMax -1 p)

    /// Whether fewer than k predictions are greater than that of the class, or no numbers.
    let amongGreatest (k: int) (labels: Symbol) (p: Symbol) =
        let index = labels |> Sym.cast DType.Int64 |> Sym.expandDims -1
        let before = Sym.not' (Sym.lessEqual p (Sym.takeAlong -1 p index))
        let count = Sym.cast DType.Int32 before |> Sym.sum [ -1 ] false
        Sym.less count (count.Like(float k))

open Hits

/// <summary>How often prediction and target are the same number.</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type Accuracy([<Opt; Or("accuracy")>] name: string, [<Opt>] dtype: string | null) =
    inherit MeanMetric(name, dtype)
    override _.Direction = 1
    override _.Values(y, p) = same y p

/// <summary>How often a prediction above the threshold is 1 and another one 0.</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
/// <param name="threshold">What is above it counts as 1. Default: 0.5.</param>
[<Sealed>]
type BinaryAccuracy
    (
        [<Opt; Or("binary_accuracy")>] name: string,
        [<Opt>] dtype: string | null,
        [<Opt; Or(0.5)>] threshold: float
    ) =
    inherit MeanMetric(name, dtype)
    override _.Direction = 1
    override _.Values(y, p) = binary threshold y p

/// <summary>How often the greatest prediction is at the place of the one in a one-hot row.</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type CategoricalAccuracy
    ([<Opt; Or("categorical_accuracy")>] name: string, [<Opt>] dtype: string | null) =
    inherit MeanMetric(name, dtype)
    override _.Direction = 1
    override _.Values(y, p) = categorical y p

/// <summary>How often the greatest prediction is the class, given by number.</summary>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type SparseCategoricalAccuracy
    ([<Opt; Or("sparse_categorical_accuracy")>] name: string, [<Opt>] dtype: string | null) =
    inherit MeanMetric(name, dtype)
    override _.Direction = 1
    override _.Values(y, p) = sparse y p

/// <summary>"accuracy": binary for one column, sparse for class numbers, categorical otherwise.</summary>
/// <param name="name">The name it is shown with.</param>
[<Sealed>]
type ShapedAccuracy([<Opt; Or("accuracy")>] name: string) =
    inherit Metric(name)
    override _.Direction = 1

    override _.Resolve(y, p) =
        let oneColumn (s: Symbol) = s.Rank > 0 && List.last s.Dims = size 1

        if oneColumn p then
            BinaryAccuracy name
        elif y.Rank < p.Rank || oneColumn y then
            SparseCategoricalAccuracy name
        else
            CategoricalAccuracy name

    override _.UpdateState(y, p, w) =
        bug name "an update of an accuracy before the shapes were known"

    override _.Result() =
        bug name "a result of an accuracy before the shapes were known"

/// <summary>How often the class of a one-hot row is among the k greatest predictions.</summary>
/// <param name="k">How many predictions count. Default: 5.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
[<Sealed>]
type TopKCategoricalAccuracy
    (
        [<Opt; Or(5)>] k: int,
        [<Opt; Or("top_k_categorical_accuracy")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit MeanMetric(name, dtype)
    override _.Direction = 1
    override _.Values(y, p) = amongGreatest k (Sym.argMax -1 y) p

/// <summary>How often the class, given by number, is among the k greatest predictions.</summary>
/// <param name="k">How many predictions count. Default: 5.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in. Default: "float32".</param>
/// <param name="fromSortedIds">Whether predictions are class numbers, best first. Default: false.</param>
[<Sealed>]
type SparseTopKCategoricalAccuracy
    (
        [<Opt; Or(5)>] k: int,
        [<Opt; Or("sparse_top_k_categorical_accuracy")>] name: string,
        [<Opt>] dtype: string | null,
        [<Opt; Or(false)>] fromSortedIds: bool
    ) =
    inherit MeanMetric(name, dtype)
    override _.Direction = 1

    override _.Values(y, p) =
        let labels = numbers y p

        if not fromSortedIds then
            amongGreatest k labels p
        else
            let axis = p.Rank - 1

            let best =
                match p.Dims[axis] with
                | Size n when n <= k -> p
                | _ -> Sym.slice axis (size 0) (size k) p

            same (Sym.expandDims -1 labels) best |> Sym.any [ -1 ] false
