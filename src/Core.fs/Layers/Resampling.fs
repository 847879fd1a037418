/// Images of another size: every way of resampling is a matrix from the old cells of an axis to the new.
namespace Keratin.LayerTypes

open System
open Keratin

/// How the cells between known ones are filled.
type internal Interpolation =
    | Nearest
    | Bilinear
    | Bicubic
    | Lanczos3
    | Lanczos5
    | Area
    | Gaussian
    | MitchellCubic

    /// Keras's name.
    override i.ToString() =
        match i with
        | Nearest -> "nearest"
        | Bilinear -> "bilinear"
        | Bicubic -> "bicubic"
        | Lanczos3 -> "lanczos3"
        | Lanczos5 -> "lanczos5"
        | Area -> "area"
        | Gaussian -> "gaussian"
        | MitchellCubic -> "mitchellcubic"

[<RequireQualifiedAccess>]
module internal Interpolation =
    let names: (string * Interpolation) list = [
        for i in
            [
                Nearest
                Bilinear
                Bicubic
                Lanczos3
                Lanczos5
                Area
                Gaussian
                MitchellCubic
            ] -> string i, i
    ]

    let parse where (name: string) =
        match names |> List.tryFind (fun (known, _) -> known = name) with
        | Some(_, interpolation) -> interpolation
        | None -> refuseWord where "interpolation" name (names |> List.map fst)

[<RequireQualifiedAccess>]
module internal Interpolate =
    let private lanczos radius x =
        if x = 0.0 then
            1.0
        elif x >= radius then
            0.0
        else
            let angle = Math.PI * x
            radius * sin angle * sin (angle / radius) / (angle * angle)

    /// How much a cell at this distance (not negative, in cells) counts.
    let private weight interpolation (x: float) =
        match interpolation with
        | Nearest
        | Area -> if x < 0.5 then 1.0 else 0.0
        | Bilinear -> max 0.0 (1.0 - x)
        | Bicubic ->
            // Keys, 1981, with a = -1/2
            if x < 1.0 then (1.5 * x - 2.5) * x * x + 1.0
            elif x < 2.0 then ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
            else 0.0
        | Lanczos3 -> lanczos 3.0 x
        | Lanczos5 -> lanczos 5.0 x
        | Gaussian -> if x < 1.5 then exp (-2.0 * x * x) else 0.0
        | MitchellCubic ->
            // Mitchell and Netravali, 1988, with B = C = 1/3
            if x < 1.0 then
                (7.0 / 6.0 * x - 2.0) * x * x + 8.0 / 9.0
            elif x < 2.0 then
                ((-7.0 / 18.0 * x + 2.0) * x - 10.0 / 3.0) * x + 16.0 / 9.0
            else
                0.0

    /// The share of each old cell in a new one, from 0 to `after`: cells have width, and centres of old and
    /// new cells agree when both axes span the same length.
    let private row interpolation antialias before after i : float[] =
        let scale = float before / float after

        match interpolation with
        | Nearest ->
            let source = min (before - 1) (int (floor ((float i + 0.5) * scale)))
            Array.init before (fun j -> if j = source then 1.0 else 0.0)
        | Area ->
            let first, last = float i * scale, float (i + 1) * scale

            Array.init before (fun j ->
                max 0.0 (min last (float (j + 1)) - max first (float j)) / scale)
        | _ ->
            let stretch = if antialias then max 1.0 scale else 1.0
            let centre = (float i + 0.5) * scale - 0.5

            let weights =
                Array.init before (fun j -> weight interpolation (abs (centre - float j) / stretch))

            let total = Array.sum weights
            weights |> Array.map (fun w -> w / total)

    /// Elements of a matrix that resizes one axis: from 4096 pixels to as many.
    let private mostElements = 1L <<< 24

    /// The matrix (after, before) of an axis.
    let matrix interpolation antialias before after : Symbol =
        if int64 before * int64 after > mostElements then
            refuse
                (Place.get ())
                $"sizes whose product is at most {mostElements}"
                $"{before} resized to {after}"
                "resize to less"

        Sym.floats
            [| after; before |]
            (Array.init after (row interpolation antialias before after) |> Array.concat)

    /// The product of a matrix (after, before) and an axis.
    let along (axis: int) (matrix: Symbol) (x: Symbol) : Symbol =
        let lead, rest = x.Dims[.. axis - 1], x.Dims[axis + 1 ..]

        x
        |> Sym.reshape (lead @ [ x.Dims[axis]; product rest ])
        |> Sym.matmul (Sym.cast x.DType matrix)
        |> Sym.reshape (lead @ [ matrix.Dims[0] ] @ rest)

    /// Height and width of a (…, height, width, channels) value changed.
    let resize interpolation antialias (height: int, width: int) (x: Symbol) =
        let change axis after (x: Symbol) =
            match x.Dims[axis] with
            | Size before when before = after -> x
            | Size before -> along axis (matrix interpolation antialias before after) x
            | Symbolic -> bug "resize" $"the size of axis {axis} of {x} is not known"

        x |> change (x.Rank - 3) height |> change (x.Rank - 2) width

    /// The middle part of an axis.
    let middle axis (size': int) (x: Symbol) =
        match x.Dims[axis] with
        | Size n ->
            let start = (n - size') / 2
            Sym.slice axis (size start) (size (start + size')) x
        | Symbolic -> bug "crop" $"the size of axis {axis} of {x} is not known"

    /// The middle part with the proportions of the wanted size, resized to it.
    let cropAndResize interpolation antialias (height, width) (h, w) (x: Symbol) =
        let tall = float w * float height / float width |> int |> min h |> max 1
        let wide = float h * float width / float height |> int |> min w |> max 1

        x
        |> middle (x.Rank - 3) tall
        |> middle (x.Rank - 2) wide
        |> resize interpolation antialias (height, width)

    /// A value around the image so that it has the proportions of the wanted size, resized to it.
    let padAndResize interpolation antialias fill (height, width) (h, w) (x: Symbol) =
        let tall = float w * float height / float width |> int |> max h
        let wide = float h * float width / float height |> int |> max w

        // as many on both sides: an odd cell that is missing stays so, as in Keras
        let around n wanted = (wanted - n) / 2, (wanted - n) / 2

        let none = List.replicate (x.Rank - 3) (0, 0)

        x
        |> Sym.pad (none @ [ around h tall; around w wide; 0, 0 ]) fill
        |> resize interpolation antialias (height, width)

/// What the layers of this page and the augmentations share: one image or a batch of them.
[<AutoOpen>]
module internal Images =
    /// The image with its channels last: (height, width, channels), with or without a batch axis.
    let imageLast (scope: Scope) format (x: Symbol) =
        if x.Rank <> 3 && x.Rank <> 4 then
            scope.Refuse
                "one image (3 axes) or a batch of them (4)"
                $"{x.Rank}: {x}"
                "reshape the input"

        match format with
        | LastFormat -> x
        | FirstFormat ->
            let first = x.Rank - 3
            x |> Sym.transpose ([ 0 .. first - 1 ] @ [ first + 1; first + 2; first ])

    /// The reverse of imageLast.
    let imageInFormat format (x: Symbol) =
        match format with
        | LastFormat -> x
        | FirstFormat ->
            let first = x.Rank - 3
            x |> Sym.transpose ([ 0 .. first - 1 ] @ [ first + 2; first; first + 1 ])

    let heightAndWidth (scope: Scope) (x: Symbol) =
        known scope "rows" x.Dims[x.Rank - 3], known scope "columns" x.Dims[x.Rank - 2]

    /// Whole numbers for images of whole numbers, within the range of their type.
    let asGiven (dtype: DType) (x: Symbol) =
        match dtype with
        | DType.UInt8
        | DType.Int8
        | DType.Int16
        | DType.Int32
        | DType.Int64 ->
            let rounded = Sym.apply (Op.Unary Unary.Round) [ x ]

            match dtype with
            | DType.UInt8 -> Sym.clip 0.0 255.0 rounded
            | DType.Int8 -> Sym.clip -128.0 127.0 rounded
            | DType.Int16 -> Sym.clip -32768.0 32767.0 rounded
            | _ -> rounded
            |> Sym.cast dtype
        | _ -> x

type internal Resizing = {
    Height: int
    Width: int
    Interpolation: Interpolation
    CropToAspectRatio: bool
    PadToAspectRatio: bool
    FillValue: float
    Antialias: bool
    DataFormat: DataFormat
} with

    /// There is no other one.
    member _.FillMode = "constant"

    interface ILayer with
        member r.Build(scope, inputs) =
            let given = inputs.Head
            let x = imageLast scope r.DataFormat given |> Sym.cast scope.Layer.Policy.Compute

            let before = heightAndWidth scope x
            let after = r.Height, r.Width

            let y =
                if r.CropToAspectRatio then
                    Interpolate.cropAndResize r.Interpolation r.Antialias after before x
                elif r.PadToAspectRatio then
                    Interpolate.padAndResize r.Interpolation r.Antialias r.FillValue after before x
                else
                    Interpolate.resize r.Interpolation r.Antialias after x

            [ y |> asGiven given.DType |> imageInFormat r.DataFormat |> unmasked ]

type internal CenterCrop = {
    Height: int
    Width: int
    DataFormat: DataFormat
} with

    interface ILayer with
        member c.Build(scope, inputs) =
            let x =
                imageLast scope c.DataFormat inputs.Head |> Sym.cast scope.Layer.Policy.Compute

            let h, w = heightAndWidth scope x

            let y =
                if h >= c.Height && w >= c.Width then
                    x
                    |> Interpolate.middle (x.Rank - 3) c.Height
                    |> Interpolate.middle (x.Rank - 2) c.Width
                else
                    // an image that is too small is made larger, as Keras does
                    Interpolate.cropAndResize Bilinear false (c.Height, c.Width) (h, w) x

            [ y |> imageInFormat c.DataFormat |> unmasked ]
