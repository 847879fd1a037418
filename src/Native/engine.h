// What the files of the engine share: errors at the border, operators by name, operands as IValues.
#pragma once
#include "keratin.h"

#include <ATen/core/Tensor.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/version.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace keratin {

// The text of this thread's last failure.
std::string& last_error();

// A checked output that has NaN or infinity in it: its place and which of the two, a line each.
struct NotFinite : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Runs what may throw; nothing crosses the C border but a code and a text.
template <class F>
int guarded(F&& run) {
    try {
        run();
        return KT_OK;
    } catch (const NotFinite& e) {
        last_error() = e.what();
        return KT_NOT_FINITE;
    } catch (const c10::Error& e) {
        last_error() = e.what_without_backtrace();
    } catch (const std::exception& e) {
        last_error() = e.what();
    } catch (...) {
        last_error() = "an unknown C++ exception";
    }
    return KT_FAILED;
}

// A handle is one strong reference to a tensor's body.
using Body = c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>;

inline at::Tensor borrow(kt_tensor handle) {
    return at::Tensor(Body::reclaim_copy(static_cast<at::TensorImpl*>(handle)));
}

inline kt_tensor give(at::Tensor tensor) { return tensor.unsafeReleaseTensorImpl(); }

inline at::Device device_of(int number) {
    return number < 0 ? at::Device(at::kCPU)
                      : at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(number));
}

// Work of a device that was recorded once and is started again by one call.
struct Recording {
    virtual ~Recording() = default;
    virtual void replay() = 0;
};

// What there is for CUDA beyond LibTorch's operators: a library of its own (cuda/), which is built where CUDA's
// compiler is.
struct Cuda {
    Recording* (*record)(int device, const std::function<void()>& work);
    // For each of n elements whether its 16-bit number is at least `least`: dropout's choice.
    at::Tensor (*keep)(const at::Tensor& state, int64_t n, uint32_t least);
    // n of offset + scale * u, or of offset + scale * erfinv(reach * v) where normal.
    at::Tensor (*numbers)(const at::Tensor& state, int64_t n, bool normal, float offset, float scale, float reach);
};

// Null where that library is not.
const Cuda* cuda();

// Makes the calling thread use as many threads as were asked for.
void apply_threads();

enum class Kind { Tensor, Int, Float, Bool, Number, Text, Device, Tensors, OptionalTensors, Ints, Floats, Bools, Other };

struct Argument {
    Kind kind;
    bool optional;
    int width;  // of a list that a single number may stand for
    bool has_default;
    c10::IValue standard;
};

// A dispatcher operator with what marshalling needs of its schema, read once.
struct Operator {
    c10::OperatorHandle handle;
    std::string name;
    std::vector<Argument> arguments;
    // For each result: the argument it is a view of, or -1.
    std::vector<int> view_of;

    explicit Operator(const c10::OperatorHandle& handle, std::string name);
    bool has_kernel(at::DeviceType device) const;       // of its own
    bool runs_on(at::DeviceType device) const;          // by any way
};

// The operator "aten::add.Tensor"; null when there is none.
const Operator* find_operator(const std::string& name);

// A constant operand as the schema wants it. Slots are not constants.
c10::IValue constant_of(const Operator& op, size_t argument, const kt_value& value);
// What an argument is when nothing is given.
c10::IValue default_of(const Operator& op, size_t argument);

}  // namespace keratin
