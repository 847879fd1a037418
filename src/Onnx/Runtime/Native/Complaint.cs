// What is said when ONNX Runtime reports an error: its own words are the part in the middle.
using System.Text.RegularExpressions;

namespace Keratin.Onnx.Runtime;

/// <summary>The parts of an error that do not depend on what ONNX Runtime says.</summary>
internal readonly partial record struct Complaint(string Where, string Expected, string Fix)
{
    /// <summary>For calls that only a mistake in this assembly can make fail.</summary>
    internal static Complaint Bug { get; } =
        new(
            "ONNX Runtime",
            "no error from this call",
            "this is a bug in Keratin, please report it with the program that led here"
        );

    internal KeratinException About(string message) =>
        new(Where, Expected, Preamble().Replace(message, ""), Fix);

    /// <summary>The line of ONNX Runtime's own source, and the code that repeats what the words say.</summary>
    [GeneratedRegex(@"^.*\[ONNXRuntimeError\] : \d+ : \w+ : |^/\S+\.(cc|h):\d+ ")]
    private static partial Regex Preamble();
}
