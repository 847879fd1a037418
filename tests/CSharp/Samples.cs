using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Keratin.CSharp;

/// <summary>The programs that README shows are those of samples/, word for word, and they run.</summary>
public class Samples
{
    private const int MostLines = 25;
    private const double LeastAccuracy = 0.97;

    [Theory]
    [InlineData("csharp", "samples/CSharp/Program.cs")]
    [InlineData("fsharp", "samples/FSharp/Program.fs")]
    public void The_readme_shows_the_sample(string language, string path)
    {
        var sample = Repository.Text(path);
        Assert.InRange(sample.TrimEnd().Split('\n').Length, 1, MostLines);
        var shown = Regex.Match(
            Repository.Text("README.md"),
            $"```{language}\n(.*?)```",
            RegexOptions.Singleline
        );
        Assert.True(
            shown.Success && shown.Groups[1].Value == sample,
            $"README.md is stale: its ```{language} block must be the text of {path}"
        );
    }

    [Theory]
    [InlineData("CSharp")]
    [InlineData("FSharp")]
    public async Task A_sample_runs_and_learns(string name)
    {
        var program = Path.Combine(
            Repository.Root,
            "samples",
            name,
            $"bin/Release/net10.0/Keratin.Samples.{name}.dll"
        );
        var folder = Directory.CreateTempSubdirectory("keratin-");
        try
        {
            using var child = Process.Start(
                new ProcessStartInfo("dotnet", ["exec", program])
                {
                    WorkingDirectory = folder.FullName,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            var faults = child.StandardError.ReadToEndAsync();
            var output = await child.StandardOutput.ReadToEndAsync();
            await child.WaitForExitAsync();
            Assert.True(child.ExitCode == 0, output + await faults);
            var percent = Regex.Match(output, @"unseen digits: ([\d.]+)").Groups[1].Value;
            Assert.InRange(
                double.Parse(percent, CultureInfo.InvariantCulture) / 100,
                LeastAccuracy,
                1
            );
        }
        finally
        {
            folder.Delete(true);
        }
    }
}
