/// Values picked by index, borders that repeat, and the gradients of both.
module internal Keratin.Engine.Indexing

open Keratin
open Keratin.Engine.Instructions
open Keratin.Engine.Windows

/// Which place of an axis each place of the padded axis shows.
let private mirrored mode n (before, after) = [
    for i in -before .. n + after - 1 ->
        match mode with
        | EdgePad -> max 0 (min (n - 1) i)
        | ReflectPad
        | ConstantPad _ ->
            let period = max 1 (2 * (n - 1))
            let m = ((i % period) + period) % period
            if m < n then m else period - m
]

/// A border of one number, or one that repeats what is inside.
let pad (call: Call) (pads: (int * int) list) mode =
    match mode with
    | ConstantPad value ->
        call.Final "aten::constant_pad_nd" [
            Slot(call.X 0)
            Ints(innermostFirst pads)
            Float value
        ]
    | ReflectPad
    | EdgePad ->
        (call.X 0, List.indexed pads)
        ||> List.fold (fun x (axis, pair) ->
            if pair = (0, 0) then
                x
            else
                let length = (call.Sizes 0)[axis]
                let places = indexVector call (mirrored mode length pair)
                call.Step("aten::index_select", [ Slot x; Int axis; Slot places ]))
        |> List.singleton

/// Rows of a table.
let gather (call: Call) axis =
    let table, indices = call.Sizes 0, call.Sizes 1

    let flat =
        if indices.Length = 1 then
            call.X 1
        else
            view call (call.X 1) [ count indices ]

    let args = [ Slot(call.X 0); Int axis; Slot flat ]

    if indices.Length = 1 then
        call.Final ("aten::index_select", "aten::index_select.out") args
    else
        let rows = {
            DType = call.Out.DType
            Sizes = table[.. axis - 1] @ [ count indices ] @ table[axis + 1 ..]
        }

        let picked = call.Step("aten::index_select", args, "aten::index_select.out", rows)
        [ view call picked call.Out.Sizes ]

let takeAlong (call: Call) axis =
    call.Final ("aten::gather", "aten::gather.out") [
        Slot(call.X 0)
        Int axis
        Slot(wholeNumbers call (call.X 1) (call.Type 1))
    ]

/// Rows by number, in the place of those of a table or added to them.
let scatterRows (call: Call) add =
    let indices =
        view call (wholeNumbers call (call.X 1) (call.Type 1)) [ (call.Sizes 1).Head ]

    call.Final (if add then "aten::index_add" else "aten::index_copy") [
        Slot(call.X 0)
        Int 0
        Slot indices
        Slot(call.X 2)
    ]

let oneHot (call: Call) depth dtype =
    let column = view call (call.X 0) (call.Sizes 0 @ [ 1 ])
    let classes = indexVector call [ 0 .. depth - 1 ]
    let hot = call.Step("aten::eq.Tensor", [ Slot column; Slot classes ])

    if dtype = DType.Bool then
        [ hot ]
    else
        call.Final "aten::_to_copy" [ Slot hot; Int(int dtype) ]

/// A table of so many rows, whose rows received gradients.
let gatherBackward (call: Call) total axis =

    if axis = 0 then
        let indices = wholeNumbers call (call.X 0) (call.Type 0)
        let row = (call.Sizes 1)[(call.Sizes 0).Length ..]
        let flatGradient = view call (call.X 1) [ count (call.Sizes 0); count row ]
        let flatIndices = view call indices [ count (call.Sizes 0) ]

        let y =
            call.Step(
                "aten::embedding_dense_backward",
                [ Slot flatGradient; Slot flatIndices; Int total; Int -1; Flag false ]
            )

        [ view call y (total :: row) ]
    else
        let g = call.Sizes 1
        let n = count (call.Sizes 0)
        let shape = g[.. axis - 1] @ [ total ] @ g[axis + (call.Sizes 0).Length ..]
        let flat = g[.. axis - 1] @ [ n ] @ g[axis + (call.Sizes 0).Length ..]
        let zero = call.Scalar (call.Type 1).DType 0.0
        let zeros = call.Step("aten::expand", [ Slot zero; Ints shape ])
        let indices = view call (call.X 0) [ n ]

        [
            call.Step(
                "aten::index_add",
                [ Slot zeros; Int axis; Slot indices; Slot(view call (call.X 1) flat) ]
            )
        ]

/// Each gradient at the place its value was taken from.
let takeAlongBackward (call: Call) axis =
    let zero = call.Scalar (call.Type 0).DType 0.0
    let zeros = call.Step("aten::expand", [ Slot zero; Ints(call.Sizes 1) ])
    let index = wholeNumbers call (call.X 2) (call.Type 2)

    // where only one is taken, no place receives two, and nothing needs to be added up
    let operator, out =
        if (call.Sizes 2)[axis] = 1 then
            "aten::scatter.src", "aten::scatter.src_out"
        else
            "aten::scatter_add", "aten::scatter_add.out"

    call.Final (operator, out) [ Slot zeros; Int axis; Slot index; Slot(call.X 0) ]

/// What a border repeats counts where it was taken from.
let padBackward (call: Call) (pads: (int * int) list) mode =
    (call.X 1, List.indexed pads)
    ||> List.fold (fun g (axis, pair) ->
        if pair = (0, 0) then
            g
        else
            let zero = call.Scalar (call.Type 1).DType 0.0

            // axes before this one have their own sizes by now
            let shape =
                List.map2 (fun own padded -> own, padded) (call.Sizes 0) (call.Sizes 1)
                |> List.mapi (fun i (own, padded) -> if i <= axis then own else padded)

            let zeros = call.Step("aten::expand", [ Slot zero; Ints shape ])
            let length = (call.Sizes 0)[axis]
            let places = indexVector call (mirrored mode length pair)
            call.Step("aten::index_add", [ Slot zeros; Int axis; Slot places; Slot g ]))
    |> List.singleton
