/// The seeds of a run: files that this library writes, and a few that h5py and Keras wrote.
module internal Keratin.Properties.Fuzzing.Corpus

open System
open System.IO
open System.IO.Compression
open System.Text
open Keratin
open Keratin.Onnx
open Keratin.Saving
open Keratin.Properties
open Keratin.Properties.Fuzzing.Seeds

/// What a training of the dense model keeps; the callbacks have something to remember.
let trainingCallbacks () : Callback list = [
    ReduceLROnPlateau(patience = 1)
    EarlyStopping(patience = 3)
]

let settings (callbacks: Callback list) : FitSettings = {
    Callbacks = callbacks
    BatchSize = Some 8
    Epochs = 6
    Samples = Some 16
    Shuffle = true
}

let private snapshot (core: ModelCore) : Snapshot =
    let callbacks = trainingCallbacks ()

    let snapshot =
        Snapshot.capture core.Trainer core.Compilation.Value (settings callbacks) {
            Epoch = 2
            Samples = 8
            Stopped = false
            ShuffleSeed = 77L
        }

    // the model goes on, and these stay
    {
        snapshot with
            Arrays = [ for name, a in snapshot.Arrays -> name, LazyArray.Of(a.Read()) ]
    }

let private fixtures =
    Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "files"))
    |> Array.sort
    |> List.ofArray

let private keras (core: ModelCore) : Content =
    let members =
        unzip (written core.Save)
        |> List.map (fun (name, bytes) ->
            // the date of today is no part of a seed
            if name = "metadata.json" then
                name, "{\"keras_version\":\"3.16.0\",\"date_saved\":\"2026-01-01@00:00:00\"}"B
            else
                name, bytes)

    Archive members

let private configOf (core: ModelCore) : byte[] =
    KerasArchiveWriter.config core.Network core.Compilation
    |> _.ToJsonString()
    |> Encoding.UTF8.GetBytes

/// A layer's group in the layout of before .keras.
let private legacyWeights (core: ModelCore) : H5Tree =
    let layers = [
        for layer in core.Network.Layers do
            if not layer.AllWeights.IsEmpty then
                layer.Name, layer.AllWeights
    ]

    GroupTree(
        [ "layer_names", TextList(layers |> List.map fst) ],
        [
            for name, weights in layers do
                let numbered = weights |> List.mapi (fun i w -> $"{i}", w)

                name,
                GroupTree(
                    [ "weight_names", TextList(numbered |> List.map fst) ],
                    [ for i, w in numbered -> i, ArrayTree(LazyArray.Of(core.State.Read w)) ]
                )
        ]
    )

let private training =
    """{"optimizer_config":{"class_name":"Adam","config":{"learning_rate":0.01,"beta_1":0.9}},"loss":"mse","metrics":["mae"],"loss_weights":null,"weighted_metrics":null}"""B

let private floats =
    NDArray.ofArray [| 2; 3 |] [| 1.0f; 2.0f; 3.0f; 4.0f; 5.0f; 6.0f |]

let private safeTensors (core: ModelCore) : Content =
    let bytes =
        written (
            SafeTensors.write [ "by", "fuzz" ] [
                for w in core.Network.Weights -> w.Path, LazyArray.Of(core.State.Read w)
            ]
        )

    let length = int (BitConverter.ToInt64(bytes, 0))
    SafeTensors(Array.sub bytes 8 length, Array.skip (8 + length) bytes)

/// An index and the files beside it, of this model.
let private sharded (core: ModelCore) : Content * (string * byte[]) list =
    let folder = Directory.CreateTempSubdirectory("keratin").FullName

    try
        core.SaveWeights(Path.Combine(folder, "w.weights.json"), false, Nullable 60e-9)

        let files = [
            for file in Directory.GetFiles folder |> Array.sort ->
                nonNull (Path.GetFileName file), File.ReadAllBytes file
        ]

        let index, shards = files |> List.partition (fun (name, _) -> name.EndsWith ".json")
        Json(snd index.Head), shards
    finally
        Directory.Delete(folder, true)

/// All seeds; the same bytes in every run.
let make () : Seed list =
    Seeds.set 1

    let dense, branches, words = Models.dense (), Models.branches (), Models.words ()
    // the optimizer's variables are made with the step
    dense.Trainer.TrainStep (Training.data 1 16 [ 4 ]) () |> ignore
    let npy = "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }\n"
    let index, shards = sharded dense

    let seed name content = {
        Name = name
        Content = content
        Beside = []
    }

    [
        seed "dense.keras" (keras dense)
        seed "branches.keras" (keras branches)
        seed "words.keras" (keras words)
        seed "dense.h5" (Legacy(configOf dense, training, legacyWeights dense))
        for file in fixtures do
            seed (nonNull (Path.GetFileName file)) (Plain(File.ReadAllBytes file))
        seed "dense.safetensors" (safeTensors dense)
        {
            seed "w.weights.json" index with
                Beside = shards
        }
        seed "array.npy" (Npy(npy, floats.Bytes))
        seed
            "arrays.npz"
            (Archive [
                "a.npy", written (NpyWriter.write "a" (LazyArray.Of floats))
                "b.npy", bytesOf (Npy(npy, floats.Bytes))
            ])
        seed "training.checkpoint" (Training(snapshot dense))
        seed "branches.onnx" (Plain(Export.toModel branches.Network branches.State 21))
    ]
