/// What a layer of a file was built for.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.BuildConfig

open System.Text.Json
open Keratin
open Keratin.Saving.KerasJson

/// The shapes of a build_config, by itself or by the names of arguments.
let shapes where (e: JsonElement) : Dim list list =
    let isShape (e: JsonElement) =
        e.ValueKind = JsonValueKind.Array
        && items where e
           |> List.forall (fun n -> isNull n || n.ValueKind = JsonValueKind.Number)

    let dims (e: JsonElement) =
        items where e
        |> List.map (fun n -> if isNull n then unknown "batch" else size (int where n))

    let several (shapes: JsonElement list) =
        if shapes |> List.forall isShape then
            List.map dims shapes
        else
            []

    let config = optional "build_config" e |> Option.filter (isNull >> not)

    match
        config |> Option.bind (optional "input_shape"),
        config |> Option.bind (optional "shapes_dict")
    with
    | Some one, _ when isShape one -> [ dims one ]
    | Some list, _ when list.ValueKind = JsonValueKind.Array -> several (items where list)
    | None, Some named when named.ValueKind = JsonValueKind.Object ->
        several [ for p in properties where named -> p.Value ]
    | _ -> []
