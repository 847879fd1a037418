/// Cases that are not expected to pass, each with its reason. One that passes fails the run: take it
/// off the list.
module internal Keratin.Golden.Known

open Keratin

let private half =
    "LibTorch before 2 has no float16 kernels on the CPU for this operation"

/// Why a case does not pass, by its name.
let reasons: Map<string, string> =
    Map.ofList [
        if Engine.Native.version().StartsWith "1." then
            "conv/conv2d_mixed_float16", half
            "core/dense_mixed_float16", half
            "rnn/lstm_mixed_float16", half
            "model/mixed_precision", half
        "masking/embedding_mha_padding_mask",
        "the recorded gradients come from a fused attention that differs from the formula on rows where every key is masked; outputs agree"
    ]
