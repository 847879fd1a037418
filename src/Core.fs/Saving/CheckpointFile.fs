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

let private hash (bytes: ReadOnlyMemory<byte>) =
    Convert.ToHexString(SHA256.HashData bytes.Span)

let private hashOf (a: FileArray) : string =
    match a.Elements with
    | Made bytes -> hash (ReadOnlyMemory bytes)
    | InFile region ->
        use all = IncrementalHash.CreateHash HashAlgorithmName.SHA256

        for piece in region.Pieces a.Where do
            all.AppendData piece.Span

        Convert.ToHexString(all.GetHashAndReset())

/// Of all facts together.
let private factsHash (facts: (string * string) list) =
    facts
    |> List.sort
    |> List.map (fun (name, value) -> $"{name}={value}\n")
    |> String.concat ""
    |> Encoding.UTF8.GetBytes
    |> ReadOnlyMemory
    |> hash

let private metadata (snapshot: Snapshot) (hashOf: string -> string) = [
    "format", format
    for KeyValue(name, value) in snapshot.Facts do
        fact + name, value
    checksum + factsKey, factsHash (Map.toList snapshot.Facts)
    for name, _ in snapshot.Arrays do
        checksum + "array/" + name, hashOf name
]

/// Opens a file, and refuses it where a byte is not as it was written. Arrays are read when they are asked for.
let private openFile (files: Files) (path: string) : Snapshot =
    let where = $"checkpoint {Path.GetFileName path}"
    let arrays, metadata = SafeTensors.read where (files.Open path)

    let known = Map metadata

    if Map.tryFind "format" known <> Some format then
        refuse
            where
            $"a checkpoint ({format})"
            (Map.tryFind "format" known |> Option.defaultValue "another file")
            "give the path of a file that Checkpoint or BackupAndRestore wrote"

    let facts = [
        for name, value in metadata do
            if name.StartsWith fact then
                name.Substring fact.Length, value
    ]

    if Map.tryFind (checksum + factsKey) known <> Some(factsHash facts) then
        damaged where "settings with the checksum they were written with" "another one"

    for name, a in arrays do
        if Map.tryFind (checksum + "array/" + name) known <> Some(hashOf a) then
            damaged $"{where} / {name}" "the checksum it was written with" "another one"

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
        Arrays =
            arrays
            |> List.sortWith (fun (a, _) (b, _) -> String.CompareOrdinal(a, b))
            |> List.map (fun (name, a) -> name, a.Late)
    }

/// Refuses to take the place of a file that this library did not write.
let private checkPlace (path: string) =
    for place in [ path; AtomicFile.previous path; AtomicFile.unfinished path ] do
        if File.Exists place then
            use stream = FileFault.guard place (fun () -> File.OpenRead place)
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
    SafeTensors.writeSealed hash (metadata snapshot) snapshot.Arrays

/// Writes the newest generation; the one that is there is kept until it has been read back, if it is whole.
let write path (newestIsWhole: bool) (keepPrevious: bool) (snapshot: Snapshot) : unit =
    checkPlace path

    AtomicFile.writeGeneration path newestIsWhole keepPrevious (content snapshot) (fun written ->
        use files = new Files()
        openFile files written |> ignore)

/// What a file has, and whether its newest generation is whole.
[<NoComparison>]
type Found = {
    Snapshot: Snapshot
    NewestIsWhole: bool
    /// What is to be said about it.
    Notes: string list
}

/// The newest generation that is whole; None where there is no file. Its arrays are there while the files are open.
let latest (files: Files) (path: string) : Found option =
    let previous = AtomicFile.previous path

    let whole snapshot =
        Some {
            Snapshot = snapshot
            NewestIsWhole = true
            Notes = []
        }

    match File.Exists path, File.Exists previous with
    | false, false -> None
    | true, false -> whole (openFile files path)
    | false, true -> whole (openFile files previous)
    | true, true ->
        try
            whole (openFile files path)
        with :? KeratinException as damage ->
            Some {
                Snapshot = openFile files previous
                NewestIsWhole = false
                Notes = [ $"{damage.Where}: {damage.Got}; the one before it is taken" ]
            }

/// Deletes both generations, where they are checkpoints.
let delete (path: string) : unit =
    checkPlace path
    File.Delete path
    File.Delete(AtomicFile.previous path)
