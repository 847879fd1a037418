/// What recurrent layers do beyond one batch of one kind: the loop agrees with the kernels, states live
/// between batches, and lengths may be unknown.
module Keratin.Properties.RecurrentLaws

open System
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

let private random = Random 11

let private numbers (shape: int list) =
    let shape = Array.ofList shape
    NDArray.ofFloats DType.Float32 shape (Steps.normal random (Array.fold (*) 1 shape))

let private input (batch: int option) (time: Nullable<int>) =
    InputLayer.symbol [ time; Nullable 3 ] batch DType.Float32 null

let private network (make: Symbol -> Symbol) (x: Symbol) = Network("law", [ x ], [ make x ])

/// The answer, and what is handed on to the next batch.
let private answer (state: State) (network: Network) (x: NDArray) : float[] =
    let carried = network.Carried

    let outputs, values =
        network.Outputs @ (carried |> List.map snd)
        |> Passes.choosePhase false
        |> List.splitAt 1

    let program, _ =
        Steps.compile state [ network.InputNames.Head, x ] {
            Fetches = outputs
            Updates = List.map2 (fun (w, _) v -> Assign(w, v)) carried values
        }

    use program = program
    program.Run()
    NDArray.toFloats (program.Fetch 0)

let private near (a: float[]) (b: float[]) =
    a.Length = b.Length && Array.forall2 (fun x y -> abs (x - y) < 1e-5) a b

/// A fused kernel, and the same cell as one of a stack, which has no kernel.
let private pairs: (string * Layer * Layer) list = [
    "SimpleRNN",
    Layers.SimpleRNN(4, returnSequences = true),
    Layers.RNN([| Layers.SimpleRNNCell 4 |], returnSequences = true)
    "LSTM",
    Layers.LSTM(4, returnSequences = true),
    Layers.RNN([| Layers.LSTMCell 4 |], returnSequences = true)
    "GRU",
    Layers.GRU(4, returnSequences = true),
    Layers.RNN([| Layers.GRUCell 4 |], returnSequences = true)
    "GRU, reset before",
    Layers.GRU(4, resetAfter = false, returnSequences = true),
    Layers.RNN([| Layers.GRUCell(4, resetAfter = false) |], returnSequences = true)
]

let pairNames () : TheoryData<string> =
    let data = TheoryData<string>()

    for name, _, _ in pairs do
        data.Add name

    data

[<Theory>]
[<MemberData(nameof pairNames)>]
let ``loops and kernels agree at any length`` (name: string) =
    let _, fused, looped = pairs |> List.find (fun (n, _, _) -> n = name)
    let state = State Device.Default

    let masked (layer: Layer) (x: Symbol) = layer.Apply(Layers.Masking().Apply x)

    let first = network (masked fused) (input None (Nullable()))
    let second = network (masked looped) (input None (Nullable()))

    for a, b in List.zip first.Weights second.Weights do
        state.Write(b, state.Read a)

    for batch, time in [ 1, 1; 3, 5; 2, 9 ] do
        let x = numbers [ batch; time; 3 ]

        // the first sample's second step does not count
        if time > 1 then
            Array.Clear(x.Bytes, 3 * 4, 3 * 4)

        Assert.True(
            near (answer state first x) (answer state second x),
            $"batch {batch}, time {time}"
        )

[<Fact>]
let ``a stateful layer goes on where the batch before ended`` () =
    for make in
        [
            fun (stateful: bool) -> Layers.LSTM(4, stateful = stateful)
            fun stateful -> Layers.GRU(4, stateful = stateful)
            fun stateful ->
                Layers.RNN([| Layers.SimpleRNNCell 4; Layers.LSTMCell 2 |], stateful = stateful)
        ] do
        let state = State Device.Default
        let parts = network (make true).Apply (input (Some 2) (Nullable 3))
        let whole = network (make false).Apply (input (Some 2) (Nullable 6))

        for a, b in List.zip parts.Weights whole.Weights do
            state.Write(b, state.Read a)

        let x = numbers [ 2; 6; 3 ]
        let values = NDArray.toFloats x

        let half n =
            NDArray.ofFloats DType.Float32 [| 2; 3; 3 |] [|
                for row in 0..1 do
                    yield! values[row * 18 + n * 9 .. row * 18 + n * 9 + 8]
            |]

        let alone = answer state parts (half 0)
        let after = answer state parts (half 1)
        Assert.True(near after (answer state whole x))
        // from the beginning again
        for w, _ in parts.Carried do
            state.Write(w, NDArray.ofFloats w.DType w.Shape (Array.zeroCreate w.Count))

        Assert.True(near alone (answer state parts (half 0)))

[<Fact>]
let ``a stateful layer needs a known batch`` () =
    let refusal =
        Assert.Throws<KeratinException>(fun () ->
            (Layers.LSTM(4, stateful = true)).Apply(input None (Nullable 3)) |> ignore)

    Assert.Contains("samples in a batch", refusal.Expected)

[<Fact>]
let ``another activation and recurrent dropout train on an unknown length`` () =
    let layer =
        Layers.LSTM(
            4,
            activation = "gelu",
            recurrentDropout = 0.4,
            dropout = 0.2,
            returnSequences = true
        )

    let x = input None (Nullable())
    let y = layer.Apply x
    let loss = (Passes.choosePhase true [ Sym.meanAll (Sym.square y) ]).Head
    let weights = [ for w in layer.Weights -> w ]
    let gradients = Gradient.of' loss (weights |> List.map Sym.weight)
    let state = State Device.Default
    let name = (Network("law", [ x ], [ y ])).InputNames.Head

    for time in [ 1; 7 ] do
        let program, _ =
            Steps.compile state [ name, numbers [ 2; time; 3 ] ] {
                Fetches = loss :: gradients
                Updates = []
            }

        use program = program
        program.Run()

        for i in 0 .. gradients.Length do
            Assert.All(NDArray.toFloats (program.Fetch i), fun v -> Assert.True(Double.IsFinite v))

/// Of samples of one step of one, with kernels of ones, the part whose input, candidate and output all were kept.
let private allKept (layer: Layer) (shape: int list) =
    let ones = Array.create (List.fold (*) 1 shape) 1.0

    let outputs =
        LayerAlone.apply layer (Some true) [
            NDArray.ofFloats DType.Float32 (Array.ofList shape) ones
        ]

    let values = NDArray.toFloats outputs.Head
    // three factors of 2 where all are kept
    Assert.All(values, (fun v -> Assert.True(v = 0.0 || v = 8.0)))
    float (values |> Array.filter ((=) 8.0) |> Array.length) / float values.Length

[<Fact>]
let ``with recurrent dropout each gate drops inputs of its own`` () =
    let linear = Activation.Linear

    let lstm recurrentDropout =
        Layers.LSTM(
            1,
            linear,
            linear,
            useBias = false,
            kernelInitializer = "ones",
            dropout = 0.5,
            recurrentDropout = recurrentDropout
        )

    Assert.InRange(allKept (lstm 0.0) [ 4000; 1; 1 ], 0.46, 0.54)
    Assert.InRange(allKept (lstm 0.5) [ 4000; 1; 1 ], 0.10, 0.15)

    let conv =
        Layers.ConvLSTM1D(
            1,
            1,
            activation = linear,
            recurrentActivation = linear,
            useBias = false,
            kernelInitializer = "ones",
            dropout = 0.5
        )

    Assert.InRange(allKept conv [ 4000; 1; 1; 1 ], 0.10, 0.15)
