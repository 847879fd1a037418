/// Layers run on arrays, and answers compared with figures.
module internal Keratin.Properties.Figures

open Xunit
open Keratin

let array (shape: int list) (values: float list) =
    NDArray.ofFloats DType.Float32 (Array.ofList shape) (Array.ofList values)

let run training (layer: Layer) (x: NDArray) =
    (LayerAlone.apply layer (Some training) [ x ]).Head

/// Equal but for a tolerance, which is relative for large figures.
let close tolerance (wanted: float list) (got: float list) =
    Assert.Equal(wanted.Length, got.Length)

    for w, g in List.zip wanted got do
        Assert.True(abs (w - g) <= tolerance * max 1.0 (abs w), $"{w} expected, {g} found: %A{got}")
