using System.Numerics.Tensors;
using Xunit;
using static Keratin.Layers;

namespace Keratin.CSharp;

/// <summary>Training that Compile and Fit do not describe: steps, gradients and updates of one's own.</summary>
public class CustomTraining
{
    private static float[,] Normal(
        Random random,
        int rows,
        int columns,
        float mean,
        float deviation
    )
    {
        var values = new float[rows, columns];
        for (var i = 0; i < rows; i++)
        for (var j = 0; j < columns; j++)
            values[i, j] =
                mean
                + deviation
                    * (float)(
                        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()))
                        * Math.Cos(2 * Math.PI * random.NextDouble())
                    );
        return values;
    }

    private static float Number(Tensor<float> scalar) => scalar.ToArray()[0];

    [Fact]
    public void A_step_of_ones_own_does_what_Fit_does()
    {
        Utils.SetRandomSeed(3);
        var random = new Random(3);
        var (x, y) = (Normal(random, 32, 4, 0, 1), Normal(random, 32, 2, 0, 1));
        var fitted = Input(4).Dense(8, "tanh").Dense(2).ToModel();
        var stepped = Input(4).Dense(8, "tanh").Dense(2).ToModel();
        stepped.SetWeights([.. fitted.GetWeights().Select(w => (Data)w)]);

        fitted.Compile(new Adam(0.01), "mse");
        var history = fitted.Fit(x, y, batchSize: 32, epochs: 5, verbose: 0, shuffle: false);

        var target = Input([2], name: "target");
        var loss = Ops.Mean(Ops.Square(stepped.Outputs[0] - target));
        var weights = stepped.TrainableWeights;
        var step = new Step([loss], new Adam(0.01).Apply(Gradient.Of(loss, weights), weights));
        Assert.Equal(2, step.InputNames.Count);
        for (var epoch = 0; epoch < 5; epoch++)
            Assert.Equal(history["loss"][epoch], Number(step.Run([x, y])[0]), 1e-5);
        foreach (var (wanted, got) in fitted.GetWeights().Zip(stepped.GetWeights()))
        foreach (var (a, b) in wanted.ToArray().Zip(got.ToArray()))
            Assert.Equal(a, b, 1e-5f);
    }

    [Fact]
    public void Updates_see_the_weights_as_they_were()
    {
        var layer = Dense(1, useBias: false, kernelInitializer: "ones");
        layer.Apply(Input(1));
        var w = layer.Weights[0];
        var counter = new Counter();
        counter.Apply(Input(1));
        var count = counter.Weights[0];
        var step = new Step([w, w * 2.0], [(w, w + count), (count, count + 1.0)]);
        Assert.Equal(1f, Number(step.Run()[0]));
        Assert.Equal(1f, Number(step.Run()[0]));
        var third = step.Run();
        Assert.Equal(2f, Number(third[0]));
        Assert.Equal(4f, Number(third[1]));
    }

    private sealed class Counter : Layer
    {
        private Weight count = null!;

        protected override void Build(Shape input) =>
            count = AddWeight("count", [1, 1], "zeros", trainable: false);

        protected override Symbol Call(Symbol x) => x + count;
    }

    [Fact]
    public void Gradients_of_gradients()
    {
        var x = Input([1], name: "x");
        var cube = Ops.Power(x, 3.0);
        var first = Gradient.Of(cube, x);
        var second = Gradient.Of(first, x);
        var third = Gradient.Of(second, x);
        var values = new Step([first, second, third]).Run(
            new float[,]
            {
                { 2 },
                { -1 },
            }
        );
        Assert.Equal([12f, 3f], values[0].ToArray());
        Assert.Equal([12f, -6f], values[1].ToArray());
        Assert.Equal([6f, 6f], values[2].ToArray());
    }

    [Fact]
    public void Training_and_inference_are_chosen_for_each_run()
    {
        var x = Input([50], name: "x");
        var dropped = Dropout(0.5, seed: 1).Apply(x);
        var norm = BatchNormalization(momentum: 0.5);
        var normed = norm.Apply(x);
        var step = new Step([dropped, normed]);
        var ones = new float[4, 50];
        for (var i = 0; i < 200; i++)
            ones[i / 50, i % 50] = 1;

        var moving = norm.Weights[2];
        var read = new Step([moving]);
        Assert.All(step.Run(ones, training: false)[0].ToArray(), v => Assert.Equal(1f, v));
        Assert.All(read.Run()[0].ToArray(), v => Assert.Equal(0f, v));
        var first = step.Run(ones)[0].ToArray();
        var second = step.Run(ones)[0].ToArray();
        Assert.Contains(0f, first);
        Assert.Contains(2f, first);
        Assert.NotEqual(first, second);
        Assert.All(read.Run()[0].ToArray(), v => Assert.Equal(0.75f, v));
    }

    [Fact]
    public void A_GAN_learns_a_distribution()
    {
        Utils.SetRandomSeed(11);
        var random = new Random(11);
        const int batch = 64;
        var generator = Input(2).Dense(8, "tanh").Dense(1).ToModel();
        var discriminator = Input(1).Dense(16, Activation.LeakyRelu()).Dense(1).ToModel();

        var real = Input([1], name: "real");
        var noise = Input([2], name: "noise");
        var fake = generator.Apply(noise);
        var onReal = discriminator.Apply(real);
        var onFake = discriminator.Apply(fake);
        Symbol Loss(Symbol truth, Symbol logits) =>
            Ops.Mean(Ops.BinaryCrossentropy(truth, logits, fromLogits: true));
        var discriminatorLoss =
            Loss(Ops.OnesLike(onReal), onReal) + Loss(Ops.ZerosLike(onFake), onFake);
        var generatorLoss = Loss(Ops.OnesLike(onFake), onFake);

        var judging = discriminator.TrainableWeights;
        var making = generator.TrainableWeights;
        var judge = new Step(
            [discriminatorLoss],
            new Adam(0.01, beta1: 0.5).Apply(Gradient.Of(discriminatorLoss, judging), judging)
        );
        var make = new Step(
            [generatorLoss],
            new Adam(0.01, beta1: 0.5).Apply(Gradient.Of(generatorLoss, making), making)
        );

        float[,] Real() => Normal(random, batch, 1, 3, 0.5f);
        float[,] Noise() => Normal(random, batch, 2, 0, 1);
        double Mean() => generator.Predict(Normal(new Random(5), 500, 2, 0, 1)).ToArray().Average();
        float Judged() => Number(judge.Run([Real(), Noise()])[0]);

        Assert.True(Math.Abs(Mean() - 3) > 1.5);
        var before = Judged();
        for (var i = 0; i < 60; i++)
            Judged();
        Assert.True(Judged() < 0.8 * before, "the discriminator learns");
        for (var i = 0; i < 400; i++)
        {
            Judged();
            make.Run((Data)Noise());
        }
        Assert.InRange(Mean(), 2.4, 3.6);
    }

    [Fact]
    public void A_WGAN_with_gradient_penalty_has_gradients_of_norm_one()
    {
        Utils.SetRandomSeed(5);
        var random = new Random(5);
        const int batch = 64;
        var critic = Input(2).Dense(32, "tanh").Dense(1).ToModel();
        var real = Input([2], name: "real");
        var fake = Input([2], name: "fake");
        var part = Input([1], name: "part");
        var between = real * part + fake * (1.0 - part);
        var slope = Gradient.Of(critic.Apply(between), between);
        var norm = Ops.Sqrt(Ops.Sum(Ops.Square(slope), axis: -1) + 1e-12);
        var penalty = Ops.Mean(Ops.Square(norm - 1.0));
        var distance = Ops.Mean(critic.Apply(real)) - Ops.Mean(critic.Apply(fake));
        var loss = penalty * 10.0 - distance;
        var weights = critic.TrainableWeights;
        var step = new Step(
            [Ops.Mean(norm), distance],
            new Adam(0.01).Apply(Gradient.Of(loss, weights), weights)
        );

        var first = Number(Run()[0]);
        IReadOnlyList<Tensor<float>> last = [];
        for (var i = 0; i < 300; i++)
            last = Run();
        Assert.InRange(Number(last[0]), 0.8, 1.2);
        Assert.True(Math.Abs(Number(last[0]) - 1) < Math.Abs(first - 1));
        // by Kantorovich and Rubinstein the difference is the distance of the distributions
        Assert.InRange(Number(last[1]), 2.2, 3.4);

        IReadOnlyList<Tensor<float>> Run()
        {
            var uniform = new float[batch, 1];
            for (var i = 0; i < batch; i++)
                uniform[i, 0] = random.NextSingle();
            return step.Run(
                new Dictionary<string, Data>
                {
                    ["real"] = Normal(random, batch, 2, 1, 0.1f),
                    ["fake"] = Normal(random, batch, 2, -1, 0.1f),
                    ["part"] = uniform,
                }
            );
        }
    }

    [Fact]
    public void A_shared_encoder_moves_once_by_the_sum_of_both_gradients()
    {
        var random = new Random(2);
        var encoder = new Sequential([Dense(3, activation: "tanh", inputShape: [4])]);
        var (left, right) = (Input([4], name: "left"), Input([4], name: "right"));
        var (a, b) = (encoder.Apply(left), encoder.Apply(right));
        var kernel = encoder.TrainableWeights[0];
        var (first, second) = (Ops.Sum(Ops.Square(a)), Ops.Sum(Ops.Square(b - 1.0)));
        var both = Gradient.Of(first + second, kernel);
        var step = new Step(
            [Gradient.Of(first, kernel), Gradient.Of(second, kernel), both],
            new SGD(0.1).Apply([both], [kernel])
        );
        var before = encoder.GetWeights()[0].ToArray();
        var values = step.Run([Normal(random, 8, 4, 0, 1), Normal(random, 8, 4, 0, 1)]);
        var after = encoder.GetWeights()[0].ToArray();
        for (var i = 0; i < before.Length; i++)
        {
            var sum = values[0].ToArray()[i] + values[1].ToArray()[i];
            Assert.Equal(sum, values[2].ToArray()[i], 1e-4f);
            Assert.Equal(before[i] - 0.1f * sum, after[i], 1e-4f);
        }
    }

    [Fact]
    public void Loss_weights_sum_up_and_zero_leaves_a_head_alone()
    {
        Utils.SetRandomSeed(8);
        var random = new Random(8);
        var input = Input(4);
        var shared = input.Dense(5, "tanh");
        var head = Dense(2, name: "head");
        var silent = Dense(1, name: "silent");
        var model = new Model(input, [head.Apply(shared), silent.Apply(shared)]);
        model.Compile(
            "adam",
            new Dictionary<string, Loss> { ["head"] = "mse", ["silent"] = "mae" },
            new Dictionary<string, double> { ["head"] = 2.5, ["silent"] = 0 },
            metrics: new Dictionary<string, IReadOnlyList<Metric>> { ["head"] = ["mae"] },
            weightedMetrics: new Dictionary<string, IReadOnlyList<Metric>> { ["silent"] = ["mse"] }
        );
        var before = new Step([silent.Weights[0], head.Weights[0]]).Run();
        var (x, y, z) = (
            Normal(random, 32, 4, 0, 1),
            Normal(random, 32, 2, 0, 1),
            Normal(random, 32, 1, 0, 1)
        );
        var history = model.Fit(x, [y, z], epochs: 3, verbose: 0);
        for (var epoch = 0; epoch < 3; epoch++)
            Assert.Equal(2.5 * history["head_loss"][epoch], history["loss"][epoch], 1e-4);
        var after = new Step([silent.Weights[0], head.Weights[0]]).Run();
        Assert.Equal(before[0].ToArray(), after[0].ToArray());
        Assert.NotEqual(before[1].ToArray(), after[1].ToArray());
        var scores = model.Evaluate(x, [y, z]);
        Assert.Contains("head_mae", scores.Keys);
        Assert.Contains("silent_mse", scores.Keys);

        Metric one = "mae";
        var twice = Assert.Throws<KeratinException>(() =>
            model.Compile("sgd", "mse", metrics: [one, one])
        );
        Assert.Contains("of its own", twice.Expected);
        var e = Assert.Throws<KeratinException>(() => model.Predict(x));
        Assert.Contains("PredictByName", e.Fix);
        Assert.Equal(2, model.PredictAll(x).Count);
        Assert.Equal([32, 1], model.PredictByName(x)["silent"].Lengths.ToArray());
    }

    [Fact]
    public async Task FitAsync_takes_what_Fit_takes()
    {
        var random = new Random(1);
        var model = Input(3).Dense(1).ToModel();
        model.Compile("sgd", "mse");
        var history = await model.FitAsync(
            Normal(random, 40, 3, 0, 1),
            Normal(random, 40, 1, 0, 1),
            epochs: 3,
            initialEpoch: 1,
            validationSplit: 0.25,
            shuffle: false,
            verbose: 0,
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal([1, 2], history.Epoch);
        Assert.Equal(2, history["val_loss"].Count);
    }

    [Fact]
    public void Wrong_steps_say_what_is_wrong()
    {
        var x = Input([2], name: "x");
        var dense = Dense(1);
        var loss = Ops.Mean(dense.Apply(x));
        var weights = dense.TrainableWeights;
        var gradients = Gradient.Of(loss, weights);
        KeratinException Refused(Action act) => Assert.Throws<KeratinException>(act);

        Assert.Contains(
            "2 weights",
            Refused(() => new SGD().Apply([gradients[0]], weights)).Expected
        );
        var twice = new SGD().Apply(gradients, weights) + new SGD().Apply(gradients, weights);
        Assert.Contains("each weight", Refused(() => new Step([loss], twice)).Expected);
        Assert.Contains("shape", Refused(() => new Step([loss], [(weights[0], loss)])).Expected);
        Assert.Contains("\"x\"", Refused(() => new Step([loss]).Run(new float[3, 5])).Where);
        Assert.Contains("1 arrays: x", Refused(() => new Step([loss]).Run()).Expected);
        Assert.Contains("neither", Refused(() => new Step([])).Got);
    }
}
