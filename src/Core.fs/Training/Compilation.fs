/// What compile decides and fit is asked for.
namespace Keratin

open System.Threading
open Keratin.Engine

/// What compile decides, output by output.
[<NoComparison>]
type internal Compilation = {
    Optimizer: Optimizer
    Losses: Loss option list
    LossWeights: float list
    Metrics: Metric list list
    WeightedMetrics: Metric list list
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
