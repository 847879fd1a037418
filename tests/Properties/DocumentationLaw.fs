/// The documentation of the catalogue says something of every layer and every parameter.
module Keratin.Properties.DocumentationLaw

open System.IO
open System.Xml.Linq
open Xunit
open Keratin
open Keratin.Properties

let private attribute (name: string) (element: XElement) =
    match element.Attribute(XName.Get name) with
    | null -> ""
    | found -> found.Value

/// Entries of the catalogue's members: the member's name, and what is said of it.
let private entries =
    lazy
        (let file = Path.Combine(System.AppContext.BaseDirectory, "Keratin.Core.xml")
         let prefix = $"M:{typeof<Layers>.FullName}."

         [
             for entry in (XDocument.Load file).Descendants(XName.Get "member") do
                 let name = attribute "name" entry

                 if name.StartsWith prefix then
                     name.Substring(prefix.Length).Split('(')[0], entry
         ])

let private words (entry: XElement) (element: string) = [
    for part in entry.Elements(XName.Get element) -> attribute "name" part, part.Value.Trim()
]

[<Fact>]
let ``every layer and every parameter is documented`` () =
    Law.all [
        for m in Catalogue.members do
            let parameters = [ for p in m.GetParameters() -> string p.Name ]

            let own =
                entries.Value
                |> List.filter (fun (name, entry) ->
                    name = m.Name && (words entry "param" |> List.map fst) = parameters)

            // overloads that differ in types alone share their parameters' names
            let alike =
                Catalogue.members
                |> List.filter (fun other ->
                    other.Name = m.Name
                    && [ for p in other.GetParameters() -> string p.Name ] = parameters)

            if own.Length <> alike.Length then
                let listed = String.concat ", " parameters
                $"{m.Name}({listed}): {own.Length} entries that name these parameters in this order"

            for _, entry in own do
                match words entry "summary" with
                | [ _, text ] when text.Length > 10 && text.EndsWith '.' -> ()
                | other -> $"{m.Name}: a summary of one sentence or more, not %A{other}"

                for name, text in words entry "param" do
                    if text.Length < 5 || not (text.EndsWith '.') then
                        $"{m.Name}, {name}: \"{text}\" is no sentence"
    ]

[<Fact>]
let ``every optional parameter says its default`` () =
    let silent = set [ "inputShape" ]

    Law.all [
        for m in Catalogue.members do
            let texts =
                entries.Value
                |> List.filter (fun (name, _) -> name = m.Name)
                |> List.collect (fun (_, entry) -> words entry "param")

            for p in m.GetParameters() do
                let said =
                    texts
                    |> List.exists (fun (name, text) ->
                        name = string p.Name && text.Contains "Default: ")

                if p.IsOptional && not (silent.Contains(string p.Name)) && not said then
                    $"{m.Name}, {p.Name}: no default is written"
    ]

[<Fact>]
let ``every layer ends with name, dtype, trainable and inputShape`` () =
    let last = [ "name"; "dtype"; "trainable"; "inputShape" ]

    Law.all [
        for m in Catalogue.members do
            let parameters = [ for p in m.GetParameters() -> string p.Name ]

            if parameters.Length < 4 || parameters[parameters.Length - 4 ..] <> last then
                $"{m.Name}: %A{parameters}"
    ]

/// The two catalogues whose members have names of their own.
let catalogues () : TheoryData<System.Type> =
    TheoryData<System.Type>(typeof<Ops>, typeof<Architectures>)

[<Theory>]
[<MemberData(nameof catalogues)>]
let ``every operation and every network is documented, with its parameters``
    (catalogue: System.Type)
    =
    let file = Path.Combine(System.AppContext.BaseDirectory, "Keratin.Core.xml")
    let prefix = $"M:{catalogue.FullName}."

    let said =
        Map [
            for entry in (XDocument.Load file).Descendants(XName.Get "member") do
                let name = attribute "name" entry

                if name.StartsWith prefix then
                    name.Substring(prefix.Length).Split('(')[0], entry
        ]

    let flags =
        System.Reflection.BindingFlags.Public
        ||| System.Reflection.BindingFlags.Static
        ||| System.Reflection.BindingFlags.DeclaredOnly

    Law.all [
        for m in catalogue.GetMethods flags do
            match Map.tryFind m.Name said with
            | None -> $"{catalogue.Name}.{m.Name} is not documented"
            | Some entry ->
                match words entry "summary" with
                | [ _, text ] when text.Length > 1 && text.EndsWith '.' -> ()
                | other -> $"{m.Name}: a summary that ends with a dot, not %A{other}"

                let texts = Map(words entry "param")

                for p in m.GetParameters() do
                    match Map.tryFind (string p.Name) texts with
                    | Some text when
                        text.EndsWith '.' && (not p.IsOptional || text.Contains "Default: ")
                        ->
                        ()
                    | other -> $"{catalogue.Name}.{m.Name}, {p.Name}: %A{other}"
    ]

/// What has a constructor with Keras's parameters.
let private families = [
    typeof<Loss>
    typeof<Metric>
    typeof<Optimizer>
    typeof<Schedule>
    typeof<Callback>
]

[<Theory>]
[<InlineData("Keratin.Core")>]
[<InlineData("Keratin.TensorBoard")>]
let ``every loss, metric, optimizer, schedule and callback is documented`` (assembly: string) =
    let file = Path.Combine(System.AppContext.BaseDirectory, assembly + ".xml")

    let entries =
        Map [
            for entry in (XDocument.Load file).Descendants(XName.Get "member") do
                attribute "name" entry, entry
        ]

    let classes =
        System.Reflection.Assembly.Load(assembly).GetExportedTypes()
        |> Array.filter (fun t ->
            t.IsSealed && families |> List.exists (fun family -> family.IsAssignableFrom t))

    Assert.NotEmpty classes

    Law.all [
        for t in classes do
            match Map.tryFind $"T:{t.FullName}" entries with
            | None -> $"{t.Name} is not documented"
            | Some entry ->
                match words entry "summary" with
                | [ _, text ] when text.Length > 10 && text.EndsWith '.' -> ()
                | other -> $"{t.Name}: a summary of one sentence or more, not %A{other}"

                let said = Map(words entry "param")

                let constructor = t.GetConstructors()[0]

                for p in constructor.GetParameters() do
                    match Map.tryFind (string p.Name) said with
                    | Some text when
                        text.EndsWith '.'
                        && (not p.IsOptional || string p.Name = "name" || text.Contains "Default: ")
                        ->
                        ()
                    | other -> $"{t.Name}, {p.Name}: %A{other}"
    ]
