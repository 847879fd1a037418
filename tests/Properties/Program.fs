/// Runs the tests, one after another: names and seeds are numbered for the whole process.
module Keratin.Properties.Program

open Xunit
open Xunit.Runner.InProc.SystemConsole

[<assembly: CollectionBehavior(DisableTestParallelization = true)>]
do ()

[<EntryPoint>]
let main arguments =
    if arguments = [| MissingLibraries.argument |] then
        MissingLibraries.askForEngine ()
    else
        (ConsoleRunner.Run arguments).GetAwaiter().GetResult()
