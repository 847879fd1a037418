/// The layered drawing of a directed graph: ranks by longest paths, few crossings by barycentres, and
/// positions by least squares. Sugiyama, Tagawa and Toda, 1981.
[<RequireQualifiedAccess>]
module internal Keratin.Plotting.Layered

open System
open System.Collections.Generic

/// Something to place: how much it takes across the direction of the drawing, and along it.
type Item = { Across: float; Along: float }

/// From one item to another; a port says how far from the item's middle it ends.
type Link = {
    From: int
    To: int
    FromPort: float
    ToPort: float
}

/// Middles of items, and the points each link passes, in a drawing that begins at zero.
type Drawing = {
    Middles: (float * float)[]
    Routes: (float * float) list[]
    Across: float
    Along: float
}

/// The space between neighbours across, and between ranks along.
let private gapAcross, gapAlong = 28.0, 44.0

/// Links that lead back to where a path came from; turned round, the graph has no cycles.
let private backward (count: int) (links: Link[]) : HashSet<int> =
    let outgoing = Array.init count (fun _ -> List<int>())
    links |> Array.iteri (fun i link -> outgoing[link.From].Add i)
    let state = Array.zeroCreate<int> count
    let back = HashSet<int>()

    for root in 0 .. count - 1 do
        let path = Stack<struct (int * int)>()

        let enter item =
            if state[item] = 0 then
                state[item] <- 1
                path.Push(struct (item, 0))

        enter root

        while path.Count > 0 do
            let struct (item, next) = path.Pop()

            if next = outgoing[item].Count then
                state[item] <- 2
            else
                path.Push(struct (item, next + 1))
                let i = outgoing[item][next]

                if state[links[i].To] = 1 then
                    back.Add i |> ignore
                else
                    enter links[i].To

    back

/// The rank of each item: below all that lead to it, and then as near as can be to what it leads to.
let private ranksOf (count: int) (edges: (int * int)[]) (first: Set<int>) (last: Set<int>) : int[] =
    let before = Array.init count (fun _ -> List<int>())
    let after = Array.init count (fun _ -> List<int>())

    for a, b in edges do
        after[a].Add b
        before[b].Add a

    let waiting = before |> Array.map _.Count
    let order = List<int>()
    let free = Queue<int>()

    for item in 0 .. count - 1 do
        if waiting[item] = 0 then
            free.Enqueue item

    while free.Count > 0 do
        let item = free.Dequeue()
        order.Add item

        for other in after[item] do
            waiting[other] <- waiting[other] - 1

            if waiting[other] = 0 then
                free.Enqueue other

    let rank = Array.zeroCreate<int> count

    for item in order do
        for other in after[item] do
            rank[other] <- max rank[other] (rank[item] + 1)

    let depth = Array.max rank

    for item in Seq.rev order do
        if last.Contains item && after[item].Count = 0 then
            rank[item] <- depth
        elif after[item].Count >= max 1 before[item].Count && not (first.Contains item) then
            rank[item] <- (after[item] |> Seq.map (fun other -> rank[other]) |> Seq.min) - 1

    rank

/// Items and the bends of long links, in their ranks.
type private Ranked = {
    /// The rank of each place; items come first, bends after them.
    Rank: int[]
    Rows: int[][]
    /// Neighbours in the rank before and after, with the ports at both ends and a weight.
    Above: (int * float * float * float) list[]
    Below: (int * float * float * float) list[]
}

let private crossings (below: (int * float * float * float) list[]) (position: int[]) (row: int[]) =
    let ends = [|
        for place in row do
            for other, _, _, _ in below[place] |> List.sortBy (fun (o, _, _, _) -> position[o]) do
                position[other]
    |]

    let mutable count = 0

    for i in 0 .. ends.Length - 1 do
        for j in i + 1 .. ends.Length - 1 do
            if ends[j] < ends[i] then
                count <- count + 1

    count

/// The order in each rank with the fewest crossings of so many sweeps.
let private ordered (ranked: Ranked) : int[][] =
    let position = Array.zeroCreate<int> ranked.Rank.Length
    let rows = ranked.Rows |> Array.map Array.copy

    let number row =
        row |> Array.iteri (fun i place -> position[place] <- i)

    Array.iter number rows

    let total () =
        rows |> Array.sumBy (crossings ranked.Below position)

    let mutable best = rows |> Array.map Array.copy
    let mutable fewest = total ()

    let arrange (neighbours: (int * float * float * float) list[]) r =
        let middle place =
            match neighbours[place] with
            | [] -> float position[place]
            | some ->
                some |> List.averageBy (fun (o, port, _, _) -> float position[o] + port * 1e-4)

        rows[r] <- rows[r] |> Array.sortBy (fun place -> middle place)
        number rows[r]

    for sweep in 0..23 do
        if fewest > 0 then
            if sweep % 2 = 0 then
                for r in 1 .. rows.Length - 1 do
                    arrange ranked.Above r
            else
                for r in rows.Length - 2 .. -1 .. 0 do
                    arrange ranked.Below r

            let now = total ()

            if now < fewest then
                fewest <- now
                best <- rows |> Array.map Array.copy

    best

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
            | [ next, there, here, weight ] when weight > straight && position[next] > last ->
                last <- position[next]
                line[next] <- line[place]
                offset[next] <- offset[place] + here - there
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
                    let apart = (size a + size b) / 2.0 + gapAcross
                    struct (numbers[line[a]], numbers[line[b]], apart + offset[a] - offset[b])
        |]
    }

/// Lines from left to right, each after all that are left of it somewhere.
let private fromTheLeft (lines: Lines) : int[] =
    let right = Array.init lines.Count (fun _ -> List<int>())
    let waiting = Array.zeroCreate<int> lines.Count

    for struct (a, b, _) in lines.Distances do
        right[a].Add b
        waiting[b] <- waiting[b] + 1

    let order = List<int>()

    let free =
        Queue(seq { 0 .. lines.Count - 1 } |> Seq.filter (fun line -> waiting[line] = 0))

    while free.Count > 0 do
        let line = free.Dequeue()
        order.Add line

        for other in right[line] do
            waiting[other] <- waiting[other] - 1

            if waiting[other] = 0 then
                free.Enqueue other

    order.ToArray()

/// Places across: near the neighbours, with chains and long links straight.
let private across (ranked: Ranked) (rows: int[][]) (size: int -> float) : float[] =
    let lines = linesOf ranked rows size
    let order = fromTheLeft lines
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
        for other, there, here, weight in ranked.Above[place] @ ranked.Below[place] do
            if lines.Of[other] <> lines.Of[place] then
                let shift = lines.Offset[other] + there - here - lines.Offset[place]

                pulls[lines.Of[place]] <- (lines.Of[other], shift, weight) :: pulls[lines.Of[place]]

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
                let ends = row |> Array.scan (fun x place -> x + size place + gapAcross) 0.0

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

/// Places items so that links lead one way; `first` stay on the first rank, and `last` on the last.
let draw (items: Item[]) (links: Link[]) (first: Set<int>) (last: Set<int>) : Drawing =
    let count = items.Length
    let back = backward count links

    // a link in the direction of the drawing; a loop has none
    let forward =
        links
        |> Array.mapi (fun i link ->
            if back.Contains i then
                {
                    From = link.To
                    To = link.From
                    FromPort = link.ToPort
                    ToPort = link.FromPort
                }
            else
                link)

    let isLoop i = links[i].From = links[i].To

    let itemRanks =
        ranksOf
            count
            [|
                for i, link in Array.indexed forward do
                    if not (isLoop i) then
                        link.From, link.To
            |]
            first
            last

    let outgoing, incoming = Array.zeroCreate<int> count, Array.zeroCreate<int> count

    for link in forward do
        outgoing[link.From] <- outgoing[link.From] + 1
        incoming[link.To] <- incoming[link.To] + 1

    let rank = List<int>(itemRanks)
    let segments = List<struct (int * int * float * float * float)>()

    let bends =
        forward
        |> Array.mapi (fun i link ->
            if isLoop i then
                []
            else
                let between = [
                    for r in rank[link.From] + 1 .. rank[link.To] - 1 do
                        rank.Add r
                        rank.Count - 1
                ]

                let path = link.From :: between @ [ link.To ]

                for a, b in List.pairwise path do
                    // chains and long links are to be straight; branches may bend
                    let weight =
                        match a < count, b < count with
                        | true, true -> if outgoing[a] = 1 && incoming[b] = 1 then 12.0 else 1.0
                        | false, false -> 12.0
                        | _ -> 2.0

                    let here = if a < count then link.FromPort else 0.0
                    let there = if b < count then link.ToPort else 0.0
                    segments.Add(struct (a, b, here, there, weight))

                between)

    let rank = rank.ToArray()
    let above = Array.create rank.Length []
    let below = Array.create rank.Length []

    for struct (a, b, here, there, weight) in segments do
        below[a] <- (b, there, here, weight) :: below[a]
        above[b] <- (a, here, there, weight) :: above[b]

    let rows = [|
        for r in 0 .. Array.max rank ->
            [|
                for place in 0 .. rank.Length - 1 do
                    if rank[place] = r then
                        place
            |]
    |]

    let size place =
        if place < count then items[place].Across else 4.0

    let ranked = {
        Rank = rank
        Rows = rows
        Above = above
        Below = below
    }

    let rows = ordered ranked
    let x = across ranked rows size

    let least =
        Seq.min [ for place in 0 .. rank.Length - 1 -> x[place] - size place / 2.0 ]

    let most =
        Seq.max [ for place in 0 .. rank.Length - 1 -> x[place] + size place / 2.0 ]

    let thick =
        rows
        |> Array.map (fun row ->
            Seq.max [
                0.0
                for place in row do
                    if place < count then
                        items[place].Along
            ])

    let start = Array.scan (fun y height -> y + height + gapAlong) 0.0 thick
    let middle r = start[r] + thick[r] / 2.0

    let routes =
        links
        |> Array.mapi (fun i link ->
            let forward = forward[i]
            let fromMiddle, toMiddle = middle rank[forward.From], middle rank[forward.To]
            let fromX = x[forward.From] - least + forward.FromPort
            let toX = x[forward.To] - least + forward.ToPort

            let points =
                if isLoop i then
                    let half = items[link.From].Along / 2.0

                    let side =
                        x[link.From] - least + items[link.From].Across / 2.0 + gapAcross / 2.0

                    [
                        fromX, fromMiddle + half
                        side, fromMiddle + half
                        side, fromMiddle - half
                        fromX, fromMiddle - half
                    ]
                else
                    [
                        fromX, fromMiddle + items[forward.From].Along / 2.0

                        for bend in bends[i] do
                            x[bend] - least, start[rank[bend]]
                            x[bend] - least, start[rank[bend]] + thick[rank[bend]]

                        toX, toMiddle - items[forward.To].Along / 2.0
                    ]

            if back.Contains i && not (isLoop i) then
                List.rev points
            else
                points)

    {
        Middles = [| for i in 0 .. count - 1 -> x[i] - least, middle rank[i] |]
        Routes = routes
        Across = most - least
        Along = start[rows.Length] - gapAlong
    }
