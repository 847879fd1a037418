/// Files made to do harm: what each of them must end in.
module internal Keratin.Properties.Fuzzing.Hostile

open System
open System.IO
open System.Text
open Xunit
open Keratin
open Keratin.Properties.Fuzzing.Seeds

let private readers = lazy Readers()

let private atPath (name: string) (bytes: byte[]) (act: string -> 'a) : 'a =
    let folder = Directory.CreateTempSubdirectory("keratin").FullName

    try
        let path = Path.Combine(folder, name)
        File.WriteAllBytes(path, bytes)
        act path
    finally
        Directory.Delete(folder, true)

/// What is wrong with reading a file; it may be refused.
let fault (read: string -> unit) (name: string) (bytes: byte[]) : string option =
    atPath name bytes (fun path -> Fuzzer.judge (fun () -> read path))

/// Fails unless a file is read.
let reads (read: string -> unit) (name: string) (bytes: byte[]) : unit = atPath name bytes read

/// The refusal of a file when it is loaded; every other way of reading it stays within the limits too.
let refusal (name: string) (bytes: byte[]) : KeratinException =
    let readers = readers.Value.Of name
    let mutable refused: KeratinException option = None

    let load path =
        try
            readers.Head path
        with :? KeratinException as e ->
            refused <- Some e
            reraise ()

    for read in load :: readers.Tail do
        match fault read name bytes with
        | Some fault -> Assert.Fail $"{name}: {fault}"
        | None -> ()

    match refused with
    | Some e -> e
    | None -> failwith $"{name} was read"

/// A .keras archive of a config and the weights of another model.
let keras (config: string) : byte[] =
    bytesOf (
        Archive [
            "metadata.json", "{}"B
            "config.json", Encoding.UTF8.GetBytes config
            "model.weights.h5",
            written (fun stream ->
                Keratin.Saving.Hdf5Writer.write stream (Saving.GroupTree([], [])))
        ]
    )

/// Fails unless the refusal says this.
let says (text: string) (e: KeratinException) : unit =
    if not (e.Message.Contains text) then
        Assert.Fail $"\"{text}\" is not in: {e.Message}"
