/// `keratin doctor`: what the library finds on this machine, and what is missing.
[<RequireQualifiedAccess>]
module internal Keratin.Cli.Doctor

open System
open System.Diagnostics
open System.Runtime.InteropServices
open System.Text.Json.Nodes
open Keratin
open Keratin.Engine

/// Below this many billions of operations a second, the BLAS is not one of the fast ones.
let private slow = 2.0

/// The file that a library was loaded from.
let private loadedFrom (name: string) : string option =
    use own = Process.GetCurrentProcess()

    own.Modules
    |> Seq.cast<ProcessModule>
    |> Seq.map _.FileName
    |> Seq.tryFind (fun file -> (IO.Path.GetFileName file |> orElse "").StartsWith name)

/// One line of the report.
type private Finding = {
    Name: string
    Text: string
    Json: JsonNode | null
}

let private finding name text json = {
    Name = name
    Text = text
    Json = json
}

let private place name library =
    let file = loadedFrom library
    finding name (file |> Option.defaultValue "not loaded") (Node.optional Node.text file)

let private machine () = [
    let system = RuntimeInformation.OSDescription
    let runtime = RuntimeInformation.FrameworkDescription
    finding "system" system (Node.text system)
    finding ".NET" runtime (Node.text runtime)

    finding "processors" (string Environment.ProcessorCount) (Node.whole Environment.ProcessorCount)
]

let private engine () = [
    let version = Native.version ()
    finding "LibTorch" version (Node.text version)
    place "engine file" "libkeratin"
    place "LibTorch file" "libtorch_cpu"
    place "BLAS file" "libopenblas"
    let speed = Functions.kt_gemm_gflops ()

    let advice =
        if speed < slow then
            " (slow: apt install libopenblas0-pthread)"
        else
            ""

    finding "BLAS speed" $"{speed:F1} GFLOP/s, float32{advice}" (Node.number speed)
    let threads = Functions.kt_threads ()
    finding "threads" (string threads) (Node.whole threads)
    let devices = Native.cudaDevices ()
    finding "CUDA devices" (string devices) (Node.whole devices)
]

let private onnxRuntime () = [
    Onnx.Runtime.Api.Load null
    let version = Onnx.Runtime.Api.Version
    finding "ONNX Runtime" version (Node.text version)
    place "ONNX Runtime file" "libonnxruntime"
]

/// The findings, or the failure as the only one.
let private attempt name (find: unit -> Finding list) : Finding list * bool =
    try
        find (), true
    with :? KeratinException as failure ->
        [ finding name $"missing\n{failure.Message}" (Node.text failure.Message) ], false

/// The report. The code is 1 where the engine is missing; without ONNX Runtime everything but running .onnx files
/// works.
let run () : Answer =
    let engine, engineWorks = attempt "LibTorch" engine
    let onnxRuntime, onnxRuntimeWorks = attempt "ONNX Runtime" onnxRuntime
    let findings = machine () @ engine @ onnxRuntime
    let width = findings |> List.map _.Name.Length |> List.max

    Answer.make (if engineWorks then ExitCode.Fine else ExitCode.Failed) [
        for f in findings -> $"{f.Name.PadRight width}  {f.Text}"
    ] [
        "engineWorks", Node.truth engineWorks
        "onnxRuntimeWorks", Node.truth onnxRuntimeWorks
        "findings", Node.object [ for f in findings -> f.Name, f.Json ]
    ]
