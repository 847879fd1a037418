/// What a user gets wrong is refused before anything is trained: in four parts, all of them filled.
module Keratin.Properties.BadInput

open System
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

let private numbers (shape: int list) =
    let shape = Array.ofList shape

    NDArray.ofFloats
        DType.Float32
        shape
        (Array.init (Array.fold (*) 1 shape) (fun i -> float (i % 5)))

let private classes (values: int64 list) =
    NDArray.ofArray [| values.Length |] (Array.ofList values)

let private fit x y (core: ModelCore) =
    core.Fit(DataSet.create "Fit" [ x ] [ y ] [], Training.silent) |> ignore

let private with' (value: float32) =
    let a = numbers [ 6; 4 ]
    a.Span<float32>()[9] <- value
    a

let private labels = classes [ 0; 1; 2; 0; 1; 2 ]

let private oneHot =
    Array.init 18 (fun i -> if i % 3 = (i / 3) % 3 then 1.0 else 0.0)
    |> NDArray.ofFloats DType.Float32 [| 6; 3 |]

/// What is done with a model that can be trained, and words that the refusal must have.
let private data: (string * string list * (ModelCore -> unit)) list = [
    "too few axes", [ "(None, 4)"; "(6)" ], fit (numbers [ 6 ]) labels
    "too many axes", [ "(None, 4)"; "(6, 4, 2)" ], fit (numbers [ 6; 4; 2 ]) labels
    "another last axis", [ "(None, 4)"; "(6, 5)" ], fit (numbers [ 6; 5 ]) labels
    "a label too great", [ "0 to 2"; "3" ], fit (numbers [ 6; 4 ]) (classes [ 0; 1; 2; 3; 0; 1 ])
    "a label below zero", [ "0 to 2"; "-1" ], fit (numbers [ 6; 4 ]) (classes [ 0; 1; -1; 2; 0; 1 ])
    "one-hot rows for a sparse loss", [ "categorical_crossentropy" ], fit (numbers [ 6; 4 ]) oneHot
    "rows of numbers beyond the classes for a sparse loss",
    [ "categorical_crossentropy" ],
    fit (numbers [ 6; 4 ]) (numbers [ 6; 3 ])
    "lengths that differ", [ "6"; "5" ], fit (numbers [ 6; 4 ]) (classes [ 0; 1; 2; 0; 1 ])
    "no samples", [ "empty" ], fit (numbers [ 0; 4 ]) (classes [])
    "not a number", [ "NaN"; "sample 2" ], fit (with' Single.NaN) labels
    "infinity", [ "Infinity"; "sample 2" ], fit (with' Single.PositiveInfinity) labels
    "no targets",
    [ "targets" ],
    (fun core ->
        core.Fit(DataSet.create "Fit" [ numbers [ 6; 4 ] ] [] [], Training.silent)
        |> ignore)
    "too many arrays",
    [ "1 inputs"; "2 arrays" ],
    (fun core ->
        let x = numbers [ 6; 4 ]
        core.Fit(DataSet.create "Fit" [ x; x ] [ labels ] [], Training.silent) |> ignore)
    "weights of another length",
    [ "6"; "2" ],
    (fun core ->
        DataSet.create "Fit" [ numbers [ 6; 4 ] ] [ labels ] [ Some(numbers [ 2 ]) ]
        |> fun set -> core.Fit(set, Training.silent) |> ignore)
    "no batch size",
    [ "batch" ],
    (fun core ->
        core.Fit(
            DataSet.create "Fit" [ numbers [ 6; 4 ] ] [ labels ] [],
            {
                Training.silent with
                    BatchSize = Some 0
            }
        )
        |> ignore)
    "validation data of another shape",
    [ "(None, 4)"; "(6, 5)" ],
    (fun core ->
        let validation = DataSet.create "Fit" [ numbers [ 6; 5 ] ] [ labels ] []

        core.Fit(
            DataSet.create "Fit" [ numbers [ 6; 4 ] ] [ labels ] [],
            {
                Training.silent with
                    Validation = Some(Source.Whole validation)
            }
        )
        |> ignore)
    "validation of everything",
    [ "validation" ],
    (fun core ->
        core.Fit(
            DataSet.create "Fit" [ numbers [ 6; 4 ] ] [ labels ] [],
            {
                Training.silent with
                    ValidationSplit = 1.0
            }
        )
        |> ignore)
    "prediction of another shape",
    [ "(None, 4)"; "(6, 5)" ],
    (fun core ->
        core.Predict([ numbers [ 6; 5 ] ], 32, Threading.CancellationToken.None)
        |> ignore)
]

let private input (shape: int list) =
    InputLayer.symbol [ for n in shape -> Nullable n ] None DType.Float32 null

let private call (layer: Layer) (x: Symbol) =
    (layer.Call([ x ], CallArguments.None)).Head

/// What is refused while a model is made.
let private models: (string * string list * (unit -> unit)) list = [
    "a value to begin from that leads nowhere",
    [ "leads to no output" ],
    (fun () ->
        let used, unused = input [ 4 ], call (Layers.Dense 3) (input [ 4 ])
        Network("m", [ used; unused ], [ call (Layers.Dense 2) used ]) |> ignore)
    "an input left out",
    [ "missing" ],
    (fun () ->
        let a, b = input [ 4 ], input [ 4 ]
        let sum = ((Layers.Add()).Call([ a; b ], CallArguments.None)).Head
        Network("m", [ a ], [ sum ]) |> ignore)
    "two layers of one name",
    [ "same" ],
    (fun () ->
        Network.sequential "m" [
            Layers.Dense(2, name = "same", inputShape = sizes [ 4 ])
            Layers.Dense(2, name = "same")
        ]
        |> ignore)
    "no input shape",
    [ "inputShape" ],
    (fun () -> Network.sequential "m" [ Layers.Dense 2 ] |> ignore)
    "no layers", [ "layer" ], (fun () -> Network.sequential "m" [] |> ignore)
    "no units", [ "units" ], (fun () -> Layers.Dense 0 |> ignore)
    "filters below zero", [ "filters" ], (fun () -> Layers.Conv2D(-1, 3) |> ignore)
    "a rate above one", [ "rate" ], (fun () -> Layers.Dropout 1.5 |> ignore)
    "a window larger than the image",
    [ "same" ],
    (fun () -> call (Layers.Conv2D(2, 9)) (input [ 5; 5; 1 ]) |> ignore)
    "a recurrent layer on vectors",
    [ "axes" ],
    (fun () -> call (Layers.LSTM 3) (input [ 4 ]) |> ignore)
    "a convolution on vectors",
    [ "axes" ],
    (fun () -> call (Layers.Conv2D(3, 3)) (input [ 4 ]) |> ignore)
    "shapes that cannot be added",
    [ "Add" ],
    (fun () -> (Layers.Add()).Call([ input [ 4 ]; input [ 3 ] ], CallArguments.None) |> ignore)
    "a shape that holds less",
    [ "4" ],
    (fun () -> call (Layers.Reshape [| 3 |]) (input [ 4 ]) |> ignore)
    "an unknown activation", [ "\"relu\"" ], (fun () -> Activation.op_Implicit "rellu" |> ignore)
    "an unknown initializer",
    [ "\"zeros\"" ],
    (fun () -> Initializer.op_Implicit "zeroes" |> ignore)
    "an unknown padding", [ "\"same\"" ], (fun () -> Padding.op_Implicit "sane" |> ignore)
    "an unknown data format",
    [ "\"channels_first\"" ],
    (fun () -> DataFormat.op_Implicit "channel_first" |> ignore)
    "an unknown penalty", [ "\"l2\"" ], (fun () -> Regularizer.op_Implicit "L22" |> ignore)
    "an unknown element type",
    [ "\"float32\"" ],
    (fun () -> Layers.Dense(2, dtype = "flaot32") |> ignore)
    "an element type that holds no weights",
    [ "float" ],
    (fun () -> call (Layers.Dense(2, dtype = "int32")) (input [ 4 ]) |> ignore)
    "an unknown optimizer", [ "\"adam\"" ], (fun () -> Optimizer.op_Implicit "adamm" |> ignore)
    "an unknown loss",
    [ "\"categorical_crossentropy\"" ],
    (fun () -> Loss.op_Implicit "categorial_crossentropy" |> ignore)
    "an unknown metric", [ "\"accuracy\"" ], (fun () -> Metric.op_Implicit "acuracy" |> ignore)
    "an array of dates",
    [ "numbers" ],
    (fun () -> PlainArrays.ofObject [| DateTime.UnixEpoch |] |> ignore)
    "words for an input of numbers",
    [ "texts"; "one" ],
    (fun () ->
        DataSet.fit
            "Fit"
            "input"
            (InputLayer.symbol [ Nullable 2 ] None DType.Float32 "x")
            (PlainArrays.ofArray (array2D [ [ "one"; "two" ] ]))
        |> ignore)
    "a device that is not there",
    [ "Device.Cpu" ],
    (fun () -> Device.Cuda Device.CudaCount |> ignore)
    "a file that is not there",
    [ ".keras" ],
    (fun () -> Saving.ModelFile.load "nowhere.keras" true (State Device.Default) |> ignore)
    "a rate below zero", [ "learningRate" ], (fun () -> Adam(learningRate = -1.0) |> ignore)
]

let dataNames () : TheoryData<string> =
    let names = TheoryData<string>()

    for name, _, _ in data do
        names.Add name

    names

let modelNames () : TheoryData<string> =
    let names = TheoryData<string>()

    for name, _, _ in models do
        names.Add name

    names

let private refused (words: string list) (attempt: unit -> unit) =
    let refusal = Assert.Throws<KeratinException>(Action attempt)

    Law.all [
        for name, part in
            [
                "where", refusal.Where
                "expected", refusal.Expected
                "got", refusal.Got
                "fix", refusal.Fix
            ] do
            if String.IsNullOrWhiteSpace part then
                $"{name} is empty"

            if part.Contains "bug in Keratin" then
                $"{name} takes the blame for what the user did: {refusal.Message}"

        for word in words do
            if not (refusal.Message.Contains word) then
                $"\"{word}\" is not in: {refusal.Message}"
    ]

[<Theory>]
[<MemberData(nameof dataNames)>]
let ``bad data is refused, and no weight changes`` (name: string) =
    let _, words, attempt = data |> List.find (fun (known, _, _) -> known = name)
    let core = Training.classifier ()
    let before = Training.weights core
    refused words (fun () -> attempt core)
    Assert.Equal<NDArray list>(before, Training.weights core)
    // and good data is still taken
    fit (numbers [ 6; 4 ]) labels core
    Assert.NotEqual<NDArray list>(before, Training.weights core)

[<Theory>]
[<MemberData(nameof modelNames)>]
let ``a wrong model is refused`` (name: string) =
    let _, words, attempt = models |> List.find (fun (known, _, _) -> known = name)
    refused words attempt

[<Fact>]
let ``a model that is not compiled is not trained`` () =
    let network = (Training.classifier ()).Network
    let core = ModelCore(network, State Device.Default)
    refused [ "Compile" ] (fun () -> fit (numbers [ 6; 4 ]) labels core)
