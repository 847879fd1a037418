/// Core layers: what does not belong to a family of its own.
namespace Keratin.LayerTypes

open System
open Keratin

[<AutoOpen>]
module internal Checks =
    let positive where parameter value =
        if value <= 0 then
            refuse where $"{parameter} > 0" $"{parameter} = {value}" $"{parameter}: 32"

    let rate where parameter (value: float) =
        if not (value >= 0.0 && value <= 1.0) then
            refuse where $"{parameter} from 0 to 1" $"{parameter} = {value}" $"{parameter}: 0.5"

    /// The penalty of a layer's output, per sample.
    let activityPenalty (scope: Scope) (regularizer: Regularizer option) (y: Symbol) =
        match regularizer with
        | Some regularizer ->
            let batch =
                Sym.onesLike (Sym.reshape [ y.Dims.Head; product y.Dims.Tail ] y |> Sym.pick 1 0)
                |> Sym.sumAll

            scope.AddLoss(Penalties.penalty regularizer y / batch)
            y
        | None -> y

    /// The output counts where the input did.
    let maskOf (scope: Scope) (y: Symbol) = y.WithMask(scope.Mask 0)

type internal Dense = {
    Units: int
    Activation: Activation
    UseBias: bool
    KernelInitializer: Initializer
    BiasInitializer: Initializer
    KernelRegularizer: Regularizer option
    BiasRegularizer: Regularizer option
    ActivityRegularizer: Regularizer option
    KernelConstraint: Constraint option
    BiasConstraint: Constraint option
} with

    interface ILayer with
        member d.Build(scope, inputs) =
            let x = inputs.Head

            if x.Rank < 2 then
                scope.Refuse
                    "at least 2 axes: batch, …, features"
                    $"{x}"
                    "reshape the input, or Flatten"

            let kernel =
                scope.Weight(
                    "kernel",
                    [ List.last x.Dims; size d.Units ],
                    d.KernelInitializer,
                    d.KernelRegularizer,
                    d.KernelConstraint
                )

            let bias =
                if d.UseBias then
                    Some(
                        scope.Weight(
                            "bias",
                            [ size d.Units ],
                            d.BiasInitializer,
                            d.BiasRegularizer,
                            d.BiasConstraint
                        )
                    )
                else
                    None

            [
                x
                |> Sym.linear kernel bias
                |> activate d.Activation
                |> activityPenalty scope d.ActivityRegularizer
                |> maskOf scope
            ]

type internal ActivationLayer = {
    Activation: Activation
} with

    interface ILayer with
        member a.Build(scope, inputs) = [ inputs.Head |> activate a.Activation |> maskOf scope ]

type internal Dropout = {
    Rate: float
    NoiseShape: int option list option
    Seed: Nullable<int>
} with

    interface ILayer with
        member d.Build(scope, inputs) =
            let x = inputs.Head

            let drop () =
                match d.NoiseShape with
                | None -> Sym.apply (Op.Dropout d.Rate) [ x; scope.Seed d.Seed ]
                | Some shape ->
                    if shape.Length <> x.Rank then
                        scope.Refuse
                            $"a noise shape of {x.Rank} axes, as the input {x} has"
                            $"%A{shape}"
                            "noiseShape: null"

                    let dims =
                        (shape, x.Dims)
                        ||> List.map2 (fun n dim -> n |> Option.map size |> Option.defaultValue dim)

                    if d.Rate >= 1.0 then
                        Sym.zerosLike x
                    else
                        let noise =
                            Sym.apply (Op.RandomUniform(dims, 0.0, 1.0)) [ scope.Seed d.Seed ]

                        let kept = Sym.greaterEqual noise (noise.Like d.Rate) |> Sym.cast x.DType
                        x * (kept / (1.0 - d.Rate))

            [ (if d.Rate = 0.0 then x else scope.Phase(drop, x)) |> maskOf scope ]

type internal Flatten = {
    DataFormat: DataFormat
} with

    interface ILayer with
        member f.Build(_, inputs) =
            let x = inputs.Head

            let x =
                match f.DataFormat with
                | FirstFormat when x.Rank > 2 ->
                    x |> Sym.transpose ([ 0 ] @ [ 2 .. x.Rank - 1 ] @ [ 1 ])
                | _ -> x

            [ x |> Sym.reshape [ x.Dims.Head; product x.Dims.Tail ] ]
