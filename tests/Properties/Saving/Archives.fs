/// Models in archives and files, for laws about them.
module internal Keratin.Properties.Archives

open System
open System.IO
open System.Text.Json.Nodes
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Saving
open Keratin.Properties

let save (core: ModelCore) : byte[] =
    use stream = new MemoryStream()
    core.Save stream
    stream.ToArray()

let loadAs (compile: bool) (bytes: byte[]) : ModelCore =
    use stream = new MemoryStream(bytes)
    ModelCore.Load(stream, State Device.Cpu, compile)

let load (bytes: byte[]) : ModelCore = loadAs true bytes

/// The config and the weights' file of an archive.
let parts (bytes: byte[]) : string * byte[] =
    let archive = Archive.OfFile(Region.OfMemory(bytes, Budget()), "saved")
    archive.Config().RootElement.GetRawText(), archive.Weights().Copy "saved"

/// An archive of any config and weights.
let archive (config: JsonNode) (weights: H5Tree) : byte[] =
    use stream = new MemoryStream()
    KerasArchiveWriter.write config weights [] stream
    stream.ToArray()

/// A model with numbers by chance.
let fresh (network: Network) : ModelCore =
    let core = ModelCore(network, State Device.Cpu)
    Steps.scatter (Random 7) core.State core.Network.Weights
    core

let values (core: ModelCore) : NDArray list =
    core.Network.Weights |> List.map core.State.Read

let groups (core: ModelCore) =
    WeightTree.groups core.Network (core.Compilation |> Option.map _.Optimizer) core.State

let configOf (core: ModelCore) : JsonNode =
    KerasArchiveWriter.config core.Network core.Compilation

/// Fails unless this is refused with these words.
let refusal (part: string) (run: unit -> 'a) : unit =
    let error = Assert.Throws<KeratinException>(run >> ignore)
    Assert.Contains(part, error.Message)

/// A file in a folder of its own.
let inFile (name: string) (write: Stream -> unit) (run: string -> unit) : unit =
    let folder = Directory.CreateTempSubdirectory("keratin").FullName

    try
        let path = Path.Combine(folder, name)
        using (File.Create path) write
        run path
    finally
        Directory.Delete(folder, true)
