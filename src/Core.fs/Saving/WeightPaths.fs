/// Where model.weights.h5 keeps the weights of a network: groups named by class and by attribute.
module internal Keratin.Saving.WeightPaths

open System.Collections.Generic
open Keratin
open Keratin.LayerTypes

/// The weights at one place of the file, as its datasets 0, 1, 2, …
[<NoComparison>]
type Group = { Path: string; Weights: Weight list }

/// The group of a layer in its container: the class name, as Python spells it.
let private className (layer: Layer) =
    match layer.Kind with
    | "Model" -> "functional"
    | "GroupQueryAttention" -> "grouped_query_attention"
    | kind -> Words.snake kind

/// The attribute of Keras's layer that holds a weight: "" for the layer itself. A weight's own name
/// says it ("query/kernel"), but for what Keras calls otherwise.
let private attribute (layer: Layer) (weight: string) : string =
    let own =
        match weight.LastIndexOf '/' with
        | -1 -> ""
        | at -> weight[.. at - 1]

    let projection =
        match own with
        | "attention_output" -> "output_dense"
        | name -> name + "_dense"

    match layer.Kind, layer.Meaning with
    | "MultiHeadAttention", _ when own <> "" -> projection
    | "GroupQueryAttention", _ when own <> "" -> "_" + projection
    | _, Some(:? IRecurrent) -> "cell"
    | _ -> own

/// Attributes that hold a list of layers.
let private containers = set [ "layers"; "cells" ]

let private join (path: string) (name: string) =
    if path = "" then name
    elif name = "" then path
    else path + "/" + name

/// The names of layers in a container: repeated classes are numbered.
let private named (layers: Layer list) : (string * Layer) list =
    let counts = Dictionary<string, int>()

    [
        for layer in layers do
            let name = className layer

            let before =
                match counts.TryGetValue name with
                | true, n -> n
                | _ -> 0

            counts[name] <- before + 1
            (if before = 0 then name else $"{name}_{before}"), layer
    ]

/// All layers of a network with their paths, each before its parts.
let layers (network: Network) : (string * Layer) list =
    let rec ofLayer (path: string) (layer: Layer) : (string * Layer) list = [
        path, layer

        for part, layers in layer.Parts |> List.ofSeq |> List.groupBy fst do
            let layers = layers |> List.map snd

            if containers.Contains part then
                yield! ofContainer (join path part) layers
            else
                for layer in layers do
                    yield! ofLayer (join path part) layer
    ]

    and ofContainer path layers =
        named layers
        |> List.collect (fun (name, layer) -> ofLayer (join path name) layer)

    ofContainer "layers" network.Layers

/// All groups of a network that hold weights; a weight is where it is met first.
let groups (network: Network) : Group list =
    let seen = HashSet<Weight>()

    [
        for path, layer in layers network do
            // what a file has of an adapted weight is the sum
            let adapting = LowRank.ofWeights layer.OwnWeights

            let fresh =
                layer.NamedWeights
                |> List.filter (fun (_, w) -> not (List.contains w adapting) && seen.Add w)

            for place, weights in fresh |> List.groupBy (fun (name, _) -> attribute layer name) do
                {
                    Path = join (join path place) "vars"
                    Weights = weights |> List.map snd
                }
    ]
