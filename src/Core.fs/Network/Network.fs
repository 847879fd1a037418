/// Networks: layers and operations between inputs and outputs, in Keras's order. The graph alone;
/// the numbers are in a State.
namespace Keratin

open System
open System.Collections.Generic

/// What computes outputs from inputs: the layers and operations between them.
[<Sealed>]
type Network internal (name: string, inputs: Symbol list, outputs: Symbol list) =
    static let isInput (s: Symbol) =
        match s.Node.Op with
        | Op.Input _ -> true
        | _ -> false

    /// One by itself, several in a list.
    let standard (symbols: Symbol list) : Nested<unit> =
        match symbols with
        | [ _ ] -> One()
        | several -> Listed [ for _ in several -> One() ]

    /// Names that each is found under: what it is given under, or else what made it, numbered where two are alike.
    let names (arrangement: Nested<unit>) (made: string list) : string list =
        let chosen =
            List.map2
                (fun place name -> Option.defaultValue name place)
                (Nested.places arrangement)
                made

        chosen
        |> List.mapi (fun i name ->
            match chosen |> List.truncate i |> List.filter ((=) name) |> List.length with
            | 0 -> name
            | n -> $"{name}_{n}")

    let inputKeys = HashSet(inputs |> List.map _.Key)

    let uses, order =
        let finished = List<Use>()
        let seen = HashSet<obj>(HashIdentity.Reference)
        let index = Dictionary<Member, int>()

        // depth first, with an explicit stack: operands are finished before what uses them
        let visit root =
            let stack = Stack<struct (Use * bool)>()
            stack.Push(struct (root, false))

            while stack.Count > 0 do
                let struct (item, done') = stack.Pop()

                if done' then
                    finished.Add item
                elif seen.Add item.Key then
                    index.TryAdd(item.Member, index.Count) |> ignore
                    stack.Push(struct (item, true))

                    for s in List.rev item.Inputs do
                        if not (inputKeys.Contains s.Key && not (isInput s)) then
                            stack.Push(struct (Use.Of s, false))

        for output in outputs do
            visit (Use.Of output)

        // an input may lead to no output, as in Keras: it stands before whatever else is at the end
        for input in inputs do
            let own = Use.Of input

            if isInput input && seen.Add own.Key then
                index[own.Member] <- -1
                finished.Add own

        // Keras's depth: the longest way to an output; layers in order of falling depth
        let nodeDepth = Dictionary<obj, int>(HashIdentity.Reference)
        let depth = Dictionary<Member, int>()

        for item in Seq.rev finished do
            let own =
                match nodeDepth.TryGetValue item.Key with
                | true, d -> d
                | _ -> 0

            let own =
                match depth.TryGetValue item.Member with
                | true, d -> max own d
                | _ -> own

            depth[item.Member] <- own
            nodeDepth[item.Key] <- own

            for s in item.Inputs do
                let parent = Use.Of s

                match nodeDepth.TryGetValue parent.Key with
                | true, d -> nodeDepth[parent.Key] <- max d (own + 1)
                | _ -> nodeDepth[parent.Key] <- own + 1

        let members =
            index
            |> Seq.sortBy (fun pair -> -depth[pair.Key], pair.Value)
            |> Seq.map _.Key
            |> List.ofSeq

        List.ofSeq finished, members

    let layers =
        order
        |> List.choose (fun m ->
            match m with
            | LayerMember layer -> Some layer
            | OperationMember _
            | OpMember _ -> None)

    do
        let where = $"model \"{name}\""

        for s in inputs do
            let reached =
                uses
                |> List.exists (fun item ->
                    obj.ReferenceEquals(item.Key, (Use.Of s).Key)
                    || item.Inputs |> List.exists (fun i -> i.Key = s.Key))

            if not reached then
                refuse
                    where
                    "outputs that depend on every value it begins from"
                    $"{s}, which leads to no output"
                    "use it, or leave it out of the model"

        for item in uses do
            match item with
            | OpUse node ->
                match node.Op with
                | Op.Input input -> bug where $"the input {input} has no layer"
                | _ -> ()
            | OperationUse _ -> ()
            | CallUse call ->
                for s in call.Outputs do
                    if isInput s && not (inputKeys.Contains s.Key) then
                        refuse
                            where
                            "every input that the outputs depend on"
                            $"the input \"{call.Layer.Name}\" is missing"
                            "add it to the inputs of the model"

        for layerName, same in layers |> List.groupBy _.Name do
            if same.Length > 1 then
                refuse
                    where
                    "layer names that are unique in the model"
                    $"{same.Length} layers with the name \"{layerName}\""
                    "give one of them another name"

    /// The model's name.
    member _.Name = name

    /// Whether its layers are simply one after another.
    member val internal IsSequential = false with get, set

    /// What its config says of the model as a whole; whether weights change is said by its layers.
    member val internal SaysTrainable = true with get, set

    /// What a Sequential's config has as its dtype; its layers have their own.
    member val internal Policy = DTypePolicy.Current with get, set

    /// The lists and names that inputs are given in.
    member val internal InputArrangement = standard inputs with get, set

    /// The lists and names that outputs are given in.
    member val internal OutputArrangement = standard outputs with get, set

    member internal _.Inputs = inputs
    member internal _.Outputs = outputs
    member internal _.Uses = uses
    /// Layers and operations, in Keras's order.
    member internal _.Members = order
    member internal _.Layers = layers

    member internal _.InputNames =
        inputs
        |> List.map (fun s ->
            match s.Origin with
            | :? LayerCall as call -> call.Layer.Name
            | _ -> s.Node.Place)

    /// Names that inputs are given under: a file's, or those of the input layers.
    member internal n.InputKeys: string list = names n.InputArrangement n.InputNames

    /// Names of outputs: what a file gives them under, or the layers', made unique.
    member internal n.OutputNames: string list =
        outputs
        |> List.map (fun s ->
            match s.Origin with
            | :? LayerCall as call -> call.Layer.Name
            | _ -> "output")
        |> names n.OutputArrangement

    member internal _.Weights: Weight list =
        layers |> List.collect _.AllWeights |> List.distinct

    member internal n.TrainableWeights = n.Weights |> List.filter _.Trainable
    member internal n.OtherWeights = n.Weights |> List.filter (fun w -> not w.Trainable)

    /// Weights and random generators: all that a step may change.
    member internal _.Variables = layers |> List.collect _.Variables |> List.distinct

    /// Penalties of outputs and weights, added to the loss.
    member internal n.Losses: Symbol list = [
        for item in uses do
            match item with
            | CallUse call -> yield! call.Additions.Losses
            | OperationUse _
            | OpUse _ -> ()

        for w in n.TrainableWeights do
            match w.Regularizer with
            | Some regularizer -> Penalties.penalty regularizer (Sym.weight w)
            | None -> ()
    ]

    /// Values to be shown beside the loss, by name; one for each name, of all calls together.
    member internal _.Metrics: (string * Symbol) list =
        uses
        |> List.collect (fun item ->
            match item with
            | CallUse call -> call.Additions.Metrics
            | OperationUse _
            | OpUse _ -> [])
        |> List.groupBy fst
        |> List.map (fun (name, values) ->
            name,
            values
            |> List.map (fun (_, v) -> Sym.reshape [ product v.Dims ] v)
            |> Sym.concat 0)

    /// What weights become after a training step: moving statistics, and what is handed on. A call goes
    /// on from what the one before it left.
    member internal _.Updates: (Weight * Symbol) list =
        uses
        |> List.choose (fun item ->
            match item with
            | CallUse call -> Some call.Additions
            | OperationUse _
            | OpUse _ -> None)
        |> Additions.NextValues

    /// What recurrent layers hand on to the next batch, after any step.
    member internal n.Carried: (Weight * Symbol) list =
        n.Updates |> List.filter (fun (weight, _) -> weight.Role = Carried)

    /// The same network on other inputs: every layer is called again, with the same weights.
    member internal n.Replay(given: Symbol list, arguments: CallArguments) : Symbol list =
        n.ReplayWith(id, given, arguments)

    /// The same network on other inputs, with another layer in the place of each.
    member internal _.ReplayWith
        (layerFor: Layer -> Layer, given: Symbol list, arguments: CallArguments)
        : Symbol list =
        if given.Length <> inputs.Length then
            refuse
                $"model \"{name}\""
                $"{inputs.Length} inputs"
                $"{given.Length}"
                "give one symbol for each input"

        let image = Dictionary<struct (int64 * int), Symbol>()

        for own, other in List.zip inputs given do
            image[own.Key] <- other

        let current (s: Symbol) =
            match image.TryGetValue s.Key with
            | true, other -> other
            | _ ->
                match s.Node.Op with
                | Op.Weight _
                | Op.Constant _
                | Op.Fill _ -> s
                | _ -> bug name "a symbol before what it is made of"

        for item in uses do
            match item with
            | CallUse call when call.Outputs |> List.forall (fun s -> image.ContainsKey s.Key) -> ()
            | CallUse call ->
                let again = {
                    call.Arguments with
                        Masks = call.Arguments.Masks |> List.map (Option.map current)
                        Symbols =
                            call.Arguments.Symbols |> Map.map (fun _ s -> s |> List.map current)
                        Training = call.Arguments.Training |> Option.orElse arguments.Training
                }

                let outputs = (layerFor call.Layer).Call(call.Inputs |> List.map current, again)

                if outputs.Length <> call.Outputs.Length then
                    refuse
                        $"model \"{name}\" / {call.Layer}"
                        $"a layer with {call.Outputs.Length} outputs in its place"
                        $"{layerFor call.Layer} with {outputs.Length}"
                        "answer with a layer of the same kind"

                for own, other in List.zip call.Outputs outputs do
                    image[own.Key] <- other
            | OperationUse call ->
                for own, other in List.zip call.Outputs (call.Again current) do
                    image[own.Key] <- other
            | OpUse node when image.ContainsKey(struct (node.Id, 0)) -> ()
            | OpUse node ->
                for i, other in
                    List.indexed (Symbol.Apply(node.Op, node.Inputs |> List.map current)) do
                    image[struct (node.Id, i)] <- other

        outputs |> List.map current

    /// Makes its layers the parts of the layer that it is the meaning of, in the place of those of another network.
    member internal _.PutInto(layer: Layer) =
        let isOwn part =
            layers |> List.exists (fun own -> obj.ReferenceEquals(own, part))

        layer.Parts.RemoveAll(fun (_, part) -> not (isOwn part)) |> ignore

        for part in layers do
            layer.AddPart("layers", part)

    /// As a layer of another network.
    interface ILayer with
        member n.Build(scope, given) =
            n.PutInto scope.Layer
            n.Replay(given, scope.Arguments)
