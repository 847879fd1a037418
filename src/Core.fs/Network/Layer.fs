/// Layers: what one means (ILayer), what it is called with (Scope), and what owns its weights (Layer).
namespace Keratin

open System
open System.Collections.Generic

/// How a layer is made of operations. The type's name is the Keras class, its fields are the Keras
/// config, and Build is what it means.
type internal ILayer =
    /// The outputs for these inputs. Run once for each call of the layer: weights of a name that
    /// exists already are the same ones.
    abstract Build: scope: Scope * inputs: Symbol list -> Symbol list

/// What Build is given: weights, masks, chance, and the call's arguments.
and [<Sealed>] internal Scope(layer: Layer, inputs: Symbol list, arguments: CallArguments) =
    let additions = Additions()

    member _.Layer = layer
    member _.Arguments = arguments
    /// What the call makes besides its outputs.
    member _.Additions = additions

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
        layer.Own.Add(
            s.Where,
            {
                Name = name
                Shape = shape
                Initializer = initializer
                Regularizer = defaultArg regularizer None
                Constraint = defaultArg limit None
                Trainable = defaultArg trainable true
                DType = defaultArg dtype layer.Policy.Variable
                Storage = defaultArg storage [ 0 .. shape.Length - 1 ]
            }
        )
        |> Sym.weight
        |> fun w ->
            if DType.isFloat w.DType then
                Sym.cast layer.Policy.Compute w
            else
                w

    /// Seed and counter of this layer's random numbers; a different one for each call.
    member _.Seed(own: Nullable<int>) : Symbol = layer.Own.NextSeed own

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

    /// A value that this layer hands on from batch to batch; it begins with zeros.
    member s.Carried(name: string, shape: int list, dtype: DType) : Weight =
        layer.Own.AddCarried(s.Where, name, shape, dtype)

/// One call of a layer: what every symbol it made remembers.
and [<Sealed>] internal LayerCall
    (layer: Layer, inputs: Symbol list, arguments: CallArguments, additions: Additions) =
    inherit Origin()
    member _.Layer = layer
    member _.Inputs = inputs
    member _.Arguments = arguments
    member val Outputs: Symbol list = [] with get, set
    member _.Additions = additions

/// A layer: a name, the weights it made at its first call, and the parts it is composed of. Two calls
/// of one layer share its weights. Derive from it for a layer of your own: make weights in Build, and
/// say in Call what comes out.
and [<AbstractClass>] Layer internal (kind: string, name: string | null, meaning: ILayer option) =
    inherit Overridable<Shape, Symbol>()

    let mutable name = name
    let mutable meaning = meaning
    let mutable own: LayerWeights option = None
    let parts = List<string * Layer>()
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

    /// The weights it made itself.
    member internal l.Own: LayerWeights =
        match own with
        | Some own -> own
        | None ->
            let made = LayerWeights(fun () -> place |> Option.defaultValue l.Name)
            own <- Some made
            made

    /// What it means; another after it has learned from data.
    member internal _.Meaning
        with get () = meaning
        and set (learned: ILayer option) = meaning <- learned

    member internal _.Parts = parts

    /// Whether training changes its weights; setting it sets the parts as well.
    member l.Trainable
        with get () = l.Own.Trainability.Trainable
        and set (value: bool) =
            l.Own.Trainability.Trainable <- value

            for _, part in parts do
                part.Trainable <- value

    member internal l.Trainability = l.Own.Trainability
    member val internal Policy = DTypePolicy.Current with get, set
    /// Whether floating inputs are cast to the type the layer calculates in.
    member val internal Autocast = true with get, set
    member val internal InputShape: Nullable<int> list option = None with get, set
    member internal _.IsBuilt = not firstInputs.IsEmpty
    member internal _.FirstInputs = firstInputs
    /// The shapes that its file says it was built for, which may know the size of the batch.
    member val internal FileShapes: Dim list list = [] with get, set

    /// Weights of this layer alone, trainable ones first, as files number them.
    member internal l.OwnWeights = l.NamedWeights |> List.map snd

    /// The same weights with the names the layer gave them: "kernel", "query/kernel".
    member internal l.NamedWeights: (string * Weight) list = l.Own.Named

    /// A penalty on the outputs that a file gives to a layer of the catalogue whose maker has no parameter for it.
    member val internal ActivityRegularizer: Regularizer option = None with get, set

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
    member internal l.Variables: Weight list = [
        yield! l.Own.All

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

        l.Own.Add(
            Place.get (),
            {
                Name = name
                Shape = [ for n in shape -> if n.HasValue then size n.Value else unknown name ]
                Initializer = initializer |> orElse (Initializer.GlorotUniform())
                Regularizer = option regularizer
                Constraint = option ``constraint``
                Trainable = trainable
                DType = l.Policy.Variable
                Storage = [ 0 .. shape.Length - 1 ]
            }
        )

    member internal l.AddPart(attribute: string, part: Layer) =
        if not (parts |> Seq.exists (fun (_, p) -> obj.ReferenceEquals(p, part))) then
            parts.Add(attribute, part)

            if not l.Trainable then
                part.Trainable <- false

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

            scope, scope.Additions.Around(fun () -> run scope first))

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
                    | Some meaning ->
                        let outputs = meaning.Build(scope, inputs)

                        for regularizer in Option.toList l.ActivityRegularizer do
                            for y in outputs do
                                scope.Additions.AddLoss(Penalties.ofOutput regularizer y)

                        outputs
                    | None ->
                        if first then
                            l.CallBuild(Shape inputs.Head.Dims)

                        List.ofSeq (l.CallAll(List.toArray inputs))
            )

        Place.within l.Name (fun () ->

            let call = LayerCall(l, given, arguments, scope.Additions)

            call.Outputs <- CallOutputs.ownedBy call inputs outputs
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
        if reverse && not (meaning |> Option.exists (fun m -> m :? IReversible)) then
            refuse $"{l}" "a layer with a way back" "reverse = true" "use a ReversibleEmbedding"

        l.Call([ x ], CallArguments.OfOne(mask, training, initialState, reverse)).Head

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
        (l.ApplyAll(inputs, training, attentionMask, useCausalMask, false))[0]

    /// All outputs for several inputs, as of a recurrent layer that returns its state.
    /// <param name="inputs">The inputs in order.</param>
    /// <param name="training">Training or inference whatever the model does. Default: as the model does.</param>
    /// <param name="attentionMask">Attention: true where a query may see a key; (batch, queries, keys).</param>
    /// <param name="useCausalMask">Attention: a step sees no later one.</param>
    /// <param name="returnAttentionScores">Attention: the weights of the values are the second output.</param>
    member l.ApplyAll
        (
            inputs: IReadOnlyList<Symbol>,
            [<Opt>] training: Nullable<bool>,
            [<Opt>] attentionMask: Symbol | null,
            [<Opt>] useCausalMask: bool,
            [<Opt>] returnAttentionScores: bool
        ) : IReadOnlyList<Symbol> =
        let arguments =
            CallArguments.OfSeveral(training, attentionMask, useCausalMask, returnAttentionScores)

        l.Call(List.ofSeq inputs, arguments) |> Array.ofList :> IReadOnlyList<Symbol>

    /// The call that is being made on this thread, where what it adds belongs to.
    member private _.Within(word: string) : Additions =
        match Additions.Current with
        | Some additions -> additions
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

    /// The layer of an input, which a Sequential may begin with: <c>new Sequential([Input(8), Dense(2)])</c>.
    static member op_Implicit(input: Symbol) : Layer =
        match input.Origin with
        | :? LayerCall as call when call.Layer.Kind = "InputLayer" -> call.Layer
        | _ ->
            refuse
                $"{input}"
                "an Input, where a layer is expected"
                "another symbol"
                "layer.Apply(x)"

    /// Feeds a symbol to a layer: <c>input | Dense(32) | Dense(10)</c>.
    static member op_BitwiseOr(x: Symbol, layer: Layer) : Symbol = layer.Apply x

    /// The class and the name.
    override l.ToString() = $"{l.Kind} \"{l.Name}\""
