/// A loss of sequences whose places in time nobody knows.
namespace Keratin

module private Alignments =
    /// A logarithm of nothing that can still be calculated with.
    let impossible = -1e30

    /// Labels (batch, length) with a blank before, between and behind them.
    let withBlanks (labels: Symbol) : Symbol =
        let blank = Sym.zerosLike labels
        let pairs = Sym.stack -1 [ blank; labels ]
        let batch, length = labels.Dims.Head, labels.Dims[1]

        Sym.concat 1 [
            pairs |> Sym.reshape [ batch; product [ length; size 2 ] ]
            Sym.slice 1 (size 0) (size 1) blank
        ]

    /// Values one or more places further; what comes in is impossible.
    let later (places: int) (x: Symbol) : Symbol =
        x |> Sym.pad [ 0, 0; places, 0 ] impossible |> Sym.slice 1 (size 0) x.Dims[1]

    /// The log-probability of all ways through time that spell the labels: (batch). `logs` are
    /// log-probabilities (batch, time, classes), with class 0 as the blank.
    let logProbability (labels: Symbol) (logs: Symbol) : Symbol =
        let path = withBlanks labels
        let blank = Sym.equal path (path.Like 0.0)

        // two places at once: over a blank between labels that differ
        let before = path |> Sym.pad [ 0, 0; 2, 0 ] 0.0 |> Sym.slice 1 (size 0) path.Dims[1]

        let canSkip = Sym.both (Sym.not' blank) (Sym.notEqual path before)

        // before the first step, one has come as far as the first blank
        let start =
            Sym.concat 1 [
                Sym.fill logs.DType [ logs.Dims.Head; size 1 ] 0.0
                Sym.fill logs.DType [ logs.Dims.Head; path.Dims[1] + -1 ] impossible
            ]

        let step (reached: Symbol) (now: Symbol) =
            let skipped = Sym.where canSkip (later 2 reached) (reached.Like impossible)

            let ways =
                Sym.stack -1 [ reached; later 1 reached; skipped ]
                |> Sym.reduce Aggregation.LogSumExp [ -1 ] false

            atLeast impossible (ways + Sym.takeAlong 1 now path)

        let outcome =
            Scan.fold false [ start ] [ Sym.transpose [ 1; 0; 2 ] logs ] (fun states parts ->
                [ step states.Head parts.Head ], [])

        // the end is the last label or the blank behind it
        let length =
            Sym.notEqual labels (labels.Like 0.0)
            |> Sym.cast DType.Int64
            |> Sym.sum [ 1 ] true

        let last = length * 2.0

        let at place =
            Sym.takeAlong 1 outcome.States.Head place

        let onLabel =
            Sym.where
                (Sym.greater length (length.Like 0.0))
                (at (Sym.maximum (last - 1.0) (last.Like 0.0)))
                (start.Like impossible)

        Sym.stack -1 [ at last; onLabel ]
        |> Sym.reduce Aggregation.LogSumExp [ 1; 2 ] false

/// <summary>Connectionist temporal classification: -log of the probability of all ways to spell the labels
/// over time, where each step says a class or nothing (class 0), and a class that is said again without a
/// pause is one label. Targets are class numbers (batch, length), with zeros behind the labels; predictions are
/// logits (batch, time, classes). Labels that do not fit in the time have an infinite loss. Graves et
/// al., 2006.</summary>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with. Default: "ctc".</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type CTC
    (
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("ctc")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    override _.Check(y, p) =
        if y.Rank <> 2 || p.Rank <> 3 then
            refuse
                $"loss {name}"
                "class numbers (batch, length) and logits (batch, time, classes)"
                $"targets {y} and predictions {p}"
                "end the model in a layer that gives a value for each step"

    override _.Call(y, p) =
        let found = Alignments.logProbability (Sym.cast DType.Int64 y) (Sym.logSoftmax -1 p)

        let lost = Sym.less found (found.Like(Alignments.impossible / 2.0))
        Sym.where lost (found.Like infinity) (-found)
