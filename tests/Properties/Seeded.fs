/// Every test begins with a seed of its own, whatever ran before it: what holds once holds again.
namespace Keratin.Properties

open System
open Xunit
open Xunit.v3
open Keratin

/// Seeds a test by its name. KERATIN_TEST_SEED gives all tests other numbers, which shows a test that holds by luck.
[<AttributeUsage(AttributeTargets.Assembly)>]
type internal SeededAttribute() =
    inherit BeforeAfterTestAttribute()

    override _.Before(_, test) =
        let salt = Environment.GetEnvironmentVariable "KERATIN_TEST_SEED"

        $"{salt}{test.TestDisplayName}"
        |> Seq.fold (fun seed letter -> 31 * seed + int letter) 17
        |> Seeds.set

// names and seeds are numbered for the whole process: one test after another
[<assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)>]
[<assembly: Seeded>]
do ()
