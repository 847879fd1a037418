/// The recurrent layers: SimpleRNN, LSTM and GRU.
namespace Keratin.LayerTypes

open System
open Keratin

type internal SimpleRNN = {
    Units: int
    Activation: Activation
    UseBias: bool
    KernelInitializer: Initializer
    RecurrentInitializer: Initializer
    BiasInitializer: Initializer
    KernelRegularizer: Regularizer option
    RecurrentRegularizer: Regularizer option
    BiasRegularizer: Regularizer option
    ActivityRegularizer: Regularizer option
    KernelConstraint: Constraint option
    RecurrentConstraint: Constraint option
    BiasConstraint: Constraint option
    Dropout: float
    RecurrentDropout: float
    ReturnSequences: bool
    ReturnState: bool
    GoBackwards: bool
    Stateful: bool
    Unroll: bool
    Seed: Nullable<int>
} with

    interface IRecurrent with
        member r.GoBackwards = r.GoBackwards
        member r.ReturnSequences = r.ReturnSequences
        member r.ReturnState = r.ReturnState

        member r.Reversed = {
            r with
                GoBackwards = not r.GoBackwards
        }

    interface ILayer with
        member r.Build(scope, inputs) =
            let x = inputs.Head
            ofRank scope 3 "batch, time, features" x

            let kernel =
                scope.Weight(
                    "kernel",
                    [ x.Dims[2]; size r.Units ],
                    r.KernelInitializer,
                    r.KernelRegularizer,
                    r.KernelConstraint
                )

            let recurrent =
                scope.Weight(
                    "recurrent_kernel",
                    [ size r.Units; size r.Units ],
                    r.RecurrentInitializer,
                    r.RecurrentRegularizer,
                    r.RecurrentConstraint
                )

            let bias =
                if r.UseBias then
                    Some(
                        scope.Weight(
                            "bias",
                            [ size r.Units ],
                            r.BiasInitializer,
                            r.BiasRegularizer,
                            r.BiasConstraint
                        )
                    )
                else
                    None

            let fused (x: Symbol) states mask =
                let recurrence = {
                    Reverse = false
                    HasBias = r.UseBias
                    HasMask = Option.isSome mask
                    Activation = r.Activation.Name
                    RecurrentActivation = ""
                    ResetAfter = false
                }

                Symbol.Apply(
                    Op.Rnn recurrence,
                    [ x ] @ states @ [ kernel; recurrent ] @ Option.toList bias @ Option.toList mask
                )

            let masks =
                recurrentMasks scope r.RecurrentDropout r.Seed 1 x.Dims[0] r.Units x.DType

            let step (projected: Symbol) (states: Symbol list) = [
                projected + recurrentProduct masks recurrent states.Head
                |> activate r.Activation
            ]

            inputs
            |> run scope {
                Units = r.Units
                States = 1
                ReturnSequences = r.ReturnSequences
                ReturnState = r.ReturnState
                GoBackwards = r.GoBackwards
                Dropout = r.Dropout
                Seed = r.Seed
                ActivityRegularizer = r.ActivityRegularizer
                Fused =
                    if isFusable r.Activation && masks.IsEmpty then
                        Some fused
                    else
                        None
                Project = Sym.linear kernel bias
                Step = step
            }

/// Hochreiter and Schmidhuber, 1997. The gates are input, forget, candidate and output.
type internal LSTM = {
    Units: int
    Activation: Activation
    RecurrentActivation: Activation
    UseBias: bool
    KernelInitializer: Initializer
    RecurrentInitializer: Initializer
    BiasInitializer: Initializer
    UnitForgetBias: bool
    KernelRegularizer: Regularizer option
    RecurrentRegularizer: Regularizer option
    BiasRegularizer: Regularizer option
    ActivityRegularizer: Regularizer option
    KernelConstraint: Constraint option
    RecurrentConstraint: Constraint option
    BiasConstraint: Constraint option
    Dropout: float
    RecurrentDropout: float
    Seed: Nullable<int>
    ReturnSequences: bool
    ReturnState: bool
    GoBackwards: bool
    Stateful: bool
    Unroll: bool
} with

    interface IRecurrent with
        member r.GoBackwards = r.GoBackwards
        member r.ReturnSequences = r.ReturnSequences
        member r.ReturnState = r.ReturnState

        member r.Reversed = {
            r with
                GoBackwards = not r.GoBackwards
        }

    interface ILayer with
        member r.Build(scope, inputs) =
            let x = inputs.Head
            ofRank scope 3 "batch, time, features" x
            let gates = size (4 * r.Units)

            let kernel =
                scope.Weight(
                    "kernel",
                    [ x.Dims[2]; gates ],
                    r.KernelInitializer,
                    r.KernelRegularizer,
                    r.KernelConstraint
                )

            let recurrent =
                scope.Weight(
                    "recurrent_kernel",
                    [ size r.Units; gates ],
                    r.RecurrentInitializer,
                    r.RecurrentRegularizer,
                    r.RecurrentConstraint
                )

            let biasInitializer =
                if r.UnitForgetBias then
                    BlocksCase [
                        r.Units, r.BiasInitializer
                        r.Units, Initializer.Ones
                        2 * r.Units, r.BiasInitializer
                    ]
                else
                    r.BiasInitializer

            let bias =
                if r.UseBias then
                    Some(
                        scope.Weight(
                            "bias",
                            [ gates ],
                            biasInitializer,
                            r.BiasRegularizer,
                            r.BiasConstraint
                        )
                    )
                else
                    None

            let fused (x: Symbol) states mask =
                let recurrence = {
                    Reverse = false
                    HasBias = r.UseBias
                    HasMask = Option.isSome mask
                    Activation = r.Activation.Name
                    RecurrentActivation = r.RecurrentActivation.Name
                    ResetAfter = false
                }

                Symbol.Apply(
                    Op.Lstm recurrence,
                    [ x ] @ states @ [ kernel; recurrent ] @ Option.toList bias @ Option.toList mask
                )

            let masks =
                recurrentMasks scope r.RecurrentDropout r.Seed 4 x.Dims[0] r.Units x.DType

            let step (projected: Symbol) (states: Symbol list) =
                let h, c = states[0], states[1]

                match Sym.split 1 4 (projected + recurrentProduct masks recurrent h) with
                | [ input; forget; candidate; output ] ->
                    let gate = activate r.RecurrentActivation
                    let c = gate forget * c + gate input * activate r.Activation candidate
                    [ gate output * activate r.Activation c; c ]
                | _ -> bug scope.Where "four gates"

            let isFused =
                isFusable r.Activation && isFusable r.RecurrentActivation && masks.IsEmpty

            inputs
            |> run scope {
                Units = r.Units
                States = 2
                ReturnSequences = r.ReturnSequences
                ReturnState = r.ReturnState
                GoBackwards = r.GoBackwards
                Dropout = r.Dropout
                Seed = r.Seed
                ActivityRegularizer = r.ActivityRegularizer
                Fused = if isFused then Some fused else None
                Project = Sym.linear kernel bias
                Step = step
            }

/// Cho et al., 2014. The gates are update, reset and candidate.
type internal GRU = {
    Units: int
    Activation: Activation
    RecurrentActivation: Activation
    UseBias: bool
    KernelInitializer: Initializer
    RecurrentInitializer: Initializer
    BiasInitializer: Initializer
    KernelRegularizer: Regularizer option
    RecurrentRegularizer: Regularizer option
    BiasRegularizer: Regularizer option
    ActivityRegularizer: Regularizer option
    KernelConstraint: Constraint option
    RecurrentConstraint: Constraint option
    BiasConstraint: Constraint option
    Dropout: float
    RecurrentDropout: float
    Seed: Nullable<int>
    ReturnSequences: bool
    ReturnState: bool
    GoBackwards: bool
    Stateful: bool
    Unroll: bool
    /// The reset gate is applied after the recurrent product, as cuDNN does.
    ResetAfter: bool
} with

    interface IRecurrent with
        member r.GoBackwards = r.GoBackwards
        member r.ReturnSequences = r.ReturnSequences
        member r.ReturnState = r.ReturnState

        member r.Reversed = {
            r with
                GoBackwards = not r.GoBackwards
        }

    interface ILayer with
        member r.Build(scope, inputs) =
            let x = inputs.Head
            ofRank scope 3 "batch, time, features" x
            let gates = size (3 * r.Units)

            let kernel =
                scope.Weight(
                    "kernel",
                    [ x.Dims[2]; gates ],
                    r.KernelInitializer,
                    r.KernelRegularizer,
                    r.KernelConstraint
                )

            let recurrent =
                scope.Weight(
                    "recurrent_kernel",
                    [ size r.Units; gates ],
                    r.RecurrentInitializer,
                    r.RecurrentRegularizer,
                    r.RecurrentConstraint
                )

            // with reset_after the recurrent product has a bias of its own, the second row
            let bias =
                if r.UseBias then
                    Some(
                        scope.Weight(
                            "bias",
                            (if r.ResetAfter then [ size 2; gates ] else [ gates ]),
                            r.BiasInitializer,
                            r.BiasRegularizer,
                            r.BiasConstraint
                        )
                    )
                else
                    None

            let inputBias, recurrentBias =
                if r.ResetAfter then
                    bias |> Option.map (Sym.pick 0 0), bias |> Option.map (Sym.pick 0 1)
                else
                    bias, None

            let fused (x: Symbol) states mask =
                let recurrence = {
                    Reverse = false
                    HasBias = r.UseBias
                    HasMask = Option.isSome mask
                    Activation = r.Activation.Name
                    RecurrentActivation = r.RecurrentActivation.Name
                    ResetAfter = r.ResetAfter
                }

                Symbol.Apply(
                    Op.Gru recurrence,
                    [ x ] @ states @ [ kernel; recurrent ] @ Option.toList bias @ Option.toList mask
                )

            let masks =
                recurrentMasks scope r.RecurrentDropout r.Seed 3 x.Dims[0] r.Units x.DType

            let gate = activate r.RecurrentActivation
            let units = size r.Units

            /// The state after a step, from the update gate and the candidate.
            let next (h: Symbol) (update: Symbol) (candidate: Symbol) = [
                update * h + (1.0 - update) * activate r.Activation candidate
            ]

            let step (projected: Symbol) (states: Symbol list) =
                let h = states.Head

                match Sym.split 1 3 projected with
                | [ update; reset; candidate ] when r.ResetAfter ->
                    let product = recurrentProduct masks recurrent h

                    let product =
                        match recurrentBias with
                        | Some bias -> product + bias
                        | None -> product

                    match Sym.split 1 3 product with
                    | [ ownUpdate; ownReset; ownCandidate ] ->
                        let reset = gate (reset + ownReset)
                        next h (gate (update + ownUpdate)) (candidate + reset * ownCandidate)
                    | _ -> bug scope.Where "three gates"
                | [ update; reset; candidate ] ->
                    let columns first last =
                        Sym.slice 1 (units.Scale first) (units.Scale last) recurrent

                    let both = recurrentProduct (List.truncate 2 masks) (columns 0 2) h

                    match Sym.split 1 2 both with
                    | [ ownUpdate; ownReset ] ->
                        let reset = gate (reset + ownReset)

                        let product =
                            recurrentProduct
                                (masks |> List.skip (min 2 masks.Length))
                                (columns 2 3)
                                (reset * h)

                        next h (gate (update + ownUpdate)) (candidate + product)
                    | _ -> bug scope.Where "two gates"
                | _ -> bug scope.Where "three gates"

            let isFused =
                isFusable r.Activation && isFusable r.RecurrentActivation && masks.IsEmpty

            inputs
            |> run scope {
                Units = r.Units
                States = 1
                ReturnSequences = r.ReturnSequences
                ReturnState = r.ReturnState
                GoBackwards = r.GoBackwards
                Dropout = r.Dropout
                Seed = r.Seed
                ActivityRegularizer = r.ActivityRegularizer
                Fused = if isFused then Some fused else None
                Project = Sym.linear kernel inputBias
                Step = step
            }
