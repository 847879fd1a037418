using Xunit;
using static Keratin.Layers;

namespace Keratin.CSharp;

/// <summary>Optimizers and callbacks as C# writes them.</summary>
public class Optimizers
{
    private static readonly float[,] x =
    {
        { 1, 0 },
        { 0, 1 },
        { 1, 1 },
        { 0, 0 },
    };

    private static readonly float[,] y =
    {
        { 1 },
        { 0 },
        { 1 },
        { 0 },
    };

    private static double Gain(Optimizer optimizer, params Callback[] callbacks)
    {
        Utils.SetRandomSeed(2);
        var model = Input(2).Dense(8, "tanh", name: "hidden").Dense(1, name: "last").ToModel();
        model.Compile(optimizer, "mse");
        var history = model.Fit(
            x,
            y,
            epochs: 20,
            verbose: 0,
            callbacks: callbacks,
            validationData: (x, y)
        );
        return history["loss"][0] - history["loss"][^1];
    }

    /// <summary>A rate that grows for some steps and stays.</summary>
    private sealed class Warmup(double rate, int steps) : Schedule("Warmup")
    {
        public override Symbol Rate(Symbol step) =>
            Ops.Minimum((step + 1.0) / steps, Ops.OnesLike(step)) * rate;
    }

    [Fact]
    public void A_schedule_of_ones_own_says_the_rate()
    {
        var model = Input(1).Dense(1, useBias: false, kernelInitializer: "zeros").ToModel();
        model.Compile(new SGD(new Warmup(rate: 1.0, steps: 4)), new MeanAbsoluteError());
        model.Fit(
            new float[,]
            {
                { 1 },
                { 1 },
                { 1 },
            },
            new float[,]
            {
                { 10 },
                { 10 },
                { 10 },
            },
            batchSize: 1,
            verbose: 0
        );
        // a quarter, two quarters and three quarters of a gradient of size one
        Assert.Equal(1.5f, model.GetWeights()[0].ToArray()[0], 5);
    }

    [Fact]
    public void Weights_of_samples_by_name_belong_to_their_output()
    {
        var input = Input(1);
        var outputs = new[] { "a", "b" }
            .Select(name =>
                Dense(1, useBias: false, kernelInitializer: "ones", name: name).Apply(input)
            )
            .ToList();
        var model = new Model(input, outputs);
        model.Compile("sgd", "mae");
        var samples = new float[,]
        {
            { 1 },
            { 2 },
        };
        var scores = model.Evaluate(
            samples,
            new Dictionary<string, Data>
            {
                ["a"] = new float[,]
                {
                    { 0 },
                    { 0 },
                },
                ["b"] = new float[,]
                {
                    { 0 },
                    { 0 },
                },
            },
            sampleWeight: new Dictionary<string, Data> { ["b"] = new float[] { 0, 4 } }
        );
        Assert.Equal(1.5, scores["a_loss"], 5);
        Assert.Equal(4.0, scores["b_loss"], 5);
    }

    [Fact]
    public void Every_new_optimizer_learns()
    {
        Optimizer[] all =
        [
            new Adafactor(learningRate: 0.1),
            new Muon(learningRate: 0.05, excludeLayers: ["last"]),
            new ScheduleFreeAdamW(learningRate: 0.05, warmupSteps: 2),
            new LossScaleOptimizer(new Adam(0.05), initialScale: 1024),
            new MultiOptimizer(
                new OptimizerMap(
                    defaultOptimizer: "sgd",
                    new Dictionary<string, Optimizer> { [".*hidden/.*"] = new Adam(0.05) }
                )
            ),
            new AdamW(0.05, weightDecay: 0.01).ExcludeFromWeightDecay("bias"),
            "adafactor",
        ];
        Assert.All(all, optimizer => Assert.True(Gain(optimizer) > 0, optimizer.Name));
    }

    [Fact]
    public void Callbacks_write_what_they_are_asked_to()
    {
        var folder = Directory.CreateTempSubdirectory("keratin").FullName;
        try
        {
            Gain(
                new SGD(0.1, useEma: true),
                new TensorBoard(logDir: folder, histogramFreq: 1, updateFreq: "batch"),
                new SwapEMAWeights(swapOnEpoch: true)
            );
            Assert.Single(Directory.GetFiles(Path.Combine(folder, "train")));
            Assert.Single(Directory.GetFiles(Path.Combine(folder, "validation")));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
