// Errors, versions, threads, and what the machine has.
#include "engine.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/full.h>
#include <ATen/ops/mm.h>
#include <dlfcn.h>

#include <atomic>
#include <chrono>

namespace keratin {

std::string& last_error() {
    static thread_local std::string text;
    return text;
}

static std::atomic<int> wanted_threads{0};

void apply_threads() {
    static thread_local int applied = 0;
    int wanted = wanted_threads.load(std::memory_order_relaxed);
    if (wanted > 0 && applied != wanted) {
        at::set_num_threads(wanted);
        applied = wanted;
    }
}

// The same seed gives the same bits: where CUDA has a deterministic way, it is taken. (cuBLAS reads
// CUBLAS_WORKSPACE_CONFIG for that, which the host sets.)
static void make_deterministic() {
    auto& context = at::globalContext();
    context.setDeterministicCuDNN(true);
    context.setDeterministicAlgorithms(true, /*warn_only=*/true);
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 2)
    context.setDeterministicFillUninitializedMemory(false);
#endif
}

// How many devices there are. CUDA is present only where LibTorch was built with it, beside libtorch_cpu.
static int find_cuda() {
    int count = 0;
    if (!dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL)) return count;
    try {
        for (; count < 64; count++) at::empty({1}, at::device(device_of(count)));
    } catch (...) {
    }
    if (count > 0) make_deterministic();
    return count;
}

const Cuda* cuda() {
    static const Cuda* const found = [] {
        void* library = dlopen("libkeratin_cuda.so", RTLD_NOW | RTLD_LOCAL);
        auto offered = library ? reinterpret_cast<const Cuda* (*)()>(dlsym(library, "keratin_cuda")) : nullptr;
        return offered ? offered() : nullptr;
    }();
    return found;
}

}  // namespace keratin

using namespace keratin;

extern "C" {

const char* kt_error(void) { return last_error().c_str(); }
const char* kt_version(void) { return TORCH_VERSION; }

int kt_set_threads(int count) {
    return guarded([&] {
        TORCH_CHECK(count > 0, "the number of threads must be above 0");
        wanted_threads = count;
        apply_threads();
    });
}

int kt_threads(void) { return at::get_num_threads(); }

int kt_cuda_devices(void) {
    static const int count = find_cuda();
    return count;
}

int kt_set_tf32(int allowed) {
    return guarded([&] {
        at::globalContext().setAllowTF32CuDNN(allowed != 0);
        at::globalContext().setAllowTF32CuBLAS(allowed != 0);
    });
}

int kt_tf32(void) { return at::globalContext().allowTF32CuDNN() ? 1 : 0; }

double kt_gemm_gflops(void) {
    double rate = 0;
    guarded([&] {
        const int64_t n = 192;
        auto a = at::full({n, n}, 0.5);
        auto b = at::full({n, n}, 0.25);
        for (int i = 0; i < 4; i++) {  // the best of a few: the first one starts threads
            auto start = std::chrono::steady_clock::now();
            at::mm(a, b);
            std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
            rate = std::max(rate, 2.0 * n * n * n / seconds.count() * 1e-9);
        }
    });
    return rate;
}

}  // extern "C"
