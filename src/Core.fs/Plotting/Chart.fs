/// What a plot shows of a network: boxes with text, boxes within boxes, and arrows.
namespace Keratin

/// What a plot shows of a model, and how; begin with `plotDefaults`.
[<NoComparison>]
type PlotOptions = {
    /// The shapes that go into a layer and come out.
    ShowShapes: bool
    /// The element type that comes out.
    ShowDtype: bool
    /// The name of a layer before its class.
    ShowLayerNames: bool
    /// From where to where it flows: "TB" (top to bottom), "BT", "LR" (left to right) or "RL".
    Rankdir: string
    /// The layers of a model within the model, in a frame.
    ExpandNested: bool
    /// The activation a layer ends with.
    ShowLayerActivations: bool
    /// Whether training changes the layer.
    ShowTrainable: bool
}

namespace Keratin.Plotting

open System.Collections.Generic
open System.Reflection
open Keratin

/// What a box stands for; decides its colour.
type internal BoxKind =
    | InputBox
    | LayerBox
    | OperationBox

/// A layer, an operation, or a model with what is in it.
[<NoComparison; NoEquality>]
type internal Box = {
    /// Unique in the chart: the path.
    Id: string
    Kind: BoxKind
    Title: string
    /// Names and values.
    Rows: (string * string) list
    Inner: Box list
}

[<NoComparison; NoEquality>]
type internal Chart = {
    Boxes: Box list
    /// From box to box, by their ids; none with boxes in it.
    Arrows: (string * string) list
}

[<RequireQualifiedAccess>]
module internal Chart =
    /// What a network became: its boxes, and where each of its inputs and outputs is.
    [<NoComparison; NoEquality>]
    type private Part = {
        Boxes: Box list
        /// The boxes that take each input.
        Entries: string list list
        /// The boxes that give each output.
        Exits: string list list
    }

    let private operationName (op: Op) =
        let word (value: obj) =
            (sprintf "%A" value).Split([| ' '; '('; '\n' |])[0]

        match op with
        | Op.Unary u -> word u
        | Op.Binary b -> word b
        | Op.Reduce(how, _, _) -> word how
        | op -> word op

    let private shapes (symbols: Symbol list) =
        match symbols with
        | [ one ] -> showDims one.Dims
        | several -> several |> List.map (fun s -> showDims s.Dims) |> String.concat ", "

    let private types (symbols: Symbol list) =
        symbols
        |> List.map (fun s -> DType.name s.DType)
        |> List.distinct
        |> String.concat ", "

    /// The activation a layer ends with: a setting of its record, whatever the layer.
    let private activationOf (layer: Layer) : string option =
        layer.Meaning
        |> Option.bind (fun meaning ->
            meaning
                .GetType()
                .GetProperty(
                    "Activation",
                    BindingFlags.Instance ||| BindingFlags.Public ||| BindingFlags.NonPublic
                )
            |> Option.ofObj
            |> Option.bind (fun setting ->
                match setting.GetValue meaning with
                | :? Activation as activation -> Some(string activation)
                | _ -> None))

    let private callsOf (network: Network) (layer: Layer) =
        network.Uses
        |> List.choose (fun u ->
            match u with
            | CallUse call when obj.ReferenceEquals(call.Layer, layer) -> Some call
            | _ -> None)

    /// The same text of several calls once.
    let private ofCalls (show: LayerCall -> string) (calls: LayerCall list) =
        calls |> List.map show |> List.distinct |> String.concat "; "

    let private rowsOf (options: PlotOptions) (network: Network) (layer: Layer) = [
        let calls = callsOf network layer

        if options.ShowLayerActivations then
            match activationOf layer with
            | Some activation -> "Activation", activation
            | None -> ()

        if options.ShowShapes then
            if layer.Kind <> "InputLayer" then
                "Input shape", calls |> ofCalls (fun call -> shapes call.Inputs)

            "Output shape", calls |> ofCalls (fun call -> shapes call.Outputs)

        if options.ShowDtype then
            "Output dtype", calls |> ofCalls (fun call -> types call.Outputs)

        if options.ShowTrainable && layer.Kind <> "InputLayer" then
            "Trainable", (if layer.Trainable then "yes" else "no")
    ]

    let private titleOf (options: PlotOptions) (layer: Layer) =
        if options.ShowLayerNames then
            $"{layer.Name} ({layer.Kind})"
        else
            layer.Kind

    let private operationBox (options: PlotOptions) id title (types: TensorType list) = {
        Id = id
        Kind = OperationBox
        Title = title
        Rows = [
            if options.ShowShapes then
                "Output shape", types |> List.map (fun t -> showDims t.Dims) |> String.concat ", "
            if options.ShowDtype then
                "Output dtype", DType.name types.Head.DType
        ]
        Inner = []
    }

    /// A network as boxes; arrows are added to the list.
    let rec private partOf
        (options: PlotOptions)
        (arrows: List<string * string>)
        (path: string)
        (isSequential: bool)
        (network: Network)
        : Part =
        let idOf (m: Member) =
            match m with
            | LayerMember layer -> $"{path}/{layer.Name}"
            | OperationMember call -> $"{path}/{call.Name}"
            | OpMember node -> $"{path}/#{node.Id}"

        let isHidden (layer: Layer) =
            isSequential && layer.Kind = "InputLayer"

        let inner = Dictionary<string, Part>()

        let boxes = [
            for m in network.Members do
                match m with
                | LayerMember layer when isHidden layer -> ()
                | LayerMember layer ->
                    let box = {
                        Id = idOf m
                        Kind = (if layer.Kind = "InputLayer" then InputBox else LayerBox)
                        Title = titleOf options layer
                        Rows = rowsOf options network layer
                        Inner = []
                    }

                    match layer.Meaning with
                    | Some(:? Network as nested) when options.ExpandNested ->
                        let part = partOf options arrows (idOf m) (layer.Kind = "Sequential") nested

                        inner[idOf m] <- part
                        { box with Inner = part.Boxes }
                    | _ -> box
                | OperationMember call ->
                    operationBox options (idOf m) call.Name (call.Outputs |> List.map _.Type)
                | OpMember node -> operationBox options (idOf m) (operationName node.Op) node.Types
        ]

        // an input that is what some layer outside gave has a box of its own
        let known = HashSet(network.Uses |> List.map _.Key)

        let foreign =
            network.Inputs
            |> List.filter (fun s -> not (known.Contains((Use.Of s).Key)))
            |> List.map (fun s ->
                s.Key,
                {
                    Id = $"{path}/#input{s.Node.Id}.{s.Output}"
                    Kind = InputBox
                    Title = "InputLayer"
                    Rows = [
                        if options.ShowShapes then
                            "Output shape", showDims s.Dims
                    ]
                    Inner = []
                })

        /// The boxes that give a symbol.
        let sources (s: Symbol) : string list =
            match foreign |> List.tryFind (fun (key, _) -> key = s.Key) with
            | Some(_, box) -> [ box.Id ]
            | None ->
                let producer = Use.Of s
                let id = idOf producer.Member

                match producer with
                | CallUse call when isHidden call.Layer -> []
                | CallUse call when inner.ContainsKey id ->
                    inner[id].Exits[call.Outputs |> List.findIndex (fun o -> o.Key = s.Key)]
                | _ -> [ id ]

        for item in network.Uses do
            let id = idOf item.Member

            let takers i =
                match inner.TryGetValue id with
                | true, part when i < part.Entries.Length -> part.Entries[i]
                | true, part -> List.concat part.Entries
                | _ -> [ id ]

            for i, s in List.indexed item.Inputs do
                for source in sources s do
                    for taker in takers i do
                        if not (arrows.Contains((source, taker))) then
                            arrows.Add((source, taker))

        let takersOf (s: Symbol) =
            match sources s with
            | [] ->
                // a hidden input: whoever takes it
                [
                    for item in network.Uses do
                        for i, taken in List.indexed item.Inputs do
                            if taken.Key = s.Key then
                                match inner.TryGetValue(idOf item.Member) with
                                | true, part when i < part.Entries.Length -> yield! part.Entries[i]
                                | _ -> idOf item.Member
                ]
            | boxes -> boxes

        {
            Boxes = (foreign |> List.map snd) @ boxes
            Entries = network.Inputs |> List.map takersOf
            Exits = network.Outputs |> List.map sources
        }

    /// A chart of a model; a Sequential model's input is not one of its layers.
    let ofNetwork (options: PlotOptions) (isSequential: bool) (network: Network) : Chart =
        let arrows = List<string * string>()
        let part = partOf options arrows network.Name isSequential network

        {
            Boxes = part.Boxes
            Arrows = List.ofSeq arrows
        }
