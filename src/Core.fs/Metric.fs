/// Metrics: sums kept on the device from batch to batch, and the number they give.
namespace Keratin

open System

/// A measure of predictions, added up over batches.
[<AbstractClass>]
type Metric internal (name: string) =
    let state = System.Collections.Generic.List<Weight>()
    /// The name it is shown and logged with.
    member _.Name = name

    /// A sum that lives from batch to batch: zeros at the start of an epoch.
    member internal _.Variable(variable: string, shape: int list, ?initial: float) : Weight =
        let w =
            Weight.Memory(name + "/" + variable, DType.Float32, shape, defaultArg initial 0.0)

        state.Add w
        w

    /// What it adds up, in the order of making.
    member internal _.State: Weight list = List.ofSeq state

    /// The sums after another batch.
    abstract Update:
        yTrue: Symbol * yPred: Symbol * sampleWeight: Symbol | null -> (Weight * Symbol) list

    /// The number the sums give.
    abstract Result: unit -> Symbol
    /// A metric like this one with sums of its own, for these shapes; resolves "accuracy".
    abstract Resolve: yTrue: Symbol * yPred: Symbol -> Metric
    default m.Resolve(_, _) = m
    /// +1 where more is better, -1 where less is, 0 where nobody can say.
    abstract Direction: int
    default _.Direction = 0

/// The weighted mean of a value of each sample.
[<AbstractClass>]
type MeanMetric internal (name: string) as this =
    inherit Metric(name)
    let total = this.Variable("total", [])
    let count = this.Variable("count", [])
    /// One value for each sample.
    abstract Values: yTrue: Symbol * yPred: Symbol -> Symbol

    override m.Update(yTrue, yPred, sampleWeight) =
        let values = Sym.cast DType.Float32 (m.Values(yTrue, yPred))

        let sum, n =
            match sampleWeight with
            | null -> Sym.sumAll values, Fit.count values
            | w ->
                let w = Sym.broadcastTo values.Dims (Fit.weights values w)
                Sym.sumAll (values * w), Sym.sumAll w

        [ total, Sym.weight total + sum; count, Sym.weight count + n ]

    override _.Result() =
        let n = Sym.weight count
        let zero = n.Like 0.0
        Sym.where (Sym.equal n zero) zero (Sym.weight total / Sym.maximum n (n.Like 1e-30))

/// <summary>How often the greatest prediction is the class, given by number.</summary>
/// <param name="name">The name it is shown with.</param>
[<Sealed>]
type SparseCategoricalAccuracy([<Opt; Or("sparse_categorical_accuracy")>] name: string) =
    inherit MeanMetric(name)
    override _.Direction = 1

    override _.Values(y, p) =
        let y = if y.Rank = p.Rank then Sym.squeeze [ -1 ] y else y
        Sym.equal (Sym.cast DType.Int64 y) (Sym.argMax -1 p)
