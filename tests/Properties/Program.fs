/// Runs the tests, or what a test asks of a child process.
module Keratin.Properties.Program

open Xunit.Runner.InProc.SystemConsole

[<EntryPoint>]
let main arguments =
    if arguments = [| MissingLibraries.argument |] then
        MissingLibraries.askForEngine ()
    else
        (ConsoleRunner.Run arguments).GetAwaiter().GetResult()
