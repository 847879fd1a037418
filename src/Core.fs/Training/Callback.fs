/// Callbacks: what is told of training as it goes, and may change it.
namespace Keratin

open System
open System.Collections.Generic
open System.Numerics.Tensors

/// Numbers by name: "loss", "val_accuracy".
type Logs = IReadOnlyDictionary<string, float>

/// A training in progress, as callbacks see it.
type ITraining =
    /// Set to end after this batch.
    abstract StopTraining: bool with get, set
    /// The optimizer's learning rate; setting it is refused where a schedule decides.
    abstract LearningRate: float with get, set
    /// Values of all weights, in the model's order.
    abstract GetWeights: unit -> Array[]
    /// Replaces the values of all weights.
    abstract SetWeights: Array[] -> unit
    /// The weights, in the model's order.
    abstract Weights: IReadOnlyList<Weight>
    /// Whether the optimizer keeps averages of the weights.
    abstract HasAverages: bool
    /// Exchanges the values of the weights and of their averages.
    abstract SwapAverages: unit -> unit
    /// The number of epochs that were asked for.
    abstract Epochs: int
    /// The number of batches of an epoch; 0 where it is not known yet.
    abstract Steps: int
    /// How much is shown: 0 nothing, 1 a bar, 2 a line for each epoch.
    abstract Verbose: int
    /// +1 where more of a logged number is better, -1 where less is, 0 where nobody can say.
    abstract Direction: monitor: string -> int
    /// Writes a line where the user sees it.
    abstract Print: string -> unit

/// A learning rate by the name it is logged with.
[<NoComparison; NoEquality>]
type internal NamedRate = {
    Name: string
    Get: unit -> float
    Set: float -> unit
}

/// A training with a learning rate for each of its optimizers.
type internal IHasRates =
    abstract Rates: NamedRate list

[<RequireQualifiedAccess>]
module internal NamedRates =
    let ofTraining (training: ITraining) : NamedRate list =
        match training with
        | :? IHasRates as several -> several.Rates
        | one -> [
            {
                Name = "learning_rate"
                Get = fun () -> one.LearningRate
                Set = fun rate -> one.LearningRate <- rate
            }
          ]

    let log (rates: NamedRate list) (logs: Dictionary<string, float>) =
        for rate in rates do
            logs[rate.Name] <- rate.Get()

/// A training whose model a callback of the library looks into.
type internal INetworkTraining =
    abstract Network: Network

/// A callback that puts averages of the weights in their place for a while.
type internal ISwapsAverages =
    /// The weights are in the model again.
    abstract TakeBack: unit -> unit

/// Told of training as it goes. Override what you need.
[<AbstractClass>]
type Callback() =
    /// The training, evaluation or prediction this belongs to, from its beginning.
    member val Training: ITraining | null = null with get, set

    /// Whether this wants the numbers of each batch, which must be fetched from the device for it.
    abstract WantsBatchLogs: bool
    default _.WantsBatchLogs = false
    /// Before the first epoch.
    abstract OnTrainBegin: unit -> unit
    default _.OnTrainBegin() = ()
    /// After the last epoch, with its numbers.
    abstract OnTrainEnd: logs: Logs -> unit
    default _.OnTrainEnd logs = ()
    /// Before an epoch; the first is 0.
    abstract OnEpochBegin: epoch: int -> unit
    default _.OnEpochBegin epoch = ()
    /// After an epoch and its validation.
    abstract OnEpochEnd: epoch: int * logs: Dictionary<string, float> -> unit
    default _.OnEpochEnd(epoch, logs) = ()
    /// Before a batch; the first of an epoch is 0.
    abstract OnTrainBatchBegin: batch: int -> unit
    default _.OnTrainBatchBegin batch = ()
    /// After a batch; the numbers are there when WantsBatchLogs.
    abstract OnTrainBatchEnd: batch: int * logs: Logs -> unit
    default _.OnTrainBatchEnd(batch, logs) = ()
    /// Before evaluation, in training or by itself.
    abstract OnTestBegin: unit -> unit
    default _.OnTestBegin() = ()
    /// Before a batch of an evaluation; the first is 0.
    abstract OnTestBatchBegin: batch: int -> unit
    default _.OnTestBatchBegin batch = ()
    /// After a batch of an evaluation; the numbers are there when WantsBatchLogs.
    abstract OnTestBatchEnd: batch: int * logs: Logs -> unit
    default _.OnTestBatchEnd(batch, logs) = ()
    /// After evaluation.
    abstract OnTestEnd: logs: Logs -> unit
    default _.OnTestEnd logs = ()
    /// Before prediction.
    abstract OnPredictBegin: unit -> unit
    default _.OnPredictBegin() = ()
    /// Before a batch of a prediction; the first is 0.
    abstract OnPredictBatchBegin: batch: int -> unit
    default _.OnPredictBatchBegin batch = ()
    /// After a batch of a prediction, with the model's outputs for it.
    abstract OnPredictBatchEnd: batch: int * outputs: IReadOnlyList<Tensor<float32>> -> unit
    default _.OnPredictBatchEnd(batch, outputs) = ()
    /// After prediction.
    abstract OnPredictEnd: unit -> unit
    default _.OnPredictEnd() = ()

[<RequireQualifiedAccess>]
module internal BatchLogs =
    /// By name, as Keras hands them to callbacks.
    let inOrder (logs: Dictionary<string, float>) : Dictionary<string, float> =
        logs
        |> Seq.sortWith (fun a b -> String.CompareOrdinal(a.Key, b.Key))
        |> Dictionary

    /// The numbers of a batch, where a callback wants them.
    let wanted (callbacks: Callback list) (logs: unit -> Dictionary<string, float>) : Logs =
        if callbacks |> List.exists _.WantsBatchLogs then
            inOrder (logs ())
        else
            Dictionary<string, float>()

/// <summary>After which epochs a model is validated: <c>validationFreq: 2</c> after every second one,
/// <c>validationFreq: [1, 2, 10]</c> after those of these numbers, counted from 1.</summary>
[<Sealed>]
type ValidationFrequency private (every: int, epochs: Set<int> option) =
    /// Whether there is a validation after this epoch; the first is 0.
    member internal _.After(epoch: int) =
        match epochs with
        | Some epochs -> epochs.Contains(epoch + 1)
        | None -> (epoch + 1) % every = 0

    /// After every so many epochs.
    static member op_Implicit(every: int) : ValidationFrequency =
        if every < 1 then
            refuse "validation_freq" "at least 1" $"{every}" "validationFreq: 1"

        ValidationFrequency(every, None)

    /// After the epochs of these numbers; the first is 1.
    static member op_Implicit(epochs: int[]) : ValidationFrequency =
        ValidationFrequency(1, Some(Set.ofArray epochs))

/// What training showed, epoch by epoch.
[<Sealed>]
type History internal () =
    let logs = Dictionary<string, List<float>>()
    let epochs = List<int>()
    /// The numbers of the epochs, from 0.
    member _.Epoch: IReadOnlyList<int> = epochs

    /// The values of a logged number, epoch by epoch: <c>history["val_accuracy"]</c>.
    member _.Item
        with get (name: string): IReadOnlyList<float> =
            match logs.TryGetValue name with
            | true, values -> values
            | _ -> refuseWord "history" "a logged number" name logs.Keys

    /// The names of the logged numbers.
    member _.Keys: IReadOnlyCollection<string> = logs.Keys

    /// The numbers of the last epoch: "epoch 4 - accuracy: 0.9365 - loss: 0.2231".
    override _.ToString() =
        match List.ofSeq epochs with
        | [] -> "no epochs"
        | epochs ->
            let last = [
                for KeyValue(name, values) in logs -> $"{name}: {values[values.Count - 1]:F4}"
            ]

            String.Join(" - ", $"epoch {List.last epochs}" :: last)

    member internal _.Add(epoch: int, values: Logs) =
        epochs.Add epoch

        for KeyValue(name, value) in values do
            match logs.TryGetValue name with
            | true, known -> known.Add value
            | _ -> logs[name] <- List [ value ]
