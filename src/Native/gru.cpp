// GRU over whole sequences, with the reset gate after the recurrent product (Keras's default) or before it.
#include "gru_rows.h"

#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <torch/library.h>

namespace keratin {

namespace {

using at::Tensor;

// What forward keeps: the activated gates, the product of GruStep, and the states.
struct GruSaved {
    Tensor gates, products, hidden;

    explicit GruSaved(Saved saved)
        : gates(saved.values(3)), products(saved.values()), hidden(saved.states()) {}
};

// The recurrent matrix, and of the bias the part that is added to x's projection and to h's.
struct GruWeights {
    Tensor whole, gates, candidate, outer_bias, inner_bias;

    GruWeights(const Tensor& recurrent, const OptionalTensor& bias, bool after, int64_t units)
        : whole(recurrent),
          gates(recurrent.narrow(1, 0, 2 * units)),
          candidate(recurrent.narrow(1, 2 * units, units)) {
        auto both = tensor_or_none(bias);
        if (!both.defined()) return;
        outer_bias = after ? both.select(0, 0) : both;
        if (after) inner_bias = both.select(0, 1);
    }
};

// The loops of a step, on pointers where they serve and by operators where they do not.
struct GruForward {
    const Sequence& s;
    const GruSaved& kept;
    const GruWeights& weights;
    bool after;
    Activation activation, gate;
    Tensor y;

    template <class T>
    void step(int64_t t, const Tensor& before, const Tensor& inner) const {
        GruStep<T> k{s.units,
                     s.time * s.units,
                     after,
                     activation,
                     gate,
                     s.steps_at(t),
                     kept.gates.select(0, t).data_ptr<T>(),
                     kept.products.select(0, t).data_ptr<T>(),
                     inner.data_ptr<T>(),
                     before.data_ptr<T>(),
                     kept.hidden.select(0, t + 1).data_ptr<T>(),
                     y.data_ptr<T>() + t * s.units};
        at::parallel_for(0, s.batch, s.row_grain(),
                         [&](int64_t from, int64_t to) { gru_gate_pass(k, from, to); });
        if (!after) add_candidate_product(t);
        at::parallel_for(0, s.batch, s.row_grain(),
                         [&](int64_t from, int64_t to) { gru_state_pass(k, from, to); });
    }

    void add_candidate_product(int64_t t) const {
        kept.gates.select(0, t)
            .narrow(1, 2 * s.units, s.units)
            .addmm_(kept.products.select(0, t), weights.candidate);
    }

    void step_by_operators(int64_t t, const Tensor& before, const Tensor& inner) const {
        auto gates = kept.gates.select(0, t), product = kept.products.select(0, t);
        auto both = gates.narrow(1, 0, 2 * s.units), candidate = gates.narrow(1, 2 * s.units, s.units);
        if (after) both.add_(inner.narrow(1, 0, 2 * s.units));
        both.copy_(activate(gate, both));
        auto z = both.narrow(1, 0, s.units), r = both.narrow(1, s.units, s.units);
        product.copy_(after ? inner.narrow(1, 2 * s.units, s.units) : r * before);
        if (after) candidate.add_(r * product);
        else add_candidate_product(t);
        candidate.copy_(activate(activation, candidate));
        auto next = z * before + (1 - z) * candidate, shown = next;
        if (auto valid = s.where_at_least(Valid, t); valid.defined()) {
            next = at::where(valid, next, before);
            shown = next * s.where_at_least(Masked, t);
        }
        kept.hidden.select(0, t + 1).copy_(next);
        y.select(1, t).copy_(shown);
    }
};

bool by_cudnn(const Sequence& s, bool reset_after, const std::string& activation, const std::string& gate) {
    return reset_after && activation == "tanh" && gate == "sigmoid" && Cudnn::serves(s);
}

std::tuple<Tensor, Tensor, Tensor> gru(const Tensor& input, const Tensor& h0, const Tensor& kernel,
                                       const Tensor& recurrent, const OptionalTensor& bias,
                                       const OptionalTensor& mask, bool reverse, bool reset_after,
                                       std::string activation_name, std::string recurrent_activation) {
    Sequence s(input, kernel, recurrent, tensor_or_none(mask), reverse, 3);
    if (by_cudnn(s, reset_after, activation_name, recurrent_activation)) {
        auto out = Cudnn(Cudnn::Gru, s, kernel, recurrent, tensor_or_none(bias)).forward(h0, {});
        return {out.y, out.h, out.reserve};
    }
    Saved saved(s, 4, 1);
    GruSaved kept(saved);
    GruWeights weights(recurrent, bias, reset_after, s.units);
    GruForward forward{s,
                       kept,
                       weights,
                       reset_after,
                       activation_named(activation_name),
                       activation_named(recurrent_activation),
                       at::empty({s.batch, s.time, s.units}, s.x.options())};
    s.project(kernel, weights.outer_bias, kept.gates);
    kept.hidden.select(0, 0).copy_(h0);
    auto hidden = kept.hidden.select(0, 0), inner = at::empty({s.batch, 3 * s.units}, s.x.options());
    for (int64_t t = 0; t < s.time; t++) {
        if (!reset_after) kept.gates.select(0, t).narrow(1, 0, 2 * s.units).addmm_(hidden, weights.gates);
        else if (weights.inner_bias.defined()) at::addmm_out(inner, weights.inner_bias, hidden, recurrent);
        else at::mm_out(inner, hidden, recurrent);
        if (!s.fast) forward.step_by_operators(t, hidden, inner);
        else if (inner.scalar_type() == at::kFloat) forward.step<float>(t, hidden, inner);
        else forward.step<double>(t, hidden, inner);
        hidden = kept.hidden.select(0, t + 1);
    }
    return {forward.y, hidden.clone(), saved.whole};
}

struct GruBackward {
    const Sequence& s;
    const GruSaved& kept;
    bool after;
    Activation activation, gate;
    Tensor transposed_candidate, gy, outer,
        inner;  // inner is outer where the reset comes before: its gates are the same

    // dh becomes what goes round the recurrent product.
    template <class T>
    void step(int64_t t, const Tensor& before, const Tensor& dh) const {
        GruBackwardStep<T> k{s.units,
                             s.time * s.units,
                             after,
                             activation,
                             gate,
                             s.steps_at(t),
                             kept.gates.select(0, t).data_ptr<T>(),
                             kept.products.select(0, t).data_ptr<T>(),
                             before.data_ptr<T>(),
                             gy.data_ptr<T>() + t * s.units,
                             nullptr,
                             outer.select(0, t).data_ptr<T>(),
                             inner.select(0, t).data_ptr<T>(),
                             dh.data_ptr<T>()};
        at::parallel_for(0, s.batch, s.row_grain(),
                         [&](int64_t from, int64_t to) { gru_state_backward_pass(k, from, to); });
        if (after) return;
        auto dproduct = product_gradient(t);
        k.dproduct = dproduct.data_ptr<T>();
        at::parallel_for(0, s.batch, s.row_grain(),
                         [&](int64_t from, int64_t to) { gru_reset_backward_pass(k, from, to); });
    }

    Tensor product_gradient(int64_t t) const {
        return at::mm(outer.select(0, t).narrow(1, 2 * s.units, s.units), transposed_candidate);
    }

    void step_by_operators(int64_t t, const Tensor& before, const Tensor& dh) const {
        auto gates = kept.gates.select(0, t).chunk(3, 1), gradients = outer.select(0, t).chunk(3, 1);
        auto z = gates[0], r = gates[1], candidate = gates[2];
        auto arriving = gy.select(1, t);
        if (s.steps.defined()) arriving = arriving * s.where_at_least(Masked, t);
        auto total = dh + arriving, valid = s.where_at_least(Valid, t);
        auto flowing = valid.defined() ? total * valid : total;
        gradients[0].copy_(flowing * (before - candidate) * slope(gate, z));
        gradients[2].copy_(flowing * (1 - z) * slope(activation, candidate));
        auto round = valid.defined() ? at::where(valid, total * z, total) : total * z;
        if (after) {
            gradients[1].copy_(gradients[2] * kept.products.select(0, t) * slope(gate, r));
            inner.select(0, t).copy_(at::cat({gradients[0], gradients[1], gradients[2] * r}, 1));
        } else {
            auto dproduct = product_gradient(t);
            gradients[1].copy_(dproduct * before * slope(gate, r));
            round = round + dproduct * r;
        }
        dh.copy_(round);
    }
};

std::tuple<Tensor, Tensor, Tensor, Tensor, Tensor> gru_backward(
    const OptionalTensor& gy, const OptionalTensor& gh, const Tensor& input, const Tensor& h0,
    const Tensor& kernel, const Tensor& recurrent, const OptionalTensor& bias, const OptionalTensor& mask,
    bool reverse, bool reset_after, std::string activation_name, std::string recurrent_activation,
    const Tensor& y, const Tensor& saved) {
    Sequence s(input, kernel, recurrent, tensor_or_none(mask), reverse, 3);
    if (by_cudnn(s, reset_after, activation_name, recurrent_activation)) {
        auto g = Cudnn(Cudnn::Gru, s, kernel, recurrent, tensor_or_none(bias)).backward(gy, gh, {}, h0, {}, y, saved);
        return {g.x, g.h0, g.kernel, g.recurrent, g.bias};
    }
    GruSaved kept(Saved(s, saved));
    GruWeights weights(recurrent, bias, reset_after, s.units);
    auto outer = at::empty({s.time, s.batch, 3 * s.units}, s.x.options());
    GruBackward backward{s,
                         kept,
                         reset_after,
                         activation_named(activation_name),
                         activation_named(recurrent_activation),
                         weights.candidate.t().contiguous(),
                         gradient_or_zeros(gy, s.x, {s.batch, s.time, s.units}),
                         outer,
                         reset_after ? at::empty_like(outer) : outer};
    auto dh = gradient_or_zeros(gh, s.x, {s.batch, s.units}).clone();
    // the small products are three times faster on a copy
    auto through = (reset_after ? weights.whole : weights.gates).t().contiguous();
    for (int64_t t = s.time - 1; t >= 0; t--) {
        auto before = kept.hidden.select(0, t);
        if (!s.fast) backward.step_by_operators(t, before, dh);
        else if (dh.scalar_type() == at::kFloat) backward.step<float>(t, before, dh);
        else backward.step<double>(t, before, dh);
        dh.addmm_(backward.inner.select(0, t).narrow(1, 0, through.size(0)), through);
    }
    auto states = s.before(kept.hidden);
    auto recurrent_gradient =
        reset_after ? s.matrix_gradient(states, backward.inner)
                    : at::cat({s.matrix_gradient(states, outer.narrow(2, 0, 2 * s.units)),
                               s.matrix_gradient(kept.products, outer.narrow(2, 2 * s.units, s.units))},
                              1);
    Tensor bias_gradient;
    if (weights.outer_bias.defined()) {
        bias_gradient = s.bias_gradient(outer);
        if (reset_after) bias_gradient = at::stack({bias_gradient, s.bias_gradient(backward.inner)});
    }
    return {s.input_gradient(outer, kernel), dh, s.matrix_gradient(s.x, outer), recurrent_gradient,
            bias_gradient};
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(keratin, m) {
    m.def(
        "gru(Tensor x, Tensor h0, Tensor kernel, Tensor recurrent, Tensor? bias, Tensor? mask, bool reverse, "
        "bool reset_after, str activation, str recurrent_activation) -> (Tensor y, Tensor h, Tensor saved)");
    m.def(
        "gru_backward(Tensor? gy, Tensor? gh, Tensor x, Tensor h0, Tensor kernel, Tensor recurrent, Tensor? "
        "bias, "
        "Tensor? mask, bool reverse, bool reset_after, str activation, str recurrent_activation, Tensor y, "
        "Tensor saved) -> (Tensor gx, Tensor gh0, Tensor gkernel, Tensor grecurrent, Tensor gbias)");
}

TORCH_LIBRARY_IMPL(keratin, CompositeExplicitAutograd, m) {
    m.impl("gru", &gru);
    m.impl("gru_backward", &gru_backward);
}

}  // namespace keratin
