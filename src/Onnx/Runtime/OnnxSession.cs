// A model that ONNX Runtime has loaded, ready to run.
using System.Numerics.Tensors;
using Keratin.Onnx.Runtime;

namespace Keratin;

/// <summary>
/// A model that ONNX Runtime has loaded, ready to run. Several threads may run one session at a time.
/// </summary>
public sealed unsafe class OnnxSession : IDisposable
{
    private readonly Handle handle;
    private readonly OnnxTensorInfo[] inputs;
    private readonly OnnxTensorInfo[] outputs;
    private readonly byte[][] inputNames;
    private readonly byte[][] outputNames;

    /// <summary>Loads the model in a file.</summary>
    /// <param name="path">The .onnx file; weights in files of their own lie beside it.</param>
    /// <param name="options">How the session is set up. Default: on the processor, with all its cores.</param>
    public OnnxSession(string path, OnnxSessionOptions? options = null)
        : this(options, settings => FromFile(path, settings)) { }

    /// <summary>Loads a model that is in memory.</summary>
    /// <param name="model">What an .onnx file holds.</param>
    /// <param name="options">How the session is set up. Default: on the processor, with all its cores.</param>
    public OnnxSession(ReadOnlyMemory<byte> model, OnnxSessionOptions? options = null)
        : this(options, settings => FromMemory(model.Span, settings)) { }

    private OnnxSession(OnnxSessionOptions? options, Func<nint, nint> create)
    {
        options ??= new();
        Api.Load(options.LibraryPath);
        using (var settings = Settings.Create(options))
        using (var borrowed = settings.Borrow())
        {
            handle = new(create(borrowed.Thing), Function.ReleaseSession);
        }

        using var session = handle.Borrow();
        inputs = Signature.Inputs(session.Thing);
        outputs = Signature.Outputs(session.Thing);
        inputNames = [.. inputs.Select(input => Api.Terminated(input.Name))];
        outputNames = [.. outputs.Select(output => Api.Terminated(output.Name))];
    }

    /// <summary>What the model takes, in its order.</summary>
    public IReadOnlyList<OnnxTensorInfo> Inputs => inputs;

    /// <summary>What the model gives, in its order.</summary>
    public IReadOnlyList<OnnxTensorInfo> Outputs => outputs;

    /// <summary>The output for one input, of a model that has one of each.</summary>
    /// <param name="input">The input, with its batch axis.</param>
    public Tensor<float> Run(Tensor<float> input) => RunOne(input);

    /// <summary>The output for one input, of a model that has one of each.</summary>
    /// <param name="input">The input with its batch axis, as an array of any rank: float[,], long[][], …</param>
    public Tensor<float> Run(Array input) => RunOne(OnnxValue.From(input));

    private Tensor<float> RunOne(OnnxValue input)
    {
        if (inputs.Length != 1 || outputs.Length != 1)
        {
            throw new KeratinException(
                "OnnxSession.Run(Tensor<float>)",
                "a model with one input and one output",
                $"inputs {Listed(inputs)}; outputs {Listed(outputs)}",
                "Run(new Dictionary<string, OnnxValue> { "
                    + string.Join(", ", inputs.Select(one => $"[\"{one.Name}\"] = ..."))
                    + " })"
            );
        }

        var values = new Dictionary<string, OnnxValue> { [inputs[0].Name] = input };
        return Run(values)[outputs[0].Name].As<float>();
    }

    /// <summary>Every output by name, for inputs by name.</summary>
    /// <param name="inputs">A value for every input of the model.</param>
    public IReadOnlyDictionary<string, OnnxValue> Run(IReadOnlyDictionary<string, OnnxValue> inputs)
    {
        ObjectDisposedException.ThrowIf(handle.IsClosed, this);
        InputCheck.Demand(this.inputs, inputs);
        var lent = new List<LentArray>();
        try
        {
            foreach (var input in this.inputs)
            {
                lent.Add(new(inputs[input.Name].Array));
            }

            return Run([.. lent.Select(array => array.Value)]);
        }
        finally
        {
            lent.ForEach(array => array.Dispose());
        }
    }

    /// <summary>Frees the model. A run that is under way ends first.</summary>
    public void Dispose() => handle.Dispose();

    private Dictionary<string, OnnxValue> Run(nint[] values)
    {
        var results = new nint[outputs.Length];
        try
        {
            using var session = handle.Borrow();
            using var takes = new PinnedNames(inputNames);
            using var gives = new PinnedNames(outputNames);
            fixed (nint* given = values)
            fixed (nint* made = results)
            {
                Api.Check(
                    (
                        (delegate* unmanaged<
                            nint,
                            nint,
                            nint*,
                            nint*,
                            nuint,
                            nint*,
                            nuint,
                            nint*,
                            nint>)
                            Api.At(Function.Run)
                    )(
                        session.Thing,
                        0,
                        takes.Pointer,
                        given,
                        (nuint)values.Length,
                        gives.Pointer,
                        (nuint)results.Length,
                        made
                    ),
                    new(
                        "OnnxSession.Run",
                        "inputs that every node of the model can work with",
                        $"compare their shapes with the model's inputs: {Listed(inputs)}"
                    )
                );
            }

            var byName = new Dictionary<string, OnnxValue>();
            for (int i = 0; i < results.Length; i++)
            {
                byName[outputs[i].Name] = new(Arrays.Copy(results[i], outputs[i].Name));
            }

            return byName;
        }
        finally
        {
            foreach (var result in results.Where(result => result != 0))
            {
                Api.Release(Function.ReleaseValue, result);
            }
        }
    }

    private static string Listed(IEnumerable<OnnxTensorInfo> all) => string.Join("; ", all);

    private static nint FromFile(string path, nint settings)
    {
        if (!File.Exists(path))
        {
            throw new KeratinException(
                "OnnxSession",
                "the path of an .onnx file",
                $"\"{path}\", where there is none",
                "model.ExportOnnx(\"model.onnx\") writes one"
            );
        }

        nint session;
        fixed (byte* file = Api.TerminatedPath(path))
        {
            Api.Check(
                (
                    (delegate* unmanaged<nint, byte*, nint, nint*, nint>)
                        Api.At(Function.CreateSession)
                )(Api.Environment, file, settings, &session),
                Unloadable($"OnnxSession(\"{path}\")")
            );
        }

        return session;
    }

    private static nint FromMemory(ReadOnlySpan<byte> model, nint settings)
    {
        nint session;
        fixed (byte* bytes = model)
        {
            Api.Check(
                (
                    (delegate* unmanaged<nint, void*, nuint, nint, nint*, nint>)
                        Api.At(Function.CreateSessionFromArray)
                )(Api.Environment, bytes, (nuint)model.Length, settings, &session),
                Unloadable($"OnnxSession({model.Length} bytes)")
            );
        }

        return session;
    }

    private static Complaint Unloadable(string where) =>
        new(
            where,
            $"a model that ONNX Runtime {Api.Version} can load",
            "Python's onnx.checker.check_model tells whether it is valid; if so, export it with an older opset or "
                + "use a newer ONNX Runtime"
        );
}
