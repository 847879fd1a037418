/// Every setting of every class that a file can name is in its config, and is read as it was written.
module Keratin.Properties.ClassConfigs

open System
open System.Reflection
open System.Text.Json.Nodes
open Xunit
open Keratin
open Keratin.Saving
open Keratin.Properties

/// Every class that a compile_config can name, and schedules.
let private classes = [
    for family in [ typeof<Loss>; typeof<Metric>; typeof<Schedule>; typeof<Optimizer> ] do
        for kind in family.Assembly.GetTypes() do
            if kind.IsPublic && not kind.IsAbstract && family.IsAssignableFrom kind then
                kind
]

/// A value of a parameter that is not its default.
let private another (p: ParameterInfo) : obj | null =
    let kind = p.ParameterType

    match p.DefaultValue with
    | :? bool as b -> box (not b)
    | :? int as n -> box (n + 1)
    | :? float as x -> box (if x = 0.0 then 0.25 else x / 2.0)
    | :? string as s -> box s
    | _ when p.Name = "dtype" -> box "float16"
    | _ when kind = typeof<int> -> box 3
    | _ when kind = typeof<float> -> box 0.5
    | _ when kind = typeof<Nullable<int>> -> box 2
    | _ when kind = typeof<Nullable<float>> -> box 0.5
    | _ when kind = typeof<LearningRate> -> box (LearningRate.op_Implicit 0.25: LearningRate)
    | _ when kind = typeof<Reduction> -> box Reduction.Sum
    | _ when kind = typeof<Thresholds> -> box (Thresholds [ 0.25; 0.75 ])
    | _ when kind = typeof<int[]> -> box [| 0; 1 |]
    | _ when kind = typeof<float[]> -> box [| 0.25; 0.5 |]
    | _ when kind = typeof<string[]> -> box [| "dense" |]
    | _ when kind = typeof<Optimizer> -> box (SGD())
    | _ when kind = typeof<OptimizerMap> -> box (OptimizerMap(Adam()))
    | _ when kind = typeof<Func<Symbol, Symbol, Symbol>> ->
        let known = ParameterValues.LossFunction "mean_squared_error"
        box (Delegate.CreateDelegate(kind, known, nameof known.Call))
    | _ -> null

let private noLayer _ = failwith "no layer is here"

/// An object with one parameter set to another value, or None where the class refuses that.
let private tryMake (kind: Type) (changed: string) : obj option =
    let constructor = kind.GetConstructors()[0]

    let argument (p: ParameterInfo) : obj | null =
        if p.Name = changed || not p.IsOptional then
            another p
        else
            match p.DefaultValue with
            | :? DBNull
            | :? Missing -> null
            | value -> value

    try
        Some(constructor.Invoke(constructor.GetParameters() |> Array.map argument))
    with :? TargetInvocationException as e when (e.InnerException :? KeratinException) ->
        None

let private written (o: obj) : JsonNode = KerasValues.ofObject "law" noLayer o

[<Fact>]
let ``every parameter of a class is in its config`` () =
    let mutable checked' = 0

    Law.all [
        for kind in classes do
            let family =
                [ typeof<Loss>; typeof<Metric>; typeof<Schedule>; typeof<Optimizer> ]
                |> List.find (fun family -> family.IsAssignableFrom kind)

            for p in (kind.GetConstructors()[0]).GetParameters() do
                match tryMake kind (p.Name |> orElse "") with
                | None -> ()
                | Some made ->
                    checked' <- checked' + 1
                    let json = written made
                    use document = System.Text.Json.JsonDocument.Parse(json.ToJsonString())
                    let again = KerasObjects.instance "law" noLayer family document.RootElement

                    if not (JsonNode.DeepEquals(json, written again)) then
                        $"{kind.Name}, {p.Name}: {json.ToJsonString()} became {(written again).ToJsonString()}"

                    match tryMake kind "" with
                    | Some plain when not (isNull (another p)) && p.DefaultValue <> another p ->
                        // Keras's losses do not save their type
                        let isKept = not (family = typeof<Loss> && p.Name = "dtype")

                        if isKept && p.IsOptional && JsonNode.DeepEquals(json, written plain) then
                            $"{kind.Name}: the parameter {p.Name} is not in its config"
                    | _ -> ()
    ]

    Assert.True(checked' > 300, $"{checked'} parameters")

let private initializers: Initializer list = [
    Initializer.Zeros
    Initializer.Ones
    Initializer.Constant 0.5
    Initializer.Identity 2.0
    Initializer.RandomNormal(0.1, 0.2, Nullable 3)
    Initializer.RandomUniform(-0.1, 0.2)
    Initializer.TruncatedNormal(0.1, 0.2, Nullable 4)
    Initializer.VarianceScaling(
        1.5,
        "fan_out",
        "untruncated_normal",
        Nullable 1,
        Axes [ 0 ],
        Axes [ 1 ]
    )
    Initializer.GlorotUniform(Nullable 1)
    Initializer.GlorotNormal()
    Initializer.HeUniform()
    Initializer.HeNormal()
    Initializer.LecunUniform()
    Initializer.LecunNormal()
    Initializer.Orthogonal(0.5, Nullable 2)
    Initializer.STFT("imag", "hann", null, true)
]

[<Fact>]
let ``initializers, regularizers, constraints and activations are read as they were written`` () =
    let again (kind: Type) (value: obj) =
        let json = KerasValues.value "law" noLayer value

        let text =
            json
            |> Option.ofObj
            |> Option.map _.ToJsonString()
            |> Option.defaultValue "null"

        use document = System.Text.Json.JsonDocument.Parse text
        KerasObjects.argument "law" kind document.RootElement

    for i in initializers do
        Assert.Equal(box i, again typeof<Initializer> i)

    for r in
        [
            Regularizer.L1 0.1
            Regularizer.L2 0.2
            Regularizer.L1L2(0.1, 0.2)
            Regularizer.Orthogonal(0.1, "columns")
        ] do
        Assert.Equal(box r, again typeof<Regularizer> r)

    for c in
        [
            Constraint.MaxNorm(1.5, Axes [ 0; 1 ])
            Constraint.NonNeg
            Constraint.UnitNorm()
            Constraint.MinMaxNorm(0.1, 0.9, 0.5, Axes [ 1 ])
        ] do
        Assert.Equal(box c, again typeof<Constraint> c)

    for KeyValue(_, make) in Activation.Known do
        Assert.Equal(box (make ()), again typeof<Activation> (make ()))

    for a in
        [
            Activation.LeakyRelu 0.1
            Activation.Relu(0.1, Nullable 5.0, 0.5)
            Activation.Elu 0.5
        ] do
        Assert.Equal(box a, again typeof<Activation> a)
