/// The cases that come with the project, and the full folder where it is there, as tests.
module Keratin.Golden.Tests

open System.IO
open Xunit

let rec private upwards (folder: DirectoryInfo | null) (name: string) =
    match folder with
    | null -> None
    | folder ->
        let candidate = Path.Combine(folder.FullName, name)

        if File.Exists(Path.Combine(candidate, "index.json")) then
            Some candidate
        else
            upwards folder.Parent name

let private start = DirectoryInfo System.AppContext.BaseDirectory

let internal folders =
    [ "tests/Golden/cases"; "shared/golden" ] |> List.choose (upwards start)

let cases () : TheoryData<string, string> =
    let data = TheoryData<string, string>()

    for folder in folders do
        for case in Cases.read folder do
            data.Add(folder, case.Name)

    data

[<Theory>]
[<MemberData(nameof cases)>]
let ``is saved as Keras saves it`` (folder: string) (name: string) =
    let case = Cases.read folder |> List.find (fun c -> c.Name = name)

    if case.Kind <> "hostile" then
        Assert.Empty(Configs.unexpected case)

[<Theory>]
[<MemberData(nameof cases)>]
let ``equals Keras`` (folder: string) (name: string) =
    let case = Cases.read folder |> List.find (fun c -> c.Name = name)

    match Run.case case with
    | Cases.Passed -> ()
    | Cases.Failed reason -> Assert.Fail reason
    | Cases.Skipped reason -> Assert.Skip reason
