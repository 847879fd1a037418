/// What a network is, in lines that do not depend on automatic names: for the comparison of two.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.Architecture

open System
open System.Collections.Generic
open System.Text.Json.Nodes
open Keratin
open Keratin.Saving.KerasJson
open Keratin.Saving.KerasValues

/// A network's layers and calls, and the settings that only training knows of.
type Description = {
    Structure: string list
    Training: string list
}

/// Settings that change how weights begin and how they are trained, but not what a network calculates.
let private isOfTraining (key: string) =
    [ "rate"; "seed"; "stddev"; "dropout"; "recurrent_dropout"; "momentum" ]
    |> List.contains key
    || [ "_initializer"; "_regularizer"; "_constraint" ] |> List.exists key.EndsWith

let private show (value: JsonNode | null) =
    match value with
    | null -> "null"
    | value -> value.ToJsonString()

/// What a setting is, unless it is a function or an object that no file can hold.
let private tryWrite (write: unit -> 'a) : 'a option =
    try
        Some(write ())
    with :? KeratinException ->
        None

/// The settings that are not as they are when nobody sets them.
let rec private settings (layer: Layer) (meaning: ILayer) : (string * string) list = [
    match KerasObjects.makersOf layer.Kind with
    | [||] -> ()
    | makers ->
        for p in (makers |> Array.maxBy _.GetParameters().Length).GetParameters() do
            match p.Name with
            | null
            | "name"
            | "dtype"
            | "trainable"
            | "inputShape" -> ()
            | _ ->
                let write () =
                    KerasValues.settings layer.Kind inner [| p |] meaning

                match tryWrite write with
                | Some [ key, value ] -> key, show value
                | _ -> ()
]

/// A layer that is a parameter of another one.
and private inner (layer: Layer) : JsonNode = text (line layer (fun _ -> true))

and private line (layer: Layer) (counts: string -> bool) : string =
    let own =
        match layer.Meaning with
        | Some meaning -> settings layer meaning
        | None -> []

    let shown = [
        for key, value in own do
            if counts key then
                $"{key}={value}"
    ]

    $"""{layer.Kind}({String.Join(", ", shown)})"""

let private weights (layer: Layer) =
    [
        for name, w in layer.NamedWeights -> $""" {name}({String.Join(", ", w.Shape)})"""
    ]
    |> String.concat ""

let private operation (item: Use) =
    match item with
    | CallUse call -> call.Layer.Kind
    | OperationUse(:? KerasOps.RecordedCall as call) ->
        let own = properties call.Recorded.Where call.Recorded.Config

        let settings = [
            for p in own do
                if p.Name <> "name" then
                    $"{p.Name}={p.Value.GetRawText()}"
        ]

        $"""{call.Recorded.ClassName}({String.Join(", ", settings)})"""
    | OperationUse call -> call.GetType().Name
    | OpUse node ->
        match tryWrite (fun () -> KerasOpNodes.operation "" node) with
        | Some o -> $"""{o.ClassName}{show (object' o.Settings)}"""
        | None -> "operation"

/// The calls in order, with the numbers of the values they take.
let private calls (network: Network) : string list =
    let numbers = Dictionary<struct (int64 * int), int>()

    let number (s: Symbol) =
        numbers.TryAdd(s.Key, numbers.Count) |> ignore

    List.iter number network.Inputs

    [
        for item in network.Uses do
            let taken = [
                for s in item.Inputs ->
                    match numbers.TryGetValue s.Key with
                    | true, n -> string n
                    | _ -> "constant"
            ]

            $"""call: {operation item} of {String.Join(", ", taken)}"""

            match item with
            | CallUse call -> List.iter number call.Outputs
            | OperationUse call -> List.iter number call.Outputs
            | OpUse node ->
                node.Types
                |> List.iteri (fun i _ ->
                    numbers.TryAdd(struct (node.Id, i), numbers.Count) |> ignore)
    ]

/// What a network is.
let rec ofNetwork (network: Network) : Description =
    let ofLayer (layer: Layer) =
        match layer.Meaning with
        | Some(:? Network as nested) ->
            let its = ofNetwork nested

            {
                Structure = layer.Kind :: List.map ((+) "  ") its.Structure
                Training = List.map ((+) "  ") its.Training
            }
        | _ -> {
            Structure = [ line layer (isOfTraining >> not) + weights layer ]
            Training = [ line layer isOfTraining ]
          }

    let layers = network.Layers |> List.map ofLayer

    {
        Structure = (layers |> List.collect _.Structure) @ calls network
        Training = layers |> List.collect _.Training
    }

/// What the losses of a model's outputs are.
let ofLosses (losses: Loss option list) : string =
    losses
    |> List.map (fun loss ->
        match loss with
        | None -> "none"
        | Some loss ->
            match tryWrite (fun () -> KerasValues.ofObject "loss" inner loss) with
            | Some written -> show written
            | None -> loss.GetType().Name)
    |> String.concat ", "
