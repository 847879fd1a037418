/// Models from .keras files: the network, its weights, and what it was compiled with.
module internal Keratin.Saving.KerasArchive

open System
open System.IO
open Keratin
open Keratin.Engine

/// A model as a file has it; its weights are in the state it was loaded into.
[<NoComparison>]
type Loaded = {
    Network: Network
    Compilation: Compilation option
}

/// The datasets 0, 1, 2, … of a group.
let private datasets (group: H5Group) : H5Dataset list =
    Seq.initInfinite string
    |> Seq.map group.TryChild
    |> Seq.takeWhile Option.isSome
    |> Seq.choose (fun child ->
        match child with
        | Some(H5Object.Dataset d) -> Some d
        | Some(H5Object.Group _)
        | None -> None)
    |> List.ofSeq

let tryGroup (root: H5Group) (path: string) =
    match root.TryFind path with
    | Some(H5Object.Group group) -> Some group
    | Some(H5Object.Dataset _)
    | None -> None

let private showShape (shape: int[]) = $"""({String.Join(", ", shape)})"""

/// Writes datasets to weights, once all shapes have been seen to agree and all values have been read: a
/// file that is refused leaves the weights as they were.
let write where (state: State) (weights: Weight list) (values: H5Dataset list) =
    for w, d in List.zip weights values do
        if d.Shape <> w.Shape then
            refuse
                $"{where} / {w.Path}"
                $"values of shape {showShape w.Shape}"
                $"{d.Where} of shape {showShape d.Shape}"
                "load the weights into the model they were saved from"

    let elements =
        List.map2 (fun (w: Weight) (d: H5Dataset) -> d.ReadAs w.DType) weights values

    for w, values in List.zip weights elements do
        state.Write(w, values)

/// The arrays of a file by the path of their group.
type Source = string -> H5Dataset list

/// The arrays below the root of model.weights.h5.
let source (root: H5Group) : Source =
    fun path -> tryGroup root path |> Option.map datasets |> Option.defaultValue []

/// The weights of a network.
let readWeights where (source: Source) (network: Network) (state: State) : unit =
    let groups = WeightPaths.groups network

    let found =
        groups
        |> List.map (fun group ->
            let found = source group.Path

            if found.Length <> group.Weights.Length then
                refuse
                    $"{where} / {group.Path}"
                    $"""{group.Weights.Length} arrays: {String.concat ", " (group.Weights |> List.map _.Path)}"""
                    $"{found.Length} arrays"
                    "load the weights into the model they were saved from"

            found)

    write where state (groups |> List.collect _.Weights) (List.concat found)

    // the file's weight has in it what its adaptation had learned
    for w in LowRank.ofWeights network.Weights do
        state.Write(w, NDArray.ofFloats w.DType w.Shape (Array.zeroCreate w.Count))

/// The optimizer's variables, where the file has them all: one that never trained has not.
let writeOptimizer
    where
    (found: H5Dataset list)
    (optimizer: Optimizer)
    (trained: Weight list)
    (state: State)
    : unit =
    let weights = optimizer.Updating.Variables trained

    if found.Length = weights.Length then
        write where state weights found

let readOptimizer where (source: Source) optimizer trained state : unit =
    writeOptimizer where (source WeightPaths.optimizer) optimizer trained state

/// A model from an archive; its weights go to the state.
let read (archive: Archive) (budget: Budget) (state: State) : Loaded =
    use config = archive.Config()
    let root = config.RootElement
    UnknownClasses.refuseAny archive.Name root
    let network = KerasConfig.model archive.Name root

    let file =
        Hdf5.Open(ReadOnlyMemory(archive.Weights()), $"{archive.Name} / model.weights.h5", budget)

    let weights = source file
    readWeights archive.Name weights network state
    VocabularyFile.restore archive file (WeightPaths.layers network)

    let compilation =
        KerasConfig.compileConfig archive.Name root
        |> Option.map (KerasCompile.read archive.Name network)

    match compilation with
    | Some c -> readOptimizer archive.Name weights c.Optimizer network.TrainableWeights state
    | None -> ()

    {
        Network = network
        Compilation = compilation
    }
