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

/// What was given output by output, in the lists and under the names of the outputs; nothing where all is nothing.
let private byOutput
    (network: Network)
    (isNothing: 'a -> bool)
    (form: 'a -> Nested<'b option>)
    (values: 'a list)
    : Nested<'b option> =
    let rec joined (parts: Nested<Nested<'b option>>) : Nested<'b option> =
        match parts with
        | One part -> part
        | Listed parts -> Listed(List.map joined parts)
        | Keyed parts -> Keyed [ for name, part in parts -> name, joined part ]

    if values |> List.forall isNothing then
        One None
    else
        network.OutputArrangement |> Nested.fill (List.map form values) |> joined

let private formOf (network: Network) (c: Compilation) : CompileForm =
    let metrics (own: Metric list) : Nested<Metric option> = Listed [ for m in own -> One(Some m) ]

    {
        GivenLoss = byOutput network Option.isNone One c.Losses
        GivenLossWeights =
            match c.LossWeights with
            // Keras takes one alone in a list
            | [ one ] when one <> 1.0 -> Listed [ One(Some one) ]
            | weights -> byOutput network ((=) 1.0) (Some >> One) weights
        GivenMetrics = byOutput network List.isEmpty metrics c.Metrics
        GivenWeightedMetrics = byOutput network List.isEmpty metrics c.WeightedMetrics
    }

/// The compile_config of a network.
let config (network: Network) (c: Compilation) : JsonNode =
    let part name =
        $"model \"{network.Name}\" / compile_config / {name}"

    let write (name: string) (write: string -> 't -> JsonNode) (given: Nested<'t option>) =
        name, given |> Nested.map (Option.map (write (part name)) >> Option.toObj) |> nested

    let metric where (m: Metric) = wordOr where m.Word m
    let form = c.Arguments.Form |> Option.defaultWith (fun () -> formOf network c)
    let optimizer = c.Arguments.Unscaled |> Option.defaultValue c.Optimizer

    object' [
        "optimizer", ofObject (part "optimizer") noLayer optimizer
        write "loss" (fun where (l: Loss) -> wordOr where l.Word l) form.GivenLoss
        write "loss_weights" number form.GivenLossWeights
        write "metrics" metric form.GivenMetrics
        write "weighted_metrics" metric form.GivenWeightedMetrics
        "run_eagerly", truth c.Arguments.RunEagerly
        "steps_per_execution", whole c.Arguments.StepsPerExecution
        "jit_compile", truth c.Arguments.JitCompile

        // Keras reads it and does not write it, since its own models have a type for all
        if not c.Arguments.AutoScaleLoss then
            "auto_scale_loss", truth false
    ]
