/// Numbers that say something of many: variances, norms, orders.
[<RequireQualifiedAccess>]
module internal Keratin.Statistics

open System
open Keratin

let private floating (x: Symbol) =
    if DType.isFloat x.DType then
        x
    else
        Sym.cast DType.Float32 x

/// What is summed and multiplied in a type that has room for it, as Keras does.
let countable (x: Symbol) =
    match x.DType with
    | DType.Bool
    | DType.Int8
    | DType.UInt8
    | DType.Int16 -> Sym.cast DType.Int32 x
    | _ -> x

let mean axes keep x = Sym.mean axes keep (floating x)

let variance axes keep x =
    let x = floating x
    Sym.square (x - Sym.mean axes true x) |> Sym.mean axes keep

let moments axes keep x = mean axes keep x, variance axes keep x

/// The mean with weights, which have x's shape or that of one axis.
let average (axis: int option) (weights: Symbol option) (x: Symbol) =
    let x = floating x

    let axes =
        axis |> Option.map List.singleton |> Option.defaultValue [ 0 .. x.Rank - 1 ]

    match weights with
    | None -> Sym.mean axes false x
    | Some w ->
        let w = Sym.cast x.DType w

        let w =
            match axis with
            | Some axis when w.Rank = 1 && x.Rank > 1 ->
                w
                |> Sym.reshape [
                    for i in 0 .. x.Rank - 1 -> if i = axis then w.Dims.Head else size 1
                ]
            | _ -> w

        let w = Sym.broadcastTo x.Dims w
        Sym.sum axes false (x * w) / Sym.sum axes false w

/// The last axis in rising order, and the places the values had.
let sorted (axis: int) (x: Symbol) : Symbol * Symbol =
    let axis = Sym.axisOf x axis
    let last = x.Rank - 1

    let order = [
        for i in 0..last ->
            if i = axis then last
            elif i = last then axis
            else i
    ]

    let along = Sym.transpose order x
    let places = Sym.argsort along
    Sym.transpose order (Sym.takeAlong -1 along places), Sym.transpose order places

/// What is taken where a quantile lies between two places: how much of the second one, by the part of the way to it.
let private between where (method: string) : float -> float =
    match method with
    | "linear" -> id
    | "lower" -> fun _ -> 0.0
    | "higher" -> fun part -> if part > 0.0 then 1.0 else 0.0
    | "midpoint" -> fun part -> if part > 0.0 then 0.5 else 0.0
    | "nearest" -> id
    | other ->
        refuseWord where "method" other [ "linear"; "lower"; "higher"; "midpoint"; "nearest" ]

/// The value below which a share of an axis lies; NaN where a value is.
let quantile (method: string) (share: float) (axis: int) (x: Symbol) =
    let x = floating x
    let values, _ = sorted axis x
    let axis = Sym.axisOf x axis
    let exact = share * float (knownSize "quantile" x axis - 1)
    let take = between "quantile" method
    // a half goes to the even place
    let place = if method = "nearest" then Math.Round exact else exact
    let low = int (floor place)
    let part = take (place - floor place)
    let at n = Sym.pick axis n values

    let found =
        if part = 0.0 then
            at low
        else
            at low * (1.0 - part) + at (low + 1) * part

    let unknown = Sym.apply (Op.Unary Unary.IsNaN) [ x ] |> Sym.any [ axis ] false
    Sym.where unknown (found.Like nan) found

/// The same of what is a number; NaN where nothing is.
let quantileOfKnown (method: string) (share: float) (axis: int) (x: Symbol) =
    let take = between "nanquantile" method
    let axis = Sym.axisOf x axis
    let unknown = Sym.apply (Op.Unary Unary.IsNaN) [ floating x ]
    // what is no number goes to the end
    let values, _ =
        floating x |> Sym.where unknown (x.Like Double.PositiveInfinity) |> sorted axis

    let last = (Sym.cast values.DType (Sym.not' unknown) |> Sym.sum [ axis ] true) - 1.0

    let at (place: Symbol) =
        Sym.cast DType.Int64 (Sym.maximum place (place.Like 0.0))
        |> Sym.takeAlong axis values

    let place =
        if method = "nearest" then
            Sym.apply (Op.Unary Unary.Round) [ last * share ]
        else
            last * share

    let low = Sym.floor place
    let isBetween = Sym.greater place low

    let part =
        if method = "linear" then
            place - low
        else
            Sym.where isBetween (place.Like(take 0.5)) (place.Like 0.0)

    let found = at low * (1.0 - part) + at (Sym.minimum (low + 1.0) last) * part

    Sym.where (Sym.less last (last.Like 0.0)) (found.Like nan) found
    |> Sym.squeeze [ axis ]

/// A place that is found among what is a number; -1 where nothing is.
let placeOfKnown (filling: float) (axis: Nullable<int>) keep (find: Symbol -> Symbol) (x: Symbol) =
    if not (DType.isFloat x.DType) then
        find x
    else
        let unknown = Sym.apply (Op.Unary Unary.IsNaN) [ x ]
        let place = find (Sym.where unknown (x.Like filling) x)

        let none =
            if axis.HasValue then
                Sym.all [ Sym.axisOf x axis.Value ] keep unknown
            else
                Sym.all [ 0 .. x.Rank - 1 ] false unknown

        Sym.where none (place.Like -1.0) place

/// A norm of vectors (one axis) or matrices (two): Keras's orders.
let norm (order: NormOrder option) (axes: int list) keep (x: Symbol) : Symbol =
    let x = floating x
    let where = "norm"
    let sum = Sym.sum axes keep
    let size' = Sym.abs x

    match order, axes.Length with
    | None, _
    | Some FrobeniusOrder, 2 -> Sym.sqrt (sum (Sym.square x))
    | Some(PowerOrder power), 1 ->
        match power with
        | Double.PositiveInfinity -> Sym.reduce Aggregation.Max axes keep size'
        | Double.NegativeInfinity -> Sym.reduce Aggregation.Min axes keep size'
        | 0.0 -> Sym.cast x.DType (Sym.notEqual x (x.Like 0.0)) |> sum
        | 1.0 -> sum size'
        | 2.0 -> Sym.sqrt (sum (Sym.square x))
        | p -> Sym.power (sum (Sym.power size' (x.Like p))) (x.Like(1.0 / p))
    | Some(PowerOrder power), 2 ->
        let columns = Sym.sum [ axes[0] ] true size'
        let rows = Sym.sum [ axes[1] ] true size'

        let reduced kind (sums: Symbol) =
            let all = Sym.reduce kind axes true sums
            if keep then all else Sym.squeeze axes all

        match power with
        | 1.0 -> reduced Aggregation.Max columns
        | -1.0 -> reduced Aggregation.Min columns
        | Double.PositiveInfinity -> reduced Aggregation.Max rows
        | Double.NegativeInfinity -> reduced Aggregation.Min rows
        | other ->
            refuse where "ord \"fro\", 1, -1 or infinity of a matrix" $"{other}" "ord: \"fro\""
    | Some _, n -> refuse where "one axis, or two of a matrix" $"{n}" "axis: -1"

/// Every value as a part of its axis's norm.
let normalize (axis: int) (order: float) (epsilon: float) (x: Symbol) =
    let x = floating x
    let axes = [ Sym.axisOf x axis ]

    if order = 2.0 then
        let squares = Sym.sum axes true (Sym.square x)
        x * Sym.rsqrt (Sym.maximum squares (x.Like(epsilon * epsilon)))
    else
        x / Sym.maximum (norm (Some(PowerOrder order)) axes true x) (x.Like epsilon)

/// Rows summed by the group they belong to.
let segmentSum (groups: int) (ids: Symbol) (x: Symbol) =
    let matrix = Sym.reshape [ x.Dims.Head; product x.Dims.Tail ] x
    let member' = Sym.oneHot groups x.DType (Sym.cast DType.Int64 ids)

    Sym.matmul (Sym.transpose [ 1; 0 ] member') matrix
    |> Sym.reshape (size groups :: x.Dims.Tail)

/// The greatest of each group; the least number of all where a group is empty.
let segmentMax (groups: int) (ids: Symbol) (x: Symbol) =
    let member' =
        Sym.oneHot groups DType.Float32 (Sym.cast DType.Int64 ids)
        |> Sym.reshape ([ ids.Dims.Head; size groups ] @ [ for _ in x.Dims.Tail -> size 1 ])

    Sym.where
        (Sym.greater member' (member'.Like 0.0))
        (Sym.expandDims 1 x)
        (x.Like Double.NegativeInfinity)
    |> Sym.reduce Aggregation.Max [ 0 ] false
