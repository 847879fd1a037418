/// Averages of the weights in the place of the weights.
namespace Keratin

/// <summary>Puts the averages that the optimizer keeps (useEma) in the place of the weights while a model is
/// evaluated during training, and takes them back afterwards. As in Keras, they stay after a prediction, and after a
/// training that ended early with swapOnEpoch the weights are the trained ones.</summary>
/// <param name="swapOnEpoch">Whether they are there after every epoch too, until the next begins, so that
/// callbacks that come later see them. Default: false.</param>
[<Sealed>]
type SwapEMAWeights([<Opt; Or(false)>] swapOnEpoch: bool) =
    inherit Callback()
    let mutable inModel = false
    let mutable isLast = false

    member private c.Put(averages: bool) =
        match c.Training with
        | NonNull training when inModel <> averages ->
            training.SwapAverages()
            inModel <- averages
        | _ -> ()

    override c.OnTrainBegin() =
        isLast <- false

        match c.Training with
        | NonNull training when not training.HasAverages ->
            refuse
                "SwapEMAWeights"
                "an optimizer that keeps averages of the weights"
                "one that does not"
                "useEma: true"
        | _ -> ()

    override c.OnEpochBegin epoch =
        if swapOnEpoch then
            c.Put false

    override c.OnEpochEnd(epoch, logs) =
        if swapOnEpoch then
            c.Put true

            match c.Training with
            | null -> ()
            | training -> isLast <- epoch = training.Epochs - 1

    override c.OnTestBegin() = c.Put true
    override c.OnTestEnd logs = c.Put false
    override c.OnPredictBegin() = c.Put true

    // the end of training gives the weights what lies where the averages are
    interface ISwapsAverages with
        member c.TakeBack() =
            if isLast then
                c.Put false

    interface IMemory with
        member _.Memory = [ "in_model", Kept.whole (if inModel then 1 else 0) ]

        member _.Recall memory =
            inModel <- Kept.wholeOf "in_model" memory = 1
