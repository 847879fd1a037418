// The kernels of random.cu.
#pragma once
#include <cuda_runtime_api.h>

#include <cstdint>

namespace keratin::kernels {

// mask[i]: whether the 16-bit number of element i is at least `least`.
void keep(const int64_t* state, uint32_t least, bool* mask, int64_t n, cudaStream_t stream);

// y = offset + scale * u, or offset + scale * erfinv(reach * v) where normal; u from 0 to 1, v from -1 to 1.
void numbers(const int64_t* state, bool normal, float offset, float scale, float reach, float* y, int64_t n,
             cudaStream_t stream);

}  // namespace keratin::kernels
