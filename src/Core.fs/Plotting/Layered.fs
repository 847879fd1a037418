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

/// The space between ranks.
let private gap = 44.0

/// Places items so that links lead one way; `first` stay on the first rank, and `last` on the last.
let draw (items: Item[]) (links: Link[]) (first: Set<int>) (last: Set<int>) : Drawing =
    let count = items.Length
    let back = Ranks.backward count [| for link in links -> link.From, link.To |]

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
        Ranks.ofItems
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

    let neighbour place there here weight = {
        Place = place
        There = there
        Here = here
        Weight = weight
    }

    let above: Neighbour list[] = Array.create rank.Length []
    let below: Neighbour list[] = Array.create rank.Length []

    for struct (a, b, here, there, weight) in segments do
        below[a] <- neighbour b there here weight :: below[a]
        above[b] <- neighbour a here there weight :: above[b]

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

    let rows = Order.best ranked
    let x = Across.places ranked rows size

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

    let start = Array.scan (fun y height -> y + height + gap) 0.0 thick
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

                    let side = x[link.From] - least + items[link.From].Across / 2.0 + 14.0

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
        Along = start[rows.Length] - gap
    }
