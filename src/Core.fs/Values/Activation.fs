/// Activation functions: Keras's names, formulas and defaults.
namespace Keratin

open System
open System.Collections.Generic

/// A function applied to a layer's output, by Keras's name or as a value with settings.
[<Sealed>]
type Activation internal (name: string, settings: (string * float) list, apply: Symbol -> Symbol) =
    static let simple name op =
        Activation(name, [], fun x -> Sym.apply (Op.Unary op) [ x ])

    static let between low high (x: Symbol) = Sym.clip low high x

    static let sparsemax axis (x: Symbol) =
        let axis = Sym.axisOf x axis
        let rank = x.Rank
        // the axis goes last, where the sorting is
        let order =
            [
                for i in 0 .. rank - 1 do
                    if i <> axis then
                        i
            ]
            @ [ axis ]

        let z = Sym.transpose order x

        let k =
            match List.last z.Dims with
            | Size k -> k
            | Symbolic -> refuse "sparsemax" "an axis of known size" $"{x}" "choose another axis"

        let sorted, _ = Sym.topK k z
        let sums = Sym.cumSum -1 sorted
        let places = Sym.floats [| k |] [| for i in 1..k -> float i |] |> Sym.cast x.DType
        let inside = Sym.greater (sorted * places + 1.0) sums
        let count = Sym.cast x.DType inside |> Sym.sum [ -1 ] true
        // Keras adds up the running sums here, where the paper has the last of them: files hold models
        // that were trained so
        let within = Sym.where inside sums (x.Like 0.0) |> Sym.sum [ -1 ] true
        let threshold = (within - 1.0) / count
        Sym.relu (z - threshold) |> Sym.transpose (Sym.inverse order)

    /// Keras's name.
    member _.Name = name
    member internal _.Settings = settings
    /// The function, on a symbol.
    member _.Apply(x: Symbol) : Symbol = apply x
    member internal _.IsLinear = name = "linear"

    /// x.
    static member Linear = Activation("linear", [], id)

    /// max(x, 0), with a slope below the threshold and a greatest value.
    static member Relu
        (
            [<Opt; Or(0.0)>] negativeSlope: float,
            [<Opt>] maxValue: Nullable<float>,
            [<Opt; Or(0.0)>] threshold: float
        ) =
        let settings = [
            "negative_slope", negativeSlope
            if maxValue.HasValue then
                "max_value", maxValue.Value
            "threshold", threshold
        ]

        let apply (x: Symbol) =
            if negativeSlope = 0.0 && threshold = 0.0 then
                if maxValue.HasValue then
                    Sym.clip 0.0 maxValue.Value x
                else
                    Sym.relu x
            else
                let above =
                    if maxValue.HasValue then
                        Sym.clip 0.0 maxValue.Value x
                    else
                        x

                let below =
                    if negativeSlope = 0.0 then
                        Sym.zerosLike x
                    else
                        (x - threshold) * negativeSlope

                Sym.where (Sym.greater x (x.Like threshold)) above below

        Activation("relu", settings, apply)

    /// 1 / (1 + e^-x).
    static member Sigmoid = simple "sigmoid" Unary.Sigmoid
    /// Hyperbolic tangent.
    static member Tanh = simple "tanh" Unary.Tanh

    /// e^x over the sum of the axis.
    static member Softmax([<Opt; Or(-1)>] axis: int) =
        Activation("softmax", [ "axis", float axis ], Sym.softmax axis)

    /// x · Φ(x); approximate: by the hyperbolic tangent. Hendrycks and Gimpel, 2016.
    static member Gelu([<Opt; Or(false)>] approximate: bool) =
        Activation(
            "gelu",
            [ "approximate", (if approximate then 1.0 else 0.0) ],
            fun x -> Sym.apply (Op.Unary(Unary.Gelu approximate)) [ x ]
        )

    /// x · sigmoid(x), also called swish.
    static member Silu = simple "silu" Unary.Silu

    /// x above zero, slope · x below.
    static member LeakyRelu([<Opt; Or(0.2)>] negativeSlope: float) =
        Activation(
            "leaky_relu",
            [ "negative_slope", negativeSlope ],
            fun x -> Sym.apply (Op.Unary(Unary.LeakyRelu negativeSlope)) [ x ]
        )

    /// x above zero, alpha · (e^x - 1) below. Clevert et al., 2016.
    static member Elu([<Opt; Or(1.0)>] alpha: float) =
        Activation("elu", [ "alpha", alpha ], fun x -> Sym.apply (Op.Unary(Unary.Elu alpha)) [ x ])

    /// The scaled elu that keeps mean zero and variance one. Klambauer et al., 2017.
    static member Selu = simple "selu" Unary.Selu
    /// x clipped to [0, 6].
    static member Relu6 = Activation("relu6", [], between 0.0 6.0)
    /// log(1 + e^x).
    static member Softplus = simple "softplus" Unary.Softplus
    /// x / (1 + |x|).
    static member Softsign = Activation("softsign", [], fun x -> x / (Sym.abs x + 1.0))
    /// (x + 3) / 6, clipped to [0, 1].
    static member HardSigmoid = simple "hard_sigmoid" Unary.HardSigmoid
    /// x · hard_sigmoid(x).
    static member HardSilu = simple "hard_silu" Unary.HardSilu
    /// x clipped to [-1, 1].
    static member HardTanh = Activation("hard_tanh", [], between -1.0 1.0)
    /// x · tanh(softplus(x)). Misra, 2019.
    static member Mish = simple "mish" Unary.Mish
    /// e^x.
    static member Exponential = simple "exponential" Unary.Exp

    /// The logarithm of softmax.
    static member LogSoftmax([<Opt; Or(-1)>] axis: int) =
        Activation("log_softmax", [ "axis", float axis ], Sym.logSoftmax axis)

    /// log(sigmoid(x)).
    static member LogSigmoid = Activation("log_sigmoid", [], fun x -> -(Sym.softplus -x))

    /// x above zero, alpha · (e^(x/alpha) - 1) below. Barron, 2017.
    static member Celu([<Opt; Or(1.0)>] alpha: float) =
        Activation(
            "celu",
            [ "alpha", alpha ],
            fun x ->
                Sym.relu x
                + Sym.apply (Op.Unary(Unary.Elu alpha)) [ Sym.minimum x (x.Like 0.0) / alpha ]
        )

    /// The first half of an axis times the sigmoid of the second.
    static member Glu([<Opt; Or(-1)>] axis: int) =
        Activation(
            "glu",
            [ "axis", float axis ],
            fun x ->
                match Sym.split axis 2 x with
                | [ value; gate ] -> value * Sym.sigmoid gate
                | _ -> bug "glu" "two halves"
        )

    /// (x + sqrt(x² + b)) / 2.
    static member Squareplus([<Opt; Or(4.0)>] b: float) =
        Activation("squareplus", [ "b", b ], fun x -> (x + Sym.sqrt (x * x + b)) / 2.0)

    /// x outside [-threshold, threshold], zero inside.
    static member HardShrink([<Opt; Or(0.5)>] threshold: float) =
        Activation(
            "hard_shrink",
            [ "threshold", threshold ],
            fun x -> Sym.where (Sym.greater (Sym.abs x) (x.Like threshold)) x (x.Like 0.0)
        )

    /// x moved towards zero by the threshold.
    static member SoftShrink([<Opt; Or(0.5)>] threshold: float) =
        Activation(
            "soft_shrink",
            [ "threshold", threshold ],
            fun x ->
                let outside = Sym.greater (Sym.abs x) (x.Like threshold)
                Sym.where outside (x - Sym.sign x * threshold) (x.Like 0.0)
        )

    /// x - tanh(x).
    static member TanhShrink = Activation("tanh_shrink", [], fun x -> x - Sym.tanh x)

    /// x above the threshold, another value elsewhere.
    static member Threshold(threshold: float, defaultValue: float) =
        Activation(
            "threshold",
            [ "threshold", threshold; "default_value", defaultValue ],
            fun x -> Sym.where (Sym.greater x (x.Like threshold)) x (x.Like defaultValue)
        )

    /// 0 below -1, (x + 1)² / 4 up to 1, x above.
    static member SparsePlus =
        Activation(
            "sparse_plus",
            [],
            fun x ->
                let middle = Sym.square (x + 1.0) / 4.0

                Sym.where
                    (Sym.lessEqual x (x.Like -1.0))
                    (x.Like 0.0)
                    (Sym.where (Sym.less x (x.Like 1.0)) middle x)
        )

    /// (x + 1) / 2, clipped to [0, 1].
    static member SparseSigmoid =
        Activation("sparse_sigmoid", [], fun x -> Sym.clip 0.0 1.0 ((x + 1.0) / 2.0))

    /// A softmax with zeros, as Keras computes it. After Martins and Astudillo, 2016.
    static member Sparsemax([<Opt; Or(-1)>] axis: int) =
        Activation("sparsemax", [ "axis", float axis ], sparsemax axis)

    /// A function of one's own, under the name it is saved by.
    static member Custom(name: string, call: Func<Symbol, Symbol>) =
        Activation(name, [], call.Invoke)

    /// Every function by Keras's name, at its defaults.
    static member internal Known: IReadOnlyDictionary<string, unit -> Activation> =
        dict [
            "linear", (fun () -> Activation.Linear)
            "relu", (fun () -> Activation.Relu())
            "sigmoid", (fun () -> Activation.Sigmoid)
            "tanh", (fun () -> Activation.Tanh)
            "softmax", (fun () -> Activation.Softmax())
            "gelu", (fun () -> Activation.Gelu())
            "silu", (fun () -> Activation.Silu)
            "swish", (fun () -> Activation.Silu)
            "leaky_relu", (fun () -> Activation.LeakyRelu())
            "elu", (fun () -> Activation.Elu())
            "selu", (fun () -> Activation.Selu)
            "relu6", (fun () -> Activation.Relu6)
            "softplus", (fun () -> Activation.Softplus)
            "softsign", (fun () -> Activation.Softsign)
            "hard_sigmoid", (fun () -> Activation.HardSigmoid)
            "hard_silu", (fun () -> Activation.HardSilu)
            "hard_swish", (fun () -> Activation.HardSilu)
            "hard_tanh", (fun () -> Activation.HardTanh)
            "mish", (fun () -> Activation.Mish)
            "exponential", (fun () -> Activation.Exponential)
            "log_softmax", (fun () -> Activation.LogSoftmax())
            "log_sigmoid", (fun () -> Activation.LogSigmoid)
            "celu", (fun () -> Activation.Celu())
            "glu", (fun () -> Activation.Glu())
            "squareplus", (fun () -> Activation.Squareplus())
            "hard_shrink", (fun () -> Activation.HardShrink())
            "soft_shrink", (fun () -> Activation.SoftShrink())
            "tanh_shrink", (fun () -> Activation.TanhShrink)
            "sparse_plus", (fun () -> Activation.SparsePlus)
            "sparse_sigmoid", (fun () -> Activation.SparseSigmoid)
            "sparsemax", (fun () -> Activation.Sparsemax())
        ]
        |> Dictionary
        :> _

    /// Keras's name: "relu", "softmax", "swish".
    static member op_Implicit(name: string) : Activation =
        match Activation.Known.TryGetValue name with
        | true, make -> make ()
        | _ -> refuseWord "activation" "activation" name Activation.Known.Keys

    override _.ToString() = name

    override _.Equals other =
        match other with
        | :? Activation as a -> a.Name = name && a.Settings = settings
        | _ -> false

    override _.GetHashCode() = hash (name, settings)

[<AutoOpen>]
module internal Activations =
    /// Applies the activation, and says the layer's name when it cannot.
    let activate (activation: Activation) (x: Symbol) = activation.Apply x
