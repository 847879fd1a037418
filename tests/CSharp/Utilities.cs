using Xunit;
using static Keratin.Layers;

namespace Keratin.CSharp;

/// <summary>Parts, copies and pictures of models, and arrays made ready.</summary>
public class Utilities
{
    [Fact]
    public void A_policy_for_all_layers()
    {
        try
        {
            DTypePolicy.Global = "mixed_bfloat16";
            var model = Input(4).Dense(2).ToModel();
            // bfloat16 has the upper half of a float32's bits
            static bool Halved(float value) =>
                (BitConverter.SingleToInt32Bits(value) & 0xffff) == 0;
            var x = new float[3, 4];
            x[0, 1] = x[1, 2] = x[2, 3] = 1.7f;
            Assert.All(model.Predict(x).ToArray(), value => Assert.True(Halved(value)));
            Assert.False(model.GetWeights()[0].ToArray().All(Halved));
            var refusal = Assert.Throws<KeratinException>(() => DTypePolicy.Global = "float17");
            Assert.Contains("float16", refusal.Fix);
            Assert.Equal("mixed_bfloat16", DTypePolicy.Global);
        }
        finally
        {
            DTypePolicy.Global = "float32";
        }
    }

    private sealed class Twice : Layer
    {
        protected override Symbol Call(Symbol x) => x + x;
    }

    [Fact]
    public void A_part_of_a_model_gives_what_its_layers_give()
    {
        var model = Input(3).Dense(4, "relu", name: "hidden").Dense(2, name: "last").ToModel();
        float[,] x =
        {
            { 1, 2, 3 },
        };
        var part = model.Intermediate("hidden", "last");
        Assert.Equal(2, part.OutputNames.Count);
        Assert.Equal(model.Predict(x).ToArray(), part.PredictAll(x)[1].ToArray());
        Assert.Equal(model.Weights, part.Weights);
        Assert.Throws<KeratinException>(() => model.Intermediate("hiden"));
    }

    [Fact]
    public void A_copy_has_weights_of_its_own()
    {
        var model = new Sequential([Dense(4, inputShape: [3]), Dense(2)]);
        var copy = Assert.IsType<Sequential>(model.CloneModel());
        float[,] x =
        {
            { 1, 2, 3 },
        };
        Assert.NotEqual(model.Predict(x).ToArray(), copy.Predict(x).ToArray());
        copy.SetWeights([.. model.GetWeights().Select(w => (Data)w)]);
        Assert.Equal(model.Predict(x).ToArray(), copy.Predict(x).ToArray());
    }

    [Fact]
    public void A_class_of_ones_own_is_copied_by_the_clone_function()
    {
        var model = new Sequential([Dense(4, inputShape: [3]), new Twice()]);
        var refusal = Assert.Throws<KeratinException>(() => model.CloneModel());
        Assert.Contains("cloneFunction", refusal.Fix);
        var copy = model.CloneModel(layer => layer is Twice ? new Twice() : null);
        Assert.NotSame(model.Layers[1], copy.Layers[1]);
        Assert.IsType<Twice>(copy.Layers[1]);
    }

    [Fact]
    public void A_picture_of_a_model_is_written()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.svg");
        var model = new Sequential([Dense(4, "relu", inputShape: [3]), Dense(2)]);
        try
        {
            model.Plot(path, showShapes: true, showLayerActivations: true);
            var picture = File.ReadAllText(path);
            Assert.Contains("(None, 4)", picture);
            Assert.Contains("relu", picture);
            // a Sequential's input is not one of its layers
            Assert.DoesNotContain("InputLayer", picture);
        }
        finally
        {
            File.Delete(path);
        }
        Assert.Throws<KeratinException>(() => model.Plot("model.jpg"));
    }

    [Fact]
    public void A_summary_shows_the_layers_of_inner_models()
    {
        var inner = new Sequential([Dense(4, name: "inner_dense", inputShape: [3])], "inner");
        var input = Input(3);
        var model = new Model(input, inner.Apply(input));
        inner.Trainable = false;
        Assert.DoesNotContain("inner_dense", model.SummaryText());
        var text = model.SummaryText(expandNested: true, showTrainable: true);
        Assert.Contains("└ inner_dense", text);
        Assert.Contains("  N  ", text);
    }

    [Fact]
    public void Arrays_are_made_ready()
    {
        Assert.Equal([0, 1, 1, 0], Utils.ToCategorical([1, 0]).ToArray());
        Assert.Equal<nint>(
            [2, 3],
            Utils
                .ToCategorical(
                    new[,]
                    {
                        { 1 },
                        { 0 },
                    },
                    numClasses: 3
                )
                .Lengths.ToArray()
        );
        Assert.Equal([0.6f, 0.8f], Utils.Normalize(new[] { 3f, 4f }).ToArray());
        var padded = Utils.PadSequences(new[] { new[] { 1.5f }, [2, 3, 4] }, maxlen: 2, value: 9);
        Assert.Equal(
            new[,]
            {
                { 9, 1.5f },
                { 3, 4 },
            },
            padded
        );
        var (x, y) = Utils.TimeseriesDatasetFromArray(
            new[] { 0f, 1, 2, 3 },
            new[] { 5, 6, 7, 8 },
            sequenceLength: 2,
            sequenceStride: 2
        );
        Assert.Equal([0, 1, 2, 3], x.ToArray());
        Assert.Equal([5, 7], y!.ToArray());
        var (left, right) = Utils.SplitDataset(
            [new[] { 1f, 2, 3, 4 }, new[] { 1, 0, 1, 0 }],
            leftSize: 0.75
        );
        Assert.Equal([1, 2, 3], left[0].ToArray());
        Assert.Equal([0], right[1].ToArray());
    }
}
