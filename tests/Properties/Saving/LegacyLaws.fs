/// Whole models and weights in HDF5 files of before .keras: by order, by name, and in the forms of TF-Keras.
module Keratin.Properties.LegacyLaws

open System
open System.IO
open Xunit
open Keratin
open Keratin.Saving
open Keratin.Properties
open Keratin.Properties.Archives

let private stack (names: string list) (classes: int) =
    fresh (
        Network.sequential "stack" [
            for i, name in List.indexed names do
                if i = 0 then
                    Layers.Dense(3, name = name, inputShape = [| Nullable 4 |])
                elif i = names.Length - 1 then
                    Layers.Dense(classes, name = name)
                else
                    Layers.Dense(3, name = name)
        ]
    )

/// A group of arrays with their names in order.
let private group (arrays: (string * NDArray) list) : H5Tree =
    GroupTree(
        [ "weight_names", TextList(List.map fst arrays) ],
        [ for name, a in arrays -> name, ArrayTree(LazyArray.Of a) ]
    )

/// The weights of a layer as such a file has them.
let private ofLayer (core: ModelCore) (l: Layer) : H5Tree =
    group [ for w in l.AllWeights -> w.Path.Replace('/', '.'), core.State.Read w ]

/// The file that TF-Keras would write: a group for each layer, and one of the model's own weights.
let private file (core: ModelCore) (own: (string * NDArray) list) (stream: Stream) : unit =
    let layers = core.Network.Layers |> List.filter (fun l -> not l.AllWeights.IsEmpty)

    Hdf5Writer.write
        stream
        (GroupTree(
            [ "layer_names", TextList [ for l in layers -> l.Name ] ],
            [
                for l in layers do
                    l.Name, ofLayer core l

                "top_level_model_weights", group own
            ]
        ))

[<Fact>]
let ``layers of the same names are read, in whatever order, and the others are named`` () =
    let source = stack [ "a"; "b"; "c" ] 2
    let target = stack [ "a"; "new"; "c" ] 2
    Steps.scatter (Random 9) target.State target.Network.Weights
    let before = values target

    inFile "m.h5" (file source []) (fun path ->
        Assert.Equal<string list>([ "new" ], target.LoadWeights(path, false, true))
        let ofSource = values source

        Assert.Equal<NDArray list>(
            List.take 2 ofSource @ before[2..3] @ List.skip 4 ofSource,
            values target
        ))

[<Fact>]
let ``an array of another shape leaves one weight by name, where that is asked for`` () =
    let source = stack [ "a"; "c" ] 2
    let target = stack [ "a"; "c" ] 5
    let before = values target

    inFile "m.h5" (file source []) (fun path ->
        refusal "skipMismatch: true" (fun () -> target.LoadWeights(path, false, true))
        Assert.Equal<NDArray list>(before, values target)

        Assert.Equal<string list>([ "c/kernel"; "c/bias" ], target.LoadWeights(path, true, true))

        Assert.Equal<NDArray list>(List.take 2 (values source), List.take 2 (values target)))

[<Fact>]
let ``names are asked for of older files alone`` () =
    let core = stack [ "a" ] 2

    inFile
        "m.weights.h5"
        (fun stream -> Hdf5Writer.write stream (WeightTree.ofGroups (groups core)))
        (fun path -> refusal "byName" (fun () -> core.LoadWeights(path, false, true)))

    inFile
        "m.safetensors"
        (SafeTensors.save (WeightFiles.arrays core.Network core.State))
        (fun path -> refusal "byName" (fun () -> core.LoadWeights(path, false, true)))

[<Fact>]
let ``weights of the model itself are not passed over`` () =
    let core = stack [ "a" ] 2
    let own = [ "scale", NDArray.ofFloats DType.Float32 [| 1 |] [| 1.0 |] ]

    inFile "m.h5" (file core own) (fun path ->
        refusal "weights of the model itself" (fun () -> core.LoadWeights(path, false))

        Assert.Equal<string list>([ "top_level_model_weights" ], core.LoadWeights(path, true)))

[<Fact>]
let ``tuples and shapes of TF-Keras's JSON are lists`` () =
    let core = stack [ "a" ] 3

    let config =
        """{"class_name": "Sequential", "config": {"name": "s", "layers": [
            {"class_name": "Dense", "config": {"name": "a", "units": 3, "batch_input_shape":
                {"class_name": "__tuple__", "items": [null, 4]} } },
            {"class_name": "Reshape", "config": {"name": "r", "target_shape":
                {"class_name": "TensorShape", "items": [1, 3]} } }]} }"""

    let weights =
        GroupTree(
            [ "layer_names", TextList [ "a" ] ],
            [ "a", ofLayer core (List.last core.Network.Layers) ]
        )

    inFile
        "m.h5"
        (fun stream ->
            Hdf5Writer.write
                stream
                (GroupTree([ "model_config", OneText config ], [ "model_weights", weights ])))
        (fun path ->
            let loaded = ModelCore.Load(path, Keratin.Engine.State Device.Cpu, true)
            Assert.Equal<NDArray list>(values core, values loaded)
            Assert.Equal(3, (loaded.Network.Outputs.Head).Dims.Length))

/// The groups of TF-Keras 2.12: each layer with weights took two numbers of its class.
let private asDependencies (twice: bool) (path: string) : string =
    let parts = path.Split '/'

    parts
    |> Array.mapi (fun i part ->
        match part with
        | "layers" -> "_layer_checkpoint_dependencies"
        | "dense_1" when twice && i > 0 -> "dense_2"
        | part -> part)
    |> String.concat "/"

[<Theory>]
[<InlineData(true)>]
[<InlineData(false)>]
let ``layers under the names of TF-Keras 2.12 to 2.14 are read`` (twice: bool) =
    let inner =
        Network.sequential "inner" [ Layers.Dense(2, inputShape = [| Nullable 3 |]) ]

    let core =
        fresh (
            Network.sequential "outer" [
                Layers.Dense(3, inputShape = [| Nullable 4 |])
                CatalogueLayer("Sequential", "inner", inner)
                Layers.Dense(5)
            ]
        )

    let older =
        groups core
        |> List.map (fun g -> {
            g with
                WeightTree.Group.Path = asDependencies twice g.Path
        })

    let loaded = archive (configOf core) (WeightTree.ofGroups older) |> load
    Assert.Equal<NDArray list>(values core, values loaded)
