/// The one exception of the library, in four parts.
namespace Keratin

open System

/// A failure the caller can mend: where it happened, what was expected, what was there instead, and
/// something to type that helps.
[<Sealed>]
type KeratinException(where: string, expected: string, got: string, fix: string, inner: exn | null)
    =
    inherit
        Exception($"{where}\n  expected: {expected}\n  got:      {got}\n  fix:      {fix}", inner)

    new(where, expected, got, fix) = KeratinException(where, expected, got, fix, null)

    /// The place in the model or the call: `model / block_2 / dense_1 (Dense)`.
    member _.Where = where
    /// What would have been right.
    member _.Expected = expected
    /// What was found, in full.
    member _.Got = got
    /// What to do about it.
    member _.Fix = fix

[<AutoOpen>]
module internal Errors =
    /// Refuses: raises a KeratinException of these four parts.
    let refuse where expected got fix : 'a =
        raise (KeratinException(where, expected, got, fix))

    /// A failure that is the library's own fault.
    let bug where (what: string) : 'a =
        raise (
            KeratinException(
                where,
                "no such state",
                what,
                "this is a bug in Keratin, please report it with the program that led here"
            )
        )

    /// The number of single-letter edits between two words.
    let private distance (a: string) (b: string) =
        let row = Array.init (b.Length + 1) id

        for i in 1 .. a.Length do
            let mutable diagonal = row[0]
            row[0] <- i

            for j in 1 .. b.Length do
                let cost =
                    if Char.ToLowerInvariant a[i - 1] = Char.ToLowerInvariant b[j - 1] then
                        0
                    else
                        1

                let next = min (min (row[j] + 1) (row[j - 1] + 1)) (diagonal + cost)
                diagonal <- row[j]
                row[j] <- next

        row[b.Length]

    /// Refuses a word that is not one of the known ones, and names the nearest.
    let refuseWord where (kind: string) (word: string) (known: string seq) : 'a =
        let known = Seq.toList known
        let nearest = known |> List.minBy (distance word)

        refuse
            where
            $"""{kind}: one of {String.concat ", " known}"""
            $"\"{word}\""
            $"did you mean \"{nearest}\"?"
