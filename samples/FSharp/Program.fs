open Keratin
open Keratin.Samples

let digits, unseen = Digits.Draw(6_000, seed = 1), Digits.Draw(1_000, seed = 2)

let model =
    input [ 28; 28; 1 ]
    |> conv2d 32 3 relu
    |> maxPool2d 2
    |> conv2d 64 3 relu
    |> maxPool2d 2
    |> flatten
    |> dropout 0.5
    |> dense 10 softmax
    |> Model.ofOutput
    |> compile (adam 1e-3) sparseCategoricalCrossentropy [ accuracy ]

let trained, history =
    model |> fit { defaults with Epochs = 3 } (digits.Images, digits.Labels)

let scores = trained |> Model.evaluate (unseen.Images, unseen.Labels)
printfn $"""accuracy on unseen digits: {scores["accuracy"]:P1}"""
