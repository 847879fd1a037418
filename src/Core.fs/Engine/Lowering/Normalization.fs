/// Normalization by statistics.
module internal Keratin.Engine.Normalization

open Keratin
open Keratin.Engine.Instructions
open Keratin.Engine.Windows

let layerNorm (call: Call) axes (epsilon: float) =
    let shape = call.Sizes 0

    call.Final "aten::native_layer_norm" [
        Slot(call.X 0)
        Ints shape[shape.Length - axes ..]
        Slot(call.X 1)
        Slot(call.X 2)
        Float epsilon
    ]

/// By the statistics that are given, or by the batch's own.
let private normalizeBy (call: Call) (statistics: Arg list) (own: bool) (epsilon: float) =
    let rank = (call.Sizes 0).Length

    let y =
        call.Steps(
            "aten::native_batch_norm",
            [
                Slot(permute call (call.X 0) (first rank))
                Slot(call.X 1)
                Slot(call.X 2)
                yield! statistics
                Flag own
                Float 0.0
                Float epsilon
            ],
            [ true; own; own ]
        )

    permute call y[0] (last rank) :: List.tail y

/// By the batch's own statistics.
let batchNorm (call: Call) (epsilon: float) =
    normalizeBy call [ Absent; Absent ] true epsilon

/// By given statistics.
let batchNormInference (call: Call) (epsilon: float) =
    normalizeBy call [ Slot(call.X 3); Slot(call.X 4) ] false epsilon
    |> List.truncate 1

let layerNormBackward (call: Call) axes =
    let three = wanted call
    let shape = call.Sizes 1

    call.Steps(
        "aten::native_layer_norm_backward",
        [
            Slot(call.X 0)
            Slot(call.X 1)
            Ints shape[shape.Length - axes ..]
            Slot(call.X 2)
            Slot(call.X 3)
            Slot(call.X 4)
            Slot(call.X 5)
            Flags three
        ],
        three
    )

let batchNormBackward (call: Call) (epsilon: float) =
    let three = wanted call
    let rank = (call.Sizes 1).Length
    let planes n = permute call (call.X n) (first rank)

    // the kernel reads gamma as if its numbers lay one after another, whatever its strides
    let gamma = call.Step("aten::contiguous", [ Slot(call.X 4) ])

    let r =
        call.Steps(
            "aten::native_batch_norm_backward",
            [
                Slot(planes 0)
                Slot(planes 1)
                Slot gamma
                Absent
                Absent
                Slot(call.X 2)
                Slot(call.X 3)
                Flag true
                Float epsilon
                Flags three
            ],
            three
        )

    [ (if r[0] >= 0 then permute call r[0] (last rank) else -1); r[1]; r[2] ]
