using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace Keratin;

/// <summary>Models from a model.</summary>
public static class Submodels
{
    /// <summary>A model from the same inputs to what some layers give. It shares its layers, and so its weights, with this one.</summary>
    /// <param name="model">The model.</param>
    /// <param name="layers">Names of layers, in the order of the outputs.</param>
    /// <exception cref="KeratinException">There is no such layer, or it is called more than once.</exception>
    public static Model Intermediate(this Model model, params string[] layers) =>
        new Model("Functional", Submodel.intermediate(model.Network, ListModule.OfSeq(layers))).To(
            model.Device
        );

    /// <summary>The same layers anew, with weights of their own that have first values; a model that was compiled is not compiled in the copy.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cloneFunction">Asked for every layer but inputs: the layer to be in its place, or null for a copy. Default: copies all.</param>
    /// <exception cref="KeratinException">A layer is of a class of your own, and cloneFunction gives none for it.</exception>
    public static Model CloneModel(this Model model, Func<Layer, Layer?>? cloneFunction = null)
    {
        var network = Submodel.clone(
            cloneFunction is null
                ? FSharpOption<FSharpFunc<Layer, Layer?>>.None
                : FSharpOption<FSharpFunc<Layer, Layer?>>.Some(
                    FuncConvert.FromFunc<Layer, Layer?>(cloneFunction.Invoke)
                ),
            model.Network
        );
        return model is Sequential
            ? new Sequential(new ModelCore(network, model.Core.State))
            : new Model("Functional", network).To(model.Device);
    }
}
