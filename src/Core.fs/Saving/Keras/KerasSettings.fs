/// Settings in the configs of layers that are no parameters of the catalogue's members.
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

/// Settings that are read elsewhere, follow from others, or change nothing of what a layer computes.
let private common =
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

/// Whether a value asks for something.
let private asks (e: JsonElement) =
    match e.ValueKind with
    | JsonValueKind.Null
    | JsonValueKind.False -> false
    | JsonValueKind.Array -> e.GetArrayLength() > 0
    | JsonValueKind.Object -> e.EnumerateObject() |> Seq.isEmpty |> not
    | _ -> true

/// Refuses what would change a layer's numbers, and says which other settings are passed over: those that a newer
/// Keras wrote, say.
let check where (parameters: ParameterInfo[]) (d: Described) : unit =
    for kind, key, got, fix in refused do
        match optional key d.Config with
        | Some e when kind = d.ClassName && asks e ->
            refuse where $"a layer without \"{key}\"" got fix
        | _ -> ()

    let known =
        Set.ofArray [| for p in parameters -> Words.plain (p.Name |> orElse "") |]
        + common
        + (idle |> Map.tryFind d.ClassName |> Option.defaultValue Set.empty)

    for p in properties where d.Config do
        if asks p.Value && not (known.Contains(today d.ClassName (Words.plain p.Name))) then
            eprintfn
                $"{where} ({d.ClassName}): the setting \"{p.Name}\": {p.Value.GetRawText()} is not known here and was passed over"
