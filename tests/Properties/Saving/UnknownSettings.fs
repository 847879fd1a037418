/// What is said of settings in files that this library does not know.
module Keratin.Properties.UnknownSettings

open System
open System.IO
open System.Text.Json
open Xunit
open Keratin
open Keratin.Saving

/// What reading a config says on the error stream.
let private said (json: string) : string =
    let before = Console.Error
    use heard = new StringWriter()
    Console.SetError heard

    try
        KerasConfig.layer "model.keras" (JsonDocument.Parse json).RootElement |> ignore
    finally
        Console.SetError before

    heard.ToString()

let private dense (more: string) =
    $$"""{"class_name": "Dense", "config": {"name": "d", "units": 3, "trainable": false, "dtype": "float32" {{more}} } }"""

[<Fact>]
let ``a setting of a newer Keras is said to be passed over`` () =
    let heard = said (dense ", \"sliding_window\": 4")

    for part in [ "model.keras"; "Dense"; "sliding_window"; "4"; "passed over" ] do
        Assert.Contains(part, heard)

[<Fact>]
let ``settings that ask for nothing are not spoken of`` () =
    for value in [ "null"; "false"; "[]"; "{}" ] do
        Assert.Equal("", said (dense $", \"sliding_window\": {value}"))
