// Steps recorded as CUDA graphs: a step is then one launch, and costs the host next to nothing.
#include "../engine.h"

#include <ATen/cuda/CUDAGraph.h>
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

}  // namespace

extern "C" __attribute__((visibility("default"))) keratin::Recording* keratin_record(
    int device, const std::function<void()>& work) {
    return new Graph(device, work);
}
