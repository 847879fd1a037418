/// How recurrent layers go over time: by a fused kernel, or step by step where there is none for them.
namespace Keratin.LayerTypes

open System
open Keratin

/// A layer that Bidirectional can run both ways.
type internal IRecurrent =
    abstract GoBackwards: bool
    abstract ReturnSequences: bool
    abstract ReturnState: bool
    /// The same layer with time running the other way.
    abstract Reversed: ILayer

/// What the loop over time needs to know of its layer.
[<NoComparison; NoEquality>]
type internal Loop = {
    Units: int
    /// How many states there are: h, or h and c.
    States: int
    ReturnSequences: bool
    ReturnState: bool
    GoBackwards: bool
    Dropout: float
    Seed: Nullable<int>
    ActivityRegularizer: Regularizer option
    /// (x, states, mask): outputs, last states. None where no kernel is made for the layer's settings.
    Fused: (Symbol -> Symbol list -> Symbol option -> Symbol list) option
    /// What of a step does not depend on the one before it, for all steps at once.
    Project: Symbol -> Symbol
    /// (projected step, states): the states after it, h first.
    Step: Symbol -> Symbol list -> Symbol list
}

[<AutoOpen>]
module internal Loops =
    /// The activations that the fused kernels know.
    let private fusable =
        Set [ "tanh"; "sigmoid"; "relu"; "hard_sigmoid"; "linear"; "softsign" ]

    let isFusable (activation: Activation) =
        fusable.Contains activation.Name
        && activation.Equals(Activation.Known[activation.Name]())

    /// In training, a mask that is the same at every step: ones with some of them dropped. None without
    /// dropout.
    let dropMask (scope: Scope) (rate: float) own dims dtype =
        if rate > 0.0 && rate < 1.0 then
            let ones = Sym.fill dtype dims 1.0

            Some(
                scope.Phase((fun () -> Sym.apply (Op.Dropout rate) [ ones; scope.Seed own ]), ones)
            )
        else
            None

    /// h · recurrent, with a mask of its own for each gate where there is recurrent dropout.
    let recurrentProduct (masks: Symbol list) (recurrent: Symbol) (h: Symbol) =
        match masks with
        | [] -> Sym.matmul h recurrent
        | masks ->
            (masks, Sym.split 1 masks.Length recurrent)
            ||> List.map2 (fun mask columns -> Sym.matmul (h * mask) columns)
            |> Sym.concat 1

    /// The masks of recurrent dropout: one for each gate.
    let recurrentMasks (scope: Scope) rate own gates batch units dtype = [
        for _ in 1..gates do
            yield! Option.toList (dropMask scope rate own [ batch; size units ] dtype)
    ]

    let private initialStates (scope: Scope) (loop: Loop) (inputs: Symbol list) =
        let x = inputs.Head

        match scope.Symbols "initial_state" @ inputs.Tail with
        | [] -> List.replicate loop.States (Sym.fill x.DType [ x.Dims[0]; size loop.Units ] 0.0)
        | given when given.Length = loop.States ->
            for state in given do
                match state.Dims with
                | [ _; Size n ] when n = loop.Units -> ()
                | _ ->
                    scope.Refuse
                        $"states of shape (batch, {loop.Units})"
                        $"{state}"
                        "give states of as many units as the layer has"

            given |> List.map (Sym.cast x.DType)
        | given ->
            scope.Refuse
                $"{loop.States} initial states"
                $"{given.Length}"
                "give one symbol for each state"

    /// One step after another; where a step does not count, output and states stay as they were.
    let private unroll (scope: Scope) (loop: Loop) (x: Symbol) states (mask: Symbol option) =
        let steps =
            match x.Dims[1] with
            | Size n when n > 0 -> n
            | _ ->
                scope.Refuse
                    "a known number of steps, as these settings are calculated step by step"
                    $"{x}"
                    "give the input a fixed length, or use activation \"tanh\", recurrentActivation \"sigmoid\" and no recurrentDropout"

        let projected = loop.Project x

        let step (outputs: Symbol list, states: Symbol list) t =
            let next = loop.Step (Sym.pick 1 t projected) states

            match mask with
            | None -> next.Head :: outputs, next
            | Some mask ->
                let counts = mask |> Sym.pick 1 t |> Sym.expandDims -1

                let before =
                    match outputs with
                    | last :: _ -> last
                    | [] -> Sym.zerosLike next.Head

                Sym.where counts next.Head before :: outputs,
                List.map2 (Sym.where counts) next states

        let outputs, states = (([], states), [ 0 .. steps - 1 ]) ||> List.fold step
        Sym.stack 1 (List.rev outputs), outputs.Head, states

    /// The outputs of the layer: the sequence or its last step, and the states if they are wanted.
    let run (scope: Scope) (loop: Loop) (inputs: Symbol list) : Symbol list =
        let x = inputs.Head
        ofRank scope 3 "batch, time, features" x
        let states = initialStates scope loop inputs

        let turn (s: Symbol) =
            if loop.GoBackwards then Sym.reverse [ 1 ] s else s

        let mask =
            scope.Mask 0
            |> Option.map (fun mask ->
                if mask.Rank <> 2 then
                    scope.Refuse "a mask of 2 axes: batch, time" $"{mask}" "reshape the mask"

                turn mask)

        let x = turn x

        let x =
            match
                dropMask scope loop.Dropout loop.Seed [ x.Dims[0]; size 1; x.Dims[2] ] x.DType
            with
            | Some kept -> x * kept
            | None -> x

        let sequence, last, states =
            match loop.Fused with
            | Some fused ->
                let results = fused x states mask
                results.Head, results[1], results[1 .. loop.States]
            | None -> unroll scope loop x states mask

        [
            if loop.ReturnSequences then sequence else last
            if loop.ReturnState then
                yield! states
        ]
        |> List.map (fun y -> y |> activityPenalty scope loop.ActivityRegularizer |> unmasked)
