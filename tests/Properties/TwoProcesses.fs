/// The same seed gives the same bits in another process.
module Keratin.Properties.TwoProcesses

open System
open System.IO
open System.Security.Cryptography
open Xunit
open Keratin
open Keratin.Properties

let internal argument = "print-trained-bits"

/// What the child process does: trains with chance in weights, order and dropout, and prints a hash of
/// all weights.
let internal printBits () : int =
    Seeds.set 11
    let core = Training.convolutional ()

    core.Fit(Training.data 3 96 [ 8; 8; 1 ], { Training.silent with Epochs = 3 })
    |> ignore

    Training.weights core
    |> List.map _.Bytes
    |> Array.concat
    |> SHA256.HashData
    |> Convert.ToHexString
    |> Console.WriteLine

    0

[<Fact>]
let ``the same seed gives the same bits in two processes`` () =
    let run () =
        Children.run (Path.Combine(AppContext.BaseDirectory, "Keratin.Properties.dll")) argument []

    let first, second = run (), run ()
    Assert.Equal(0, fst first)
    Assert.Equal(64, (Assert.Single(snd first)).Length)
    Assert.Equal<int * string list>(first, second)
