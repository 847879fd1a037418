/// Positions across the direction of a layered drawing, with chains and long links straight.
[<RequireQualifiedAccess>]
module internal Keratin.Plotting.Across

/// Places that stay in one line: chains of items, and the bends of a long link.
[<NoComparison>]
type private Lines = {
    /// The line of each place, and how far from the line's own position the place is.
    Of: int[]
    Offset: float[]
    Count: int
    /// Left and right neighbours in some rank, and how far apart they must be.
    Distances: struct (int * int * float)[]
}

/// The weight from which on a link is to be straight.
let private straight = 10.0

/// The space between neighbours.
let private gap = 28.0

/// Lines along the straight links of an order, but for those that cross another one.
let private linesOf (ranked: Ranked) (rows: int[][]) (size: int -> float) : Lines =
    let position = Array.zeroCreate<int> ranked.Rank.Length

    for row in rows do
        row |> Array.iteri (fun i place -> position[place] <- i)

    let line = Array.init ranked.Rank.Length id
    let offset = Array.zeroCreate<float> ranked.Rank.Length

    for row in rows do
        let mutable last = -1

        for place in row do
            match ranked.Below[place] with
            | [ n ] when n.Weight > straight && position[n.Place] > last ->
                last <- position[n.Place]
                line[n.Place] <- line[place]
                offset[n.Place] <- offset[place] + n.Here - n.There
            | _ -> ()

    // what is alone in its rank is on one axis, lest the drawing wanders from branch to branch
    let beside =
        set [
            for row in rows do
                if row.Length > 1 then
                    for place in row do
                        line[place]
        ]

    match line |> Array.tryFind (fun line -> not (beside.Contains line)) with
    | Some axis ->
        for place in 0 .. line.Length - 1 do
            if not (beside.Contains line[place]) then
                line[place] <- axis
    | None -> ()

    let numbers = line |> Array.distinct |> Array.mapi (fun i line -> line, i) |> dict

    {
        Of = line |> Array.map (fun line -> numbers[line])
        Offset = offset
        Count = numbers.Count
        Distances = [|
            for row in rows do
                for a, b in Array.pairwise row do
                    let apart = (size a + size b) / 2.0 + gap
                    struct (numbers[line[a]], numbers[line[b]], apart + offset[a] - offset[b])
        |]
    }

/// Places across: near the neighbours, with chains and long links straight.
let places (ranked: Ranked) (rows: int[][]) (size: int -> float) : float[] =
    let lines = linesOf ranked rows size

    let order =
        Ranks.inOrder lines.Count [| for struct (a, b, _) in lines.Distances -> a, b |]

    let lefts = Array.create lines.Count []
    let rights = Array.create lines.Count []

    for struct (a, b, apart) in lines.Distances do
        lefts[b] <- (a, apart) :: lefts[b]
        rights[a] <- (b, apart) :: rights[a]

    /// Nowhere left of what is wanted, and far enough from all that is to the left.
    let pushedRight (wanted: float[]) =
        let x = Array.copy wanted

        for line in order do
            for other, apart in lefts[line] do
                x[line] <- max x[line] (x[other] + apart)

        x

    let pushedLeft (wanted: float[]) =
        let x = Array.copy wanted

        for line in Array.rev order do
            for other, apart in rights[line] do
                x[line] <- min x[line] (x[other] - apart)

        x

    // what pulls a line: links from its places to those of others
    let pulls = Array.create lines.Count []

    for place in 0 .. ranked.Rank.Length - 1 do
        for n in ranked.Above[place] @ ranked.Below[place] do
            if lines.Of[n.Place] <> lines.Of[place] then
                let shift = lines.Offset[n.Place] + n.There - n.Here - lines.Offset[place]

                pulls[lines.Of[place]] <-
                    (lines.Of[n.Place], shift, n.Weight) :: pulls[lines.Of[place]]

    /// Distances hold after either push, and so in any mean of the two.
    let apart (now: float[]) (wanted: float[]) (patience: float) =
        Array.map3
            (fun now right left -> patience * now + (1.0 - patience) * (right + left) / 2.0)
            now
            (pushedRight wanted)
            (pushedLeft wanted)

    // to begin with, every rank is in the middle
    let start =
        [
            for row in rows do
                let ends = row |> Array.scan (fun x place -> x + size place + gap) 0.0

                for i, place in Array.indexed row do
                    lines.Of[place],
                    (ends[i] + ends[i + 1] - Array.last ends) / 2.0 - lines.Offset[place]
        ]
        |> List.groupBy fst
        |> List.sortBy fst
        |> List.map (fun (_, places) -> places |> List.averageBy snd)
        |> Array.ofList

    let mutable x = apart start start 0.0

    // bent links count by their squares first, and by their lengths in the end: few bends, and sharp ones
    for count in [ (fun _ -> 1.0); (fun bend -> 1.0 / max 1.0 bend) ] do
        for _ in 1..80 do
            let wanted =
                pulls
                |> Array.mapi (fun line pulls ->
                    match pulls with
                    | [] -> x[line]
                    | some ->
                        let targets =
                            some
                            |> List.map (fun (other, shift, weight) ->
                                let target = x[other] + shift
                                target, weight * count (abs (target - x[line])))

                        (targets |> List.sumBy (fun (target, w) -> target * w))
                        / List.sumBy snd targets)

            x <- apart x wanted 0.4

    Array.map2 (fun line offset -> x[line] + offset) lines.Of lines.Offset
