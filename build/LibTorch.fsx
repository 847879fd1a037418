// Finding LibTorch: the folder that KERATIN_LIBTORCH names, the system's, the torch of the active Python.

#load "Run.fsx"

open System.IO
open Run

/// Where LibTorch's headers and libraries are, and what the compiler has to be told besides.
type LibTorch = {
    Headers: string
    Libraries: string
    Flags: string
}

let private library = "libtorch_cpu.so"
let private header = "ATen/core/Tensor.h"

/// LibTorch in these two folders, or what is missing there.
let private within flags (headers: string) (libraries: string) =
    let missing =
        [ Path.Combine(libraries, library); Path.Combine(headers, header) ]
        |> List.filter (File.Exists >> not)

    match missing with
    | [] ->
        Ok {
            Headers = $"""{headers};{Path.Combine(headers, "torch/csrc/api/include")}"""
            Libraries = libraries
            Flags = flags
        }
    | missing -> Error $"""no {String.concat ", no " missing}"""

let private named () =
    match variable "KERATIN_LIBTORCH" with
    | None -> Error "is not set"
    | Some folder -> within "" (Path.Combine(folder, "include")) (Path.Combine(folder, "lib"))

let private ofSystem () =
    [
        "/usr/lib/x86_64-linux-gnu"
        "/usr/lib/aarch64-linux-gnu"
        "/usr/lib64"
        "/usr/lib"
    ]
    |> List.filter Directory.Exists
    |> List.map (within "" "/usr/include")
    |> List.reduce (fun first next -> if Result.isOk first then first else next)

/// Wheels may have been built with the old layout of std::string; what links with them must follow.
let private ofPython () =
    let probe =
        "import os, torch; print(os.path.dirname(torch.__file__), int(torch.compiled_with_cxx11_abi()), sep='|')"

    if not (isCommand "python3") then
        Error "there is no python3"
    else
        let code, output = capture "python3" [ "-c"; probe ]
        let last = output.Trim().Split '\n' |> Array.last

        match code, last.Split '|' with
        | 0, [| folder; abi |] ->
            within
                $"-D_GLIBCXX_USE_CXX11_ABI={abi}"
                (Path.Combine(folder, "include"))
                (Path.Combine(folder, "lib"))
        | _ -> Error last

/// Whoever names a LibTorch gets that one or none.
let locate () : LibTorch =
    let places = [
        "KERATIN_LIBTORCH", named
        "the system's", ofSystem
        "python3's torch", ofPython
    ]

    let rec search tried places =
        match places with
        | [] -> Error(List.rev tried)
        | (name, probe) :: rest ->
            match probe () with
            | Ok found -> Ok found
            | Error reason ->
                let tried = (name, reason) :: tried

                if name = "KERATIN_LIBTORCH" && variable name <> None then
                    Error tried
                else
                    search tried rest

    match search [] places with
    | Ok found -> found
    | Error tried ->
        let lines = tried |> List.map (fun (name, reason) -> $"  %-18s{name}{reason}")

        stop (
            String.concat "\n" [
                $"LibTorch was not found: {header} among headers, {library} among libraries. Looked for:"
                yield! lines
                "Install Debian's, and run this again:"
                "  sudo apt-get install -y libtorch-dev libopenblas0-pthread"
                "or name a folder that has include and lib:"
                "  export KERATIN_LIBTORCH=/opt/libtorch"
            ]
        )
