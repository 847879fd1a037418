/// A short run of the fuzzer; `Keratin.Properties.dll fuzz` is the long one.
module Keratin.Properties.Fuzzing.FuzzLaw

open Xunit
open Keratin.Properties

[<Fact>]
let ``damaged files are read or refused`` () =
    let failures, accepted =
        Fuzzer.run {
            Fuzzer.standard with
                Mutations = 3000
        }
    // damage that nobody sees everywhere would be damage that reaches no reader
    Assert.InRange(accepted, 100, 2000)
    Law.all failures
