/// What a model was compiled with, as a compile_config.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.KerasCompileWriter

open System.Text.Json.Nodes
open Keratin
open Keratin.Saving.KerasValues

let private noLayer (_: Layer) : JsonNode =
    bug "compile_config" "a layer within an object"

/// A word where it was given by one, and else the object.
let private wordOr where (word: string | null) (o: obj) : JsonNode =
    match word with
    | null -> ofObject where noLayer o
    | word -> text word

let private loss where (given: Loss) = wordOr where given.Word given
let private metric where (given: Metric) = wordOr where given.Word given

/// The optimizer as it was given: Keras makes the one that scales the loss again.
let private given (network: Network) (optimizer: Optimizer) : Optimizer =
    let isMadeAgain (scaled: LossScaleOptimizer) =
        match LossScaleOptimizer.For(network.Layers, scaled.InnerOptimizer) with
        | :? LossScaleOptimizer as again ->
            again.InitialScale = scaled.InitialScale
            && again.DynamicGrowthSteps = scaled.DynamicGrowthSteps
        | _ -> false

    match optimizer with
    | :? LossScaleOptimizer as scaled when isMadeAgain scaled -> scaled.InnerOptimizer
    | other -> other

/// One value for each output, as the outputs are given; nothing where all are nothing.
let private byOutput (network: Network) (values: (JsonNode | null) list) : JsonNode | null =
    if values |> List.forall isNull then
        null
    else
        match network.OutputArrangement, values with
        | ByNames names, values -> object' (List.zip names values)
        | _, [ one ] -> one
        | _, several -> list several

let private metrics where network (each: Metric list list) : JsonNode | null =
    each
    |> List.map (fun own ->
        match own with
        | [] when each.Length > 1 && each |> List.exists (List.isEmpty >> not) -> Some(list [])
        | [] -> None
        | own -> Some(list [ for m in own -> metric where m ])
        |> Option.toObj)
    |> byOutput network

/// The compile_config of a network.
let config (network: Network) (c: Compilation) : JsonNode =
    let part name =
        $"model \"{network.Name}\" / compile_config / {name}"

    let weights =
        if c.LossWeights |> List.forall (fun w -> w = 1.0) then
            []
        else
            [ for w in c.LossWeights -> number (part "loss_weights") w ]

    object' [
        "optimizer", ofObject (part "optimizer") noLayer (given network c.Optimizer)
        "loss",
        byOutput network [
            for l in c.Losses -> l |> Option.map (loss (part "loss")) |> Option.toObj
        ]
        "loss_weights",
        (match weights with
         | [] -> null
         | [ one ] -> list [ one ]
         | several -> byOutput network [ for w in several -> w ])
        "metrics", metrics (part "metrics") network c.Metrics
        "weighted_metrics", metrics (part "weighted_metrics") network c.WeightedMetrics
        "run_eagerly", truth false
        "steps_per_execution", whole 1
        "jit_compile", truth false
    ]
