using System.Globalization;
using System.Text;
using Keratin.Samples;

namespace Keratin.Demo;

/// <summary>The training curves and some predictions as an SVG picture.</summary>
internal static class Picture
{
    internal static void Write(string path, History history, Digits test, float[] predictions)
    {
        var svg = new StringBuilder();
        svg.AppendLine(
            """<svg xmlns="http://www.w3.org/2000/svg" width="860" height="420" font-family="sans-serif" font-size="12">"""
        );
        svg.AppendLine("""<rect width="860" height="420" fill="white"/>""");
        Curves(svg, 40, "loss", history["loss"], history["val_loss"]);
        Curves(svg, 460, "accuracy", history["accuracy"], history["val_accuracy"]);
        for (var i = 0; i < 16; i++)
            Sample(svg, i, test, predictions);
        svg.AppendLine("</svg>");
        File.WriteAllText(path, svg.ToString());
    }

    private static string N(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    private static void Curves(
        StringBuilder svg,
        int left,
        string name,
        IReadOnlyList<double> training,
        IReadOnlyList<double> validation
    )
    {
        var low = training.Concat(validation).Min();
        var high = Math.Max(low + 1e-9, training.Concat(validation).Max());
        svg.AppendLine(
            $"""<rect x="{left}" y="40" width="340" height="240" fill="none" stroke="#999"/>"""
        );
        svg.AppendLine(
            $"""<text x="{left}" y="30">{name}: training (blue), validation (orange), {low:F3} to {high:F3}</text>"""
        );
        foreach (var (values, colour) in new[] { (training, "#1f77b4"), (validation, "#ff7f0e") })
        {
            var points = values.Select(
                (value, i) =>
                    $"{N(left + 340.0 * i / Math.Max(1, values.Count - 1))},{N(280 - 240 * (value - low) / (high - low))}"
            );
            svg.AppendLine(
                $"""<polyline points="{string.Join(" ", points)}" fill="none" stroke="{colour}" stroke-width="2"/>"""
            );
        }
    }

    private static void Sample(StringBuilder svg, int i, Digits test, float[] predictions)
    {
        var scores = predictions.AsSpan(i * 10, 10).ToArray();
        var guess = Array.IndexOf(scores, scores.Max());
        var colour = guess == test.Labels[i] ? "green" : "red";
        for (var row = 0; row < 28; row++)
        for (var column = 0; column < 28; column++)
        {
            var grey = (int)(255 * (1 - test.Images[i, row, column, 0]));
            if (grey < 250)
                svg.Append(
                    $"""<rect x="{N(40 + i * 50 + column * 1.5)}" y="{N(310 + row * 1.5)}" width="1.6" height="1.6" fill="rgb({grey},{grey},{grey})"/>"""
                );
        }
        svg.AppendLine($"""<text x="{55 + i * 50}" y="375" fill="{colour}">{guess}</text>""");
    }
}
