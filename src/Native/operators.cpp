// Operators by name, and constants turned into what their schemas want.
#include "engine.h"

#include <memory>
#include <mutex>
#include <unordered_map>

namespace keratin {

namespace {

Kind kind_of(c10::TypePtr type, bool& optional) {
    if (auto wrapped = type->cast<c10::OptionalType>()) {
        optional = true;
        type = wrapped->getElementType();
    }
    switch (type->kind()) {
        case c10::TypeKind::TensorType: return Kind::Tensor;
        case c10::TypeKind::IntType:
        case c10::TypeKind::SymIntType: return Kind::Int;
        case c10::TypeKind::FloatType: return Kind::Float;
        case c10::TypeKind::BoolType: return Kind::Bool;
        case c10::TypeKind::NumberType: return Kind::Number;
        case c10::TypeKind::StringType: return Kind::Text;
        case c10::TypeKind::DeviceObjType: return Kind::Device;
        case c10::TypeKind::ListType: {
            bool absent = false;
            switch (kind_of(type->castRaw<c10::ListType>()->getElementType(), absent)) {
                case Kind::Tensor: return absent ? Kind::OptionalTensors : Kind::Tensors;
                case Kind::Int: return Kind::Ints;
                case Kind::Float: return Kind::Floats;
                case Kind::Bool: return Kind::Bools;
                default: return Kind::Other;
            }
        }
        default: return Kind::Other;
    }
}

template <class To, class From>
c10::List<To> list_of(const kt_value& value) {
    auto* items = static_cast<const From*>(value.p);
    c10::List<To> list;
    list.reserve(value.n);
    for (int i = 0; i < value.n; i++) list.push_back(static_cast<To>(items[i]));
    return list;
}

}  // namespace

Operator::Operator(const c10::OperatorHandle& handle, std::string name)
    : handle(handle), name(std::move(name)) {
    const auto& schema = handle.schema();
    for (const auto& argument : schema.arguments()) {
        bool optional = false;
        Kind kind = kind_of(argument.type(), optional);
        auto standard = argument.default_value();
        arguments.push_back({kind, optional, static_cast<int>(argument.N().value_or(0)),
                             standard.has_value(), standard.has_value() ? *standard : c10::IValue()});
    }
    for (const auto& result : schema.returns()) {
        int source = -1;
        if (result.alias_info() && !result.alias_info()->isWrite())
            for (size_t i = 0; i < arguments.size(); i++) {
                const auto* info = schema.arguments()[i].alias_info();
                if (info && info->beforeSets() == result.alias_info()->beforeSets()) source = static_cast<int>(i);
            }
        view_of.push_back(source);
    }
}

bool Operator::has_kernel(at::DeviceType device) const {
    return handle.hasKernelForDispatchKey(device == at::kCUDA ? c10::DispatchKey::CUDA
                                                              : c10::DispatchKey::CPU);
}

bool Operator::runs_on(at::DeviceType device) const {
    return handle.hasComputedKernelForDispatchKey(device == at::kCUDA ? c10::DispatchKey::CUDA
                                                                      : c10::DispatchKey::CPU);
}

const Operator* find_operator(const std::string& name) {
    static std::mutex gate;
    static std::unordered_map<std::string, std::unique_ptr<Operator>> known;
    std::lock_guard<std::mutex> lock(gate);
    auto found = known.find(name);
    if (found != known.end()) return found->second.get();

    auto colon = name.find("::");
    auto dot = name.find('.', colon == std::string::npos ? 0 : colon);
    std::string base = name.substr(0, dot);
    std::string overload = dot == std::string::npos ? "" : name.substr(dot + 1);
    auto handle = c10::Dispatcher::singleton().findSchema({base, overload});
    if (!handle) return nullptr;
    return (known[name] = std::make_unique<Operator>(*handle, name)).get();
}

c10::IValue default_of(const Operator& op, size_t i) {
    const auto& argument = op.arguments[i];
    if (argument.has_default) return argument.standard;
    TORCH_CHECK(argument.optional || argument.kind == Kind::Other, "argument '",
                op.handle.schema().arguments()[i].name(), "' has no default");
    return {};
}

c10::IValue constant_of(const Operator& op, size_t i, const kt_value& value) {
    const auto& argument = op.arguments[i];
    switch (value.tag) {
        case KT_DEFAULT: return default_of(op, i);
        case KT_NONE: return {};
        case KT_INT:
            switch (argument.kind) {
                case Kind::Float: return static_cast<double>(value.i);
                case Kind::Bool: return value.i != 0;
                case Kind::Ints: return c10::List<int64_t>(std::vector<int64_t>(std::max(1, argument.width), value.i));
                default: return value.i;
            }
        case KT_DOUBLE: return value.d;
        case KT_BOOL: return value.i != 0;
        case KT_STRING: return std::string(static_cast<const char*>(value.p));
        case KT_INTS:
            if (argument.kind == Kind::Floats) return list_of<double, int64_t>(value);
            return list_of<int64_t, int64_t>(value);
        case KT_DOUBLES: return list_of<double, double>(value);
        case KT_BOOLS: return list_of<bool, uint8_t>(value);
        default: TORCH_CHECK(false, "operand ", i, " has the unknown tag ", value.tag);
    }
}

}  // namespace keratin

extern "C" int kt_op_exists(const char* name, int device) {
    try {
        const auto* op = keratin::find_operator(name);
        return op && op->runs_on(device < 0 ? at::kCPU : at::kCUDA);
    } catch (...) {
        return 0;
    }
}

extern "C" int kt_op_view(const char* name) {
    try {
        const auto* op = keratin::find_operator(name);
        return op && !op->view_of.empty() ? op->view_of[0] : -1;
    } catch (...) {
        return -1;
    }
}
