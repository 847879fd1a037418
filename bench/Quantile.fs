/// Medians and quartiles.
module internal Keratin.Bench.Quantile

/// The value below which this part of the numbers lies.
let ofSorted (sorted: float[]) (q: float) : float =
    let at = q * float (sorted.Length - 1)
    let low = int at
    let high = min (sorted.Length - 1) (low + 1)
    sorted[low] + (at - float low) * (sorted[high] - sorted[low])
