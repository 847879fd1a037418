using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Keratin;

/// <summary>Loss and metrics by name: <c>var (loss, accuracy) = model.Evaluate(x, y)</c>.</summary>
public sealed class Scores : IReadOnlyDictionary<string, double>
{
    private readonly Dictionary<string, double> values;

    internal Scores(Dictionary<string, double> values) => this.values = values;

    /// <summary>The number of this name.</summary>
    public double this[string name] =>
        values.TryGetValue(name, out var value)
            ? value
            : throw new KeratinException(
                "scores",
                $"one of {string.Join(", ", values.Keys)}",
                $"\"{name}\"",
                "name a metric that was given to Compile"
            );

    /// <summary>The loss.</summary>
    public double Loss => this["loss"];

    /// <summary>The loss and the first metric.</summary>
    public void Deconstruct(out double loss, out double metric)
    {
        loss = Loss;
        metric = values.Values.ElementAtOrDefault(1);
    }

    /// <inheritdoc/>
    public IEnumerable<string> Keys => values.Keys;

    /// <inheritdoc/>
    public IEnumerable<double> Values => values.Values;

    /// <inheritdoc/>
    public int Count => values.Count;

    /// <inheritdoc/>
    public bool ContainsKey(string key) => values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value) =>
        values.TryGetValue(key, out value);

    /// <summary>"loss: 0.2231 - accuracy: 0.9365".</summary>
    public override string ToString() =>
        string.Join(" - ", values.Select(score => $"{score.Key}: {score.Value:F4}"));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
