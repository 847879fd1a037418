using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace Keratin;

// What a model is trained by.
public partial class Model
{
    /// <summary>What Compile decided, for the network that there is and for those that come after it.</summary>
    private Action<ModelCore>? compile;

    /// <summary>The names of the loss and of the metrics, in the order in which Evaluate has them.</summary>
    /// <exception cref="KeratinException">The model is not compiled, or a Sequential is not built.</exception>
    public IReadOnlyList<string> MetricsNames => [.. Core.MetricsNames];

    /// <summary>Decides how the model is trained.</summary>
    /// <param name="optimizer">An optimizer or its name. Default: "rmsprop".</param>
    /// <param name="loss">A loss or its name, for every output. Default: none but what layers add.</param>
    /// <param name="lossWeights">A factor for each output's loss. Default: 1.</param>
    /// <param name="metrics">Metrics or their names; of a model with several outputs, one for each. Default: none.</param>
    /// <param name="weightedMetrics">Metrics that sample weights count for, as metrics. Default: none.</param>
    /// <param name="runEagerly">Kept in the file for Python's Keras; here every step is compiled. Default: false.</param>
    /// <param name="stepsPerExecution">Kept in the file for Python's Keras: the steps of one call. Here it is one. Default: 1.</param>
    /// <param name="jitCompile">Kept in the file for Python's Keras: whether XLA compiles the steps. Default: false.</param>
    /// <param name="autoScaleLoss">Whether the optimizer becomes a LossScaleOptimizer where all layers with weights are mixed_float16. Default: true.</param>
    public void Compile(
        Optimizer? optimizer = null,
        Loss? loss = null,
        IReadOnlyList<double>? lossWeights = null,
        IReadOnlyList<Metric>? metrics = null,
        IReadOnlyList<Metric>? weightedMetrics = null,
        bool runEagerly = false,
        int stepsPerExecution = 1,
        bool jitCompile = false,
        bool autoScaleLoss = true
    )
    {
        var outputs = OutputNames.Count;
        CompileAs(
            // Keras takes factors for a list of losses alone
            lossWeights is null
                ? CompileFormModule.shared(
                    Optional(loss),
                    Optional(metrics),
                    Optional(weightedMetrics)
                )
                : null,
            optimizer,
            [.. Enumerable.Repeat(loss, outputs)],
            lossWeights,
            ForEach("metrics", metrics),
            ForEach("weightedMetrics", weightedMetrics),
            runEagerly,
            stepsPerExecution,
            jitCompile,
            autoScaleLoss
        );
    }

    /// <summary>Decides how the model is trained, with a function of targets and predictions as loss.</summary>
    /// <param name="optimizer">An optimizer or its name; null: "rmsprop".</param>
    /// <param name="loss">Gives a value for each sample, as <c>(yTrue, yPred) => …</c>.</param>
    /// <param name="lossWeights">A factor for each output's loss. Default: 1.</param>
    /// <param name="metrics">Metrics or their names, as for any other loss. Default: none.</param>
    /// <param name="weightedMetrics">Metrics that sample weights count for. Default: none.</param>
    /// <param name="runEagerly">Kept in the file for Python's Keras; here every step is compiled. Default: false.</param>
    /// <param name="stepsPerExecution">Kept in the file for Python's Keras: the steps of one call. Here it is one. Default: 1.</param>
    /// <param name="jitCompile">Kept in the file for Python's Keras: whether XLA compiles the steps. Default: false.</param>
    /// <param name="autoScaleLoss">Whether the optimizer becomes a LossScaleOptimizer where all layers with weights are mixed_float16. Default: true.</param>
    public void Compile(
        Optimizer? optimizer,
        Func<Symbol, Symbol, Symbol> loss,
        IReadOnlyList<double>? lossWeights = null,
        IReadOnlyList<Metric>? metrics = null,
        IReadOnlyList<Metric>? weightedMetrics = null,
        bool runEagerly = false,
        int stepsPerExecution = 1,
        bool jitCompile = false,
        bool autoScaleLoss = true
    ) =>
        Compile(
            optimizer,
            (Loss)loss,
            lossWeights,
            metrics,
            weightedMetrics,
            runEagerly,
            stepsPerExecution,
            jitCompile,
            autoScaleLoss
        );

    /// <summary>Decides how a model with several outputs is trained, output by output.</summary>
    /// <param name="optimizer">An optimizer or its name. Default: "rmsprop".</param>
    /// <param name="loss">A loss or its name for each output; null: none.</param>
    /// <param name="lossWeights">A factor for each output's loss. Default: 1.</param>
    /// <param name="metrics">Metrics for each output. Default: none.</param>
    /// <param name="weightedMetrics">Metrics that sample weights count for, for each output.</param>
    /// <param name="runEagerly">Kept in the file for Python's Keras; here every step is compiled. Default: false.</param>
    /// <param name="stepsPerExecution">Kept in the file for Python's Keras: the steps of one call. Here it is one. Default: 1.</param>
    /// <param name="jitCompile">Kept in the file for Python's Keras: whether XLA compiles the steps. Default: false.</param>
    /// <param name="autoScaleLoss">Whether the optimizer becomes a LossScaleOptimizer where all layers with weights are mixed_float16. Default: true.</param>
    public void Compile(
        Optimizer? optimizer,
        IReadOnlyList<Loss?> loss,
        IReadOnlyList<double>? lossWeights = null,
        IReadOnlyList<IReadOnlyList<Metric>>? metrics = null,
        IReadOnlyList<IReadOnlyList<Metric>>? weightedMetrics = null,
        bool runEagerly = false,
        int stepsPerExecution = 1,
        bool jitCompile = false,
        bool autoScaleLoss = true
    ) =>
        CompileAs(
            null,
            optimizer,
            loss,
            lossWeights,
            metrics,
            weightedMetrics,
            runEagerly,
            stepsPerExecution,
            jitCompile,
            autoScaleLoss
        );

    private void CompileAs(
        CompileForm? form,
        Optimizer? optimizer,
        IReadOnlyList<Loss?> loss,
        IReadOnlyList<double>? lossWeights,
        IReadOnlyList<IReadOnlyList<Metric>>? metrics,
        IReadOnlyList<IReadOnlyList<Metric>>? weightedMetrics,
        bool runEagerly,
        int stepsPerExecution,
        bool jitCompile,
        bool autoScaleLoss
    )
    {
        var outputs = OutputNames.Count;
        Expect("loss", loss.Count, outputs);
        Expect("lossWeights", lossWeights?.Count ?? outputs, outputs);
        Expect("metrics", metrics?.Count ?? outputs, outputs);
        Expect("weightedMetrics", weightedMetrics?.Count ?? outputs, outputs);
        if (stepsPerExecution < 1)
            throw new KeratinException(
                $"Compile of model \"{Name}\"",
                "stepsPerExecution of at least 1",
                $"{stepsPerExecution}",
                "stepsPerExecution: 1"
            );
        OwnMetrics.demand(
            $"Compile of model \"{Name}\"",
            (metrics ?? []).Concat(weightedMetrics ?? []).SelectMany(group => group)
        );
        var chosen = optimizer ?? (Optimizer)"rmsprop";
        compile = to =>
            to.Compile(
                new Compilation(
                    autoScaleLoss ? LossScaleOptimizer.For(to.Network.Layers, chosen) : chosen,
                    ListModule.OfSeq(loss.Select(Optional)),
                    ListModule.OfSeq(lossWeights ?? [.. Enumerable.Repeat(1.0, outputs)]),
                    Nested(metrics, outputs),
                    Nested(weightedMetrics, outputs),
                    new CompileArguments(
                        null,
                        Optional(form),
                        runEagerly,
                        stepsPerExecution,
                        jitCompile,
                        autoScaleLoss
                    )
                )
            );
        if (core is not null)
            compile(core);
    }

    /// <summary>Decides how a model with several outputs is trained, by the outputs' names.</summary>
    /// <param name="optimizer">An optimizer or its name. Default: "rmsprop".</param>
    /// <param name="loss">Losses by output; an output without one is not trained for itself.</param>
    /// <param name="lossWeights">Factors by output. Default: 1.</param>
    /// <param name="metrics">Metrics by output. Default: none.</param>
    /// <param name="weightedMetrics">Metrics that sample weights count for, by output. Default: none.</param>
    /// <param name="runEagerly">Kept in the file for Python's Keras; here every step is compiled. Default: false.</param>
    /// <param name="stepsPerExecution">Kept in the file for Python's Keras: the steps of one call. Here it is one. Default: 1.</param>
    /// <param name="jitCompile">Kept in the file for Python's Keras: whether XLA compiles the steps. Default: false.</param>
    /// <param name="autoScaleLoss">Whether the optimizer becomes a LossScaleOptimizer where all layers with weights are mixed_float16. Default: true.</param>
    public void Compile(
        Optimizer? optimizer,
        IReadOnlyDictionary<string, Loss> loss,
        IReadOnlyDictionary<string, double>? lossWeights = null,
        IReadOnlyDictionary<string, IReadOnlyList<Metric>>? metrics = null,
        IReadOnlyDictionary<string, IReadOnlyList<Metric>>? weightedMetrics = null,
        bool runEagerly = false,
        int stepsPerExecution = 1,
        bool jitCompile = false,
        bool autoScaleLoss = true
    )
    {
        var names = OutputNames;
        foreach (
            var name in loss
                .Keys.Concat(lossWeights?.Keys ?? [])
                .Concat(metrics?.Keys ?? [])
                .Concat(weightedMetrics?.Keys ?? [])
        )
            if (!names.Contains(name))
                throw new KeratinException(
                    $"Compile of model \"{Name}\"",
                    $"names of outputs: {string.Join(", ", names)}",
                    $"\"{name}\"",
                    $"name it \"{names[0]}\""
                );
        var weights = names.Select(name => lossWeights?.GetValueOrDefault(name, 1.0) ?? 1.0);
        CompileAs(
            CompileFormModule.byName(
                ListModule.OfSeq(
                    names.Select(name => Tuple.Create(name, Optional(loss.GetValueOrDefault(name))))
                ),
                lossWeights is null
                    ? null
                    : Optional(ListModule.OfSeq(names.Zip(weights, Tuple.Create))),
                Named(metrics),
                Named(weightedMetrics)
            ),
            optimizer,
            [.. names.Select(name => loss.GetValueOrDefault(name))],
            [.. weights],
            [.. names.Select(name => metrics?.GetValueOrDefault(name) ?? [])],
            [.. names.Select(name => weightedMetrics?.GetValueOrDefault(name) ?? [])],
            runEagerly,
            stepsPerExecution,
            jitCompile,
            autoScaleLoss
        );
    }

    private static FSharpOption<FSharpList<Tuple<string, FSharpList<Metric>>>>? Named(
        IReadOnlyDictionary<string, IReadOnlyList<Metric>>? metrics
    ) =>
        metrics is null
            ? null
            : Optional(
                ListModule.OfSeq(
                    metrics.Select(pair => Tuple.Create(pair.Key, ListModule.OfSeq(pair.Value)))
                )
            );

    /// <summary>One list of metrics for each output: the whole of it where there is one output, as Keras has it.</summary>
    private IReadOnlyList<IReadOnlyList<Metric>>? ForEach(
        string parameter,
        IReadOnlyList<Metric>? metrics
    )
    {
        if (metrics is null || OutputNames.Count == 1)
            return metrics is null ? null : [metrics];
        Expect(parameter, metrics.Count, OutputNames.Count);
        return [.. metrics.Select(metric => (IReadOnlyList<Metric>)[metric])];
    }

    private static FSharpList<FSharpList<Metric>> Nested(
        IReadOnlyList<IReadOnlyList<Metric>>? metrics,
        int outputs
    ) =>
        ListModule.OfSeq(
            (metrics ?? [.. Enumerable.Repeat<IReadOnlyList<Metric>>([], outputs)]).Select(
                ListModule.OfSeq
            )
        );
}
