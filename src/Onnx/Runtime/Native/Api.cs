// ONNX Runtime's C interface: one table of functions, loaded once, and how its errors become ours.
using System.Runtime.InteropServices;
using System.Text;

namespace Keratin.Onnx.Runtime;

/// <summary>The table of functions, and what every call of one needs.</summary>
internal static unsafe class Api
{
    /// <summary>The version of the table that is asked for: the oldest with all that is used here.</summary>
    internal const int Oldest = 17;

    private const int Fatal = 4;

    private static readonly Lock Loading = new();
    private static nint* table;
    private static nint environment;
    private static string loadedFrom = "";

    /// <summary>What the loaded library calls itself: "1.30.0".</summary>
    internal static string Version { get; private set; } = "";

    /// <summary>
    /// The process's environment. It has to be there before a provider is added to any options: it owns
    /// the log that providers write to.
    /// </summary>
    internal static nint Environment => environment;

    /// <summary>Loads the library unless it is there already.</summary>
    internal static void Load(string? named)
    {
        lock (Loading)
        {
            if (environment == 0)
            {
                table = Table(Library.Load(named, out loadedFrom));
                environment = CreateEnvironment();
            }
            else if (named is not null && !IsLoaded(named))
            {
                throw new KeratinException(
                    "OnnxSessionOptions.LibraryPath",
                    $"the library that the first session loaded, {loadedFrom}",
                    named,
                    "name it in the first session that the program makes, and in no other"
                );
            }
        }
    }

    private static bool IsLoaded(string named) =>
        loadedFrom == Path.GetFullPath(named)
        || Path.GetDirectoryName(loadedFrom)
            == Path.GetFullPath(named).TrimEnd(Path.DirectorySeparatorChar);

    private static nint* Table(nint library)
    {
        var entry = (delegate* unmanaged<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase");
        var start = entry();
        Version = Text(((delegate* unmanaged<byte*>)start[1])());
        var functions = ((delegate* unmanaged<uint, nint*>)start[0])(Oldest);
        return functions is not null
            ? functions
            : throw new KeratinException(
                "ONNX Runtime",
                $"version 1.{Oldest} or later",
                $"{Version}, from {loadedFrom}",
                $"set {Library.Variable} to a newer library"
            );
    }

    private static nint CreateEnvironment()
    {
        nint created;
        fixed (byte* name = "keratin\0"u8)
        {
            // Whatever goes wrong is reported by a status: the log would only say it twice.
            Check(
                ((delegate* unmanaged<int, byte*, nint*, nint>)At(Function.CreateEnv))(
                    Fatal,
                    name,
                    &created
                )
            );
        }

        Check(((delegate* unmanaged<nint, nint>)At(Function.DisableTelemetryEvents))(created));
        return created;
    }

    /// <summary>The address of a function.</summary>
    internal static nint At(Function function) => table[(int)function];

    /// <summary>Calls a function that makes one thing out of nothing.</summary>
    internal static nint Make(Function function)
    {
        nint made;
        Check(((delegate* unmanaged<nint*, nint>)At(function))(&made));
        return made;
    }

    internal static void Release(Function function, nint thing) =>
        ((delegate* unmanaged<nint, void>)At(function))(thing);

    /// <summary>Raises what a status says; a call that went well has none.</summary>
    internal static void Check(nint status, Complaint? complaint = null)
    {
        if (status != 0)
        {
            var message = Text(
                ((delegate* unmanaged<nint, byte*>)At(Function.GetErrorMessage))(status)
            );
            Release(Function.ReleaseStatus, status);
            throw (complaint ?? Complaint.Bug).About(message.Trim());
        }
    }

    internal static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    internal static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + "\0");

    /// <summary>A path as the system spells it: UTF-16 on Windows, UTF-8 elsewhere.</summary>
    internal static byte[] TerminatedPath(string path) =>
        OperatingSystem.IsWindows() ? Encoding.Unicode.GetBytes(path + "\0") : Terminated(path);

    /// <summary>The providers that were compiled into the library.</summary>
    internal static IReadOnlyList<string> Providers()
    {
        byte** names;
        int count;
        Check(
            ((delegate* unmanaged<byte***, int*, nint>)At(Function.GetAvailableProviders))(
                &names,
                &count
            )
        );
        var providers = new string[count];
        for (int i = 0; i < count; i++)
        {
            providers[i] = Text(names[i]).Replace("ExecutionProvider", "");
        }

        Check(
            ((delegate* unmanaged<byte**, int, nint>)At(Function.ReleaseAvailableProviders))(
                names,
                count
            )
        );
        return providers;
    }
}
