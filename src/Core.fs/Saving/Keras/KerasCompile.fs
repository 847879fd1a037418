/// What compile was given, from a file's compile_config: optimizer, losses and metrics, output by output.
module internal Keratin.Saving.KerasCompile

open System.Text.Json
open Keratin
open Keratin.Saving.KerasJson
open Keratin.Saving.KerasObjects

let private noLayer where (_: JsonElement) : Layer =
    bug where "a layer in the compile_config"

/// An object by its class, or by its name as a text or a function.
let rec private named<'t> where (byName: string -> 't) (e: JsonElement) : 't =
    /// A function that is none of Keras's is the user's.
    let ofFunction (name: string) =
        try
            byName name
        with :? KeratinException as error ->
            raise (
                KeratinException(
                    where,
                    error.Expected,
                    $"the function \"{name}\", whose code is not in the file",
                    "load the model without what it was compiled with, Model.Load(path, compile: false), and compile it here",
                    error
                )
            )

    match tryDescribe e with
    | Some d when d.ClassName = "function" -> ofFunction (text where d.Config)
    // the mean of a function of targets and predictions
    | Some d when d.ClassName = "MeanMetricWrapper" ->
        required where "fn" d.Config |> named where byName
    | Some _ -> instance where (noLayer where) typeof<'t> e :?> 't
    | None -> ofFunction (text where e)

let private isList (e: JsonElement) = e.ValueKind = JsonValueKind.Array

/// One value for each output: a list has them in order, an object by name, and anything else is for
/// all outputs.
let private byOutput
    where
    (outputs: string list)
    (e: JsonElement option)
    : JsonElement option list =
    let present (e: JsonElement) = if isNull e then None else Some e

    match e with
    | None -> outputs |> List.map (fun _ -> None)
    | Some e when isList e ->
        let all = items where e

        if all.Length <> outputs.Length then
            refuse
                where
                $"""a value for each of the outputs {String.concat ", " outputs}"""
                $"{all.Length} values"
                "compile the model again, and save it"

        all |> List.map present
    | Some e when e.ValueKind = JsonValueKind.Object && (tryDescribe e).IsNone ->
        for p in properties where e do
            if not (List.contains p.Name outputs) then
                refuse
                    where
                    $"""names of the outputs {String.concat ", " outputs}"""
                    $"\"{p.Name}\""
                    "load the model with compile: false, and compile it again"

        outputs |> List.map (fun name -> optional name e |> Option.bind present)
    | Some e -> outputs |> List.map (fun _ -> present e)

let private loss where (e: JsonElement) : Loss =
    named<Loss> where (fun name -> Loss.op_Implicit name) e

let private metric where (e: JsonElement) : Metric =
    named<Metric> where (fun name -> Metric.op_Implicit name) e

/// The metrics of each output. With one output, a plain list is that output's.
let private metrics where (outputs: string list) (e: JsonElement option) : Metric list list =
    let each =
        match outputs, e with
        | [ _ ], Some list when isList list && not (items where list |> List.exists isList) -> [
            Some list
          ]
        | _ -> byOutput where outputs e

    each
    |> List.map (fun own ->
        match own with
        | None -> []
        | Some own when isList own ->
            items where own |> List.filter (isNull >> not) |> List.map (metric where)
        | Some own -> [ metric where own ])

/// The names of a network's outputs in a compile_config: those they are given by, or the layers'.
let outputNames (network: Network) : string list =
    match network.OutputArrangement with
    | ByNames names -> names
    | Bare
    | Listed -> network.OutputNames

/// The compilation of a network.
let read where (network: Network) (config: KerasConfig.CompileConfig) : Compilation =
    let part name = $"{where} / compile_config / {name}"
    let outputs = outputNames network

    {
        Optimizer =
            named<Optimizer>
                (part "optimizer")
                (fun name -> Optimizer.op_Implicit name)
                config.Optimizer
            |> fun optimizer -> LossScaleOptimizer.For(network.Layers, optimizer)
        Losses =
            byOutput (part "loss") outputs config.Loss
            |> List.map (Option.map (loss (part "loss")))
        LossWeights =
            byOutput (part "loss_weights") outputs config.LossWeights
            |> List.map (Option.map (float (part "loss_weights")) >> Option.defaultValue 1.0)
        Metrics = metrics (part "metrics") outputs config.Metrics
        WeightedMetrics = metrics (part "weighted_metrics") outputs config.WeightedMetrics
    }
