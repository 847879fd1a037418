/// Numbers and categories made ready for a network: normalization by known statistics, bins, codes.
namespace Keratin.LayerTypes

open System
open Keratin

/// What becomes of a category: its number, or a vector with a place for each category.
type internal CategoryOutput =
    | IntOutput
    | OneHotOutput
    | MultiHotOutput
    | CountOutput

    /// Keras's name.
    override o.ToString() =
        match o with
        | IntOutput -> "int"
        | OneHotOutput -> "one_hot"
        | MultiHotOutput -> "multi_hot"
        | CountOutput -> "count"

[<RequireQualifiedAccess>]
module internal CategoryOutput =
    let names = [
        for output in [ IntOutput; OneHotOutput; MultiHotOutput; CountOutput ] ->
            string output, output
    ]

    let parse where (allowed: string list) (name: string) =
        match
            names
            |> List.tryFind (fun (known, _) -> known = name && List.contains known allowed)
        with
        | Some(_, output) -> output
        | None -> refuseWord where "output_mode" name allowed

    /// Numbers of categories, from 0 to depth, in the form asked for; a number outside has no place.
    /// (batch, n) gives (batch, depth) for a sample's categories together, and (…, depth) one by one.
    let encode output depth dtype (weights: Symbol option) (x: Symbol) : Symbol =
        let places (x: Symbol) =
            let x = Sym.cast DType.Int64 x
            Sym.equal (Sym.expandDims -1 x) (Sym.iota (size depth)) |> Sym.cast dtype

        let together = if x.Rank > 1 then 1 else 0

        match output with
        | IntOutput -> x
        | OneHotOutput ->
            match List.rev x.Dims with
            | Size 1 :: _ :: _ -> places (Sym.squeeze [ x.Rank - 1 ] x)
            | _ -> places x
        | MultiHotOutput -> places x |> Sym.maxAlong [ together ] false
        | CountOutput ->
            match weights with
            | Some weights -> places x * Sym.expandDims -1 (Sym.cast dtype weights)
            | None -> places x
            |> Sym.sum [ together ] false

type internal CategoryEncoding = {
    NumTokens: int
    OutputMode: CategoryOutput
} with

    /// Outputs are dense.
    member _.Sparse = false

    interface ILayer with
        member c.Build(scope, inputs) =
            let weights = scope.Symbols "count_weights" |> List.tryHead

            if weights.IsSome && c.OutputMode <> CountOutput then
                scope.Refuse
                    "count_weights with output_mode = \"count\" alone"
                    "count_weights with another output_mode"
                    "outputMode: \"count\""

            [
                CategoryOutput.encode
                    c.OutputMode
                    c.NumTokens
                    scope.Layer.Policy.Compute
                    weights
                    inputs.Head
                |> unmasked
            ]

/// Numbers by the bin they fall into; a number on a boundary belongs to the bin above.
type internal Discretization = {
    BinBoundaries: float list
    OutputMode: CategoryOutput
} with

    /// Outputs are dense.
    member _.Sparse = false

    interface ILayer with
        member d.Build(scope, inputs) =
            let x = inputs.Head |> Sym.cast DType.Float32
            let edges = Sym.floats [| d.BinBoundaries.Length |] (Array.ofList d.BinBoundaries)

            let bins =
                Sym.greaterEqual (Sym.expandDims -1 x) edges
                |> Sym.cast DType.Int32
                |> Sym.sum [ x.Rank ] false

            [
                CategoryOutput.encode
                    d.OutputMode
                    (d.BinBoundaries.Length + 1)
                    scope.Layer.Policy.Compute
                    None
                    bins
                |> unmasked
            ]

/// Mean and variance that are given; without them they are weights, which data decides.
type internal Normalization = {
    /// The axes that keep statistics of their own, counted as Keras does.
    Axis: int list
    Mean: float list option
    Variance: float list option
    Invert: bool
} with

    static member Epsilon = 1e-7

    /// The axes of an input that are kept, counted from the start.
    static member Kept (axis: int list) rank =
        axis |> List.map (fun a -> if a < 0 then a + rank else a) |> List.sort

    interface ILayer with
        member n.Build(scope, inputs) =
            let x = inputs.Head |> Sym.cast scope.Layer.Policy.Compute
            let kept = Normalization.Kept n.Axis x.Rank

            if kept |> List.exists (fun a -> a < 0 || a >= x.Rank) then
                scope.Refuse
                    $"axes from {-x.Rank} to {x.Rank - 1}, as {x} has {x.Rank}"
                    $"axis = %A{n.Axis}"
                    "axis: -1"

            if List.contains 0 kept then
                scope.Refuse "axes other than the batch" $"axis = %A{n.Axis}" "axis: -1"

            let sizes = kept |> List.map (fun a -> size (known scope "features" x.Dims[a]))

            let spread = [
                for a in 0 .. x.Rank - 1 -> if List.contains a kept then x.Dims[a] else size 1
            ]

            let given (what: string) (values: float list) =
                let count =
                    (1, sizes)
                    ||> List.fold (fun n d ->
                        match d with
                        | Size m -> n * m
                        | Symbolic -> n)

                match values with
                | [ one ] -> Sym.fill x.DType spread one
                | several when several.Length = count ->
                    Sym.floats [| count |] (Array.ofList several)
                    |> Sym.cast x.DType
                    |> Sym.reshape spread
                | several ->
                    scope.Refuse
                        $"one {what}, or {count} of them"
                        $"{several.Length}"
                        $"give a {what} for each place of the kept axes"

            let mean, variance =
                match n.Mean, n.Variance with
                | Some mean, Some variance -> given "mean" mean, given "variance" variance
                | _ ->
                    let statistic name initializer =
                        scope.Weight(name, sizes, initializer, trainable = false)
                        |> Sym.reshape spread

                    let mean = statistic "mean" Initializer.Zeros
                    let variance = statistic "variance" Initializer.Ones

                    scope.Weight(
                        "count",
                        [],
                        Initializer.Zeros,
                        trainable = false,
                        dtype = DType.Int32
                    )
                    |> ignore

                    mean, variance

            let deviation =
                Sym.maximum (Sym.sqrt variance) (variance.Like Normalization.Epsilon)

            [
                (if n.Invert then
                     mean + x * deviation
                 else
                     (x - mean) / deviation)
                |> maskOf scope
            ]

/// Layers of preparation one after another.
type internal Pipeline = {
    Layers: Layer list
} with

    interface ILayer with
        member p.Build(scope, inputs) =
            (inputs, p.Layers)
            ||> List.fold (fun inputs layer -> scope.Part("layers", layer, inputs))
