/// The cells of recurrent layers: one step each.
namespace Keratin.LayerTypes

open System
open Keratin

/// The kernels and the bias of a cell: first values, penalties and limits.
type internal CellWeights = {
    UseBias: bool
    KernelInitializer: Initializer
    RecurrentInitializer: Initializer
    BiasInitializer: Initializer
    KernelRegularizer: Regularizer option
    RecurrentRegularizer: Regularizer option
    BiasRegularizer: Regularizer option
    KernelConstraint: Constraint option
    RecurrentConstraint: Constraint option
    BiasConstraint: Constraint option
} with

    member w.Kernel(scope: Scope, dims: Dim list, storage: int list) =
        scope.Weight(
            "kernel",
            dims,
            w.KernelInitializer,
            w.KernelRegularizer,
            w.KernelConstraint,
            storage = storage
        )

    member w.Recurrent(scope: Scope, dims: Dim list, storage: int list) =
        scope.Weight(
            "recurrent_kernel",
            dims,
            w.RecurrentInitializer,
            w.RecurrentRegularizer,
            w.RecurrentConstraint,
            storage = storage
        )

    member w.Bias(scope: Scope, dims: Dim list, initializer: Initializer) =
        if w.UseBias then
            Some(scope.Weight("bias", dims, initializer, w.BiasRegularizer, w.BiasConstraint))
        else
            None

/// What a cell drops in training: the same at every step of a sequence.
type internal CellDropout = {
    Dropout: float
    RecurrentDropout: float
    Seed: Nullable<int>
} with

    member d.OfInput(scope, step: TensorType) =
        dropMask scope d.Dropout d.Seed step.Dims step.DType

    /// The mask of the state of a cell without gates.
    member d.OfState(scope, batch: Dim, units: int, dtype) =
        dropMask scope d.RecurrentDropout d.Seed [ batch; size units ] dtype
        |> Option.toList

    /// As Keras does, a cell with gates drops nothing where it is to drop all.
    member private d.OfGate(scope, rate, dims, dtype) =
        dropMask scope (if rate < 1.0 then rate else 0.0) d.Seed dims dtype

    /// Whether all of the input is to be dropped, and nothing of the state.
    member d.DropsInput = d.Dropout >= 1.0 && d.RecurrentDropout = 0.0

    /// One mask of the input for each gate.
    member d.OfInputs(scope, gates: int, step: TensorType) = [
        for _ in 1..gates do
            yield! Option.toList (d.OfGate(scope, d.Dropout, step.Dims, step.DType))
    ]

    /// One mask of the input for each gate, where states are dropped as well: then one for all is not enough.
    member d.OfGates(scope, gates: int, step: TensorType) =
        if d.RecurrentDropout > 0.0 then
            d.OfInputs(scope, gates, step)
        else
            []

    /// The mask of the input for all gates together.
    member d.OfAllGates(scope, step: TensorType) =
        if d.RecurrentDropout > 0.0 then
            None
        else
            d.OfGate(scope, d.Dropout, step.Dims, step.DType)

    /// One mask of the state for each gate; none without dropout.
    member d.OfStates(scope, gates: int, dims: Dim list, dtype) = [
        for _ in 1..gates do
            yield! Option.toList (d.OfGate(scope, d.RecurrentDropout, dims, dtype))
    ]

[<AutoOpen>]
module internal CellParts =
    /// The activations that the fused kernels know.
    let private fusable =
        Set [ "tanh"; "sigmoid"; "relu"; "hard_sigmoid"; "linear"; "softsign" ]

    let isFusable (activation: Activation) =
        fusable.Contains activation.Name
        && activation.Equals(Activation.Known[activation.Name]())

    /// The features of a step of two axes.
    let featuresOf (scope: Scope) (step: TensorType) =
        match step.Dims with
        | [ _; features ] -> features
        | other ->
            scope.Refuse
                "steps of 2 axes, and so an input of 3: batch, time, features"
                $"steps of shape {showDims other}"
                "reshape the input"

    /// h · recurrent, with a mask of its own for each gate where there is recurrent dropout.
    let recurrentProduct (masks: Symbol list) (recurrent: Symbol) (h: Symbol) =
        match masks with
        | [] -> Sym.matmul h recurrent
        | masks ->
            (masks, Sym.split 1 masks.Length recurrent)
            ||> List.map2 (fun mask columns -> Sym.matmul (h * mask) columns)
            |> Sym.concat -1

    /// x · kernel + bias, of a step or of all steps, with a mask of its own for each gate where there are masks.
    let inputProduct (masks: Symbol list) (kernel: Symbol) (bias: Symbol option) (x: Symbol) =
        match masks with
        | [] -> Sym.linear kernel bias x
        | masks -> bias |> Option.fold (+) (recurrentProduct masks kernel x)

    /// An initializer whose second quarter is one: the bias of the forget gate.
    let forgetBias units unitForgetBias initializer =
        if unitForgetBias then
            BlocksCase [ units, initializer; units, Initializer.Ones; 2 * units, initializer ]
        else
            initializer

    /// The fused kernel's call, for steps without recurrent dropout.
    let fused
        op
        (settings: Recurrence)
        kernel
        recurrent
        (bias: Symbol option)
        (masks: Symbol list)
        =
        let run (x: Symbol) (states: Symbol list) (mask: Symbol option) =
            let settings = {
                settings with
                    HasBias = bias.IsSome
                    HasMask = mask.IsSome
            }

            Symbol.Apply(
                op settings,
                [ x ] @ states @ [ kernel; recurrent ] @ Option.toList bias @ Option.toList mask
            )

        let names = [ settings.Activation; settings.RecurrentActivation ]

        if masks.IsEmpty && List.forall (fun name -> name <> "") names then
            Some run
        else
            None

    /// The gates after a step of an LSTM from input, forget, candidate and output before their activations.
    let lstmStep activation recurrentActivation (gates: Symbol list) (c: Symbol) =
        match gates with
        | [ input; forget; candidate; output ] ->
            let gate = activate recurrentActivation
            let c = gate forget * c + gate input * activate activation candidate
            let h = gate output * activate activation c
            h, [ h; c ]
        | _ -> bug (Place.get ()) "four gates"

    /// What the fused kernels need of two activations; no name where they do not know one.
    let settingsOf
        (activation: Activation)
        (recurrentActivation: Activation)
        resetAfter
        : Recurrence =
        let name (a: Activation) = if isFusable a then a.Name else ""

        {
            Reverse = false
            HasBias = false
            HasMask = false
            Activation = name activation
            RecurrentActivation = name recurrentActivation
            ResetAfter = resetAfter
        }

type internal SimpleRNNCell = {
    Units: int
    Activation: Activation
    Weights: CellWeights
    Chance: CellDropout
} with

    interface ICell with
        member c.StateDims _ = [ [ size c.Units ] ]
        member c.OutputDims _ = [ size c.Units ]

        member c.Begin(scope, step) =
            let features = featuresOf scope step
            let kernel = c.Weights.Kernel(scope, [ features; size c.Units ], [ 0; 1 ])
            let recurrent = c.Weights.Recurrent(scope, [ size c.Units; size c.Units ], [ 0; 1 ])
            let bias = c.Weights.Bias(scope, [ size c.Units ], c.Weights.BiasInitializer)
            let masks = c.Chance.OfState(scope, step.Dims.Head, c.Units, step.DType)
            // the kernel has one activation: any known one stands for the other
            let settings = settingsOf c.Activation Activation.Sigmoid false

            {
                Kept = c.Chance.OfInput(scope, step)
                Project = Sym.linear kernel bias
                Step =
                    fun projected states ->
                        let product = recurrentProduct masks recurrent states.Head
                        let h = projected + product |> activate c.Activation
                        h, [ h ]
                Fused = fused Op.Rnn settings kernel recurrent bias masks
            }

    interface ILayer with
        member c.Build(scope, inputs) = stepOnce c scope inputs

/// Hochreiter and Schmidhuber, 1997. The gates are input, forget, candidate and output.
type internal LSTMCell = {
    Units: int
    Activation: Activation
    RecurrentActivation: Activation
    UnitForgetBias: bool
    Weights: CellWeights
    Chance: CellDropout
} with

    interface ICell with
        member c.StateDims _ = [ [ size c.Units ]; [ size c.Units ] ]
        member c.OutputDims _ = [ size c.Units ]

        member c.Begin(scope, step) =
            let gates = size (4 * c.Units)
            let kernel = c.Weights.Kernel(scope, [ featuresOf scope step; gates ], [ 0; 1 ])
            let recurrent = c.Weights.Recurrent(scope, [ size c.Units; gates ], [ 0; 1 ])

            let bias =
                c.Weights.Bias(
                    scope,
                    [ gates ],
                    forgetBias c.Units c.UnitForgetBias c.Weights.BiasInitializer
                )

            let ofGates = c.Chance.OfGates(scope, 4, step)

            let masks =
                c.Chance.OfStates(scope, 4, [ step.Dims.Head; size c.Units ], step.DType)

            let settings = settingsOf c.Activation c.RecurrentActivation false

            {
                Kept = c.Chance.OfAllGates(scope, step)
                Project = inputProduct ofGates kernel bias
                Step =
                    fun projected states ->
                        let product = recurrentProduct masks recurrent states.Head

                        lstmStep
                            c.Activation
                            c.RecurrentActivation
                            (Sym.split 1 4 (projected + product))
                            states[1]
                Fused = fused Op.Lstm settings kernel recurrent bias masks
            }

    interface ILayer with
        member c.Build(scope, inputs) = stepOnce c scope inputs

/// Cho et al., 2014. The gates are update, reset and candidate.
type internal GRUCell = {
    Units: int
    Activation: Activation
    RecurrentActivation: Activation
    /// The reset gate is applied after the recurrent product, as cuDNN does.
    ResetAfter: bool
    Weights: CellWeights
    Chance: CellDropout
} with

    /// The state after a step, from the update gate and the candidate.
    member private c.Next(h: Symbol, update: Symbol, candidate: Symbol) =
        let h = update * h + (1.0 - update) * activate c.Activation candidate
        h, [ h ]

    member private c.StepAfter
        (recurrent: Symbol, bias: Symbol option, masks: Symbol list, projected: Symbol, h: Symbol)
        =
        let gate = activate c.RecurrentActivation
        let product = recurrentProduct masks recurrent h
        let product = bias |> Option.fold (+) product

        match Sym.split 1 3 projected, Sym.split 1 3 product with
        | [ update; reset; candidate ], [ ownUpdate; ownReset; ownCandidate ] ->
            let reset = gate (reset + ownReset)
            c.Next(h, gate (update + ownUpdate), candidate + reset * ownCandidate)
        | _ -> bug (Place.get ()) "three gates"

    member private c.StepBefore
        (recurrent: Symbol, masks: Symbol list, projected: Symbol, h: Symbol)
        =
        let gate = activate c.RecurrentActivation
        let units = size c.Units

        let columns first last =
            Sym.slice 1 (units.Scale first) (units.Scale last) recurrent

        let both = recurrentProduct (List.truncate 2 masks) (columns 0 2) h

        match Sym.split 1 3 projected, Sym.split 1 2 both with
        | [ update; reset; candidate ], [ ownUpdate; ownReset ] ->
            let kept = masks |> List.skip (min 2 masks.Length)
            let product = recurrentProduct kept (columns 2 3) (gate (reset + ownReset) * h)
            c.Next(h, gate (update + ownUpdate), candidate + product)
        | _ -> bug (Place.get ()) "three gates"

    interface ICell with
        member c.StateDims _ = [ [ size c.Units ] ]
        member c.OutputDims _ = [ size c.Units ]

        member c.Begin(scope, step) =
            let gates = size (3 * c.Units)
            let kernel = c.Weights.Kernel(scope, [ featuresOf scope step; gates ], [ 0; 1 ])
            let recurrent = c.Weights.Recurrent(scope, [ size c.Units; gates ], [ 0; 1 ])

            // with reset_after the recurrent product has a bias of its own, the second row
            let bias =
                c.Weights.Bias(
                    scope,
                    (if c.ResetAfter then [ size 2; gates ] else [ gates ]),
                    c.Weights.BiasInitializer
                )

            let ofInput, ofProduct =
                if c.ResetAfter then
                    bias |> Option.map (Sym.pick 0 0), bias |> Option.map (Sym.pick 0 1)
                else
                    bias, None

            let ofGates = c.Chance.OfGates(scope, 3, step)

            let masks =
                c.Chance.OfStates(scope, 3, [ step.Dims.Head; size c.Units ], step.DType)

            let settings = settingsOf c.Activation c.RecurrentActivation c.ResetAfter

            {
                Kept = c.Chance.OfAllGates(scope, step)
                Project = inputProduct ofGates kernel ofInput
                Step =
                    fun projected states ->
                        if c.ResetAfter then
                            c.StepAfter(recurrent, ofProduct, masks, projected, states.Head)
                        else
                            c.StepBefore(recurrent, masks, projected, states.Head)
                Fused = fused Op.Gru settings kernel recurrent bias masks
            }

    interface ILayer with
        member c.Build(scope, inputs) = stepOnce c scope inputs
