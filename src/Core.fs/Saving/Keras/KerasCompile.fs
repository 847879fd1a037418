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

/// Lists and names with what `read` makes of each value in them.
let rec private nested (read: JsonElement -> 't) (e: JsonElement option) : Nested<'t option> =
    match e with
    | None -> One None
    | Some e when isNull e -> One None
    | Some e when e.ValueKind = JsonValueKind.Array ->
        Listed [ for item in e.EnumerateArray() -> nested read (Some item) ]
    | Some e when e.ValueKind = JsonValueKind.Object && (tryDescribe e).IsNone ->
        Keyed [ for p in e.EnumerateObject() -> p.Name, nested read (Some p.Value) ]
    | Some e -> One(Some(read e))

/// What of it each output has: the values in the lists and under the names of the outputs, or under their names
/// alone, or as many in a list as there are outputs. One value by itself is for all.
let private byOutput where (network: Network) (given: Nested<'t option>) : Nested<'t option> list =
    let names = network.OutputNames
    let all = String.concat ", " names

    let refuseName name (known: string list) =
        refuse
            where
            $"""names of the outputs {String.concat ", " known}"""
            $"\"{name}\""
            "load the model with compile: false, and compile it again"

    let find (parts: (string * Nested<'t option>) list) (known: string list) =
        for name, _ in parts do
            if not (List.contains name known) then
                refuseName name known

        fun name ->
            parts
            |> List.tryFind (fun (own, _) -> own = name)
            |> Option.map snd
            |> Option.defaultValue (One None)

    let rec along (outputs: Nested<string>) (given: Nested<'t option>) : Nested<'t option> list =
        match given, outputs with
        | _, One _ -> [ given ]
        | One _, _ -> Nested.leaves outputs |> List.map (fun _ -> given)
        | Listed parts, Listed forms when parts.Length = forms.Length ->
            List.zip forms parts |> List.collect (fun (form, part) -> along form part)
        | Listed parts, _ when parts.Length = (Nested.leaves outputs).Length -> parts
        | Keyed parts, Keyed forms ->
            let part = find parts (List.map fst forms)

            Nested.inOrder forms
            |> List.collect (fun (name, form) -> along form (part name))
        | Keyed parts, Listed _ ->
            Nested.leaves outputs |> List.map (find parts (Nested.leaves outputs))
        | Listed parts, _ ->
            refuse
                where
                $"a value for each of the outputs {all}"
                $"{parts.Length} values"
                "compile the model again, and save it"

    match given, network.OutputArrangement with
    // the one output by its name
    | Keyed parts, One() -> [ find parts names names.Head ]
    | _ -> along (Nested.fill names network.OutputArrangement) given

/// The one value of an output, which may be alone in a list.
let private single where (given: Nested<'t option>) : 't option =
    match Nested.leaves given with
    | [] -> None
    | [ one ] -> one
    | several ->
        refuse
            where
            "one value for each output"
            $"{several.Length} for one"
            "compile the model again, and save it"

let private metricsOf (given: Nested<Metric option>) : Metric list =
    Nested.leaves given |> List.choose id

/// Keys that compile knows, of which a file says its values.
let private known =
    set [
        "optimizer"
        "optimizer_config"
        "loss"
        "loss_weights"
        "metrics"
        "weighted_metrics"
        "run_eagerly"
        "steps_per_execution"
        "jit_compile"
        "auto_scale_loss"
        // Keras 2 had weights for the steps of a sequence there
        "sample_weight_mode"
    ]

/// The compilation of a network by what an object says, in which the optimizer has this key.
let read where (network: Network) (optimizerKey: string) (config: JsonElement) : Compilation =
    let part name = $"{where} / compile_config / {name}"

    for p in properties (part "") config do
        if not (known.Contains p.Name || isNull p.Value) then
            eprintfn
                $"{where}: compile knows no \"{p.Name}\", so that {p.Value.GetRawText()} is not kept"

    let get name (read: string -> JsonElement -> 't) (standard: 't) : 't =
        match optional name config with
        | Some value when not (isNull value) -> read (part name) value
        | _ -> standard

    let form = {
        GivenLoss =
            nested
                (named<Loss> (part "loss") (fun name -> Loss.op_Implicit name))
                (optional "loss" config)
        GivenLossWeights = nested (float (part "loss_weights")) (optional "loss_weights" config)
        GivenMetrics =
            nested
                (named<Metric> (part "metrics") (fun name -> Metric.op_Implicit name))
                (optional "metrics" config)
        GivenWeightedMetrics =
            nested
                (named<Metric> (part "weighted_metrics") (fun name -> Metric.op_Implicit name))
                (optional "weighted_metrics" config)
    }

    let given =
        required where optimizerKey config
        |> named<Optimizer> (part "optimizer") (fun name -> Optimizer.op_Implicit name)

    let scales = get "auto_scale_loss" bool true

    let optimizer =
        if scales then
            LossScaleOptimizer.For(network.Layers, given)
        else
            given

    let each name values = byOutput (part name) network values

    {
        Optimizer = optimizer
        Losses = each "loss" form.GivenLoss |> List.map (single (part "loss"))
        LossWeights =
            each "loss_weights" form.GivenLossWeights
            |> List.map (single (part "loss_weights") >> Option.defaultValue 1.0)
        Metrics = each "metrics" form.GivenMetrics |> List.map metricsOf
        WeightedMetrics = each "weighted_metrics" form.GivenWeightedMetrics |> List.map metricsOf
        Arguments = {
            Unscaled =
                if obj.ReferenceEquals(optimizer, given) then
                    None
                else
                    Some given
            Form = Some form
            RunEagerly = get "run_eagerly" bool false
            StepsPerExecution = get "steps_per_execution" int 1
            JitCompile =
                get
                    "jit_compile"
                    (fun where e ->
                        if e.ValueKind = JsonValueKind.String then
                            false
                        else
                            bool where e)
                    false
            AutoScaleLoss = scales
        }
    }

/// The compilation that a model's JSON has, if the model was compiled.
let tryRead where (network: Network) (model: JsonElement) : Compilation option =
    match optional "compile_config" model with
    | Some config when
        config.ValueKind = JsonValueKind.Object
        && not (Seq.isEmpty (config.EnumerateObject()))
        ->
        Some(read where network "optimizer" config)
    | _ -> None
