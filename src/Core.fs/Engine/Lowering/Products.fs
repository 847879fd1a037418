/// Products of matrices.
module internal Keratin.Engine.Products

open Keratin
open Keratin.Engine.Instructions

let matmul (call: Call) =
    let a, b = call.X 0, call.X 1
    let aSizes, bSizes = call.Sizes 0, call.Sizes 1
    let out = call.Out
    let columns = List.last bSizes
    let k = List.last aSizes

    if bSizes.Length = 2 then
        if aSizes.Length = 2 then
            call.Final ("aten::mm", "aten::mm.out") [ Slot a; Slot b ]
        else
            let n = count aSizes[.. aSizes.Length - 2]
            let flat = view call a [ n; k ]

            let y =
                call.Step(
                    "aten::mm",
                    [ Slot flat; Slot b ],
                    "aten::mm.out",
                    { out with Sizes = [ n; columns ] }
                )

            [ view call y out.Sizes ]
    else
        let batch = out.Sizes[.. out.Sizes.Length - 3]
        let rows = out.Sizes[out.Sizes.Length - 2]

        let stack x (sizes: int list) r c =
            let x =
                if sizes[.. sizes.Length - 3] = batch then
                    x
                else
                    call.Step("aten::expand", [ Slot x; Ints(batch @ [ r; c ]) ])

            if batch.Length = 1 then
                x
            else
                view call x [ count batch; r; c ]

        let a, b = stack a aSizes rows k, stack b bSizes k columns

        if batch.Length = 1 then
            call.Final ("aten::bmm", "aten::bmm.out") [ Slot a; Slot b ]
        else
            let y =
                call.Step(
                    "aten::bmm",
                    [ Slot a; Slot b ],
                    "aten::bmm.out",
                    {
                        out with
                            Sizes = [ count batch; rows; columns ]
                    }
                )

            [ view call y out.Sizes ]


/// x · kernel + bias over the last axis.
let linear (call: Call) =
    let rows = call.Sizes 0
    let k, columns = List.last rows, (call.Sizes 1)[1]
    let args x = [ Slot(call.X 2); Slot x; Slot(call.X 1) ]

    if rows.Length = 2 then
        call.Final ("aten::addmm", "aten::addmm.out") (args (call.X 0))
    else
        let n = count rows / max 1 k
        let flat = view call (call.X 0) [ n; k ]

        let y =
            call.Step(
                "aten::addmm",
                args flat,
                "aten::addmm.out",
                { call.Out with Sizes = [ n; columns ] }
            )

        [ view call y call.Out.Sizes ]
