using System.Numerics.Tensors;
using Xunit;
using static Keratin.Layers;

namespace Keratin.CSharp;

/// <summary>The programs that show the surface, as a user writes them.</summary>
public class Programs
{
    private static readonly Random random = new(1);

    private static float[,] Samples(int rows, int columns)
    {
        var values = new float[rows, columns];
        for (var i = 0; i < rows; i++)
        for (var j = 0; j < columns; j++)
            values[i, j] = random.NextSingle();
        return values;
    }

    private static float[,] OneHot(int rows, int classes)
    {
        var values = new float[rows, classes];
        for (var i = 0; i < rows; i++)
            values[i, random.Next(classes)] = 1;
        return values;
    }

    [Fact]
    public void A_sequential_model_trains()
    {
        var inputs = Samples(256, 784);
        var targets = OneHot(256, 10);

        var model = new Sequential([
            Dense(32, activation: "relu", inputShape: [784]),
            Dense(10, activation: "softmax"),
        ]);
        model.Compile(
            optimizer: new RMSprop(learningRate: 0.001),
            loss: "mse",
            metrics: ["accuracy"]
        );
        History history = model.Fit(inputs, targets, batchSize: 128, epochs: 10, verbose: 0);

        Assert.Equal(10, history["loss"].Count);
        Assert.True(history["loss"][^1] < history["loss"][0]);
        Assert.Contains("accuracy", history.Keys);
        var (loss, accuracy) = model.Evaluate(inputs, targets);
        Assert.InRange(accuracy, 0.0, 1.0);
        Assert.True(loss > 0);
    }

    [Fact]
    public void Functional_fluent_and_piped_models_are_the_same()
    {
        var input = Input(784);
        var hidden = Dense(32, activation: "relu").Apply(input);
        var output = Dense(10, activation: "softmax").Apply(hidden);
        var same = new Model(inputs: input, outputs: output);
        var fluent = Input(784).Dense(32, "relu").Dense(10, "softmax").ToModel();
        var piped = (Input(784) | Dense(32, "relu") | Dense(10, "softmax")).ToModel();

        Assert.Equal(25450, same.CountParams());
        Assert.Equal(same.CountParams(), fluent.CountParams());
        Assert.Equal(same.CountParams(), piped.CountParams());
        fluent.SetWeights([.. same.GetWeights().Select(w => (Data)w)]);
        var x = Samples(3, 784);
        Assert.Equal(same.Predict(x).ToArray(), fluent.Predict(x).ToArray());
    }

    [Fact]
    public void A_sequential_model_may_begin_with_an_input()
    {
        var model = new Sequential([Input(28, 28), Flatten(), Dense(10, activation: "softmax")]);
        Assert.Equal(7850, model.CountParams());
        var grown = new Sequential { Input(28, 28), Flatten(), Dense(10) };
        Assert.Equal(7850, grown.CountParams());
        Assert.Throws<KeratinException>(() => new Sequential([Input(4) | Dense(2), Dense(3)]));
    }

    [Fact]
    public void An_exported_model_answers_the_same()
    {
        var model = Input(28, 28, 1)
            .Conv2D(8, 3, activation: "relu")
            .MaxPooling2D()
            .Flatten()
            .Dense(10, "softmax")
            .ToModel();
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".onnx");
        try
        {
            model.ExportOnnx(path);
            using var session = new OnnxSession(path);
            var values = Enumerable.Range(0, 7 * 784).Select(_ => random.NextSingle()).ToArray();
            var x = Tensor.Create(values, [7, 28, 28, 1]);
            var ours = model.Predict(x).ToArray();
            var theirs = session.Run(x).ToArray();
            for (var i = 0; i < ours.Length; i++)
                Assert.Equal(ours[i], theirs[i], 1e-5f);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void An_input_may_lead_to_no_output()
    {
        Symbol used = Input([4], name: "used"),
            unused = Input([3], name: "unused");
        var model = new Model(inputs: [unused, used], outputs: used | Dense(2));
        model.Compile("sgd", "mse");
        Data x = new Dictionary<string, Data>
        {
            ["unused"] = Samples(6, 3),
            ["used"] = Samples(6, 4),
        };
        model.Fit(x, Samples(6, 2), epochs: 2, verbose: 0);
        var folder = Directory.CreateTempSubdirectory("keratin").FullName;
        try
        {
            string file = Path.Combine(folder, "m.keras"),
                exported = Path.Combine(folder, "m.onnx");
            model.Save(file);
            var loaded = Model.Load(file);
            Assert.Equal(["unused", "used"], loaded.InputNames);
            Assert.Equal(model.Predict(x).ToArray(), loaded.Predict(x).ToArray());
            model.ExportOnnx(exported);
            using var session = new OnnxSession(exported);
            Assert.Equal(["unused", "used"], session.Inputs.Select(i => i.Name));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A cell of one's own: the state decays, and the input is added to it.</summary>
    public sealed class Decay(int features) : Layer, IRecurrentCell
    {
        private Weight scale = null!;

        public IReadOnlyList<int> StateSizes => [features];
        public int OutputSize => features;

        protected override void Build(Shape input) => scale = AddWeight("scale", [features]);

        protected override IReadOnlyList<Symbol> Call(IReadOnlyList<Symbol> inputs)
        {
            var state = inputs[1] * 0.5 + inputs[0] * scale;
            return [state, state];
        }
    }

    private static float[,,] Steps(int rows, int time, int features)
    {
        var values = new float[rows, time, features];
        for (var i = 0; i < rows; i++)
        for (var t = 0; t < time; t++)
        for (var k = 0; k < features; k++)
            values[i, t, k] = random.NextSingle();
        return values;
    }

    [Fact]
    public void A_cell_of_ones_own_runs_over_any_length_and_trains()
    {
        var model = Input([null, 4]).RNN(new Decay(4)).Dense(1).ToModel();
        model.Compile(optimizer: "sgd", loss: "mse");
        model.TrainOnBatch(Steps(2, 5, 4), Samples(2, 1));
        Assert.Equal([2, 1], model.Predict(Steps(2, 9, 4)).Lengths.ToArray().Select(n => (int)n));
    }

    [Fact]
    public void A_stateful_layer_goes_on_until_it_is_reset()
    {
        var input = Input([3, 4], batchSize: 2);
        var model = new Model(inputs: input, outputs: LSTM(5, stateful: true).Apply(input));
        var x = Steps(2, 3, 4);
        var first = model.Predict(x).ToArray();
        Assert.NotEqual(first, model.Predict(x).ToArray());
        model.ResetStates();
        Assert.Equal(first, model.Predict(x).ToArray());
    }

    /// <summary>A layer of one's own.</summary>
    public sealed class Scale(float start = 1f) : Layer
    {
        private Weight gamma = null!;

        protected override void Build(Shape input) =>
            gamma = AddWeight("gamma", [input[^1]], Initializer.Constant(start));

        protected override Symbol Call(Symbol x) => x * gamma;
    }

    [Fact]
    public void A_custom_layer_trains()
    {
        var model = Input(4).Dense(4).ToModel();
        var scaled = new Model(model.Inputs, new Scale(2f).Apply(model.Outputs[0]));
        var x = Samples(16, 4);
        var plain = model.Predict(x).ToArray();
        Assert.Equal(plain.Select(v => 2 * v), scaled.Predict(x).ToArray());

        scaled.Compile("adam", "mse");
        var before = scaled.Weights.Count;
        scaled.Fit(x, Samples(16, 4), epochs: 2, verbose: 0);
        Assert.Equal(3, before);
        Assert.NotEqual(2f, scaled.GetWeights()[2].ToArray()[0]);
    }

    [Fact]
    public void Models_that_share_a_layer_see_the_same_numbers()
    {
        var encoder = new Sequential([Dense(4, inputShape: [8])]);
        var input = Input(8);
        var classifier = new Model(input, Dense(2, "softmax").Apply(encoder.Apply(input)));
        classifier.Compile("sgd", "sparse_categorical_crossentropy");
        var before = encoder.GetWeights()[0].ToArray();
        classifier.Fit(Samples(32, 8), new int[32], epochs: 1, verbose: 0);
        Assert.NotEqual(before, encoder.GetWeights()[0].ToArray());
    }

    [Fact]
    public void Two_outputs_have_losses_and_weights_of_their_own()
    {
        var input = Input(8);
        var shared = Dense(8, "relu").Apply(input);
        var number = Dense(1, name: "number").Apply(shared);
        var kind = Dense(3, "softmax", name: "kind").Apply(shared);
        var model = new Model(input, [number, kind]);
        model.Compile(
            "adam",
            new Dictionary<string, Loss>
            {
                ["number"] = "mse",
                ["kind"] = "sparse_categorical_crossentropy",
            },
            new Dictionary<string, double> { ["number"] = 0.5 }
        );
        var history = model.Fit(
            Samples(64, 8),
            new Dictionary<string, Data> { ["number"] = Samples(64, 1), ["kind"] = new int[64] },
            epochs: 3,
            verbose: 0
        );
        var total = history["loss"][2];
        Assert.Equal(
            0.5 * history["number_loss"][2] + history["kind_loss"][2],
            total,
            1e-4 * Math.Max(1, total)
        );
        Assert.Equal(2, model.PredictByName(Samples(2, 8)).Count);
    }

    [Fact]
    public void Cancelling_keeps_what_was_trained()
    {
        var model = Input(8).Dense(1).ToModel();
        model.Compile("sgd", "mse");
        using var source = new CancellationTokenSource();
        var stop = new LambdaCallback(
            onTrainBatchEnd: (batch, _) =>
            {
                if (batch == 2)
                    source.Cancel();
            }
        );
        var before = model.GetWeights()[0].ToArray();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            model.Fit(
                Samples(320, 8),
                Samples(320, 1),
                epochs: 100,
                verbose: 0,
                callbacks: [stop],
                cancellationToken: source.Token
            )
        );
        Assert.NotEqual(before, model.GetWeights()[0].ToArray());
        Assert.All(model.GetWeights()[0].ToArray(), w => Assert.True(float.IsFinite(w)));
    }

    [Fact]
    public void An_unknown_word_names_the_nearest()
    {
        var e = Assert.Throws<KeratinException>(() => Dense(3, activation: "rellu"));
        Assert.Contains("relu", e.Fix);
    }

    [Fact]
    public void The_summary_is_a_table()
    {
        var text = new Sequential(
            [
                Dense(32, "relu", name: "first", inputShape: [784]),
                Dense(10, "softmax", name: "a_long_name_for_the_last_layer"),
            ],
            name: "digits"
        ).SummaryText();
        Assert.Equal(
            """
            Model: "digits"
            ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
            ┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
            ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
            │ first (Dense)                   │ (None, 32)             │        25,120 │
            ├─────────────────────────────────┼────────────────────────┼───────────────┤
            │ a_long_name_for_the_last_layer  │ (None, 10)             │           330 │
            │ (Dense)                         │                        │               │
            └─────────────────────────────────┴────────────────────────┴───────────────┘
             Total params: 25,450 (99.41 KB)
             Trainable params: 25,450 (99.41 KB)
             Non-trainable params: 0 (0.00 B)
            """,
            text
        );
    }
}
