/// The F# programs of docs/guide.md: each of its blocks stands here, and runs.
module Keratin.Guide.Programs

open System
open Keratin
open Xunit

module Law = Keratin.Properties.Law

let private rows =
    let random = Random 1
    Array2D.init 60 8 (fun _ _ -> random.NextSingle())

let private classes = Array.init 60 (fun i -> i % 3)

let private temporary (name: string) (run: string -> unit) =
    let folder = IO.Directory.CreateTempSubdirectory("keratin").FullName

    try
        run (IO.Path.Combine(folder, name))
    finally
        IO.Directory.Delete(folder, true)

[<Fact>]
let ``a model is a value`` () =
    // guide: pipeline
    let untrained =
        input [ 8 ]
        |> dense 16 relu
        |> layer (Layers.LayerNormalization())
        |> dense 3 softmax
        |> Model.ofOutput
        |> compile (adam 1e-2) sparseCategoricalCrossentropy [ accuracy ]

    let trained, history =
        untrained
        |> fit
            {
                defaults with
                    Epochs = 20
                    BatchSize = 16
                    ValidationSplit = 0.2
                    Callbacks = [ EarlyStopping(patience = 3) ]
                    Verbose = 0
            }
            (rows, classes)

    let scores = trained |> Model.evaluate (rows, classes)
    let answers = trained |> Model.predict rows
    // end
    Assert.InRange(scores["accuracy"], 0.0, 1.0)
    Assert.True(history["loss"].Count > 1)
    Assert.Equal(60n, answers.Lengths[0])
    Assert.NotEqual(scores["loss"], (untrained |> Model.evaluate (rows, classes))["loss"])

[<Fact>]
let ``files and serving`` () =
    temporary "model.keras" (fun path ->
        let trained = input [ 8 ] |> dense 3 softmax |> Model.ofOutput
        // guide: fsharpfiles
        trained |> Model.save path |> ignore
        let same = Model.load path
        use session = new OnnxSession(Model.toOnnx same)
        // end
        let flat (tensor: Numerics.Tensors.Tensor<float32>) = Seq.toArray tensor
        Assert.Equal<float32[]>(flat (Model.predict rows trained), flat (Model.predict rows same))

        Assert.All(
            Seq.zip (flat (Model.predict rows same)) (flat (session.Run rows)),
            fun (wanted, got) -> Assert.Equal(wanted, got, 1e-5f)
        ))

[<Fact>]
let ``a law over models`` () =
    // guide: law
    let sizes = FsCheck.FSharp.Gen.choose (1, 40)

    Law.holds 20 sizes (fun units ->
        let model = input [ 8 ] |> dense units relu |> dense 3 softmax |> Model.ofOutput
        let answers = model |> Model.predict rows

        for probabilities in answers |> Seq.chunkBySize 3 do
            Assert.Equal(1f, Array.sum probabilities, 1e-5f))
    // end
