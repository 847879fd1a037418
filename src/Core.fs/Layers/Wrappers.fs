/// Layers around a layer: as it is, in both directions of time, and at every step.
namespace Keratin.LayerTypes

open Keratin

[<NoComparison; NoEquality>]
type internal Wrapper = {
    Layer: Layer
} with

    interface ILayer with
        member w.Build(scope, inputs) =
            scope.Part("layer", w.Layer, inputs, scope.Arguments)

[<NoComparison; NoEquality>]
type internal Bidirectional = {
    /// The layer that runs as it was given.
    Layer: Layer
    BackwardLayer: Layer
    /// "sum", "mul", "ave" or "concat"; None leaves the two outputs apart.
    MergeMode: string option
} with

    /// What a layer means as a recurrent one, if it is.
    static member Meaning(layer: Layer) =
        match layer.Meaning with
        | Some(:? IRecurrent as meaning) -> Some meaning
        | _ -> None

    interface ILayer with
        member b.Build(scope, inputs) =
            let returnsSequences =
                Bidirectional.Meaning b.Layer |> Option.exists _.Traversal.ReturnSequences

            let states = scope.Symbols "initial_state" @ inputs.Tail

            if states.Length % 2 <> 0 then
                scope.Refuse
                    "as many initial states forward as backward"
                    $"{states.Length}"
                    "give the states of both directions, forward first"

            let half part = {
                CallArguments.None with
                    Masks = [ scope.Mask 0 ]
                    Symbols =
                        if states.IsEmpty then
                            Map.empty
                        else
                            Map [ "initial_state", List.item part (List.splitInto 2 states) ]
            }

            let forward = scope.Part("forward_layer", b.Layer, [ inputs.Head ], half 0)

            let backward =
                scope.Part("backward_layer", b.BackwardLayer, [ inputs.Head ], half 1)

            let first = forward.Head

            let second =
                if returnsSequences then
                    Sym.reverse [ 1 ] backward.Head
                else
                    backward.Head

            let merged =
                match b.MergeMode with
                | None -> [ first; second ]
                | Some "sum" -> [ first + second ]
                | Some "mul" -> [ first * second ]
                | Some "ave" -> [ (first + second) / 2.0 ]
                | Some _ -> [ Sym.concat -1 [ first; second ] ]

            (merged @ forward.Tail @ backward.Tail) |> List.map unmasked

[<NoComparison; NoEquality>]
type internal TimeDistributed = {
    Layer: Layer
} with

    /// The steps of all samples as samples of one batch.
    member private t.AtOnce(scope: Scope, x: Symbol) =
        let batch, time = x.Dims[0], x.Dims[1]
        let samples = product [ batch; time ]

        let given = {
            CallArguments.None with
                Masks = [ scope.Mask 0 |> Option.map (Sym.reshape [ samples ]) ]
        }

        let steps = x |> Sym.reshape (samples :: x.Dims[2..]) |> unmasked

        scope.Part("layer", t.Layer, [ steps ], given)
        |> List.map (fun y -> y |> Sym.reshape (batch :: time :: y.Dims.Tail))

    /// One step after another: what the layer remembers of a step, the next one finds.
    member private t.Stepwise(scope: Scope, x: Symbol) =
        let sequences =
            timeFirst x :: (scope.Mask 0 |> Option.map timeFirst |> Option.toList)

        let outcome =
            overTime scope [] sequences (fun _ parts ->
                let given = {
                    CallArguments.None with
                        Masks = [ List.tryHead parts.Tail ]
                }

                [], scope.Part("layer", t.Layer, [ parts.Head ], given))

        outcome.Outputs |> List.map timeFirst

    interface ILayer with
        member t.Build(scope, inputs) =
            let x = inputs.Head
            atLeastRank scope 3 "batch, time, …" x
            let atOnce, losses, updates = scope.Additions.Apart(fun () -> t.AtOnce(scope, x))

            if updates.IsEmpty then
                List.iter scope.Additions.AddLoss losses
                atOnce |> List.map unmasked
            else
                // statistics of each step: only training goes step by step
                let stepwise = t.Stepwise(scope, x)

                List.map2 (fun y other -> scope.Phase((fun () -> y), other)) stepwise atOnce
                |> List.map unmasked
