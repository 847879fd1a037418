using System.Numerics.Tensors;
using Xunit;
using static Keratin.Layers;

namespace Keratin.CSharp;

/// <summary>Samples that are not in memory as a whole.</summary>
public class Streams
{
    private static float[,] Rows(int rows, int columns)
    {
        var random = new Random(1);
        var values = new float[rows, columns];
        for (var i = 0; i < rows; i++)
        for (var j = 0; j < columns; j++)
            values[i, j] = random.NextSingle();
        return values;
    }

    private readonly float[,] x = Rows(43, 4);
    private readonly int[] y = [.. Enumerable.Range(0, 43).Select(i => i * 7 % 3)];

    private static Model Classifier()
    {
        Utils.SetRandomSeed(3);
        var model = Input([4], name: "x").Dense(8, "relu").Dense(3, "softmax").ToModel();
        model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    private static float[] Numbers(Model model) =>
        [.. model.GetWeights().SelectMany(weight => weight.ToArray())];

    private Batch Slice(int i)
    {
        var rows = Math.Min(8, 43 - 8 * i);
        var part = new float[rows, 4];
        Array.Copy(x, 32 * i, part, 0, part.Length);
        return new(part, y[(8 * i)..(8 * i + rows)]);
    }

    private IEnumerable<Batch> Read()
    {
        for (var i = 0; i < 6; i++)
            yield return Slice(i);
    }

    private sealed class Files(Streams test) : Batches
    {
        public List<int> Epochs { get; } = [];

        public override IEnumerable<Batch> Epoch(int epoch)
        {
            Epochs.Add(epoch);
            return test.Read();
        }
    }

    [Fact]
    public async Task Batches_train_as_whole_arrays_do()
    {
        var whole = Classifier();
        var expected = whole.Fit(
            x,
            y,
            batchSize: 8,
            epochs: 3,
            verbose: 0,
            shuffle: false,
            validationData: (x, y),
            classWeight: new Dictionary<int, double> { [0] = 2 }
        );
        var files = new Files(this);
        foreach (
            var batches in new[]
            {
                files,
                Batches.From(Read()),
                Batches.From(Read(), count: 6),
                Batches.From(6, Slice),
                Batches.FromArrays(x, y, batchSize: 8),
                Batches.FromArrays(new Dictionary<string, Data> { ["x"] = x }, y, batchSize: 8),
            }
        )
        {
            var model = Classifier();
            var history = await model.FitAsync(
                batches,
                epochs: 3,
                verbose: 0,
                shuffle: false,
                validationData: Batches.FromArrays(x, y, batchSize: 8),
                classWeight: new Dictionary<int, double> { [0] = 2 }
            );
            Assert.Equal(Numbers(whole), Numbers(model));
            foreach (var name in expected.Keys)
                Assert.Equal(expected[name], history[name]);
            Assert.Equal(whole.Evaluate(x, y, batchSize: 8).Loss, model.Evaluate(batches).Loss);
            Assert.Equal(whole.Predict(x, 8).ToArray(), model.Predict(batches).ToArray());
            Assert.Equal(16, model.PredictByName(batches, steps: 2).Values.Single().Lengths[0]);
        }
        // three epochs, an evaluation and two predictions
        Assert.Equal([0, 1, 2, 0, 0, 0], files.Epochs);
    }

    [Fact]
    public async Task Batches_may_ask_the_model_that_takes_them()
    {
        var model = Classifier();
        var expected = model.Predict(x, 8).ToArray();
        IEnumerable<Batch> Asking()
        {
            foreach (var batch in Read())
            {
                model.Predict(batch.X);
                yield return batch;
            }
        }
        var batches = Batches.From(Asking());
        var work = Task.Run(() =>
        {
            var outputs = model.Predict(batches).ToArray();
            model.Evaluate(batches);
            model.Fit(batches, epochs: 2, verbose: 0, validationData: batches);
            return outputs;
        });
        Assert.Equal(expected, await work.WaitAsync(TimeSpan.FromMinutes(2)));
    }

    private sealed class Steps : Callback
    {
        public List<string> Seen { get; } = [];

        public override void OnPredictBegin() => Seen.Add("begin");

        public override void OnPredictBatchEnd(int batch, IReadOnlyList<Tensor<float>> outputs) =>
            Seen.Add($"{batch}: {outputs[0].Lengths[0]}");

        public override void OnPredictEnd() => Seen.Add("end");
    }

    [Fact]
    public void A_prediction_tells_of_its_batches()
    {
        var model = Classifier();
        foreach (var inMemory in new[] { true, false })
        {
            var steps = new Steps();
            if (inMemory)
                model.Predict(x, batchSize: 20, callbacks: [steps]);
            else
                model.Predict(Batches.FromArrays(x, batchSize: 20), callbacks: [steps]);
            Assert.Equal(["begin", "0: 20", "1: 20", "2: 3", "end"], steps.Seen);
        }
    }

    [Fact]
    public void All_samples_may_be_one_batch() =>
        Assert.Equal(43, Classifier().PredictOnBatch(x).Lengths[0]);

    [Fact]
    public void Batches_have_weights_of_samples()
    {
        var weights = Enumerable.Range(0, 43).Select(i => i % 5 / 5f).ToArray();
        var whole = Classifier();
        whole.Fit(x, y, batchSize: 8, verbose: 0, shuffle: false, sampleWeight: weights);
        var model = Classifier();
        model.Fit(Batches.FromArrays(x, y, 8, weights), verbose: 0, shuffle: false);
        Assert.Equal(Numbers(whole), Numbers(model));
    }

    [Fact]
    public void Batches_by_number_are_shuffled_where_Fit_shuffles()
    {
        var asked = new List<int>();
        var batches = Batches.From(
            6,
            i =>
            {
                asked.Add(i);
                return Slice(i);
            }
        );
        var model = Classifier();
        model.Fit(batches, epochs: 2, verbose: 0);
        model.Evaluate(batches);
        var order = Enumerable.Range(0, 6);
        Assert.Equal(order, asked[..6].Order());
        Assert.Equal(order, asked[6..12].Order());
        Assert.NotEqual(asked[..6], asked[6..12]);
        Assert.Equal(order, asked[12..]);
    }

    private static KeratinException Refused(Batches batches) =>
        Assert.Throws<KeratinException>(() => Classifier().Fit(batches, verbose: 0));

    [Fact]
    public void What_does_not_fit_is_refused_with_the_batch()
    {
        var lengths = Refused(Batches.From([Slice(0), new(Rows(8, 4), y[..7])]));
        Assert.StartsWith("Fit, batch 1, of model \"functional", lengths.Where);
        Assert.Contains("input 0: 8, target 0: 7", lengths.Got);
        Assert.Contains("batch 1", Refused(Batches.From([Slice(0), null!])).Where);
        var columns = Refused(Batches.From([Slice(0), new(Rows(8, 5), y[..8])]));
        Assert.Contains("batch 1", columns.Where);
        Assert.Contains("(8, 5)", columns.Got);
        Assert.Contains("at least one batch", Refused(Batches.From([])).Expected);
        Assert.Contains(
            "batchSize",
            Assert.Throws<KeratinException>(() => Batches.FromArrays(x, y, 0)).Expected
        );
        var both = Assert.Throws<KeratinException>(() =>
            Classifier()
                .Fit(
                    Batches.FromArrays(x, y, 8, y.Select(i => 1f).ToArray()),
                    verbose: 0,
                    classWeight: new Dictionary<int, double> { [0] = 2 }
                )
        );
        Assert.Contains("class_weight or sample_weight", both.Expected);
    }

    [Fact]
    public void What_an_iterator_throws_comes_out_as_it_is()
    {
        IEnumerable<Batch> Broken()
        {
            yield return Slice(0);
            throw new FileNotFoundException("gone", "rows.csv");
        }
        var error = Assert.Throws<FileNotFoundException>(() =>
            Classifier().Fit(Batches.From(Broken()), verbose: 0)
        );
        Assert.Equal("rows.csv", error.FileName);
        Assert.Contains("Broken", error.StackTrace);
    }
}
