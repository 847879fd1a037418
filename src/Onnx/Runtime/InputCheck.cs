// Compares the values given to a session with the inputs that its model has, before anything runs.
namespace Keratin.Onnx.Runtime;

internal static class InputCheck
{
    /// <summary>Refuses values that do not fit, all faults together.</summary>
    internal static void Demand(
        IReadOnlyList<OnnxTensorInfo> inputs,
        IReadOnlyDictionary<string, OnnxValue> values
    )
    {
        var known = inputs.Select(input => input.Name).ToHashSet();
        string[] faults =
        [
            .. values.Keys.Where(name => !known.Contains(name)).Select(name => $"{name}: unknown"),
            .. inputs.SelectMany(input => Fault(input, values)),
        ];
        if (faults.Length > 0)
        {
            throw new KeratinException(
                "OnnxSession.Run",
                string.Join("; ", inputs),
                string.Join("; ", faults),
                Fix(inputs, values, known)
            );
        }
    }

    private static IEnumerable<string> Fault(
        OnnxTensorInfo input,
        IReadOnlyDictionary<string, OnnxValue> values
    )
    {
        if (!values.TryGetValue(input.Name, out var value))
        {
            yield return $"{input.Name}: not given";
        }
        else if (!Fits(input, value))
        {
            yield return $"{input.Name}: {value}";
        }
    }

    private static bool Fits(OnnxTensorInfo input, OnnxValue value) =>
        ElementTypes.Name(value.DType) == input.ElementType
        && value.Array.Shape.Length == input.Shape.Count
        && value
            .Array.Shape.Zip(input.Shape)
            .All(axis => axis.Second is null || axis.Second == axis.First);

    private static string Fix(
        IReadOnlyList<OnnxTensorInfo> inputs,
        IReadOnlyDictionary<string, OnnxValue> values,
        HashSet<string> known
    ) =>
        known.SetEquals(values.Keys)
            ? "convert or reshape the values so that they fit; a size shown as ? is free"
            : "give exactly these names: "
                + string.Join(", ", inputs.Select(input => $"\"{input.Name}\""));
}
