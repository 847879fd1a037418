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
