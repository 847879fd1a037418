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

    let flag name =
        match optional name config with
        | Some e when not (isNull e) -> bool where e
        | _ -> false

    for kind in [ "sparse"; "ragged" ] do
        if flag kind then
            refuse
                where
                "an input of dense arrays"
                $"a {kind} one"
                "make the model with a dense input in Keras, and save it again"

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

    let input =
        InputLayer.symbol
            [ for n in shape.Tail -> Option.toNullable n ]
            shape.Head
            dtype
            (Option.toObj name)

    match input.Origin with
    | :? LayerCall as call when flag "optional" ->
        match call.Layer.Meaning with
        | Some(:? InputLayer as meaning) ->
            call.Layer.Meaning <- Some { meaning with IsOptional = true }
        | _ -> bug where "an input without its layer"
    | _ -> ()

    input

/// An entry of a Functional model's list of layers.
[<NoComparison>]
type private Entry = {
    Name: string
    Json: JsonElement
    Described: Described
    /// The calls.
    Nodes: JsonElement list
}

let private entry where (e: JsonElement) : Entry =
    let d = describe where e

    {
        Name =
            match optional "name" e with
            | Some name when name.ValueKind = JsonValueKind.String -> text where name
            | _ -> required where "name" d.Config |> text where
        Json = e
        Described = d
        Nodes = optional "inbound_nodes" e |> Option.map (items where) |> Option.defaultValue []
    }

/// The outputs of each call of each layer and operation.
[<Sealed>]
type private CallOutputs(where: string) =
    let outputs = Dictionary<struct (string * int), Symbol list>()

    member _.Has(name: string, node: int) =
        outputs.ContainsKey(struct (name, node))


    member _.Add(name: string, node: int, symbols: Symbol list) =
        if not (outputs.TryAdd(struct (name, node), symbols)) then
            refuse
                where
                "layers of different names"
                $"two named \"{name}\""
                "the file is damaged: save it again"

    member _.Get((name, node, tensor): KerasNodes.Place) : Symbol =
        match outputs.TryGetValue(struct (name, node)) with
        | true, symbols ->
            match List.tryItem tensor symbols with
            | Some s -> s
            | None ->
                refuse
                    where
                    $"{symbols.Length} outputs of \"{name}\""
                    $"output {tensor}"
                    "save the model again"
        | _ ->
            refuse
                where
                $"a layer \"{name}\" with {node + 1} calls"
                "none"
                "the file is damaged: save it again"

/// A layer from its JSON; a model inside another one is a layer too.
let rec layer (where: string) (e: JsonElement) : Layer =
    let d = describe where e

    match d.ClassName with
    | "Sequential"
    | "Functional"
    | "Model" ->
        let network: Network = model where e
        let layer = CatalogueLayer(d.ClassName, network.Name, network)
        network.PutInto layer

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

        made.FileShapes <- BuildConfig.shapes where e
        made

/// A model from its JSON.
and model (where: string) (e: JsonElement) : Network =
    let d = describe where e

    let network =
        match d.ClassName with
        | "Sequential" -> sequential where d
        | "Functional"
        | "Model" -> functional where d
        | other ->
            refuse where "a Sequential or Functional model" $"\"{other}\"" "load the weights alone"

    // a model that is not trained has no layer that is
    match optional "trainable" d.Config with
    | Some trains when not (isNull trains) && not (bool where trains) ->
        network.SaysTrainable <- false

        for part in network.Layers do
            part.Trainable <- false
    | _ -> ()

    network

and private modelName where (d: Described) =
    optional "name" d.Config
    |> Option.map (text where)
    |> Option.defaultWith (fun () -> Names.unique "model")

and private sequential where (d: Described) : Network =
    let name = modelName where d
    let where = $"{where} / {name}"

    // the first versions of Keras have the list alone
    let all =
        if d.Config.ValueKind = JsonValueKind.Array then
            items where d.Config
        else
            required where "layers" d.Config |> items where

    let described = all |> List.map (describe where)

    let layersOf = List.map (layer where)

    let input, layers =
        match described with
        | first :: _ when first.ClassName = "InputLayer" ->
            inputOf where first.Config, layersOf all.Tail
        | _ ->
            let sizes shape =
                items where shape
                |> List.map (fun n -> if isNull n then Nullable() else Nullable(int where n))

            let behindBatch shape =
                match sizes shape with
                | _ :: rest -> rest
                | [] -> wrongKind where "a shape with the batch axis" shape

            let given name (e: JsonElement) =
                optional name e |> Option.filter (isNull >> not)

            // Keras 2 has the shape in the first layer, with the batch or without it
            let ofFirst =
                match described with
                | first :: _ ->
                    given "batch_input_shape" first.Config
                    |> Option.map behindBatch
                    |> Option.orElse (given "input_shape" first.Config |> Option.map sizes)
                    |> Option.orElse (
                        // what an Embedding calls so is the number of its rows
                        if first.ClassName.EndsWith "Embedding" then
                            None
                        else
                            given "input_dim" first.Config
                            |> Option.map (fun n -> [ Nullable(int where n) ])
                    )
                | [] -> None

            let shape =
                given "build_input_shape" d.Config
                |> Option.map behindBatch
                |> Option.orElse ofFirst

            match shape with
            | Some sizes ->
                let layers = layersOf all
                let dtype = layers |> List.tryHead |> Option.map HostLayer.inputType
                let dtype = dtype |> Option.defaultValue DType.Float32
                InputLayer.symbol sizes None dtype null, layers
            | None ->
                refuse
                    where
                    "a model that was built"
                    "one without an input shape"
                    "build it in Keras, and save again"

    let network = Network.chain name input layers

    match optional "dtype" d.Config with
    | Some dtype when not (isNull dtype) ->
        network.Policy <- Policy.Parse(ParameterValues.word where dtype)
    | _ -> ()

    network

/// A recurrent layer's arguments. Keras 2 has its first states among the inputs.
and private withStates (layer: Layer) (inputs: Symbol list, arguments: CallArguments) =
    match layer.Meaning, inputs with
    | Some meaning, x :: (_ :: _ as states) when
        (meaning :? LayerTypes.IRecurrent || layer.Kind = "Bidirectional")
        ->
        [ x ],
        {
            arguments with
                Symbols = arguments.Symbols |> Map.add "initial_state" states
        }
    | _ -> inputs, arguments

and private functional where (d: Described) : Network =
    let name = modelName where d
    let where = $"{where} / {name}"

    let entries =
        required where "layers" d.Config |> items where |> List.map (entry where)

    let ofKeras2 =
        entries
        |> List.exists (fun e ->
            e.Nodes |> List.exists (fun n -> n.ValueKind = JsonValueKind.Array))

    let nested =
        set [
            for e in entries do
                match e.Described.ClassName with
                | "Functional"
                | "Model" -> e.Name
                | "Sequential" when ofKeras2 -> e.Name
                | _ -> ()
        ]

    /// Keras counts the making of a nested model as its first call: where it names outputs, and Keras 2 everywhere.
    let fromMaking (name, node) =
        if nested.Contains name && node > 0 then node - 1 else node

    let entries =
        entries
        |> List.map (fun e -> {
            e with
                Nodes = e.Nodes |> List.map (KerasNodes.modern $"{where} / {e.Name}" fromMaking)
        })

    let outputs = CallOutputs where

    for e in entries do
        if e.Described.ClassName = "InputLayer" then
            outputs.Add(e.Name, 0, [ inputOf where e.Described.Config ])

    let layers =
        Map [
            for e in entries do
                if e.Described.ClassName <> "InputLayer" && not (isOp e.Described) then
                    e.Name, layer where e.Json
        ]

    let run (e: Entry) (node: JsonElement) : Symbol list =
        let call = KerasNodes.read where outputs.Get node

        match Map.tryFind e.Name layers with
        | Some layer -> KerasNodes.forLayer call |> withStates layer |> layer.Call
        | None ->
            RecordedCall.Make(
                e.Name,
                {
                    Where = $"{where} / {e.Name} ({e.Described.ClassName})"
                    Module = e.Described.Module
                    ClassName = e.Described.ClassName
                    Config = e.Described.Config.Clone()
                    Node = node.Clone()
                    Positional = call.Positional
                    Keywords = call.Keywords
                }
            )

    [
        for e in entries do
            for i, node in List.indexed e.Nodes do
                {
                    KerasOrder.Call = e.Name, i
                    KerasOrder.Needs = [
                        for name, node, _ in KerasNodes.references where node -> name, node
                    ]
                    KerasOrder.Run = fun () -> outputs.Add(e.Name, i, run e node)
                }
    ]
    |> KerasOrder.runAll where outputs.Has

    let leaf (name, node, tensor) : Symbol =
        outputs.Get(name, fromMaking (name, node), tensor)

    let inputs =
        required where "input_layers" d.Config
        |> KerasNodes.places where
        |> Nested.map leaf

    let ends =
        required where "output_layers" d.Config
        |> KerasNodes.places where
        |> Nested.map leaf

    Network(
        name,
        Nested.leaves inputs,
        Nested.leaves ends,
        InputArrangement = Nested.map ignore inputs,
        OutputArrangement = Nested.map ignore ends
    )
