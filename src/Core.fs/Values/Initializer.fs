/// What weights begin with, as a value; Initializers.fs has the numbers.
namespace Keratin

open System
open System.Runtime.InteropServices

/// Which sizes of a weight count for the variance of its first values.
type internal FanMode =
    | FanIn
    | FanOut
    | FanAverage

type internal Distribution =
    | UniformDistribution
    | TruncatedNormalDistribution
    | UntruncatedNormalDistribution

[<AutoOpen>]
module internal Fans =
    /// The axes that count as input and output of a weight. As Keras does, one without the other does not count.
    let fanAxes (inputs: Axes | null) (outputs: Axes | null) : (int list * int list) option =
        match inputs, outputs with
        | NonNull inputs, NonNull outputs -> Some(inputs.Values, outputs.Values)
        | _ -> None

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
    /// By the name of its class, which others with the same numbers do not have.
    | VarianceScalingCase of
        name: string *
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

        VarianceScalingCase(
            "VarianceScaling",
            scale,
            mode,
            distribution,
            fanAxes inputAxes outputAxes,
            seed
        )

    /// Uniform within ±sqrt(6 / (fan-in + fan-out)). Glorot and Bengio, 2010.
    static member GlorotUniform
        (
            [<Opt>] seed: Nullable<int>,
            [<Opt>] inputAxes: Axes | null,
            [<Opt>] outputAxes: Axes | null
        ) =
        VarianceScalingCase(
            "GlorotUniform",
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
            "GlorotNormal",
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
        VarianceScalingCase(
            "HeUniform",
            2.0,
            FanIn,
            UniformDistribution,
            fanAxes inputAxes outputAxes,
            seed
        )

    /// Truncated normal of variance 2 / fan-in. He et al., 2015.
    static member HeNormal
        (
            [<Opt>] seed: Nullable<int>,
            [<Opt>] inputAxes: Axes | null,
            [<Opt>] outputAxes: Axes | null
        ) =
        VarianceScalingCase(
            "HeNormal",
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
        VarianceScalingCase(
            "LecunUniform",
            1.0,
            FanIn,
            UniformDistribution,
            fanAxes inputAxes outputAxes,
            seed
        )

    /// Truncated normal of variance 1 / fan-in. LeCun et al., 1998.
    static member LecunNormal
        (
            [<Opt>] seed: Nullable<int>,
            [<Opt>] inputAxes: Axes | null,
            [<Opt>] outputAxes: Axes | null
        ) =
        VarianceScalingCase(
            "LecunNormal",
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
