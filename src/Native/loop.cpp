// Loops: a program run once for each place of the first axis of its sequences.
#include "program.h"

#include <ATen/ops/empty.h>

using namespace keratin;
using at::Tensor;
using c10::IValue;

void kt_program::add_loop(Loop loop, const int32_t* operands, const int32_t* outs, const char* place) {
    TORCH_CHECK(!finished, "the program is finished");
    Instruction i;
    i.place = place;
    for (size_t n = 0; n < loop.takes.size(); n++) {
        Operand operand;
        operand.source = Operand::Slot;
        operand.slots = {operands[n]};
        i.operands.push_back(std::move(operand));
    }
    loop.body->part = true;
    // states and steps have memory of their own in the body, so that its arguments stay the same
    for (size_t n = 0; n < loop.states + loop.sequences; n++) {
        int slot = loop.takes[n];
        const auto& type = *loop.body->types.at(slot);
        loop.body->bind(slot, at::empty(type.sizes, at::TensorOptions().dtype(type.dtype).device(device)));
    }
    for (size_t n = 0; n < loop.gives.size(); n++)
        if (loop.gives[n] >= 0) loop.body->fetched.at(loop.gives[n]) = true;
    i.outs.assign(outs, outs + loop.gives.size());
    i.loop = std::make_shared<Loop>(std::move(loop));
    code.push_back(std::move(i));
}

// False when cancelled.
bool kt_program::repeat(const Instruction& i) {
    const auto& loop = *i.loop;
    auto& body = *loop.body;
    auto given = [&](size_t n) { return slots[i.operands[n].slots[0]].toTensor(); };
    auto own = [&](size_t n) { return body.slots[loop.takes[n]].toTensor(); };
    for (size_t n = 0; n < loop.states; n++) own(n).copy_(given(n));
    for (size_t n = loop.states + loop.sequences; n < loop.takes.size(); n++) {
        const auto& held = body.slots[loop.takes[n]];
        if (!held.isTensor() || !held.toTensor().is_same(given(n))) body.bind(loop.takes[n], given(n));
    }
    std::vector<Tensor> sequences;
    for (size_t n = 0; n < loop.sequences; n++) sequences.push_back(given(loop.states + n));
    std::vector<Tensor> outputs(loop.gives.size());
    for (size_t n = loop.states; n < loop.gives.size(); n++)
        if (i.outs[n] >= 0) {
            const auto& type = *types.at(i.outs[n]);
            outputs[n] = at::empty(type.sizes, at::TensorOptions().dtype(type.dtype).device(device));
        }
    body.checking = checking.load();
    int64_t length = sequences.at(0).size(0);
    for (int64_t k = 0; k < length; k++) {
        int64_t t = loop.reverse ? length - 1 - k : k;
        for (size_t n = 0; n < loop.sequences; n++) own(loop.states + n).copy_(sequences[n].select(0, t));
        body.cancelled = cancelled.load();
        if (!body.run()) return false;
        // outputs first: some are the states as they were before this step
        for (size_t n = loop.states; n < loop.gives.size(); n++)
            if (outputs[n].defined()) outputs[n].select(0, t).copy_(body.slots[loop.gives[n]].toTensor());
        for (size_t n = 0; n < loop.states; n++) own(n).copy_(body.slots[loop.gives[n]].toTensor());
    }
    for (size_t n = 0; n < loop.gives.size(); n++)
        if (i.outs[n] >= 0) slots[i.outs[n]] = n < loop.states ? own(n).clone() : outputs[n];
    return true;
}
