/// Keras's JSON of layers: their settings by the members of the catalogue.
module internal Keratin.Saving.KerasLayers

open System
open System.Reflection
open System.Text.Json.Nodes
open Keratin
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

let private shape (dims: Dim list) : JsonNode =
    list [
        for dim in dims ->
            match dim with
            | Size n -> Some(whole n)
            | Symbolic -> None
            |> Option.toObj
    ]

/// The settings of a layer of the catalogue.
let config where writeLayer (layer: Layer) (meaning: ILayer) : JsonNode =
    let maker = KerasObjects.makersOf layer.Kind |> Array.maxBy _.GetParameters().Length

    let dtype =
        if wordPolicies.Contains layer.Kind then
            text (policyName layer.Policy)
        else
            policy layer.Policy

    object' [
        "name", text layer.Name
        "trainable", truth layer.Trainable
        "dtype", dtype

        yield!
            settings
                where
                writeLayer
                (maker.GetParameters()
                 |> Array.filter (fun p ->
                     not (
                         Array.contains p.Name [| "name"; "dtype"; "trainable"; "inputShape" |]
                     )))
                meaning
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
