/// Where programs run.
namespace Keratin

open Keratin.Engine

/// The processor that trains and answers.
[<Sealed>]
type Device private (number: int) =
    static let mutable chosen: Device option = None

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

    /// <summary>The device that a name stands for.</summary>
    /// <param name="name">"cpu", "cuda" (the first one), or "cuda:1".</param>
    static member Parse(name: string) =
        let unknown () =
            refuse
                "Device.Parse"
                "\"cpu\", \"cuda\", or \"cuda:\" and a number"
                $"\"{name}\""
                "name one of these; Device.CudaCount says how many CUDA devices there are"

        match List.ofArray (name.ToLowerInvariant().Split ':') with
        | [ "cpu" ] -> Device.Cpu
        | [ "cuda" ] -> Device.Cuda 0
        | [ "cuda"; index ] ->
            match System.Int32.TryParse index with
            | true, index -> Device.Cuda index
            | _ -> unknown ()
        | _ -> unknown ()

    /// Where models that are made from now on have their numbers. Default: what the environment variable
    /// KERATIN_DEVICE names ("cuda:0"), else the CPU.
    static member Default
        with get () =
            match chosen with
            | Some device -> device
            | None ->
                match System.Environment.GetEnvironmentVariable "KERATIN_DEVICE" with
                | null
                | "" -> Device.Cpu
                | name -> Device.Parse name
        and set (device: Device) = chosen <- Some device

    /// Whether CUDA's products and convolutions of float32 may round their operands to 10 bits of mantissa
    /// (TF32): several times faster, with relative errors around 1e-3. Default: false.
    static member AllowTensorFloat32
        with get () = Native.allowsTensorFloat32 ()
        and set (allowed: bool) = Native.allowTensorFloat32 allowed

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
