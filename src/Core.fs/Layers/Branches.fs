/// What a branch beside a shortcut goes through: a scale for each channel, and the chance to be left out.
namespace Keratin.LayerTypes

open System
open Keratin

type internal LayerScale = {
    InitValues: float
    ProjectionDim: int
} with

    interface ILayer with
        member s.Build(scope, inputs) =
            let x = inputs.Head

            match List.last x.Dims with
            | Size n when n <> s.ProjectionDim && n <> 1 ->
                scope.Refuse
                    $"{s.ProjectionDim} channels, as projection_dim says"
                    $"{x}"
                    $"projectionDim: {n}"
            | _ -> ()

            let gamma =
                scope.Weight("gamma", [ size s.ProjectionDim ], Initializer.Constant s.InitValues)

            [ x * gamma |> unmasked ]

type internal StochasticDepth = {
    DropPathRate: float
} with

    interface ILayer with
        member d.Build(scope, inputs) =
            let x = inputs.Head
            let kept = 1.0 - d.DropPathRate

            let drop () =
                let dims = x.Dims.Head :: [ for _ in x.Dims.Tail -> size 1 ]

                let chance = Sym.apply (Op.RandomUniform(dims, 0.0, 1.0)) [ scope.Seed(Nullable()) ]

                x / kept * Sym.cast x.DType (Sym.floor (chance + kept))

            [ scope.Phase(drop, x) |> unmasked ]
