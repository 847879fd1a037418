// Everything that is done with this repository: `dotnet fsi build.fsx` lists it.
// A step returns a token only it can make, and asks for the tokens of the steps it relies on: an
// order that would not work does not compile.

#load "build/Run.fsx"
#load "build/LibTorch.fsx"
#load "build/Setup.fsx"
#load "build/Projects.fsx"

open System
open Run
open Setup
open Projects

let help =
    """dotnet fsi build.fsx <step>

  setup              install what is missing, restore packages, build the native engine
  build              compile everything
  test [filter]      run every test, or those whose name has the filter in it
  demo [arguments]   run the demonstration
  bench [arguments]  train the same networks here and in PyTorch; --memory: watch memory, --loading: load a file
  golden DIR [name]  compare with the recorded results in DIR, or with those of this name
  format [--check]   lay out the sources, or only check that they are
  pack               make the packages, in .artifacts/packages

A step does the steps it relies on first; what is up to date is not done again.
KERATIN_LIBTORCH (a folder with include and lib) and KERATIN_ONNXRUNTIME name libraries of your own."""

let built () = setup () |> Solution.build

let private succeeded () = 0

let run (arguments: string list) : int =
    match arguments with
    | [] -> printfn $"{help}" |> succeeded
    | [ "setup" ] -> setup () |> ignore |> succeeded
    | [ "build" ] -> built () |> ignore |> succeeded
    | [ "test" ] -> built () |> Tests.run None
    | [ "test"; filter ] -> built () |> Tests.run (Some filter)
    | "demo" :: rest -> built () |> Programs.demo rest |> succeeded
    | "bench" :: rest -> built () |> Programs.bench rest |> succeeded
    | "golden" :: _ :: ([] | [ _ ]) -> built () |> Programs.golden arguments.Tail |> succeeded
    | [ "format" ] -> Tools.restore () |> Format.sources false |> succeeded
    | [ "format"; "--check" ] -> Tools.restore () |> Format.sources true |> succeeded
    | [ "pack" ] -> built () |> Package.make |> succeeded
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
