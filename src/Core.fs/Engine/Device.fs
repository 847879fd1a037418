/// Where programs run.
namespace Keratin

open Keratin.Engine

/// The processor that trains and answers.
[<Sealed>]
type Device private (number: int) =
    /// The number the engine knows it by: -1 is the CPU.
    member internal _.Number = number

    /// The CPU: the default.
    static member Cpu = Device -1

    /// A CUDA device. Asking for one that is not there is an error, never a silent CPU.
    static member Cuda([<Opt; Or(0)>] index: int) =
        let found = Native.cudaDevices ()

        if index < 0 || index >= found then
            refuse
                $"Device.Cuda({index})"
                $"a CUDA device with the number {index}"
                (if found = 0 then
                     "no CUDA device, or a LibTorch without CUDA"
                 else
                     $"{found} CUDA devices, numbered from 0")
                "use Device.Cpu, or point KERATIN_LIBTORCH to a LibTorch with CUDA and run setup again"

        Device index

    /// Where models that are made from now on have their numbers. Default: the CPU.
    static member val Default = Device.Cpu with get, set

    /// The number of CUDA devices this process can use.
    static member CudaCount = Native.cudaDevices ()

    /// "cpu" or "cuda:0".
    override _.ToString() =
        if number < 0 then "cpu" else $"cuda:{number}"

    /// Two devices are equal when they are the same processor.
    override _.Equals other =
        match other with
        | :? Device as d -> d.Number = number
        | _ -> false

    override _.GetHashCode() = number
