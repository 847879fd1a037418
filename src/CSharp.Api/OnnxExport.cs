namespace Keratin;

/// <summary>Models as ONNX files.</summary>
public static class OnnxExport
{
    /// <summary>Writes the model as an ONNX file that any runtime opens; batch and time stay open. A model of 2 GB or more
    /// has its weights in a second file, which has ".data" after the first one's name and must stay beside it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="opset">The version of the operators, 13 to 24. Default: 17.</param>
    public static void ExportOnnx(this Model model, string path, int opset = 17) =>
        Onnx.Export.save(path, model.Network, model.Core.State, opset);

    /// <summary>The model as the bytes of an ONNX file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="opset">The version of the operators, 13 to 24. Default: 17.</param>
    public static byte[] ToOnnx(this Model model, int opset = 17) =>
        Onnx.Export.toModel(model.Network, model.Core.State, opset);
}
