/// Batches that come one after another, and models to train on them.
module internal Keratin.Properties.StreamSamples

open System
open System.Collections
open System.Collections.Generic
open System.Threading
open Keratin
open Keratin.Engine
open Keratin.Properties

/// The batches of data in memory, in order.
let slices (size: int) (data: DataSet) : DataSet list = [
    for start in 0..size .. data.Rows - 1 -> DataSet.slice start (min data.Rows (start + size)) data
]

let stream (batches: DataSet seq) : Source =
    Source.Stream {
        Count = None
        Pass = Func<_, _, _>(fun _ _ -> batches)
    }

let counted (count: int) (batches: DataSet seq) : Source =
    Source.Stream {
        Count = Some count
        Pass = Func<_, _, _>(fun _ _ -> batches)
    }

/// Batches by number, in another order each epoch where fit shuffles.
let indexed (batches: DataSet list) : Source =
    Source.Stream {
        Count = Some batches.Length
        Pass =
            Func<_, _, _>(fun epoch seed ->
                if seed.HasValue then
                    Order.shuffled batches.Length seed.Value epoch
                    |> Seq.map (fun i -> batches[int i])
                else
                    batches)
    }

/// A sequence that knows how often it was begun and let go, and what was taken of it.
type Watched<'a>(items: 'a seq) =
    let mutable begun = 0
    let mutable letGo = 0
    let mutable made = 0
    member _.Begun = Volatile.Read &begun
    member _.LetGo = Volatile.Read &letGo
    member _.Made = Volatile.Read &made

    interface IEnumerable<'a> with
        member _.GetEnumerator() : IEnumerator<'a> =
            Interlocked.Increment &begun |> ignore
            let inner = items.GetEnumerator()

            {
                new IEnumerator<'a> with
                    member _.Current = inner.Current
                interface IEnumerator with
                    member _.Current = box inner.Current

                    member _.MoveNext() =
                        let isThere = inner.MoveNext()

                        if isThere then
                            Interlocked.Increment &made |> ignore

                        isThere

                    member _.Reset() = inner.Reset()
                interface IDisposable with
                    member _.Dispose() =
                        Interlocked.Increment &letGo |> ignore
                        inner.Dispose()
            }

        member s.GetEnumerator() : IEnumerator =
            (s :> IEnumerable<'a>).GetEnumerator() :> IEnumerator

/// Two inputs and two outputs, with a metric and a weighted one.
let branched () : ModelCore =
    let a = InputLayer.symbol [ Nullable 4 ] None DType.Float32 "a"
    let b = InputLayer.symbol [ Nullable 3 ] None DType.Float32 "b"
    let both = Layers.Concatenate().Apply [| a; b |]
    let hidden = Layers.Dense(6, activation = "tanh").Apply both

    let network =
        Network(
            "branched",
            [ a; b ],
            [
                Layers.Dense(2, name = "p").Apply hidden
                Layers.Dense(1, name = "q").Apply(Layers.Dropout(0.3).Apply hidden)
            ]
        )

    let core = ModelCore(network, State Device.Default)

    core.Compile {
        Optimizer = Adam(learningRate = 0.01)
        Losses = [ Some(MeanSquaredError()); Some(MeanAbsoluteError()) ]
        LossWeights = [ 1.0; 0.5 ]
        Metrics = [ [ RootMeanSquaredError() ]; [] ]
        WeightedMetrics = [ []; [ Metric.op_Implicit "mae" ] ]
        Arguments = CompileArguments.Standard
    }

    core

/// Data for the branched model, with weights of samples for the second output.
let branchedData (seed: int) (rows: int) : DataSet =
    let random = Random seed

    let normal (columns: int) =
        Steps.normal random (rows * columns)
        |> NDArray.ofFloats DType.Float32 [| rows; columns |]

    let weights =
        Array.init rows (fun _ -> random.NextSingle()) |> NDArray.ofArray [| rows |]

    DataSet.create "data" [ normal 4; normal 3 ] [ normal 2; normal 1 ] [ None; Some weights ]

/// All that training changes, and what it showed.
let outcome (core: ModelCore) (history: History) =
    let optimizer = (Option.get core.Compilation).Optimizer

    let arrays =
        core.Network.Variables
        @ optimizer.Updating.Variables core.Network.TrainableWeights
        |> List.map core.State.Read

    arrays, [ for name in Seq.sort history.Keys -> name, List.ofSeq history[name] ]
