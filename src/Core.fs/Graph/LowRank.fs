/// Low-rank adaptation: what an adapted weight counts as.
[<RequireQualifiedAccess>]
module internal Keratin.LowRank

open Keratin

/// W + scale · A · B for an adapted weight, or None for any other.
let value (weight: Weight) : Symbol option =
    weight.Adaptation
    |> Option.map (fun adaptation ->
        let kernel = Sym.weight weight
        let a, b = Sym.weight adaptation.A, Sym.weight adaptation.B
        let rows = Sym.reshape [ product a.Dims[.. a.Rank - 2]; List.last a.Dims ] a
        let change = Sym.matmul rows b * adaptation.Scale
        kernel + Sym.reshape kernel.Dims (Sym.cast kernel.DType change))

/// The same graph, with every adapted weight as what it counts as.
let applied (roots: Symbol list) : Symbol list =
    roots
    |> Graph.rewrite (fun node _ ->
        match node.Op with
        | Op.Weight weight -> value weight |> Option.map List.singleton
        | _ -> None)

/// The weights of a layer's adaptations: files do not have them, as they have the sums.
let ofWeights (weights: Weight list) : Weight list =
    weights
    |> List.collect (fun weight ->
        match weight.Adaptation with
        | Some adaptation -> [ adaptation.A; adaptation.B ]
        | None -> [])
