/// Values looked up between and beyond the places of an array.
[<RequireQualifiedAccess>]
module internal Keratin.Sampling

open Keratin
open Keratin.LayerTypes

/// The number type that positions and mixtures are calculated in.
let private floating (x: Symbol) =
    if DType.isFloat x.DType then
        x
    else
        Sym.cast DType.Float32 x

/// Whole numbers again, where there were.
let private asGiven (given: Symbol) (y: Symbol) = Images.asGiven given.DType y

/// x at coordinates (its rank, …): one value for each.
let at (lookup: Lookup) (coordinates: Symbol) (x: Symbol) : Symbol =
    let where = "map_coordinates"
    let sizes = [ for axis in 0 .. x.Rank - 1 -> knownSize where x axis ]

    if coordinates.Rank < 1 || coordinates.Dims.Head <> size x.Rank then
        refuse
            where
            $"coordinates whose first axis has {x.Rank} places, as {x} has axes"
            $"{coordinates}"
            "a row of coordinates for each axis"

    let values = floating x
    let flat = Sym.reshape [ product x.Dims ] values
    let along = [ for axis in 0 .. x.Rank - 1 -> Sym.pick 0 axis (floating coordinates) ]

    let found (places: Symbol list) =
        let inside =
            List.map2 (fun n place -> Lookup.inside lookup.FillMode n place) sizes places
            |> List.map (Sym.cast DType.Int64)

        let index =
            List.zip sizes.Tail inside.Tail
            |> List.fold (fun index (n, place) -> index * float n + place) inside.Head

        let value = Sym.gather 0 flat index

        match lookup.FillMode with
        | ConstantFill ->
            let known = List.map2 Lookup.within sizes places |> List.reduce Sym.both
            Sym.where known value (value.Like lookup.FillValue)
        | NearestFill
        | WrapFill
        | ReflectFill
        | MirrorFill -> value

    /// The corners around, each axis's lower and upper place with its share.
    let rec mixture (chosen: Symbol list) (rest: Symbol list) : Symbol =
        match rest with
        | [] -> found (List.rev chosen)
        | place :: rest ->
            let low = Sym.floor place
            let part = place - low

            mixture (low :: chosen) rest * (1.0 - part)
            + mixture (low + 1.0 :: chosen) rest * part

    (if lookup.Smooth then
         mixture [] along
     else
         // a half goes to the even one
         found [ for place in along -> Sym.apply (Op.Unary Unary.Round) [ place ] ])
    |> asGiven x

/// A function of images (batch, height, width, channels), for one image too.
let private batched (change: Symbol -> Symbol) (x: Symbol) : Symbol =
    if x.Rank = 3 then
        x |> Sym.expandDims 0 |> change |> Sym.squeeze [ 0 ]
    else
        change x

/// Images looked up where a matrix of nine sends the places of the output, (column, row, 1).
let private sent (lookup: Lookup) (m: Symbol list) (x: Symbol) : Symbol =
    let values = floating x
    let right, down = Enhance.places 2 values, Enhance.places 1 values

    let row i =
        m[3 * i] * right + m[3 * i + 1] * down + m[3 * i + 2]

    let depth = row 2
    let sizes = knownSize "image" x 1, knownSize "image" x 2

    values
    |> Lookup.atPlaces sizes lookup (row 1 / depth) (row 0 / depth)
    |> asGiven x

/// A column of a table (batch, n), for each image.
let private column (table: Symbol) i : Symbol =
    let numbers = Sym.pick -1 i table
    Sym.reshape [ numbers.Dims.Head; size 1; size 1; size 1 ] numbers

/// Projective transformations of images, by the eight numbers of each.
let affine lookup (transform: Symbol) (x: Symbol) : Symbol =
    let transform =
        match transform.Dims with
        | [ Size 8 ] -> Sym.expandDims 0 transform
        | [ _; Size 8 ] -> transform
        | _ ->
            refuse
                "affine_transform"
                "8 numbers for each image"
                $"{transform}"
                "shape (8,) or (n, 8)"

    let numbers = [ for i in 0..7 -> column (floating transform) i ]
    x |> batched (sent lookup (numbers @ [ numbers.Head.Like 1.0 ]))

/// The product of two matrices of nine.
let private times (a: Symbol list) (b: Symbol list) : Symbol list = [
    for i in 0..2 do
        for j in 0..2 -> List.reduce Sym.add [ for k in 0..2 -> a[3 * i + k] * b[3 * k + j] ]
]

/// Images whose end points show what was at the start points: (column, row) of four corners, upper left, upper
/// right, lower left, lower right.
let perspective lookup (starts: Symbol) (ends: Symbol) (x: Symbol) : Symbol =
    let corners (points: Symbol) =
        match points.Dims[points.Rank - 2 ..] with
        | [ Size 4; Size 2 ] when points.Rank <= 3 ->
            let points = floating points
            let points = if points.Rank = 2 then Sym.expandDims 0 points else points
            let flat = Sym.reshape [ points.Dims.Head; size 8 ] points
            [ for i in 0..3 -> column flat (2 * i), column flat (2 * i + 1) ]
        | _ ->
            refuse
                "perspective_transform"
                "four points of an image, (4, 2) or (n, 4, 2)"
                $"{points}"
                "points: columns and rows"

    // through the unit square: back from the end points, and on to the start points
    let back = Warp.adjoint (Warp.fromSquare (corners ends))
    let there = Warp.fromSquare (corners starts)
    x |> batched (sent lookup (times there back))
