// The recurrent layers by cuDNN, which runs a whole sequence in one call: on CUDA, where there is no mask.
#include "recurrent.h"

#include <ATen/Functions.h>

namespace keratin {

using at::Tensor;

namespace {

// cuDNN has r, z, h where Keras has z, r, h. Either way round.
Tensor reorder(Cudnn::Mode mode, const Tensor& columns) {
    if (mode != Cudnn::Gru) return columns;
    auto gates = columns.chunk(3, -1);
    return at::cat({gates[1], gates[0], gates[2]}, -1);
}

OptionalTensor as_layer(const OptionalTensor& state) {
    auto given = tensor_or_none(state);
    return given.defined() ? OptionalTensor(given.unsqueeze(0).contiguous()) : OptionalTensor();
}

}  // namespace

bool Cudnn::serves(const Sequence& s) {
    return s.x.is_cuda() && !s.steps.defined() && at::cudnn_is_acceptable(s.x);
}

Cudnn::Cudnn(Mode mode, const Sequence& s, const Tensor& kernel, const Tensor& recurrent, const Tensor& bias)
    : mode(mode), s(s), biases(bias.defined() ? bias.dim() : 0), x(s.x.view({s.time, s.batch, s.features})) {
    weights = {reorder(mode, kernel).t().contiguous(), reorder(mode, recurrent).t().contiguous()};
    if (biases > 0) {
        // cuDNN always has two: for the input, and for the state
        auto both = biases == 2 ? bias : at::stack({bias, at::zeros_like(bias)});
        auto ordered = reorder(mode, both);
        weights.push_back(ordered.select(0, 0).contiguous());
        weights.push_back(ordered.select(0, 1).contiguous());
    }
    // moves the weights into the buffer
    buffer = at::_cudnn_rnn_flatten_weight(weights, stride(), s.features, mode, s.units, 0, 1, false, false);
}

Cudnn::Outputs Cudnn::forward(const Tensor& h0, const OptionalTensor& c0) const {
    auto [y, h, c, reserve, used] =
        at::_cudnn_rnn(x, weights, stride(), buffer, h0.unsqueeze(0).contiguous(), as_layer(c0), mode, s.units, 0, 1,
                       false, 0.0, true, false, {}, {});
    return {y.transpose(0, 1).contiguous(), h.squeeze(0), mode == Lstm ? c.squeeze(0) : c, reserve};
}

Cudnn::Gradients Cudnn::backward(const OptionalTensor& gy, const OptionalTensor& gh, const OptionalTensor& gc,
                                 const Tensor& h0, const OptionalTensor& c0, const Tensor& y,
                                 const Tensor& reserve) const {
    auto arriving = gradient_or_zeros(gy, s.x, {s.batch, s.time, s.units}).transpose(0, 1).contiguous();
    auto [dx, dh, dc, dweights] = at::_cudnn_rnn_backward(
        x, weights, stride(), buffer, h0.unsqueeze(0).contiguous(), as_layer(c0), y.transpose(0, 1).contiguous(),
        arriving, as_layer(gh), as_layer(gc), mode, s.units, 0, 1, false, 0.0, true, false, {}, {}, reserve,
        {true, true, mode == Lstm, true});
    Tensor dbias;
    if (biases == 1) dbias = reorder(mode, dweights[2]);
    if (biases == 2) dbias = reorder(mode, at::stack({dweights[2], dweights[3]}));
    return {s.turned_back(dx),
            dh.squeeze(0),
            mode == Lstm ? dc.squeeze(0) : dc,
            reorder(mode, dweights[0].t()).contiguous(),
            reorder(mode, dweights[1].t()).contiguous(),
            dbias};
}

}  // namespace keratin
