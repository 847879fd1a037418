/// The recurrent layers: a cell over time, whether its weights are the layer's own or a layer's inside.
namespace Keratin.LayerTypes

open Keratin

/// SimpleRNN, LSTM, GRU and the ConvLSTM layers: the cell's weights are the layer's own.
[<NoComparison; NoEquality>]
type internal Recurrent = {
    Cell: ICell
    Traversal: Traversal
    ActivityRegularizer: Regularizer option
} with

    /// Keras's SimpleRNN takes a penalty of activity and does not use it.
    member private r.Penalty =
        match r.Cell with
        | :? SimpleRNNCell -> None
        | _ -> r.ActivityRegularizer

    /// Whether training drops the whole input. With gates, Keras does so in its way over the whole sequence
    /// alone, which has no masks, no dropout of states and, in a GRU, the reset after the product.
    member private r.DropsAll(scope: Scope) =
        match r.Cell with
        | :? LSTMCell as c -> c.Chance.DropsInput && (scope.Mask 0).IsNone
        | :? GRUCell as c -> c.Chance.DropsInput && (scope.Mask 0).IsNone && c.ResetAfter
        | _ -> false

    interface IRecurrent with
        member r.Traversal = r.Traversal
        member r.With traversal = { r with Traversal = traversal }
        member r.Again traversal = { r with Traversal = traversal }

    interface ILayer with
        member r.Build(scope, inputs) =
            let x = inputs.Head

            let kept =
                if r.DropsAll scope then
                    scope.Phase((fun () -> x * 0.0), x).WithMask x.Mask
                else
                    x

            traverse scope r.Traversal r.Penalty r.Cell (kept :: inputs.Tail)

[<RequireQualifiedAccess>]
module internal Cells =
    /// A cell that is a layer of its own, as a part of another layer.
    let part (attribute: string) (layer: Layer) : ICell =
        /// The arguments of the layer's call, when it has become a part.
        let join (scope: Scope) =
            scope.Layer.AddPart(attribute, layer)

            {
                CallArguments.None with
                    Training = scope.Arguments.Training
            }

        match layer.Meaning, box layer with
        | Some(:? ICell as cell), _ ->
            let cast (dtype: DType) (s: Symbol) = Sym.cast dtype s

            {
                new ICell with
                    member _.StateDims step = cell.StateDims step
                    member _.OutputDims step = cell.OutputDims step

                    member _.Begin(scope, step) =
                        let own = {
                            step with
                                DType = layer.Policy.Compute
                        }

                        let _, steps =
                            layer.Open([], join scope, fun inner _ -> cell.Begin(inner, own))

                        {
                            Kept = steps.Kept |> Option.map (cast step.DType)
                            Project = fun x -> steps.Project(cast own.DType x)
                            Step =
                                fun x states ->
                                    let y, next = steps.Step x (states |> List.map (cast own.DType))
                                    cast step.DType y, next |> List.map (cast step.DType)
                            Fused = if own.DType = step.DType then steps.Fused else None
                        }
            }
        | _, (:? IRecurrentCell as cell) ->
            let sizes = List.ofSeq cell.StateSizes

            {
                new ICell with
                    member _.StateDims _ = [ for n in sizes -> [ size n ] ]

                    member _.OutputDims step =
                        step[1 .. step.Length - 2] @ [ size cell.OutputSize ]

                    member _.Begin(scope, step) =
                        let given = join scope

                        {
                            Kept = None
                            Project = id
                            Fused = None
                            Step =
                                fun x states ->
                                    match layer.Call(x :: states, given) with
                                    | y :: next when next.Length = sizes.Length ->
                                        Sym.cast step.DType y,
                                        next |> List.map (Sym.cast step.DType)
                                    | outputs ->
                                        scope.Refuse
                                            $"a cell that answers its output and {sizes.Length} states"
                                            $"{outputs.Length} values"
                                            "return the output and as many states as StateSizes has"
                        }
            }
        | _ ->
            refuse
                "RNN"
                "a cell: SimpleRNNCell, LSTMCell, GRUCell, StackedRNNCells, or a layer that is an IRecurrentCell"
                $"{layer}"
                "give RNN a cell"

/// Cells one after another at every step: each has the output of the one before as its input.
[<NoComparison; NoEquality>]
type internal StackedRNNCells = {
    Cells: Layer list
} with

    /// The cells with the shapes of their steps, known from the first one's.
    member private s.Along(step: Dim list) : (ICell * Dim list) list =
        (step, s.Cells |> List.map (Cells.part "cells"))
        ||> List.mapFold (fun step cell -> (cell, step), step.Head :: cell.OutputDims step)
        |> fst

    interface ICell with
        member s.StateDims step = [
            for cell, step in s.Along(step) do
                yield! cell.StateDims step
        ]

        member s.OutputDims step =
            let cell, step = List.last (s.Along(step))
            cell.OutputDims step

        member s.Begin(scope, step) =
            let all = [
                for cell, dims in s.Along step.Dims ->
                    cell.StateDims(dims).Length, cell.Begin(scope, { step with Dims = dims })
            ]

            {
                Kept = None
                Project = id
                Fused = None
                Step =
                    fun x states ->
                        let (y, _), next =
                            ((x, states), all)
                            ||> List.mapFold (fun (x, states) (count, steps) ->
                                let own, rest = states |> List.splitAt count
                                let x = steps.Kept |> Option.fold (*) x
                                let y, next = steps.Step (steps.Project x) own
                                next, (y, rest))
                            |> fun (next, last) -> last, List.concat next

                        y, next
            }

    interface ILayer with
        member s.Build(scope, inputs) = stepOnce s scope inputs

/// Any cell over time.
[<NoComparison; NoEquality>]
type internal RNN = {
    Cell: Layer
    Traversal: Traversal
} with

    /// A cell with the same settings and weights of its own.
    static member private Copy(cell: Layer) : Layer =
        let copy (meaning: ILayer) =
            CatalogueLayer(cell.Kind, cell.Name, meaning, Policy = cell.Policy) :> Layer

        match cell.Meaning with
        | Some(:? StackedRNNCells as stack) ->
            copy {
                StackedRNNCells.Cells = stack.Cells |> List.map RNN.Copy
            }
        | Some meaning -> copy meaning
        | None ->
            refuse
                "Bidirectional"
                "a cell of the catalogue, of which another can be made"
                $"{cell}"
                "give backwardLayer an RNN over another cell"

    interface IRecurrent with
        member r.Traversal = r.Traversal
        member r.With traversal = { r with Traversal = traversal }

        member r.Again traversal = {
            Cell = RNN.Copy r.Cell
            Traversal = traversal
        }

    interface ILayer with
        member r.Build(scope, inputs) =
            traverse scope r.Traversal None (Cells.part "cell" r.Cell) inputs
