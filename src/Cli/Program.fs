/// The `keratin` command.
module internal Keratin.Cli.Program

open System

[<EntryPoint>]
let main arguments =
    CommandLine.run arguments Console.Out Console.Error
