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

// ---- what the loops do not serve: operators over the lists of all such weights, so that a device is asked
// a few times for all of them together

using Tensors = std::vector<Tensor>;

// Those of a list that are meant; none where the optimizer has no such slots.
Tensors pick(TensorList list, const std::vector<size_t>& which) {
    Tensors picked;
    if (!list.empty())
        for (size_t i : which) picked.push_back(list[i]);
    return picked;
}

// Lists whose tensors lie alike are worked on together.
Tensors pick_in_layout(TensorList weights, TensorList gradients, const std::vector<size_t>& which) {
    Tensors picked;
    for (size_t i : which) picked.push_back(in_layout_of(weights[i], gradients[i]));
    return picked;
}

// x *= a number that lives on the device.
void multiply(TensorList x, const Tensor& number) {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 1)
    at::_foreach_mul_(x, number.to(x[0].scalar_type()));
#else
    for (const auto& tensor : x) tensor.mul_(number);
#endif
}

// w *= 1 - lr * decay.
void decay(TensorList weights, const Tensor& rate, double weight_decay) {
    if (weight_decay != 0) multiply(weights, at::rsub(rate * weight_decay, 1));
}

// average = keep * average + (1 - keep) * x
void follow(TensorList average, double keep, TensorList x) {
    at::_foreach_mul_(average, keep);
    at::_foreach_add_(average, x, 1 - keep);
}

// average = keep * average + (1 - keep) * x * x
void follow_squares(TensorList average, double keep, TensorList x) {
    at::_foreach_mul_(average, keep);
    at::_foreach_addcmul_(average, x, x, 1 - keep);
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

void sgd_by_lists(TensorList w, TensorList g, TensorList velocity, const Tensor& rate, double momentum,
                  bool nesterov, double weight_decay) {
    decay(w, rate, weight_decay);
    auto step = at::_foreach_mul(g, 1.0);
    multiply(step, rate);
    if (velocity.empty()) {
        at::_foreach_sub_(w, step);
        return;
    }
    at::_foreach_mul_(velocity, momentum);
    at::_foreach_sub_(velocity, step);
    at::_foreach_add_(w, velocity, nesterov ? momentum : 1.0);
    if (nesterov) at::_foreach_sub_(w, step);
}

void sgd(TensorList w, TensorList g, TensorList m, const Tensor& lr, double momentum, bool nesterov,
         double weight_decay) {
    check("sgd_", w, g, m, momentum != 0);
    std::vector<size_t> rest;
    for (size_t i = 0; i < w.size(); i++) {
        auto velocity = slot(m, i);
        if (!walks(w[i], {&velocity})) {
            rest.push_back(i);
            continue;
        }
        auto gradient = in_layout_of(w[i], g[i]);
        double rate = number(lr), keep = 1 - rate * weight_decay;
        if (w[i].scalar_type() == at::kFloat)
            sgd_weight<float>(w[i], gradient, velocity,
                              {float(rate), float(momentum), float(keep), nesterov});
        else sgd_weight<double>(w[i], gradient, velocity, {rate, momentum, keep, nesterov});
    }
    if (!rest.empty())
        sgd_by_lists(pick(w, rest), pick_in_layout(w, g, rest), pick(m, rest), lr, momentum, nesterov, weight_decay);
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

void rmsprop_by_lists(TensorList w, TensorList g, TensorList square, TensorList velocity, TensorList average,
                      const Tensor& rate, double rho, double momentum, double epsilon, double weight_decay) {
    decay(w, rate, weight_decay);
    follow_squares(square, rho, g);
    auto variance = at::_foreach_mul(square, 1.0);
    if (!average.empty()) {
        follow(average, rho, g);
        at::_foreach_addcmul_(variance, average, average, -1.0);
    }
    at::_foreach_add_(variance, epsilon);
    at::_foreach_sqrt_(variance);
    auto step = at::_foreach_div(g, variance);
    multiply(step, rate);
    if (velocity.empty()) {
        at::_foreach_sub_(w, step);
        return;
    }
    at::_foreach_mul_(velocity, momentum);
    at::_foreach_add_(velocity, step);
    at::_foreach_sub_(w, velocity);
}

void rmsprop(TensorList w, TensorList g, TensorList v, TensorList m, TensorList mean, const Tensor& lr,
             double rho, double momentum, double epsilon, bool centered, double weight_decay) {
    check("rmsprop_", w, g, v, true);
    check("rmsprop_", w, g, m, momentum != 0);
    check("rmsprop_", w, g, mean, centered);
    std::vector<size_t> rest;
    for (size_t i = 0; i < w.size(); i++) {
        auto velocity = slot(m, i), average = slot(mean, i);
        if (!walks(w[i], {&v[i], &velocity, &average})) {
            rest.push_back(i);
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
    if (!rest.empty())
        rmsprop_by_lists(pick(w, rest), pick_in_layout(w, g, rest), pick(v, rest), pick(m, rest), pick(mean, rest),
                         lr, rho, momentum, epsilon, weight_decay);
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

void adam_by_lists(TensorList w, TensorList g, TensorList mean, TensorList square, TensorList greatest,
                   const Tensor& rate, const Tensor& iteration, double beta1, double beta2, double epsilon,
                   double weight_decay) {
    decay(w, rate, weight_decay);
    auto step = iteration.to(at::kDouble) + 1;
    auto corrected = rate * at::sqrt(1 - at::pow(beta2, step)) / (1 - at::pow(beta1, step));
    follow(mean, beta1, g);
    follow_squares(square, beta2, g);
    for (size_t i = 0; i < greatest.size(); i++) greatest[i].copy_(at::maximum(greatest[i], square[i]));
    auto root = at::_foreach_sqrt(greatest.empty() ? square : greatest);
    at::_foreach_add_(root, epsilon);
    auto change = at::_foreach_div(mean, root);
    multiply(change, corrected);
    at::_foreach_sub_(w, change);
}

void adam(TensorList w, TensorList g, TensorList m, TensorList v, TensorList vhat, const Tensor& lr,
          const Tensor& iteration, double beta1, double beta2, double epsilon, bool amsgrad,
          double weight_decay) {
    check("adam_", w, g, m, true);
    check("adam_", w, g, v, true);
    check("adam_", w, g, vhat, amsgrad);
    std::vector<size_t> rest;
    for (size_t i = 0; i < w.size(); i++) {
        auto greatest = slot(vhat, i);
        if (!walks(w[i], {&m[i], &v[i], &greatest})) {
            rest.push_back(i);
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
    if (!rest.empty())
        adam_by_lists(pick(w, rest), pick_in_layout(w, g, rest), pick(m, rest), pick(v, rest), pick(vhat, rest), lr,
                      iteration, beta1, beta2, epsilon, weight_decay);
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
