using Xunit;
using static Keratin.Layers;

namespace Keratin.CSharp;

/// <summary>Sequential models whose input is known late, and which get and lose layers.</summary>
public class Sequentials
{
    private static readonly float[,] x = Values(12, 8);
    private static readonly float[,] y = Values(12, 2);

    private static float[,] Values(int rows, int columns)
    {
        var random = new Random(rows + columns);
        var values = new float[rows, columns];
        for (var i = 0; i < rows; i++)
        for (var j = 0; j < columns; j++)
            values[i, j] = random.NextSingle();
        return values;
    }

    private static IEnumerable<Layer> Stack(int[]? inputShape = null) =>
        [
            Dense(
                4,
                "relu",
                kernelInitializer: Initializer.GlorotUniform(seed: 1),
                inputShape: inputShape?.Select(size => (int?)size).ToArray()
            ),
            Dense(2, kernelInitializer: Initializer.GlorotUniform(seed: 2)),
        ];

    private static Sequential Unbuilt() => new(Stack());

    private static KeratinException Refused(Action act) => Assert.Throws<KeratinException>(act);

    private static float[] Answer(Model model) => model.Predict(x).ToArray();

    public static TheoryData<string, Action<Sequential>> Beginnings() =>
        new()
        {
            { "Fit", model => model.Fit(x, y, verbose: 0) },
            { "Evaluate", model => model.Evaluate(x, y) },
            { "Predict", model => model.Predict(x) },
            { "TrainOnBatch", model => model.TrainOnBatch(x, y) },
            { "TestOnBatch", model => model.TestOnBatch(x, y) },
            { "PredictOnBatch", model => model.PredictOnBatch(x) },
            { "Fit, batches", model => model.Fit(Batches.FromArrays(x, y), verbose: 0) },
            { "Evaluate, batches", model => model.Evaluate(Batches.FromArrays(x, y)) },
            { "Predict, batches", model => model.Predict(Batches.FromArrays(x)) },
            { "Build", model => model.Build(8) },
            { "a symbol", model => model.Apply(Input(8)) },
            { "an array", model => model.Apply((Data)x) },
        };

    [Theory]
    [MemberData(nameof(Beginnings))]
    public void The_first_use_builds_the_model(string use, Action<Sequential> begin)
    {
        var model = Unbuilt();
        model.Compile("sgd", "mse", metrics: ["mae"]);
        Assert.False(model.Built, use);
        begin(model);
        Assert.True(model.Built, use);
        Assert.Equal([null, 8], model.InputShape.ToArray());
        Assert.Equal([null, 2], model.OutputShape.ToArray());
        Assert.Equal(8 * 4 + 4 + 4 * 2 + 2, model.CountParams());
        Assert.Equal(["loss", "mae"], model.MetricsNames);
        Assert.Equal(["loss", "mae"], model.Evaluate(x, y).Keys);
    }

    [Fact]
    public void It_learns_what_a_model_of_a_known_shape_learns()
    {
        var (late, early) = (Unbuilt(), new Sequential(Stack([8])));
        foreach (var model in new[] { late, early })
        {
            model.Compile(new Adam(0.01), "mse");
            model.Fit(x, y, epochs: 3, batchSize: 5, shuffle: false, verbose: 0);
        }
        Assert.Equal(Answer(early), Answer(late));
    }

    [Fact]
    public void What_is_not_known_before_it_is_built_is_refused()
    {
        Action<Sequential>[] questions =
        [
            model => model.SummaryText(),
            model => model.CountParams(),
            model => _ = model.Weights,
            model => _ = model.TrainableWeights,
            model => model.GetWeights(),
            model => _ = model.Inputs,
            model => _ = model.InputShape,
            model => _ = model.OutputShape,
            model => _ = model.MetricsNames,
            model => model.Save("model.keras"),
            model => model.SaveWeights("model.weights.h5"),
            model => model.LoadWeights("model.weights.h5"),
            model => model.ToJson(),
            model => model.ToOnnx(),
            model => model.CloneModel(),
        ];
        foreach (var ask in questions)
        {
            var refusal = Refused(() => ask(Unbuilt()));
            Assert.Contains("a Sequential that is built", refusal.Expected);
            Assert.Contains("call Build with the shape of the input", refusal.Fix);
            Assert.Contains("Add layers", Refused(() => ask([])).Fix);
        }
        Assert.Equal(2, Unbuilt().Layers.Count);
        Assert.Equal([Unbuilt().OutputNames[0][..5]], ["dense"]);
    }

    [Fact]
    public void Data_that_say_no_shape_are_refused()
    {
        var several = Refused(() =>
            Unbuilt().Predict(new Data[] { x, x } is var both ? [.. both] : [])
        );
        Assert.Contains("one array", several.Expected);
        var none = Refused(() => Unbuilt().Predict(Batches.From([])));
        Assert.Contains("at least one batch", none.Fix);
        var built = Unbuilt();
        built.Build(8);
        built.Build(8);
        Assert.Contains("[null, 9]", Refused(() => built.Build(null, 9)).Got);
        Assert.Contains("Add layers", Refused(() => new Sequential().Build(3)).Fix);
    }

    [Fact]
    public void A_shape_that_a_layer_cannot_take_leaves_the_model_unbuilt()
    {
        var model = new Sequential { Conv2D(2, 3), Flatten(), Dense(1) };
        Refused(() => model.Predict(x));
        Assert.False(model.Built);
        model.Build(5, 5, 1);
        Assert.Equal([null, 1], model.OutputShape.ToArray());
    }

    [Fact]
    public void Batches_that_can_be_read_once_are_all_trained_on()
    {
        var made = 0;
        IEnumerable<Batch> Once()
        {
            for (; made < 4; made++)
                yield return new(x, y);
        }

        var model = Unbuilt();
        model.Compile("sgd", "mse");
        model.Fit(Batches.From(Once()), verbose: 0);
        Assert.Equal(4, made);

        var (late, early) = (Unbuilt(), new Sequential(Stack([8])));
        made = 0;
        var first = late.Predict(Batches.From(Once())).ToArray();
        made = 0;
        Assert.Equal(early.Predict(Batches.From(Once())).ToArray(), first);
    }

    [Fact]
    public void Layers_that_are_frozen_before_building_stay_as_they_are()
    {
        var model = Unbuilt();
        model.Trainable = false;
        model.Add(Dense(2));
        model.Build(8);
        Assert.Empty(model.TrainableWeights);
        model.Trainable = true;
        Assert.Equal(6, model.TrainableWeights.Count);
        model.Layers[0].Trainable = false;
        Assert.Equal(4, model.TrainableWeights.Count);
    }

    [Fact]
    public void A_functional_model_can_be_frozen_too()
    {
        var model = Input(8).Dense(2).ToModel();
        model.Trainable = false;
        Assert.Empty(model.TrainableWeights);
    }

    [Fact]
    public void It_is_a_layer_of_other_models_before_it_is_built()
    {
        var inner = Unbuilt();
        var outer = new Sequential
        {
            new Sequential { inner, Dense(3) },
            Dense(1),
        };
        outer.Compile("sgd", "mse");
        outer.Fit(x, Values(12, 1), verbose: 0);
        Assert.True(inner.Built);
        Assert.Equal(8 * 4 + 4 + 4 * 2 + 2 + 2 * 3 + 3 + 3 + 1, outer.CountParams());
        // a layer's penalty counts once, though its model is built within a call
        var penalized = new Sequential { Dense(2, activityRegularizer: Regularizer.L2(0.1)) };
        var model = Input(8).ToModelOf(penalized);
        Assert.Single(model.Losses);
        Assert.Equal("dense", inner.Weights[0].Path.Split('_', '/')[0]);
    }

    [Fact]
    public void Add_and_Pop_keep_the_weights_of_layers_that_stay()
    {
        var model = new Sequential(Stack([8]));
        model.Compile("adam", "mse");
        model.Fit(x, y, verbose: 0);
        var (answer, weights) = (Answer(model), model.GetWeights());

        model.Add(Dense(3, name: "more"));
        Assert.Equal(6, model.Weights.Count);
        Assert.Equal(weights[0].ToArray(), model.GetWeights()[0].ToArray());
        Assert.Equal([null, 3], model.OutputShape.ToArray());
        Assert.Contains("Compile", Refused(() => model.Fit(x, Values(12, 3), verbose: 0)).Fix);
        model.Compile("adam", "mse");
        model.Fit(x, Values(12, 3), verbose: 0);
        Assert.Equal("more", model.Pop().Name);
        Assert.Equal([null, 2], model.OutputShape.ToArray());
        Assert.NotEqual(answer, Answer(model));

        var untouched = new Sequential(Stack([8]));
        var before = Answer(untouched);
        untouched.Add(Dense(3));
        untouched.Pop();
        Assert.Equal(before, Answer(untouched));
    }

    [Fact]
    public void What_Compile_decided_before_training_holds_for_layers_that_come_later()
    {
        var model = new Sequential { Input(8), Dense(4) };
        model.Compile("sgd", "mse", metrics: ["mae"]);
        model.Add(Dense(2));
        Assert.Equal(["loss", "mae"], model.Fit(x, y, verbose: 0).Keys);
    }

    [Fact]
    public void All_layers_can_be_taken_away_and_the_input_stays()
    {
        var model = Unbuilt();
        model.Build(8);
        model.Pop();
        model.Pop();
        Assert.False(model.Built);
        Assert.Contains("none", Refused(() => model.Pop()).Got);
        model.Add(Dense(5));
        Assert.Equal([null, 5], model.OutputShape.ToArray());
    }

    [Fact]
    public void A_trained_optimizer_is_left_with_the_layers_that_it_trained()
    {
        var model = new Sequential { Dense(2) };
        model.Compile("adam", "mse");
        model.Fit(x, y, verbose: 0);
        model.Pop();
        model.Add(Dense(2));
        Assert.Contains("Compile", Refused(() => model.Fit(x, y, verbose: 0)).Fix);
    }

    [Fact]
    public void A_copy_grows_like_any_other_model()
    {
        var copy = Assert.IsType<Sequential>(new Sequential(Stack([8])).CloneModel());
        copy.Add(Dense(7));
        Assert.Equal(3, copy.Layers.Count);
        Assert.Equal([null, 7], copy.OutputShape.ToArray());
        copy.Pop();
        copy.Pop();
        Assert.Equal([null, 4], copy.OutputShape.ToArray());
    }

    [Fact]
    public void Layers_that_do_not_fit_are_refused_where_they_are_added()
    {
        var model = new Sequential { Input(8), Dense(4, name: "first") };
        Assert.Contains("\"first\"", Refused(() => model.Add(Dense(2, name: "first"))).Got);
        Refused(() => model.Add(Conv2D(2, 3)));
        Assert.Contains("begin with the input", Refused(() => model.Add(Input(8))).Fix);
        Assert.Contains("a layer", Refused(() => new Sequential().Add(Input(8).Dense(1))).Expected);
        Assert.Single(model.Layers);
        Input(8).ToModelOf(model);
        Assert.Contains("a model by itself", Refused(() => model.Add(Dense(2))).Expected);
        Assert.Contains("a model by itself", Refused(() => model.Pop()).Expected);
    }

    [Fact]
    public void A_model_at_the_beginning_says_the_shape()
    {
        var model = new Sequential { Input(8).Dense(4).ToModel(), Dense(2) };
        Assert.True(model.Built);
        Assert.Equal([null, 8], model.InputShape.ToArray());
    }

    [Fact]
    public void Layers_are_found_by_number()
    {
        var model = Unbuilt();
        Assert.Same(model.Layers[1], model.GetLayer(1));
        Assert.Same(model.Layers[1], model.GetLayer(-1));
        Assert.Contains("2 layers", Refused(() => model.GetLayer(2)).Expected);
        Refused(() => model.GetLayer(-3));
    }

    [Fact]
    public void Shapes_of_several_inputs_are_lists()
    {
        var (a, b) = (Input(3), Input(4));
        var sum = Concatenate().Apply([a, b]);
        var model = new Model([a, b], [sum.Dense(1), sum.Dense(2)]);
        Assert.Equal([3, 4], model.InputShapes.Select(shape => shape.ToArray()[1]!.Value));
        Assert.Equal([1, 2], model.OutputShapes.Select(shape => shape.ToArray()[1]!.Value));
        Assert.Contains("InputShapes", Refused(() => _ = model.InputShape).Fix);
        Assert.Contains("OutputShapes", Refused(() => _ = model.OutputShape).Fix);
        model.Compile(
            "sgd",
            new Loss[] { "mse", "mae" },
            metrics:
            [
                ["mse"],
                ["mae"],
            ]
        );
        var names = model.MetricsNames;
        Data data = [Values(6, 3), Values(6, 4)];
        Data targets = [Values(6, 1), Values(6, 2)];
        Assert.Equal(names, model.Evaluate(data, targets).Keys);
        Assert.Equal(names, model.MetricsNames);
        Assert.Equal(5, names.Count);
    }

    [Fact]
    public void A_model_that_was_built_late_is_in_files_as_Keras_has_it()
    {
        var model = Unbuilt();
        model.Compile("adam", "mse");
        model.Fit(x, y, verbose: 0);
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        var loaded = Assert.IsType<Sequential>(Model.Load(file));
        Assert.Equal(Answer(model), Answer(loaded));

        var json = model.ToJson();
        Assert.Contains("\"class_name\":\"Sequential\"", json);
        Assert.Contains("\"build_input_shape\":[null,8]", json);
        var again = Assert.IsType<Sequential>(Model.FromJson(json));
        Assert.Equal(json, again.ToJson());
        again.SetWeights([.. model.GetWeights().Select(values => (Data)values)]);
        Assert.Equal(Answer(model), Answer(again));
        again.Fit(x, y, verbose: 0);

        loaded.Add(Dense(1));
        Assert.Equal(3, loaded.Layers.Count);
        Assert.Contains("Compile", Refused(() => loaded.Fit(x, y, verbose: 0)).Fix);
        Assert.Contains("\"Sequential\"", model.CloneModel().ToJson());
    }

    /// <summary>Keras writes the size of the first batch of a model that data built.</summary>
    [Fact]
    public void The_batch_in_the_file_of_a_model_that_Keras_built_late_does_not_bind()
    {
        var model = Unbuilt();
        model.Build(8);
        var json = model.ToJson().Replace("[null,8]", "[32,8]");
        Assert.Contains("\"batch_shape\":[32,8]", json);
        var loaded = Model.FromJson(json);
        Assert.Equal(12 * 2, Answer(loaded).Length);
    }

    [Fact]
    public void What_is_no_model_is_refused()
    {
        Refused(() => Model.FromJson("{"));
        Refused(() => Model.FromJson("[]"));
        Refused(() => Model.FromJson("""{"class_name": "Dense", "config": {"units": 1}}"""));
    }

    [Fact]
    public void Words_build_a_model_too()
    {
        var words = TextVectorization(vocabulary: ["a", "b"], outputSequenceLength: 3);
        var model = new Sequential { words, Embedding(5, 2), Flatten(), Dense(1) };
        string[] texts = ["a b", "b", "c a"];
        Assert.Equal(3, model.Predict(texts).ToArray().Length);
    }
}

file static class Chains
{
    public static Model ToModelOf(this Symbol input, Layer layer) => new(input, layer.Apply(input));
}
