/// What training shows: a bar that is drawn now and then, lines, or nothing.
module Keratin.Properties.ProgressView

open System.IO
open System.Threading
open Xunit
open Keratin
open Keratin.Properties

let private logs: Logs =
    dict [ "loss", 0.5 ] |> System.Collections.Generic.Dictionary :> _

/// One epoch of so many steps, each of which takes a millisecond; how many times numbers were asked for.
let private epochOf (known: int) (view: IProgressView) steps =
    view.EpochBegin(0, 2, known)
    let mutable shown = 0

    for step in 1..steps do
        Thread.Sleep 1

        if view.Wants step then
            shown <- shown + 1
            view.Step(step, logs)

    view.EpochEnd(logs, 1.5)
    shown

let private epoch view steps = epochOf steps view steps

[<Fact>]
let ``a bar is drawn at most ten times a second`` () =
    use out = new StringWriter()
    let clock = System.Diagnostics.Stopwatch.StartNew()
    let shown = epoch (Progress.bar out) 300
    let most = int clock.Elapsed.TotalSeconds * 10 + 11
    Assert.InRange(shown, 2, most)
    let text = out.ToString()
    // and once more at the end
    Assert.Equal(shown + 1, text.Split('\r').Length - 1)
    Assert.Contains("Epoch 1/2", text)
    Assert.Contains("300/300 ━━━━━━━━━━━━━━━━━━━━ 2s 5ms/step - loss: 0.5000", text)

[<Fact>]
let ``elsewhere an epoch is one line`` () =
    use out = new StringWriter()
    Assert.Equal(0, epoch (Progress.lines out) 20)

    Assert.Equal("Epoch 1/2 - 2s - 20 steps - loss: 0.5000", out.ToString().TrimEnd())

[<Fact>]
let ``how many steps there are is said at the end where nobody knew before`` () =
    use out = new StringWriter()
    Assert.InRange(epochOf 0 (Progress.bar out) 20, 1, 11)
    Assert.Contains("1/? ", out.ToString())
    Assert.Contains("20/20 ━━━━━━━━━━━━━━━━━━━━ 2s 75ms/step", out.ToString())
    use out = new StringWriter()
    epochOf 0 (Progress.lines out) 20 |> ignore
    Assert.Contains(" - 20 steps - ", out.ToString())

[<Fact>]
let ``verbose 0 shows nothing`` () =
    Assert.Same(Progress.silent, Progress.view 0)
    Assert.Equal(0, epoch Progress.silent 20)
