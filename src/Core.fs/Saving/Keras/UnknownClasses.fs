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
            "FloatDTypePolicy"
            "function"
            "MeanMetricWrapper"
        ])

let private isKnown (d: KerasJson.Described) =
    d.ClassName.StartsWith "__"
    || d.Module.StartsWith "keras.src.ops"
    || d.Module.StartsWith "keras.src.activations"
    || names.Value.Contains(d.ClassName.Replace("Custom>", ""))
    // known, and refused with a reason of their own
    || KerasObjects.carriers.ContainsKey d.ClassName
    || d.ClassName.EndsWith "DTypePolicy"
    || d.ClassName = "DTypePolicyMap"
    || d.Module.StartsWith "keras.quantizers"
    || (CustomObjects.TryFind(d.RegisteredName, d.ClassName)).IsSome

let rec private find (compile: bool) (path: string list) (e: JsonElement) : string list = [
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
            // what a model within a model was compiled with is of no use to the outer one
            if p.Name <> "compile_config" || compile && path.Length = 1 then
                yield! find compile path p.Value
    | JsonValueKind.Array ->
        for item in e.EnumerateArray() do
            yield! find compile path item
    | _ -> ()
]

/// Refuses a file with unknown classes, and names each with its place. What it was compiled with counts only where it
/// is asked for.
let refuseAny where (compile: bool) (root: JsonElement) : unit =
    let refuseAll unknown fix =
        refuse where "classes of the catalogue, or registered ones" (String.concat "; " unknown) fix

    match find compile [] root |> List.distinct, find false [] root |> List.distinct with
    | [], _ -> ()
    | unknown, [] ->
        refuseAll
            unknown
            "register each with CustomObjects.Register, or load the model without what it was compiled with: Model.Load(path, compile: false)"
    | unknown, _ ->
        refuseAll
            unknown
            "register each with CustomObjects.Register, or build the model and take the weights alone with LoadWeights"
