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
        // an older name
        let name = if name = "binary" then string MultiHotOutput else name

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
    /// Given, or learned from data.
    BinBoundaries: float list option
    /// How many bins are learned.
    NumBins: int option
    Epsilon: float
    OutputMode: CategoryOutput
} with

    /// Outputs are dense.
    member _.Sparse = false

    interface ILayer with
        member d.Build(scope, inputs) =
            let boundaries =
                match d.BinBoundaries with
                | Some boundaries -> boundaries
                | None ->
                    scope.Refuse
                        "boundaries"
                        "none"
                        "layer.Adapt(data) before the layer is called, or binBoundaries: […]"

            let x = inputs.Head |> Sym.cast DType.Float32
            let edges = Sym.floats [| boundaries.Length |] (Array.ofList boundaries)

            let bins =
                Sym.greaterEqual (Sym.expandDims -1 x) edges
                |> Sym.cast DType.Int32
                |> Sym.sum [ x.Rank ] false

            [
                CategoryOutput.encode
                    d.OutputMode
                    (boundaries.Length + 1)
                    scope.Layer.Policy.Compute
                    None
                    bins
                |> unmasked
            ]

    interface ILearning with
        member d.Learn(where, data) =
            match d.NumBins with
            | None ->
                refuse
                    where
                    "a layer that is made with num_bins"
                    "one with bin_boundaries of its own"
                    "numBins: 10"
            | Some bins ->
                let values = NDArray.toFloats data

                match values |> Array.tryFind (Double.IsFinite >> not) with
                | Some value -> refuse where "finite numbers" $"{value}" "clean the data"
                | None when values.Length = 0 -> refuse where "data" "none" "give numbers"
                | None -> {
                    d with
                        BinBoundaries =
                            Some(List.ofArray (Quantiles.boundaries bins d.Epsilon values))
                  }

        member d.Settled =
            match d.BinBoundaries with
            | Some boundaries -> $"the boundaries %A{boundaries}"
            | None -> ""

        member _.Values = []

/// Statistics of arrays on the host.
[<RequireQualifiedAccess>]
module internal Statistics =
    /// The mean and the variance over all axes but the kept ones.
    let alongRest (kept: int list) (data: NDArray) : NDArray * NDArray =
        let strides = Array.scanBack (*) data.Shape 1 |> Array.tail
        let sizes = [| for axis in kept -> data.Shape[axis] |]

        let groupOf i =
            (0, kept)
            ||> List.fold (fun group axis ->
                group * data.Shape[axis] + i / strides[axis] % data.Shape[axis])

        let values = NDArray.toFloats data
        let groups = Array.fold (*) 1 sizes
        let count = float (values.Length / max 1 groups)

        let means (value: int -> float -> float) =
            let sums = Array.zeroCreate<float> groups

            for i in 0 .. values.Length - 1 do
                let group = groupOf i
                sums[group] <- sums[group] + value group values[i]

            sums |> Array.map (fun sum -> sum / count)

        let mean = means (fun _ x -> x)
        let variance = means (fun group x -> (x - mean[group]) * (x - mean[group]))
        NDArray.ofFloats DType.Float32 sizes mean, NDArray.ofFloats DType.Float32 sizes variance

/// Mean and variance that are given; without them they are weights, which data decides.
type internal Normalization = {
    /// The axes that keep statistics of their own, counted as Keras does.
    Axis: int list
    Mean: float list option
    Variance: float list option
    Invert: bool
    /// The mean and the variance of data, as their weights have them.
    Learned: (NDArray * NDArray) option
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

            /// Numbers for the last of the kept axes, in the shape that meets the input.
            let given (what: string) (values: float list) =
                let shapes = [
                    for i in 0 .. kept.Length do
                        let inner = Set.ofList (List.skip i kept)

                        [
                            for a in 0 .. x.Rank - 1 ->
                                if inner.Contains a then x.Dims[a] else size 1
                        ]
                ]

                match shapes |> List.tryFind (fun shape -> product shape = size values.Length) with
                | Some shape ->
                    Sym.floats [| values.Length |] (Array.ofList values)
                    |> Sym.cast x.DType
                    |> Sym.reshape shape
                | None ->
                    scope.Refuse
                        $"one {what}, or as many as the last of the kept axes have places"
                        $"{values.Length}"
                        $"give a {what} for each place of the kept axes"

            let mean, variance =
                match n.Mean, n.Variance with
                | Some mean, Some variance -> given "mean" mean, given "variance" variance
                | _ ->
                    let statistic name initializer =
                        scope.Weight(name, sizes, initializer, trainable = false)
                        |> Sym.reshape spread

                    let first = n.Learned |> Option.map fst
                    let second = n.Learned |> Option.map snd

                    let learned values standard =
                        values |> Option.map ValuesCase |> Option.defaultValue standard

                    let mean = statistic "mean" (learned first Initializer.Zeros)
                    let variance = statistic "variance" (learned second Initializer.Ones)

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

    interface ILearning with
        member n.Learn(where, data) =
            if n.Mean.IsSome then
                refuse
                    where
                    "a layer without mean and variance of its own"
                    "one that was made with them"
                    "leave mean and variance out, or do not call Adapt"

            let rank = data.Shape.Length
            let kept = Normalization.Kept n.Axis rank

            if kept |> List.exists (fun axis -> axis < 1 || axis >= rank) then
                refuse
                    where
                    $"data of the input's shape, in which the axes %A{n.Axis} are not the batch's"
                    $"data of {rank} axes"
                    "reshape the data, or axis: -1"

            let mean, variance = Statistics.alongRest kept data

            {
                n with
                    Learned = Some(mean, variance)
            }

        member _.Settled = ""

        member n.Values =
            match n.Learned with
            | Some(mean, variance) -> [ "mean", mean; "variance", variance ]
            | None -> []

/// Layers of preparation one after another.
type internal Pipeline = {
    Layers: Layer list
} with

    interface IAugmentation with
        member p.Build(scope, inputs) =
            (inputs, p.Layers)
            ||> List.fold (fun inputs layer -> scope.Part("layers", layer, inputs))
