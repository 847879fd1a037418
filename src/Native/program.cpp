// Programs: operator calls in order, planned once and run whole in one call.
#include "program.h"

#include <ATen/core/List.h>
#include <ATen/ops/isfinite.h>
#include <ATen/ops/isnan.h>

#include <algorithm>
#include <chrono>
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

void kt_program::bind(int slot, Tensor tensor) {
    TORCH_CHECK(!finished || bound.at(slot), "slot ", slot, " is not an input");
    slots.at(slot) = std::move(tensor);
    bound.at(slot) = true;
    stale = finished;
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
            recording.reset(cuda()->record(device.index(), [this] { TORCH_CHECK(step(), "cancelled while it was recorded"); }));
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

