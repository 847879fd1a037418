/// Averages of the weights in the place of the weights.
namespace Keratin

/// <summary>Puts the averages that the optimizer keeps (useEma) in the place of the weights while a model is
/// evaluated during training, and takes them back afterwards.</summary>
/// <param name="swapOnEpoch">Whether they are there after every epoch too, until the next begins, so that
/// callbacks that come later see them. Default: false.</param>
[<Sealed>]
type SwapEMAWeights([<Opt; Or(false)>] swapOnEpoch: bool) =
    inherit Callback()
    let mutable inModel = false

    member private c.Put(averages: bool) =
        match c.Training with
        | NonNull training when inModel <> averages ->
            training.SwapAverages()
            inModel <- averages
        | _ -> ()

    override c.OnTrainBegin() =
        inModel <- false

        match c.Training with
        | NonNull training when not training.HasAverages ->
            refuse
                "SwapEMAWeights"
                "an optimizer that keeps averages of the weights"
                "one that does not"
                "useEma: true"
        | _ -> ()

    override c.OnEpochBegin epoch = c.Put false

    override c.OnEpochEnd(epoch, logs) =
        if swapOnEpoch then
            c.Put true

    override c.OnTestBegin() = c.Put true
    override c.OnTestEnd logs = c.Put false
    override c.OnPredictBegin() = c.Put true
    override c.OnPredictEnd() = c.Put false

    // the end of training gives the weights their averages in any case
    interface ISwapsAverages with
        member c.TakeBack() = c.Put false

    interface IMemory with
        member _.Memory = [ "in_model", Kept.whole (if inModel then 1 else 0) ]

        member _.Recall memory =
            inModel <- Kept.wholeOf "in_model" memory = 1
