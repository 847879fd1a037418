using Microsoft.FSharp.Core;

namespace Keratin;

// A model in files.
public partial class Model
{
    /// <summary>
    /// A model from a file: a <c>.keras</c> file or folder, or a whole model in an older <c>.h5</c> file,
    /// with its weights, what it was compiled with, and the state of its optimizer.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="compile">
    /// Whether to compile the model as it was when it was saved. Without, its losses, metrics and optimizer need not
    /// be known here, and <c>Compile</c> gives it others. Default: true.
    /// </param>
    /// <returns>The model; a <see cref="Sequential"/> where the file says so.</returns>
    /// <exception cref="KeratinException">The file cannot be read, is damaged, or has what this library does not know.</exception>
    public static Model Load(string path, bool compile = true) =>
        Of(ModelCore.Load(path, Engine.State.Shared(Keratin.Device.Default), compile));

    /// <summary>A model from a stream that holds a <c>.keras</c> file, as <see cref="Load(string, bool)"/> reads it.</summary>
    /// <param name="stream">The stream; it can seek, and stays open.</param>
    /// <param name="compile">Whether to compile the model as it was when it was saved. Default: true.</param>
    /// <returns>The model; a <see cref="Sequential"/> where the file says so.</returns>
    /// <exception cref="KeratinException">It is damaged, or has what this library does not know.</exception>
    public static Model Load(Stream stream, bool compile = true) =>
        Of(ModelCore.Load(stream, Engine.State.Shared(Keratin.Device.Default), compile));

    /// <summary>
    /// A model from the text that Keras has of one (<c>to_json</c>, or config.json of a <c>.keras</c> file): its layers with first
    /// values, compiled as it says.
    /// </summary>
    /// <param name="json">The text.</param>
    /// <returns>The model; a <see cref="Sequential"/> where the text says so.</returns>
    /// <exception cref="KeratinException">It is no model, or has what this library does not know.</exception>
    public static Model FromJson(string json) =>
        Of(ModelCore.OfJson(json, Engine.State.Shared(Keratin.Device.Default)));

    /// <summary>
    /// What this model is, without its weights, as the text that Keras has of one: Python's <c>model_from_json</c> reads it too.
    /// </summary>
    /// <exception cref="KeratinException">The model has what no file can say, such as a function of one's own.</exception>
    public string ToJson() => Core.ToJson();

    private static Model Of(ModelCore core) =>
        core.Network.IsSequential ? new Sequential(core) : new Model("Functional", core);

    /// <summary>
    /// Saves this model as a <c>.keras</c> file that Python's Keras opens too: layers, weights, what it was
    /// compiled with, and the optimizer's state. The file is there as a whole or not at all: when saving fails,
    /// a file that was there before stays as it was.
    /// </summary>
    /// <param name="path">A path that ends in <c>.keras</c>.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced. Default: false.</param>
    /// <exception cref="KeratinException">A file is there; the place cannot be written to; or the model has what no file can say, such as a function of one's own.</exception>
    public void Save(string path, bool overwrite = false) => Core.Save(path, overwrite);

    /// <summary>Writes this model to a stream, as <see cref="Save(string, bool)"/> does to a file.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <exception cref="KeratinException">The model has what no file can say, such as a function of one's own.</exception>
    public void Save(Stream stream) => Core.Save(stream);

    /// <summary>
    /// Saves the values of all weights: to <c>.weights.h5</c>, with the optimizer's state where this model is
    /// compiled; to <c>.weights.json</c>, an index beside several such files; or to <c>.safetensors</c>, by the
    /// weights' paths.
    /// </summary>
    /// <param name="path">A path with one of these endings.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced. Default: false.</param>
    /// <param name="maxShardSize">The size in gigabytes, of 1024³ bytes each, that each of several files has at most; no array can be larger. Default: 5.</param>
    /// <exception cref="KeratinException">A file is there, or the place cannot be written to.</exception>
    public void SaveWeights(string path, bool overwrite = false, double? maxShardSize = null) =>
        Core.SaveWeights(path, overwrite, maxShardSize);

    /// <summary>
    /// Replaces the values of all weights by those of a file: <c>.weights.h5</c>, <c>.weights.json</c>,
    /// <c>.safetensors</c>, an older <c>.h5</c>, or <c>.keras</c>; and the state of the optimizer, where this model is compiled and the file has it.
    /// </summary>
    /// <param name="path">The path of the file, saved from a model of the same layers.</param>
    /// <param name="skipMismatch">
    /// Whether layers that the file has no arrays for, or arrays of other shapes, stay as they were: for a model
    /// with another last layer, say. The optimizer's state is read only where all of them fit. Default: false.
    /// </param>
    /// <param name="byName">
    /// Whether the layers of an older <c>.h5</c> file are those of the same names here, and not those in the same order;
    /// a layer whose name the file does not have stays as it was. Default: false.
    /// </param>
    /// <returns>
    /// What stayed as it was, by its place in the file or by the names of layers and weights: nothing without
    /// <paramref name="skipMismatch"/> and <paramref name="byName"/>.
    /// </returns>
    /// <exception cref="KeratinException">The file is of another model; the weights stay as they were.</exception>
    public IReadOnlyList<string> LoadWeights(
        string path,
        bool skipMismatch = false,
        bool byName = false
    ) => Core.LoadWeights(path, skipMismatch, FSharpOption<bool>.Some(byName));
}
