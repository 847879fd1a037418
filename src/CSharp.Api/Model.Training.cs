using System.Numerics.Tensors;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace Keratin;

// How a model is trained and asked.
public partial class Model
{
    /// <summary>Trains.</summary>
    /// <param name="x">Samples.</param>
    /// <param name="y">Targets.</param>
    /// <param name="batchSize">Samples for each update. Default: 32, or with stepsPerEpoch as many as make so many steps of all samples.</param>
    /// <param name="epochs">The number of the last epoch; one that is not beyond initialEpoch trains nothing. Default: 1.</param>
    /// <param name="verbose">0 silent, 1 a bar on a terminal, 2 a line for each epoch. Default: 1.</param>
    /// <param name="callbacks">Told of training as it goes. Default: none.</param>
    /// <param name="validationSplit">The part of the samples, at the end, that is not trained on. Default: 0.</param>
    /// <param name="validationData">Samples and targets to evaluate after each epoch. Default: none.</param>
    /// <param name="shuffle">Whether the samples come in another order each epoch. Default: true.</param>
    /// <param name="classWeight">Weights of samples by class. Default: 1.</param>
    /// <param name="sampleWeight">Weights of samples. Default: 1.</param>
    /// <param name="initialEpoch">The first epoch. Default: 0.</param>
    /// <param name="stepsPerEpoch">Updates for each epoch, which goes on in the samples where the last one ended. Default: all samples once.</param>
    /// <param name="validationSampleWeight">Weights of the samples of validationData. Default: 1.</param>
    /// <param name="validationSteps">Batches of each validation. Default: all samples.</param>
    /// <param name="validationBatchSize">Samples at a time in validation. Default: batchSize.</param>
    /// <param name="validationFreq">Epochs from one validation to the next, or the numbers of the epochs with one, counted from 1. Default: 1.</param>
    /// <param name="cancellationToken">Ends training after the step at hand; the weights stay as they are then.</param>
    /// <returns>The numbers of every epoch.</returns>
    public History Fit(
        Data x,
        Data? y = null,
        int? batchSize = null,
        int epochs = 1,
        int verbose = 1,
        IReadOnlyList<Callback>? callbacks = null,
        double validationSplit = 0,
        (Data X, Data Y)? validationData = null,
        bool shuffle = true,
        IReadOnlyDictionary<int, double>? classWeight = null,
        Data? sampleWeight = null,
        int initialEpoch = 0,
        int? stepsPerEpoch = null,
        Data? validationSampleWeight = null,
        int? validationSteps = null,
        int? validationBatchSize = null,
        ValidationFrequency? validationFreq = null,
        CancellationToken cancellationToken = default
    ) =>
        CoreFor("Fit", x)
            .Fit(
                Set("Fit", x, y, sampleWeight),
                new FitRequest(
                    Optional(batchSize),
                    epochs,
                    verbose,
                    ListModule.OfSeq(callbacks ?? []),
                    validationSplit,
                    validationData is { } v
                        ? Optional(
                            Source.NewWhole(
                                Set("Fit, validation data", v.X, v.Y, validationSampleWeight)
                            )
                        )
                        : null,
                    shuffle,
                    Optional(classWeight),
                    initialEpoch,
                    Optional(stepsPerEpoch),
                    Optional(validationSteps),
                    Optional(validationBatchSize),
                    validationFreq ?? 1,
                    cancellationToken
                )
            );

    /// <summary>Trains on a thread of the pool.</summary>
    /// <inheritdoc cref="Fit(Data, Data?, int?, int, int, IReadOnlyList{Callback}?, double, ValueTuple{Data, Data}?, bool, IReadOnlyDictionary{int, double}?, Data?, int, int?, Data?, int?, int?, ValidationFrequency?, CancellationToken)"/>
    public Task<History> FitAsync(
        Data x,
        Data? y = null,
        int? batchSize = null,
        int epochs = 1,
        int verbose = 1,
        IReadOnlyList<Callback>? callbacks = null,
        double validationSplit = 0,
        (Data X, Data Y)? validationData = null,
        bool shuffle = true,
        IReadOnlyDictionary<int, double>? classWeight = null,
        Data? sampleWeight = null,
        int initialEpoch = 0,
        int? stepsPerEpoch = null,
        Data? validationSampleWeight = null,
        int? validationSteps = null,
        int? validationBatchSize = null,
        ValidationFrequency? validationFreq = null,
        CancellationToken cancellationToken = default
    ) =>
        Task.Run(
            () =>
                Fit(
                    x,
                    y,
                    batchSize,
                    epochs,
                    verbose,
                    callbacks,
                    validationSplit,
                    validationData,
                    shuffle,
                    classWeight,
                    sampleWeight,
                    initialEpoch,
                    stepsPerEpoch,
                    validationSampleWeight,
                    validationSteps,
                    validationBatchSize,
                    validationFreq,
                    cancellationToken
                ),
            cancellationToken
        );

    /// <summary>Loss and metrics, without training.</summary>
    /// <param name="x">Samples.</param>
    /// <param name="y">Targets.</param>
    /// <param name="batchSize">Samples at a time. Default: 32.</param>
    /// <param name="sampleWeight">Weights of samples. Default: 1.</param>
    /// <param name="steps">How many batches. Default: all samples.</param>
    /// <param name="callbacks">Told of the evaluation as it goes. Default: none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Scores Evaluate(
        Data x,
        Data y,
        int batchSize = 32,
        Data? sampleWeight = null,
        int? steps = null,
        IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default
    ) =>
        new(
            CoreFor("Evaluate", x)
                .Evaluate(
                    Set("Evaluate", x, y, sampleWeight),
                    batchSize,
                    Optional(steps),
                    cancellationToken,
                    ListModule.OfSeq(callbacks ?? [])
                )
        );

    /// <summary>One update on one batch; the loss and metrics of that batch.</summary>
    /// <param name="x">Samples.</param>
    /// <param name="y">Targets.</param>
    /// <param name="sampleWeight">Weights of samples. Default: 1.</param>
    /// <param name="classWeight">Weights of samples by class. Default: 1.</param>
    public Scores TrainOnBatch(
        Data x,
        Data? y = null,
        Data? sampleWeight = null,
        IReadOnlyDictionary<int, double>? classWeight = null
    ) =>
        new(
            CoreFor("TrainOnBatch", x)
                .OnBatch("train", Set("TrainOnBatch", x, y, sampleWeight), Optional(classWeight))
        );

    /// <summary>The loss and metrics of one batch.</summary>
    /// <param name="x">Samples.</param>
    /// <param name="y">Targets.</param>
    /// <param name="sampleWeight">Weights of samples. Default: 1.</param>
    public Scores TestOnBatch(Data x, Data? y = null, Data? sampleWeight = null) =>
        new(
            CoreFor("TestOnBatch", x).OnBatch("test", Set("TestOnBatch", x, y, sampleWeight), null)
        );

    private void RefuseSeveralOutputs(string argument)
    {
        if (OutputNames.Count > 1)
            throw new KeratinException(
                $"Predict of model \"{Name}\"",
                "a model with one output",
                $"{OutputNames.Count}: {string.Join(", ", OutputNames)}",
                $"PredictAll({argument}) gives them in order, PredictByName({argument}) by name"
            );
    }

    private Dictionary<string, Tensor<float>> ByName(IReadOnlyList<Tensor<float>> outputs) =>
        OutputNames.Zip(outputs).ToDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>The names that inputs are given under: those of the model, or of its input layers.</summary>
    private IReadOnlyList<string> NamesOf(Data x) =>
        x.Names is { } given && given.All(Network.InputKeys.Contains)
            ? [.. Network.InputKeys]
            : InputNames;

    private DataSet Set(string call, Data x, Data? y, Data? sampleWeight)
    {
        var where = $"{call} of model \"{Name}\"";
        var weights = sampleWeight?.ForEach(where, OutputNames) ?? [];
        return DataSetModule.create(
            where,
            ListModule.OfSeq(x.InOrder(where, NamesOf(x))),
            ListModule.OfSeq(y?.InOrder(where, OutputNames) ?? []),
            ListModule.OfSeq(weights.Select(Optional))
        );
    }

    private void Expect(string parameter, int given, int wanted)
    {
        if (given != wanted)
            throw new KeratinException(
                $"model \"{Name}\"",
                $"{parameter} for {wanted}: {string.Join(", ", OutputNames)}",
                $"{given}",
                $"give {wanted}"
            );
    }

    private static FSharpOption<T>? Optional<T>(T? value)
        where T : class => value is null ? null : FSharpOption<T>.Some(value);

    private static FSharpOption<FSharpList<T>>? Optional<T>(IReadOnlyList<T>? values) =>
        values is null ? null : FSharpOption<FSharpList<T>>.Some(ListModule.OfSeq(values));

    private static FSharpOption<int>? Optional(int? value) =>
        value is { } some ? FSharpOption<int>.Some(some) : null;
}
