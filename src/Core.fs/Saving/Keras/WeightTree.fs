/// The groups of model.weights.h5 with their arrays: the weights of a network, and the optimizer's.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.WeightTree

open System
open Keratin
open Keratin.Engine

/// The arrays at one place of a file by their numbers.
[<NoComparison; NoEquality>]
type Group = {
    Path: string
    Name: string
    Arrays: (string * LazyArray) list
}

/// The values of a weight, if they are not its own: of an adapted one, the sum that it counts as: W + scale · A · B.
let private trySum (state: State) (w: Weight) : NDArray option =
    w.Adaptation
    |> Option.map (fun adaptation ->
        let kernel = NDArray.toFloats (state.Read w)
        let a = NDArray.toFloats (state.Read adaptation.A)
        let b = NDArray.toFloats (state.Read adaptation.B)
        let rank, columns = adaptation.B.Shape[0], adaptation.B.Shape[1]

        let sums =
            kernel
            |> Array.mapi (fun i value ->
                let row, column = i / columns, i % columns
                let mutable change = 0.0

                for r in 0 .. rank - 1 do
                    change <- change + a[row * rank + r] * b[r * columns + column]

                value + change * adaptation.Scale)

        NDArray.ofFloats w.DType w.Shape sums)

/// Counters are 32 bits wide in files.
let private arrayOf (state: State) (w: Weight) : LazyArray =
    let dtype = if w.DType = DType.Int64 then DType.Int32 else w.DType

    if dtype = w.DType && w.Adaptation.IsNone then
        LazyArray.OfWeight(state, w)
    else
        let values () =
            trySum state w |> Option.defaultWith (fun () -> state.Read w)

        {
            DType = dtype
            Shape = w.Dims
            Take = fun _ -> ReadOnlyMemory (NDArray.cast dtype (values ())).Bytes
        }

let private arraysOf state (weights: Weight list) =
    weights |> List.mapi (fun i w -> string i, arrayOf state w)

let private optimizerGroups (network: Network) (optimizer: Optimizer) (state: State) : Group list =
    let group path (o: Optimizer) (trained: Weight list) =
        let all = o.Updating.Variables trained
        let counters = o.Updating.Iteration :: Option.toList o.Updating.RateWeight

        // before the first step there are no slots
        let known =
            if all |> List.exists (fun w -> state.Has w && not (List.contains w counters)) then
                all
            else
                counters

        {
            Path = path
            Name = o.Name
            Arrays = arraysOf state known
        }

    let trained = network.TrainableWeights

    // what an optimizer has within it is there for itself as well
    [
        group WeightPaths.optimizer optimizer trained

        match optimizer with
        | :? LossScaleOptimizer as scaled ->
            group "optimizer/inner_optimizer/vars" scaled.InnerOptimizer trained
        | :? MultiOptimizer as several ->
            let map = several.OptimizerMap

            for name, inner in
                WeightPaths.numbered (fun o -> Words.snake (o.GetType().Name)) map.All do
                trained
                |> List.filter (fun w -> obj.ReferenceEquals(map.Of w, inner))
                |> group $"optimizer/optimizers/{name}/vars" inner
        | _ -> ()
    ]

/// All groups of a model.
let groups (network: Network) (optimizer: Optimizer option) (state: State) : Group list = [
    let idf =
        Map [
            for path, layer in WeightPaths.layers network do
                match layer.Meaning with
                | Some(:? IVocabulary as v) when not v.IsGiven && v.Weights.Length > 0 ->
                    let values = NDArray.ofArray [| v.Weights.Length |] v.Weights
                    path + "/vars", [ "idf_weights", LazyArray.Of values ]
                | _ -> ()
        ]

    for g in WeightPaths.groups network do
        {
            Path = g.Path
            Name = g.Name
            Arrays = arraysOf state g.Weights @ (Map.tryFind g.Path idf |> Option.defaultValue [])
        }

    match optimizer with
    | Some o -> yield! optimizerGroups network o state
    | None -> ()
]

/// The tree of a file with these groups.
let ofGroups (groups: Group list) : H5Tree =
    let rec tree (here: (string list * Group) list) : H5Tree =
        let own =
            here |> List.tryPick (fun (rest, g) -> if rest.IsEmpty then Some g else None)

        let below =
            here
            |> List.choose (fun (rest, g) ->
                match rest with
                | [] -> None
                | first :: rest -> Some(first, (rest, g)))
            |> List.groupBy fst
            |> List.map (fun (name, items) -> name, tree (items |> List.map snd))

        match own with
        | Some g ->
            GroupTree(
                [ "name", OneText g.Name ],
                (g.Arrays |> List.map (fun (name, a) -> name, ArrayTree a)) @ below
            )
        | None -> GroupTree([], below)

    groups |> List.map (fun g -> List.ofArray (g.Path.Split '/'), g) |> tree
