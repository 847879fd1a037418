/// Configs as other versions of Keras wrote them, made by hand: names, forms and orders that today's files do not have.
module Keratin.Properties.OlderConfigs

open System
open System.Text.Json.Nodes
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Saving
open Keratin.Properties
open Keratin.Properties.Archives

let private parse (json: string) =
    (System.Text.Json.JsonDocument.Parse json).RootElement

let private model (json: string) : Network = KerasConfig.model "test" (parse json)
let private layer (json: string) : Layer = KerasConfig.layer "test" (parse json)

/// The config that is written of a layer.
let private written (l: Layer) : JsonNode =
    let made = KerasLayers.layer "test" (fun _ _ _ -> JsonObject()) l
    nonNull made["config"]

let private dense (name: string) (units: int) =
    $$"""{"class_name": "Dense", "config": {"name": "{{name}}", "units": {{units}}} }"""

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

[<Fact>]
let ``a first layer's shape may be given without the batch`` () =
    for shape in [ "\"input_shape\": [4]"; "\"input_dim\": 4" ] do
        let network =
            model
                $$"""{"class_name": "Sequential", "config": {"name": "s", "layers": [
                    {"class_name": "Dense", "config": {"name": "a", "units": 3, {{shape}} } }]} }"""

        Assert.Equal<int list>([ 4; 3 ], network.Weights.Head.Dims)

[<Fact>]
let ``a model that is not trained has no layer that is`` () =
    let frozen =
        model
            $$"""{"class_name": "Sequential", "config": {"name": "s", "trainable": false, "layers": [
                {"class_name": "InputLayer", "config": {"name": "x", "batch_shape": [null, 4]} }, {{dense "d" 3}} ]} }"""

    Assert.Empty frozen.TrainableWeights
    let written = KerasArchiveWriter.config frozen None
    let config = nonNull written["config"]
    Assert.Equal("false", (nonNull config["trainable"]).ToJsonString())
