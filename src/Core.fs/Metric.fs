/// Metrics: sums kept on the device from batch to batch, and the number they give.
namespace Keratin

open System

[<AutoOpen>]
module internal Ratios =
    /// A quotient that is zero where the divisor is.
    let ratio (a: Symbol) (b: Symbol) : Symbol =
        let none = Sym.equal b (b.Like 0.0)
        Sym.where none (a.Like 0.0) (a / Sym.where none (b.Like 1.0) b)

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
        yTrue: Symbol * yPred: Symbol * sampleWeight: Symbol | null -> (Weight * Symbol) seq

    /// The number the sums give.
    abstract Result: unit -> Symbol
    /// A metric like this one with sums of its own, for these shapes; resolves "accuracy".
    abstract Resolve: yTrue: Symbol * yPred: Symbol -> Metric

    default m.Resolve(yTrue, yPred) =
        if state.Count = 0 then
            m.Build(yTrue, yPred)

        m

    /// Makes the sums whose shapes depend on those of the data; once, before the first update.
    abstract Build: yTrue: Symbol * yPred: Symbol -> unit
    default _.Build(_, _) = ()
    /// +1 where more is better, -1 where less is, 0 where nobody can say.
    abstract Direction: int
    default _.Direction = 0

    /// A metric of one's own: the mean of a function of targets and predictions.
    static member Of(name: string, call: Func<Symbol, Symbol, Symbol>) : Metric = {
        new MeanMetric(name) with
            member _.Values(y, p) = call.Invoke(y, p)
    }

    /// Keras's name: "accuracy", "mae", "AUC". The metric is shown by the name as given.
    static member op_Implicit(name: string) : Metric =
        ByName.resolve<Metric>
            "metric"
            [
                "acc", "ShapedAccuracy"
                "accuracy", "ShapedAccuracy"
                "mse", "MeanSquaredError"
                "mae", "MeanAbsoluteError"
                "mape", "MeanAbsolutePercentageError"
                "msle", "MeanSquaredLogarithmicError"
                "bce", "BinaryCrossentropy"
                "kld", "KLDivergence"
                "rmse", "RootMeanSquaredError"
                "logcosh", "LogCoshError"
            ]
            [ "name", (name :> obj) ]
            name

/// The weighted mean of a value of each sample.
and [<AbstractClass>] MeanMetric internal (name: string) as this =
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
        ratio (Sym.weight total) (Sym.weight count)
