// Arithmetic that gcc turns into vector instructions: loops compiled for several processors, and exp.
#pragma once
#include <ATen/core/Tensor.h>

#include <cmath>
#include <cstdint>
#include <cstring>

// A function with this mark is compiled for three generations of processors and chosen when loaded. It
// must be a plain function, and what it calls KERATIN_INLINE; an `optimize` attribute would undo it.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define KERATIN_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define KERATIN_CLONES
#endif
#define KERATIN_INLINE inline __attribute__((always_inline))

namespace keratin {

// Below this many elements a second thread costs more than it saves.
constexpr int64_t grain = 32768;

// Whether the vectorised loops serve this tensor.
inline bool is_vectorised(const at::Tensor& x) {
    return x.device().is_cpu() && (x.scalar_type() == at::kFloat || x.scalar_type() == at::kDouble);
}

// exp as 2^n times a polynomial (Cephes' coefficients) in the remainder: 2 ulp.
KERATIN_INLINE float exponential(float x) {
    x = x < -87.f ? -87.f : x;
    x = x > 88.f ? 88.f : x;
    float n = x * 1.44269504f + 12582912.f;  // 1.5 * 2^23: adding it rounds to an integer
    n -= 12582912.f;
    float r = x - n * 0.693359375f;
    r += n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.f;
    int32_t bits = (static_cast<int32_t>(n) + 127) << 23;
    float power;
    std::memcpy(&power, &bits, sizeof power);
    return p * power;
}

KERATIN_INLINE double exponential(double x) { return std::exp(x); }

}  // namespace keratin
