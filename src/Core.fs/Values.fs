/// The values layers are described with: sizes, paddings, initializers, regularizers, constraints.
/// Each is written alike in C# and F#, and a string goes wherever Keras takes one.
namespace Keratin

open System
open System.Runtime.InteropServices

type internal Opt = OptionalAttribute
type internal Or = DefaultParameterValueAttribute

/// The number that stands for Keras's None at a parameter whose default is something else.
[<AttributeUsage(AttributeTargets.Parameter)>]
type internal Off(value: float) =
    inherit Attribute()
    member _.Value = value

[<AutoOpen>]
module internal Defaults =
    /// The given value, or another one where none was given.
    let orElse<'t when 't: not null and 't: not struct> (other: 't) (given: 't | null) : 't =
        match given with
        | null -> other
        | value -> value

/// One size for each spatial axis; a single number stands for all of them.
[<Sealed>]
type Sizes internal (values: int list) =
    member internal _.Values = values

    /// The sizes of this many axes.
    member internal _.For(where: string, parameter: string, axes: int) =
        match values with
        | [ one ] -> List.replicate axes one
        | several when several.Length = axes -> several
        | several ->
            refuse
                where
                $"{parameter}: one number, or one for each of {axes} axes"
                $"%A{several}"
                $"{parameter}: {several.Head}"

    /// The same size on every axis.
    static member op_Implicit(size: int) = Sizes [ size ]

    /// A size for each of two axes.
    static member op_Implicit(sizes: struct (int * int)) =
        let struct (a, b) = sizes
        Sizes [ a; b ]

    /// A size for each of three axes.
    static member op_Implicit(sizes: struct (int * int * int)) =
        let struct (a, b, c) = sizes
        Sizes [ a; b; c ]

    /// A size for each axis.
    static member op_Implicit(sizes: int[]) = Sizes(List.ofArray sizes)

    /// The sizes as they would be written.
    override _.ToString() = String.Join(", ", values)

/// How much is added to (or cut from) both sides of each spatial axis.
[<Sealed>]
type Margins internal (values: (int * int) list) =
    /// The margins of this many axes.
    member internal _.For(where: string, parameter: string, axes: int) =
        match values with
        | [ one ] -> List.replicate axes one
        | several when several.Length = axes -> several
        | several -> refuse where $"{parameter} for {axes} axes" $"%A{several}" $"{parameter}: 1"

    /// The same margin on every side.
    static member op_Implicit(margin: int) = Margins [ margin, margin ]

    /// A margin for each of two axes, alike on both of its sides.
    static member op_Implicit(margins: struct (int * int)) =
        let struct (a, b) = margins
        Margins [ (a, a); (b, b) ]

    /// Before and after, for each of two axes.
    static member op_Implicit(margins: struct (struct (int * int) * struct (int * int))) =
        let struct (struct (a, b), struct (c, d)) = margins
        Margins [ (a, b); (c, d) ]

    /// Before and after, for each axis.
    static member op_Implicit(margins: int[][]) =
        Margins [ for pair in margins -> pair[0], pair[Array.length pair - 1] ]

/// Some axes; a single number stands for a list of one.
[<Sealed>]
type Axes internal (values: int list, single: bool) =
    internal new(values: int list) = Axes(values, false)
    member internal _.Values = values
    /// Whether it was given as a number and not as a list.
    member internal _.IsSingle = single
    /// One axis.
    static member op_Implicit(axis: int) = Axes([ axis ], true)
    /// Several axes.
    static member op_Implicit(axes: int[]) = Axes(List.ofArray axes)

    /// Two axes.
    static member op_Implicit(axes: struct (int * int)) =
        let struct (a, b) = axes
        Axes [ a; b ]

/// A range of numbers, low to high. As the strength of an augmentation, a single number f stands for the range
/// from -f to f, cut to what the parameter allows.
[<Sealed>]
type Interval internal (low: float, high: float, single: bool) =
    member internal _.Low = low
    member internal _.High = high

    /// The range of a strength, where all of it lies between two bounds.
    member internal _.Within(where: string, parameter: string, least: float, most: float) =
        if not (low >= least && high <= most) then
            refuse
                where
                $"{parameter} from {least} to {most}"
                (if single then $"{low}" else $"{low} to {high}")
                $"{parameter}: {min most (max least 0.5)}"

        if single then
            max least -(abs high), abs high
        else
            low, high

    /// The range of values of images; it is not empty.
    member internal _.OfValues(where: string) =
        if not (low < high && Double.IsFinite(high - low)) then
            refuse
                where
                "value_range: two numbers, the lower first"
                $"{low}, {high}"
                "value_range: (0, 255)"

        low, high

    /// One number.
    static member op_Implicit(number: float) = Interval(number, number, true)

    /// From one number to another.
    static member op_Implicit(range: struct (float * float)) =
        let struct (a, b) = range
        Interval(min a b, max a b, false)

    /// Two numbers, or one.
    static member op_Implicit(range: float[]) : Interval =
        match range with
        | [| number |] -> Interval(number, number, true)
        | [| a; b |] -> Interval(min a b, max a b, false)
        | other ->
            refuse
                "interval"
                "one number, or two: the range's ends"
                $"%A{other}"
                "factor: (0.1, 0.3)"

    /// The range as it would be written.
    override _.ToString() =
        if single then $"{low}" else $"{low}, {high}"

/// What a window does at the border.
[<NoComparison>]
type Padding =
    internal
    | ValidPadding
    | SamePadding
    | CausalPadding

    /// The window stays inside: the output is shorter.
    static member Valid = ValidPadding
    /// The output has ceil(n / stride) steps; what is missing is added, the odd cell at the end.
    static member Same = SamePadding
    /// Only the past is padded, so that a step never sees a later one. Convolutions over time only.
    static member Causal = CausalPadding

    /// Keras's name: "valid", "same" or "causal".
    static member op_Implicit(name: string) : Padding =
        match name.ToLowerInvariant() with
        | "valid" -> ValidPadding
        | "same" -> SamePadding
        | "causal" -> CausalPadding
        | _ -> refuseWord "padding" "padding" name [ "valid"; "same"; "causal" ]

    /// Keras's name.
    override p.ToString() =
        match p with
        | ValidPadding -> "valid"
        | SamePadding -> "same"
        | CausalPadding -> "causal"

/// Where the channels are.
[<NoComparison>]
type DataFormat =
    internal
    | LastFormat
    | FirstFormat

    /// (batch, height, width, channels): the default.
    static member ChannelsLast = LastFormat
    /// (batch, channels, height, width).
    static member ChannelsFirst = FirstFormat

    /// Keras's name: "channels_last" or "channels_first".
    static member op_Implicit(name: string) : DataFormat =
        match name with
        | "channels_last" -> LastFormat
        | "channels_first" -> FirstFormat
        | _ -> refuseWord "data_format" "data_format" name [ "channels_last"; "channels_first" ]

    /// Keras's name.
    override f.ToString() =
        match f with
        | LastFormat -> "channels_last"
        | FirstFormat -> "channels_first"

/// Which sizes of a weight count for the variance of its first values.
type internal FanMode =
    | FanIn
    | FanOut
    | FanAverage

type internal Distribution =
    | UniformDistribution
    | TruncatedNormalDistribution
    | UntruncatedNormalDistribution

[<RequireQualifiedAccess>]
module internal Words =
    /// `GlorotUniform` and `glorot_uniform` alike become `glorot_uniform`; `L1L2` becomes `l1_l2`.
    let snake (name: string) =
        let step (pattern: string) (text: string) =
            Text.RegularExpressions.Regex.Replace(text, pattern, "$1_$2")

        (Text.RegularExpressions.Regex.Replace(name, @"\W+", "")
         |> step "(.)([A-Z][a-z]+)"
         |> step "([a-z])([A-Z])")
            .ToLowerInvariant()

[<AutoOpen>]
module internal Fans =
    /// The axes that count as input and output of a weight; both are given, or neither.
    let fanAxes (inputs: Axes | null) (outputs: Axes | null) : (int list * int list) option =
        match inputs, outputs with
        | null, null -> None
        | inputs, outputs when not (isNull inputs || isNull outputs) ->
            Some((inputs |> orElse (Axes [])).Values, (outputs |> orElse (Axes [])).Values)
        | _, _ ->
            refuse
                "initializer"
                "both inputAxes and outputAxes, or neither"
                "one of them"
                "give the other one too"

/// The first values of a weight.
[<NoComparison>]
type Initializer =
    internal
    | ZerosCase
    | OnesCase
    | ConstantCase of float
    | ValuesCase of NDArray
    | IdentityCase of gain: float
    | RandomNormalCase of mean: float * stddev: float * seed: Nullable<int>
    | RandomUniformCase of minval: float * maxval: float * seed: Nullable<int>
    | TruncatedNormalCase of mean: float * stddev: float * seed: Nullable<int>
    | VarianceScalingCase of
        scale: float *
        mode: FanMode *
        distribution: Distribution *
        axes: (int list * int list) option *
        seed: Nullable<int>
    | OrthogonalCase of gain: float * seed: Nullable<int>
    /// The real or imaginary part of a windowed Fourier transform.
    | STFTCase of imaginary: bool * window: string option * scaling: string option * periodic: bool
    /// Blocks of the last axis, each with its own values: the forget gate's bias starts at one.
    | BlocksCase of (int * Initializer) list
    | FunctionCase of Func<int[], float32[]>

    /// All zero.
    static member Zeros = ZerosCase
    /// All one.
    static member Ones = OnesCase
    /// All the same number.
    static member Constant([<Opt; Or(0.0)>] value: float) = ConstantCase value
    /// Ones (times the gain) on the diagonal of a matrix, zeros elsewhere.
    static member Identity([<Opt; Or(1.0)>] gain: float) = IdentityCase gain

    /// Normal distribution.
    static member RandomNormal
        ([<Opt; Or(0.0)>] mean: float, [<Opt; Or(0.05)>] stddev: float, [<Opt>] seed: Nullable<int>)
        =
        RandomNormalCase(mean, stddev, seed)

    /// Uniform distribution over [minval, maxval).
    static member RandomUniform
        (
            [<Opt; Or(-0.05)>] minval: float,
            [<Opt; Or(0.05)>] maxval: float,
            [<Opt>] seed: Nullable<int>
        ) =
        RandomUniformCase(minval, maxval, seed)

    /// Normal distribution, drawn anew beyond two standard deviations.
    static member TruncatedNormal
        ([<Opt; Or(0.0)>] mean: float, [<Opt; Or(0.05)>] stddev: float, [<Opt>] seed: Nullable<int>)
        =
        TruncatedNormalCase(mean, stddev, seed)

    /// Variance scale / n, where n is the fan-in, the fan-out or their mean.
    static member VarianceScaling
        (
            [<Opt; Or(1.0)>] scale: float,
            [<Opt; Or("fan_in")>] mode: string,
            [<Opt; Or("truncated_normal")>] distribution: string,
            [<Opt>] seed: Nullable<int>,
            [<Opt>] inputAxes: Axes | null,
            [<Opt>] outputAxes: Axes | null
        ) =
        let where = "VarianceScaling"

        let mode =
            match mode with
            | "fan_in" -> FanIn
            | "fan_out" -> FanOut
            | "fan_avg" -> FanAverage
            | _ -> refuseWord where "mode" mode [ "fan_in"; "fan_out"; "fan_avg" ]

        let distribution =
            match distribution.ToLowerInvariant() with
            | "normal"
            | "truncated_normal" -> TruncatedNormalDistribution
            | "untruncated_normal" -> UntruncatedNormalDistribution
            | "uniform" -> UniformDistribution
            | _ ->
                refuseWord where "distribution" distribution [
                    "truncated_normal"
                    "untruncated_normal"
                    "uniform"
                ]

        if scale <= 0.0 then
            refuse where "scale > 0" $"scale = {scale}" "scale: 1.0"

        VarianceScalingCase(scale, mode, distribution, fanAxes inputAxes outputAxes, seed)

    /// Uniform within ±sqrt(6 / (fan-in + fan-out)). Glorot and Bengio, 2010.
    static member GlorotUniform
        (
            [<Opt>] seed: Nullable<int>,
            [<Opt>] inputAxes: Axes | null,
            [<Opt>] outputAxes: Axes | null
        ) =
        VarianceScalingCase(
            1.0,
            FanAverage,
            UniformDistribution,
            fanAxes inputAxes outputAxes,
            seed
        )

    /// Truncated normal of variance 2 / (fan-in + fan-out). Glorot and Bengio, 2010.
    static member GlorotNormal
        (
            [<Opt>] seed: Nullable<int>,
            [<Opt>] inputAxes: Axes | null,
            [<Opt>] outputAxes: Axes | null
        ) =
        VarianceScalingCase(
            1.0,
            FanAverage,
            TruncatedNormalDistribution,
            fanAxes inputAxes outputAxes,
            seed
        )

    /// Uniform within ±sqrt(6 / fan-in). He et al., 2015.
    static member HeUniform
        (
            [<Opt>] seed: Nullable<int>,
            [<Opt>] inputAxes: Axes | null,
            [<Opt>] outputAxes: Axes | null
        ) =
        VarianceScalingCase(2.0, FanIn, UniformDistribution, fanAxes inputAxes outputAxes, seed)

    /// Truncated normal of variance 2 / fan-in. He et al., 2015.
    static member HeNormal
        (
            [<Opt>] seed: Nullable<int>,
            [<Opt>] inputAxes: Axes | null,
            [<Opt>] outputAxes: Axes | null
        ) =
        VarianceScalingCase(
            2.0,
            FanIn,
            TruncatedNormalDistribution,
            fanAxes inputAxes outputAxes,
            seed
        )

    /// Uniform within ±sqrt(3 / fan-in). LeCun et al., 1998.
    static member LecunUniform
        (
            [<Opt>] seed: Nullable<int>,
            [<Opt>] inputAxes: Axes | null,
            [<Opt>] outputAxes: Axes | null
        ) =
        VarianceScalingCase(1.0, FanIn, UniformDistribution, fanAxes inputAxes outputAxes, seed)

    /// Truncated normal of variance 1 / fan-in. LeCun et al., 1998.
    static member LecunNormal
        (
            [<Opt>] seed: Nullable<int>,
            [<Opt>] inputAxes: Axes | null,
            [<Opt>] outputAxes: Axes | null
        ) =
        VarianceScalingCase(
            1.0,
            FanIn,
            TruncatedNormalDistribution,
            fanAxes inputAxes outputAxes,
            seed
        )

    /// A random orthogonal matrix, times the gain. Saxe et al., 2014.
    static member Orthogonal([<Opt; Or(1.0)>] gain: float, [<Opt>] seed: Nullable<int>) =
        OrthogonalCase(gain, seed)

    /// The values a function of the shape gives, row after row.
    static member Of(values: Func<int[], float32[]>) : Initializer = FunctionCase values

    /// Kernels (frame, 1, bins) of a short-time Fourier transform: window · cos(2π · t · f / n) or its
    /// minus sine, with n = 2 · (bins - 1), divided by what scaling says.
    /// <param name="side">The part: "real" or "imag". Default: "real".</param>
    /// <param name="window">The window by SciPy's name; null: none. Default: "hann".</param>
    /// <param name="scaling">"density" (by the root of the window's power), "spectrum" (by its sum) or null. Default: "density".</param>
    /// <param name="periodic">Whether the window is the periodic one. Default: false.</param>
    static member STFT
        (
            [<Opt; Or("real")>] side: string,
            [<Opt; Or("hann")>] window: string | null,
            [<Opt; Or("density")>] scaling: string | null,
            [<Opt; Or(false)>] periodic: bool
        ) =
        let imaginary =
            match side with
            | "real" -> false
            | "imag" -> true
            | other -> refuseWord "STFT" "side" other [ "real"; "imag" ]

        STFTCase(imaginary, Option.ofObj window, Option.ofObj scaling, periodic)

    /// Keras's name, in CamelCase or snake_case: "glorot_uniform", "HeNormal", "zeros".
    static member op_Implicit(name: string) : Initializer =
        let known: (string * (unit -> Initializer)) list = [
            "zeros", (fun () -> Initializer.Zeros)
            "ones", (fun () -> Initializer.Ones)
            "constant", (fun () -> Initializer.Constant())
            "identity", (fun () -> Initializer.Identity())
            "stft", (fun () -> Initializer.STFT())
            "random_normal", (fun () -> Initializer.RandomNormal())
            "random_uniform", (fun () -> Initializer.RandomUniform())
            "truncated_normal", (fun () -> Initializer.TruncatedNormal())
            "variance_scaling", (fun () -> Initializer.VarianceScaling())
            "glorot_uniform", (fun () -> Initializer.GlorotUniform())
            "glorot_normal", (fun () -> Initializer.GlorotNormal())
            "he_uniform", (fun () -> Initializer.HeUniform())
            "he_normal", (fun () -> Initializer.HeNormal())
            "lecun_uniform", (fun () -> Initializer.LecunUniform())
            "lecun_normal", (fun () -> Initializer.LecunNormal())
            "orthogonal", (fun () -> Initializer.Orthogonal())
            "zero", (fun () -> Initializer.Zeros)
            "one", (fun () -> Initializer.Ones)
            "normal", (fun () -> Initializer.RandomNormal())
            "uniform", (fun () -> Initializer.RandomUniform())
            "identity_initializer", (fun () -> Initializer.Identity())
            "orthogonal_initializer", (fun () -> Initializer.Orthogonal())
            "stft_initializer", (fun () -> Initializer.STFT())
        ]

        match known |> List.tryFind (fun (word, _) -> word = Words.snake name) with
        | Some(_, make) -> make ()
        | None -> refuseWord "initializer" "initializer" name (known |> List.map fst)

/// A function on symbols, which are not known here yet: Penalties.fs has the one kind.
[<AbstractClass>]
type internal WeightFunction() = class end

/// A penalty on a weight or an output, added to the loss.
[<NoComparison>]
type Regularizer =
    internal
    | L1L2Case of l1: float * l2: float
    | OrthogonalityCase of factor: float * rows: bool
    | PenaltyCase of WeightFunction

    /// l1 · Σ|w|.
    static member L1([<Opt; Or(0.01)>] l1: float) = Regularizer.L1L2(l1, 0.0)
    /// l2 · Σw².
    static member L2([<Opt; Or(0.01)>] l2: float) = Regularizer.L1L2(0.0, l2)

    /// l1 · Σ|w| + l2 · Σw².
    static member L1L2([<Opt; Or(0.0)>] l1: float, [<Opt; Or(0.0)>] l2: float) =
        if not (l1 >= 0.0 && l2 >= 0.0 && Double.IsFinite(l1 + l2)) then
            refuse "L1L2" "l1 and l2 not negative" $"l1 = {l1}, l2 = {l2}" "l2: 0.01"

        L1L2Case(l1, l2)

    /// Pushes the rows (or columns) of a matrix towards being orthogonal to each other.
    static member Orthogonal([<Opt; Or(0.01)>] factor: float, [<Opt; Or("rows")>] mode: string) =
        match mode with
        | "rows" -> OrthogonalityCase(factor, true)
        | "columns" -> OrthogonalityCase(factor, false)
        | _ -> refuseWord "OrthogonalRegularizer" "mode" mode [ "rows"; "columns" ]

    /// Keras's name: "l1", "l2", "l1l2", "orthogonal_regularizer".
    static member op_Implicit(name: string) : Regularizer =
        match name.ToLowerInvariant() with
        | "l1" -> Regularizer.L1()
        | "l2" -> Regularizer.L2()
        | "l1l2" -> Regularizer.L1L2()
        | "orthogonalregularizer"
        | "orthogonal_regularizer" -> Regularizer.Orthogonal()
        | _ ->
            refuseWord "regularizer" "regularizer" name [
                "l1"
                "l2"
                "l1l2"
                "orthogonal_regularizer"
            ]

/// What a weight is forced to be after each update.
[<NoComparison>]
type Constraint =
    internal
    | MaxNormCase of maxValue: float * axes: int list
    | NonNegCase
    | UnitNormCase of axes: int list
    | MinMaxNormCase of minValue: float * maxValue: float * rate: float * axes: int list
    | LimitCase of WeightFunction

    /// Norms along the axes are at most this.
    static member MaxNorm([<Opt; Or(2.0)>] maxValue: float, [<Opt>] axis: Axes | null) =
        MaxNormCase(maxValue, (axis |> orElse (Axes [ 0 ])).Values)

    /// Negative values become zero.
    static member NonNeg = NonNegCase

    /// Norms along the axes are one.
    static member UnitNorm([<Opt>] axis: Axes | null) =
        UnitNormCase (axis |> orElse (Axes [ 0 ])).Values

    /// Norms along the axes move, by the rate, into [minValue, maxValue].
    static member MinMaxNorm
        (
            [<Opt; Or(0.0)>] minValue: float,
            [<Opt; Or(1.0)>] maxValue: float,
            [<Opt; Or(1.0)>] rate: float,
            [<Opt>] axis: Axes | null
        ) =
        MinMaxNormCase(minValue, maxValue, rate, (axis |> orElse (Axes [ 0 ])).Values)

    /// Keras's name: "max_norm", "non_neg", "unit_norm", "min_max_norm".
    static member op_Implicit(name: string) : Constraint =
        match Words.snake name with
        | "max_norm" -> Constraint.MaxNorm()
        | "non_neg" -> Constraint.NonNeg
        | "unit_norm" -> Constraint.UnitNorm()
        | "min_max_norm" -> Constraint.MinMaxNorm()
        | _ ->
            refuseWord "constraint" "constraint" name [
                "max_norm"
                "non_neg"
                "unit_norm"
                "min_max_norm"
            ]
