/// The calls in a Functional model's JSON: what a layer or an operation is called with.
module internal Keratin.Saving.KerasNodes

open System.Text.Json
open System.Text.Json.Nodes
open Keratin
open Keratin.Saving.KerasJson
open Keratin.Saving.KerasOps

/// A value of the graph: the name of what made it, the number of its call, and of the output.
type Place = string * int * int

/// Arguments of a call in the graph: symbols in order, and the rest by name.
[<NoComparison>]
type Call = {
    Positional: Argument list
    Keywords: Map<string, Argument>
    /// Those by name that are true or false.
    Switches: Map<string, bool>
    /// Masks in the order of the inputs; None where the file has null.
    Masks: Symbol option list
}

let private place where (e: JsonElement) : Place =
    match items where e with
    | layer :: node :: tensor :: _ -> text where layer, int where node, int where tensor
    | _ -> refuse where "a reference [layer, node, tensor]" (e.GetRawText()) "save the model again"

let private isTensor (e: JsonElement) =
    tryDescribe e |> Option.exists (fun d -> d.ClassName = "__keras_tensor__")

/// A call in the form of Keras 3. Keras 2 has a list of inputs, each [layer, node, tensor, settings], and the
/// settings of the call, which may be such lists too, stand with every one. `number` says which call of a layer
/// theirs is.
let modern where (number: string * int -> int) (node: JsonElement) : JsonElement =
    let asNode (e: JsonElement) = JsonNode.Parse(e.GetRawText())

    let tensor (layer: JsonElement) (call: JsonElement) (output: JsonElement) : JsonNode =
        let name = text where layer

        KerasValues.object' [
            "class_name", KerasValues.text "__keras_tensor__"
            "config",
            KerasValues.object' [
                "keras_history",
                KerasValues.list [
                    KerasValues.text name
                    KerasValues.whole (number (name, int where call))
                    KerasValues.whole (int where output)
                ]
            ]
        ]

    let isNumber (e: JsonElement) = e.ValueKind = JsonValueKind.Number

    let rec setting (e: JsonElement) : JsonNode | null =
        match e.ValueKind with
        | JsonValueKind.Array ->
            match items where e with
            | [ layer; call; output ] when
                layer.ValueKind = JsonValueKind.String && isNumber call && isNumber output
                ->
                tensor layer call output
            | several -> KerasValues.list [ for item in several -> setting item ]
        | _ -> asNode e

    let input (e: JsonElement) : JsonNode | null =
        match items where e with
        | layer :: _ :: constant :: _ when layer.GetRawText() = "\"_CONSTANT_VALUE\"" ->
            asNode constant
        | layer :: call :: output :: _ -> tensor layer call output
        | _ ->
            refuse
                where
                "an input [layer, node, tensor]"
                (e.GetRawText())
                "the file is damaged: save it again"

    if node.ValueKind <> JsonValueKind.Array then
        node
    else
        // an input that is not one of a list may stand alone
        let inputs =
            match items where node with
            | first :: _ when first.ValueKind = JsonValueKind.String -> [ node ]
            | inputs -> inputs

        let settings =
            match inputs |> List.tryPick (items where >> List.tryItem 3) with
            | Some settings when settings.ValueKind = JsonValueKind.Object ->
                properties where settings
            | _ -> []

        let args =
            match inputs with
            | [ one ] -> input one
            | several -> KerasValues.list [ for one in several -> input one ]

        KerasValues.object' [
            "args", KerasValues.list [ args ]
            "kwargs", KerasValues.object' [ for p in settings -> p.Name, setting p.Value ]
        ]
        |> JsonSerializer.SerializeToElement

/// The places in a call's JSON, in order.
let references where (node: JsonElement) : Place list =
    let rec walk (e: JsonElement) : Place list =
        match tryDescribe e with
        | Some d when isTensor e -> [ place where (required where "keras_history" d.Config) ]
        | Some _ -> []
        | None ->
            match e.ValueKind with
            | JsonValueKind.Array -> items where e |> List.collect walk
            | JsonValueKind.Object -> properties where e |> List.collect (fun p -> walk p.Value)
            | _ -> []

    walk node

let rec private argument where (value: Place -> Symbol) (e: JsonElement) : Argument =
    match tryDescribe e with
    | Some d when isTensor e -> Value(value (place where (required where "keras_history" d.Config)))
    | Some _ -> Raw(e.Clone())
    | None ->
        match e.ValueKind with
        | JsonValueKind.Number -> number where e
        | JsonValueKind.Array when not (references where e).IsEmpty ->
            Several(items where e |> List.map (argument where value))
        | JsonValueKind.Null -> Absent
        | _ -> Raw(e.Clone())

/// The arguments of a call, with the values that are known by their places.
let read where (value: Place -> Symbol) (node: JsonElement) : Call =
    let keywords = [
        match optional "kwargs" node with
        | Some kwargs when kwargs.ValueKind = JsonValueKind.Object ->
            for p in kwargs.EnumerateObject() -> p.Name, p.Value
        | _ -> ()
    ]

    let isMaskList (name: string, e: JsonElement) =
        name = "mask" && e.ValueKind = JsonValueKind.Array

    let switch (e: JsonElement) =
        match e.ValueKind with
        | JsonValueKind.True -> Some true
        | JsonValueKind.False -> Some false
        | _ -> None

    let mask e =
        match argument where value e with
        | Value s -> Some s
        | _ -> None

    {
        Positional = required where "args" node |> items where |> List.map (argument where value)
        Keywords = Map.ofList [ for name, e in keywords -> name, argument where value e ]
        Switches =
            Map.ofList [
                for name, e in keywords do
                    match switch e with
                    | Some on -> name, on
                    | None -> ()
            ]
        Masks =
            keywords
            |> List.filter isMaskList
            |> List.collect (fun (_, e) -> items where e |> List.map mask)
    }

let private inputNames = [ "inputs"; "query"; "value"; "key" ]
let private maskNames = [ "query_mask"; "value_mask"; "key_mask" ]

/// A layer's inputs and the rest of what it is called with.
let forLayer (call: Call) : Symbol list * CallArguments =
    let keyword name =
        call.Keywords
        |> Map.tryFind name
        |> Option.map symbolsIn
        |> Option.defaultValue []

    let named = maskNames |> List.map (keyword >> List.tryHead)

    let masks =
        if not call.Masks.IsEmpty then call.Masks
        elif named |> List.exists Option.isSome then named
        else keyword "mask" |> List.map Some

    List.collect symbolsIn call.Positional @ List.collect keyword inputNames,
    {
        Masks = masks
        Symbols =
            call.Keywords
            |> Map.filter (fun name _ -> not (List.contains name ("mask" :: inputNames)))
            |> Map.map (fun _ a -> symbolsIn a)
            |> Map.filter (fun _ s -> not s.IsEmpty)
        Flags = call.Switches |> Map.remove "training"
        Training = call.Switches |> Map.tryFind "training"
    }

/// The values that a model's inputs or outputs are: [layer, node, tensor], or lists and objects of them.
let rec leaves where (e: JsonElement) : Place list =
    match e.ValueKind with
    | JsonValueKind.Array ->
        match items where e with
        | [ first; _; _ ] when first.ValueKind = JsonValueKind.String -> [ place where e ]
        | several -> several |> List.collect (leaves where)
    | JsonValueKind.Object ->
        properties where e
        |> List.sortBy _.Name
        |> List.collect (fun p -> leaves where p.Value)
    | _ -> refuse where "inputs and outputs as lists" (e.GetRawText()) "save the model again"

/// How a model takes its inputs or gives its outputs.
let arrangement where (e: JsonElement) : Arrangement =
    match e.ValueKind with
    | JsonValueKind.Object ->
        ByNames [ for p in properties where e |> List.sortBy _.Name -> p.Name ]
    | _ ->
        match items where e with
        | [ first; _; _ ] when first.ValueKind = JsonValueKind.String -> Bare
        | _ -> Listed
