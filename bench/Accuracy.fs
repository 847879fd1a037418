/// How well Keras's convnet learns MNIST here: the first 8,000 of the test files' images, tested on the
/// last 2,000, with three seeds.
module internal Keratin.Bench.Accuracy

open System
open System.Numerics.Tensors
open Keratin
open Keratin.Engine
open Keratin.Bench.Networks
open Keratin.Samples

/// What the mean of the seeds has to reach.
let private least = 0.980

let private dataSet (digits: Digits) =
    let count = digits.Labels.Length
    let pixels = Array.zeroCreate<float32>(count * 28 * 28)
    digits.Images.FlattenTo pixels

    DataSet.create "accuracy" [ NDArray.ofArray [| count; 28; 28; 1 |] pixels ] [
        NDArray.ofArray [| count |] digits.Labels
    ] []

let private train (seed: int) (training: DataSet) (held: DataSet) : float =
    Seeds.set seed
    let convnet = all |> List.find _.Name.StartsWith("convnet")
    let core = ModelCore(convnet.Build(), State Device.Default)
    core.Compile(compilation ())

    core.Fit(
        training,
        {
            FitRequest.Default with
                BatchSize = Some(convnet.Batch)
                Epochs = 12
                Verbose = 0
        }
    )
    |> ignore

    (core.Evaluate(held, 256, None, Threading.CancellationToken.None))["accuracy"]

/// 0 when the mean of three seeds is high enough.
let run (folder: string) : int =
    let digits = Digits.Read folder
    let count = digits.Labels.Length
    let training = dataSet (digits.Slice(0, count * 4 / 5))
    let held = dataSet (digits.Slice(count * 4 / 5, count))

    let accuracies = [
        for seed in 1..3 do
            let accuracy = train seed training held
            printfn $"seed {seed}: %.4f{accuracy}"
            accuracy
    ]

    let mean = List.average accuracies
    let fine = mean >= least
    let word = if fine then "fine" else "NOT fine"
    printfn $"mean %.4f{mean} of at least {least}: {word}"
    if fine then 0 else 1
