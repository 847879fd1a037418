// Where ONNX Runtime's native library is looked for.
using System.Runtime.InteropServices;

namespace Keratin;

/// <summary>Finds and loads ONNX Runtime's native library.</summary>
internal static class Library
{
    internal const string Variable = "KERATIN_ONNXRUNTIME";

    private const string Fix =
        $"add the package Microsoft.ML.OnnxRuntime to your project, or set {Variable} to the library or its folder; "
        + "in Keratin's own repository: dotnet fsi build.fsx setup";

    private static readonly string[] Names =
        OperatingSystem.IsWindows() ? ["onnxruntime.dll"]
        : OperatingSystem.IsMacOS() ? ["libonnxruntime.dylib", "libonnxruntime.1.dylib"]
        : ["libonnxruntime.so.1", "libonnxruntime.so"];

    /// <summary>The library that was named, else the first that is found in the usual places.</summary>
    internal static nint Load(string? named, out string loadedFrom)
    {
        var environment = Environment.GetEnvironmentVariable(Variable);
        // A library that was asked for by name is not replaced by another one.
        var places =
            !string.IsNullOrEmpty(named) ? [named]
            : !string.IsNullOrEmpty(environment) ? [environment]
            : Usual();
        var failures = new List<string>();
        foreach (var file in places.SelectMany(Files))
        {
            try
            {
                var library = NativeLibrary.Load(file);
                loadedFrom = file;
                return library;
            }
            catch (Exception failure)
                when (failure is DllNotFoundException or BadImageFormatException)
            {
                failures.Add(failure.Message.Split('\n')[0].Trim());
            }
        }

        throw new KeratinException(
            "ONNX Runtime",
            $"the native library {Names[0]}, of version 1.{Api.Oldest} or later",
            failures.Count > 0 ? failures[0] : $"nothing in {string.Join(", ", places)}",
            Fix
        );
    }

    /// <summary>The folders that may hold it; the empty one stands for the system's own search.</summary>
    private static IReadOnlyList<string> Usual()
    {
        var application = AppContext.BaseDirectory;
        return
        [
            Path.Combine(application, "runtimes", Platform(), "native"),
            application,
            .. Development(application),
            Path.Combine(Cache(), "keratin", "onnxruntime"),
            "",
        ];
    }

    /// <summary>.NET's name of this kind of machine, the same for every Linux.</summary>
    private static string Platform()
    {
        var system =
            OperatingSystem.IsWindows() ? "win"
            : OperatingSystem.IsMacOS() ? "osx"
            : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }

    /// <summary>Where build.fsx puts it, in the repository that the application was built in.</summary>
    private static IEnumerable<string> Development(string application)
    {
        for (
            var folder = new DirectoryInfo(application);
            folder is not null;
            folder = folder.Parent
        )
        {
            var candidate = Path.Combine(folder.FullName, ".artifacts", "onnxruntime");
            if (Directory.Exists(candidate))
            {
                yield return candidate;
            }
        }
    }

    private static string Cache() =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                ".cache"
            );

    /// <summary>What to load for a place: a file as it is, a folder's files that exist, or bare names.</summary>
    private static IEnumerable<string> Files(string place) =>
        place.Length == 0 ? Names
        : Directory.Exists(place)
            ? Names.Select(name => Path.Combine(place, name)).Where(File.Exists)
        : File.Exists(place) ? [Path.GetFullPath(place)]
        : [];
}
