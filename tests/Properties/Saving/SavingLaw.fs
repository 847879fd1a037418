/// What is saved and loaded is what it was: models, operations between layers, and vocabularies.
module Keratin.Properties.SavingLaw

open System
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Saving
open Keratin.Properties
open Keratin.Properties.Archives

let names () = Catalogue.names ()

/// The samples' own class, as a program that saves it registers it.
let private registerSamples () =
    CustomObjects.Register<SequenceSamples.LeakyCell>(
        "laws>LeakyCell",
        (fun config ->
            SequenceSamples.LeakyCell(config.Get<int> "units", config.Get<string> "dtype")),
        fun cell ->
            System.Collections.Generic.Dictionary(dict [ "units", (cell.Units :> obj) ]) :> _
    )

[<Theory>]
[<MemberData(nameof names)>]
let ``a model that is saved and loaded is the same one`` (name: string) =
    registerSamples ()
    let sample = Catalogue.find name
    Seeds.set 5
    let core = ModelCore(Steps.network "float32" None sample, State Device.Cpu)
    Steps.scatter (Random 7) core.State core.Network.Weights
    let first = save core
    let loaded = load first
    let config, weights = parts first
    let configAgain, weightsAgain = parts (save loaded)
    Assert.Equal(config, configAgain)
    Assert.Equal<byte[]>(weights, weightsAgain)

    if not sample.Random then
        let inputs = Steps.arrays (Random 3) 4 sample core.Network

        let named =
            List.zip loaded.Network.InputNames inputs
            |> List.map (fun (name, (_, a)) -> name, a)

        let before = Steps.infer core.State core.Network inputs
        let after = Steps.infer loaded.State loaded.Network named

        // the sum that an adapted kernel is saved as is rounded once more
        if core.Network.Weights |> List.exists _.Adaptation.IsSome then
            for a, b in List.zip before after do
                Assert.True(Steps.distance a b < 1e-5)
        else
            Assert.Equal<NDArray list>(before, after)

[<Fact>]
let ``operations between layers are saved as Keras's`` () =
    let x = InputLayer.symbol [ Nullable 4 ] None DType.Float32 "x"
    let h = Layers.Dense(4).Apply x
    let y = Ops.Tanh(SymbolOperand(h * 2.0 + x))
    let z = Ops.Concatenate([| y; Ops.Clip(SymbolOperand h, -1.0, 1.0) |], 1)

    let out =
        Ops.Sum(SymbolOperand z, Axes [ 1 ], true) - Sym.slice 1 (size 1) (size 2) x

    let core = ModelCore(Network("ops", [ x ], [ out ]), State Device.Cpu)
    let first = save core
    let loaded = load first
    let config, _ = parts first
    Assert.Equal(config, fst (parts (save loaded)))
    let values = NDArray.ofArray [| 2; 4 |] [| for i in 0..7 -> float32 i / 4.0f |]

    Assert.Equal<NDArray list>(
        Steps.infer core.State core.Network [ "x", values ],
        Steps.infer loaded.State loaded.Network [ "x", values ]
    )

    for word in [ "Tanh"; "Multiply"; "Concatenate"; "Clip"; "Sum"; "GetItem" ] do
        Assert.Contains($"\"{word}\"", config)

[<Fact>]
let ``what matrices are taken apart into is saved as Keras's`` () =
    let x = InputLayer.symbol [ Nullable 3; Nullable 3 ] None DType.Float32 "x"

    let square =
        Ops.Matmul(SymbolOperand x, SymbolOperand(Ops.Transpose(SymbolOperand x, Axes [ 0; 2; 1 ])))

    let definite = square + 1.0
    let struct (q, r) = Ops.Qr(SymbolOperand x)
    let struct (values, _) = Ops.Eigh(SymbolOperand definite)

    let outputs = [
        Ops.Det(SymbolOperand x)
        Ops.Inv(SymbolOperand x)
        Ops.Cholesky(SymbolOperand definite)
        Ops.Solve(SymbolOperand x, SymbolOperand definite)
        Ops.Matmul(SymbolOperand q, SymbolOperand r)
        values
        Ops.Svd(SymbolOperand x, false)[1]
    ]

    let core = ModelCore(Network("matrices", [ x ], outputs), State Device.Cpu)
    let first = save core
    let loaded = load first
    let config, _ = parts first
    Assert.Equal(config, fst (parts (save loaded)))

    let values = NDArray.ofArray [| 1; 3; 3 |] [| 2f; 1f; 0f; 1f; 3f; 1f; 0f; 2f; 4f |]

    let answers = Steps.infer core.State core.Network [ "x", values ]
    Assert.Equal<NDArray list>(answers, Steps.infer loaded.State loaded.Network [ "x", values ])
    // 2 · (12 - 2) - 1 · 4
    Assert.Equal(16.0, (NDArray.toFloats answers.Head)[0], 4)

    for word in [ "Det"; "Inv"; "Cholesky"; "Solve"; "Qr"; "Eigh"; "SVD" ] do
        Assert.Contains($"\"{word}\"", config)

[<Theory>]
[<InlineData("count")>]
[<InlineData("tf_idf")>]
let ``a vocabulary that was learned is saved beside the weights`` (mode: string) =
    let layer = Layers.StringLookup(outputMode = mode, name = "words")
    let tokens = NDArray.OfTexts([| 2 |], [| "größe"; "b" |])

    let vocabularyOf (l: Layer) =
        match l.Meaning with
        | Some(:? IVocabulary as v) -> v
        | _ -> failwith $"{l} has no vocabulary"

    let weights = if mode = "tf_idf" then Some [ 0.5; 2.0 ] else None
    layer.Meaning <- Some((vocabularyOf layer).WithTokens("law", tokens, weights))
    let x = InputLayer.symbol [ Nullable 1 ] None DType.String "x"
    let y = Layers.Dense(2).Apply(layer.Apply x)
    let core = ModelCore(Network("words", [ x ], [ y ]), State Device.Cpu)
    let loaded = load (save core)

    let again =
        loaded.Network.Layers |> List.find (fun l -> l.Name = "words") |> vocabularyOf

    Assert.Equal<string[]>([| "[UNK]"; "größe"; "b" |], (again.Tokens true).Texts)
    Assert.Equal<float32[]>((vocabularyOf layer).Weights, again.Weights)
