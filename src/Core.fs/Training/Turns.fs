/// Who calculates with which weights now.
namespace Keratin

open System.Runtime.CompilerServices
open System.Threading
open Keratin.Engine

/// What is locked while somebody calculates with some weights. Gates are locked in the order of their numbers.
[<Sealed>]
type private Gate() =
    static let mutable count = 0
    let number = Interlocked.Increment &count
    member _.Number = number

/// One thread at a time works with a model, and with every other one that has some of its numbers. A training gives way
/// between its steps.
[<Sealed>]
type internal Turns private (gates: Gate list) =
    static let ofStates = ConditionalWeakTable<State, ConditionalWeakTable<Weight, Gate>>()
    /// The gates that a thread has locked, in their order.
    static let held = new ThreadLocal<Gate list>(fun () -> [])

    /// The gates of some weights' numbers; those that have none yet get one together.
    static let gatesOf (state: State) (weights: Weight seq) =
        lock ofStates (fun () ->
            let fresh = Gate()
            let ofWeights = ofStates.GetOrCreateValue state

            [
                fresh
                for weight in weights do
                    ofWeights.GetValue(weight, fun _ -> fresh)
            ]
            |> List.distinct
            |> List.sortBy _.Number)

    /// Unlocks, however often the thread has locked it; answers how often that was.
    static let rec release (gate: Gate) times =
        if Monitor.IsEntered gate then
            Monitor.Exit gate
            release gate (times + 1)
        else
            times

    /// The turns of a model with these weights, whose numbers are in a state.
    new(state: State, weights: Weight seq) = Turns(gatesOf state weights)

    member _.Take(work: unit -> 'a) : 'a =
        let before = held.Value |> orElse []

        let rec within (rest: Gate list) =
            match rest with
            | [] ->
                held.Value <- before @ gates |> List.distinct |> List.sortBy _.Number

                try
                    work ()
                finally
                    held.Value <- before
            | gate :: rest -> lock gate (fun () -> within rest)

        within gates

    /// Threads that wait go first, and come back when they are done. All that this thread has locked is free meanwhile, since
    /// they may need more of it than one gate.
    static member GiveWay() =
        match held.Value |> orElse [] with
        | [] -> ()
        | first :: rest ->
            let released = rest |> List.map (fun gate -> gate, release gate 0)
            Monitor.Wait(first, 0) |> ignore

            for gate, times in released do
                for _ in 1..times do
                    Monitor.Enter gate
