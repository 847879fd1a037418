/// Intersection over union of classes, from a matrix of what was predicted for what.
namespace Keratin

open System

/// The matrix of targets and predictions, and the mean overlap of some of its classes.
[<AbstractClass>]
type OverlapMetric
    internal
    (
        name: string,
        dtype: string | null,
        numClasses: int,
        targets: int list,
        ignoreClass: Nullable<int>
    ) as this =
    inherit Metric(name, dtype)
    let matrix = this.Variable("total_confusion_matrix", [ numClasses; numClasses ])

    do
        match targets |> List.tryFind (fun t -> t < 0 || t >= numClasses) with
        | Some wrong ->
            refuse name $"classes from 0 to {numClasses - 1}" $"{wrong}" "targetClassIds: [0]"
        | None -> ()

    override _.Direction = 1
    /// Targets and predictions as class numbers.
    abstract Classes: y: Symbol * p: Symbol -> Symbol * Symbol

    override m.UpdateState(y, p, w) =
        let y, p = m.Classes(y, p)

        let line (x: Symbol) =
            x |> Sym.cast DType.Int64 |> Sym.reshape [ product x.Dims ]

        // weights are whole numbers in a matrix of counts, as in Keras, which counts in "int" by itself
        let isWhole = isNull m.GivenDType || not (DType.isFloat m.CountsIn)

        let counted =
            match w with
            | null -> Sym.fill DType.Float32 y.Dims 1.0
            | w ->
                Fit.weights
                    (Sym.cast DType.Float32 y)
                    (if isWhole then Sym.cast DType.Int32 w else w)
                |> Sym.broadcastTo y.Dims

        let y, p, counted = line y, line p, Sym.reshape [ product y.Dims; size 1 ] counted

        // classes that are not there do not count, nor do those to be ignored
        let isThere (x: Symbol) =
            Sym.both (Sym.greaterEqual x (x.Like 0.0)) (Sym.less x (x.Like(float numClasses)))

        let counts = Sym.both (isThere y) (isThere p)

        let counts =
            if ignoreClass.HasValue then
                Sym.both counts (Sym.notEqual y (y.Like(float ignoreClass.Value)))
            else
                counts

        let within (x: Symbol) = Sym.where counts x (x.Like 0.0)
        let y, p = within y, within p
        let counted = counted * Sym.cast DType.Float32 (Sym.expandDims -1 counts)

        let rows = Sym.oneHot numClasses DType.Float32 y * counted
        let columns = Sym.oneHot numClasses DType.Float32 p

        [ matrix, Sym.weight matrix + Sym.matmul (Sym.transpose [ 1; 0 ] rows) columns ]
        |> Updates.Of

    override _.Result() =
        let counts = Sym.weight matrix

        let chosen =
            Sym.floats [| numClasses |] [|
                for i in 0 .. numClasses - 1 -> if List.contains i targets then 1.0 else 0.0
            |]

        let diagonal =
            Sym.floats
                [| numClasses; numClasses |]
                (Array.init (numClasses * numClasses) (fun i ->
                    if i / numClasses = i % numClasses then 1.0 else 0.0))

        let both = Sym.sum [ 1 ] false (counts * diagonal)
        let union = Sym.sum [ 0 ] false counts + Sym.sum [ 1 ] false counts - both
        // classes that never occur do not count
        let present = chosen * Sym.cast DType.Float32 (Sym.greater union (union.Like 0.0))
        Sym.sumAll (both / (union + 1e-7) * present) / (Sym.sumAll present + 1e-7)

module private ClassNumbers =
    let numbers sparse axis (x: Symbol) = if sparse then x else Sym.argMax axis x
    let allClasses numClasses = [ 0 .. numClasses - 1 ]

open ClassNumbers

/// <summary>The mean overlap of some classes.</summary>
/// <param name="numClasses">The number of classes.</param>
/// <param name="targetClassIds">The classes whose overlap is averaged.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in; whole numbers cut weights off. Default: "int".</param>
/// <param name="ignoreClass">A class whose positions do not count. Default: none.</param>
/// <param name="sparseYTrue">Whether targets are class numbers. Default: true.</param>
/// <param name="sparseYPred">Whether predictions are class numbers. Default: true.</param>
/// <param name="axis">The axis of the classes, where there is one. Default: the last.</param>
[<Sealed>]
type IoU
    (
        numClasses: int,
        targetClassIds: int[],
        [<Opt; Or("io_u")>] name: string,
        [<Opt>] dtype: string | null,
        [<Opt>] ignoreClass: Nullable<int>,
        [<Opt; Or(true)>] sparseYTrue: bool,
        [<Opt; Or(true)>] sparseYPred: bool,
        [<Opt; Or(-1)>] axis: int
    ) =
    inherit OverlapMetric(name, dtype, numClasses, List.ofArray targetClassIds, ignoreClass)

    member internal _.TargetClassIds = targetClassIds

    override _.Classes(y, p) =
        numbers sparseYTrue axis y, numbers sparseYPred axis p

/// <summary>The mean overlap of all classes.</summary>
/// <param name="numClasses">The number of classes.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in; whole numbers cut weights off. Default: "int".</param>
/// <param name="ignoreClass">A class whose positions do not count. Default: none.</param>
/// <param name="sparseYTrue">Whether targets are class numbers. Default: true.</param>
/// <param name="sparseYPred">Whether predictions are class numbers. Default: true.</param>
/// <param name="axis">The axis of the classes, where there is one. Default: the last.</param>
[<Sealed>]
type MeanIoU
    (
        numClasses: int,
        [<Opt; Or("mean_io_u")>] name: string,
        [<Opt>] dtype: string | null,
        [<Opt>] ignoreClass: Nullable<int>,
        [<Opt; Or(true)>] sparseYTrue: bool,
        [<Opt; Or(true)>] sparseYPred: bool,
        [<Opt; Or(-1)>] axis: int
    ) =
    inherit OverlapMetric(name, dtype, numClasses, allClasses numClasses, ignoreClass)

    override _.Classes(y, p) =
        numbers sparseYTrue axis y, numbers sparseYPred axis p

/// <summary>The mean overlap of some classes; targets are one-hot.</summary>
/// <param name="numClasses">The number of classes.</param>
/// <param name="targetClassIds">The classes whose overlap is averaged.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in; whole numbers cut weights off. Default: "int".</param>
/// <param name="ignoreClass">A class whose positions do not count. Default: none.</param>
/// <param name="sparseYPred">Whether predictions are class numbers. Default: false.</param>
/// <param name="axis">The axis of the classes, where there is one. Default: the last.</param>
[<Sealed>]
type OneHotIoU
    (
        numClasses: int,
        targetClassIds: int[],
        [<Opt; Or("one_hot_io_u")>] name: string,
        [<Opt>] dtype: string | null,
        [<Opt>] ignoreClass: Nullable<int>,
        [<Opt; Or(false)>] sparseYPred: bool,
        [<Opt; Or(-1)>] axis: int
    ) =
    inherit OverlapMetric(name, dtype, numClasses, List.ofArray targetClassIds, ignoreClass)

    member internal _.TargetClassIds = targetClassIds

    override _.Classes(y, p) =
        Sym.argMax axis y, numbers sparseYPred axis p

/// <summary>The mean overlap of all classes; targets are one-hot.</summary>
/// <param name="numClasses">The number of classes.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in; whole numbers cut weights off. Default: "int".</param>
/// <param name="ignoreClass">A class whose positions do not count. Default: none.</param>
/// <param name="sparseYPred">Whether predictions are class numbers. Default: false.</param>
/// <param name="axis">The axis of the classes, where there is one. Default: the last.</param>
[<Sealed>]
type OneHotMeanIoU
    (
        numClasses: int,
        [<Opt; Or("one_hot_mean_io_u")>] name: string,
        [<Opt>] dtype: string | null,
        [<Opt>] ignoreClass: Nullable<int>,
        [<Opt; Or(false)>] sparseYPred: bool,
        [<Opt; Or(-1)>] axis: int
    ) =
    inherit OverlapMetric(name, dtype, numClasses, allClasses numClasses, ignoreClass)

    override _.Classes(y, p) =
        Sym.argMax axis y, numbers sparseYPred axis p

/// <summary>The mean overlap of true and false, where predictions of at least the threshold are true.</summary>
/// <param name="targetClassIds">The classes whose overlap is averaged. Default: both.</param>
/// <param name="threshold">What is at least so great counts as true. Default: 0.5.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it counts in; whole numbers cut weights off. Default: "int".</param>
[<Sealed>]
type BinaryIoU
    (
        [<Opt>] targetClassIds: int[] | null,
        [<Opt; Or(0.5)>] threshold: float,
        [<Opt; Or("binary_io_u")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit
        OverlapMetric(
            name,
            dtype,
            2,
            (targetClassIds |> orElse [| 0; 1 |] |> List.ofArray),
            Nullable()
        )

    member internal _.TargetClassIds = targetClassIds

    override _.Classes(y, p) =
        y, Sym.greaterEqual p (p.Like threshold)
