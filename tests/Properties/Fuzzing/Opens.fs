/// What the system is asked for while files are read: no file but the given one, no socket, no program.
module Keratin.Properties.Fuzzing.Opens

open System
open System.Diagnostics
open System.IO
open System.Reflection
open System.Text.RegularExpressions
open Xunit
open Keratin
open Keratin.Properties
open Keratin.Properties.Fuzzing.Seeds

let internal argument = "read-watched"

let private folderVariable = "KERATIN_WATCHED_FOLDER"

/// Asks for a file that is not there: a mark in what the system is asked for.
let private mark (folder: string) (name: string) =
    try
        File.OpenRead(Path.Combine(folder, "marks", name)).Dispose()
    with :? IOException ->
        ()

/// What the child process does: reads every file of a folder twice, since the runtime loads code at the first time, and
/// sets marks around the second.
let internal readWatched () : int =
    let folder = nonNull (Environment.GetEnvironmentVariable folderVariable)
    let readers = Readers()

    let read (path: string) =
        for way in readers.Of(nonNull (Path.GetFileName path)) do
            try
                way path
            with :? KeratinException ->
                ()

    let files = Directory.GetFiles folder |> Array.sort
    Array.iter read files

    for path in files do
        let name = nonNull (Path.GetFileName path)
        mark folder $"begin {name}"
        read path
        mark folder $"end {name}"

    0

let private strace = "/usr/bin/strace"

/// Files that name others: one that is there, beside them and elsewhere.
let private tempting (lure: string) : (string * byte[]) list =
    let text = Text.Encoding.UTF8.GetBytes: string -> byte[]

    let members =
        Corpus.make ()
        |> List.pick (fun s ->
            match s.Name, s.Content with
            | "words.keras", Archive members -> Some members
            | _ -> None)

    let config =
        members
        |> List.find (fun (name, _) -> name = "config.json")
        |> snd
        |> Text.Encoding.UTF8.GetString

    Assert.Contains("\"vocabulary\":null", config)

    [
        "vocabulary.keras",
        members
        |> List.map (fun (name, bytes) ->
            if name = "config.json" then
                name, text (config.Replace("\"vocabulary\":null", $"\"vocabulary\":\"{lure}\""))
            else
                name, bytes)
        |> Archive
        |> bytesOf
        "index.weights.json", text $"{{\"weight_map\":{{\"/layers/dense/vars\":[\"{lure}\"]}}}}"
        "outside.hdf5",
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "files/hostile/outside.hdf5"))
        "outside.weights.h5",
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "files/hostile/outside.hdf5"))
    ]

/// Lines of a trace between the marks of a file.
let private between (trace: string[]) (name: string) : string list =
    let at (what: string) =
        trace |> Array.findIndex (fun line -> line.Contains $"/marks/{what} {name}\"")

    List.ofArray trace[at "begin" + 1 .. at "end" - 1]

/// The path of a line that opens one.
let private opened (line: string) : string option =
    let found = Regex.Match(line, "open(?:at2?)?\\(.*?\"(.*?)\"")
    if found.Success then Some found.Groups[1].Value else None

/// What the runtime asks for on its own, whatever it runs: limits of memory, and its own code.
let private isRuntimes (path: string) =
    path.StartsWith "/proc/"
    || path.StartsWith "/sys/"
    || path.EndsWith ".dll"
    || path.EndsWith ".so"

[<Fact>]
let ``nothing is opened but the file that is read`` () =
    if not (File.Exists strace) then
        Assert.Skip "strace, which says what the system is asked for, is not here"

    let folder = Directory.CreateTempSubdirectory("keratin").FullName
    let trace = Path.Combine(folder, "trace")
    let files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName
    let lure = Path.Combine(files, "lure.hdf5")

    try
        let seeds = [
            for seed in Corpus.make () do
                seed.Name, bytesOf seed.Content
                yield! seed.Beside
        ]

        let golden = [
            for file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "files/golden")) ->
                nonNull (Path.GetFileName file), File.ReadAllBytes file
        ]

        let small = Path.Combine(AppContext.BaseDirectory, "files/small.hdf5")
        let all = ("lure.hdf5", File.ReadAllBytes small) :: seeds @ golden @ tempting lure

        for name, bytes in all do
            File.WriteAllBytes(Path.Combine(files, name), bytes)

        let program = Path.Combine(AppContext.BaseDirectory, "Keratin.Properties.dll")
        let calls = "trace=open,openat,openat2,socket,connect,execve"

        let info =
            ProcessStartInfo(
                strace,
                [
                    "-f"
                    "-qq"
                    "-s"
                    "4096"
                    "-e"
                    calls
                    "-o"
                    trace
                    "dotnet"
                    "exec"
                    program
                    argument
                ]
            )

        info.Environment[folderVariable] <- files
        // a debugger's socket is the runtime's
        info.Environment["DOTNET_EnableDiagnostics"] <- "0"

        match Process.Start info with
        | null -> failwith "strace does not start"
        | child ->
            use child = child
            child.WaitForExit()
            Assert.Equal(0, child.ExitCode)

        let lines = File.ReadAllLines trace
        // the shards of an index lie beside it, and a read that is never seen would prove nothing
        let own (name: string) (path: string) =
            path = Path.Combine(files, name)
            || name = "w.weights.json" && Regex.IsMatch(path, "/w_[0-9]+\\.weights\\.h5$")

        Law.all [
            for line in lines do
                if Regex.IsMatch(line, "socket\\(AF_(INET|NETLINK)") then
                    line

            for name, _ in all do
                let asked = between lines name |> List.choose opened

                if not (List.exists (own name) asked) then
                    $"{name}: was not seen to be opened"

                for path in asked do
                    if not (own name path || isRuntimes path) then
                        $"{name}: {path} was opened"

                for line in between lines name do
                    if Regex.IsMatch(line, "\\b(socket|connect|execve)\\(") then
                        $"{name}: {line}"
        ]
    finally
        Directory.Delete(folder, true)
