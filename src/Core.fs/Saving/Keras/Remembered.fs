/// What an object was made with, by the names of the parameters of its maker. A layer remembers it in the
/// fields of its meaning, any other object in a member or field named like the parameter: no second place
/// lists them, and a law says that every parameter is found.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.Remembered

open System
open System.Collections.Concurrent
open System.Reflection
open Microsoft.FSharp.Reflection
open Keratin

let private flags =
    BindingFlags.Instance
    ||| BindingFlags.Public
    ||| BindingFlags.NonPublic
    ||| BindingFlags.DeclaredOnly

/// A value that an object holds under a name.
[<NoComparison; NoEquality>]
type private Holder = {
    Name: string
    IsField: bool
    Type: Type
    Get: obj -> obj | null
}

let private holdersOf =
    let rec make (t: Type) : Holder list = [
        for p in t.GetProperties flags do
            if p.CanRead && p.GetIndexParameters().Length = 0 then
                {
                    Name = Words.plain p.Name
                    IsField = false
                    Type = p.PropertyType
                    Get = fun o -> p.GetValue o
                }

        // F# keeps the parameters of a class that its members use in fields of the same names
        for f in t.GetFields flags do
            {
                Name = Words.plain f.Name
                IsField = true
                Type = f.FieldType
                Get = fun o -> f.GetValue o
            }

        match t.BaseType with
        | null -> ()
        | b when b.Namespace = t.Namespace || b.Namespace = "Keratin" -> yield! make b
        | _ -> ()
    ]

    let known = ConcurrentDictionary<Type, Holder list>()
    fun (t: Type) -> known.GetOrAdd(t, make)

let private isOption (t: Type) =
    t.IsGenericType && t.GetGenericTypeDefinition() = typedefof<option<_>>

/// The value in an option; null where there is none.
let content (value: obj | null) : obj | null =
    match value with
    | null -> null
    | value when isOption (value.GetType()) ->
        (nonNull (value.GetType().GetProperty "Value")).GetValue value
    | value -> value

/// Records, updatings and the loss of a metric are groups of settings within an object.
let private isGroup (t: Type) =
    let t = if isOption t then t.GetGenericArguments()[0] else t

    FSharpType.IsRecord(t, flags)
    && t.Namespace |> orElse "" |> _.StartsWith("Keratin")
    || t = typeof<IUpdating>
    || typeof<Loss>.IsAssignableFrom t
    || t = typeof<LayerTypes.ICell>

/// The value of a parameter that an object was made with; None where the object does not remember it.
let rec tryFind (parameter: string) (o: obj) : (obj | null) option =
    let name = Words.plain parameter
    let holders = holdersOf (o.GetType())

    match holders |> List.tryFind (fun h -> h.Name = name) with
    | Some holder -> Some(holder.Get o)
    | None ->
        holders
        |> List.filter (fun h -> h.IsField && isGroup h.Type)
        |> List.tryPick (fun h ->
            match content (h.Get o) with
            | null -> None
            | group -> tryFind parameter group)
