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

let policy (policy: Policy) : JsonNode =
    described "keras" "DTypePolicy" (object' [ "name", text (policyName policy) ])

/// Layers whose type Keras writes as a word.
let private wordPolicies =
    set [ "SpatialDropout1D"; "SpatialDropout2D"; "SpatialDropout3D"; "Discretization" ]

/// Settings that Keras writes beside those of the constructor, or leaves out of them.
let private withoutTrainable =
    set [
        "SpatialDropout1D"
        "SpatialDropout2D"
        "SpatialDropout3D"
        "Discretization"
        "Pipeline"
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
    | "EinsumDense"
    | "Embedding"
    | "ReversibleEmbedding" -> unquantized
    | "BatchNormalization" -> [ "synchronized", truth false ]
    | "RandomElasticTransform" -> [ "value_range", list [ whole 0; whole 255 ] ]
    | "LayerNormalization" -> [ "rms_scaling", truth false ]
    | "MaxNumBoundingBoxes" -> [
        "bounding_box_format", text "xyxy"
        "data_format", text "channels_last"
      ]
    | _ -> []

/// The low-rank adaptation of a layer, where it has one or will have it when it is called.
let private ofAdaptation (layer: Layer) (meaning: ILayer) : (string * (JsonNode | null)) list =
    let settings rank alpha : (string * (JsonNode | null)) list = [
        "lora_rank", whole rank
        "lora_alpha", number layer.Kind alpha
    ]

    match layer.OwnWeights |> List.tryPick _.Adaptation with
    | Some adaptation ->
        let rank = adaptation.B.Shape[0]
        settings rank (adaptation.Scale * float rank)
    | None ->
        match Remembered.tryFind "adaptation" meaning |> Option.map Remembered.content with
        | Some(:? Adaptation as adaptation) -> settings adaptation.Rank adaptation.Alpha
        | _ -> []

/// The penalty on outputs of a layer whose maker has no parameter for it.
let private ofActivity (layer: Layer) : (string * (JsonNode | null)) list = [
    match layer.ActivityRegularizer with
    | Some regularizer ->
        "activity_regularizer",
        value layer.Kind (fun _ -> bug layer.Kind "a layer in a penalty") regularizer
    | None when layer.Kind.EndsWith "Embedding" -> "activity_regularizer", null
    | None -> ()
]

/// The size of a vocabulary, which the layers behind it are built for.
let private ofVocabulary (meaning: ILayer) : (string * (JsonNode | null)) list = [
    match meaning with
    | :? IVocabulary as v when v.IsKnown -> "vocabulary_size", whole (v.Tokens true).Count
    | :? IVocabulary -> "vocabulary_size", null
    | _ -> ()
]

/// How a recurrent layer goes over time, as far as its parameters do not say it.
let private ofTraversal (kind: string) (meaning: ILayer) : (string * (JsonNode | null)) list = [
    match meaning with
    | :? IRecurrent as recurrent ->
        "zero_output_for_mask", truth recurrent.Traversal.ZeroOutputForMask

        if kind.StartsWith "ConvLSTM" then
            "unroll", truth recurrent.Traversal.Unroll
    | _ -> ()
]

let shape (dims: Dim list) : JsonNode =
    list [
        for dim in dims ->
            match dim with
            | Size n -> Some(whole n)
            | Symbolic -> None
            |> Option.toObj
    ]

/// Ranges that Keras writes as they were given, where one number means as far to both sides.
let private symmetric =
    set [
        "RandomColorJitter", "brightness_factor"
        "RandomTranslation", "height_factor"
        "RandomTranslation", "width_factor"
        "RandomZoom", "height_factor"
        "RandomZoom", "width_factor"
    ]

let private isSymmetric (range: JsonArray) =
    match
        [
            for x in range -> x |> Option.ofObj |> Option.map (fun x -> float (x.ToJsonString()))
        ]
    with
    | [ Some low; Some high ] -> low = -high
    | _ -> false

/// One setting as Keras writes it.
let private asKeras (kind: string) (key: string) (value: JsonNode | null) : JsonNode | null =
    match value with
    | :? JsonArray as items when items.Count = 1 && single.Contains((kind, key)) ->
        items[0] |> Option.ofObj |> Option.map _.DeepClone() |> Option.toObj
    // a strength that goes as far to both sides
    | :? JsonArray as range when symmetric.Contains((kind, key)) && isSymmetric range ->
        range[1] |> Option.ofObj |> Option.map _.DeepClone() |> Option.toObj
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
    // what adapts a layer is with its weight, since it can be added later
    let apart = [| "name"; "dtype"; "trainable"; "inputShape"; "loraRank"; "loraAlpha" |]

    let own =
        maker.GetParameters()
        |> Array.filter (fun p -> not (Array.contains (p.Name |> orElse "") apart))

    let settings: (string * (JsonNode | null)) list =
        settings where writeLayer own meaning

    object' [
        "name", text layer.Name

        if not (withoutTrainable.Contains kind) then
            "trainable", truth layer.Trainable

        if wordPolicies.Contains kind then
            "dtype", text (policyName layer.Policy)
        elif kind <> "Pipeline" then
            "dtype", policy layer.Policy

        for key, value in settings do
            if not (isLeftOut kind key value) then
                key, asKeras kind key value

        for key, value in
            ofTraversal kind meaning
            @ ofVocabulary meaning
            @ ofAdaptation layer meaning
            @ ofActivity layer
            @ fixed' kind do
            if not (settings |> List.exists (fun (known, _) -> known = key)) then
                key, value
    ]

/// Layers that Keras builds when they are made, whatever their input is.
let private builtAtOnce (kind: string) =
    kind.Contains "Pooling" && not (kind.StartsWith "Adaptive")
    || Set.contains
        kind
        (set [
            "Identity"
            "Activation"
            "ReLU"
            "LeakyReLU"
            "ELU"
            "Softmax"
            "Reshape"
            "Dropout"
            "SpatialDropout1D"
            "SpatialDropout2D"
            "SpatialDropout3D"
            "GaussianDropout"
            "GaussianNoise"
            "AlphaDropout"
            "ActivityRegularization"
            "UnitNormalization"
            "Masking"
        ])

/// The shapes of the first call. A file's say the same of every axis but the batch's, which they may know better.
let private builtFor (l: Layer) : Dim list list =
    let sizes (dims: Dim list) = [
        for dim in List.skip (min 1 dims.Length) dims ->
            match dim with
            | Size n -> Some n
            | Symbolic -> None
    ]

    let agrees (mine: Dim list) (files: Dim list) =
        mine.Length = files.Length && sizes mine = sizes files

    match l.FirstInputs, l.FileShapes with
    | [], files -> files
    | mine, files when mine.Length = files.Length && List.forall2 agrees mine files -> files
    | mine, _ -> mine

/// The shapes that the layer was built for.
let private buildConfig (l: Layer) : JsonNode option =
    match l.Kind, builtFor l with
    | _, [] -> None
    | kind, _ when builtAtOnce kind -> None
    | ("MultiHeadAttention" | "GroupQueryAttention"), inputs ->
        let names =
            [ "query_shape"; "value_shape"; "key_shape" ] |> List.truncate inputs.Length

        let shapes = object' [ for name, dims in List.zip names inputs -> name, shape dims ]
        Some(object' [ "shapes_dict", shapes ])
    | _, [ one ] -> Some(object' [ "input_shape", shape one ])
    | _, several -> Some(object' [ "input_shape", list [ for dims in several -> shape dims ] ])

/// The graph of a Lambda as a model: what it calculates is in the file, and no code.
let ofLambda where (l: Layer) (lambda: Lambda) (dims: Dim list option) (dtype: DType) : Network =
    match dims with
    | Some(batch :: rest) ->
        let sizeOf dim =
            match dim with
            | Size n -> Some n
            | Symbolic -> None

        let x =
            InputLayer.symbol
                [ for dim in rest -> sizeOf dim |> Option.toNullable ]
                (sizeOf batch)
                dtype
                $"{l.Name}_input"

        Network(l.Name, [ x ], [ lambda.Function.Invoke x ])
    | _ ->
        refuse
            $"{where} / {l}"
            "a Lambda that has been called"
            "one that has not"
            "call it, so that its operations are known"

/// A layer of the catalogue; `model` writes a model that is one.
let rec layer where (model: string -> Layer -> Network -> JsonNode) (l: Layer) : JsonNode =
    match l.Meaning with
    | Some(:? Network as network) -> model where l network
    | Some(:? Lambda as lambda) ->
        model where l (ofLambda where l lambda (l.FirstInputs |> List.tryHead) l.Policy.Compute)
    | Some meaning ->
        let where = $"{where} / {l}"

        let made =
            described "keras.layers" l.Kind (config where (layer where model) l meaning)

        buildConfig l |> Option.iter (fun shapes -> made["build_config"] <- shapes)
        made
    | None ->
        match CustomObjects.TryOf l with
        | Some registration ->
            custom
                $"{where} / {l}"
                (layer where model)
                registration
                [
                    "name", text l.Name
                    "trainable", truth l.Trainable
                    "dtype", policy l.Policy
                ]
                l
        | None ->
            refuse
                where
                "a layer of the catalogue, or of a registered class"
                $"{l}, of your own"
                "register the class with CustomObjects.Register, or save the weights alone with SaveWeights"
