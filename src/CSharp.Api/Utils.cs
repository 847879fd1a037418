using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace Keratin;

/// <summary>Keras's utilities.</summary>
public static class Utils
{
    /// <summary>From now on the same seeds come in the same order: the same weights, the same drops.</summary>
    /// <param name="seed">Any number.</param>
    public static void SetRandomSeed(int seed) => Seeds.set(seed);

    /// <summary>Names of layers begin anew: "dense", "dense_1".</summary>
    public static void ClearSession() => Names.clear();

    /// <summary>Class numbers as rows with a one at the class.</summary>
    /// <param name="labels">Class numbers from 0; as in Keras, -1 is the last class.</param>
    /// <param name="numClasses">The length of a row. Default: the greatest number plus one.</param>
    /// <returns>(labels, numClasses)</returns>
    [OverloadResolutionPriority(1)]
    public static Tensor<float> ToCategorical(IReadOnlyList<int> labels, int? numClasses = null) =>
        Preparation
            .toCategorical(Optional(numClasses), PlainArrays.ofArray(labels.ToArray()))
            .ToTensor();

    /// <summary>Class numbers of any type and rank as rows with a one at the class; a column of them counts as a list.</summary>
    /// <param name="labels">Class numbers from 0; as in Keras, -1 is the last class.</param>
    /// <param name="numClasses">The length of a row. Default: the greatest number plus one.</param>
    /// <returns>(rows, columns, numClasses), or (rows, numClasses) for one column.</returns>
    public static Tensor<float> ToCategorical(Data labels, int? numClasses = null) =>
        Preparation
            .toCategorical(Optional(numClasses), labels.InOrder("ToCategorical", ["labels"])[0])
            .ToTensor();

    /// <summary>Vectors along an axis, each divided by its length; one of length zero stays. As in Keras, a single vector becomes a row.</summary>
    /// <param name="x">The array.</param>
    /// <param name="axis">The axis of the vectors. Default: -1.</param>
    /// <param name="order">How length is measured: 1, 2, or infinity for the greatest element. Default: 2.</param>
    public static Tensor<float> Normalize(Data x, int axis = -1, double order = 2) =>
        Preparation.normalize(axis, order, x.InOrder("Normalize", ["x"])[0]).ToTensor();

    /// <summary>Images with values from 0 to 255 as a well-known network wants them: what its published weights were trained with.</summary>
    /// <remarks>
    /// "caffe": blue, green, red, less 103.939, 116.779 and 123.68. "tf": x / 127.5 - 1. "torch": x / 255, less 0.485, 0.456 and
    /// 0.406, over 0.229, 0.224 and 0.225. "none": as they are, since the network scales them.
    /// </remarks>
    /// <param name="x">One image or a batch of them, in red, green and blue.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="mode">The mode, or the network's name: nameof(Applications.ResNet50). Default: "caffe".</param>
    public static Tensor<float> PreprocessInput(
        Data x,
        DataFormat? dataFormat = null,
        string mode = "caffe"
    ) =>
        InputScalingModule
            .ofArray(
                "PreprocessInput",
                InputScalingModule.parse("PreprocessInput", mode),
                dataFormat ?? DataFormat.ChannelsLast,
                x.InOrder("PreprocessInput", ["x"])[0]
            )
            .ToTensor();

    /// <summary>The same of images in a graph, so that a model may begin with it.</summary>
    /// <param name="x">One image or a batch of them, in red, green and blue.</param>
    /// <param name="dataFormat">Where the channels are. Default: "channels_last".</param>
    /// <param name="mode">The mode, or the network's name. Default: "caffe".</param>
    public static Symbol PreprocessInput(
        Symbol x,
        DataFormat? dataFormat = null,
        string mode = "caffe"
    ) =>
        InputScalingModule.ofSymbol(
            "PreprocessInput",
            InputScalingModule.parse("PreprocessInput", mode),
            dataFormat ?? DataFormat.ChannelsLast,
            x
        );

    /// <summary>Sequences of one length: shorter ones are filled, longer ones cut, at the front as in Keras.</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="maxlen">The length. Default: the longest one's.</param>
    /// <param name="padding">"pre" fills at the front, "post" at the end. Default: "pre".</param>
    /// <param name="truncating">"pre" cuts at the front, "post" at the end. Default: "pre".</param>
    /// <param name="value">What fills. Default: 0.</param>
    /// <typeparam name="T">A type of numbers.</typeparam>
    public static T[,] PadSequences<T>(
        IReadOnlyList<IReadOnlyList<T>> sequences,
        int? maxlen = null,
        string padding = "pre",
        string truncating = "pre",
        T value = default
    )
        where T : struct =>
        Preparation.pad(Optional(maxlen), padding, truncating, value, sequences);

    /// <summary>Windows over the rows of an array, all at once: batches are Fit's.</summary>
    /// <param name="data">Rows in the order of time.</param>
    /// <param name="targets">A target for each row, of which a window takes that of its first row; null: none.</param>
    /// <param name="sequenceLength">How many rows a window has.</param>
    /// <param name="sequenceStride">From the start of a window to that of the next. Default: 1.</param>
    /// <param name="samplingRate">From a row of a window to the next. Default: 1.</param>
    /// <param name="shuffle">Whether the windows come in another order. Default: false.</param>
    /// <param name="seed">The seed of that order. Default: from the seeds of the program.</param>
    /// <param name="startIndex">Rows before it are not used. Default: 0.</param>
    /// <param name="endIndex">It and rows after it are not used. Default: all are.</param>
    /// <returns>Windows (windows, sequenceLength, …), and their targets if there are any.</returns>
    public static (Tensor<float> X, Tensor<float>? Y) TimeseriesDatasetFromArray(
        Data data,
        Data? targets,
        int sequenceLength,
        int sequenceStride = 1,
        int samplingRate = 1,
        bool shuffle = false,
        int? seed = null,
        int? startIndex = null,
        int? endIndex = null
    )
    {
        const string where = "TimeseriesDatasetFromArray";
        var (x, y) = Preparation.windows(
            new Preparation.Windows(
                sequenceLength,
                sequenceStride,
                samplingRate,
                shuffle,
                Optional(seed),
                Optional(startIndex),
                Optional(endIndex)
            ),
            data.InOrder(where, ["data"])[0],
            targets is null ? null : FSharpOption<NDArray>.Some(targets.InOrder(where, ["y"])[0])
        );
        return (x.ToTensor(), y?.Value.ToTensor());
    }

    /// <summary>The first rows of arrays, and the last ones.</summary>
    /// <param name="dataset">Arrays of as many rows, as samples and targets.</param>
    /// <param name="leftSize">A part of the rows below 1, or a number of them. Default: what is not on the right.</param>
    /// <param name="rightSize">A part of the rows below 1, or a number of them. Default: what is not on the left.</param>
    /// <param name="shuffle">Whether rows are put in another order before. Default: false.</param>
    /// <param name="seed">The seed of that order. Default: from the seeds of the program.</param>
    /// <returns>The arrays' left parts, and their right parts.</returns>
    public static (
        IReadOnlyList<Tensor<float>> Left,
        IReadOnlyList<Tensor<float>> Right
    ) SplitDataset(
        IReadOnlyList<Data> dataset,
        double? leftSize = null,
        double? rightSize = null,
        bool shuffle = false,
        int? seed = null
    )
    {
        var (left, right) = Preparation.split(
            Optional(leftSize),
            Optional(rightSize),
            shuffle,
            Optional(seed),
            ListModule.OfSeq(dataset.Select(a => a.InOrder("SplitDataset", ["dataset"])[0]))
        );
        return ([.. left.Select(a => a.ToTensor())], [.. right.Select(a => a.ToTensor())]);
    }

    private static FSharpOption<T>? Optional<T>(T? value)
        where T : struct => value is { } some ? FSharpOption<T>.Some(some) : null;
}
