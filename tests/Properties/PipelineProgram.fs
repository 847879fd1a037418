/// F#'s own surface: the program that shows it, and that training leaves a model as it was.
module Keratin.Properties.PipelineProgram

open System
open Keratin
open Xunit

[<Fact>]
let ``a pipeline trains, and the model before it stays as it was`` () =
    let random = Random 1
    let images = Array4D.init 64 12 12 1 (fun _ _ _ _ -> random.NextSingle())
    let labels = Array.init 64 (fun i -> i % 10)

    let model =
        input [ 12; 12; 1 ]
        |> conv2d 8 3 relu
        |> maxPool2d 2
        |> flatten
        |> dropout 0.5
        |> dense 10 softmax
        |> Model.ofOutput

    let compiled =
        model |> compile (adam 1e-2) sparseCategoricalCrossentropy [ accuracy ]


    let answers model =
        let tensor = model |> Model.predict images
        let values = Array.zeroCreate<float32>(int tensor.FlattenedLength)
        tensor.FlattenTo(Span values)
        values

    let before = answers compiled

    let trained, history =
        compiled
        |> fit
            {
                defaults with
                    Epochs = 5
                    BatchSize = 16
                    ValidationSplit = 0.1
                    Verbose = 0
            }
            (images, labels)

    Assert.Equal(5, history["val_accuracy"].Count)
    Assert.True(history["loss"][4] < history["loss"][0])
    Assert.Equal<float32[]>(before, answers compiled)
    Assert.NotEqual<float32[]>(before, answers trained)
    Assert.True((trained |> Model.evaluate (images, labels))["loss"] < history["loss"][0])
    Assert.Contains("Total params", Model.summary trained)

[<Fact>]
let ``a pipeline ends in an ONNX file that answers the same`` () =
    let random = Random 2
    let rows = Array2D.init 5 7 (fun _ _ -> random.NextSingle())
    let model = input [ 7 ] |> dense 6 relu |> dense 3 softmax |> Model.ofOutput

    use session = new OnnxSession(Model.toOnnx model)
    let expected = model |> Model.predict rows

    let given =
        Numerics.Tensors.Tensor.Create(
            Seq.toArray (Seq.cast<float32> rows),
            ReadOnlySpan [| 5n; 7n |]
        )

    let values (tensor: Numerics.Tensors.Tensor<float32>) =
        let values = Array.zeroCreate<float32>(int tensor.FlattenedLength)
        tensor.FlattenTo(Span values)
        values

    for ours, theirs in Array.zip (values expected) (values (session.Run given)) do
        Assert.Equal(ours, theirs, 1e-6f)

[<Fact>]
let ``a gradient penalty is differentiated through its gradient`` () =
    // f = sum over x of |d out / d x|^2 through a convolution and a product, against finite differences
    let kernel =
        Weight.Memory("kernel", DType.Float64, [ 2; 2; 1; 2 ], Initializer.Zeros)

    let state = Engine.State Device.Default

    let values = Array.init 8 (fun i -> 0.3 * float (i - 3))

    let write (values: float[]) =
        state.Write(kernel, NDArray.ofFloats DType.Float64 [| 2; 2; 1; 2 |] values)

    let x =
        Sym.constant (
            NDArray.ofFloats DType.Float64 [| 1; 3; 3; 1 |] [| for i in 0..8 -> sin (float i) |]
        )

    let window: ConvWindow = {
        Window = {
            Strides = [ 1; 1 ]
            Dilation = [ 1; 1 ]
            Pads = Explicit [ 0, 0; 0, 0 ]
        }
        Groups = 1
        HasBias = false
    }

    let output =
        Sym.sumAll (Sym.square (Sym.tanh (Sym.conv window [ x; Sym.weight kernel ])))

    let inner = (Gradient.of' output [ x ]).Head
    let penalty = Sym.sumAll (Sym.square inner)
    let gradient = (Gradient.of' penalty [ Sym.weight kernel ]).Head

    let compute (symbol: Symbol) =
        use program =
            Engine.Program.Compile(state, { Fetches = [ symbol ]; Updates = [] }, [], true)

        program.Run()
        NDArray.toFloats (program.Fetch 0)

    write values
    let exact = compute gradient

    for i in 0 .. values.Length - 1 do
        let moved by =
            let other = Array.copy values
            other[i] <- other[i] + by
            write other
            (compute penalty)[0]

        let step = 1e-5
        let numeric = (moved step - moved -step) / (2.0 * step)
        Assert.Equal(numeric, exact[i], 1e-5 * (1.0 + abs numeric))

[<Fact>]
let ``a step of one's own trains a model`` () =
    Seeds.set 1
    let x, y = input [ 2 ], input [ 1 ]
    let answer = x |> dense 8 relu |> dense 1 linear
    let loss = MeanSquaredError().Apply(y, answer)
    let weights = Model.ofOutput answer |> Model.trainableWeights

    let updates = (adam 0.05).Apply(Gradient.Of(loss, weights), weights)

    let step = Step.create [ loss ] updates
    let watching = Step.beside step [ loss ] Updates.None

    let points =
        array2D [ for i in 0..15 -> [ float32 (i % 4) / 4f; float32 (i / 4) / 4f ] ]

    let sums = array2D [ for i in 0..15 -> [ points[i, 0] + points[i, 1] ] ]
    let first (tensors: Numerics.Tensors.Tensor<float32> list) = Seq.head tensors.Head

    let before = watching |> Step.runInference [ points; sums ] |> first
    let losses = [ for _ in 1..200 -> step |> Step.run [ points; sums ] |> first ]
    let after = watching |> Step.runInference [ points; sums ] |> first

    Assert.Equal(before, losses.Head, 1e-6f)
    Assert.True(after < 0.01f * before, $"{before} has become {after}")
    let trained = step |> Step.model answer
    let predicted = trained |> Model.predict points |> Seq.toArray
    Assert.All(Seq.zip predicted (Seq.cast<float32> sums), fun (p, s) -> Assert.Equal(s, p, 0.2f))

[<Fact>]
let ``several inputs and outputs are tuples`` () =
    let random = Random 3
    let left = Array2D.init 40 3 (fun _ _ -> random.NextSingle())
    let right = Array2D.init 40 2 (fun _ _ -> random.NextSingle())
    let sums = Array.init 40 (fun i -> left[i, 0] + right[i, 1])
    let a, b = input [ 3 ], input [ 2 ]
    let both = concatenate [ a; b ] |> dense 8 relu

    let model =
        Model.ofOutputs [ dense 1 linear both; dense 1 linear both ]
        |> compile (adam 1e-2) meanSquaredError []

    let trained, history =
        model
        |> fit
            {
                defaults with
                    Epochs = 3
                    Verbose = 0
                    ValidationData = Some((left, right), (sums, sums))
            }
            ((left, right), (sums, sums))

    Assert.Equal(3, history["val_loss"].Count)
    Assert.Equal(2, (trained |> Model.predictAll (left, right)).Length)

    Assert.Throws<KeratinException>(fun () -> trained |> Model.predict (left, right) |> ignore)
    |> ignore

[<Fact>]
let ``each output has a loss and metrics of its own by its name`` () =
    let random = Random 4
    let rows = Array2D.init 30 3 (fun _ _ -> random.NextSingle())
    let sums = Array.init 30 (fun i -> rows[i, 0] + 5f)
    let kinds = Array.init 30 (fun i -> i % 2)
    let x = input [ 3 ]

    let outputs =
        Model.ofOutputs [
            x |> layer (Layers.Dense(1, name = "sum"))
            x |> layer (Layers.Dense(2, name = "kind"))
        ]

    let compiled =
        outputs
        |> compileByName
            (sgd 0.1)
            (Map [
                "sum", meanSquaredError
                "kind", SparseCategoricalCrossentropy(fromLogits = true)
            ])
            (Map [ "sum", [ Metrics.MeanAbsoluteError() ]; "kind", [ accuracy ] ])

    let trained, _ = compiled |> fit { defaults with Verbose = 0 } (rows, (sums, kinds))
    let scores = trained |> Model.evaluate (rows, (sums, kinds))

    let distance =
        trained
        |> Model.predictAll rows
        |> List.head
        |> Seq.toArray
        |> Array.map2 (fun sum p -> abs (sum - p)) sums
        |> Array.average

    Assert.Equal(float distance, scores["sum_mean_absolute_error"], 1e-4)

    Assert.Equal<string list>(
        [ "kind_accuracy"; "kind_loss"; "loss"; "sum_loss"; "sum_mean_absolute_error" ],
        List.ofSeq scores.Keys
    )

    let unknown =
        Assert.Throws<KeratinException>(fun () ->
            outputs
            |> compileByName (sgd 0.1) (Map [ "total", meanSquaredError ]) Map.empty
            |> ignore)

    Assert.Contains("sum, kind", unknown.Expected)

    // one object for two outputs would add up both
    let shared =
        Assert.Throws<KeratinException>(fun () ->
            outputs
            |> compile (sgd 0.1) meanSquaredError [ Metrics.MeanAbsoluteError() ]
            |> ignore)

    Assert.Contains("compileByName", shared.Fix)
    outputs |> compile (sgd 0.1) meanSquaredError [ accuracy ] |> ignore
