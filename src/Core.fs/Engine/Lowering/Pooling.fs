/// The greatest and the mean of windows, and their gradients.
module internal Keratin.Engine.Pooling

open Keratin
open Keratin.Engine.Instructions
open Keratin.Engine.Windows

type private Pooling = {
    PX: int
    PSizes: int list
    Size: int list
    Strides: int list
    Symmetric: int list
    Dilation: int list
    PPads: (int * int) list
}

/// A border is LibTorch's own where that is allowed and serves, else made of `outside`.
let private pooling (call: Call) (w: PoolWindow) x (sizes: int list) outside allowed =
    let pads = explicit w.Window w.Size sizes
    let x, wide = spatial call x sizes
    let pads = row (0, 0) pads
    let size = row 1 w.Size

    // LibTorch's own padding reaches at most half a window
    let serves = isSymmetric pads && List.forall2 (fun (p, _) k -> 2 * p <= k) pads size
    let own = serves && (allowed || List.forall ((=) (0, 0)) pads)

    let x, symmetric =
        if own then
            x, pads |> List.map fst
        else
            border call x pads outside, pads |> List.map (fun _ -> 0)

    {
        PX = permute call x (first wide.Length)
        PSizes = wide
        Size = size
        Strides = row 1 w.Window.Strides
        Symmetric = symmetric
        Dilation = row 1 w.Window.Dilation
        PPads = if own then pads |> List.map (fun _ -> 0, 0) else pads
    }

/// What the mean of a window with padding outside is divided by, beside the window's own size.
let private coverage (call: Call) dtype (p: Pooling) =
    let inner = [ 1 ] @ p.PSizes[1 .. p.PSizes.Length - 2] @ [ 1 ]

    let ones =
        NDArray.ofFloats dtype (Array.ofList inner) (Array.create (count inner) 1.0)

    let padded = border call (call.Constant ones) p.PPads 0.0
    let planes = permute call padded (first inner.Length)

    call.Step(
        $"aten::avg_pool{dimension inner.Length}",
        [
            Slot planes
            Ints p.Size
            Ints p.Strides
            Ints p.Symmetric
            Flag false
            Flag true
            Absent
        ]
    )

let private isPadded pads =
    pads |> List.exists (fun p -> p <> (0, 0))

/// The greatest of each window, and where it is.
let maxPool (call: Call) (w: PoolWindow) =
    let p = pooling call w (call.X 0) (call.Sizes 0) System.Double.NegativeInfinity true

    let y =
        call.Steps(
            $"aten::max_pool{dimension p.PSizes.Length}_with_indices",
            [
                Slot p.PX
                Ints p.Size
                Ints p.Strides
                Ints p.Symmetric
                Ints p.Dilation
                Flag false
            ],
            [ true; call.Used[1] ]
        )

    // the places stay in LibTorch's own order: only the gradient reads them
    [ unrow call (permute call y[0] (last p.PSizes.Length)) call.Out.Sizes; y[1] ]

/// The mean of each window; cells outside do not count.
let averagePool (call: Call) (w: PoolWindow) =
    let p = pooling call w (call.X 0) (call.Sizes 0) 0.0 true
    let inside = not (isPadded p.PPads)

    let y =
        call.Step(
            $"aten::avg_pool{dimension p.PSizes.Length}",
            [
                Slot p.PX
                Ints p.Size
                Ints p.Strides
                Ints p.Symmetric
                Flag false
                Flag(not inside)
                Absent
            ]
        )

    let y =
        if inside then
            y
        else
            call.Step("aten::div.Tensor", [ Slot y; Slot(coverage call call.Out.DType p) ])

    [ unrow call (permute call y (last p.PSizes.Length)) call.Out.Sizes ]

let maxPoolBackward (call: Call) (w: PoolWindow) =
    let p = pooling call w (call.X 1) (call.Sizes 1) System.Double.NegativeInfinity true
    let g, wide = spatial call (call.X 0) (call.Sizes 0)
    let g = permute call g (first wide.Length)

    let y =
        call.Step(
            $"aten::max_pool{dimension wide.Length}_with_indices_backward",
            [
                Slot g
                Slot p.PX
                Ints p.Size
                Ints p.Strides
                Ints p.Symmetric
                Ints p.Dilation
                Flag false
                Slot(call.X 2)
            ]
        )

    let y = permute call y (last wide.Length)
    [ unrow call (crop call y p.PPads p.PSizes 1) (call.Sizes 1) ]

let averagePoolBackward (call: Call) (w: PoolWindow) =
    // LibTorch's gradient on CUDA is wrong where its own border does not count (2.11, channels last)
    let p = pooling call w (call.X 1) (call.Sizes 1) 0.0 false
    let g, wide = spatial call (call.X 0) (call.Sizes 0)
    let g = permute call g (first wide.Length)
    let inside = not (isPadded p.PPads)

    let g =
        if inside then
            g
        else
            call.Step("aten::div.Tensor", [ Slot g; Slot(coverage call (call.Type 0).DType p) ])

    let y =
        call.Step(
            $"aten::avg_pool{dimension wide.Length}_backward",
            [
                Slot g
                Slot p.PX
                Ints p.Size
                Ints p.Strides
                Ints p.Symmetric
                Flag false
                Flag(not inside)
                Absent
            ]
        )

    let y = permute call y (last wide.Length)
    [ unrow call (crop call y p.PPads p.PSizes 1) (call.Sizes 1) ]
