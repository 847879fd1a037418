/// Where the boxes and arrows of a chart are: a layered drawing, in which a box with boxes in it is a
/// drawing of its own.
namespace Keratin.Plotting

open System.Collections.Generic
open Keratin

type internal Rectangle = {
    X: float
    Y: float
    Width: float
    Height: float
} with

    member r.Moved(dx, dy) = { r with X = r.X + dx; Y = r.Y + dy }

/// A box with its place, the boxes in it, and whether it is a frame around them.
[<NoComparison; NoEquality>]
type internal PlacedBox = {
    Box: Box
    Place: Rectangle
    /// How many frames it is in.
    Depth: int
}

[<NoComparison; NoEquality>]
type internal Placement = {
    /// Frames before what is in them.
    Boxes: PlacedBox list
    /// The points each arrow passes.
    Routes: (float * float) list list
    Width: float
    Height: float
}

/// The sizes of text, for the widest of the usual fonts without serifs.
[<RequireQualifiedAccess>]
module internal Measure =
    let titleSize, rowSize = 14.0, 12.0
    let titleHeight, rowHeight = 28.0, 20.0
    let private margin = 14.0

    let private character (c: char) =
        match c with
        | 'i'
        | 'j'
        | 'l'
        | '\''
        | '|' -> 0.30
        | 'f'
        | 't'
        | 'r'
        | 'I'
        | ' '
        | ','
        | '.'
        | ':'
        | ';'
        | '/'
        | '('
        | ')'
        | '['
        | ']' -> 0.40
        | 'm'
        | 'w'
        | 'M'
        | 'W' -> 0.95
        | c when System.Char.IsUpper c -> 0.72
        | _ -> 0.63

    /// The width of a text, bold or not.
    let text (size: float) (bold: bool) (words: string) : float =
        size * (if bold then 1.11 else 1.0) * Seq.sumBy character words

    /// Width and height of a box with nothing in it.
    let box (b: Box) : float * float =
        let title = text titleSize true b.Title

        let rows =
            b.Rows
            |> List.map (fun (name, value) ->
                text rowSize false name + text rowSize true value + 18.0)

        let bottom =
            if b.Rows.IsEmpty then
                0.0
            else
                rowHeight * float b.Rows.Length + 8.0

        List.max (title :: rows) + 2.0 * margin, titleHeight + bottom

    /// The width that the title of a frame needs.
    let frame (b: Box) =
        text titleSize true b.Title + 2.0 * margin

[<RequireQualifiedAccess>]
module internal Placement =
    /// Between a frame and what is in it; at the side of its title.
    let private margin, heading = 18.0, 34.0

    /// A drawing of its own that is not placed yet; arrows by their numbers.
    [<NoComparison; NoEquality>]
    type private Piece = {
        Boxes: PlacedBox list
        Routes: (int * (float * float) list) list
        Width: float
        Height: float
    }

    let private moved dx dy (piece: Piece) = {
        piece with
            Boxes = [
                for b in piece.Boxes ->
                    {
                        b with
                            Place = b.Place.Moved(dx, dy)
                            Depth = b.Depth + 1
                    }
            ]
            Routes = [
                for i, points in piece.Routes -> i, [ for x, y in points -> x + dx, y + dy ]
            ]
    }

    let rec private idsOf (box: Box) : string list = box.Id :: List.collect idsOf box.Inner

    /// The drawing flows along y, or along x when it is turned.
    let rec private pieceOf
        (turned: bool)
        (upwards: bool)
        (arrows: (string * string)[])
        (boxes: Box list)
        : Piece =
        let boxes = Array.ofList boxes
        let pieces = boxes |> Array.map (ofBox turned upwards arrows)

        let home =
            dict [
                for i, box in Array.indexed boxes do
                    for id in idsOf box do
                        id, i
            ]

        /// The place of a box within the piece it is in.
        let within i id =
            (pieces[i].Boxes |> List.find (fun b -> b.Box.Id = id)).Place

        let mine = [|
            for n, (a, b) in Array.indexed arrows do
                match home.TryGetValue a, home.TryGetValue b with
                | (true, i), (true, j) when i <> j || boxes[i].Id = a -> n, i, j
                | _ -> ()
        |]

        let port i id =
            let place = within i id

            if turned then
                place.Y + place.Height / 2.0 - pieces[i].Height / 2.0
            else
                place.X + place.Width / 2.0 - pieces[i].Width / 2.0

        // what is taken from outside is on the first rank, and what is given to it on the last
        let outside select other =
            set [
                for arrow in arrows do
                    match home.TryGetValue(select arrow), home.ContainsKey(other arrow) with
                    | (true, i), false -> i
                    | _ -> ()
            ]

        let drawing =
            Layered.draw
                [|
                    for piece in pieces ->
                        if turned then
                            {
                                Across = piece.Height
                                Along = piece.Width
                            }
                        else
                            {
                                Across = piece.Width
                                Along = piece.Height
                            }
                |]
                [|
                    for n, i, j in mine ->
                        {
                            From = i
                            To = j
                            FromPort = port i (fst arrows[n])
                            ToPort = port j (snd arrows[n])
                        }
                |]
                (outside snd fst)
                (outside fst snd)

        /// From across and along to x and y.
        let point (across, along) =
            let along = if upwards then drawing.Along - along else along
            if turned then along, across else across, along

        let placed =
            pieces
            |> Array.mapi (fun i piece ->
                let x, y = point drawing.Middles[i]
                piece |> moved (x - piece.Width / 2.0) (y - piece.Height / 2.0))

        /// Where an arrow meets a box: the middle of the side it leaves from, or comes to.
        let side (i: int) id leaves =
            let place = (placed[i].Boxes |> List.find (fun b -> b.Box.Id = id)).Place
            let far = leaves <> upwards

            if turned then
                (if far then place.X + place.Width else place.X), place.Y + place.Height / 2.0
            else
                place.X + place.Width / 2.0, (if far then place.Y + place.Height else place.Y)

        let routes = [
            for (n, i, j), points in Array.zip mine drawing.Routes do
                let a, b = arrows[n]

                let between = [ for p in points -> point p ]

                // through the frame to the box that is meant
                let start = if boxes[i].Id = a then [] else [ side i a true ]
                let finish = if boxes[j].Id = b then [] else [ side j b false ]
                n, start @ between @ finish
        ]

        let width, height = point (drawing.Across, (if upwards then 0.0 else drawing.Along))

        {
            Boxes = [
                for piece in placed do
                    yield! piece.Boxes
            ]
            Routes = [
                for piece in placed do
                    yield! piece.Routes
                yield! routes
            ]
            Width = width
            Height = height
        }

    and private ofBox turned upwards arrows (box: Box) : Piece =
        match box.Inner with
        | [] ->
            let width, height = Measure.box box

            {
                Boxes = [
                    {
                        Box = box
                        Place = {
                            X = 0.0
                            Y = 0.0
                            Width = width
                            Height = height
                        }
                        Depth = -1
                    }
                ]
                Routes = []
                Width = width
                Height = height
            }
        | inner ->
            let piece = pieceOf turned upwards arrows inner
            let width = max (piece.Width + 2.0 * margin) (Measure.frame box)
            let height = piece.Height + heading + margin
            let content = piece |> moved ((width - piece.Width) / 2.0) heading

            {
                content with
                    Boxes =
                        {
                            Box = box
                            Place = {
                                X = 0.0
                                Y = 0.0
                                Width = width
                                Height = height
                            }
                            Depth = -1
                        }
                        :: content.Boxes
                    Width = width
                    Height = height
            }

    let ofChart (rankdir: string) (chart: Chart) : Placement =
        let turned = rankdir = "LR" || rankdir = "RL"
        let upwards = rankdir = "BT" || rankdir = "RL"
        let piece = pieceOf turned upwards (Array.ofList chart.Arrows) chart.Boxes

        {
            Boxes = piece.Boxes
            Routes = piece.Routes |> List.map snd
            Width = piece.Width
            Height = piece.Height
        }
