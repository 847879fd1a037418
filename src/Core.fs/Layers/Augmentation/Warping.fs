/// Augmentations that bend images: by perspective, and like rubber.
namespace Keratin.LayerTypes

open System
open Keratin

[<RequireQualifiedAccess>]
module internal Warp =
    /// The image within four corners stretched over the whole. Corners are shares of width and height,
    /// clockwise from the upper left. Heckbert, 1989.
    let perspective scope lookup (corners: (Symbol * Symbol) list) (x: Symbol) =
        let height, width = heightAndWidth scope x

        match corners with
        | [ x0, y0; x1, y1; x2, y2; x3, y3 ] ->
            let dx1, dx2, sx = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
            let dy1, dy2, sy = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
            let determinant = dx1 * dy2 - dx2 * dy1
            let g = (sx * dy2 - dx2 * sy) / determinant
            let h = (dx1 * sy - sx * dy1) / determinant
            // from 0 to 1 over the output
            let u = Enhance.places 2 x / float (max 1 (width - 1))
            let v = Enhance.places 1 x / float (max 1 (height - 1))
            let depth = g * u + h * v + 1.0
            let column = ((x1 - x0 + g * x1) * u + (x3 - x0 + h * x3) * v + x0) / depth
            let row = ((y1 - y0 + g * y1) * u + (y3 - y0 + h * y3) * v + y0) / depth
            Lookup.at scope lookup (row * float (height - 1)) (column * float (width - 1)) x
        | _ -> bug "perspective" "four corners"

    /// A field of moves (batch, height, width, 1): uniform numbers from -1 to 1 made smooth, times a strength.
    let field (scope: Scope) seed (strength: Symbol) (x: Symbol) =
        let dims = x.Dims[..2] @ [ size 1 ]
        let noise = Augment.uniform scope seed dims (-1.0, 1.0) x
        Enhance.blur (7, 7) (x.Like 2.0) noise * strength

/// Corners moved towards the middle by up to half the scale.
type internal RandomPerspective = {
    Factor: float * float
    Scale: float
    Lookup: Lookup
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface ILayer with
        member p.Build(scope, inputs) =
            let change (x: Symbol) =
                let inwards () =
                    Augment.draw scope p.Seed (0.0, p.Scale / 2.0) x

                let corners = [
                    inwards (), inwards ()
                    1.0 - inwards (), inwards ()
                    1.0 - inwards (), 1.0 - inwards ()
                    inwards (), 1.0 - inwards ()
                ]

                let seen = Warp.perspective scope p.Lookup corners x
                Augment.perhaps scope p.Seed p.Factor seen x

            Augment.inTraining scope p.DataFormat change inputs

/// Every pixel moved by a smooth field of chance. Simard et al., 2003.
type internal RandomElasticTransform = {
    Factor: float * float
    Scale: float * float
    Lookup: Lookup
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface ILayer with
        member e.Build(scope, inputs) =
            let change (x: Symbol) =
                let strength = Augment.draw scope e.Seed e.Scale x * 10.0
                let rows = Enhance.places 1 x + Warp.field scope e.Seed strength x
                let columns = Enhance.places 2 x + Warp.field scope e.Seed strength x
                let bent = Lookup.at scope e.Lookup rows columns x
                Augment.perhaps scope e.Seed e.Factor bent x

            Augment.inTraining scope e.DataFormat change inputs
