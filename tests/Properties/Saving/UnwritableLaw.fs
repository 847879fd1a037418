/// Where a disk is full, or a folder read-only, what was saved before stays whole, and the error says why.
module Keratin.Properties.UnwritableLaw

open System
open System.IO
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

/// A training of so many epochs, of which the last is new to a checkpoint of one less.
let private fit (callback: Callback) (epochs: int) (core: ModelCore) : unit =
    core.Fit(
        Training.data 1 16 [ 4 ],
        {
            Training.silent with
                Epochs = epochs
                Callbacks = [ callback ]
        }
    )
    |> ignore

/// Everything that writes a file over the one before, for the so manieth time.
let private writers: (string * (string -> int -> ModelCore -> unit)) list = [
    "m.keras", (fun path _ core -> core.Save(path, true))
    "m.weights.h5", (fun path _ core -> core.SaveWeights(path, true, Nullable()))
    "m.safetensors", (fun path _ core -> core.SaveWeights(path, true, Nullable()))
    "m.weights.json", (fun path _ core -> core.SaveWeights(path, true, Nullable 1e-6))
    "a.npy", (fun path _ _ -> ArrayFiles.SaveNpy(path, [| 1.0f; 2.0f |], true))
    "m.checkpoint", (fun path round core -> fit (Checkpoint path) round core)
    "best.keras", (fun path round core -> fit (ModelCheckpoint path) round core)
    "best.weights.h5",
    (fun path round core -> fit (ModelCheckpoint(path, saveWeightsOnly = true)) round core)
]

let names () : TheoryData<string> =
    let data = TheoryData<string>()

    for name, _ in writers do
        data.Add name

    data

let private contents (folder: string) =
    Map [
        for file in Directory.GetFiles folder do
            if Path.GetFileName file <> "filler" then
                file, File.ReadAllBytes file
    ]

let private staysWhole (name: string) (said: string) (obstacle: string -> (unit -> unit) -> unit) =
    Mounts.onSmallDisk (1 <<< 20) (fun folder ->
        let write = writers |> List.find (fun (known, _) -> known = name) |> snd
        let path = Path.Combine(folder, name)
        let core = Training.classifier ()
        write path 1 core
        let before = contents folder

        obstacle folder (fun () ->
            let refused = Assert.Throws<KeratinException>(fun () -> write path 2 core)
            Assert.Contains(said, refused.Got)
            Assert.Contains(name.Split('.')[0], refused.Where)

            for part in [ refused.Where; refused.Expected; refused.Fix ] do
                Assert.NotEmpty part

            Assert.Equal<Map<string, byte[]>>(before, contents folder))

        // nothing is in the way of the next time
        write path 2 core)

[<Theory>]
[<MemberData(nameof names)>]
let ``a full disk leaves what was saved before`` (name: string) =
    staysWhole name "space" Mounts.whileFull

[<Theory>]
[<MemberData(nameof names)>]
let ``a folder that is read-only leaves what was saved before`` (name: string) =
    staysWhole name "Read-only" Mounts.whileReadOnly

[<Fact>]
let ``a folder that cannot be written to leaves the checkpoint as it was`` () =
    let folder = Directory.CreateTempSubdirectory("keratin").FullName

    try
        let path = Path.Combine(folder, "m.checkpoint")
        let core = Training.classifier ()
        fit (Checkpoint path) 1 core
        let before = File.ReadAllBytes path

        // root writes everywhere, but not where a folder has the name that is written to first
        if Environment.IsPrivilegedProcess || OperatingSystem.IsWindows() then
            Directory.CreateDirectory(path + ".unfinished") |> ignore
        else
            File.SetUnixFileMode(folder, UnixFileMode.UserRead ||| UnixFileMode.UserExecute)

        let refused =
            Assert.Throws<KeratinException>(fun () -> fit (Checkpoint path) 2 core)

        Assert.Contains("denied", refused.Got)
        Assert.Equal<byte[]>(before, File.ReadAllBytes path)
    finally
        if not (OperatingSystem.IsWindows()) then
            File.SetUnixFileMode(
                folder,
                UnixFileMode.UserRead ||| UnixFileMode.UserWrite ||| UnixFileMode.UserExecute
            )

        Directory.Delete(folder, true)
