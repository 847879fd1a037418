/// Samples of recurrent layers, wrappers and attention.
module internal Keratin.Properties.SequenceSamples

open System
open Keratin
open Keratin.Properties

let private sequence = [ floats [ 5; 3 ] ]

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
        ]
    yield!
        layer "TimeDistributed" [ floats [ 3; 4; 5; 2 ] ] [
            "Conv2D", (fun d -> Layers.TimeDistributed(Layers.Conv2D(3, 2, dtype = d), dtype = d))
        ]
    yield!
        layer "TimeDistributed" sequence [
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

let all = recurrent @ attention
