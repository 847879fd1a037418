/// Samples that are not in memory: batches that are made while the model works on those before.
namespace Keratin

open System
open System.Collections.Concurrent
open System.Collections.Generic
open System.Runtime.ExceptionServices
open System.Threading
open System.Threading.Tasks

/// Batches that can be gone through more than once.
[<NoComparison; ReferenceEquality>]
type internal BatchStream = {
    /// How many batches a pass has, where that is known beforehand.
    Count: int option
    /// The batches of the pass that begins with an epoch; with a seed, in an order that is made of it where they have none of
    /// their own.
    Pass: Func<int, Nullable<int64>, IEnumerable<DataSet>>
}

/// What fit, evaluate and predict take samples from.
[<RequireQualifiedAccess; NoComparison; ReferenceEquality>]
type internal Source =
    | Whole of DataSet
    | Stream of BatchStream

[<RequireQualifiedAccess>]
module internal Order =
    /// Numbers from 0 on in an order of this seed and epoch.
    let shuffled (count: int) (seed: int64) (epoch: int) : int64[] =
        let order = Array.init count int64
        Random(int (uint64 seed % 2147483647UL) ^^^ (epoch * 7919)).Shuffle order
        order

[<RequireQualifiedAccess>]
module internal BatchStream =
    /// The batches of arrays.
    let ofArrays (size: int) (data: DataSet) : BatchStream =
        let size = max 1 size
        let count = DataSet.parts size data.Rows

        {
            Count = Some count
            Pass =
                Func<_, _, _>(fun epoch seed ->
                    let data =
                        if seed.HasValue then
                            DataSet.pick (Order.shuffled data.Rows seed.Value epoch) data
                        else
                            data

                    seq {
                        for i in 0 .. count - 1 ->
                            DataSet.slice (i * size) (min data.Rows ((i + 1) * size)) data
                    })
        }

    /// Each batch changed as it comes.
    let map (change: DataSet -> DataSet) (stream: BatchStream) : BatchStream = {
        stream with
            Pass =
                Func<_, _, _>(fun epoch seed -> stream.Pass.Invoke(epoch, seed) |> Seq.map change)
    }

    /// As many batches as were promised.
    let private counted where (count: int) (batches: DataSet seq) =
        seq {
            let mutable found = 0

            for batch in Seq.truncate count batches do
                found <- found + 1
                yield batch

            if found < count then
                refuse
                    where
                    $"{count} batches, as their count says"
                    $"{found} batches"
                    "give the count there is, or none"
        }

    /// What is wrong with a batch, and which one it is.
    let private numbered (prepare: DataSet -> DataSet) (i: int) (batch: DataSet) : DataSet =
        try
            prepare batch
        with :? KeratinException as e ->
            raise (
                KeratinException(
                    $"{e.Where}, batch {i}",
                    e.Expected,
                    e.Got,
                    e.Fix,
                    e.InnerException
                )
            )

    /// The batches of a pass, each prepared as it comes, and no more than the limit.
    let pass where prepare (limit: int option) (epoch: int) (seed: int64 option) stream =
        let batches = stream.Pass.Invoke(epoch, Option.toNullable seed)

        match limit, stream.Count with
        | Some limit, Some count when limit >= count -> counted where count batches
        | Some limit, _ -> Seq.truncate limit batches
        | None, Some count -> counted where count batches
        | None, None -> batches
        |> Seq.mapi (numbered prepare)

    let refuseEmpty where : 'a =
        refuse
            where
            "at least one batch"
            "none: the sequence is empty"
            "give a sequence that begins anew each time it is enumerated"

[<RequireQualifiedAccess>]
module internal Source =
    let map (change: DataSet -> DataSet) (source: Source) : Source =
        match source with
        | Source.Whole data -> Source.Whole(change data)
        | Source.Stream stream -> Source.Stream(BatchStream.map change stream)

/// Goes through a sequence on a thread of its own, a few elements ahead of who takes them. What the sequence raises,
/// the taker gets in its place.
[<Sealed>]
type internal ReadAhead<'a>(items: IEnumerable<'a>) =
    /// Elements that wait, besides the one that is being made.
    static let ahead = 2

    /// Milliseconds from one look for an element to the next.
    static let pause = 5
    let queue = new BlockingCollection<Result<'a, ExceptionDispatchInfo>>(ahead)
    let stop = new CancellationTokenSource()
    let enumerator = items.GetEnumerator()

    let isStopped (e: exn) =
        e :? OperationCanceledException && stop.IsCancellationRequested

    let readOn () =
        let put item = queue.Add(item, stop.Token)

        try
            try
                while not stop.IsCancellationRequested && enumerator.MoveNext() do
                    put (Ok enumerator.Current)
            with e when not (isStopped e) ->
                put (Error(ExceptionDispatchInfo.Capture e))
        with e when isStopped e ->
            ()

    let produce () =
        try
            try
                readOn ()
            finally
                enumerator.Dispose()
        finally
            queue.CompleteAdding()

    let producer =
        Task.Factory.StartNew(
            produce,
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        )

    /// The next element, when it is there; None behind the last one. Until it is, `whileWaiting` is called every few
    /// milliseconds.
    member _.TryNext(cancellation: CancellationToken, whileWaiting: unit -> unit) : 'a option =
        let mutable item = Unchecked.defaultof<Result<'a, ExceptionDispatchInfo>>
        let mutable taken = queue.TryTake(&item, 0, cancellation)

        while not (taken || queue.IsCompleted) do
            whileWaiting ()
            taken <- queue.TryTake(&item, pause, cancellation)

        if taken then
            match item with
            | Ok item -> Some item
            | Error failure ->
                failure.Throw()
                None
        else
            None

    interface IDisposable with
        /// Ends the sequence: returns when the element that is being made is done, and the enumerator let go.
        member _.Dispose() =
            stop.Cancel()

            try
                // what letting go of the enumerator raises is raised here
                producer.GetAwaiter().GetResult()
            finally
                queue.Dispose()
                stop.Dispose()
