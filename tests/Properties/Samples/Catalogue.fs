/// The whole catalogue, found by reflection, and the law that every layer in it has samples.
module Keratin.Properties.Catalogue

open System.Reflection
open Xunit
open Keratin
open Keratin.Properties

let private aliasOf (m: MethodInfo) : string option =
    m.GetCustomAttributes<AliasOf>() |> Seq.tryHead |> Option.map _.Name

/// Every public static member of Layers that makes a layer; overloads count each.
let private makers: MethodInfo list = [
    for m in typeof<Layers>.GetMethods(BindingFlags.Public ||| BindingFlags.Static) do
        if typeof<Layer>.IsAssignableFrom m.ReturnType then
            m
]

/// Those that are no other names of others.
let internal members: MethodInfo list =
    makers |> List.filter (aliasOf >> Option.isNone)

let internal samples: Sample list =
    PlainSamples.all
    @ SpatialSamples.all
    @ SequenceSamples.all
    @ PreparationSamples.all
    @ AugmentationSamples.all

/// The names of all samples, for laws that are one test for each.
let names () : TheoryData<string> =
    let data = TheoryData<string>()

    for sample in samples do
        data.Add(string sample)

    data

let internal find (name: string) : Sample =
    samples |> List.find (fun sample -> string sample = name)

[<Fact>]
let ``every layer of the catalogue has samples`` () =
    let sampled = samples |> List.map _.Kind |> Set.ofList

    Law.all [
        for m in members do
            if not (sampled.Contains m.Name) then
                $"Layers.{m.Name} has no sample: give it one in PlainSamples or a file beside it"
    ]

[<Fact>]
let ``every sample is of the layer it says`` () =
    Law.all [
        for sample in samples do
            let made = sample.Make "float32"

            if made.Kind <> sample.Kind then
                $"{sample} makes {made}"
    ]

[<Fact>]
let ``no two samples have one name`` () =
    Law.all [
        for name, same in samples |> List.countBy string do
            if same > 1 then
                $"{name}: {same} times"
    ]

[<Fact>]
let ``an alias is its layer`` () =
    let shown (m: MethodInfo) = [
        for p in m.GetParameters() -> p.Name, p.ParameterType, p.IsOptional, p.RawDefaultValue
    ]

    let aliases = [
        for m in makers do
            match aliasOf m with
            | Some name -> m, members |> List.find (fun other -> other.Name = name)
            | None -> ()
    ]

    Assert.Equal(20, aliases.Length)

    Law.all [
        for alias, layer in aliases do
            if shown alias <> shown layer then
                $"{alias.Name} has other parameters than {layer.Name}"

            let needed = [
                for p in layer.GetParameters() do
                    if not p.IsOptional then
                        $"\"{Words.snake (nonNull p.Name)}\": 2, "
            ]

            let json =
                $$"""{"class_name": "{{alias.Name}}", "config": { {{String.concat "" needed}} "name": "one", "trainable": false} }"""

            let made =
                Keratin.Saving.KerasConfig.layer
                    "law"
                    (System.Text.Json.JsonDocument.Parse json).RootElement

            if made.Kind <> layer.Name || made.Name <> "one" || made.Trainable then
                $"{alias.Name} made {made}"
    ]
