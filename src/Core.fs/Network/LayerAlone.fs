/// Layers by themselves: what they learn from arrays, and what they make of arrays at once.
[<RequireQualifiedAccess>]
module internal Keratin.LayerAlone

open System.Threading
open Keratin
open Keratin.Engine

let private learning (layer: Layer) : ILearning =
    match layer.Meaning with
    | Some(:? ILearning as learning) -> learning
    | _ ->
        refuse
            $"{layer}"
            "a layer that learns from data before training"
            $"a {layer.Kind}"
            "Normalization, Discretization, StringLookup, IntegerLookup or TextVectorization"

let private vocabulary (layer: Layer) : IVocabulary =
    match layer.Meaning with
    | Some(:? IVocabulary as vocabulary) -> vocabulary
    | _ ->
        refuse
            $"{layer}"
            "a layer with a vocabulary"
            $"a {layer.Kind}"
            "StringLookup, IntegerLookup or TextVectorization"

/// What the layer means once it has seen data.
let learned (layer: Layer) (data: NDArray) : ILayer =
    if data.DType <> DType.String then
        DataSet.refuseNaN $"Adapt of {layer}" "the data" data

    (learning layer).Learn($"Adapt of {layer}", data)

/// What the layer means with another vocabulary.
let withTokens (layer: Layer) (tokens: NDArray) (weights: float list option) : ILayer =
    (vocabulary layer).WithTokens($"the vocabulary of {layer}", tokens, weights)

/// What the layer means with the vocabulary of a file's lines.
let withFile (layer: Layer) (path: string) : ILayer =
    let name = nonNull (System.IO.Path.GetFileName path)

    let lines = Saving.FileFault.guard path (fun () -> System.IO.File.ReadAllLines path)

    Saving.VocabularyFile.tokens name (vocabulary layer) lines
    |> fun tokens -> withTokens layer tokens None

/// The tokens by number.
let tokens (layer: Layer) (includeSpecial: bool) : NDArray =
    (vocabulary layer).Tokens includeSpecial

/// Gives a layer another meaning, for all models that have it already.
let teach (layer: Layer) (meaning: ILayer) : unit =
    match box meaning with
    | :? ILearning as after ->
        let before = learning layer

        if layer.IsBuilt && before.Settled <> "" && before.Settled <> after.Settled then
            refuse
                $"{layer}"
                $"{before.Settled}, as when the layer was called"
                after.Settled
                "let it learn before it is called"

        for name, values in after.Values do
            for own, weight in layer.NamedWeights do
                if own = name then
                    State.WriteShared(weight, values)

        layer.Meaning <- Some meaning
    | _ -> bug $"{layer}" "a meaning that has learned nothing"

/// The same layer with another meaning; the given one stays as it was.
let copy (layer: Layer) (meaning: ILayer) : Layer =
    let made =
        CatalogueLayer(
            layer.Kind,
            layer.Name,
            meaning,
            Policy = layer.Policy,
            Autocast = layer.Autocast,
            InputShape = layer.InputShape
        )

    made.Trainable <- layer.Trainable
    made

/// What a layer makes of arrays: in inference, and augmentations in training, unless it is said. Its weights are
/// those that layer objects own.
let apply (layer: Layer) (training: bool option) (arrays: NDArray list) : NDArray list =
    let augments =
        match layer.Meaning with
        | Some(:? IAugmentation) -> true
        | _ -> false

    let inputs =
        arrays
        |> List.mapi (fun i a ->
            InputLayer.symbol
                [ for n in Array.skip 1 a.Shape -> System.Nullable n ]
                None
                a.DType
                $"{layer.Name}_input_{i}")

    let arguments = {
        CallArguments.None with
            Training = Some(defaultArg training augments)
    }

    let outputs =
        match layer.Meaning with
        // it does not become a part of another model
        | Some(:? Network as network) -> network.Replay(inputs, arguments)
        | _ -> layer.Call(inputs, arguments)

    let onHost =
        outputs
        |> List.forall (fun s ->
            match s.Node.Op with
            | Op.Host _ -> true
            | _ -> false)

    if onHost then
        HostPart.values (List.zip inputs arrays) outputs
    else
        let network = Network($"call of {layer.Name}", inputs, outputs)
        use trainer = new Trainer(network, None, State.Shared Device.Default)
        let data = DataSet.create $"{layer}" arrays [] []

        Evaluating.predict
            trainer
            $"{layer}"
            (Source.Whole data)
            data.Rows
            None
            []
            CancellationToken.None
            (fun work -> work ())
