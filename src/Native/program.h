// A program in parts: what program.cpp runs, plan.cpp plans, loop.cpp repeats and derivative.cpp derives.
#pragma once
#include "engine.h"

#include <atomic>
#include <memory>

namespace keratin {

struct Operand {
    enum Source { Constant, Slot, List } source = Constant;
    c10::IValue constant;
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
    std::vector<c10::IValue> ready;      // all arguments, when none changes from run to run
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

}  // namespace keratin

// What keratin.h calls a program.
struct kt_program {
    kt_program(int device, int slots)
        : device(keratin::device_of(device)), slots(slots), bound(slots), fetched(slots), fixed(slots), types(slots) {}

    at::Device device;
    std::vector<c10::IValue> slots;
    std::vector<bool> bound, fetched, fixed;  // fixed: the same tensor in every run
    std::vector<std::unique_ptr<keratin::SlotType>> types;
    std::vector<keratin::Instruction> code;
    std::vector<at::Tensor> buffers;          // memory of preallocated outputs
    std::vector<c10::IValue> stack;
    std::atomic<bool> cancelled{false}, checking{false};
    std::vector<double> seconds;              // of each instruction, where they are measured
    bool finished = false, stale = false;
    bool part = false;                        // the body of a loop
    bool recordable = false;                  // a step of a CUDA device that may be recorded
    int plain = 0;                            // steps that were not recorded
    std::unique_ptr<keratin::Recording> recording;

    void add(const char* op, const char* out_op, const kt_value* args, int nargs, const int32_t* outs, int nouts,
             int reuse, const char* place);
    void add_loop(keratin::Loop loop, const int32_t* operands, const int32_t* outs, const char* place);
    void bind(int slot, at::Tensor tensor);
    void finish();
    void refresh();
    void release(int slot);
    bool run();

  private:
    bool step();
    bool replay();
    bool repeat(const keratin::Instruction& i);
    keratin::Operand operand(const keratin::Operator& op, size_t i, const kt_value& value);
    void resolve(keratin::Instruction& i, const keratin::Operator& op);
    void push(const keratin::Instruction& i);
    void call(keratin::Instruction& i);
    void derive(keratin::Instruction& i);
    void check(const keratin::Instruction& i);
    bool is_view(const keratin::Instruction& i) const;
    bool hoist(keratin::Instruction& i);
};
