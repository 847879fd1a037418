/// Statistics of what is a number, where others are not: NaN does not count.
[<RequireQualifiedAccess>]
module internal Keratin.Known

open System
open Keratin

let private missing (x: Symbol) = Sym.apply (Op.Unary Unary.IsNaN) [ x ]

/// Another number where there is none.
let filled (value: float) (x: Symbol) = Sym.where (missing x) (x.Like value) x

let private count axes keep (x: Symbol) =
    missing x |> Sym.not' |> Sym.cast x.DType |> Sym.sum axes keep

let sum axes keep x = filled 0.0 x |> Sym.sum axes keep
let mean axes keep x = sum axes keep x / count axes keep x

let product axes keep x =
    filled 1.0 x |> Sym.reduce Aggregation.Prod axes keep

let variance axes keep x =
    let apart = Sym.square (x - mean axes true x)
    sum axes keep apart / count axes keep x

/// The greatest or the least; NaN where nothing is known.
let extreme kind axes keep (x: Symbol) =
    let never =
        match kind with
        | Aggregation.Max -> -infinity
        | _ -> infinity

    let found = filled never x |> Sym.reduce kind axes keep
    let known = count axes keep x
    Sym.where (Sym.equal known (known.Like 0.0)) (found.Like nan) found
