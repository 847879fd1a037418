using Xunit;
using static Keratin.Layers;

namespace Keratin.CSharp;

/// <summary>What a first program tries.</summary>
public class FirstSteps
{
    private static readonly float[,] rows =
    {
        { 1, 2 },
        { 3, -4 },
        { 5, 6 },
    };

    private static float[] Values(Symbol symbol, params Data[] feeds) =>
        new Step([Ops.Cast(symbol, "float32")]).Run(Data.Create(feeds))[0].ToArray();

    [Fact]
    public void Symbols_are_compared_with_symbols_and_numbers()
    {
        Symbol a = Input(2),
            b = Input(2);
        float[,] others =
        {
            { 2, 2 },
            { 3, 3 },
            { 0, 7 },
        };
        Assert.Equal([1, 0, 0, 1, 0, 1], Values(a < b, rows, others));
        Assert.Equal([1, 1, 1, 1, 0, 1], Values(a <= b, rows, others));
        Assert.Equal([0, 0, 0, 0, 1, 0], Values(a > b, rows, others));
        Assert.Equal([0, 1, 1, 0, 1, 0], Values(a >= b, rows, others));
        Assert.Equal([1, 1, 0, 1, 0, 0], Values(a < 3, rows));
        Assert.Equal([1, 1, 1, 1, 0, 0], Values(a <= 3.0, rows));
        Assert.Equal([0, 0, 0, 0, 1, 1], Values(a > 3, rows));
        Assert.Equal([0, 0, 1, 0, 1, 1], Values(a >= 3, rows));
    }

    [Fact]
    public void A_loss_is_one_number_for_a_step()
    {
        var x = Input(2);
        var y = Input(2);
        var weight = Input([]);
        float[,] targets =
        {
            { 0, 0 },
            { 0, 0 },
            { 1, 1 },
        };
        // (1 + 4 + 9 + 16 + 16 + 25) / 6, and samples counted 1, 0 and 2 times
        Assert.Equal(71f / 6, Values(new MeanSquaredError().Apply(y, x), rows, targets)[0], 1e-5f);
        var weighed = new MeanSquaredError().Apply(y, x, weight);
        float[] counts = [1, 0, 2];
        var named = new Step([weighed]);
        Assert.Equal(3, named.InputNames.Count);
        Assert.Equal(
            (2.5f + 2 * 20.5f) / 3,
            named.Run([rows, targets, counts])[0].ToArray()[0],
            1e-5f
        );
        var each = new MeanSquaredError(reduction: "none").Apply(y, x);
        Assert.Equal([2.5f, 12.5f, 20.5f], Values(each, rows, targets));
    }

    [Fact]
    public void Scores_and_histories_say_their_numbers()
    {
        var model = Input(2).Dense(1, kernelInitializer: "zeros").ToModel();
        model.Compile(new SGD(0.0), "mse", metrics: ["mae"]);
        float[] targets = [1, 2, 3];
        Assert.Equal("loss: 4.6667 - mae: 2.0000", model.Evaluate(rows, targets).ToString());
        var history = model.Fit(rows, targets, epochs: 2, verbose: 0);
        Assert.StartsWith("epoch 1 - ", history.ToString());
        Assert.Contains("mae: 2.0000", history.ToString());
        Assert.Equal("no epochs", model.Fit(rows, targets, epochs: 0, verbose: 0).ToString());
    }

    [Fact]
    public void Labels_of_any_type_become_categories()
    {
        float[] expected = [0, 1, 0, 0, 0, 1];
        Assert.Equal(expected, Utils.ToCategorical(new byte[] { 1, 2 }).ToArray());
        Assert.Equal(expected, Utils.ToCategorical(new long[] { 1, 2 }, 3).ToArray());
        Assert.Equal(expected, Utils.ToCategorical(new List<int> { 1, 2 }).ToArray());
        Assert.Equal(expected, Utils.ToCategorical(new[] { 1, 2 }).ToArray());
    }

    [Fact]
    public void Attention_shows_its_scores()
    {
        var query = Input([null, 4]);
        var outputs = MultiHeadAttention(2, 3)
            .ApplyAll([query, query], useCausalMask: true, returnAttentionScores: true);
        var model = new Model(query, outputs);
        var results = model.PredictAll(new float[2, 5, 4]);
        Assert.Equal([2, 2, 5, 5], results[1].Lengths.ToArray());
        // of zeros alike, the second step sees itself and the first one
        Assert.Equal([0.5f, 0.5f, 0, 0, 0], results[1].ToArray()[5..10]);
        Assert.Single(MultiHeadAttention(2, 3).ApplyAll([query, query]));
    }

    [Fact]
    public void An_ONNX_file_is_not_a_Keras_model()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.onnx");
        try
        {
            var model = Input(2).Dense(1).ToModel();
            model.ExportOnnx(path);
            var refused = Assert.Throws<KeratinException>(() => Model.Load(path));
            Assert.Contains("ONNX", refused.Got);
            Assert.Contains("OnnxSession", refused.Fix);
            Assert.Contains(
                "ONNX",
                Assert.Throws<KeratinException>(() => model.LoadWeights(path)).Got
            );
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_number_outside_of_a_table_is_said_to_be_that()
    {
        var model = Input(3).Embedding(10, 4).ToModel();
        var refused = Assert.Throws<KeratinException>(() =>
            model.Predict(
                new[,]
                {
                    { 1, 2, 10 },
                }
            )
        );
        Assert.StartsWith("embedding", refused.Where);
        Assert.Contains("inputDim", refused.Fix);
    }
}
