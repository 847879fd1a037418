using Xunit;
using static Keratin.Layers;

namespace Keratin.CSharp;

/// <summary>Well-known networks as parts of models, and cheap adaptation of what was trained.</summary>
public class TransferLearning
{
    private static float[,,,] Images(int count, int size)
    {
        var random = new Random(1);
        var values = new float[count, size, size, 3];
        for (var i = 0; i < count; i++)
        for (var row = 0; row < size; row++)
        for (var column = 0; column < size; column++)
        for (var channel = 0; channel < 3; channel++)
            values[i, row, column, channel] = random.NextSingle();
        return values;
    }

    [Fact]
    public void A_frozen_network_is_the_base_of_another_model()
    {
        var features = Applications.MobileNetV2(
            inputShape: [32, 32, 3],
            alpha: 0.35,
            includeTop: false,
            pooling: "avg"
        );
        features.Trainable = false;
        var input = Input(32, 32, 3);
        var model = new Model(input, features.Apply(input).Dense(2, "softmax"));
        Assert.Equal(2, model.TrainableWeights.Count);
        model.Compile("sgd", "sparse_categorical_crossentropy");
        var before = features.GetWeights().Select(w => w.ToArray()).ToList();
        model.Fit(Images(4, 32), new[] { 0, 1, 0, 1 }, verbose: 0);
        Assert.Equal(before, features.GetWeights().Select(w => w.ToArray()));
    }

    [Fact]
    public void A_model_without_its_last_layer_is_the_base_of_another()
    {
        var whole = new Sequential([Input(4), Dense(3), Dense(2)]);
        var last = whole.Pop();
        whole.Trainable = false;
        Assert.True(last.Trainable);
        var x = Input(4);
        var model = new Model(inputs: x, outputs: Dense(5).Apply(whole.Apply(x)));
        Assert.Equal(4 * 3 + 3 + 3 * 5 + 5, model.CountParams());
        Assert.Equal(2, model.TrainableWeights.Count);
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        var loaded = Model.Load(file);
        float[,] samples =
        {
            { 1, 2, 3, 4 },
        };
        Assert.Equal(model.Predict(samples).ToArray(), loaded.Predict(samples).ToArray());
        Assert.Equal(4, loaded.Weights.Count);
    }

    [Fact]
    public void A_network_with_classes_of_its_own_answers_with_probabilities()
    {
        var model = Applications.MobileNetV3Small(
            inputShape: [32, 32, 3],
            alpha: 0.5,
            minimalistic: true,
            classes: 3
        );
        var answer = model.Predict(Images(2, 32));
        Assert.Equal<nint>([2, 3], answer.Lengths.ToArray());
        Assert.Equal(1, answer[0, 0] + answer[0, 1] + answer[0, 2], 1e-5);
    }

    [Fact]
    public void Weights_are_not_downloaded()
    {
        var refusal = Assert.Throws<KeratinException>(() =>
            Applications.ResNet50(weights: "imagenet")
        );
        Assert.Contains("LoadWeights", refusal.Fix);
    }

    [Fact]
    public void An_adapted_layer_is_trained_by_its_narrow_matrices()
    {
        var model = new Sequential([Dense(4, name: "wide", inputShape: [3]), Dense(1)]);
        model.Compile("sgd", "mse");
        var x = new float[8, 3];
        for (var i = 0; i < 8; i++)
            x[i, i % 3] = i;
        var before = model.Predict(x).ToArray();
        model.GetLayer("wide").EnableLora(rank: 2);
        Assert.Equal(before, model.Predict(x).ToArray());
        model.Compile("sgd", "mse");
        model.Fit(x, new float[8], epochs: 2, verbose: 0);
        Assert.NotEqual(before, model.Predict(x).ToArray());
        Assert.Equal(5, model.TrainableWeights.Count);
    }

    [Fact]
    public void A_table_goes_back_from_vectors_to_numbers()
    {
        var table = ReversibleEmbedding(7, 3);
        var ids = Input([4], dtype: "int32");
        var scores = table.Apply(table.Apply(ids), reverse: true);
        Assert.Equal("(None, 4, 7)", scores.Shape.ToString());
    }
}
