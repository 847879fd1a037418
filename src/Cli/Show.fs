/// `keratin summary` and `keratin plot`: a model for eyes.
[<RequireQualifiedAccess>]
module internal Keratin.Cli.Show

open Keratin
open Keratin.Plotting

let summary (path: string) (expandNested: bool) (showTrainable: bool) : Answer =
    let model = Samples.load path false
    let network = model.Network

    let table =
        model.Summary(
            network.IsSequential,
            {
                ExpandNested = expandNested
                ShowTrainable = showTrainable
            }
        )

    let count (weights: Weight list) =
        weights |> List.sumBy (fun w -> int64 w.Count) |> Node.whole

    let shapes (symbols: Symbol list) =
        Node.list [ for s in symbols -> Node.text (showDims s.Dims) ]

    Answer.fine [ table ] [
        "name", Node.text network.Name
        "parameters", count network.Weights
        "trainable", count network.TrainableWeights
        "inputs", shapes network.Inputs
        "outputs", shapes network.Outputs
        "layers",
        Node.list [
            for layer in network.Layers ->
                Node.object [ "name", Node.text layer.Name; "parameters", count layer.AllWeights ]
        ]
    ]

let plot (path: string) (output: string) (overwrite: bool) (options: PlotOptions) : Answer =
    Output.demandFree output overwrite
    let network = (Samples.load path false).Network
    Plot.write output options network.IsSequential network
    Answer.fine [ $"{output}: {network.Layers.Length} layers drawn" ] [ "file", Node.text output ]
