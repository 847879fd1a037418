/// Numbers put into order and into groups, and running products.
[<RequireQualifiedAccess>]
module internal Keratin.Counting

open Keratin

/// How many of a rising sequence are below each value, or not above it.
let places (right: bool) (sequence: Symbol) (values: Symbol) : Symbol =
    let each = Sym.expandDims -1 values

    let before =
        if right then
            Sym.lessEqual sequence each
        else
            Sym.less sequence each

    before |> Sym.cast DType.Int32 |> Sym.sum [ -1 ] false

/// Whether each value is among some others.
let isIn (others: Symbol) (values: Symbol) : Symbol =
    let flat = Sym.reshape [ product others.Dims ] others
    Sym.equal (Sym.expandDims -1 values) flat |> Sym.any [ -1 ] false

/// How many values are in each of so many equal parts of a range, and the bounds of the parts; the last part
/// has its end.
let histogram (parts: int) (range: (float * float) option) (x: Symbol) : Symbol * Symbol =
    let x =
        if DType.isFloat x.DType then
            x
        else
            Sym.cast DType.Float32 x

    let all = [ 0 .. x.Rank - 1 ]

    let low, high =
        match range with
        | Some(low, high) -> x.Like low, x.Like high
        | None ->
            let low = Sym.reduce Aggregation.Min all false x
            let high = Sym.reduce Aggregation.Max all false x
            // one value alone lies in the middle of a range of one
            let isOne = Sym.equal low high
            Sym.where isOne (low - 0.5) low, Sym.where isOne (high + 0.5) high

    let share =
        Sym.floats [| parts + 1 |] [| for i in 0..parts -> float i / float parts |]

    let bounds = low + Sym.cast x.DType share * (high - low)
    let flat = Sym.reshape [ product x.Dims; size 1 ] x
    let from = Sym.slice 0 (size 0) (size parts) bounds
    let until = Sym.slice 0 (size 1) (size (parts + 1)) bounds

    let isLast =
        Sym.floats [| parts |] [| for i in 1..parts -> if i = parts then 1.0 else 0.0 |]
        |> fun last -> Sym.greater last (last.Like 0.0)

    let inside =
        Sym.both
            (Sym.greaterEqual flat from)
            (Sym.either (Sym.less flat until) (Sym.both isLast (Sym.equal flat until)))

    Sym.cast x.DType inside |> Sym.sum [ 0 ] false, bounds

/// Products of all values up to each place of an axis of known size: each doubling reaches twice as far.
let runningProduct axis (x: Symbol) : Symbol =
    let axis = Sym.axisOf x axis
    let n = knownSize "cumprod" x axis

    let rec reach distance (x: Symbol) =
        if distance >= n then
            x
        else
            let pads = [ for i in 0 .. x.Rank - 1 -> (if i = axis then distance else 0), 0 ]
            let earlier = x |> Sym.slice axis (size 0) (size (n - distance)) |> Sym.pad pads 1.0
            reach (2 * distance) (x * earlier)

    reach 1 x

/// What is made of the rows of each group, where an empty group has a value of its own.
let private grouped kind (empty: float) (groups: int) (ids: Symbol) (x: Symbol) =
    let inGroup =
        Sym.oneHot groups DType.Float32 (Sym.cast DType.Int64 ids)
        |> Sym.reshape ([ ids.Dims.Head; size groups ] @ [ for _ in x.Dims.Tail -> size 1 ])

    Sym.where (Sym.greater inGroup (inGroup.Like 0.0)) (Sym.expandDims 1 x) (x.Like empty)
    |> Sym.reduce kind [ 0 ] false

let segmentMin groups ids x =
    grouped Aggregation.Min infinity groups ids x

let segmentProduct groups ids x =
    grouped Aggregation.Prod 1.0 groups ids x
