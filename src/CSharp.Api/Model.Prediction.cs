using System.Numerics.Tensors;
using Microsoft.FSharp.Collections;

namespace Keratin;

// What a model makes of samples.
public partial class Model
{
    /// <summary>The output for samples, of a model with one output; PredictAll and PredictByName are for several.</summary>
    /// <param name="x">Samples.</param>
    /// <param name="batchSize">Samples at a time. Default: 32.</param>
    /// <param name="callbacks">Told of the prediction as it goes. Default: none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Tensor<float> Predict(
        Data x,
        int batchSize = 32,
        IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default
    )
    {
        RefuseSeveralOutputs("x");
        return PredictAll(x, batchSize, callbacks, cancellationToken)[0];
    }

    /// <summary>All outputs for samples, in order.</summary>
    /// <param name="x">Samples.</param>
    /// <param name="batchSize">Samples at a time. Default: 32.</param>
    /// <param name="callbacks">Told of the prediction as it goes. Default: none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IReadOnlyList<Tensor<float>> PredictAll(
        Data x,
        int batchSize = 32,
        IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default
    ) =>
        [
            .. CoreFor("Predict", x)
                .Predict(
                    ListModule.OfSeq(x.InOrder($"Predict of model \"{Name}\"", NamesOf(x))),
                    batchSize,
                    cancellationToken,
                    ListModule.OfSeq(callbacks ?? [])
                )
                .Select(array => array.ToTensor()),
        ];

    /// <summary>All outputs for samples, by name.</summary>
    /// <param name="x">Samples.</param>
    /// <param name="batchSize">Samples at a time. Default: 32.</param>
    /// <param name="callbacks">Told of the prediction as it goes. Default: none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IReadOnlyDictionary<string, Tensor<float>> PredictByName(
        Data x,
        int batchSize = 32,
        IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default
    ) => ByName(PredictAll(x, batchSize, callbacks, cancellationToken));

    /// <summary>The output for one batch.</summary>
    /// <param name="x">Samples.</param>
    public Tensor<float> PredictOnBatch(Data x) => Predict(x, int.MaxValue);

    /// <summary>The output for batches, of a model with one output; PredictAll and PredictByName are for several.</summary>
    /// <param name="batches">Samples, in order; targets are not looked at.</param>
    /// <param name="steps">How many batches. Default: all.</param>
    /// <param name="callbacks">Told of the prediction as it goes. Default: none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Tensor<float> Predict(
        Batches batches,
        int? steps = null,
        IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default
    )
    {
        RefuseSeveralOutputs("batches");
        return PredictAll(batches, steps, callbacks, cancellationToken)[0];
    }

    /// <summary>All outputs for batches, in order.</summary>
    /// <param name="batches">Samples, in order; targets are not looked at.</param>
    /// <param name="steps">How many batches. Default: all.</param>
    /// <param name="callbacks">Told of the prediction as it goes. Default: none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IReadOnlyList<Tensor<float>> PredictAll(
        Batches batches,
        int? steps = null,
        IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default
    ) =>
        [
            .. CoreFor("Predict", batches)
                .Predict(
                    Streamed("Predict", batches),
                    1, // as many as a batch has
                    Optional(steps),
                    cancellationToken,
                    ListModule.OfSeq(callbacks ?? [])
                )
                .Select(array => array.ToTensor()),
        ];

    /// <summary>All outputs for batches, by name.</summary>
    /// <param name="batches">Samples, in order; targets are not looked at.</param>
    /// <param name="steps">How many batches. Default: all.</param>
    /// <param name="callbacks">Told of the prediction as it goes. Default: none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IReadOnlyDictionary<string, Tensor<float>> PredictByName(
        Batches batches,
        int? steps = null,
        IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default
    ) => ByName(PredictAll(batches, steps, callbacks, cancellationToken));
}
