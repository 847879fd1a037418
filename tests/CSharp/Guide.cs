using System.Numerics.Tensors;
using System.Text.RegularExpressions;
using Xunit;
using static Keratin.Layers;

namespace Keratin.CSharp;

/// <summary>The programs of docs/guide.md: each of its blocks stands here, and runs.</summary>
public sealed class Guide : IDisposable
{
    private readonly string home = Directory.GetCurrentDirectory();
    private readonly string folder = Directory.CreateTempSubdirectory("keratin").FullName;

    public Guide() => Directory.SetCurrentDirectory(folder);

    public void Dispose()
    {
        Directory.SetCurrentDirectory(home);
        Directory.Delete(folder, recursive: true);
    }

    private static float[,] Rows(int rows, int columns)
    {
        var random = new Random(1);
        var values = new float[rows, columns];
        for (var i = 0; i < rows; i++)
        for (var j = 0; j < columns; j++)
            values[i, j] = random.NextSingle();
        return values;
    }

    private static int[] Classes(int rows) => [.. Enumerable.Range(0, rows).Select(i => i % 3)];

    private readonly float[,] x = Rows(60, 8);
    private readonly int[] y = Classes(60);

    private static Model Classifier()
    {
        var model = Input(8).Dense(16, "relu").Dense(3, "softmax").ToModel();
        model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    [Fact]
    public void Four_ways_to_one_model()
    {
        // guide: describe
        // a stack of layers
        var stack = new Sequential([
            Dense(16, activation: "relu", inputShape: [8]),
            Dense(3, activation: "softmax"),
        ]);

        // a graph: any layer is applied to symbols
        var input = Input(8);
        var hidden = Dense(16, activation: "relu").Apply(input);
        var graph = new Model(input, Dense(3, activation: "softmax").Apply(hidden));

        // the same graph, written fluently or piped
        var fluent = Input(8).Dense(16, "relu").Dense(3, "softmax").ToModel();
        var piped = (Input(8) | Dense(16, "relu") | Dense(3, "softmax")).ToModel();
        // end
        foreach (var model in new[] { stack, graph, fluent, piped })
            Assert.Equal(195, model.CountParams());
    }

    [Fact]
    public void A_stack_without_a_shape()
    {
        // guide: late
        var stack = new Sequential { Dense(16, "relu"), Dense(3, "softmax") };
        stack.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        stack.Fit(x, y, epochs: 2, verbose: 0); // x has rows of 8 numbers
        Console.WriteLine(stack.InputShape); // (None, 8)

        // another end; the optimizer was one for the weights before
        stack.Pop();
        stack.Add(Dense(2, "softmax"));
        stack.Compile("adam", "sparse_categorical_crossentropy");
        // end
        Assert.Equal("(None, 8)", stack.InputShape.ToString());
        Assert.Equal(8 * 16 + 16 + 16 * 2 + 2, stack.CountParams());
    }

    [Fact]
    public void Branches()
    {
        var images = new float[6, 32, 32, 3];
        var (ages, prices) = (new float[6], new float[6]);
        var kinds = new int[6];
        // guide: branches
        var image = Input([32, 32, 3], name: "image");
        var age = Input([1], name: "age");
        var seen = image.Conv2D(8, 3, activation: "relu").GlobalAveragePooling2D();
        var both = Concatenate().Apply([seen, age]).Dense(8, "relu");
        var model = new Model(
            [image, age],
            [both.Dense(1, name: "price"), both.Dense(3, "softmax", name: "kind")]
        );
        model.Compile(
            "adam",
            new Dictionary<string, Loss>
            {
                ["price"] = "mse",
                ["kind"] = "sparse_categorical_crossentropy",
            },
            new Dictionary<string, double> { ["price"] = 0.5 },
            metrics: new Dictionary<string, IReadOnlyList<Metric>> { ["kind"] = ["accuracy"] }
        );
        model.Fit(
            new Dictionary<string, Data> { ["image"] = images, ["age"] = ages },
            new Dictionary<string, Data> { ["price"] = prices, ["kind"] = kinds },
            verbose: 0
        );
        // end
        Assert.Equal(["price", "kind"], model.OutputNames);
    }

    [Fact]
    public void Training()
    {
        var model = Input(8).Dense(16, "relu").Dense(3, "softmax").ToModel();
        // guide: train
        model.Compile(
            optimizer: new Adam(new CosineDecay(initialLearningRate: 1e-2, decaySteps: 200)),
            loss: new SparseCategoricalCrossentropy(),
            metrics: ["accuracy"]
        );
        History history = model.Fit(
            x,
            y,
            batchSize: 16,
            epochs: 20,
            validationSplit: 0.2,
            callbacks:
            [
                new EarlyStopping(monitor: "val_loss", patience: 3, restoreBestWeights: true),
                new CSVLogger("training.csv"),
            ],
            verbose: 0
        );
        var (loss, accuracy) = model.Evaluate(x, y);
        Tensor<float> probabilities = model.Predict(x);
        // end
        Assert.True(history["loss"][^1] < history["loss"][0]);
        Assert.InRange(accuracy, 0, 1);
        Assert.True(loss > 0 && probabilities.Lengths[0] == 60);
        Assert.True(File.Exists("training.csv"));
    }

    [Fact]
    public void Files()
    {
        var model = Classifier();
        // guide: files
        model.Save("model.keras"); // architecture, weights, compile, the optimizer's state
        var same = Model.Load("model.keras"); // or one that Python's Keras saved

        model.SaveWeights("model.weights.h5"); // also .safetensors, and shards as .weights.json
        model.LoadWeights("model.weights.h5");
        // end
        Assert.Equal(model.Predict(x).ToArray(), same.Predict(x).ToArray());
    }

    [Fact]
    public void Interruptions()
    {
        var model = Classifier();
        // guide: checkpoint
        var checkpoint = new Checkpoint("training.checkpoint", saveFreq: 100); // batches
        var best = new ModelCheckpoint("best.keras", monitor: "val_loss", saveBestOnly: true);
        model.Fit(x, y, epochs: 3, validationSplit: 0.2, callbacks: [checkpoint, best], verbose: 0);
        // end
        Assert.True(File.Exists("best.keras"));
    }

    // guide: layer
    public sealed class Scale(float start = 1f) : Layer
    {
        private Weight gamma = null!;

        public float Start => start;

        protected override void Build(Shape input) =>
            gamma = AddWeight("gamma", [input[^1]], Initializer.Constant(start));

        protected override Symbol Call(Symbol x) => x * gamma;
    }

    public sealed class LogCosh2 : Loss
    {
        protected override Symbol Call(Symbol yTrue, Symbol yPred) =>
            Ops.Mean(Ops.Log(Ops.Cosh(2.0 * (yPred - yTrue))), axis: -1);
    }

    public sealed class Near : Metric
    {
        private readonly Weight hits;
        private readonly Weight all;

        public Near()
            : base("near")
        {
            hits = AddWeight("hits");
            all = AddWeight("all");
        }

        // what the weights become after another batch
        protected override Updates UpdateState(Symbol yTrue, Symbol yPred, Symbol? sampleWeight) =>
            [
                (hits, hits + Ops.Sum(Ops.Cast(Ops.Abs(yPred - yTrue) < 0.5, "float32"))),
                (all, all + Ops.Sum(Ops.OnesLike(yPred))),
            ];

        protected override Symbol Result() => hits / all;
    }

    // end

    [Fact]
    public void Pieces_of_ones_own()
    {
        // guide: register
        CustomObjects.Register<Scale>(
            "guide>Scale",
            config => new Scale((float)config.Get<double>("start")),
            scale => new Dictionary<string, object> { ["start"] = (double)scale.Start }
        );
        CustomObjects.Register<LogCosh2>("guide>LogCosh2", _ => new LogCosh2());
        CustomObjects.Register<Near>("guide>Near", _ => new Near());
        var input = Input(8);
        var model = new Model(input, new Scale(0.5f).Apply(input.Dense(4)).Dense(1));
        model.Compile("adam", new LogCosh2(), metrics: [new Near()]);
        model.Save("scaled.keras");
        // end
        var same = Model.Load("scaled.keras");
        Assert.Equal(model.Predict(x).ToArray(), same.Predict(x).ToArray());
        Assert.Equal(0, same.Evaluate(x, Enumerable.Repeat(9f, 60).ToArray())["near"]);
        Assert.Equal(1, same.Evaluate(x, same.Predict(x))["near"]);
    }

    [Fact]
    public void Steps_of_ones_own()
    {
        var random = Rows(60, 1);
        // guide: step
        var model = Input([8], name: "x").Dense(16, "tanh").Dense(1).ToModel();
        var target = Input([1], name: "y");
        var loss = new MeanSquaredError().Apply(target, model.Outputs[0]);
        var weights = model.TrainableWeights;
        var step = new Step([loss], new Adam(0.01).Apply(Gradient.Of(loss, weights), weights));
        for (var i = 0; i < 100; i++)
            step.Run([x, random]);
        // end
        Assert.True(step.Run([x, random])[0].ToArray()[0] < 0.2f);
    }

    private static readonly string[] reviews =
    [
        "A good film, really good!",
        "so BAD and boring",
        "good fun",
        "boring and bad",
    ];

    private static readonly float[] liked = [1, 0, 1, 0];

    [Fact]
    public void Words()
    {
        // guide: words
        var words = TextVectorization(maxTokens: 1000, outputSequenceLength: 20).Adapt(reviews);
        var model = words
            .Apply(Input(shape: [], dtype: "string"))
            .Embedding(1000, 8, maskZero: true)
            .LSTM(16)
            .Dense(1, "sigmoid")
            .ToModel();
        model.Compile(new Adam(0.05), "binary_crossentropy");
        model.Fit(reviews, liked, epochs: 30, verbose: 0);
        Tensor<float> answers = model.Predict(new[] { "what a good film" });
        // end
        Assert.True(answers.ToArray()[0] > 0.5f);
    }

    [Fact]
    public void Fine_tuning()
    {
        // guide: finetune
        var features = Applications.MobileNetV2(
            inputShape: [32, 32, 3],
            alpha: 0.35,
            includeTop: false,
            pooling: "avg"
        );
        features.Trainable = false;
        var input = Input(32, 32, 3);
        var kinds = features.Apply(input, training: false).Dense(5, "softmax", name: "kinds");
        var model = new Model(input, kinds);
        // compile and train the new layer; then the last layers of the network too, at a lower rate
        features.Trainable = true;
        foreach (var layer in features.Layers.SkipLast(20))
            layer.Trainable = false;
        model.Compile(new Adam(1e-5), "sparse_categorical_crossentropy");
        // end
        Assert.InRange(model.TrainableWeights.Count, 3, 30);
    }

    [Fact]
    public void Narrow_matrices()
    {
        var model = Input(8).Dense(5, name: "kinds").ToModel();
        // guide: lora
        model.GetLayer("kinds").EnableLora(rank: 2);
        // end
        Assert.Equal(3, model.TrainableWeights.Count);
    }

    [Fact]
    public void Serving()
    {
        var model = Classifier();
        // guide: serve
        model.ExportOnnx("classifier.onnx"); // batch and time stay open
        using var session = new OnnxSession("classifier.onnx");
        Tensor<float> answers = session.Run(x);
        // end
        var expected = model.Predict(x).ToArray();
        foreach (var (wanted, got) in expected.Zip(answers.ToArray()))
            Assert.Equal(wanted, got, 1e-5f);
    }

    [Fact]
    public void Larger_than_memory()
    {
        foreach (var part in Enumerable.Range(0, 3))
            File.WriteAllLines(
                $"part{part}.csv",
                Enumerable
                    .Range(20 * part, 20)
                    .Select(i =>
                        string.Join(',', Enumerable.Range(0, 8).Select(j => x[i, j])) + $",{y[i]}"
                    )
            );
        var model = Classifier();
        // guide: stream
        IEnumerable<Batch> Read()
        {
            foreach (var file in Directory.GetFiles(".", "*.csv").Order())
            foreach (var lines in File.ReadLines(file).Chunk(16))
            {
                var fields = lines.Select(line => line.Split(',')).ToArray();
                float[][] features =
                [
                    .. fields.Select(row => row[..8].Select(float.Parse).ToArray()),
                ];
                int[] classes = [.. fields.Select(row => int.Parse(row[8]))];
                yield return new(features, classes);
            }
        }

        model.Fit(Batches.From(Read()), epochs: 5, verbose: 0);
        var scores = model.Evaluate(Batches.From(Read()));
        Tensor<float> answers = model.Predict(Batches.From(Read()));
        // end
        Assert.Equal(model.Evaluate(x, y).Loss, scores.Loss, 1e-5);
        Assert.Equal(model.Predict(x).ToArray(), answers.ToArray());
    }

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);

    [Theory]
    [InlineData("csharp", "tests/CSharp/Guide.cs")]
    [InlineData("fsharp", "tests/Properties/GuidePrograms.fs")]
    public void The_guide_shows_programs_that_ran(string language, string path)
    {
        var tested = string.Join('\n', Lines(Repository.Text(path)));
        var blocks = Regex
            .Matches(
                Repository.Text("docs/guide.md"),
                $"```{language}\n(.*?)```",
                RegexOptions.Singleline
            )
            .Select(block => string.Join('\n', Lines(block.Groups[1].Value)))
            .ToList();
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(block, tested));
    }
}
