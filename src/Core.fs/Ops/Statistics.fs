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

/// The value below which a share of an axis lies; between two places in a straight line.
let quantile (share: float) (axis: int) (x: Symbol) =
    let values, _ = sorted axis (floating x)
    let axis = Sym.axisOf x axis
    let place = share * float (knownSize "quantile" x axis - 1)
    let low = int (floor place)
    let part = place - floor place
    let at n = Sym.pick axis n values

    if part = 0.0 then
        at low
    else
        at low * (1.0 - part) + at (low + 1) * part

/// The same of what is a number; NaN where nothing is.
let quantileOfKnown (share: float) (axis: int) (x: Symbol) =
    let axis = Sym.axisOf x axis
    let unknown = Sym.apply (Op.Unary Unary.IsNaN) [ floating x ]
    // what is no number goes to the end
    let values, _ =
        floating x |> Sym.where unknown (x.Like Double.PositiveInfinity) |> sorted axis

    let last = (Sym.cast values.DType (Sym.not' unknown) |> Sym.sum [ axis ] true) - 1.0

    let at (place: Symbol) =
        Sym.cast DType.Int64 (Sym.maximum place (place.Like 0.0))
        |> Sym.takeAlong axis values

    let place = last * share
    let low = Sym.floor place
    let part = place - low
    let found = at low * (1.0 - part) + at (Sym.minimum (low + 1.0) last) * part

    Sym.where (Sym.less last (last.Like 0.0)) (found.Like nan) found
    |> Sym.squeeze [ axis ]

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
