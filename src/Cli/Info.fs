/// `keratin info`: what a file is, who wrote it, and what is in it.
[<RequireQualifiedAccess>]
module internal Keratin.Cli.Info

open System.Globalization
open System.Text.Json.Nodes
open Keratin
open Keratin.Onnx

/// A layer of a serialised model.
type private LayerLine = { Name: string; Class: string }

let private member' (name: string) (node: JsonNode) : JsonNode option =
    match node with
    | :? JsonObject as o -> o[name] |> Option.ofObj
    | _ -> None

let private textOf (node: JsonNode) : string option =
    match node with
    | :? JsonValue as v ->
        match v.TryGetValue<string>() with
        | true, text -> Option.ofObj text
        | _ -> None
    | _ -> None

let private text name node = member' name node |> Option.bind textOf

/// The layers of a Sequential or Functional, at any level: a layer's own config may be a model.
let private layers (config: JsonNode) : LayerLine list =
    match config |> member' "config" |> Option.bind (member' "layers") with
    | Some(:? JsonArray as items) -> [
        for item in items |> Seq.choose Option.ofObj do
            {
                Name =
                    item
                    |> text "name"
                    |> Option.orElse (item |> member' "config" |> Option.bind (text "name"))
                    |> Option.defaultValue "?"
                Class = text "class_name" item |> Option.defaultValue "?"
            }
      ]
    | _ -> []

/// What an optimizer, a loss or a metric is called in a config: a name, or an object with a class.
let rec private called (node: JsonNode) : string =
    match node with
    | :? JsonArray as items ->
        items
        |> Seq.choose Option.ofObj
        |> Seq.map called
        |> String.concat ", "
        |> fun all -> $"[{all}]"
    | :? JsonObject as o ->
        match text "class_name" node with
        | Some "function" -> text "config" node |> Option.defaultValue "function"
        | Some name -> name
        | None ->
            o
            |> Seq.map (fun (KeyValue(key, value)) ->
                match value with
                | null -> key
                | value -> $"{key}: {called value}")
            |> String.concat ", "
    | _ -> textOf node |> Option.defaultWith (fun () -> node.ToJsonString())

let private compiled (compilation: JsonNode) : (string * string) list = [
    for part in [ "optimizer"; "optimizer_config"; "loss"; "metrics"; "weighted_metrics" ] do
        match member' part compilation with
        | Some value -> part.Replace("_config", ""), called value
        | None -> ()
]

/// A file may claim more than 64 bits can count.
let private count (shape: int list) : bigint =
    shape |> List.fold (fun n d -> n * bigint d) 1I

let private commas (n: bigint) =
    n.ToString("N0", CultureInfo.InvariantCulture)

let show (shape: int list) =
    "(" + (shape |> List.map string |> String.concat ", ") + ")"

let private aligned (rows: (string * string) list) : string list =
    let width = rows |> List.map (fst >> String.length) |> List.fold max 0
    [ for left, right in rows -> $"  {left.PadRight width}  {right}" ]

let private signature (values: OnnxValueType list) = [
    for v in values ->
        let shape = String.concat ", " v.Shape
        v.Name, $"{v.ElementType} ({shape})"
]

let private onnxLines (onnx: OnnxHeader) : string list = [
    let opsets =
        onnx.Opsets
        |> List.map (fun (family, version) ->
            if family = "" then
                string version
            else
                $"{family} {version}")

    let operators = onnx.Operators |> List.map (fun (name, count) -> $"{name} {count}")
    $"""opset:       {String.concat ", " opsets}"""
    $"""operators:   {String.concat ", " operators}"""
    "inputs:"
    yield! aligned (signature onnx.Inputs)
    "outputs:"
    yield! aligned (signature onnx.Outputs)
]

let private onnxJson (onnx: OnnxHeader) : JsonNode =
    let values (all: OnnxValueType list) =
        Node.list [
            for v in all ->
                Node.object [
                    "name", Node.text v.Name
                    "dtype", Node.text v.ElementType
                    "shape", Node.list (v.Shape |> List.map Node.text)
                ]
        ]

    Node.object [
        "opsets", Node.object [ for family, version in onnx.Opsets -> family, Node.whole version ]
        "operators",
        Node.object [ for name, count in onnx.Operators -> name, Node.whole (int64 count) ]
        "inputs", values onnx.Inputs
        "outputs", values onnx.Outputs
    ]

/// What is in the file at a path.
let run (path: string) : Answer =
    use files = new Saving.Files()
    let contents = Contents.read files path
    let layers = contents.Config |> Option.map layers |> Option.defaultValue []
    let modelClass = contents.Config |> Option.bind (text "class_name")

    let modelName =
        contents.Config |> Option.bind (member' "config") |> Option.bind (text "name")

    let compiled =
        contents.Compilation
        |> Option.map compiled
        |> Option.filter (List.isEmpty >> not)

    let numbers = contents.Arrays |> List.sumBy (fun a -> count a.Shape)
    let writtenBy = contents.WrittenBy |> Option.defaultValue "not said"

    let lines = [
        $"{path}: {contents.Kind}"
        $"written by:  {writtenBy}"

        match modelClass, modelName with
        | Some kind, Some name -> $"model:       {kind} \"{name}\" of {layers.Length} layers"
        | Some kind, None -> $"model:       {kind} of {layers.Length} layers"
        | None, _ -> ()

        yield! aligned [ for layer in layers -> layer.Name, layer.Class ]

        match compiled with
        | Some parts ->
            "compiled:"
            yield! aligned parts
        | None when contents.Config.IsSome -> "compiled:    no"
        | None -> ()

        yield! contents.Onnx |> Option.map onnxLines |> Option.defaultValue []
        $"arrays:      {contents.Arrays.Length}, of {commas numbers} numbers"
        yield! aligned [ for a in contents.Arrays -> a.Name, $"{a.DType} {show a.Shape}" ]
    ]

    Answer.fine lines [
        "file", Node.text path
        "kind", Node.text contents.Kind
        "writtenBy", Node.optional Node.text contents.WrittenBy
        "model",
        Node.optional
            (fun kind ->
                Node.object [
                    "class", Node.text kind
                    "name", Node.optional Node.text modelName
                    "layers",
                    Node.list [
                        for layer in layers ->
                            Node.object [
                                "name", Node.text layer.Name
                                "class", Node.text layer.Class
                            ]
                    ]
                ])
            modelClass
        "compiled",
        Node.optional
            (fun parts -> Node.object [ for name, value in parts -> name, Node.text value ])
            compiled
        "onnx", Node.optional onnxJson contents.Onnx
        "numbers", Node.number (float numbers)
        "arrays",
        Node.list [
            for a in contents.Arrays ->
                Node.object [
                    "name", Node.text a.Name
                    "dtype", Node.text a.DType
                    "shape", Node.list [ for n in a.Shape -> Node.whole (int64 n) ]
                ]
        ]
    ]
