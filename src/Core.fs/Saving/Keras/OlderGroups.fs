/// Where model.weights.h5 of older versions of Keras has the group of a path.
module internal Keratin.Saving.OlderGroups

open System
open System.Text.RegularExpressions

let private tryChild (name: string) (group: H5Group) : H5Group option =
    match group.TryChild name with
    | Some(H5Object.Group child) -> Some child
    | Some(H5Object.Dataset _)
    | None -> None

/// The projections of MultiHeadAttention, which Keras 3.0.0 and 3.0.1 knew by their private names alone.
let private projections = [ "query_dense"; "key_dense"; "value_dense"; "output_dense" ]

/// What TF-Keras 2.12 to 2.14 call the layers of a model.
let private dependencies = "_layer_checkpoint_dependencies"

/// A name and its number among those of one class: "dense_2" is the third "dense".
let private numbered (name: string) : string * int =
    let found = Regex.Match(name, "^(.+)_([0-9]+)$")

    if found.Success then
        found.Groups[1].Value, Int32.Parse found.Groups[2].Value
    else
        name, 0

/// The layer of this name among the layers of a TF-Keras model. Each layer with weights took two numbers there, so
/// that they count by their order.
let private tryDependency (name: string) (layers: H5Group) : H5Group option =
    let kind, place = numbered name

    layers.Names
    |> List.map numbered
    |> List.filter (fun (own, _) -> own = kind)
    |> List.sortBy snd
    |> List.tryItem place
    |> Option.bind (fun (own, n) -> tryChild (if n = 0 then own else $"{own}_{n}") layers)

let rec private walk (path: string list) (group: H5Group) : H5Group option =
    match path with
    | [] -> Some group
    | "layers" :: layer :: rest when (tryChild dependencies group).IsSome ->
        tryChild dependencies group
        |> Option.bind (tryDependency layer)
        |> Option.bind (walk rest)
    | name :: rest ->
        let own = tryChild name group

        own
        |> Option.orElseWith (fun () ->
            if List.contains name projections then
                tryChild $"_{name}" group
            else
                None)
        |> Option.bind (walk rest)

/// The group of a path under the names of before.
let tryFind (root: H5Group) (path: string) : H5Group option =
    walk (List.ofArray (path.Split '/')) root
