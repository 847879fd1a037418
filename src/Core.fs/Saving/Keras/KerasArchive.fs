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

/// A model from the text of a config, with first values.
let ofJson (json: string) : Loaded =
    let where = "the JSON of a model"
    use document = Json.parse where (Budget()) (Text.Encoding.UTF8.GetBytes json)
    let root = document.RootElement
    UnknownClasses.refuseAny where true root
    let network = KerasConfig.model where root

    {
        Network = network
        Compilation = KerasCompile.tryRead where network root
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

let tryGroup (root: H5Group) (path: string) : H5Group option =
    match root.TryFind path with
    | Some(H5Object.Group group) -> Some group
    | Some(H5Object.Dataset _)
    | None -> None

let private showShape (shape: int[]) = $"""({String.Join(", ", shape)})"""

/// Writes datasets to weights, once all shapes have been seen to agree: a file that is refused leaves the weights as
/// they were.
let write where (state: State) (weights: Weight list) (values: H5Dataset list) =
    for w, d in List.zip weights values do
        if d.Shape <> w.Shape then
            refuse
                $"{where} / {w.Path}"
                $"values of shape {showShape w.Shape}"
                $"{d.Where} of shape {showShape d.Shape}"
                "load the weights into the model they were saved from, or what fits: LoadWeights(path, skipMismatch: true)"

    FileArrays.write state [ for w, d in List.zip weights values -> w, d.Array() ]

/// The arrays of a file by the path of their group.
type Source = string -> H5Dataset list

/// The arrays below the root of model.weights.h5.
let source (root: H5Group) : Source =
    fun path ->
        tryGroup root path
        |> Option.orElseWith (fun () -> OlderGroups.tryFind root path)
        |> Option.map datasets
        |> Option.defaultValue []

/// Whether arrays are those of weights, by number and shapes.
let fit (weights: Weight list) (found: H5Dataset list) : bool =
    found.Length = weights.Length
    && List.forall2 (fun (w: Weight) (d: H5Dataset) -> d.Shape = w.Shape) weights found

/// The weights of a network. Where `skipMismatch`, a group that does not fit stays as it was; the result is their
/// paths.
let readWeights
    where
    (source: Source)
    (skipMismatch: bool)
    (network: Network)
    (state: State)
    : string list =
    let groups =
        WeightPaths.groups network |> List.map (fun group -> group, source group.Path)

    let read, skipped =
        groups
        |> List.partition (fun (group, found) -> not skipMismatch || fit group.Weights found)

    for group, found in read do
        if found.Length <> group.Weights.Length then
            refuse
                $"{where} / {group.Path}"
                $"""{group.Weights.Length} arrays: {String.concat ", " (group.Weights |> List.map _.Path)}"""
                $"{found.Length} arrays"
                "load the weights into the model they were saved from, or what fits: LoadWeights(path, skipMismatch: true)"

    write where state (read |> List.collect (fst >> _.Weights)) (read |> List.collect snd)

    // the file's weight has in it what its adaptation had learned
    for w in LowRank.ofWeights (read |> List.collect (fst >> _.Weights)) do
        state.Write(w, NDArray.ofFloats w.DType w.Shape (Array.zeroCreate w.Count))

    skipped |> List.map (fun (group, _) -> group.Path)

/// Up to Keras 3.9, Nadam's product stands before the slots, and not after them.
let private productLast (counters: int) (found: H5Dataset list) : H5Dataset list =
    let counted, rest = List.splitAt counters found

    match rest with
    | product :: slots when product.Shape.Length = 0 -> counted @ slots @ [ product ]
    | _ -> found

/// The optimizer's variables, where the file has them all: one that never trained has not, and one of which others
/// are trained now begins anew, which is said.
let writeOptimizer
    where
    (found: H5Dataset list)
    (optimizer: Optimizer)
    (trained: Weight list)
    (state: State)
    : unit =
    let weights = optimizer.Updating.Variables trained
    let counters = 1 + (optimizer.Updating.RateWeight |> Option.toList |> List.length)

    if found.Length = weights.Length then
        match optimizer with
        | :? Nadam when not (fit weights found) -> productLast counters found
        | _ -> found
        |> write where state weights
    elif found.Length > counters then
        eprintfn
            $"{where}: the optimizer begins anew, since the file has {found.Length} arrays of its state and it has {weights.Length}"

let readOptimizer where (source: Source) optimizer trained state : unit =
    writeOptimizer where (source WeightPaths.optimizer) optimizer trained state

/// A model from an archive, with what it was compiled with where that is asked for; its weights go to the state.
let read (archive: Archive) (compile: bool) (state: State) : Loaded =
    use config = archive.Config()
    let root = config.RootElement
    UnknownClasses.refuseAny archive.Name compile root
    let network = KerasConfig.model archive.Name root

    let file = Hdf5.Open(archive.Weights(), $"{archive.Name} / model.weights.h5")

    let weights = source file
    readWeights archive.Name weights false network state |> ignore<string list>
    VocabularyFile.restore archive file (WeightPaths.layers network)

    let compilation =
        if compile then
            KerasCompile.tryRead archive.Name network root
        else
            None

    match compilation with
    | Some c -> readOptimizer archive.Name weights c.Optimizer network.TrainableWeights state
    | None -> ()

    {
        Network = network
        Compilation = compilation
    }
