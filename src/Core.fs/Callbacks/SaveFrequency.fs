/// When a training is saved.
namespace Keratin

/// After every epoch, or after every so many batches.
[<Sealed>]
type SaveFrequency internal (batches: int) =
    /// 0: after every epoch.
    member internal _.Batches = batches

    /// "epoch".
    static member op_Implicit(word: string) : SaveFrequency =
        match word with
        | "epoch" -> SaveFrequency 0
        | other -> refuseWord "callback" "saveFreq" other [ "epoch" ]

    /// After every so many batches.
    static member op_Implicit(batches: int) : SaveFrequency =
        if batches < 1 then
            refuse "callback" "saveFreq of at least 1, or \"epoch\"" $"{batches}" "saveFreq: 100"

        SaveFrequency batches

/// Counts batches across epochs, and says when it is time.
[<Sealed>]
type internal SaveClock(frequency: SaveFrequency | null) =
    let every =
        match frequency with
        | null -> 0
        | given -> given.Batches

    let mutable batches = 0

    member _.Reset() = batches <- 0
    member _.IsAtEpochs = every = 0

    /// Another batch is done: whether to save now.
    member _.AfterBatch() : bool =
        batches <- batches + 1
        every > 0 && batches % every = 0
