// Random numbers by CUDA kernels: the same words from the same streams as random.cpp has on the CPU.
#include "random.h"

namespace {

constexpr int64_t blocks = 16;  // of four words each make a tile, in which word k of block b is at k * 16 + b
constexpr int rounds = 10, threads = 256;

struct Words {
    uint32_t word[4];
};

// Philox 4x32-10 of a block's number, keyed by the stream's seed and counter.
__device__ Words draw(const int64_t* state, uint64_t block) {
    auto seed = static_cast<uint64_t>(state[0]), counter = static_cast<uint64_t>(state[1]);
    auto a = static_cast<uint32_t>(block), b = static_cast<uint32_t>(block >> 32);
    auto c = static_cast<uint32_t>(counter), d = static_cast<uint32_t>(counter >> 32);
    auto key0 = static_cast<uint32_t>(seed), key1 = static_cast<uint32_t>(seed >> 32);
#pragma unroll
    for (int round = 0; round < rounds; round++) {
        uint64_t left = static_cast<uint64_t>(a) * 0xD2511F53u, right = static_cast<uint64_t>(c) * 0xCD9E8D57u;
        a = static_cast<uint32_t>(right >> 32) ^ b ^ key0;
        b = static_cast<uint32_t>(right);
        c = static_cast<uint32_t>(left >> 32) ^ d ^ key1;
        d = static_cast<uint32_t>(left);
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }
    return {{a, b, c, d}};
}

// The place of word k of a block among all words.
__device__ int64_t place(int64_t block, int k) { return block / blocks * 4 * blocks + k * blocks + block % blocks; }

__global__ void keep_kernel(const int64_t* state, uint32_t least, bool* mask, int64_t n) {
    int64_t block = static_cast<int64_t>(blockIdx.x) * threads + threadIdx.x;
    auto words = draw(state, static_cast<uint64_t>(block));
    for (int k = 0; k < 4; k++) {
        int64_t first = 2 * place(block, k);
        if (first < n) mask[first] = (words.word[k] & 0xffff) >= least;
        if (first + 1 < n) mask[first + 1] = words.word[k] >> 16 >= least;
    }
}

__global__ void numbers_kernel(const int64_t* state, bool normal, float offset, float scale, float reach, float* y,
                               int64_t n) {
    int64_t block = static_cast<int64_t>(blockIdx.x) * threads + threadIdx.x;
    auto words = draw(state, static_cast<uint64_t>(block));
    for (int k = 0; k < 4; k++) {
        int64_t at = place(block, k);
        if (at >= n) continue;
        float number;
        if (normal) {
            float v = (static_cast<float>(static_cast<int>(words.word[k] >> 9) - 4194304) + 0.5f) * (1.f / 4194304);
            number = erfinvf(reach * v);
        } else {
            number = static_cast<float>(words.word[k] >> 8) * (1.f / 16777216);
        }
        y[at] = offset + scale * number;
    }
}

// Whole tiles of so many elements, rounded up to launches of `threads` blocks.
unsigned grid(int64_t n, int64_t tile) {
    int64_t needed = (n + tile - 1) / tile * blocks;
    return static_cast<unsigned>((needed + threads - 1) / threads);
}

}  // namespace

namespace keratin::kernels {

void keep(const int64_t* state, uint32_t least, bool* mask, int64_t n, cudaStream_t stream) {
    keep_kernel<<<grid(n, 8 * blocks), threads, 0, stream>>>(state, least, mask, n);
}

void numbers(const int64_t* state, bool normal, float offset, float scale, float reach, float* y, int64_t n,
             cudaStream_t stream) {
    numbers_kernel<<<grid(n, 4 * blocks), threads, 0, stream>>>(state, normal, offset, scale, reach, y, n);
}

}  // namespace keratin::kernels
