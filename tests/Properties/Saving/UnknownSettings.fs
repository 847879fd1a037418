/// What is said of settings in files that this library does not know.
module Keratin.Properties.UnknownSettings

open System
open System.IO
open System.Text.Json
open Xunit
open Keratin
open Keratin.Saving

/// What is said on the error stream meanwhile.
let private hearing (run: unit -> unit) : string =
    let before = Console.Error
    use heard = new StringWriter()
    Console.SetError heard

    try
        run ()
    finally
        Console.SetError before

    heard.ToString()

/// What reading a layer's config says.
let private said (json: string) : string =
    hearing (fun () ->
        KerasConfig.layer "model.keras" (JsonDocument.Parse json).RootElement |> ignore)

let private dense (more: string) =
    $$"""{"class_name": "Dense", "config": {"name": "d", "units": 3, "trainable": false, "dtype": "float32" {{more}} } }"""

[<Fact>]
let ``a setting of a newer Keras is said to be passed over`` () =
    let heard = said (dense ", \"sliding_window\": 4")

    for part in [ "model.keras"; "Dense"; "sliding_window"; "4"; "passed over" ] do
        Assert.Contains(part, heard)

[<Fact>]
let ``settings that ask for nothing are not spoken of`` () =
    for value in [ "null"; "false"; "0.0"; "\"\""; "[]"; "{}" ] do
        Assert.Equal("", said (dense $", \"sliding_window\": {value}"))

[<Fact>]
let ``an optimizer's are said too`` () =
    let json =
        """{"class_name": "SGD", "module": "keras.optimizers",
            "config": {"learning_rate": 0.25, "decay": 0.5, "is_legacy_optimizer": true} }"""

    let heard =
        hearing (fun () ->
            KerasObjects.instance
                "model.keras"
                (fun _ -> failwith "no layer is here")
                typeof<Optimizer>
                (JsonDocument.Parse json).RootElement
            |> ignore)

    Assert.Contains("decay", heard)
    Assert.DoesNotContain("legacy", heard)
