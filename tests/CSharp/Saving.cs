using Xunit;
using static Keratin.Layers;

namespace Keratin.CSharp;

/// <summary>Models, weights and arrays in files, as a user writes it.</summary>
public class Saving
{
    private sealed class Scale(double factor) : Layer
    {
        public double Factor => factor;

        protected override Symbol Call(Symbol x) => x * factor;
    }

    private static float[,] Samples(int rows, int columns)
    {
        var random = new Random(1);
        var values = new float[rows, columns];
        for (var i = 0; i < rows; i++)
        for (var j = 0; j < columns; j++)
            values[i, j] = random.NextSingle();
        return values;
    }

    private static void InFolder(Action<string> run)
    {
        var folder = Directory.CreateTempSubdirectory("keratin").FullName;
        try
        {
            run(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_saved_model_answers_and_trains_on_alike() =>
        InFolder(folder =>
        {
            var path = Path.Combine(folder, "model.keras");
            var model = Input(4).Dense(8, "relu").BatchNormalization().Dense(2).ToModel();
            model.Compile("adam", "mse", metrics: ["mae"]);
            var (x, y) = (Samples(16, 4), Samples(16, 2));
            model.Fit(x, y, epochs: 2, verbose: 0);
            model.Save(path);
            var loaded = Model.Load(path);
            Assert.Equal(model.Predict(x).ToArray(), loaded.Predict(x).ToArray());
            model.Fit(x, y, epochs: 2, verbose: 0, shuffle: false);
            loaded.Fit(x, y, epochs: 2, verbose: 0, shuffle: false);
            Assert.Equal(model.Predict(x).ToArray(), loaded.Predict(x).ToArray());
        });

    [Fact]
    public void A_model_that_is_not_trained_stays_so() =>
        InFolder(folder =>
        {
            var path = Path.Combine(folder, "model.keras");
            var model = Input(4).Dense(8, "relu").Dense(2).ToModel();
            model.Trainable = false;
            Assert.Empty(model.TrainableWeights);
            model.Save(path);
            var loaded = Model.Load(path);
            Assert.Empty(loaded.TrainableWeights);
            loaded.Trainable = true;
            Assert.Equal(4, loaded.TrainableWeights.Count);
            loaded.Save(path, overwrite: true);
            Assert.Equal(4, Model.Load(path).TrainableWeights.Count);
        });

    [Fact]
    public void What_compile_was_given_is_in_the_file_as_it_was_given() =>
        InFolder(folder =>
        {
            var x = Input(4);
            var model = new Model(x, [Dense(1, name: "a").Apply(x), Dense(2, name: "b").Apply(x)]);

            string Compiled(string name)
            {
                var path = Path.Combine(folder, name + ".keras");
                model.Save(path);
                using var archive = System.IO.Compression.ZipFile.OpenRead(path);
                using var part = archive.GetEntry("config.json")!.Open();
                using var config = System.Text.Json.JsonDocument.Parse(part);
                var compile = config.RootElement.GetProperty("compile_config");
                Model.Load(path).Save(path, overwrite: true);
                return string.Join(
                    ' ',
                    compile.EnumerateObject().Skip(1).Select(p => p.Value.GetRawText())
                );
            }

            model.Compile("sgd", "mse", runEagerly: true, stepsPerExecution: 3, jitCompile: true);
            Assert.Equal("\"mse\" null null null true 3 true", Compiled("one"));
            model.Compile("sgd", "mse", lossWeights: [1, 0.5], metrics: ["mae", "mse"]);
            Assert.Equal(
                "[\"mse\",\"mse\"] [1.0,0.5] [[\"mae\"],[\"mse\"]] null false 1 false",
                Compiled("list")
            );
            model.Compile(
                "sgd",
                new Dictionary<string, Loss> { ["b"] = "mae" },
                metrics: new Dictionary<string, IReadOnlyList<Metric>> { ["b"] = ["mse"] },
                autoScaleLoss: false
            );
            Assert.Equal(
                "{\"a\":null,\"b\":\"mae\"} null {\"b\":[\"mse\"]} null false 1 false false",
                Compiled("names")
            );
            Assert.Throws<KeratinException>(() =>
                model.Compile("sgd", "mse", stepsPerExecution: 0)
            );
        });

    [Fact]
    public void A_Sequential_stays_one_and_a_stream_does_as_well_as_a_file()
    {
        var model = new Sequential([Dense(3, inputShape: [4]), Lambda(x => x * 2.0 + 1.0)]);
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        var loaded = Assert.IsType<Sequential>(Model.Load(stream));
        var x = Samples(3, 4);
        Assert.Equal(model.Predict(x).ToArray(), loaded.Predict(x).ToArray());
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_when_that_is_asked_for() =>
        InFolder(folder =>
        {
            var path = Path.Combine(folder, "model.keras");
            var model = Input(4).Dense(2).ToModel();
            model.Save(path);
            var refusal = Assert.Throws<KeratinException>(() => model.Save(path));
            Assert.Contains("overwrite: true", refusal.Fix);
            model.Save(path, overwrite: true);
        });

    [Fact]
    public void A_layer_of_ones_own_is_saved_when_it_is_registered() =>
        InFolder(folder =>
        {
            CustomObjects.Register<Scale>(
                "mine>Scale",
                config => new Scale(config.Get<double>("factor")),
                scale => new Dictionary<string, object> { ["factor"] = scale.Factor }
            );
            var path = Path.Combine(folder, "model.keras");
            var x = Input(4);
            var model = new Model(x, Dense(2).Apply(new Scale(3.0).Apply(x)));
            model.Save(path);
            var loaded = Model.Load(path);
            Assert.Equal(3.0, loaded.Layers.OfType<Scale>().Single().Factor);
            var samples = Samples(3, 4);
            Assert.Equal(model.Predict(samples).ToArray(), loaded.Predict(samples).ToArray());
        });

    [Theory]
    [InlineData("model.weights.h5")]
    [InlineData("model.weights.json")]
    [InlineData("model.safetensors")]
    public void Weights_alone_are_saved(string name) =>
        InFolder(folder =>
        {
            var path = Path.Combine(folder, name);
            var model = Input(4).Dense(8).Dense(2).ToModel();
            var x = Samples(3, 4);
            var before = model.Predict(x).ToArray();
            model.SaveWeights(path);
            model.Compile("sgd", "mse");
            model.Fit(x, Samples(3, 2), verbose: 0);
            Assert.NotEqual(before, model.Predict(x).ToArray());
            model.LoadWeights(path);
            Assert.Equal(before, model.Predict(x).ToArray());
        });

    [Fact]
    public void Arrays_of_other_programs_are_read_and_written() =>
        InFolder(folder =>
        {
            var x = Samples(3, 4);
            var arrays = new Dictionary<string, Array> { ["x"] = x, ["n"] = new[] { 1L, 2L } };
            ArrayFiles.SaveNpy(Path.Combine(folder, "x.npy"), x);
            Assert.Equal(x, ArrayFiles.LoadNpy(Path.Combine(folder, "x.npy")));
            ArrayFiles.SaveNpz(Path.Combine(folder, "x.npz"), arrays);
            Assert.Equal(arrays["n"], ArrayFiles.LoadNpz(Path.Combine(folder, "x.npz"))["n"]);
            var path = Path.Combine(folder, "x.safetensors");
            ArrayFiles.SaveSafeTensors(
                path,
                arrays,
                new Dictionary<string, string> { ["by"] = "me" }
            );
            Assert.Equal(x, ArrayFiles.LoadSafeTensors(path)["x"]);
            Assert.Equal("me", ArrayFiles.LoadSafeTensorsMetadata(path)["by"]);
        });
}
