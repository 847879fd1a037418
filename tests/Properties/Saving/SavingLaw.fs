/// What is saved and loaded is what it was: configs, weights, and every setting of every class.
module Keratin.Properties.SavingLaw

open System
open System.IO
open System.Reflection
open System.Text.Json.Nodes
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Saving
open Keratin.Properties

let names () = Catalogue.names ()

let private save (core: ModelCore) : byte[] =
    use stream = new MemoryStream()
    core.Save stream
    stream.ToArray()

let private load (bytes: byte[]) : ModelCore =
    use stream = new MemoryStream(bytes)
    ModelCore.Load(stream, State Device.Cpu, true)

/// The config and the weights' file of an archive.
let private parts (bytes: byte[]) : string * byte[] =
    let archive = Archive.OfFile(Region.OfMemory(bytes, Budget()), "saved")
    archive.Config().RootElement.GetRawText(), archive.Weights().Copy "saved"

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

/// Every class that a compile_config can name, and schedules.
let private classes = [
    for family in [ typeof<Loss>; typeof<Metric>; typeof<Schedule>; typeof<Optimizer> ] do
        for kind in family.Assembly.GetTypes() do
            if kind.IsPublic && not kind.IsAbstract && family.IsAssignableFrom kind then
                kind
]

/// A value of a parameter that is not its default.
let private another (p: ParameterInfo) : obj | null =
    let kind = p.ParameterType

    match p.DefaultValue with
    | :? bool as b -> box (not b)
    | :? int as n -> box (n + 1)
    | :? float as x -> box (if x = 0.0 then 0.25 else x / 2.0)
    | :? string as s -> box s
    | _ when kind = typeof<int> -> box 3
    | _ when kind = typeof<float> -> box 0.5
    | _ when kind = typeof<Nullable<int>> -> box 2
    | _ when kind = typeof<Nullable<float>> -> box 0.5
    | _ when kind = typeof<LearningRate> -> box (LearningRate.op_Implicit 0.25: LearningRate)
    | _ when kind = typeof<Reduction> -> box Reduction.Sum
    | _ when kind = typeof<Thresholds> -> box (Thresholds [ 0.25; 0.75 ])
    | _ when kind = typeof<int[]> -> box [| 0; 1 |]
    | _ when kind = typeof<float[]> -> box [| 0.25; 0.5 |]
    | _ when kind = typeof<string[]> -> box [| "dense" |]
    | _ when kind = typeof<Optimizer> -> box (SGD())
    | _ when kind = typeof<OptimizerMap> -> box (OptimizerMap(Adam()))
    | _ when kind = typeof<Func<Symbol, Symbol, Symbol>> ->
        let known = ParameterValues.LossFunction "mean_squared_error"
        box (Delegate.CreateDelegate(kind, known, nameof known.Call))
    | _ -> null

let private noLayer _ = failwith "no layer is here"

/// An object with one parameter set to another value, or None where the class refuses that.
let private tryMake (kind: Type) (changed: string) : obj option =
    let constructor = kind.GetConstructors()[0]

    let argument (p: ParameterInfo) : obj | null =
        if p.Name = changed || not p.IsOptional then
            another p
        else
            match p.DefaultValue with
            | :? DBNull
            | :? Missing -> null
            | value -> value

    try
        Some(constructor.Invoke(constructor.GetParameters() |> Array.map argument))
    with :? TargetInvocationException as e when (e.InnerException :? KeratinException) ->
        None

let private written (o: obj) : JsonNode = KerasValues.ofObject "law" noLayer o

[<Fact>]
let ``every parameter of a class is in its config`` () =
    let mutable checked' = 0

    Law.all [
        for kind in classes do
            let family =
                [ typeof<Loss>; typeof<Metric>; typeof<Schedule>; typeof<Optimizer> ]
                |> List.find (fun family -> family.IsAssignableFrom kind)

            for p in (kind.GetConstructors()[0]).GetParameters() do
                match tryMake kind (p.Name |> orElse "") with
                | None -> ()
                | Some made ->
                    checked' <- checked' + 1
                    let json = written made
                    use document = System.Text.Json.JsonDocument.Parse(json.ToJsonString())
                    let again = KerasObjects.instance "law" noLayer family document.RootElement

                    if not (JsonNode.DeepEquals(json, written again)) then
                        $"{kind.Name}, {p.Name}: {json.ToJsonString()} became {(written again).ToJsonString()}"

                    match tryMake kind "" with
                    | Some plain when not (isNull (another p)) && p.DefaultValue <> another p ->
                        if p.IsOptional && JsonNode.DeepEquals(json, written plain) then
                            $"{kind.Name}: the parameter {p.Name} is not in its config"
                    | _ -> ()
    ]

    Assert.True(checked' > 300, $"{checked'} parameters")

let private initializers: Initializer list = [
    Initializer.Zeros
    Initializer.Ones
    Initializer.Constant 0.5
    Initializer.Identity 2.0
    Initializer.RandomNormal(0.1, 0.2, Nullable 3)
    Initializer.RandomUniform(-0.1, 0.2)
    Initializer.TruncatedNormal(0.1, 0.2, Nullable 4)
    Initializer.VarianceScaling(
        1.5,
        "fan_out",
        "untruncated_normal",
        Nullable 1,
        Axes [ 0 ],
        Axes [ 1 ]
    )
    Initializer.GlorotUniform(Nullable 1)
    Initializer.GlorotNormal()
    Initializer.HeUniform()
    Initializer.HeNormal()
    Initializer.LecunUniform()
    Initializer.LecunNormal()
    Initializer.Orthogonal(0.5, Nullable 2)
    Initializer.STFT("imag", "hann", null, true)
]

[<Fact>]
let ``initializers, regularizers, constraints and activations are read as they were written`` () =
    let again (kind: Type) (value: obj) =
        let json = KerasValues.value "law" noLayer value

        let text =
            json
            |> Option.ofObj
            |> Option.map _.ToJsonString()
            |> Option.defaultValue "null"

        use document = System.Text.Json.JsonDocument.Parse text
        KerasObjects.argument "law" kind document.RootElement

    for i in initializers do
        Assert.Equal(box i, again typeof<Initializer> i)

    for r in
        [
            Regularizer.L1 0.1
            Regularizer.L2 0.2
            Regularizer.L1L2(0.1, 0.2)
            Regularizer.Orthogonal(0.1, "columns")
        ] do
        Assert.Equal(box r, again typeof<Regularizer> r)

    for c in
        [
            Constraint.MaxNorm(1.5, Axes [ 0; 1 ])
            Constraint.NonNeg
            Constraint.UnitNorm()
            Constraint.MinMaxNorm(0.1, 0.9, 0.5, Axes [ 1 ])
        ] do
        Assert.Equal(box c, again typeof<Constraint> c)

    for KeyValue(_, make) in Activation.Known do
        Assert.Equal(box (make ()), again typeof<Activation> (make ()))

    for a in
        [
            Activation.LeakyRelu 0.1
            Activation.Relu(0.1, Nullable 5.0, 0.5)
            Activation.Elu 0.5
        ] do
        Assert.Equal(box a, again typeof<Activation> a)

/// What one function of each kind is refused as, with the place it is at.
[<Fact>]
let ``a function of one's own is refused with its place before a file is begun`` () =
    let refusal (make: unit -> Layer) =
        let network = Network.sequential "own" [ make () ]

        Assert.Throws<KeratinException>(fun () ->
            save (ModelCore(network, State Device.Cpu)) |> ignore)

    let dense = [| Nullable 3 |]

    let activation =
        refusal (fun () ->
            Layers.Dense(
                2,
                Activation.Custom("mine", fun x -> x + x),
                inputShape = dense,
                name = "a"
            ))

    Assert.Contains("a", activation.Where)
    Assert.Contains("mine", activation.Got)

    let initializer =
        refusal (fun () ->
            Layers.Dense(
                2,
                kernelInitializer =
                    Initializer.Of(fun shape -> Array.zeroCreate (Array.fold (*) 1 shape)),
                inputShape = dense
            ))

    Assert.Contains("kernel_initializer", initializer.Where)

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

/// A layer that doubles as many times as it is told.
type private Doubling(times: int) =
    inherit Layer()
    member _.Times = times
    override _.Call(x: Symbol) = x * float (1 <<< times)

[<Fact>]
let ``a registered layer is made again with its settings`` () =
    let network () =
        Network.sequential "custom" [
            Layers.Dense(3, inputShape = [| Nullable 2 |])
            (let twice = Doubling 2
             twice.Name <- "twice"
             twice)
        ]

    let core = ModelCore(network (), State Device.Cpu)
    let refusal = Assert.Throws<KeratinException>(fun () -> save core |> ignore)
    Assert.Contains("Doubling", refusal.Got)

    CustomObjects.Register<Doubling>(
        "laws>Doubling",
        (fun config -> Doubling(config.Get<int> "times")),
        fun d -> System.Collections.Generic.Dictionary(dict [ "times", (d.Times :> obj) ]) :> _
    )

    let first = save (ModelCore(network (), State Device.Cpu))
    let loaded = load first

    match List.last loaded.Network.Layers with
    | :? Doubling as again ->
        Assert.Equal(2, again.Times)
        Assert.Equal("twice", again.Name)
    | other -> Assert.Fail $"{other}"

    Assert.Equal(fst (parts first), fst (parts (save loaded)))

[<Fact>]
let ``unknown classes are all named with their places`` () =
    let layer (name: string) (kind: string) =
        $"""{{"module":"my","class_name":"{kind}","config":{{"name":"{name}"}},"registered_name":"my>{kind}"}}"""

    let input =
        """{"module":"keras.layers","class_name":"InputLayer","config":{"batch_shape":[null,2],"dtype":"float32","name":"i"}}"""

    let config =
        $"""{{"module":"keras","class_name":"Sequential","config":{{"name":"s","layers":[{input},{layer "a" "Foo"},{layer "b" "Bar"}]}}}}"""

    use stream = new MemoryStream()

    KerasArchiveWriter.write (nonNull (JsonNode.Parse config)) (GroupTree([], [])) [] stream

    let refusal =
        Assert.Throws<KeratinException>(fun () -> load (stream.ToArray()) |> ignore)

    Assert.Contains("\"Foo\" at s / a", refusal.Got)
    Assert.Contains("\"Bar\" at s / b", refusal.Got)
    Assert.Contains("LoadWeights", refusal.Fix)

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
