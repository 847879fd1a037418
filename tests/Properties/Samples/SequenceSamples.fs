/// Samples of recurrent layers, wrappers and attention.
module internal Keratin.Properties.SequenceSamples

open System
open System.Collections.Generic
open Keratin
open Keratin.Properties

let private sequence = [ floats [ 5; 3 ] ]

/// A cell of one's own: the state leaks, and the input is added to it.
[<Sealed>]
type internal LeakyCell(units: int, dtype: string) =
    inherit Layer(Policy = Policy.Parse dtype)
    let mutable kernel: Weight option = None
    member _.Units = units

    override l.Build(input: Shape) =
        kernel <- Some(l.AddWeight("kernel", [| input[1]; Nullable units |]))

    override _.Call(inputs: IReadOnlyList<Symbol>) : IReadOnlyList<Symbol> =
        let h = inputs[1] * 0.5 + Sym.matmul inputs[0] (Sym.weight kernel.Value)
        [| Sym.tanh h; h |]

    interface IRecurrentCell with
        member _.StateSizes = [| units |]
        member _.OutputSize = units

let private cells = [
    yield!
        layer "SimpleRNNCell" [ floats [ 3 ]; floats [ 4 ] ] [
            "defaults", (fun d -> Layers.SimpleRNNCell(4, dtype = d))
        ]
    yield!
        layer "LSTMCell" [ floats [ 3 ]; floats [ 4 ]; floats [ 4 ] ] [
            "defaults", (fun d -> Layers.LSTMCell(4, dtype = d))
        ]
    yield!
        layer "GRUCell" [ floats [ 3 ]; floats [ 4 ] ] [
            "defaults", (fun d -> Layers.GRUCell(4, dtype = d))
            "reset before", (fun d -> Layers.GRUCell(4, resetAfter = false, dtype = d))
        ]
    yield!
        layer "StackedRNNCells" [ floats [ 3 ]; floats [ 4 ]; floats [ 2 ]; floats [ 2 ] ] [
            "two",
            (fun d ->
                Layers.StackedRNNCells(
                    [| Layers.GRUCell(4, dtype = d); Layers.LSTMCell(2, dtype = d) |],
                    dtype = d
                ))
        ]
    yield!
        layer "RNN" sequence [
            "one cell", (fun d -> Layers.RNN(Layers.GRUCell(4, dtype = d), dtype = d))
            "several cells",
            (fun d ->
                Layers.RNN(
                    [| Layers.LSTMCell(4, dtype = d); Layers.SimpleRNNCell(2, dtype = d) |],
                    returnSequences = true,
                    returnState = true,
                    dtype = d
                ))
            "a cell of one's own",
            (fun d ->
                Layers.RNN(LeakyCell(3, d), returnSequences = true, goBackwards = true, dtype = d))
        ]
    yield!
        random "RNN" sequence [
            "dropout",
            (fun d ->
                Layers.RNN(
                    Layers.LSTMCell(4, dropout = 0.3, recurrentDropout = 0.3, dtype = d),
                    dtype = d
                ))
        ]
    yield!
        layer "ConvLSTM1D" [ floats [ 3; 6; 2 ] ] [
            "defaults", (fun d -> Layers.ConvLSTM1D(2, 3, dtype = d))
        ]
    yield!
        layer "ConvLSTM2D" [ floats [ 3; 5; 4; 2 ] ] [
            "same, all steps",
            (fun d ->
                Layers.ConvLSTM2D(
                    2,
                    2,
                    padding = "same",
                    returnSequences = true,
                    returnState = true,
                    dtype = d
                ))
        ]
    yield!
        layer "ConvLSTM2D" [ floats [ 3; 2; 5; 4 ] ] [
            "channels first",
            (fun d ->
                Layers.ConvLSTM2D(2, 2, strides = 2, dataFormat = "channels_first", dtype = d))
        ]
    yield!
        layer "ConvLSTM3D" [ floats [ 2; 3; 4; 3; 2 ] ] [
            "backwards", (fun d -> Layers.ConvLSTM3D(2, 2, goBackwards = true, dtype = d))
        ]
]

let private recurrent = [
    yield!
        layer "SimpleRNN" sequence [
            "defaults", (fun d -> Layers.SimpleRNN(4, dtype = d))
            "sequences and state",
            (fun d -> Layers.SimpleRNN(4, returnSequences = true, returnState = true, dtype = d))
            "another activation",
            (fun d -> Layers.SimpleRNN(4, activation = "gelu", goBackwards = true, dtype = d))
        ]
    yield!
        layer "LSTM" sequence [
            "defaults", (fun d -> Layers.LSTM(4, dtype = d))
            "sequences and state",
            (fun d -> Layers.LSTM(4, returnSequences = true, returnState = true, dtype = d))
            "backwards, no bias",
            (fun d -> Layers.LSTM(3, goBackwards = true, useBias = false, dtype = d))
            "hard gates",
            (fun d ->
                Layers.LSTM(3, activation = "softsign", recurrentActivation = "sigmoid", dtype = d))
            "step by step",
            (fun d -> Layers.LSTM(3, activation = "gelu", returnSequences = true, dtype = d))
        ]
    yield!
        layer "GRU" sequence [
            "defaults", (fun d -> Layers.GRU(4, dtype = d))
            "sequences and state",
            (fun d -> Layers.GRU(4, returnSequences = true, returnState = true, dtype = d))
            "reset before", (fun d -> Layers.GRU(4, resetAfter = false, dtype = d))
            "backwards, no bias",
            (fun d -> Layers.GRU(3, goBackwards = true, useBias = false, dtype = d))
        ]
    yield!
        random "SimpleRNN" sequence [
            "dropout", (fun d -> Layers.SimpleRNN(4, dropout = 0.4, dtype = d))
        ]
    yield!
        random "LSTM" sequence [
            "dropout", (fun d -> Layers.LSTM(4, dropout = 0.3, recurrentDropout = 0.3, dtype = d))
        ]
    yield!
        random "GRU" sequence [
            "dropout", (fun d -> Layers.GRU(4, recurrentDropout = 0.4, seed = 5, dtype = d))
        ]
    yield!
        layer "Bidirectional" sequence [
            "LSTM", (fun d -> Layers.Bidirectional(Layers.LSTM(3, dtype = d), dtype = d))
            "GRU, sum",
            (fun d ->
                Layers.Bidirectional(
                    Layers.GRU(3, returnSequences = true, dtype = d),
                    mergeMode = "sum",
                    dtype = d
                ))
            "two of one's own",
            (fun d ->
                Layers.Bidirectional(
                    Layers.LSTM(3, dtype = d),
                    backwardLayer = Layers.LSTM(3, goBackwards = true, dtype = d),
                    dtype = d
                ))
            "RNN over cells",
            (fun d ->
                Layers.Bidirectional(
                    Layers.RNN(
                        [| Layers.SimpleRNNCell(3, dtype = d) |],
                        returnSequences = true,
                        dtype = d
                    ),
                    dtype = d
                ))
        ]
    yield!
        layer "TimeDistributed" [ floats [ 3; 4; 5; 2 ] ] [
            "Conv2D", (fun d -> Layers.TimeDistributed(Layers.Conv2D(3, 2, dtype = d), dtype = d))
        ]
    yield!
        layer "TimeDistributed" sequence [
            "BatchNormalization",
            (fun d -> Layers.TimeDistributed(Layers.BatchNormalization(dtype = d), dtype = d))
            "Dense", (fun d -> Layers.TimeDistributed(Layers.Dense(2, dtype = d), dtype = d))
        ]
]

let private attention = [
    yield!
        layer "MultiHeadAttention" [ floats [ 4; 6 ]; floats [ 5; 6 ] ] [
            "defaults", (fun d -> Layers.MultiHeadAttention(2, 3, dtype = d))
            "value depth, no bias",
            (fun d ->
                Layers.MultiHeadAttention(
                    2,
                    3,
                    valueDim = 2,
                    useBias = false,
                    outputShape = [| 5 |],
                    dtype = d
                ))
        ]
    yield!
        layer "MultiHeadAttention" [ floats [ 4; 6 ]; floats [ 4; 5 ]; floats [ 4; 3 ] ] [
            "three inputs", (fun d -> Layers.MultiHeadAttention(2, 3, dtype = d))
            "gate", (fun d -> Layers.MultiHeadAttention(2, 3, useGate = true, dtype = d))
        ]
    yield!
        random "MultiHeadAttention" [ floats [ 4; 6 ]; floats [ 5; 6 ] ] [
            "dropout", (fun d -> Layers.MultiHeadAttention(2, 3, dropout = 0.5, dtype = d))
        ]
    yield!
        layer "GroupQueryAttention" [ floats [ 4; 6 ]; floats [ 5; 6 ] ] [
            "two for each", (fun d -> Layers.GroupQueryAttention(3, 4, 2, dtype = d))
        ]
    yield!
        layer "Attention" [ floats [ 4; 3 ]; floats [ 5; 3 ] ] [
            "dot", (fun d -> Layers.Attention(dtype = d))
            "scaled", (fun d -> Layers.Attention(useScale = true, dtype = d))
            "concat", (fun d -> Layers.Attention(scoreMode = "concat", useScale = true, dtype = d))
        ]
    yield!
        layer "AdditiveAttention" [ floats [ 4; 3 ]; floats [ 5; 3 ]; floats [ 5; 3 ] ] [
            "defaults", (fun d -> Layers.AdditiveAttention(dtype = d))
            "no scale", (fun d -> Layers.AdditiveAttention(useScale = false, dtype = d))
        ]
]

let all = recurrent @ cells @ attention
