// The engine's C ABI: host tensors in and out, programs that run whole in one call, and settings.
// Every function that returns int answers KT_OK, or KT_FAILED (kt_error() has the text), KT_CANCELLED, or
// KT_NOT_FINITE (kt_error() has two lines: the place, and "NaN" or "infinity").
#pragma once
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif
#define KT_API __attribute__((visibility("default")))

enum { KT_OK = 0, KT_FAILED = 1, KT_CANCELLED = 2, KT_NOT_FINITE = 3 };

// An operand of an instruction. Blittable, 16 bytes.
enum {
    KT_DEFAULT = 0,   // the schema's default
    KT_NONE = 1,
    KT_SLOT = 2,      // i: the number of a slot, which holds a tensor
    KT_INT = 3,       // i
    KT_DOUBLE = 4,    // d
    KT_BOOL = 5,      // i
    KT_STRING = 6,    // p: UTF-8, zero-terminated
    KT_INTS = 7,      // p, n: int64_t
    KT_DOUBLES = 8,   // p, n: double
    KT_BOOLS = 9,     // p, n: uint8_t
    KT_SLOTS = 10,    // p, n: int32_t slot numbers, a Tensor[] argument; -1 is an absent tensor
};
typedef struct { int32_t tag, n; union { int64_t i; double d; const void* p; }; } kt_value;

typedef void* kt_tensor;              // one strong reference to a tensor
typedef struct kt_program kt_program;

// ---- settings (settings.cpp)
KT_API const char* kt_error(void);                  // this thread's last failure, UTF-8
KT_API const char* kt_version(void);                // the LibTorch this was compiled against
KT_API int kt_set_threads(int count);               // for the calling thread and programs it runs
KT_API int kt_threads(void);
KT_API int kt_cuda_devices(void);                   // 0 where there is no CUDA
KT_API int kt_set_tf32(int allowed);                // whether CUDA may round float32 operands to TF32
KT_API int kt_tf32(void);
KT_API double kt_gemm_gflops(void);                 // the speed of a product of two small matrices

// ---- memory (allocator.cpp)
KT_API int kt_allocator_install(void);              // the caching CPU allocator; before the first tensor
KT_API void kt_allocator_stats(int64_t out[4]);     // live bytes, cached bytes, peak live bytes, live blocks
KT_API void kt_allocator_trim(void);                // gives cached blocks back to the system

// ---- tensors (tensor.cpp). device: -1 the CPU, otherwise the number of a CUDA device
// strides may be null (row-major); data may be null (zeros), else row-major in logical order
KT_API int kt_tensor_new(int dtype, int rank, const int64_t* sizes, const int64_t* strides, int device,
                         const void* data, kt_tensor* out);
// A view of the host's own memory, row-major, on the CPU; release(owner) is called when nothing refers to it.
KT_API int kt_tensor_around(int dtype, int rank, const int64_t* sizes, void* data, void (*release)(void*),
                            void* owner, kt_tensor* out);
KT_API int kt_tensor_read(kt_tensor t, void* destination, int64_t bytes);    // row-major in logical order
KT_API int kt_tensor_write(kt_tensor t, const void* source, int64_t bytes);
KT_API int kt_tensor_copy_rows(kt_tensor destination, kt_tensor source, int64_t from);  // as many as fit
KT_API int kt_tensor_clone(kt_tensor source, kt_tensor* out);                // same strides and device
KT_API int kt_tensor_info(kt_tensor t, int* dtype, int* rank, int64_t sizes[16], int* device);
KT_API void kt_tensor_free(kt_tensor t);

// ---- programs (program.cpp). Built once, run often, by one thread at a time
KT_API kt_program* kt_program_new(int device, int slots);
KT_API void kt_program_free(kt_program* p);
// The static type of a slot that an instruction will fill: lets the engine preallocate it.
KT_API int kt_program_type(kt_program* p, int slot, int dtype, int rank, const int64_t* sizes);
// Puts a tensor (weight, input, constant) into a slot, for all runs. A second bind replaces the first;
// views made of it are made anew.
KT_API int kt_program_bind(kt_program* p, int slot, kt_tensor t);
// Lets go of what was bound to a slot, and of every view of it; bind again before the next run.
KT_API int kt_program_unbind(kt_program* p, int slot);
// One operator call. out_op, when not null, is the overload that writes into given tensors; it is used
// where every output has a static type and the device has a kernel of its own for it. reuse: the number
// of an operand whose memory the output may take over when the operand dies here, or -1.
KT_API int kt_program_call(kt_program* p, const char* op, const char* out_op, const kt_value* args, int nargs,
                           const int32_t* outs, int nouts, int reuse, const char* scope);
// The gradients, by LibTorch's autograd, of one operator call with respect to its floating tensor
// operands: operands as above, then the gradient of each output (-1: none), then a slot for the gradient of
// each operand that is a KT_SLOT, in order (-1: not wanted).
KT_API int kt_program_grad(kt_program* p, const char* op, const kt_value* args, int nargs,
                           const int32_t* gradients, int ngradients, const int32_t* outs, int nouts,
                           const char* scope);
// A loop: the body, which now belongs to the program, is run once for each place of the first axis of the
// sequences, from the last where reverse. Operands: the states' first values, sequences, and what is the same
// at every step; takes: the body's slots for them, of which states and sequences are typed and the rest not
// bound. gives: the body's slots of the new states and of outputs; outs: slots for the last states and for the
// outputs of all steps, which are typed (-1: not wanted).
KT_API int kt_program_loop(kt_program* p, kt_program* body, int states, int sequences, int reverse,
                           const int32_t* operands, const int32_t* takes, int ntakes, const int32_t* gives,
                           int ngives, const int32_t* outs, const char* scope);
KT_API int kt_program_fetch(kt_program* p, int slot);     // keep this slot until the next run
// Liveness, buffers, and views that never change; the first run does it, once every input is bound.
KT_API int kt_program_finish(kt_program* p);
KT_API int kt_program_run(kt_program* p);
KT_API int kt_program_get(kt_program* p, int slot, kt_tensor* out);   // valid until the next run
KT_API void kt_program_cancel(kt_program* p, int on);     // any thread; polled between instructions
KT_API void kt_program_check(kt_program* p, int on);      // stop at the first output that is not finite
KT_API int kt_program_instructions(kt_program* p);
// A line for each instruction: microseconds since the last call, operator, scope. The first call begins
// to measure.
KT_API const char* kt_program_profile(kt_program* p);
KT_API int kt_op_exists(const char* op, int device);      // 1 when the device has a kernel
KT_API int kt_op_view(const char* op);                    // the argument that the first result is a view of, or -1

#ifdef __cplusplus
}
#endif
