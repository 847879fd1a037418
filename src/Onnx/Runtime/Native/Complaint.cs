// What is said when ONNX Runtime reports an error: its own words are the part in the middle.
namespace Keratin;

/// <summary>The parts of an error that do not depend on what ONNX Runtime says.</summary>
internal readonly record struct Complaint(string Where, string Expected, string Fix)
{
    /// <summary>For calls that only a mistake in this assembly can make fail.</summary>
    internal static Complaint Bug { get; } =
        new(
            "ONNX Runtime",
            "no error from this call",
            "this is a bug in Keratin, please report it with the program that led here"
        );

    internal KeratinException About(string message) => new(Where, Expected, message, Fix);
}
