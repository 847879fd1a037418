/// File systems of a test's own, where this process may mount them.
module internal Keratin.Properties.Mounts

open System
open System.Diagnostics
open System.IO
open Xunit

let private command (name: string) (arguments: string) =
    use started = Process.Start(name, arguments)
    started.WaitForExit()
    started.ExitCode = 0

/// A folder on a disk of so many bytes.
let onSmallDisk (bytes: int) (run: string -> unit) : unit =
    let folder = Directory.CreateTempSubdirectory("keratin").FullName

    try
        if
            not (OperatingSystem.IsLinux())
            || not Environment.IsPrivilegedProcess
            || not (command "mount" $"-t tmpfs -o size={bytes} tmpfs {folder}")
        then
            Assert.Skip "no file system can be mounted here"

        try
            run folder
        finally
            command "umount" folder |> ignore
    finally
        Directory.Delete(folder, true)

/// Runs while nothing can be written in the folder, which is a disk's.
let whileReadOnly (folder: string) (run: unit -> unit) : unit =
    Assert.True(command "mount" $"-o remount,ro {folder}", "the disk was not made read-only")

    try
        run ()
    finally
        command "mount" $"-o remount,rw {folder}" |> ignore

/// Runs while the folder's disk has no room for another byte.
let whileFull (folder: string) (run: unit -> unit) : unit =
    let filler = Path.Combine(folder, "filler")

    let fill () =
        use stream =
            new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.None, 0)

        let page = Array.create 4096 1uy

        while true do
            stream.Write(page, 0, page.Length)

    Assert.Throws<IOException> fill |> ignore

    try
        run ()
    finally
        File.Delete filler
