/// What calls of layers make of weights in training.
[<RequireQualifiedAccess>]
module internal Keratin.CallUpdates

open Keratin

/// Of all calls that a graph leads back to, one after another.
let inGraph (roots: Symbol list) : (Weight * Symbol) list =
    Seq.append roots (Graph.nodes roots |> Seq.collect _.Inputs)
    |> Seq.choose (fun s ->
        match s.Origin with
        | :? LayerCall as call -> Some call
        | _ -> None)
    |> Seq.distinctBy (fun call -> call.Outputs.Head.Key)
    |> Seq.map _.Additions
    |> Additions.NextValues
