/// Parts and copies of models, and what the summary and the plot show of them.
module Keratin.Properties.SubmodelLaws

open System
open System.IO
open System.Xml.Linq
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Plotting
open Keratin.Properties

/// Two inputs, a model within the model that is called twice, a branch, and operations outside of layers.
let private twins () =
    let x = Layers.Input([| Nullable 6 |], name = "pixels")
    let h = Layers.Dense(4, activation = "relu", name = "hidden").Apply x
    let code = Layers.Dense(2, name = "code").Apply h
    let spread = Layers.Dense(2, name = "spread").Apply h
    let encoder = Network("encoder", [ x ], [ code; spread ])
    let nested = CatalogueLayer("Functional", "encoder", encoder)
    let left = Layers.Input([| Nullable 6 |], name = "left")
    let right = Layers.Input([| Nullable 6 |], name = "right")
    let a = nested.Call([ left ], CallArguments.None)
    let b = nested.Call([ right ], CallArguments.None)
    let near = Layers.Subtract(name = "near").Apply [| a[0]; b[0] |]
    let sum = near * 0.5 + a[1]
    let last = Layers.Dense(3, name = "last").Apply sum
    Network("twins", [ left; right ], [ last; near ])

let private inputs (network: Network) rows =
    let random = Random 4

    network.InputNames
    |> List.map (fun name ->
        name,
        NDArray.ofFloats
            DType.Float32
            [| rows; 6 |]
            (Array.init (rows * 6) (fun _ -> random.NextDouble())))

let private answers state network =
    Steps.infer state network (inputs network 2) |> List.map NDArray.toFloats

[<Fact>]
let ``a part of a model gives what its layers give, with the same weights`` () =
    let whole = twins ()
    let state = State Device.Cpu
    let part = Submodel.intermediate whole [ "near"; "last" ]
    Assert.Equal<float[] list>(List.rev (answers state whole), answers state part)
    Assert.Equal<Weight list>(whole.Weights, part.Weights)

    let refusal =
        Assert.Throws<KeratinException>(fun () ->
            Submodel.intermediate whole [ "nearby" ] |> ignore)

    Assert.Contains("\"near\"", refusal.Fix)

    Assert.Throws<KeratinException>(fun () -> Submodel.intermediate whole [ "encoder" ] |> ignore)
    |> ignore

[<Fact>]
let ``a part has the inputs it depends on alone`` () =
    let a, b = Layers.Input 3, Layers.Input 4
    let first = Layers.Dense(2, name = "first").Apply a
    let both = Layers.Concatenate().Apply [| first; b |]
    let network = Network("model", [ a; b ], [ both ])
    Assert.Equal<Symbol list>([ a ], (Submodel.intermediate network [ "first" ]).Inputs)

let private copies: (string * (unit -> Network)) list = [
    "nested", twins
    "recurrent",
    (fun () ->
        Network.sequential "recurrent" [
            Layers.TimeDistributed(Layers.Dense 3, inputShape = sizes [ 2; 6 ])
            Layers.Bidirectional(Layers.LSTM(2, returnSequences = true))
            Layers.RNN(Layers.StackedRNNCells [| Layers.GRUCell 2; Layers.SimpleRNNCell 3 |])
            Layers.Dense(2, trainable = false)
        ])
]

let copyNames () =
    let data = TheoryData<string>()

    for name, _ in copies do
        data.Add name

    data

[<Theory>]
[<MemberData(nameof copyNames)>]
let ``a copy has the same layers with weights of its own`` (name: string) =
    let original = (copies |> List.find (fst >> (=) name) |> snd) ()
    let copy = Submodel.clone None original
    Assert.Equal<string list>(original.Layers |> List.map _.Name, copy.Layers |> List.map _.Name)

    Assert.Equal<string list>(original.Weights |> List.map string, copy.Weights |> List.map string)

    Assert.Equal(original.TrainableWeights.Length, copy.TrainableWeights.Length)

    Assert.Empty(
        Set.intersect
            (set (original.Weights |> List.map _.Id))
            (set (copy.Weights |> List.map _.Id))
    )

    Assert.Equal(original.Outputs.Length, copy.Outputs.Length)

[<Fact>]
let ``a copy with the same numbers answers the same`` () =
    let original = twins ()
    let copy = Submodel.clone None original
    let state = State Device.Cpu

    for a, b in List.zip original.Weights copy.Weights do
        state.Write(b, state.Read a)

    Assert.Equal<float[] list>(answers state original, answers state copy)

[<Fact>]
let ``the clone function decides what is in a layer's place`` () =
    let original =
        Network.sequential "model" [ Layers.Dense(2, inputShape = sizes [ 6 ]); Layers.Dropout 0.5 ]

    let replace (layer: Layer) : Layer | null =
        if layer.Kind = "Dropout" then
            Layers.Activation("relu", name = layer.Name)
        else
            null

    let copy = Submodel.clone (Some replace) original

    Assert.Equal<string list>(
        [ "InputLayer"; "Dense"; "Activation" ],
        copy.Layers |> List.map _.Kind
    )

[<Fact>]
let ``the summary shows nested layers and what is trained`` () =
    let network = twins ()
    (network.Layers |> List.find (fun l -> l.Name = "last")).Trainable <- false

    let text =
        Summary.text
            {
                ExpandNested = true
                ShowTrainable = true
            }
            network
            false
            []

    let lines = text.Split Environment.NewLine
    Assert.Contains("Trai", lines[2])

    let has (words: string list) =
        Assert.Contains(lines, fun (line: string) -> words |> List.forall line.Contains)

    has [ "└ hidden"; "28"; "Y" ]
    has [ "last (Dense)"; "9"; "N" ]
    has [ "left"; "│   -   │" ]
    // frames of one width
    Assert.Single(
        lines
        |> Array.filter (fun l -> l.StartsWith "│")
        |> Array.map _.Length
        |> Array.distinct
    )
    |> ignore

let private options: PlotOptions = {
    plotDefaults with
        ShowLayerNames = true
        ShowShapes = true
        ShowLayerActivations = true
        ExpandNested = true
}

let private name (text: string) =
    XName.Get(text, "http://www.w3.org/2000/svg")

[<Theory>]
[<InlineData("TB")>]
[<InlineData("BT")>]
[<InlineData("LR")>]
[<InlineData("RL")>]
let ``boxes of a plot do not overlap, arrows lead on, and texts fit`` (rankdir: string) =
    for network in [ twins (); Architectures.InceptionV3(); Architectures.ConvNeXtTiny() ] do
        let chart = Chart.ofNetwork options false network
        let placement = Placement.ofChart rankdir chart
        let boxes = placement.Boxes |> List.filter (fun b -> b.Box.Inner.IsEmpty)

        let overlap (a: Rectangle) (b: Rectangle) =
            a.X < b.X + b.Width
            && b.X < a.X + a.Width
            && a.Y < b.Y + b.Height
            && b.Y < a.Y + a.Height

        for i, a in List.indexed boxes do
            for b in List.skip (i + 1) boxes do
                Assert.False(overlap a.Place b.Place, $"{a.Box.Title} and {b.Box.Title}")

        for b in placement.Boxes do
            Assert.True(b.Place.X >= -0.01 && b.Place.X + b.Place.Width <= placement.Width + 0.01)
            Assert.True(b.Place.Y >= -0.01 && b.Place.Y + b.Place.Height <= placement.Height + 0.01)

        Assert.Equal(chart.Arrows.Length, placement.Routes.Length)

        for route in placement.Routes do
            let (x0, y0), (x1, y1) = List.head route, List.last route

            Assert.True(
                match rankdir with
                | "TB" -> y0 < y1
                | "BT" -> y0 > y1
                | "LR" -> x0 < x1
                | _ -> x0 > x1
            )

[<Fact>]
let ``a plot has a box for each layer, with its texts`` () =
    let network = twins ()
    let svg = XDocument.Parse(Plot.svg options false network)
    let texts = [ for t in svg.Descendants(name "text") -> t.Value ]

    for expected in
        [
            "encoder (Functional)"
            "pixels (InputLayer)"
            "hidden (Dense)"
            "relu"
            "(None, 6)"
            "near (Subtract)"
            "Multiply"
            "Add"
        ] do
        Assert.Contains(expected, texts)

    // left, right → pixels → hidden → code, spread; code → near (once) → × → + → last; spread → +
    Assert.Equal(10, Seq.length (svg.Descendants(name "path")) - 1)

    let closed = XDocument.Parse(Plot.svg plotDefaults false network)
    let texts = [ for t in closed.Descendants(name "text") -> t.Value ]

    Assert.Equal<string list>(
        [
            "Add"
            "Dense"
            "Functional"
            "InputLayer"
            "InputLayer"
            "Multiply"
            "Subtract"
        ],
        List.sort texts
    )

[<Fact>]
let ``a model whose layer feeds itself is drawn`` () =
    let layer = Layers.Dense(3, name = "again")
    let x = Layers.Input 3
    let network = Network("model", [ x ], [ layer.Apply(layer.Apply x) ])
    let svg = XDocument.Parse(Plot.svg options false network)
    Assert.Equal(2, Seq.length (svg.Descendants(name "path")) - 1)

[<Fact>]
let ``a plot in the language of Graphviz has its boxes and arrows`` () =
    let text = Plot.dot options false (twins ())
    Assert.Contains("subgraph \"cluster_twins/encoder\"", text)
    Assert.Contains("\"twins/encoder/hidden\" -> \"twins/encoder/code\";", text)
    Assert.Contains("rankdir=TB", text)

    Assert.Equal(
        text |> Seq.filter ((=) '{') |> Seq.length,
        text |> Seq.filter ((=) '}') |> Seq.length
    )

[<Fact>]
let ``a plot is written in the format of the file's name`` () =
    let folder = Directory.CreateTempSubdirectory "plot"
    let path file = Path.Combine(folder.FullName, file)

    try
        Plot.write (path "model.svg") options false (twins ())
        Plot.write (path "model.dot") options false (twins ())
        Assert.StartsWith("<svg", File.ReadAllText(path "model.svg"))
        Assert.StartsWith("digraph", File.ReadAllText(path "model.dot"))

        let refused text options' file =
            let refusal =
                Assert.Throws<KeratinException>(fun () ->
                    Plot.write (path file) options' false (twins ()))

            Assert.Contains(text, refusal.Message)

        refused ".svg" options "model.png"
        refused "did you mean" { options with Rankdir = "TD" } "model.svg"
    finally
        folder.Delete true
