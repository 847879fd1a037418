/// A machine without the engine or without ONNX Runtime: both are refused with what to install.
module Keratin.Properties.MissingLibraries

open System
open System.IO
open Xunit
open Keratin
open Keratin.Properties

/// What the child process of these tests does: asks for the engine, and prints the refusal's parts.
let internal askForEngine () : int =
    try
        Engine.Native.load ()
        0
    with :? KeratinException as e ->
        for part in [ e.Where; e.Expected; e.Got; e.Fix ] do
            Console.WriteLine(part.ReplaceLineEndings " ")

        3

let internal argument = "ask-for-engine"

/// Runs this program from a folder far from the repository, with an engine file of one's own.
let private elsewhere (prepare: string -> string) : int * string list =
    let folder = Directory.CreateTempSubdirectory "keratin-"

    try
        for file in (DirectoryInfo AppContext.BaseDirectory).GetFiles() do
            if file.Extension <> ".so" && file.Extension <> ".pdb" then
                file.CopyTo(Path.Combine(folder.FullName, file.Name)) |> ignore

        Children.run (Path.Combine(folder.FullName, "Keratin.Properties.dll")) argument [
            "KERATIN_NATIVE", prepare folder.FullName
            "XDG_CACHE_HOME", folder.FullName
        ]
    finally
        folder.Delete true

let private refused (code: int, parts: string list) =
    Assert.Equal(3, code)
    Assert.Equal(4, parts.Length)
    Assert.Contains("engine", parts[0])
    Assert.Contains("LibTorch", parts[1])
    Assert.Contains("build.fsx setup", parts[3])

[<Fact>]
let ``a machine without the engine is told how to get it`` () =
    refused (elsewhere (fun folder -> Path.Combine(folder, "nowhere", "libkeratin.so")))

[<Fact>]
let ``an engine that cannot be loaded is named`` () =
    let file = "broken.so"

    let code, parts =
        elsewhere (fun folder ->
            let path = Path.Combine(folder, file)
            File.WriteAllText(path, "not a library")
            path)

    refused (code, parts)
    Assert.Contains(file, parts[2])

[<Fact>]
let ``a machine without ONNX Runtime is told how to get it`` () =
    let options =
        OnnxSessionOptions(
            LibraryPath = Path.Combine(Path.GetTempPath(), "nowhere", "libonnxruntime.so")
        )

    let refusal =
        Assert.Throws<KeratinException>(fun () ->
            use session = new OnnxSession(ReadOnlyMemory<byte>.Empty, options)
            ignore session)

    for part in [ refusal.Where; refusal.Expected; refusal.Got; refusal.Fix ] do
        Assert.False(String.IsNullOrWhiteSpace part)

    Assert.Contains("nowhere", refusal.Message)
