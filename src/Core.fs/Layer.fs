/// Layers: what one means (ILayer), what it is called with (Scope), and the object that owns its
/// weights and remembers its calls (Layer).
namespace Keratin

open System
open System.Collections.Generic

/// How a layer is made of operations. The type's name is the Keras class, its fields are the Keras
/// config, and Build is what it means.
type internal ILayer =
    /// The outputs for these inputs. Run once for each call of the layer: weights of a name that
    /// exists already are the same ones.
    abstract Build: scope: Scope * inputs: Symbol list -> Symbol list

/// A layer that can be called the other way round, with the flag "reverse".
and internal IReversible = interface end

/// What Build is given: weights, masks, chance, and the call's arguments.
and [<Sealed>] internal Scope(layer: Layer, inputs: Symbol list, arguments: CallArguments) =
    let losses = List<Symbol>()
    let updates = List<Weight * (Symbol -> Symbol)>()
    let metrics = List<string * Symbol>()

    static let current: System.Threading.ThreadLocal<Scope option> =
        new System.Threading.ThreadLocal<Scope option>(fun () -> None)


    /// Runs with this scope as the innermost; its losses then also count for the one around it.
    member s.Around(run: unit -> 'a) : 'a =
        let outer = current.Value
        current.Value <- Some s

        try
            run ()
        finally
            current.Value <- outer

            outer
            |> Option.iter (fun (outer: Scope) ->
                for loss in losses do
                    outer.AddLoss loss

                for weight, next in updates do
                    outer.AddUpdate(weight, next)

                for metric, value in metrics do
                    outer.AddMetric(metric, value))

    /// Runs with penalties and updates of its own, which are handed back instead of being kept.
    member _.Apart(run: unit -> 'a) : 'a * Symbol list * (Weight * (Symbol -> Symbol)) list =
        let ofLosses, ofUpdates = losses.Count, updates.Count
        let result = run ()
        let newLosses = List.ofSeq losses |> List.skip ofLosses
        let newUpdates = List.ofSeq updates |> List.skip ofUpdates
        losses.RemoveRange(ofLosses, newLosses.Length)
        updates.RemoveRange(ofUpdates, newUpdates.Length)
        result, newLosses, newUpdates

    /// The call that is being made on this thread.
    static member Current = current.Value

    member _.Layer = layer
    member _.Arguments = arguments
    member _.Losses = losses
    member _.Updates = updates
    member _.Metrics = metrics

    /// The place, for errors: the path and the printed layer.
    member _.Where = $"{Place.get ()} ({layer.Kind})"

    member s.Refuse expected got fix : 'a = refuse s.Where expected got fix

    /// A weight, made at the first call.
    member s.Weight
        (
            name: string,
            shape: Dim list,
            initializer: Initializer,
            ?regularizer: Regularizer option,
            ?limit: Constraint option,
            ?trainable: bool,
            ?dtype: DType,
            ?storage: int list
        ) : Symbol =
        let sizes =
            shape
            |> List.map (fun dim ->
                match dim with
                | Size n when n > 0 -> n
                | dim ->
                    s.Refuse
                        $"a known size for the weight \"{name}\""
                        $"{showDims shape}: {dim}"
                        "give the input a shape whose last axis is a number")

        let element = defaultArg dtype layer.Policy.Variable

        if defaultArg trainable true && not (DType.isFloat element) then
            s.Refuse
                $"a type of floating numbers for the weight \"{name}\", which is trained"
                $"dtype = \"{DType.name element}\""
                "dtype: \"float32\""

        layer.AddWeight(
            s.Where,
            name,
            sizes,
            initializer,
            defaultArg regularizer None,
            defaultArg limit None,
            defaultArg trainable true,
            element,
            defaultArg storage [ 0 .. sizes.Length - 1 ]
        )
        |> Sym.weight
        |> fun w ->
            if DType.isFloat w.DType then
                Sym.cast layer.Policy.Compute w
            else
                w

    /// Seed and counter of this layer's random numbers; a different one for each call.
    member _.Seed(own: Nullable<int>) : Symbol = layer.NextSeed own

    /// Calls a layer that is part of this one, under the attribute's name.
    member _.Part
        (attribute: string, part: Layer, inputs: Symbol list, ?given: CallArguments)
        : Symbol list =
        layer.AddPart(attribute, part)
        let given = defaultArg given CallArguments.None

        part.Call(
            inputs,
            {
                given with
                    Training = given.Training |> Option.orElse arguments.Training
            }
        )

    /// Where the n-th input counts: what the caller gave, else what the input carries.
    member _.Mask n : Symbol option =
        match List.tryItem n arguments.Masks with
        | Some(Some mask) -> Some mask
        | _ -> inputs |> List.tryItem n |> Option.bind _.Mask

    member _.Flag name =
        arguments.Flags |> Map.tryFind name |> Option.defaultValue false

    member _.Symbols name =
        arguments.Symbols |> Map.tryFind name |> Option.defaultValue []

    /// One of two values, by the phase.
    member _.Phase(training: unit -> Symbol, inference: Symbol) : Symbol =
        match arguments.Training with
        | Some true -> training ()
        | Some false -> inference
        | None -> Sym.phase None (training ()) inference

    member _.AddLoss(loss: Symbol) : unit = losses.Add loss

    /// What a weight becomes, from what it was, after a training step that includes this call: a moving
    /// mean. What a recurrent layer hands on changes after any step.
    member _.AddUpdate(weight: Weight, next: Symbol -> Symbol) : unit = updates.Add((weight, next))

    /// A value that this layer hands on from batch to batch; it begins with zeros.
    member s.Carried(name: string, shape: int list, dtype: DType) : Weight =
        layer.AddCarried(s.Where, name, shape, dtype)

    /// A value to be shown beside the loss: its mean over the epoch.
    member _.AddMetric(metric: string, value: Symbol) : unit = metrics.Add((metric, value))

/// One call of a layer: what every symbol it made remembers.
and [<Sealed>] internal LayerCall(layer: Layer, inputs: Symbol list, arguments: CallArguments) =
    inherit Origin()
    member _.Layer = layer
    member _.Inputs = inputs
    member _.Arguments = arguments
    member val Outputs: Symbol list = [] with get, set
    /// Penalties that this call adds to the loss.
    member val Losses: Symbol list = [] with get, set
    /// What weights become after a step, from what they were.
    member val Updates: (Weight * (Symbol -> Symbol)) list = [] with get, set
    /// Values to be shown, by name.
    member val Metrics: (string * Symbol) list = [] with get, set

    /// What weights become when these calls are made one after another.
    static member UpdatesOf(calls: LayerCall seq) : (Weight * Symbol) list =
        let order = List<Weight>()
        let current = Dictionary<Weight, Symbol>(HashIdentity.Reference)

        for call in calls do
            for weight, next in call.Updates do
                match current.TryGetValue weight with
                | true, before -> current[weight] <- next before
                | _ ->
                    order.Add weight
                    current[weight] <- next (Sym.weight weight)

        [ for weight in order -> weight, current[weight] ]

    /// What the layers in a graph make of their weights in training.
    static member UpdatesIn(roots: Symbol list) : (Weight * Symbol) list =
        Seq.append roots (Graph.nodes roots |> Seq.collect _.Inputs)
        |> Seq.choose (fun s ->
            match s.Origin with
            | :? LayerCall as call -> Some call
            | _ -> None)
        |> Seq.distinctBy (fun call -> call.Outputs.Head.Key)
        |> LayerCall.UpdatesOf

/// A layer: a name, the weights it made at its first call, and the parts it is composed of. Two calls
/// of one layer share its weights. Derive from it for a layer of your own: make weights in Build, and
/// say in Call what comes out.
and [<AbstractClass>] Layer internal (kind: string, name: string | null, meaning: ILayer option) =
    inherit Overridable<Shape, Symbol>()

    let mutable name = name
    let mutable meaning = meaning
    let weights = List<string * Weight>()
    let parts = List<string * Layer>()
    let carried = List<string * Weight>()
    let trainability = Trainability()
    let mutable seed: Weight option = None
    let mutable seedUses = 0
    let mutable firstInputs: Dim list list = []
    let mutable place: string option = None

    /// A layer named after the deriving type.
    new() = Layer("", null, None)

    /// A layer of this name.
    new(name: string) = Layer("", name, None)

    /// The class: "Dense".
    member internal l.Kind = if kind = "" then l.GetType().Name else kind

    /// The name, unique within a model.
    member l.Name
        with get (): string =
            match name with
            | null ->
                let fresh = Names.unique (Words.snake l.Kind)
                name <- fresh
                fresh
            | given -> given
        and internal set (given: string) = name <- given

    member private l.Path = place |> Option.defaultValue l.Name

    /// What it means; another after it has learned from data.
    member internal _.Meaning
        with get () = meaning
        and set (learned: ILayer option) = meaning <- learned

    member internal _.Parts = parts

    /// Whether training changes its weights; setting it sets the parts as well.
    member _.Trainable
        with get () = trainability.Trainable
        and set (value: bool) =
            trainability.Trainable <- value

            for _, part in parts do
                part.Trainable <- value

    member internal _.Trainability = trainability
    member val internal Policy = Policy.Float32 with get, set
    /// Whether floating inputs are cast to the type the layer calculates in.
    member val internal Autocast = true with get, set
    member val internal InputShape: Nullable<int> list option = None with get, set
    member internal _.IsBuilt = not firstInputs.IsEmpty
    member internal _.FirstInputs = firstInputs

    /// Weights of this layer alone, trainable ones first, as files number them.
    member internal l.OwnWeights = l.NamedWeights |> List.map snd

    /// The same weights with the names the layer gave them: "kernel", "query/kernel".
    member internal _.NamedWeights: (string * Weight) list =
        let trained, others =
            List.ofSeq weights |> List.partition (fun (_, w) -> w.MadeTrainable)

        trained @ others

    /// All weights, in Keras's order: its own trainable ones, its other ones, then those of its parts.
    member l.Weights: IReadOnlyList<Weight> = Array.ofList l.AllWeights :> _

    /// The weights that training changes, in Keras's order.
    member l.TrainableWeights: IReadOnlyList<Weight> =
        l.AllWeights |> List.filter _.Trainable |> Array.ofList :> _

    /// The other weights: frozen ones, moving statistics.
    member l.NonTrainableWeights: IReadOnlyList<Weight> =
        l.AllWeights |> List.filter (fun w -> not w.Trainable) |> Array.ofList :> _

    member internal l.AllWeights: Weight list =
        [
            yield! l.OwnWeights

            for _, part in parts do
                yield! part.AllWeights
        ]
        |> List.distinct

    /// Every weight with the random generators of the layer and its parts.
    member internal _.Variables: Weight list = [
        yield! weights |> Seq.map snd
        yield! carried |> Seq.map snd
        yield! Option.toList seed

        for _, part in parts do
            yield! part.Variables
    ]

    /// Makes a weight; call it in Build.
    member l.AddWeight
        (
            name: string,
            shape: Nullable<int>[],
            [<Opt>] initializer: Initializer | null,
            [<Opt>] regularizer: Regularizer | null,
            [<Opt>] ``constraint``: Constraint | null,
            [<Opt; Or(true)>] trainable: bool
        ) : Weight =
        let option (value: 'a | null) =
            match value with
            | null -> None
            | value -> Some value

        let sizes = [
            for n in shape do
                if n.HasValue && n.Value > 0 then
                    n.Value
                else
                    refuse
                        (Place.get ())
                        $"a known size for the weight \"{name}\""
                        $"{Shape [ for n in shape -> if n.HasValue then size n.Value else unknown name ]}"
                        "give the input a shape whose last axis is a number"
        ]

        l.AddWeight(
            Place.get (),
            name,
            sizes,
            initializer |> orElse (Initializer.GlorotUniform()),
            option regularizer,
            option ``constraint``,
            trainable,
            l.Policy.Variable,
            [ 0 .. sizes.Length - 1 ]
        )

    member internal l.AddWeight
        (where, weightName, shape, initializer, regularizer, limit, trainable, dtype, storage)
        : Weight =
        match weights |> Seq.tryFind (fun (n, _) -> n = weightName) with
        | Some(_, weight) when weight.Dims = shape -> weight
        | Some(_, weight) ->
            refuse
                where
                $"inputs for which \"{weightName}\" is {weight}, as at the first call"
                $"inputs for which it would be %A{shape}"
                "call a shared layer with inputs of one size, or make another layer"
        | None ->
            let weight =
                Weight(
                    l.Path + "/" + weightName,
                    dtype,
                    Array.ofList shape,
                    initializer,
                    Parameter,
                    trainable,
                    trainability,
                    regularizer,
                    limit,
                    storage
                )

            weights.Add(weightName, weight)
            weight

    member internal l.AddCarried(where, own: string, shape: int list, dtype) : Weight =
        match carried |> Seq.tryFind (fun (n, _) -> n = own) with
        | Some(_, weight) when weight.Dims = shape -> weight
        | Some(_, weight) ->
            refuse
                where
                $"inputs for which \"{own}\" is {weight}, as at the first call"
                $"inputs for which it would be %A{shape}"
                "call a shared layer with inputs of one size, or make another layer"
        | None ->
            let weight =
                Weight(
                    l.Path + "/" + own,
                    dtype,
                    Array.ofList shape,
                    Initializer.Zeros,
                    Carried,
                    false,
                    trainability,
                    None,
                    None,
                    [ 0 .. shape.Length - 1 ]
                )

            carried.Add(own, weight)
            weight

    member internal _.AddPart(attribute: string, part: Layer) =
        if not (parts |> Seq.exists (fun (_, p) -> obj.ReferenceEquals(p, part))) then
            parts.Add(attribute, part)

            if not trainability.Trainable then
                part.Trainable <- false

    member internal l.NextSeed(own: Nullable<int>) : Symbol =
        let weight =
            match seed with
            | Some weight -> weight
            | None ->
                let first =
                    if own.HasValue then
                        ValuesCase(NDArray.ofArray [| 2 |] [| int64 own.Value; 0L |])
                    else
                        Initializer.Zeros

                let weight =
                    Weight(
                        l.Path + "/seed_generator_state",
                        DType.Int64,
                        [| 2 |],
                        first,
                        Seed,
                        false,
                        trainability,
                        None,
                        None,
                        [ 0 ]
                    )

                seed <- Some weight
                weight

        seedUses <- seedUses + 1

        if seedUses = 1 then
            Sym.weight weight
        else
            // another call within the same step draws from far away
            Sym.weight weight
            + Sym.constant (NDArray.ofArray [| 2 |] [| 0L; int64 seedUses <<< 40 |])

    /// Runs in a scope of this layer, where it may make its weights. `run` is told whether it is the first.
    member internal l.Open
        (inputs: Symbol list, arguments: CallArguments, run: Scope -> bool -> 'a)
        : Scope * 'a =
        if place.IsNone then
            place <-
                match Place.get () with
                | "" -> Some l.Name
                | outer -> Some(outer + "/" + l.Name)

        Place.within l.Name (fun () ->
            let scope = Scope(l, inputs, arguments)
            let first = not l.IsBuilt

            if first then
                firstInputs <- inputs |> List.map _.Dims

            scope, scope.Around(fun () -> run scope first))

    /// A value in the type the layer calculates in, if it is a floating number.
    member internal l.Cast(s: Symbol) =
        if l.Autocast && DType.isFloat s.DType && s.DType <> l.Policy.Compute then
            (Place.within l.Name (fun () -> Sym.cast l.Policy.Compute s)).WithMask s.Mask
        else
            s

    /// One call: the outputs with their origin.
    member internal l.Call(given: Symbol list, arguments: CallArguments) : Symbol list =
        if given.IsEmpty then
            refuse $"{l}" "at least one input" "none" "give the layer what it is called on"

        let inputs = given |> List.map l.Cast

        let scope, outputs =
            l.Open(
                inputs,
                arguments,
                fun scope first ->
                    match meaning with
                    | Some meaning -> meaning.Build(scope, inputs)
                    | None ->
                        if first then
                            l.CallBuild(Shape inputs.Head.Dims)

                        List.ofSeq (l.CallAll(List.toArray inputs))
            )

        Place.within l.Name (fun () ->

            let call =
                LayerCall(
                    l,
                    given,
                    arguments,
                    Losses = List.ofSeq scope.Losses,
                    Updates = List.ofSeq scope.Updates,
                    Metrics = List.ofSeq scope.Metrics
                )

            let own (s: Symbol) =
                // an output that is an input as it came still belongs to this call
                let s =
                    if inputs |> List.exists (fun i -> i.Key = s.Key) then
                        (Sym.identity s).WithMask s.Mask
                    else
                        s

                s.WithOrigin call

            // a value that is two outputs has a symbol for each
            let distinct =
                outputs
                |> List.mapi (fun i s ->
                    if outputs |> List.take i |> List.exists (fun other -> other.Key = s.Key) then
                        (Sym.identity s).WithMask s.Mask
                    else
                        s)

            call.Outputs <- distinct |> List.map own
            call.Outputs)

    /// The output for one input.
    /// <param name="x">The input.</param>
    /// <param name="mask">True where the input counts. Default: the mask the input carries.</param>
    /// <param name="training">Training or inference whatever the model does. Default: as the model does.</param>
    /// <param name="initialState">Recurrent layers: the state to begin with.</param>
    /// <param name="reverse">ReversibleEmbedding: from vectors back to a number for each index. Default: false.</param>
    member l.Apply
        (
            x: Symbol,
            [<Opt>] mask: Symbol | null,
            [<Opt>] training: Nullable<bool>,
            [<Opt>] initialState: IReadOnlyList<Symbol> | null,
            [<Opt>] reverse: bool
        ) : Symbol =
        match meaning with
        | Some(:? IReversible) -> ()
        | _ when reverse ->
            refuse $"{l}" "a layer with a way back" "reverse = true" "use a ReversibleEmbedding"
        | _ -> ()

        let states =
            match initialState with
            | null -> Map.empty
            | states -> Map [ "initial_state", List.ofSeq states ]

        let arguments = {
            CallArguments.None with
                Masks = [ Option.ofObj mask ]
                Training = Option.ofNullable training
                Symbols = states
                Flags = if reverse then Map [ "reverse", true ] else Map.empty
        }

        (l.Call([ x ], arguments)).Head

    /// The output for several inputs.
    /// <param name="inputs">The inputs in order.</param>
    /// <param name="training">Training or inference whatever the model does. Default: as the model does.</param>
    /// <param name="attentionMask">Attention: true where a query may see a key; (batch, queries, keys).</param>
    /// <param name="useCausalMask">Attention: a step sees no later one.</param>
    member l.Apply
        (
            inputs: IReadOnlyList<Symbol>,
            [<Opt>] training: Nullable<bool>,
            [<Opt>] attentionMask: Symbol | null,
            [<Opt>] useCausalMask: bool
        ) : Symbol =
        (l.ApplyAll(inputs, training, attentionMask, useCausalMask))[0]

    /// All outputs for several inputs, as of a recurrent layer that returns its state.
    /// <param name="inputs">The inputs in order.</param>
    /// <param name="training">Training or inference whatever the model does. Default: as the model does.</param>
    /// <param name="attentionMask">Attention: true where a query may see a key; (batch, queries, keys).</param>
    /// <param name="useCausalMask">Attention: a step sees no later one.</param>
    member l.ApplyAll
        (
            inputs: IReadOnlyList<Symbol>,
            [<Opt>] training: Nullable<bool>,
            [<Opt>] attentionMask: Symbol | null,
            [<Opt>] useCausalMask: bool
        ) : IReadOnlyList<Symbol> =
        let symbols =
            match attentionMask with
            | null -> Map.empty
            | mask -> Map [ "attention_mask", [ mask ] ]

        let arguments = {
            CallArguments.None with
                Training = Option.ofNullable training
                Symbols = symbols
                Flags = Map [ "use_causal_mask", useCausalMask ]
        }

        l.Call(List.ofSeq inputs, arguments) |> Array.ofList :> IReadOnlyList<Symbol>

    /// The call that is being made on this thread, where what it adds belongs to.
    member private _.Within(word: string) : Scope =
        match Scope.Current with
        | Some scope -> scope
        | None -> refuse word "a call from within Call" "a call from outside" "move it into Call"

    /// Adds a penalty to the loss of every model this call belongs to; use it in Call.
    /// <param name="loss">The penalty; of any shape but a scalar's, the sum of its elements counts.</param>
    member l.AddLoss(loss: Symbol) : unit =
        (l.Within "AddLoss").AddLoss(Sym.sumAll loss)

    /// Shows a value in the logs of every model this call belongs to: the mean over the epoch. Use it in
    /// Call.
    /// <param name="value">The value; of any shape but a scalar's, the mean of its elements counts.</param>
    /// <param name="name">What it is called in the logs.</param>
    member l.AddMetric(value: Symbol, name: string) : unit =
        (l.Within "AddMetric").AddMetric(name, value)

    /// Feeds a symbol to a layer: <c>input | Dense(32) | Dense(10)</c>.
    static member op_BitwiseOr(x: Symbol, layer: Layer) : Symbol = layer.Apply x

    /// The class and the name.
    override l.ToString() = $"{l.Kind} \"{l.Name}\""

/// A layer of the catalogue.
[<Sealed>]
type internal CatalogueLayer(kind: string, name: string | null, meaning: ILayer) =
    inherit
        Layer(
            kind,
            (match name with
             | null -> Names.unique (Words.snake kind)
             | given -> given),
            Some meaning
        )
