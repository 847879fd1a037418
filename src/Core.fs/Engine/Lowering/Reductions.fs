/// Many numbers to one.
module internal Keratin.Engine.Reductions

open Keratin
open Keratin.Engine.Instructions

let reduce (call: Call) kind (axes: int list) keep x =
    /// One axis at a time, the last first, so that the others keep their numbers.
    let chain name args =
        let x =
            (x, List.rev (List.sort axes).Tail)
            ||> List.fold (fun x axis -> call.Step(name, [ Slot x; Int axis; Flag keep ] @ args))

        call.Final name ([ Slot x; Int (List.sort axes).Head; Flag keep ] @ args)

    match kind with
    | Aggregation.Sum ->
        call.Final ("aten::sum.dim_IntList", "aten::sum.IntList_out") [
            Slot x
            Ints axes
            Flag keep
        ]
    | Aggregation.Mean ->
        call.Final ("aten::mean.dim", "aten::mean.out") [ Slot x; Ints axes; Flag keep ]
    | Aggregation.Max ->
        call.Final ("aten::amax", "aten::amax.out") [ Slot x; Ints axes; Flag keep ]
    | Aggregation.Min ->
        call.Final ("aten::amin", "aten::amin.out") [ Slot x; Ints axes; Flag keep ]
    | Aggregation.LogSumExp -> call.Final "aten::logsumexp" [ Slot x; Ints axes; Flag keep ]
    | Aggregation.Prod -> chain "aten::prod.dim_int" []
    | Aggregation.All -> chain "aten::all.dim" []
    | Aggregation.Any -> chain "aten::any.dim" []

/// The greatest of the last axis by a stable sort, since LibTorch's own topk leaves equal values in any order.
let topK (call: Call) k x : int list =
    let order = [ Slot x; Flag true; Int -1; Flag true ]

    call.Steps("aten::sort.stable", order, call.Used)
    |> List.map (fun sorted ->
        if sorted < 0 then
            -1
        else
            call.Step("aten::slice.Tensor", [ Slot sorted; Int -1; Int 0; Int k; Int 1 ]))
