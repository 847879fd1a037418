/// Attention over one of several axes is attention over that axis alone, whatever the masks.
module Keratin.Properties.AttentionLaws

open System
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

let private rows, groups, time, features = 2, 3, 4, 6

let private attend (layer: Layer) (x: Symbol) causal (mask: Symbol option) =
    let arguments = {
        CallArguments.None with
            Flags = Map [ "use_causal_mask", causal ]
            Symbols = Map [ "attention_mask", Option.toList mask ]
    }

    (layer.Call([ x; x ], arguments)).Head

[<Theory>]
[<InlineData(false, false)>]
[<InlineData(true, false)>]
[<InlineData(false, true)>]
[<InlineData(true, true)>]
let ``attention over one of several axes`` (causal: bool) (masked: bool) =
    let random = Random 5
    let grouped = [ Nullable groups; Nullable time; Nullable features ]
    let x = InputLayer.symbol grouped None DType.Float32 "x"
    let layer = Layers.MultiHeadAttention(2, 3, attentionAxes = Axes [ 2 ])
    let plain = Layers.MultiHeadAttention(2, 3)

    let mask =
        if masked then
            let allowed = [| for i in 0 .. time * time - 1 -> i % 5 <> 1 |]
            Some(Sym.constant (NDArray.ofArray [| 1; time; time |] allowed))
        else
            None

    let y = attend layer x causal mask

    // every group is a sample of its own
    let alone =
        x
        |> Sym.reshape [ x.Dims[0].Scale groups; size time; size features ]
        |> fun flat -> attend plain flat causal mask
        |> Sym.reshape x.Dims

    let shape = [| rows; groups; time; features |]

    let values =
        NDArray.ofFloats DType.Float32 shape (Steps.normal random (rows * groups * time * features))

    let state = State Device.Default

    for a, b in Seq.zip layer.Weights plain.Weights do
        state.Write(b, state.Read a)

    let outputs = Passes.choosePhase false [ y; alone ]

    let results = Steps.run state [ "x", values ] { Fetches = outputs; Updates = [] }

    Assert.True(Steps.distance results[0] results[1] < 1e-5)

[<Fact>]
let ``an attention mask of too few axes is refused`` () =
    let grouped = [ Nullable groups; Nullable time; Nullable features ]
    let x = InputLayer.symbol grouped None DType.Float32 null

    let mask =
        Sym.constant (NDArray.ofArray [| time; time |] (Array.create (time * time) true))

    let refusal =
        Assert.Throws<KeratinException>(fun () ->
            attend (Layers.MultiHeadAttention(2, 3)) x false (Some mask) |> ignore)

    Assert.Contains("4 to 6 axes", refusal.Expected)

[<Fact>]
let ``a query that sees no key takes all alike, but nothing where there is dropout`` () =
    let x =
        InputLayer.symbol [ Nullable time; Nullable features ] None DType.Float32 "x"

    let hidden =
        Sym.constant (NDArray.ofArray [| 1; time; time |] (Array.create (time * time) false))

    let outputs = [
        attend (Layers.MultiHeadAttention(2, 3, name = "fused")) x false (Some hidden)
        attend (Layers.MultiHeadAttention(2, 3, dropout = 0.5)) x false (Some hidden)
        attend (Layers.GroupQueryAttention(3, 4, 2, dropout = 0.5)) x false (Some hidden)
    ]

    let shape = [| rows; time; features |]

    let values =
        NDArray.ofFloats DType.Float32 shape (Steps.normal (Random 6) (rows * time * features))

    let results =
        Steps.run (State Device.Default) [ "x", values ] {
            Fetches = Passes.choosePhase false outputs
            Updates = []
        }

    // biases are zero at first
    for result in List.tail (List.ofSeq results) do
        Assert.All(NDArray.toFloats result, (fun v -> Assert.Equal(0.0, v)))

    let alike = NDArray.toFloats (Seq.head results)
    Assert.True(Array.exists (fun v -> abs v > 0.01) alike)

    for i in 0 .. rows * time * features - 1 do
        let first = i / (time * features) * (time * features) + i % features
        Assert.Equal(alike[first], alike[i], 1e-5)
