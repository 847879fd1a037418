// Everything that `dotnet build` does not make itself: system packages, tools, the engine, ONNX Runtime.

#load "Run.fsx"
#load "LibTorch.fsx"

open System
open System.IO
open System.Runtime.InteropServices
open System.Security.Cryptography
open Run
open LibTorch

module Debian =
    type Packages = private | Packages

    let private installed package =
        match capture "dpkg-query" [ "-W"; "-f"; "${Status}"; package ] with
        | 0, status -> status.Contains "install ok installed"
        | _ -> false

    /// Installs Debian packages that are missing; someone who may not is told the command.
    let demand packages =
        match packages |> List.filter (installed >> not) with
        | [] -> ()
        | missing ->
            let names = String.concat " " missing

            if not Environment.IsPrivilegedProcess then
                stop
                    $"Missing system packages. Run this once:\n\n    sudo sh -c 'apt-get update && apt-get install -y {names}'\n"

            Environment.SetEnvironmentVariable("DEBIAN_FRONTEND", "noninteractive")
            quietly "apt-get" [ "update"; "-q" ]
            quietly "apt-get" (words "install -y -q --no-install-recommends" @ missing)

    /// What compiling and running the engine needs. LibTorch is left to the caller when he names his own,
    /// and on systems that have no apt.
    let packages () =
        step "system packages" (fun () ->
            if isCommand "apt-get" then
                demand [
                    if variable "KERATIN_LIBTORCH" = None then
                        "libtorch-dev"
                        "libopenblas0-pthread"
                    for command in [ "g++"; "cmake"; "npm" ] do
                        if not (isCommand command) then
                            command
                ]

            Packages)

module Tools =
    type Restored = private | Restored

    let restore () =
        step "tools and packages" (fun () ->
            let inputs =
                [ ".config/dotnet-tools.json"; "paket.dependencies"; "paket.lock" ]
                @ find "." "paket.references"

            cached "packages" (contents inputs) (at ".paket/Paket.Restore.targets") (fun () ->
                quietly "dotnet" [ "tool"; "restore" ]
                quietly "dotnet" [ "paket"; "restore" ])

            Restored)

module Native =
    type Built = private | Built

    /// Compiles src/Native against LibTorch.
    let build (_: Debian.Packages) (torch: LibTorch) =
        step "native engine" (fun () ->
            let file = FileInfo(Path.Combine(torch.Libraries, "libtorch_cpu.so"))
            let folder = Path.Combine(artifacts, "native")

            let inputs =
                $"{torch} {file.Length} {file.LastWriteTimeUtc.Ticks}"
                :: contents (find "src/Native" "*")

            cached "native" inputs (Path.Combine(folder, "libkeratin.so")) (fun () ->
                quietly
                    "cmake"
                    (words "-S src/Native -DCMAKE_BUILD_TYPE=Release"
                     @ [
                         "-B"
                         folder
                         $"-DKERATIN_TORCH_INCLUDE={torch.Headers}"
                         $"-DKERATIN_TORCH_LIB={torch.Libraries}"
                         $"-DCMAKE_CXX_FLAGS={torch.Flags}"
                     ])

                quietly "cmake" [
                    "--build"
                    folder
                    "--parallel"
                    $"{Environment.ProcessorCount}"
                ])

            Built)

module OnnxRuntime =
    type Present = private | Present

    let private package = "onnxruntime-node@1.30.0"

    let private sha256 =
        "6E3390D6B783E7BE946FAD629292799DA28D0B42F84856E50D2C1B0383291E75"

    /// Takes ONNX Runtime's library out of its npm package, none of whose scripts are run.
    let fetch (_: Debian.Packages) =
        step "ONNX Runtime" (fun () ->
            let architecture = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()
            let folder = Path.Combine(artifacts, "onnxruntime")
            let library = Path.Combine(folder, "libonnxruntime.so.1")

            if variable "KERATIN_ONNXRUNTIME" = None then
                cached "onnxruntime" [ package; sha256; architecture ] library (fun () ->
                    Directory.CreateDirectory folder |> ignore
                    quietly "npm" [ "pack"; package; "--pack-destination"; folder ]
                    let archive = Directory.GetFiles(folder, "*.tgz") |> Array.exactlyOne
                    let found = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes archive))

                    if found <> sha256 then
                        File.Delete archive
                        stop $"{package}: expected SHA-256 {sha256}, got {found}"

                    let inside = $"package/bin/napi-v6/linux/{architecture}/libonnxruntime.so.1"

                    quietly "tar" [
                        "-xzf"
                        archive
                        "-C"
                        folder
                        "--strip-components=5"
                        inside
                    ]

                    File.Delete archive)

            Present)

type Ready = private | Ready

let private ready (_: Tools.Restored) (_: OnnxRuntime.Present) (_: Native.Built) = Ready

let setup () : Ready =
    let packages = Debian.packages ()
    let torch = locate ()
    ready (Tools.restore ()) (OnnxRuntime.fetch packages) (Native.build packages torch)
