/// Activations that are layers of their own: with weights, masks or settings.
namespace Keratin.LayerTypes

open System
open Keratin

type internal ReLU = {
    MaxValue: Nullable<float>
    NegativeSlope: float
    Threshold: float
} with

    interface ILayer with
        member r.Build(scope, inputs) =
            let relu = Activation.Relu(r.NegativeSlope, r.MaxValue, r.Threshold)
            [ inputs.Head |> activate relu |> maskOf scope ]

type internal LeakyReLU = {
    NegativeSlope: float
} with

    interface ILayer with
        member l.Build(scope, inputs) = [
            inputs.Head |> activate (Activation.LeakyRelu l.NegativeSlope) |> maskOf scope
        ]

type internal ELU = {
    Alpha: float
} with

    interface ILayer with
        member e.Build(scope, inputs) = [
            inputs.Head |> activate (Activation.Elu e.Alpha) |> maskOf scope
        ]

type internal PReLU = {
    AlphaInitializer: Initializer
    AlphaRegularizer: Regularizer option
    AlphaConstraint: Constraint option
    SharedAxes: int list option
} with

    interface ILayer with
        member p.Build(scope, inputs) =
            let x = inputs.Head
            let shared = p.SharedAxes |> Option.defaultValue []

            for axis in shared do
                if axis < 1 || axis >= x.Rank then
                    scope.Refuse
                        $"shared axes from 1 to {x.Rank - 1}, as {x} has"
                        $"axis {axis}"
                        "sharedAxes: 1"

            let shape = [
                for axis in 1 .. x.Rank - 1 ->
                    if List.contains axis shared then size 1 else x.Dims[axis]
            ]

            let alpha =
                scope.Weight(
                    "alpha",
                    shape,
                    p.AlphaInitializer,
                    p.AlphaRegularizer,
                    p.AlphaConstraint
                )

            [ Sym.relu x - alpha * Sym.relu -x |> maskOf scope ]

type internal Softmax = {
    Axis: int list
} with

    interface ILayer with
        member s.Build(scope, inputs) =
            let x = inputs.Head
            let axes = Sym.axesOf x s.Axis

            let softmax (x: Symbol) =
                match axes with
                | [ one ] -> Sym.softmax one x
                | several -> Sym.exp (x - Sym.reduce Aggregation.LogSumExp several true x)

            match scope.Mask 0 with
            | None -> [ softmax x ]
            | Some mask ->
                let missing = x.Rank - mask.Rank

                let meets (own: Dim, other: Dim) = own = size 1 || own = other

                if
                    missing < 0
                    || not (List.zip mask.Dims (List.skip missing x.Dims) |> List.forall meets)
                then
                    scope.Refuse
                        $"a mask that broadcasts to the input {x}"
                        $"{mask}"
                        "give the mask of the values themselves, or stop the mask before this layer"

                let lowest = if x.DType = DType.Float16 then -3e4 else -1e9
                let counts = Sym.cast DType.Bool mask |> Sym.cast x.DType
                [ (softmax (x + (1.0 - counts) * lowest) * counts).WithMask(Some mask) ]
