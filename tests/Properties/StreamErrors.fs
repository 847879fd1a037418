/// What ends a stream early: errors of the sequence, errors in what it gives, callbacks, and cancellation.
module Keratin.Properties.StreamErrors

open System
open System.Threading
open Xunit
open Keratin
open Keratin.Engine
open Keratin.Properties
open Keratin.Properties.StreamSamples

let private data rows = Training.data 1 rows [ 4 ]
let private batches = slices 8 (data 40)

let private fit (source: Source) (request: FitRequest) =
    (Training.classifier ()).Fit(source, request) |> ignore

let private letGo (watched: Watched<'a>) =
    Assert.Equal(watched.Begun, watched.LetGo)

[<Fact>]
let ``what a sequence raises comes out as it is`` () =
    let failure = InvalidOperationException "no such file"

    let failing =
        Watched(
            seq {
                yield! List.truncate 3 batches
                raise failure
            }
        )

    let core = Training.classifier ()
    let before = Training.weights core

    let calls: (unit -> unit) list = [
        fun () -> core.Fit(stream failing, Training.silent) |> ignore
        fun () -> core.Evaluate(stream failing, 1, None, CancellationToken.None) |> ignore
        fun () ->
            core.Fit(
                stream batches,
                {
                    Training.silent with
                        Validation = Some(stream failing)
                }
            )
            |> ignore
    ]

    for call in calls do
        Assert.Same(failure, Assert.Throws<InvalidOperationException> call)
        letGo failing

    Assert.NotEqual<NDArray list>(before, Training.weights core)

[<Fact>]
let ``what letting go of a sequence raises comes out as it is`` () =
    let failure = InvalidOperationException "cannot close"

    let failing =
        seq {
            try
                yield! batches
            finally
                raise failure
        }

    Assert.Same(
        failure,
        Assert.Throws<InvalidOperationException>(fun () -> fit (stream failing) Training.silent)
    )

/// Does something at a batch.
type private At(batch: int, act: ITraining -> unit) =
    inherit Callback()

    override c.OnTrainBatchEnd(n, _) =
        match c.Training with
        | NonNull training when n = batch -> act training
        | _ -> ()

let private endless () =
    Watched(Seq.initInfinite (fun i -> batches[i % 5]))

[<Fact>]
let ``training that is stopped lets go of the sequence`` () =
    let watched = endless ()

    fit (stream watched) {
        Training.silent with
            Callbacks = [ At(3, (fun training -> training.StopTraining <- true)) ]
    }

    letGo watched
    Assert.InRange(watched.Made, 4, 7)

[<Fact>]
let ``training that is cancelled lets go of the sequence`` () =
    use cancelling = new CancellationTokenSource()
    let watched = endless ()

    Assert.ThrowsAny<OperationCanceledException>(fun () ->
        fit (stream watched) {
            Training.silent with
                Cancellation = cancelling.Token
                Callbacks = [ At(3, (fun _ -> cancelling.Cancel())) ]
        })
    |> ignore

    letGo watched
    Assert.InRange(watched.Made, 4, 7)

[<Fact>]
let ``training is cancelled while it waits for a batch`` () =
    use cancelling = new CancellationTokenSource()

    let waiting =
        Watched(
            seq {
                yield batches.Head
                cancelling.CancelAfter 20
                cancelling.Token.WaitHandle.WaitOne() |> ignore
                yield batches.Head
            }
        )

    let error =
        Assert.ThrowsAny<OperationCanceledException>(fun () ->
            fit (stream waiting) {
                Training.silent with
                    Cancellation = cancelling.Token
            })

    Assert.Equal(cancelling.Token, error.CancellationToken)
    letGo waiting

let private columns (n: int) (rows: int) = Training.data 1 rows [ n ]

/// Sources and requests that cannot be trained on, and what the refusal says.
let private refused: (string * string list * (unit -> Source) * FitRequest) list = [
    "no batches", [ "at least one batch" ], (fun () -> stream []), Training.silent
    "a count of none", [ "at least one batch" ], (fun () -> counted 0 batches), Training.silent
    "a sequence that comes once",
    [ "begins anew" ],
    (fun () ->
        let all = Collections.Generic.Queue batches

        stream (
            seq {
                while all.Count > 0 do
                    all.Dequeue()
            }
        )),
    { Training.silent with Epochs = 2 }
    "fewer than promised",
    [ "7 batches"; "5 batches" ],
    (fun () -> counted 7 batches),
    Training.silent
    "other columns",
    [ "batch 5"; "(None, 4)"; "(8, 5)" ],
    (fun () -> stream (batches @ [ columns 5 8 ])),
    Training.silent
    "no targets",
    [ "targets for 1 outputs"; "targets for 0" ],
    (fun () -> stream [ batches[0]; { batches[1] with Targets = [] } ]),
    Training.silent
    "classes that are not there",
    [ "batch 1"; "class numbers from 0 to 2" ],
    (fun () ->
        stream [
            batches[0]
            {
                batches[1] with
                    Targets = [ NDArray.ofArray [| 8 |] (Array.create 8 3L) ]
            }
        ]),
    Training.silent
    "a split",
    [ "validation_split"; "0.2" ],
    (fun () -> stream batches),
    {
        Training.silent with
            ValidationSplit = 0.2
    }
    "no steps",
    [ "steps_per_epoch" ],
    (fun () -> stream batches),
    {
        Training.silent with
            StepsPerEpoch = Some 0
    }
    "an empty validation",
    [ "validation data"; "at least one batch" ],
    (fun () -> stream batches),
    {
        Training.silent with
            Validation = Some(stream [])
    }
]

let names () : TheoryData<string> =
    let data = TheoryData<string>()

    for name, _, _, _ in refused do
        data.Add name

    data

[<Theory>]
[<MemberData(nameof names)>]
let ``a stream that does not fit is refused in words`` (name: string) =
    let _, words, source, request =
        refused |> List.find (fun (known, _, _, _) -> known = name)

    let error = Assert.Throws<KeratinException>(fun () -> fit (source ()) request)

    for word in words do
        Assert.Contains(word, error.Message)
