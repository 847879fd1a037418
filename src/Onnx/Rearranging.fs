/// Nodes of the operations that move elements and leave them as they are.
module internal Keratin.Onnx.Rearranging

open Keratin

/// Where axes of size 1 are put in to make one shape of another; None when that does not do.
let rec private inserted (source: Dim list) (target: Dim list) axis : int list option =
    match source, target with
    | s :: source, t :: target when s = t -> inserted source target (axis + 1)
    | _, Size 1 :: target ->
        inserted source target (axis + 1) |> Option.map (fun axes -> axis :: axes)
    | [], [] -> Some []
    | _ -> None

/// A shape for Reshape: 0 where an axis stays, -1 for one that follows from the others, and sizes
/// calculated in the graph only where two do not follow.
let private target (g: Graph) (source: Dim list) (dims: Dim list) : string * Attribute list =
    let isEmpty =
        dims
        |> List.exists (fun dim ->
            match dim with
            | Size 0 -> true
            | _ -> false)

    let entries =
        dims
        |> List.mapi (fun i dim ->
            match dim with
            | Size n -> Some n
            | Symbolic when i < source.Length && source[i] = dim -> Some 0
            | Symbolic -> None)

    match entries |> List.filter Option.isNone with
    | _ when isEmpty ->
        Sizes.vector g dims, (if g.Opset >= 14 then [ Whole("allowzero", 1) ] else [])
    | []
    | [ _ ] -> g.Vector(entries |> List.map (Option.defaultValue -1)), []
    | _ -> Sizes.vector g dims, []

let reshape (g: Graph) (dims: Dim list) (x: Value) : Value =
    let name = Layout.lastName g x

    let y =
        match inserted x.Dims dims 0, inserted dims x.Dims 0 with
        | Some [], _ -> name
        | Some axes, _ -> g.Unsqueeze(name, axes)
        | _, Some axes -> g.Squeeze(name, axes)
        | None, None ->
            let shape, attributes = target g x.Dims dims
            g.Node("Reshape", [ name; shape ], attributes)

    Layout.computed { x.Type with Dims = dims } ChannelsLast y

let transpose (g: Graph) (axes: int list) (x: Value) (out: TensorType) : Value =
    let stored = axes |> List.map (Layout.axis x)
    Layout.computed out ChannelsLast (g.Transpose(Layout.name g x, stored))

let broadcastTo (g: Graph) (dims: Dim list) (x: Value) : Value =
    let added = dims.Length - x.Rank

    // a size that is there already need not be known
    let wanted =
        dims
        |> List.mapi (fun i dim ->
            if i >= added && x.Dims[i - added] = dim then
                size 1
            else
                dim)

    let y = g.Node("Expand", [ Layout.lastName g x; Sizes.vector g wanted ])
    Layout.computed { x.Type with Dims = dims } ChannelsLast y

let concat (g: Graph) axis (values: Value list) (out: TensorType) : Value =
    let values = values |> List.map (Layout.cast g out.DType)

    let isFirst =
        out.Rank > 2 && values |> List.exists (fun v -> v.Layout = ChannelsFirst)

    let values =
        values |> List.map (if isFirst then Layout.toFirst g else Layout.toLast g)

    let stored = Layout.axis values.Head axis

    let y =
        g.Node("Concat", values |> List.map (Layout.name g), [ Whole("axis", stored) ])

    Layout.computed out values.Head.Layout y

let slice (g: Graph) axis (start: Dim) (stop: Dim) step (x: Value) (out: TensorType) : Value =
    let whole = x.Dims[axis]

    let y =
        g.Node(
            "Slice",
            [
                Layout.name g x
                Sizes.place g whole start
                Sizes.place g whole stop
                g.Vector [ Layout.axis x axis ]
                g.Vector [ step ]
            ]
        )

    Layout.computed out x.Layout y

/// A slice from the last to the first.
let backwards (g: Graph) (axes: int list) (x: string) : string =
    let each (n: int64) = g.Places(axes |> List.map (fun _ -> n))
    g.Node("Slice", [ x; each -1L; each System.Int64.MinValue; g.Vector axes; each -1L ])

let reverse (g: Graph) (axes: int list) (x: Value) : Value =
    let stored = axes |> List.map (Layout.axis x)
    Layout.computed x.Type x.Layout (backwards g stored (Layout.name g x))

let pad (g: Graph) (pads: (int * int) list) mode (x: Value) (out: TensorType) : Value =
    let stored = Layout.arrange x pads
    let amounts = g.Vector((stored |> List.map fst) @ (stored |> List.map snd))

    let write name rest =
        g.Node("Pad", [ Layout.name g x; amounts ] @ rest, [ Text("mode", name) ])

    let y =
        match mode with
        | ConstantPad value -> write "constant" [ g.Scalar x.DType value ]
        | ReflectPad -> write "reflect" []
        | EdgePad -> write "edge" []

    Layout.computed out x.Layout y

let private index (g: Graph) (indices: Value) =
    let dtype =
        if indices.DType = DType.Int32 then
            DType.Int32
        else
            DType.Int64

    Layout.lastName g (Layout.cast g dtype indices)

let gather (g: Graph) axis (table: Value) (indices: Value) (out: TensorType) : Value =
    let y =
        g.Node("Gather", [ Layout.lastName g table; index g indices ], [ Whole("axis", axis) ])

    Layout.computed out ChannelsLast y

let takeAlong (g: Graph) axis (x: Value) (indices: Value) (out: TensorType) : Value =
    let operands = [ Layout.lastName g x; index g indices ]
    Layout.computed out ChannelsLast (g.Node("GatherElements", operands, [ Whole("axis", axis) ]))

let scatterRows (g: Graph) add (table: Value) (indices: Value) (rows: Value) (out: TensorType) =
    if add && g.Opset < 16 then
        refuse g.Place "opset 16 or later, for sums at places" $"opset {g.Opset}" "opset: 17"

    let operands = [ Layout.lastName g table; index g indices; Layout.lastName g rows ]

    let y =
        g.Node(
            "ScatterND",
            operands,
            [
                if add then
                    Text("reduction", "add")
            ]
        )

    Layout.computed out ChannelsLast y

/// By comparison: ONNX's OneHot counts negative indices from the end, where we have no class.
let oneHot (g: Graph) depth dtype (x: Value) (out: TensorType) : Value =
    let column = g.Unsqueeze(index g (Layout.cast g DType.Int64 x), [ x.Rank ])
    let classes = g.Vector [ 0 .. depth - 1 ]

    Layout.computed
        { out with DType = DType.Bool }
        ChannelsLast
        (g.Node("Equal", [ column; classes ]))
    |> Layout.cast g dtype
