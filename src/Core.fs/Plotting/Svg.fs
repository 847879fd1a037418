/// A chart as a picture in SVG.
[<RequireQualifiedAccess>]
module internal Keratin.Plotting.Svg

open System.Globalization
open System.Xml.Linq

let private space = XNamespace.Get "http://www.w3.org/2000/svg"

let private element (name: string) (attributes: (string * string) list) (content: obj list) =
    XElement(
        space + name,
        [|
            for key, value in attributes -> XAttribute(XName.Get key, value) :> obj
            yield! content
        |]
    )

let private number (x: float) =
    x.ToString("0.##", CultureInfo.InvariantCulture)

let private font = "Helvetica, Arial, sans-serif"

/// Colours of a title and of the line around the box.
let private colours kind =
    match kind with
    | InputBox -> "#2f6f62"
    | LayerBox -> "#2b3a55"
    | OperationBox -> "#6b6f7a"

let private words x y size anchor weight fill (content: string) =
    element "text" [
        "x", number x
        "y", number y
        "font-size", number size
        "text-anchor", anchor
        "font-weight", weight
        "fill", fill
    ] [ content ]

let private rectangle (place: Rectangle) (attributes: (string * string) list) =
    element
        "rect"
        ([
            "x", number place.X
            "y", number place.Y
            "width", number place.Width
            "height", number place.Height
         ]
         @ attributes)
        []

let private shade (b: PlacedBox) =
    if b.Depth % 2 = 0 then "#f2f5fa" else "#e6ecf5"

let private frame (b: PlacedBox) =
    rectangle b.Place [
        "rx", "10"
        "fill", shade b
        "stroke", "#8a97ad"
        "stroke-dasharray", "5 4"
    ]

/// The title of a frame at its upper left, on top of arrows.
let private heading (b: PlacedBox) =
    let x, y = b.Place.X + 14.0, b.Place.Y + 21.0
    let title = words x y Measure.titleSize "start" "bold" "#44506a" b.Box.Title
    title.Add(XAttribute(XName.Get "stroke", shade b))
    title.Add(XAttribute(XName.Get "stroke-width", "6"))
    title.Add(XAttribute(XName.Get "paint-order", "stroke"))
    title

/// A box: its title on colour, and a line for each value.
let private box (b: PlacedBox) = [
    let colour = colours b.Box.Kind
    let place = b.Place
    let round = "rx", "6"

    rectangle place [ round; "fill", "#ffffff"; "stroke", colour; "stroke-width", "1.5" ]

    let title = {
        place with
            Height = Measure.titleHeight
    }

    rectangle title [ round; "fill", colour; "stroke", colour; "stroke-width", "1.5" ]

    if not b.Box.Rows.IsEmpty then
        // only the upper corners of the title are round
        rectangle
            {
                title with
                    Y = title.Y + title.Height - 6.0
                    Height = 6.0
            }
            [ "fill", colour ]

    words
        (place.X + place.Width / 2.0)
        (place.Y + 19.0)
        Measure.titleSize
        "middle"
        "bold"
        "#ffffff"
        b.Box.Title

    for i, (name, value) in List.indexed b.Box.Rows do
        let y = place.Y + Measure.titleHeight + 18.0 + Measure.rowHeight * float i
        words (place.X + 14.0) y Measure.rowSize "start" "normal" "#5b6475" name
        words (place.X + place.Width - 14.0) y Measure.rowSize "end" "bold" "#1d2433" value
]

/// A line through points that leaves and comes along the direction of the drawing.
let private route (turned: bool) (points: (float * float) list) =
    let curve ((x0, y0), (x1, y1)) =
        if turned then
            let middle = (x0 + x1) / 2.0
            $"C {number middle} {number y0} {number middle} {number y1} {number x1} {number y1}"
        else
            let middle = (y0 + y1) / 2.0
            $"C {number x0} {number middle} {number x1} {number middle} {number x1} {number y1}"

    let x, y = points.Head

    let path =
        $"M {number x} {number y}" :: (List.pairwise points |> List.map curve)
        |> String.concat " "

    element "path" [
        "d", path
        "fill", "none"
        "stroke", "#59647a"
        "stroke-width", "1.4"
        "marker-end", "url(#tip)"
    ] []

/// The tip of an arrow, which ends where the line does.
let private tip =
    element "marker" [
        "id", "tip"
        "viewBox", "0 0 10 10"
        "refX", "9"
        "refY", "5"
        "markerWidth", "7"
        "markerHeight", "7"
        "orient", "auto"
    ] [ element "path" [ "d", "M 0 1 L 10 5 L 0 9 z"; "fill", "#59647a" ] [] ]

let private margin = 16.0

let text (rankdir: string) (chart: Chart) : string =
    let placement = Placement.ofChart rankdir chart
    let turned = rankdir = "LR" || rankdir = "RL"
    let width, height = placement.Width + 2.0 * margin, placement.Height + 2.0 * margin

    let frames, boxes =
        placement.Boxes |> List.partition (fun b -> not b.Box.Inner.IsEmpty)

    let picture =
        element "svg" [
            "width", number width
            "height", number height
            "viewBox", $"{number -margin} {number -margin} {number width} {number height}"
            "font-family", font
        ] [
            element "defs" [] [ tip ]

            rectangle
                {
                    X = -margin
                    Y = -margin
                    Width = width
                    Height = height
                }
                [ "fill", "#ffffff" ]

            for b in frames do
                frame b

            for points in placement.Routes do
                route turned points

            for b in frames do
                heading b

            for b in boxes do
                yield! box b |> Seq.cast<obj>
        ]

    string picture
