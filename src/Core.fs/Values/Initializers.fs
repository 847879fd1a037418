/// The first values of weights: computed on the host by a counter-based generator, so that they are
/// the same bits on every device.
[<RequireQualifiedAccess>]
module internal Keratin.Initializers

open System
open Keratin

/// Random numbers that depend on the seed and the index alone (SplitMix64's mixing function).
type private Stream(seed: int64) =
    let mutable counter = 0UL

    let mix (z: uint64) =
        let z = (z ^^^ (z >>> 30)) * 0xBF58476D1CE4E5B9UL
        let z = (z ^^^ (z >>> 27)) * 0x94D049BB133111EBUL
        z ^^^ (z >>> 31)

    let key = mix (uint64 seed + 0x9E3779B97F4A7C15UL)

    /// Uniform over [0, 1), with 53 bits.
    member _.Uniform() =
        counter <- counter + 1UL

        float (mix (key + counter * 0x9E3779B97F4A7C15UL) >>> 11)
        * (1.0 / 9007199254740992.0)

    /// Standard normal, by Box and Muller.
    member s.Normal() =
        let radius = sqrt (-2.0 * log (1.0 - s.Uniform()))
        radius * cos (2.0 * Math.PI * s.Uniform())

    /// Standard normal, drawn again beyond two deviations.
    member s.TruncatedNormal() =
        let mutable value = s.Normal()

        while abs value > 2.0 do
            value <- s.Normal()

        value

/// Fan-in and fan-out of a weight: what its variance is measured by.
let fans (axes: (int list * int list) option) (shape: int list) : float * float =
    match axes, shape with
    | Some(inputs, outputs), _ ->
        let at axis =
            shape[if axis < 0 then axis + shape.Length else axis]

        let across axes =
            (1, axes) ||> List.fold (fun n axis -> n * at axis) |> float

        across inputs, across outputs
    | None, [] -> 1.0, 1.0
    | None, [ n ] -> float n, float n
    | None, _ ->
        let rank = shape.Length
        let field = (1, shape[.. rank - 3]) ||> List.fold (*) |> float
        field * float shape[rank - 2], field * float shape[rank - 1]

/// Rows of the product Q of a QR decomposition with positive diagonal of R, by modified Gram-Schmidt
/// run twice, which is orthogonal to rounding.
let private orthonormal rows columns (normal: unit -> float) =
    let tall, short = max rows columns, min rows columns
    let vectors = Array.init short (fun _ -> Array.init tall (fun _ -> normal ()))

    for i in 0 .. short - 1 do
        let v = vectors[i]

        for _ in 1..2 do
            for j in 0 .. i - 1 do
                let u = vectors[j]
                let dot = Array.fold2 (fun sum a b -> sum + a * b) 0.0 u v
                Array.iteri (fun k x -> v[k] <- v[k] - dot * x) u

        let norm = sqrt (v |> Array.sumBy (fun x -> x * x))
        Array.iteri (fun k x -> v[k] <- x / norm) v

    Array.init (rows * columns) (fun i ->
        let r, c = i / columns, i % columns
        if rows >= columns then vectors[c][r] else vectors[r][c])

/// The standard deviation of a unit normal cut off at two deviations.
[<Literal>]
let private TruncatedDeviation = 0.87962566103423978

/// The values of a weight of this shape. The seed counts where the initializer has none of its own.
let rec values where (seed: int64) (shape: int list) (initializer: Initializer) : float[] =
    let count = (1, shape) ||> List.fold (*)

    let stream (own: Nullable<int>) =
        Stream(if own.HasValue then int64 own.Value else seed)

    let draw own (next: Stream -> float) =
        let stream = stream own
        Array.init count (fun _ -> next stream)

    match initializer with
    | ZerosCase -> Array.zeroCreate count
    | OnesCase -> Array.create count 1.0
    | ConstantCase value -> Array.create count value
    | ValuesCase a ->
        if List.ofArray a.Shape <> shape then
            refuse where $"values of shape %A{shape}" $"%A{a.Shape}" "give an array of that shape"

        NDArray.toFloats a
    | IdentityCase gain ->
        match shape with
        | [ _; columns ] ->
            Array.init count (fun i -> if i / columns = i % columns then gain else 0.0)
        | _ ->
            refuse where "a matrix, for the identity" $"shape %A{shape}" "use another initializer"
    | RandomNormalCase(mean, stddev, own) -> draw own (fun s -> mean + stddev * s.Normal())
    | RandomUniformCase(low, high, own) -> draw own (fun s -> low + (high - low) * s.Uniform())
    | TruncatedNormalCase(mean, stddev, own) ->
        draw own (fun s -> mean + stddev * s.TruncatedNormal())
    | VarianceScalingCase(_, scale, mode, distribution, axes, own) ->
        let fanIn, fanOut = fans axes shape

        let n =
            match mode with
            | FanIn -> fanIn
            | FanOut -> fanOut
            | FanAverage -> (fanIn + fanOut) / 2.0

        let variance = scale / max 1.0 n

        match distribution with
        | UniformDistribution ->
            let limit = sqrt (3.0 * variance)
            draw own (fun s -> limit * (2.0 * s.Uniform() - 1.0))
        | TruncatedNormalDistribution ->
            let stddev = sqrt variance / TruncatedDeviation
            draw own (fun s -> stddev * s.TruncatedNormal())
        | UntruncatedNormalDistribution -> draw own (fun s -> sqrt variance * s.Normal())
    | OrthogonalCase(gain, own) ->
        match List.rev shape with
        | columns :: lead when not lead.IsEmpty ->
            let rows = (1, lead) ||> List.fold (*)
            let stream = stream own

            orthonormal rows columns (fun () -> stream.Normal())
            |> Array.map (fun v -> gain * v)
        | _ -> refuse where "at least two axes, for orthogonal" $"shape %A{shape}" "use another one"
    | FunctionCase make ->
        let made = make.Invoke(Array.ofList shape)

        if made.Length <> count then
            refuse
                where
                $"{count} values for the shape %A{shape}"
                $"{made.Length}"
                "give one for each element"

        made |> Array.map float
    | STFTCase(imaginary, window, scaling, periodic) ->
        match shape with
        | [ frame; 1; bins ] when bins > 1 ->
            let values = Spectra.window where window periodic frame

            // without a window nothing is scaled either
            let scale =
                if window.IsNone then
                    1.0
                else
                    Spectra.scaleOf where scaling values

            let scaled = values |> Array.map (fun w -> w / scale)
            Spectra.transform imaginary scaled bins (2 * (bins - 1))
        | _ ->
            refuse
                where
                "a shape (frame, 1, bins) with at least two bins, for STFT"
                $"shape %A{shape}"
                "use another initializer"
    | BlocksCase blocks ->
        let width = List.last shape
        let rows = count / max 1 width

        let parts =
            blocks
            |> List.mapi (fun i (columns, part) ->
                columns, values where (seed + int64 i) [ rows; columns ] part)

        Array.concat [
            for row in 0 .. rows - 1 do
                for columns, part in parts do
                    part[row * columns .. (row + 1) * columns - 1]
        ]
