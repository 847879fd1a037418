/// Trainings that are killed at any instant and started again.
module Keratin.Properties.Interruption

open System
open System.IO
open System.Security.Cryptography
open System.Threading
open Xunit
open Keratin
open Keratin.Properties

let internal trainArgument = "train-with-backup"
let internal killArgument = "kill-and-resume"
let private folderVariable = "KERATIN_TEST_FOLDER"

let private seed = 11

/// A hash of all that training changes.
let private bits (core: ModelCore) : string =
    let optimizer = (Option.get core.Compilation).Optimizer

    core.Network.Variables
    @ optimizer.Updating.Variables core.Network.TrainableWeights
    |> List.map (core.State.Read >> _.Bytes)
    |> Array.concat
    |> SHA256.HashData
    |> Convert.ToHexString

let private train (callbacks: Callback list) : string =
    let core = Training.convolutional ()

    core.Fit(
        Training.data 3 80 [ 8; 8; 1 ],
        {
            Training.silent with
                BatchSize = Some 16
                Epochs = 8
                Validation = Some(Training.data 4 16 [ 8; 8; 1 ])
                Callbacks =
                    [
                        ReduceLROnPlateau(patience = 1, factor = 0.7)
                        EarlyStopping(patience = 50, restoreBestWeights = true)
                    ]
                    @ callbacks
        }
    )
    |> ignore

    bits core

/// What the child process does: trains, or goes on with the training of the folder, and prints the bits.
let internal trainWithBackup () : int =
    let folder = nonNull (Environment.GetEnvironmentVariable folderVariable)

    let path = Path.Combine(folder, "latest.checkpoint")
    // an unfinished file says nothing: the training begins
    let isFirst = not (File.Exists path || File.Exists(path + ".previous"))
    // nothing of a training that goes on may come from the seeds of the new process
    Seeds.set (if isFirst then seed else Environment.ProcessId)
    let said = ref false

    // the parent counts from the first batch, which waits for programs to be made
    let begins (_: int) (_: Logs) =
        if not said.Value then
            said.Value <- true
            Console.WriteLine "begins"

    let say = LambdaCallback(onTrainBatchEnd = Action<int, Logs> begins)
    let backup = BackupAndRestore(folder, saveFreq = SaveFrequency.op_Implicit 1)
    Console.WriteLine(train [ say; backup ])
    0

let private program =
    Path.Combine(AppContext.BaseDirectory, "Keratin.Properties.dll")

/// The exit code of a process that SIGKILL ended.
let private killed = 128 + 9

/// What a child printed last when it came to its end; None when it was killed before, so many milliseconds after its
/// first batch.
let private runAndKill (after: int) (folder: string) : string option =
    use child = Children.start program trainArgument [ folderVariable, folder ]

    let first =
        child.StandardOutput.ReadLine() |> Option.ofObj |> Option.defaultValue ""

    if not (child.WaitForExit after) then
        child.Kill()

    let rest = child.StandardOutput.ReadToEnd()
    child.WaitForExit()

    if child.ExitCode = 0 then
        // where all batches had been done before, "begins" is not there
        Some(
            (first + "\n" + rest).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            |> Array.last
        )
    else
        Assert.Equal(killed, child.ExitCode)
        None

/// Kills so many trainings, and starts them again until they end; tells how many came to their end.
let private kill (count: int) (random: Random) : int =
    let folder = Directory.CreateTempSubdirectory("keratin").FullName
    Seeds.set seed
    let expected = train []
    let mutable kills = 0
    let mutable ended = 0

    try
        // after the last kill the training that it met comes to its end
        while kills < count
              || ended = 0
              || Directory.Exists(Path.Combine(folder, string ended)) do
            let after = if kills < count then random.Next 500 else Timeout.Infinite

            match runAndKill after (Path.Combine(folder, string ended)) with
            | None -> kills <- kills + 1
            | Some got ->
                Assert.Equal(expected, got)
                ended <- ended + 1

        ended
    finally
        Directory.Delete(folder, true)

/// The long version, by argument.
let internal killMany (count: int) : int =
    let random = Random()
    let ended = kill count random

    Console.WriteLine
        $"{count} kills, {ended} trainings came to their end, all with the bits of an uninterrupted one"

    0

[<Fact>]
let ``a training that is killed ends with the same bits`` () = Assert.True(kill 10 (Random 5) > 0)
