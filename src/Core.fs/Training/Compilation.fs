/// What compile decides and fit is asked for.
namespace Keratin

open System.Threading
open Keratin.Engine

/// Losses and metrics in the lists and under the names that compile was given them in.
[<NoComparison>]
type internal CompileForm = {
    GivenLoss: Nested<Loss option>
    GivenLossWeights: Nested<float option>
    GivenMetrics: Nested<Metric option>
    GivenWeightedMetrics: Nested<Metric option>
}

[<RequireQualifiedAccess>]
module internal CompileForm =
    let private listed (metrics: Metric list option) : Nested<Metric option> =
        match metrics with
        | None -> One None
        | Some metrics -> Listed [ for m in metrics -> One(Some m) ]

    /// One loss for all outputs, and a list of metrics: of the one output, or one for each.
    let shared (loss: Loss option) metrics weightedMetrics : CompileForm = {
        GivenLoss = One loss
        GivenLossWeights = One None
        GivenMetrics = listed metrics
        GivenWeightedMetrics = listed weightedMetrics
    }

    /// Everything by the outputs' names. Keras wants a loss and a factor for each name, were it none, and metrics for
    /// those that have any.
    let byName
        (losses: (string * Loss option) list)
        (lossWeights: (string * float) list option)
        (metrics: (string * Metric list) list option)
        (weightedMetrics: (string * Metric list) list option)
        : CompileForm =
        let named given =
            match given with
            | None -> One None
            | Some given -> Keyed [ for name, own in given -> name, listed (Some own) ]

        {
            GivenLoss = Keyed [ for name, loss in losses -> name, One loss ]
            GivenLossWeights =
                match lossWeights with
                | None -> One None
                | Some given -> Keyed [ for name, weight in given -> name, One(Some weight) ]
            GivenMetrics = named metrics
            GivenWeightedMetrics = named weightedMetrics
        }

/// What compile was given besides what each output has of it: files say it again.
[<NoComparison>]
type internal CompileArguments = {
    /// The optimizer as it was given, where the one that trains scales the loss for it.
    Unscaled: Optimizer option
    /// None: output by output.
    Form: CompileForm option
    /// How Python's Keras runs steps. Here a step is one call for any of it.
    RunEagerly: bool
    StepsPerExecution: int
    JitCompile: bool
    /// Whether the loss is scaled where all layers with weights are mixed_float16.
    AutoScaleLoss: bool
} with

    static member Standard = {
        Unscaled = None
        Form = None
        RunEagerly = false
        StepsPerExecution = 1
        JitCompile = false
        AutoScaleLoss = true
    }

[<RequireQualifiedAccess>]
module internal OwnMetrics =
    /// Refuses one metric in two places, where both would be added up in one sum. "accuracy" may be shared: each
    /// output makes another metric of it.
    let demand (where: string) (metrics: Metric seq) : unit =
        metrics
        |> Seq.filter (fun metric -> not (metric :? ShapedAccuracy))
        |> Seq.countBy id
        |> Seq.tryFind (fun (_, times) -> times > 1)
        |> Option.iter (fun (same, times) ->
            refuse
                where
                "an object of its own for each metric, as each adds up for itself"
                $"\"{same.Name}\" {times} times"
                "make another one: new Metrics.MeanSquaredError(), or its name; in F#, compileByName")

/// What compile decides, output by output.
[<NoComparison>]
type internal Compilation = {
    Optimizer: Optimizer
    Losses: Loss option list
    LossWeights: float list
    Metrics: Metric list list
    WeightedMetrics: Metric list list
    Arguments: CompileArguments
}

/// A training whose model a callback of the library saves.
type internal ICompiledTraining =
    inherit INetworkTraining
    abstract Compilation: Compilation
    abstract State: State

/// What fit is asked for.
[<NoComparison>]
type internal FitOptions = {
    /// Samples of a step, of arrays in memory.
    BatchSize: int
    Epochs: int
    InitialEpoch: int
    Verbose: int
    Shuffle: bool
    Seed: int64
    Callbacks: Callback list
    Validation: Source option
    ValidationSteps: int option
    ValidationBatchSize: int
    ValidationFreq: ValidationFrequency
    StepsPerEpoch: int option
    Cancellation: CancellationToken
    /// Lets other threads ask the model; called between steps.
    GiveWay: unit -> unit
    /// Receives progress; Progress.fs has the terminal's.
    Progress: IProgressView
}

/// Shows progress: the terminal's bar, or plain lines.
and internal IProgressView =
    abstract EpochBegin: epoch: int * epochs: int * steps: int -> unit
    /// Whether it wants numbers now; asked after every batch, so it must be quick.
    abstract Wants: step: int -> bool
    abstract Step: step: int * logs: Logs -> unit
    abstract EpochEnd: logs: Logs * seconds: float -> unit
