/// Well-known networks: Keras's counts of parameters and names, answers at a small size, and export.
module Keratin.Properties.ApplicationLaws

open System
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

/// All builders at their defaults, with the parameters that Keras's have: all, and those not trained where
/// they are published.
let private catalogue: (string * (unit -> Network) * int64 * int64 option) list = [
    "ResNet50", (fun () -> Architectures.ResNet50()), 25_636_712L, Some 53_120L
    "ResNet101", (fun () -> Architectures.ResNet101()), 44_707_176L, Some 105_344L
    "ResNet152", (fun () -> Architectures.ResNet152()), 60_419_944L, Some 151_424L
    "ResNet50V2", (fun () -> Architectures.ResNet50V2()), 25_613_800L, Some 45_440L
    "ResNet101V2", (fun () -> Architectures.ResNet101V2()), 44_675_560L, Some 97_664L
    "ResNet152V2", (fun () -> Architectures.ResNet152V2()), 60_380_648L, Some 143_744L
    "MobileNetV2", (fun () -> Architectures.MobileNetV2()), 3_538_984L, Some 34_112L
    "MobileNetV3Small", (fun () -> Architectures.MobileNetV3Small()), 2_554_968L, Some 12_112L
    "MobileNetV3Large", (fun () -> Architectures.MobileNetV3Large()), 5_507_432L, Some 24_400L
    "EfficientNetB0", (fun () -> Architectures.EfficientNetB0()), 5_330_571L, Some 42_023L
    "EfficientNetB1", (fun () -> Architectures.EfficientNetB1()), 7_856_239L, Some 62_055L
    "EfficientNetB2", (fun () -> Architectures.EfficientNetB2()), 9_177_569L, Some 67_575L
    "EfficientNetB3", (fun () -> Architectures.EfficientNetB3()), 12_320_535L, Some 87_303L
    "EfficientNetB4", (fun () -> Architectures.EfficientNetB4()), 19_466_823L, Some 125_207L
    "EfficientNetB5", (fun () -> Architectures.EfficientNetB5()), 30_562_527L, Some 172_743L
    "EfficientNetB6", (fun () -> Architectures.EfficientNetB6()), 43_265_143L, Some 224_439L
    "EfficientNetB7", (fun () -> Architectures.EfficientNetB7()), 66_658_687L, Some 310_727L
    "DenseNet121", (fun () -> Architectures.DenseNet121()), 8_062_504L, Some 83_648L
    "DenseNet169", (fun () -> Architectures.DenseNet169()), 14_307_880L, Some 158_400L
    "DenseNet201", (fun () -> Architectures.DenseNet201()), 20_242_984L, Some 229_056L
    "VGG16", (fun () -> Architectures.VGG16()), 138_357_544L, Some 0L
    "VGG19", (fun () -> Architectures.VGG19()), 143_667_240L, Some 0L
    "Xception", (fun () -> Architectures.Xception()), 22_910_480L, Some 54_528L
    "InceptionV3", (fun () -> Architectures.InceptionV3()), 23_851_784L, Some 34_432L
    "ConvNeXtTiny", (fun () -> Architectures.ConvNeXtTiny()), 28_589_128L, Some 0L
    "ConvNeXtSmall", (fun () -> Architectures.ConvNeXtSmall()), 50_223_688L, Some 0L
    "ConvNeXtBase", (fun () -> Architectures.ConvNeXtBase()), 88_591_464L, Some 0L
    "ConvNeXtLarge", (fun () -> Architectures.ConvNeXtLarge()), 197_767_336L, Some 0L
    "ConvNeXtXLarge", (fun () -> Architectures.ConvNeXtXLarge()), 350_196_968L, Some 0L
]

let private count (weights: Weight list) =
    weights |> List.sumBy (fun w -> int64 w.Count)

[<Fact>]
let ``every builder is counted here`` () =
    let built = [
        for m in typeof<Architectures>.GetMethods() do
            if m.IsStatic then
                m.Name
    ]

    Assert.Equal<Set<string>>(set built, set [ for name, _, _, _ in catalogue -> name ])

[<Fact>]
let ``the numbers of parameters are Keras's`` () =
    Law.all [
        for name, build, parameters, frozen in catalogue do
            let network = build ()

            if count network.Weights <> parameters then
                $"{name}: {count network.Weights} parameters instead of {parameters}"

            match frozen with
            | Some frozen when count network.OtherWeights <> frozen ->
                $"{name}: {count network.OtherWeights} not trained instead of {frozen}"
            | _ -> ()
    ]

/// Networks of a size that a test can run, from images of these rows and columns.
let private small: (string * int * (Nullable<int>[] -> Network)) list = [
    "ResNet50",
    32,
    (fun shape -> Architectures.ResNet50(inputShape = shape, includeTop = false, pooling = "avg"))
    "ResNet50V2", 32, (fun shape -> Architectures.ResNet50V2(inputShape = shape, classes = 5))
    "MobileNetV2",
    33,
    (fun shape -> Architectures.MobileNetV2(inputShape = shape, alpha = 0.35, classes = 5))
    "MobileNetV3Small",
    33,
    (fun shape -> Architectures.MobileNetV3Small(inputShape = shape, classes = 5))
    "MobileNetV3Small, minimalistic",
    32,
    (fun shape ->
        Architectures.MobileNetV3Small(inputShape = shape, minimalistic = true, classes = 5))
    "MobileNetV3Large",
    32,
    (fun shape ->
        Architectures.MobileNetV3Large(inputShape = shape, includeTop = false, pooling = "max"))
    "EfficientNetB0",
    32,
    (fun shape -> Architectures.EfficientNetB0(inputShape = shape, classes = 5))
    "DenseNet121", 32, (fun shape -> Architectures.DenseNet121(inputShape = shape, classes = 5))
    "VGG16", 32, (fun shape -> Architectures.VGG16(inputShape = shape, includeTop = false))
    "Xception", 71, (fun shape -> Architectures.Xception(inputShape = shape, classes = 5))
    "InceptionV3", 75, (fun shape -> Architectures.InceptionV3(inputShape = shape, classes = 5))
    "ConvNeXtTiny", 32, (fun shape -> Architectures.ConvNeXtTiny(inputShape = shape, classes = 5))
]

let names () =
    let data = TheoryData<string>()

    for name, _, _ in small do
        data.Add name

    data

[<Theory>]
[<MemberData(nameof names)>]
let ``answers are finite and ONNX Runtime's`` (name: string) =
    let _, size, build = small |> List.find (fun (n, _, _) -> n = name)
    let network = build (sizes [ size; size; 3 ])
    let random = Random 2

    let image =
        NDArray.ofFloats
            DType.Float32
            [| 1; size; size; 3 |]
            (Array.init (size * size * 3) (fun _ -> random.NextDouble() * 255.0))

    let feeds = [ network.InputNames.Head, image ]
    let state = State Device.Cpu
    let answer = (Steps.infer state network feeds).Head
    Assert.All(NDArray.toFloats answer, fun v -> Assert.True(Double.IsFinite v))
    Law.all (Serving.differencesWithin 1e-4 17 network state [ feeds ])

let private has (network: Network) (expected: string list) =
    let names = network.Layers |> List.map _.Name

    Law.all [
        for name in expected do
            if not (List.contains name names) then
                $"{network.Name} has no layer {name}"
    ]

[<Fact>]
let ``layers have Keras's names`` () =
    Names.clear ()
    let resnet = Architectures.ResNet50()
    Assert.Equal("resnet50", resnet.Name)

    Assert.Equal<string list>(
        [
            "input_layer"
            "conv1_pad"
            "conv1_conv"
            "conv1_bn"
            "conv1_relu"
            "pool1_pad"
            "pool1_pool"
            "conv2_block1_1_conv"
            "conv2_block1_1_bn"
            "conv2_block1_1_relu"
            "conv2_block1_2_conv"
            "conv2_block1_2_bn"
            "conv2_block1_2_relu"
            "conv2_block1_0_conv"
            "conv2_block1_3_conv"
            "conv2_block1_0_bn"
            "conv2_block1_3_bn"
            "conv2_block1_add"
            "conv2_block1_out"
        ],
        resnet.Layers |> List.map _.Name |> List.take 19
    )

    has resnet [ "conv5_block3_out"; "avg_pool"; "predictions" ]
    has (Architectures.ResNet50V2()) [ "conv2_block3_2_pad"; "post_bn"; "post_relu" ]

    let mobile = Architectures.MobileNetV2(includeTop = false)
    Assert.Equal("mobilenetv2_1.00_None", mobile.Name)
    has mobile [ "Conv1"; "expanded_conv_depthwise"; "block_16_project_BN"; "out_relu" ]

    has (Architectures.MobileNetV3Small()) [
        "expanded_conv_squeeze_excite_conv_1"
        "expanded_conv_10_add"
        "conv_2"
        "logits"
    ]

    has (Architectures.EfficientNetB0()) [
        "normalization"
        "block1a_se_reduce"
        "block2b_drop"
        "block7a_project_bn"
        "top_dropout"
    ]

    has (Architectures.DenseNet121()) [
        "conv2_block6_concat"
        "pool4_pool"
        "conv5_block16_2_conv"
    ]

    has (Architectures.VGG16()) [ "block5_conv3"; "block5_pool"; "flatten"; "fc1"; "fc2" ]
    has (Architectures.Xception()) [ "block4_pool"; "block12_sepconv3_bn"; "block14_sepconv2_act" ]
    has (Architectures.InceptionV3()) [ "mixed0"; "mixed9_1"; "mixed10"; "conv2d_93" ]

    has (Architectures.ConvNeXtTiny()) [
        "convnext_tiny_prestem_normalization"
        "convnext_tiny_stem"
        "convnext_tiny_downsampling_block_2"
        "convnext_tiny_stage_2_block_8_layer_scale"
        "convnext_tiny_head_dense"
    ]

[<Fact>]
let ``a network begins from a symbol of other layers`` () =
    let input = input [ 40; 40; 1 ]
    let colours = Layers.Conv2D(3, 1).Apply input

    let network =
        Architectures.MobileNetV2(inputTensor = colours, includeTop = false, pooling = "avg")

    Assert.Equal<Symbol list>([ input ], network.Inputs)
    Assert.Equal("(None, 1280)", string network.Outputs.Head.Shape)

[<Fact>]
let ``what cannot be built is refused`` () =
    let refused (text: string) (run: unit -> Network) =
        let refusal = Assert.Throws<KeratinException>(run >> ignore)
        Assert.Contains(text, refusal.Message)

    refused "LoadWeights" (fun () -> Architectures.ResNet50(weights = "imagenet"))
    refused "LoadWeights" (fun () -> Architectures.VGG16(weights = "vgg.h5"))
    refused "did you mean" (fun () -> Architectures.VGG16(pooling = "mean"))
    refused "classes > 0" (fun () -> Architectures.VGG16(classes = 0))
    refused "at least 75" (fun () -> Architectures.InceptionV3(inputShape = sizes [ 74; 80; 3 ]))
    refused "rows, columns" (fun () -> Architectures.Xception(inputShape = sizes [ 80; 3 ]))
    refused "alpha > 0" (fun () -> Architectures.MobileNetV2(alpha = 0.0))

    refused "known sizes" (fun () ->
        Architectures.ResNet50(inputShape = [| Nullable(); Nullable 32; Nullable 3 |]))

// ---- what images become before
let private pixel = [ 200.0; 100.0; 50.0 ]

let private scaled mode format (shape: int list) =
    let values = List.replicate (List.fold (*) 1 shape / 3) pixel |> List.concat

    NDArray.ofFloats DType.Float32 (Array.ofList shape) (Array.ofList values)
    |> InputScaling.ofArray "test" (InputScaling.parse "test" mode) format

[<Theory>]
[<InlineData("caffe", -53.939, -16.779, 76.32)>]
[<InlineData("tf", 0.5686275, -0.2156863, -0.6078431)>]
[<InlineData("torch", 1.3070896, -0.2850140, -0.9330065)>]
[<InlineData("none", 200.0, 100.0, 50.0)>]
[<InlineData("VGG16", -53.939, -16.779, 76.32)>]
[<InlineData("ResNet50V2", 0.5686275, -0.2156863, -0.6078431)>]
[<InlineData("DenseNet121", 1.3070896, -0.2850140, -0.9330065)>]
let ``images are scaled as the weights were trained``
    (mode: string)
    (a: float)
    (b: float)
    (c: float)
    =
    let last = scaled mode DataFormat.ChannelsLast [ 1; 1; 2; 3 ] |> NDArray.toFloats

    for wanted, got in Seq.zip [ a; b; c; a; b; c ] last do
        Assert.Equal(wanted, got, 1e-4)

    // the same pixel as one image with its channels first
    let first = scaled mode DataFormat.ChannelsFirst [ 3; 1; 1 ] |> NDArray.toFloats
    Assert.Equal<float[]>(Array.truncate 3 last, first)

    let x =
        InputLayer.symbol [ Nullable 1; Nullable 1; Nullable 3 ] None DType.Float32 "x"

    let y =
        InputScaling.ofSymbol "test" (InputScaling.parse "test" mode) DataFormat.ChannelsLast x

    let values = NDArray.ofFloats DType.Float32 [| 1; 1; 1; 3 |] (Array.ofList pixel)

    let graph =
        Steps.run (State Device.Default) [ "x", values ] { Fetches = [ y ]; Updates = [] }

    for wanted, got in Seq.zip [ a; b; c ] (NDArray.toFloats (Seq.head graph)) do
        Assert.Equal(wanted, got, 1e-4)

[<Fact>]
let ``every network says how its images are scaled`` () =
    for name, _, _, _ in catalogue do
        InputScaling.parse "test" name |> ignore

    let refusal =
        Assert.Throws<KeratinException>(fun () -> InputScaling.parse "test" "Net" |> ignore)

    Assert.Contains("ResNet50", refusal.Expected)

    let gray =
        Assert.Throws<KeratinException>(fun () ->
            let image = NDArray.ofFloats DType.Float32 [| 2; 2; 1 |] [| 1.0; 2.0; 3.0; 4.0 |]
            InputScaling.ofArray "test" Caffe LastFormat image |> ignore)

    Assert.Contains("red, green and blue", gray.Expected)
