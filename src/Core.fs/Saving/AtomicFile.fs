/// Files that are there as a whole or not at all.
[<RequireQualifiedAccess>]
module internal Keratin.Saving.AtomicFile

open System
open System.IO
open System.Runtime.InteropServices
open Keratin

module private Posix =
    [<DllImport("libc", EntryPoint = "open", SetLastError = true)>]
    extern int openFile([<MarshalAs(UnmanagedType.LPUTF8Str)>] string path, int flags)

    [<DllImport("libc", SetLastError = true)>]
    extern int fsync(int file)

    [<DllImport("libc")>]
    extern int close(int file)

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

/// Names of files that were renamed are on the disk when their folder is. Windows keeps names in a journal.
let private flushFolder (folder: string) =
    if not (OperatingSystem.IsWindows()) then
        let handle = Posix.openFile (folder, 0)

        if handle < 0 then
            raise (IOException $"{folder}: {Marshal.GetLastPInvokeErrorMessage()}")

        try
            if Posix.fsync handle <> 0 then
                raise (IOException $"{folder}: {Marshal.GetLastPInvokeErrorMessage()}")
        finally
            Posix.close handle |> ignore

/// Writes a file that is on the disk as a whole when this is done.
let private writeThrough (path: string) (mode: FileMode) (content: Stream -> unit) =
    use stream =
        new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, 1 <<< 16)

    content stream
    stream.Flush true

let private folderOf (full: string) =
    Path.GetDirectoryName full |> Option.ofObj |> Option.defaultValue "."

/// Refuses to write over a file that is there, unless that is wanted.
let checkOverwrite (path: string) (overwrite: bool) =
    if not overwrite && (File.Exists path || Directory.Exists path) then
        refuse path "a path where nothing is yet" "a file" "overwrite: true, or another path"

/// Writes a file: first under another name in the same folder, and when all of it is on the disk, under its
/// own. When that fails, what was there before is still there.
let write (path: string) (content: Stream -> unit) : unit =
    guard path (fun () ->
        let full = Path.GetFullPath path
        let folder = folderOf full

        let temporary =
            Path.Combine(folder, $".{Path.GetFileName full}.{Guid.NewGuid():N}.tmp")

        try
            writeThrough temporary FileMode.CreateNew content
            File.Move(temporary, full, true)
            flushFolder folder
        finally
            // after a failure the unfinished file goes
            if File.Exists temporary then
                File.Delete temporary)

/// Makes a folder, and those above it.
let makeFolder (path: string) : unit =
    guard path (fun () -> Directory.CreateDirectory path |> ignore)

/// Where the generation before the newest is.
let previous (path: string) = path + ".previous"

/// Where the newest is while it is written.
let unfinished (path: string) = path + ".unfinished"

/// Writes a new generation of a file. The one before stays beside it until `check` has read the new one back,
/// and after that where it is wanted; at any instant one of the two is whole. One that is known to be damaged
/// (`newestIsWhole` is false) takes no other's place. One name is used while writing, so that a process that was
/// killed leaves one unfinished file at most, which the next replaces.
let writeGeneration
    (path: string)
    (newestIsWhole: bool)
    (keepPrevious: bool)
    (content: Stream -> unit)
    (check: string -> unit)
    : unit =
    guard path (fun () ->
        let full = Path.GetFullPath path
        let unfinished = unfinished full

        try
            writeThrough unfinished FileMode.Create content

            if newestIsWhole && File.Exists full then
                File.Move(full, previous full, true)

            File.Move(unfinished, full, true)
            flushFolder (folderOf full)
        with _ ->
            // the space is given back; what was there before is untouched
            File.Delete unfinished
            reraise ()

        check full

        if not keepPrevious then
            File.Delete(previous full))
