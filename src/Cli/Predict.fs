/// `keratin predict`: what a model makes of arrays and texts in files.
[<RequireQualifiedAccess>]
module internal Keratin.Cli.Predict

open Keratin

/// Writes the outputs of a model for the samples in files.
let run
    (modelPath: string)
    (inputPaths: string list)
    (output: string)
    (batchSize: int)
    (overwrite: bool)
    : Answer =
    let model = Samples.load modelPath false
    let inputs = Samples.read model.Network inputPaths

    let outputs =
        Samples.predict model batchSize inputs |> List.zip model.Network.OutputNames

    Samples.write output overwrite outputs

    let lines = [
        for name, a in outputs ->
            $"{output}: {name}, {DType.name a.DType} {Info.show (List.ofArray a.Shape)}"
    ]

    Answer.fine lines [
        "file", Node.text output
        "outputs",
        Node.list [
            for name, a in outputs ->
                Node.object [
                    "name", Node.text name
                    "dtype", Node.text (DType.name a.DType)
                    "shape", Node.list [ for n in a.Shape -> Node.whole (int64 n) ]
                ]
        ]
    ]
