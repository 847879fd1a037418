/// Classes that a file names and nobody here knows: all of them at once, before anything is made.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.UnknownClasses

open System
open System.Reflection
open System.Text.Json
open Keratin

let private members (kind: Type) =
    kind.GetMembers(BindingFlags.Static ||| BindingFlags.Public) |> Array.map _.Name

/// Every name of the catalogues, and the classes that are no objects of them.
let private names =
    lazy
        (set [
            yield! members typeof<Layers>
            yield! members typeof<Activation>

            for kind in [ typeof<Initializer>; typeof<Regularizer>; typeof<Constraint> ] do
                for name in members kind do
                    name
                    name + kind.Name

            for kind in typeof<Layer>.Assembly.GetTypes() do
                if kind.IsPublic then
                    kind.Name

            "InputLayer"
            "Sequential"
            "Functional"
            "Model"
            "DTypePolicy"
            "function"
        ])

let private isKnown (d: KerasJson.Described) =
    d.ClassName.StartsWith "__"
    || d.Module.StartsWith "keras.src.ops"
    || d.Module.StartsWith "keras.src.activations"
    || names.Value.Contains d.ClassName
    // known, and refused with a reason of their own
    || KerasObjects.carriers.ContainsKey d.ClassName
    || (CustomObjects.TryFind(d.RegisteredName, d.ClassName)).IsSome

let rec private find (path: string list) (e: JsonElement) : string list = [
    match e.ValueKind with
    | JsonValueKind.Object ->
        let path =
            match KerasJson.tryDescribe e with
            | Some d ->
                match KerasJson.optional "name" d.Config with
                | Some name when name.ValueKind = JsonValueKind.String ->
                    (name.GetString() |> orElse "") :: path
                | _ -> d.ClassName :: path
            | None -> path

        match KerasJson.tryDescribe e with
        | Some d when not (isKnown d) ->
            let place = path |> List.rev |> String.concat " / "
            $"\"{d.ClassName}\" at {place}"
        | _ -> ()

        for p in e.EnumerateObject() do
            yield! find path p.Value
    | JsonValueKind.Array ->
        for item in e.EnumerateArray() do
            yield! find path item
    | _ -> ()
]

/// Refuses a file with unknown classes, and names each with its place.
let refuseAny where (root: JsonElement) : unit =
    match find [] root |> List.distinct with
    | [] -> ()
    | unknown ->
        refuse
            where
            "classes of the catalogue, or registered ones"
            (String.concat "; " unknown)
            "register each with CustomObjects.Register, or build the model and take the weights alone with LoadWeights"
