// What a session computes with: the processor, a CUDA device, or any provider ONNX Runtime knows by name.
namespace Keratin;

/// <summary>
/// What a session computes with. A session whose provider is not to be had is refused: it never falls
/// back to the processor unasked.
/// </summary>
public sealed class OnnxProvider
{
    private const string Suffix = "ExecutionProvider";

    private OnnxProvider(string name, IReadOnlyDictionary<string, string> options)
    {
        Name = name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase)
            ? name[..^Suffix.Length]
            : name;
        Options = options;
    }

    /// <summary>The processor.</summary>
    public static OnnxProvider Cpu { get; } = new("CPU", new Dictionary<string, string>());

    /// <summary>An NVIDIA card. Needs a build of ONNX Runtime that has CUDA in it.</summary>
    /// <param name="device">The number of the card. Default: 0, the first.</param>
    public static OnnxProvider Cuda(int device = 0) =>
        new("CUDA", new Dictionary<string, string> { ["device_id"] = $"{device}" });

    /// <summary>A provider by ONNX Runtime's name of it: "WebGPU", "XNNPACK", "OpenVINO", "CoreML", "DML".</summary>
    /// <param name="name">The name, with or without "ExecutionProvider" after it.</param>
    /// <param name="options">The provider's own settings. Default: none.</param>
    public static OnnxProvider Named(
        string name,
        IReadOnlyDictionary<string, string>? options = null
    ) => new(name, options ?? new Dictionary<string, string>());

    /// <summary>ONNX Runtime's short name of the provider.</summary>
    public string Name { get; }

    /// <summary>The provider's own settings.</summary>
    public IReadOnlyDictionary<string, string> Options { get; }

    internal bool IsCpu => Is("CPU");
    internal bool IsCuda => Is("CUDA");

    private bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The name, and the settings if there are any.</summary>
    public override string ToString() =>
        Options.Count == 0
            ? Name
            : $"{Name}({string.Join(", ", Options.Select(option => $"{option.Key}={option.Value}"))})";
}
