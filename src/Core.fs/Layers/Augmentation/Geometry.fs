/// Augmentations of places: each pixel of the output is looked up somewhere in the image.
namespace Keratin.LayerTypes

open System
open Keratin

/// What is beyond the border of an image.
type internal FillMode =
    /// One number.
    | ConstantFill
    /// The border's pixel.
    | NearestFill
    /// The image again.
    | WrapFill
    /// The image in a mirror that stands behind the border's pixel: d c b a | a b c d | d c b a.
    | ReflectFill
    /// The image in a mirror that stands on the border's pixel: d c b | a b c d | c b a.
    | MirrorFill

    /// Keras's name.
    override f.ToString() =
        match f with
        | ConstantFill -> "constant"
        | NearestFill -> "nearest"
        | WrapFill -> "wrap"
        | ReflectFill -> "reflect"
        | MirrorFill -> "mirror"

[<RequireQualifiedAccess>]
module internal FillMode =
    let usual = [ ReflectFill; WrapFill; ConstantFill; NearestFill ]
    let all = usual @ [ MirrorFill ]

/// How an image is looked up between its pixels and beyond its border.
type internal Lookup = {
    FillMode: FillMode
    FillValue: float
    Smooth: bool
} with

    /// Keras's name of it.
    member l.Interpolation = if l.Smooth then "bilinear" else "nearest"

    /// By Keras's words.
    static member Parse
        (where, fillMode: string, fillValue, interpolation: string, modes: FillMode list)
        =
        let modes = [ for mode in modes -> string mode, mode ]

        {
            FillMode =
                match modes |> List.tryFind (fun (word, _) -> word = fillMode) with
                | Some(_, mode) -> mode
                | None -> refuseWord where "fill_mode" fillMode (modes |> List.map fst)
            FillValue = fillValue
            Smooth =
                match interpolation with
                | "bilinear" -> true
                | "nearest" -> false
                | other -> refuseWord where "interpolation" other [ "bilinear"; "nearest" ]
        }

/// A matrix and an offset for each image, from a place of the output, counted from the middle, to one of the image.
type internal Affine = {
    XX: Symbol
    XY: Symbol
    YX: Symbol
    YY: Symbol
    X: Symbol
    Y: Symbol
} with

    /// Every place stays what it is.
    static member Identity(x: Symbol) =
        let zero, one = x.Like 0.0, x.Like 1.0

        {
            XX = one
            XY = zero
            YX = zero
            YY = one
            X = zero
            Y = zero
        }

/// Images (batch, height, width, channels) looked up at rows and columns (batch, height', width', 1).
[<RequireQualifiedAccess>]
module internal Lookup =
    /// The place within an axis of n cells that stands for a whole number.
    let inside mode (n: int) (place: Symbol) =
        let n = float n

        match mode with
        | ConstantFill
        | NearestFill -> Sym.clip 0.0 (n - 1.0) place
        | WrapFill -> place % n
        | ReflectFill ->
            let twice = place % (2.0 * n)
            Sym.minimum twice (2.0 * n - 1.0 - twice)
        | MirrorFill ->
            let twice = place % max 1.0 (2.0 * n - 2.0)
            Sym.minimum twice (2.0 * n - 2.0 - twice)

    /// Whether a place lies within an axis of n cells.
    let within n (place: Symbol) =
        Sym.both
            (Sym.greaterEqual place (place.Like 0.0))
            (Sym.lessEqual place (place.Like(float (n - 1))))

    /// The pixels at whole numbers.
    let private pixels (height, width) lookup (x: Symbol) (row: Symbol) (column: Symbol) =
        let whole n place =
            inside lookup.FillMode n place |> Sym.cast DType.Int64

        let image =
            Sym.iota x.Dims.Head |> Sym.reshape [ x.Dims.Head; size 1; size 1; size 1 ]

        let index =
            (image * float height + whole height row) * float width + whole width column
            |> Sym.squeeze [ 3 ]

        let table = Sym.reshape [ product x.Dims[..2]; x.Dims[3] ] x
        let found = Sym.gather 0 table index

        match lookup.FillMode with
        | ConstantFill ->
            let known = Sym.both (within height row) (within width column)
            Sym.where known found (found.Like lookup.FillValue)
        | NearestFill
        | WrapFill
        | ReflectFill
        | MirrorFill -> found

    /// Images of a known height and width.
    let atPlaces (sizes: int * int) (lookup: Lookup) (rows: Symbol) (columns: Symbol) (x: Symbol) =
        let pixels = pixels sizes lookup x

        if lookup.Smooth then
            let top, left = Sym.floor rows, Sym.floor columns
            let down, right = rows - top, columns - left

            let line row =
                pixels row left * (1.0 - right) + pixels row (left + 1.0) * right

            line top * (1.0 - down) + line (top + 1.0) * down
        else
            // a half goes to the even one
            let nearest (place: Symbol) =
                Sym.apply (Op.Unary Unary.Round) [ place ]

            pixels (nearest rows) (nearest columns)

    let at (scope: Scope) lookup rows columns (x: Symbol) =
        atPlaces (heightAndWidth scope x) lookup rows columns x

    /// The image in which each pixel comes from where the map says.
    let affine (scope: Scope) lookup (map: Affine) (x: Symbol) =
        let height, width = heightAndWidth scope x
        let middleY, middleX = float (height - 1) / 2.0, float (width - 1) / 2.0
        let down, right = Enhance.places 1 x - middleY, Enhance.places 2 x - middleX
        let columns = map.XX * right + map.XY * down + map.X + middleX
        let rows = map.YX * right + map.YY * down + map.Y + middleY
        // every image has every place, even where its own map says nothing of one of them
        let all = Sym.fill x.DType (x.Dims[..2] @ [ size 1 ]) 0.0
        at scope lookup (rows + all) (columns + all) x

    /// Turned by an angle in radians, clockwise as one sees it for negative ones.
    let rotate scope lookup (angle: Symbol) (x: Symbol) =
        let cos = Sym.apply (Op.Unary Unary.Cos) [ angle ]
        let sin = Sym.apply (Op.Unary Unary.Sin) [ angle ]

        x
        |> affine scope lookup {
            Affine.Identity x with
                XX = cos
                XY = -sin
                YX = sin
                YY = cos
        }

    /// Moved down and right by shares of the image's size.
    let translate scope lookup (down: Symbol) (right: Symbol) (x: Symbol) =
        let height, width = heightAndWidth scope x

        x
        |> affine scope lookup {
            Affine.Identity x with
                X = right * -(float width)
                Y = down * -(float height)
        }

    /// Rows moved by a share of their distance from the first one, and columns likewise.
    let shear scope lookup (alongX: Symbol) (alongY: Symbol) (x: Symbol) =
        let height, width = heightAndWidth scope x

        x
        |> affine scope lookup {
            Affine.Identity x with
                XY = alongX
                X = alongX * (float (height - 1) / 2.0)
                YX = alongY
                Y = alongY * (float (width - 1) / 2.0)
        }

    /// The strengths of a shear along both axes, to the same side.
    let drawShear (scope: Scope) seed alongX alongY (x: Symbol) =
        let side = Augment.drawSign scope seed x
        side * Augment.draw scope seed alongX x, side * Augment.draw scope seed alongY x

    /// The angle of a turn by shares of a full one.
    let drawAngle (scope: Scope) seed range (x: Symbol) =
        Augment.draw scope seed range x * (2.0 * Math.PI)

type internal RandomFlip = {
    /// "horizontal", "vertical" or "horizontal_and_vertical".
    Mode: string
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface IAugmentation with
        member f.Build(scope, inputs) =
            let axes = [
                if f.Mode <> "horizontal" then
                    1
                if f.Mode <> "vertical" then
                    2
            ]

            // one draw is for both axes, as in Keras
            let change (x: Symbol) =
                Augment.perhaps scope f.Seed (0.5, 0.5) (Sym.reverse axes x) x

            Augment.inTraining scope f.DataFormat change inputs

/// As Keras 3.16 does, inference leaves the images as they are, although the layer's shape says the crop's.
type internal RandomCrop = {
    Height: int
    Width: int
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface IAugmentation with
        member c.Build(scope, inputs) =
            /// A window of an axis that begins anywhere: at the same place in all images.
            let window axis wanted length (x: Symbol) =
                let last = float (length - wanted)

                let start =
                    Augment.uniform scope c.Seed [] (0.0, last + 1.0) x
                    |> Sym.floor
                    |> Sym.clip 0.0 last
                    |> Sym.cast DType.Int64

                Sym.gather axis x (Sym.iota (size wanted) + start)

            /// As many cells of an axis as there are, up to the wanted ones, from where the part with the output's
            /// proportions begins.
            let fromMiddle axis wanted part length (x: Symbol) =
                let start = (length - max 1 (min length part)) / 2
                Sym.slice axis (size start) (size (min length (start + wanted))) x

            let cropped (x: Symbol) =
                let height, width = heightAndWidth scope x

                if height > c.Height && width > c.Width then
                    x |> window 1 c.Height height |> window 2 c.Width width
                else
                    x
                    |> fromMiddle 1 c.Height (int (float (width * c.Height) / float c.Width)) height
                    |> fromMiddle 2 c.Width (int (float (height * c.Width) / float c.Height)) width
                    |> Interpolate.resize Bilinear false (c.Height, c.Width)

            Augment.inTraining scope c.DataFormat cropped inputs

type internal RandomRotation = {
    /// Shares of a full turn.
    Factor: float * float
    Lookup: Lookup
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface IAugmentation with
        member r.Build(scope, inputs) =
            let change x =
                Lookup.rotate scope r.Lookup (Lookup.drawAngle scope r.Seed r.Factor x) x

            Augment.inTraining scope r.DataFormat change inputs

type internal RandomZoom = {
    HeightFactor: float * float
    /// None: as the height, so that proportions stay.
    WidthFactor: (float * float) option
    Lookup: Lookup
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface IAugmentation with
        member z.Build(scope, inputs) =
            let change (x: Symbol) =
                let scale range = Augment.draw scope z.Seed range x + 1.0
                let tall = scale z.HeightFactor
                let wide = z.WidthFactor |> Option.map scale |> Option.defaultValue tall

                x
                |> Lookup.affine scope z.Lookup {
                    Affine.Identity x with
                        XX = wide
                        YY = tall
                }

            Augment.inTraining scope z.DataFormat change inputs

type internal RandomTranslation = {
    HeightFactor: float * float
    WidthFactor: float * float
    Lookup: Lookup
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface IAugmentation with
        member t.Build(scope, inputs) =
            let change x =
                let down = Augment.draw scope t.Seed t.HeightFactor x
                let right = Augment.draw scope t.Seed t.WidthFactor x
                Lookup.translate scope t.Lookup down right x

            Augment.inTraining scope t.DataFormat change inputs

type internal RandomShear = {
    XFactor: float * float
    YFactor: float * float
    Lookup: Lookup
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface IAugmentation with
        member s.Build(scope, inputs) =
            let change x =
                let alongX, alongY = Lookup.drawShear scope s.Seed s.XFactor s.YFactor x
                Lookup.shear scope s.Lookup alongX alongY x

            Augment.inTraining scope s.DataFormat change inputs
