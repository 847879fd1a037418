using Microsoft.FSharp.Core;

namespace Keratin;

/// <summary>Samples that a model takes in one step.</summary>
/// <param name="X">Samples.</param>
/// <param name="Y">Targets. Default: none.</param>
/// <param name="SampleWeight">Weights of samples. Default: 1.</param>
public sealed record Batch(Data X, Data? Y = null, Data? SampleWeight = null);

/// <summary>
/// Samples that are not in memory as a whole: batches that are made when they are wanted, as Keras's PyDataset and
/// generators give them. Fit, Evaluate and Predict take them on a thread of their own, at most three batches ahead of the
/// step that runs; what is thrown there, they throw. The last batch of an epoch may be smaller.
/// </summary>
/// <example>
/// <code>
/// IEnumerable&lt;Batch&gt; Read() { foreach (var file in files) yield return new(Pixels(file), Classes(file)); }
/// model.Fit(Batches.From(Read()), epochs: 10);
/// </code>
/// </example>
public abstract class Batches
{
    /// <summary>How many batches an epoch has. Default: null, which is what the end of the sequence says.</summary>
    public virtual int? Count => null;

    /// <summary>The batches of an epoch, in order. It is asked for once for each epoch, and for a validation with 0; the
    /// same epoch should give the same batches, or training that goes on from a checkpoint goes on with others.</summary>
    /// <param name="epoch">The epoch, from 0; with stepsPerEpoch, the one in which the sequence begins.</param>
    public abstract IEnumerable<Batch> Epoch(int epoch);

    /// <summary>Batches of a sequence, which is enumerated anew for each epoch; with stepsPerEpoch it goes on across epochs,
    /// and may be without an end.</summary>
    /// <param name="sequence">The batches, as an iterator method gives them.</param>
    /// <param name="count">How many there are; more are left, fewer are refused. Default: as many as come.</param>
    public static Batches From(IEnumerable<Batch> sequence, int? count = null) =>
        new Sequence(sequence, count);

    /// <summary>Batches by their number. Where Fit shuffles, which is its default, they come in another order each epoch,
    /// made from the same seed as that of samples in memory.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="get">Gives the batch of a number from 0 to count - 1; asked on one thread, one after another.</param>
    public static Batches From(int count, Func<int, Batch> get) => new Indexed(count, get);

    /// <summary>Arrays in memory, cut into batches in order: for a validation, say.</summary>
    /// <param name="x">Samples.</param>
    /// <param name="y">Targets. Default: none.</param>
    /// <param name="batchSize">Samples of a batch. Default: 32.</param>
    /// <param name="sampleWeight">Weights of samples. Default: 1.</param>
    public static Batches FromArrays(
        Data x,
        Data? y = null,
        int batchSize = 32,
        Data? sampleWeight = null
    )
    {
        if (batchSize < 1)
            throw new KeratinException(
                "Batches",
                "batchSize of at least 1",
                $"{batchSize}",
                "batchSize: 32"
            );
        var rows = x.Rows;
        return new Indexed(
            DataSetModule.parts(batchSize, rows),
            i =>
            {
                var (start, stop) = (i * batchSize, Math.Min(rows, (i + 1) * batchSize));
                return new(
                    x.Slice(start, stop),
                    y?.Slice(start, stop),
                    sampleWeight?.Slice(start, stop)
                );
            }
        );
    }

    /// <summary>The batches of an epoch; with a seed, shuffled where they can be.</summary>
    private protected virtual IEnumerable<Batch> Pass(int epoch, long? seed) => Epoch(epoch);

    /// <summary>The same batches as the core takes them.</summary>
    internal BatchStream ToStream(Func<Batch, int, DataSet> arrays) =>
        new(
            Count is { } count ? FSharpOption<int>.Some(count) : null,
            (epoch, seed) => (Begun(epoch) ?? Pass(epoch, seed)).Select(arrays)
        );

    /// <summary>An epoch of which the first batch was looked at.</summary>
    private (int Epoch, IEnumerator<Batch> Batches)? begun;

    /// <summary>The first batch of an epoch; it is still the first when the epoch is asked for next, and is made once.</summary>
    internal virtual Batch? First(int epoch)
    {
        begun?.Batches.Dispose();
        begun = (epoch, Epoch(epoch).GetEnumerator());
        if (begun.Value.Batches.MoveNext())
            return begun.Value.Batches.Current;
        begun = null;
        return null;
    }

    private IEnumerable<Batch>? Begun(int epoch)
    {
        if (begun is not { } ready || ready.Epoch != epoch)
            return null;
        begun = null;
        return On(ready.Batches);

        static IEnumerable<Batch> On(IEnumerator<Batch> batches)
        {
            using (batches)
                do yield return batches.Current;
                while (batches.MoveNext());
        }
    }

    private sealed class Sequence(IEnumerable<Batch> batches, int? count) : Batches
    {
        public override int? Count => count;

        public override IEnumerable<Batch> Epoch(int epoch) => batches;
    }

    private sealed class Indexed(int count, Func<int, Batch> get) : Batches
    {
        public override int? Count => count;

        public override IEnumerable<Batch> Epoch(int epoch) =>
            Enumerable.Range(0, count).Select(get);

        internal override Batch? First(int epoch) => count > 0 ? get(0) : null;

        private protected override IEnumerable<Batch> Pass(int epoch, long? seed) =>
            seed is { } given
                ? Order.shuffled(count, given, epoch).Select(i => get((int)i))
                : Epoch(epoch);
    }
}
