/// What event files say: scalars, histograms of weights, and the graph of a model.
module internal Keratin.EventFiles.Messages

open System
open System.Reflection
open FSharp.Reflection
open Google.Protobuf
open Keratin
open Keratin.EventFiles.Schema

let private value (tag: string) (plugin: string) : Summary.Types.Value =
    Summary.Types.Value(
        Tag = tag,
        Metadata =
            SummaryMetadata(PluginData = SummaryMetadata.Types.PluginData(PluginName = plugin))
    )

let scalar (tag: string) (number: float) : Summary.Types.Value =
    let v = value tag "scalars"
    v.SimpleValue <- float32 number
    v

/// Limits of a histogram that grow by a tenth from 1e-12 on, on both sides of zero.
let private limits =
    let positive =
        1e-12
        |> List.unfold (fun limit -> if limit < 1e20 then Some(limit, limit * 1.1) else None)

    Array.ofList (
        (positive |> List.rev |> List.map (~-))
        @ [ 0.0 ]
        @ positive
        @ [ Double.MaxValue ]
    )

/// The finite numbers counted by size, from the least to the greatest limit that there is anything for.
let histogram (tag: string) (numbers: float[]) : Summary.Types.Value =
    let finite = numbers |> Array.filter Double.IsFinite
    let counts = Array.zeroCreate<float> limits.Length

    for x in finite do
        let found = Array.BinarySearch(limits, x)
        let place = if found >= 0 then found else ~~~found
        counts[place] <- counts[place] + 1.0

    let used = [
        for i in 0 .. counts.Length - 1 do
            if counts[i] > 0.0 then
                i
    ]

    let v = value tag "histograms"

    let histogram =
        HistogramProto(
            Num = float finite.Length,
            Sum = Array.sum finite,
            SumSquares = (finite |> Array.sumBy (fun x -> x * x))
        )

    match used with
    | [] -> ()
    | used ->
        histogram.Min <- Array.min finite
        histogram.Max <- Array.max finite

        for i in max 0 (used.Head - 1) .. List.last used do
            histogram.BucketLimit.Add limits[i]
            histogram.Bucket.Add counts[i]

    v.Histo <- histogram
    v

let private shape (dims: Dim list) : TensorShapeProto =
    let shape = TensorShapeProto()

    for dim in dims do
        let size =
            match dim with
            | Size n -> int64 n
            | Symbolic -> -1L

        shape.Dim.Add(TensorShapeProto.Types.Dim(Size = size))

    shape

/// The name of an operation's class: "Conv", "Add".
let private kind (op: Op) : string =
    let case (x: obj) =
        let visible = BindingFlags.Public ||| BindingFlags.NonPublic
        (fst (FSharpValue.GetUnionFields(x, x.GetType(), visible))).Name

    match op with
    | Op.Unary u -> case u
    | Op.Binary b -> case b
    | Op.Compare c -> case c
    | Op.Reduce(a, _, _) -> case a
    | other -> case other

/// The operations of a network in their layers, as TensorBoard draws them.
let graph (network: Network) : GraphDef =
    let nodes = Graph.nodes network.Outputs

    let names =
        dict [
            for node in nodes ->
                let own = $"{kind node.Op}_{node.Id}"
                node.Id, (if node.Place = "" then own else $"{node.Place}/{own}")
        ]

    let graph = GraphDef(Versions = VersionDef(Producer = 22))

    for node in nodes do
        let written = NodeDef(Name = names[node.Id], Op = kind node.Op)

        for input in node.Inputs do
            let name = names[input.Node.Id]
            written.Input.Add(if input.Output = 0 then name else $"{name}:{input.Output}")

        let shapes = AttrValue.Types.ListValue()

        for t in node.Types do
            shapes.Shape.Add(shape t.Dims)

        written.Attr["_output_shapes"] <- AttrValue(List = shapes)
        graph.Node.Add written

    graph

/// A record of one step: seconds since 1970 and what happened.
let private at (step: int64) : Event =
    Event(WallTime = float (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()) / 1000.0, Step = step)

/// The first record of every file.
let version () : byte[] =
    let event = at 0L
    event.FileVersion <- "brain.Event:2"
    event.ToByteArray()

let summary (step: int64) (values: Summary.Types.Value seq) : byte[] =
    let event = at step
    let summary = Summary()
    summary.Value.AddRange values
    event.Summary <- summary
    event.ToByteArray()

let ofGraph (network: Network) : byte[] =
    let event = at 0L
    event.GraphDef <- (graph network).ToByteString()
    event.ToByteArray()
