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

// The logarithm of a positive normal number: its exponent, and Cephes' polynomial in its mantissa.
KERATIN_INLINE float logarithm(float x) {
    int32_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    int32_t exponent = (bits - 0x3f3504f3) >> 23;  // the mantissa is between sqrt(1/2) and sqrt(2)
    bits -= exponent << 23;
    float r;
    std::memcpy(&r, &bits, sizeof r);
    r -= 1.f;
    float e = static_cast<float>(exponent), square = r * r;
    float p = 7.0376836292e-2f;
    p = p * r - 1.1514610310e-1f;
    p = p * r + 1.1676998740e-1f;
    p = p * r - 1.2420140846e-1f;
    p = p * r + 1.4249322787e-1f;
    p = p * r - 1.6668057665e-1f;
    p = p * r + 2.0000714765e-1f;
    p = p * r - 2.4999993993e-1f;
    p = p * r + 3.3333331174e-1f;
    return r + (p * r * square - e * 2.12194440e-4f - 0.5f * square) + e * 0.693359375f;
}

}  // namespace keratin
