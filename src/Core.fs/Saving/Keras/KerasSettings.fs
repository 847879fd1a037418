/// Settings in configs that are no parameters of the catalogue's members.
module internal Keratin.Saving.KerasSettings

open System.Reflection
open System.Text.Json
open Keratin
open Keratin.Saving.KerasJson

/// Names that settings had in Keras 2, by class, and what they are called today.
let private olderNames = Map [ ("LeakyReLU", "alpha"), "negativeslope" ]

/// What a class's setting is called today, where names are plain.
let today (kind: string) (name: string) : string =
    olderNames |> Map.tryFind (kind, name) |> Option.defaultValue name

/// Settings that change what a layer computes and that the catalogue does not have: class, setting, what to do.
let private refused = [
    "LayerNormalization",
    "rms_scaling",
    "LayerNormalization with rms_scaling, which Keras has given up",
    "use RMSNormalization in Keras, and train and save the model again"
]

/// What layers have besides their parameters: read elsewhere, following from others, or changing nothing of what a
/// layer computes.
let private commonOfLayers =
    Set [
        "name"
        "trainable"
        "dtype"
        "autocast"
        "activityregularizer"
        "batchinputshape"
        "batchshape"
        "zerooutputformask"
        "buildconfig"
        "quantizationconfig"
        "implementation"
        "usecudnn"
        "renormmomentum"
        "renormclipping"
        "vocabularysize"
    ]

/// Settings that Keras writes of a class and never reads.
let private idle =
    Map [ "MaxNumBoundingBoxes", Set [ "boundingboxformat"; "dataformat" ] ]

/// What losses, metrics, schedules and optimizers have besides their parameters: read elsewhere, or changing nothing
/// here, as how a loop runs, and what Keras 2 kept of itself.
let private commonOfObjects =
    Set [ "name"; "dtype"; "fn"; "islegacyoptimizer"; "jitcompile"; "dynamic" ]

/// Whether a value asks for something.
let private asks (e: JsonElement) =
    match e.ValueKind with
    | JsonValueKind.Null
    | JsonValueKind.False -> false
    | JsonValueKind.Number -> e.GetDouble() <> 0.0
    | JsonValueKind.String -> e.GetString() <> ""
    | JsonValueKind.Array -> e.GetArrayLength() > 0
    | JsonValueKind.Object -> e.EnumerateObject() |> Seq.isEmpty |> not
    | _ -> true

/// Settings of a config that ask for something, and that neither a parameter takes nor anyone else reads: those of other
/// versions, or of a hand. Names as they stand, and the values' JSON.
let unread
    (readElsewhere: Set<string>)
    (kind: string)
    (parameters: ParameterInfo[])
    (config: JsonElement)
    : (string * string) list =
    let known =
        Set.ofArray [| for p in parameters -> Words.plain (p.Name |> orElse "") |]
        + readElsewhere

    [
        if config.ValueKind = JsonValueKind.Object then
            for p in config.EnumerateObject() do
                if asks p.Value && not (known.Contains(today kind (Words.plain p.Name))) then
                    p.Name, p.Value.GetRawText()
    ]

let private say where (kind: string) (settings: (string * string) list) =
    for name, value in settings do
        eprintfn
            $"{where} ({kind}): the setting \"{name}\": {value} is not known here and was passed over"

/// Refuses what would change a layer's numbers, and says which other settings are passed over.
let ofLayer where (parameters: ParameterInfo[]) (d: Described) : unit =
    for kind, key, got, fix in refused do
        match optional key d.Config with
        | Some e when kind = d.ClassName && asks e ->
            refuse where $"a layer without \"{key}\"" got fix
        | _ -> ()

    let readElsewhere =
        commonOfLayers
        + (idle |> Map.tryFind d.ClassName |> Option.defaultValue Set.empty)

    unread readElsewhere d.ClassName parameters d.Config |> say where d.ClassName

/// Says which settings of a loss, metric, schedule or optimizer are passed over.
let ofObject where (parameters: ParameterInfo[]) (d: Described) : unit =
    unread commonOfObjects d.ClassName parameters d.Config |> say where d.ClassName

/// Refuses settings of an operation that are not known: what it gives would be another value.
let ofOperation where (kind: string) (parameters: ParameterInfo[]) (config: JsonElement) : unit =
    for name, value in unread (Set [ "name" ]) kind parameters config do
        refuse
            where
            $"a setting of \"{kind}\" that this library knows"
            $"\"{name}\": {value}"
            "save the model without it, or load the weights alone"
