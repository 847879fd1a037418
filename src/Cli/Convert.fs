/// `keratin convert`: a model in another format, and a look at whether the written file has the same numbers.
[<RequireQualifiedAccess>]
module internal Keratin.Cli.Convert

open System
open System.Collections.Generic
open System.IO
open Keratin
open Keratin.Engine
open Keratin.Onnx
open Keratin.Saving

/// What `convert` is asked for besides the two paths.
type Request = {
    Overwrite: bool
    Opset: int
    Check: bool
    /// A file of samples to check with, instead of random ones.
    Samples: string option
}

/// What the check compared, and the largest difference that it found and that it allows.
type private Check = {
    What: string
    Difference: float
    Allowed: float
} with

    member c.Holds = c.Difference <= c.Allowed

let private difference (a: NDArray) (b: NDArray) : float =
    if a.Shape <> b.Shape then
        infinity
    else
        (0.0, NDArray.toFloats a, NDArray.toFloats b)
        |||> Array.fold2 (fun most x y ->
            if x = y || (Double.IsNaN x && Double.IsNaN y) then most
            elif Double.IsNaN(x - y) then infinity
            else max most (abs (x - y)))

let private largest differences = List.fold max 0.0 differences

/// Two libraries add in other orders: the rounding of a long sum, relative to the largest output, in the narrowest
/// type that the network calculates in.
let private tolerance (network: Network) (outputs: NDArray list) : float =
    let types =
        set [
            for node in Graph.nodes network.Outputs do
                for t in node.Types -> t.DType
        ]

    let rounding =
        if types.Contains DType.BFloat16 then 5e-2
        elif types.Contains DType.Float16 then 1e-2
        else 1e-4

    outputs
    |> List.map (
        NDArray.toFloats
        >> Array.fold (fun most x -> if Double.IsFinite x then max most (abs x) else most) 1.0
    )
    |> largest
    |> (*) rounding

let private samples (request: Request) (network: Network) =
    match request.Samples with
    | Some path ->
        // ONNX Runtime takes the element types of the model and no other
        List.zip network.Inputs (Samples.read network [ path ])
        |> List.map (fun (s, a) -> NDArray.cast s.DType a)
    | None -> Samples.made network

let private inOnnxRuntime (model: ModelCore) (path: string) (request: Request) : Check =
    let inputs = samples request model.Network
    let ours = Samples.predict model 32 inputs
    use session = new OnnxSession(path)

    let given = Dictionary<string, OnnxValue>()

    for info, a in Seq.zip session.Inputs inputs do
        given.Add(info.Name, OnnxValue a)

    let answers = session.Run given
    let theirs = [ for info in session.Outputs -> answers[info.Name].Array ]

    {
        What = $"outputs of ONNX Runtime {Runtime.Api.Version} for {inputs.Head.Shape[0]} samples"
        Difference = List.map2 difference ours theirs |> largest
        Allowed = tolerance model.Network ours
    }

let private compareWeights (network: Network) (state: State) (other: Network) (otherState: State) =
    List.map2
        (fun w v -> difference (state.Read w) (otherState.Read v))
        network.Weights
        other.Weights
    |> largest

let private loadedAgain (model: ModelCore) (path: string) (request: Request) : Check =
    let again = Samples.load path false

    let weights = compareWeights model.Network model.State again.Network again.State

    let inputs = samples request model.Network

    let outputs =
        List.map2 difference (Samples.predict model 32 inputs) (Samples.predict again 32 inputs)

    {
        What = $"weights, and outputs for {inputs.Head.Shape[0]} samples, of the file loaded again"
        Difference = max weights (largest outputs)
        Allowed = 0.0
    }

let private weightsAgain (model: ModelCore) (path: string) : Check =
    let again = State model.State.Device

    ModelFile.loadWeights path false false model.Network None again
    |> ignore<string list>

    {
        What = $"{model.Network.Weights.Length} weights of the file loaded again"
        Difference = compareWeights model.Network model.State model.Network again
        Allowed = 0.0
    }

/// What an ending stands for.
type private Target = {
    Ending: string
    Write: ModelCore -> string -> Request -> unit
    Check: ModelCore -> string -> Request -> Check
}

let private targets = [
    {
        Ending = ".onnx"
        Write = fun model path request -> Export.save path model.Network model.State request.Opset
        Check = inOnnxRuntime
    }
    {
        Ending = ".keras"
        Write = fun model path request -> model.Save(path, request.Overwrite)
        Check = loadedAgain
    }
    for ending in [ ".weights.h5"; ".safetensors" ] do
        {
            Ending = ending
            Write = fun model path request -> model.SaveWeights(path, request.Overwrite, Nullable())
            Check = fun model path _ -> weightsAgain model path
        }
]

let endings = targets |> List.map _.Ending

/// Writes a model in the format that the ending of the output says, and checks it. The code is 1 where the check
/// does not hold.
let run (input: string) (output: string) (request: Request) : Answer =
    match targets |> List.tryFind (fun t -> Contents.endsIn t.Ending output) with
    | None ->
        raise (
            KeratinException(
                output,
                $"""a file that ends in {String.concat ", " endings}""",
                $"\"{Path.GetExtension output}\"",
                $"keratin convert {input} model.onnx"
            )
        )
    | Some target ->
        Output.demandFree output request.Overwrite
        let model = Samples.load input (target.Ending = ".keras")
        target.Write model output request

        let check =
            if request.Check then
                Some(target.Check model output request)
            else
                None

        let bytes = FileInfo(output).Length

        let holds =
            match check with
            | Some check -> check.Holds
            | None -> true

        let lines = [
            $"{output}: {bytes} bytes"

            match check with
            | Some c ->
                let verdict = if c.Holds then "ok" else "FAILED"

                $"check {verdict}: {c.What} differ by {c.Difference:G4} at most ({c.Allowed:G4} allowed)"
            | None -> "not checked"
        ]

        Answer.make (if holds then ExitCode.Fine else ExitCode.Failed) lines [
            "file", Node.text output
            "bytes", Node.whole bytes
            "check",
            Node.optional
                (fun (c: Check) ->
                    Node.object [
                        "holds", Node.truth c.Holds
                        "what", Node.text c.What
                        "difference", Node.number c.Difference
                        "allowed", Node.number c.Allowed
                    ])
                check
        ]
