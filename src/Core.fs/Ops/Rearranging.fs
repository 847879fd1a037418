/// Values in another place or order: parts, edges, repetitions, triangles.
[<RequireQualifiedAccess>]
module internal Keratin.Rearranging

open Keratin

let private bound (dim: Dim) standard place =
    match place with
    | Some n when n < 0 -> dim + n
    | Some n ->
        // as in Python, an end beyond the last place is the last place
        match dim with
        | Size length -> size (min n length)
        | Symbolic -> size n
    | None -> standard

/// Parts of axes, one selection for each; axes without one stay as they are.
let select (selections: Selection list) (x: Symbol) : Symbol =
    let takesAxis selection =
        match selection with
        | PlaceSelection _
        | RangeSelection _ -> true
        | NewAxisSelection
        | RestSelection -> false

    let axes = selections |> List.filter takesAxis |> List.length
    let rests = selections |> List.filter _.IsRestSelection |> List.length

    if axes > x.Rank || rests > 1 then
        refuse
            (Place.get ())
            $"at most {x.Rank} selections, as {x} has axes, and at most one for the rest"
            $"{axes} selections, {rests} for the rest"
            "leave some out"

    /// The axes that the selections behind the rest are for.
    let later =
        selections
        |> List.skipWhile (_.IsRestSelection >> not)
        |> List.filter takesAxis
        |> List.length

    ((x, 0), selections)
    ||> List.fold (fun (x, axis) selection ->
        match selection with
        | PlaceSelection place -> Sym.pick axis place x, axis
        | NewAxisSelection -> Sym.expandDims axis x, axis + 1
        | RestSelection -> x, x.Rank - later
        | RangeSelection(start, stop, step) ->
            let dim = x.Dims[axis]
            let x = if step < 0 then Sym.reverse [ axis ] x else x
            let start, stop = bound dim (size 0) start, bound dim dim stop

            if step = 1 then
                Sym.slice axis start stop x, axis + 1
            else
                Sym.apply (Op.Slice(axis, start, stop, abs step)) [ x ], axis + 1)
    |> fst

/// The axes with some of them at other places, as numpy's moveaxis.
let moved (source: int list) (destination: int list) (x: Symbol) : Symbol =
    let place axis = Sym.axisOf x axis

    let targets =
        List.zip (List.map place destination) (List.map place source) |> Map.ofList

    let rest = [ 0 .. x.Rank - 1 ] |> List.except (List.map place source)

    let order, _ =
        ((([]: int list), rest), [ 0 .. x.Rank - 1 ])
        ||> List.fold (fun (order, rest) i ->
            match Map.tryFind i targets, rest with
            | Some axis, rest -> order @ [ axis ], rest
            | None, next :: rest -> order @ [ next ], rest
            | None, [] -> order, [])

    Sym.transpose order x

let swapped a b (x: Symbol) =
    let a, b = Sym.axisOf x a, Sym.axisOf x b

    x
    |> Sym.transpose [
        for i in 0 .. x.Rank - 1 ->
            if i = a then b
            elif i = b then a
            else i
    ]

/// The end of an axis at its beginning.
let rolled (shift: int) axis (x: Symbol) =
    let axis = Sym.axisOf x axis
    let n = knownSize "roll" x axis
    let shift = ((shift % n) + n) % n

    if shift = 0 then
        x
    else
        let cut = size (n - shift)
        Sym.concat axis [ Sym.slice axis cut (size n) x; Sym.slice axis (size 0) cut x ]

/// Each place of an axis several times, one after another.
let repeated (times: int) axis (x: Symbol) =
    let axis = Sym.axisOf x axis
    let wide = Sym.expandDims (axis + 1) x

    wide
    |> Sym.broadcastTo (wide.Dims |> List.mapi (fun i d -> if i = axis + 1 then size times else d))
    |> Sym.reshape (x.Dims |> List.mapi (fun i d -> if i = axis then d.Scale times else d))

/// The whole value several times along its axes.
let tiled (repeats: int list) (x: Symbol) =
    let rank = max x.Rank repeats.Length
    let repeats = List.replicate (rank - repeats.Length) 1 @ repeats
    let x = Sym.reshape (List.replicate (rank - x.Rank) (size 1) @ x.Dims) x

    (x, List.indexed repeats)
    ||> List.fold (fun x (axis, times) -> Sym.concat axis (List.replicate times x))

let padded (pads: (int * int) list) (mode: string) (value: float) (x: Symbol) =
    let known = [ "constant"; "reflect"; "edge"; "symmetric" ]

    match mode with
    | "constant" -> Sym.pad pads value x
    | "edge" -> Sym.apply (Op.Pad(pads, EdgePad)) [ x ]
    | "reflect" -> Sym.apply (Op.Pad(pads, ReflectPad)) [ x ]
    | "symmetric" ->
        (x, List.indexed pads)
        ||> List.fold (fun x (axis, (before, after)) ->
            let n = x.Dims[axis]

            Sym.concat axis [
                if before > 0 then
                    x |> Sym.slice axis (size 0) (size before) |> Sym.reverse [ axis ]
                x
                if after > 0 then
                    x |> Sym.slice axis (n - after) n |> Sym.reverse [ axis ]
            ])
    | other -> refuseWord "pad" "mode" other known

/// Parts of an axis: so many equal ones, or cut at these places.
let cut (at: Axes) axis (x: Symbol) : Symbol list =
    let axis = Sym.axisOf x axis

    match at.IsSingle, at.Values with
    | true, [ parts ] -> Sym.split axis parts x
    | _, places ->
        let bounds =
            [ size 0 ]
            @ [ for p in places -> bound x.Dims[axis] (size p) (Some p) ]
            @ [ x.Dims[axis] ]

        [ for start, stop in List.pairwise bounds -> Sym.slice axis start stop x ]

/// Rows and columns of the last two axes as numbers: (rows, 1) and (1, columns).
let private places (rows: Dim) (columns: Dim) =
    Sym.iota rows |> Sym.expandDims 1, Sym.iota columns |> Sym.expandDims 0

/// True on and below the k-th diagonal.
let private lower rows columns (k: int) =
    let row, column = places rows columns
    Sym.lessEqual column (row + float k)

let private lastTwo where (x: Symbol) =
    if x.Rank < 2 then
        refuse where "at least 2 axes" $"{x}" "Ops.ExpandDims"

    x.Dims[x.Rank - 2], x.Dims[x.Rank - 1]

let tril k (x: Symbol) =
    let rows, columns = lastTwo "tril" x
    Sym.where (lower rows columns k) x (x.Like 0.0)

let triu k (x: Symbol) =
    let rows, columns = lastTwo "triu" x
    Sym.where (lower rows columns (k - 1)) (x.Like 0.0) x

/// Ones on the k-th diagonal.
let eye rows columns (k: int) dtype =
    let row, column = places rows columns
    Sym.equal column (row + float k) |> Sym.cast dtype

/// The values on a diagonal of two axes, as the last axis.
let diagonal (offset: int) axis1 axis2 (x: Symbol) =
    let x = moved [ axis1; axis2 ] [ -2; -1 ] x

    let rows, columns =
        knownSize "diagonal" x (x.Rank - 2), knownSize "diagonal" x (x.Rank - 1)

    let first = max 0 -offset
    let count = max 0 (min (rows - first) (columns - max 0 offset))
    let flat = Sym.reshape (x.Dims[.. x.Rank - 3] @ [ size (rows * columns) ]) x

    let picked = [|
        for i in 0 .. count - 1 -> int64 ((first + i) * columns + i + max 0 offset)
    |]

    Sym.gather (x.Rank - 2) flat (Sym.constant (NDArray.ofArray [| count |] picked))

/// A matrix with a vector on its k-th diagonal.
let diag (k: int) (x: Symbol) =
    match x.Rank with
    | 1 ->
        let n = size (knownSize "diag" x 0 + abs k)
        let padded = Sym.pad [ max 0 k, max 0 -k ] 0.0 x
        // a row of the result has the value of its column where the diagonal crosses it
        eye n n k x.DType * Sym.expandDims 0 padded
    | 2 -> diagonal k 0 1 x
    | _ -> refuse "diag" "a vector or a matrix" $"{x}" "Ops.Diagonal"

/// Rows of a table by numbers, of which negative ones count from the end.
let taken axis (indices: Symbol) (x: Symbol) =
    let indices = Sym.cast DType.Int64 indices

    let indices =
        match x.Dims[axis] with
        | Size n -> Sym.where (Sym.less indices (indices.Like 0.0)) (indices + float n) indices
        | Symbolic -> indices

    Sym.gather axis x indices

/// Differences of neighbours.
let rec differences n axis (x: Symbol) =
    if n = 0 then
        x
    else
        let axis = Sym.axisOf x axis
        let length = x.Dims[axis]

        Sym.slice axis (size 1) length x - Sym.slice axis (size 0) (length - 1) x
        |> differences (n - 1) axis
