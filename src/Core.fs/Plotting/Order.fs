/// The order within the ranks of a layered drawing: few crossings, by barycentres.
namespace Keratin.Plotting

/// The other end of a link to a rank beside; ports say how far from the middle it ends there, and here.
type internal Neighbour = {
    Place: int
    There: float
    Here: float
    /// How much it counts that the link is straight.
    Weight: float
}

/// Items and the bends of long links, in their ranks.
[<NoComparison>]
type internal Ranked = {
    /// The rank of each place; items come first, bends after them.
    Rank: int[]
    Rows: int[][]
    /// Neighbours in the rank before and after.
    Above: Neighbour list[]
    Below: Neighbour list[]
}

[<RequireQualifiedAccess>]
module internal Order =
    let private crossings (below: Neighbour list[]) (position: int[]) (row: int[]) =
        let ends = [|
            for place in row do
                yield! below[place] |> List.map (fun n -> position[n.Place]) |> List.sort
        |]

        let mutable count = 0

        for i in 0 .. ends.Length - 1 do
            for j in i + 1 .. ends.Length - 1 do
                if ends[j] < ends[i] then
                    count <- count + 1

        count

    /// The order in each rank with the fewest crossings of so many sweeps.
    let best (ranked: Ranked) : int[][] =
        let position = Array.zeroCreate<int> ranked.Rank.Length
        let rows = ranked.Rows |> Array.map Array.copy

        let number row =
            row |> Array.iteri (fun i place -> position[place] <- i)

        Array.iter number rows

        let total () =
            rows |> Array.sumBy (crossings ranked.Below position)

        let mutable best = rows |> Array.map Array.copy
        let mutable fewest = total ()

        let arrange (neighbours: Neighbour list[]) r =
            let middle place =
                match neighbours[place] with
                | [] -> float position[place]
                | some -> some |> List.averageBy (fun n -> float position[n.Place] + n.There * 1e-4)

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
