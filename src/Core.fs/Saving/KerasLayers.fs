/// Keras's JSON of layers: their settings by the members of the catalogue.
module internal Keratin.Saving.KerasLayers

open System
open System.Text.Json.Nodes
open Keratin
open Keratin.LayerTypes
open Keratin.Saving.KerasValues

/// The name of a policy: "float32", "mixed_float16".
let policyName (policy: Policy) =
    if policy.Compute = policy.Variable then
        DType.name policy.Compute
    else
        "mixed_" + DType.name policy.Compute

let private policy (policy: Policy) : JsonNode =
    described "keras" "DTypePolicy" (object' [ "name", text (policyName policy) ])

/// Layers whose type Keras writes as a word.
let private wordPolicies =
    set [ "SpatialDropout1D"; "SpatialDropout2D"; "SpatialDropout3D"; "Discretization" ]

/// Settings that Keras writes beside those of the constructor, or leaves out of them.
let private withoutTrainable =
    set [ "SpatialDropout1D"; "SpatialDropout2D"; "SpatialDropout3D"; "Pipeline" ]

/// Settings that Keras writes only where they are not the standard ones.
let private leftOut =
    set [
        "Dense", "activity_regularizer"
        "SimpleRNN", "seed"
        "RandomGrayscale", "seed"
        "MaxNumBoundingBoxes", "fill_value"
    ]

/// Settings of one value that Keras writes without a list.
let private single =
    set [
        "Cropping1D", "cropping"
        "ZeroPadding1D", "padding"
        "UpSampling1D", "size"
        "Rescaling", "scale"
        "Rescaling", "offset"
        "Normalization", "mean"
        "Normalization", "variance"
        "Softmax", "axis"
        "UnitNormalization", "axis"
    ]

/// What Keras has a setting for and the catalogue does one way only.
let private fixed' (kind: string) : (string * (JsonNode | null)) list =
    let unquantized: (string * (JsonNode | null)) list = [ "quantization_config", null ]

    match kind with
    | "Dense"
    | "EinsumDense" -> unquantized
    | "Embedding"
    | "ReversibleEmbedding" -> ("activity_regularizer", null) :: unquantized
    | "BatchNormalization" -> [ "synchronized", truth false ]
    | "LayerNormalization" -> [ "rms_scaling", truth false ]
    | "MaxNumBoundingBoxes" -> [
        "bounding_box_format", text "xyxy"
        "data_format", text "channels_last"
      ]
    | _ -> []

/// How a recurrent layer goes over time, as far as its parameters do not say it.
let private ofTraversal (kind: string) (meaning: ILayer) = [
    match meaning with
    | :? IRecurrent as recurrent ->
        "zero_output_for_mask", truth recurrent.Traversal.ZeroOutputForMask

        if kind.StartsWith "ConvLSTM" then
            "unroll", truth recurrent.Traversal.Unroll
    | _ -> ()
]

let private shape (dims: Dim list) : JsonNode =
    list [
        for dim in dims ->
            match dim with
            | Size n -> Some(whole n)
            | Symbolic -> None
            |> Option.toObj
    ]

/// One setting as Keras writes it.
let private asKeras (kind: string) (key: string) (value: JsonNode | null) : JsonNode | null =
    match value with
    | :? JsonArray as items when items.Count = 1 && single.Contains((kind, key)) ->
        items[0] |> Option.ofObj |> Option.map _.DeepClone() |> Option.toObj
    // one axis for both
    | :? JsonArray as axes when
        (kind, key) = ("Dot", "axes") && JsonNode.DeepEquals(axes[0], axes[1])
        ->
        axes[0] |> Option.ofObj |> Option.map _.DeepClone() |> Option.toObj
    | value -> value

/// The settings of a layer of the catalogue.
let config where writeLayer (layer: Layer) (meaning: ILayer) : JsonNode =
    let kind = layer.Kind
    let maker = KerasObjects.makersOf kind |> Array.maxBy _.GetParameters().Length
    let everyLayers = [| "name"; "dtype"; "trainable"; "inputShape" |]

    let own =
        maker.GetParameters()
        |> Array.filter (fun p -> not (Array.contains (p.Name |> orElse "") everyLayers))

    let standard =
        Map [ for p in own -> parameterName (p.Name |> orElse ""), p.DefaultValue ]

    let isStandard key (value: JsonNode | null) =
        let standard = standard[key]

        match value with
        | null -> true
        | value -> (string standard, value.ToJsonString()) ||> fun a b -> float a = float b

    object' [
        "name", text layer.Name

        if not (withoutTrainable.Contains kind) then
            "trainable", truth layer.Trainable

        if wordPolicies.Contains kind then
            "dtype", text (policyName layer.Policy)
        elif kind <> "Pipeline" then
            "dtype", policy layer.Policy

        for key, value in settings where writeLayer own meaning do
            if not (leftOut.Contains((kind, key)) && isStandard key value) then
                key, asKeras kind key value

        yield! ofTraversal kind meaning
        yield! fixed' kind
    ]

/// A layer of the catalogue.
let rec layer where (model: Layer -> Network -> JsonNode) (l: Layer) : JsonNode =
    match l.Meaning with
    | Some(:? Network as network) -> model l network
    | Some meaning ->
        let where = $"{where} / {l}"
        let made = described "keras.layers" l.Kind (config where (layer where model) l meaning)

        if not l.FirstInputs.IsEmpty then
            made["build_config"] <- object' [ "input_shape", shape l.FirstInputs.Head ]

        made
    | None -> refuse where "a layer of the catalogue" $"{l}" "register the class"
