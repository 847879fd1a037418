/// Models with several outputs, each of which is trained in its own way.
namespace Keratin

[<AutoOpen>]
module OutputPipeline =
    /// Decides how a model is trained, with losses and metrics by the names of outputs; an output without a loss is not
    /// trained on. Where its layers are all mixed_float16, the loss is scaled.
    let compileByName
        (optimizer: Optimizer)
        (losses: Map<string, Loss>)
        (metrics: Map<string, Metric list>)
        (model: TrainedModel)
        : TrainedModel =
        let names = model.Core.Network.OutputNames

        for name in Seq.append losses.Keys metrics.Keys do
            if not (List.contains name names) then
                refuse
                    $"compileByName of model \"{model.Core.Network.Name}\""
                    $"""names of outputs: {String.concat ", " names}"""
                    $"\"{name}\""
                    $"name it \"{names.Head}\""

        let lossOf name = Map.tryFind name losses

        let metricsOf name =
            metrics |> Map.tryFind name |> Option.defaultValue []

        let form =
            CompileForm.byName
                [ for name in names -> name, lossOf name ]
                None
                (Some(Map.toList metrics))
                None

        model
        |> TrainedValue.compiled optimizer (List.map lossOf names) (List.map metricsOf names) {
            CompileArguments.Standard with
                Form = Some form
        }
