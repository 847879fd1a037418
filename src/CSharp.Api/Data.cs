using System.Collections;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
    public static implicit operator Data(Array array) => new(FromArray(array));

    /// <summary>A tensor.</summary>
    public static implicit operator Data(Tensor<float> tensor) => new(FromTensor(tensor));

    /// <summary>A tensor.</summary>
    public static implicit operator Data(Tensor<double> tensor) => new(FromTensor(tensor));

    /// <summary>A tensor.</summary>
    public static implicit operator Data(Tensor<int> tensor) => new(FromTensor(tensor));

    /// <summary>A tensor.</summary>
    public static implicit operator Data(Tensor<long> tensor) => new(FromTensor(tensor));

    /// <summary>A tensor.</summary>
    public static implicit operator Data(Tensor<byte> tensor) => new(FromTensor(tensor));

    /// <summary>A tensor.</summary>
    public static implicit operator Data(Tensor<bool> tensor) => new(FromTensor(tensor));

    /// <summary>Arrays by name.</summary>
    public static implicit operator Data(Dictionary<string, Data> parts) => ByName(parts);

    /// <summary>The arrays in order: itself where it is one array.</summary>
    public IEnumerator<Data> GetEnumerator() =>
        array is null ? parts.GetEnumerator() : new List<Data> { this }.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

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

    private NDArray Single(string where) =>
        array
        ?? throw new KeratinException(
            where,
            "an array for each input",
            "a list within a list",
            "give one flat list of arrays"
        );

    private static NDArray FromTensor<T>(Tensor<T> tensor)
        where T : unmanaged
    {
        var values = new T[(int)tensor.FlattenedLength];
        tensor.FlattenTo(values);
        var shape = tensor.Lengths.ToArray().Select(n => (int)n).ToArray();
        return Make(shape, values);
    }

    private static NDArray Make<T>(int[] shape, T[] values)
        where T : unmanaged =>
        new(TypeOf(typeof(T)), shape, MemoryMarshal.AsBytes<T>(values).ToArray());

    private static DType TypeOf(Type type) =>
        Type.GetTypeCode(type) switch
        {
            TypeCode.Single => DType.Float32,
            TypeCode.Double => DType.Float64,
            TypeCode.Int32 => DType.Int32,
            TypeCode.Int64 => DType.Int64,
            TypeCode.Int16 => DType.Int16,
            TypeCode.Byte => DType.UInt8,
            TypeCode.SByte => DType.Int8,
            TypeCode.Boolean => DType.Bool,
            _ => throw new KeratinException(
                "data",
                "elements of type float, double, int, long, short, byte, sbyte or bool",
                type.Name,
                "convert the elements first"
            ),
        };

    private static NDArray FromArray(Array source)
    {
        var element = source.GetType().GetElementType()!;
        if (element.IsArray)
            return FromJagged(source);
        var shape = Enumerable.Range(0, source.Rank).Select(source.GetLength).ToArray();
        var dtype = TypeOf(element);
        var bytes = new byte[Buffer.ByteLength(source)];
        Buffer.BlockCopy(source, 0, bytes, 0, bytes.Length);
        return new NDArray(dtype, shape, bytes);
    }

    private static NDArray FromJagged(Array rows)
    {
        var parts = rows.Cast<Array>().Select(FromArray).ToArray();
        if (parts.Length == 0)
            throw new KeratinException("data", "at least one row", "none", "give data");
        for (var i = 1; i < parts.Length; i++)
            if (!parts[i].Shape.SequenceEqual(parts[0].Shape))
                throw new KeratinException(
                    "data",
                    $"rows of one length: {string.Join(", ", parts[0].Shape)}, as the first has",
                    $"{string.Join(", ", parts[i].Shape)} in row {i}",
                    "pad the rows: Utils.PadSequences"
                );
        return new NDArray(
            parts[0].DType,
            [parts.Length, .. parts[0].Shape],
            [.. parts.SelectMany(part => part.Bytes)]
        );
    }
}
