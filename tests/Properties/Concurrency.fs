/// Models trained at the same time learn what they learn one after the other, to the bit.
module Keratin.Properties.Concurrency

open System.Threading
open Xunit
open Keratin
open Keratin.Properties

/// Two models of one seed: what is trained later must be decided when they are made.
let private pair () =
    Seeds.set 31
    Training.classifier (), Training.convolutional ()

let private train (core: ModelCore) (data: DataSet) =
    core.Fit(
        data,
        {
            Training.silent with
                Epochs = 6
                BatchSize = Some 16
        }
    )
    |> ignore

let private shallow = Training.data 3 160 [ 4 ]
let private deep = Training.data 4 160 [ 8; 8; 1 ]

let private results (a: ModelCore, b: ModelCore) = Training.weights a @ Training.weights b

[<Fact>]
let ``in parallel as one after the other`` () =
    let a, b = pair ()
    let before = results (a, b)
    train a shallow
    train b deep
    let inTurn = results (a, b)
    Assert.NotEqual<NDArray list>(before, inTurn)

    for _ in 1..3 do
        let a, b = pair ()
        use together = new Barrier 2
        let mutable failures: exn list = []

        let thread core data =
            let work () =
                try
                    together.SignalAndWait()
                    train core data
                with e ->
                    lock together (fun () -> failures <- e :: failures)

            Thread work

        let threads = [ thread a shallow; thread b deep ]
        threads |> List.iter _.Start()
        threads |> List.iter _.Join()
        Assert.Empty failures
        Assert.Equal<NDArray list>(inTurn, results (a, b))

[<Fact>]
let ``one model answers two threads`` () =
    let core = Training.classifier ()
    let x = shallow.Inputs
    let expected = core.Predict(x, 32, CancellationToken.None)
    // each thread has steps of its own: they are made again for another core of the same network
    let answers = Array.zeroCreate<NDArray list> 2

    let threads = [
        for i in 0..1 ->
            Thread(fun () ->
                let own = ModelCore(core.Network, core.State)
                answers[i] <- own.Predict(x, 32, CancellationToken.None))
    ]

    threads |> List.iter _.Start()
    threads |> List.iter _.Join()

    for answer in answers do
        Assert.Equal<NDArray list>(expected, answer)

[<Fact>]
let ``threads that ask one model get their own answers`` () =
    let core = Training.classifier ()
    let questions = [| for rows in 1..40 -> (Training.data rows rows [ 4 ]).Inputs |]

    let ask x =
        core.Predict(x, 32, CancellationToken.None)

    let expected = questions |> Array.map ask

    let answers =
        Array.init 400 (fun i -> i % 40)
        |> Array.Parallel.map (fun i -> i, ask questions[i])

    for i, answer in answers do
        Assert.Equal<NDArray list>(expected[i], answer)

[<Fact>]
let ``a model in training answers between its steps, and learns the same`` () =
    let trained ask =
        Seeds.set 31
        let core = Training.classifier ()
        let epochs = 1000

        let training =
            System.Threading.Tasks.Task.Run(fun () ->
                core.Fit(
                    shallow,
                    {
                        Training.silent with
                            Epochs = epochs
                            BatchSize = Some 4
                    }
                )
                |> ignore)

        let answers = ask core training
        training.Wait()
        answers, Training.weights core

    let _, alone = trained (fun _ _ -> 0)

    let answers, asked =
        trained (fun core training ->
            let mutable answers = 0

            while not training.IsCompleted do
                // sizes that push one another's programs out
                let rows = 1 + answers % 30

                core.Predict((Training.data rows rows [ 4 ]).Inputs, 32, CancellationToken.None)
                |> ignore

                answers <- answers + 1

            answers)

    Assert.True(answers > 3, $"{answers} answers")
    Assert.Equal<NDArray list>(alone, asked)
