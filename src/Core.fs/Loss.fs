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

    /// Keras's name.
    override r.ToString() =
        match r with
        | SumOverBatchSizeCase -> "sum_over_batch_size"
        | SumCase -> "sum"
        | MeanCase -> "mean"
        | MeanWithSampleWeightCase -> "mean_with_sample_weight"
        | NoneCase -> "none"

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

[<AutoOpen>]
module internal Ratios =
    /// A quotient that is zero where the divisor is.
    let ratio (a: Symbol) (b: Symbol) : Symbol =
        let none = Sym.equal b (b.Like 0.0)
        Sym.where none (a.Like 0.0) (a / Sym.where none (b.Like 1.0) b)

/// What losses and metrics calculate in.
[<RequireQualifiedAccess>]
module internal Calculating =
    /// The type of a name, or of a policy of that name; another one where none is given.
    let typeOr (standard: DType) (name: string | null) : DType =
        match name with
        | null -> standard
        | "int" -> DType.Int32
        | name -> (Policy.Parse name).Compute

/// What losses and metrics share: making targets and predictions fit each other.
[<RequireQualifiedAccess>]
module internal Fit =
    let private endsInOne (s: Symbol) = s.Rank > 0 && List.last s.Dims = size 1

    /// Ranks that differ by one agree once an axis of 1 is taken away at the end, or added where
    /// samples are single numbers.
    let ranks (y: Symbol) (p: Symbol) : Symbol * Symbol =
        let fewer (low: Symbol) (high: Symbol) =
            if low.Rank = 1 then
                Sym.expandDims -1 low, high
            else
                low, Sym.squeeze [ -1 ] high

        if y.Rank = p.Rank + 1 && endsInOne y then
            let p, y = fewer p y
            y, p
        elif p.Rank = y.Rank + 1 && endsInOne p then
            fewer y p
        else
            y, p

    /// Weights for values: axes of 1 are added or taken away at the end until the ranks agree.
    let weights (values: Symbol) (w: Symbol) : Symbol =
        let w = Sym.cast values.DType w

        if w.Rank = values.Rank + 1 && endsInOne w then
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

/// A measure of how far predictions are from targets, to be made small. Derive from it for a loss of
/// your own: say in Call what each sample's value is; weights, masks and the reduction are done around it.
[<AbstractClass>]
type Loss
    ([<Opt>] name: string | null, [<Opt>] reduction: Reduction | null, [<Opt>] dtype: string | null)
    =
    inherit OverridableLoss<Symbol>()

    /// The type it calculates in, by that of the predictions.
    let calculatesIn = Calculating.typeOr DType.Float32 dtype

    let reduction = reduction |> orElse Reduction.SumOverBatchSize

    /// The name it is shown and saved with. Default: made from the class.
    member l.Name: string =
        match name with
        | null -> Words.snake (l.GetType().Name)
        | given -> given

    member val internal Reduction = reduction with get, set
    /// The type it calculates in, as it was given.
    member internal _.GivenDType: string | null = dtype
    /// The word it was given by; files keep it.
    member val internal Word: string | null = null with get, set
    /// Positions that do not count, beside those that are masked; `values` is what Call gave.
    abstract Ignored: yTrue: Symbol * values: Symbol -> Symbol | null
    default _.Ignored(yTrue, values) : Symbol | null = null

    /// Checks that the targets can be what the loss needs; before training.
    abstract Check: yTrue: Symbol * yPred: Symbol -> unit
    default l.Check(y, p) = Fit.sameShape $"loss {l.Name}" y p

    /// A loss of one's own: a function of targets and predictions with a value for each sample.
    static member Of(name: string, call: Func<Symbol, Symbol, Symbol>) : Loss = {
        new Loss(name, Reduction.SumOverBatchSize) with
            member _.Call(y, p) = call.Invoke(y, p)
    }

    /// A function of targets and predictions with a value for each sample.
    static member op_Implicit(call: Func<Symbol, Symbol, Symbol>) : Loss = Loss.Of("loss", call)

    /// Keras's name: "mse", "mean_squared_error", "MeanSquaredError"; "crossentropy" or "ce" is the one
    /// that fits the shapes of targets and predictions.
    static member op_Implicit(name: string) : Loss =
        let made: Loss =
            match name.ToLowerInvariant() with
            | "crossentropy"
            | "ce" -> CrossentropyByShape()
            | _ ->
                ByName.resolve<Loss>
                    "loss"
                    [
                        "mse", "MeanSquaredError"
                        "mae", "MeanAbsoluteError"
                        "mape", "MeanAbsolutePercentageError"
                        "msle", "MeanSquaredLogarithmicError"
                        "bce", "BinaryCrossentropy"
                        "kld", "KLDivergence"
                    ]
                    []
                    name

        made.Word <- name
        made

    /// <summary>The loss as one number, for a step of your own: the values of samples with weights and reduction, as Keras's
    /// loss(yTrue, yPred, sampleWeight).</summary>
    /// <param name="yTrue">Targets.</param>
    /// <param name="yPred">Predictions; positions that their mask leaves out do not count.</param>
    /// <param name="sampleWeight">Weights of samples, or null where all count the same. Default: null.</param>
    /// <returns>A scalar; with the reduction "none", a value for each sample.</returns>
    member l.Apply(yTrue: Symbol, yPred: Symbol, [<Opt>] sampleWeight: Symbol | null) : Symbol =
        l.Value(yTrue, yPred, Option.ofObj sampleWeight, yPred.Mask)

    /// The loss: of samples with weights, where the mask says that they count.
    member internal l.Value
        (yTrue: Symbol, yPred: Symbol, sampleWeight: Symbol option, mask: Symbol option)
        : Symbol =
        match box l with
        | :? CrossentropyByShape as any ->
            any.For(yTrue.Dims, yPred.Dims).Reduced(yTrue, yPred, sampleWeight, mask)
        | _ -> l.Reduced(yTrue, yPred, sampleWeight, mask)

    member private l.Reduced
        (yTrue: Symbol, yPred: Symbol, sampleWeight: Symbol option, mask: Symbol option)
        : Symbol =
        let y, p = Fit.ranks yTrue yPred
        l.Check(y, p)

        let p = Sym.cast calculatesIn p
        let values = l.CallLoss(Sym.cast p.DType y, p)

        let mask =
            match l.Ignored(y, values) with
            | null -> mask
            | ignored ->
                let counts = Sym.not' ignored
                Some(mask |> Option.map (Sym.both counts) |> Option.defaultValue counts)

        let values =
            match sampleWeight with
            | Some w when values.Rank = 1 && w.Rank = 2 && List.last w.Dims = size 1 ->
                Sym.expandDims -1 values
            | _ -> values

        // a mask makes the mean that over the values that count
        let masked =
            mask
            |> Option.map (fun mask ->
                let m = Fit.weights values (Sym.cast values.DType mask)

                match l.Reduction with
                | SumOverBatchSizeCase
                | MeanCase -> m * ratio (Fit.count m) (Sym.sumAll m)
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
            | Some w -> ratio (Sym.sumAll weighted) (Sym.sumAll w)

/// Binary where predictions are one number, by class numbers where targets are, and one-hot otherwise.
and [<Sealed>] internal CrossentropyByShape() =
    inherit Loss("crossentropy", Reduction.SumOverBatchSize)

    /// The loss for targets and predictions of these shapes.
    member _.For(yTrue: Dim list, yPred: Dim list) : Loss =
        let endsIn (dims: Dim list) = List.tryLast dims

        if endsIn yPred = Some(size 1) then
            Loss.op_Implicit "binary_crossentropy"
        elif yTrue.Length < yPred.Length || endsIn yTrue = Some(size 1) then
            Loss.op_Implicit "sparse_categorical_crossentropy"
        else
            Loss.op_Implicit "categorical_crossentropy"

    override l.Call(y, p) = l.For(y.Dims, p.Dims).CallLoss(y, p)

[<AutoOpen>]
module internal Formulas =
    let epsilon = 1e-7

    /// The mean over the last axis.
    let meanLast (x: Symbol) = Sym.mean [ -1 ] false x
    /// The sum over the last axis.
    let sumLast (x: Symbol) = Sym.sum [ -1 ] false x
    /// Kept away from 0 and 1, so that both have a logarithm.
    let probability (p: Symbol) = Sym.clip epsilon (1.0 - epsilon) p
    let atLeast (low: float) (x: Symbol) = Sym.maximum x (x.Like low)

    /// The logits a probability was made of, where the graph still has them: their logarithms are
    /// exact where the probability's is not.
    let rec logits activation (p: Symbol) =
        match p.Node.Op with
        | Op.Unary Unary.Identity -> logits activation p.Node.Inputs.Head
        | op when op = activation -> Some p.Node.Inputs.Head
        | _ -> None
