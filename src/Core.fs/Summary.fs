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
            | OperationUse call -> $"{call.Name}[0][{s.Output}]"
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

/// The widths of columns, as Keras has them on a terminal of 80 columns.
let private widths functional =
    if functional then [ 19; 17; 10; 17 ] else [ 31; 22; 13 ]

/// A text in lines of at most this width, broken between words and, where one is too long, inside.
let rec private wrap (width: int) (text: string) : string list =
    if text.Length <= width then
        [ text ]
    else
        match text.LastIndexOf(' ', width) with
        | -1
        | 0 -> text[.. width - 1] :: wrap width text[width..]
        | at -> text[.. at - 1] :: wrap width text[at + 1 ..]

/// The lines of one row, with bars between the cells; numbers of parameters stand to the right.
let private cells (bar: string) (widths: int list) (row: string list) : string list =
    let wrapped = List.map2 wrap widths row
    let height = wrapped |> List.map List.length |> List.max

    [
        for i in 0 .. height - 1 ->
            List.zip wrapped widths
            |> List.mapi (fun column (lines, width) ->
                let text = lines |> List.tryItem i |> Option.defaultValue ""

                if column = 2 then
                    text.PadLeft width
                else
                    text.PadRight width)
            |> String.concat $" {bar} "
            |> fun line -> $"{bar} {line} {bar}"
    ]

/// The whole table as text; a Sequential model's input is not one of its layers.
let text (network: Network) (isSequential: bool) (optimizer: Weight list) : string =
    // connections are worth a column only where layers are not simply one after another
    let functional =
        network.Uses |> List.exists (fun u -> u.Inputs.Length > 1)
        || network.Inputs.Length > 1

    let shown =
        network.Layers
        |> List.filter (fun l -> not isSequential || l.Kind <> "InputLayer")

    let header = [
        "Layer (type)"
        "Output Shape"
        "Param #"
        if functional then
            "Connected to"
    ]

    let widths = widths functional

    let line (left: string) fill (middle: string) (right: string) =
        left + String.concat middle [ for w in widths -> String(fill, w + 2) ] + right

    let rows = shown |> List.map (row network functional >> cells "│" widths)

    let count (weights: Weight list) =
        $"{commas (weights |> List.sumBy (fun w -> int64 w.Count))} ({memory weights})"

    let table = [
        $"Model: \"{network.Name}\""
        line "┏" '━' "┳" "┓"
        yield! cells "┃" widths header
        line "┡" '━' "╇" "┩"
        for i, lines in List.indexed rows do
            if i > 0 then
                line "├" '─' "┼" "┤"

            yield! lines
        line "└" '─' "┴" "┘"
        $" Total params: {count (network.Weights @ optimizer)}"
        $" Trainable params: {count network.TrainableWeights}"
        $" Non-trainable params: {count network.OtherWeights}"
        if not optimizer.IsEmpty then
            $" Optimizer params: {count optimizer}"
    ]

    String.concat Environment.NewLine table
