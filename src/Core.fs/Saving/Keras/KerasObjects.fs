/// Keras's serialized objects (layers, initializers, losses, optimizers…) made from their JSON, by the
/// names and defaults of our own members: the catalogue is the only place that knows them.
module internal Keratin.Saving.KerasObjects

open System
open System.Collections.Concurrent
open System.Collections.Generic
open System.Reflection
open System.Text.Json
open Keratin
open Keratin.Saving.KerasJson

let unwrapInvocation (run: unit -> 'a) : 'a =
    try
        run ()
    with :? TargetInvocationException as e ->
        match e.InnerException with
        | null -> reraise ()
        | inner ->
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(inner).Throw()
            reraise ()

/// Makes a nested layer; set by KerasConfig, which knows models too.
type LayerReader = JsonElement -> Layer

/// Whether a parameter of a reference type is declared to take null.
let private mayBeNull =
    let known = ConcurrentDictionary<ParameterInfo, bool>()

    let ask (p: ParameterInfo) =
        not p.ParameterType.IsValueType
        && NullabilityInfoContext().Create(p).WriteState <> NullabilityState.NotNull

    fun p -> known.GetOrAdd(p, ask)

/// Values of a type that has static members named like Keras's classes: Initializer, Constraint…
let rec private valueOf where (readLayer: LayerReader) (kind: Type) (e: JsonElement) : obj =
    if e.ValueKind = JsonValueKind.String then
        fromText kind (text where e)
    else
        let d = describe where e
        let name = d.ClassName
        let flags = BindingFlags.Static ||| BindingFlags.Public

        let candidates =
            [ name; name.Replace("Initializer", ""); name.Replace("Regularizer", "") ]
            |> List.map Words.plain

        let methods =
            kind.GetMethods flags
            |> Array.filter (fun m ->
                List.contains (Words.plain m.Name) candidates && m.ReturnType = kind)

        let properties =
            kind.GetProperties flags
            |> Array.filter (fun p -> List.contains (Words.plain p.Name) candidates)

        match methods, properties with
        | [| one |], _ ->
            unwrapInvocation (fun () ->
                let parameters = one.GetParameters()
                one.Invoke(null, arguments where readLayer name parameters d.Config))
            |> orElse (obj ())
        | _, [| one |] -> one.GetValue null |> orElse (obj ())
        | _ ->
            refuse
                where
                $"a known {kind.Name.ToLowerInvariant()}"
                $"\"{name}\""
                "register it, or load the weights alone"

and private fromText (kind: Type) (word: string) : obj =
    let convert =
        kind.GetMethods(BindingFlags.Static ||| BindingFlags.Public)
        |> Array.find (fun m ->
            m.Name = "op_Implicit"
            && m.ReturnType = kind
            && (Array.head (m.GetParameters())).ParameterType = typeof<string>)

    unwrapInvocation (fun () -> convert.Invoke(null, [| word |])) |> orElse (obj ())

/// One parameter's value, of the parameter's type.
and private convert where readLayer (target: Type) (e: JsonElement) : obj | null =
    match ParameterValues.tryReader target with
    | _ when isNull e -> null
    | Some read -> read where e
    | None -> object' where readLayer target e

/// A reduction; Keras 2's "auto" is the mean over samples.
and private reduction where readLayer (e: JsonElement) : obj =
    if e.ValueKind = JsonValueKind.String && e.GetString() = "auto" then
        Reduction.SumOverBatchSize
    else
        valueOf where readLayer typeof<Reduction> e

/// A parameter's value that is made of other objects.
and private object' where readLayer (target: Type) (e: JsonElement) : obj | null =
    if target = typeof<Optimizer> || target = typeof<OptimizerMap> then
        box (instance where readLayer target e)
    elif target = typeof<IReadOnlyDictionary<string, Optimizer>> then
        box (
            dict [
                for property in properties where e ->
                    property.Name,
                    instance where readLayer typeof<Optimizer> property.Value :?> Optimizer
            ]
            |> Dictionary
        )
    elif target = typeof<LearningRate> then
        if e.ValueKind = JsonValueKind.Number then
            box (LearningRate.op_Implicit (float where e))
        else
            box (
                LearningRate.op_Implicit (instance where readLayer typeof<Schedule> e :?> Schedule)
            )
    elif target = typeof<Reduction> then
        reduction where readLayer e
    elif target = typeof<Layer> then
        box (readLayer e)
    elif target = typeof<IReadOnlyList<Layer>> then
        box (items where e |> List.map readLayer |> Array.ofList)
    elif target = typeof<Activation> then
        match tryDescribe e with
        | Some d when d.ClassName = "function" ->
            box (Activation.op_Implicit (text where d.Config): Activation)
        | _ -> valueOf where readLayer target e
    else
        valueOf where readLayer target e

/// Arguments for a member of ours: what the config has, and the member's own defaults for the rest.
and arguments
    where
    readLayer
    (kind: string)
    (parameters: ParameterInfo[])
    (config: JsonElement)
    : (obj | null)[] =
    let given = Dictionary<string, JsonElement>()

    if config.ValueKind = JsonValueKind.Object then
        for property in config.EnumerateObject() do
            let name = Words.plain property.Name

            given[KerasSettings.today kind name] <- property.Value

    parameters
    |> Array.map (fun p ->
        let standard () : obj | null =
            match p.DefaultValue with
            | :? DBNull
            | :? Missing -> null
            | value -> value

        let name = p.Name |> orElse ""

        match given.TryGetValue(Words.plain name) with
        | true, e when not (isNull e) -> convert $"{where}, \"{name}\"" readLayer p.ParameterType e
        | true, _ when p.ParameterType = typeof<Reduction> -> box Reduction.None
        // null is none where the parameter can be none, and the default where it cannot
        | true, _ when mayBeNull p -> null
        | true, _ when (p.GetCustomAttributes<Off>() |> Seq.isEmpty |> not) ->
            box (p.GetCustomAttributes<Off>() |> Seq.head).Value
        | _ when p.IsOptional -> standard ()
        | _ ->
            refuse
                where
                $"\"{Words.snake name}\" in the config"
                "none"
                "the file is damaged: save it again")

/// An object of a class of ours, by its constructor: losses, metrics, optimizers, schedules.
and instance where readLayer (family: Type) (e: JsonElement) : obj =
    let d = describe where e

    let known =
        family.Assembly.GetTypes()
        |> Array.filter (fun t -> t.IsPublic && not t.IsAbstract && family.IsAssignableFrom t)

    // TF-Keras registered its optimizers as its own
    let name = d.ClassName.Replace("Custom>", "")

    match known |> Array.tryFind (fun t -> t.Name = name) with
    | Some t ->
        let constructor = t.GetConstructors()[0]

        unwrapInvocation (fun () ->
            let parameters = constructor.GetParameters()

            KerasSettings.ofObject where parameters d

            constructor.Invoke(
                arguments $"{where} {d.ClassName}" readLayer d.ClassName parameters d.Config
            ))
    | None ->
        match tryCustom where d with
        | Some made when family.IsInstanceOfType made -> made
        | _ ->
            refuseWord where (family.Name.ToLowerInvariant()) d.ClassName (known |> Seq.map _.Name)

/// An object of a registered class.
and tryCustom where (d: Described) : obj option =
    CustomObjects.TryFind(d.RegisteredName, d.ClassName)
    |> Option.map (fun registration ->
        let noLayer _ = bug where "a layer within settings"
        let where = $"{where} ({registration.Name})"

        registration.Create(
            Config(where, d.Config, fun where kind e -> convert where noLayer kind e)
        ))

/// The members of the catalogue that make layers of a class.
let makersOf (kind: string) : MethodInfo[] =
    typeof<Layers>.GetMethods(BindingFlags.Static ||| BindingFlags.Public)
    |> Array.filter (fun m -> m.ReturnType = typeof<Layer> && m.Name = kind)

/// A recurrent layer whose steps that do not count are zero, where the config says so: Keras sets it within
/// other layers, and it is no parameter.
let private zeroingMasked where (d: Described) (layer: Layer) : Layer =
    match layer.Meaning, optional "zero_output_for_mask" d.Config with
    | Some(:? LayerTypes.IRecurrent as meaning), Some e when bool where e ->
        let traversal = {
            meaning.Traversal with
                ZeroOutputForMask = true
        }

        let changed =
            CatalogueLayer(layer.Kind, layer.Name, meaning.With traversal, Policy = layer.Policy)

        changed.Trainable <- layer.Trainable
        changed
    | _ -> layer

/// The penalty on outputs that Keras knows for every layer, where the maker has no parameter for it.
let private regularized where (maker: MethodInfo) (d: Described) (layer: Layer) : Layer =
    match optional "activity_regularizer" d.Config with
    | Some e when
        not (isNull e)
        && maker.GetParameters() |> Array.forall (fun p -> p.Name <> "activityRegularizer")
        ->
        let noLayer _ =
            bug where "a layer within a regularizer"

        layer.ActivityRegularizer <-
            Some(valueOf where noLayer typeof<Regularizer> e :?> Regularizer)
    | _ -> ()

    layer

/// Keras's classes that only carry a model of another framework, and which one.
let carriers =
    Map [
        "TorchModuleWrapper", "a PyTorch module"
        "TFSMLayer", "a TensorFlow SavedModel"
        "JaxLayer", "a JAX function"
        "FlaxLayer", "a Flax module"
    ]

/// A layer of the catalogue by its class and config.
let layer where readLayer (d: Described) : Layer =
    /// Of two members of one name, the one whose list parameters are lists in the config.
    let fits (m: MethodInfo) =
        m.GetParameters()
        |> Array.sumBy (fun p ->
            match optional (Words.snake (p.Name |> orElse "")) d.Config with
            // no file has a function
            | _ when typeof<Delegate>.IsAssignableFrom p.ParameterType -> -8
            | Some e when p.ParameterType = typeof<float[]> ->
                if e.ValueKind = JsonValueKind.Array then 1 else -1
            | _ -> 0)

    match makersOf d.ClassName with
    | [||] when carriers.ContainsKey d.ClassName ->
        refuse
            where
            "a layer whose config says what it computes"
            $"{d.ClassName}, which only carries the code of {carriers[d.ClassName]}, and that code is not in the file"
            "write that part with layers of Keras, copy its weights into them, and save the model again; or run it as ONNX with OnnxSession"
    | [||] ->
        match tryCustom where d with
        | Some(:? Layer as layer) ->
            optional "name" d.Config
            |> Option.iter (fun name -> layer.Name <- text where name)

            match optional "trainable" d.Config with
            | Some e when not (bool where e) -> layer.Trainable <- false
            | _ -> ()

            layer
        | _ ->
            refuse
                where
                "a layer of the catalogue"
                $"the class \"{d.ClassName}\""
                "register the class, or load the weights alone"
    | several ->
        let one = several |> Array.maxBy (fun m -> fits m, m.GetParameters().Length)

        unwrapInvocation (fun () ->
            let parameters = one.GetParameters()
            KerasSettings.ofLayer where parameters d

            one.Invoke(
                null,
                arguments $"{where} ({d.ClassName})" readLayer d.ClassName parameters d.Config
            ))
        |> fun made ->
            match made with
            | :? Layer as layer -> layer |> zeroingMasked where d |> regularized where one d
            | _ -> bug where "the catalogue gave no layer"

/// A value by its config where no layer can occur in it: an Initializer, a Regularizer, a Constraint.
let value<'t> where (e: JsonElement) : 't =
    valueOf where (fun _ -> bug where "a layer within a value") typeof<'t> e :?> 't

/// A value of a parameter's type, where no layer can occur in it.
let argument where (target: Type) (e: JsonElement) : obj | null =
    convert where (fun _ -> bug where "a layer within an operation") target e

/// An activation by its name and settings.
let activation where (name: string) (settings: JsonElement) : Activation =
    let member' =
        typeof<Activation>.GetMethods(BindingFlags.Static ||| BindingFlags.Public)
        |> Array.tryFind (fun m ->
            m.ReturnType = typeof<Activation>
            && Words.plain m.Name = Words.plain name
            && m.Name <> "op_Implicit")

    match member' with
    | Some m when not (properties where settings).IsEmpty ->
        let parameters = m.GetParameters()

        let noLayer _ =
            bug where "a layer within an activation"

        (unwrapInvocation (fun () ->
            m.Invoke(null, arguments where noLayer name parameters settings))
         |> orElse (obj ()))
        :?> Activation
    | _ -> Activation.op_Implicit name

/// A loss by its config, with another reduction.
let lossWith where (e: JsonElement) (reduction: Reduction) : Loss =
    let noLayer _ = bug where "a layer within a loss"
    let made = instance where noLayer typeof<Loss> e :?> Loss
    made.Reduction <- reduction
    made
