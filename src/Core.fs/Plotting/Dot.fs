/// A chart in the language of Graphviz.
[<RequireQualifiedAccess>]
module internal Keratin.Plotting.Dot

open System.Text
open System.Security
open Keratin

let private escape (text: string) =
    SecurityElement.Escape text |> orElse ""

let private quoted (text: string) =
    "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\""

/// A table: the title white on black, and a row for each value.
let private label (box: Box) : string =
    let rows =
        box.Rows
        |> List.map (fun (name, value) ->
            $"<tr><td bgcolor=\"white\" align=\"left\">{escape name}: <b>{escape value}</b></td></tr>")
        |> String.concat ""

    "<<table border=\"0\" cellborder=\"1\" cellspacing=\"0\" cellpadding=\"8\">"
    + $"<tr><td bgcolor=\"black\"><font color=\"white\"><b>{escape box.Title}</b></font></td></tr>"
    + $"{rows}</table>>"

let text (rankdir: string) (name: string) (chart: Chart) : string =
    let text = StringBuilder()

    let line (depth: int) (words: string) =
        text.Append(String.replicate depth "    ").Append(words).Append('\n') |> ignore

    let rec box depth (b: Box) =
        match b.Inner with
        | [] -> line depth $"{quoted b.Id} [label={label b}];"
        | inner ->
            line depth ("subgraph " + quoted $"cluster_{b.Id}" + " {")
            line (depth + 1) $"label={quoted b.Title}; style=\"rounded,dashed\";"
            List.iter (box (depth + 1)) inner
            line depth "}"

    line 0 ("digraph " + quoted name + " {")
    line 1 $"rankdir={rankdir}; fontname=\"Helvetica\";"
    line 1 "node [shape=plaintext, fontname=\"Helvetica\"];"
    List.iter (box 1) chart.Boxes

    for a, b in chart.Arrows do
        line 1 $"{quoted a} -> {quoted b};"

    line 0 "}"
    string text
