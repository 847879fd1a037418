/// Metrics: sums kept on the device from batch to batch, and the number they give.
namespace Keratin

open System

/// A measure of predictions, added up over batches. Derive from it for a metric of your own: make
/// weights with AddWeight, say in UpdateState what they become, and in Result what they give.
[<AbstractClass>]
type Metric([<Opt>] name: string | null) =
    inherit OverridableMetric<Symbol, Updates>()

    let state = System.Collections.Generic.List<Weight>()
    let mutable isBuilt = false

    /// The name it is shown and logged with. Default: made from the class.
    member m.Name: string =
        match name with
        | null -> Words.snake (m.GetType().Name)
        | given -> given

    /// <summary>A weight that lives from batch to batch and starts anew with every epoch.</summary>
    /// <param name="name">Its name within the metric.</param>
    /// <param name="shape">Its shape. Default: a single number.</param>
    /// <param name="initializer">What it starts from. Default: zeros.</param>
    member m.AddWeight
        (name: string, [<Opt>] shape: int[] | null, [<Opt>] initializer: Initializer | null)
        : Weight =
        let w =
            Weight.Memory(
                m.Name + "/" + name,
                DType.Float32,
                shape |> orElse [||] |> List.ofArray,
                initializer |> orElse Initializer.Zeros
            )

        state.Add w
        w

    /// A sum that starts from a number.
    member internal m.Variable(variable: string, shape: int list, ?initial: float) : Weight =
        m.AddWeight(variable, Array.ofList shape, Initializer.Constant(defaultArg initial 0.0))

    /// The word it was given by; files keep it.
    member val internal Word: string | null = null with get, set

    /// What it adds up, in the order of making.
    member internal _.State: Weight list = List.ofSeq state

    /// A metric like this one with sums of its own, for these shapes; resolves "accuracy".
    abstract Resolve: yTrue: Symbol * yPred: Symbol -> Metric

    default m.Resolve(yTrue, yPred) =
        if not isBuilt then
            isBuilt <- true
            let y, p = Fit.ranks yTrue yPred
            m.CallBuild(y, p)

        m

    /// Whether masked positions weigh nothing: so it is for means over a function of targets and predictions.
    abstract CountsMasks: bool
    default _.CountsMasks = false

    /// +1 where more is better, -1 where less is, 0 where nobody can say.
    abstract Direction: int
    default _.Direction = 0

    /// A metric of one's own: the mean of a function of targets and predictions.
    static member Of(name: string, call: Func<Symbol, Symbol, Symbol>) : Metric = {
        new MeanMetric(name) with
            member _.Values(y, p) = call.Invoke(y, p)
    }

    /// The mean of a function of targets and predictions.
    static member op_Implicit(call: Func<Symbol, Symbol, Symbol>) : Metric =
        Metric.Of("metric", call)

    /// Keras's name: "accuracy", "mae", "AUC". The metric is shown by the name as given.
    static member op_Implicit(name: string) : Metric =
        let made =
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

        made.Word <- name
        made

/// The weighted mean of a value of each sample.
and [<AbstractClass>] MeanMetric internal (name: string) as this =
    inherit Metric(name)
    let total = this.Variable("total", [])
    let count = this.Variable("count", [])
    override _.CountsMasks = true
    /// One value for each sample.
    abstract Values: yTrue: Symbol * yPred: Symbol -> Symbol

    override m.UpdateState(yTrue, yPred, sampleWeight) =
        let values = Sym.cast DType.Float32 (m.Values(yTrue, yPred))

        // every sample counts once, however many values it has
        let bySample (x: Symbol) = Sym.mean [ 1 .. x.Rank - 1 ] false x

        let sum, n =
            match sampleWeight with
            | null ->
                let each = bySample values
                Sym.sumAll each, Fit.count each
            | w ->
                let w = Sym.broadcastTo values.Dims (Fit.weights values w)
                Sym.sumAll (bySample (values * w)), Sym.sumAll (bySample w)

        [ total, Sym.weight total + sum; count, Sym.weight count + n ] |> Updates.Of

    override _.Result() =
        ratio (Sym.weight total) (Sym.weight count)
