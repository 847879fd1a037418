using System.Numerics.Tensors;

namespace Keratin;

/// <summary>Keras's utilities.</summary>
public static class Utils
{
    /// <summary>From now on the same seeds come in the same order: the same weights, the same drops.</summary>
    /// <param name="seed">Any number.</param>
    public static void SetRandomSeed(int seed) => Seeds.set(seed);

    /// <summary>Names of layers begin anew: "dense", "dense_1".</summary>
    public static void ClearSession() => Names.clear();

    /// <summary>Class numbers as rows with a one at the class.</summary>
    /// <param name="labels">Class numbers from 0.</param>
    /// <param name="numClasses">The length of a row. Default: the greatest number plus one.</param>
    public static Tensor<float> ToCategorical(IReadOnlyList<int> labels, int? numClasses = null)
    {
        var classes = numClasses ?? labels.Max() + 1;
        var values = new float[labels.Count * classes];
        for (var i = 0; i < labels.Count; i++)
        {
            if (labels[i] < 0 || labels[i] >= classes)
                throw new KeratinException(
                    "ToCategorical",
                    $"class numbers from 0 to {classes - 1}",
                    $"{labels[i]} at {i}",
                    $"numClasses: {labels.Max() + 1}"
                );
            values[i * classes + labels[i]] = 1;
        }
        return Tensor.Create(values, [labels.Count, classes]);
    }

    /// <summary>Sequences of one length: shorter ones are filled, longer ones cut, at the front as in Keras.</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="maxlen">The length. Default: the longest one's.</param>
    /// <param name="padding">"pre" fills at the front, "post" at the end. Default: "pre".</param>
    /// <param name="truncating">"pre" cuts at the front, "post" at the end. Default: "pre".</param>
    /// <param name="value">What fills. Default: 0.</param>
    public static int[,] PadSequences(
        IReadOnlyList<IReadOnlyList<int>> sequences,
        int? maxlen = null,
        string padding = "pre",
        string truncating = "pre",
        int value = 0
    )
    {
        foreach (
            var (parameter, word) in new[] { ("padding", padding), ("truncating", truncating) }
        )
            if (word is not ("pre" or "post"))
                throw new KeratinException(
                    "PadSequences",
                    $"{parameter} \"pre\" or \"post\"",
                    $"\"{word}\"",
                    $"{parameter}: \"pre\""
                );
        var length = maxlen ?? sequences.Max(s => s.Count);
        var result = new int[sequences.Count, length];
        for (var row = 0; row < sequences.Count; row++)
        {
            var source = sequences[row];
            var kept = Math.Min(length, source.Count);
            var from = truncating == "pre" ? source.Count - kept : 0;
            var to = padding == "pre" ? length - kept : 0;
            for (var i = 0; i < length; i++)
                result[row, i] = i >= to && i < to + kept ? source[from + i - to] : value;
        }
        return result;
    }
}
