// Running programs, and steps that are timed, shown on a line, and not done twice.

open System
open System.Diagnostics
open System.IO
open System.Security.Cryptography
open System.Text

let root = Path.GetFullPath(Path.Combine(__SOURCE_DIRECTORY__, ".."))
let at (path: string) = Path.Combine(root, path)
let artifacts = at ".artifacts"

/// What ends the run: a message for the reader, nothing more.
exception Stop of string

let stop message : 'a = raise (Stop message)

/// The words of a command that has no spaces inside them.
let words (command: string) = command.Split ' ' |> Array.toList

let variable name =
    match Environment.GetEnvironmentVariable name with
    | null
    | "" -> None
    | value -> Some value

/// Whether a command is on the PATH.
let isCommand name =
    (variable "PATH" |> Option.defaultValue "").Split Path.PathSeparator
    |> Array.exists (fun folder -> File.Exists(Path.Combine(folder, name)))

let private start (command: string) (arguments: string list) (receive: (string -> unit) option) =
    let info = ProcessStartInfo(command, arguments, WorkingDirectory = root)
    info.Environment["DOTNET_NOLOGO"] <- "1"
    info.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] <- "1"
    info.RedirectStandardOutput <- receive.IsSome
    info.RedirectStandardError <- receive.IsSome

    if not (isCommand command || File.Exists command) then
        stop $"{command} is not installed"

    use child = Process.Start info

    match receive with
    | Some receive ->
        let line _ (data: DataReceivedEventArgs) =
            if not (isNull data.Data) then
                receive data.Data

        child.OutputDataReceived.AddHandler(DataReceivedEventHandler line)
        child.ErrorDataReceived.AddHandler(DataReceivedEventHandler line)
        child.BeginOutputReadLine()
        child.BeginErrorReadLine()
    | None -> ()

    child.WaitForExit()
    child.ExitCode

let private collecting show command arguments =
    let lines = StringBuilder()

    let keep (line: string) =
        lock lines (fun () ->
            lines.AppendLine line |> ignore
            show line)

    start command arguments (Some keep), lines.ToString()

/// The exit code and the whole output.
let capture command arguments = collecting ignore command arguments

/// The output is shown as it comes, and kept.
let aloud command arguments =
    collecting Console.WriteLine command arguments

/// The output is shown only when the command fails.
let quietly command arguments =
    match capture command arguments with
    | 0, _ -> ()
    | code, output ->
        let beginning = command :: List.truncate 3 arguments |> String.concat " "
        stop $"{output}{beginning} ended with {code}"

/// The program has the terminal to itself, as if it had been started by hand.
let handing command arguments =
    match start command arguments None with
    | 0 -> ()
    | code -> stop $"{command} ended with {code}"

/// Runs a step and prints one line with its time.
let step (name: string) (work: unit -> 'token) =
    let clock = Stopwatch.StartNew()
    let token = work ()
    printfn $"%-24s{name}%6.1f{clock.Elapsed.TotalSeconds} s"
    token

/// Runs `work` unless it ran before for the same inputs and what it made is still there.
let cached (name: string) (inputs: string list) (made: string) (work: unit -> unit) =
    let file = Path.Combine(artifacts, $"{name}.fingerprint")

    let fingerprint =
        String.Join('\n', inputs)
        |> Encoding.UTF8.GetBytes
        |> SHA256.HashData
        |> Convert.ToHexString

    if not (File.Exists made && File.Exists file && File.ReadAllText file = fingerprint) then
        Directory.CreateDirectory artifacts |> ignore
        File.Delete file
        work ()
        File.WriteAllText(file, fingerprint)

/// Files of the repository that have this name, wherever they are below a folder.
let find (folder: string) (pattern: string) = [
    for path in Directory.GetFiles(at folder, pattern, SearchOption.AllDirectories) do
        let path = Path.GetRelativePath(root, path)

        if path.Split '/' |> Array.forall (fun part -> part <> "bin" && part <> "obj") then
            path
]

/// What the files say, for a fingerprint.
let contents (files: string list) = [
    for file in List.sort files ->
        $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(at file)))}"
]
