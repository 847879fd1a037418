// The projects: building them, testing, running the programs, packages and layout.

#load "Run.fsx"
#load "Setup.fsx"

open System
open System.IO
open System.Text.RegularExpressions
open Run
open Setup

module Solution =
    type Built = private | Built

    let build (_: Ready) =
        step "build" (fun () ->
            words "build Solution.sln -c Release -m:1 --nologo -v q" |> quietly "dotnet"
            Built)

    /// The program that a project was built into.
    let program (_: Built) (folder: string) (name: string) =
        let file = at $"{folder}/bin/Release/net10.0/{name}.dll"

        if not (File.Exists file) then
            stop $"{folder} was not built: is its project in Solution.sln?"

        file

module Tests =
    type private Tally = {
        Passed: int
        Failed: int
        Skipped: int
    }

    let private suites = [
        "tests/Properties", "Keratin.Properties"
        "tests/Golden", "Keratin.Golden"
        "tests/CSharp", "Keratin.CSharp"
    ]

    /// The counts in the last lines of a run: "Total: 4, Errors: 0, Failed: 1, Skipped: 1, Not Run: 0".
    let private tally (suite: string) (code: int) (output: string) =
        let count (word: string) =
            Regex.Matches(output, $@"\b{word}: (\d+)", RegexOptions.IgnoreCase)
            |> Seq.tryLast
            |> Option.map (fun found -> int found.Groups[1].Value)

        match count "total", count "failed", count "skipped" with
        // the filter left nothing here, and the runner says no more than that
        | Some 0, _, _ when code = 0 -> { Passed = 0; Failed = 0; Skipped = 0 }
        | Some total, Some failed, Some skipped ->
            let broken = failed + (count "errors" |> Option.defaultValue 0)
            let idle = skipped + (count "not run" |> Option.defaultValue 0)

            {
                Passed = total - failed - idle
                // a run that ends badly without naming a test has failed all the same
                Failed = if code <> 0 then max 1 broken else broken
                Skipped = idle
            }
        | _ ->
            printfn $"{suite} ended with {code} and no summary"
            { Passed = 0; Failed = 1; Skipped = 0 }

    /// All tests, or those whose name has the filter in it.
    let run (filter: string option) (built: Solution.Built) =
        let arguments = [
            match filter with
            | Some part ->
                "-displayName"
                $"*{part}*"
            | None -> ()
        ]

        let tallies = [
            for folder, name in suites do
                let program = Solution.program built folder name
                aloud "dotnet" ("exec" :: program :: arguments) ||> tally name
        ]

        let sum part = List.sumBy part tallies
        let passed, failed = sum _.Passed, sum _.Failed
        printfn $"{passed} passed, {failed} failed, {sum _.Skipped} skipped"
        if failed > 0 || passed = 0 then 1 else 0

module Programs =
    let private run folder name arguments (built: Solution.Built) =
        handing "dotnet" ("exec" :: Solution.program built folder name :: arguments)

    let demo = run "samples/Demo" "Keratin.Demo"

    let golden arguments =
        run "tests/Golden" "Keratin.Golden" ("golden" :: arguments)

    /// A Python with torch in it, which the benchmarks compare with.
    let private pythonWithTorch () =
        let probe =
            "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)"

        let found () =
            [ "python3"; "/usr/bin/python3" ]
            |> List.filter (fun python -> File.Exists python || isCommand python)
            |> List.tryFind (fun python -> fst (capture python [ "-c"; probe ]) = 0)

        found ()
        |> Option.orElseWith (fun () ->
            Debian.demand [ "python3-torch" ]
            found ())
        |> Option.defaultWith (fun () -> stop "no Python with torch was found")

    /// The benchmarks start the Python that KERATIN_PYTHON names.
    let bench arguments =
        if not (List.contains "--memory" arguments) then
            Environment.SetEnvironmentVariable("KERATIN_PYTHON", pythonWithTorch ())

        run "bench" "Keratin.Bench" arguments

module Format =
    let private folders = [ "build"; "src"; "tests"; "samples"; "bench" ]

    /// Lays out the F# and C# sources, or only tells whether they are.
    let sources check (_: Tools.Restored) =
        let sources pattern =
            folders |> List.collect (fun folder -> find folder pattern)

        step "format: Fantomas" (fun () ->
            [
                "fantomas"
                if check then
                    "--check"
            ]
            @ ("build.fsx" :: sources "*.fs" @ sources "*.fsx")
            |> quietly "dotnet")

        step "format: CSharpier" (fun () ->
            [ "csharpier"; (if check then "check" else "format") ] @ sources "*.cs"
            |> quietly "dotnet")

module Package =
    /// The libraries; everything else says IsPackable=false.
    let make (_: Solution.Built) =
        step "pack" (fun () ->
            words "pack Solution.sln -c Release --no-build -m:1 --nologo -v q -o"
            @ [ Path.Combine(artifacts, "packages") ]
            |> quietly "dotnet")
