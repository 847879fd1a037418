// The optimizers every training step runs, each one pass over a weight, its gradient and its slots.
#include "vector.h"

#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <torch/library.h>

namespace keratin {

namespace {

using at::Tensor;
using at::TensorList;

double number(const Tensor& scalar) {
    if (scalar.device().is_cpu() && scalar.scalar_type() == at::kFloat) return *scalar.data_ptr<float>();
    return scalar.item<double>();
}

// Equal in the strides of the axes that have more than one element.
bool same_layout(const Tensor& a, const Tensor& b) {
    if (a.sizes() != b.sizes() || a.scalar_type() != b.scalar_type()) return false;
    for (int64_t axis = 0; axis < a.dim(); axis++)
        if (a.size(axis) > 1 && a.stride(axis) != b.stride(axis)) return false;
    return true;
}

Tensor in_layout_of(const Tensor& weight, const Tensor& gradient) {
    if (same_layout(weight, gradient)) return gradient;
    TORCH_CHECK(weight.sizes() == gradient.sizes(), "a weight of shape ", weight.sizes(),
                " has a gradient of shape ", gradient.sizes());
    return at::empty_like(weight).copy_(gradient);
}

// Whether one loop can walk the weight and its slots from the first element to the last.
bool walks(const Tensor& weight, std::initializer_list<const Tensor*> slots) {
    if (!is_vectorised(weight) || !weight.is_non_overlapping_and_dense()) return false;
    for (const auto* slot : slots)
        if (slot->defined() && !(slot->device().is_cpu() && same_layout(weight, *slot))) return false;
    return true;
}

// The slot of weight i, undefined where the optimizer has no such slot.
Tensor slot(TensorList slots, size_t i) { return slots.empty() ? Tensor() : slots[i]; }

template <class T>
T* data(const Tensor& x) {
    return x.defined() ? x.data_ptr<T>() : nullptr;
}

void check(const char* optimizer, TensorList weights, TensorList gradients, TensorList slots, bool needed) {
    TORCH_CHECK(weights.size() == gradients.size(), optimizer, ": ", weights.size(), " weights and ",
                gradients.size(), " gradients");
    TORCH_CHECK(slots.size() == (needed ? weights.size() : 0), optimizer, ": ", weights.size(),
                " weights and ", slots.size(), " slots of one kind");
}

// w *= 1 - lr * decay, where the learning rate may live on another device.
void decay(const Tensor& weight, const Tensor& rate, double weight_decay) {
    if (weight_decay != 0) weight.mul_(at::rsub(rate * weight_decay, 1));
}

// ---- stochastic gradient descent

template <class T>
struct Sgd {
    T rate, momentum, keep;
    bool nesterov;
};

template <class T>
KERATIN_INLINE void sgd_loop(T* __restrict w, const T* __restrict g, T* __restrict m, int64_t n, Sgd<T> k) {
    if (!m) {
#pragma GCC ivdep
        for (int64_t i = 0; i < n; i++) w[i] = w[i] * k.keep - k.rate * g[i];
    } else {
        T along = k.nesterov ? k.momentum : T(1), now = k.nesterov ? k.rate : T(0);
#pragma GCC ivdep
        for (int64_t i = 0; i < n; i++) {
            T moved = k.momentum * m[i] - k.rate * g[i];
            m[i] = moved;
            w[i] = w[i] * k.keep + along * moved - now * g[i];
        }
    }
}

KERATIN_CLONES void sgd_pass(float* w, const float* g, float* m, int64_t n, Sgd<float> k) {
    sgd_loop(w, g, m, n, k);
}
KERATIN_CLONES void sgd_pass(double* w, const double* g, double* m, int64_t n, Sgd<double> k) {
    sgd_loop(w, g, m, n, k);
}

template <class T>
void sgd_weight(const Tensor& weight, const Tensor& gradient, const Tensor& velocity, Sgd<T> k) {
    T *w = data<T>(weight), *m = data<T>(velocity);
    const T* g = data<T>(gradient);
    at::parallel_for(0, weight.numel(), grain, [&](int64_t from, int64_t to) {
        sgd_pass(w + from, g + from, m ? m + from : nullptr, to - from, k);
    });
}

void sgd_by_operators(const Tensor& weight, const Tensor& gradient, const Tensor& velocity,
                      const Tensor& rate, double momentum, bool nesterov, double weight_decay) {
    decay(weight, rate, weight_decay);
    auto step = gradient * rate;
    if (!velocity.defined()) {
        weight.sub_(step);
        return;
    }
    velocity.mul_(momentum).sub_(step);
    if (nesterov) weight.add_(velocity, momentum).sub_(step);
    else weight.add_(velocity);
}

void sgd(TensorList w, TensorList g, TensorList m, const Tensor& lr, double momentum, bool nesterov,
         double weight_decay) {
    check("sgd_", w, g, m, momentum != 0);
    for (size_t i = 0; i < w.size(); i++) {
        auto velocity = slot(m, i);
        if (!walks(w[i], {&velocity})) {
            sgd_by_operators(w[i], g[i], velocity, lr, momentum, nesterov, weight_decay);
            continue;
        }
        auto gradient = in_layout_of(w[i], g[i]);
        double rate = number(lr), keep = 1 - rate * weight_decay;
        if (w[i].scalar_type() == at::kFloat)
            sgd_weight<float>(w[i], gradient, velocity,
                              {float(rate), float(momentum), float(keep), nesterov});
        else sgd_weight<double>(w[i], gradient, velocity, {rate, momentum, keep, nesterov});
    }
}

// ---- RMSprop

template <class T>
struct RmsProp {
    T rate, rho, momentum, epsilon, keep;
};

template <class T>
KERATIN_INLINE void rmsprop_loop(T* __restrict w, const T* __restrict g, T* __restrict v, T* __restrict m,
                                 T* __restrict mean, int64_t n, RmsProp<T> k) {
    // Four loops in one: what is absent is a constant after inlining, and costs nothing.
    auto loop = [&](auto centered, auto moving) __attribute__((always_inline)) {
#pragma GCC ivdep
        for (int64_t i = 0; i < n; i++) {
            T square = k.rho * v[i] + (1 - k.rho) * g[i] * g[i];
            v[i] = square;
            if constexpr (decltype(centered)::value) {
                T average = k.rho * mean[i] + (1 - k.rho) * g[i];
                mean[i] = average;
                square -= average * average;
            }
            T step = k.rate * g[i] / std::sqrt(square + k.epsilon);
            if constexpr (decltype(moving)::value) {
                step += k.momentum * m[i];
                m[i] = step;
            }
            w[i] = w[i] * k.keep - step;
        }
    };
    using Yes = std::true_type;
    using No = std::false_type;
    if (mean) m ? loop(Yes(), Yes()) : loop(Yes(), No());
    else m ? loop(No(), Yes()) : loop(No(), No());
}

KERATIN_CLONES void rmsprop_pass(float* w, const float* g, float* v, float* m, float* mean, int64_t n,
                                 RmsProp<float> k) {
    rmsprop_loop(w, g, v, m, mean, n, k);
}
KERATIN_CLONES void rmsprop_pass(double* w, const double* g, double* v, double* m, double* mean, int64_t n,
                                 RmsProp<double> k) {
    rmsprop_loop(w, g, v, m, mean, n, k);
}

template <class T>
void rmsprop_weight(const Tensor& weight, const Tensor& gradient, const Tensor& square,
                    const Tensor& velocity, const Tensor& average, RmsProp<T> k) {
    T *w = data<T>(weight), *v = data<T>(square), *m = data<T>(velocity), *mean = data<T>(average);
    const T* g = data<T>(gradient);
    at::parallel_for(0, weight.numel(), grain, [&](int64_t from, int64_t to) {
        rmsprop_pass(w + from, g + from, v + from, m ? m + from : nullptr, mean ? mean + from : nullptr,
                     to - from, k);
    });
}

void rmsprop_by_operators(const Tensor& weight, const Tensor& gradient, const Tensor& square,
                          const Tensor& velocity, const Tensor& average, const Tensor& rate, double rho,
                          double momentum, double epsilon, double weight_decay) {
    decay(weight, rate, weight_decay);
    square.mul_(rho).addcmul_(gradient, gradient, 1 - rho);
    auto variance = square;
    if (average.defined()) {
        average.mul_(rho).add_(gradient, 1 - rho);
        variance = square - average * average;
    }
    auto step = gradient * rate / at::sqrt(variance + epsilon);
    weight.sub_(velocity.defined() ? velocity.mul_(momentum).add_(step) : step);
}

void rmsprop(TensorList w, TensorList g, TensorList v, TensorList m, TensorList mean, const Tensor& lr,
             double rho, double momentum, double epsilon, bool centered, double weight_decay) {
    check("rmsprop_", w, g, v, true);
    check("rmsprop_", w, g, m, momentum != 0);
    check("rmsprop_", w, g, mean, centered);
    for (size_t i = 0; i < w.size(); i++) {
        auto velocity = slot(m, i), average = slot(mean, i);
        if (!walks(w[i], {&v[i], &velocity, &average})) {
            rmsprop_by_operators(w[i], g[i], v[i], velocity, average, lr, rho, momentum, epsilon,
                                 weight_decay);
            continue;
        }
        auto gradient = in_layout_of(w[i], g[i]);
        double rate = number(lr), keep = 1 - rate * weight_decay;
        if (w[i].scalar_type() == at::kFloat)
            rmsprop_weight<float>(w[i], gradient, v[i], velocity, average,
                                  {float(rate), float(rho), float(momentum), float(epsilon), float(keep)});
        else
            rmsprop_weight<double>(w[i], gradient, v[i], velocity, average,
                                   {rate, rho, momentum, epsilon, keep});
    }
}

// ---- Adam. Epsilon is added to the root of the raw second moment, as in Keras.

template <class T>
struct Adam {
    T rate, first, second, epsilon, keep;  // rate: corrected for bias; first, second: 1 - beta
};

template <class T>
KERATIN_INLINE void adam_loop(T* __restrict w, const T* __restrict g, T* __restrict m, T* __restrict v,
                              T* __restrict largest, int64_t n, Adam<T> k) {
    auto loop = [&](auto amsgrad) __attribute__((always_inline)) {
#pragma GCC ivdep
        for (int64_t i = 0; i < n; i++) {
            T mean = m[i] + (g[i] - m[i]) * k.first;
            T square = v[i] + (g[i] * g[i] - v[i]) * k.second;
            m[i] = mean;
            v[i] = square;
            if constexpr (decltype(amsgrad)::value) {
                square = largest[i] > square ? largest[i] : square;
                largest[i] = square;
            }
            w[i] = w[i] * k.keep - mean * k.rate / (std::sqrt(square) + k.epsilon);
        }
    };
    largest ? loop(std::true_type()) : loop(std::false_type());
}

KERATIN_CLONES void adam_pass(float* w, const float* g, float* m, float* v, float* largest, int64_t n,
                              Adam<float> k) {
    adam_loop(w, g, m, v, largest, n, k);
}
KERATIN_CLONES void adam_pass(double* w, const double* g, double* m, double* v, double* largest, int64_t n,
                              Adam<double> k) {
    adam_loop(w, g, m, v, largest, n, k);
}

template <class T>
void adam_weight(const Tensor& weight, const Tensor& gradient, const Tensor& mean, const Tensor& square,
                 const Tensor& greatest, Adam<T> k) {
    T *w = data<T>(weight), *m = data<T>(mean), *v = data<T>(square), *largest = data<T>(greatest);
    const T* g = data<T>(gradient);
    at::parallel_for(0, weight.numel(), grain, [&](int64_t from, int64_t to) {
        adam_pass(w + from, g + from, m + from, v + from, largest ? largest + from : nullptr, to - from, k);
    });
}

void adam_by_operators(const Tensor& weight, const Tensor& gradient, const Tensor& mean, const Tensor& square,
                       const Tensor& greatest, const Tensor& rate, const Tensor& iteration, double beta1,
                       double beta2, double epsilon, double weight_decay) {
    decay(weight, rate, weight_decay);
    auto step = iteration.to(at::kDouble) + 1;
    auto corrected = rate * at::sqrt(1 - at::pow(beta2, step)) / (1 - at::pow(beta1, step));
    mean.add_(gradient - mean, 1 - beta1);
    square.add_(gradient * gradient - square, 1 - beta2);
    if (greatest.defined()) greatest.copy_(at::maximum(greatest, square));
    auto root = at::sqrt(greatest.defined() ? greatest : square);
    weight.sub_(mean * corrected / (root + epsilon));
}

void adam(TensorList w, TensorList g, TensorList m, TensorList v, TensorList vhat, const Tensor& lr,
          const Tensor& iteration, double beta1, double beta2, double epsilon, bool amsgrad,
          double weight_decay) {
    check("adam_", w, g, m, true);
    check("adam_", w, g, v, true);
    check("adam_", w, g, vhat, amsgrad);
    for (size_t i = 0; i < w.size(); i++) {
        auto greatest = slot(vhat, i);
        if (!walks(w[i], {&m[i], &v[i], &greatest})) {
            adam_by_operators(w[i], g[i], m[i], v[i], greatest, lr, iteration, beta1, beta2, epsilon,
                              weight_decay);
            continue;
        }
        auto gradient = in_layout_of(w[i], g[i]);
        double step = number(iteration) + 1, rate = number(lr), keep = 1 - rate * weight_decay;
        double corrected = rate * std::sqrt(1 - std::pow(beta2, step)) / (1 - std::pow(beta1, step));
        if (w[i].scalar_type() == at::kFloat)
            adam_weight<float>(
                w[i], gradient, m[i], v[i], greatest,
                {float(corrected), float(1 - beta1), float(1 - beta2), float(epsilon), float(keep)});
        else
            adam_weight<double>(w[i], gradient, m[i], v[i], greatest,
                                {corrected, 1 - beta1, 1 - beta2, epsilon, keep});
    }
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(keratin, m) {
    m.def(
        "sgd_(Tensor(a!)[] w, Tensor[] g, Tensor(b!)[] m, Tensor lr, float momentum, bool nesterov, "
        "float weight_decay) -> ()");
    m.def(
        "rmsprop_(Tensor(a!)[] w, Tensor[] g, Tensor(b!)[] v, Tensor(c!)[] m, Tensor(d!)[] mean, Tensor lr, "
        "float rho, float momentum, float epsilon, bool centered, float weight_decay) -> ()");
    m.def(
        "adam_(Tensor(a!)[] w, Tensor[] g, Tensor(b!)[] m, Tensor(c!)[] v, Tensor(d!)[] vhat, Tensor lr, "
        "Tensor iteration, float beta1, float beta2, float epsilon, bool amsgrad, float weight_decay) -> ()");
}

// The functions choose between loops and operators weight by weight, so one registration serves all.
TORCH_LIBRARY_IMPL(keratin, CompositeExplicitAutograd, m) {
    m.impl("sgd_", &sgd);
    m.impl("rmsprop_", &rmsprop);
    m.impl("adam_", &adam);
}

}  // namespace keratin
