/// Models that Keras saved after training: what it goes on to from the optimizer's variables in the file.
module internal Keratin.Golden.Continuing

open Keratin
open Keratin.Engine
open Keratin.Saving
open Keratin.Golden.Cases

/// The arrays of a case for a training that goes on; none where it records none.
let run (case: Case) : Outcome =
    match case.Number "continue_epochs", case.File ".keras" with
    | Some epochs, Some path ->
        let model = ModelCore.Load(path, State Device.Default, true)
        let arrays = arrays case

        match Training.data case model.Network arrays "" with
        | None -> Failed "the case has no data to go on with"
        | Some data ->
            let history =
                model.Fit(
                    data,
                    {
                        FitRequest.Default with
                            BatchSize = case.Number "batch_size" |> Option.map int
                            Epochs = int epochs
                            Verbose = 0
                            Shuffle = false
                    }
                )

            verdict case [
                for prefix, weights in
                    [
                        "w_continued", model.Network.TrainableWeights
                        "s_continued", model.Network.OtherWeights
                    ] do
                    for i, w in List.indexed weights do
                        $"{prefix}/{i}", Map.tryFind $"{prefix}/{i}" arrays, model.State.Read w

                for name in history.Keys do
                    let values = Array.ofSeq history[name]

                    $"log_continued/{name}",
                    Map.tryFind $"log_continued/{name}" arrays,
                    NDArray.ofFloats DType.Float32 [| values.Length |] values
            ]
    | _ -> Passed
