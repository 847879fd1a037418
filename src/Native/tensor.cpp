// Tensors made from host memory and read back into it.
#include "engine.h"

#include <ATen/ops/empty_strided.h>
#include <ATen/ops/from_blob.h>
#include <c10/util/accumulate.h>

#include <cstring>

using namespace keratin;

namespace {

at::TensorOptions options_of(int dtype, int device) {
    return at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype)).device(device_of(device));
}

std::vector<int64_t> row_major(at::IntArrayRef sizes) {
    std::vector<int64_t> strides(sizes.size());
    int64_t next = 1;
    for (size_t i = sizes.size(); i-- > 0;) {
        strides[i] = next;
        next *= std::max<int64_t>(1, sizes[i]);
    }
    return strides;
}

// Host memory seen as a row-major tensor, without a copy.
at::Tensor around(const void* data, const at::Tensor& like) {
    return at::from_blob(const_cast<void*>(data), like.sizes(), row_major(like.sizes()),
                         at::TensorOptions().dtype(like.scalar_type()));
}

void check_bytes(const at::Tensor& tensor, int64_t bytes) {
    TORCH_CHECK(static_cast<int64_t>(tensor.nbytes()) == bytes, "the tensor has ", tensor.nbytes(),
                " bytes, the host's array ", bytes);
}

}  // namespace

extern "C" {

int kt_tensor_new(int dtype, int rank, const int64_t* sizes, const int64_t* strides, int device,
                  const void* data, kt_tensor* out) {
    return guarded([&] {
        at::IntArrayRef shape(sizes, rank);
        auto layout = strides ? std::vector<int64_t>(strides, strides + rank) : row_major(shape);
        auto tensor = at::empty_strided(shape, layout, options_of(dtype, device));
        if (!data)
            tensor.zero_();
        else if (!strides && device < 0)
            std::memcpy(tensor.data_ptr(), data, tensor.nbytes());
        else if (tensor.numel() > 0)
            tensor.copy_(around(data, tensor));
        *out = give(std::move(tensor));
    });
}

int kt_tensor_around(int dtype, int rank, const int64_t* sizes, void* data, void (*release)(void*), void* owner,
                     kt_tensor* out) {
    return guarded([&] {
        *out = give(at::from_blob(data, at::IntArrayRef(sizes, rank), [=](void*) { release(owner); },
                                  options_of(dtype, -1)));
    });
}

int kt_tensor_read(kt_tensor t, void* destination, int64_t bytes) {
    return guarded([&] {
        auto tensor = borrow(t);
        check_bytes(tensor, bytes);
        if (tensor.is_cpu() && tensor.is_contiguous())
            std::memcpy(destination, tensor.data_ptr(), bytes);
        else if (tensor.numel() > 0)
            around(destination, tensor).copy_(tensor);
    });
}

int kt_tensor_write(kt_tensor t, const void* source, int64_t bytes) {
    return guarded([&] {
        auto tensor = borrow(t);
        check_bytes(tensor, bytes);
        if (tensor.is_cpu() && tensor.is_contiguous())
            std::memcpy(tensor.data_ptr(), source, bytes);
        else if (tensor.numel() > 0)
            tensor.copy_(around(source, tensor));
    });
}

int kt_tensor_copy_rows(kt_tensor destination, kt_tensor source, int64_t from) {
    return guarded([&] {
        auto to = borrow(destination), whole = borrow(source);
        if (to.is_cpu() && to.is_contiguous() && whole.is_cpu() && whole.is_contiguous() &&
            to.scalar_type() == whole.scalar_type() && from >= 0 && from + to.size(0) <= whole.size(0)) {
            size_t row = to.nbytes() / std::max<int64_t>(1, to.size(0));
            std::memcpy(to.data_ptr(), static_cast<const char*>(whole.data_ptr()) + from * row, to.nbytes());
        } else {
            to.copy_(whole.narrow(0, from, to.size(0)));
        }
    });
}

int kt_tensor_clone(kt_tensor source, kt_tensor* out) {
    return guarded([&] {
        auto tensor = borrow(source);
        auto copy = at::empty_strided(tensor.sizes(), tensor.strides(), tensor.options());
        copy.copy_(tensor);
        *out = give(std::move(copy));
    });
}

int kt_tensor_info(kt_tensor t, int* dtype, int* rank, int64_t sizes[16], int* device) {
    return guarded([&] {
        auto tensor = borrow(t);
        TORCH_CHECK(tensor.dim() <= 16, "a tensor of ", tensor.dim(), " axes");
        *dtype = static_cast<int>(tensor.scalar_type());
        *rank = static_cast<int>(tensor.dim());
        *device = tensor.is_cpu() ? -1 : tensor.get_device();
        std::copy(tensor.sizes().begin(), tensor.sizes().end(), sizes);
    });
}

void kt_tensor_free(kt_tensor t) { Body::reclaim(static_cast<at::TensorImpl*>(t)); }

}  // extern "C"
