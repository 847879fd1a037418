/// What is one's own in files: functions are refused, registered classes are made again, unknown ones are named.
module Keratin.Properties.OwnClasses

open System
open System.IO
open System.Text.Json.Nodes
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Saving
open Keratin.Properties
open Keratin.Properties.Archives

/// What one function of each kind is refused as, with the place it is at.
[<Fact>]
let ``a function of one's own is refused with its place before a file is begun`` () =
    let refusal (make: unit -> Layer) =
        let network = Network.sequential "own" [ make () ]

        Assert.Throws<KeratinException>(fun () ->
            save (ModelCore(network, State Device.Cpu)) |> ignore)

    let dense = [| Nullable 3 |]

    let activation =
        refusal (fun () ->
            Layers.Dense(
                2,
                Activation.Custom("mine", fun x -> x + x),
                inputShape = dense,
                name = "a"
            ))

    Assert.Contains("a", activation.Where)
    Assert.Contains("mine", activation.Got)

    let initializer =
        refusal (fun () ->
            Layers.Dense(
                2,
                kernelInitializer =
                    Initializer.Of(fun shape -> Array.zeroCreate (Array.fold (*) 1 shape)),
                inputShape = dense
            ))

    Assert.Contains("kernel_initializer", initializer.Where)

/// A layer that doubles as many times as it is told.
type private Doubling(times: int) =
    inherit Layer()
    member _.Times = times
    override _.Call(x: Symbol) = x * float (1 <<< times)

[<Fact>]
let ``a registered layer is made again with its settings`` () =
    let network () =
        Network.sequential "custom" [
            Layers.Dense(3, inputShape = [| Nullable 2 |])
            (let twice = Doubling 2
             twice.Name <- "twice"
             twice)
        ]

    let core = ModelCore(network (), State Device.Cpu)
    let refusal = Assert.Throws<KeratinException>(fun () -> save core |> ignore)
    Assert.Contains("Doubling", refusal.Got)

    CustomObjects.Register<Doubling>(
        "laws>Doubling",
        (fun config -> Doubling(config.Get<int> "times")),
        fun d -> System.Collections.Generic.Dictionary(dict [ "times", (d.Times :> obj) ]) :> _
    )

    let first = save (ModelCore(network (), State Device.Cpu))
    let loaded = load first

    match List.last loaded.Network.Layers with
    | :? Doubling as again ->
        Assert.Equal(2, again.Times)
        Assert.Equal("twice", again.Name)
    | other -> Assert.Fail $"{other}"

    Assert.Equal(fst (parts first), fst (parts (save loaded)))

[<Fact>]
let ``unknown classes are all named with their places`` () =
    let layer (name: string) (kind: string) =
        $"""{{"module":"my","class_name":"{kind}","config":{{"name":"{name}"}},"registered_name":"my>{kind}"}}"""

    let input =
        """{"module":"keras.layers","class_name":"InputLayer","config":{"batch_shape":[null,2],"dtype":"float32","name":"i"}}"""

    let config =
        $"""{{"module":"keras","class_name":"Sequential","config":{{"name":"s","layers":[{input},{layer "a" "Foo"},{layer "b" "Bar"}]}}}}"""

    use stream = new MemoryStream()

    KerasArchiveWriter.write (nonNull (JsonNode.Parse config)) (GroupTree([], [])) [] stream

    let refusal =
        Assert.Throws<KeratinException>(fun () -> load (stream.ToArray()) |> ignore)

    Assert.Contains("\"Foo\" at s / a", refusal.Got)
    Assert.Contains("\"Bar\" at s / b", refusal.Got)
    Assert.Contains("LoadWeights", refusal.Fix)
