/// Spatial axes made longer.
module internal Keratin.Engine.Resampling

open Keratin
open Keratin.Engine.Instructions
open Keratin.Engine.Windows

let private resampling mode rank =
    match mode, rank with
    | NearestResample, 5 -> "nearest3d"
    | NearestResample, _ -> "nearest2d"
    | BilinearResample, _ -> "bilinear2d"

let resize (call: Call) mode =
    let planes, wide = resizable call (call.X 0) (call.Sizes 0)
    let target = (spatialSizes call.Out.Sizes)

    let args =
        match mode with
        | NearestResample -> [ Slot planes; Ints target ]
        | BilinearResample -> [ Slot planes; Ints target; Flag false ]

    let y = call.Step($"aten::upsample_{resampling mode wide}", args)
    [ unrow call (permute call y (last wide)) call.Out.Sizes ]

let resizeBackward (call: Call) mode =
    let g, wide = resizable call (call.X 0) (call.Sizes 0)
    let whole = call.Sizes 1
    let input = [ whole.Head; List.last whole ] @ spatialSizes whole

    let args =
        match mode with
        | NearestResample -> [ Slot g; Ints(spatialSizes (call.Sizes 0)); Ints input ]
        | BilinearResample -> [ Slot g; Ints(spatialSizes (call.Sizes 0)); Ints input; Flag false ]

    let y = call.Step($"aten::upsample_{resampling mode wide}_backward", args)
    [ unrow call (permute call y (last wide)) whole ]
