// What the fused recurrent layers share: activations, a sequence in the order of its processing, steps.
#pragma once
#include "vector.h"

#include <ATen/core/Tensor.h>
#include <torch/version.h>

#include <string>
#include <tuple>
#include <vector>

namespace keratin {

#if TORCH_VERSION_MAJOR >= 2
using OptionalTensor = std::optional<at::Tensor>;
#else
using OptionalTensor = c10::optional<at::Tensor>;
#endif

inline at::Tensor tensor_or_none(const OptionalTensor& x) { return x.has_value() ? *x : at::Tensor(); }

enum class Activation { Tanh, Sigmoid, Relu, HardSigmoid, Linear, Softsign };

Activation activation_named(const std::string& name);

// By operators, and the derivative as a function of the activated value, which all of them allow.
at::Tensor activate(Activation kind, const at::Tensor& x);
at::Tensor slope(Activation kind, const at::Tensor& y);

template <class T, class F>
KERATIN_INLINE void each(T* x, int64_t n, F&& f) {
#pragma GCC ivdep
    for (int64_t i = 0; i < n; i++) x[i] = f(x[i]);
}

// In place. The choice is made once for a row, so that each loop inside stays free of branches.
template <class T>
KERATIN_INLINE void activate(Activation kind, T* x, int64_t n) {
    switch (kind) {
        case Activation::Tanh:
            return each(
                x, n, [](T v) __attribute__((always_inline)) { return 1 - 2 / (exponential(2 * v) + 1); });
        case Activation::Sigmoid:
            return each(
                x, n, [](T v) __attribute__((always_inline)) { return 1 / (1 + exponential(-v)); });
        case Activation::Relu:
            return each(
                x, n, [](T v) __attribute__((always_inline)) { return v > 0 ? v : T(0); });
        case Activation::HardSigmoid:
            return each(
                x, n, [](T v) __attribute__((always_inline)) {
                    T six = v + 3;
                    six = six > 0 ? six : T(0);
                    return (six < 6 ? six : T(6)) / 6;
                });
        case Activation::Softsign:
            return each(
                x, n, [](T v) __attribute__((always_inline)) { return v / (1 + std::abs(v)); });
        case Activation::Linear: return;
    }
}

template <class T, class F>
KERATIN_INLINE void each_slope(T* g, const T* y, int64_t n, F&& f) {
#pragma GCC ivdep
    for (int64_t i = 0; i < n; i++) g[i] *= f(y[i]);
}

// g *= the derivative where the activated value is y.
template <class T>
KERATIN_INLINE void times_slope(Activation kind, T* g, const T* y, int64_t n) {
    switch (kind) {
        case Activation::Tanh:
            return each_slope(
                g, y, n, [](T v) __attribute__((always_inline)) { return 1 - v * v; });
        case Activation::Sigmoid:
            return each_slope(
                g, y, n, [](T v) __attribute__((always_inline)) { return v * (1 - v); });
        case Activation::Relu:
            return each_slope(
                g, y, n, [](T v) __attribute__((always_inline)) { return v > 0 ? T(1) : T(0); });
        case Activation::HardSigmoid:
            return each_slope(
                g, y, n, [](T v) __attribute__((always_inline)) { return v > 0 && v < 1 ? T(1) / 6 : T(0); });
        case Activation::Softsign:
            return each_slope(
                g, y, n, [](T v) __attribute__((always_inline)) {
                    T rest = 1 - std::abs(v);
                    return rest * rest;
                });
        case Activation::Linear: return;
    }
}

// What a step is to one row of the batch: before the first valid step the output is zero, after it a
// masked step repeats the output. The state is carried over in both.
enum Step : uint8_t { Before = 0, Masked = 1, Valid = 2 };

// A batch of sequences turned to (time, batch), in the order of processing.
struct Sequence {
    int64_t time, batch, features, units;
    bool reverse, fast;  // fast: the vectorised loops serve it
    at::Tensor x;        // (time * batch, features)
    at::Tensor steps;    // (time, batch) of Step; undefined where every step is valid

    Sequence(const at::Tensor& input, const at::Tensor& kernel, const at::Tensor& recurrent,
             const at::Tensor& mask, bool reverse, int64_t gates);

    // The product of all steps with the kernel at once, plus the bias, into (time, batch, gates * units).
    void project(const at::Tensor& kernel, const at::Tensor& bias, const at::Tensor& out) const;
    // What lies as `x` does, (time, batch, features) in the order of processing, as the input lies.
    at::Tensor turned_back(const at::Tensor& x) const;
    // The gradient of `input` from that of the projection.
    at::Tensor input_gradient(const at::Tensor& gradient, const at::Tensor& kernel) const;
    // The gradient of a matrix that multiplies `values` in each step, from that of the products.
    at::Tensor matrix_gradient(const at::Tensor& values, const at::Tensor& gradient) const;
    at::Tensor bias_gradient(const at::Tensor& gradient) const;
    // What each step starts from: all of (time + 1, batch, units) but the last.
    at::Tensor before(const at::Tensor& states) const { return states.narrow(0, 0, time); }

    const uint8_t* steps_at(int64_t t) const {
        return steps.defined() ? steps.data_ptr<uint8_t>() + t * batch : nullptr;
    }
    // (batch, 1): where step t is at least that; undefined without a mask.
    at::Tensor where_at_least(Step least, int64_t t) const;
    // How many rows are worth a thread of their own.
    int64_t row_grain() const { return std::max<int64_t>(1, 8192 / std::max<int64_t>(1, units)); }
};

// The pieces of the one flat tensor that forward leaves for backward.
struct Saved {
    at::Tensor whole;
    int64_t time, batch, units, used = 0;

    // Room for `values` of every unit and step, and for `states` that have a value before the first step.
    Saved(const Sequence& s, int64_t values, int64_t states);
    Saved(const Sequence& s, const at::Tensor& whole)
        : whole(whole), time(s.time), batch(s.batch), units(s.units) {}
    at::Tensor values(int64_t count = 1) { return next(time, count * units); }
    at::Tensor states() { return next(time + 1, units); }

 private:
    at::Tensor next(int64_t steps, int64_t columns);
};

// The gradient that arrives from outside, or zeros.
at::Tensor gradient_or_zeros(const OptionalTensor& gradient, const at::Tensor& like, at::IntArrayRef sizes);

// A recurrent layer by cuDNN (cudnn.cpp). Its plain kernels (modes 0 and 1) are off by 1e-5 and not used.
class Cudnn {
  public:
    enum Mode { Lstm = 2, Gru = 3 };  // cuDNN's own numbers
    struct Outputs {
        at::Tensor y, h, c, reserve;
    };
    struct Gradients {
        at::Tensor x, h0, c0, kernel, recurrent, bias;
    };

    static bool serves(const Sequence& s);
    Cudnn(Mode mode, const Sequence& s, const at::Tensor& kernel, const at::Tensor& recurrent,
          const at::Tensor& bias);

    Outputs forward(const at::Tensor& h0, const OptionalTensor& c0) const;
    // `reserve` is what forward left.
    Gradients backward(const OptionalTensor& gy, const OptionalTensor& gh, const OptionalTensor& gc,
                       const at::Tensor& h0, const OptionalTensor& c0, const at::Tensor& y,
                       const at::Tensor& reserve) const;

  private:
    Mode mode;
    const Sequence& s;
    int64_t biases;  // none, one, or one for the input and one for the state
    at::Tensor x, buffer;
    std::vector<at::Tensor> weights;

    int64_t stride() const { return static_cast<int64_t>(weights.size()); }
};

}  // namespace keratin
