/// Sums of products: of vectors, matrices and whatever has more axes.
[<RequireQualifiedAccess>]
module internal Keratin.LinearAlgebra

open Keratin

/// As numpy's: a vector is a row on the left and a column on the right.
let matmul (a: Symbol) (b: Symbol) : Symbol =
    match a.Rank, b.Rank with
    | 1, 1 -> Sym.sumAll (a * b)
    | 1, _ -> Sym.matmul (Sym.expandDims 0 a) b |> Sym.squeeze [ -2 ]
    | _, 1 -> Sym.matmul a (Sym.expandDims 1 b) |> Sym.squeeze [ -1 ]
    | _ -> Sym.matmul a b

/// Sums over axes of both: every other axis of a, then every other one of b.
let contract (axesA: int list) (axesB: int list) (a: Symbol) (b: Symbol) : Symbol =
    if axesA.Length <> axesB.Length then
        refuse
            "tensordot"
            "as many axes of the one as of the other"
            $"%A{axesA} and %A{axesB}"
            "axes: 1"

    let axesA, axesB = List.map (Sym.axisOf a) axesA, List.map (Sym.axisOf b) axesB
    let freeA = [ 0 .. a.Rank - 1 ] |> List.except axesA
    let freeB = [ 0 .. b.Rank - 1 ] |> List.except axesB
    let dims (x: Symbol) axes = [ for axis in axes -> x.Dims[axis] ]
    let shared = product (dims a axesA)

    let left =
        a
        |> Sym.transpose (freeA @ axesA)
        |> Sym.reshape [ product (dims a freeA); shared ]

    let right =
        b
        |> Sym.transpose (axesB @ freeB)
        |> Sym.reshape [ shared; product (dims b freeB) ]

    Sym.matmul left right |> Sym.reshape (dims a freeA @ dims b freeB)

let dot (a: Symbol) (b: Symbol) : Symbol =
    match a.Rank, b.Rank with
    | 0, _
    | _, 0 -> a * b
    | _, 1 -> contract [ -1 ] [ 0 ] a b
    | _ -> contract [ -1 ] [ -2 ] a b

let outer (a: Symbol) (b: Symbol) : Symbol =
    let flat (x: Symbol) = Sym.reshape [ product x.Dims ] x
    Sym.expandDims 1 (flat a) * Sym.expandDims 0 (flat b)

/// An equation that may leave out the output's axes, which are then the letters that occur once.
let einsum (equation: string) (operands: Symbol list) : Symbol =
    let equation = equation.Replace(" ", "")

    let equation =
        if equation.Contains "->" then
            equation
        else
            let once =
                equation.Replace(",", "")
                |> Seq.countBy id
                |> Seq.filter (fun (_, n) -> n = 1)
                |> Seq.map (fst >> string)
                |> Seq.sort
                |> String.concat ""

            $"{equation}->{once}"

    Sym.einsum equation operands

/// Products of vectors of three numbers, along the last axis.
let cross (a: Symbol) (b: Symbol) : Symbol =
    let part i (x: Symbol) = Sym.pick -1 i x

    Sym.stack -1 [
        part 1 a * part 2 b - part 2 a * part 1 b
        part 2 a * part 0 b - part 0 a * part 2 b
        part 0 a * part 1 b - part 1 a * part 0 b
    ]
