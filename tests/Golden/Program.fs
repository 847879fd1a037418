/// `golden DIR [FILTER]` runs a folder of cases and prints the sum; anything else runs the tests.
module Keratin.Golden.Program

open Xunit.Runner.InProc.SystemConsole

[<EntryPoint>]
let main arguments =
    match List.ofArray arguments with
    | "configs" :: folder :: rest ->
        Configs.folder folder (List.tryHead rest |> Option.defaultValue "")
    | "golden" :: folder :: rest -> Run.folder folder (List.tryHead rest |> Option.defaultValue "")
    | _ -> (ConsoleRunner.Run arguments).GetAwaiter().GetResult()
