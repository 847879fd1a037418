using System.Numerics.Tensors;
using Xunit;
using static Keratin.Layers;

namespace Keratin.CSharp;

/// <summary>Layers that learn statistics of numbers. Numbers are those of Keras.</summary>
public class Statistics
{
    private static float[] Values(Tensor<float> tensor)
    {
        var values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }

    [Fact]
    public void A_normalization_learns_its_statistics_before_and_after_it_is_built()
    {
        float[,] data =
        {
            { 0, 10 },
            { 2, 30 },
            { 4, 50 },
        };
        var fresh = Normalization().Adapt(data);
        var built = Normalization(inputShape: [2]);
        var model = new Sequential([built]);
        built.Adapt(data);
        var one = Values(fresh.Apply(data));
        Assert.Equal(one, Values(model.Predict(data)));
        float[] expected = [-1.224745f, -1.224745f, 0, 0, 1.224745f, 1.224745f];
        foreach (var (a, b) in expected.Zip(one))
            Assert.Equal(a, b, 1e-6f);
        Assert.Equal([2, 30], Values(model.GetWeights()[0]));
        Assert.Throws<KeratinException>(() => Normalization(mean: [0], variance: [1]).Adapt(data));
    }

    [Fact]
    public void A_discretization_learns_its_boundaries()
    {
        var bins = Discretization(numBins: 4);
        Assert.Throws<KeratinException>(() => bins.Apply(new float[] { 1 }));
        bins.Adapt(Enumerable.Range(0, 8).Select(n => (float)n).ToArray());
        Assert.Equal([0, 1, 2, 3, 3], Values(bins.Apply(new float[] { 0.5f, 1, 3, 5, 9 })));
        Assert.Throws<KeratinException>(() => bins.Adapt(new float[] { 1, 2, 30, 40, 50 }));
    }
}
