/// Models and weights in the HDF5 layout of before .keras: a group for each layer, with the paths of its
/// weights in an attribute.
module internal Keratin.Saving.LegacyH5

open System.Text.Json
open Keratin
open Keratin.Engine

/// Whether a file is in this layout: a whole model, or weights alone.
let isModel (root: H5Group) =
    root.Attributes.ContainsKey "model_config"

let isWeights (root: H5Group) =
    root.Attributes.Keys |> Seq.exists _.StartsWith("layer_names")

/// A list of names; a long one is in several attributes: layer_names0, layer_names1, …
let private names (group: H5Group) (attribute: string) : string list =
    Seq.initInfinite (fun i -> $"{attribute}{i}")
    |> Seq.takeWhile group.Attributes.ContainsKey
    |> Seq.append (Seq.filter group.Attributes.ContainsKey [ attribute ])
    |> Seq.map (fun name -> group.Attributes[name])
    // an empty list is an array of no numbers, since nothing says that it is of texts
    |> Seq.filter (fun list -> not (Array.contains 0 list.Shape))
    |> Seq.collect _.ReadStrings()
    |> List.ofSeq

/// The datasets of a group, in the order its attribute gives.
let private datasets (group: H5Group) : H5Dataset list =
    names group "weight_names"
    |> List.map (fun path ->
        match group.TryFind path with
        | Some(H5Object.Dataset d) -> d
        | Some(H5Object.Group _)
        | None ->
            refuse
                group.Where
                $"a dataset \"{path}\", as weight_names says"
                "none"
                "the file is damaged: save it again")

/// Trained weights first, then the others, as the layout has those of a layer.
let private inOrder (weights: Weight list) =
    let trained, others = weights |> List.partition _.Trainable
    trained @ others

/// The weights of a network: layers that have any are matched in order. Where `skipMismatch`, a layer whose arrays are
/// of another number or shape stays as it was; the result is their names.
let readWeights
    where
    (group: H5Group)
    (skipMismatch: bool)
    (network: Network)
    (state: State)
    : string list =
    let stored =
        names group "layer_names"
        |> List.map (fun name ->
            match KerasArchive.tryGroup group name with
            | Some layer -> name, datasets layer
            | None ->
                refuse
                    group.Where
                    $"a group \"{name}\", as layer_names says"
                    "none"
                    "the file is damaged: save it again")
        |> List.filter (fun (_, values) -> not values.IsEmpty)

    let wanted =
        network.Layers
        |> List.filter (fun layer -> not layer.AllWeights.IsEmpty)
        |> List.map (fun layer -> layer.Name, inOrder layer.AllWeights)

    let count kind (all: (string * 'a list) list) =
        all
        |> List.map (fun (name, values) -> $"{name}: {values.Length}")
        |> String.concat ", "
        |> fun list -> $"{all.Length} layers with {kind} ({list})"

    let agree =
        if skipMismatch then
            stored.Length = wanted.Length
        else
            List.map (snd >> List.length) stored = List.map (snd >> List.length) wanted

    if not agree then
        refuse
            where
            (count "weights" wanted)
            (count "arrays" stored)
            "load the weights into the model they were saved from"

    let read, skipped =
        List.zip wanted stored
        |> List.partition (fun ((_, weights), (_, values)) ->
            not skipMismatch || KerasArchive.fit weights values)

    KerasArchive.write
        where
        state
        (read |> List.collect (fst >> snd))
        (read |> List.collect (snd >> snd))

    skipped |> List.map (fst >> fst)

let private json where (budget: Budget) (root: H5Group) (attribute: string) : JsonDocument option =
    root.Attributes
    |> Map.tryFind attribute
    |> Option.map (fun text ->
        Json.parse
            $"{where} / {attribute}"
            budget
            (System.Text.Encoding.UTF8.GetBytes(text.Text())))

/// What compile was given: under the names that compile_config has, but for the optimizer's.
let private compilation where (network: Network) (root: JsonElement) : Compilation =
    let get name =
        KerasJson.optional name root |> Option.filter (KerasJson.isNull >> not)

    KerasCompile.read where network {
        Optimizer = KerasJson.required where "optimizer_config" root
        Loss = get "loss"
        LossWeights = get "loss_weights"
        Metrics = get "metrics"
        WeightedMetrics = get "weighted_metrics"
    }

/// A whole model; its weights go to the state.
let read
    where
    (root: H5Group)
    (budget: Budget)
    (compile: bool)
    (state: State)
    : KerasArchive.Loaded =
    use config =
        match json where budget root "model_config" with
        | Some config -> config
        | None -> refuse where "an attribute \"model_config\"" "none" "load the weights alone"

    UnknownClasses.refuseAny where compile config.RootElement
    let network = KerasConfig.model where config.RootElement

    match KerasArchive.tryGroup root "model_weights" with
    | Some group -> readWeights where group false network state |> ignore<string list>
    | None -> refuse where "a group \"model_weights\"" "none" "save the model again"

    use training =
        (if compile then
             json where budget root "training_config"
         else
             None)
        |> Option.toObj

    let compilation =
        match training with
        | null -> None
        | training -> Some(compilation where network training.RootElement)

    match compilation, KerasArchive.tryGroup root "optimizer_weights" with
    | Some c, Some group ->
        KerasArchive.writeOptimizer
            where
            (datasets group)
            c.Optimizer
            network.TrainableWeights
            state
    | _ -> ()

    {
        Network = network
        Compilation = compilation
    }
