// Where ONNX Runtime's native library is looked for.
using System.Runtime.InteropServices;

namespace Keratin.Onnx.Runtime;

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
        string? failure = null;
        foreach (var file in places.SelectMany(Files))
        {
            if (NativeLibrary.TryLoad(file, out var library))
            {
                loadedFrom = file;
                return library;
            }

            failure ??= Path.IsPathRooted(file) ? Reason(file) : null;
        }

        throw new KeratinException(
            "ONNX Runtime",
            $"the native library {Names[0]}, of version 1.{Api.Oldest} or later",
            failure ?? $"none in {string.Join(", ", places.Select(Spoken))}",
            Fix
        );
    }

    private static string Spoken(string place) =>
        place.Length == 0 ? "the system's libraries" : place;

    /// <summary>What the system has against a file: of .NET's long message, the line about the file itself.</summary>
    private static string Reason(string file)
    {
        try
        {
            NativeLibrary.Free(NativeLibrary.Load(file));
            return $"{file} could not be loaded";
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            var lines = failure.Message.Split('\n', StringSplitOptions.TrimEntries);
            return lines.FirstOrDefault(line => line.StartsWith(file + ":"), lines[0]);
        }
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
