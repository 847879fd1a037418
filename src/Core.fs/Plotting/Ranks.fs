/// The ranks of a layered drawing: what leads to what, one rank after another.
[<RequireQualifiedAccess>]
module internal Keratin.Plotting.Ranks

open System.Collections.Generic

/// Numbers below a count, each after all that lead to it.
let inOrder (count: int) (edges: (int * int)[]) : int[] =
    let after = Array.init count (fun _ -> List<int>())
    let waiting = Array.zeroCreate<int> count

    for a, b in edges do
        after[a].Add b
        waiting[b] <- waiting[b] + 1

    let order = List<int>()

    let free =
        Queue(seq { 0 .. count - 1 } |> Seq.filter (fun item -> waiting[item] = 0))

    while free.Count > 0 do
        let item = free.Dequeue()
        order.Add item

        for other in after[item] do
            waiting[other] <- waiting[other] - 1

            if waiting[other] = 0 then
                free.Enqueue other

    order.ToArray()

/// Links that lead back to where a path came from; turned round, the graph has no cycles.
let backward (count: int) (links: (int * int)[]) : HashSet<int> =
    let outgoing = Array.init count (fun _ -> List<int>())
    links |> Array.iteri (fun i (a, _) -> outgoing[a].Add i)
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

                if state[snd links[i]] = 1 then
                    back.Add i |> ignore
                else
                    enter (snd links[i])

    back

/// The rank of each item: below all that lead to it, and then as near as can be to what it leads to.
let ofItems (count: int) (edges: (int * int)[]) (first: Set<int>) (last: Set<int>) : int[] =
    let before = Array.init count (fun _ -> List<int>())
    let after = Array.init count (fun _ -> List<int>())

    for a, b in edges do
        after[a].Add b
        before[b].Add a

    let order = inOrder count edges
    let rank = Array.zeroCreate<int> count

    for item in order do
        for other in after[item] do
            rank[other] <- max rank[other] (rank[item] + 1)

    let depth = Array.max rank

    for item in Array.rev order do
        if last.Contains item && after[item].Count = 0 then
            rank[item] <- depth
        elif after[item].Count >= max 1 before[item].Count && not (first.Contains item) then
            rank[item] <- (after[item] |> Seq.map (fun other -> rank[other]) |> Seq.min) - 1

    rank
