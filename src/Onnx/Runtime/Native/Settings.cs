// The options of a session as ONNX Runtime wants them, with the provider that was asked for.
using System.Runtime.InteropServices;

namespace Keratin.Onnx.Runtime;

internal static unsafe class Settings
{
    /// <summary>The options of a new session; the caller gives them back.</summary>
    internal static Handle Create(OnnxSessionOptions options)
    {
        if (options.IntraOpThreads < 0)
        {
            throw new KeratinException(
                "OnnxSessionOptions.IntraOpThreads",
                "a number of threads, or 0 for as many as there are cores",
                $"{options.IntraOpThreads}",
                "IntraOpThreads = 0"
            );
        }

        var handle = new Handle(
            Api.Make(Function.CreateSessionOptions),
            Function.ReleaseSessionOptions
        );
        try
        {
            using var settings = handle.Borrow();
            Set(
                settings.Thing,
                Function.SetSessionGraphOptimizationLevel,
                (int)options.OptimizationLevel
            );
            Set(settings.Thing, Function.SetIntraOpNumThreads, options.IntraOpThreads);
            Append(settings.Thing, options.Provider);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static void Set(nint settings, Function function, int value) =>
        Api.Check(((delegate* unmanaged<nint, int, nint>)Api.At(function))(settings, value));

    private static void Append(nint settings, OnnxProvider provider)
    {
        if (provider.IsCpu)
        {
            return;
        }

        var complaint = new Complaint(
            "OnnxSessionOptions.Provider",
            $"an ONNX Runtime that can use {provider}",
            Remedy(provider)
        );
        if (provider.IsCuda)
        {
            AppendCuda(settings, provider, complaint);
        }
        else
        {
            AppendNamed(settings, provider, complaint);
        }
    }

    private static string Remedy(OnnxProvider provider)
    {
        var builtIn = Api.Providers();
        return builtIn.Contains(provider.Name, StringComparer.OrdinalIgnoreCase)
            ? $"add the libraries and drivers that {provider.Name} needs, of the version that goes with ONNX Runtime "
                + $"{Api.Version}, or choose OnnxProvider.Cpu"
            : $"set {Library.Variable} to a build that has it; this one has {string.Join(", ", builtIn)}";
    }

    private static void AppendCuda(nint settings, OnnxProvider provider, Complaint complaint)
    {
        nint cuda;
        Api.Check(
            ((delegate* unmanaged<nint*, nint>)Api.At(Function.CreateCudaProviderOptions))(&cuda),
            complaint
        );
        try
        {
            using var pairs = new Pairs(provider.Options);
            Api.Check(
                (
                    (delegate* unmanaged<nint, nint*, nint*, nuint, nint>)
                        Api.At(Function.UpdateCudaProviderOptions)
                )(cuda, pairs.Keys, pairs.Values, pairs.Count),
                complaint
            );
            Api.Check(
                ((delegate* unmanaged<nint, nint, nint>)Api.At(Function.AppendCudaV2))(
                    settings,
                    cuda
                ),
                complaint
            );
        }
        finally
        {
            Api.Release(Function.ReleaseCudaProviderOptions, cuda);
        }
    }

    private static void AppendNamed(nint settings, OnnxProvider provider, Complaint complaint)
    {
        using var pairs = new Pairs(provider.Options);
        fixed (byte* name = Api.Terminated(provider.Name))
        {
            Api.Check(
                (
                    (delegate* unmanaged<nint, byte*, nint*, nint*, nuint, nint>)
                        Api.At(Function.AppendExecutionProvider)
                )(settings, name, pairs.Keys, pairs.Values, pairs.Count),
                complaint
            );
        }
    }

    /// <summary>Settings of a provider as two arrays of C strings.</summary>
    private readonly ref struct Pairs
    {
        internal Pairs(IReadOnlyDictionary<string, string> options)
        {
            Count = (nuint)options.Count;
            Keys = Strings(options.Keys);
            Values = Strings(options.Values);
        }

        internal nuint Count { get; }
        internal nint* Keys { get; }
        internal nint* Values { get; }

        private static nint* Strings(IEnumerable<string> texts)
        {
            var all = texts.Select(Marshal.StringToCoTaskMemUTF8).ToArray();
            var strings = (nint*)NativeMemory.Alloc((nuint)all.Length + 1, (nuint)sizeof(nint));
            all.CopyTo(new Span<nint>(strings, all.Length));
            return strings;
        }

        public void Dispose()
        {
            for (nuint i = 0; i < Count; i++)
            {
                Marshal.FreeCoTaskMem(Keys[i]);
                Marshal.FreeCoTaskMem(Values[i]);
            }

            NativeMemory.Free(Keys);
            NativeMemory.Free(Values);
        }
    }
}
