/// Programs of a test's own process, for what one process cannot show.
module internal Keratin.Properties.Children

open System
open System.Diagnostics

/// A program of this kind that runs; its output can be read.
let start (program: string) (argument: string) (environment: (string * string) list) : Process =
    let info =
        ProcessStartInfo("dotnet", [ "exec"; program; argument ], RedirectStandardOutput = true)

    for name, value in environment do
        info.Environment[name] <- value

    match Process.Start info with
    | null -> failwith "no child process"
    | child -> child

/// The exit code and the lines that a program of this kind printed.
let run (program: string) (argument: string) (environment: (string * string) list) =
    use child = start program argument environment
    let output = child.StandardOutput.ReadToEnd()
    child.WaitForExit()
    child.ExitCode, List.ofArray (output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
