/// Boundaries between bins that hold about equally many values, by a summary of values with weights. Numbers are
/// float32 where Keras has them so: boundaries between equal values depend on it.
[<RequireQualifiedAccess>]
module internal Keratin.LayerTypes.Quantiles

/// Values in their order, each with how many it stands for.
type private Summary = {
    Values: float32[]
    Weights: float32[]
}

/// The line through points with rising places, level beyond the first and the last.
let private interpolate (places: float[]) (heights: float[]) (at: float) : float =
    let last = places.Length - 1

    if at >= places[last] then
        heights[last]
    elif at < places[0] then
        heights[0]
    else
        // the last place that is not beyond
        let i = (Array.findIndex (fun place -> place > at) places) - 1
        let slope = (heights[i + 1] - heights[i]) / (places[i + 1] - places[i])
        slope * (at - places[i]) + heights[i]

/// So many values of a summary that each stands for this part of the weight; all, where they are fewer.
let private compress (part: float) (summary: Summary) : Summary =
    if float summary.Values.Length * part < 1.0 then
        summary
    else
        let cumulated = summary.Weights |> Array.scan (+) 0f |> Array.tail
        let total = Array.last cumulated
        let places = cumulated |> Array.map (fun weight -> float (weight / total))
        let steps = int (ceil (1.0 / part))
        let wanted = Array.init steps (fun i -> part + float i * part)
        let values = summary.Values |> Array.map float
        let weights = cumulated |> Array.map float
        let upTo = wanted |> Array.map (interpolate places weights)

        {
            Values = wanted |> Array.map (interpolate places values >> float32)
            Weights =
                Array.append [| 0.0 |] upTo
                |> Array.pairwise
                |> Array.map (fun (before, after) -> float32 (after - before))
        }

/// About 1 / epsilon values, evenly spaced in their order.
let private summarize (epsilon: float) (values: float32[]) : Summary =
    let sorted = Array.sort values
    let step = max (float sorted.Length / (1.0 / epsilon)) 1.0

    let chosen = [| for i in int (step - 1.0) .. int step .. sorted.Length - 1 -> sorted[i] |]

    {
        Values = chosen
        Weights = Array.create chosen.Length (float32 step)
    }

/// The boundaries of so many bins, to within epsilon of the values.
let boundaries (bins: int) (epsilon: float) (values: float[]) : float[] =
    let summary =
        values
        |> Array.map float32
        |> summarize epsilon
        |> compress epsilon
        |> compress (1.0 / float bins)

    summary.Values |> Array.truncate (summary.Values.Length - 1) |> Array.map float
