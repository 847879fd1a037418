using Xunit;
using static Keratin.Layers;

namespace Keratin.CSharp;

/// <summary>Models from files that Keras wrote, and the device that a model is on.</summary>
public class Files
{
    internal static string Case(string name) =>
        Path.Combine(Repository.Root, "tests/Golden/cases", name);

    private static float[,] Samples(int rows, int columns)
    {
        var random = new Random(1);
        var values = new float[rows, columns];
        for (var i = 0; i < rows; i++)
        for (var j = 0; j < columns; j++)
            values[i, j] = random.NextSingle();
        return values;
    }

    [Fact]
    public void A_loaded_model_trains_on_as_it_was_compiled()
    {
        var path = Case("fit/adam_sparse_weights.keras");
        var model = Model.Load(path);
        var shape = model.Inputs[0].Shape;
        var x = Samples(32, (int)shape[1]!);
        var before = model.Predict(x).ToArray();
        var history = model.Fit(x, new int[32], epochs: 5, verbose: 0);
        Assert.True(history["loss"][4] < history["loss"][0]);
        Assert.NotEqual(before, model.Predict(x).ToArray());

        model.LoadWeights(path);
        Assert.Equal(before, model.Predict(x).ToArray());
    }

    [Fact]
    public void A_whole_model_in_an_older_file_is_read()
    {
        var model = Assert.IsType<Sequential>(Model.Load(Case("legacy/mlp_h5.h5")));
        var other = Model.Load(Case("legacy/mlp_h5.h5"));
        var x = Samples(3, 5);
        Assert.Equal(model.Predict(x).ToArray(), other.Predict(x).ToArray());
        Assert.All(model.Layers, layer => Assert.IsAssignableFrom<Layer>(layer));
    }

    [Fact]
    public void Weights_of_another_model_are_refused_and_none_changes()
    {
        var model = Input(5).Dense(8).Dense(7).Dense(3).ToModel();
        var x = Samples(3, 5);
        var before = model.Predict(x).ToArray();
        var refusal = Assert.Throws<KeratinException>(() =>
            model.LoadWeights(Case("legacy/mlp.weights.h5"))
        );
        Assert.Contains("(8, 7)", refusal.Expected);
        Assert.Contains("(8, 6)", refusal.Got);
        Assert.Equal(before, model.Predict(x).ToArray());
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused()
    {
        var refusal = Assert.Throws<KeratinException>(() => Model.Load("nowhere.keras"));
        Assert.Contains("nowhere.keras", refusal.Where);
    }

    [Fact]
    public void A_model_is_on_the_default_device_until_it_moves()
    {
        var model = Input(4).Dense(2).ToModel();
        Assert.Equal(Device.Default, model.Device);
        var x = Samples(3, 4);
        var before = model.Predict(x).ToArray();
        Assert.Same(model, model.To(Device.Cpu));
        Assert.Equal(before, model.Predict(x).ToArray());
        Assert.Equal("cpu", model.Device.ToString());
    }

    [Fact]
    public void A_device_that_is_not_there_is_refused()
    {
        var refusal = Assert.Throws<KeratinException>(() => Device.Cuda(Device.CudaCount));
        Assert.Contains("Device.Cpu", refusal.Fix);
    }

    [Fact]
    public void A_model_answers_the_same_on_cuda()
    {
        Assert.SkipUnless(Device.CudaCount > 0, "there is no CUDA device");
        var model = Input(4).Dense(8, "relu").Dense(2).ToModel();
        model.Compile("adam", "mse");
        var x = Samples(16, 4);
        var here = model.Predict(x).ToArray();
        model.To(Device.Cuda(0));
        foreach (var (a, b) in here.Zip(model.Predict(x).ToArray()))
            Assert.Equal(a, b, 1e-5f);
        model.Fit(x, Samples(16, 2), epochs: 2, verbose: 0);
        model.To(Device.Cpu);
        Assert.NotEqual(here, model.Predict(x).ToArray());
    }
}
