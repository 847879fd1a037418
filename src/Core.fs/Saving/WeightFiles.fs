/// The weights of a network by their paths, for files that know names alone.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.WeightFiles

open Keratin
open Keratin.Engine

/// The paths of weights, each once: two of one path are numbered.
let private named (network: Network) : (string * Weight) list =
    network.Weights
    |> List.groupBy _.Path
    |> List.collect (fun (path, same) ->
        same |> List.mapi (fun i w -> (if i = 0 then path else $"{path}_{i}"), w))

/// Every weight, read when its turn comes.
let arrays (network: Network) (state: State) : (string * LazyArray) list = [
    for name, w in named network -> name, LazyArray.OfWeight(state, w)
]

let private show (shape: int seq) =
    "(" + (shape |> Seq.map string |> String.concat ", ") + ")"

/// Gives every weight its values; none where one has no value or another shape. Where `skipMismatch`, those weights
/// stay as they were; the result is their names.
let give
    where
    (skipMismatch: bool)
    (network: Network)
    (state: State)
    (values: Map<string, FileArray>)
    : string list =
    let weights = named network

    let fits (name, w: Weight) =
        match Map.tryFind name values with
        | Some a -> List.ofArray a.Shape = w.Dims
        | None -> false

    let others =
        values
        |> Map.toList
        |> List.filter (fun (name, _) -> not (weights |> List.exists (fun (own, _) -> own = name)))

    let fix =
        "load the weights into the model they were saved from, or what fits: LoadWeights(path, skipMismatch: true)"

    let read, skipped = weights |> List.partition fits

    if not skipMismatch then
        for name, w in skipped do
            match Map.tryFind name values with
            | Some a ->
                refuse
                    $"{where} / {name}"
                    $"values of shape {show w.Dims}"
                    $"shape {show a.Shape}"
                    fix
            | None ->
                refuse
                    $"{where} / {name}"
                    $"""values for each of {weights |> List.map fst |> String.concat ", "}"""
                    "none of that name"
                    fix

        for name, _ in others do
            refuse
                $"{where} / {name}"
                $"""a weight of the model: {weights |> List.map fst |> String.concat ", "}"""
                "another name"
                fix

    FileArrays.write state [ for name, w in read -> w, values[name] ]

    skipped |> List.map fst
