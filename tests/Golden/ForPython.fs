/// What `python/check_archives.py` reads: every golden model saved again, with what this library makes of its inputs.
module internal Keratin.Golden.ForPython

open System.IO
open Keratin
open Keratin.Engine
open Keratin.Saving
open Keratin.Golden.Cases

/// The model of a case, compiled where the file says how.
let private model (case: Case) : ModelCore option =
    let state = State Device.Cpu

    match case.Kind, case.File ".keras" with
    | "hostile", _ -> None
    | _, Some path -> Some(ModelCore.Load(path, state, true))
    // a whole model, or the weights of the config that the case has
    | "legacy", None when (case.Try "config").IsNone ->
        case.File ".h5" |> Option.map (fun path -> ModelCore.Load(path, state, true))
    | "legacy", None -> Some(ModelCore(Files.loadLegacy case state, state))
    | _ -> None

let private predictions (case: Case) (model: ModelCore) : (string * NDArray) list =
    let arrays = arrays case

    if not (arrays.ContainsKey "x0" && arrays.ContainsKey "y0") then
        []
    else
        let outputs = model.Network.Outputs |> Passes.choosePhase false
        let inputs = Models.inputs case model.Network arrays

        Models.runStep model.State inputs { Fetches = outputs; Updates = [] }
        |> List.zip (Models.outputOrder case "y" outputs.Length)

/// Writes CASE.keras, and CASE.y0.npy, … for the outputs, below a folder.
let write (source: string) (target: string) : int =
    for case in read source do
        match model case with
        | None -> ()
        | Some model ->
            let path (ending: string) =
                Path.Combine(target, case.Name + ending)

            Directory.CreateDirectory(nonNull (Path.GetDirectoryName(path ""))) |> ignore
            model.Save(path ".keras", true)

            for name, values in predictions case model do
                let values =
                    // NumPy has no such type
                    if values.DType = DType.BFloat16 then
                        NDArray.cast DType.Float32 values
                    else
                        values

                AtomicFile.write (path $".{name}.npy") (NpyWriter.write name (LazyArray.Of values))

    0
