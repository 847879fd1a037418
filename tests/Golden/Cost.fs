/// What an act costs the process: time, and memory that it needed at most at one time.
module internal Keratin.Golden.Cost

open System
open System.Diagnostics
open System.IO

type Cost = {
    Time: TimeSpan
    /// How far the resident memory of the process rose, .NET's and the engine's together: Linux counts its highest
    /// mark, and can begin anew. Elsewhere 0, and `Allocated` alone counts.
    Risen: int64
    /// All that .NET gave out meanwhile, on every thread, were it needed at one time or not.
    Allocated: int64
} with

    /// What is more than an act may cost, in words.
    member c.Excess(time: TimeSpan, memory: int64) : string option =
        if c.Time > time then
            Some $"it took {c.Time}"
        elif c.Risen > memory then
            Some $"resident memory rose by {c.Risen >>> 20} MiB"
        elif c.Allocated > memory then
            Some $"it allocated {c.Allocated >>> 20} MiB"
        else
            None

let private status = "/proc/self/status"

/// A line of the process's status, in bytes.
let private line (name: string) : int64 =
    File.ReadLines status
    |> Seq.tryPick (fun line ->
        if line.StartsWith(name + ":") then
            Some(Int64.Parse(line.Substring(name.Length + 1).Replace("kB", "").Trim()) <<< 10)
        else
            None)
    |> Option.defaultValue 0L

let measure (act: unit -> 'a) : 'a * Cost =
    let isLinux = OperatingSystem.IsLinux()

    if isLinux then
        File.WriteAllText("/proc/self/clear_refs", "5")

    let resident = if isLinux then line "VmRSS" else 0L
    let allocated = GC.GetTotalAllocatedBytes()
    let clock = Stopwatch.StartNew()
    let result = act ()

    result,
    {
        Time = clock.Elapsed
        Risen = (if isLinux then line "VmHWM" - resident else 0L)
        Allocated = GC.GetTotalAllocatedBytes() - allocated
    }
