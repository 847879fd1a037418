/// The vector-Jacobian products of what a matrix is taken apart into.
module internal Keratin.MatrixGradients

open Keratin

let private turned (x: Symbol) =
    Sym.transpose ([ 0 .. x.Rank - 3 ] @ [ x.Rank - 1; x.Rank - 2 ]) x

let private apply f inputs = Symbol.Apply(Op.Matrix f, inputs)

let private inverse x =
    (apply MatrixFunction.Inverse [ x ]).Head

let private solve a b =
    (apply MatrixFunction.Solve [ a; b ]).Head

/// Rows and columns of the last two axes as numbers: (rows, 1) and (1, columns).
let private places (x: Symbol) =
    Sym.iota x.Dims[x.Rank - 2] |> Sym.expandDims 1, Sym.iota x.Dims[x.Rank - 1] |> Sym.expandDims 0

/// What lies on the diagonal, below it and above it, each times a factor.
let private parts (diagonal: float) (below: float) (above: float) (x: Symbol) =
    let row, column = places x
    let factor (value: float) = x.Like value

    let weight =
        Sym.where
            (Sym.equal row column)
            (factor diagonal)
            (Sym.where (Sym.greater row column) (factor below) (factor above))

    x * weight

/// A function of a symmetric matrix reads the lower triangle alone: each of its elements stands for two.
let private ofLower (x: Symbol) =
    parts 1.0 1.0 0.0 x + parts 0.0 1.0 0.0 (turned x)

/// A vector on the diagonal of a matrix.
let private diagonal (x: Symbol) =
    let n = List.last x.Dims
    let wide = Sym.broadcastTo (x.Dims @ [ n ]) (Sym.expandDims -1 x)
    parts 1.0 0.0 0.0 wide

/// 1 / (b_j - a_i) off the diagonal, and 0 on it.
let private differences (x: Symbol) =
    let apart = Sym.expandDims -2 x - Sym.expandDims -1 x
    let row, column = places apart
    let onDiagonal = Sym.equal row column

    Sym.where onDiagonal (apart.Like 0.0) (1.0 / Sym.where onDiagonal (apart.Like 1.0) apart)

let private cholesky (l: Symbol) (g: Symbol) =
    let back = inverse l
    let middle = parts 0.5 1.0 0.0 (Sym.matmul (turned l) g)
    let s = Sym.matmul (Sym.matmul (turned back) middle) back
    ofLower ((s + turned s) / 2.0)

/// Murray, 2016; for matrices with at least as many rows as columns.
let private qr where (q: Symbol) (r: Symbol) (gq: Symbol) (gr: Symbol) =
    match r.Dims[r.Rank - 2], r.Dims[r.Rank - 1], q.Dims[q.Rank - 2] with
    | Size k, Size n, Size m when k = n && m >= n -> ()
    | _ ->
        refuse
            where
            "a derivative of qr with mode \"reduced\", of a matrix with at least as many rows as columns"
            $"q {q} and r {r}"
            "take qr of the transposed matrix"

    let m = Sym.matmul r (turned gr) - Sym.matmul (turned gq) q
    let symmetric = parts 1.0 1.0 0.0 m + parts 0.0 0.0 1.0 (turned m)
    let left = gq + Sym.matmul q symmetric
    turned (solve r (turned left))

let private eigh (w: Symbol) (v: Symbol) (gw: Symbol) (gv: Symbol) =
    let inner = diagonal gw + differences w * Sym.matmul (turned v) gv
    let full = Sym.matmul (Sym.matmul v inner) (turned v)
    ofLower ((full + turned full) / 2.0)

/// Townsend, 2016.
let private svd (u: Symbol) (s: Symbol) (vh: Symbol) (gu: Symbol) (gs: Symbol) (gvh: Symbol) =
    let v, gv = turned vh, turned gvh
    let rows (x: Symbol) = Sym.expandDims -1 x
    let columns (x: Symbol) = Sym.expandDims -2 x
    let skew (x: Symbol) = x - turned x
    let apart = differences (Sym.square s)

    let inner =
        diagonal gs
        + apart * skew (Sym.matmul (turned u) gu) * columns s
        + rows s * (apart * skew (Sym.matmul (turned v) gv))

    let outside (basis: Symbol) (g: Symbol) =
        g - Sym.matmul basis (Sym.matmul (turned basis) g)

    Sym.matmul (Sym.matmul u inner) vh
    + Sym.matmul (outside u gu / columns s) vh
    + Sym.matmul (u / columns s) (turned (outside v gv))

/// The gradients of the inputs, from those of the outputs; outputs without one have zeros.
let vjp
    where
    (f: MatrixFunction)
    (inputs: Symbol list)
    (outputs: Symbol list)
    (gradients: Symbol option list)
    : Symbol list =
    let g n =
        gradients[n] |> Option.defaultWith (fun () -> Sym.zerosLike outputs[n])

    match f with
    | MatrixFunction.Determinant ->
        let scale = Sym.expandDims -1 (Sym.expandDims -1 (g 0 * outputs[0]))
        [ turned (inverse inputs[0]) * scale ]
    | MatrixFunction.Inverse ->
        let y = turned outputs[0]
        [ -(Sym.matmul (Sym.matmul y (g 0)) y) ]
    | MatrixFunction.Cholesky -> [ cholesky outputs[0] (g 0) ]
    | MatrixFunction.Solve ->
        let back = solve (turned inputs[0]) (g 0)
        [ -(Sym.matmul back (turned outputs[0])); back ]
    | MatrixFunction.Qr _ -> [ qr where outputs[0] outputs[1] (g 0) (g 1) ]
    | MatrixFunction.Eigh -> [ eigh outputs[0] outputs[1] (g 0) (g 1) ]
    | MatrixFunction.Svd full ->
        if full && (gradients[0].IsSome || gradients[2].IsSome) then
            refuse
                where
                "a derivative of svd without full matrices"
                "one of full matrices"
                "fullMatrices: false"

        if full then
            match Symbol.Apply(Op.Matrix(MatrixFunction.Svd false), inputs) with
            | [ u; s; vh ] -> [ svd u s vh (Sym.zerosLike u) (g 1) (Sym.zerosLike vh) ]
            | _ -> bug where "three parts of a matrix"
        else
            [ svd outputs[0] outputs[1] outputs[2] (g 0) (g 1) (g 2) ]
