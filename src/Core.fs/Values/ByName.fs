/// Members of the catalogue by name: "mean_squared_error", "MeanSquaredError" and "mse" are one class.
module internal Keratin.ByName

open System
open System.Reflection
open Keratin

let private constructorOf (kind: Type) = kind.GetConstructors()[0]

/// Classes of a family that can be made without arguments.
let private classes (family: Type) =
    family.Assembly.GetTypes()
    |> Array.filter (fun kind ->
        kind.IsPublic
        && not kind.IsAbstract
        && family.IsAssignableFrom kind
        && constructorOf(kind).GetParameters() |> Array.forall _.IsOptional)

/// An object of a class at its defaults, but for the arguments given.
let private make (given: (string * obj) list) (kind: Type) : obj =
    let constructor = constructorOf kind

    let arguments: (obj | null)[] =
        constructor.GetParameters()
        |> Array.map (fun p ->
            match given |> List.tryFind (fun (name, _) -> name = (p.Name |> orElse "")) with
            | Some(_, value) -> value
            | None ->
                match p.DefaultValue with
                | :? DBNull
                | :? Missing -> null
                | value -> value)

    constructor.Invoke arguments

/// The class of that name (or short name) at its defaults, but for the arguments given.
let resolve<'t> (what: string) (short: (string * string) list) given (name: string) : 't =
    let wanted =
        short
        |> List.tryFind (fun (word, _) -> Words.plain word = Words.plain name)
        |> Option.map snd
        |> Option.defaultValue name

    let known = classes typeof<'t>

    match known |> Array.tryFind (fun kind -> Words.plain kind.Name = Words.plain wanted) with
    | Some kind -> make given kind :?> 't
    | None ->
        let names = known |> Array.map (fun kind -> Words.snake kind.Name) |> Array.sort
        refuseWord what what name (Seq.append names (short |> Seq.map fst))
