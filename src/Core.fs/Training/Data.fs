/// What fit, evaluate and predict are given: arrays for inputs and outputs, checked before anything
/// runs.
namespace Keratin

open System
open System.Collections.Generic
open System.Numerics.Tensors

/// Arrays of samples: one for each input, and where there are targets, one for each output.
[<NoComparison>]
type internal DataSet = {
    Inputs: NDArray list
    Targets: NDArray list
    /// Weights of samples (or positions), for each output.
    SampleWeights: NDArray option list
} with

    /// The number of samples.
    member d.Rows = d.Inputs.Head.Shape[0]

[<RequireQualifiedAccess>]
module internal DataSet =
    /// How many parts of at most so many elements there are.
    let parts (size: int) (count: int) : int =
        if count = 0 then 0 else (count - 1) / size + 1

    let private rows (a: NDArray) =
        if a.Shape.Length = 0 then -1 else a.Shape[0]

    let create where (inputs: NDArray list) (targets: NDArray list) (weights: NDArray option list) =
        let data = {
            Inputs = inputs
            Targets = targets
            SampleWeights = weights
        }

        let lengths = [
            for i, a in List.indexed inputs do
                $"input {i}", rows a
            for i, a in List.indexed targets do
                $"target {i}", rows a
            for i, a in List.indexed weights do
                match a with
                | Some a -> $"sample weights {i}", rows a
                | None -> ()
        ]

        match lengths with
        | [] -> refuse where "data" "no arrays" "give an array for each input"
        | (_, first) :: _ ->
            if lengths |> List.exists (fun (_, n) -> n <> first) then
                refuse
                    where
                    "arrays with as many samples each"
                    (lengths |> List.map (fun (name, n) -> $"{name}: {n}") |> String.concat ", ")
                    "cut the arrays to one length"

            if first <= 0 then
                refuse where "at least one sample" "none: the arrays are empty" "give data"

        data

    let private part start stop (a: NDArray) = a.Rows(start, stop)

    /// Samples from start (inclusive) to stop (exclusive).
    let slice start stop (d: DataSet) = {
        Inputs = d.Inputs |> List.map (part start stop)
        Targets = d.Targets |> List.map (part start stop)
        SampleWeights = d.SampleWeights |> List.map (Option.map (part start stop))
    }

    /// Samples in another order.
    let pick (order: int64[]) (d: DataSet) : DataSet =
        let pick (a: NDArray) =
            NDArray.Concatenate [ for i in order -> a.Rows(int i, int i + 1) ]

        {
            Inputs = d.Inputs |> List.map pick
            Targets = d.Targets |> List.map pick
            SampleWeights = d.SampleWeights |> List.map (Option.map pick)
        }

    /// The last part, of this fraction, as Keras splits validation data off.
    let split where (fraction: float) (d: DataSet) =
        if not (fraction > 0.0 && fraction < 1.0) then
            refuse where "validation_split above 0 and below 1" $"{fraction}" "validationSplit: 0.1"

        let at = int (floor (float d.Rows * (1.0 - fraction)))

        if at = 0 || at = d.Rows then
            refuse
                where
                "a split that leaves samples on both sides"
                $"{fraction} of {d.Rows} samples"
                "give more data, or another fraction"

        slice 0 at d, slice at d.Rows d

    /// Weights of samples by their class: the target's number, or the place of its greatest value.
    let classWeights where (weights: IReadOnlyDictionary<int, float>) (target: NDArray) : NDArray =
        let n = target.Shape[0]
        let values = NDArray.toFloats target
        let width = values.Length / n

        let classOf i =
            if width = 1 then
                int (Math.Round values[i])
            else
                let row = values[i * width .. (i + 1) * width - 1]
                Array.findIndex ((=) (Array.max row)) row

        if target.Shape.Length > 2 then
            refuse
                where
                "targets of one class a sample, for class_weight"
                $"%A{target.Shape}"
                "give sampleWeight"

        Array.init n (fun i ->
            match weights.TryGetValue(classOf i) with
            | true, w -> float32 w
            | _ -> 1f)
        |> NDArray.ofArray [| n |]

    /// Data whose samples weigh what their classes do.
    let weighted where (weights: IReadOnlyDictionary<int, float> option) (data: DataSet) : DataSet =
        match weights with
        | None -> data
        | Some weights ->
            if data.Targets.Length <> 1 then
                refuse
                    where
                    "one output, for class_weight"
                    $"{data.Targets.Length}"
                    "give sampleWeight"

            if data.SampleWeights |> List.exists Option.isSome then
                refuse
                    where
                    "class_weight or sample_weight"
                    "both"
                    "multiply them into sampleWeight"

            {
                data with
                    SampleWeights = [ Some(classWeights where weights data.Targets.Head) ]
            }

    /// Refuses numbers that are not finite.
    let refuseNaN where name (a: NDArray) =
        // a sum is finite only where every number is; only then is the first bad one looked for
        let suspicious =
            match a.DType with
            | DType.Float32 ->
                not (
                    Single.IsFinite(
                        TensorPrimitives.Sum(
                            Span.op_Implicit (a.Span<float32>()): ReadOnlySpan<float32>
                        )
                    )
                )
            | dtype -> DType.isFloat dtype

        if suspicious then
            let values = NDArray.toFloats a

            match values |> Array.tryFindIndex (Double.IsFinite >> not) with
            | Some i ->
                let row = i / max 1 (values.Length / max 1 a.Shape[0])

                refuse
                    where
                    "finite numbers"
                    $"{values[i]} in {name}, sample {row}"
                    "clean the data: drop or fill what is missing"
            | None -> ()

    /// Data in the shape and the type that an input takes.
    let fit where (name: string) (input: Symbol) (a: NDArray) : NDArray =
        let dims = input.Dims

        // an axis of 1 at the end may be missing or too many
        let shape =
            match dims.Length - a.Shape.Length, List.last dims with
            | 1, Size 1 -> Array.append a.Shape [| 1 |]
            | -1, _ when Array.last a.Shape = 1 -> Array.truncate (a.Shape.Length - 1) a.Shape
            | _ -> a.Shape

        let agrees =
            shape.Length = dims.Length
            && List.forall2
                (fun dim n ->
                    match dim with
                    | Size m -> m = n
                    | Symbolic -> true)
                dims.Tail
                (List.ofArray shape).Tail

        if not agrees then
            refuse
                $"{where}, {name}"
                $"data of shape {showDims dims}"
                $"""data of shape ({String.Join(", ", a.Shape)})"""
                (if shape.Length <> dims.Length then
                     "reshape the data: another number of axes is wanted"
                 else
                     "reshape the data, or change the input's shape")

        refuseNaN where name a
        let reshaped = lazy NDArray(a.DType, shape, a.Bytes)

        // small integers stay small until they are on the device
        match a.DType, input.DType with
        | DType.String, DType.String -> NDArray.OfTexts(shape, a.Texts)
        | DType.String, wanted ->
            refuse
                $"{where}, {name}"
                $"numbers: {DType.name wanted}"
                $"texts: \"{a.Texts[0]}\", …"
                "Input(shape: […], dtype: \"string\") before a StringLookup or TextVectorization"
        | given, DType.String ->
            refuse
                $"{where}, {name}"
                "texts"
                $"numbers: {DType.name given}"
                "give string[], or an input of another dtype"
        | DType.UInt8, _ -> reshaped.Value
        | _, wanted -> NDArray.cast wanted reshaped.Value

    /// Refuses class numbers that are not there: before training, since the engine cannot say it well.
    let checkLabels where classes (a: NDArray) =
        let values = NDArray.toFloats a

        match values |> Array.tryFindIndex (fun v -> v < 0.0 || v >= float classes) with
        | Some i ->
            refuse
                where
                $"class numbers from 0 to {classes - 1}, as the output has {classes} units"
                $"{values[i]} at sample {i / max 1 (values.Length / a.Shape[0])}"
                "check the labels, or give the last layer more units"
        | None -> ()
