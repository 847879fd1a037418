/// Dimensions as values of the graph: where a formula must be known while the model runs.
[<RequireQualifiedAccess>]
module internal Keratin.Onnx.Sizes

open Keratin

/// A dimension as a vector of one whole number.
let rec size (g: Graph) (dim: Dim) : string =
    let number (n: int) = g.Vector [ n ]

    let atom a =
        match a with
        | Unknown name ->
            let input, axis = g.Origin name
            g.Node("Gather", [ g.Node("Shape", [ input ]); number axis ], [ Whole("axis", 0) ])
        // sizes are never negative, so that cutting and flooring are the same
        | Quotient(d, n) -> g.Node("Div", [ size g d; number n ])
        | Product(a, b) -> g.Node("Mul", [ size g a; size g b ])

    let terms = [
        for KeyValue(a, count) in dim.Terms ->
            if count = 1 then
                atom a
            else
                g.Node("Mul", [ atom a; number count ])
    ]

    let constant =
        if dim.Constant = 0 && not terms.IsEmpty then
            []
        else
            [ number dim.Constant ]

    terms @ constant |> List.reduce (fun a b -> g.Node("Add", [ a; b ]))

/// A dimension as one number without axes.
let scalar (g: Graph) (dim: Dim) : string =
    match dim with
    | Size n -> g.Scalar DType.Int64 (float n)
    | Symbolic -> g.Squeeze(size g dim, [ 0 ])

/// A shape as a vector.
let vector (g: Graph) (dims: Dim list) : string =
    let numbers =
        dims
        |> List.choose (fun dim ->
            match dim with
            | Size n -> Some n
            | Symbolic -> None)

    if numbers.Length = dims.Length then
        g.Vector numbers
    else
        g.Node("Concat", dims |> List.map (size g), [ Whole("axis", 0) ])

/// A place on an axis for Slice: counted from the end where that needs no arithmetic.
let place (g: Graph) (axis: Dim) (dim: Dim) : string =
    match dim, dim - axis with
    | Size n, _ -> g.Vector [ n ]
    | _, Size 0 -> g.Places [ System.Int64.MaxValue ]
    | _, Size n when n < 0 -> g.Vector [ n ]
    | _ -> size g dim
