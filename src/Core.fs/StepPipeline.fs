/// F#'s steps of one's own, for training that fit does not have: two networks against each other, penalties on
/// gradients, several losses in turn.
namespace Keratin

open System
open Keratin.Engine

/// A step: what it hands back, what weights become, and the numbers of all weights in it.
[<Sealed>]
type TrainingStep internal (core: CustomStep, state: State) =
    member internal _.Core = core
    member internal _.State = state

    /// The names of the inputs that a run wants, in the order of their making.
    member _.InputNames = core.InputNames

/// Steps of one's own. What layers change in training (moving statistics) and random generators belong to a
/// step without being named.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Step =
    let private over state fetches updates =
        TrainingStep(CustomStep(fetches, updates, state), state)

    /// A step that hands back `fetches` and makes of weights what `updates` says, such as an optimizer's Apply;
    /// all at once, from the weights as they were. The weights begin with their first values.
    let create (fetches: Symbol list) (updates: Updates) : TrainingStep =
        over (State Device.Default) fetches updates

    /// Another step over the numbers of this one: each sees what the other has made of shared weights.
    let beside (step: TrainingStep) (fetches: Symbol list) (updates: Updates) : TrainingStep =
        over step.State fetches updates

    let private values training (arrays: obj list) (step: TrainingStep) =
        step.Core.Run(arrays |> List.map PlainArrays.ofObject, training)
        |> List.map PlainArrays.toTensor

    /// Runs a step once, on one array for each input in the order of InputNames: what it hands back. Layers are in
    /// their training phase.
    let run (arrays: obj list) (step: TrainingStep) : Numerics.Tensors.Tensor<float32> list =
        values true arrays step

    /// The same with layers as they are when a model is asked.
    let runInference
        (arrays: obj list)
        (step: TrainingStep)
        : Numerics.Tensors.Tensor<float32> list =
        values false arrays step

    /// The model that ends in this symbol, with what its weights are by now; later runs leave it as it is.
    let model (output: Symbol) (step: TrainingStep) : TrainedModel =
        let network = Network.ofOutputs (Names.unique "functional") [ output ]
        TrainedModel(ModelCore(network, step.State.Copy network.Weights))
