/// Keras's JSON of values: numbers, words, initializers, regularizers, constraints, activations, and what
/// objects were made with. The reverse of KerasObjects.
module internal Keratin.Saving.KerasValues

open System
open System.Collections
open System.Collections.Generic
open System.Globalization
open System.Reflection
open System.Runtime.CompilerServices
open System.Text.Json.Nodes
open Keratin
open Keratin.LayerTypes

/// A number as Python writes it: what is no whole number type keeps a point.
let number where (x: float) : JsonNode =
    if not (Double.IsFinite x) then
        refuse where "a number that JSON has" $"{x}" "give a finite number"

    let digits = x.ToString("R", CultureInfo.InvariantCulture)

    let written =
        if digits.IndexOfAny [| '.'; 'E' |] < 0 then
            digits + ".0"
        else
            digits

    nonNull (JsonNode.Parse written)

let text (s: string) : JsonNode = nonNull (JsonValue.Create s)

let object' (pairs: (string * (JsonNode | null)) seq) : JsonNode =
    let made = JsonObject()

    for name, value in pairs do
        made.Add(name, value)

    made :> JsonNode

let list (items: (JsonNode | null) seq) : JsonNode = JsonArray(Array.ofSeq items)

/// Lists and objects of what is given.
let rec nested (given: Nested<JsonNode | null>) : JsonNode | null =
    match given with
    | One value -> value
    | Listed parts -> list [ for part in parts -> nested part ]
    | Keyed parts -> object' [ for name, part in parts -> name, nested part ]

/// A parameter as Python spells it: `beta1` is `beta_1`, and `l1` is `l1`.
let parameterName (name: string) : string =
    let split (pattern: string) (s: string) =
        Text.RegularExpressions.Regex.Replace(s, pattern, "$1_$2")

    name
    |> split "([A-Z])([A-Z][a-z])"
    |> split "([a-z]{2,})([0-9])"
    |> split "([a-z0-9])([A-Z])"
    |> _.ToLowerInvariant()

/// An object of Keras's by its public place.
let described (place: string) (name: string) (config: JsonNode) : JsonNode =
    object' [
        "module", text place
        "class_name", text name
        "config", config
        "registered_name", null
    ]

let whole (n: int) : JsonNode = JsonValue.Create n
let truth (b: bool) : JsonNode = JsonValue.Create b

let private seed (seed: Nullable<int>) : JsonNode | null =
    if seed.HasValue then whole seed.Value else null

let private wholes (values: int list) : JsonNode = list [ for n in values -> whole n ]

/// One axis is a number.
let private axes (values: int list) : JsonNode =
    match values with
    | [ one ] -> whole one
    | several -> wholes several

let private notData where (what: string) : 'a =
    refuse
        where
        $"{what} that Keras has a name for"
        "a function of your own"
        "use one of the catalogue: a function cannot be saved"

let private initializer' where (given: Initializer) : JsonNode =
    let number = number where

    let make name config =
        described "keras.initializers" name (object' config)

    match given with
    | ZerosCase -> make "Zeros" []
    | OnesCase -> make "Ones" []
    | ConstantCase value -> make "Constant" [ "value", number value ]
    // Keras's own config leaves the gain out, and its constructor takes it
    | IdentityCase gain ->
        make "Identity" [
            if gain <> 1.0 then
                "gain", number gain
        ]
    | RandomNormalCase(mean, stddev, s) ->
        make "RandomNormal" [ "seed", seed s; "mean", number mean; "stddev", number stddev ]
    | RandomUniformCase(low, high, s) ->
        make "RandomUniform" [ "seed", seed s; "minval", number low; "maxval", number high ]
    | TruncatedNormalCase(mean, stddev, s) ->
        make "TruncatedNormal" [ "seed", seed s; "mean", number mean; "stddev", number stddev ]
    | OrthogonalCase(gain, s) -> make "Orthogonal" [ "seed", seed s; "gain", number gain ]
    | VarianceScalingCase(name, scale, mode, distribution, fans, s) ->
        let mode =
            match mode with
            | FanIn -> "fan_in"
            | FanOut -> "fan_out"
            | FanAverage -> "fan_avg"

        let distribution =
            match distribution with
            | UniformDistribution -> "uniform"
            | TruncatedNormalDistribution -> "truncated_normal"
            | UntruncatedNormalDistribution -> "untruncated_normal"

        make name [
            "seed", seed s
            if name = "VarianceScaling" then
                "scale", number scale
                "mode", text mode
                "distribution", text distribution
            "input_axes", fans |> Option.map (fst >> wholes) |> Option.toObj
            "output_axes", fans |> Option.map (snd >> wholes) |> Option.toObj
        ]
    | STFTCase(imaginary, window, scaling, periodic) ->
        make "STFT" [
            "side", text (if imaginary then "imag" else "real")
            "window", window |> Option.map text |> Option.toObj
            "scaling", scaling |> Option.map text |> Option.toObj
            "periodic", truth periodic
        ]
    | ValuesCase _
    | BlocksCase _
    | FunctionCase _ -> notData where "an initializer"

let private regularizer where (given: Regularizer) : JsonNode =
    let make name config =
        described
            "keras.regularizers"
            name
            (object' [ for key, x in config -> key, number where x ])

    match given with
    | L1L2Case(l1, 0.0) when l1 <> 0.0 -> make "L1" [ "l1", l1 ]
    | L1L2Case(0.0, l2) when l2 <> 0.0 -> make "L2" [ "l2", l2 ]
    | L1L2Case(l1, l2) -> make "L1L2" [ "l1", l1; "l2", l2 ]
    | OrthogonalityCase(factor, rows) ->
        described
            "keras.regularizers"
            "OrthogonalRegularizer"
            (object' [
                "factor", number where factor
                "mode", text (if rows then "rows" else "columns")
            ])
    | PenaltyCase _ -> notData where "a regularizer"

let private constraint' where (given: Constraint) : JsonNode =
    let number = number where

    let make name config =
        described "keras.constraints" name (object' config)

    match given with
    | NonNegCase -> make "NonNeg" []
    | UnitNormCase along -> make "UnitNorm" [ "axis", axes along ]
    | MaxNormCase(most, along) -> make "MaxNorm" [ "max_value", number most; "axis", axes along ]
    | MinMaxNormCase(least, most, rate, along) ->
        make "MinMaxNorm" [
            "min_value", number least
            "max_value", number most
            "rate", number rate
            "axis", axes along
        ]
    | LimitCase _ -> notData where "a constraint"

/// Keras's layers that are activations with settings, which a name alone does not have.
let private activationLayers =
    Map [
        "relu", "ReLU"
        "leaky_relu", "LeakyReLU"
        "elu", "ELU"
        "softmax", "Softmax"
    ]

let private activation where (given: Activation) : JsonNode =
    match Activation.Known.TryGetValue given.Name, Map.tryFind given.Name activationLayers with
    | (true, standard), _ when standard().Equals given -> text given.Name
    | (true, _), Some name ->
        object' [
            for key, value in given.Settings ->
                key,
                (if key = "axis" then
                     whole (int value)
                 else
                     number where value)
        ]
        |> described "keras.layers" name
    | _ ->
        refuse
            where
            "an activation that Keras has a name for"
            $"\"{given.Name}\", which is your own or has settings of its own"
            "use a layer for it, or the activation at its defaults"

/// The modules of Keras where the classes of a family are.
let moduleOf (o: obj) : string =
    match o with
    | :? Layer -> "keras.layers"
    | :? Loss -> "keras.losses"
    | :? Metric -> "keras.metrics"
    | :? Schedule -> "keras.optimizers.schedules"
    | :? Optimizer
    | :? OptimizerMap -> "keras.optimizers"
    | other -> bug "KerasValues" $"a {other.GetType().Name}"

/// Makes the JSON of a layer; KerasLayers has the one.
type LayerWriter = Layer -> JsonNode

/// An object that is named in an error: the place to look.
let private noPlace where (kind: string) (o: obj) : 'a =
    refuse
        where
        $"a {kind} that the catalogue has"
        $"{o.GetType().Name}, your own"
        "register the class with CustomObjects.Register, save the weights alone with SaveWeights, or compile with one of the catalogue"

/// Settings that Keras writes only where they are something else than this.
let private leftOut =
    Map [
        ("AUC", "thresholds"), "null"
        ("SparseTopKCategoricalAccuracy", "from_sorted_ids"), "false"
        ("CosineSimilarity", "axis"), "-1"
        ("Dense", "activity_regularizer"), "null"
        ("SimpleRNN", "seed"), "null"
        ("RandomGrayscale", "seed"), "null"
        ("MaxNumBoundingBoxes", "fill_value"), "-1.0"
    ]

/// Whether a setting of a class is left out.
let isLeftOut (kind: string) (key: string) (value: JsonNode | null) =
    let written =
        match value with
        | null -> "null"
        | value -> value.ToJsonString()

    Map.tryFind (kind, key) leftOut = Some written

let private countsIn (kind: Type) =
    if kind.Name.EndsWith "IoU" then "int32" else "float32"

/// What Python must know to open the file; LoadWeights can do without.
let private registered (r: Registration) (config: JsonNode) : JsonNode =
    object' [
        "module", null
        "class_name", text r.ClassName
        "config", config
        "registered_name", text r.Name
    ]

/// A number alone, and several as a list.
let private oneOrMore where (values: float list) : JsonNode =
    match values with
    | [ one ] -> number where one
    | several -> list [ for x in several -> number where x ]

let rec value where (writeLayer: LayerWriter) (given: obj | null) : JsonNode | null =
    let again (part: obj | null) = value where writeLayer part

    match Remembered.content given with
    | null -> null
    | :? bool as b -> truth b
    | :? int as n -> whole n
    | :? float as x -> number where x
    | :? string as s -> text s
    | :? Initializer as i -> initializer' where i
    | :? Regularizer as r -> regularizer where r
    | :? Constraint as c -> constraint' where c
    | :? Activation as a -> activation where a
    | :? Layer as layer -> writeLayer layer
    | :? LearningRate as rate ->
        match rate.Schedule with
        | Some schedule -> again schedule
        | None -> number where (float (float32 rate.Initial))
    | :? int64 as n -> JsonValue.Create n
    | :? Ngrams as ngrams -> wholes ngrams.Lengths
    | :? Salt as salt -> list [ for n in salt.Values -> JsonValue.Create n ]
    | :? Token as token ->
        match token.Number with
        | Some n -> JsonValue.Create n
        | None -> text (string token)
    | :? Sizes as sizes -> wholes sizes.Values
    | :? Thresholds as thresholds -> oneOrMore where thresholds.Values
    | :? ClassFactors as factors -> oneOrMore where factors.Values
    | :? Axes as given ->
        if given.IsSingle then
            axes given.Values
        else
            wholes given.Values
    | :? Interval as range -> list [ number where range.Low; number where range.High ]
    | :? DType as dtype -> text (DType.name dtype)
    | :? Loss
    | :? Metric
    | :? Optimizer
    | :? OptimizerMap
    | :? Schedule -> ofObject where writeLayer (nonNull given)
    | :? IReadOnlyDictionary<string, float> as d -> object' [ for p in d -> p.Key, again p.Value ]
    | :? IReadOnlyDictionary<string, Optimizer> as d ->
        object' [ for p in d -> p.Key, again p.Value ]
    | :? ITuple as tuple -> list [ for i in 0 .. tuple.Length - 1 -> again tuple[i] ]
    | :? IEnumerable as items -> list [ for item in items -> again item ]
    | :? Delegate as call ->
        match call.Target with
        | :? ParameterValues.LossFunction as known ->
            object' [
                "module", text "builtins"
                "class_name", text "function"
                "config", text known.Name
                "registered_name", text "function"
            ]
        | _ -> notData where "a function"
    | step when string step = TextStep<unit>.OwnFunction ->
        notData where "a step from texts to words"
    // what is left are words: "same", "channels_last", "multi_hot"
    | word -> text (string word)

/// An object of a registered class, with the settings that every object of its family has.
and custom where writeLayer (r: Registration) (common: (string * (JsonNode | null)) list) (o: obj) =
    object' [
        yield! common

        for key, setting in r.Settings o do
            if not (common |> List.exists (fun (known, _) -> known = key)) then
                key, value $"{where}, \"{key}\"" writeLayer setting
    ]
    |> registered r

/// The settings of an object by the parameters of its maker; a parameter it does not remember is a fault of
/// ours.
and settings where writeLayer (parameters: ParameterInfo[]) (o: obj) = [
    for p in parameters do
        let name = p.Name |> orElse ""

        match Remembered.tryFind name o with
        | Some found ->
            let key = parameterName name

            // a number that stands for Keras's None
            let isOff =
                p.GetCustomAttributes<Off>()
                |> Seq.exists (fun off -> box off.Value = (found |> orElse (obj ())))

            key,
            (if isOff then
                 null
             else
                 value $"{where}, \"{key}\"" writeLayer found)
        | None -> bug where $"{o.GetType().Name} does not remember \"{name}\""
]

/// A loss, a metric, a schedule or an optimizer of the catalogue, by its constructor.
and ofObject where writeLayer (o: obj) : JsonNode =
    let kind = o.GetType()

    match CustomObjects.TryOf o with
    | Some registration -> custom where writeLayer registration [] o
    | None when kind.Assembly <> typeof<Layer>.Assembly || not kind.IsPublic ->
        noPlace where ((moduleOf o).Replace("keras.", "").TrimEnd 's') o
    | None -> ofCatalogue where writeLayer o

and private ofCatalogue where writeLayer (o: obj) : JsonNode =
    let kind = o.GetType()
    let parameters = (kind.GetConstructors()[0]).GetParameters()

    object' [
        for key, value in settings where writeLayer parameters o do
            // the loss of that name has an axis in Keras's config, the metric has not; losses save no type
            if key <> "dtype" && not (o :? Metric && isLeftOut kind.Name key value) then
                key, value
        match o with
        | :? Metric as metric -> "dtype", text (metric.GivenDType |> orElse (countsIn kind))
        | _ -> ()
    ]
    |> described (moduleOf o) kind.Name
