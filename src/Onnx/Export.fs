/// A network with its weights as an ONNX file.
[<RequireQualifiedAccess>]
module internal Keratin.Onnx.Export

open System
open System.IO
open Google.Protobuf
open Keratin
open Keratin.Engine
open Keratin.Onnx.Schema
open Keratin.Saving

/// The first with LayerNormalization, and known to everything that was made since 2022.
let defaultOpset = 17

/// The version of the file format goes with the opset: runtimes refuse one that is newer than they are.
let private formatVersion opset =
    if opset <= 14 then 7L
    elif opset <= 18 then 8L
    elif opset <= 20 then 9L
    elif opset <= 22 then 10L
    elif opset = 23 then 11L
    else 12L

/// A message of Protocol Buffers has less than this many bytes.
let private largest = int64 Int32.MaxValue

/// The outputs as functions of the network's own inputs, which may lie inside a larger graph.
let private cut (network: Network) : (string * Symbol) list * Symbol list =
    let inputs = [
        for name, s in List.zip network.InputNames network.Inputs -> name, s, Sym.input name s.Type
    ]

    let replacements = inputs |> List.map (fun (_, s, own) -> s.Key, own) |> dict

    let outputs =
        network.Outputs
        |> Graph.rewrite (fun node _ ->
            let outputs = node.Types |> List.mapi (fun i _ -> Symbol(node, i, None, null))

            if outputs |> List.exists (fun s -> replacements.ContainsKey s.Key) then
                outputs
                |> List.map (fun s ->
                    match replacements.TryGetValue s.Key with
                    | true, own -> own
                    | _ -> s)
                |> Some
            else
                None)

    inputs |> List.map (fun (name, _, own) -> name, own), outputs

/// Output names that are not names of inputs as well.
let private outputNames (network: Network) =
    network.OutputNames
    |> List.map (fun name ->
        if List.contains name network.InputNames then
            $"{name}_output"
        else
            name)

let private write (g: Graph) (state: State) inputs (names: string list) (outputs: Symbol list) =
    g.Reserve names
    g.Reserve(inputs |> List.map fst)
    let given = [ for name, (s: Symbol) in inputs -> s, g.Input(name, s.Type) ]
    let valueOf = Emit.nodes g state.Read given outputs

    g.Outputs [
        for name, s in List.zip names outputs -> name, Layout.lastName g (valueOf s), s.Type
    ]

let private placeOf (network: Network) = $"ONNX export of \"{network.Name}\""

/// The network in inference, with the numbers of its weights.
let private modelOf (network: Network) (state: State) (opset: int) : ModelProto =
    let where = placeOf network

    if opset < 13 || opset > 24 then
        refuse where "an opset from 13 to 24" $"opset {opset}" $"opset: {defaultOpset}"

    for node in Graph.nodes network.Outputs do
        match node.Op with
        | Op.Host _ -> Emit.refuseHost node.Place
        | _ -> ()

    let inputs, outputs = cut network

    let outputs =
        outputs |> Passes.forInference |> Widen.bfloat16 |> Fold.constants state

    let g = Graph(network.Name, opset)
    write g state inputs (outputNames network) outputs

    let model =
        ModelProto(IrVersion = formatVersion opset, ProducerName = "Keratin", Graph = g.Proto)

    model.OpsetImport.Add(OperatorSetIdProto(Domain = "", Version = int64 opset))
    model

let private bytesOfArrays (model: ModelProto) : int64 =
    model.Graph.Initializer |> Seq.sumBy (fun tensor -> int64 tensor.RawData.Length)

/// The bytes of an .onnx file.
let toModel (network: Network) (state: State) (opset: int) : byte[] =
    let model = modelOf network state opset
    let weights = bytesOfArrays model

    if weights >= largest then
        refuse
            (placeOf network)
            "a model of less than 2 GB, the most that one ONNX file holds"
            $"{weights} bytes of weights"
            "export it to a path: its weights go into a second file, beside the first"

    model.ToByteArray()

/// Fewer bytes stay in the model: runtimes look at shapes and indices before they run anything.
let private leastOutside = 1024

/// Runtimes map the second file into memory, which has pages.
let private pageSize = 4096L

/// Writes the arrays of a model to the file of this name beside it, and says in the model where they are.
let private moveArrays (model: ModelProto) (name: string) (stream: Stream) : unit =
    for tensor in model.Graph.Initializer do
        if tensor.RawData.Length >= leastOutside then
            stream.Write(Array.zeroCreate<byte>(int (-stream.Position &&& (pageSize - 1L))))

            for key, value in
                [
                    "location", name
                    "offset", string stream.Position
                    "length", string tensor.RawData.Length
                ] do
                tensor.ExternalData.Add(StringStringEntryProto(Key = key, Value = value))

            tensor.DataLocation <- TensorProto.Types.DataLocation.External
            stream.Write tensor.RawData.Span
            tensor.ClearRawData()

/// Writes an .onnx file, with the arrays in a second one where there are this many bytes of them.
let internal saveWithin (most: int64) (path: string) network state opset : unit =
    let model = modelOf network state opset

    if bytesOfArrays model >= most then
        let second = path + ".data"
        AtomicFile.write second (moveArrays model (nonNull (Path.GetFileName second)))

    let bytes = model.ToByteArray()
    AtomicFile.write path (fun stream -> stream.Write(bytes, 0, bytes.Length))

/// Writes an .onnx file, and where it would be larger than one can be, its weights to the path with ".data" behind it.
/// Nothing is written when the model cannot be exported.
let save (path: string) (network: Network) (state: State) (opset: int) : unit =
    saveWithin largest path network state opset
