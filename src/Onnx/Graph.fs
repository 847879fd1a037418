/// An ONNX graph in the making: nodes, constants, and names that are given once.
namespace Keratin.Onnx

open System
open System.Collections.Generic
open Google.Protobuf
open Keratin
open Keratin.Onnx.Runtime
open Keratin.Onnx.Schema

type internal Attribute =
    | Whole of name: string * int
    | Wholes of name: string * int list
    | Number of name: string * float
    | Numbers of name: string * float list
    | Text of name: string * string
    | Texts of name: string * string list
    | Subgraph of name: string * GraphProto

/// How the stored axes of a value relate to the user's, where the channels come last.
type internal Layout =
    | ChannelsLast
    /// (batch, channels, spatial…): what convolutions and their like work on.
    | ChannelsFirst

/// Where the numbers of a value come from.
type internal Source =
    /// The output of a node or an input of the graph.
    | Computed of name: string
    /// Numbers that are known while the model is written, with the name to give them.
    | Known of name: string * NDArray
    /// One number everywhere.
    | Filled of float
    /// An output that exists for gradients alone.
    | Missing of what: string

/// A value while the model is written. The type is the user's, channels last, whatever the layout.
[<NoComparison>]
type internal Value = {
    Type: TensorType
    Layout: Layout
    Source: Source
} with

    member v.Rank = v.Type.Rank
    member v.Dims = v.Type.Dims
    member v.DType = v.Type.DType

[<RequireQualifiedAccess>]
module private Message =
    let attribute (a: Attribute) =
        let message = AttributeProto()

        match a with
        | Whole(name, value) ->
            message.Name <- name
            message.Type <- AttributeProto.Types.AttributeType.Int
            message.I <- int64 value
        | Wholes(name, values) ->
            message.Name <- name
            message.Type <- AttributeProto.Types.AttributeType.Ints
            message.Ints.AddRange(values |> Seq.map int64)
        | Number(name, value) ->
            message.Name <- name
            message.Type <- AttributeProto.Types.AttributeType.Float
            message.F <- float32 value
        | Numbers(name, values) ->
            message.Name <- name
            message.Type <- AttributeProto.Types.AttributeType.Floats
            message.Floats.AddRange(values |> Seq.map float32)
        | Text(name, value) ->
            message.Name <- name
            message.Type <- AttributeProto.Types.AttributeType.String
            message.S <- ByteString.CopyFromUtf8 value
        | Texts(name, values) ->
            message.Name <- name
            message.Type <- AttributeProto.Types.AttributeType.Strings
            message.Strings.AddRange(values |> Seq.map ByteString.CopyFromUtf8)
        | Subgraph(name, graph) ->
            message.Name <- name
            message.Type <- AttributeProto.Types.AttributeType.Graph
            message.G <- graph

        message

    /// A size where it is known, a name where the dimension is one unknown, and nothing for a formula.
    let dimension (dim: Dim) =
        let message = TensorShapeProto.Types.Dimension()

        match dim, Map.toList dim.Terms with
        | Size n, _ -> message.DimValue <- int64 n
        | Symbolic, [ Unknown name, 1 ] when dim.Constant = 0 -> message.DimParam <- name
        | Symbolic, _ -> ()

        message

    let info (name: string) (t: TensorType) =
        let shape = TensorShapeProto()
        shape.Dim.AddRange(t.Dims |> Seq.map dimension)

        let tensor =
            TypeProto.Types.Tensor(ElemType = ElementTypes.Onnx t.DType, Shape = shape)

        ValueInfoProto(Name = name, Type = TypeProto(TensorType = tensor))

    let tensor (name: string) (a: NDArray) =
        let message = TensorProto(Name = name, DataType = ElementTypes.Onnx a.DType)
        message.Dims.AddRange(a.Shape |> Seq.map int64)
        message.RawData <- UnsafeByteOperations.UnsafeWrap(ReadOnlyMemory a.Bytes)
        message

    /// The graphs inside a node: bodies of loops.
    let bodies (node: NodeProto) =
        node.Attribute
        |> Seq.filter (fun a -> a.Type = AttributeProto.Types.AttributeType.Graph)
        |> Seq.map _.G

    /// What a node reads, also from within its bodies.
    let rec reads (node: NodeProto) : string seq =
        Seq.append
            node.Input
            (bodies node |> Seq.collect (fun body -> body.Node |> Seq.collect reads))

    let rec rename (names: IDictionary<string, string>) (node: NodeProto) : unit =
        for list in [ node.Input; node.Output ] do
            for i in 0 .. list.Count - 1 do
                match names.TryGetValue list[i] with
                | true, name -> list[i] <- name
                | _ -> ()

        for body in bodies node do
            Seq.iter (rename names) body.Node

/// A graph, or the body of a loop inside an outer graph, whose values and constants it may read.
[<Sealed>]
type internal Graph(name: string, opset: int, outer: Graph option) =
    let proto = GraphProto(Name = name)

    /// Names are given once, inside and outside.
    let names: HashSet<string> =
        outer |> Option.map _.Names |> Option.defaultWith (fun () -> HashSet())

    let constants = Dictionary<NDArray, string>()
    let made = Dictionary<struct (string * string list * Attribute list), string>()
    let turned = Dictionary<string, string * int list>()
    let origins = Dictionary<string, string * int>()

    let rec fresh (hint: string) n =
        let candidate = if n = 0 then hint else $"{hint}_{n}"

        if names.Add candidate then
            candidate
        else
            fresh hint (n + 1)

    /// A whole graph.
    new(name, opset) = Graph(name, opset, None)

    member private _.Names = names
    member _.Opset = opset
    member _.Proto = proto

    /// Where in the model nodes are being written for.
    member val Place = "" with get, set

    member g.Refuse (expected: string) (got: string) (fix: string) : 'a =
        refuse $"ONNX export / {g.Place}" expected got fix

    /// Keeps names for what is written later.
    member _.Reserve(taken: string seq) = names.UnionWith taken

    /// The axis of an input where the size of a named unknown can be read.
    member _.Origin(unknown: string) : string * int =
        match outer, origins.TryGetValue unknown with
        | Some outer, _ -> outer.Origin unknown
        | None, (true, origin) -> origin
        | None, _ -> bug $"ONNX export of \"{name}\"" $"no input has the axis \"{unknown}\""

    /// A name that nothing has yet.
    member _.Fresh(hint: string) : string = fresh hint 0

    /// The output of a node that was written before, here or outside.
    member private _.Made(key) : string option =
        match made.TryGetValue key, outer with
        | (true, known), _ -> Some known
        | _, Some outer -> outer.Made key
        | _, None -> None

    member private _.Turned(x: string) : (string * int list) option =
        match turned.TryGetValue x, outer with
        | (true, original), _ -> Some original
        | _, Some outer -> outer.Turned x
        | _, None -> None

    member _.Input(name: string, t: TensorType) : Value =
        proto.Input.Add(Message.info name t)

        for axis, dim in List.indexed t.Dims do
            match Map.toList dim.Terms, dim.Constant with
            | [ Unknown unknown, 1 ], 0 -> origins.TryAdd(unknown, (name, axis)) |> ignore
            | _ -> ()

        {
            Type = t
            Layout = ChannelsLast
            Source = Computed name
        }

    /// The name of known numbers; the same numbers are stored once.
    member _.Constant(hint: string, values: NDArray) : string =
        match outer, constants.TryGetValue values with
        | Some outer, _ -> outer.Constant(hint, values)
        | None, (true, known) -> known
        | None, _ ->
            let own = fresh hint 0
            constants[values] <- own
            proto.Initializer.Add(Message.tensor own values)
            own

    /// One number without axes.
    member g.Scalar (dtype: DType) (value: float) : string =
        g.Constant($"number_{value}", Arrays.filled dtype [] value)

    /// Places on axes as a vector.
    member g.Places(values: int64 list) : string =
        g.Constant("sizes", NDArray.ofArray [| values.Length |] (Array.ofList values))

    /// Whole numbers as a vector.
    member g.Vector(values: int list) : string = g.Places(values |> List.map int64)

    /// A node with several outputs; "" stands for an operand that is left out.
    member g.Nodes(op: string, inputs: string list, outputs: int, attributes: Attribute list) =
        let own = fresh (if g.Place = "" then op else $"{g.Place}/{op}") 0
        let results = [ for i in 0 .. outputs - 1 -> if i = 0 then own else fresh own i ]
        let node = NodeProto(OpType = op, Name = own)
        let given = inputs |> List.rev |> List.skipWhile ((=) "") |> List.rev
        node.Input.AddRange given
        node.Output.AddRange results
        node.Attribute.AddRange(attributes |> Seq.map Message.attribute)
        proto.Node.Add node
        results

    /// A node with one output; what was written before is not written again.
    member g.Node(op: string, inputs: string list, attributes: Attribute list) : string =
        let key = struct (op, inputs, attributes)

        match g.Made key with
        | Some known -> known
        | None ->
            let result = (g.Nodes(op, inputs, 1, attributes)).Head
            made[key] <- result
            result

    member g.Node(op, inputs) : string = g.Node(op, inputs, [])

    member g.Cast(x: string, dtype: DType) =
        g.Node("Cast", [ x ], [ Whole("to", ElementTypes.Onnx dtype) ])

    member g.Unsqueeze(x: string, axes: int list) =
        g.Node("Unsqueeze", [ x; g.Vector axes ])

    member g.Squeeze(x: string, axes: int list) = g.Node("Squeeze", [ x; g.Vector axes ])

    /// The axes became an operand in opset 13 for sums and in 18 for the others.
    member g.Reduce(op: string, x: string, axes: int list, keep: bool) =
        let keep = Whole("keepdims", (if keep then 1 else 0))

        if op = "ReduceSum" || opset >= 18 then
            g.Node(op, [ x; g.Vector axes ], [ keep ])
        else
            g.Node(op, [ x ], [ Wholes("axes", axes); keep ])

    /// Turning back what was turned costs nothing.
    member g.Transpose(x: string, axes: int list) : string =
        match g.Turned x with
        | Some(original, inner) -> g.Transpose(original, axes |> List.map (fun a -> inner[a]))
        | None when axes = [ 0 .. axes.Length - 1 ] -> x
        | None ->
            let result = g.Node("Transpose", [ x ], [ Wholes("perm", axes) ])
            turned[result] <- (x, axes)
            result

    /// Takes out what no output depends on: nodes written for outputs of operations that nobody reads.
    member private _.Prune() =
        let needed = HashSet(proto.Output |> Seq.map _.Name)
        let nodes = List<NodeProto>()

        for node in Seq.rev proto.Node do
            if node.Output |> Seq.exists needed.Contains then
                nodes.Add node
                needed.UnionWith(Message.reads node)

        nodes.Reverse()

        let constants =
            proto.Initializer |> Seq.filter (fun t -> needed.Contains t.Name) |> List.ofSeq

        proto.Node.Clear()
        proto.Node.AddRange nodes
        proto.Initializer.Clear()
        proto.Initializer.AddRange constants

    /// Gives values the names of outputs: the last thing that is done with a graph.
    member g.Outputs(outputs: (string * string * TensorType) list) =
        let renamed = Dictionary<string, string>()

        for name, x, t in outputs do
            match renamed.TryGetValue x with
            | false, _ when proto.Node |> Seq.exists (fun node -> node.Output.Contains x) ->
                renamed[x] <- name
            | _ ->
                let node = NodeProto(OpType = "Identity", Name = fresh $"{name}/Identity" 0)
                node.Input.Add x
                node.Output.Add name
                proto.Node.Add node

            proto.Output.Add(Message.info name t)

        Seq.iter (Message.rename renamed) proto.Node

        g.Prune()
