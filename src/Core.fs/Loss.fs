/// Losses: the formulas, as graphs, and how they become one number.
namespace Keratin

open System

/// How the values of samples become one number.
[<NoComparison>]
type Reduction =
    internal
    | SumOverBatchSizeCase
    | SumCase
    | MeanCase
    | MeanWithSampleWeightCase
    | NoneCase

    /// The sum over the number of values; weights do not count in the number.
    static member SumOverBatchSize = SumOverBatchSizeCase
    /// The sum.
    static member Sum = SumCase
    /// As SumOverBatchSize.
    static member Mean = MeanCase
    /// The sum over the sum of the weights.
    static member MeanWithSampleWeight = MeanWithSampleWeightCase
    /// The values as they are.
    static member None = NoneCase

    /// Keras's name: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none".
    static member op_Implicit(name: string) : Reduction =
        match name with
        | "sum_over_batch_size" -> SumOverBatchSizeCase
        | "sum" -> SumCase
        | "mean" -> MeanCase
        | "mean_with_sample_weight" -> MeanWithSampleWeightCase
        | "none" -> NoneCase
        | _ ->
            refuseWord "loss" "reduction" name [
                "sum_over_batch_size"
                "sum"
                "mean"
                "mean_with_sample_weight"
                "none"
            ]

/// What losses and metrics share: making targets and predictions fit each other.
[<RequireQualifiedAccess>]
module internal Fit =
    /// Ranks that differ by one agree once an axis of 1 is taken away or added at the end.
    let ranks (y: Symbol) (p: Symbol) : Symbol * Symbol =
        let endsInOne (s: Symbol) = s.Rank > 0 && List.last s.Dims = size 1

        if y.Rank = p.Rank then
            y, p
        elif y.Rank = p.Rank + 1 && endsInOne y then
            Sym.squeeze [ -1 ] y, p
        elif p.Rank = y.Rank + 1 && endsInOne p then
            y, Sym.squeeze [ -1 ] p
        elif y.Rank = p.Rank - 1 && endsInOne y then
            y, p
        else
            y, p

    /// Weights for values: axes of 1 are added or taken away at the end until the ranks agree.
    let weights (values: Symbol) (w: Symbol) : Symbol =
        let w = Sym.cast values.DType w

        if w.Rank = values.Rank + 1 && List.last w.Dims = size 1 then
            Sym.squeeze [ -1 ] w
        else
            (w, [ w.Rank .. values.Rank - 1 ])
            ||> List.fold (fun w _ -> Sym.expandDims -1 w)

    /// The number of values, as a scalar; a number in the graph where the sizes are known.
    let count (x: Symbol) : Symbol =
        match product x.Dims with
        | Size n -> Sym.scalar x.DType (float n)
        | Symbolic -> Sym.sumAll (Sym.onesLike x)

    let sameShape where (y: Symbol) (p: Symbol) =
        let agrees =
            y.Rank = p.Rank
            && List.forall2
                (fun a b ->
                    match a, b with
                    | Size m, Size n -> m = n || m = 1 || n = 1
                    | _ -> true)
                y.Dims
                p.Dims

        if not agrees then
            refuse
                where
                $"targets of the predictions' shape {showDims p.Dims}"
                $"targets of shape {showDims y.Dims}"
                "check the last layer's units, or use a sparse loss for class numbers"

/// A measure of how far predictions are from targets, to be made small.
[<AbstractClass>]
type Loss internal (name: string, reduction: Reduction) =
    /// The name it is shown and saved with.
    member _.Name = name
    member val internal Reduction = reduction with get, set
    /// One value for each sample (or position): the last axis is used up.
    abstract Call: yTrue: Symbol * yPred: Symbol -> Symbol
    /// Positions that do not count, beside those that are masked.
    abstract Ignored: yTrue: Symbol -> Symbol | null
    default _.Ignored _ : Symbol | null = null

    /// Checks that the targets can be what the loss needs; before training.
    abstract Check: yTrue: Symbol * yPred: Symbol -> unit
    default _.Check(y, p) = Fit.sameShape $"loss {name}" y p

    /// The loss: of samples with weights, where the mask says that they count.
    member internal l.Value
        (yTrue: Symbol, yPred: Symbol, sampleWeight: Symbol option, mask: Symbol option)
        : Symbol =
        let y, p = Fit.ranks yTrue yPred
        l.Check(y, p)

        let p =
            Sym.cast DType.Float32 p |> fun s -> if p.DType = DType.Float64 then p else s

        let values = l.Call(Sym.cast p.DType y, p)

        let mask =
            match l.Ignored y with
            | null -> mask
            | ignored ->
                let counts = Sym.not' ignored
                Some(mask |> Option.map (Sym.both counts) |> Option.defaultValue counts)

        // a mask makes the mean that over the values that count
        let masked =
            mask
            |> Option.map (fun mask ->
                let m = Fit.weights values (Sym.cast values.DType mask)

                match l.Reduction with
                | SumOverBatchSizeCase
                | MeanCase ->
                    let valid = Sym.sumAll m
                    m * (Fit.count m / (valid + 1e-7))
                | SumCase
                | MeanWithSampleWeightCase
                | NoneCase -> m)

        let weights =
            match sampleWeight |> Option.map (Fit.weights values), masked with
            | Some w, Some m -> Some(w * m)
            | Some w, None -> Some w
            | None, m -> m

        let weighted =
            match weights with
            | Some w -> values * w
            | None -> values

        match l.Reduction with
        | NoneCase -> weighted
        | SumCase -> Sym.sumAll weighted
        | SumOverBatchSizeCase
        | MeanCase ->
            if weights.IsNone then
                Sym.meanAll values
            else
                Sym.sumAll weighted / Fit.count weighted
        | MeanWithSampleWeightCase ->
            match weights with
            | None -> Sym.meanAll values
            | Some w -> Sym.sumAll weighted / (Sym.sumAll (Sym.broadcastTo weighted.Dims w) + 1e-7)

[<AutoOpen>]
module private Formulas =
    let epsilon = 1e-7

    /// The logits a probability was made of, where the graph still has them: their logarithms are
    /// exact where the probability's is not.
    let rec logits activation (p: Symbol) =
        match p.Node.Op with
        | Op.Unary Unary.Identity -> logits activation p.Node.Inputs.Head
        | op when op = activation -> Some p.Node.Inputs.Head
        | _ -> None

/// <summary>mean((y - p)²) over the last axis.</summary>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
[<Sealed>]
type MeanSquaredError
    ([<Opt>] reduction: Reduction | null, [<Opt; Or("mean_squared_error")>] name: string) =
    inherit Loss(name, reduction |> orElse Reduction.SumOverBatchSize)

    override _.Call(y, p) =
        Sym.square (p - y) |> Sym.mean [ -1 ] false

/// <summary>-log of the probability of the class, given by number. Targets: integers of the
/// predictions' shape without the last axis.</summary>
/// <param name="fromLogits">Whether the predictions are logits. Default: false, probabilities.</param>
/// <param name="ignoreClass">A class whose positions do not count. Default: none.</param>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="axis">The axis of the classes. Default: the last.</param>
/// <param name="name">The name it is shown with.</param>
[<Sealed>]
type SparseCategoricalCrossentropy
    (
        [<Opt; Or(false)>] fromLogits: bool,
        [<Opt>] ignoreClass: Nullable<int>,
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or(-1)>] axis: int,
        [<Opt; Or("sparse_categorical_crossentropy")>] name: string
    ) =
    inherit Loss(name, reduction |> orElse Reduction.SumOverBatchSize)
    member internal _.IgnoreClass = ignoreClass |> Option.ofNullable

    override _.Ignored y : Symbol | null =
        if ignoreClass.HasValue then
            Sym.equal y (y.Like(float ignoreClass.Value))
        else
            null

    override _.Check(y, p) =
        if y.Rank = p.Rank && List.last y.Dims <> size 1 then
            refuse
                $"loss {name}"
                $"class numbers: targets of shape {showDims p.Dims[.. p.Rank - 2]}"
                $"targets of shape {showDims y.Dims}, as one-hot rows are"
                "loss: \"categorical_crossentropy\""
        elif y.Rank <> p.Rank && y.Rank <> p.Rank - 1 then
            refuse
                $"loss {name}"
                $"class numbers: targets of shape {showDims p.Dims[.. p.Rank - 2]}"
                $"targets of shape {showDims y.Dims}"
                "reshape the targets"

    override _.Call(y, p) =
        let axis = Sym.axisOf p axis
        let labels = if y.Rank = p.Rank then Sym.squeeze [ -1 ] y else y

        let logarithms =
            match (if fromLogits then Some p else logits (Op.Softmax axis) p) with
            | Some x -> Sym.logSoftmax axis x
            | None ->
                let p = p / Sym.sum [ axis ] true p
                Sym.log (Sym.clip epsilon (1.0 - epsilon) p)

        let labels =
            if ignoreClass.HasValue then
                // any class will do: the position does not count
                Sym.where
                    (Sym.equal labels (labels.Like(float ignoreClass.Value)))
                    (labels.Like 0.0)
                    labels
            else
                labels

        let index = labels |> Sym.cast DType.Int64 |> Sym.expandDims axis
        -(Sym.takeAlong axis logarithms index |> Sym.squeeze [ axis ])
