/// A step that a user writes: what it hands back and what weights become, run on arrays.
namespace Keratin

open System
open System.Collections.Generic
open Keratin.Engine

/// Runs a user's step. What layers change in training (moving statistics) and the random generators
/// belong to it without being named.
[<Sealed>]
type internal CustomStep(fetches: Symbol list, updates: Updates, state: State) =
    let where = "Step"

    let given: StepGraph = {
        Fetches = fetches
        Updates = updates.List
    }

    let nodes = Graph.nodes (StepGraph.roots given)

    let inputs =
        nodes
        |> Array.choose (fun node ->
            match node.Op with
            | Op.Input name -> Some(name, Symbol(node, 0, None, null))
            | _ -> None)
        |> List.ofArray

    /// The weights whose freezing decides what the graph does.
    let weights = Graph.weights (StepGraph.roots given)
    let chosen = HashSet(updates.Pairs |> List.map fst)

    /// What the layers in the graph make of their weights in training, but for those the user changes.
    let layerUpdates =
        CallUpdates.inGraph (StepGraph.roots given)
        |> List.filter (fun (w, _) -> not (chosen.Contains w))
        |> List.map Assign

    let programs = new Programs()

    do
        if fetches.IsEmpty && updates.List.IsEmpty then
            refuse where "a symbol to hand back, or updates" "neither" "new Step([loss], updates)"

        for w, several in updates.Pairs |> List.groupBy fst do
            if several.Length > 1 then
                refuse
                    where
                    "one next value for each weight"
                    $"{several.Length} for {w}"
                    "leave out all but one, or make several steps"

        for name, several in inputs |> List.groupBy fst do
            if several.Length > 1 then
                refuse
                    where
                    "inputs of different names"
                    $"{several.Length} named \"{name}\""
                    "give one of them another name"

    let graph (training: bool) : StepGraph =
        let step =
            {
                given with
                    Updates = given.Updates @ (if training then layerUpdates else [])
            }
            |> StepGraph.rewrite (Passes.choosePhase training)

        {
            step with
                Updates = step.Updates @ Assignment.advance (Graph.weights (StepGraph.roots step))
        }

    /// The names of the inputs, in the order of their making.
    member _.InputNames = inputs |> List.map fst

    /// Runs the step once on one array for each input, in order: the values it hands back.
    member _.Run(arrays: NDArray list, training: bool) : NDArray list =
        if arrays.Length <> inputs.Length then
            refuse
                $"{where}.Run"
                $"""{inputs.Length} arrays: {String.Join(", ", List.map fst inputs)}"""
                $"{arrays.Length}"
                "give one array for each input"

        let data = [
            for (name, input), a in List.zip inputs arrays do
                name,
                DataSet.fit $"{where}.Run" $"input \"{name}\"" input a
                |> NDArray.cast input.DType
        ]

        let sizes = String.Join(";", [ for _, a in data -> String.Join(",", a.Shape) ])

        let frozen =
            String.Join("", [ for w in weights -> if w.Trainable then "t" else "f" ])

        let feeds: Feed list = [
            for name, a in data ->
                {
                    Name = name
                    DType = a.DType
                    Sizes = List.ofArray a.Shape
                }
        ]

        // threads that run one step at the same time take turns
        lock programs (fun () ->
            let program =
                programs.Get(
                    $"{training}|{sizes}|{frozen}",
                    fun () -> Program.Compile(state, graph training, feeds, true)
                )

            for name, a in data do
                program.Feed(state.Device, name, a)

            program.CheckFinite Debugging.CheckNumerics
            program.Run()
            [ for i in 0 .. fetches.Length - 1 -> program.Fetch i ])
