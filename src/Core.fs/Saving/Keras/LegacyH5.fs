/// Models and weights in the HDF5 layout of before .keras: a group for each layer, with the paths of its
/// weights in an attribute.
module internal Keratin.Saving.LegacyH5

open System.Text.Json
open System.Text.Json.Nodes
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

/// Every layer of the file with its arrays.
let private stored (group: H5Group) : (string * H5Dataset list) list =
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

/// Every layer of a network that has weights.
let private wanted (network: Network) : (string * Weight list) list =
    network.Layers
    |> List.filter (fun layer -> not layer.AllWeights.IsEmpty)
    |> List.map (fun layer -> layer.Name, inOrder layer.AllWeights)

/// Layers that have arrays, in order.
let private inTurn where skipMismatch wanted (stored: (string * H5Dataset list) list) =
    let stored = stored |> List.filter (fun (_, values) -> not values.IsEmpty)

    let count kind (all: (string * 'a list) list) =
        all
        |> List.map (fun (name, values) -> $"{name}: {values.Length}")
        |> String.concat ", "
        |> fun list -> $"{all.Length} layers with {kind} ({list})"

    let agree =
        if skipMismatch then
            stored.Length = List.length wanted
        else
            List.map (snd >> List.length) stored = List.map (snd >> List.length) wanted

    if not agree then
        refuse
            where
            (count "weights" wanted)
            (count "arrays" stored)
            "load the weights into the model they were saved from, or layers of the same names: LoadWeights(path, byName: true)"

    List.map2 (fun (name, weights) (_, values) -> name, weights, Some values) wanted stored

/// Layers of the same name.
let private byNames where skipMismatch wanted (stored: (string * H5Dataset list) list) =
    let known = Map.ofList stored

    for name, weights in wanted do
        match Map.tryFind name known with
        | Some values when List.length weights <> values.Length && not skipMismatch ->
            refuse
                $"{where} / {name}"
                $"{weights.Length} arrays"
                $"{values.Length} arrays"
                "give the layer another name, or leave it as it is: LoadWeights(path, skipMismatch: true, byName: true)"
        | _ -> ()

    [ for name, weights in wanted -> name, weights, Map.tryFind name known ]

/// The weights of a network, of layers in order or of layers with the same names. Where `skipMismatch`, an array of
/// another shape leaves its weight as it was, and another number of arrays the layer. The result is the places of all
/// that stays as it was.
let readWeights
    where
    (group: H5Group)
    (skipMismatch: bool)
    (byName: bool)
    (network: Network)
    (state: State)
    : string list =
    // a model of this library has weights in layers alone
    let ofModel =
        match KerasArchive.tryGroup group "top_level_model_weights" with
        | Some own when not (datasets own).IsEmpty -> [ "top_level_model_weights" ]
        | _ -> []

    if not ofModel.IsEmpty && not skipMismatch then
        refuse
            where
            "weights of layers"
            $"{(datasets (KerasArchive.tryGroup group ofModel.Head |> Option.get)).Length} weights of the model itself"
            "put them into a layer of your own, or leave them out: LoadWeights(path, skipMismatch: true)"

    let matched =
        (if byName then byNames else inTurn) where skipMismatch (wanted network) (stored group)

    let pairs, skipped =
        matched
        |> List.map (fun (name, weights, values) ->
            match values with
            | Some values when values.Length = weights.Length ->
                let fit, other =
                    List.zip weights values
                    |> List.partition (fun (w, d) ->
                        not skipMismatch || KerasArchive.fit [ w ] [ d ])

                fit, [ for w, _ in other -> w.Path ]
            | _ -> [], [ name ])
        |> List.unzip

    KerasArchive.write
        where
        state
        (pairs |> List.collect (List.map fst))
        (pairs |> List.collect (List.map snd))

    ofModel @ List.concat skipped

/// Lists for what Keras 2 has classes for: tuples and shapes.
let rec private plain (given: JsonNode | null) : JsonNode | null =
    match given with
    | :? JsonObject as o ->
        match o["class_name"], o["items"] with
        | (:? JsonValue as kind), (:? JsonArray as items) when
            kind.ToString() = "__tuple__" || kind.ToString() = "TensorShape"
            ->
            JsonArray [| for item in items -> plain item |]
        | _ -> KerasValues.object' [ for p in o -> p.Key, plain p.Value ]
    | :? JsonArray as items -> JsonArray [| for item in items -> plain item |]
    | null -> null
    | other -> other.DeepClone()

let private json where (budget: Budget) (root: H5Group) (attribute: string) : JsonDocument option =
    root.Attributes
    |> Map.tryFind attribute
    |> Option.map (fun attribute' ->
        let where = $"{where} / {attribute}"
        let text = attribute'.Text()
        let parsed = Json.parse where budget (System.Text.Encoding.UTF8.GetBytes text)

        if text.Contains "\"items\"" then
            use parsed = parsed

            JsonSerializer.SerializeToDocument(
                plain (JsonSerializer.SerializeToNode parsed.RootElement)
            )
        else
            parsed)

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
    | Some group -> readWeights where group false false network state |> ignore<string list>
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
        | training -> Some(KerasCompile.read where network "optimizer_config" training.RootElement)

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
