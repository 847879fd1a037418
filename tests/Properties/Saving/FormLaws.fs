/// Lists, names and settings that a file says of inputs, outputs and compile are those that are saved again.
module Keratin.Properties.FormLaws

open System
open System.Text.Json.Nodes
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Saving
open Keratin.Properties
open Keratin.Properties.Archives

/// Two inputs and three outputs.
let private network () =
    let a = InputLayer.symbol [ Nullable 3 ] None DType.Float32 "a"
    let b = InputLayer.symbol [ Nullable 3 ] None DType.Float32 "b"
    let h = Layers.Dense(4, name = "h").Apply(a + b)

    Network(
        "forms",
        [ a; b ],
        [ for name in [ "x"; "y"; "z" ] -> Layers.Dense(2, name = name).Apply h ]
    )

/// The same file with other lists and names.
let private arranged (inputs: string) (outputs: string) (compile: string) : ModelCore =
    let core = fresh (network ())
    let config = configOf core
    let model = nonNull config["config"]
    model["input_layers"] <- JsonNode.Parse inputs
    model["output_layers"] <- JsonNode.Parse outputs
    config["compile_config"] <- JsonNode.Parse compile
    archive config (WeightTree.ofGroups (groups core)) |> load

let private part (core: ModelCore) (way: string list) : JsonNode =
    (configOf core, way) ||> List.fold (fun node key -> nonNull node[key])

let private same (expected: string) (got: JsonNode) =
    Assert.Equal(expected.Replace(" ", ""), got.ToJsonString())

let private pair = """{"right": ["a", 0, 0], "left": ["b", 0, 0]}"""

[<Theory>]
[<InlineData("""[["x",0,0],[["y",0,0],["z",0,0]]]""", "x", "y", "z")>]
[<InlineData("""[["x",0,0],{"more":[["y",0,0],["z",0,0]]}]""", "x", "more/0", "more/1")>]
[<InlineData("""{"q":["x",0,0],"p":{"s":["y",0,0],"r":["z",0,0]}}""", "p/r", "p/s", "q")>]
let ``lists and names within one another stay``
    (outputs: string)
    (first: string)
    (second: string)
    (third: string)
    =
    let core = arranged pair outputs "{}"
    same outputs (part core [ "config"; "output_layers" ])
    same pair (part core [ "config"; "input_layers" ])
    Assert.Equal<string list>([ "left"; "right" ], core.Network.InputKeys)
    Assert.Equal<string list>([ first; second; third ], core.Network.OutputNames)
    // sorted names say the order, and what makes them stays
    Assert.Equal<string list>([ "b"; "a" ], core.Network.InputNames)
    Assert.Equal(fst (parts (save core)), fst (parts (save (load (save core)))))

let private mse = "\"mse\""

[<Theory>]
[<InlineData("""[["x",0,0],["y",0,0],["z",0,0]]""",
             """["mse",null,"mae"]""",
             """[["mse"],[],["mae","mse"]]""")>]
[<InlineData("""[["x",0,0],["y",0,0],["z",0,0]]""",
             """{"x":"mse","y":null,"z":"mae"}""",
             """{"z":["mae","mse"],"x":["mse"]}""")>]
[<InlineData("""{"b":["x",0,0],"a":["y",0,0],"c":["z",0,0]}""",
             """{"b":"mse","a":null,"c":"mae"}""",
             """{"c":["mae","mse"],"b":["mse"]}""")>]
[<InlineData("""[["x",0,0],{"d":[["y",0,0],["z",0,0]]}]""",
             """["mse",{"d":[null,"mae"]}]""",
             """[["mse"],{"d":[[],["mae","mse"]]}]""")>]
let ``losses and metrics stay as they were given``
    (outputs: string)
    (loss: string)
    (metrics: string)
    =
    let compile =
        $$"""{"optimizer": "sgd", "loss": {{loss}}, "loss_weights": null, "metrics": {{metrics}},
             "weighted_metrics": null, "run_eagerly": true, "steps_per_execution": 4, "jit_compile": true}"""

    let core = arranged """[["a",0,0],["b",0,0]]""" outputs compile
    let c = Option.get core.Compilation
    let names = core.Network.OutputNames

    let lossOf i =
        c.Losses[i] |> Option.map (fun l -> l.GetType().Name)

    // the output that has none is the layer y
    let none = c.Losses |> List.findIndex Option.isNone
    Assert.Equal(1, c.Losses |> List.filter Option.isNone |> List.length)

    match (core.Network.Outputs[none]).Origin with
    | :? LayerCall as call -> Assert.Equal("y", call.Layer.Name)
    | other -> Assert.Fail $"{other}"

    Assert.Equal<int list>([ 0; 1; 2 ], c.Metrics |> List.map List.length |> List.sort)
    Assert.Equal(0, c.Metrics[none].Length)
    Assert.Equal(3, names.Length)
    Assert.Contains(Some "MeanAbsoluteError", [ lossOf 0; lossOf 1; lossOf 2 ])

    same loss (part core [ "compile_config"; "loss" ])
    same metrics (part core [ "compile_config"; "metrics" ])
    same "4" (part core [ "compile_config"; "steps_per_execution" ])
    same "true" (part core [ "compile_config"; "run_eagerly" ])
    same "true" (part core [ "compile_config"; "jit_compile" ])

[<Fact>]
let ``one loss for all outputs stays one`` () =
    let core =
        arranged
            """[["a",0,0],["b",0,0]]"""
            """[["x",0,0],["y",0,0],["z",0,0]]"""
            $$"""{"optimizer": "sgd", "loss": {{mse}} }"""

    Assert.Equal(3, (Option.get core.Compilation).Losses |> List.choose id |> List.length)
    same mse (part core [ "compile_config"; "loss" ])

let private mixed (compile: string) : ModelCore =
    let x = InputLayer.symbol [ Nullable 3 ] None DType.Float32 "x"
    let layer = Layers.Dense(2, dtype = "mixed_float16")
    let core = fresh (Network("mixed", [ x ], [ layer.Apply x ]))
    let config = configOf core
    config["compile_config"] <- JsonNode.Parse compile
    archive config (WeightTree.ofGroups (groups core)) |> load

[<Fact>]
let ``an optimizer is saved as it was given, with or without a scale of the loss`` () =
    let optimizer (core: ModelCore) = (Option.get core.Compilation).Optimizer

    let kept (core: ModelCore) =
        part core [ "compile_config"; "optimizer"; "class_name" ]

    let alone = mixed """{"optimizer": "sgd", "loss": "mse"}"""
    Assert.IsType<LossScaleOptimizer>(optimizer alone) |> ignore
    same "\"SGD\"" (kept alone)

    let scaled =
        mixed
            """{"optimizer": {"class_name": "LossScaleOptimizer", "config": {"inner_optimizer":
                {"class_name": "SGD", "config": {"learning_rate": 0.5} } } }, "loss": "mse"}"""

    Assert.IsType<LossScaleOptimizer>(optimizer scaled) |> ignore
    same "\"LossScaleOptimizer\"" (kept scaled)

    let never =
        mixed """{"optimizer": "sgd", "loss": "mse", "auto_scale_loss": false}"""

    Assert.IsType<SGD>(optimizer never) |> ignore
    same "false" (part never [ "compile_config"; "auto_scale_loss" ])
    Assert.IsType<SGD>(optimizer (load (save never))) |> ignore

[<Fact>]
let ``the size of the batch a layer was built for is kept, and no other shape than its own`` () =
    let core = fresh (network ())

    let layer (config: JsonNode) : JsonNode =
        let model = nonNull config["config"]

        (nonNull model["layers"]).AsArray()
        |> Seq.map nonNull
        |> Seq.find (fun l -> (nonNull l["name"]).ToString() = "h")

    let builtFor (shape: string) =
        let config = configOf core
        (layer config)["build_config"] <- JsonNode.Parse $$"""{"input_shape": {{shape}} }"""

        let again =
            archive config (WeightTree.ofGroups (groups core)) |> load |> configOf |> layer

        (nonNull again["build_config"]).ToJsonString()

    Assert.Equal("""{"input_shape":[7,3]}""", builtFor "[7, 3]")
    Assert.Equal("""{"input_shape":[null,3]}""", builtFor "[7, 5]")

[<Fact>]
let ``optimizers within an optimizer are in the file for themselves too`` () =
    let core = fresh (network ())

    let optimizer =
        MultiOptimizer(
            OptimizerMap(
                SGD(0.5, momentum = 0.9),
                Collections.Generic.Dictionary(
                    dict [ "h/.*", (Adam() :> Optimizer); "nowhere/.*", (Adam() :> Optimizer) ]
                )
            )
        )

    core.Compile {
        Optimizer = optimizer
        Losses = List.replicate 3 (Some(Loss.op_Implicit "mse"))
        LossWeights = [ 1.0; 1.0; 1.0 ]
        Metrics = [ []; []; [] ]
        WeightedMetrics = [ []; []; [] ]
        Arguments = CompileArguments.Standard
    }

    // slots are there from the first step on
    for w in optimizer.Updating.Variables core.Network.TrainableWeights do
        core.State.Write(w, NDArray.ofFloats w.DType w.Shape (Array.replicate w.Count 0.5))

    let arrays =
        Map [
            for g in groups core do
                if g.Path.StartsWith "optimizer" then
                    g.Path, g.Arrays.Length
        ]

    Assert.Equal<Map<string, int>>(
        Map [
            // its own two; two counters and two slots of each of h's two; two counters; and one slot of each of six
            "optimizer/vars", 2 + 6 + 2 + 8
            "optimizer/optimizers/adam/vars", 6
            "optimizer/optimizers/adam_1/vars", 2
            "optimizer/optimizers/sgd/vars", 8
        ],
        arrays
    )

    let again = load (save core)
    let loaded = (Option.get again.Compilation).Optimizer

    Assert.Equal<NDArray list>(
        optimizer.Updating.Variables core.Network.TrainableWeights
        |> List.map core.State.Read,
        loaded.Updating.Variables again.Network.TrainableWeights
        |> List.map again.State.Read
    )
