/// Training, evaluation and prediction over sequences of batches, which need not be in memory.
namespace Keratin

open System
open System.Threading

[<AutoOpen>]
module BatchPipeline =
    let private array (values: 'x) : NDArray =
        PlainArrays.ofObject (box values |> orElse (obj ()))

    let private stream call (toData: string -> 'batch -> DataSet) (batches: 'batch seq) = {
        Count = None
        Pass =
            Func<_, _, _>(fun _ _ ->
                batches |> Seq.mapi (fun i batch -> toData $"{call}, batch {i}" batch))
    }

    let private pair where (x: 'x, y: 'y) =
        DataSet.create where [ array x ] [ array y ] []

    /// Trains on batches of samples and targets that are made meanwhile, on a thread of their own. The sequence is
    /// enumerated anew for each epoch; BatchSize says nothing, ValidationSplit is refused.
    let fitBatches
        (options: FitOptionsRecord)
        (batches: ('x * 'y) seq)
        (model: TrainedModel)
        : TrainedModel * History =
        let trained = TrainedValue.copy model

        let history =
            trained.Core.Fit(Source.Stream(stream "fit" pair batches), TrainedValue.request options)

        trained, history

    [<RequireQualifiedAccess>]
    module Model =
        /// Loss and metrics by name over batches of samples and targets, without training.
        let evaluateBatches (batches: ('x * 'y) seq) (model: TrainedModel) : Map<string, float> =
            let source = Source.Stream(stream "evaluate" pair batches)

            model.Core.Evaluate(source, 1, None, CancellationToken.None)
            |> Seq.map (fun p -> p.Key, p.Value)
            |> Map.ofSeq

        /// The output for batches of samples, one after another.
        let predictBatches
            (batches: 'x seq)
            (model: TrainedModel)
            : Numerics.Tensors.Tensor<float32> =
            let samples =
                stream "predict" (fun where x -> DataSet.create where [ array x ] [] []) batches

            model.Core.Predict(Source.Stream samples, 1, None, CancellationToken.None)
            |> List.head
            |> PlainArrays.toTensor
