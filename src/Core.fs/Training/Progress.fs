/// Progress on the screen: a bar on a terminal, plain lines elsewhere, nothing when silent.
module internal Keratin.Progress

open System
open System.Diagnostics
open System.Globalization
open Keratin

let private number (x: float) =
    if x <> 0.0 && (abs x < 1e-3 || abs x >= 1e5) then
        x.ToString("0.0000e+00", CultureInfo.InvariantCulture)
    else
        x.ToString("0.0000", CultureInfo.InvariantCulture)

let private show (logs: Logs) =
    logs |> Seq.map (fun p -> $"{p.Key}: {number p.Value}") |> String.concat " - "

/// Nothing at all.
let silent = {
    new IProgressView with
        member _.EpochBegin(_, _, _) = ()
        member _.Wants _ = false
        member _.Step(_, _) = ()
        member _.EpochEnd(_, _) = ()
}

let private time (seconds: float) =
    if seconds < 1.0 then
        $"{int (seconds * 1000.0)}ms"
    else
        $"{int (Math.Round seconds)}s"

/// One line for each epoch.
let lines (out: IO.TextWriter) =
    let mutable title = ""
    let mutable steps = 0

    {
        new IProgressView with
            member _.EpochBegin(epoch, epochs, count) =
                title <- $"Epoch {epoch + 1}/{epochs}"
                steps <- count

            member _.Wants _ = false
            member _.Step(_, _) = ()

            member _.EpochEnd(logs, seconds) =
                out.WriteLine $"{title} - {time seconds} - {steps} steps - {show logs}"
    }

/// A bar that is drawn at most ten times a second.
let bar (out: IO.TextWriter) =
    let clock = Stopwatch()
    let mutable steps = 0
    let mutable drawn = -1L
    let mutable width = 0

    let draw step (text: string) =
        let filled = if steps = 0 then 0 else 20 * step / steps
        let line = $"{step}/{steps} {String('━', filled)}{String('─', 20 - filled)} {text}"
        out.Write("\r" + line.PadRight width)
        out.Flush()
        width <- line.Length

    {
        new IProgressView with
            member _.EpochBegin(epoch, epochs, count) =
                steps <- count
                drawn <- -1L
                width <- 0
                clock.Restart()
                out.WriteLine $"Epoch {epoch + 1}/{epochs}"

            member _.Wants step =
                step < steps && (drawn < 0L || clock.ElapsedMilliseconds - drawn >= 100L)

            member _.Step(step, logs) =
                drawn <- clock.ElapsedMilliseconds
                let perStep = float clock.ElapsedMilliseconds / float (max 1 step)
                let left = perStep * float (steps - step) / 1000.0
                draw step $"{time left} {perStep:F0}ms/step - {show logs}"

            member _.EpochEnd(logs, seconds) =
                let perStep = seconds * 1000.0 / float (max 1 steps)
                draw steps $"{time seconds} {perStep:F0}ms/step - {show logs}"
                out.WriteLine()
    }

/// What verbose asks for: 0 silent, 1 the bar, 2 lines; "auto" is the bar on a terminal, else lines.
let view (verbose: int) =
    match verbose with
    | 0 -> silent
    | 1 when not Console.IsOutputRedirected -> bar Console.Out
    | _ -> lines Console.Out
