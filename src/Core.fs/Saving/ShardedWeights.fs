/// Weights in several files: name_00000.weights.h5, … beside an index name.weights.json that says which group is
/// where.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.ShardedWeights

open System
open System.Collections.Generic
open System.IO
open System.Text
open System.Text.Json
open System.Text.Json.Nodes
open Keratin
open Keratin.Saving.KerasValues

let private ending = ".weights.json"

let isIndex (path: string) =
    path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)

let private baseName (path: string) =
    let name = nonNull (Path.GetFileName path)
    name.Substring(0, name.Length - ending.Length)

let private folderOf (path: string) =
    Path.GetDirectoryName(Path.GetFullPath path)
    |> Option.ofObj
    |> Option.defaultValue "."

/// A shard: a plain name of a file beside the index, so that an index cannot lead elsewhere.
let private shardPath where (folder: string) (name: string) =
    if
        name <> nonNull (Path.GetFileName name)
        || name.Contains ':'
        || name.Contains '\\'
        || not (name.EndsWith ".h5")
    then
        refuse
            where
            "names of .h5 files beside the index"
            $"\"{name}\""
            "do not use this file: it was made to read elsewhere"

    Path.Combine(folder, name)

/// The groups that an index names, and their arrays in their order.
let read (path: string) (files: Files) : string list * KerasArchive.Source =
    let where = nonNull (Path.GetFileName path)
    let folder = folderOf path
    let budget = files.Budget
    use document = Json.parse where budget ((files.Open path).Copy where)
    let map = KerasJson.required where "weight_map" document.RootElement

    if map.ValueKind <> JsonValueKind.Object then
        refuse where "a \"weight_map\" of groups" $"{map.ValueKind}" "save the weights again"

    let shards =
        dict [
            for p in map.EnumerateObject() do
                budget.SpendEntry where

                p.Name.TrimStart '/',
                (if p.Value.ValueKind = JsonValueKind.Array then
                     KerasJson.items where p.Value |> List.map (KerasJson.text where)
                 else
                     [ KerasJson.text where p.Value ])
        ]

    let opened = Dictionary<string, H5Group>()

    let openShard name =
        match opened.TryGetValue name with
        | true, root -> root
        | _ ->
            let file = shardPath where folder name
            let root = Hdf5.Open(files.Open file, name)
            opened[name] <- root
            root

    let arraysOf group =
        match shards.TryGetValue group with
        | true, names ->
            let numbered = [
                for name in names do
                    match KerasArchive.tryGroup (openShard name) group with
                    | Some found ->
                        for child in found.Names do
                            match Int32.TryParse child, found.TryChild child with
                            | (true, number), Some(H5Object.Dataset d) -> number, d
                            | _ -> ()
                    | None -> ()
            ]

            for number, same in numbered |> List.groupBy fst do
                if same.Length > 1 then
                    refuse
                        $"{where} / {group}"
                        "every array in one file"
                        $"array {number} in {same.Length} files"
                        "save the weights again"

            numbered |> List.sortBy fst |> List.map snd
        | _ -> []

    List.ofSeq shards.Keys, arraysOf

/// A gigabyte as Keras counts it.
let private gigabyte = float (1L <<< 30)

/// Groups divided into files of at most so many bytes.
let private divide (most: int64) (groups: WeightTree.Group list) : WeightTree.Group list list =
    let items = [
        for g in groups do
            for name, a in g.Arrays do
                g, name, a
    ]

    let shards, last, _ =
        (([], [], 0L), items)
        ||> List.fold (fun (shards, current, size) (g, name, a) ->
            if not (List.isEmpty current) && size + a.ByteCount > most then
                List.rev current :: shards, [ g, name, a ], a.ByteCount
            else
                shards, (g, name, a) :: current, size + a.ByteCount)

    List.rev (List.rev last :: shards)
    |> List.map (fun shard ->
        shard
        |> List.groupBy (fun (g, _, _) -> g.Path)
        |> List.map (fun (_, items) ->
            let g, _, _ = items.Head

            {
                g with
                    Arrays = items |> List.map (fun (_, name, a) -> name, a)
            }))

/// Saves the shards, and after them the index, so that an index that is there leads to whole files.
let save (path: string) (maxShardSize: float option) (groups: WeightTree.Group list) : unit =
    let gigabytes = maxShardSize |> Option.defaultValue 5.0

    if not (gigabytes > 0.0) then
        refuse path "maxShardSize above 0, in gigabytes" $"{gigabytes}" "maxShardSize: 1.0"

    let most = int64 (gigabytes * gigabyte)

    for g in groups do
        for name, a in g.Arrays do
            if a.ByteCount > most then
                refuse
                    $"{path} / {g.Path}/{name}"
                    $"arrays of at most maxShardSize: {gigabytes}, which is {most} bytes"
                    $"{a.ByteCount} bytes"
                    $"maxShardSize: {float a.ByteCount / gigabyte} or more"

    let folder = folderOf path
    let shards = divide most groups
    let nameOf i = $"{baseName path}_{i:D5}.weights.h5"

    for i, pieces in List.indexed shards do
        AtomicFile.write (Path.Combine(folder, nameOf i)) (fun stream ->
            Hdf5Writer.write stream (WeightTree.ofGroups pieces))

    let total =
        groups
        |> List.sumBy (fun g -> g.Arrays |> List.sumBy (fun (_, a) -> a.ByteCount))

    let places = [
        for g in groups do
            let files = [
                for i, pieces in List.indexed shards do
                    if pieces |> List.exists (fun p -> p.Path = g.Path) then
                        nameOf i
            ]

            match files with
            | [] -> ()
            | [ one ] -> "/" + g.Path, text one
            | several -> "/" + g.Path, list [ for file in several -> text file ]
    ]

    let index =
        object' [
            "metadata", object' [ "total_size", number path (float total) ]
            "weight_map", object' [ for place, files in places -> place, Option.toObj (Some files) ]
        ]

    let layout = JsonSerializerOptions(WriteIndented = true, IndentSize = 4)

    AtomicFile.write path (fun stream ->
        stream.Write(Encoding.UTF8.GetBytes(index.ToJsonString layout)))
