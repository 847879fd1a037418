/// Trainings in files: safetensors with a checksum for every array, in two generations.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.CheckpointFile

open System
open System.IO
open System.Security.Cryptography
open System.Text
open Keratin

let private format = "keratin-checkpoint-1"
let private factsKey = "facts"
let private fact = "fact/"
let private checksum = "sha256/"

let private hash (bytes: byte[]) =
    Convert.ToHexString(SHA256.HashData bytes)

/// Of all facts together.
let private factsHash (facts: (string * string) list) =
    facts
    |> List.sort
    |> List.map (fun (name, value) -> $"{name}={value}\n")
    |> String.concat ""
    |> Encoding.UTF8.GetBytes
    |> hash

let private metadata (snapshot: Snapshot) = [
    "format", format
    for KeyValue(name, value) in snapshot.Facts do
        fact + name, value
    checksum + factsKey, factsHash (Map.toList snapshot.Facts)
    for name, a in snapshot.Arrays do
        checksum + "array/" + name, hash a.Bytes
]

/// Reads a file, and refuses it where a byte is not as it was written.
let private readFile (path: string) : Snapshot =
    let where = $"checkpoint {Path.GetFileName path}"
    let budget = Budget()

    let arrays, metadata =
        SafeTensors.read where (WholeFile.read where path budget) budget

    let known = Map metadata

    if Map.tryFind "format" known <> Some format then
        refuse
            where
            $"a checkpoint ({format})"
            (Map.tryFind "format" known |> Option.defaultValue "another file")
            "give the path of a file that Checkpoint or BackupAndRestore wrote"

    let check name key bytes =
        if Map.tryFind (checksum + key) known <> Some(hash bytes) then
            damaged $"{where} / {name}" "the checksum it was written with" "another one"

    let facts = [
        for name, value in metadata do
            if name.StartsWith fact then
                name.Substring fact.Length, value
    ]

    if Map.tryFind (checksum + factsKey) known <> Some(factsHash facts) then
        damaged where "settings with the checksum they were written with" "another one"

    for name, a in arrays do
        check name ("array/" + name) a.Bytes

    match
        metadata
        |> List.tryFind (fun (key, _) ->
            key.StartsWith(checksum + "array/")
            && not (arrays |> List.exists (fun (name, _) -> checksum + "array/" + name = key)))
    with
    | Some(key, _) -> damaged where $"an array for {key}" "none"
    | None -> ()

    {
        Facts = Map facts
        // arrays of a group are numbered, so that their order is that of their names
        Arrays = arrays |> List.sortWith (fun (a, _) (b, _) -> String.CompareOrdinal(a, b))
    }

/// Refuses to take the place of a file that this library did not write.
let private checkPlace (path: string) =
    for place in [ path; AtomicFile.previous path; AtomicFile.unfinished path ] do
        if File.Exists place then
            use stream = WholeFile.guard place (fun () -> File.OpenRead place)
            let start = Array.zeroCreate<byte> 4096
            let count = stream.ReadAtLeast(Span start, start.Length, false)
            // of one that was not finished there may be nothing yet
            let isEmpty = start |> Array.forall ((=) 0uy)

            if not (isEmpty || Encoding.UTF8.GetString(start, 0, count).Contains format) then
                refuse
                    place
                    "a checkpoint, or no file"
                    "a file that Keratin did not write"
                    "give another path"

/// What a file of this training has in it.
let content (snapshot: Snapshot) : Stream -> unit =
    SafeTensors.write (metadata snapshot) [ for name, a in snapshot.Arrays -> name, H5Array.Of a ]

/// Writes the newest generation; the one that is there is kept until it has been read back, if it is whole.
let write path (newestIsWhole: bool) (keepPrevious: bool) (snapshot: Snapshot) : unit =
    checkPlace path

    AtomicFile.writeGeneration path newestIsWhole keepPrevious (content snapshot) (fun written ->
        readFile written |> ignore)

/// What a file has, and whether its newest generation is whole.
[<NoComparison>]
type Found = {
    Snapshot: Snapshot
    NewestIsWhole: bool
    /// What is to be said about it.
    Notes: string list
}

/// The newest generation that is whole; None where there is no file.
let latest (path: string) : Found option =
    let previous = AtomicFile.previous path

    let whole snapshot =
        Some {
            Snapshot = snapshot
            NewestIsWhole = true
            Notes = []
        }

    match File.Exists path, File.Exists previous with
    | false, false -> None
    | true, false -> whole (readFile path)
    | false, true -> whole (readFile previous)
    | true, true ->
        try
            whole (readFile path)
        with :? KeratinException as damage ->
            Some {
                Snapshot = readFile previous
                NewestIsWhole = false
                Notes = [ $"{damage.Where}: {damage.Got}; the one before it is taken" ]
            }

/// Deletes both generations, where they are checkpoints.
let delete (path: string) : unit =
    checkPlace path
    File.Delete path
    File.Delete(AtomicFile.previous path)
