/// ONNX Runtime answers what the engine answers: for every operation, in both layouts, whatever the
/// opset, the batch and the length.
module Keratin.Properties.OnnxLaws

open System
open System.Collections.Generic
open System.IO
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Onnx
open Keratin.Properties.OnnxOpSamples

let private agree (network: Network) feeds =
    let state = State Device.Default

    Law.all [
        for opset in [ 13; 17; 21 ] do
            yield! Serving.differences opset network state feeds
    ]

/// A convolution of one cell, so that what comes next is channels-first in ONNX.
let private convolve (x: Symbol) =
    let spatial = x.Rank - 2

    let kernel = numbers (List.replicate spatial 1 @ [ features; features ])

    let window: Window = {
        Strides = List.replicate spatial 1
        Dilation = List.replicate spatial 1
        Pads = SamePads
    }

    Sym.conv
        {
            Window = window
            Groups = 1
            HasBias = false
        }
        [ x; Sym.constant kernel ]

let names () : TheoryData<string> =
    TheoryData<string>(operations |> Seq.map fst)

let private operation name =
    operations |> List.find (fun (own, _) -> own = name) |> snd

[<Theory>]
[<MemberData(nameof names)>]
let ``of sequences of any length`` (name: string) =
    let x = sequence "x"

    agree (Network("law", [ x ], [ operation name x ])) [
        for batch, length in [ 1, 1; 2, 5; 7, 33 ] -> [ "x", numbers [ batch; length; features ] ]
    ]

[<Theory>]
[<MemberData(nameof names)>]
let ``of images after a convolution`` (name: string) =
    let x = image "x"

    agree (Network("law", [ x ], [ operation name (convolve x) ])) [
        for batch in [ 1; 2 ] -> [ "x", numbers [ batch; 6; 5; features ] ]
    ]

/// The state before the first step, and a mask; (batch, units) and (batch, time).
let private recurrent kind reverse hasMask =
    let units = 3
    let x = sequence "x"

    let gates, states =
        match kind with
        | "lstm" -> 4, 2
        | "gru" -> 3, 1
        | _ -> 1, 1

    let initial = [
        for i in 1..states -> InputLayer.symbol [ Nullable units ] None DType.Float32 $"state{i}"
    ]

    // a mask is a number above 0 in an input of the same length
    let mask =
        Sym.greater (Sym.slice 2 (size 0) (size 1) x |> Sym.squeeze [ 2 ]) (x.Like 0.0)

    let weights = [
        numbers [ features; gates * units ]
        numbers [ units; gates * units ]
        numbers (
            if kind = "gru" then
                [ 2; gates * units ]
            else
                [ gates * units ]
        )
    ]

    let settings = {
        Reverse = reverse
        HasBias = true
        HasMask = hasMask
        Activation = "tanh"
        RecurrentActivation = "hard_sigmoid"
        ResetAfter = true
    }

    let op =
        match kind with
        | "lstm" -> Op.Lstm settings
        | "gru" -> Op.Gru settings
        | _ -> Op.Rnn settings

    let outputs =
        Symbol.Apply(
            op,
            [ x ]
            @ initial
            @ (weights |> List.map Sym.constant)
            @ (if hasMask then [ mask ] else [])
        )

    Network("law", x :: initial, outputs[..states])

/// No step of the first row counts.
let private firstRowMasked (x: NDArray) =
    let values = NDArray.toFloats x

    for step in 0 .. x.Shape[1] - 1 do
        values[step * features] <- -1.0

    NDArray.ofFloats x.DType x.Shape values

[<Theory>]
[<InlineData("lstm", false, false)>]
[<InlineData("lstm", true, false)>]
[<InlineData("lstm", false, true)>]
[<InlineData("lstm", true, true)>]
[<InlineData("gru", false, false)>]
[<InlineData("gru", true, true)>]
[<InlineData("rnn", true, false)>]
[<InlineData("rnn", false, true)>]
let ``of recurrent layers under any mask`` (kind: string, reverse: bool, hasMask: bool) =
    let network = recurrent kind reverse hasMask

    agree network [
        for batch, length in [ 1, 1; 2, 5; 7, 33 ] ->
            [
                for s, name in List.zip network.Inputs network.InputNames do
                    if s.Rank = 3 then
                        name, firstRowMasked (numbers [ batch; length; features ])
                    else
                        name, numbers [ batch; 3 ]
            ]
    ]

[<Theory>]
[<InlineData(false)>]
[<InlineData(true)>]
let ``of loops of any length`` (reverse: bool) =
    let units = 3
    let x = sequence "x"
    let start = InputLayer.symbol [ Nullable units ] None DType.Float32 "start"
    let kernel = Sym.constant (numbers [ features; units ])
    // what is the same at every step, and depends on an input
    let scale = Sym.tanh start

    let outcome =
        Scan.run
            reverse
            [ start; Sym.fill DType.Float32 [ x.Dims[0]; size 1 ] 0.0 ]
            [ Sym.transpose [ 1; 0; 2 ] x ]
            (fun states parts ->
                let h = Sym.tanh (Sym.matmul parts[0] kernel + states[0] * scale)
                let most = Sym.maximum states[1] (Sym.maxAlong [ 1 ] true h)
                [ h; most ], [ h + most; Sym.sum [ 1 ] false parts[0] ])

    let outputs =
        outcome.States
        @ [ Sym.transpose [ 1; 0; 2 ] outcome.Outputs[0]; outcome.Outputs[1] ]

    agree (Network("law", [ x; start ], outputs)) [
        for batch, length in [ 1, 1; 2, 5; 7, 33 ] ->
            [ "x", numbers [ batch; length; features ]; "start", numbers [ batch; units ] ]
    ]

[<Fact>]
let ``what depends on chance, is a gradient or takes a matrix apart is refused by name`` () =
    let x = sequence "x"
    let seed = Sym.constant (NDArray.ofArray [| 2 |] [| 1L; 0L |])

    for y in
        [
            Sym.apply (Op.Dropout 0.5) [ x; seed ]
            Sym.apply (Op.Backward(Backward.Tanh)) [ x; x ]
            Matrices.inverse (Sym.matmul (Rearranging.swapped -1 -2 x) x)
        ] do
        let refusal =
            Assert.Throws<KeratinException>(fun () ->
                Export.toModel (Network("law", [ x ], [ y ])) (State Device.Default) 17
                |> ignore)

        Assert.All([ refusal.Where; refusal.Expected; refusal.Got; refusal.Fix ], Assert.NotEmpty)

[<Theory>]
[<InlineData(12)>]
[<InlineData(25)>]
let ``an opset outside the range is refused`` (opset: int) =
    let x = sequence "x"

    let refusal =
        Assert.Throws<KeratinException>(fun () ->
            Export.toModel (Network("law", [ x ], [ Sym.relu x ])) (State Device.Default) opset
            |> ignore)

    Assert.Contains("13 to 24", refusal.Expected)

[<Fact>]
let ``weights in a second file are what ONNX Runtime computes with`` () =
    let folder = Directory.CreateTempSubdirectory("keratin").FullName

    try
        let network =
            Network.sequential "two files" [
                Layers.Dense(40, inputShape = [| Nullable 20 |])
                Layers.Dense 30
            ]

        let state = State Device.Default
        let x = NDArray.ofArray [| 2; 20 |] (Array.init 40 (fun i -> float32 i / 40.0f))

        let answerOf (path: string) =
            use session = new OnnxSession(path)
            let given = dict [ session.Inputs[0].Name, OnnxValue x ]
            (session.Run(Dictionary given)).Values |> Seq.exactlyOne |> _.Array

        let one, two = Path.Combine(folder, "one.onnx"), Path.Combine(folder, "two.onnx")
        Export.save one network state 17
        Export.saveWithin 1L two network state 17
        let weights = (20 * 40 + 40 * 30) * sizeof<float32>
        Assert.Equal(3, Directory.GetFiles(folder).Length)
        Assert.True(FileInfo(two + ".data").Length > int64 weights)
        Assert.True(FileInfo(two).Length < int64 weights)
        Assert.Equal(answerOf one, answerOf two)
    finally
        Directory.Delete(folder, true)
