/// Runs the tests, or what a test asks of a child process.
module Keratin.Properties.Program

open Xunit.Runner.InProc.SystemConsole

[<EntryPoint>]
let main arguments =
    match arguments with
    | [| argument |] when argument = MissingLibraries.argument -> MissingLibraries.askForEngine ()
    | [| argument |] when argument = TwoProcesses.argument -> TwoProcesses.printBits ()
    | [| argument |] when argument = Interruption.trainArgument -> Interruption.trainWithBackup ()
    | [| argument; count |] when argument = Interruption.killArgument ->
        Interruption.killMany (int count)
    | [| argument; folder |] when argument = LargeFiles.argument -> LargeFiles.run folder
    | [| argument |] when argument = Fuzzing.Opens.argument -> Fuzzing.Opens.readWatched ()
    | _ when Array.tryHead arguments = Some Fuzzing.Fuzzer.argument ->
        Fuzzing.Fuzzer.command (List.ofArray arguments[1..])
    | _ -> (ConsoleRunner.Run arguments).GetAwaiter().GetResult()
