// What the fused recurrent layers share, by operators: the turning of sequences and the large products.
#include "recurrent.h"

#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>

namespace keratin {

using at::Tensor;

Activation activation_named(const std::string& name) {
    if (name == "tanh") return Activation::Tanh;
    if (name == "sigmoid") return Activation::Sigmoid;
    if (name == "relu") return Activation::Relu;
    if (name == "hard_sigmoid") return Activation::HardSigmoid;
    if (name == "linear") return Activation::Linear;
    if (name == "softsign") return Activation::Softsign;
    TORCH_CHECK(
        false, "the fused recurrent layers know tanh, sigmoid, relu, hard_sigmoid, linear and softsign, not ",
        name);
}

Tensor activate(Activation kind, const Tensor& x) {
    switch (kind) {
        case Activation::Tanh: return at::tanh(x);
        case Activation::Sigmoid: return at::sigmoid(x);
        case Activation::Relu: return at::relu(x);
        case Activation::HardSigmoid: return at::hardsigmoid(x);
        case Activation::Softsign: return x / (1 + x.abs());
        case Activation::Linear: return x;
    }
    return x;
}

Tensor slope(Activation kind, const Tensor& y) {
    switch (kind) {
        case Activation::Tanh: return 1 - y * y;
        case Activation::Sigmoid: return y * (1 - y);
        case Activation::Relu: return (y > 0).to(y.scalar_type());
        case Activation::HardSigmoid: return ((y > 0).logical_and(y < 1)).to(y.scalar_type()) / 6;
        case Activation::Softsign: return (1 - y.abs()).square();
        case Activation::Linear: return at::ones_like(y);
    }
    return y;
}

Sequence::Sequence(const Tensor& input, const Tensor& kernel, const Tensor& recurrent, const Tensor& mask,
                   bool reverse, int64_t gates)
    : time(input.size(1)),
      batch(input.size(0)),
      features(input.size(2)),
      units(recurrent.size(0)),
      reverse(reverse),
      fast(is_vectorised(input)) {
    TORCH_CHECK(input.dim() == 3 && kernel.dim() == 2 && recurrent.dim() == 2 && kernel.size(0) == features &&
                    kernel.size(1) == gates * units && recurrent.size(1) == gates * units,
                "an input of shape ", input.sizes(), ", a kernel of ", kernel.sizes(),
                " and a recurrent kernel of ", recurrent.sizes(), " do not fit together");
    auto turned = input.transpose(0, 1);
    if (reverse) turned = turned.flip(0);
    x = turned.contiguous().view({time * batch, features});
    if (!mask.defined()) return;
    TORCH_CHECK(mask.dim() == 2 && mask.size(0) == batch && mask.size(1) == time, "a mask of shape ",
                mask.sizes(), " for an input of shape ", input.sizes());
    auto valid = mask.to(at::kBool).transpose(0, 1);
    if (reverse) valid = valid.flip(0);
    auto seen = valid.cumsum(0) > 0;
    steps = (valid.to(at::kByte) + seen.to(at::kByte)).contiguous();
}

void Sequence::project(const Tensor& kernel, const Tensor& bias, const Tensor& out) const {
    auto flat = out.view({time * batch, kernel.size(1)});
    if (bias.defined()) at::addmm_out(flat, bias, x, kernel);
    else at::mm_out(flat, x, kernel);
}

Tensor Sequence::turned_back(const Tensor& x) const {
    return (reverse ? x.flip(0) : x).transpose(0, 1).contiguous();
}

Tensor Sequence::input_gradient(const Tensor& gradient, const Tensor& kernel) const {
    return turned_back(
        at::mm(gradient.view({time * batch, kernel.size(1)}), kernel.t()).view({time, batch, features}));
}

Tensor Sequence::matrix_gradient(const Tensor& values, const Tensor& gradient) const {
    return at::mm(values.reshape({time * batch, values.size(-1)}).t(),
                  gradient.reshape({time * batch, gradient.size(-1)}));
}

Tensor Sequence::bias_gradient(const Tensor& gradient) const {
    return gradient.view({time * batch, gradient.size(-1)}).sum(0);
}

Tensor Sequence::where_at_least(Step least, int64_t t) const {
    return steps.defined() ? steps.select(0, t).ge(static_cast<int64_t>(least)).unsqueeze(1) : Tensor();
}

Saved::Saved(const Sequence& s, int64_t values, int64_t states)
    : whole(at::empty({s.batch * s.units * (s.time * (values + states) + states)}, s.x.options())),
      time(s.time),
      batch(s.batch),
      units(s.units) {}

Tensor Saved::next(int64_t steps, int64_t columns) {
    auto piece = whole.narrow(0, used, steps * batch * columns).view({steps, batch, columns});
    used += steps * batch * columns;
    return piece;
}

Tensor gradient_or_zeros(const OptionalTensor& gradient, const Tensor& like, at::IntArrayRef sizes) {
    auto given = tensor_or_none(gradient);
    return given.defined() ? given.contiguous() : at::zeros(sizes, like.options());
}

}  // namespace keratin
