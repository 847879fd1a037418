/// Where model.weights.h5 keeps the weights of a network: groups named by class and by attribute.
module internal Keratin.Saving.WeightPaths

open System.Collections.Generic
open Keratin
open Keratin.LayerTypes

/// The weights at one place of the file, as its datasets 0, 1, 2, …
[<NoComparison>]
type Group = {
    Path: string
    /// The name of what has them; the file keeps it beside the place.
    Name: string
    Weights: Weight list
}

/// The group of a layer in its container: the class name, as Python spells it.
let private className (layer: Layer) =
    match layer.Kind with
    | "Model"
    // what it calculates is saved as a model
    | "Lambda" -> "functional"
    | "GroupQueryAttention" -> "grouped_query_attention"
    | kind ->
        match CustomObjects.TryOf layer with
        | Some registration -> Words.snake registration.ClassName
        | None -> Words.snake kind

/// The name of a weight's holder: "" for the layer itself.
let private prefix (weight: string) =
    match weight.LastIndexOf '/' with
    | -1 -> ""
    | at -> weight[.. at - 1]

/// The attribute of Keras's layer that holds a weight: "" for the layer itself. A weight's own name
/// says it ("query/kernel"), but for what Keras calls otherwise.
let private attribute (layer: Layer) (weight: string) : string =
    let own = prefix weight

    let projection =
        match own with
        | "attention_output" -> "output_dense"
        | name -> name + "_dense"

    match layer.Kind, layer.Meaning with
    | "MultiHeadAttention", _ when own = "gate" -> "_" + projection
    | "MultiHeadAttention", _ when own <> "" -> projection
    | "GroupQueryAttention", _ when own <> "" -> "_" + projection
    | _, Some(:? IRecurrent) -> "cell"
    | _ -> own

/// Where the variables of an optimizer are.
let optimizer = "optimizer/vars"

/// Attributes that hold a list of layers.
let private containers = set [ "layers"; "cells" ]

let private join (path: string) (name: string) =
    if path = "" then name
    elif name = "" then path
    else path + "/" + name

/// The names of a container's members by their class: repeated ones are numbered.
let numbered (nameOf: 'a -> string) (members: 'a list) : (string * 'a) list =
    let counts = Dictionary<string, int>()

    [
        for one in members do
            let name = nameOf one

            let before =
                match counts.TryGetValue name with
                | true, n -> n
                | _ -> 0

            counts[name] <- before + 1
            (if before = 0 then name else $"{name}_{before}"), one
    ]

/// What Keras's layer has besides its weights' holders: attributes that are layers without weights.
let private empty (layer: Layer) : (string * string) list =
    match layer.Kind with
    | "MultiHeadAttention"
    | "GroupQueryAttention" -> [ "_softmax", "softmax"; "_dropout_layer", "dropout" ]
    | "Lambda" -> [ "layers/input_layer", $"{layer.Name}_input" ]
    | _ -> []

/// Weights of a part that Keras's layer has for its own as well.
let private again (layer: Layer) : Weight list =
    match layer.Meaning with
    | Some(:? SpectralNormalization as meaning) -> Option.toList (meaning.Kernel |> Option.map snd)
    | _ -> []

/// All layers of a network with their paths, each before its parts.
let layers (network: Network) : (string * Layer) list =
    // a Sequential's input is no layer of it
    let layersOf (network: Network) =
        network.Layers
        |> List.filter (fun l -> not (network.IsSequential && l.Kind = "InputLayer"))

    let rec ofLayer (path: string) (layer: Layer) : (string * Layer) list = [
        path, layer

        match layer.Meaning with
        | Some(:? Network as network) -> yield! ofContainer (join path "layers") (layersOf network)
        | _ ->
            for part, layers in layer.Parts |> List.ofSeq |> List.groupBy fst do
                let layers = layers |> List.map snd

                if containers.Contains part then
                    yield! ofContainer (join path part) layers
                else
                    for layer in layers do
                        yield! ofLayer (join path part) layer
    ]

    and ofContainer path layers =
        numbered className layers
        |> List.collect (fun (name, layer) -> ofLayer (join path name) layer)

    ofContainer "layers" (layersOf network)

/// All groups of a network; a weight is where it is met first, but for those that two layers have.
let groups (network: Network) : Group list =
    let seen = HashSet<Weight>()

    [
        {
            Path = "vars"
            Name = network.Name
            Weights = []
        }

        for path, layer in layers network do
            // what a file has of an adapted weight is the sum
            let adapting = LowRank.ofWeights layer.OwnWeights

            let fresh =
                layer.NamedWeights
                |> List.filter (fun (_, w) -> not (List.contains w adapting) && seen.Add w)

            let holders =
                fresh
                |> List.groupBy (fun (name, _) -> attribute layer name)
                |> List.map (fun (place, weights) ->
                    let name =
                        match place, prefix (fst weights.Head) with
                        | "", _ -> layer.Name
                        | "cell", "" when layer.Kind.StartsWith "ConvLSTM" -> "conv_lstm_cell"
                        | "cell", "" -> className layer + "_cell"
                        | _, holder -> holder

                    place, name, weights |> List.map snd)

            let own =
                if holders |> List.exists (fun (place, _, _) -> place = "") then
                    []
                else
                    [ "", layer.Name, [] ]

            let others = [ for place, name in empty layer -> place, name, [] ]

            for place, name, weights in own @ holders @ others do
                {
                    Path = join (join path place) "vars"
                    Name = name
                    Weights = (if place = "" then again layer else []) @ weights
                }
    ]
