// LSTM over whole sequences: one large product, then for each step a product and one loop over its cells.
#include "recurrent.h"

#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <torch/library.h>

namespace keratin {

namespace {

using at::Tensor;

// One step of some rows. Gates are (i, f, c, o); output rows lie `stride` apart.
template <class T>
struct LstmStep {
    int64_t units, stride;
    Activation activation, gate;
    const uint8_t* steps;  // null: all valid
    T *gates, *cell, *active, *hidden, *y;
    const T *cell_before, *hidden_before;
};

template <class T>
KERATIN_INLINE void lstm_rows(const LstmStep<T>& s, int64_t from, int64_t to) {
    const int64_t n = s.units;
    for (int64_t row = from; row < to; row++) {
        T *i = s.gates + row * 4 * n, *f = i + n, *g = f + n, *o = g + n;
        T *c = s.cell + row * n, *a = s.active + row * n, *h = s.hidden + row * n, *y = s.y + row * s.stride;
        const T *before = s.cell_before + row * n, *h_before = s.hidden_before + row * n;
        if (s.steps && s.steps[row] != Valid) {
            T shown = s.steps[row] == Masked ? T(1) : T(0);
#pragma GCC ivdep
            for (int64_t u = 0; u < n; u++) {
                c[u] = before[u];
                h[u] = h_before[u];
                y[u] = shown * h_before[u];
            }
            continue;
        }
        activate(s.gate, i, 2 * n);
        activate(s.activation, g, n);
        activate(s.gate, o, n);
#pragma GCC ivdep
        for (int64_t u = 0; u < n; u++) a[u] = c[u] = f[u] * before[u] + i[u] * g[u];
        activate(s.activation, a, n);
#pragma GCC ivdep
        for (int64_t u = 0; u < n; u++) y[u] = h[u] = o[u] * a[u];
    }
}

KERATIN_CLONES void lstm_pass(const LstmStep<float>& s, int64_t from, int64_t to) { lstm_rows(s, from, to); }
KERATIN_CLONES void lstm_pass(const LstmStep<double>& s, int64_t from, int64_t to) { lstm_rows(s, from, to); }

template <class T>
struct LstmBackwardStep {
    int64_t units, stride;
    Activation activation, gate;
    const uint8_t* steps;
    const T *gates, *active, *cell_before, *gy;
    T *dgates, *dh, *dc;  // dh leaves with what goes round the gates
};

template <class T>
KERATIN_INLINE void lstm_backward_rows(const LstmBackwardStep<T>& s, int64_t from, int64_t to) {
    const int64_t n = s.units;
    for (int64_t row = from; row < to; row++) {
        const T *i = s.gates + row * 4 * n, *f = i + n, *g = f + n, *o = g + n;
        const T *a = s.active + row * n, *before = s.cell_before + row * n, *gy = s.gy + row * s.stride;
        T *di = s.dgates + row * 4 * n, *df = di + n, *dg = df + n, *dout = dg + n;
        T *dh = s.dh + row * n, *dc = s.dc + row * n;
        if (s.steps && s.steps[row] != Valid) {
            if (s.steps[row] == Masked)
                for (int64_t u = 0; u < n; u++) dh[u] += gy[u];
            std::memset(di, 0, 4 * n * sizeof(T));
            continue;
        }
#pragma GCC ivdep
        for (int64_t u = 0; u < n; u++) {
            T total = dh[u] + gy[u];
            dout[u] = total * a[u];
            dh[u] = total * o[u];
        }
        times_slope(s.activation, dh, a, n);
#pragma GCC ivdep
        for (int64_t u = 0; u < n; u++) {
            T inner = dh[u] + dc[u];
            di[u] = inner * g[u];
            df[u] = inner * before[u];
            dg[u] = inner * i[u];
            dc[u] = inner * f[u];
            dh[u] = 0;
        }
        times_slope(s.gate, di, i, 2 * n);
        times_slope(s.activation, dg, g, n);
        times_slope(s.gate, dout, o, n);
    }
}

KERATIN_CLONES void lstm_backward_pass(const LstmBackwardStep<float>& s, int64_t from, int64_t to) {
    lstm_backward_rows(s, from, to);
}
KERATIN_CLONES void lstm_backward_pass(const LstmBackwardStep<double>& s, int64_t from, int64_t to) {
    lstm_backward_rows(s, from, to);
}

// What forward keeps: the activated gates, the cells, the activated cells, and the hidden states.
struct LstmSaved {
    Tensor gates, cells, active, hidden;

    explicit LstmSaved(Saved saved)
        : gates(saved.values(4)), cells(saved.states()), active(saved.values()), hidden(saved.states()) {}
};

void lstm_step_by_operators(const Sequence& s, int64_t t, const LstmSaved& kept, const Tensor& cell_before,
                            const Tensor& hidden_before, const Tensor& y, Activation activation,
                            Activation gate) {
    auto parts = kept.gates.select(0, t).chunk(4, 1);
    for (int part : {0, 1, 3}) parts[part].copy_(activate(gate, parts[part]));
    parts[2].copy_(activate(activation, parts[2]));
    auto cell = parts[1] * cell_before + parts[0] * parts[2], active = activate(activation, cell);
    auto hidden = parts[3] * active, shown = hidden;
    if (auto valid = s.where_at_least(Valid, t); valid.defined()) {
        cell = at::where(valid, cell, cell_before);
        hidden = at::where(valid, hidden, hidden_before);
        shown = hidden * s.where_at_least(Masked, t);
    }
    kept.cells.select(0, t + 1).copy_(cell);
    kept.active.select(0, t).copy_(active);
    kept.hidden.select(0, t + 1).copy_(hidden);
    y.select(1, t).copy_(shown);
}

void lstm_backward_step_by_operators(const Sequence& s, int64_t t, const LstmSaved& kept,
                                     const Tensor& cell_before, const Tensor& gy, const Tensor& dgates,
                                     Tensor& dh, Tensor& dc, Activation activation, Activation gate) {
    auto parts = kept.gates.select(0, t).chunk(4, 1);
    auto i = parts[0], f = parts[1], g = parts[2], o = parts[3], a = kept.active.select(0, t);
    auto arriving = gy.select(1, t);
    if (s.steps.defined()) arriving = arriving * s.where_at_least(Masked, t);
    auto total = dh + arriving;
    auto inner = total * o * slope(activation, a) + dc;
    auto gradient = at::cat({inner * g * slope(gate, i), inner * cell_before * slope(gate, f),
                             inner * i * slope(activation, g), total * a * slope(gate, o)},
                            1);
    auto passed = inner * f, round = at::zeros_like(dh);
    if (auto valid = s.where_at_least(Valid, t); valid.defined()) {
        gradient = at::where(valid, gradient, at::zeros({}, gradient.options()));
        passed = at::where(valid, passed, dc);
        round = at::where(valid, round, total);
    }
    dgates.select(0, t).copy_(gradient);
    dc = passed;
    dh = round;
}

bool by_cudnn(const Sequence& s, Activation activation, Activation gate) {
    return activation == Activation::Tanh && gate == Activation::Sigmoid && Cudnn::serves(s);
}

std::tuple<Tensor, Tensor, Tensor, Tensor> lstm(const Tensor& input, const Tensor& h0, const Tensor& c0,
                                                const Tensor& kernel, const Tensor& recurrent,
                                                const OptionalTensor& bias, const OptionalTensor& mask,
                                                bool reverse, std::string activation_name,
                                                std::string recurrent_activation) {
    auto activation = activation_named(activation_name), gate = activation_named(recurrent_activation);
    Sequence s(input, kernel, recurrent, tensor_or_none(mask), reverse, 4);
    if (by_cudnn(s, activation, gate)) {
        auto out = Cudnn(Cudnn::Lstm, s, kernel, recurrent, tensor_or_none(bias)).forward(h0, c0);
        return {out.y, out.h, out.c, out.reserve};
    }
    Saved saved(s, 5, 2);
    LstmSaved kept(saved);
    auto y = at::empty({s.batch, s.time, s.units}, s.x.options());
    s.project(kernel, tensor_or_none(bias), kept.gates);
    kept.hidden.select(0, 0).copy_(h0);
    kept.cells.select(0, 0).copy_(c0);
    auto matrix = recurrent.contiguous(), hidden = kept.hidden.select(0, 0), cell = kept.cells.select(0, 0);
    for (int64_t t = 0; t < s.time; t++) {
        auto gates = kept.gates.select(0, t);
        at::addmm_out(gates, gates, hidden, matrix);
        auto next_hidden = kept.hidden.select(0, t + 1), next_cell = kept.cells.select(0, t + 1);
        auto step = [&](auto kind) {
            using T = decltype(kind);
            LstmStep<T> k{s.units,
                          s.time * s.units,
                          activation,
                          gate,
                          s.steps_at(t),
                          gates.data_ptr<T>(),
                          next_cell.data_ptr<T>(),
                          kept.active.data_ptr<T>() + t * s.batch * s.units,
                          next_hidden.data_ptr<T>(),
                          y.data_ptr<T>() + t * s.units,
                          cell.data_ptr<T>(),
                          hidden.data_ptr<T>()};
            at::parallel_for(0, s.batch, s.row_grain(),
                             [&](int64_t from, int64_t to) { lstm_pass(k, from, to); });
        };
        if (!s.fast) lstm_step_by_operators(s, t, kept, cell, hidden, y, activation, gate);
        else if (gates.scalar_type() == at::kFloat) step(float());
        else step(double());
        hidden = next_hidden;
        cell = next_cell;
    }
    return {y, hidden.clone(), cell.clone(), saved.whole};
}

std::tuple<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor> lstm_backward(
    const OptionalTensor& gy, const OptionalTensor& gh, const OptionalTensor& gc, const Tensor& input,
    const Tensor& h0, const Tensor& c0, const Tensor& kernel, const Tensor& recurrent,
    const OptionalTensor& bias, const OptionalTensor& mask, bool reverse, std::string activation_name,
    std::string recurrent_activation, const Tensor& y, const Tensor& saved) {
    auto activation = activation_named(activation_name), gate = activation_named(recurrent_activation);
    Sequence s(input, kernel, recurrent, tensor_or_none(mask), reverse, 4);
    if (by_cudnn(s, activation, gate)) {
        auto g = Cudnn(Cudnn::Lstm, s, kernel, recurrent, tensor_or_none(bias)).backward(gy, gh, gc, h0, c0, y, saved);
        return {g.x, g.h0, g.c0, g.kernel, g.recurrent, g.bias};
    }
    LstmSaved kept(Saved(s, saved));
    auto arriving = gradient_or_zeros(gy, s.x, {s.batch, s.time, s.units});
    auto dh = gradient_or_zeros(gh, s.x, {s.batch, s.units}).clone();
    auto dc = gradient_or_zeros(gc, s.x, {s.batch, s.units}).clone();
    auto dgates = at::empty({s.time, s.batch, 4 * s.units}, s.x.options());
    auto transposed = recurrent.t().contiguous();  // the small products are three times faster on it
    for (int64_t t = s.time - 1; t >= 0; t--) {
        auto cell_before = kept.cells.select(0, t), gradient = dgates.select(0, t);
        auto step = [&](auto kind) {
            using T = decltype(kind);
            int64_t place = t * s.batch * s.units;
            LstmBackwardStep<T> k{s.units,
                                  s.time * s.units,
                                  activation,
                                  gate,
                                  s.steps_at(t),
                                  kept.gates.data_ptr<T>() + 4 * place,
                                  kept.active.data_ptr<T>() + place,
                                  cell_before.data_ptr<T>(),
                                  arriving.data_ptr<T>() + t * s.units,
                                  gradient.data_ptr<T>(),
                                  dh.data_ptr<T>(),
                                  dc.data_ptr<T>()};
            at::parallel_for(0, s.batch, s.row_grain(),
                             [&](int64_t from, int64_t to) { lstm_backward_pass(k, from, to); });
        };
        if (!s.fast)
            lstm_backward_step_by_operators(s, t, kept, cell_before, arriving, dgates, dh, dc, activation,
                                            gate);
        else if (dh.scalar_type() == at::kFloat) step(float());
        else step(double());
        at::addmm_out(dh, dh, gradient, transposed);
    }
    bool biased = tensor_or_none(bias).defined();
    return {s.input_gradient(dgates, kernel),
            dh,
            dc,
            s.matrix_gradient(s.x, dgates),
            s.matrix_gradient(s.before(kept.hidden), dgates),
            biased ? s.bias_gradient(dgates) : Tensor()};
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(keratin, m) {
    m.def(
        "lstm(Tensor x, Tensor h0, Tensor c0, Tensor kernel, Tensor recurrent, Tensor? bias, Tensor? mask, "
        "bool reverse, str activation, str recurrent_activation) -> (Tensor y, Tensor h, Tensor c, Tensor "
        "saved)");
    m.def(
        "lstm_backward(Tensor? gy, Tensor? gh, Tensor? gc, Tensor x, Tensor h0, Tensor c0, Tensor kernel, "
        "Tensor recurrent, Tensor? bias, Tensor? mask, bool reverse, str activation, str "
        "recurrent_activation, "
        "Tensor y, Tensor saved) -> (Tensor gx, Tensor gh0, Tensor gc0, Tensor gkernel, Tensor grecurrent, "
        "Tensor gbias)");
}

TORCH_LIBRARY_IMPL(keratin, CompositeExplicitAutograd, m) {
    m.impl("lstm", &lstm);
    m.impl("lstm_backward", &lstm_backward);
}

}  // namespace keratin
