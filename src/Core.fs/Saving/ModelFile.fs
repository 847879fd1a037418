/// Whole models and weights from files of every layout that Keras has had.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.ModelFile

open System
open System.IO
open Keratin
open Keratin.Engine

let private nameOf (path: string) = nonNull (Path.GetFileName path)

let private needFile (path: string) =
    if not (File.Exists path || Directory.Exists path) then
        refuse
            path
            "a file of a model or of weights"
            "no such file"
            "give the path of a .keras, .weights.h5 or .h5 file"

let private isHdf5 (path: string) =
    path.EndsWith(".h5", StringComparison.OrdinalIgnoreCase)

let private openHdf5 (path: string) (budget: Budget) : H5Group =
    let name = nameOf path
    Hdf5.Open(ReadOnlyMemory(WholeFile.read name path budget), name, budget)

/// A model from a .keras file, a folder with the same parts, or a whole model in HDF5; its weights go to
/// the state.
let load (path: string) (state: State) : KerasArchive.Loaded =
    needFile path
    let budget = Budget()

    if isHdf5 path then
        let root = openHdf5 path budget

        if not (LegacyH5.isModel root) then
            refuse
                (nameOf path)
                "a whole model"
                "weights alone"
                "build the model, and call LoadWeights on it"

        LegacyH5.read (nameOf path) root state
    else
        use archive = Archive.Open(path, budget)
        KerasArchive.read archive budget state

/// The weights of a network, and the state of its optimizer where the file has it.
let loadWeights
    (path: string)
    (network: Network)
    (optimizer: Optimizer option)
    (state: State)
    : unit =
    needFile path
    let budget = Budget()
    let name = nameOf path

    let readGroups (root: H5Group) =
        KerasArchive.readWeights name root network state

        optimizer
        |> Option.iter (fun o ->
            KerasArchive.readOptimizer name root o network.TrainableWeights state)

    if not (isHdf5 path) then
        use archive = Archive.Open(path, budget)

        Hdf5.Open(ReadOnlyMemory(archive.Weights()), $"{name} / model.weights.h5", budget)
        |> readGroups
    else
        let root = openHdf5 path budget

        match KerasArchive.tryGroup root "model_weights" with
        | Some group when LegacyH5.isModel root -> LegacyH5.readWeights name group network state
        | _ when LegacyH5.isWeights root -> LegacyH5.readWeights name root network state
        | _ -> readGroups root
