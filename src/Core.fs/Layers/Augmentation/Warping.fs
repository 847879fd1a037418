/// Augmentations that bend images: by perspective, and like rubber.
namespace Keratin.LayerTypes

open System
open Keratin

[<RequireQualifiedAccess>]
module internal Warp =
    /// The matrix, row by row, from the unit square to four points, (column, row), in the order upper left, upper
    /// right, lower left, lower right. Heckbert, 1989.
    let fromSquare (points: (Symbol * Symbol) list) : Symbol list =
        match points with
        | [ x0, y0; x1, y1; x3, y3; x2, y2 ] ->
            let dx1, dx2, sx = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
            let dy1, dy2, sy = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
            let determinant = dx1 * dy2 - dx2 * dy1
            let g = (sx * dy2 - dx2 * sy) / determinant
            let h = (dx1 * sy - sx * dy1) / determinant

            [
                x1 - x0 + g * x1
                x3 - x0 + h * x3
                x0
                y1 - y0 + g * y1
                y3 - y0 + h * y3
                y0
                g
                h
                g.Like 1.0
            ]
        | _ -> bug "perspective" "four points"

    /// The matrix that goes back, but for a factor.
    let adjoint (matrix: Symbol list) : Symbol list =
        match matrix with
        | [ a; b; c; d; e; f; g; h; i ] -> [
            e * i - f * h
            c * h - b * i
            b * f - c * e
            f * g - d * i
            a * i - c * g
            c * d - a * f
            d * h - e * g
            b * g - a * h
            a * e - b * d
          ]
        | _ -> bug "perspective" "nine numbers"

    /// The image with its corners moved to four points, (column, row), in the order upper left, upper right,
    /// lower left, lower right.
    let perspective scope lookup (points: (Symbol * Symbol) list) (x: Symbol) =
        let height, width = heightAndWidth scope x
        // from a place of the output to the unit square
        let back = adjoint (fromSquare points)
        let right, down = Enhance.places 2 x, Enhance.places 1 x

        let row i =
            back[3 * i] * right + back[3 * i + 1] * down + back[3 * i + 2]

        let u, v = row 0 / row 2, row 1 / row 2
        Lookup.at scope lookup (v * float (height - 1)) (u * float (width - 1)) x

    /// How many cells a bell of this deviation is wide to each side.
    let private reach (sigma: Symbol) =
        Sym.floor (Sym.floor (sigma * 6.0) / 2.0)

    /// A field of moves (batch, height, width, 1): normal numbers made smooth, with at most this deviation.
    let field (scope: Scope) seed (most: float) (sigma: Symbol) (x: Symbol) =
        let dims = x.Dims[..2] @ [ size 1 ]

        let noise =
            Sym.apply (Op.RandomNormal(dims, 0.0, 1.0, false)) [ scope.Seed seed ]
            |> Sym.cast x.DType

        let bell = Enhance.bell (int (6.0 * most) ||| 1) (Some(reach sigma)) sigma
        Enhance.blur bell bell (noise * sigma)

/// Corners moved by shares of their distance from the upper left one, up to half the scale.
type internal RandomPerspective = {
    Factor: float * float
    Scale: float
    Lookup: Lookup
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface IAugmentation with
        member p.Build(scope, inputs) =
            let change (x: Symbol) =
                let height, width = heightAndWidth scope x

                let moved length =
                    (Augment.draw scope p.Seed (-0.5 * p.Scale, 0.5 * p.Scale) x + 1.0)
                    * float length

                let right, bottom = max 1 (width - 1), max 1 (height - 1)
                let zero = x.Like 0.0

                let corners = [
                    zero, zero
                    moved right, zero
                    zero, moved bottom
                    moved right, moved bottom
                ]

                let seen = Warp.perspective scope p.Lookup corners x
                Augment.perhaps scope p.Seed p.Factor seen x

            Augment.inTraining scope p.DataFormat change inputs

/// Every pixel moved by a smooth field of chance. Simard et al., 2003.
type internal RandomElasticTransform = {
    Factor: float * float
    Scale: float * float
    Lookup: Lookup
    ValueRange: float * float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface IAugmentation with
        member e.Build(scope, inputs) =
            let low, high = e.ValueRange

            let change (x: Symbol) =
                let height, width = heightAndWidth scope x
                // how far, and how smoothly: one draw for the whole batch
                let strength = Augment.drawShared scope e.Seed e.Scale x
                let reach = strength * (0.1 * float (max height width))
                let smoothness = 0.05 * float (min height width)

                let field () =
                    Warp.field scope e.Seed (smoothness * snd e.Scale) (strength * smoothness) x
                    * reach

                let rows = Enhance.places 1 x + field ()
                let columns = Enhance.places 2 x + field ()
                let bent = Lookup.at scope e.Lookup rows columns x
                Augment.perhaps scope e.Seed e.Factor bent x |> Sym.clip low high

            Augment.inTraining scope e.DataFormat change inputs
