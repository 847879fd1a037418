/// Pooling: windows and whole axes become their greatest value or their mean.
namespace Keratin.LayerTypes

open Keratin

[<AutoOpen>]
module internal Pools =
    let poolWindow padding poolSize strides : PoolWindow = {
        Size = poolSize
        Window = windowOf padding poolSize strides (poolSize |> List.map (fun _ -> 1))
    }

    /// Applies an operation to windows of the spatial axes, whatever the format.
    let pool (scope: Scope) rank format (window: PoolWindow) op (x: Symbol) =
        ofRank scope (rank + 2) $"batch, channels and {rank} spatial" x
        let y = Symbol.Apply(op window, [ channelsLast format x ])
        [ y.Head |> inFormat format |> unmasked ]

    /// Each axis cut into so many bins, which may overlap, and each bin reduced to one cell.
    let intoBins (length: Dim -> int) (outputSize: int list) axes kind (x: Symbol) =
        (x, List.zip axes outputSize)
        ||> List.fold (fun x (axis, bins) ->
            let n = length x.Dims[axis]

            Sym.concat axis [
                for i in 0 .. bins - 1 do
                    let first, last = i * n / bins, ((i + 1) * n + bins - 1) / bins
                    x |> Sym.slice axis (size first) (size last) |> Sym.reduce kind [ axis ] true
            ])

    /// The spatial axes of a value of known rank.
    let spatial (scope: Scope) rank format (x: Symbol) =
        ofRank scope (rank + 2) $"batch, channels and {rank} spatial" x
        let first = firstSpatial format
        [ first .. first + rank - 1 ]

/// MaxPooling1D, 2D and 3D.
type internal MaxPooling = {
    /// The number in the class's name; not part of the config.
    Rank: int
    PoolSize: int list
    Strides: int list
    Padding: Padding
    DataFormat: DataFormat
} with

    interface ILayer with
        member p.Build(scope, inputs) =
            let window = poolWindow p.Padding p.PoolSize p.Strides
            pool scope p.Rank p.DataFormat window Op.MaxPool inputs.Head

/// AveragePooling1D, 2D and 3D: the mean of the cells that are there.
type internal AveragePooling = {
    /// The number in the class's name; not part of the config.
    Rank: int
    PoolSize: int list
    Strides: int list
    Padding: Padding
    DataFormat: DataFormat
} with

    interface ILayer with
        member p.Build(scope, inputs) =
            let window = poolWindow p.Padding p.PoolSize p.Strides
            pool scope p.Rank p.DataFormat window Op.AveragePool inputs.Head

/// GlobalMaxPooling1D, 2D and 3D.
type internal GlobalMaxPooling = {
    /// The number in the class's name; not part of the config.
    Rank: int
    DataFormat: DataFormat
    Keepdims: bool
} with

    interface ILayer with
        member p.Build(scope, inputs) =
            let x = inputs.Head

            [
                x |> Sym.maxAlong (spatial scope p.Rank p.DataFormat x) p.Keepdims |> unmasked
            ]

/// GlobalAveragePooling1D, 2D and 3D. Of one dimension, it leaves out the steps that do not count.
type internal GlobalAveragePooling = {
    /// The number in the class's name; not part of the config.
    Rank: int
    DataFormat: DataFormat
    Keepdims: bool
} with

    interface ILayer with
        member p.Build(scope, inputs) =
            let x = inputs.Head
            let axes = spatial scope p.Rank p.DataFormat x

            match scope.Mask 0 with
            | Some mask when p.Rank = 1 ->
                let channels = if axes.Head = 1 then 2 else 1
                let counts = mask |> Sym.cast DType.Bool |> Sym.expandDims channels
                let sum = Sym.where counts x (Sym.zerosLike x) |> Sym.sum axes p.Keepdims
                [ sum / Sym.sum axes p.Keepdims (Sym.cast x.DType counts) ]
            | _ -> [ x |> Sym.mean axes p.Keepdims |> unmasked ]

/// AdaptiveAveragePooling1D, 2D and 3D: as many cells as wanted, each the mean of its bin.
type internal AdaptiveAveragePooling = {
    /// The number in the class's name; not part of the config.
    Rank: int
    OutputSize: int list
    DataFormat: DataFormat
} with

    interface ILayer with
        member p.Build(scope, inputs) =
            let x = inputs.Head
            let axes = spatial scope p.Rank p.DataFormat x

            [
                x
                |> intoBins (known scope "steps") p.OutputSize axes Aggregation.Mean
                |> unmasked
            ]

/// AdaptiveMaxPooling1D, 2D and 3D: as many cells as wanted, each the greatest value of its bin.
type internal AdaptiveMaxPooling = {
    /// The number in the class's name; not part of the config.
    Rank: int
    OutputSize: int list
    DataFormat: DataFormat
} with

    interface ILayer with
        member p.Build(scope, inputs) =
            let x = inputs.Head
            let axes = spatial scope p.Rank p.DataFormat x

            [
                x
                |> intoBins (known scope "steps") p.OutputSize axes Aggregation.Max
                |> unmasked
            ]
