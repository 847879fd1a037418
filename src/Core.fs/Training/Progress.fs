/// Progress on the screen: a bar on a terminal, plain lines elsewhere, nothing when silent.
module internal Keratin.Progress

open System
open System.Diagnostics
open System.Globalization
open Keratin

/// As Keras writes it.
let private number (x: float) =
    let format = if abs x > 1e-3 then "0.0000" else "0.0000e+00"
    x.ToString(format, CultureInfo.InvariantCulture)

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
    let mutable seen = 0

    {
        new IProgressView with
            member _.EpochBegin(epoch, epochs, count) =
                title <- $"Epoch {epoch + 1}/{epochs}"
                steps <- count
                seen <- 0

            member _.Wants step =
                seen <- step
                false

            member _.Step(_, _) = ()

            member _.EpochEnd(logs, seconds) =
                let steps = if steps = 0 then seen else steps
                out.WriteLine $"{title} - {time seconds} - {steps} steps - {show logs}"
    }

/// A bar that is drawn at most ten times a second.
let bar (out: IO.TextWriter) =
    let clock = Stopwatch()
    let mutable steps = 0
    let mutable seen = 0
    let mutable drawn = -1L
    let mutable width = 0

    let draw step (text: string) =
        // how many there are, the end of the first epoch says at the latest
        let filled = if steps = 0 then 0 else 20 * step / steps
        let total = if steps = 0 then "?" else string steps
        let line = $"{step}/{total} {String('━', filled)}{String('─', 20 - filled)} {text}"
        out.Write("\r" + line.PadRight width)
        out.Flush()
        width <- line.Length

    {
        new IProgressView with
            member _.EpochBegin(epoch, epochs, count) =
                steps <- count
                seen <- 0
                drawn <- -1L
                width <- 0
                clock.Restart()
                out.WriteLine $"Epoch {epoch + 1}/{epochs}"

            member _.Wants step =
                seen <- step

                (step < steps || steps = 0)
                && (drawn < 0L || clock.ElapsedMilliseconds - drawn >= 100L)

            member _.Step(step, logs) =
                drawn <- clock.ElapsedMilliseconds
                let perStep = float clock.ElapsedMilliseconds / float (max 1 step)
                let left = perStep * float (steps - step) / 1000.0
                let left = if steps = 0 then "?" else time left
                draw step $"{left} {perStep:F0}ms/step - {show logs}"

            member _.EpochEnd(logs, seconds) =
                if steps = 0 then
                    steps <- seen

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
