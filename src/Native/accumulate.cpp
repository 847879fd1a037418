// Sums of one number each, added up together: what metrics, counters and trackers are made of.
#include "engine.h"

#include <ATen/ops/add.h>
#include <torch/library.h>

namespace {

template <class T>
bool add_number(const at::Tensor& sum, const at::Tensor& value) {
    if (value.scalar_type() != sum.scalar_type()) return false;
    *sum.data_ptr<T>() += *value.data_ptr<T>();
    return true;
}

bool add_on_host(const at::Tensor& sum, const at::Tensor& value) {
    if (!sum.is_cpu() || !value.is_cpu() || sum.numel() != 1 || value.numel() != 1) return false;
    switch (sum.scalar_type()) {
        case at::kFloat: return add_number<float>(sum, value);
        case at::kDouble: return add_number<double>(sum, value);
        case at::kLong: return add_number<int64_t>(sum, value);
        default: return false;
    }
}

void accumulate_(at::TensorList sums, at::TensorList values) {
    TORCH_CHECK(sums.size() == values.size(), sums.size(), " sums for ", values.size(), " values");
    for (size_t i = 0; i < sums.size(); i++)
        if (!add_on_host(sums[i], values[i])) at::Tensor(sums[i]).add_(values[i]);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(keratin, library) {
    library.def("accumulate_(Tensor(a!)[] sums, Tensor[] values) -> ()");
}
TORCH_LIBRARY_IMPL(keratin, CompositeExplicitAutograd, library) { library.impl("accumulate_", accumulate_); }
