/// Runs the tests, one after another: names and seeds are numbered for the whole process.
module Keratin.Properties.Program

open Xunit
open Xunit.Runner.InProc.SystemConsole

[<assembly: CollectionBehavior(DisableTestParallelization = true)>]
do ()

[<EntryPoint>]
let main arguments =
    (ConsoleRunner.Run arguments).GetAwaiter().GetResult()
