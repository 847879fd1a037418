/// `golden DIR [FILTER]` runs a folder of cases and prints the sum; `again DIR TARGET` saves its models again for Keras to open; anything else runs the tests.
module Keratin.Golden.Program

open Xunit.Runner.InProc.SystemConsole

[<EntryPoint>]
let main arguments =
    match List.ofArray arguments with
    | [ "again"; source; target ] -> ForPython.write source target
    | "golden" :: folder :: rest -> Run.folder folder (List.tryHead rest |> Option.defaultValue "")
    | _ -> (ConsoleRunner.Run arguments).GetAwaiter().GetResult()
