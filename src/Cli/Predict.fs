/// `keratin predict`: what a model makes of arrays in a file.
[<RequireQualifiedAccess>]
module internal Keratin.Cli.Predict

open Keratin

/// Writes the outputs of a model for the arrays of a file.
let run
    (modelPath: string)
    (inputPath: string)
    (output: string)
    (batchSize: int)
    (overwrite: bool)
    : Answer =
    let model = Samples.load modelPath false
    let inputs = Samples.read model.Network inputPath

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
