namespace Keratin;

/// <summary>Pictures of models.</summary>
public static class ModelPlots
{
    /// <summary>Writes a picture of the model: a box for each layer, and an arrow for each value that goes from one to another.</summary>
    /// <param name="model">The model.</param>
    /// <param name="toFile">A file name that ends in <c>.svg</c>, a picture that any browser shows, or <c>.dot</c>, the language of Graphviz. Default: "model.svg".</param>
    /// <param name="showShapes">Whether boxes have the shapes that go in and come out. Default: false.</param>
    /// <param name="showDtype">Whether boxes have the element type that comes out. Default: false.</param>
    /// <param name="showLayerNames">Whether boxes have the layer's name before its class. Default: false.</param>
    /// <param name="rankdir">From where to where it flows: "TB" (top to bottom), "BT", "LR" (left to right) or "RL". Default: "TB".</param>
    /// <param name="expandNested">Whether a model within the model is drawn with its layers, in a frame. Default: false.</param>
    /// <param name="showLayerActivations">Whether boxes have the activation a layer ends with. Default: false.</param>
    /// <param name="showTrainable">Whether boxes say if training changes the layer. Default: false.</param>
    /// <exception cref="KeratinException">The file name ends otherwise, or the direction is none of the four.</exception>
    public static void Plot(
        this Model model,
        string toFile = "model.svg",
        bool showShapes = false,
        bool showDtype = false,
        bool showLayerNames = false,
        string rankdir = "TB",
        bool expandNested = false,
        bool showLayerActivations = false,
        bool showTrainable = false
    ) =>
        Plotting.Plot.write(
            toFile,
            new PlotOptions(
                showShapes,
                showDtype,
                showLayerNames,
                rankdir,
                expandNested,
                showLayerActivations,
                showTrainable
            ),
            model is Sequential,
            model.Network
        );
}
