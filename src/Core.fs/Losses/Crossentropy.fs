/// Crossentropies: minus the logarithm of the probability that was given to what is true.
namespace Keratin

open System

module internal Targets =
    let smoothing where (amount: float) =
        if not (amount >= 0.0 && amount <= 1.0) then
            refuse where "labelSmoothing from 0 to 1" $"{amount}" "labelSmoothing: 0.1"

    /// Targets of two classes, with some of each given to the other.
    let smoothBinary (amount: float) (y: Symbol) =
        if amount = 0.0 then
            y
        else
            y * (1.0 - amount) + 0.5 * amount

    /// Targets of several classes, with some spread over all of them.
    let smoothCategories axis (amount: float) (y: Symbol) =
        if amount = 0.0 then
            y
        else
            match y.Dims[Sym.axisOf y axis] with
            | Size classes -> y * (1.0 - amount) + amount / float classes
            | Symbolic ->
                refuse "labelSmoothing" "a known number of classes" $"{y}" "labelSmoothing: 0"

    /// One-hot rows, told apart from class numbers before training.
    let categories name (y: Symbol) (p: Symbol) =
        let oneColumn = y.Rank > 0 && List.last y.Dims = size 1
        let several = p.Rank > 0 && List.last p.Dims <> size 1

        if several && (y.Rank = p.Rank - 1 || y.Rank = p.Rank && oneColumn) then
            refuse
                $"loss {name}"
                $"one-hot rows: targets of shape {showDims p.Dims}"
                $"targets of shape {showDims y.Dims}, as class numbers are"
                "loss: \"sparse_categorical_crossentropy\""

        Fit.sameShape $"loss {name}" y p

    /// Class numbers along an axis, told apart from one-hot rows before training.
    let classNumbers name axis (y: Symbol) (p: Symbol) =
        let axis = Sym.axisOf p axis

        let wanted =
            $"class numbers: targets of shape {showDims (List.removeAt axis p.Dims)}"

        if y.Rank = p.Rank && y.Dims[axis] <> size 1 then
            refuse
                $"loss {name}"
                wanted
                $"targets of shape {showDims y.Dims}, as one-hot rows are"
                "loss: \"categorical_crossentropy\""
        elif y.Rank <> p.Rank && y.Rank <> p.Rank - 1 then
            refuse $"loss {name}" wanted $"targets of shape {showDims y.Dims}" "reshape the targets"

    /// Class numbers without an axis of their own.
    let labels axis (y: Symbol) (p: Symbol) =
        if y.Rank = p.Rank then Sym.squeeze [ axis ] y else y

    /// The value of the class, along an axis.
    let ofClass axis (values: Symbol) (labels: Symbol) =
        let index = labels |> Sym.cast DType.Int64 |> Sym.expandDims axis
        Sym.takeAlong axis values index |> Sym.squeeze [ axis ]

    /// Logarithms of the probabilities of classes.
    let logProbabilities axis fromLogits (p: Symbol) =
        match (if fromLogits then Some p else logits (Op.Softmax axis) p) with
        | Some x -> Sym.logSoftmax axis x
        | None -> Sym.log (probability (p / Sym.sum [ axis ] true p))

    /// Crossentropy of two classes from their probabilities, which are kept away from 0 and 1.
    let binaryOfProbability (y: Symbol) (p: Symbol) =
        let p = probability p
        -(y * Sym.log p + (1.0 - y) * Sym.log (1.0 - p))

    /// Crossentropy of two classes, element by element.
    let binary fromLogits (y: Symbol) (p: Symbol) =
        match
            (if fromLogits then
                 Some p
             else
                 logits (Op.Unary Unary.Sigmoid) p)
        with
        | Some x -> Sym.relu x - x * y + Sym.softplus -(Sym.abs x)
        | None -> binaryOfProbability y p

open Targets

/// <summary>-y · log(p) - (1 - y) · log(1 - p), the mean over an axis.</summary>
/// <param name="fromLogits">Whether the predictions are logits. Default: false, probabilities.</param>
/// <param name="labelSmoothing">How much of the targets is spread evenly over the classes. Default: 0.</param>
/// <param name="axis">The axis of the classes. Default: the last.</param>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type BinaryCrossentropy
    (
        [<Opt; Or(false)>] fromLogits: bool,
        [<Opt; Or(0.0)>] labelSmoothing: float,
        [<Opt; Or(-1)>] axis: int,
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("binary_crossentropy")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    do smoothing "BinaryCrossentropy" labelSmoothing

    override _.Call(y, p) =
        binary fromLogits (smoothBinary labelSmoothing y) p |> Sym.mean [ axis ] false

/// <summary>-Σ y · log(p) over the classes. Targets: one-hot rows or probabilities.</summary>
/// <param name="fromLogits">Whether the predictions are logits. Default: false, probabilities.</param>
/// <param name="labelSmoothing">How much of the targets is spread evenly over the classes. Default: 0.</param>
/// <param name="axis">The axis of the classes. Default: the last.</param>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type CategoricalCrossentropy
    (
        [<Opt; Or(false)>] fromLogits: bool,
        [<Opt; Or(0.0)>] labelSmoothing: float,
        [<Opt; Or(-1)>] axis: int,
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("categorical_crossentropy")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    do smoothing "CategoricalCrossentropy" labelSmoothing
    override _.Check(y, p) = categories name y p

    override _.Call(y, p) =
        let axis = Sym.axisOf p axis
        let y = smoothCategories axis labelSmoothing y
        -(Sym.sum [ axis ] false (y * logProbabilities axis fromLogits p))

/// <summary>-log of the probability of the class, given by number. Targets: integers of the
/// predictions' shape without the last axis.</summary>
/// <param name="fromLogits">Whether the predictions are logits. Default: false, probabilities.</param>
/// <param name="ignoreClass">A class whose positions do not count. Default: none.</param>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="axis">The axis of the classes. Default: the last.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type SparseCategoricalCrossentropy
    (
        [<Opt; Or(false)>] fromLogits: bool,
        [<Opt>] ignoreClass: Nullable<int>,
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or(-1)>] axis: int,
        [<Opt; Or("sparse_categorical_crossentropy")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    let isIgnored (labels: Symbol) =
        Sym.equal labels (labels.Like(float ignoreClass.Value))

    member internal _.IgnoreClass = ignoreClass |> Option.ofNullable
    member internal _.ClassAxis = axis

    override _.Ignored(y, values) : Symbol | null =
        if not ignoreClass.HasValue then
            null
        elif y.Rank > values.Rank then
            isIgnored (Sym.squeeze [ axis ] y)
        else
            isIgnored y

    override _.Check(y, p) = classNumbers name axis y p

    override _.Call(y, p) =
        let axis = Sym.axisOf p axis
        let labels = labels axis y p

        let entropy labels =
            -(ofClass axis (logProbabilities axis fromLogits p) labels)

        if ignoreClass.HasValue then
            // any class will do: the position does not count
            let entropy = entropy (Sym.where (isIgnored labels) (labels.Like 0.0) labels)
            Sym.where (isIgnored labels) (entropy.Like 0.0) entropy
        else
            entropy labels

/// <summary>(1 - q)^gamma times the binary crossentropy, where q is the probability given to what is
/// true. Lin et al., 2017.</summary>
/// <param name="applyClassBalancing">Whether the classes weigh alpha and 1 - alpha. Default: false.</param>
/// <param name="alpha">The weight of class 1, when balancing. Default: 0.25.</param>
/// <param name="gamma">How strongly what is easy counts less. Default: 2.</param>
/// <param name="fromLogits">Whether the predictions are logits. Default: false, probabilities.</param>
/// <param name="labelSmoothing">How much of the targets is spread evenly over the classes. Default: 0.</param>
/// <param name="axis">The axis of the classes. Default: the last.</param>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type BinaryFocalCrossentropy
    (
        [<Opt; Or(false)>] applyClassBalancing: bool,
        [<Opt; Or(0.25)>] alpha: float,
        [<Opt; Or(2.0)>] gamma: float,
        [<Opt; Or(false)>] fromLogits: bool,
        [<Opt; Or(0.0)>] labelSmoothing: float,
        [<Opt; Or(-1)>] axis: int,
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("binary_focal_crossentropy")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    do smoothing "BinaryFocalCrossentropy" labelSmoothing

    override _.Call(y, p) =
        let y = smoothBinary labelSmoothing y
        let p = if fromLogits then Sym.sigmoid p else p
        let wrong = 1.0 - (y * p + (1.0 - y) * (1.0 - p))
        let focal = Sym.power wrong (wrong.Like gamma) * binaryOfProbability y p

        let balanced =
            if applyClassBalancing then
                focal * (y * alpha + (1.0 - y) * (1.0 - alpha))
            else
                focal

        Sym.mean [ axis ] false balanced

/// One factor for all classes, or one for each.
[<Sealed>]
type ClassFactors internal (values: float list) =
    member internal _.Values = values
    /// Along the last axis of what they multiply.
    member internal _.Along = Sym.floats [| values.Length |] (Array.ofList values)
    /// One factor for all classes.
    static member op_Implicit(value: float) = ClassFactors [ value ]
    /// A factor for each class.
    static member op_Implicit(values: float[]) = ClassFactors(List.ofArray values)

/// <summary>-Σ alpha · (1 - p)^gamma · y · log(p) over the classes. Lin et al., 2017.</summary>
/// <param name="alpha">The weight of all classes, or of each. Default: 0.25.</param>
/// <param name="gamma">How strongly what is easy counts less. Default: 2.</param>
/// <param name="fromLogits">Whether the predictions are logits. Default: false, probabilities.</param>
/// <param name="labelSmoothing">How much of the targets is spread evenly over the classes. Default: 0.</param>
/// <param name="axis">The axis of the classes. Default: the last.</param>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type CategoricalFocalCrossentropy
    (
        [<Opt>] alpha: ClassFactors | null,
        [<Opt; Or(2.0)>] gamma: float,
        [<Opt; Or(false)>] fromLogits: bool,
        [<Opt; Or(0.0)>] labelSmoothing: float,
        [<Opt; Or(-1)>] axis: int,
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("categorical_focal_crossentropy")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    let factors = alpha |> orElse (ClassFactors.op_Implicit 0.25)
    do smoothing "CategoricalFocalCrossentropy" labelSmoothing
    member internal _.Alpha = factors

    override _.Check(y, p) =
        categories name y p

        match factors.Values, List.last p.Dims with
        | _ :: _ :: _ as several, Size n when several.Length <> n ->
            refuse
                name
                $"one alpha, or {n}: one for each place on the last axis"
                $"{several.Length}"
                "alpha: 0.25"
        | _ -> ()

    override _.Call(y, p) =
        let axis = Sym.axisOf p axis
        let y = smoothCategories axis labelSmoothing y
        let p = if fromLogits then Sym.softmax axis p else p
        let p = probability (p / Sym.sum [ axis ] true p)
        let wrong = 1.0 - p
        let focal = Sym.power wrong (wrong.Like gamma) * Sym.cast p.DType factors.Along
        -(Sym.sum [ axis ] false (focal * y * Sym.log p))

/// <summary>(1 - p^q) / q, where p is the probability of the class, given by number: between crossentropy
/// (q near 0) and absolute error (q = 1), for targets that may be wrong. Zhang and Sabuncu, 2018.</summary>
/// <param name="q">Above 0, at most 1. Default: 0.5.</param>
/// <param name="reduction">How samples become one number. Default: sum_over_batch_size.</param>
/// <param name="name">The name it is shown with.</param>
/// <param name="dtype">The type it calculates in. Default: "float32".</param>
[<Sealed>]
type CategoricalGeneralizedCrossEntropy
    (
        [<Opt; Or(0.5)>] q: float,
        [<Opt>] reduction: Reduction | null,
        [<Opt; Or("categorical_generalized_cross_entropy")>] name: string,
        [<Opt>] dtype: string | null
    ) =
    inherit Loss(name, reduction, dtype)

    do
        if not (q > 0.0 && q <= 1.0) then
            refuse "CategoricalGeneralizedCrossEntropy" "q above 0, at most 1" $"q = {q}" "q: 0.5"

    override _.Check(y, p) = classNumbers name -1 y p

    override _.Call(y, p) =
        let given = ofClass (p.Rank - 1) p (labels -1 y p)
        (1.0 - Sym.power given (given.Like q)) / q
