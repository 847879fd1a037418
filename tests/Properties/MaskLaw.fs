/// What a mask hides never changes a result.
module Keratin.Properties.MaskLaw

open System
open FsCheck.FSharp
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

let private features = 3

/// The steps that count of each sample: at least one, from the start or up to the end.
type private Masked = {
    Steps: int
    Lengths: int list
    FromStart: bool
    Seed: int
}

let private examples =
    gen {
        let! steps = Gen.choose (2, 7)
        let! rows = Gen.choose (1, 4)
        let! lengths = Gen.listOfLength rows (Gen.choose (1, steps))
        let! fromStart = Gen.elements [ true; false ]
        let! seed = Gen.choose (0, 1000000)

        return {
            Steps = steps
            Lengths = lengths
            FromStart = fromStart
            Seed = seed
        }
    }

let private counts (m: Masked) row step =
    let length = m.Lengths[row]

    if m.FromStart then
        step < length
    else
        step >= m.Steps - length

/// How a layer is called, and whether results at hidden steps count too: a recurrent layer repeats
/// itself there, attention asks there for what nobody needs.
let private layers: (string * bool * (Symbol -> Symbol)) list = [
    let called (layer: Layer) (x: Symbol) =
        (layer.Call([ x ], CallArguments.None)).Head

    "SimpleRNN", true, called (Layers.SimpleRNN 4)
    "SimpleRNN, sequences", true, called (Layers.SimpleRNN(4, returnSequences = true))
    "SimpleRNN, step by step", true, called (Layers.SimpleRNN(4, activation = "gelu"))
    "LSTM", true, called (Layers.LSTM 4)
    "LSTM, sequences", true, called (Layers.LSTM(4, returnSequences = true))
    "LSTM, backwards", true, called (Layers.LSTM(4, goBackwards = true))
    "GRU", true, called (Layers.GRU 4)
    "GRU, sequences", true, called (Layers.GRU(4, returnSequences = true))
    "GRU, reset before", true, called (Layers.GRU(4, resetAfter = false))
    "Bidirectional", true, called (Layers.Bidirectional(Layers.LSTM 4))
    "GlobalAveragePooling1D", true, called (Layers.GlobalAveragePooling1D())

    "MultiHeadAttention",
    false,
    (fun x -> ((Layers.MultiHeadAttention(2, 3)).Call([ x; x ], CallArguments.None)).Head)

    "Attention", false, (fun x -> ((Layers.Attention()).Call([ x; x ], CallArguments.None)).Head)
]

let names () : TheoryData<string> =
    let data = TheoryData<string>()

    for name, _, _ in layers do
        data.Add name

    data

let private answers hiddenToo (apply: Symbol -> Symbol) (m: Masked) : NDArray * NDArray =
    let rows = m.Lengths.Length
    let random = Random m.Seed

    let x =
        Sym.input "x" {
            DType = DType.Float32
            Dims = [ size rows; size m.Steps; size features ]
        }

    let mask =
        Sym.input "mask" {
            DType = DType.Bool
            Dims = [ size rows; size m.Steps ]
        }

    let y = [ apply (x.WithMask(Some mask)) ] |> Passes.choosePhase false
    let state = State Device.Default
    Steps.scatter random state (Graph.weights y |> List.ofArray)

    let flags = [|
        for row in 0 .. rows - 1 do
            for step in 0 .. m.Steps - 1 -> counts m row step
    |]

    let values = Steps.normal random (flags.Length * features)

    let answer (values: float[]) =
        let inputs = [
            "x", NDArray.ofFloats DType.Float32 [| rows; m.Steps; features |] values
            "mask", NDArray.ofArray [| rows; m.Steps |] flags
        ]

        let result = (Steps.run state inputs { Fetches = y; Updates = [] }).Head

        if hiddenToo then
            result
        else
            let width = result.Count / flags.Length

            NDArray.toFloats result
            |> Array.mapi (fun i v -> if flags[i / width] then v else 0.0)
            |> NDArray.ofFloats result.DType result.Shape

    let other =
        values
        |> Array.mapi (fun i v -> if flags[i / features] then v else 3.0 * v + 1.0)

    answer values, answer other

[<Theory>]
[<MemberData(nameof names)>]
let ``hidden steps never change the result`` (name: string) =
    let _, hiddenToo, apply = layers |> List.find (fun (known, _, _) -> known = name)

    Law.holds 15 examples (fun m ->
        let one, other = answers hiddenToo apply m
        let apart = Steps.distance one other

        if not (apart <= 1e-6) then
            failwith $"%A{m}: {apart} apart")

[<Theory>]
[<MemberData(nameof names)>]
let ``steps that count do change the result`` (name: string) =
    let _, hiddenToo, apply = layers |> List.find (fun (known, _, _) -> known = name)

    let open' = {
        Steps = 4
        Lengths = [ 4; 4 ]
        FromStart = true
        Seed = 8
    }

    let one, _ = answers hiddenToo apply open'
    let other, _ = answers hiddenToo apply { open' with Seed = 9 }
    Assert.True(Steps.distance one other > 1e-3)
