using Microsoft.FSharp.Collections;

namespace Keratin;

// Training and evaluation over samples that are not in memory.
public partial class Model
{
    /// <summary>Trains on batches that are made meanwhile. The same batches give the same weights as whole arrays that are
    /// not shuffled.</summary>
    /// <param name="batches">Samples with targets.</param>
    /// <param name="epochs">The number of the last epoch. Default: 1.</param>
    /// <param name="verbose">0 silent, 1 a bar on a terminal, 2 a line for each epoch. Default: 1.</param>
    /// <param name="callbacks">Told of training as it goes. Training that goes on from a checkpoint within an epoch asks for
    /// the epoch's batches again and leaves out those that were trained on. Default: none.</param>
    /// <param name="validationData">Batches to evaluate after each epoch; <see cref="Batches.FromArrays(Data, Data?, int, Data?)"/>
    /// makes them of arrays. Default: none.</param>
    /// <param name="shuffle">Whether batches by number come in another order each epoch. Default: true.</param>
    /// <param name="classWeight">Weights of samples by class. Default: 1.</param>
    /// <param name="initialEpoch">The first epoch. Default: 0.</param>
    /// <param name="stepsPerEpoch">Batches of each epoch, which goes on in the sequence where the last one ended; where the
    /// sequence ends the epoch does, and the next one begins it anew. Default: the whole sequence.</param>
    /// <param name="validationSteps">Batches of each validation. Default: all.</param>
    /// <param name="validationFreq">Epochs from one validation to the next. Default: 1.</param>
    /// <param name="cancellationToken">Ends training after the step at hand, or while a batch is waited for; the sequence is
    /// let go when it has made the batch it is at.</param>
    /// <returns>The numbers of every epoch.</returns>
    public History Fit(
        Batches batches,
        int epochs = 1,
        int verbose = 1,
        IReadOnlyList<Callback>? callbacks = null,
        Batches? validationData = null,
        bool shuffle = true,
        IReadOnlyDictionary<int, double>? classWeight = null,
        int initialEpoch = 0,
        int? stepsPerEpoch = null,
        int? validationSteps = null,
        ValidationFrequency? validationFreq = null,
        CancellationToken cancellationToken = default
    ) =>
        CoreFor("Fit", batches, initialEpoch)
            .Fit(
                Streamed("Fit", batches),
                new FitRequest(
                    null,
                    epochs,
                    verbose,
                    ListModule.OfSeq(callbacks ?? []),
                    0,
                    validationData is null
                        ? null
                        : Optional(Streamed("Fit, validation data", validationData)),
                    shuffle,
                    Optional(classWeight),
                    initialEpoch,
                    Optional(stepsPerEpoch),
                    Optional(validationSteps),
                    null,
                    validationFreq ?? 1,
                    cancellationToken
                )
            );

    /// <summary>Trains on batches, on a thread of the pool.</summary>
    /// <inheritdoc cref="Fit(Batches, int, int, IReadOnlyList{Callback}?, Batches?, bool, IReadOnlyDictionary{int, double}?, int, int?, int?, ValidationFrequency?, CancellationToken)"/>
    public Task<History> FitAsync(
        Batches batches,
        int epochs = 1,
        int verbose = 1,
        IReadOnlyList<Callback>? callbacks = null,
        Batches? validationData = null,
        bool shuffle = true,
        IReadOnlyDictionary<int, double>? classWeight = null,
        int initialEpoch = 0,
        int? stepsPerEpoch = null,
        int? validationSteps = null,
        ValidationFrequency? validationFreq = null,
        CancellationToken cancellationToken = default
    ) =>
        Task.Run(
            () =>
                Fit(
                    batches,
                    epochs,
                    verbose,
                    callbacks,
                    validationData,
                    shuffle,
                    classWeight,
                    initialEpoch,
                    stepsPerEpoch,
                    validationSteps,
                    validationFreq,
                    cancellationToken
                ),
            cancellationToken
        );

    /// <summary>Loss and metrics over batches, without training.</summary>
    /// <param name="batches">Samples with targets, in order.</param>
    /// <param name="steps">How many batches. Default: all.</param>
    /// <param name="callbacks">Told of the evaluation as it goes. Default: none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Scores Evaluate(
        Batches batches,
        int? steps = null,
        IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default
    ) =>
        new(
            CoreFor("Evaluate", batches)
                .Evaluate(
                    Streamed("Evaluate", batches),
                    1, // as many as a batch has
                    Optional(steps),
                    cancellationToken,
                    ListModule.OfSeq(callbacks ?? [])
                )
        );

    private Source Streamed(string call, Batches batches) =>
        Source.NewStream(
            batches.ToStream(
                (batch, i) =>
                    batch is null
                        ? throw new KeratinException(
                            $"{call} of model \"{Name}\", batch {i}",
                            "a batch",
                            "null",
                            "end the sequence with yield break"
                        )
                        : Set($"{call}, batch {i},", batch.X, batch.Y, batch.SampleWeight)
            )
        );
}
