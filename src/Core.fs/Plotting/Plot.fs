/// Pictures of models, written to files.
[<RequireQualifiedAccess>]
module internal Keratin.Plotting.Plot

open System
open System.IO
open Keratin

let private check (options: PlotOptions) =
    match options.Rankdir with
    | "TB"
    | "BT"
    | "LR"
    | "RL" -> ()
    | other -> refuseWord "Plot" "rankdir" other [ "TB"; "BT"; "LR"; "RL" ]

/// The model in the language of Graphviz.
let dot (options: PlotOptions) (isSequential: bool) (network: Network) : string =
    check options

    Chart.ofNetwork options isSequential network
    |> Dot.text options.Rankdir network.Name

/// The model as a picture in SVG.
let svg (options: PlotOptions) (isSequential: bool) (network: Network) : string =
    check options
    Chart.ofNetwork options isSequential network |> Svg.text options.Rankdir

/// Writes a file in the format that its name says.
let write (path: string) (options: PlotOptions) (isSequential: bool) (network: Network) : unit =
    let text =
        match (Path.GetExtension path |> orElse "").ToLowerInvariant() with
        | ".svg" -> svg options isSequential network
        | ".dot"
        | ".gv" -> dot options isSequential network
        | _ ->
            refuse
                $"Plot of \"{network.Name}\""
                "a file name that ends in .svg or .dot"
                $"\"{path}\""
                "Plot(\"model.svg\"), which any browser shows"

    File.WriteAllText(path, text)
