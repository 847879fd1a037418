/// Joins FsCheck to the test framework: a law is a generator and what holds for all it gives.
module internal Keratin.Properties.Law

open FsCheck
open FsCheck.FSharp
open Xunit

/// Checks so many examples; a failure prints the example and the seed, to be given to `again`.
let holds (count: int) (examples: Gen<'a>) (property: 'a -> unit) : unit =
    let config = Config.QuickThrowOnFailure.WithMaxTest(count).WithQuietOnSuccess true
    Check.One(config, Prop.forAll (Arb.fromGen examples) property)

/// Checks the one example that a failure's seed stands for: `(seed, gamma)` and `size` as printed.
let again
    (seed: uint64, gamma: uint64)
    (size: int)
    (examples: Gen<'a>)
    (property: 'a -> unit)
    : unit =
    let config =
        Config.QuickThrowOnFailure
            .WithMaxTest(1)
            .WithReplay(
                Some {
                    Rnd = Rnd(seed, gamma)
                    Size = Some size
                }
            )

    Check.One(config, Prop.forAll (Arb.fromGen examples) property)

/// Every failure of a table in one message, so that one run shows all of them.
let all (failures: string list) : unit =
    if not failures.IsEmpty then
        Assert.Fail(String.concat "\n" failures)
