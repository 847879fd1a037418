/// Models from Keras's config.json: Sequential and Functional, nested, with shared layers and
/// operations between layers.
module internal Keratin.Saving.KerasConfig

open System
open System.Collections.Generic
open System.Text.Json
open Keratin
open Keratin.Saving.KerasJson
open Keratin.Saving.KerasObjects
open Keratin.Saving.KerasOps

/// What a compiled model's file says of its compilation, as it stands there.
[<NoComparison>]
type CompileConfig = {
    Optimizer: JsonElement
    Loss: JsonElement option
    LossWeights: JsonElement option
    Metrics: JsonElement option
    WeightedMetrics: JsonElement option
}

let private isOp (d: Described) =
    d.Module.StartsWith "keras.src.ops"
    || d.Module.StartsWith "keras.src.activations"

let private batchShape where (config: JsonElement) =
    let shape =
        optional "batch_shape" config
        |> Option.orElse (optional "batch_input_shape" config)

    match shape with
    | Some shape ->
        items where shape
        |> List.map (fun n -> if isNull n then None else Some(int where n))
    | None -> refuse where "an input with \"batch_shape\"" "none" "save the model again"

let private inputOf where (config: JsonElement) : Symbol =
    let shape = batchShape where config
    let name = optional "name" config |> Option.map (text where)

    let dtype =
        match optional "dtype" config with
        | Some e when e.ValueKind = JsonValueKind.String ->
            text where e |> DType.tryParseInput |> Option.defaultValue DType.Float32
        | _ -> DType.Float32

    if shape.IsEmpty then
        refuse
            where
            "a batch shape with at least the batch axis"
            "an empty one"
            "save the model again"

    InputLayer.symbol
        [ for n in shape.Tail -> Option.toNullable n ]
        shape.Head
        dtype
        (Option.toObj name)

/// Arguments of a call in the graph: symbols in order, and the rest by name.
[<NoComparison>]
type private Call = {
    Positional: Argument list
    Keywords: Map<string, Argument list>
    Switches: Map<string, bool>
    /// Masks in the order of the inputs; None where the file has null.
    Masks: Symbol option list
}

/// A layer from its JSON; a model inside another one is a layer too.
let rec layer (where: string) (e: JsonElement) : Layer =
    let d = describe where e

    match d.ClassName with
    | "Sequential"
    | "Functional"
    | "Model" ->
        let network: Network = model where e
        let layer = CatalogueLayer(d.ClassName, network.Name, network)

        match optional "trainable" d.Config with
        | Some e when not (bool where e) -> layer.Trainable <- false
        | _ -> ()

        layer
    | _ ->
        let made = KerasObjects.layer where (layer where) d

        // vectors have the size of a vocabulary that is not in the config
        match made.Meaning, optional "vocabulary_size" d.Config with
        | Some(:? IVocabulary as vocabulary), Some size when not (vocabulary.IsGiven || isNull size) ->
            made.Meaning <- Some(vocabulary.Expecting(int where size))
        | _ -> ()

        made

/// A model from its JSON.
and model (where: string) (e: JsonElement) : Network =
    let d = describe where e

    match d.ClassName with
    | "Sequential" -> sequential where d
    | "Functional"
    | "Model" -> functional where d
    | other ->
        refuse where "a Sequential or Functional model" $"\"{other}\"" "load the weights alone"

and private modelName where (d: Described) =
    optional "name" d.Config
    |> Option.map (text where)
    |> Option.defaultWith (fun () -> Names.unique "model")

and private sequential where (d: Described) : Network =
    let name = modelName where d
    let where = $"{where} / {name}"
    let all = required where "layers" d.Config |> items where
    let described = all |> List.map (describe where)

    let layersOf = List.map (layer where)

    let input, layers =
        match described with
        | first :: _ when first.ClassName = "InputLayer" ->
            inputOf where first.Config, layersOf all.Tail
        | _ ->
            match optional "build_input_shape" d.Config with
            | Some shape when not (isNull shape) ->
                let sizes =
                    items where shape
                    |> List.map (fun n -> if isNull n then Nullable() else Nullable(int where n))

                let layers = layersOf all
                let dtype = layers |> List.tryHead |> Option.map HostLayer.inputType
                let dtype = dtype |> Option.defaultValue DType.Float32
                InputLayer.symbol sizes.Tail None dtype null, layers
            | _ ->
                refuse
                    where
                    "a model that was built"
                    "one without an input shape"
                    "build it in Keras, and save again"

    Network.chain name input layers

and private functional where (d: Described) : Network =
    let name = modelName where d
    let where = $"{where} / {name}"
    // outputs of each call of each layer: (name, node index)
    let outputs = Dictionary<struct (string * int), Symbol list>()
    let layers = Dictionary<string, Layer>()
    let nested = HashSet<string>()

    let nameOf (e: JsonElement) =
        match optional "name" e with
        | Some n when n.ValueKind = JsonValueKind.String -> text where n
        | _ -> required where "name" (required where "config" e) |> text where

    let pending = List<JsonElement * int>()

    for e in required where "layers" d.Config |> items where do
        let d = describe where e
        let own = nameOf e

        if d.ClassName = "InputLayer" then
            outputs[struct (own, 0)] <- [ inputOf where d.Config ]
        else
            if d.ClassName = "Functional" || d.ClassName = "Model" then
                nested.Add own |> ignore

            if not (isOp d) then
                layers[own] <- layer where e

            let nodes =
                optional "inbound_nodes" e |> Option.map (items where) |> Option.defaultValue []

            for i in 0 .. nodes.Length - 1 do
                pending.Add((e, i))

    let history (e: JsonElement) =
        match items where e with
        | layer :: node :: tensor :: _ -> text where layer, int where node, int where tensor
        | _ ->
            refuse where "a reference [layer, node, tensor]" (e.GetRawText()) "save the model again"

    /// None while what it refers to has not been made.
    let find (name, node, tensor) : Symbol option =
        match outputs.TryGetValue(struct (name, node)) with
        | true, symbols ->
            match List.tryItem tensor symbols with
            | Some s -> Some s
            | None ->
                refuse
                    where
                    $"{symbols.Length} outputs of \"{name}\""
                    $"output {tensor}"
                    "save the model again"
        | _ -> None

    /// The arguments of a node, or None while a symbol is missing.
    let arguments (node: JsonElement) : Call option =
        let mutable complete = true

        let rec argument (e: JsonElement) : Argument list =
            match tryDescribe e with
            | Some d when d.ClassName = "__keras_tensor__" ->
                match find (history (required where "keras_history" d.Config)) with
                | Some s -> [ Value s ]
                | None ->
                    complete <- false
                    []
            | Some _ -> [ Raw(e.Clone()) ]
            | None ->
                match e.ValueKind with
                | JsonValueKind.Number -> [ Constant(float where e) ]
                | JsonValueKind.Array when
                    items where e
                    |> List.exists (fun i ->
                        (tryDescribe i |> Option.exists (fun d -> d.ClassName = "__keras_tensor__"))
                        || i.ValueKind = JsonValueKind.Array)
                    ->
                    items where e |> List.collect argument
                | JsonValueKind.Null -> []
                | _ -> [ Raw(e.Clone()) ]

        let call =
            match node.ValueKind with
            | JsonValueKind.Object ->
                let keywords = Dictionary<string, Argument list>()
                let switches = Dictionary<string, bool>()
                let mutable masks: Symbol option list = []

                match optional "kwargs" node with
                | Some kwargs when kwargs.ValueKind = JsonValueKind.Object ->
                    for p in kwargs.EnumerateObject() do
                        match p.Value.ValueKind with
                        | JsonValueKind.Array when p.Name = "mask" ->
                            masks <-
                                items where p.Value
                                |> List.map (fun m ->
                                    match argument m with
                                    | [ Value s ] -> Some s
                                    | _ -> None)
                        | JsonValueKind.True -> switches[p.Name] <- true
                        | JsonValueKind.False -> switches[p.Name] <- false
                        | _ -> keywords[p.Name] <- argument p.Value
                | _ -> ()

                {
                    Positional = required where "args" node |> items where |> List.collect argument
                    Keywords = keywords |> Seq.map (fun p -> p.Key, p.Value) |> Map.ofSeq
                    Switches = switches |> Seq.map (fun p -> p.Key, p.Value) |> Map.ofSeq
                    Masks = masks
                }
            | _ ->
                // Keras 2: a list of [layer, node, tensor, kwargs]
                {
                    Positional =
                        items where node
                        |> List.collect (fun e ->
                            match find (history e) with
                            | Some s -> [ Value s ]
                            | None ->
                                complete <- false
                                [])
                    Keywords = Map.empty
                    Switches = Map.empty
                    Masks = []
                }

        if complete then Some call else None

    let symbols =
        List.choose (fun a ->
            match a with
            | Value s -> Some s
            | _ -> None)

    let run (e: JsonElement) (node: JsonElement) (call: Call) : Symbol list =
        let d = describe where e
        let own = nameOf e
        let place = $"{where} / {own} ({d.ClassName})"

        if isOp d then
            RecordedCall.Make(
                own,
                {
                    Where = place
                    Module = d.Module
                    ClassName = d.ClassName
                    Config = d.Config.Clone()
                    Node = node.Clone()
                    Positional = call.Positional
                    Keywords = call.Keywords
                }
            )
        else
            let keyword name =
                call.Keywords
                |> Map.tryFind name
                |> Option.map symbols
                |> Option.defaultValue []

            let leading = [ "inputs"; "query"; "value"; "key" ] |> List.collect keyword

            let masks =
                match
                    [ "query_mask"; "value_mask"; "key_mask" ] |> List.map (keyword >> List.tryHead)
                with
                | own when own |> List.exists Option.isSome -> own
                | _ -> keyword "mask" |> List.map Some

            let arguments = {
                Masks = if call.Masks.IsEmpty then masks else call.Masks
                Symbols =
                    call.Keywords
                    |> Map.filter (fun name _ ->
                        not (List.contains name [ "inputs"; "query"; "value"; "key"; "mask" ]))
                    |> Map.map (fun _ a -> symbols a)
                    |> Map.filter (fun _ s -> not s.IsEmpty)
                Flags = call.Switches |> Map.remove "training"
                Training = call.Switches |> Map.tryFind "training"
            }

            layers[own].Call(symbols call.Positional @ leading, arguments)

    let mutable progress = true

    while pending.Count > 0 && progress do
        progress <- false

        for item in List.ofSeq pending do
            let e, i = item
            let nodes = required where "inbound_nodes" e |> items where

            match arguments nodes[i] with
            | Some call ->
                outputs[struct (nameOf e, i)] <- run e nodes[i] call
                pending.Remove item |> ignore
                progress <- true
            | None -> ()

    if pending.Count > 0 then
        let names =
            pending
            |> Seq.map (fun (e, _) -> nameOf e)
            |> Seq.distinct
            |> String.concat ", "

        refuse
            where
            "a graph in which every layer's inputs can be computed"
            $"no way to compute {names}"
            "the file is damaged: save it again"

    /// [name, node, tensor], or lists and objects of them.
    let rec leaves (e: JsonElement) : Symbol list =
        match e.ValueKind with
        | JsonValueKind.Array ->
            match items where e with
            | [ first; node; tensor ] when first.ValueKind = JsonValueKind.String ->
                let name = text where first
                let node = int where node
                // Keras counts the making of a nested model as its first call
                let node = if nested.Contains name && node > 0 then node - 1 else node

                match find (name, node, int where tensor) with
                | Some s -> [ s ]
                | None ->
                    refuse
                        where
                        $"a layer \"{name}\" with {node + 1} calls"
                        "none"
                        "the file is damaged: save it again"
            | several -> several |> List.collect leaves
        | JsonValueKind.Object ->
            e.EnumerateObject()
            |> Seq.sortBy _.Name
            |> Seq.collect (fun p -> leaves p.Value)
            |> List.ofSeq
        | _ -> refuse where "inputs and outputs as lists" (e.GetRawText()) "save the model again"

    let arrangement (e: JsonElement) : Arrangement =
        match e.ValueKind with
        | JsonValueKind.Object ->
            ByNames [ for p in e.EnumerateObject() |> Seq.sortBy _.Name -> p.Name ]
        | _ ->
            match items where e with
            | [ first; _; _ ] when first.ValueKind = JsonValueKind.String -> Bare
            | _ -> Listed

    let inputs = required where "input_layers" d.Config
    let outputs = required where "output_layers" d.Config

    Network(
        name,
        leaves inputs,
        leaves outputs,
        InputArrangement = arrangement inputs,
        OutputArrangement = arrangement outputs
    )

/// What the file says of compile, if the model was compiled.
let compileConfig (where: string) (e: JsonElement) : CompileConfig option =
    match optional "compile_config" e with
    | Some config when
        config.ValueKind = JsonValueKind.Object
        && not (Seq.isEmpty (config.EnumerateObject()))
        ->
        let get name =
            optional name config |> Option.filter (isNull >> not)

        Some {
            Optimizer = required where "optimizer" config
            Loss = get "loss"
            LossWeights = get "loss_weights"
            Metrics = get "metrics"
            WeightedMetrics = get "weighted_metrics"
        }
    | _ -> None
