/// Keras's JSON of models: Sequential and Functional, with the calls of their layers and operations.
module internal Keratin.Saving.KerasGraphs

open System.Collections.Generic
open System.Text.Json
open System.Text.Json.Nodes
open Keratin
open Keratin.Saving.KerasValues
open Keratin.Saving.KerasOps

let private functional = "keras.src.models.functional"

let private inputLayer (name: string) (input: InputLayer) : JsonNode =
    object' [
        "batch_shape", list [ for n in input.BatchShape -> n |> Option.map whole |> Option.toObj ]
        "dtype", text (DType.name input.DType)
        "sparse", truth false
        "ragged", truth false
        "name", text name
        "optional", truth input.IsOptional
    ]
    |> described "keras.layers" "InputLayer"

/// An input as the layer it is; a symbol of another graph becomes an input of its shape.
let private inputOf (name: string) (s: Symbol) : JsonNode =
    match s.Origin with
    | :? LayerCall as call ->
        match call.Layer.Meaning with
        | Some(:? InputLayer as input) -> inputLayer name input
        | _ ->
            inputLayer name {
                BatchShape = [
                    for dim in s.Dims ->
                        match dim with
                        | Size n -> Some n
                        | Symbolic -> None
                ]
                DType = s.DType
                IsOptional = false
            }
    | _ -> bug name "an input without a layer"

let private operationOf (m: string) (name: string) config : JsonNode =
    object' [
        "module", text m
        "class_name", text name
        "config", config
        "registered_name", text name
    ]

/// An entry of a model's list of layers: the object, its name, and its calls.
let private entry (m: JsonNode) (name: string) (nodes: JsonNode list) : JsonNode =
    m["name"] <- text name
    m["inbound_nodes"] <- list [ for node in nodes -> node ]
    m

let private leaf (name: string) (node: int) (output: int) : JsonNode | null =
    list [ text name; whole node; whole output ]

/// A recurrent layer that was given its first states is built for their shapes too.
let private addStates (c: LayerCall) (made: JsonNode) : unit =
    match c.Arguments.Symbols |> Map.tryFind "initial_state", c.Inputs with
    | Some states, [ x ] ->
        let shapes =
            match states with
            | [ one ] -> KerasLayers.shape one.Dims
            | several -> list [ for s in several -> KerasLayers.shape s.Dims ]

        made["build_config"] <-
            object' [
                "shapes_dict",
                object' [
                    "sequences_shape", KerasLayers.shape x.Dims
                    "initial_state_shape", shapes
                ]
            ]
    | _ -> ()

/// A model as Keras has it: a Sequential, or a Functional.
let rec model where (trainable: bool) (network: Network) : JsonNode =
    let where = $"{where} / {network.Name}"

    if network.IsSequential then
        sequential where trainable network
    else
        functionalModel where trainable network

/// A layer of a network; a Lambda is the model of its operations on what it is first called with.
and private layer where (within: Network) (l: Layer) : JsonNode =
    let calledWith =
        within.Uses
        |> List.tryPick (fun u ->
            match u with
            | CallUse c when obj.ReferenceEquals(c.Layer, l) -> List.tryHead c.Inputs
            | _ -> None)

    match l.Meaning, calledWith with
    | Some(:? LayerTypes.Lambda as lambda), Some x ->
        KerasLayers.ofLambda where l lambda (Some x.Dims) x.DType |> innerModel where l
    | _ -> KerasLayers.layer where innerModel l

/// A model that is a layer of another.
and private innerModel where (l: Layer) (network: Network) : JsonNode =
    let made = model where l.Trainable network
    made["compile_config"] <- object' []
    made

and private sequential where trainable network : JsonNode =
    let input = network.Inputs.Head
    let layers = network.Layers |> List.filter (fun l -> l.Kind <> "InputLayer")

    let made =
        described
            "keras"
            "Sequential"
            (object' [
                "name", text network.Name
                "trainable", truth trainable
                "dtype", KerasLayers.policy network.Policy
                "layers",
                list [
                    inputOf network.InputNames.Head input

                    for l in layers do
                        layer where network l
                ]
                "build_input_shape", KerasLayers.shape input.Dims
            ])

    made["build_config"] <- object' [ "input_shape", KerasLayers.shape input.Dims ]
    made

and private functionalModel where trainable network : JsonNode =
    let places = Places network

    let isInput (m: Member) = places.Calls m |> List.isEmpty

    let members = [
        for m in network.Members do
            match m with
            | LayerMember l when isInput m ->
                let place = network.InputNames |> List.findIndex ((=) l.Name)
                entry (inputOf l.Name network.Inputs[place]) l.Name []
            | m ->
                let made, operationCall =
                    match m with
                    | LayerMember l ->
                        layer where network l, (fun () -> bug where "a call of no layer")
                    | OperationMember(:? RecordedCall as r) ->
                        let config = nonNull (JsonNode.Parse(r.Recorded.Config.GetRawText()))
                        config["name"] <- text (places.Name m)

                        operationOf r.Recorded.Module r.Recorded.ClassName config,
                        (fun () -> KerasCalls.ofRecorded places r)
                    | OperationMember other -> bug where $"an operation {other.Name} from nowhere"
                    | OpMember node ->
                        let o = KerasOpNodes.operation where node

                        operationOf
                            o.Module
                            o.ClassName
                            (object' (("name", text (places.Name m)) :: o.Settings)),
                        (fun () -> KerasCalls.ofOperation places o)

                match places.Calls m |> List.tryHead with
                | Some(CallUse c) -> addStates c made
                | _ -> ()

                entry made (places.Name m) [
                    for item in places.Calls m ->
                        match item with
                        | CallUse c -> KerasCalls.ofLayer places c
                        | OperationUse _
                        | OpUse _ -> operationCall ()
                ]
    ]

    /// Keras counts the making of a nested Functional as its first call.
    let outputLeaf (s: Symbol) =
        let name, node, output = places.Of s

        let shift =
            match s.Origin with
            | :? LayerCall as c ->
                match c.Layer.Meaning with
                | Some(:? Network as inner) when not inner.IsSequential -> 1
                | Some(:? LayerTypes.Lambda) -> 1
                | _ -> 0
            | _ -> 0

        leaf name (node + shift) output

    let made =
        object' [
            "name", text network.Name
            "trainable", truth trainable
            "layers", list [ for m in members -> m ]
            "input_layers",
            network.InputArrangement
            |> Nested.fill [ for name in network.InputNames -> leaf name 0 0 ]
            |> nested
            "output_layers",
            network.OutputArrangement
            |> Nested.fill [ for s in network.Outputs -> outputLeaf s ]
            |> nested
        ]
        |> operationOf functional "Functional"

    made["build_config"] <- object' [ "input_shape", null ]
    made
