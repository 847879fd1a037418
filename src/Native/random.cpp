// Random numbers that depend on nothing but (seed, counter, index): Philox 4x32-10, and dropout with it.
#include "engine.h"
#include "vector.h"

#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <c10/util/accumulate.h>
#include <torch/library.h>

#include <tuple>

namespace keratin {

namespace {

using at::IntArrayRef;
using at::Tensor;

// Philox makes four words of a block's number. Sixteen blocks side by side make a tile of 64 elements:
// element e of a tile is word e / 16 of block e % 16, so that no word need change its lane.
constexpr int64_t blocks = 16, tile = 4 * blocks;
constexpr int64_t tile_grain = 256;
constexpr uint32_t multiplier0 = 0xD2511F53, multiplier1 = 0xCD9E8D57;
constexpr uint32_t weyl0 = 0x9E3779B9, weyl1 = 0xBB67AE85;
constexpr int rounds = 10;

struct Stream {
    uint64_t seed, counter;
};

KERATIN_INLINE void draw(Stream stream, int64_t number, uint32_t* __restrict words) {
    uint64_t first = static_cast<uint64_t>(number) * blocks;
#pragma GCC ivdep
    for (uint32_t lane = 0; lane < blocks; lane++) {
        uint32_t a = static_cast<uint32_t>(first) + lane, b = static_cast<uint32_t>(first >> 32);
        uint32_t c = static_cast<uint32_t>(stream.counter), d = static_cast<uint32_t>(stream.counter >> 32);
        uint32_t key0 = static_cast<uint32_t>(stream.seed), key1 = static_cast<uint32_t>(stream.seed >> 32);
#pragma GCC unroll 10
        for (int round = 0; round < rounds; round++) {
            uint64_t left = static_cast<uint64_t>(a) * multiplier0,
                     right = static_cast<uint64_t>(c) * multiplier1;
            a = static_cast<uint32_t>(right >> 32) ^ b ^ key0;
            b = static_cast<uint32_t>(right);
            c = static_cast<uint32_t>(left >> 32) ^ d ^ key1;
            d = static_cast<uint32_t>(left);
            key0 += weyl0;
            key1 += weyl1;
        }
        words[lane] = a;
        words[blocks + lane] = b;
        words[2 * blocks + lane] = c;
        words[3 * blocks + lane] = d;
    }
}

// Runs `use(numbers, first element, elements)` for the tiles from `from` to `to` of n elements; Number is
// uint32_t, or uint16_t for twice as many of them in a tile.
template <class Number, class Use>
KERATIN_INLINE void each_tile(Stream stream, int64_t from, int64_t to, int64_t n, Use&& use) {
    constexpr int64_t length = tile * sizeof(uint32_t) / sizeof(Number);
    alignas(64) uint32_t words[tile];
    alignas(64) Number numbers[length];
    for (int64_t number = from; number < to; number++) {
        draw(stream, number, words);
        std::memcpy(numbers, words, sizeof words);
        int64_t start = number * length;
        // a constant length lets the loop inside become a few instructions without a remainder
        if (n - start >= length) use(numbers, start, length);
        else use(numbers, start, n - start);
    }
}

template <class Number, class Pass>
void over_tiles(int64_t n, Pass&& pass) {
    constexpr int64_t length = tile * sizeof(uint32_t) / sizeof(Number);
    at::parallel_for(0, (n + length - 1) / length, tile_grain, pass);
}

Stream stream_of(const Tensor& state) {
    TORCH_CHECK(state.scalar_type() == at::kLong && state.numel() == 2,
                "the state of a random stream is two int64: a seed and a counter");
    auto whole = state.contiguous();
    const auto* words = whole.data_ptr<int64_t>();
    return {static_cast<uint64_t>(words[0]), static_cast<uint64_t>(words[1])};
}

// The same words by operators, as int64, for devices that the loops do not serve.
Tensor words_by_operators(const Tensor& state, int64_t n) {
    constexpr int64_t low = 0xffffffff;
    auto high = [](const Tensor& x) { return x.__rshift__(32).bitwise_and(low); };
    auto seed = state.select(0, 0), counter = state.select(0, 1);
    auto key0 = seed.bitwise_and(low), key1 = high(seed);
    int64_t tiles = (n + tile - 1) / tile;
    auto block = at::arange(tiles * blocks, state.options());
    auto a = block.bitwise_and(low), b = high(block);
    auto c = counter.bitwise_and(low).expand_as(a), d = high(counter).expand_as(a);
    for (int round = 0; round < rounds; round++) {
        // the products wrap beyond 63 bits; `high` drops the sign that the shift drags in
        auto left = a.mul(int64_t(multiplier0)), right = c.mul(int64_t(multiplier1));
        a = high(right).bitwise_xor(b).bitwise_xor(key0);
        b = right.bitwise_and(low);
        c = high(left).bitwise_xor(d).bitwise_xor(key1);
        d = left.bitwise_and(low);
        key0 = key0.add(int64_t(weyl0)).bitwise_and(low);
        key1 = key1.add(int64_t(weyl1)).bitwise_and(low);
    }
    auto lanes = [&](const Tensor& x) { return x.view({tiles, blocks}); };
    return at::stack({lanes(a), lanes(b), lanes(c), lanes(d)}, 1).flatten().narrow(0, 0, n);
}

// ---- dropout

// Each word decides on two elements, for the drawing is most of the work: u >= rate for u = number / 2^16,
// which keeps a fraction that is off by at most 2^-16. The first number that keeps its element:
uint32_t threshold(double rate) {
    TORCH_CHECK(rate >= 0 && rate <= 1, "a dropout rate lies between 0 and 1, not ", rate);
    return static_cast<uint32_t>(std::ceil(rate * 65536));
}

double scale_of(double rate) { return rate < 1 ? 1 / (1 - rate) : 0; }

template <class T>
KERATIN_INLINE void dropout_loop(Stream stream, uint32_t least, T scale, const T* x, T* y, bool* mask,
                                 int64_t from, int64_t to, int64_t n) {
    each_tile<uint16_t>(
        stream, from, to,
        n, [&](const uint16_t* numbers, int64_t start, int64_t count) __attribute__((always_inline)) {
            const T* source = x + start;
            T* target = y + start;
            auto* kept = reinterpret_cast<uint8_t*>(mask + start);
#pragma GCC ivdep
            for (int64_t i = 0; i < count; i++) {
                target[i] = numbers[i] >= least ? source[i] * scale : T(0);
                kept[i] = numbers[i] >= least;
            }
        });
}

KERATIN_CLONES void dropout_pass(Stream s, uint32_t least, float scale, const float* x, float* y, bool* mask,
                                 int64_t from, int64_t to, int64_t n) {
    dropout_loop(s, least, scale, x, y, mask, from, to, n);
}
KERATIN_CLONES void dropout_pass(Stream s, uint32_t least, double scale, const double* x, double* y,
                                 bool* mask, int64_t from, int64_t to, int64_t n) {
    dropout_loop(s, least, scale, x, y, mask, from, to, n);
}

template <class T>
KERATIN_INLINE void masked_loop(const T* g, const bool* mask, T scale, T* out, int64_t n) {
    const auto* kept = reinterpret_cast<const uint8_t*>(mask);
#pragma GCC ivdep
    for (int64_t i = 0; i < n; i++) out[i] = kept[i] ? g[i] * scale : T(0);
}

KERATIN_CLONES void masked_pass(const float* g, const bool* mask, float scale, float* out, int64_t n) {
    masked_loop(g, mask, scale, out, n);
}
KERATIN_CLONES void masked_pass(const double* g, const bool* mask, double scale, double* out, int64_t n) {
    masked_loop(g, mask, scale, out, n);
}

Tensor keep_by_operators(const Tensor& state, int64_t n, uint32_t least) {
    if (state.is_cuda() && cuda()) return cuda()->keep(state, n, least);
    auto words = words_by_operators(state, (n + 1) / 2);
    auto numbers = at::stack({words.bitwise_and(0xffff), words.__rshift__(16)}, 1).flatten();
    return numbers.narrow(0, 0, n).ge(static_cast<int64_t>(least));
}

std::tuple<Tensor, Tensor> dropout_by_operators(const Tensor& x, const Tensor& state, double rate) {
    auto mask = keep_by_operators(state, x.numel(), threshold(rate)).view(x.sizes());
    auto y = at::where(mask, x * scale_of(rate), at::zeros({}, x.options()));
    return {y, mask};
}

Tensor dropout_backward_by_operators(const Tensor& gradient, const Tensor& mask, double rate) {
    return at::where(mask, gradient * scale_of(rate), at::zeros({}, gradient.options()));
}

// Whether a loop may read or write the elements in their order.
bool linear(const Tensor& x) { return is_vectorised(x) && x.is_contiguous(); }

void dropout_into(const Tensor& source, const Tensor& state, double rate, const Tensor& y,
                  const Tensor& mask) {
    auto x = source.contiguous();
    auto stream = stream_of(state);
    uint32_t least = threshold(rate);
    auto run = [&](auto kind) {
        using T = decltype(kind);
        over_tiles<uint16_t>(x.numel(), [&](int64_t from, int64_t to) {
            dropout_pass(stream, least, static_cast<T>(scale_of(rate)), x.data_ptr<T>(), y.data_ptr<T>(),
                         mask.data_ptr<bool>(), from, to, x.numel());
        });
    };
    if (x.scalar_type() == at::kFloat) run(float());
    else run(double());
}

std::tuple<Tensor, Tensor> dropout(const Tensor& x, const Tensor& state, double rate) {
    if (!is_vectorised(x)) return dropout_by_operators(x, state, rate);
    auto y = at::empty(x.sizes(), x.options()), mask = at::empty(x.sizes(), x.options().dtype(at::kBool));
    dropout_into(x, state, rate, y, mask);
    return {y, mask};
}

std::tuple<Tensor&, Tensor&> dropout_out(const Tensor& x, const Tensor& state, double rate, Tensor& y,
                                         Tensor& mask) {
    if (linear(x) && linear(y) && y.scalar_type() == x.scalar_type() && y.sizes() == x.sizes() &&
        mask.scalar_type() == at::kBool && mask.is_contiguous() && mask.sizes() == x.sizes()) {
        dropout_into(x, state, rate, y, mask);
    } else {
        auto [fresh, kept] = dropout(x, state, rate);
        y.copy_(fresh);
        mask.copy_(kept);
    }
    return {y, mask};
}

void dropout_backward_into(const Tensor& gradient, const Tensor& mask, double rate, const Tensor& out) {
    auto run = [&](auto kind) {
        using T = decltype(kind);
        at::parallel_for(0, gradient.numel(), grain, [&](int64_t from, int64_t to) {
            masked_pass(gradient.data_ptr<T>() + from, mask.data_ptr<bool>() + from,
                        static_cast<T>(scale_of(rate)), out.data_ptr<T>() + from, to - from);
        });
    };
    if (gradient.scalar_type() == at::kFloat) run(float());
    else run(double());
}

Tensor dropout_backward(const Tensor& gradient, const Tensor& mask, double rate) {
    TORCH_CHECK(gradient.sizes() == mask.sizes(), "a gradient of shape ", gradient.sizes(),
                " with a mask of shape ", mask.sizes());
    if (!is_vectorised(gradient)) return dropout_backward_by_operators(gradient, mask, rate);
    auto out = at::empty(gradient.sizes(), gradient.options());
    dropout_backward_into(gradient.contiguous(), mask.contiguous(), rate, out);
    return out;
}

Tensor& dropout_backward_out(const Tensor& gradient, const Tensor& mask, double rate, Tensor& out) {
    if (linear(gradient) && linear(out) && out.scalar_type() == gradient.scalar_type() &&
        mask.is_contiguous() && out.sizes() == gradient.sizes() && mask.sizes() == gradient.sizes())
        dropout_backward_into(gradient, mask, rate, out);
    else out.copy_(dropout_backward(gradient, mask, rate));
    return out;
}

// ---- distributions

// The quantile of the normal distribution over the square root of two: Giles, "Approximating the erfinv
// function" (2010), single precision.
KERATIN_INLINE float inverse_erf(float x) {
    float w = -logarithm((1.f - x) * (1.f + x));
    float near = w - 2.5f, far = std::sqrt(w) - 3.f;
    float p = 2.81022636e-08f, q = -0.000200214257f;
    p = p * near + 3.43273939e-07f;
    p = p * near - 3.5233877e-06f;
    p = p * near - 4.39150654e-06f;
    p = p * near + 0.00021858087f;
    p = p * near - 0.00125372503f;
    p = p * near - 0.00417768164f;
    p = p * near + 0.246640727f;
    p = p * near + 1.50140941f;
    q = q * far + 0.000100950558f;
    q = q * far + 0.00134934322f;
    q = q * far - 0.00367342844f;
    q = q * far + 0.00573950773f;
    q = q * far - 0.0076224613f;
    q = q * far + 0.00943887047f;
    q = q * far + 1.00167406f;
    q = q * far + 2.83297682f;
    return (w < 5.f ? p : q) * x;
}

// From one word to one number: uniform is offset + scale * u, normal offset + scale * erfinv(reach * v)
// with v between -1 and 1, both excluded. A reach below one cuts the tails off.
struct Distribution {
    bool normal;
    float offset, scale, reach;
};

constexpr float step24 = 1.f / 16777216, step22 = 1.f / 4194304;
const double root2 = std::sqrt(2.0);

KERATIN_CLONES void random_pass(Stream stream, Distribution k, float* y, int64_t from, int64_t to,
                                int64_t n) {
    auto uniform = [&](const uint32_t* words, int64_t start, int64_t count) __attribute__((always_inline)) {
#pragma GCC ivdep
        for (int64_t i = 0; i < count; i++)
            y[start + i] =
                k.offset + k.scale * (static_cast<float>(static_cast<int32_t>(words[i] >> 8)) * step24);
    };
    auto normal = [&](const uint32_t* words, int64_t start, int64_t count) __attribute__((always_inline)) {
#pragma GCC ivdep
        for (int64_t i = 0; i < count; i++) {
            float v = (static_cast<float>(static_cast<int32_t>(words[i] >> 9) - 4194304) + 0.5f) * step22;
            y[start + i] = k.offset + k.scale * inverse_erf(k.reach * v);
        }
    };
    if (k.normal) each_tile<uint32_t>(stream, from, to, n, normal);
    else each_tile<uint32_t>(stream, from, to, n, uniform);
}

Tensor random_by_operators(const Tensor& state, IntArrayRef size, Distribution k) {
    int64_t n = c10::multiply_integers(size);
    if (state.is_cuda() && cuda()) return cuda()->numbers(state, n, k.normal, k.offset, k.scale, k.reach).view(size);
    auto words = words_by_operators(state, n);
    auto number =
        k.normal ? words.__rshift__(9).sub(4194304).to(at::kFloat).add(0.5).mul(step22).mul(k.reach).erfinv()
                 : words.__rshift__(8).to(at::kFloat).mul(step24);
    return number.mul(k.scale).add(k.offset).view(size);
}

Tensor random(const Tensor& state, IntArrayRef size, Distribution k) {
    if (!state.device().is_cpu()) return random_by_operators(state, size, k);
    auto y = at::empty(size, state.options().dtype(at::kFloat));
    auto stream = stream_of(state);
    over_tiles<uint32_t>(y.numel(), [&](int64_t from, int64_t to) {
        random_pass(stream, k, y.data_ptr<float>(), from, to, y.numel());
    });
    return y;
}

Tensor random_uniform(const Tensor& state, IntArrayRef size, double low, double high) {
    return random(state, size, {false, float(low), float(high - low), 1});
}

Tensor random_normal(const Tensor& state, IntArrayRef size, double mean, double deviation) {
    return random(state, size, {true, float(mean), float(deviation * root2), 1});
}

Tensor random_truncated_normal(const Tensor& state, IntArrayRef size, double mean, double deviation) {
    return random(state, size, {true, float(mean), float(deviation * root2), float(std::erf(root2))});
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(keratin, m) {
    m.def("dropout(Tensor x, Tensor state, float rate) -> (Tensor, Tensor)");
    m.def(
        "dropout.out(Tensor x, Tensor state, float rate, *, Tensor(a!) y, Tensor(b!) mask) -> (Tensor(a!), "
        "Tensor(b!))");
    m.def("dropout_backward(Tensor grad, Tensor mask, float rate) -> Tensor");
    m.def("dropout_backward.out(Tensor grad, Tensor mask, float rate, *, Tensor(a!) out) -> Tensor(a!)");
    m.def("random_uniform(Tensor state, int[] size, float low, float high) -> Tensor");
    m.def("random_normal(Tensor state, int[] size, float mean, float std) -> Tensor");
    m.def("random_truncated_normal(Tensor state, int[] size, float mean, float std) -> Tensor");
}

TORCH_LIBRARY_IMPL(keratin, CompositeExplicitAutograd, m) {
    m.impl("dropout", &dropout);
    m.impl("dropout_backward", &dropout_backward);
    m.impl("random_uniform", &random_uniform);
    m.impl("random_normal", &random_normal);
    m.impl("random_truncated_normal", &random_truncated_normal);
}

// Only the processor's loops fill memory that is given; elsewhere the plain forms are the faster ones.
TORCH_LIBRARY_IMPL(keratin, CPU, m) {
    m.impl("dropout.out", &dropout_out);
    m.impl("dropout_backward.out", &dropout_backward_out);
}

}  // namespace keratin
