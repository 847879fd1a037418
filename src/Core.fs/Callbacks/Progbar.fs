/// The progress of training as a callback.
namespace Keratin

/// <summary>Shows progress, as fit does by itself: a bar where verbose is 1, a line for each epoch where it is 2. Given
/// among the callbacks it decides when among them progress is shown, and fit adds no other.</summary>
[<Sealed>]
type ProgbarLogger() =
    inherit Callback()
    let clock = System.Diagnostics.Stopwatch()
    let mutable view = Progress.silent
    let mutable step = 0

    // numbers are fetched from the device only when the bar is drawn
    override _.WantsBatchLogs = view.Wants(step + 1)

    override c.OnTrainBegin() =
        match c.Training with
        | null -> ()
        | training -> view <- Progress.view training.Verbose

    override c.OnEpochBegin epoch =
        match c.Training with
        | null -> ()
        | training ->
            step <- 0
            clock.Restart()
            view.EpochBegin(epoch, training.Epochs, training.Steps)

    override _.OnTrainBatchBegin batch = step <- batch

    override _.OnTrainBatchEnd(batch, logs) =
        if view.Wants(batch + 1) then
            view.Step(batch + 1, logs)

    override _.OnEpochEnd(epoch, logs) =
        view.EpochEnd(logs, clock.Elapsed.TotalSeconds)
