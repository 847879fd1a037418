/// Layers around a layer: both directions of time, and one layer at every step.
namespace Keratin.LayerTypes

open Keratin

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
                Bidirectional.Meaning b.Layer |> Option.exists _.ReturnSequences

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

            // in a sequence, steps that do not count are zero, lest one direction repeats the other's end
            let counted (y: Symbol) =
                match scope.Mask 0 with
                | Some mask when returnsSequences -> y * Sym.cast y.DType (Sym.expandDims -1 mask)
                | _ -> y

            let first = counted forward.Head

            let second =
                if returnsSequences then
                    counted (Sym.reverse [ 1 ] backward.Head)
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

    interface ILayer with
        member t.Build(scope, inputs) =
            let x = inputs.Head
            atLeastRank scope 3 "batch, time, …" x
            let batch, time = x.Dims[0], x.Dims[1]
            let samples = product [ batch; time ]

            // the steps of all samples are samples of their own
            let given = {
                CallArguments.None with
                    Masks = [ scope.Mask 0 |> Option.map (Sym.reshape [ samples ]) ]
            }

            scope.Part(
                "layer",
                t.Layer,
                [ x |> Sym.reshape (samples :: x.Dims[2..]) |> unmasked ],
                given
            )
            |> List.map (fun y -> y |> Sym.reshape (batch :: time :: y.Dims.Tail) |> unmasked)
