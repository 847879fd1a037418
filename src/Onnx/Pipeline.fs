/// Where a pipeline ends: a trained model as an ONNX file.
namespace Keratin

open Keratin.Onnx

/// Models for serving.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Model =
    /// The bytes of an ONNX file (opset 17) that any runtime opens; batch and time stay open.
    let toOnnx (model: TrainedModel) : byte[] =
        Export.toModel model.Core.Network model.Core.State Export.defaultOpset

    /// Writes the model as an ONNX file; nothing is written when it cannot be exported. A model of 2 GB or more has its
    /// weights in a second file, which has ".data" after the first one's name and must stay beside it.
    let exportOnnx (path: string) (model: TrainedModel) : unit =
        Export.save path model.Core.Network model.Core.State Export.defaultOpset
