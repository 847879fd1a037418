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
    [ ".h5"; ".hdf5" ]
    |> List.exists (fun ending -> path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))

let private refuseOnnx (path: string) =
    if path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) then
        refuse
            (nameOf path)
            "a model or weights that Keras can read: .keras, .h5, .weights.h5"
            "an ONNX model, which has operators and no layers"
            "run it with OnnxSession, or load the model that it was exported from"

let private openHdf5 (path: string) (files: Files) : H5Group =
    Hdf5.Open(files.Open path, nameOf path)

/// A model from a .keras file, a folder with the same parts, or a whole model in HDF5; its weights go to
/// the state.
let load (path: string) (compile: bool) (state: State) : KerasArchive.Loaded =
    needFile path
    refuseOnnx path
    use files = new Files()

    if isHdf5 path then
        let root = openHdf5 path files

        if not (LegacyH5.isModel root) then
            refuse
                (nameOf path)
                "a whole model"
                "weights alone"
                "build the model, and call LoadWeights on it"

        LegacyH5.read (nameOf path) root files.Budget compile state
    else
        KerasArchive.read (Archive.Open(path, files)) compile state

/// A model from a .keras archive in a stream that can seek.
let loadFrom (stream: Stream) (compile: bool) (state: State) : KerasArchive.Loaded =
    let file = Region.OfStream(stream, "stream", Budget())
    KerasArchive.read (Archive.OfFile(file, "stream")) compile state

/// The weights of a network, and the state of its optimizer where the file has it. Where `skipMismatch`, what does
/// not fit stays as it was; its places are the result. `byName` is for the layout of before .keras alone.
let loadWeights
    (path: string)
    (skipMismatch: bool)
    (byName: bool)
    (network: Network)
    (optimizer: Optimizer option)
    (state: State)
    : string list =
    needFile path
    use files = new Files()
    let name = nameOf path

    let refuseNames () =
        if byName then
            refuse
                name
                "byName with a .h5 or .hdf5 file of the older layout, which knows the names of layers"
                "another layout"
                "leave byName out: skipMismatch: true reads what fits"

    let readGroups (source: KerasArchive.Source) =
        refuseNames ()
        let skipped = KerasArchive.readWeights name source skipMismatch network state

        // slots are those of all weights together
        if skipped.IsEmpty then
            optimizer
            |> Option.iter (fun o ->
                KerasArchive.readOptimizer name source o network.TrainableWeights state)

        skipped

    refuseOnnx path

    if ShardedWeights.isIndex path then
        ShardedWeights.read path files |> snd |> readGroups
    elif SafeTensors.isFile path then
        refuseNames ()

        SafeTensors.read name (files.Open path)
        |> fst
        |> Map.ofList
        |> WeightFiles.give name skipMismatch network state
    elif not (isHdf5 path) then
        let archive = Archive.Open(path, files)

        Hdf5.Open(archive.Weights(), $"{name} / model.weights.h5")
        |> KerasArchive.source
        |> readGroups
    else
        let root = openHdf5 path files

        match KerasArchive.tryGroup root "model_weights" with
        | Some group when not (LegacyH5.isWeights root) ->
            LegacyH5.readWeights name group skipMismatch byName network state
        | _ when LegacyH5.isWeights root ->
            LegacyH5.readWeights name root skipMismatch byName network state
        | _ -> readGroups (KerasArchive.source root)

/// What the file of a model says, besides its numbers.
[<NoComparison>]
type Saved = {
    Network: Network
    Compilation: Compilation option
    State: State
}

let private groupsOf (model: Saved) =
    WeightTree.groups model.Network (model.Compilation |> Option.map _.Optimizer) model.State

let private assetsOf (model: Saved) =
    VocabularyFile.assets (WeightPaths.layers model.Network)

/// Writes a .keras archive.
let saveTo (model: Saved) (stream: Stream) : unit =
    KerasArchiveWriter.write
        (KerasArchiveWriter.config model.Network model.Compilation)
        (WeightTree.ofGroups (groupsOf model))
        (assetsOf model)
        stream

/// Saves a whole model as a .keras file.
let save (path: string) (overwrite: bool) (model: Saved) : unit =
    if not (path.EndsWith(".keras", StringComparison.OrdinalIgnoreCase)) then
        refuse
            path
            "a path that ends in .keras"
            $"\"{Path.GetExtension path}\""
            "model.Save(\"model.keras\"), or SaveWeights for the weights alone"

    AtomicFile.checkOverwrite path overwrite
    // what cannot be saved is known before a file is begun
    let config = KerasArchiveWriter.config model.Network model.Compilation
    let weights = WeightTree.ofGroups (groupsOf model)
    AtomicFile.write path (KerasArchiveWriter.write config weights (assetsOf model))

    match KerasArchiveWriter.registeredNames config |> List.distinct with
    | [] -> ()
    | own ->
        Console.Error.WriteLine
            $"""{nameOf path}: Python has to register {String.concat ", " own} before it opens the file"""

/// Saves the weights, and the optimizer's state where the model was compiled.
let saveWeights
    (path: string)
    (overwrite: bool)
    (maxShardSize: float option)
    (model: Saved)
    : unit =
    let endsIn (ending: string) =
        path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)

    let isSharded = ShardedWeights.isIndex path

    if maxShardSize.IsSome && not isSharded then
        refuse
            path
            "a path that ends in .weights.json, for weights in several files"
            "another ending"
            "SaveWeights(\"model.weights.json\", maxShardSize: 1.0)"

    AtomicFile.checkOverwrite path overwrite

    if isSharded then
        ShardedWeights.save path maxShardSize (groupsOf model)
    elif SafeTensors.isFile path then
        AtomicFile.write path (SafeTensors.save (WeightFiles.arrays model.Network model.State))
    elif endsIn ".weights.h5" then
        AtomicFile.write path (fun stream ->
            Hdf5Writer.write stream (WeightTree.ofGroups (groupsOf model)))
    else
        refuse
            path
            "a path that ends in .weights.h5, .weights.json or .safetensors"
            $"\"{nameOf path}\""
            "SaveWeights(\"model.weights.h5\")"
