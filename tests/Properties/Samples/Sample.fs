/// What the catalogue's laws are tried on: a layer in one configuration, with inputs it takes.
namespace Keratin.Properties

open System
open Keratin

/// The numbers an input is given.
type internal Content =
    | Normal
    /// Whole numbers from 0 to below this.
    | Below of int
    /// Some of these.
    | Words of string list

type internal Given = { Shape: int list; Content: Content }

type internal Sample = {
    /// The member of Layers.
    Kind: string
    Title: string
    /// A new layer that calculates in this type.
    Make: string -> Layer
    Inputs: Given list
    /// Draws numbers in training.
    Random: bool
    /// Has on purpose another gradient than its own, as what rounds in between must; golden cases have it.
    Estimated: bool
} with

    override s.ToString() = $"{s.Kind}: {s.Title}"

[<AutoOpen>]
module internal Samples =
    let floats shape = { Shape = shape; Content = Normal }
    let indices shape limit = { Shape = shape; Content = Below limit }

    let words shape given = { Shape = shape; Content = Words given }

    /// Configurations of one layer, all with the same inputs.
    let layer kind (inputs: Given list) (configurations: (string * (string -> Layer)) list) = [
        for title, make in configurations do
            {
                Kind = kind
                Title = title
                Make = make
                Inputs = inputs
                Random = false
                Estimated = false
            }
    ]

    /// The same, of a layer whose gradient is an estimate.
    let estimated kind inputs configurations =
        layer kind inputs configurations
        |> List.map (fun s -> { s with Estimated = true })

    /// The same, of a layer that draws numbers in training.
    let random kind inputs configurations =
        layer kind inputs configurations |> List.map (fun s -> { s with Random = true })

    let sizes (values: int list) = [| for n in values -> Nullable n |]
