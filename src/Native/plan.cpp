// Planning a program: what shares memory, what may go when, what is the same in every run.
#include "program.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

#include <algorithm>
#include <limits>
#include <map>

using namespace keratin;
using at::Tensor;
using c10::IValue;

namespace {

constexpr int kForever = std::numeric_limits<int>::max();

// Classes of slots that share memory.
class Aliases {
  public:
    explicit Aliases(size_t slots) : parent_(slots) {
        for (size_t i = 0; i < slots; i++) parent_[i] = static_cast<int>(i);
    }
    int root(int slot) {
        while (parent_[slot] != slot) slot = parent_[slot] = parent_[parent_[slot]];
        return slot;
    }
    void join(int view, int source) { parent_[root(view)] = root(source); }

  private:
    std::vector<int> parent_;
};

// Whether a step with this in it can be recorded: LibTorch's autograd asks the device, and solvers of matrices leave
// their library unusable where recording fails.
bool may_be_recorded(const Instruction& i) {
    if (i.loop) {
        const auto& body = i.loop->body->code;
        return std::all_of(body.begin(), body.end(), may_be_recorded);
    }
    return !i.derivative && i.name().rfind("aten::linalg_", 0) != 0;
}
}  // namespace

bool kt_program::is_view(const Instruction& i) const {
    return !i.derivative && !i.loop && i.outs.size() == 1 && i.outs[0] >= 0 && i.op->view_of.size() == 1 && i.op->view_of[0] == 0;
}

// Runs a view whose operands never change; false when it turned out to be a copy.
bool kt_program::hoist(Instruction& i) {
    at::AutoDispatchBelowADInplaceOrView below;
    stack.clear();
    push(i);
    auto source = stack[0].toTensor();
    i.op->handle.callBoxed(&stack);
    auto view = stack[0].toTensor();
    stack.clear();
    if (!view.is_alias_of(source)) return false;
    slots[i.outs[0]] = view;
    return true;
}

void kt_program::finish() {
    TORCH_CHECK(!finished, "the program is finished");
    Aliases aliases(slots.size());
    for (auto& i : code)
        if (!i.derivative && !i.loop)
            for (size_t n = 0; n < i.outs.size() && n < i.op->view_of.size(); n++) {
                int source = i.op->view_of[n];
                if (i.outs[n] >= 0 && source >= 0 && source < static_cast<int>(i.operands.size()))
                    for (int slot : i.operands[source].slots) aliases.join(i.outs[n], slot);
            }

    // the last instruction that needs each class
    std::vector<int> last(slots.size(), -1);
    for (int n = 0; n < static_cast<int>(code.size()); n++) {
        for (int slot : code[n].read()) last[aliases.root(slot)] = n;
        for (int slot : code[n].outs)
            if (slot >= 0) last[aliases.root(slot)] = std::max(last[aliases.root(slot)], n);
    }
    for (size_t slot = 0; slot < slots.size(); slot++)
        if (bound[slot] || fetched[slot]) last[aliases.root(static_cast<int>(slot))] = kForever;

    std::vector<std::vector<int>> dying(code.size());
    for (size_t slot = 0; slot < slots.size(); slot++) {
        int root = aliases.root(static_cast<int>(slot));
        if (last[root] >= 0 && last[root] != kForever) dying[last[root]].push_back(static_cast<int>(slot));
    }

    for (size_t slot = 0; slot < slots.size(); slot++) fixed[slot] = bound[slot];
    auto all_fixed = [&](const Instruction& i) {
        auto read = i.read();
        return std::all_of(read.begin(), read.end(), [&](int slot) { return fixed[slot]; });
    };

    std::map<int, Tensor> owner;                    // class -> its preallocated memory
    std::multimap<size_t, Tensor> spare;            // memory that is free again, by size

    for (int n = 0; n < static_cast<int>(code.size()); n++) {
        auto& i = code[n];
        if (is_view(i) && all_fixed(i) && hoist(i)) {
            i.hoisted = fixed[i.outs[0]] = true;
        } else if (i.out_op && !i.derivative && i.out_op->has_kernel(device.type()) && !i.outs.empty() &&
                   std::all_of(i.outs.begin(), i.outs.end(), [&](int s) { return s >= 0 && types[s]; })) {
            i.into_outputs = true;
            int taken = -1;
            if (i.reuse >= 0 && i.outs.size() == 1 && i.operands[i.reuse].source == Operand::Slot) {
                int slot = i.operands[i.reuse].slots[0];
                int root = aliases.root(slot);
                int uses = 0;
                for (int other : i.read())
                    if (aliases.root(other) == root) uses += other == slot ? 1 : 2;
                const auto& want = *types[i.outs[0]];
                if (last[root] == n && owner.count(root) && uses == 1 && fixed[slot]) {
                    auto tensor = slots[slot].toTensor();
                    if (tensor.scalar_type() == want.dtype && tensor.sizes() == at::IntArrayRef(want.sizes) &&
                        tensor.is_contiguous() && tensor.nbytes() == want.bytes()) {
                        taken = root;
                        slots[i.outs[0]] = tensor;
                    }
                }
            }
            for (size_t k = 0; k < i.outs.size(); k++) {
                int slot = i.outs[k];
                const auto& type = *types[slot];
                Tensor memory;
                if (taken >= 0) {
                    memory = owner[taken];
                    owner.erase(taken);
                } else {
                    size_t bytes = std::max<size_t>(64, type.bytes());
                    auto found = spare.lower_bound(bytes);
                    if (found != spare.end() && found->first <= bytes + bytes / 4) {
                        memory = found->second;
                        spare.erase(found);
                    } else {
                        memory = at::empty({static_cast<int64_t>(bytes)}, at::TensorOptions().dtype(at::kByte).device(device));
                        buffers.push_back(memory);
                    }
                    slots[slot] = at::from_blob(memory.data_ptr(), type.sizes,
                                                at::TensorOptions().dtype(type.dtype).device(device));
                }
                owner[aliases.root(slot)] = memory;
                fixed[slot] = true;
            }
            resolve(i, *i.out_op);
        }
        for (int slot : dying[n]) {
            int root = aliases.root(slot);
            auto found = owner.find(root);
            if (found != owner.end()) {
                spare.emplace(static_cast<size_t>(found->second.nbytes()), found->second);
                owner.erase(found);
            }
            if (!fixed[slot]) i.dead.push_back(slot);
        }
    }
    finished = true;
    recordable = device.is_cuda() && !part && cuda() && std::all_of(code.begin(), code.end(), may_be_recorded);
    stack.reserve(32);
    refresh();
}
