/// Core layers: what does not belong to a family of its own.
namespace Keratin.LayerTypes

open System
open Keratin

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
            let x = if x.Rank > 2 then channelsLast f.DataFormat x else x
            [ x |> Sym.reshape [ x.Dims.Head; product x.Dims.Tail ] |> unmasked ]

type internal Reshape = {
    /// The output's shape without the batch axis; one size may be -1.
    TargetShape: int list
} with

    interface ILayer with
        member r.Build(scope, inputs) =
            let x = inputs.Head
            let count = product x.Dims.Tail

            let given = (1, r.TargetShape |> List.filter (fun n -> n <> -1)) ||> List.fold (*)

            match count with
            | Size n when List.contains -1 r.TargetShape && (given = 0 || n % given <> 0) ->
                scope.Refuse
                    $"sizes whose product divides {n}, the elements of {x}"
                    $"%A{r.TargetShape}"
                    "change the target shape"
            | Size n when not (List.contains -1 r.TargetShape) && given <> n ->
                scope.Refuse
                    $"sizes whose product is {n}, the elements of {x}"
                    $"%A{r.TargetShape}: {given}"
                    "change the target shape, or write -1 for the size that follows from the others"
            | _ -> ()

            let dims = [ for n in r.TargetShape -> if n = -1 then count / given else size n ]

            [ x |> Sym.reshape (x.Dims.Head :: dims) |> unmasked ]

type internal Permute = {
    /// The input's axes in the order of the output; counted from one, without the batch axis.
    Dims: int list
} with

    interface ILayer with
        member p.Build(scope, inputs) =
            let x = inputs.Head
            ofRank scope (p.Dims.Length + 1) $"batch and the {p.Dims.Length} of dims" x
            [ x |> Sym.transpose (0 :: p.Dims) |> unmasked ]

type internal RepeatVector = {
    N: int
} with

    interface ILayer with
        member r.Build(scope, inputs) =
            let x = inputs.Head
            ofRank scope 2 "batch, features" x

            [ x |> Sym.expandDims 1 |> Sym.broadcastTo [ x.Dims[0]; size r.N; x.Dims[1] ] ]

type internal Masking = {
    MaskValue: float
} with

    interface ILayer with
        member m.Build(scope, inputs) =
            let x = inputs.Head
            atLeastRank scope 2 "batch, …, features" x
            let counts = Sym.notEqual x (x.Like m.MaskValue) |> Sym.any [ -1 ] true
            [ (x * Sym.cast x.DType counts).WithMask(Some(Sym.squeeze [ -1 ] counts)) ]

[<NoComparison; NoEquality>]
type internal Lambda = {
    Function: Func<Symbol, Symbol>
} with

    interface ILayer with
        member l.Build(_, inputs) = [ l.Function.Invoke inputs.Head |> unmasked ]

/// Has no settings.
type internal Identity() =
    interface ILayer with
        member _.Build(scope, inputs) =
            inputs |> List.mapi (fun i x -> x.WithMask(scope.Mask i))

type internal ActivityRegularization = {
    L1: float
    L2: float
} with

    interface ILayer with
        member a.Build(scope, inputs) =
            let penalty = Some(Regularizer.L1L2(a.L1, a.L2))
            [ inputs.Head |> activityPenalty scope penalty |> maskOf scope ]

type internal Rescaling = {
    /// One number, or one for each channel.
    Scale: float list
    Offset: float list
} with

    interface ILayer with
        member r.Build(scope, inputs) =
            let x = inputs.Head |> Sym.cast scope.Layer.Policy.Compute

            let factor (values: float list) =
                match values with
                | [ one ] -> x.Like one
                | several ->
                    Sym.floats [| several.Length |] (Array.ofList several) |> Sym.cast x.DType

            [ x * factor r.Scale + factor r.Offset |> maskOf scope ]
