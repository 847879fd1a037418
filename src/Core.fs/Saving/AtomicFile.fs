/// Files that are there as a whole or not at all.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.AtomicFile

open System
open System.IO
open Keratin

let private guard (path: string) (act: unit -> 'a) =
    try
        act ()
    with
    | :? IOException
    | :? UnauthorizedAccessException as fault ->
        raise (
            KeratinException(
                path,
                "a place that can be written to",
                fault.Message,
                "look at the folder, its permissions and the space that is left",
                fault
            )
        )

/// Refuses to write over a file that is there, unless that is wanted.
let checkOverwrite (path: string) (overwrite: bool) =
    if not overwrite && (File.Exists path || Directory.Exists path) then
        refuse path "a path where nothing is yet" "a file" "overwrite: true, or another path"

/// Writes a file: first under another name in the same folder, and when all of it is on the disk, under its
/// own. When that fails, what was there before is still there.
let write (path: string) (content: Stream -> unit) : unit =
    guard path (fun () ->
        let full = Path.GetFullPath path
        let folder = Path.GetDirectoryName full |> Option.ofObj |> Option.defaultValue "."

        let temporary =
            Path.Combine(folder, $".{Path.GetFileName full}.{Guid.NewGuid():N}.tmp")

        try
            (use stream =
                new FileStream(
                    temporary,
                    FileMode.CreateNew,
                    FileAccess.ReadWrite,
                    FileShare.None,
                    1 <<< 16
                )

             content stream
             stream.Flush true)

            File.Move(temporary, full, true)
        finally
            // after a failure the unfinished file goes
            if File.Exists temporary then
                File.Delete temporary)
