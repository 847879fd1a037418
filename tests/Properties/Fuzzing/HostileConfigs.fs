/// Configs that lie: JSON that is wrong, and graphs that cannot be.
module Keratin.Properties.Fuzzing.HostileConfigs

open System
open System.Text
open Xunit
open Keratin.Properties
open Keratin.Properties.Fuzzing.Damage
open Keratin.Properties.Fuzzing.Seeds

let private seed (name: string) : (string * byte[]) list =
    match (Corpus.make () |> List.find (fun s -> s.Name = name)).Content with
    | Archive members -> members
    | _ -> failwith "a .keras file is an archive"

let private config (members: (string * byte[]) list) : Json =
    members
    |> List.find (fun (name, _) -> name = "config.json")
    |> snd
    |> Json.ofBytes

/// The archive with another config.
let private withConfig (members: (string * byte[]) list) (config: Json) : byte[] =
    members
    |> List.map (fun (name, bytes) ->
        name, (if name = "config.json" then Json.toBytes config else bytes))
    |> Archive
    |> bytesOf

let private replaced (place: int) (stranger: Json) (config: Json) : Json =
    match Json.replaceAt place (fun (key, _) -> [ key, stranger ]) config with
    | [ changed ] -> changed
    | _ -> failwith "one value was replaced by one"

let private strangers = [
    Word "null"
    Word "true"
    Word "-1"
    Word "1e308"
    Text "x"
    Items []
    Members []
]

/// Every value of a config replaced by values of other types, all of them or each by one.
let private wrongTypes (name: string) (each: int) =
    let members = seed name
    let config = config members
    let load = (Readers().Of name).Head

    Law.all [
        for place in 0 .. (Json.values config).Length - 1 do
            for i in 0 .. each - 1 do
                let stranger = strangers[(place + i) % strangers.Length]

                match
                    Hostile.fault load name (withConfig members (replaced place stranger config))
                with
                | Some fault -> $"{stranger} as value {place}: {fault}"
                | None -> ()
    ]

[<Fact>]
let ``wrong types at every key of a config are read or refused`` () =
    wrongTypes "dense.keras" strangers.Length
    wrongTypes "words.keras" 1
    wrongTypes "branches.keras" 1

/// The place of the first value of a key.
let private placeOf (key: string) (config: Json) : int =
    let rec visit (name: string) (json: Json) : string list = [
        yield name

        match json with
        | Items items ->
            for item in items do
                yield! visit "" item
        | Members members ->
            for name, value in members do
                yield! visit name value
        | Word _
        | Text _ -> ()
    ]

    visit "" config |> List.findIndex ((=) key)

[<Theory>]
[<InlineData("units", "x")>]
[<InlineData("layers", "x")>]
[<InlineData("class_name", "x")>]
[<InlineData("config", "x")>]
[<InlineData("batch_shape", "x")>]
[<InlineData("activation", "x")>]
[<InlineData("learning_rate", "x")>]
let ``a wrong type where it matters is refused with its place`` (key: string) (value: string) =
    let members = seed "dense.keras"
    let config = config members
    let file = replaced (placeOf key config) (Text value) config |> withConfig members
    let refusal = Hostile.refusal "wrong.keras" file
    Assert.DoesNotContain("bug in", refusal.Message)

[<Theory>]
[<InlineData("NaN")>]
[<InlineData("Infinity")>]
[<InlineData("-Infinity")>]
[<InlineData("1e999")>]
[<InlineData("99999999999999999999")>]
[<InlineData("0.5")>]
let ``numbers that are none are refused`` (word: string) =
    let members = seed "dense.keras"
    let config = config members

    replaced (placeOf "units" config) (Word word) config
    |> withConfig members
    |> Hostile.refusal "number.keras"
    |> ignore

[<Fact>]
let ``a key that occurs twice is refused`` () =
    let members = seed "dense.keras"
    let config = config members
    let twice (key, value) = [ key, value; key, value ]

    for key in [ "class_name"; "units"; "module"; "compile_config" ] do
        match Json.replaceAt (placeOf key config) twice config with
        | [ changed ] ->
            Hostile.refusal "twice.keras" (withConfig members changed)
            |> Hostile.says "every key once"
        | _ -> failwith "one config"

// ---- graphs

let private tensor (from: string) =
    $"""{{"class_name":"__keras_tensor__","config":{{"shape":[null,2],"dtype":"float32","keras_history":["{from}",0,0]}}}}"""

let private dense (name: string) (units: string) (from: string) =
    $"""{{"module":"keras.layers","class_name":"Dense","name":"{name}","registered_name":null,"config":{{"name":"{name}","units":{units}}},"inbound_nodes":[{{"args":[{tensor from}],"kwargs":{{}}}}]}}"""

let private input (shape: string) =
    $"""{{"module":"keras.layers","class_name":"InputLayer","name":"x","registered_name":null,"config":{{"batch_shape":{shape},"dtype":"float32","name":"x"}},"inbound_nodes":[]}}"""

let private graph (layers: string list) (output: string) =
    $"""{{"module":"keras","class_name":"Functional","registered_name":"Functional","config":{{"name":"g","trainable":true,"layers":[{String.Join(",", layers)}],"input_layers":[["x",0,0]],"output_layers":[["{output}",0,0]]}}}}"""

let private refusedGraph (layers: string list) (output: string) =
    Hostile.refusal "graph.keras" (Hostile.keras (graph layers output))

[<Fact>]
let ``a graph that goes round in circles is refused`` () =
    refusedGraph [ input "[null,2]"; dense "a" "2" "b"; dense "b" "2" "a" ] "b"
    |> ignore

    refusedGraph [ input "[null,2]"; dense "a" "2" "a" ] "a" |> ignore

[<Fact>]
let ``a graph with a layer that is missing is refused`` () =
    refusedGraph [ input "[null,2]"; dense "a" "2" "nobody" ] "a" |> ignore
    refusedGraph [ input "[null,2]"; dense "a" "2" "x" ] "nobody" |> ignore
    refusedGraph [ dense "a" "2" "x" ] "a" |> ignore
    refusedGraph [] "a" |> ignore

    refusedGraph [ input "[null,2]"; dense "a" "2" "x"; dense "a" "2" "x" ] "a"
    |> ignore

[<Theory>]
[<InlineData("[null,2]", "2147483647")>]
[<InlineData("[null,2]", "2147483648")>]
[<InlineData("[null,2]", "-2")>]
[<InlineData("[null,2147483647]", "2147483647")>]
[<InlineData("[null,9223372036854775807]", "2")>]
[<InlineData("[null,-2]", "2")>]
[<InlineData("[2147483647,2147483647]", "2147483647")>]
let ``sizes that no machine has are refused`` (shape: string) (units: string) =
    refusedGraph [ input shape; dense "a" units "x" ] "a" |> ignore

/// A layer after an image, with one setting.
let private imageLayer (kind: string) (settings: string) (shape: string) =
    let layer =
        (dense "a" "2" "x").Replace("\"Dense\"", $"\"{kind}\"").Replace("\"units\":2", settings)

    let file = graph [ input shape; layer ] "a" |> Hostile.keras
    Hostile.fault (Readers().Of "image.keras").Head "image.keras" file

[<Fact>]
let ``layers of impossible sizes are read or refused`` () =
    let most = "2147483647"

    Law.all [
        for kind, settings, shape in
            [
                "Conv2D", $"\"filters\":{most},\"kernel_size\":[{most},{most}]", "[null,8,8,3]"
                "Conv2D",
                $"\"filters\":2,\"kernel_size\":[3,3],\"dilation_rate\":[{most},{most}]",
                "[null,8,8,3]"
                "Conv2D",
                $"\"filters\":2,\"kernel_size\":[3,3],\"strides\":[{most},{most}]",
                "[null,8,8,3]"
                "Conv2DTranspose",
                $"\"filters\":2,\"kernel_size\":[3,3],\"strides\":[{most},{most}]",
                "[null,8,8,3]"
                "Conv1D", $"\"filters\":2,\"kernel_size\":[3],\"groups\":{most}", "[null,8,3]"
                "ZeroPadding2D", $"\"padding\":[[{most},{most}],[{most},{most}]]", "[null,8,8,3]"
                "UpSampling2D", $"\"size\":[{most},{most}]", "[null,8,8,3]"
                "RepeatVector", $"\"n\":{most}", "[null,8]"
                "Flatten", "\"data_format\":null", $"[null,{most},{most},{most}]"
                "Embedding", $"\"input_dim\":{most},\"output_dim\":{most}", "[null,8]"
                "LSTM", $"\"units\":{most}", "[null,8,3]"
                "Reshape", $"\"target_shape\":[{most},{most},-1]", "[null,8,8,3]"
                "MultiHeadAttention", $"\"num_heads\":{most},\"key_dim\":{most}", "[null,8,3]"
                "CategoryEncoding", $"\"num_tokens\":{most}", "[null,8]"
                "Discretization", $"\"num_bins\":{most}", "[null,8]"
                "Hashing", $"\"num_bins\":{most}", "[null,8]"
                "Resizing", $"\"height\":{most},\"width\":{most}", "[null,8,8,3]"
                "BatchNormalization", "\"axis\":2147483647", "[null,8,8,3]"
                "Dot", $"\"axes\":[{most},-{most}]", "[null,8]"
                "Permute", $"\"dims\":[{most},1]", "[null,8,3]"
            ] do
            match imageLayer kind settings shape with
            | Some fault -> $"{kind} {settings}: {fault}"
            | None -> ()
    ]
