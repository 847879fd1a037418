namespace Keratin

open System.Collections.Generic

/// The names that layers, losses and metrics get when nobody gives one: `dense`, `dense_1`, …
[<RequireQualifiedAccess>]
module internal Names =
    let private counts = Dictionary<string, int>()

    let unique (word: string) =
        lock counts (fun () ->
            match counts.TryGetValue word with
            | true, n ->
                counts[word] <- n + 1
                $"{word}_{n}"
            | _ ->
                counts[word] <- 1
                word)

    let clear () = lock counts (fun () -> counts.Clear())
