/// The calls of layers and operations, as Keras's JSON has them.
module internal Keratin.Saving.KerasCalls

open System.Collections.Generic
open System.Text.Json.Nodes
open Keratin
open Keratin.Saving.KerasValues
open Keratin.Saving.KerasOps

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

let ofLayer (places: Places) (c: LayerCall) : JsonNode =
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
let ofRecorded (places: Places) (r: RecordedCall) : JsonNode =
    let isTensor (o: JsonObject) =
        match o["class_name"] with
        | null -> false
        | name -> name.ToJsonString() = "\"__keras_tensor__\""

    /// A value of the file's JSON in which tensors are those of the arguments, in order.
    let rewrite (arguments: Argument list) (given: JsonNode | null) : JsonNode | null =
        let left = Queue<Symbol>(arguments |> List.collect symbolsIn)

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
                    let own = r.Recorded.Keywords |> Map.tryFind p.Key |> Option.toList
                    p.Key, rewrite own p.Value
            | _ -> ()
        ]

        match rewrite r.Recorded.Positional node["args"] with
        | :? JsonArray as args -> object' [ "args", args; "kwargs", object' kwargs ]
        | _ -> call [] kwargs
    | _ -> bug places.Where "a call that is no object"

let private argument (places: Places) (o: KerasOpNodes.Operand) : JsonNode | null =
    match o with
    | KerasOpNodes.Tensor s -> places.Tensor s
    | KerasOpNodes.Tensors several -> list [ for s in several -> places.Tensor s ]
    | KerasOpNodes.Data data -> data

/// The call of an operation that a program made.
let ofOperation (places: Places) (o: KerasOpNodes.Operation) : JsonNode =
    call [ for a in o.Arguments -> argument places a ] []
