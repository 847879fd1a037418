/// What sliding windows share: (batch, spatial…, channels) as LibTorch's kernels want it, and padding.
module internal Keratin.Engine.Windows

open Keratin
open Keratin.Engine.Instructions

/// (batch, spatial…, channels) to LibTorch's (batch, channels, spatial…), without a copy.
let first rank = [ 0; rank - 1 ] @ [ 1 .. rank - 2 ]
let last rank = [ 0 ] @ [ 2 .. rank - 1 ] @ [ 1 ]

/// Two-dimensional windows also serve one spatial axis, as one row.
let spatial (call: Call) (x: int) (sizes: int list) =
    match sizes with
    | [ batch; time; channels ] ->
        view call x [ batch; 1; time; channels ], [ batch; 1; time; channels ]
    | sizes -> x, sizes

let row (padding: 'a) (values: 'a list) =
    match values with
    | [ one ] -> [ padding; one ]
    | several -> several

let explicit (window: Window) (kernel: int list) (sizes: int list) =
    match window.Pads with
    | Explicit pads -> pads
    | SamePads ->
        List.zip3 kernel window.Strides window.Dilation
        |> List.mapi (fun i (k, s, d) -> Infer.samePads sizes[i + 1] k s d)

/// LibTorch's order of padding: the innermost axis first.
let innermostFirst (pads: (int * int) list) = [
    for before, after in List.rev pads do
        before
        after
]

/// A border of one number around the spatial axes; the channels, which come last, have none.
let border (call: Call) x pads (value: float) =
    let flat = innermostFirst (pads @ [ 0, 0 ])
    call.Step("aten::constant_pad_nd", [ Slot x; Ints flat; Float value ])

/// Padding written into the value where LibTorch's own, alike on both sides, will not do.
let padded (call: Call) x (pads: (int * int) list) (value: float) =
    if pads |> List.forall (fun (a, b) -> a = b) then
        x, pads |> List.map fst
    else
        border call x pads value, pads |> List.map (fun _ -> 0)

/// A value with the spatial axis that was added taken away again.
let unrow (call: Call) x (sizes: int list) =
    if sizes.Length = 3 then view call x sizes else x

/// Cuts the padding off a gradient.
let crop (call: Call) x (pads: (int * int) list) (sizes: int list) firstAxis =
    (x, List.indexed pads)
    ||> List.fold (fun x (i, (before, after)) ->
        if before = 0 && after = 0 then
            x
        else
            call.Step(
                "aten::slice.Tensor",
                [ Slot x; Int(i + firstAxis); Int before; Int(before + sizes[i + 1]); Int 1 ]
            ))

let isSymmetric pads =
    pads |> List.forall (fun (a: int, b) -> a = b)

let dimension rank = if rank = 5 then "3d" else "2d"


let spatialSizes (sizes: int list) =
    match sizes[1 .. sizes.Length - 2] with
    | [ one ] -> [ 1; one ]
    | several -> several

let resizable (call: Call) x (sizes: int list) =
    let x, wide = spatial call x sizes
    permute call x (first wide.Length), wide.Length


/// Which of a kernel's three gradients anybody reads.
let wanted (call: Call) =
    List.truncate 3 (call.Used @ [ false; false; false ])
