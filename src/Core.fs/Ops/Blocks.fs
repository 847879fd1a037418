/// Windows of values cut out and put together again, and what is calculated of a pixel's neighbours.
[<RequireQualifiedAccess>]
module internal Keratin.Blocks

open Keratin
open Keratin.LayerTypes

/// How windows lie over two axes.
type Grid = {
    Kernel: int list
    Dilation: int list
    Padding: int list
    Stride: int list
} with

    /// How many windows an axis of this length has.
    member g.Windows (where: string) axis (length: int) : int =
        let reach = (g.Kernel[axis] - 1) * g.Dilation[axis] + 1
        let windows = (length + 2 * g.Padding[axis] - reach) / g.Stride[axis] + 1

        if
            g.Stride[axis] < 1
            || g.Kernel[axis] < 1
            || windows < 1
            || length + 2 * g.Padding[axis] < reach
        then
            refuse
                where
                $"windows of {reach} that fit into {length} and {g.Padding[axis]} on both sides"
                $"%A{g.Kernel} with dilation %A{g.Dilation} and stride %A{g.Stride}"
                "a smaller kernelSize, or more padding"

        windows

    /// The places of a window, row after row.
    member g.Places = [
        for i in 0 .. g.Kernel[0] - 1 do
            for j in 0 .. g.Kernel[1] - 1 -> i * g.Dilation[0], j * g.Dilation[1]
    ]

/// The windows that parameters describe: one number, or one for each axis.
let gridOf
    where
    (kernel: Sizes)
    (dilation: Sizes | null)
    (padding: Sizes | null)
    (stride: Sizes | null)
    =
    let pair name standard (given: Sizes | null) =
        (given |> orElse (Sizes [ standard ])).For(where, name, 2)

    {
        Kernel = kernel.For(where, "kernelSize", 2)
        Dilation = pair "dilation" 1 dilation
        Padding = pair "padding" 0 padding
        Stride = pair "stride" 1 stride
    }

let private ofImages where rank (x: Symbol) =
    if x.Rank <> rank then
        refuse where $"{rank} axes" $"{x}" "Ops.Reshape"

/// Windows of images (batch, channels, height, width) as columns: (batch, channels · places, windows).
let unfold (grid: Grid) (x: Symbol) : Symbol =
    let where = "unfold"
    ofImages where 4 x
    let channels = knownSize where x 1
    let rows = grid.Windows where 0 (knownSize where x 2)
    let columns = grid.Windows where 1 (knownSize where x 3)
    let around axis = grid.Padding[axis], grid.Padding[axis]
    let padded = Sym.pad [ 0, 0; 0, 0; around 0; around 1 ] 0.0 x

    let every axis start count stride (x: Symbol) =
        Sym.apply (Op.Slice(axis, size start, size (start + (count - 1) * stride + 1), stride)) [
            x
        ]

    Sym.stack 2 [
        for i, j in grid.Places ->
            padded |> every 2 i rows grid.Stride[0] |> every 3 j columns grid.Stride[1]
    ]
    |> Sym.reshape [ x.Dims.Head; size (channels * grid.Places.Length); size (rows * columns) ]

/// Zeros between the places of an axis, and before and after them, to a length.
let private spread axis start stride length (x: Symbol) =
    let n = knownSize "fold" x axis

    let among axis' pads = [ for i in 0..axis' -> if i = axis' then pads else 0, 0 ]

    let wide = Sym.expandDims (axis + 1) x
    let rest = [ for _ in axis + 2 .. wide.Rank - 1 -> 0, 0 ]
    let apart = Sym.pad (among (axis + 1) (0, stride - 1) @ rest) 0.0 wide

    let joined =
        apart
        |> Sym.reshape (x.Dims |> List.mapi (fun i d -> if i = axis then size (n * stride) else d))
        |> Sym.slice axis (size 0) (size ((n - 1) * stride + 1))

    let after = length - start - ((n - 1) * stride + 1)
    Sym.pad (among axis (start, after) @ [ for _ in axis + 1 .. x.Rank - 1 -> 0, 0 ]) 0.0 joined

/// The reverse of unfold: what lies on the same pixel is summed.
let fold (outputSize: int list) (grid: Grid) (x: Symbol) : Symbol =
    let where = "fold"
    ofImages where 3 x
    let rows = grid.Windows where 0 outputSize[0]
    let columns = grid.Windows where 1 outputSize[1]
    let places = grid.Places.Length
    let depth = knownSize where x 1

    if depth % places <> 0 || knownSize where x 2 <> rows * columns then
        refuse
            where
            $"(batch, channels · {places}, {rows * columns}), for {rows} · {columns} windows of {places} places"
            $"{x}"
            "check outputSize and kernelSize"

    let windows =
        Sym.reshape [ x.Dims.Head; size (depth / places); size places; size rows; size columns ] x

    let whole axis =
        outputSize[axis] + 2 * grid.Padding[axis]

    let cut axis (x: Symbol) =
        let before = grid.Padding[axis]
        Sym.slice (axis + 2) (size before) (size (before + outputSize[axis])) x

    [
        for place, (i, j) in List.indexed grid.Places ->
            Sym.pick 2 place windows
            |> spread 2 i grid.Stride[0] (whole 0)
            |> spread 3 j grid.Stride[1] (whole 1)
    ]
    |> List.reduce Sym.add
    |> cut 0
    |> cut 1

/// Parts of the last axis of one length, which begin so many places apart: (…, parts, length).
let sequences (length: int) (stride: int) (x: Symbol) : Symbol =
    let where = "extract_sequences"
    let n = knownSize where x (x.Rank - 1)

    if length < 1 || stride < 1 || length > n then
        refuse
            where
            $"sequenceLength from 1 to {n}, and a stride above 0"
            $"{length} and {stride}"
            "a shorter sequenceLength"

    Sym.stack (x.Rank - 1) [
        for start in 0..stride .. n - length ->
            Sym.slice (x.Rank - 1) (size start) (size (start + length)) x
    ]

/// Smoothed by a bell: the first size and deviation are those along a row, as Keras does.
let blur (columns: int, rows: int) (alongRow: float, alongColumn: float) (x: Symbol) : Symbol =
    let bell count (deviation: float) =
        Enhance.bell count None (x.Like deviation)

    let batch = if x.Rank = 3 then Sym.expandDims 0 x else x
    let blurred = Enhance.blur (bell rows alongColumn) (bell columns alongRow) batch
    if x.Rank = 3 then Sym.squeeze [ 0 ] blurred else blurred

/// How steep images are downwards and to the right, by Sobel: (batch, height, width, channels, 2).
let sobel (x: Symbol) : Symbol =
    ofImages "sobel_edges" 4 x
    let number (v: float) = x.Like v
    let smooth = List.map number [ 1.0; 2.0; 1.0 ]
    let rise = List.map number [ -1.0; 0.0; 1.0 ]
    Sym.stack -1 [ Enhance.blur rise smooth x; Enhance.blur smooth rise x ]
