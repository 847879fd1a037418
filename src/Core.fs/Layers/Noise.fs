/// Layers that add chance in training and do nothing in inference.
namespace Keratin.LayerTypes

open System
open Keratin

[<AutoOpen>]
module private Chance =
    /// Standard normal numbers in the shape and type of a value.
    let normal (scope: Scope) own mean stddev (x: Symbol) =
        Sym.apply (Op.RandomNormal(x.Dims, mean, stddev, false)) [ scope.Seed own ]
        |> Sym.cast x.DType

    /// True where a uniform number reaches the rate.
    let survives (scope: Scope) own dims (rate: float) =
        let noise = Sym.apply (Op.RandomUniform(dims, 0.0, 1.0)) [ scope.Seed own ]
        Sym.greaterEqual noise (noise.Like rate)

/// SpatialDropout1D, 2D and 3D: whole feature maps are dropped.
type internal SpatialDropout = {
    /// The number in the class's name; not part of the config.
    Rank: int
    Rate: float
    DataFormat: DataFormat
    Seed: Nullable<int>
} with

    interface ILayer with
        member d.Build(scope, inputs) =
            let x = inputs.Head
            ofRank scope (d.Rank + 2) $"batch, channels and {d.Rank} spatial" x

            let channels =
                match d.DataFormat with
                | LastFormat -> x.Rank - 1
                | FirstFormat -> 1

            let drop () =
                let dims =
                    x.Dims
                    |> List.mapi (fun axis dim ->
                        if axis = 0 || axis = channels then dim else size 1)

                let maps =
                    Sym.apply (Op.Dropout d.Rate) [ Sym.fill x.DType dims 1.0; scope.Seed d.Seed ]

                x * maps

            [ (if d.Rate = 0.0 then x else scope.Phase(drop, x)) |> maskOf scope ]

type internal GaussianNoise = {
    Stddev: float
    Seed: Nullable<int>
} with

    interface ILayer with
        member g.Build(scope, inputs) =
            let x = inputs.Head
            let noisy () = x + normal scope g.Seed 0.0 g.Stddev x
            [ (if g.Stddev = 0.0 then x else scope.Phase(noisy, x)) |> maskOf scope ]

type internal GaussianDropout = {
    Rate: float
    Seed: Nullable<int>
} with

    interface ILayer with
        member g.Build(scope, inputs) =
            let x = inputs.Head
            let stddev = sqrt (g.Rate / (1.0 - g.Rate))
            let noisy () = x * normal scope g.Seed 1.0 stddev x
            [ (if g.Rate = 0.0 then x else scope.Phase(noisy, x)) |> maskOf scope ]

/// Dropout that keeps the mean and variance of what selu gives. Klambauer et al., 2017.
type internal AlphaDropout = {
    Rate: float
    NoiseShape: int option list option
    Seed: Nullable<int>
} with

    interface ILayer with
        member d.Build(scope, inputs) =
            let x = inputs.Head

            let drop () =
                let dims =
                    match d.NoiseShape with
                    | None -> x.Dims
                    | Some shape when shape.Length = x.Rank ->
                        (shape, x.Dims)
                        ||> List.map2 (fun n dim -> n |> Option.map size |> Option.defaultValue dim)
                    | Some shape ->
                        scope.Refuse
                            $"a noise shape of {x.Rank} axes, as the input {x} has"
                            $"%A{shape}"
                            "noiseShape: null"

                // selu's limit for very negative values, -alpha · scale
                let dropped = -1.6732632423543772 * 1.0507009873554805
                let kept = 1.0 - d.Rate
                let a = (kept * (1.0 + d.Rate * dropped * dropped)) ** -0.5
                let b = -a * dropped * d.Rate
                let survivors = survives scope d.Seed dims d.Rate
                Sym.where survivors x (x.Like dropped) * a + b

            [ (if d.Rate = 0.0 then x else scope.Phase(drop, x)) |> maskOf scope ]
