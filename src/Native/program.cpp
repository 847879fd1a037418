// Programs: operator calls in order, planned once and run whole in one call.
#include "engine.h"

#include <ATen/core/List.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/isfinite.h>
#include <ATen/ops/isnan.h>
#include <ATen/ops/zeros_like.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <limits>
#include <map>
#include <memory>
#include <optional>

using namespace keratin;
using at::Tensor;
using c10::IValue;

namespace {

#if TORCH_VERSION_MAJOR < 2
template <class T> using Maybe = c10::optional<T>;
#else
template <class T> using Maybe = std::optional<T>;
#endif

struct Operand {
    enum Source { Constant, Slot, List } source = Constant;
    IValue constant;
    std::vector<int> slots;
    bool absent_allowed = false;
};

// A program run once for each place of the first axis of its sequences; states go from one run to the next.
struct Loop {
    std::shared_ptr<kt_program> body;
    size_t states, sequences;
    bool reverse;
    std::vector<int> takes, gives;       // the body's slots: states, steps, the rest; new states, outputs
};

struct Instruction {
    const Operator* op = nullptr;        // none where it is a loop
    std::shared_ptr<Loop> loop;
    std::vector<kt_value> given;         // as the caller wrote them, until finish
    std::vector<std::vector<int64_t>> kept;  // memory of their lists
    std::vector<std::string> texts;
    const Operator* out_op = nullptr;
    std::vector<int> outs;
    int reuse = -1;
    std::string place;
    bool derivative = false;
    std::vector<int> gradients;

    bool into_outputs = false;           // runs out_op into preallocated memory
    bool hoisted = false;                // a view that never changes
    std::vector<Operand> operands;
    std::vector<IValue> ready;           // all arguments, when none changes from run to run
    std::vector<int> dead;               // slots to release afterwards

    const std::string& name() const {
        static const std::string scan = "keratin::scan";
        return loop ? scan : (into_outputs ? out_op : op)->name;
    }

    std::vector<int> read() const {
        std::vector<int> slots;
        for (const auto& operand : operands)
            for (int slot : operand.slots)
                if (slot >= 0) slots.push_back(slot);
        for (int slot : gradients)
            if (slot >= 0) slots.push_back(slot);
        return slots;
    }
};

struct SlotType {
    at::ScalarType dtype;
    std::vector<int64_t> sizes;
    size_t bytes() const {
        size_t count = 1;
        for (auto n : sizes) count *= static_cast<size_t>(n);
        return count * c10::elementSize(dtype);
    }
};

constexpr int kForever = std::numeric_limits<int>::max();

}  // namespace

struct kt_program {
    kt_program(int device, int slots)
        : device(device_of(device)), slots(slots), bound(slots), fetched(slots), fixed(slots), types(slots) {}

    at::Device device;
    std::vector<IValue> slots;
    std::vector<bool> bound, fetched, fixed;  // fixed: the same tensor in every run
    std::vector<std::unique_ptr<SlotType>> types;
    std::vector<Instruction> code;
    std::vector<Tensor> buffers;              // memory of preallocated outputs
    std::vector<IValue> stack;
    std::atomic<bool> cancelled{false}, checking{false};
    std::vector<double> seconds;              // of each instruction, where they are measured
    bool finished = false, stale = false;
    bool part = false;                        // the body of a loop
    bool recordable = false;                  // a step of a CUDA device that may be recorded
    int plain = 0;                            // steps that were not recorded
    std::unique_ptr<Recording> recording;

    void add(const char* op, const char* out_op, const kt_value* args, int nargs, const int32_t* outs, int nouts,
             int reuse, const char* place);
    void add_loop(Loop loop, const int32_t* operands, const int32_t* outs, const char* place);
    void bind(int slot, Tensor tensor);
    void finish();
    void refresh();
    void release(int slot);
    bool run();

  private:
    bool step();
    bool replay();
    bool repeat(const Instruction& i);
    Operand operand(const Operator& op, size_t i, const kt_value& value);
    void resolve(Instruction& i, const Operator& op);
    void push(const Instruction& i);
    void call(Instruction& i);
    void derive(Instruction& i);
    void check(const Instruction& i);
    bool is_view(const Instruction& i) const;
    bool hoist(Instruction& i);
};

namespace {

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

}  // namespace

void kt_program::add(const char* name, const char* out_name, const kt_value* args, int nargs, const int32_t* outs,
                     int nouts, int reuse, const char* place) {
    TORCH_CHECK(!finished, "the program is finished");
    Instruction i;
    i.op = find_operator(name);
    TORCH_CHECK(i.op, place, ": LibTorch ", TORCH_VERSION, " has no operator ", name);
    i.out_op = out_name ? find_operator(out_name) : nullptr;
    i.outs.assign(outs, outs + nouts);
    i.reuse = reuse;
    i.place = place;
    // lists and texts are the caller's memory: keep copies
    i.given.assign(args, args + nargs);
    i.kept.reserve(nargs);
    i.texts.reserve(nargs);
    for (auto& value : i.given) {
        size_t width = value.tag == KT_INTS || value.tag == KT_DOUBLES ? 8
                       : value.tag == KT_SLOTS                         ? 4
                       : value.tag == KT_BOOLS                         ? 1
                                                                       : 0;
        if (width > 0) {
            i.kept.emplace_back((value.n * width + 7) / 8 + 1);
            std::copy_n(static_cast<const char*>(value.p), value.n * width, reinterpret_cast<char*>(i.kept.back().data()));
            value.p = i.kept.back().data();
        } else if (value.tag == KT_STRING) {
            i.texts.emplace_back(static_cast<const char*>(value.p));
            value.p = i.texts.back().c_str();
        }
    }
    resolve(i, *i.op);
    code.push_back(std::move(i));
}

Operand kt_program::operand(const Operator& op, size_t i, const kt_value& value) {
    Operand result;
    if (value.tag == KT_SLOT) {
        result.source = Operand::Slot;
        result.slots = {static_cast<int>(value.i)};
    } else if (value.tag == KT_SLOTS) {
        auto* items = static_cast<const int32_t*>(value.p);
        result.source = Operand::List;
        result.slots.assign(items, items + value.n);
        result.absent_allowed = op.arguments[i].kind == Kind::OptionalTensors;
    } else {
        result.constant = constant_of(op, i, value);
    }
    return result;
}

// Operands in the order of an operator's schema; what is not given is the default.
void kt_program::resolve(Instruction& i, const Operator& op) {
    size_t outputs = &op == i.out_op ? i.outs.size() : 0;
    TORCH_CHECK(i.given.size() + outputs <= op.arguments.size(), i.place, " (", op.name, "): ", i.given.size(),
                " arguments given, ", op.arguments.size() - outputs, " expected");
    i.operands.clear();
    size_t inputs = op.arguments.size() - outputs;
    for (size_t n = 0; n < inputs; n++) {
        try {
            i.operands.push_back(operand(op, n, n < i.given.size() ? i.given[n] : kt_value{KT_DEFAULT, 0, {0}}));
        } catch (const c10::Error& e) {
            TORCH_CHECK(false, i.place, " (", op.name, "): ", e.what_without_backtrace());
        }
    }
    for (size_t n = 0; n < outputs; n++) {
        Operand out;
        out.source = Operand::Slot;
        out.slots = {i.outs[n]};
        i.operands.push_back(std::move(out));
    }
}

void kt_program::push(const Instruction& i) {
    for (const auto& operand : i.operands) {
        switch (operand.source) {
            case Operand::Constant: stack.push_back(operand.constant); break;
            case Operand::Slot: stack.push_back(slots[operand.slots[0]]); break;
            case Operand::List:
                if (operand.absent_allowed) {
                    c10::List<Maybe<Tensor>> list;
                    list.reserve(operand.slots.size());
                    for (int slot : operand.slots)
                        list.push_back(slot < 0 ? Maybe<Tensor>() : Maybe<Tensor>(slots[slot].toTensor()));
                    stack.push_back(std::move(list));
                } else {
                    c10::List<Tensor> list;
                    list.reserve(operand.slots.size());
                    for (int slot : operand.slots) list.push_back(slots[slot].toTensor());
                    stack.push_back(std::move(list));
                }
        }
    }
}

void kt_program::call(Instruction& i) {
    stack.clear();
    if (!i.ready.empty())
        stack.insert(stack.end(), i.ready.begin(), i.ready.end());
    else
        push(i);
    if (i.into_outputs) {
        i.out_op->handle.callBoxed(&stack);
        return;
    }
    i.op->handle.callBoxed(&stack);
    for (size_t n = 0; n < i.outs.size() && n < stack.size(); n++)
        if (i.outs[n] >= 0) slots[i.outs[n]] = std::move(stack[n]);
}

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

void kt_program::bind(int slot, Tensor tensor) {
    TORCH_CHECK(!finished || bound.at(slot), "slot ", slot, " is not an input");
    slots.at(slot) = std::move(tensor);
    bound.at(slot) = true;
    stale = finished;
}

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
    recordable = device.is_cuda() && !part && cuda() &&
                 std::none_of(code.begin(), code.end(), [](const auto& i) { return i.derivative; });
    stack.reserve(32);
    refresh();
}

// Views and argument lists that depend on bound tensors, made anew.
void kt_program::refresh() {
    recording.reset();
    for (auto& i : code) {
        if (i.hoisted) {
            TORCH_CHECK(hoist(i), i.place, " (", i.op->name, "): a view became a copy");
            continue;
        }
        i.ready.clear();
        auto read = i.read();
        if (!i.derivative && !i.loop && std::all_of(read.begin(), read.end(), [&](int slot) { return fixed[slot]; })) {
            stack.clear();
            push(i);
            i.ready = stack;
            stack.clear();
        }
    }
    stale = false;
}

// Argument lists and views are made again by the next refresh, so none of them needs to stay.
void kt_program::release(int slot) {
    recording.reset();
    slots[slot] = IValue();
    for (auto& i : code) {
        i.ready.clear();
        if (i.hoisted) slots[i.outs[0]] = IValue();
    }
    stale = finished;
}

void kt_program::check(const Instruction& i) {
    for (int slot : i.outs) {
        if (slot < 0 || !slots[slot].isTensor()) continue;
        auto tensor = slots[slot].toTensor();
        if (!at::isFloatingType(tensor.scalar_type()) || at::isfinite(tensor).all().item<bool>()) continue;
        throw NotFinite(i.place + "\n" + (at::isnan(tensor).any().item<bool>() ? "NaN" : "infinity"));
    }
}

// Steps before one is recorded: libraries choose and reserve what they need in the first ones.
constexpr int kPlainSteps = 3;

// Runs the recorded step, recording it first when it is time to; false where there is none to run.
bool kt_program::replay() {
    bool plainly = checking.load(std::memory_order_relaxed) || !seconds.empty();
    if (plainly || !recordable) {
        recording.reset();
        return false;
    }
    if (!recording) {
        if (plain++ < kPlainSteps) return false;
        try {
            recording.reset(cuda()->record(device.index(), [this] { step(); }));
        } catch (const std::exception&) {
            recordable = false;  // something in it asks the device and waits: it runs call by call for good
            return false;
        }
    }
    recording->replay();
    return true;
}

// False when cancelled.
bool kt_program::run() {
    apply_threads();
    if (!finished) finish();
    if (stale) refresh();
    if (device.is_cuda() && !cancelled.load(std::memory_order_relaxed) && replay()) return true;
    return step();
}

bool kt_program::step() {
    bool checked = checking.load(std::memory_order_relaxed);
    bool timed = !seconds.empty();
    std::optional<at::AutoDispatchBelowADInplaceOrView> below;
    below.emplace();
    size_t at = 0;
    auto drop = [&] {
        stack.clear();
        for (size_t slot = 0; slot < slots.size(); slot++)
            if (!fixed[slot]) slots[slot] = IValue();
    };
    try {
        for (; at < code.size(); at++) {
            auto& i = code[at];
            if (i.hoisted) continue;
            if (cancelled.load(std::memory_order_relaxed)) {
                drop();
                return false;
            }
            auto start = timed ? std::chrono::steady_clock::now() : std::chrono::steady_clock::time_point();
            if (i.loop) {
                below.reset();       // a body may have derivatives of its own
                bool whole = repeat(i);
                below.emplace();
                if (!whole) {
                    drop();
                    return false;
                }
            } else if (i.derivative) {
                below.reset();
                derive(i);
                below.emplace();
            } else {
                call(i);
            }
            if (timed) seconds[at] += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            if (checked) check(i);
            for (int slot : i.dead) slots[slot] = IValue();
        }
    } catch (const NotFinite&) {
        drop();
        throw;
    } catch (const c10::Error& e) {
        drop();
        TORCH_CHECK(false, code[at].place, " (", code[at].name(), "): ", e.what_without_backtrace());
    } catch (const std::exception& e) {
        drop();
        TORCH_CHECK(false, code[at].place, " (", code[at].name(), "): ", e.what());
    }
    stack.clear();
    return true;
}

extern "C" {

kt_program* kt_program_new(int device, int slots) {
    kt_program* program = nullptr;
    guarded([&] { program = new kt_program(device, slots); });
    return program;
}

void kt_program_free(kt_program* p) { delete p; }

int kt_program_type(kt_program* p, int slot, int dtype, int rank, const int64_t* sizes) {
    return guarded([&] {
        p->types.at(slot) = std::make_unique<SlotType>(
            SlotType{static_cast<at::ScalarType>(dtype), std::vector<int64_t>(sizes, sizes + rank)});
    });
}

int kt_program_bind(kt_program* p, int slot, kt_tensor t) {
    return guarded([&] { p->bind(slot, borrow(t)); });
}

int kt_program_unbind(kt_program* p, int slot) {
    return guarded([&] {
        TORCH_CHECK(p->bound.at(slot), "slot ", slot, " is not an input");
        p->release(slot);
    });
}

int kt_program_call(kt_program* p, const char* op, const char* out_op, const kt_value* args, int nargs,
                    const int32_t* outs, int nouts, int reuse, const char* scope) {
    return guarded([&] { p->add(op, out_op, args, nargs, outs, nouts, reuse, scope); });
}

int kt_program_grad(kt_program* p, const char* op, const kt_value* args, int nargs, const int32_t* gradients,
                    int ngradients, const int32_t* outs, int nouts, const char* scope) {
    return guarded([&] {
        p->add(op, nullptr, args, nargs, outs, nouts, -1, scope);
        p->code.back().derivative = true;
        p->code.back().gradients.assign(gradients, gradients + ngradients);
    });
}

int kt_program_loop(kt_program* p, kt_program* body, int states, int sequences, int reverse, const int32_t* operands,
                    const int32_t* takes, int ntakes, const int32_t* gives, int ngives, const int32_t* outs,
                    const char* scope) {
    return guarded([&] {
        Loop loop;
        loop.body.reset(body);
        loop.states = states;
        loop.sequences = sequences;
        loop.reverse = reverse != 0;
        loop.takes.assign(takes, takes + ntakes);
        loop.gives.assign(gives, gives + ngives);
        p->add_loop(std::move(loop), operands, outs, scope);
    });
}

int kt_program_fetch(kt_program* p, int slot) {
    return guarded([&] { p->fetched.at(slot) = true; });
}

int kt_program_finish(kt_program* p) {
    return guarded([&] { p->finish(); });
}

int kt_program_run(kt_program* p) {
    bool whole = true;
    int code = guarded([&] { whole = p->run(); });
    return code != KT_OK ? code : whole ? KT_OK : KT_CANCELLED;
}

int kt_program_get(kt_program* p, int slot, kt_tensor* out) {
    return guarded([&] {
        TORCH_CHECK(p->slots.at(slot).isTensor(), "slot ", slot, " holds nothing: run the program first");
        *out = give(p->slots[slot].toTensor());
    });
}

void kt_program_cancel(kt_program* p, int on) { p->cancelled = on != 0; }
void kt_program_check(kt_program* p, int on) { p->checking = on != 0; }

const char* kt_program_profile(kt_program* p) {
    static thread_local std::string text;
    text.clear();
    if (p->seconds.empty()) p->seconds.resize(p->code.size());
    for (size_t n = 0; n < p->code.size(); n++) {
        auto& i = p->code[n];
        if (!i.hoisted)
            text += std::to_string(p->seconds[n] * 1e6) + "\t" + i.name() + "\t" + i.place + "\n";
        p->seconds[n] = 0;
    }
    return text.c_str();
}

int kt_program_instructions(kt_program* p) {
    return static_cast<int>(std::count_if(p->code.begin(), p->code.end(), [](auto& i) { return !i.hoisted; }));
}

}  // extern "C"
