/// Keras's JSON of models: Sequential and Functional, with the calls of their layers and operations.
module internal Keratin.Saving.KerasGraphs

open System.Collections.Generic
open System.Text.Json
open System.Text.Json.Nodes
open Keratin
open Keratin.Saving.KerasValues
open Keratin.Saving.KerasOps

let private functional = "keras.src.models.functional"

let private inputLayer (name: string) (batchShape: int option list) (dtype: DType) : JsonNode =
    object' [
        "batch_shape", list [ for n in batchShape -> n |> Option.map whole |> Option.toObj ]
        "dtype", text (DType.name dtype)
        "sparse", truth false
        "ragged", truth false
        "name", text name
        "optional", truth false
    ]
    |> described "keras.layers" "InputLayer"

/// An input as the layer it is; a symbol of another graph becomes an input of its shape.
let private inputOf (name: string) (s: Symbol) : JsonNode =
    match s.Origin with
    | :? LayerCall as call ->
        match call.Layer.Meaning with
        | Some(:? InputLayer as input) -> inputLayer name input.BatchShape input.DType
        | _ ->
            inputLayer
                name
                [
                    for dim in s.Dims ->
                        match dim with
                        | Size n -> Some n
                        | Symbolic -> None
                ]
                s.DType
    | _ -> bug name "an input without a layer"

/// Where every value of a network comes from: the name, the number of the call and of the output.
[<Sealed>]
type private Places(network: Network) =
    let names = Dictionary<Member, string>()
    let taken = HashSet<string>(network.InputNames)
    let places = Dictionary<struct (int64 * int), string * int * int>()
    let calls = Dictionary<Member, List<Use>>()

    let unique (word: string) =
        Seq.append [ word ] (Seq.initInfinite (fun i -> $"{word}_{i + 1}"))
        |> Seq.find (fun name -> taken.Add name)

    let outputsOf (item: Use) =
        match item with
        | CallUse call -> call.Outputs
        | OperationUse call -> call.Outputs
        | OpUse node -> node.Types |> List.mapi (fun i _ -> Symbol(node, i, None, null))

    let where = $"model \"{network.Name}\""

    do
        // names that users see come first, so that an operation takes what is left
        for m in network.Members do
            match m with
            | LayerMember layer ->
                names[m] <- layer.Name
                taken.Add layer.Name |> ignore
            | OperationMember call -> names[m] <- unique call.Name
            | OpMember _ -> ()

        for m in network.Members do
            match m with
            | OpMember node ->
                names[m] <- unique (Words.snake (KerasOpNodes.operation where node).ClassName)
            | LayerMember _
            | OperationMember _ -> ()

        for name, s in List.zip network.InputNames network.Inputs do
            places[s.Key] <- (name, 0, 0)

        // calls in the order in which they were made
        for item in network.Uses |> List.sortBy (fun u -> (outputsOf u).Head.Node.Id) do
            let outputs = outputsOf item

            if not (outputs |> List.forall (fun s -> places.ContainsKey s.Key)) then
                let known =
                    match calls.TryGetValue item.Member with
                    | true, known -> known
                    | _ ->
                        let fresh = List<Use>()
                        calls[item.Member] <- fresh
                        fresh

                // a value that is two outputs is the first of them
                for i, s in List.indexed outputs do
                    places.TryAdd(s.Key, (names[item.Member], known.Count, i)) |> ignore

                known.Add item

    member _.Where = where
    member _.Name(m: Member) = names[m]

    /// The calls of a member within this network.
    member _.Calls(m: Member) : Use list =
        match calls.TryGetValue m with
        | true, known -> List.ofSeq known
        | _ -> []

    member _.Of(s: Symbol) : string * int * int =
        match places.TryGetValue s.Key with
        | true, place -> place
        | _ ->
            refuse
                where
                "values that layers and operations of the model make"
                $"{s}, a constant that is given to a layer"
                "make it an input, or put it into a layer of your own"

    member p.Tensor(s: Symbol) : JsonNode =
        let name, node, output = p.Of s

        object' [
            "class_name", text "__keras_tensor__"
            "config",
            object' [
                "shape", KerasLayers.shape s.Dims
                "dtype", text (DType.name s.DType)
                "keras_history", list [ text name; whole node; whole output ]
            ]
        ]

let private call (args: (JsonNode | null) list) (kwargs: (string * (JsonNode | null)) list) =
    object' [ "args", list args; "kwargs", object' kwargs ]

/// Layers that take each of their inputs as an argument of its own.
let private spreadsInputs = set [ "MultiHeadAttention"; "GroupQueryAttention" ]

/// Layers that take a list, were it of one.
let private takesList =
    set [
        "Add"
        "Subtract"
        "Multiply"
        "Average"
        "Maximum"
        "Minimum"
        "Concatenate"
        "Dot"
        "Attention"
        "AdditiveAttention"
    ]

let private attentionMasks = [ "query_mask"; "value_mask"; "key_mask" ]

let private layerCall (places: Places) (c: LayerCall) : JsonNode =
    let tensor = places.Tensor
    let all (symbols: Symbol list) = list [ for s in symbols -> tensor s ]
    let kind = c.Layer.Kind

    let args: (JsonNode | null) list =
        match c.Inputs, c.Layer.Meaning with
        | inputs, Some(:? Network as network) ->
            match network.InputArrangement, inputs with
            | Bare, [ one ] -> [ tensor one ]
            | ByNames names, inputs -> [
                object' [ for name, s in List.zip names inputs -> name, tensor s ]
              ]
            | _, inputs -> [ all inputs ]
        | x :: states, Some(:? LayerTypes.ICell) -> [ tensor x; all states ]
        | inputs, _ when spreadsInputs.Contains kind -> [ for s in inputs -> tensor s ]
        | [ one ], _ when not (takesList.Contains kind) -> [ tensor one ]
        | inputs, _ -> [ all inputs ]

    let masks: (string * (JsonNode | null)) list =
        let mask (m: Symbol option) = m |> Option.map tensor |> Option.toObj

        if c.Arguments.Masks |> List.forall Option.isNone then
            []
        elif spreadsInputs.Contains kind then
            List.zip
                (attentionMasks |> List.truncate c.Arguments.Masks.Length)
                (c.Arguments.Masks |> List.map mask)
            |> List.filter (fun (_, m) -> not (isNull m))
        elif takesList.Contains kind then
            [ "mask", list [ for m in c.Arguments.Masks -> mask m ] ]
        else
            [ "mask", mask c.Arguments.Masks.Head ]

    call args [
        yield! masks

        for KeyValue(name, symbols) in c.Arguments.Symbols do
            match symbols with
            | _ when List.contains name attentionMasks -> ()
            | [ one ] -> name, tensor one
            | several -> name, all several

        for KeyValue(name, flag) in c.Arguments.Flags do
            name, truth flag

        match c.Arguments.Training with
        | Some training -> "training", truth training
        | None -> ()
    ]

/// The call of an operation from a file, with this graph's tensors in it.
let private recordedCall (places: Places) (r: RecordedCall) : JsonNode =
    let isTensor (o: JsonObject) =
        match o["class_name"] with
        | null -> false
        | name -> name.ToJsonString() = "\"__keras_tensor__\""

    /// A value of the file's JSON in which tensors are those of the arguments, in order.
    let rewrite (arguments: Argument list) (given: JsonNode | null) : JsonNode | null =
        let left = Queue<Symbol>(symbolsOf arguments Map.empty)

        let rec walk (n: JsonNode | null) : JsonNode | null =
            match n with
            | :? JsonObject as o when isTensor o -> places.Tensor(left.Dequeue())
            | :? JsonArray as items -> list [ for item in items -> walk item ]
            | :? JsonObject as o -> object' [ for p in o -> p.Key, walk p.Value ]
            | null -> null
            | other -> other.DeepClone()

        walk given

    match JsonNode.Parse(r.Recorded.Node.GetRawText()) with
    | :? JsonObject as node ->
        let kwargs: (string * (JsonNode | null)) list = [
            match node["kwargs"] with
            | :? JsonObject as named ->
                for p in named do
                    let own = r.Recorded.Keywords |> Map.tryFind p.Key |> Option.defaultValue []
                    p.Key, rewrite own p.Value
            | _ -> ()
        ]

        match rewrite r.Recorded.Positional node["args"] with
        | :? JsonArray as args -> object' [ "args", args; "kwargs", object' kwargs ]
        | _ -> call [] kwargs
    // Keras 2's lists
    | _ -> call [ for s in r.Inputs -> places.Tensor s ] []

let private operationOf (m: string) (name: string) config : JsonNode =
    object' [
        "module", text m
        "class_name", text name
        "config", config
        "registered_name", text name
    ]

let private argument (places: Places) (o: KerasOpNodes.Operand) : JsonNode | null =
    match o with
    | KerasOpNodes.Tensor s -> places.Tensor s
    | KerasOpNodes.Tensors several -> list [ for s in several -> places.Tensor s ]
    | KerasOpNodes.Data data -> data

/// An entry of a model's list of layers: the object, its name, and its calls.
let private entry (m: JsonNode) (name: string) (nodes: JsonNode list) : JsonNode =
    m["name"] <- text name
    m["inbound_nodes"] <- list [ for node in nodes -> node ]
    m

let private leaf (name: string) (node: int) (output: int) : JsonNode =
    list [ text name; whole node; whole output ]

let private arranged (arrangement: Arrangement) (leaves: JsonNode list) : JsonNode =
    match arrangement, leaves with
    | Bare, [ one ] -> one
    | ByNames names, leaves when names.Length = leaves.Length ->
        object' [ for name, leaf in List.zip names leaves -> name, leaf ]
    | _, leaves -> list [ for leaf in leaves -> leaf ]

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
        KerasLayers.ofLambda where l lambda (Some x.Dims) x.DType |> nested where l
    | _ -> KerasLayers.layer where nested l

/// A model that is a layer of another.
and private nested where (l: Layer) (network: Network) : JsonNode =
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
                "dtype", KerasLayers.policy Policy.Float32
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
                        (fun () -> recordedCall places r)
                    | OperationMember other -> bug where $"an operation {other.Name} from nowhere"
                    | OpMember node ->
                        let o = KerasOpNodes.operation where node

                        operationOf
                            o.Module
                            o.ClassName
                            (object' (("name", text (places.Name m)) :: o.Settings)),
                        (fun () -> call [ for a in o.Arguments -> argument places a ] [])

                match places.Calls m |> List.tryHead with
                | Some(CallUse c) -> addStates c made
                | _ -> ()

                entry made (places.Name m) [
                    for item in places.Calls m ->
                        match item with
                        | CallUse c -> layerCall places c
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
            arranged network.InputArrangement [ for name in network.InputNames -> leaf name 0 0 ]
            "output_layers",
            arranged network.OutputArrangement [ for s in network.Outputs -> outputLeaf s ]
        ]
        |> operationOf functional "Functional"

    made["build_config"] <- object' [ "input_shape", null ]
    made
