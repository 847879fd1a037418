using System.Collections;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Keratin;

/// <summary>
/// What goes into a model: an array of samples, or several by order or by name. Plain arrays of any
/// rank, jagged arrays, and tensors convert by themselves.
/// </summary>
[CollectionBuilder(typeof(Data), nameof(Create))]
public sealed class Data : IEnumerable<Data>
{
    private readonly NDArray? array;
    private readonly IReadOnlyList<Data> parts = [];

    private Data(NDArray array) => this.array = array;

    private Data(IReadOnlyList<Data> parts, IReadOnlyList<string>? names)
    {
        this.parts = parts;
        Names = names;
    }

    internal IReadOnlyList<string>? Names { get; }

    /// <summary>Several arrays in the order of the model's inputs or outputs.</summary>
    /// <param name="parts">The arrays.</param>
    public static Data Create(ReadOnlySpan<Data> parts) => new(parts.ToArray(), null);

    /// <summary>Several arrays by the name of the input or output.</summary>
    /// <param name="parts">The arrays.</param>
    public static Data ByName(IReadOnlyDictionary<string, Data> parts) =>
        new([.. parts.Values], [.. parts.Keys]);

    /// <summary>A plain array of numbers, of any rank, or a jagged one.</summary>
    public static implicit operator Data(Array array) => new(PlainArrays.ofArray(array));

    /// <summary>A tensor.</summary>
    public static implicit operator Data(Tensor<float> tensor) => new(PlainArrays.ofTensor(tensor));

    /// <summary>A tensor.</summary>
    public static implicit operator Data(Tensor<double> tensor) =>
        new(PlainArrays.ofTensor(tensor));

    /// <summary>A tensor.</summary>
    public static implicit operator Data(Tensor<int> tensor) => new(PlainArrays.ofTensor(tensor));

    /// <summary>A tensor.</summary>
    public static implicit operator Data(Tensor<long> tensor) => new(PlainArrays.ofTensor(tensor));

    /// <summary>A tensor.</summary>
    public static implicit operator Data(Tensor<byte> tensor) => new(PlainArrays.ofTensor(tensor));

    /// <summary>A tensor.</summary>
    public static implicit operator Data(Tensor<bool> tensor) => new(PlainArrays.ofTensor(tensor));

    /// <summary>Rows of equal length.</summary>
    public static implicit operator Data(List<float[]> rows) => rows.ToArray();

    /// <summary>Rows of equal length.</summary>
    public static implicit operator Data(List<double[]> rows) => rows.ToArray();

    /// <summary>One number for each sample.</summary>
    public static implicit operator Data(List<float> values) => values.ToArray();

    /// <summary>One number for each sample.</summary>
    public static implicit operator Data(List<double> values) => values.ToArray();

    /// <summary>One number for each sample.</summary>
    public static implicit operator Data(List<int> values) => values.ToArray();

    /// <summary>One text for each sample.</summary>
    public static implicit operator Data(List<string> texts) => texts.ToArray();

    /// <summary>Arrays by name.</summary>
    public static implicit operator Data(Dictionary<string, Data> parts) => ByName(parts);

    /// <summary>The arrays in order: itself where it is one array.</summary>
    public IEnumerator<Data> GetEnumerator() =>
        array is null ? parts.GetEnumerator() : new List<Data> { this }.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>How many samples there are.</summary>
    internal int Rows =>
        array is { } single ? (single.Shape is [var rows, ..] ? rows : 0)
        : parts.Count > 0 ? parts[0].Rows
        : 0;

    /// <summary>The shape of one sample of a single array.</summary>
    internal int[] SampleShape(string where) => Single(where).Shape[1..];

    /// <summary>Samples from start (inclusive) to stop (exclusive).</summary>
    internal Data Slice(int start, int stop) =>
        array is { } single
            ? new(single.Rows(start, stop))
            : new([.. parts.Select(part => part.Slice(start, stop))], Names);

    /// <summary>The arrays in the order of these names.</summary>
    internal NDArray[] InOrder(string where, IReadOnlyList<string> names)
    {
        if (array is not null)
            return [array];
        if (Names is null)
            return [.. parts.Select(part => part.Single(where))];
        foreach (var given in Names)
            if (!names.Contains(given))
                throw new KeratinException(
                    where,
                    $"arrays named {string.Join(", ", names)}",
                    $"one named \"{given}\"",
                    $"name it \"{names[0]}\""
                );
        return
        [
            .. names
                .Where(Names.Contains)
                .Select(name => parts[Names.ToList().IndexOf(name)].Single(where)),
        ];
    }

    /// <summary>The arrays in the order of these names, with nothing where a name has none; one array alone is for all.</summary>
    internal NDArray?[] ForEach(string where, IReadOnlyList<string> names)
    {
        var arrays = InOrder(where, names);
        if (Names is null)
            return arrays;
        var given = names.Where(Names.Contains).ToList();
        return [.. names.Select(name => given.Contains(name) ? arrays[given.IndexOf(name)] : null)];
    }

    private NDArray Single(string where) =>
        array
        ?? throw new KeratinException(
            where,
            "an array for each input",
            "a list within a list",
            "give one flat list of arrays"
        );
}
