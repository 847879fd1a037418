/// The table that summary prints: layers, output shapes, parameters.
[<RequireQualifiedAccess>]
module internal Keratin.Summary

open System
open Keratin

let private commas (n: int64) =
    n.ToString("N0", Globalization.CultureInfo.InvariantCulture)

/// 5 million float32 parameters are "19.07 MB".
let private memory (weights: Weight list) =
    let bytes =
        weights
        |> List.sumBy (fun w -> int64 w.Count * int64 (DType.bytes w.DType))
        |> float

    let rec scale value units =
        match units with
        | [ last ] -> $"{value:F2} {last}"
        | unit :: rest ->
            if value < 1024.0 then
                $"{value:F2} {unit}"
            else
                scale (value / 1024.0) rest
        | [] -> ""

    scale bytes [ "B"; "KB"; "MB"; "GB"; "TB" ]

let private row (network: Network) functional (layer: Layer) : string list =
    let calls =
        network.Uses
        |> List.choose (fun u ->
            match u with
            | CallUse call when obj.ReferenceEquals(call.Layer, layer) -> Some call
            | _ -> None)

    let shape =
        match calls with
        | [] -> "?"
        | call :: _ ->
            match call.Outputs with
            | [ one ] -> showDims one.Dims
            | several ->
                "["
                + (several |> List.map (fun s -> showDims s.Dims) |> String.concat ", ")
                + "]"

    let parameters = layer.AllWeights |> List.sumBy (fun w -> int64 w.Count)

    let sources () =
        calls
        |> List.collect (fun call -> (CallUse call).Inputs)
        |> List.map (fun s ->
            match Use.Of s with
            | CallUse c -> $"{c.Layer.Name}[0][{s.Output}]"
            | OpUse node -> $"{node.Op.GetType().Name.ToLowerInvariant()}")
        |> List.distinct

    [
        $"{layer.Name} ({layer.Kind})"
        shape
        commas parameters
        if functional then
            match sources () with
            | [] -> "-"
            | names -> String.concat ", " names
    ]

/// The whole table as text.
let text (network: Network) (optimizer: Weight list) : string =
    // connections are worth a column only where layers are not simply one after another
    let functional =
        network.Uses |> List.exists (fun u -> u.Inputs.Length > 1)
        || network.Inputs.Length > 1

    let shown =
        network.Layers |> List.filter (fun l -> functional || l.Kind <> "InputLayer")

    let header = [
        "Layer (type)"
        "Output Shape"
        "Param #"
        if functional then
            "Connected to"
    ]

    let rows = header :: (shown |> List.map (row network functional))

    let widths = [
        for i in 0 .. header.Length - 1 -> rows |> List.map (fun r -> r[i].Length) |> List.max
    ]

    let line (left: string) fill (middle: string) (right: string) =
        left + String.concat middle [ for w in widths -> String(fill, w + 2) ] + right

    let cells (values: string list) =
        "│"
        + (List.zip values widths
           |> List.mapi (fun i (v, w) ->
               if i = 2 then
                   " " + v.PadLeft w + " "
               else
                   " " + v.PadRight w + " ")
           |> String.concat "│")
        + "│"

    let count (weights: Weight list) =
        $"{commas (weights |> List.sumBy (fun w -> int64 w.Count))} ({memory weights})"

    let table = [
        $"Model: \"{network.Name}\""
        line "┏" '━' "┳" "┓"
        (cells rows.Head).Replace('│', '┃')
        line "┡" '━' "╇" "┩"
        for i, r in List.indexed rows.Tail do
            cells r

            if i < rows.Length - 2 then
                line "├" '─' "┼" "┤"
        line "└" '─' "┴" "┘"
        $" Total params: {count (network.Weights @ optimizer)}"
        $" Trainable params: {count network.TrainableWeights}"
        $" Non-trainable params: {count network.OtherWeights}"
        if not optimizer.IsEmpty then
            $" Optimizer params: {count optimizer}"
    ]

    String.concat Environment.NewLine table
