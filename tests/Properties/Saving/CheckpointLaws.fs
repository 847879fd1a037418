/// Checkpoints: training goes on to the same bits, what changed is said, and other models are refused.
module Keratin.Properties.CheckpointLaws

open System
open System.IO
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties

let private inFolder (run: string -> unit) =
    let folder = Directory.CreateTempSubdirectory("keratin").FullName

    try
        run folder
    finally
        Directory.Delete(folder, true)

let private request callbacks = {
    Training.silent with
        BatchSize = Some 8
        Epochs = 6
        Validation = Some(Source.Whole(Training.data 2 8 [ 4 ]))
        Callbacks = callbacks
}

let private fit (core: ModelCore) (request: FitRequest) : unit =
    core.Fit(Training.data 1 40 [ 4 ], request) |> ignore

let private all (core: ModelCore) =
    let optimizer = (Option.get core.Compilation).Optimizer

    core.Network.Variables
    @ optimizer.Updating.Variables core.Network.TrainableWeights
    |> List.map core.State.Read

/// Ends training as an accident does, after so many batches.
type private Accident(after: int) =
    inherit Callback()
    let mutable seen = 0

    override _.OnTrainBatchBegin _ =
        if seen = after then
            invalidOp "accident"

        seen <- seen + 1

let private interrupted core (request: FitRequest) (after: int) =
    Assert.Throws<InvalidOperationException>(fun () ->
        fit core {
            request with
                Callbacks = request.Callbacks @ [ Accident after ]
        })
    |> ignore

let private checkpoint folder (freq: int) =
    let path = Path.Combine(folder, "training.checkpoint")

    if freq = 0 then
        Checkpoint path
    else
        Checkpoint(path, saveFreq = SaveFrequency.op_Implicit freq)

let private falling: LearningRate =
    LearningRate.op_Implicit (ExponentialDecay(0.1, 3.0, 0.5) :> Schedule)

let private optimizers: (string * (unit -> Optimizer)) list = [
    "Adam", (fun () -> Adam(learningRate = 0.01, amsgrad = true))
    "averages", (fun () -> AdamW(useEma = true))
    "schedule", (fun () -> SGD(falling, momentum = 0.9))
    "Muon", (fun () -> Muon())
    "accumulation", (fun () -> Adam(gradientAccumulationSteps = Nullable 2))
    "LossScaleOptimizer", (fun () -> LossScaleOptimizer(Adam(), 8.0, 3))
]

let names () : TheoryData<string> =
    let data = TheoryData<string>()

    for name, _ in optimizers do
        data.Add name

    data

let private classifier (optimizer: Optimizer) =
    let core = Training.classifier ()

    core.Compile {
        core.Compilation.Value with
            Optimizer = optimizer
    }

    core

[<Theory>]
[<MemberData(nameof names)>]
let ``training goes on from a checkpoint to the same bits`` (name: string) =
    let optimizer = optimizers |> List.find (fun (known, _) -> known = name) |> snd

    let callbacks: unit -> Callback list =
        fun () -> [
            if name <> "schedule" then
                ReduceLROnPlateau(patience = 1, factor = 0.5)
            EarlyStopping(patience = 3, restoreBestWeights = true)
            if name = "averages" then
                SwapEMAWeights(swapOnEpoch = true)
        ]

    let trained frequency after =
        let mutable result = []

        inFolder (fun folder ->
            let run () =
                request ((checkpoint folder frequency :> Callback) :: callbacks ())

            Seeds.set 5
            let core = classifier (optimizer ())

            if after > 0 then
                interrupted core (run ()) after
                // another model with other first values, seeds and order of samples
                Seeds.set 6
                let second = classifier (optimizer ())
                fit second (run ())
                result <- all second
            else
                fit core (run ())
                result <- all core)

        result

    let expected = trained 0 0
    Assert.Equal<NDArray list>(expected, trained 0 12)
    // within an epoch, and at its last batch
    Assert.Equal<NDArray list>(expected, trained 3 13)
    Assert.Equal<NDArray list>(expected, trained 5 11)

[<Fact>]
let ``other settings are taken, and said`` () =
    inFolder (fun folder ->
        interrupted (classifier (Adam 0.01)) (request [ checkpoint folder 0 ]) 12
        let kept = checkpoint folder 0

        fit (classifier (Adam 0.02)) {
            request [ kept ] with
                BatchSize = Some 10
                Epochs = 4
        }

        Assert.Equal<string list>(
            [
                "batch size: 8 before, 10 now"
                "epochs: 6 before, 4 now"
                "learning rate: 0.01 before, 0.02 now"
            ],
            List.ofSeq kept.Changes
        ))

[<Fact>]
let ``another model or optimizer is refused with the difference`` () =
    inFolder (fun folder ->
        interrupted (classifier (Adam 0.01)) (request [ checkpoint folder 0 ]) 12

        let other =
            Network.sequential "classifier" [
                Layers.Dense(9, activation = "relu", inputShape = sizes [ 4 ])
                Layers.Dropout 0.2
                Layers.Dense(3, activation = "softmax")
            ]
            |> Training.compile (SparseCategoricalCrossentropy())

        let before = all other

        let refused =
            Assert.Throws<KeratinException>(fun () -> fit other (request [ checkpoint folder 0 ]))

        Assert.Contains("(4, 9)", refused.Expected)
        Assert.Contains("(4, 8)", refused.Got)
        Assert.Equal<NDArray list>(before, all other)

        let refused =
            Assert.Throws<KeratinException>(fun () ->
                fit (classifier (SGD 0.01)) (request [ checkpoint folder 0 ]))

        Assert.Contains("SGD", refused.Expected)
        Assert.Contains("Adam", refused.Got))

let private small (layers: Layer list) (loss: Loss) =
    Network.sequential "small" (Layers.Dense(4, inputShape = sizes [ 4 ]) :: layers)
    |> Training.compile loss

[<Fact>]
let ``layers of the same shapes with other parameters or connections are another model`` () =
    let refused (before: Layer list) (after: Layer list) =
        let mutable refusal = None

        inFolder (fun folder ->
            interrupted (small before (MeanSquaredError())) (request [ checkpoint folder 0 ]) 12

            let fit () =
                fit (small after (MeanSquaredError())) (request [ checkpoint folder 0 ])

            refusal <- Some(Assert.Throws<KeratinException>(fit)))

        refusal.Value

    let activation =
        refused [ Layers.Dense(1, activation = "tanh") ] [ Layers.Dense(1, activation = "relu") ]

    Assert.Contains("relu", activation.Expected)
    Assert.Contains("tanh", activation.Got)

    let order =
        refused [ Layers.ReLU(); Layers.LayerNormalization(); Layers.Dense 1 ] [
            Layers.LayerNormalization()
            Layers.ReLU()
            Layers.Dense 1
        ]

    Assert.Contains("LayerNormalization", order.Expected)

[<Fact>]
let ``settings that only training knows of may change, and are said`` () =
    inFolder (fun folder ->
        let dropout rate : Layer list = [ Layers.Dropout rate; Layers.Dense 1 ]

        interrupted
            (small (dropout 0.25) (MeanSquaredError()))
            (request [ checkpoint folder 0 ])
            12

        let kept = checkpoint folder 0
        fit (small (dropout 0.5) (MeanAbsoluteError())) (request [ kept ])
        Assert.Contains(kept.Changes, fun change -> change.Contains "rate=0.25")

        Assert.Contains(
            kept.Changes,
            fun change -> change.Contains "MeanSquaredError" && change.Contains "MeanAbsoluteError"
        ))

let private latest (path: string) : Saving.CheckpointFile.Found option =
    use files = new Saving.Files()
    Saving.CheckpointFile.latest files path

[<Fact>]
let ``a damaged checkpoint is found, and the one before it taken`` () =
    inFolder (fun folder ->
        interrupted (classifier (Adam 0.01)) (request [ checkpoint folder 0 ]) 12
        let path = Path.Combine(folder, "training.checkpoint")
        let bytes = File.ReadAllBytes path
        let random = Random 3

        for _ in 1..200 do
            let damaged = Array.copy bytes
            let at = random.Next bytes.Length
            damaged[at] <- damaged[at] ^^^ byte (1 <<< random.Next 8)
            File.WriteAllBytes(path, damaged)

            try
                let found = Option.get (latest path)
                // what a flip may leave: names of metadata that nobody reads
                Assert.True(not found.NewestIsWhole || found.Notes.IsEmpty)
            with :? KeratinException ->
                failwith "neither generation was read"

        let damaged = Array.copy bytes
        damaged[bytes.Length - 1] <- damaged[bytes.Length - 1] ^^^ 1uy
        File.WriteAllBytes(path, damaged)
        let kept = checkpoint folder 0
        fit (classifier (Adam 0.01)) (request [ kept ])
        Assert.Contains("the one before it is taken", Assert.Single kept.Changes)
        Assert.True (Option.get (latest path)).NewestIsWhole)

[<Fact>]
let ``a file of somebody else is not replaced`` () =
    inFolder (fun folder ->
        let path = Path.Combine(folder, "training.checkpoint.previous")
        File.WriteAllText(path, "a diary")

        Assert.Throws<KeratinException>(fun () ->
            fit (classifier (Adam 0.01)) (request [ checkpoint folder 0 ]))
        |> ignore

        Assert.Equal("a diary", File.ReadAllText path))

[<Fact>]
let ``a backup goes when training has ended, and nothing else`` () =
    inFolder (fun folder ->
        let own = Path.Combine(folder, "notes.txt")
        File.WriteAllText(own, "mine")
        let core = classifier (Adam 0.01)
        interrupted core (request [ BackupAndRestore folder ]) 12
        Assert.Equal(2, Directory.GetFiles(folder).Length)
        fit core (request [ BackupAndRestore folder ])
        Assert.Equal<string list>([ own ], List.ofArray (Directory.GetFiles folder)))

[<Fact>]
let ``models are saved under names with numbers`` () =
    inFolder (fun folder ->
        let core = classifier (Adam 0.01)
        let path = Path.Combine(folder, "made", "{epoch:02d}-{val_loss:.2f}.keras")

        let history = core.Fit(Training.data 1 40 [ 4 ], request [ ModelCheckpoint path ])

        Assert.Equal<string list>(
            [
                for i, loss in Seq.indexed history["val_loss"] do
                    $"{i + 1:D2}-{loss:F2}.keras"
            ],
            [
                for file in Directory.GetFiles(Path.Combine(folder, "made")) |> Array.sort ->
                    nonNull (Path.GetFileName file)
            ]
        )

        let last = Directory.GetFiles(Path.Combine(folder, "made")) |> Array.max
        let loaded = ModelCore.Load(last, State Device.Cpu, true)

        Assert.Equal<NDArray list>(
            core.Network.Weights |> List.map core.State.Read,
            loaded.Network.Weights |> List.map loaded.State.Read
        ))

/// Says what an epoch's loss is.
type private Losses(values: float list) =
    inherit Callback()
    override _.OnEpochEnd(epoch, logs) = logs["val_loss"] <- values[epoch]

[<Fact>]
let ``only better models are saved where that is wanted`` () =
    let saved (mode: string) (threshold: Nullable<float>) =
        let mutable names = []

        inFolder (fun folder ->
            let path = Path.Combine(folder, "{epoch}.weights.h5")

            let keep =
                ModelCheckpoint(
                    path,
                    saveBestOnly = true,
                    saveWeightsOnly = true,
                    mode = mode,
                    initialValueThreshold = threshold
                )

            fit
                (classifier (Adam 0.01))
                (request [ Losses [ 3.0; 4.0; 2.0; 2.0; 1.0; 5.0 ]; keep ])

            names <- [
                for file in Directory.GetFiles folder |> Array.sort ->
                    (nonNull (Path.GetFileName file)).Split('.')[0]
            ])

        names

    Assert.Equal<string list>([ "1"; "3"; "5" ], saved "auto" (Nullable()))
    Assert.Equal<string list>([ "1"; "2"; "6" ], saved "max" (Nullable()))
    Assert.Equal<string list>([ "3"; "5" ], saved "min" (Nullable 2.5))

[<Fact>]
let ``models are saved after so many batches`` () =
    inFolder (fun folder ->
        let path = Path.Combine(folder, "{epoch}-{batch}.keras")
        // five batches an epoch
        fit (classifier (Adam 0.01)) {
            request [ ModelCheckpoint(path, saveFreq = SaveFrequency.op_Implicit 4) ] with
                Epochs = 2
        }

        Assert.Equal<string list>(
            [ "1-4.keras"; "2-3.keras" ],
            [
                for file in Directory.GetFiles folder |> Array.sort ->
                    nonNull (Path.GetFileName file)
            ]
        ))

[<Fact>]
let ``paths are refused before training where they can be known to be wrong`` () =
    Assert.Throws<KeratinException>(fun () -> ModelCheckpoint "model.h6" |> ignore)
    |> ignore

    Assert.Throws<KeratinException>(fun () ->
        ModelCheckpoint("model.keras", mode = "least") |> ignore)
    |> ignore

    let refused =
        Assert.Throws<KeratinException>(fun () ->
            fit (classifier (Adam 0.01)) (request [ ModelCheckpoint "{val_los:.2f}.keras" ]))

    Assert.Contains("val_loss", refused.Fix)
