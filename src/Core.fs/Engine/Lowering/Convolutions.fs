/// Convolutions, transposed ones, and the gradients of both.
module internal Keratin.Engine.Convolutions

open Keratin
open Keratin.Engine.Instructions
open Keratin.Engine.Windows

let private kernelFirst rank =
    [ rank - 1; rank - 2 ] @ [ 0 .. rank - 3 ]

let private kernelLast rank = [ 2 .. rank - 1 ] @ [ 1; 0 ]

/// A kernel of one spatial axis as one of two.
let private wideKernel (call: Call) kernel (sizes: int list) =
    if sizes.Length = 3 then
        view call kernel (1 :: sizes), 1 :: sizes
    else
        kernel, sizes

type private Convolution = {
    X: int
    XSizes: int list
    Kernel: int
    Rest: Arg list
    Pads: (int * int) list
}

/// Operands of aten::convolution for a window over (batch, spatial…, channels).
let private convolution
    (call: Call)
    (w: ConvWindow)
    x
    (xSizes: int list)
    kernel
    (kSizes: int list)
    =
    let spatialSizes = kSizes[.. kSizes.Length - 3]
    let pads = explicit w.Window spatialSizes xSizes
    let x, sizes = spatial call x xSizes
    let pads = row (0, 0) pads
    let x, symmetric = padded call x pads 0.0

    let kernel, kSizes = wideKernel call kernel kSizes
    let strides, dilation = row 1 w.Window.Strides, row 1 w.Window.Dilation

    {
        X = permute call x (first sizes.Length)
        XSizes = sizes
        Kernel = permute call kernel (kernelFirst kSizes.Length)
        Rest = [
            Ints strides
            Ints symmetric
            Ints dilation
            Flag false
            Ints(List.replicate strides.Length 0)
            Int w.Groups
        ]
        Pads = pads
    }

/// LibTorch cuts the same on both sides: what is over on either is in Pads, negative where cells are added.
let private transposedOperands (call: Call) w x xSizes kernel kSizes : Convolution =
    let x, wide = spatial call x xSizes

    let kernel, kSizes = wideKernel call kernel kSizes
    let crop = row (0, 0) w.Crop
    let strides, dilation = row 1 w.Strides, row 1 w.Dilation
    let padding = crop |> List.map (fun (before, after) -> max 0 (min before after))

    // (…, out, in) to (in, out, …)
    let rank = kSizes.Length
    let axes = [ rank - 1; rank - 2 ] @ [ 0 .. rank - 3 ]

    {
        X = permute call x (first wide.Length)
        XSizes = wide
        Kernel = permute call kernel axes
        Rest = [
            Ints strides
            Ints padding
            Ints dilation
            Flag true
            Ints(List.replicate strides.Length 0)
            Int 1
        ]
        Pads = List.map2 (fun (before, after) p -> before - p, after - p) crop padding
    }

/// The full transposed convolution, then cropped or extended on each side.
let transposed (call: Call) (w: ConvTransposeWindow) =
    let c =
        transposedOperands call w (call.X 0) (call.Sizes 0) (call.X 1) (call.Sizes 1)

    let bias = if w.HasBias then Slot(call.X 2) else Absent

    let y =
        if c.Pads |> List.forall ((=) (0, 0)) then
            call.Step("aten::convolution", [ Slot c.X; Slot c.Kernel; bias ] @ c.Rest)
        else
            // what LibTorch cannot cut or add itself; the bias comes after, over all cells
            let y = call.Step("aten::convolution", [ Slot c.X; Slot c.Kernel; Absent ] @ c.Rest)

            let flat = innermostFirst [ for before, after in c.Pads -> -before, -after ]
            let y = call.Step("aten::constant_pad_nd", [ Slot y; Ints flat; Float 0.0 ])

            match bias with
            | Slot b ->
                let shaped = view call b ([ -1 ] @ List.replicate c.Pads.Length 1)
                call.Step("aten::add.Tensor", [ Slot y; Slot shaped ])
            | _ -> y

    [ unrow call (permute call y (last c.XSizes.Length)) call.Out.Sizes ]

/// A convolution over (batch, spatial…, channels).
let conv (call: Call) (w: ConvWindow) =
    let c = convolution call w (call.X 0) (call.Sizes 0) (call.X 1) (call.Sizes 1)
    let bias = if w.HasBias then Slot(call.X 2) else Absent
    let y = call.Step("aten::convolution", [ Slot c.X; Slot c.Kernel; bias ] @ c.Rest)
    [ unrow call (permute call y (last c.XSizes.Length)) call.Out.Sizes ]

/// Gradients of (channels-first) convolution operands, back in the user's layout.
let private convolutionGradients
    (call: Call)
    (c: Convolution)
    (r: int list)
    xSizes
    (kSizes: int list)
    =
    let input =
        if r[0] < 0 then
            -1
        else
            let g = permute call r[0] (last c.XSizes.Length)

            let pads =
                if isSymmetric c.Pads then
                    c.Pads |> List.map (fun _ -> 0, 0)
                else
                    c.Pads

            unrow call (crop call g pads c.XSizes 1) xSizes

    let kernel =
        if r[1] < 0 then
            -1
        else
            let rank = c.XSizes.Length
            let g = permute call r[1] (kernelLast rank)
            if kSizes.Length = 3 then view call g kSizes else g

    [ input; kernel ] @ r[2..]

/// Of input, kernel and bias.
let convBackward (call: Call) (w: ConvWindow) =
    let three = wanted call
    let c = convolution call w (call.X 1) (call.Sizes 1) (call.X 2) (call.Sizes 2)
    let g, wide = spatial call (call.X 0) (call.Sizes 0)
    let g = permute call g (first wide.Length)

    let bias =
        if w.HasBias then
            Ints [ List.last (call.Sizes 2) ]
        else
            Absent

    let r =
        call.Steps(
            "aten::convolution_backward",
            [ Slot g; Slot c.X; Slot c.Kernel; bias ] @ c.Rest @ [ Flags three ],
            three
        )

    convolutionGradients call c r (call.Sizes 1) (call.Sizes 2)

/// Of input, kernel and bias.
let transposedBackward (call: Call) (w: ConvTransposeWindow) =
    let three = wanted call

    let c =
        transposedOperands call w (call.X 1) (call.Sizes 1) (call.X 2) (call.Sizes 2)

    let g, wide = spatial call (call.X 0) (call.Sizes 0)
    let g = permute call g (first wide.Length)
    let uneven = c.Pads |> List.exists ((<>) (0, 0))

    let full =
        if uneven then
            let flat = innermostFirst c.Pads
            call.Step("aten::constant_pad_nd", [ Slot g; Ints flat; Float 0.0 ])
        else
            g

    let bias =
        if w.HasBias then
            Ints [ (call.Sizes 2)[(call.Sizes 2).Length - 2] ]
        else
            Absent

    let needBias = three[2] && uneven
    let three = if uneven then [ three[0]; three[1]; false ] else three

    let r =
        call.Steps(
            "aten::convolution_backward",
            [ Slot full; Slot c.X; Slot c.Kernel; bias ] @ c.Rest @ [ Flags three ],
            three
        )

    let r =
        if needBias then
            let axes = [ 0 .. wide.Length - 1 ] |> List.filter ((<>) 1)

            [
                r[0]
                r[1]
                call.Step("aten::sum.dim_IntList", [ Slot g; Ints axes; Flag false ])
            ]
        else
            r

    convolutionGradients
        call
        {
            c with
                Pads = c.Pads |> List.map (fun _ -> 0, 0)
        }
        r
        (call.Sizes 1)
        (call.Sizes 2)
