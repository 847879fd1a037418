/// Layers that add, cut and repeat cells of the spatial axes.
namespace Keratin.LayerTypes

open Keratin

[<AutoOpen>]
module internal SpatialMargins =
    /// The margins of this many axes; for one axis, two numbers are its two sides.
    let marginsOf where parameter rank (margins: Margins) =
        let pairs =
            match rank with
            | 1 ->
                match margins.For(where, parameter, 2) with
                | [ before, _; _, after ] -> [ before, after ]
                | _ -> bug where "two margins"
            | rank -> margins.For(where, parameter, rank)

        for before, after in pairs do
            if before < 0 || after < 0 then
                refuse where $"{parameter}: no number below 0" $"%A{pairs}" $"{parameter}: 1"

        pairs

/// ZeroPadding1D, 2D and 3D.
type internal ZeroPadding = {
    /// The number in the class's name; not part of the config.
    Rank: int
    Padding: (int * int) list
    DataFormat: DataFormat
} with

    interface ILayer with
        member z.Build(scope, inputs) =
            let x = inputs.Head
            ofRank scope (z.Rank + 2) $"batch, channels and {z.Rank} spatial" x
            let first = firstSpatial z.DataFormat

            let pads = [
                for axis in 0 .. x.Rank - 1 ->
                    if axis >= first && axis < first + z.Rank then
                        z.Padding[axis - first]
                    else
                        0, 0
            ]

            [ x |> Sym.pad pads 0.0 |> unmasked ]

/// Cropping1D, 2D and 3D.
type internal Cropping = {
    /// The number in the class's name; not part of the config.
    Rank: int
    Cropping: (int * int) list
    DataFormat: DataFormat
} with

    interface ILayer with
        member c.Build(scope, inputs) =
            let x = inputs.Head
            ofRank scope (c.Rank + 2) $"batch, channels and {c.Rank} spatial" x
            let first = firstSpatial c.DataFormat

            let cut (x: Symbol) (i, (before, after)) =
                let axis = first + i

                match x.Dims[axis] with
                | Size n when n <= before + after ->
                    scope.Refuse
                        $"more than {before + after} cells on axis {axis}"
                        $"{n}: {x}"
                        "crop less"
                | _ -> Sym.slice axis (size before) (x.Dims[axis] - after) x

            [ (x, List.indexed c.Cropping) ||> List.fold cut |> unmasked ]

/// UpSampling1D, 2D and 3D.
type internal UpSampling = {
    /// The number in the class's name; not part of the config.
    Rank: int
    Size: int list
    DataFormat: DataFormat
    Interpolation: Interpolation
} with

    interface ILayer with
        member u.Build(scope, inputs) =
            let x = inputs.Head
            ofRank scope (u.Rank + 2) $"batch, channels and {u.Rank} spatial" x

            let x = channelsLast u.DataFormat x

            let native mode =
                Sym.apply (Op.Resize(u.Size, mode)) [ x ]

            let y =
                match u.Interpolation with
                | Nearest -> native NearestResample
                | Bilinear -> native BilinearResample
                | other ->
                    // LibTorch's bicubic has another kernel (a = -3/4), and it has no more of them
                    let h, w = heightAndWidth scope x
                    Interpolate.resize other false (h * u.Size[0], w * u.Size[1]) x

            [ y |> inFormat u.DataFormat |> unmasked ]
