// The simple recurrent layer over whole sequences: h' = activation(x K + b + h R).
#include "recurrent.h"

#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <torch/library.h>

namespace keratin {

namespace {

using at::Tensor;

// One step of some rows; `hidden` arrives holding the sum that is to be activated.
template <class T>
struct RnnStep {
    int64_t units, stride;
    Activation activation;
    const uint8_t* steps;  // null: all valid
    T *hidden, *y;
    const T* hidden_before;
};

template <class T>
KERATIN_INLINE void rnn_rows(const RnnStep<T>& s, int64_t from, int64_t to) {
    const int64_t n = s.units;
    for (int64_t row = from; row < to; row++) {
        T *h = s.hidden + row * n, *y = s.y + row * s.stride;
        const T* before = s.hidden_before + row * n;
        uint8_t step = s.steps ? s.steps[row] : Valid;
        if (step == Valid) activate(s.activation, h, n);
        else std::memcpy(h, before, n * sizeof(T));
        if (step == Before) std::memset(y, 0, n * sizeof(T));
        else std::memcpy(y, h, n * sizeof(T));
    }
}

KERATIN_CLONES void rnn_pass(const RnnStep<float>& s, int64_t from, int64_t to) { rnn_rows(s, from, to); }
KERATIN_CLONES void rnn_pass(const RnnStep<double>& s, int64_t from, int64_t to) { rnn_rows(s, from, to); }

template <class T>
struct RnnBackwardStep {
    int64_t units, stride;
    Activation activation;
    const uint8_t* steps;
    const T *hidden, *gy;
    T *gradient, *dh;  // dh leaves with what goes round the activation
};

template <class T>
KERATIN_INLINE void rnn_backward_rows(const RnnBackwardStep<T>& s, int64_t from, int64_t to) {
    const int64_t n = s.units;
    for (int64_t row = from; row < to; row++) {
        const T *h = s.hidden + row * n, *gy = s.gy + row * s.stride;
        T *g = s.gradient + row * n, *dh = s.dh + row * n;
        uint8_t step = s.steps ? s.steps[row] : Valid;
        if (step != Before)
            for (int64_t u = 0; u < n; u++) dh[u] += gy[u];
        if (step == Valid) {
            std::memcpy(g, dh, n * sizeof(T));
            std::memset(dh, 0, n * sizeof(T));
            times_slope(s.activation, g, h, n);
        } else {
            std::memset(g, 0, n * sizeof(T));
        }
    }
}

KERATIN_CLONES void rnn_backward_pass(const RnnBackwardStep<float>& s, int64_t from, int64_t to) {
    rnn_backward_rows(s, from, to);
}
KERATIN_CLONES void rnn_backward_pass(const RnnBackwardStep<double>& s, int64_t from, int64_t to) {
    rnn_backward_rows(s, from, to);
}

void rnn_step_by_operators(const Sequence& s, int64_t t, const Tensor& hidden, const Tensor& hidden_before,
                           const Tensor& y, Activation activation) {
    auto next = activate(activation, hidden), shown = next;
    if (auto valid = s.where_at_least(Valid, t); valid.defined()) {
        next = at::where(valid, next, hidden_before);
        shown = next * s.where_at_least(Masked, t);
    }
    hidden.copy_(next);
    y.select(1, t).copy_(shown);
}

void rnn_backward_step_by_operators(const Sequence& s, int64_t t, const Tensor& hidden, const Tensor& gy,
                                    const Tensor& gradient, Tensor& dh, Activation activation) {
    auto arriving = gy.select(1, t);
    if (s.steps.defined()) arriving = arriving * s.where_at_least(Masked, t);
    auto total = dh + arriving, inner = total * slope(activation, hidden), round = at::zeros_like(dh);
    if (auto valid = s.where_at_least(Valid, t); valid.defined()) {
        inner = at::where(valid, inner, round);
        round = at::where(valid, round, total);
    }
    gradient.copy_(inner);
    dh = round;
}

std::tuple<Tensor, Tensor, Tensor> rnn(const Tensor& input, const Tensor& h0, const Tensor& kernel,
                                       const Tensor& recurrent, const OptionalTensor& bias,
                                       const OptionalTensor& mask, bool reverse,
                                       std::string activation_name) {
    auto activation = activation_named(activation_name);
    Sequence s(input, kernel, recurrent, tensor_or_none(mask), reverse, 1);
    Saved saved(s, 0, 1);
    auto states = saved.states(), y = at::empty({s.batch, s.time, s.units}, s.x.options());
    s.project(kernel, tensor_or_none(bias), states.narrow(0, 1, s.time));
    states.select(0, 0).copy_(h0);
    auto hidden = states.select(0, 0);
    for (int64_t t = 0; t < s.time; t++) {
        auto next = states.select(0, t + 1);
        at::addmm_out(next, next, hidden, recurrent);
        auto step = [&](auto kind) {
            using T = decltype(kind);
            RnnStep<T> k{s.units,
                         s.time * s.units,
                         activation,
                         s.steps_at(t),
                         next.data_ptr<T>(),
                         y.data_ptr<T>() + t * s.units,
                         hidden.data_ptr<T>()};
            at::parallel_for(0, s.batch, s.row_grain(),
                             [&](int64_t from, int64_t to) { rnn_pass(k, from, to); });
        };
        if (!s.fast) rnn_step_by_operators(s, t, next, hidden, y, activation);
        else if (next.scalar_type() == at::kFloat) step(float());
        else step(double());
        hidden = next;
    }
    return {y, hidden.clone(), saved.whole};
}

std::tuple<Tensor, Tensor, Tensor, Tensor, Tensor> rnn_backward(
    const OptionalTensor& gy, const OptionalTensor& gh, const Tensor& input, const Tensor& h0,
    const Tensor& kernel, const Tensor& recurrent, const OptionalTensor& bias, const OptionalTensor& mask,
    bool reverse, std::string activation_name, const Tensor& y, const Tensor& saved) {
    auto activation = activation_named(activation_name);
    Sequence s(input, kernel, recurrent, tensor_or_none(mask), reverse, 1);
    auto states = Saved(s, saved).states();
    auto arriving = gradient_or_zeros(gy, s.x, {s.batch, s.time, s.units});
    auto dh = gradient_or_zeros(gh, s.x, {s.batch, s.units}).clone();
    auto gradients = at::empty({s.time, s.batch, s.units}, s.x.options());
    auto transposed = recurrent.t().contiguous();  // the small products are three times faster on it
    for (int64_t t = s.time - 1; t >= 0; t--) {
        auto hidden = states.select(0, t + 1), gradient = gradients.select(0, t);
        auto step = [&](auto kind) {
            using T = decltype(kind);
            RnnBackwardStep<T> k{s.units,
                                 s.time * s.units,
                                 activation,
                                 s.steps_at(t),
                                 hidden.data_ptr<T>(),
                                 arriving.data_ptr<T>() + t * s.units,
                                 gradient.data_ptr<T>(),
                                 dh.data_ptr<T>()};
            at::parallel_for(0, s.batch, s.row_grain(),
                             [&](int64_t from, int64_t to) { rnn_backward_pass(k, from, to); });
        };
        if (!s.fast) rnn_backward_step_by_operators(s, t, hidden, arriving, gradient, dh, activation);
        else if (dh.scalar_type() == at::kFloat) step(float());
        else step(double());
        at::addmm_out(dh, dh, gradient, transposed);
    }
    bool biased = tensor_or_none(bias).defined();
    return {s.input_gradient(gradients, kernel), dh, s.matrix_gradient(s.x, gradients),
            s.matrix_gradient(s.before(states), gradients), biased ? s.bias_gradient(gradients) : Tensor()};
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(keratin, m) {
    m.def(
        "rnn(Tensor x, Tensor h0, Tensor kernel, Tensor recurrent, Tensor? bias, Tensor? mask, bool reverse, "
        "str activation) -> (Tensor y, Tensor h, Tensor saved)");
    m.def(
        "rnn_backward(Tensor? gy, Tensor? gh, Tensor x, Tensor h0, Tensor kernel, Tensor recurrent, Tensor? "
        "bias, "
        "Tensor? mask, bool reverse, str activation, Tensor y, Tensor saved) -> "
        "(Tensor gx, Tensor gh0, Tensor gkernel, Tensor grecurrent, Tensor gbias)");
}

TORCH_LIBRARY_IMPL(keratin, CompositeExplicitAutograd, m) {
    m.impl("rnn", &rnn);
    m.impl("rnn_backward", &rnn_backward);
}

}  // namespace keratin
