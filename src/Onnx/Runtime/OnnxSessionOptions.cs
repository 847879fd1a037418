// How a session is set up.
namespace Keratin;

/// <summary>How much ONNX Runtime rewrites a model before it runs it.</summary>
public enum OnnxOptimizationLevel
{
    /// <summary>The nodes run as they are in the file.</summary>
    None = 0,

    /// <summary>Constants are computed once, and nodes that do nothing are left out.</summary>
    Basic = 1,

    /// <summary>Nodes are also fused where the result stays the same within rounding.</summary>
    Extended = 2,

    /// <summary>Arrays are also laid out as the processor likes them.</summary>
    All = 99,
}

/// <summary>How a session is set up.</summary>
public sealed record OnnxSessionOptions
{
    /// <summary>How many threads one operation may use. Default: 0, as many as there are cores.</summary>
    public int IntraOpThreads { get; init; }

    /// <summary>How much the model is rewritten before it runs. Default: all that is known.</summary>
    public OnnxOptimizationLevel OptimizationLevel { get; init; } = OnnxOptimizationLevel.All;

    /// <summary>What the session computes with. Default: the processor.</summary>
    public OnnxProvider Provider { get; init; } = OnnxProvider.Cpu;

    /// <summary>
    /// ONNX Runtime's native library, or the folder it is in. One process has one: the first session
    /// decides. Default: looked for in the usual places.
    /// </summary>
    public string? LibraryPath { get; init; }
}
