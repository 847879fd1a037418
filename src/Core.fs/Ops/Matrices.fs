/// What matrices (the last two axes) are taken apart into, and what is made of the parts.
[<RequireQualifiedAccess>]
module internal Keratin.Matrices

open System
open Keratin

let private apply f (inputs: Symbol list) =
    let floats =
        inputs
        |> List.map (fun x ->
            if DType.isFloat x.DType then
                x
            else
                Sym.cast DType.Float32 x)

    Symbol.Apply(Op.Matrix f, floats)

let turned (x: Symbol) = Rearranging.swapped -1 -2 x

let determinant x =
    (apply MatrixFunction.Determinant [ x ]).Head

let inverse x =
    (apply MatrixFunction.Inverse [ x ]).Head

let cholesky upper x =
    let lower = (apply MatrixFunction.Cholesky [ x ]).Head
    if upper then turned lower else lower

/// The inverse of the matrix whose Cholesky factor is given.
let choleskyInverse upper (x: Symbol) =
    let back = inverse (if upper then turned x else x)
    Sym.matmul (turned back) back

/// A right side with one axis less is a vector, or a vector for each matrix.
let solve (a: Symbol) (b: Symbol) =
    if b.Rank = a.Rank - 1 then
        (apply MatrixFunction.Solve [ a; Sym.expandDims -1 b ]).Head
        |> Sym.squeeze [ -1 ]
    else
        (apply MatrixFunction.Solve [ a; b ]).Head

let solveTriangular lower (a: Symbol) b =
    solve (if lower then Rearranging.tril 0 a else Rearranging.triu 0 a) b

let qr complete x =
    match apply (MatrixFunction.Qr complete) [ x ] with
    | [ q; r ] -> q, r
    | _ -> bug "qr" "two parts"

let eigh x =
    match apply MatrixFunction.Eigh [ x ] with
    | [ values; vectors ] -> values, vectors
    | _ -> bug "eigh" "two parts"

let svd full x =
    match apply (MatrixFunction.Svd full) [ x ] with
    | [ u; s; vh ] -> u, s, vh
    | _ -> bug "svd" "three parts"

let private sizes where (x: Symbol) =
    knownSize where x (x.Rank - 2), knownSize where x (x.Rank - 1)

/// Singular values below this count as zero: the greatest times the larger size times the type's precision.
let private tolerance where (s: Symbol) (x: Symbol) =
    let m, n = sizes where x

    let epsilon =
        if x.DType = DType.Float64 then
            Math.BitIncrement 1.0 - 1.0
        else
            1.1920929e-7

    Sym.maxAlong [ -1 ] true s * (float (max m n) * epsilon)

let rank (tol: float option) (x: Symbol) =
    let _, s, _ = svd false x

    let limit =
        match tol with
        | Some tol -> s.Like tol
        | None -> tolerance "matrix_rank" s x

    Sym.greater s limit |> Sym.cast DType.Int32 |> Sym.sum [ -1 ] false

/// Moore and Penrose's inverse.
let pseudoInverse (rcond: float option) (x: Symbol) =
    let u, s, vh = svd false x

    let limit =
        match rcond with
        | Some part -> Sym.maxAlong [ -1 ] true s * part
        | None -> tolerance "pinv" s x

    let counts = Sym.greater s limit
    let back = Sym.where counts (1.0 / Sym.where counts s (s.Like 1.0)) (s.Like 0.0)
    Sym.matmul (turned vh * Sym.expandDims -2 back) (turned u)

/// The x of the least squares of a · x - b.
let leastSquares rcond (a: Symbol) (b: Symbol) =
    let back = pseudoInverse rcond a

    if b.Rank = a.Rank - 1 then
        Sym.matmul back (Sym.expandDims -1 b) |> Sym.squeeze [ -1 ]
    else
        Sym.matmul back b

let power (n: int) (x: Symbol) =
    let _, size' = sizes "matrix_power" x

    /// By squaring.
    let rec raised n (x: Symbol) =
        match n with
        | 1 -> x
        | n when n % 2 = 0 -> raised (n / 2) (Sym.matmul x x)
        | n -> Sym.matmul x (raised (n - 1) x)

    if n = 0 then
        Rearranging.eye (size size') (size size') 0 x.DType |> Sym.broadcastTo x.Dims
    elif n < 0 then
        raised -n (inverse x)
    else
        raised n x
