/// Where answers are written to.
[<RequireQualifiedAccess>]
module internal Keratin.Cli.Output

open System.IO
open Keratin

/// Refuses a path where something is, unless it may be replaced.
let demandFree (path: string) (overwrite: bool) : unit =
    if not overwrite && (File.Exists path || Directory.Exists path) then
        raise (
            KeratinException(
                path,
                "a path where nothing is yet",
                "a file",
                "add --overwrite, or name another path"
            )
        )
