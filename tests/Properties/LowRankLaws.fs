/// Layers whose kernel is adapted by two narrow matrices.
module Keratin.Properties.LowRankLaws

open System
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

let private layers: (string * string * (unit -> Layer) * Given) list = [
    "Dense", "kernel", (fun () -> Layers.Dense(4)), floats [ 3; 5 ]
    "EinsumDense",
    "kernel",
    (fun () -> Layers.EinsumDense("abc,cde->abde", sizes [ 3; 2; 4 ], biasAxes = "e")),
    floats [ 3; 5 ]
    "Embedding", "embeddings", (fun () -> Layers.Embedding(7, 4)), indices [ 3 ] 7
    "ReversibleEmbedding",
    "embeddings",
    (fun () -> Layers.ReversibleEmbedding(7, 4)),
    indices [ 3 ] 7
    "Conv2D", "kernel", (fun () -> Layers.Conv2D(4, 3)), floats [ 5; 5; 2 ]
]

let names () =
    let data = TheoryData<string>()

    for name, _, _, _ in layers do
        data.Add name

    data

let private find name =
    let _, weight, make, given = layers |> List.find (fun (n, _, _, _) -> n = name)

    let sample = {
        Kind = name
        Title = "adapted"
        Make = fun _ -> make ()
        Inputs = [ given ]
        Random = false
        Estimated = false
    }

    weight, sample

let private answers (state: State) (network: Network) feeds = (Steps.infer state network feeds).Head

let private inner (network: Network) = List.last network.Layers

let private named (network: Network) name =
    (inner network).NamedWeights |> List.find (fst >> (=) name) |> snd

/// A · B of the values, rows of A by columns of B.
let private product (a: NDArray) (b: NDArray) : float[] =
    let rank = b.Shape[0]
    let a, b, columns = NDArray.toFloats a, NDArray.toFloats b, b.Shape[1]

    [|
        for row in 0 .. a.Length / rank - 1 do
            for column in 0 .. columns - 1 ->
                Seq.sum [ for k in 0 .. rank - 1 -> a[row * rank + k] * b[k * columns + column] ]
    |]

[<Theory>]
[<MemberData(nameof names)>]
let ``an adapted layer answers as one with W + alpha / rank · A · B`` (name: string) =
    let weight, sample = find name
    let network = Steps.network "float32" None sample
    let state = State Device.Cpu
    let random = Random 3
    Steps.scatter random state network.Weights
    let feeds = Steps.arrays random 4 sample network
    let before = answers state network feeds
    (inner network).EnableLora(2, loraAlpha = 3.0)

    // B begins with zeros
    Assert.Equal<float[]>(NDArray.toFloats before, NDArray.toFloats (answers state network feeds))

    let a, b = named network $"lora_{weight}_a", named network $"lora_{weight}_b"
    Steps.scatter random state [ a; b ]
    let adapted = answers state network feeds
    Assert.NotEqual<float[]>(NDArray.toFloats before, NDArray.toFloats adapted)

    let kernel = named network weight
    Assert.False kernel.Trainable
    Assert.DoesNotContain(kernel, network.TrainableWeights)
    Assert.Contains(a, network.TrainableWeights)

    // the same sum as the kernel of a layer without adaptation
    let plain = Steps.network "float32" None sample

    let sum =
        Array.map2
            (fun w d -> w + 1.5 * d)
            (NDArray.toFloats (state.Read kernel))
            (product (state.Read a) (state.Read b))

    for name, w in (inner plain).NamedWeights do
        state.Write(
            w,
            (if name = weight then
                 NDArray.ofFloats w.DType w.Shape sum
             else
                 state.Read(named network name))
        )

    for w, g in Seq.zip (NDArray.toFloats (answers state plain feeds)) (NDArray.toFloats adapted) do
        Assert.Equal(w, g, 1e-4)

    Law.all (Serving.differences 17 network state [ feeds ])

[<Fact>]
let ``training changes the narrow matrices and not the kernel`` () =
    let layer = Layers.Dense(2, name = "adapted", inputShape = sizes [ 3 ])
    let network = Network.sequential "model" [ layer; Layers.Dense 1 ]
    layer.EnableLora 1

    let core = ModelCore(network, State Device.Cpu)

    core.Compile {
        Optimizer = SGD 0.1
        Losses = [ Some(MeanSquaredError()) ]
        LossWeights = [ 1.0 ]
        Metrics = [ [] ]
        WeightedMetrics = [ [] ]
        Arguments = CompileArguments.Standard
    }

    let find name =
        layer.NamedWeights |> List.find (fst >> (=) name) |> snd |> core.State.Read

    let before = find "kernel", find "lora_kernel_b"

    let x =
        NDArray.ofFloats DType.Float32 [| 4; 3 |] [| for i in 1..12 -> float i / 12.0 |]

    let y = NDArray.ofFloats DType.Float32 [| 4; 1 |] [| 1.0; 2.0; 3.0; 4.0 |]
    core.OnBatch("train", DataSet.create "data" [ x ] [ y ] []) |> ignore
    Assert.Equal(fst before, find "kernel")
    Assert.NotEqual(snd before, find "lora_kernel_b")

[<Fact>]
let ``the first values of A are he_uniform and of B zeros, in the shapes of Keras`` () =
    let layer = Layers.Dense(4, loraRank = 2)
    layer.Apply(Layers.Input 6) |> ignore
    let state = State Device.Cpu

    Assert.Equal<string list>(
        [ "kernel"; "bias"; "lora_kernel_a"; "lora_kernel_b" ],
        layer.NamedWeights |> List.map fst
    )

    let a, b = layer.OwnWeights[2], layer.OwnWeights[3]
    Assert.Equal<int list>([ 6; 2 ], a.Dims)
    Assert.Equal<int list>([ 2; 4 ], b.Dims)
    Assert.All(NDArray.toFloats (state.Read a), fun v -> Assert.InRange(v, -1.0, 1.0))
    Assert.All(NDArray.toFloats (state.Read b), fun v -> Assert.Equal(0.0, v))

[<Fact>]
let ``what cannot be adapted is refused`` () =
    let refused (text: string) (run: unit -> unit) =
        let refusal = Assert.Throws<KeratinException> run
        Assert.Contains(text, refusal.Expected)

    let called (layer: Layer) =
        layer.Apply(Layers.Input 3) |> ignore
        layer

    refused "made its weights" (fun () -> (Layers.Dense 2).EnableLora 1)
    refused "not adapted yet" (fun () -> (called (Layers.Dense(2, loraRank = 1))).EnableLora 1)
    refused "a Dense" (fun () -> (called (Layers.Flatten())).EnableLora 1)
    refused "lora_rank > 0" (fun () -> (called (Layers.Dense 2)).EnableLora 0)

    refused "no constraint" (fun () ->
        (called (Layers.Dense(2, kernelConstraint = "non_neg"))).EnableLora 1)

    refused "no constraint" (fun () ->
        Layers.Dense(2, kernelConstraint = "non_neg", loraRank = 1) |> ignore)

[<Fact>]
let ``a reversible embedding goes back, and no other layer does`` () =
    let table = Layers.ReversibleEmbedding(7, 3)
    let x = Layers.Input([| Nullable 4 |], dtype = "int32")
    let y = table.Apply(table.Apply x, reverse = true)
    Assert.Equal("(None, 4, 7)", string y.Shape)
    Assert.Single table.Weights |> ignore

    let refusal =
        Assert.Throws<KeratinException>(fun () ->
            (Layers.Dense 2).Apply(Layers.Input 3, reverse = true) |> ignore)

    Assert.Contains("ReversibleEmbedding", refusal.Fix)

[<Theory>]
[<InlineData("TorchModuleWrapper", "PyTorch")>]
[<InlineData("TFSMLayer", "SavedModel")>]
[<InlineData("JaxLayer", "JAX")>]
[<InlineData("FlaxLayer", "Flax")>]
let ``layers that carry another framework's code say so`` (kind: string, framework: string) =
    use json =
        System.Text.Json.JsonDocument.Parse
            $$$"""{"class_name": "{{{kind}}}", "config": {"name": "carried"}}"""

    let refusal =
        Assert.Throws<KeratinException>(fun () ->
            Saving.KerasConfig.layer "file" json.RootElement |> ignore)

    Assert.Contains(framework, refusal.Got)
    Assert.Contains("ONNX", refusal.Fix)
