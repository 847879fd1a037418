using System.IO.Compression;
using System.Numerics.Tensors;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;
using static Keratin.Layers;

namespace Keratin.CSharp;

/// <summary>Words, hashes and statistics of data, as a user of C# has them. Numbers are those of Keras.</summary>
public class Texts
{
    private static float[] Values(Tensor<float> tensor)
    {
        var values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }

    private static readonly string[] reviews =
    [
        "A good film, really good!",
        "so BAD and boring",
        "good fun",
        "a bad, bad film",
        "really good fun",
        "boring... and bad",
    ];

    private static readonly float[] liked = [1, 0, 1, 0, 1, 0];

    [Fact]
    public void A_vocabulary_is_learned_in_Keras_order()
    {
        var vectorizer = TextVectorization(maxTokens: 5000, outputSequenceLength: 4);
        vectorizer.Adapt(new[] { "foo bar", "bar baz", "baz bada boom" });

        Assert.Equal(
            ["", "[UNK]", "baz", "bar", "foo", "boom", "bada"],
            vectorizer.GetVocabulary()
        );
        Assert.Equal(["baz", "bar", "foo", "boom", "bada"], vectorizer.GetVocabulary(false));
        var numbers = vectorizer.Apply(
            new[,]
            {
                { "foo qux bar" },
                { "qux baz" },
            }
        );
        Assert.Equal([2, 4], numbers.Lengths.ToArray());
        Assert.Equal([4, 1, 3, 0, 1, 2, 0, 0], Values(numbers));
    }

    [Fact]
    public void A_classifier_of_texts_trains_and_predicts_on_texts()
    {
        var vectorizer = TextVectorization(maxTokens: 100).Adapt(reviews);
        var text = Input(shape: [], dtype: "string");
        var output =
            text
            | vectorizer
            | Embedding(100, 8)
            | GlobalAveragePooling1D()
            | Dense(1, activation: "sigmoid");
        var model = new Model(text, output);
        model.Compile(optimizer: new Adam(0.1), loss: "binary_crossentropy", metrics: ["accuracy"]);

        var history = model.Fit(
            reviews,
            liked,
            batchSize: 2,
            epochs: 30,
            verbose: 0,
            validationData: (reviews, liked)
        );
        Assert.True(history["val_loss"][^1] < 0.2);
        var (loss, accuracy) = model.Evaluate(reviews, liked);
        Assert.True(loss < 0.2);
        Assert.Equal(1.0, accuracy);
        var unseen = Values(model.Predict(new[] { "what a good film", "bad, boring" }));
        Assert.True(unseen[0] > 0.5 && unseen[1] < 0.5);
        model.Fit(reviews, liked, validationSplit: 0.5, verbose: 0);
    }

    [Fact]
    public void A_layer_of_words_begins_a_sequential_model_and_may_learn_afterwards()
    {
        var words = TextVectorization(
            maxTokens: 50,
            outputMode: "tf_idf",
            padToMaxTokens: true,
            inputShape: []
        );
        var model = new Sequential([words, Dense(1, activation: "sigmoid")]);
        model.Compile(optimizer: new Adam(0.1), loss: "binary_crossentropy");
        var early = Assert.Throws<KeratinException>(() => model.Predict(reviews));
        Assert.Contains("Adapt", early.Fix);

        words.Adapt(reviews);
        var history = model.Fit(reviews, liked, epochs: 20, verbose: 0);
        Assert.True(history["loss"][^1] < 0.3);
    }

    [Fact]
    public void Texts_and_numbers_are_inputs_side_by_side()
    {
        var city = Input(shape: [1], dtype: "string", name: "city");
        var size = Input(shape: [2], name: "size");
        var known = StringLookup(vocabulary: ["Oslo", "Rome"], outputMode: "one_hot").Apply(city);
        var output = Concatenate().Apply([known, size]).Dense(1);
        var model = new Model([city, size], output);
        model.Compile(loss: "mse");

        var x = new Dictionary<string, Data>
        {
            ["city"] = new[,]
            {
                { "Rome" },
                { "Paris" },
                { "Oslo" },
            },
            ["size"] = new float[3, 2],
        };
        model.Fit(x, new float[] { 1, 2, 3 }, verbose: 0);
        Assert.Equal([3, 1], model.Predict(x).Lengths.ToArray());
    }

    [Fact]
    public void Words_become_numbers_and_numbers_words()
    {
        string[] cities = ["Oslo", "Rome"];
        Assert.Equal(
            [1, 2, 0],
            Values(StringLookup(vocabulary: cities).Apply(new[] { "Oslo", "Rome", "Bonn" }))
        );
        var masked = StringLookup(vocabulary: cities, maskToken: "", numOovIndices: 2);
        var numbers = Values(masked.Apply(new[] { "", "Oslo", "Bonn", "Rome" }));
        Assert.Equal((0f, 3f, 4f), (numbers[0], numbers[1], numbers[3]));
        Assert.InRange(numbers[2], 1, 2);
        Assert.Equal(["", "[UNK]", "[UNK]", "Oslo", "Rome"], masked.GetVocabulary());

        var back = StringLookup(vocabulary: cities, maskToken: "", invert: true);
        var words = back.ApplyToWords(
            new long[,]
            {
                { 0, 1 },
                { 2, 3 },
            }
        );
        Assert.Equal(["", "[UNK]", "Oslo", "Rome"], words.ToArray());
        Assert.Equal([2, 2], words.Lengths.ToArray());
        Assert.Throws<KeratinException>(() =>
            StringLookup(vocabulary: cities, numOovIndices: 0).Apply(new[] { "Bonn" })
        );
    }

    [Fact]
    public void Vectors_of_words_count_and_weigh()
    {
        string[] words = ["foo", "bar", "baz"];
        string[] texts = ["foo bar", "baz foo foo"];
        Assert.Equal(
            [0, 1, 1, 0, 0, 1, 0, 1],
            Values(TextVectorization(outputMode: "multi_hot", vocabulary: words).Apply(texts))
        );
        Assert.Equal(
            [0, 1, 1, 0, 0, 2, 0, 1],
            Values(TextVectorization(outputMode: "count", vocabulary: words).Apply(texts))
        );
        var weighted = TextVectorization(
            outputMode: "tf_idf",
            vocabulary: words,
            idfWeights: [0.3, 0.5, 0.2]
        );
        var expected = new[] { 0, 0.3f, 0.5f, 0, 0, 0.6f, 0, 0.2f };
        foreach (var (a, b) in expected.Zip(Values(weighted.Apply(texts))))
            Assert.Equal(a, b, 1e-6f);
    }

    [Fact]
    public void Texts_are_cleaned_and_divided_as_in_Keras()
    {
        var numbers = Values(
            TextVectorization(vocabulary: ["don't", "stop", "dont", "Ärger"], standardize: null)
                .Apply(new[] { " don't\tstop Ärger " })
        );
        Assert.Equal([2, 3, 5], numbers);
        // letters outside of ASCII keep their case
        Assert.Equal(
            [2, 3],
            Values(TextVectorization(vocabulary: ["dont", "Ärger"]).Apply(new[] { "DON'T Ärger!" }))
        );
        var pairs = TextVectorization(ngrams: 2).Adapt(new[] { "a b c" });
        Assert.Equal(["c", "b c", "b", "a b", "a"], pairs.GetVocabulary(false));
        Assert.Equal([6, 4, 2, 5, 3], Values(pairs.Apply(new[] { "a b c" })));
        var letters = TextVectorization(split: "character").Adapt(new[] { "aab" });
        Assert.Equal(["a", "b"], letters.GetVocabulary(false));
        var own = TextVectorization(
            standardizer: text => text.ToUpperInvariant(),
            splitter: text => text.Split(';')
        );
        Assert.Equal(["B", "A"], own.Adapt(new[] { "a;b", "b" }).GetVocabulary(false));
    }

    [Fact]
    public void Whole_numbers_have_a_vocabulary_too()
    {
        var lookup = IntegerLookup(maxTokens: 4).Adapt(new[] { 12, 36, 36, 12, 36, 7, 9 });
        Assert.Equal(["-1", "36", "12", "9"], lookup.GetVocabulary());
        Assert.Equal([1, 2, 3, 0], Values(lookup.Apply(new[] { 36, 12, 9, 7 })));
        var rest = IntegerLookup(vocabulary: [5], numOovIndices: 3);
        Assert.Equal([1, 0, 3], Values(rest.Apply(new long[] { -2, 3, 5 })));
    }

    [Fact]
    public void Hashes_are_Keras_hashes()
    {
        string[] letters = ["A", "B", "C", "D", "E"];
        Assert.Equal([1, 0, 1, 1, 2], Values(Hashing(3).Apply(letters)));
        Assert.Equal(
            [1, 1, 0, 2, 2],
            Values(Hashing(3, maskValue: "").Apply(new[] { "A", "B", "", "C", "D" }))
        );
        Assert.Equal([1, 2, 1, 0, 2], Values(Hashing(3, salt: (133, 137)).Apply(letters)));
        Assert.Equal([0, 0, 2, 1, 0], Values(Hashing(3, salt: 133).Apply(letters)));
        Assert.Equal([1, 0, 1, 0, 2], Values(Hashing(3).Apply(new[] { 0, 1, 2, 3, 4 })));
        Assert.Equal(
            [2, 2, 1],
            Values(
                Hashing(3, outputMode: "count")
                    .Apply(
                        new[,]
                        {
                            { 0, 1, 2, 3, 4 },
                        }
                    )
            )
        );
        var crossed = HashedCrossing(5)
            .Apply([new[] { "A", "B", "A", "B", "A" }, new[] { 101, 101, 101, 102, 102 }]);
        Assert.Equal([1, 4, 1, 1, 3], Values(crossed));
    }

    [Fact]
    public void A_vocabulary_comes_from_a_file_that_the_user_names()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(path, ["b", "a"]);
            var lookup = StringLookup().SetVocabularyFile(path);
            Assert.Equal(["[UNK]", "b", "a"], lookup.GetVocabulary());
        }
        finally
        {
            File.Delete(path);
        }
        Assert.Throws<KeratinException>(() => StringLookup().SetVocabularyFile("no/such/file"));
    }

    /// <summary>A folder as Keras packs one, of a Sequential model with one layer of words.</summary>
    private static string Archive(
        DirectoryInfo folder,
        string layer,
        string config,
        string vocabulary
    )
    {
        using (var zip = ZipFile.OpenRead(Files.Case("fit/adam_sparse_weights.keras")))
            zip.GetEntry("model.weights.h5")!
                .ExtractToFile(Path.Combine(folder.FullName, "model.weights.h5"), true);
        File.WriteAllText(
            Path.Combine(folder.FullName, "config.json"),
            $$$"""
            {"module": "keras", "class_name": "Sequential", "config": {"name": "words", "layers": [
              {"module": "keras.layers", "class_name": "InputLayer", "config":
                {"batch_shape": [null], "dtype": "string", "name": "input_layer"}},
              {"module": "keras.layers", "class_name": "{{{layer}}}", "config":
                {"name": "layer", "trainable": true, {{{config}}} } }]}}
            """
        );
        var assets = Path.Combine(folder.FullName, "assets", "layers", Snake(layer));
        Directory.CreateDirectory(assets);
        File.WriteAllText(Path.Combine(assets, "vocabulary.txt"), vocabulary);
        return folder.FullName;
    }

    private static string Snake(string name) =>
        Regex.Replace(name, "(?<=[a-z])([A-Z])", "_$1").ToLowerInvariant();

    [Fact]
    public void A_saved_model_brings_its_vocabulary_and_no_path()
    {
        var folder = Directory.CreateTempSubdirectory("keratin-");
        try
        {
            var counts =
                """ "output_mode": "count", "ngrams": [1, 2], "vocabulary": null, "vocabulary_size": 4 """;
            var model = Model.Load(
                Archive(folder, "TextVectorization", counts, "[UNK]\na\na b\nb\n")
            );
            Assert.Equal([0, 1, 1, 1, 3, 0, 0, 2], Values(model.Predict(new[] { "a B", "b c b" })));

            var numbers =
                """ "standardize": null, "output_mode": "int", "vocabulary": null, "vocabulary_size": 3 """;
            model = Model.Load(Archive(folder, "TextVectorization", numbers, "\n[UNK]\na"));
            Assert.Equal([2, 1, 1, 0], Values(model.Predict(new[] { "a A", "b" })));
            Assert.Equal(["", "[UNK]", "a"], model.GetLayer("layer").GetVocabulary());

            var other = """ "output_mode": "one_hot", "vocabulary": null, "vocabulary_size": 9 """;
            var refused = Assert.Throws<KeratinException>(() =>
                Model.Load(Archive(folder, "StringLookup", other, "[UNK]\nx"))
            );
            Assert.Contains("9 tokens", refused.Expected);

            var secret = Path.Combine(folder.FullName, "secret.txt");
            File.WriteAllText(secret, "password");
            var path =
                $""" "output_mode": "int", "vocabulary": {JsonSerializer.Serialize(secret)} """;
            refused = Assert.Throws<KeratinException>(() =>
                Model.Load(Archive(folder, "StringLookup", path, ""))
            );
            Assert.Contains("does not open", refused.Got);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Fact]
    public void What_cannot_be_is_refused_in_four_parts()
    {
        var text = Input(shape: [], dtype: "string");
        var number = Input(4);
        Action[] faults =
        [
            () => text.Dense(1),
            () => StringLookup(vocabulary: ["a"]).Apply(number),
            () => Hashing(3).Apply(number.Dense(2)),
            () => StringLookup(vocabulary: ["a", "a"]),
            () => StringLookup(vocabulary: ["a"]).Adapt(new[] { "b" }),
            () => StringLookup(outputMode: "count").Apply(text),
            () => StringLookup(sparse: true),
            () => TextVectorization(ragged: true),
            () => TextVectorization(standardize: "lowercase"),
            () => TextVectorization(outputMode: "count", outputSequenceLength: 3),
            () => IntegerLookup(salt: 3),
            () => Hashing(0),
            () => Hashing(3, dtype: "float32"),
            () => HashedCrossing(3).Apply(text),
            () => Discretization(),
            () => Dense(1).Adapt(new float[1, 1]),
            () => new Model(text, StringLookup(vocabulary: ["a"]).Apply(text)).ToOnnx(),
            () => new Model(text, Hashing(3).Apply(text)).Predict(new float[3]),
            () => new Model(number, number.Dense(1)).Predict(new[] { "a" }),
            () => new Step([Hashing(3).Apply(text)]).Run([new[] { "a" }]),
        ];
        for (var i = 0; i < faults.Length; i++)
        {
            var fault = Record.Exception(faults[i]);
            Assert.True(fault is KeratinException, $"{i}: {fault}");
            var parts = (KeratinException)fault;
            Assert.All(
                [parts.Where, parts.Expected, parts.Got, parts.Fix],
                part => Assert.False(string.IsNullOrWhiteSpace(part))
            );
            Assert.DoesNotContain("bug", parts.Fix);
        }
    }
}
