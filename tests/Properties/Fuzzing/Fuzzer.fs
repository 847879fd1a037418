/// Damages valid files in many ways and reads them: what comes of it is a value or a KeratinException, within the
/// limits of memory and time.
module internal Keratin.Properties.Fuzzing.Fuzzer

open System
open System.Diagnostics
open System.IO
open System.Threading
open Keratin
open Keratin.Engine
open Keratin.Properties.Fuzzing.Seeds

let argument = "fuzz"

[<NoComparison>]
type Options = {
    Seed: int
    Mutations: int
    /// Only files whose name has this in it.
    Format: string
    /// One mutation alone, by its number.
    Only: int option
    /// A folder for the files that fail.
    Keep: string option
}

let standard = {
    Seed = 1
    Mutations = 100_000
    Format = ""
    Only = None
    Keep = None
}

let mostMemory = 512L <<< 20
let mostTime = TimeSpan.FromSeconds 5.0

/// What is wrong with reading a file; None when nothing is.
let judge (read: unit -> unit) : string option =
    let clock = Stopwatch.StartNew()
    let engineBefore = Native.memory ()
    let before = GC.GetAllocatedBytesForCurrentThread()

    let fault =
        try
            read ()
            None
        with
        | :? KeratinException as e when e.Message.Contains "bug in" -> Some e.Message
        | :? KeratinException as e when
            List.exists String.IsNullOrWhiteSpace [ e.Where; e.Expected; e.Got; e.Fix ]
            ->
            Some $"a part of the message is empty: {e.Message}"
        | :? KeratinException -> None
        | other -> Some(string other)

    let allocated = GC.GetAllocatedBytesForCurrentThread() - before
    let engine = Native.memory ()
    // live before, and the highest since the process began
    let engineGrowth =
        if engine[2] > engineBefore[2] then
            engine[2] - engineBefore[0]
        else
            0L

    match fault with
    | Some _ -> fault
    | None when clock.Elapsed > mostTime -> Some $"it took {clock.Elapsed}"
    | None when allocated + engineGrowth > mostMemory ->
        Some $"it took {(allocated + engineGrowth) >>> 20} MiB"
    | None -> None

/// Ends the process when one file takes far too long, since what hangs cannot be stopped.
[<Sealed>]
type private Watchdog() =
    let mutable current = ""
    let mutable since = 0L

    let watch () =
        while true do
            Thread.Sleep 1000

            if since <> 0L && Stopwatch.GetElapsedTime since > 4.0 * mostTime then
                eprintfn $"{current}: does not end"
                Environment.Exit 3

    do Thread(watch, IsBackground = true).Start()

    member _.Begin(what: string) =
        current <- what
        since <- Stopwatch.GetTimestamp()

    member _.End() = since <- 0L

/// The generator of one mutation: it can be made again without those before it.
let private randomOf (seed: int) (number: int) = Random(seed * 1_000_003 + number)

/// The failures of a run, in words, and how many mutations were read without any complaint.
let run (options: Options) : string list * int =
    let seeds =
        Corpus.make () |> List.filter _.Name.Contains(options.Format) |> Array.ofList

    if seeds.Length = 0 then
        failwith $"no seed has \"{options.Format}\" in its name"

    let readers = Readers()
    let watchdog = Watchdog()
    let folder = Directory.CreateTempSubdirectory("keratin-fuzz").FullName
    let originals = seeds |> Array.map (fun seed -> bytesOf seed.Content)
    let mutable accepted = 0

    let attempt (number: int) : string option =
        let random = randomOf options.Seed number
        let seed = Damage.pick random seeds
        let bytes = damaged random (Damage.pick random originals) seed.Content
        let path = Path.Combine(folder, seed.Name)
        File.WriteAllBytes(path, bytes)

        for name, bytes in seed.Beside do
            let beside = Path.Combine(folder, name)

            if not (File.Exists beside) then
                File.WriteAllBytes(beside, bytes)

        watchdog.Begin $"--seed {options.Seed} --only {number} ({path})"
        let mutable refused = false

        let faults =
            readers.Of seed.Name
            |> List.choose (fun read ->
                judge (fun () ->
                    try
                        read path
                    with _ ->
                        refused <- true
                        reraise ()))

        watchdog.End()

        if not refused then
            accepted <- accepted + 1

        match faults, options.Keep with
        | [], _ -> ()
        | _, None -> ()
        | _, Some kept ->
            Directory.CreateDirectory kept |> ignore
            File.WriteAllBytes(Path.Combine(kept, $"{number}-{seed.Name}"), bytes)

        match faults with
        | [] -> None
        | fault :: _ -> Some $"--seed {options.Seed} --only {number}: {seed.Name}: {fault}"

    try
        // the seeds themselves are read
        for i, seed in Seq.indexed seeds do
            let path = Path.Combine(folder, seed.Name)
            File.WriteAllBytes(path, originals[i])

            for name, bytes in seed.Beside do
                File.WriteAllBytes(Path.Combine(folder, name), bytes)

            for read in readers.Of seed.Name do
                read path

        let numbers =
            match options.Only with
            | Some number -> [ number ]
            | None -> [ 1 .. options.Mutations ]

        List.choose attempt numbers, accepted
    finally
        Directory.Delete(folder, true)

/// The command: fuzz [--seed S] [--mutations N] [--format F] [--only K] [--keep FOLDER].
let command (arguments: string list) : int =
    let rec options (read: Options) (arguments: string list) =
        match arguments with
        | [] -> read
        | "--seed" :: n :: rest -> options { read with Seed = int n } rest
        | "--mutations" :: n :: rest -> options { read with Mutations = int n } rest
        | "--format" :: text :: rest -> options { read with Format = text } rest
        | "--only" :: n :: rest -> options { read with Only = Some(int n) } rest
        | "--keep" :: folder :: rest -> options { read with Keep = Some folder } rest
        | other -> failwith $"""fuzz does not know "{String.concat " " other}" """

    let options = options standard arguments
    let clock = Stopwatch.StartNew()
    let failures, accepted = run options

    for failure in failures do
        printfn $"FAILED {failure}"

    let count = if options.Only.IsSome then 1 else options.Mutations
    printfn $"{count} mutations in {clock.Elapsed}: {accepted} read, {failures.Length} failed"
    if failures.IsEmpty then 0 else 1
