/// Everything that is done with this repository: `dotnet fsi build.fsx` lists it.
/// A step returns a token only it can make, and asks for the tokens of the steps it relies on: an
/// order that would not work does not compile.

open System
open System.Diagnostics
open System.IO
open System.Runtime.InteropServices
open System.Security.Cryptography
open System.Text
open System.Text.RegularExpressions

let root = __SOURCE_DIRECTORY__
let at (path: string) = Path.Combine(root, path)
let artifacts = at ".artifacts"

/// What ends the run: a message for the reader, nothing more.
exception Stop of string

let stop message : 'a = raise (Stop message)

/// The words of a command that has no spaces inside them.
let words (command: string) = command.Split ' ' |> Array.toList

let variable name =
    match Environment.GetEnvironmentVariable name with
    | null
    | "" -> None
    | value -> Some value

module Run =
    let private start (show: string -> unit) (command: string) (arguments: string list) =
        let info =
            ProcessStartInfo(
                command,
                arguments,
                WorkingDirectory = root,
                RedirectStandardOutput = true,
                RedirectStandardError = true
            )

        info.Environment["DOTNET_NOLOGO"] <- "1"
        info.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] <- "1"

        try
            use child = Process.Start info

            let receive _ (line: DataReceivedEventArgs) =
                if not (isNull line.Data) then
                    show line.Data

            child.OutputDataReceived.AddHandler(DataReceivedEventHandler receive)
            child.ErrorDataReceived.AddHandler(DataReceivedEventHandler receive)
            child.BeginOutputReadLine()
            child.BeginErrorReadLine()
            child.WaitForExit()
            child.ExitCode
        with :? ComponentModel.Win32Exception ->
            stop $"{command} is not installed"

    let private collected () =
        let lines = StringBuilder()
        lines, (fun (line: string) -> lock lines (fun () -> lines.AppendLine line |> ignore))

    /// The exit code and the whole output.
    let capture command arguments =
        let lines, keep = collected ()
        let code = start keep command arguments
        code, lines.ToString()

    /// The output is shown only when the command fails.
    let quietly command arguments =
        match capture command arguments with
        | 0, _ -> ()
        | code, output ->
            let beginning = command :: List.truncate 3 arguments |> String.concat " "
            stop $"{output}{beginning} ended with {code}"

    /// The output is shown as it comes, and kept.
    let aloud command arguments =
        let lines, keep = collected ()

        let show line =
            keep line
            Console.WriteLine line

        let code = start show command arguments
        code, lines.ToString()

    /// The program has the terminal to itself, as if it had been started by hand.
    let handing command (arguments: string list) =
        use child =
            Process.Start(ProcessStartInfo(command, arguments, WorkingDirectory = root))

        child.WaitForExit()

        if child.ExitCode <> 0 then
            stop $"{command} ended with {child.ExitCode}"

    let exists command =
        (variable "PATH" |> Option.defaultValue "").Split Path.PathSeparator
        |> Array.exists (fun folder -> File.Exists(Path.Combine(folder, command)))

module Step =
    /// Runs a step and prints one line with its time.
    let named (name: string) (step: unit -> 'token) =
        let clock = Stopwatch.StartNew()
        let token = step ()
        printfn $"%-24s{name}%6.1f{clock.Elapsed.TotalSeconds} s"
        token

    /// Runs `work` unless it ran before for the same inputs and what it made is still there.
    let cached (name: string) (inputs: string list) (made: string list) (work: unit -> unit) =
        let file = Path.Combine(artifacts, $"{name}.fingerprint")

        let fingerprint =
            String.Join('\n', inputs)
            |> Encoding.UTF8.GetBytes
            |> SHA256.HashData
            |> Convert.ToHexString

        let fresh =
            List.forall Path.Exists made
            && File.Exists file
            && File.ReadAllText file = fingerprint

        if not fresh then
            Directory.CreateDirectory artifacts |> ignore
            File.Delete file
            work ()
            File.WriteAllText(file, fingerprint)

    let contents (files: string seq) = [
        for file in Seq.sort files ->
            $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(at file)))}"
    ]

    /// The files of the repository of this name, wherever they are below a folder.
    let find (folder: string) (pattern: string) =
        let outside (path: string) =
            [ "bin"; "obj"; "node_modules" ]
            |> List.forall (fun name -> not (path.Contains $"/{name}/"))

        if Directory.Exists(at folder) then
            Directory.GetFiles(at folder, pattern, SearchOption.AllDirectories)
            |> Array.filter outside
            |> Array.map (fun path -> Path.GetRelativePath(root, path))
            |> Array.toList
        else
            []

module Debian =
    type Packages = private | Packages

    let private installed package =
        match Run.capture "dpkg-query" [ "-W"; "-f"; "${Status}"; package ] with
        | 0, status -> status.Contains "install ok installed"
        | _ -> false

    /// Installs Debian packages that are missing; someone who may not is told the command.
    let private demand packages =
        match packages |> List.filter (installed >> not) with
        | [] -> ()
        | missing ->
            let names = String.concat " " missing

            if not Environment.IsPrivilegedProcess then
                stop
                    $"Missing system packages. Run this once:\n\n    sudo sh -c 'apt-get update && apt-get install -y {names}'\n"

            Environment.SetEnvironmentVariable("DEBIAN_FRONTEND", "noninteractive")
            Run.quietly "apt-get" [ "update"; "-q" ]
            Run.quietly "apt-get" ([ "install"; "-y"; "-q"; "--no-install-recommends" ] @ missing)

    /// What compiling and running the engine needs. LibTorch is left to the caller when he names his own,
    /// and on systems that have no apt.
    let packages () =
        Step.named "system packages" (fun () ->
            if variable "KERATIN_LIBTORCH" = None && Run.exists "apt-get" then
                demand [
                    "libtorch-dev"
                    "libopenblas0-pthread"
                    for command in [ "g++"; "cmake"; "npm" ] do
                        if not (Run.exists command) then
                            command
                ]

            Packages)

    /// A Python with torch in it, which the benchmarks compare with.
    let pythonWithTorch () =
        let probe =
            "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)"

        let found () =
            [ "python3"; "/usr/bin/python3" ]
            |> List.filter (fun python -> File.Exists python || Run.exists python)
            |> List.tryFind (fun python -> fst (Run.capture python [ "-c"; probe ]) = 0)

        found ()
        |> Option.orElseWith (fun () ->
            demand [ "python3-torch" ]
            found ())
        |> Option.defaultWith (fun () -> stop "no Python with torch was found")

module LibTorch =
    /// Where LibTorch's headers and libraries are, and what the compiler has to be told besides.
    type Found = private Found of headers: string * libraries: string * flags: string

    let private headers folder =
        $"""{folder};{Path.Combine(folder, "torch/csrc/api/include")}"""

    let private named () =
        variable "KERATIN_LIBTORCH"
        |> Option.map (fun folder ->
            let libraries = Path.Combine(folder, "lib")

            if not (File.Exists(Path.Combine(libraries, "libtorch_cpu.so"))) then
                stop $"KERATIN_LIBTORCH is {folder}, but there is no lib/libtorch_cpu.so in it"

            Found(headers (Path.Combine(folder, "include")), libraries, ""))

    let private ofSystem () =
        [
            "/usr/lib/x86_64-linux-gnu"
            "/usr/lib/aarch64-linux-gnu"
            "/usr/lib64"
            "/usr/lib"
        ]
        |> List.tryFind (fun folder -> File.Exists(Path.Combine(folder, "libtorch_cpu.so")))
        |> Option.filter (fun _ -> File.Exists "/usr/include/ATen/core/Tensor.h")
        |> Option.map (fun folder -> Found(headers "/usr/include", folder, ""))

    /// Wheels may have been built with the old layout of std::string; what links with them must follow.
    let private ofPython () =
        let probe =
            "import os, torch; print(os.path.dirname(torch.__file__), int(torch.compiled_with_cxx11_abi()), sep='|')"

        if not (Run.exists "python3") then
            None
        else
            match Run.capture "python3" [ "-c"; probe ] with
            | 0, output ->
                let parts = output.Trim().Split '\n' |> Array.last |> _.Split('|')
                let inside folder = Path.Combine(parts[0], folder)

                Some(
                    Found(
                        headers (inside "include"),
                        inside "lib",
                        $"-D_GLIBCXX_USE_CXX11_ABI={parts[1]}"
                    )
                )
            | _ -> None

    let locate (_: Debian.Packages) =
        named ()
        |> Option.orElseWith ofSystem
        |> Option.orElseWith ofPython
        |> Option.defaultWith (fun () ->
            stop
                "LibTorch was not found: set KERATIN_LIBTORCH to the folder that holds its include and lib")

    let parts (Found(headers, libraries, flags)) = headers, libraries, flags

module Tools =
    type Restored = private | Restored

    let restore () =
        Step.named "tools and packages" (fun () ->
            let inputs =
                [ ".config/dotnet-tools.json"; "paket.dependencies"; "paket.lock" ]
                @ Step.find "." "paket.references"

            Step.cached
                "packages"
                (Step.contents inputs)
                [ at ".paket/Paket.Restore.targets" ]
                (fun () ->
                    Run.quietly "dotnet" [ "tool"; "restore" ]
                    Run.quietly "dotnet" [ "paket"; "restore" ])

            Restored)

module Native =
    type Built = private | Built

    /// Compiles src/Native against LibTorch.
    let build (libtorch: LibTorch.Found) =
        Step.named "native engine" (fun () ->
            if not (File.Exists(at "src/Native/CMakeLists.txt")) then
                stop "src/Native/CMakeLists.txt is missing: there is no native engine to build"

            let headers, libraries, flags = LibTorch.parts libtorch
            let torch = FileInfo(Path.Combine(libraries, "libtorch_cpu.so"))
            let folder = Path.Combine(artifacts, "native")

            let inputs = [
                $"{headers} {libraries} {flags} {torch.Length} {torch.LastWriteTimeUtc.Ticks}"
                yield! Step.contents (Step.find "src/Native" "*")
            ]

            Step.cached "native" inputs [ Path.Combine(folder, "libkeratin.so") ] (fun () ->
                Run.quietly "cmake" [
                    "-S"
                    at "src/Native"
                    "-B"
                    folder
                    "-DCMAKE_BUILD_TYPE=Release"
                    $"-DKERATIN_TORCH_INCLUDE={headers}"
                    $"-DKERATIN_TORCH_LIB={libraries}"
                    $"-DCMAKE_CXX_FLAGS={flags}"
                ]

                Run.quietly "cmake" [
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
    let fetch () =
        Step.named "ONNX Runtime" (fun () ->
            let architecture = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()
            let folder = Path.Combine(artifacts, "onnxruntime")
            let library = Path.Combine(folder, "libonnxruntime.so.1")

            if variable "KERATIN_ONNXRUNTIME" = None then
                Step.cached "onnxruntime" [ package; sha256; architecture ] [ library ] (fun () ->
                    Directory.CreateDirectory folder |> ignore
                    Run.quietly "npm" [ "pack"; package; "--pack-destination"; folder ]

                    let archive = Directory.GetFiles(folder, "*.tgz") |> Array.exactlyOne
                    let found = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes archive))

                    if found <> sha256 then
                        File.Delete archive
                        stop $"{package}: expected SHA-256 {sha256}, got {found}"

                    let inside = $"package/bin/napi-v6/linux/{architecture}/libonnxruntime.so.1"

                    Run.quietly "tar" [
                        "-xzf"
                        archive
                        "-C"
                        folder
                        "--strip-components=5"
                        inside
                    ]

                    File.Delete archive)

            Present)

module Repository =
    /// Everything that `dotnet build` does not make itself.
    type Ready = private | Ready

    let private ready (_: Tools.Restored) (_: OnnxRuntime.Present) (_: Native.Built) = Ready

    let setup () =
        let libtorch = Debian.packages () |> LibTorch.locate
        ready (Tools.restore ()) (OnnxRuntime.fetch ()) (Native.build libtorch)

module Solution =
    type Built = private | Built

    let build (_: Repository.Ready) =
        Step.named "build" (fun () ->
            words "build Solution.sln -c Release -m:1 --nologo -v q" |> Run.quietly "dotnet"

            Built)

    /// The program that a project was built into.
    let program (_: Built) (folder: string) (name: string) =
        let file = at $"{folder}/bin/Release/net10.0/{name}.dll"

        if not (File.Exists file) then
            stop $"{folder} was not built: is its project in Solution.sln?"

        file

module Tests =
    type private Tally = {
        Passed: int
        Failed: int
        Skipped: int
    }

    let private suites = [
        "tests/Properties", "Keratin.Properties"
        "tests/Golden", "Keratin.Golden"
        "tests/CSharp", "Keratin.CSharp"
    ]

    /// The counts in the last lines of a run, as xUnit's own runner writes them ("Total: 4, Errors: 0,
    /// Failed: 1, Skipped: 1, Not Run: 0") or as Microsoft's platform does ("total: 4", "failed: 1", ...).
    let private tally (suite: string) (code: int) (output: string) =
        let count (word: string) =
            let found = Regex.Matches(output, $@"\b{word}: (\d+)", RegexOptions.IgnoreCase)

            if found.Count = 0 then
                None
            else
                Some(int found[found.Count - 1].Groups[1].Value)

        match count "total", count "failed", count "skipped" with
        | Some total, Some failed, Some skipped ->
            let broken = failed + (count "errors" |> Option.defaultValue 0)
            let idle = skipped + (count "not run" |> Option.defaultValue 0)

            {
                Passed = total - failed - idle
                // a run that ends badly without naming a test has failed all the same
                Failed = if code <> 0 then max 1 broken else broken
                Skipped = idle
            }
        | _ ->
            printfn $"{suite} ended with {code} and no summary"
            { Passed = 0; Failed = 1; Skipped = 0 }

    let run (built: Solution.Built) =
        let tallies = [
            for folder, name in suites do
                let program = Solution.program built folder name
                Run.aloud "dotnet" [ "exec"; program ] ||> tally name
        ]

        let sum part = List.sumBy part tallies
        let passed, failed = sum _.Passed, sum _.Failed
        printfn $"{passed} passed, {failed} failed, {sum _.Skipped} skipped"
        if failed > 0 || passed = 0 then 1 else 0

module Programs =
    let private start (built: Solution.Built) folder name arguments =
        Run.handing "dotnet" ("exec" :: Solution.program built folder name :: arguments)

    let demo arguments built =
        start built "samples/Demo" "Keratin.Demo" arguments

    let golden arguments built =
        start built "tests/Golden" "Keratin.Golden" ("golden" :: arguments)

    /// The benchmarks start the Python that KERATIN_PYTHON names.
    let bench arguments built =
        Environment.SetEnvironmentVariable("KERATIN_PYTHON", Debian.pythonWithTorch ())
        start built "bench/Keratin.Bench" "Keratin.Bench" arguments

module Format =
    let private folders = [ "src"; "tests"; "samples"; "bench" ]

    let private layout name (arguments: string list) =
        Step.named name (fun () -> Run.quietly "dotnet" arguments)

    /// Lays out the F# and C# sources, or only tells whether they are.
    let sources check (_: Tools.Restored) =
        let sources pattern =
            folders |> List.collect (fun folder -> Step.find folder pattern)

        layout
            "format: Fantomas"
            ([
                "fantomas"
                if check then
                    "--check"
             ]
             @ ("build.fsx" :: sources "*.fs" @ sources "*.fsx"))

        match sources "*.cs" with
        | [] -> ()
        | files ->
            layout
                "format: CSharpier"
                ([ "csharpier"; (if check then "check" else "format") ] @ files)

module Package =
    /// The libraries; everything else says IsPackable=false.
    let make (_: Solution.Built) =
        Step.named "pack" (fun () ->
            let packages = Path.Combine(artifacts, "packages")

            words "pack Solution.sln -c Release --no-build -m:1 --nologo -v q -o"
            @ [ packages ]
            |> Run.quietly "dotnet")

let help =
    """dotnet fsi build.fsx <step>

  setup              install what is missing, restore packages, build the native engine
  build              compile everything
  test               run every test
  demo [arguments]   run the demonstration
  bench [arguments]  run the benchmarks
  golden DIR         compare with the recorded results in DIR
  format [--check]   lay out the sources, or only check that they are
  pack               make the packages, in .artifacts/packages

A step does the steps it relies on first; what is up to date is not done again.
KERATIN_LIBTORCH (a folder with include and lib) and KERATIN_ONNXRUNTIME name libraries of your own."""

let built () = Repository.setup () |> Solution.build

let run (arguments: string list) =
    match arguments with
    | [ "setup" ] ->
        Repository.setup () |> ignore
        0
    | [ "build" ] ->
        built () |> ignore
        0
    | [ "test" ] -> built () |> Tests.run
    | "demo" :: rest ->
        built () |> Programs.demo rest
        0
    | "bench" :: rest ->
        built () |> Programs.bench rest
        0
    | [ "golden"; _ ] ->
        built () |> Programs.golden arguments.Tail
        0
    | [ "format" ] ->
        Tools.restore () |> Format.sources false
        0
    | [ "format"; "--check" ] ->
        Tools.restore () |> Format.sources true
        0
    | [ "pack" ] ->
        built () |> Package.make
        0
    | [] ->
        printfn $"{help}"
        0
    | other ->
        eprintfn $"""There is no step "{String.concat " " other}".{Environment.NewLine}{help}"""
        2

let code =
    try
        run (List.ofArray fsi.CommandLineArgs[1..])
    with Stop message ->
        eprintfn $"{message}"
        1

exit code
