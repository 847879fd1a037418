/// Utilities that make arrays ready, against values calculated by hand.
module Keratin.Properties.PreparationLaws

open System
open Xunit
open Keratin
open Keratin.Properties

let private values (a: Numerics.Tensors.Tensor<float32>) =
    let result = Array.zeroCreate<float32>(int a.FlattenedLength)
    a.FlattenTo(Span result)
    [ for v in result -> float v ]

let private shape (a: Numerics.Tensors.Tensor<float32>) = [ for n in a.Lengths.ToArray() -> int n ]

let private close (wanted: float list) (got: float list) =
    Assert.Equal(wanted.Length, got.Length)

    for w, g in List.zip wanted got do
        Assert.Equal(w, g, 1e-6)

/// Whole numbers as they are.
let private same (wanted: int list) (got: float list) =
    Assert.Equal<float list>(List.map float wanted, got)

let private refused (text: string) (run: unit -> 'a) =
    let refusal = Assert.Throws<KeratinException>(run >> ignore)
    Assert.Contains(text, refusal.Message)

[<Fact>]
let ``class numbers become rows with a one`` () =
    let rows = Utils.toCategorical None [| 0; 2; 1 |]
    Assert.Equal<int list>([ 3; 3 ], shape rows)
    same [ 1; 0; 0; 0; 0; 1; 0; 1; 0 ] (values rows)

    Assert.Equal<int list>(
        [ 2; 4 ],
        shape (Utils.toCategorical (Some 4) (array2D [ [ 3 ]; [ 0 ] ]))
    )

    Assert.Equal<int list>(
        [ 2; 2; 3 ],
        shape (Utils.toCategorical None (array2D [ [ 0; 1 ]; [ 2; 0 ] ]))
    )

    refused "from 0 to 1" (fun () -> Utils.toCategorical (Some 2) [| 0; 2 |])
    refused "from 0 to 1" (fun () -> Utils.toCategorical (Some 2) [| -3 |])

[<Fact>]
let ``vectors are divided by their lengths`` () =
    let x = array2D [ [ 3.0f; 4.0f ]; [ 0.0f; 0.0f ]; [ -1.0f; 1.0f ] ]
    close [ 0.6; 0.8; 0.0; 0.0; -sqrt 0.5; sqrt 0.5 ] (values (Utils.normalize -1 2.0 x))
    close [ 3.0 / 7.0; 4.0 / 7.0; 0.0; 0.0; -0.5; 0.5 ] (values (Utils.normalize -1 1.0 x))

    close
        [ 0.75; 1.0; 0.0; 0.0; -0.25; 0.25 ]
        (values (
            Utils.normalize 0 infinity (array2D [ [ 3.0f; 4.0f ]; [ 0.0f; 0.0f ]; [ -1.0f; 1.0f ] ])
         )
         |> List.mapi (fun i v -> if i % 2 = 0 then v * 0.75 else v))

    refused "an axis from -2 to 1" (fun () -> Utils.normalize 2 2.0 x)

[<Fact>]
let ``sequences are filled and cut at the front, or at the end`` () =
    let sequences = [ [ 1 ]; [ 2; 3 ]; [ 4; 5; 6 ] ]

    let pad maxlen padding truncating value =
        Preparation.pad maxlen padding truncating value sequences

    Assert.Equal<int[,]>(
        array2D [ [ 0; 0; 1 ]; [ 0; 2; 3 ]; [ 4; 5; 6 ] ],
        Utils.padSequences None 0 sequences
    )

    Assert.Equal<int[,]>(array2D [ [ 1; 0; 0 ]; [ 2; 3; 0 ]; [ 4; 5; 6 ] ], pad None "post" "pre" 0)

    Assert.Equal<int[,]>(array2D [ [ 9; 1 ]; [ 2; 3 ]; [ 5; 6 ] ], pad (Some 2) "pre" "pre" 9)
    Assert.Equal<int[,]>(array2D [ [ 9; 1 ]; [ 2; 3 ]; [ 4; 5 ] ], pad (Some 2) "pre" "post" 9)
    refused "padding" (fun () -> pad None "front" "pre" 0)
    refused "maxlen" (fun () -> pad (Some 0) "pre" "pre" 0)

let private plain: Preparation.Windows = {
    Length = 3
    Stride = 1
    SamplingRate = 1
    Shuffle = false
    Seed = None
    StartIndex = None
    EndIndex = None
}

let private count n =
    NDArray.ofArray [| n |] [| for i in 0 .. n - 1 -> float32 i |]

let private windowsOf w n targets =
    let x, y = Preparation.windows w (count n) targets
    NDArray.toFloats x |> List.ofArray, y |> Option.map (NDArray.toFloats >> List.ofArray)

[<Fact>]
let ``windows have the targets of their first rows`` () =
    let x, y = windowsOf plain 5 (Some(count 5))
    same [ 0; 1; 2; 1; 2; 3; 2; 3; 4 ] x
    same [ 0; 1; 2 ] y.Value
    // fewer targets, fewer windows
    same [ 0; 1 ] (snd (windowsOf plain 5 (Some(count 2)))).Value

    let wide = {
        plain with
            Stride = 2
            SamplingRate = 2
            StartIndex = Some 1
            EndIndex = Some 9
    }

    // rows 1 to 8: windows of rows 1, 3, 5 and 3, 5, 7
    same [ 1; 3; 5; 3; 5; 7 ] (fst (windowsOf wide 10 None))

    let mixed = {
        plain with
            Shuffle = true
            Seed = Some 3
    }

    let x, y = windowsOf mixed 20 (Some(count 20))
    Assert.Equal<float list>(x, fst (windowsOf mixed 20 None))
    Assert.Equal<float list option>(Some [ for window in List.chunkBySize 3 x -> window.Head ], y)
    Assert.NotEqual<float list>(List.sort y.Value, y.Value)
    let pairs = Utils.timeseriesDataset 2 [| 1.0f; 2.0f; 3.0f |] [| 5; 6; 7 |]
    same [ 1; 2; 2; 3 ] (values (fst pairs))
    same [ 5; 6 ] (values (snd pairs))

[<Fact>]
let ``windows that cannot be are refused`` () =
    for text, windows in
        [
            "sequenceLength", { plain with Length = 0 }
            "sequenceStride", { plain with Stride = 5 }
            "samplingRate", { plain with SamplingRate = 0 }
            "startIndex", { plain with StartIndex = Some 5 }
            "endIndex", { plain with EndIndex = Some 5 }
            "at least 5 rows",
            {
                plain with
                    SamplingRate = 2
                    StartIndex = Some 1
            }
        ] do
        refused text (fun () -> windowsOf windows 5 None)

[<Fact>]
let ``rows are split by parts and by numbers`` () =
    let split left right n =
        let l, r = Preparation.split left right false None [ count n ]
        NDArray.toFloats l.Head |> List.ofArray, NDArray.toFloats r.Head |> List.ofArray

    let parts left right (l, r) =
        same left l
        same right r

    parts [ 0; 1; 2; 3 ] [ 4 ] (split (Some 0.8) None 5)
    parts [ 0 ] [ 1; 2; 3; 4 ] (split (Some 1.0) None 5)
    parts [ 0; 1; 2 ] [ 3; 4 ] (split None (Some 2.0) 5)
    parts [ 0; 1 ] [ 4 ] (split (Some 2.0) (Some 1.0) 5)
    // halves go to the even number: 2.5 rows are 2
    Assert.Equal(2, (fst (split (Some 0.5) None 5)).Length)
    refused "neither" (fun () -> split None None 5)
    refused "at most 1" (fun () -> split (Some 0.6) (Some 0.5) 5)
    refused "at most 5" (fun () -> split (Some 3.0) (Some 3.0) 5)
    refused "whole number below 5" (fun () -> split (Some 5.0) None 5)

    let left, right =
        Preparation.split (Some 0.5) None true (Some 1) [ count 10; count 10 ]

    Assert.Equal(left[0], left[1])

    Assert.Equal<float list>(
        [ for i in 0..9 -> float i ],
        List.ofArray (Array.append (NDArray.toFloats left[0]) (NDArray.toFloats right[0]))
        |> List.sort
    )
