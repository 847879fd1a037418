/// Arrays made ready for a model: rows with a one, sequences of one length, windows over time, parts.
namespace Keratin

open System
open System.Numerics.Tensors

[<RequireQualifiedAccess>]
module internal Preparation =
    /// Some rows of an array, in this order.
    let rows (chosen: int[]) (a: NDArray) : NDArray =
        let size = a.Bytes.Length / max 1 a.Shape[0]

        NDArray(
            a.DType,
            Array.append [| chosen.Length |] a.Shape[1..],
            Array.concat [ for row in chosen -> a.Bytes[row * size .. (row + 1) * size - 1] ]
        )

    let private shuffled (seed: int option) (values: int[]) : int[] =
        let random =
            Random(seed |> Option.defaultWith (fun () -> int (Seeds.next () % 2147483647L)))

        let copy = Array.copy values
        random.Shuffle copy
        copy

    /// A last axis of size one, as of a column of labels, does not count.
    let private withoutColumn (shape: int[]) =
        if shape.Length > 1 && Array.last shape = 1 then
            shape[.. shape.Length - 2]
        else
            shape

    /// A one at the place of each number.
    let toCategorical (classes: int option) (labels: NDArray) : NDArray =
        let where = "ToCategorical"
        let numbers = NDArray.toFloats labels |> Array.map int

        if numbers.Length = 0 && classes.IsNone then
            refuse where "labels, or numClasses" "no labels" "numClasses: 10"

        let classes = classes |> Option.defaultWith (fun () -> Array.max numbers + 1)

        if classes < 1 then
            refuse where "numClasses above 0" $"{classes}" "numClasses: 10"

        let values = Array.zeroCreate<float32>(numbers.Length * classes)

        for i, label in Array.indexed numbers do
            if label < -classes || label >= classes then
                refuse
                    where
                    $"class numbers from 0 to {classes - 1}"
                    $"{label} at {i}"
                    $"numClasses: {Array.max numbers + 1}"

            // as in Keras, numbers below zero count from the last class
            values[i * classes + (label + classes) % classes] <- 1.0f

        NDArray.ofArray (Array.append (withoutColumn labels.Shape) [| classes |]) values

    /// The length of a vector: the sum of the powers of sizes, and its root.
    let private length (order: float) (values: float[]) : float =
        let sizes = values |> Array.map abs

        if Double.IsPositiveInfinity order then
            Array.max sizes
        elif Double.IsNegativeInfinity order then
            Array.min sizes
        elif order = 0.0 then
            float (sizes |> Array.filter (fun v -> v <> 0.0) |> Array.length)
        else
            (sizes |> Array.sumBy (fun v -> v ** order)) ** (1.0 / order)

    /// Vectors along an axis divided by their lengths; one of length zero stays. As Keras does, a single vector becomes a row.
    let normalize (axis: int) (order: float) (x: NDArray) : NDArray =
        let rank = x.Shape.Length
        let axis' = if axis < 0 then axis + rank else axis

        if axis' < 0 || axis' >= rank then
            refuse "Normalize" $"an axis from {-rank} to {rank - 1}" $"{axis}" "axis: -1"

        let values = NDArray.toFloats x
        let count = x.Shape[axis']
        let inner = x.Shape[axis' + 1 ..] |> Array.fold (*) 1
        let result = Array.copy values

        for outer in 0 .. values.Length / max 1 (count * inner) - 1 do
            for i in 0 .. inner - 1 do
                let places = [| for k in 0 .. count - 1 -> (outer * count + k) * inner + i |]

                match places |> Array.map (fun place -> values[place]) |> length order with
                | 0.0 -> ()
                | length ->
                    for place in places do
                        result[place] <- values[place] / length

        let dtype = if DType.isFloat x.DType then x.DType else DType.Float32
        let shape = if rank = 1 then [| 1; count |] else x.Shape
        NDArray.ofFloats dtype shape result

    /// Sequences of one length: what is missing is filled, what is too much is cut.
    let pad
        (maxlen: int option)
        (padding: string)
        (truncating: string)
        (value: 't)
        (sequences: #seq<'t> seq)
        : 't[,] =
        let where = "PadSequences"

        for parameter, word in [ "padding", padding; "truncating", truncating ] do
            if word <> "pre" && word <> "post" then
                refuseWord where parameter word [ "pre"; "post" ]

        let sequences = [| for s in sequences -> Array.ofSeq s |]

        let length =
            match maxlen with
            | Some n when n < 1 -> refuse where "maxlen above 0" $"{n}" "maxlen: 100"
            | Some n -> n
            | None when sequences.Length = 0 ->
                refuse where "sequences, or maxlen" "no sequences" "maxlen: 100"
            | None -> sequences |> Array.map Array.length |> Array.max

        let result = Array2D.create sequences.Length length value

        for row, s in Array.indexed sequences do
            let kept =
                if s.Length <= length then s
                elif truncating = "pre" then s[s.Length - length ..]
                else s[.. length - 1]

            let start = if padding = "pre" then length - kept.Length else 0
            kept |> Array.iteri (fun i v -> result[row, start + i] <- v)

        result

    /// How windows are taken from a sequence.
    type Windows = {
        Length: int
        Stride: int
        SamplingRate: int
        Shuffle: bool
        Seed: int option
        StartIndex: int option
        EndIndex: int option
    }

    /// Windows over rows, and the targets that belong to their first rows.
    let windows (w: Windows) (data: NDArray) (targets: NDArray option) : NDArray * NDArray option =
        let where = "TimeseriesDatasetFromArray"
        let count = data.Shape[0]

        let check parameter least most value =
            if value < least || value > most then
                refuse
                    where
                    $"{parameter} from {least} to {most}, for {count} rows"
                    $"{value}"
                    $"{parameter}: {least}"

        check "sequenceLength" 1 count w.Length
        check "sequenceStride" 1 (count - 1) w.Stride
        check "samplingRate" 1 (count - 1) w.SamplingRate
        w.StartIndex |> Option.iter (check "startIndex" 0 (count - 1))

        w.EndIndex
        |> Option.iter (check "endIndex" ((w.StartIndex |> Option.defaultValue 0) + 1) (count - 1))

        let first = w.StartIndex |> Option.defaultValue 0
        let last = w.EndIndex |> Option.defaultValue count
        let possible = last - first - (w.Length - 1) * w.SamplingRate

        let possible =
            match targets with
            | Some y -> min possible y.Shape[0]
            | None -> possible

        let starts = [| for start in 0 .. w.Stride .. possible - 1 -> first + start |]

        if starts.Length = 0 then
            refuse
                where
                $"at least {(w.Length - 1) * w.SamplingRate + 1} rows for a window"
                $"{last - first}"
                "a shorter sequenceLength, or a lower samplingRate"

        let starts = if w.Shuffle then shuffled w.Seed starts else starts

        let steps = [|
            for start in starts do
                for i in 0 .. w.Length - 1 -> start + i * w.SamplingRate
        |]

        let taken = rows steps data

        let x =
            NDArray(
                data.DType,
                Array.concat [ [| starts.Length; w.Length |]; data.Shape[1..] ],
                taken.Bytes
            )

        match targets with
        | Some y when Array.max starts >= y.Shape[0] ->
            refuse
                where
                $"targets for rows up to {Array.max starts}"
                $"{y.Shape[0]} targets"
                "give a target for each row of the data"
        | _ -> x, targets |> Option.map (rows starts)

    /// How many rows a size means: a part of them below one, and a number of them from one on.
    let private sizeOf where parameter (count: int) (size: float) : int =
        if size > 0.0 && size < 1.0 then
            int (Math.Round(size * float count, MidpointRounding.ToEven))
        elif size >= 1.0 && size < float count && Math.Floor size = size then
            int size
        else
            refuse
                where
                $"{parameter}: a part between 0 and 1, or a whole number below {count}"
                $"{size}"
                $"{parameter}: 0.8"

    /// The first rows and the last ones of arrays of the same number of rows.
    let split
        (left: float option)
        (right: float option)
        (shuffle: bool)
        (seed: int option)
        (arrays: NDArray list)
        : NDArray list * NDArray list =
        let where = "SplitDataset"

        let count =
            match arrays |> List.map (fun a -> a.Shape[0]) |> List.distinct with
            | [ one ] -> one
            | [] -> refuse where "an array" "none" "SplitDataset([x, y], leftSize: 0.8)"
            | several ->
                refuse
                    where
                    "arrays of as many rows"
                    $"%A{several}"
                    "give as many targets as samples"

        match left, right with
        | Some l, Some r when l < 1.0 && r < 1.0 && l + r > 1.0 ->
            refuse where "leftSize + rightSize of at most 1" $"{l + r}" $"rightSize: {1.0 - l}"
        | _ -> ()

        let left = left |> Option.map (sizeOf where "leftSize" count)
        let right = right |> Option.map (sizeOf where "rightSize" count)

        let left, right =
            match left, right with
            | Some l, Some r -> l, r
            | Some l, None -> l, count - l
            | None, Some r -> count - r, r
            | None, None -> refuse where "leftSize or rightSize" "neither" "leftSize: 0.8"

        if left + right > count then
            refuse
                where
                $"leftSize + rightSize of at most {count}"
                $"{left} + {right}"
                $"rightSize: {count - left}"

        if left = 0 || right = 0 then
            refuse where "rows on both sides" $"{left} and {right} of {count}" "leftSize: 0.5"

        let order = [| 0 .. count - 1 |]
        let order = if shuffle then shuffled seed order else order

        arrays |> List.map (rows order[.. left - 1]),
        arrays |> List.map (rows order[count - right ..])

/// Keras's utilities.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Utils =
    let private array (x: 'x) : NDArray =
        PlainArrays.ofObject (box x |> orElse (obj ()))

    let private tensor (a: NDArray) : Tensor<float32> =
        let values = (NDArray.cast DType.Float32 a).Span<float32>().ToArray()
        Tensor.Create(values, ReadOnlySpan [| for n in a.Shape -> nativeint n |])

    /// From now on the same seeds come in the same order.
    let setRandomSeed (seed: int) : unit = Seeds.set seed

    /// Names of layers begin anew: "dense", "dense_1".
    let clearSession () : unit = Names.clear ()

    /// Class numbers as rows with a one at the class; without a number of classes, up to the greatest.
    let toCategorical (numClasses: int option) (labels: 'x) : Tensor<float32> =
        array labels |> Preparation.toCategorical numClasses |> tensor

    /// Vectors along an axis divided by their lengths of this order, as 2.0; one of length zero stays.
    let normalize (axis: int) (order: float) (x: 'x) : Tensor<float32> =
        array x |> Preparation.normalize axis order |> tensor

    /// Images with values from 0 to 255, channels last, as a well-known network wants them. The mode is "caffe", "tf",
    /// "torch", "none", or the network's name: `Utils.preprocessInput "ResNet50" images`.
    let preprocessInput (mode: string) (images: 'x) : Tensor<float32> =
        let where = "preprocessInput"

        array images
        |> InputScaling.ofArray where (InputScaling.parse where mode) LastFormat
        |> tensor

    /// The same of images in a graph, so that a model may begin with it.
    let preprocessSymbol (mode: string) (images: Symbol) : Symbol =
        let where = "preprocessSymbol"
        InputScaling.ofSymbol where (InputScaling.parse where mode) LastFormat images

    /// Sequences of one length (the longest one's): filled with a value and cut at the front.
    let padSequences (maxlen: int option) (value: 't) (sequences: #seq<'t> seq) : 't[,] =
        Preparation.pad maxlen "pre" "pre" value sequences

    /// The first rows of an array and the others; a part of them below one, a number of them from one on.
    let splitDataset (leftSize: float) (x: 'x) : Tensor<float32> * Tensor<float32> =
        let left, right = Preparation.split (Some leftSize) None false None [ array x ]
        tensor left.Head, tensor right.Head

    /// Windows of so many rows, each beginning one row after the last, and the targets of their first rows.
    let timeseriesDataset
        (length: int)
        (data: 'x)
        (targets: 'y)
        : Tensor<float32> * Tensor<float32> =
        let windows, chosen =
            Preparation.windows
                {
                    Length = length
                    Stride = 1
                    SamplingRate = 1
                    Shuffle = false
                    Seed = None
                    StartIndex = None
                    EndIndex = None
                }
                (array data)
                (Some(array targets))

        match chosen with
        | Some chosen -> tensor windows, tensor chosen
        | None -> bug "timeseriesDataset" "targets that got lost"
