/// How an optimizer is asked what a step makes of the weights it trains, and where it keeps its own.
namespace Keratin

open System
open System.Collections.Generic

/// A weight that is trained, before its update.
type internal Trained = {
    Weight: Weight
    /// The value the update starts from: what the weight was, or what a layer made of it in this step.
    Value: Symbol
    Gradient: Symbol
} with

    /// Weights with their gradients, where layers have changed some of them in the same step.
    static member From
        (byLayers: (Weight * Symbol) list)
        (weights: Weight list)
        gradients
        : Trained list =
        List.map2
            (fun w gradient -> {
                Weight = w
                Value =
                    byLayers
                    |> List.tryFind (fun (other, _) -> other = w)
                    |> Option.map snd
                    |> Option.defaultValue (Sym.weight w)
                Gradient = gradient
            })
            weights
            gradients

    /// Whether nothing but the optimizer changes the weight in this step.
    member t.IsUntouched = t.Value.Key = (Sym.weight t.Weight).Key

/// What an update makes of one weight and of its slots.
type internal Change = {
    Of: Trained
    Next: Symbol
    Slots: (Weight * Symbol) list
}

/// A rule that a user wrote: the next value of a weight that has decayed, and of its slots.
type internal OwnRule = Rate -> Trained -> Change

/// The part of an optimizer that knows how weights change; optimizers around others have another one.
type internal IUpdating =
    /// The number of steps done.
    abstract Iteration: Weight
    /// The weight that holds a constant learning rate; None with a schedule.
    abstract RateWeight: Weight option
    /// The learning rate of the next update.
    abstract LearningRate: unit -> Symbol
    /// What the loss is multiplied with before gradients are taken.
    abstract LossScale: Symbol option
    /// The weights of the optimizer itself, in the order files have them.
    abstract Variables: Weight list -> Weight list
    /// Whether a weight has been trained.
    abstract HasTrained: Weight -> bool
    /// A slot of a weight, made when it is first asked for.
    abstract Slot: Weight * name: string * Initializer -> Weight
    /// Weights that do not decay, from now on.
    abstract Exclude: (Weight -> bool) -> unit
    /// What a step does, given gradients that are not scaled.
    abstract Updates: Trained list -> Update list
    /// Weights with the averages of them that it keeps: they take the weights' place when training ends.
    abstract Averages: Weight list -> (Weight * Weight) list

/// Weights that an optimizer keeps beside those of a model.
[<Sealed>]
type internal SlotStore(name: string) =
    let known = Dictionary<struct (Weight * string), Weight>()

    member _.Get
        (w: Weight)
        (slot: string)
        (shape: int list option)
        (initial: Initializer)
        : Weight =
        match known.TryGetValue(struct (w, slot)) with
        | true, weight -> weight
        | _ ->
            let dims = shape |> Option.defaultValue w.Dims

            let fresh =
                Weight(
                    $"{name}/{w.Path.Replace('/', '_')}_{slot}",
                    w.DType,
                    Array.ofList dims,
                    initial,
                    Role.Memory,
                    false,
                    Trainability(),
                    None,
                    None,
                    (if shape.IsNone then w.Storage else [ 0 .. dims.Length - 1 ])
                )

            known[struct (w, slot)] <- fresh
            fresh
