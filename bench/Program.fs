/// Trains the same networks here and in PyTorch eager, in turn, and prints how many times faster this is.
module Keratin.Bench.Program

open System
open System.Diagnostics
open System.IO
open System.Text.Json
open Keratin
open Keratin.Engine
open Keratin.Bench.Networks

/// PyTorch in a process of its own: told how many updates, it answers how many seconds they took.
type private Peer(python: string) =
    let info =
        ProcessStartInfo(python, [| Path.Combine(AppContext.BaseDirectory, "peer.py") |])

    do
        info.RedirectStandardInput <- true
        info.RedirectStandardOutput <- true

    let peer =
        match Process.Start info with
        | null -> failwith $"{python} does not start"
        | p -> p

    member _.Ask(line: string) : string =
        peer.StandardInput.WriteLine line
        peer.StandardInput.Flush()

        match peer.StandardOutput.ReadLine() with
        | null -> failwith "the PyTorch process has ended"
        | answer -> answer

    interface IDisposable with
        member _.Dispose() =
            peer.StandardInput.Close()
            peer.WaitForExit 5000 |> ignore

let private onCuda () = Device.Default <> Device.Cpu

/// Seconds that a stretch took. On the CPU, with its one thread, of processor time; on CUDA by the clock:
/// a fit ends with reading the loss, which waits for the device.
let private spent (run: unit -> unit) =
    let now () =
        if onCuda () then
            Stopwatch.GetElapsedTime 0L
        else
            Process.GetCurrentProcess().TotalProcessorTime

    let before = now ()
    run ()
    (now () - before).TotalSeconds

/// A device that makes a step in microseconds is measured over more of them.
let private epochs (w: Workload) =
    if onCuda () then max 1 (600 / w.Steps) else 1

let private fit (core: ModelCore) (data: DataSet) (w: Workload) =
    core.Fit(
        data,
        {
            FitRequest.Default with
                BatchSize = Some(w.Batch)
                Epochs = epochs w
                Verbose = 0
        }
    )
    |> ignore

type private Row = {
    Name: string
    Ratio: float
    Low: float
    High: float
    Milliseconds: float
    Theirs: float
}

let private measure (peer: Peer) rounds (w: Workload) : Row =
    let core, data = prepare w
    let key = w.Name.Split(' ')[0]
    peer.Ask $"prepare {key}" |> ignore
    fit core data w
    let steps = w.Steps * epochs w
    peer.Ask $"run {steps}" |> ignore
    fit core data w

    let samples = [|
        for round in 1..rounds do
            let ours () = spent (fun () -> fit core data w)

            let theirs () =
                Double.Parse(peer.Ask $"run {steps}", Globalization.CultureInfo.InvariantCulture)

            // in turn, and the order reversed each round
            if round % 2 = 0 then
                let a = ours ()
                a, theirs ()
            else
                let b = theirs ()
                ours (), b
    |]

    let ratios = samples |> Array.map (fun (a, b) -> b / a) |> Array.sort

    let median f =
        samples |> Array.map f |> Array.sort |> fun s -> Quantile.ofSorted s 0.5

    {
        Name = w.Name
        Ratio = Quantile.ofSorted ratios 0.5
        Low = Quantile.ofSorted ratios 0.25
        High = Quantile.ofSorted ratios 0.75
        Milliseconds = 1000.0 * median fst / float steps
        Theirs = 1000.0 * median snd / float steps
    }

/// Where the time of a network's training steps goes: a line for each operator call, the longest first. On CUDA,
/// CUDA_LAUNCH_BLOCKING=1 makes a call take as long as what it starts.
let private profile (filter: string) =
    let w = all |> List.find _.Name.Contains(filter)
    let core, data = prepare w
    let trainer = core.Trainer
    let prepared = trainer.Prepare data
    use arrays = trainer.Upload prepared
    let order = Array.init prepared.Rows int64
    let mutable lines = ""

    let run () =
        trainer.Batches(
            "train",
            prepared,
            arrays,
            order,
            w.Batch,
            trainer.TrainStep prepared,
            fun step program ->
                // the first call begins to measure, the second answers
                if step = 0 || step = w.Steps - 1 then
                    lines <- program.Profile()

                true
        )

    run ()
    run ()

    for parts in
        lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        |> Array.map _.Split('\t')
        |> Array.sortByDescending (fun parts -> float parts[0]) do
        let each = float parts[0] / float (w.Steps - 1)
        printfn "%10.1f us  %-45s %s" each parts[1] parts[2]

    0

/// What fit costs beyond its bare steps, in percent, on the convnet.
let private overhead rounds =
    let w = all[2]
    let core, data = prepare w
    let trainer = core.Trainer
    fit core data w
    let prepared = trainer.Prepare data
    use arrays = trainer.Upload prepared
    let order = Array.init prepared.Rows int64

    let bare () =
        trainer.Batches(
            "train",
            prepared,
            arrays,
            order,
            w.Batch,
            trainer.TrainStep prepared,
            fun _ _ -> true
        )

    bare ()

    [|
        for _ in 1..rounds do
            let steps =
                spent (fun () ->
                    for _ in 1 .. epochs w do
                        bare ())

            (spent (fun () -> fit core data w) / steps - 1.0) * 100.0
    |]
    |> Array.sort
    |> fun s -> Quantile.ofSorted s 0.5

let private compare (arguments: string[]) =
    let option name =
        match Array.tryFindIndex ((=) name) arguments with
        | Some i when i + 1 < arguments.Length -> Some arguments[i + 1]
        | _ -> None

    let rounds = option "--rounds" |> Option.map int |> Option.defaultValue 11
    let filter = option "--only" |> Option.defaultValue ""

    let python =
        Environment.GetEnvironmentVariable "KERATIN_PYTHON"
        |> Option.ofObj
        |> Option.defaultValue "/usr/bin/python3"

    use peer = new Peer(python)

    printfn
        "Keratin on LibTorch %s against PyTorch %s, %O, one thread; above 1 is faster"
        (Native.version ())
        (peer.Ask "version")
        Device.Default

    let rows = [
        for w in all do
            if w.Name.Contains filter then
                let row = measure peer rounds w

                printfn
                    "%-55s %5.2f  (quartiles %.2f to %.2f)  %.3f ms against %.3f ms a step"
                    row.Name
                    row.Ratio
                    row.Low
                    row.High
                    row.Milliseconds
                    row.Theirs

                row
    ]

    let extra = if filter = "" then Some(overhead rounds) else None

    extra
    |> Option.iter (fun percent -> printfn "fit over its bare steps, convnet: %+.1f %%" percent)

    match option "--json" with
    | Some path ->
        let json =
            JsonSerializer.Serialize(
                {|
                    rows =
                        rows
                        |> List.map (fun r -> {|
                            name = r.Name
                            ratio = r.Ratio
                            q25 = r.Low
                            q75 = r.High
                        |})
                    fitOverheadPercent = extra |> Option.toNullable
                |},
                JsonSerializerOptions(WriteIndented = true)
            )

        File.WriteAllText(path, json)
    | None -> ()

    0

[<EntryPoint>]
let main arguments =
    // what both sides run on is decided before anything loads
    for name in [ "KERATIN_NUM_THREADS"; "OMP_NUM_THREADS"; "OPENBLAS_NUM_THREADS" ] do
        Environment.SetEnvironmentVariable(name, "1")

    match arguments with
    | [| "--memory" |] -> Memory.run 10_000 200
    | [| "--memory"; steps; models |] -> Memory.run (int steps) (int models)
    | [| "--loading" |] -> Loading.run 15
    | [| "--profile"; filter |] -> profile filter
    | [| "--accuracy"; folder |] -> Accuracy.run folder
    | _ -> compare arguments
