/// Models from a model: a part of it, which shares its weights, and a copy, which does not.
[<RequireQualifiedAccess>]
module internal Keratin.Submodel

open System
open System.Collections.Generic
open System.Reflection
open Microsoft.FSharp.Reflection
open Keratin

/// What layers of these names give, from the inputs it depends on.
let intermediate (network: Network) (names: string list) : Network =
    let where = $"Intermediate of model \"{network.Name}\""

    if names.IsEmpty then
        refuse where "the name of a layer" "none" $"name one: \"{(List.last network.Layers).Name}\""

    let outputs =
        names
        |> List.collect (fun name ->
            let calls =
                network.Uses
                |> List.choose (fun u ->
                    match u with
                    | CallUse call when call.Layer.Name = name -> Some call
                    | _ -> None)

            match calls with
            | [ call ] -> call.Outputs
            | [] -> refuseWord where "layer" name (network.Layers |> List.map _.Name)
            | several ->
                refuse
                    where
                    "a layer that is called once"
                    $"\"{name}\", which is called {several.Length} times"
                    "make the model from the call's symbol: new Model(inputs, symbol)")

    let reached = HashSet<struct (int64 * int)>()
    let todo = Stack<Symbol> outputs

    while todo.Count > 0 do
        let s = todo.Pop()

        if
            reached.Add s.Key
            && not (network.Inputs |> List.exists (fun input -> input.Key = s.Key))
        then
            for input in (Use.Of s).Inputs do
                todo.Push input

    Network(
        Names.unique "functional",
        network.Inputs |> List.filter (fun input -> reached.Contains input.Key),
        outputs
    )

let private instances =
    BindingFlags.Instance ||| BindingFlags.Public ||| BindingFlags.NonPublic

/// A record with copies of the layers in it; the record itself where there are none.
let rec private ofRecord (copy: Layer -> Layer) (record: obj) : obj =
    let kind = record.GetType()

    if not (FSharpType.IsRecord(kind, instances)) then
        record
    else
        let mutable changed = false

        let values =
            FSharpValue.GetRecordFields(record, instances)
            |> Array.map (fun value ->
                let other: obj | null =
                    match value with
                    | null -> null
                    | :? Layer as layer -> copy layer
                    | :? (Layer list) as layers -> layers |> List.map copy |> box
                    | value -> ofRecord copy value

                if not (obj.ReferenceEquals(value, other)) then
                    changed <- true

                other)

        if changed then
            FSharpValue.MakeRecord(kind, values, instances)
        else
            record

/// A layer of the same settings that has weights of its own.
let rec private ofLayer (copied: Dictionary<Layer, Layer>) (layer: Layer) : Layer =
    match copied.TryGetValue layer with
    | true, copy -> copy
    | _ ->
        let meaning: ILayer =
            match layer.Meaning with
            | Some(:? Network as nested) -> ofNetwork nested.Name (ofLayer copied) nested
            | Some meaning -> ofRecord (ofLayer copied) meaning :?> ILayer
            | None ->
                refuse
                    $"CloneModel / {layer}"
                    "a layer of the catalogue, whose settings are known"
                    $"{layer}, a class of your own"
                    "cloneFunction: layer => layer is Scale ? new Scale() : null"

        let copy =
            CatalogueLayer(
                layer.Kind,
                layer.Name,
                meaning,
                Policy = layer.Policy,
                Autocast = layer.Autocast,
                InputShape = layer.InputShape
            )

        copied[layer] <- copy

        if not layer.Trainable then
            copy.Trainable <- false

        copy

/// A network on inputs of its own, with another layer in the place of each.
and private ofNetwork (name: string) (layerFor: Layer -> Layer) (network: Network) : Network =
    let inputs =
        List.zip network.Inputs network.InputNames
        |> List.map (fun (s, name) ->
            let sizes = [ for n in s.Shape.ToArray() -> n ]
            InputLayer.symbol sizes.Tail (Option.ofNullable sizes.Head) s.DType name)

    Network(
        name,
        inputs,
        network.ReplayWith(layerFor, inputs, CallArguments.None),
        IsSequential = network.IsSequential,
        Policy = network.Policy
    )

/// The same layers anew, with first values; the function answers with the layer to be in a layer's place, or
/// with null for a copy.
let clone (cloneFunction: (Layer -> Layer | null) option) (network: Network) : Network =
    let copied = Dictionary<Layer, Layer>(HashIdentity.Reference)

    let layerFor (layer: Layer) =
        match copied.TryGetValue layer with
        | true, copy -> copy
        | _ ->
            let copy =
                match cloneFunction |> Option.map (fun ask -> ask layer) with
                | Some(NonNull chosen) -> chosen
                | _ -> ofLayer copied layer

            copied[layer] <- copy
            copy

    ofNetwork network.Name layerFor network
