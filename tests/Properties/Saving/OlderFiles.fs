/// Files as other versions of Keras wrote them, made by hand: names, forms and orders that today's files do not have.
module Keratin.Properties.OlderFiles

open System
open System.IO
open System.Text
open System.Text.Json.Nodes
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Saving
open Keratin.Properties

let private parse (json: string) =
    (System.Text.Json.JsonDocument.Parse json).RootElement

let private model (json: string) : Network = KerasConfig.model "test" (parse json)
let private layer (json: string) : Layer = KerasConfig.layer "test" (parse json)

/// The config that is written of a layer.
let private written (l: Layer) : JsonNode =
    let made = KerasLayers.layer "test" (fun _ _ _ -> JsonObject()) l
    nonNull made["config"]

let private refusal (part: string) (run: unit -> 'a) =
    let error = Assert.Throws<KeratinException>(run >> ignore)
    Assert.Contains(part, error.Message)

let private dense (name: string) (units: int) =
    $$"""{"class_name": "Dense", "config": {"name": "{{name}}", "units": {{units}}} }"""

let private fresh (network: Network) =
    let core = ModelCore(network, State Device.Cpu)
    Steps.scatter (Random 7) core.State core.Network.Weights
    core

let private archive (config: JsonNode) (weights: H5Tree) : byte[] =
    use stream = new MemoryStream()
    KerasArchiveWriter.write config weights [] stream
    stream.ToArray()

let private load (compile: bool) (bytes: byte[]) : ModelCore =
    ModelCore.Load(new MemoryStream(bytes), State Device.Cpu, compile)

let private values (core: ModelCore) =
    core.Network.Weights |> List.map core.State.Read

let private groups (core: ModelCore) =
    WeightTree.groups core.Network (core.Compilation |> Option.map _.Optimizer) core.State

let private configOf (core: ModelCore) =
    KerasArchiveWriter.config core.Network core.Compilation

/// A file in a folder of its own.
let private inFile (name: string) (write: Stream -> unit) (run: string -> unit) =
    let folder = Directory.CreateTempSubdirectory("keratin").FullName

    try
        let path = Path.Combine(folder, name)

        using (File.Create path) write

        run path
    finally
        Directory.Delete(folder, true)

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
    let loaded = archive (configOf core) (WeightTree.ofGroups older) |> load true
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

    let loaded = archive (configOf core) (WeightTree.ofGroups older) |> load true
    Assert.Equal<NDArray list>(slots core, slots loaded)

[<Fact>]
let ``Keras 2's calls keep their settings, and count the making of nested models`` () =
    let inner =
        $$"""{"class_name": "Sequential", "name": "inner", "inbound_nodes": [[["x", 0, 0, {"training": false}]]],
             "config": {"name": "inner", "layers": [
                {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 4], "dtype": "float32", "name": "i"} },
                {{dense "in" 3}},
                {"class_name": "Dropout", "config": {"name": "drop", "rate": 0.5} }]} }"""

    let network =
        model
            $$"""{"class_name": "Functional", "config": {"name": "outer",
                "layers": [
                    {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 4], "dtype": "float32",
                     "sparse": false, "ragged": false, "name": "x"}, "name": "x", "inbound_nodes": []},
                    {{inner}},
                    {"class_name": "Dense", "config": {"name": "out", "units": 2}, "name": "out",
                     "inbound_nodes": [[["inner", 1, 0, {}]]]},
                    {"class_name": "Add", "config": {"name": "sum"}, "name": "sum",
                     "inbound_nodes": [[["out", 0, 0, {}], ["out", 0, 0, {}]]]}],
                "input_layers": [["x", 0, 0]], "output_layers": [["sum", 0, 0], ["inner", 1, 0]]} }"""

    Assert.Equal<string list>([ "x"; "inner"; "out"; "sum" ], network.Layers |> List.map _.Name)
    Assert.Equal(2, network.Outputs.Length)

    let training =
        network.Uses
        |> List.pick (fun u ->
            match u with
            | CallUse c when c.Layer.Name = "inner" -> Some c.Arguments.Training
            | _ -> None)

    Assert.Equal(Some false, training)

[<Fact>]
let ``Keras 2's further inputs are read from the settings of a call`` () =
    let input name =
        $$"""{"class_name": "InputLayer", "config": {"batch_input_shape": [null, 3, 4], "dtype": "float32",
             "name": "{{name}}"}, "name": "{{name}}", "inbound_nodes": []}"""

    let state name =
        $$"""{"class_name": "InputLayer", "config": {"batch_input_shape": [null, 5], "dtype": "float32",
             "name": "{{name}}"}, "name": "{{name}}", "inbound_nodes": []}"""

    let network =
        model
            $$"""{"class_name": "Functional", "config": {"name": "m",
                "layers": [ {{input "q"}}, {{input "v"}}, {{state "h"}}, {{state "c"}},
                    {"class_name": "MultiHeadAttention", "config": {"name": "a", "num_heads": 2, "key_dim": 3},
                     "name": "a", "inbound_nodes": [[["q", 0, 0, {"value": ["v", 0, 0], "use_causal_mask": false}]]]},
                    {"class_name": "LSTM", "config": {"name": "l", "units": 5}, "name": "l",
                     "inbound_nodes": [[["a", 0, 0, {}], ["h", 0, 0, {}], ["c", 0, 0, {}]]]}],
                "input_layers": [["q", 0, 0], ["v", 0, 0], ["h", 0, 0], ["c", 0, 0]],
                "output_layers": [["l", 0, 0]]} }"""

    let inputsOf name =
        network.Uses
        |> List.pick (fun u ->
            match u with
            | CallUse c when c.Layer.Name = name -> Some(c.Inputs.Length, c.Arguments.Symbols)
            | _ -> None)

    Assert.Equal(2, fst (inputsOf "a"))
    let inputs, further = inputsOf "l"
    Assert.Equal(1, inputs)
    Assert.Equal(2, further["initial_state"].Length)

[<Fact>]
let ``settings under the names and forms of Keras 2 are read`` () =
    let slope =
        written (layer """{"class_name": "LeakyReLU", "config": {"name": "l", "alpha": 0.125} }""")

    Assert.Equal("0.125", (nonNull slope["negative_slope"]).ToJsonString())

    let axis =
        written (
            layer """{"class_name": "BatchNormalization", "config": {"name": "b", "axis": [3]} }"""
        )

    Assert.Equal("3", (nonNull axis["axis"]).ToJsonString())

[<Fact>]
let ``a Sequential of Keras 2 has its shape in its first layer`` () =
    let first =
        """{"class_name": "Dense", "config": {"name": "a", "units": 3, "batch_input_shape": [null, 4]} }"""

    for config in
        [
            $$"""{"name": "s", "layers": [ {{first}}, {{dense "b" 2}} ]}"""
            $$"""[ {{first}}, {{dense "b" 2}} ]"""
        ] do
        let network = model $$"""{"class_name": "Sequential", "config": {{config}}}"""

        Assert.Equal<int list list>(
            [ [ 4; 3 ]; [ 3 ]; [ 3; 2 ]; [ 2 ] ],
            network.Weights |> List.map _.Dims
        )

let private input (more: string) =
    $$"""{"class_name": "Functional", "config": {"name": "m", "layers": [
        {"class_name": "InputLayer", "config": {"name": "x", "batch_shape": [null, 4] {{more}} }, "name": "x",
         "inbound_nodes": []}], "input_layers": ["x", 0, 0], "output_layers": ["x", 0, 0]} }"""

[<Fact>]
let ``inputs that are not dense are refused, and optional ones stay so`` () =
    refusal "a sparse one" (fun () -> model (input ", \"sparse\": true"))
    refusal "a ragged one" (fun () -> model (input ", \"ragged\": true"))

    for optional in [ "true"; "false" ] do
        let again =
            KerasGraphs.model "test" true (model (input $", \"optional\": {optional}"))

        Assert.Contains($"\"optional\":{optional}", again.ToJsonString())

[<Fact>]
let ``quantized layers and maps of policies are refused by what they are`` () =
    let dtype (policy: string) () =
        layer
            $$"""{"class_name": "Dense", "config": {"name": "d", "units": 3, "dtype": {{policy}}} }"""

    refusal
        "was quantized"
        (dtype
            """{"module": "keras.dtype_policies", "class_name": "QuantizedDTypePolicy",
                "config": {"mode": "int8", "source_name": "float32"} }""")

    refusal
        "a DTypePolicyMap"
        (dtype
            """{"module": "keras.dtype_policies", "class_name": "DTypePolicyMap",
                "config": {"default_policy": "float32", "policy_map": {} } }""")

    dtype """{"class_name": "FloatDTypePolicy", "config": {"name": "float64"} }""" ()
    |> fun l -> Assert.Equal(DType.Float64, l.Policy.Compute)

[<Fact>]
let ``a setting that the catalogue does not have is not passed over`` () =
    let of' (value: string) () =
        layer
            $$"""{"class_name": "LayerNormalization", "config": {"name": "n", "rms_scaling": {{value}}} }"""

    of' "false" () |> ignore
    refusal "RMSNormalization" (of' "true")

[<Fact>]
let ``a penalty on any layer's outputs counts, and is written again`` () =
    let json =
        """{"class_name": "ReLU", "config": {"name": "r",
            "activity_regularizer": {"class_name": "L2", "config": {"l2": 0.5} } } }"""

    let penalized = layer json
    let x = InputLayer.symbol [ Nullable 3 ] None DType.Float32 null
    let y = penalized.Call([ x ], CallArguments.None)
    Assert.Single(Network("penalized", [ x ], y).Losses) |> ignore

    let again =
        layer ((KerasLayers.layer "test" (fun _ _ _ -> JsonObject()) penalized).ToJsonString())

    Assert.Equal(Some(Regularizer.L2 0.5), again.ActivityRegularizer)
    Assert.Equal(None, (layer (json.Replace("activity_regularizer", "other"))).ActivityRegularizer)

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
        refusal "compile: false" (fun () -> load true file)
        let core = load false file
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

    let loaded = archive made (WeightTree.ofGroups (groups core)) |> load true
    Assert.Equal<NDArray list>(values core, values loaded)

[<Fact>]
let ``losses and metrics in the forms of Keras 2 are read`` () =
    let core =
        compiledWith
            """{"optimizer": {"class_name": "Custom>Adam", "config": {"learning_rate": 0.25, "is_legacy_optimizer": false} },
                "loss": {"class_name": "CategoricalCrossentropy", "config": {"reduction": "auto", "from_logits": true} },
                "metrics": [[{"class_name": "MeanMetricWrapper",
                              "config": {"name": "accuracy", "dtype": "float32", "fn": "categorical_accuracy"} }]]}"""
        |> load true

    let c = Option.get core.Compilation
    Assert.IsType<Adam> c.Optimizer |> ignore
    Assert.IsType<CategoricalCrossentropy>(Option.get c.Losses.Head) |> ignore
    Assert.Equal(Reduction.SumOverBatchSize, (Option.get c.Losses.Head).Reduction)
    Assert.IsType<CategoricalAccuracy>(c.Metrics.Head.Head) |> ignore

[<Fact>]
let ``a loss for an output that the model does not have is refused`` () =
    refusal "\"nowhere\"" (fun () ->
        compiledWith """{"optimizer": "adam", "loss": {"nowhere": "mse"} }"""
        |> load true)

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
        [ "last" ]
