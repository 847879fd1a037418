// The derivative of one call by LibTorch's own autograd, for operators whose derivative is not written.
#include "program.h"

#include <ATen/ops/zeros_like.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

using namespace keratin;
using at::Tensor;
using c10::IValue;

// The call under autograd on copies of its operands that want gradients.
void kt_program::derive(Instruction& i) {
    c10::AutoGradMode grad(true);
    std::vector<IValue> own(slots.size());
    std::vector<Tensor> inputs;
    std::vector<Tensor> all;
    for (const auto& operand : i.operands)
        for (int slot : operand.slots) {
            if (own[slot].isNone()) own[slot] = slots[slot].toTensor().detach();
            auto tensor = own[slot].toTensor();
            all.push_back(tensor);
            if (at::isFloatingType(tensor.scalar_type())) {
                tensor.requires_grad_(true);
                inputs.push_back(tensor);
            }
        }
    std::swap(own, slots);
    std::vector<Tensor> outputs, gradients;
    try {
        stack.clear();
        push(i);
        i.op->handle.callBoxed(&stack);
    } catch (...) {
        std::swap(own, slots);
        throw;
    }
    std::swap(own, slots);
    for (size_t n = 0; n < stack.size(); n++) {
        if (!stack[n].isTensor()) continue;
        auto output = stack[n].toTensor();
        if (n >= i.gradients.size() || i.gradients[n] < 0 || !output.requires_grad()) continue;
        outputs.push_back(output);
        gradients.push_back(slots[i.gradients[n]].toTensor());
    }
    stack.clear();
    TORCH_CHECK(!outputs.empty(), "no output of ", i.op->name, " has a gradient");
    auto found = torch::autograd::grad(outputs, inputs, gradients, {}, false, true);
    size_t next = 0;
    for (size_t n = 0; n < all.size(); n++) {
        Tensor gradient;
        if (at::isFloatingType(all[n].scalar_type())) gradient = found[next++];
        if (n < i.outs.size() && i.outs[n] >= 0)
            slots[i.outs[n]] = gradient.defined() ? gradient.detach() : at::zeros_like(all[n].detach());
    }
}
