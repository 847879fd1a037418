/// How recurrent layers go over time: a cell says what happens at a step, and this what becomes of it.
namespace Keratin

open System.Collections.Generic

/// A layer that RNN can run over time. It is called with the input of a step and the states, and answers
/// the step's output and the states after it.
type IRecurrentCell =
    /// The sizes of the states, the batch axis aside; above 0.
    abstract StateSizes: IReadOnlyList<int>
    /// The size of the output's last axis; above 0.
    abstract OutputSize: int

namespace Keratin.LayerTypes

open Keratin

/// A cell that has its weights: what runs at every step.
[<NoComparison; NoEquality>]
type internal Steps = {
    /// In training, how much of a step's input is kept: the same at every step.
    Kept: Symbol option
    /// What of a step does not depend on the one before it; also of all steps at once, time first.
    Project: Symbol -> Symbol
    /// (projected step, states): the output and the states after it.
    Step: Symbol -> Symbol list -> Symbol * Symbol list
    /// (inputs of all steps, states, mask): the outputs, then the last states, by a kernel made for it.
    Fused: (Symbol -> Symbol list -> Symbol option -> Symbol list) option
}

/// One step of a recurrent layer.
type internal ICell =
    /// The shapes of the states for steps of this shape, the batch axis aside.
    abstract StateDims: step: Dim list -> Dim list list
    /// The shape of the output, the batch axis aside.
    abstract OutputDims: step: Dim list -> Dim list
    /// Makes the weights, for steps of this type.
    abstract Begin: scope: Scope * step: TensorType -> Steps

/// How a layer goes over its sequence.
type internal Traversal = {
    ReturnSequences: bool
    ReturnState: bool
    GoBackwards: bool
    Stateful: bool
    Unroll: bool
    /// At steps that do not count the output is zero, and not that of the step before.
    ZeroOutputForMask: bool
}

/// A layer that Bidirectional can run both ways.
type internal IRecurrent =
    abstract Traversal: Traversal
    /// The same layer, going otherwise.
    abstract With: Traversal -> ILayer
    /// A layer like this one, with weights of its own, going otherwise.
    abstract Again: Traversal -> ILayer

[<AutoOpen>]
module internal Recurrences =
    /// In training, ones with some of them dropped. None without dropout.
    let dropMask (scope: Scope) (rate: float) own dims dtype =
        if rate > 0.0 then
            let ones = Sym.fill dtype dims 1.0

            let kept () =
                if rate < 1.0 then
                    Sym.apply (Op.Dropout rate) [ ones; scope.Seed own ]
                else
                    Sym.zerosLike ones

            Some(scope.Phase(kept, ones))
        else
            None

    let private keep (kept: Symbol option) (x: Symbol) =
        match kept with
        | Some kept -> x * kept
        | None -> x

    /// A cell called as a layer: (input, states) to (output, states).
    let stepOnce (cell: ICell) (scope: Scope) (inputs: Symbol list) : Symbol list =
        let x, states = inputs.Head, scope.Symbols "states" @ inputs.Tail
        let wanted = cell.StateDims x.Dims

        if states.Length <> wanted.Length then
            scope.Refuse
                $"{wanted.Length} states after the input"
                $"{states.Length}"
                "call the cell with the input and all of its states, or put it into RNN"

        let steps = cell.Begin(scope, x.Type)
        let output, states = steps.Step (steps.Project(keep steps.Kept x)) states
        output :: states |> List.map unmasked

    /// A loop within a layer, over the first axis. Penalties that a step adds are summed, and what a step
    /// makes of weights, the next step finds.
    let overTime (scope: Scope) states sequences step : Scan.Outcome =
        let outcome, (updated: Weight list, penalties) =
            Scan.runWith false states sequences (fun own parts ->
                let (next, outputs), losses, updates =
                    scope.Additions.Apart(fun () -> step own parts)

                let late = [
                    for weight, changes in updates |> List.groupBy fst ->
                        weight,
                        fun (before: Symbol) ->
                            (before, changes) ||> List.fold (fun value (_, next) -> next value)
                ]

                next,
                outputs @ losses,
                late |> List.map (fun (weight, next) -> Sym.weight weight, next),
                (late |> List.map fst, losses.Length))

        let states, last = outcome.States |> List.splitAt (List.length states)

        let outputs, losses =
            outcome.Outputs |> List.splitAt (outcome.Outputs.Length - penalties)

        for loss in losses do
            scope.Additions.AddLoss(Sym.sumAll loss)

        for weight, value in List.zip updated last do
            scope.Additions.AddUpdate(
                weight,
                fun before -> Scan.substitute (Sym.weight weight) before value
            )

        { States = states; Outputs = outputs }

    /// (batch, time, …) to (time, batch, …) and back.
    let timeFirst (x: Symbol) =
        Sym.transpose ([ 1; 0 ] @ [ 2 .. x.Rank - 1 ]) x

    /// The states to begin with: given ones, those the batch before left, or zeros.
    let private initialStates
        (scope: Scope)
        (t: Traversal)
        (dims: Dim list list)
        (inputs: Symbol list)
        =
        let x = inputs.Head
        let whole = dims |> List.map (fun state -> x.Dims.Head :: state)

        let carried =
            if t.Stateful then
                [
                    for i, state in List.indexed whole ->
                        scope.Carried(
                            $"state_{i}",
                            state
                            |> List.map (known scope "samples in a batch, as the layer is stateful"),
                            x.DType
                        )
                ]
            else
                []

        let states =
            match scope.Symbols "initial_state" @ inputs.Tail, carried with
            | [], [] -> whole |> List.map (fun state -> Sym.fill x.DType state 0.0)
            | [], carried -> carried |> List.map Sym.weight
            | given, _ ->
                if given.Length <> whole.Length then
                    scope.Refuse
                        $"{whole.Length} initial states"
                        $"{given.Length}"
                        "give one symbol for each state"

                for state, wanted in List.zip given whole do
                    if not (Infer.sameShape state.Dims wanted) then
                        scope.Refuse
                            $"an initial state of shape {showDims wanted}"
                            $"{state}"
                            "give states of the sizes the layer has"

                given |> List.map (Sym.cast x.DType)

        states, carried

    /// Where a step counts, as a factor for values of so many axes.
    let private countsFor rank (mask: Symbol) =
        (mask, [ mask.Rank .. rank - 1 ]) ||> List.fold (fun m _ -> Sym.expandDims -1 m)

    /// Step by step: all outputs, the last one, and the last states.
    let private stepwise scope (t: Traversal) (steps: Steps) output (x: Symbol) states mask =
        let projected = steps.Project(timeFirst x |> keep steps.Kept)
        // the last output is carried, where the sequence is not wanted or steps do not count
        let before = Sym.fill x.DType (x.Dims.Head :: output) 0.0
        let count = List.length states

        let step (own: Symbol list) (parts: Symbol list) =
            let old, before = List.take count own, List.last own
            let y, next = steps.Step parts.Head old

            match parts.Tail with
            | [] -> next @ [ y ], [ y ]
            | mask :: _ ->
                let choose (fresh: Symbol) old =
                    Sym.where (countsFor fresh.Rank mask) fresh old

                let y = choose y (if t.ZeroOutputForMask then Sym.zerosLike y else before)
                List.map2 choose next old @ [ y ], [ y ]

        let sequences = projected :: (mask |> Option.map timeFirst |> Option.toList)
        let outcome = overTime scope (states @ [ before ]) sequences step
        let last = List.last outcome.States
        timeFirst outcome.Outputs.Head, last, List.truncate count outcome.States

    let private atOnce (t: Traversal) (steps: Steps) fused (x: Symbol) (states: Symbol list) mask =
        let x = x |> keep (steps.Kept |> Option.map (Sym.expandDims 1))
        let results: Symbol list = fused x states mask
        let last = results[1 .. states.Length]

        match mask with
        | Some mask when t.ZeroOutputForMask ->
            let y = results.Head * Sym.cast x.DType (Sym.expandDims -1 mask)
            y, Sym.pick 1 -1 y, last
        | _ -> results.Head, last.Head, last

    /// The outputs of a recurrent layer: the sequence or its last step, and the states if they are wanted.
    let traverse
        (scope: Scope)
        (t: Traversal)
        (regularizer: Regularizer option)
        (cell: ICell)
        (inputs: Symbol list)
        : Symbol list =
        let x = inputs.Head
        atLeastRank scope 3 "batch, time, features" x

        let step = {
            x.Type with
                Dims = x.Dims.Head :: x.Dims[2..]
        }

        let steps = cell.Begin(scope, step)
        let states, carried = initialStates scope t (cell.StateDims step.Dims) inputs

        let turn (s: Symbol) =
            if t.GoBackwards then Sym.reverse [ 1 ] s else s

        let mask =
            scope.Mask 0
            |> Option.map (fun mask ->
                if mask.Rank <> 2 then
                    scope.Refuse "a mask of 2 axes: batch, time" $"{mask}" "reshape the mask"

                turn mask)

        let sequence, last, states =
            match steps.Fused with
            | Some fused -> atOnce t steps fused (turn x) states mask
            | None -> stepwise scope t steps (cell.OutputDims step.Dims) (turn x) states mask

        for weight, state in List.zip carried (List.truncate carried.Length states) do
            scope.Additions.AddUpdate(
                weight,
                fun _ -> Sym.cast weight.DType (Sym.stopGradient state)
            )

        [
            if t.ReturnSequences then sequence else last
            if t.ReturnState then
                yield! states
        ]
        |> List.map (activityPenalty scope regularizer >> unmasked)
