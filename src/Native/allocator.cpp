// A caching allocator for CPU memory: blocks come back from free lists by size class, and large ones lie
// on huge pages, so that a training step does not fault in fresh pages for every temporary.
#include "engine.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <mutex>

namespace {

constexpr size_t kHeader = 64;
constexpr size_t kHuge = size_t(1) << 21;
constexpr size_t kCacheLimit = size_t(4) << 30;
constexpr int kClasses = 4 * 40;

struct Header {
    size_t size_class;
    Header* next;
};

// Four classes for each power of two, from 64 bytes.
int class_of(size_t bytes) {
    if (bytes <= 64) return 0;
    unsigned bit = 63 - __builtin_clzll(bytes - 1);
    return static_cast<int>((bit - 6) * 4 + (((bytes - 1) >> (bit - 2)) & 3) + 1);
}

size_t bytes_of(int size_class) {
    if (size_class == 0) return 64;
    unsigned bit = (size_class - 1) / 4 + 6;
    return (size_t(1) << bit) + (size_t((size_class - 1) % 4 + 1) << (bit - 2));
}

class Pool {
  public:
    void* take(size_t bytes) {
        if (bytes == 0) return nullptr;
        int size_class = class_of(bytes);
        size_t size = bytes_of(size_class);
        {
            std::lock_guard<std::mutex> lock(gate_);
            live_ += size;
            blocks_++;
            peak_ = std::max(peak_, live_);
            if (Header* block = free_[size_class]) {
                free_[size_class] = block->next;
                cached_ -= size;
                return reinterpret_cast<char*>(block) + kHeader;
            }
        }
        size_t total = size + kHeader;
        void* memory = nullptr;
        auto refused = [&] { return posix_memalign(&memory, total >= kHuge ? kHuge : 64, total) != 0; };
        if (refused() && (trim(), refused())) {
            std::lock_guard<std::mutex> lock(gate_);
            live_ -= size;
            blocks_--;
            TORCH_CHECK(false, "out of memory: ", bytes, " bytes are not to be had");
        }
        if (total >= kHuge) madvise(memory, total, MADV_HUGEPAGE);
        static_cast<Header*>(memory)->size_class = size_class;
        return static_cast<char*>(memory) + kHeader;
    }

    void put(void* pointer) {
        if (!pointer) return;
        auto* block = reinterpret_cast<Header*>(static_cast<char*>(pointer) - kHeader);
        size_t size = bytes_of(static_cast<int>(block->size_class));
        {
            std::lock_guard<std::mutex> lock(gate_);
            live_ -= size;
            blocks_--;
            if (cached_ + size <= kCacheLimit) {
                block->next = free_[block->size_class];
                free_[block->size_class] = block;
                cached_ += size;
                return;
            }
        }
        std::free(block);
    }

    // Gives cached blocks back to the system.
    void trim() {
        std::lock_guard<std::mutex> lock(gate_);
        for (auto& list : free_)
            while (list) {
                Header* next = list->next;
                std::free(list);
                list = next;
            }
        cached_ = 0;
    }

    void stats(int64_t out[4]) {
        std::lock_guard<std::mutex> lock(gate_);
        out[0] = static_cast<int64_t>(live_);
        out[1] = static_cast<int64_t>(cached_);
        out[2] = static_cast<int64_t>(peak_);
        out[3] = blocks_;
    }

  private:
    std::mutex gate_;
    Header* free_[kClasses] = {};
    size_t live_ = 0, cached_ = 0, peak_ = 0;
    int64_t blocks_ = 0;
};

// Never destroyed: tensors may outlive static destruction.
Pool& pool() {
    static auto* instance = new Pool;
    return *instance;
}

void release(void* pointer) { pool().put(pointer); }

struct CachingAllocator final : c10::Allocator {
    c10::DataPtr block(size_t bytes) const {
        void* pointer = pool().take(bytes);
        return {pointer, pointer, &release, c10::Device(c10::DeviceType::CPU)};
    }
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 3)
    c10::DataPtr allocate(size_t bytes) override { return block(bytes); }
    void copy_data(void* to, const void* from, size_t bytes) const override { std::memcpy(to, from, bytes); }
#else
    c10::DataPtr allocate(size_t bytes) const override { return block(bytes); }
#endif
    c10::DeleterFnPtr raw_deleter() const override { return &release; }
};

CachingAllocator allocator;

}  // namespace

extern "C" {

int kt_allocator_install(void) {
    return keratin::guarded([] { c10::SetCPUAllocator(&allocator, 100); });
}
void kt_allocator_stats(int64_t out[4]) { pool().stats(out); }
void kt_allocator_trim(void) { pool().trim(); }

}  // extern "C"
