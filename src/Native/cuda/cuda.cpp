// What the engine has for CUDA beyond LibTorch's operators: steps recorded as graphs, so that a step is one
// launch and costs the host next to nothing, and random numbers by kernels.
#include "../engine.h"
#include "random.h"

#include <ATen/cuda/CUDAGraph.h>
#include <ATen/ops/empty.h>
#include <c10/cuda/CUDAException.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

namespace {

class Graph final : public keratin::Recording {
  public:
    Graph(int device, const std::function<void()>& work) : device_(device) {
        c10::cuda::CUDAGuard on(static_cast<c10::DeviceIndex>(device));
        c10::cuda::getCurrentCUDAStream().synchronize();
        c10::cuda::CUDAStreamGuard recorded(c10::cuda::getStreamFromPool(false, static_cast<c10::DeviceIndex>(device)));
        // other threads may do to the device what they like meanwhile
        graph_.capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal);
        try {
            work();
        } catch (...) {
            try {
                graph_.capture_end();
            } catch (...) {  // says again what has gone wrong
            }
            throw;
        }
        graph_.capture_end();
    }

    void replay() override {
        c10::cuda::CUDAGuard on(static_cast<c10::DeviceIndex>(device_));
        graph_.replay();
    }

  private:
    int device_;
    at::cuda::CUDAGraph graph_;
};

keratin::Recording* record(int device, const std::function<void()>& work) { return new Graph(device, work); }

at::Tensor keep(const at::Tensor& state, int64_t n, uint32_t least) {
    auto mask = at::empty({n}, state.options().dtype(at::kBool));
    if (n > 0)
        keratin::kernels::keep(state.data_ptr<int64_t>(), least, mask.data_ptr<bool>(), n,
                            c10::cuda::getCurrentCUDAStream(state.get_device()));
    C10_CUDA_KERNEL_LAUNCH_CHECK();
    return mask;
}

at::Tensor numbers(const at::Tensor& state, int64_t n, bool normal, float offset, float scale, float reach) {
    auto y = at::empty({n}, state.options().dtype(at::kFloat));
    if (n > 0)
        keratin::kernels::numbers(state.data_ptr<int64_t>(), normal, offset, scale, reach, y.data_ptr<float>(), n,
                               c10::cuda::getCurrentCUDAStream(state.get_device()));
    C10_CUDA_KERNEL_LAUNCH_CHECK();
    return y;
}

constexpr keratin::Cuda offered{record, keep, numbers};

}  // namespace

extern "C" __attribute__((visibility("default"))) const keratin::Cuda* keratin_cuda() { return &offered; }
