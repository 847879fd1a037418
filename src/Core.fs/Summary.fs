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

/// What the table shows besides layers, shapes and parameters.
type Extent = {
    /// The layers of a model within the model.
    ExpandNested: bool
    /// Whether training changes a layer.
    ShowTrainable: bool
} with

    static member Standard = {
        ExpandNested = false
        ShowTrainable = false
    }

/// A row for a layer and, where they are wanted, rows for the layers in it.
let rec private rows
    (extent: Extent)
    (functional: bool)
    (depth: int)
    (network: Network)
    (layer: Layer)
    : string list list =
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

    let mark = if depth = 0 then "" else String(' ', 3 * depth) + "└ "

    let own = [
        $"{mark}{layer.Name} ({layer.Kind})"
        shape
        commas parameters
        if functional then
            match sources () with
            | [] -> "-"
            | _ when depth > 0 -> "-"
            | names -> String.concat ", " names
        if extent.ShowTrainable then
            match layer.AllWeights with
            | [] -> "-"
            | _ -> if layer.Trainable then "Y" else "N"
    ]

    let inner =
        match layer.Meaning with
        | Some(:? Network as nested) when extent.ExpandNested ->
            shown (layer.Kind = "Sequential") nested
            |> List.collect (rows extent functional (depth + 1) nested)
        | _ -> []

    own :: inner

/// The layers of a network; a Sequential model's input is not one of its layers.
and private shown isSequential (network: Network) =
    network.Layers
    |> List.filter (fun l -> not isSequential || l.Kind <> "InputLayer")

/// The widths of columns, as Keras has them on a terminal of 80 columns: by the places where columns end, as
/// parts of the line, and shortened together until frame and margins fit.
let private widths functional showTrainable : int list =
    let line = 76

    let ends =
        let plain =
            if functional then
                [ 0.3; 0.56; 0.74; 1.0 ]
            else
                [ 0.45; 0.8; 1.0 ]

        if showTrainable then
            [ for e in plain -> e * 0.9 ] @ [ 1.0 ]
        else
            plain

    let padded =
        0 :: [ for e in ends -> int (e * float line) ]
        |> List.pairwise
        |> List.map (fun (a, b) -> b - a + 2)

    let excess = List.sum padded - (line - ends.Length - 1)

    padded
    |> List.mapi (fun i width -> padded.Length - i, width)
    |> List.mapFold
        (fun excess (left, width) ->
            let cut = int (Math.Round(float excess / float left, MidpointRounding.ToEven))
            width - cut - 2, excess - cut)
        excess
    |> fst

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
                elif column = 4 || (column = 3 && text.Length < 2) then
                    text.PadLeft((width + text.Length) / 2).PadRight width
                else
                    text.PadRight width)
            |> String.concat $" {bar} "
            |> fun line -> $"{bar} {line} {bar}"
    ]

/// The whole table as text.
let text
    (extent: Extent)
    (network: Network)
    (isSequential: bool)
    (optimizer: Weight list)
    : string =
    // connections are worth a column only where layers are not simply one after another
    let functional =
        network.Uses |> List.exists (fun u -> u.Inputs.Length > 1)
        || network.Inputs.Length > 1

    let header = [
        "Layer (type)"
        "Output Shape"
        "Param #"
        if functional then
            "Connected to"
        if extent.ShowTrainable then
            "Trainable"
    ]

    let widths = widths functional extent.ShowTrainable

    let line (left: string) fill (middle: string) (right: string) =
        left + String.concat middle [ for w in widths -> String(fill, w + 2) ] + right

    let rows =
        shown isSequential network
        |> List.collect (rows extent functional 0 network)
        |> List.map (cells "│" widths)

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
