/// Classes of one's own that files may name: registered under a name, with what makes them of their settings.
namespace Keratin

open System
open System.Collections.Concurrent
open System.Collections.Generic
open System.Text.Json

/// The settings of an object of a registered class, as a file has them.
[<Sealed>]
type Config
    internal
    (where: string, values: JsonElement, convert: string -> Type -> JsonElement -> obj | null) =
    let tryFind (name: string) =
        match values.ValueKind with
        | JsonValueKind.Object ->
            match values.TryGetProperty name with
            | true, value -> Some value
            | _ -> None
        | _ -> None

    /// The names of the settings.
    member _.Names: IReadOnlyList<string> = [|
        if values.ValueKind = JsonValueKind.Object then
            for p in values.EnumerateObject() -> p.Name
    |]

    /// Whether there is a setting of this name.
    /// <param name="name">The setting's name.</param>
    member _.Has(name: string) = (tryFind name).IsSome

    /// <summary>A setting: a number, a truth value, a text, an array of them, an Activation, an Initializer, a
    /// Regularizer or a Constraint.</summary>
    /// <param name="name">The setting's name.</param>
    /// <exception cref="KeratinException">There is none of that name, or it is of another type.</exception>
    member _.Get<'t>(name: string) : 't =
        match tryFind name with
        | Some value ->
            match convert $"{where}, \"{name}\"" typeof<'t> value with
            | :? 't as found -> found
            | _ ->
                refuse
                    $"{where}, \"{name}\""
                    $"a {typeof<'t>.Name}"
                    (value.GetRawText())
                    "save the model again"
        | None ->
            refuse
                where
                $"a setting \"{name}\""
                "none of that name"
                "write it in the settings that CustomObjects.Register is given"

/// A class that files may name.
[<NoComparison; NoEquality>]
type internal Registration = {
    /// "package>Name".
    Name: string
    Type: Type
    Create: Config -> obj
    Settings: obj -> (string * (obj | null)) list
} with

    /// The name without the package: the class, to Python.
    member r.ClassName = r.Name.Substring(r.Name.IndexOf '>' + 1)

/// <summary>Layers, losses, metrics and optimizers of one's own that can be saved and loaded. Python has to register the same
/// names to open such files.</summary>
[<AbstractClass; Sealed>]
type CustomObjects =
    static let known = ConcurrentDictionary<string, Registration>()

    /// <summary>Registers a class, so that objects of it are saved with their settings and made again from
    /// them.</summary>
    /// <param name="name">The name in files: "package>Name". Without a package it is "Custom>name", as in Keras.</param>
    /// <param name="create">Makes an object of its settings. The name of a layer is set by itself.</param>
    /// <param name="settings">The settings of an object: numbers, truth values, texts, lists of them, activations,
    /// initializers, regularizers and constraints by name. Default: none.</param>
    /// <exception cref="KeratinException">The name is taken by another class, or the class is of no kind that is saved.</exception>
    static member Register<'t when 't: not null and 't: not struct>
        (
            name: string,
            create: Func<Config, 't>,
            [<Opt>] settings: Func<'t, IReadOnlyDictionary<string, obj>> | null
        ) : unit =
        let kind = typeof<'t>
        let families = [ typeof<Layer>; typeof<Loss>; typeof<Metric>; typeof<Optimizer> ]

        if not (families |> List.exists (fun family -> family.IsAssignableFrom kind)) then
            refuse
                "CustomObjects.Register"
                "a Layer, a Loss, a Metric or an Optimizer"
                kind.Name
                "derive the class from one of them"

        let full = if name.Contains '>' then name else "Custom>" + name

        let registration = {
            Name = full
            Type = kind
            Create = fun config -> box (create.Invoke config) |> orElse (obj ())
            Settings =
                fun o ->
                    match settings, o with
                    | null, _ -> []
                    | settings, (:? 't as own) -> [
                        for KeyValue(key, value) in settings.Invoke own -> key, value
                      ]
                    | _ -> bug full $"an object of {o.GetType().Name}"
        }

        let kept = known.GetOrAdd(full, registration)

        if kept.Type <> kind then
            refuse
                "CustomObjects.Register"
                "a name that no other class has"
                $"\"{full}\", of {kept.Type.Name}"
                "give the class another name"

    /// The registration of an object's class.
    static member internal TryOf(o: obj) : Registration option =
        known.Values |> Seq.tryFind (fun r -> r.Type = o.GetType())

    /// The registration of a name in a file: the registered name, or the class alone.
    static member internal TryFind
        (registeredName: string, className: string)
        : Registration option =
        match known.TryGetValue registeredName with
        | true, found -> Some found
        | _ -> known.Values |> Seq.tryFind (fun r -> r.ClassName = className)
