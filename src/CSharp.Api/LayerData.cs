using System.Numerics.Tensors;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace Keratin;

/// <summary>Layers and arrays: what a layer learns from data before training, and what it makes of data at once.</summary>
public static class LayerData
{
    /// <summary>
    /// Lets a layer learn from data: the statistics of a Normalization, the boundaries of a Discretization made with
    /// numBins, or the vocabulary of a StringLookup, IntegerLookup or TextVectorization.
    /// </summary>
    /// <param name="layer">The layer. Where its output has a place for each word or bin, it learns before it is called.</param>
    /// <param name="data">All samples: numbers in the shape of the input, or texts.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="KeratinException">The layer learns nothing from data, or was made with what it would learn.</exception>
    public static Layer Adapt(this Layer layer, Data data)
    {
        LayerAlone.teach(layer, LayerAlone.learned(layer, Single($"Adapt of {layer}", data)));
        return layer;
    }

    /// <summary>The words of a StringLookup or TextVectorization by their number; of an IntegerLookup, the numbers as text.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="includeSpecialTokens">Whether those for masks and unknown words are there, as the numbers count them. Default: true.</param>
    public static IReadOnlyList<string> GetVocabulary(
        this Layer layer,
        bool includeSpecialTokens = true
    )
    {
        var tokens = LayerAlone.tokens(layer, includeSpecialTokens);
        return tokens.DType == DType.String
            ? tokens.Texts
            : [.. NDArrayModule.toIntegers(tokens).Select(number => number.ToString())];
    }

    /// <summary>Replaces the vocabulary of a StringLookup or TextVectorization.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="vocabulary">The words, each once, in their order.</param>
    /// <param name="idfWeights">For "tf_idf" output, how much each word counts. Default: none.</param>
    /// <returns>The layer.</returns>
    public static Layer SetVocabulary(
        this Layer layer,
        IReadOnlyList<string> vocabulary,
        IReadOnlyList<double>? idfWeights = null
    ) => SetTokens(layer, PlainArrays.ofArray(vocabulary.ToArray()), idfWeights);

    /// <summary>Replaces the vocabulary of an IntegerLookup.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="vocabulary">The numbers, each once, in their order.</param>
    /// <param name="idfWeights">For "tf_idf" output, how much each number counts. Default: none.</param>
    /// <returns>The layer.</returns>
    public static Layer SetVocabulary(
        this Layer layer,
        IReadOnlyList<long> vocabulary,
        IReadOnlyList<double>? idfWeights = null
    ) => SetTokens(layer, PlainArrays.ofArray(vocabulary.ToArray()), idfWeights);

    /// <summary>Replaces the vocabulary by the lines of a text file.</summary>
    /// <param name="layer">The layer; its output is not "tf_idf".</param>
    /// <param name="path">The file: a word in each line.</param>
    /// <returns>The layer.</returns>
    public static Layer SetVocabularyFile(this Layer layer, string path)
    {
        LayerAlone.teach(layer, LayerAlone.withFile(layer, path));
        return layer;
    }

    /// <summary>What the layer makes of data at once.</summary>
    /// <param name="layer">The layer; its weights are those that it has in models.</param>
    /// <param name="x">Samples, or one array for each input.</param>
    /// <param name="training">
    /// Whether it is in its training phase. Default: no, but layers that augment images do it, as in Keras.
    /// </param>
    public static Tensor<float> Apply(this Layer layer, Data x, bool? training = null) =>
        Run(layer, x, training).ToTensor();

    /// <summary>The words that a StringLookup made with <c>invert: true</c> gives for numbers.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">Numbers of words.</param>
    public static Tensor<string> ApplyToWords(this Layer layer, Data x)
    {
        var words = Run(layer, x, null);
        if (words.DType != DType.String)
            throw new KeratinException(
                $"{layer}",
                "a layer that makes words of numbers",
                $"one that makes {words.DType}",
                "StringLookup(invert: true), or Apply for numbers"
            );
        return Tensor.Create(words.Texts, [.. words.Shape.Select(n => (nint)n)]);
    }

    private static NDArray Run(Layer layer, Data x, bool? training)
    {
        if (layer is Model model)
            model.CoreFor("Apply", x);
        var arrays = x.Select(part => Single($"Apply of {layer}", part));
        var phase = training is { } given ? FSharpOption<bool>.Some(given) : null;
        return LayerAlone.apply(layer, phase, ListModule.OfSeq(arrays)).Head;
    }

    private static NDArray Single(string where, Data data) => data.InOrder(where, [where])[0];

    private static Layer SetTokens(Layer layer, NDArray tokens, IReadOnlyList<double>? weights)
    {
        var given = weights is null
            ? null
            : FSharpOption<FSharpList<double>>.Some(ListModule.OfSeq(weights));
        LayerAlone.teach(layer, LayerAlone.withTokens(layer, tokens, given));
        return layer;
    }
}
