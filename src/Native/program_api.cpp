// Programs as keratin.h shows them.
#include "program.h"

#include <algorithm>

using namespace keratin;

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
