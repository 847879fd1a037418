// One step of a GRU for some rows of a batch, forward and backward, on pointers: what gru.cpp runs for each time.
#pragma once

#include "recurrent.h"

#include <cstring>

namespace keratin {

namespace {

// A step has two halves, between which the reset-before form has one more product:
// gates: z, r = gate(sums); before: product = r * h.
// state: candidate = activation(sum + r * product (after) or sum (before)); h' = z h + (1 - z) candidate.
template <class T>
struct GruStep {
    int64_t units, stride;
    bool after;
    Activation activation, gate;
    const uint8_t* steps;     // null: all valid
    T *gates, *product;       // (z, r, candidate); after: the recurrent part of the candidate; before: r * h
    const T *inner, *before;  // after: h R + bias of all three gates; the state before
    T *hidden, *y;
};

template <class T>
KERATIN_INLINE void gru_gate_rows(const GruStep<T>& s, int64_t from, int64_t to) {
    const int64_t n = s.units;
    for (int64_t row = from; row < to; row++) {
        T *z = s.gates + row * 3 * n, *r = z + n, *p = s.product + row * n;
        const T* h = s.before + row * n;
        if (s.after) {
            const T* inner = s.inner + row * 3 * n;
#pragma GCC ivdep
            for (int64_t u = 0; u < 2 * n; u++) z[u] += inner[u];
            std::memcpy(p, inner + 2 * n, n * sizeof(T));
        }
        activate(s.gate, z, 2 * n);
        if (!s.after) {
#pragma GCC ivdep
            for (int64_t u = 0; u < n; u++) p[u] = r[u] * h[u];
        }
    }
}

template <class T>
KERATIN_INLINE void gru_state_rows(const GruStep<T>& s, int64_t from, int64_t to) {
    const int64_t n = s.units;
    for (int64_t row = from; row < to; row++) {
        T *z = s.gates + row * 3 * n, *r = z + n, *c = r + n;
        T *h = s.hidden + row * n, *y = s.y + row * s.stride;
        const T *p = s.product + row * n, *before = s.before + row * n;
        uint8_t step = s.steps ? s.steps[row] : Valid;
        if (step == Valid) {
            if (s.after) {
#pragma GCC ivdep
                for (int64_t u = 0; u < n; u++) c[u] += r[u] * p[u];
            }
            activate(s.activation, c, n);
#pragma GCC ivdep
            for (int64_t u = 0; u < n; u++) h[u] = z[u] * before[u] + (1 - z[u]) * c[u];
        } else {
            std::memcpy(h, before, n * sizeof(T));
        }
        if (step == Before) std::memset(y, 0, n * sizeof(T));
        else std::memcpy(y, h, n * sizeof(T));
    }
}

KERATIN_CLONES void gru_gate_pass(const GruStep<float>& s, int64_t from, int64_t to) {
    gru_gate_rows(s, from, to);
}
KERATIN_CLONES void gru_gate_pass(const GruStep<double>& s, int64_t from, int64_t to) {
    gru_gate_rows(s, from, to);
}
KERATIN_CLONES void gru_state_pass(const GruStep<float>& s, int64_t from, int64_t to) {
    gru_state_rows(s, from, to);
}
KERATIN_CLONES void gru_state_pass(const GruStep<double>& s, int64_t from, int64_t to) {
    gru_state_rows(s, from, to);
}

// Backward has the same halves in the other order. `outer` receives the gradient of the projection of x,
// `inner` (after only) that of the recurrent product; they differ in the candidate.
template <class T>
struct GruBackwardStep {
    int64_t units, stride;
    bool after;
    Activation activation, gate;
    const uint8_t* steps;
    const T *gates, *product, *before, *gy, *dproduct;  // dproduct (before only): the gradient of r * h
    T *outer, *inner, *dh;                              // dh leaves with what goes round the products
};

template <class T>
KERATIN_INLINE void gru_state_backward_rows(const GruBackwardStep<T>& s, int64_t from, int64_t to) {
    const int64_t n = s.units;
    for (int64_t row = from; row < to; row++) {
        const T *z = s.gates + row * 3 * n, *r = z + n, *c = r + n;
        const T *p = s.product + row * n, *before = s.before + row * n, *gy = s.gy + row * s.stride;
        T *dz = s.outer + row * 3 * n, *dr = dz + n, *dc = dr + n, *dh = s.dh + row * n;
        uint8_t step = s.steps ? s.steps[row] : Valid;
        if (step != Before) {
#pragma GCC ivdep
            for (int64_t u = 0; u < n; u++) dh[u] += gy[u];
        }
        if (step != Valid) {
            std::memset(dz, 0, 3 * n * sizeof(T));
            if (s.after) std::memset(s.inner + row * 3 * n, 0, 3 * n * sizeof(T));
            continue;
        }
#pragma GCC ivdep
        for (int64_t u = 0; u < n; u++) {
            T total = dh[u];
            dz[u] = total * (before[u] - c[u]);
            dc[u] = total * (1 - z[u]);
            dh[u] = total * z[u];
        }
        times_slope(s.activation, dc, c, n);
        times_slope(s.gate, dz, z, n);
        if (!s.after) continue;
        T* inner = s.inner + row * 3 * n;
#pragma GCC ivdep
        for (int64_t u = 0; u < n; u++) {
            dr[u] = dc[u] * p[u];
            inner[2 * n + u] = dc[u] * r[u];
        }
        times_slope(s.gate, dr, r, n);
        std::memcpy(inner, dz, 2 * n * sizeof(T));
    }
}

template <class T>
KERATIN_INLINE void gru_reset_backward_rows(const GruBackwardStep<T>& s, int64_t from, int64_t to) {
    const int64_t n = s.units;
    for (int64_t row = from; row < to; row++) {
        // a masked row has no gradient in its candidate, hence none in its product
        if (s.steps && s.steps[row] != Valid) continue;
        const T *r = s.gates + row * 3 * n + n, *before = s.before + row * n, *dp = s.dproduct + row * n;
        T *dr = s.outer + row * 3 * n + n, *dh = s.dh + row * n;
#pragma GCC ivdep
        for (int64_t u = 0; u < n; u++) {
            dr[u] = dp[u] * before[u];
            dh[u] += dp[u] * r[u];
        }
        times_slope(s.gate, dr, r, n);
    }
}

KERATIN_CLONES void gru_state_backward_pass(const GruBackwardStep<float>& s, int64_t from, int64_t to) {
    gru_state_backward_rows(s, from, to);
}
KERATIN_CLONES void gru_state_backward_pass(const GruBackwardStep<double>& s, int64_t from, int64_t to) {
    gru_state_backward_rows(s, from, to);
}
KERATIN_CLONES void gru_reset_backward_pass(const GruBackwardStep<float>& s, int64_t from, int64_t to) {
    gru_reset_backward_rows(s, from, to);
}
KERATIN_CLONES void gru_reset_backward_pass(const GruBackwardStep<double>& s, int64_t from, int64_t to) {
    gru_reset_backward_rows(s, from, to);
}

}  // namespace

}  // namespace keratin
