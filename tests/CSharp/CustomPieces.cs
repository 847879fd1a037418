using Xunit;
using static Keratin.Layers;

namespace Keratin.CSharp;

/// <summary>Losses, metrics, optimizers and layers of one's own give the numbers of those built in.</summary>
public class CustomPieces
{
    private sealed class SquaredError : Loss
    {
        protected override Symbol Call(Symbol yTrue, Symbol yPred) =>
            Ops.Mean(Ops.Square(yPred - yTrue), axis: -1);
    }

    private sealed class MeanDistance : Metric
    {
        private readonly Weight total;
        private readonly Weight count;

        public MeanDistance()
            : base("distance")
        {
            total = AddWeight("total");
            count = AddWeight("count");
        }

        protected override Updates UpdateState(Symbol yTrue, Symbol yPred, Symbol? sampleWeight)
        {
            var values = Ops.Mean(Ops.Abs(yPred - yTrue), axis: -1);
            var weights = sampleWeight ?? Ops.OnesLike(values);
            return [(total, total + Ops.Sum(values * weights)), (count, count + Ops.Sum(weights))];
        }

        protected override Symbol Result() => Ops.DivideNoNan(total, count);
    }

    private sealed class Momentum(double rate, double momentum, double? weightDecay = null)
        : Optimizer(rate, weightDecay: weightDecay)
    {
        protected override Updates UpdateStep(Symbol gradient, Weight variable, Symbol learningRate)
        {
            var velocity = AddSlot(variable, "velocity");
            var next = velocity * momentum - gradient * learningRate;
            return [(velocity, next), (variable, variable + next)];
        }
    }

    private sealed class Affine(int units) : Layer
    {
        private Weight kernel = null!;
        private Weight bias = null!;

        protected override void Build(Shape input)
        {
            kernel = AddWeight("kernel", [input[^1], units]);
            bias = AddWeight("bias", [units], Initializer.Zeros);
        }

        protected override Symbol Call(Symbol x) => Ops.Relu(Ops.Matmul(x, kernel) + bias);
    }

    /// <summary>Adds to the loss and shows what it saw.</summary>
    private sealed class Watcher : Layer
    {
        protected override Symbol Call(Symbol x)
        {
            AddLoss(0.1 * Ops.Sum(Ops.Square(x)));
            AddMetric(Ops.Mean(x), "level");
            return x;
        }
    }

    private static float[,] Numbers(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var values = new float[rows, columns];
        for (var i = 0; i < rows; i++)
        for (var j = 0; j < columns; j++)
            values[i, j] = random.NextSingle() - 0.5f;
        return values;
    }

    private static readonly float[,] x = Numbers(24, 3, 1);
    private static readonly float[,] y = Numbers(24, 2, 2);

    /// <summary>Weights and history of the same small model after some epochs.</summary>
    private static (float[] Weights, History History) Train(
        Optimizer optimizer,
        Loss loss,
        Metric metric,
        Layer? layer = null,
        Data? sampleWeight = null
    )
    {
        var model = Input(3).ToModelWith(layer ?? Dense(4, activation: "relu"), Dense(2));
        var seed = 0;
        model.SetWeights([
            .. model.Weights.Select(w => (Data)Flat(w.Shape, new Random(7 + seed++))),
        ]);
        model.Compile(optimizer, loss, weightedMetrics: [metric]);
        var history = model.Fit(
            x,
            y,
            batchSize: 10,
            epochs: 3,
            verbose: 0,
            shuffle: false,
            sampleWeight: sampleWeight
        );
        return ([.. model.GetWeights().SelectMany(w => w.ToArray())], history);
    }

    private static Array Flat(int[] shape, Random random)
    {
        var values = Array.CreateInstance(typeof(float), shape);
        var flat = new float[values.Length];
        for (var i = 0; i < flat.Length; i++)
            flat[i] = random.NextSingle() - 0.5f;
        Buffer.BlockCopy(flat, 0, values, 0, 4 * flat.Length);
        return values;
    }

    private static void Same(IReadOnlyList<double> wanted, IReadOnlyList<double> got)
    {
        Assert.Equal(wanted.Count, got.Count);
        for (var i = 0; i < wanted.Count; i++)
            Assert.Equal(wanted[i], got[i], 1e-6);
    }

    private static void Same(float[] wanted, float[] got) =>
        Same([.. wanted.Select(v => (double)v)], [.. got.Select(v => (double)v)]);

    [Fact]
    public void A_loss_and_a_metric_of_ones_own_are_those_built_in()
    {
        var weights = new float[24];
        for (var i = 0; i < 24; i++)
            weights[i] = i % 3;
        var wanted = Train("sgd", "mse", new Metrics.MeanAbsoluteError("distance"), null, weights);
        var got = Train("sgd", new SquaredError(), new MeanDistance(), null, weights);
        Same(wanted.Weights, got.Weights);
        Same(wanted.History["loss"], got.History["loss"]);
        Same(wanted.History["distance"], got.History["distance"]);
        Assert.Equal("squared_error", new SquaredError().Name);
    }

    [Fact]
    public void Functions_are_losses_and_metrics()
    {
        var wanted = Train(
            "sgd",
            "mae",
            Metric.Of("distance", (y, p) => Ops.Mean(Ops.Abs(p - y), -1))
        );
        Func<Symbol, Symbol, Symbol> mean = (yTrue, yPred) => Ops.Mean(Ops.Abs(yPred - yTrue), -1);
        var got = Train("sgd", mean, new MeanDistance());
        Same(wanted.Weights, got.Weights);
        Same(wanted.History["distance"], got.History["distance"]);

        var model = Input(3).Dense(2).ToModel();
        model.Compile("sgd", (yTrue, yPred) => Ops.Mean(Ops.Square(yPred - yTrue), -1));
        var loss = model.Evaluate(x, y)["loss"];
        model.Compile("sgd", "mse");
        Assert.Equal(model.Evaluate(x, y)["loss"], loss, 1e-6);
    }

    [Fact]
    public void An_optimizer_of_ones_own_is_SGD_with_momentum()
    {
        var wanted = Train(new SGD(0.05, momentum: 0.9), "mse", "mae");
        var got = Train(new Momentum(0.05, 0.9), "mse", "mae");
        Same(wanted.Weights, got.Weights);
        Same(wanted.History["loss"], got.History["loss"]);
    }

    [Fact]
    public void Weight_decay_comes_before_the_rule_of_ones_own()
    {
        var wanted = Train(new SGD(0.05, momentum: 0.9, weightDecay: 0.1), "mse", "mae");
        var got = Train(new Momentum(0.05, 0.9, 0.1), "mse", "mae");
        Same(wanted.Weights, got.Weights);
    }

    [Fact]
    public void A_layer_of_ones_own_is_Dense()
    {
        var wanted = Train("sgd", "mse", "mae");
        var got = Train("sgd", "mse", "mae", new Affine(4));
        Same(wanted.Weights, got.Weights);
    }

    [Fact]
    public void A_Lambda_is_its_function()
    {
        var model = Input(3).Lambda(x => Ops.Tanh(x) * 2.0).ToModel();
        var answers = model.Predict(x).ToArray();
        var i = 0;
        foreach (var value in x)
            Assert.Equal(2 * MathF.Tanh(value), answers[i++], 1e-6f);
    }

    [Fact]
    public void What_a_layer_adds_is_in_the_loss_and_in_the_logs()
    {
        var model = Input(3).ToModelWith(new Watcher());
        model.Compile("sgd", "mse");
        var target = new float[24, 3];
        var scores = model.Evaluate(x, target, batchSize: 24);
        double squares = 0,
            sum = 0;
        foreach (var value in x)
            (squares, sum) = (squares + value * value, sum + value);
        Assert.Equal(squares / 72 + 0.1 * squares, scores["loss"], 1e-5);
        Assert.Equal(sum / 72, scores["level"], 1e-6);
        var history = model.Fit(x, target, epochs: 2, verbose: 0, validationData: (x, target));
        Assert.Equal(sum / 72, history["level"][1], 1e-6);
        Assert.Equal(sum / 72, history["val_level"][1], 1e-6);
    }

    [Fact]
    public void Outside_of_a_call_nothing_can_be_added()
    {
        var e = Assert.Throws<KeratinException>(() => new Watcher().AddMetric(Input(3), "x"));
        Assert.Contains("Call", e.Fix);
    }

    [Fact]
    public void Functions_are_regularizers_constraints_and_initializers()
    {
        Layer Made(Regularizer penalty, Constraint limit) =>
            Dense(
                2,
                kernelInitializer: Initializer.Of(shape =>
                    [.. Enumerable.Range(0, shape[0] * shape[1]).Select(i => 0.1f * i - 0.2f)]
                ),
                kernelRegularizer: penalty,
                kernelConstraint: limit
            );
        var own = Input(3)
            .ToModelWith(
                Made(
                    Regularizer.Of(w => 0.3 * Ops.Square(w)),
                    Constraint.Of(w => Ops.Maximum(w, 0.0))
                )
            );
        var built = Input(3).ToModelWith(Made(Regularizer.L2(0.3), Constraint.NonNeg));
        foreach (var model in new[] { own, built })
        {
            model.Compile("sgd", "mse");
            model.Fit(x, y, epochs: 2, verbose: 0, shuffle: false);
        }
        Same(built.GetWeights()[0].ToArray(), own.GetWeights()[0].ToArray());
        Assert.All(own.GetWeights()[0].ToArray(), v => Assert.True(v >= 0));
    }

    [Fact]
    public void An_optimizer_without_a_rule_says_what_is_missing()
    {
        var model = Input(3).Dense(2).ToModel();
        model.Compile(new Nothing(), "mse");
        var e = Assert.Throws<KeratinException>(() => model.Fit(x, y, verbose: 0));
        Assert.Contains("UpdateStep", e.Fix);
    }

    private sealed class Nothing() : Optimizer(0.1);
}

internal static class Chains
{
    internal static Model ToModelWith(this Symbol input, params Layer[] layers) =>
        layers.Aggregate(input, (value, layer) => layer.Apply(value)).ToModel();
}
