/// Hashes, quantiles and vocabularies against figures that other programs gave.
module Keratin.Properties.WordLaws

open System
open System.Text
open Xunit
open Keratin
open Keratin.LayerTypes
open Keratin.Properties

/// Letters in an order of their own, so many.
let private letters count =
    String.init count (fun i -> string (char (97 + (i * 7 + ((i * i) >>> 3)) % 26)))
    |> Encoding.UTF8.GetBytes

[<Theory>]
[<InlineData(0, 11160318154034397263UL)>]
[<InlineData(1, 12917804110809363939UL)>]
[<InlineData(3, 3268219959478574187UL)>]
[<InlineData(4, 9356707176940370495UL)>]
[<InlineData(7, 5075629244344849885UL)>]
[<InlineData(8, 4116530439076248881UL)>]
[<InlineData(16, 8732555527182887421UL)>]
[<InlineData(17, 3290470190556245056UL)>]
[<InlineData(32, 2949320075793624401UL)>]
[<InlineData(33, 8122079945194009269UL)>]
[<InlineData(64, 12556489999305964743UL)>]
[<InlineData(65, 12861399482475080057UL)>]
[<InlineData(127, 3426776899089602246UL)>]
[<InlineData(128, 10452610492706971290UL)>]
[<InlineData(129, 8346419081155511821UL)>]
[<InlineData(200, 12870949155017998502UL)>]
[<InlineData(256, 6026929521447312251UL)>]
let ``a fingerprint is FarmHash's, whatever the length`` (length: int, expected: uint64) =
    Assert.Equal(expected, Fingerprints.farm (letters length))

[<Fact>]
let ``SipHash gives its authors' figure`` () =
    let key = struct (0x0706050403020100UL, 0x0f0e0d0c0b0a0908UL)
    Assert.Equal(0xa129ca6149be45e5UL, Fingerprints.sip key [| for i in 0..14 -> byte i |])

let private samples count = [|
    for i in 0 .. count - 1 -> float ((i * 37 + 11) % 101) * 0.25 - float ((i * i) % 7)
|]

let boundaries () : TheoryData<int, int, float, float[]> =
    let data = TheoryData<int, int, float, float[]>()
    data.Add(8, 4, 0.01, [| 3.25; 11.0; 17.0 |])
    data.Add(3, 5, 0.01, [| 2.75; 11.0 |])

    data.Add(
        150,
        6,
        0.01,
        [|
            1.916664481163025
            6.416664123535156
            10.249995231628418
            14.583331108093262
            18.83333396911621
        |]
    )

    data.Add(
        1000,
        7,
        0.1,
        [|
            1.5714290142059326
            5.142858028411865
            8.714286804199219
            12.28571605682373
            15.85714340209961
            19.428571701049805
        |]
    )

    data.Add(333, 3, 0.05, [| 5.833332538604736; 13.916667938232422 |])
    data

[<Theory>]
[<MemberData(nameof boundaries)>]
let ``boundaries divide data as Keras divides it``
    (count: int, bins: int, epsilon: float, expected: float[])
    =
    let found = Quantiles.boundaries bins epsilon (samples count)
    Assert.Equal(expected.Length, found.Length)

    for a, b in Array.zip expected found do
        Assert.Equal(a, b, 1e-5)

/// Refused in four parts, and with this word.
let private refused (word: string) (act: unit -> 'a) =
    let fault = Assert.Throws<KeratinException>(fun () -> act () |> ignore)
    Assert.Contains(word, fault.Message)

[<Fact>]
let ``F#'s adapt gives another layer and leaves the given one`` () =
    let empty = Layers.TextVectorization()
    let full = empty |> adapt [ "b a b"; "c" ]
    Assert.Equal<string list>([ ""; "[UNK]"; "b"; "c"; "a" ], vocabulary full)
    refused "Adapt" (fun () -> empty |> applyTo [ "b" ])
    Assert.Equal<float32>([| 2f; 0f; 1f; 4f |], (full |> applyTo [| "b"; "z a" |] |> Array.ofSeq))

[<Fact>]
let ``F#'s model of texts is fitted and asked`` () =
    let words =
        Layers.TextVectorization(outputMode = "multi_hot")
        |> adapt [ "good fun"; "bad" ]

    let model =
        textInput []
        |> Pipeline.layer words
        |> dense 1 sigmoid
        |> Model.ofOutput
        |> compile (adam 0.1) binaryCrossentropy [ accuracy ]

    let texts = [| "good"; "bad"; "good fun"; "bad, bad" |]

    let trained, _ =
        model
        |> fit
            {
                defaults with
                    Epochs = 40
                    Verbose = 0
            }
            (texts, [| 1f; 0f; 1f; 0f |])

    Assert.Equal(1.0, (trained |> Model.evaluate (texts, [| 1f; 0f; 1f; 0f |]))["accuracy"])
    Assert.True((trained |> Model.predict [| "fun" |] |> Array.ofSeq)[0] > 0.5f)

[<Fact>]
let ``F#'s normalization begins with what it has learned`` () =
    let data = array2D [ [ 0f; 10f ]; [ 2f; 30f ] ]
    let normal = Layers.Normalization() |> adapt data
    let model = input [ 2 ] |> Pipeline.layer normal |> Model.ofOutput
    let expected = [| -1f; -1f; 1f; 1f |]
    let found = (model |> Model.predict data |> Array.ofSeq)

    for a, b in Array.zip expected found do
        Assert.Equal(a, b, 1e-6f)

[<Fact>]
let ``weights of documents are log of 1 + N over 1 + n, unknown words' the mean`` () =
    let layer =
        Layers.StringLookup(outputMode = "tf_idf")
        |> adapt [| [| "a"; "b" |]; [| "a"; "a" |] |]

    let weight n = log (1.0 + 2.0 / (1.0 + n)) |> float32
    let found = (layer |> applyTo [| [| "a"; "a"; "b"; "z" |] |] |> Array.ofSeq)
    let expected = [| (weight 2.0 + weight 1.0) / 2f; 2f * weight 2.0; weight 1.0 |]

    for a, b in Array.zip expected found do
        Assert.Equal(a, b, 1e-6f)
