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

/// Names agree whatever their case and underscores: `beta1` is `beta_1`.
let plain (name: string) =
    name.Replace("_", "").ToLowerInvariant()

let unwrapInvocation (run: unit -> 'a) : 'a =
    try
        run ()
    with :? TargetInvocationException as e ->
        match e.InnerException with
        | null -> reraise ()
        | inner ->
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(inner).Throw()
            reraise ()

/// The function that a loss of Keras's is, by its name.
[<Sealed>]
type LossFunction(name: string) =
    let loss: Loss = Loss.op_Implicit name
    member _.Name = name
    member _.Call(y: Symbol, p: Symbol) : Symbol = loss.CallLoss(y, p)

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
            |> List.map plain

        let methods =
            kind.GetMethods flags
            |> Array.filter (fun m ->
                List.contains (plain m.Name) candidates && m.ReturnType = kind)

        let properties =
            kind.GetProperties flags
            |> Array.filter (fun p -> List.contains (plain p.Name) candidates)

        match methods, properties with
        | [| one |], _ ->
            unwrapInvocation (fun () ->
                let parameters = one.GetParameters()
                one.Invoke(null, arguments where readLayer parameters d.Config))
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
    let where' = where

    if isNull e then
        null
    elif target = typeof<string> then
        // a dtype policy is an object with a name
        match tryDescribe e with
        | Some d -> box (required where "name" d.Config |> text where)
        | None -> box (text where e)
    elif target = typeof<int> || target = typeof<Nullable<int>> then
        box (int where e)
    elif target = typeof<float> || target = typeof<Nullable<float>> then
        box (float where e)
    elif target = typeof<bool> || target = typeof<Nullable<bool>> then
        box (bool where e)
    elif target = typeof<Sizes> then
        box (Sizes(ints where e))
    elif target = typeof<Interval> then
        box (
            if e.ValueKind = JsonValueKind.Array then
                Interval.op_Implicit (Array.ofList (numbers where e)): Interval
            else
                Interval.op_Implicit (float where e)
        )
    elif target = typeof<Axes> then
        box (
            if e.ValueKind = JsonValueKind.Array then
                Axes(ints where e)
            else
                Axes.op_Implicit (int where e)
        )
    elif target = typeof<IReadOnlyList<Dim>> then
        // null and -1 alike: the size that follows from the others
        box [|
            for item in items where e -> size (if isNull item then -1 else int where' item)
        |]
    elif target = typeof<Operand> then
        box (SymbolOperand(Sym.constant (array where e)))
    elif target = typeof<NormOrder> && e.ValueKind = JsonValueKind.Number then
        box (NormOrder.op_Implicit (float where e): NormOrder)
    elif target = typeof<Thresholds> then
        box (Thresholds(numbers where e))
    elif target = typeof<Func<Symbol, Symbol, Symbol>> then
        // a function of Keras's, by the name of the loss it belongs to
        let known = LossFunction((describe where e).Config |> text where)
        box (Delegate.CreateDelegate(target, known, nameof known.Call))
    elif target = typeof<int[]> then
        box (Array.ofList (ints where e))
    elif
        (target = typeof<string[]> || target = typeof<int64[]>)
        && e.ValueKind = JsonValueKind.String
    then
        refuse
            where
            "the tokens themselves"
            $"the path \"{text where e}\", which loading does not open"
            "take \"vocabulary\" out of the config, and call SetVocabulary after loading"
    elif target = typeof<string[]> then
        box [| for item in items where e -> text where item |]
    elif target = typeof<int64[]> then
        box [| for item in items where e -> long where item |]
    elif target = typeof<int64> || target = typeof<Nullable<int64>> then
        box (long where e)
    elif target = typeof<Ngrams> then
        box (
            if e.ValueKind = JsonValueKind.Array then
                Ngrams(ints where e)
            else
                Ngrams.op_Implicit (int where e)
        )
    elif target = typeof<Salt> then
        match
            (if e.ValueKind = JsonValueKind.Array then
                 items where e
             else
                 [ e; e ])
        with
        | [ first; second ] -> box (Salt(long where first, long where second))
        | _ -> wrongKind where "two whole numbers" e
    elif target = typeof<Token> then
        box (
            if e.ValueKind = JsonValueKind.String then
                Token.op_Implicit (text where e)
            else
                Token.op_Implicit (long where e)
        )
    elif target = typeof<float[]> then
        box (Array.ofList (numbers where e))
    elif target = typeof<Nullable<int>[]> then
        items where e
        |> List.map (fun item ->
            if isNull item then
                Nullable()
            else
                Nullable(int where' item))
        |> Array.ofList
        |> box
    elif target = typeof<IReadOnlyDictionary<string, float>> then
        box (
            dict [
                for property in members where e ->
                    property.Name, float $"{where}, \"{property.Name}\"" property.Value
            ]
            |> Dictionary
        )
    elif target = typeof<Optimizer> || target = typeof<OptimizerMap> then
        box (instance where readLayer target e)
    elif target = typeof<IReadOnlyDictionary<string, Optimizer>> then
        box (
            dict [
                for property in members where e ->
                    property.Name,
                    instance where readLayer typeof<Optimizer> property.Value :?> Optimizer
            ]
            |> Dictionary
        )
    elif target = typeof<Margins> then
        if e.ValueKind = JsonValueKind.Array then
            let parts = items where e

            if parts |> List.forall (fun p -> p.ValueKind = JsonValueKind.Array) then
                box (
                    Margins [
                        for p in parts ->
                            (match ints where p with
                             | [ a; b ] -> a, b
                             | a :: _ -> a, a
                             | [] -> 0, 0)
                    ]
                )
            else
                // two numbers: before and after of the one axis
                match ints where e with
                | [ a; b ] -> box (Margins [ a, b ])
                | a :: _ -> box (Margins [ a, a ])
                | [] -> null
        else
            let n = int where e
            box (Margins [ n, n ])
    elif target = typeof<LearningRate> then
        if e.ValueKind = JsonValueKind.Number then
            box (LearningRate.op_Implicit (float where e))
        else
            box (
                LearningRate.op_Implicit (instance where readLayer typeof<Schedule> e :?> Schedule)
            )
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
and arguments where readLayer (parameters: ParameterInfo[]) (config: JsonElement) : (obj | null)[] =
    let given = Dictionary<string, JsonElement>()

    if config.ValueKind = JsonValueKind.Object then
        for property in config.EnumerateObject() do
            given[plain property.Name] <- property.Value

    parameters
    |> Array.map (fun p ->
        let standard () : obj | null =
            match p.DefaultValue with
            | :? DBNull
            | :? Missing -> null
            | value -> value

        let name = p.Name |> orElse ""

        match given.TryGetValue(plain name) with
        | true, e when not (isNull e) -> convert $"{where}, \"{name}\"" readLayer p.ParameterType e
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

    match known |> Array.tryFind (fun t -> t.Name = d.ClassName) with
    | Some t ->
        let constructor = t.GetConstructors()[0]

        unwrapInvocation (fun () ->
            let parameters = constructor.GetParameters()
            constructor.Invoke(arguments $"{where} {d.ClassName}" readLayer parameters d.Config))
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
            one.Invoke(null, arguments $"{where} ({d.ClassName})" readLayer parameters d.Config))
        |> fun made ->
            match made with
            | :? Layer as layer -> layer |> zeroingMasked where d
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
            && plain m.Name = plain name
            && m.Name <> "op_Implicit")

    match member' with
    | Some m when not (members where settings).IsEmpty ->
        let parameters = m.GetParameters()

        let noLayer _ =
            bug where "a layer within an activation"

        (unwrapInvocation (fun () -> m.Invoke(null, arguments where noLayer parameters settings))
         |> orElse (obj ()))
        :?> Activation
    | _ -> Activation.op_Implicit name

/// A loss by its config, with another reduction.
let lossWith where (e: JsonElement) (reduction: Reduction) : Loss =
    let noLayer _ = bug where "a layer within a loss"
    let made = instance where noLayer typeof<Loss> e :?> Loss
    made.Reduction <- reduction
    made
