using System.Text.Json;
using Keratin.Cli;
using Xunit;
using static Keratin.Layers;

namespace Keratin.CSharp;

/// <summary>The keratin command, as it is typed: what it prints, and the code it ends with.</summary>
public class Commands
{
    private sealed record Outcome(int Code, string Output, string Errors)
    {
        public JsonElement Json => JsonDocument.Parse(Output).RootElement;
    }

    private static Outcome Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = CommandLine.run(arguments, output, errors);
        return new(code, output.ToString(), errors.ToString());
    }

    private static Outcome Done(params string[] arguments)
    {
        var outcome = Run(arguments);
        Assert.True(outcome.Code == 0, outcome.Output + outcome.Errors);
        Assert.Empty(outcome.Errors);
        return outcome;
    }

    private static void InFolder(Action<Func<string, string>> run)
    {
        var folder = Directory.CreateTempSubdirectory("keratin").FullName;
        try
        {
            run(name => Path.Combine(folder, name));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Model Small()
    {
        var model = Input(4).Dense(3, "relu").Dense(2).ToModel();
        model.Compile("adam", "mse");
        return model;
    }

    private static readonly float[,] Samples =
    {
        { 1, 2, 3, 4 },
        { -1, 0, 1, 0.5f },
    };

    [Fact]
    public void Info_says_what_a_file_of_any_kind_is() =>
        InFolder(at =>
        {
            var model = Small();
            model.Save(at("m.keras"));
            model.SaveWeights(at("m.weights.h5"));
            model.SaveWeights(at("m.weights.json"), maxShardSize: 1e-7);
            model.SaveWeights(at("m.safetensors"));
            model.ExportOnnx(at("m.onnx"));
            ArrayFiles.SaveNpy(at("x.npy"), Samples);
            ArrayFiles.SaveNpz(at("x.npz"), new Dictionary<string, Array> { ["x"] = Samples });

            foreach (
                var ending in new[] { "keras", "weights.h5", "weights.json", "safetensors", "onnx" }
            )
            {
                var name = $"m.{ending}";
                var json = Done("info", at(name), "--json").Json;
                Assert.True(json.GetProperty("numbers").GetInt64() >= 23, name);
                Assert.NotEmpty(json.GetProperty("arrays").EnumerateArray());
            }
            Assert.Contains("float32 (2, 4)", Done("info", at("x.npy")).Output);
            Assert.Contains("float32 (2, 4)", Done("info", at("x.npz")).Output);
            Assert.Contains("float32 (batch, 4)", Done("info", at("m.onnx")).Output);

            var archive = Done("info", at("m.keras"), "--json").Json;
            var layers = archive.GetProperty("model").GetProperty("layers").EnumerateArray();
            Assert.Equal(
                ["InputLayer", "Dense", "Dense"],
                layers.Select(layer => layer.GetProperty("class").GetString())
            );
            var compiled = archive.GetProperty("compiled");
            Assert.Equal("Adam", compiled.GetProperty("optimizer").GetString());
            Assert.Contains("optimizer  Adam", Done("info", at("m.keras")).Output);
        });

    [Fact]
    public void Info_and_diff_read_files_that_Keras_wrote()
    {
        var archive = Files.Case("fit/adam_sparse_weights.keras");
        Assert.Contains("written by:  Keras 3.", Done("info", archive).Output);
        var legacy = Files.Case("legacy/mlp_h5.h5");
        Assert.Contains("HDF5 file of a whole model", Done("info", legacy).Output);
        Assert.True(Done("diff", archive, archive, "--json").Json.GetProperty("same").GetBoolean());
        Assert.Equal(1, Run("diff", archive, legacy).Code);
    }

    [Theory]
    [InlineData("out.onnx")]
    [InlineData("out.keras")]
    [InlineData("out.weights.h5")]
    [InlineData("out.safetensors")]
    public void Convert_writes_each_format_and_checks_it(string name) =>
        InFolder(at =>
        {
            Small().Save(at("m.keras"));
            var check = Done("convert", at("m.keras"), at(name), "--json")
                .Json.GetProperty("check");
            Assert.True(check.GetProperty("holds").GetBoolean());
            Assert.InRange(check.GetProperty("difference").GetDouble(), 0, 1e-4);
            Assert.True(new FileInfo(at(name)).Length > 0);

            var again = Run("convert", at("m.keras"), at(name));
            Assert.Equal(1, again.Code);
            Assert.Contains("--overwrite", again.Errors);
            var replaced = Done("convert", at("m.keras"), at(name), "--overwrite", "--no-check");
            Assert.Contains("not checked", replaced.Output);
        });

    [Fact]
    public void A_check_takes_samples_of_ones_own() =>
        InFolder(at =>
        {
            Small().Save(at("m.keras"));
            ArrayFiles.SaveNpy(at("x.npy"), Samples);
            var samples = new[] { "--samples", at("x.npy") };
            var done = Done(["convert", at("m.keras"), at("m.onnx"), .. samples]);
            Assert.Contains("for 2 samples", done.Output);
        });

    [Fact]
    public void Predict_answers_as_the_model_does() =>
        InFolder(at =>
        {
            var model = Small();
            model.Save(at("m.keras"));
            ArrayFiles.SaveNpy(at("x.npy"), Samples);
            Done("predict", at("m.keras"), at("x.npy"), "-o", at("y.npy"));
            var y = Assert.IsType<float[,]>(ArrayFiles.LoadNpy(at("y.npy")));
            Assert.Equal(model.Predict(Samples).ToArray(), y.Cast<float>());
        });

    [Fact]
    public void Predict_takes_and_gives_several_arrays_by_name() =>
        InFolder(at =>
        {
            var (a, b) = (Input([4], name: "a"), Input([2], name: "b"));
            var sum = Dense(2, name: "left").Apply(a) + b;
            var model = new Model([a, b], [sum, Dense(1, name: "right").Apply(b)]);
            model.Save(at("m.keras"));
            var other = new float[,]
            {
                { 5, 6 },
                { 7, 8 },
            };
            var inputs = new Dictionary<string, Array> { ["b"] = other, ["a"] = Samples };
            ArrayFiles.SaveNpz(at("x.npz"), inputs);
            Done("predict", at("m.keras"), at("x.npz"), "-o", at("y.npz"), "--batch-size", "1");
            var y = ArrayFiles.LoadNpz(at("y.npz"));
            Assert.Equal(2, y.Count);
            var right = Assert.IsType<float[,]>(y["right"]).Cast<float>().ToArray();
            Assert.Equal(model.PredictAll([Samples, other])[1].ToArray(), right);

            var refused = Run("predict", at("m.keras"), at("x.npz"), "-o", at("y.npy"));
            Assert.Equal(1, refused.Code);
            Assert.Contains(".npz", refused.Errors);
            Assert.Equal(1, Run("predict", at("m.keras"), at("y.npz"), "-o", at("z.npz")).Code);
        });

    [Fact]
    public void Predict_takes_texts_and_writes_a_table() =>
        InFolder(at =>
        {
            var words = Input([1], dtype: "string", name: "words");
            var length = Input([2], name: "length");
            var numbers = StringLookup(vocabulary: ["good", "bad"], outputMode: "multi_hot")
                .Apply(words);
            var model = new Model(
                [words, length],
                [Dense(2, name: "y").Apply(numbers), Dense(1, name: "z").Apply(length)]
            );
            model.Save(at("m.keras"));
            File.WriteAllText(at("words.txt"), "good\nbad\n");
            var lengths = new float[,]
            {
                { 1, 2 },
                { 3, 4 },
            };
            ArrayFiles.SaveNpy(at("length.npy"), lengths);
            Done("predict", at("m.keras"), at("words.txt"), at("length.npy"), "-o", at("y.csv"));
            var lines = File.ReadAllLines(at("y.csv"));
            Assert.Equal("y_0,y_1,z", lines[0]);
            var expected = model.PredictAll([new[] { "good", "bad" }, lengths]);
            var first = lines[1].Split(',').Select(float.Parse).ToArray();
            Assert.Equal([expected[0][0, 0], expected[0][0, 1], expected[1][0, 0]], first);
            Assert.Equal(3, lines.Length);

            // an input of numbers takes no lines
            var refused = Run(
                "predict",
                at("m.keras"),
                at("words.txt"),
                at("words.txt"),
                "-o",
                at("n.csv")
            );
            Assert.Equal(1, refused.Code);
            Assert.Contains("input of numbers", refused.Errors);
        });

    [Fact]
    public void Texts_of_NumPy_are_read() =>
        InFolder(at =>
        {
            // numpy.array(["a", "größe"])
            const string header =
                "{'descr': '<U5', 'fortran_order': False, 'shape': (2,), }          \n";
            byte[] start = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0];
            var texts = System.Text.Encoding.UTF32.GetBytes("a\0\0\0\0größe");
            File.WriteAllBytes(
                at("t.npy"),
                [.. start, .. System.Text.Encoding.ASCII.GetBytes(header), .. texts]
            );
            Assert.Equal(["a", "größe"], Assert.IsType<string[]>(ArrayFiles.LoadNpy(at("t.npy"))));
        });

    [Fact]
    public void Diff_compares_layouts_by_the_paths_of_weights() =>
        InFolder(at =>
        {
            var model = Small();
            model.Save(at("m.keras"));
            model.SaveWeights(at("m.safetensors"));
            model.SaveWeights(at("m.weights.h5"));
            var same = Done("diff", at("m.keras"), at("m.weights.h5")).Output;
            Assert.Contains("no difference of numbers", same);
            // names are those of the model that is loaded
            var loaded = Model.Load(at("m.keras"));
            loaded.SaveWeights(at("again.safetensors"));
            Done("diff", at("m.keras"), at("again.safetensors"));
            var refused = Run("diff", at("m.weights.h5"), at("m.safetensors"));
            Assert.Equal(1, refused.Code);
            Assert.Contains("another layout", refused.Errors);
        });

    [Fact]
    public void Diff_tells_layers_and_numbers_apart() =>
        InFolder(at =>
        {
            var model = Small();
            model.Save(at("a.keras"));
            Assert.Contains("no difference", Done("diff", at("a.keras"), at("a.keras")).Output);

            var weights = model.GetWeights();
            var moved = weights[0].ToArray();
            moved[0] += 0.5f;
            model.SetWeights([
                System.Numerics.Tensors.Tensor.Create(moved, [4, 3]),
                .. weights.Skip(1).Select(w => (Data)w),
            ]);
            model.Save(at("b.keras"));
            var numbers = Run("diff", at("a.keras"), at("b.keras"), "--json");
            Assert.Equal(1, numbers.Code);
            Assert.Empty(numbers.Json.GetProperty("architecture").EnumerateArray());
            var array = Assert.Single(numbers.Json.GetProperty("arrays").EnumerateArray());
            Assert.Equal("layers/dense/vars/0", array.GetProperty("name").GetString());
            Assert.Equal(1, array.GetProperty("differing").GetInt32());
            Assert.Equal(0.5, array.GetProperty("absolute").GetDouble(), 1e-6);

            Input(4).Dense(3, "tanh").Dense(5).ToModel().Save(at("c.keras"));
            var layers = Run("diff", at("a.keras"), at("c.keras"));
            Assert.Equal(1, layers.Code);
            Assert.Contains("\"relu\" -> \"tanh\"", layers.Output);
            Assert.Contains("float32 (3, 2) -> float32 (3, 5)", layers.Output);
        });

    [Fact]
    public void Summary_and_plot_show_a_model() =>
        InFolder(at =>
        {
            Small().Save(at("m.keras"));
            Assert.Contains("Trainable params: 23", Done("summary", at("m.keras")).Output);
            var json = Done("summary", at("m.keras"), "--json").Json;
            Assert.Equal(23, json.GetProperty("parameters").GetInt64());
            Done("plot", at("m.keras"), "-o", at("m.svg"), "--show-shapes");
            Assert.StartsWith("<svg", File.ReadAllText(at("m.svg")));
            Done("plot", at("m.keras"), "--output", at("m.dot"), "--rankdir", "LR");
            Assert.StartsWith("digraph", File.ReadAllText(at("m.dot")));
        });

    [Fact]
    public void Doctor_names_the_libraries()
    {
        var json = Done("doctor", "--json").Json;
        Assert.True(json.GetProperty("engineWorks").GetBoolean());
        var findings = json.GetProperty("findings");
        Assert.Matches(@"^\d+\.\d+", findings.GetProperty("LibTorch").GetString()!);
        Assert.True(File.Exists(findings.GetProperty("engine file").GetString()));
        Assert.True(findings.GetProperty("BLAS speed").GetDouble() > 0);
    }

    [Theory]
    [InlineData]
    [InlineData("tidy")]
    [InlineData("info")]
    [InlineData("plot", "m.keras")]
    [InlineData("plot", "m.keras", "-o", "m.svg", "--rankdir", "up")]
    [InlineData("predict", "m.keras", "x.npy", "-o", "y.npy", "--batch-size", "0")]
    public void A_command_line_that_is_not_understood_ends_with_2(params string[] arguments)
    {
        var outcome = Run(arguments);
        Assert.Equal(2, outcome.Code);
        Assert.Empty(outcome.Output);
        Assert.Contains("--help", outcome.Errors);
    }

    [Fact]
    public void A_refusal_has_four_parts_and_ends_with_1() =>
        InFolder(at =>
        {
            File.WriteAllText(at("m.keras"), "no archive");
            var plain = Run("info", at("m.keras"));
            Assert.Equal(1, plain.Code);
            Assert.Empty(plain.Output);
            foreach (var part in new[] { "expected: ", "got: ", "fix: " })
                Assert.Contains(part, plain.Errors);

            var refusal = JsonDocument.Parse(Run("info", at("m.keras"), "--json").Errors);
            Assert.Equal("m.keras", refusal.RootElement.GetProperty("where").GetString());
            Assert.Equal(1, Run("summary", at("none.keras")).Code);
            Assert.Equal(1, Run("info", at("none.txt")).Code);
        });

    [Fact]
    public void Help_has_examples()
    {
        foreach (
            var command in new[]
            {
                "info",
                "summary",
                "plot",
                "convert",
                "predict",
                "diff",
                "doctor",
            }
        )
            Assert.Contains($"  keratin {command}", Done(command, "--help").Output);
    }
}
