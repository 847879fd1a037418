/// Weights and compile_configs as other versions of Keras wrote them, made by hand.
module Keratin.Properties.OlderFiles

open System
open System.Text.Json.Nodes
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Saving
open Keratin.Properties
open Keratin.Properties.Archives

[<Fact>]
let ``projections of attention under their private names are read`` () =
    let x = InputLayer.symbol [ Nullable 3; Nullable 4 ] None DType.Float32 null

    let y =
        Layers.MultiHeadAttention(2, 3).Call([ x; x ], CallArguments.None) |> List.head

    let core = fresh (Network("attention", [ x ], [ y ]))

    let older =
        groups core
        |> List.map (fun g -> {
            g with
                Path =
                    (g.Path, [ "query"; "key"; "value"; "output" ])
                    ||> List.fold (fun path name ->
                        path.Replace($"/{name}_dense", $"/_{name}_dense"))
        })

    Assert.Contains(older, (fun g -> g.Path.EndsWith "/_query_dense/vars"))
    let loaded = archive (configOf core) (WeightTree.ofGroups older) |> loadAs true
    Assert.Equal<NDArray list>(values core, values loaded)

let private trained (optimizer: Optimizer) : ModelCore =
    let core =
        fresh (Network.sequential "trained" [ Layers.Dense(1, inputShape = [| Nullable 4 |]) ])

    core.Compile {
        Optimizer = optimizer
        Losses = [ Some(MeanSquaredError()) ]
        LossWeights = [ 1.0 ]
        Metrics = [ [] ]
        WeightedMetrics = [ [] ]
        Arguments = CompileArguments.Standard
    }

    core.Fit(
        Training.data 3 16 [ 4 ],
        {
            Training.silent with
                BatchSize = Some 8
        }
    )
    |> ignore

    core

let private slots (core: ModelCore) =
    (Option.get core.Compilation).Optimizer.Updating.Variables core.Network.TrainableWeights
    |> List.map core.State.Read

[<Fact>]
let ``Nadam's product before its slots is read`` () =
    let core = trained (Nadam 0.01)

    let older =
        groups core
        |> List.map (fun g ->
            if g.Path = WeightPaths.optimizer then
                let arrays = g.Arrays |> List.map snd
                let counters, rest = List.splitAt 2 arrays
                let product, moments = List.last rest, List.take (rest.Length - 1) rest

                {
                    g with
                        Arrays =
                            counters @ product :: moments |> List.mapi (fun i a -> string i, a)
                }
            else
                g)

    let loaded = archive (configOf core) (WeightTree.ofGroups older) |> loadAs true
    Assert.Equal<NDArray list>(slots core, slots loaded)

/// A model whose compile_config is this one.
let private compiledWith (config: string) : byte[] =
    let core =
        fresh (Network.sequential "compiled" [ Layers.Dense(3, inputShape = [| Nullable 4 |]) ])

    let made = configOf core
    made["compile_config"] <- JsonNode.Parse config
    archive made (WeightTree.ofGroups (groups core))

[<Fact>]
let ``what a model was compiled with need not be known`` () =
    let ofUser =
        """{"module": "builtins", "class_name": "function", "config": "my_loss", "registered_name": "function"}"""

    let ofClass =
        """{"module": null, "class_name": "MyLoss", "config": {}, "registered_name": "mine>MyLoss"}"""

    for loss in [ ofUser; ofClass ] do
        let file = compiledWith $$"""{"optimizer": "adam", "loss": {{loss}}}"""
        refusal "compile: false" (fun () -> loadAs true file)
        let core = loadAs false file
        Assert.True core.Compilation.IsNone
        Assert.Equal(2, core.Network.Weights.Length)

[<Fact>]
let ``what a nested model was compiled with is not asked for`` () =
    let network =
        Network.sequential "outer" [
            Layers.Dense(3, inputShape = [| Nullable 4 |])
            CatalogueLayer(
                "Sequential",
                "inner",
                Network.sequential "inner" [ Layers.Dense(2, inputShape = [| Nullable 3 |]) ]
            )
        ]

    let core = fresh network
    let made = configOf core
    let config = nonNull made["config"]
    let layers = nonNull config["layers"]
    let inner = nonNull layers[2]

    inner["compile_config"] <-
        JsonNode.Parse
            """{"optimizer": {"class_name": "MyOptimizer", "config": {} }, "loss": "mine"}"""

    let loaded = archive made (WeightTree.ofGroups (groups core)) |> loadAs true
    Assert.Equal<NDArray list>(values core, values loaded)

[<Fact>]
let ``losses and metrics in the forms of Keras 2 are read`` () =
    let core =
        compiledWith
            """{"optimizer": {"class_name": "Custom>Adam", "config": {"learning_rate": 0.25, "is_legacy_optimizer": false} },
                "loss": {"class_name": "CategoricalCrossentropy", "config": {"reduction": "auto", "from_logits": true} },
                "metrics": [[{"class_name": "MeanMetricWrapper",
                              "config": {"name": "accuracy", "dtype": "float32", "fn": "categorical_accuracy"} }]]}"""
        |> loadAs true

    let c = Option.get core.Compilation
    Assert.IsType<Adam> c.Optimizer |> ignore
    Assert.IsType<CategoricalCrossentropy>(Option.get c.Losses.Head) |> ignore
    Assert.Equal(Reduction.SumOverBatchSize, (Option.get c.Losses.Head).Reduction)
    Assert.IsType<CategoricalAccuracy>(c.Metrics.Head.Head) |> ignore

[<Fact>]
let ``a loss for an output that the model does not have is refused`` () =
    refusal "\"nowhere\"" (fun () ->
        compiledWith """{"optimizer": "adam", "loss": {"nowhere": "mse"} }"""
        |> loadAs true)

let private classifier (classes: int) =
    fresh (
        Network.sequential "classifier" [
            Layers.Dense(3, name = "first", inputShape = [| Nullable 4 |])
            Layers.Dense(classes, name = "last")
        ]
    )

[<Fact>]
let ``weights that fit are read without those that do not`` () =
    let source, target = classifier 2, classifier 5
    Steps.scatter (Random 9) target.State target.Network.Weights
    let before = values target

    let check (name: string) write (skipped: string list) =
        inFile name write (fun path ->
            refusal "skipMismatch: true" (fun () -> target.LoadWeights(path, false))
            Assert.Equal<NDArray list>(before, values target)
            Assert.Equal<string list>(skipped, target.LoadWeights(path, true))

            Assert.Equal<NDArray list>(
                List.take 2 (values source) @ List.skip 2 before,
                values target
            ))

        for w, old in List.zip target.Network.Weights before do
            target.State.Write(w, old)

    check
        "model.weights.h5"
        (fun stream -> Hdf5Writer.write stream (WeightTree.ofGroups (groups source)))
        [ "layers/dense_1/vars" ]

    check "model.safetensors" (SafeTensors.save (WeightFiles.arrays source.Network source.State)) [
        "last/kernel"
        "last/bias"
    ]

    // an older file: a group for each layer, and no groups within
    check
        "model.h5"
        (fun stream ->
            let flat (weights: Weight list) =
                let names = [ for w in weights -> w.Path.Replace('/', '.') ]

                GroupTree(
                    [ "weight_names", TextList names ],
                    [
                        for name, w in List.zip names weights ->
                            name, ArrayTree(LazyArray.Of(source.State.Read w))
                    ]
                )

            Hdf5Writer.write
                stream
                (GroupTree(
                    [ "layer_names", TextList [ "a"; "b" ] ],
                    [
                        "a", flat (List.take 2 source.Network.Weights)
                        "b", flat (List.skip 2 source.Network.Weights)
                    ]
                )))
        [ "last/kernel"; "last/bias" ]
