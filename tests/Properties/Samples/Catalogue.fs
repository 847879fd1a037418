/// The whole catalogue, found by reflection, and the law that every layer in it has samples.
module Keratin.Properties.Catalogue

open System.Reflection
open Xunit
open Keratin
open Keratin.Properties

/// Every public static member of Layers that makes a layer; overloads count each.
let internal members: MethodInfo list = [
    for m in typeof<Layers>.GetMethods(BindingFlags.Public ||| BindingFlags.Static) do
        if typeof<Layer>.IsAssignableFrom m.ReturnType then
            m
]

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
