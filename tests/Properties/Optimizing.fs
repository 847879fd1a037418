/// What optimizers do besides the cases that Keras computed.
module Keratin.Properties.Optimizing

open System
open System.Collections.Generic
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

let private compiled optimizer (loss: Loss) (network: Network) : ModelCore =
    let core = ModelCore(network, State Device.Default)

    core.Compile {
        Optimizer = optimizer
        Losses = [ Some loss ]
        LossWeights = [ 1.0 ]
        Metrics = [ [] ]
        WeightedMetrics = [ [] ]
        Arguments = CompileArguments.Standard
    }

    core

let private random = Random 5

let private normal (shape: int list) =
    Steps.normal random (List.fold (*) 1 shape)
    |> NDArray.ofFloats DType.Float32 (Array.ofList shape)

/// Rows and columns of an array of two axes.
let private matrix (a: NDArray) : float[,] =
    let values = NDArray.toFloats a
    Array2D.init a.Shape[0] a.Shape[1] (fun i j -> values[i * a.Shape[1] + j])

let private times (a: float[,]) (b: float[,]) =
    Array2D.init (a.GetLength 0) (b.GetLength 1) (fun i j ->
        Seq.sum [ for k in 0 .. a.GetLength 1 - 1 -> a[i, k] * b[k, j] ])

let private turned (a: float[,]) =
    Array2D.init (a.GetLength 1) (a.GetLength 0) (fun i j -> a[j, i])

let private unit (a: float[,]) =
    let length = sqrt (a |> Seq.cast<float> |> Seq.sumBy (fun x -> x * x))
    a |> Array2D.map (fun x -> x / length)

/// One step of gradient descent on mean((x·w - t)²) with the spectral norm of w at one: first the kernel is
/// divided by what one power iteration finds, then it goes along the gradient that it has there.
let private byHand rate (x: float[,]) (t: float[,]) (kernel: float[,], u: float[,]) =
    let v = unit (times u (turned kernel))
    let u = unit (times v kernel)
    let sigma = (times (times v kernel) (turned u))[0, 0]
    let kernel = kernel |> Array2D.map (fun w -> w / sigma)
    let y = times x kernel
    let count = float y.Length

    let pull =
        Array2D.init (y.GetLength 0) (y.GetLength 1) (fun i j -> 2.0 * (y[i, j] - t[i, j]) / count)

    let gradient = times (turned x) pull
    kernel |> Array2D.mapi (fun i j w -> w - rate * gradient[i, j]), u

let private close (wanted: float[,]) (got: NDArray) =
    for w, g in Seq.zip (Seq.cast<float> wanted) (NDArray.toFloats got) do
        Assert.Equal(w, g, 1e-4)

[<Theory>]
[<InlineData(true)>]
[<InlineData(false)>]
let ``a kernel that its layer normalizes is trained from there`` (byFit: bool) =
    let inner = Layers.Dense(3, useBias = false)

    let network =
        Network.sequential "spectral" [
            Layers.SpectralNormalization(inner, inputShape = sizes [ 4 ])
        ]

    let core = compiled (SGD 0.5) (MeanSquaredError()) network

    let find (ending: string) =
        network.Weights |> List.find (fun w -> w.Path.EndsWith ending)

    let kernel, u = find "kernel", find "vector_u"
    let x, t = normal [ 8; 4 ], normal [ 8; 3 ]

    let start = matrix (core.State.Read kernel), matrix (core.State.Read u)
    let once = byHand 0.5 (matrix x) (matrix t)

    let step =
        if byFit then
            fun () -> core.OnBatch("train", DataSet.create "data" [ x ] [ t ] []) |> ignore
        else
            let target =
                Sym.input "target" {
                    DType = DType.Float32
                    Dims = [ unknown "batch"; size 3 ]
                }

            let loss = Sym.meanAll (Sym.square (network.Outputs.Head - target))
            let gradients = Gradient.of' loss [ Sym.weight kernel ]
            let updates = (SGD 0.5).Apply(Array.ofList gradients, [| kernel |])
            let own = CustomStep([ loss ], updates, core.State)
            fun () -> own.Run([ x; t ], true) |> ignore

    let expected = [ once; once >> once ] |> List.map (fun steps -> steps start)

    for wanted, vector in expected do
        step ()
        close wanted (core.State.Read kernel)
        close vector (core.State.Read u)

[<Fact>]
let ``a step with a gradient that is not finite changes nothing but the scale`` () =
    let network =
        Network.sequential "scaled" [ Layers.Dense(2, inputShape = sizes [ 3 ]) ]

    let scaled =
        LossScaleOptimizer(Adam 0.1, initialScale = 8.0, dynamicGrowthSteps = 2)

    let core = compiled scaled (MeanSquaredError()) network

    let weights () =
        network.Weights |> List.map core.State.Read

    let train x =
        core.OnBatch("train", DataSet.create "data" [ x ] [ normal [ 4; 2 ] ] [])
        |> ignore

    let scale () =
        let w =
            (scaled :> Optimizer).Updating.Variables network.TrainableWeights
            |> List.find (fun w -> w.Path.EndsWith "dynamic_scale")

        (NDArray.toFloats (core.State.Read w))[0]

    let before = weights ()
    let huge = NDArray.ofFloats DType.Float32 [| 4; 3 |] (Array.create 12 3e38)
    train huge
    Assert.Equal(4.0, scale ())
    List.iter2 (fun a b -> Assert.Equal(0.0, Steps.distance a b)) before (weights ())
    train (normal [ 4; 3 ])
    Assert.True(List.exists2 (fun a b -> Steps.distance a b > 0.0) before (weights ()))
    Assert.Equal(4.0, scale ())
    train (normal [ 4; 3 ])
    Assert.Equal(8.0, scale ())

[<Fact>]
let ``the loss of a model of mixed_float16 is scaled`` () =
    let dense dtype : Layer =
        Layers.Dense(2, dtype = dtype, inputShape = sizes [ 3 ])

    let chosen layers = LossScaleOptimizer.For(layers, SGD 0.1)

    let built dtype =
        (Network.sequential "m" [ dense dtype ]).Layers

    Assert.IsType<LossScaleOptimizer>(chosen (built "mixed_float16")) |> ignore
    Assert.IsType<SGD>(chosen (built "mixed_bfloat16")) |> ignore
    Assert.IsType<SGD>(chosen (built "mixed_float16" @ built "float32")) |> ignore
    let own = LossScaleOptimizer(SGD 0.1)
    Assert.Same(own, LossScaleOptimizer.For(built "mixed_float16", own))

[<Fact>]
let ``excluded weights do not decay`` () =
    let network =
        Network.sequential "decaying" [ Layers.Dense(2, inputShape = sizes [ 3 ]) ]

    let kernel, bias = network.Weights[0], network.Weights[1]

    let after (exclude: Optimizer -> Optimizer) =
        let core =
            compiled (exclude (SGD(0.1, weightDecay = Nullable 1.0))) (MeanSquaredError()) network

        let ones (w: Weight) =
            NDArray.ofFloats DType.Float32 w.Shape (Array.create w.Count 1.0)

        network.Weights |> List.iter (fun w -> core.State.Write(w, ones w))
        // predictions are right, so that nothing but decay changes weights
        let x = NDArray.ofFloats DType.Float32 [| 1; 3 |] [| 0.0; 0.0; 0.0 |]

        core.OnBatch(
            "train",
            DataSet.create "data" [ x ] [ NDArray.ofFloats DType.Float32 [| 1; 2 |] [| 1.0; 1.0 |] ] []
        )
        |> ignore

        [
            for w in [ kernel; bias ] ->
                (NDArray.toFloats (core.State.Read w))[0] |> fun v -> Math.Round(v, 4)
        ]

    Assert.Equal<float list>([ 0.9; 0.9 ], after id)
    Assert.Equal<float list>([ 0.9; 1.0 ], after _.ExcludeFromWeightDecay([| "bias" |]))

    Assert.Equal<float list>(
        [ 1.0; 0.9 ],
        after _.ExcludeFromWeightDecay([| kernel |] :> IReadOnlyList<Weight>)
    )

[<Fact>]
let ``averages of a schedule-free path are swapped in and out`` () =
    let network =
        Network.sequential "free" [ Layers.Dense(2, useBias = false, inputShape = sizes [ 3 ]) ]

    let free = ScheduleFreeAdamW 0.05
    let core = compiled free (MeanSquaredError()) network
    let data = DataSet.create "data" [ normal [ 8; 3 ] ] [ normal [ 8; 2 ] ] []

    for _ in 1..5 do
        core.OnBatch("train", data) |> ignore

    let run updates =
        CustomStep([], updates, core.State).Run([], true) |> ignore

    let kernel () = core.State.Read network.Weights.Head
    let trained = kernel ()
    let weights = Array.ofList network.TrainableWeights
    run (free.SwapToEval weights)
    Assert.True(Steps.distance trained (kernel ()) > 1e-4)
    run (free.SwapToTrain weights)
    Assert.True(Steps.distance trained (kernel ()) < 1e-5)

/// -log of the sum over all ways through time that spell the labels, one after another.
let private ctcByHand (logits: float[][]) (labels: int list) =
    let softmax (row: float[]) =
        let top = Array.max row
        let all = row |> Array.map (fun x -> exp (x - top))
        all |> Array.map (fun x -> x / Array.sum all)

    let spelled (path: int list) =
        path
        |> List.fold (fun done' c -> if List.tryHead done' = Some c then done' else c :: done') []
        |> List.rev
        |> List.filter ((<>) 0)

    let rec paths (steps: float[] list) : (int list * float) list =
        match steps with
        | [] -> [ [], 1.0 ]
        | now :: rest -> [
            for path, p in paths rest do
                for c in 0 .. now.Length - 1 -> c :: path, p * now[c]
          ]

    paths [ for row in logits -> softmax row ]
    |> List.filter (fun (path, _) -> spelled path = labels)
    |> List.sumBy snd
    |> fun p -> -(log p)

[<Fact>]
let ``CTC is the sum over all paths`` () =
    let samples = [ [ 1; 2; 0 ]; [ 1; 1; 0 ]; [ 2; 0; 0 ]; [ 0; 0; 0 ]; [ 2; 1; 2 ]; [ 1; 1; 1 ] ]
    let time, classes = 4, 3
    let logits = normal [ samples.Length; time; classes ]
    let values = NDArray.toFloats logits

    let y =
        NDArray.ofFloats DType.Int32 [| samples.Length; 3 |] [|
            for s in samples do
                for c in s -> float c
        |]

    let loss =
        (CTC Reduction.None).Value(Sym.constant y, Sym.constant logits, None, None)

    let got = Steps.run (State Device.Default) [] { Fetches = [ loss ]; Updates = [] }

    for i, labels in List.indexed samples do
        let rows = [|
            for t in 0 .. time - 1 ->
                values[(i * time + t) * classes .. (i * time + t + 1) * classes - 1]
        |]

        let wanted = ctcByHand rows (labels |> List.filter ((<>) 0))
        Assert.Equal(wanted, (NDArray.toFloats got.Head)[i], 1e-4)

[<Fact>]
let ``crossentropy is the one that fits the shapes`` () =
    let named = Loss.op_Implicit "ce"

    let same (y: NDArray) (p: NDArray) (other: Loss) =
        let value (loss: Loss) =
            loss.Value(Sym.constant y, Sym.constant p, None, None)

        let got =
            Steps.run (State Device.Default) [] {
                Fetches = [ value named; value other ]
                Updates = []
            }

        Assert.Equal(0.0, Steps.distance got[0] got[1])

    let floats shape values =
        NDArray.ofFloats DType.Float32 (Array.ofList shape) (Array.ofList values)

    same (floats [ 2; 1 ] [ 0.0; 1.0 ]) (floats [ 2; 1 ] [ 0.3; 0.8 ]) (BinaryCrossentropy())
    let p = floats [ 2; 3 ] [ 0.2; 0.3; 0.5; 0.1; 0.8; 0.1 ]
    same (floats [ 2 ] [ 2.0; 0.0 ]) p (SparseCategoricalCrossentropy())
    same (floats [ 2; 1 ] [ 2.0; 0.0 ]) p (SparseCategoricalCrossentropy())
    same (floats [ 2; 3 ] [ 0.0; 0.0; 1.0; 1.0; 0.0; 0.0 ]) p (CategoricalCrossentropy())
