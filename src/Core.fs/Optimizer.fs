/// Optimizers: what changes weights by their gradients. Optimizers/ has the rules, and what they share
/// (clipping, decay, averages, constraints).
namespace Keratin

open System
open System.Collections.Generic
open System.Text.RegularExpressions

/// Changes weights by their gradients. Derive from it for an optimizer of your own: say in UpdateStep
/// how one weight and its slots change.
[<AbstractClass>]
type Optimizer internal (name: string | null, updating: OwnRule -> IUpdating) as o =
    inherit OverridableOptimizer<Weight, Symbol, Updates>()

    let updating = updating (fun rate trained -> o.Custom rate trained)

    internal new(name, learningRate, settings, rule: Rule) =
        Optimizer(
            name,
            fun own ->
                RuleUpdating(name |> orElse "optimizer", learningRate, settings, Some rule, own)
                :> IUpdating
        )

    /// <summary>An optimizer of your own.</summary>
    /// <param name="learningRate">A number or a schedule.</param>
    /// <param name="weightDecay">Decoupled decay, times the learning rate. Default: none.</param>
    /// <param name="clipnorm">Each gradient's greatest norm. Default: none.</param>
    /// <param name="clipvalue">Greatest size of a gradient's element. Default: none.</param>
    /// <param name="globalClipnorm">Greatest norm of all gradients together. Default: none.</param>
    /// <param name="useEma">Whether averages of the weights are kept. Default: false.</param>
    /// <param name="emaMomentum">Decay of those averages. Default: 0.99.</param>
    /// <param name="emaOverwriteFrequency">Steps between copying averages into weights. Default: never.</param>
    /// <param name="lossScaleFactor">The loss is multiplied, gradients divided by it. Default: none.</param>
    /// <param name="gradientAccumulationSteps">Steps whose gradients are averaged for an update. Default: none.</param>
    /// <param name="name">The name it is saved with. Default: made from the class.</param>
    new
        (
            learningRate: LearningRate,
            [<Opt>] weightDecay: Nullable<float>,
            [<Opt>] clipnorm: Nullable<float>,
            [<Opt>] clipvalue: Nullable<float>,
            [<Opt>] globalClipnorm: Nullable<float>,
            [<Opt; Or(false)>] useEma: bool,
            [<Opt; Or(0.99)>] emaMomentum: float,
            [<Opt>] emaOverwriteFrequency: Nullable<int>,
            [<Opt>] lossScaleFactor: Nullable<float>,
            [<Opt>] gradientAccumulationSteps: Nullable<int>,
            [<Opt>] name: string | null
        ) =
        Optimizer(
            name,
            fun own ->
                RuleUpdating(
                    name |> orElse "optimizer",
                    learningRate,
                    settings
                        weightDecay
                        clipnorm
                        clipvalue
                        globalClipnorm
                        useEma
                        emaMomentum
                        emaOverwriteFrequency
                        lossScaleFactor
                        gradientAccumulationSteps,
                    None,
                    own
                )
                :> IUpdating
        )

    /// The name it is saved with.
    member o.Name: string =
        match name with
        | null -> Words.snake (o.GetType().Name)
        | given -> given

    member internal _.Updating = updating
    /// The number of steps done: a whole number.
    member _.Iterations: Weight = updating.Iteration

    /// <summary>A weight of the optimizer beside one of the model, of its shape; call it in UpdateStep.
    /// The same names give the same weight.</summary>
    /// <param name="variable">The weight of the model.</param>
    /// <param name="name">The slot's name: "momentum".</param>
    /// <param name="initializer">What it starts from. Default: zeros.</param>
    member _.AddSlot
        (variable: Weight, name: string, [<Opt>] initializer: Initializer | null)
        : Weight =
        updating.Slot(variable, name, initializer |> orElse Initializer.Zeros)

    /// <summary>Lets weights out of weight decay, by their names: call it before training.</summary>
    /// <param name="varNames">Regular expressions, each looked for in the last part of a weight's path:
    /// "bias" is in the name of every bias.</param>
    /// <returns>This optimizer.</returns>
    member o.ExcludeFromWeightDecay([<ParamArray>] varNames: string[]) : Optimizer =
        let patterns = varNames |> Array.map Regex

        updating.Exclude(fun w ->
            let name = w.Path.Substring(w.Path.LastIndexOf '/' + 1)
            patterns |> Array.exists (fun pattern -> pattern.IsMatch name))

        o

    /// <summary>Lets weights out of weight decay: call it before training.</summary>
    /// <param name="varList">The weights.</param>
    /// <returns>This optimizer.</returns>
    member o.ExcludeFromWeightDecay(varList: IReadOnlyList<Weight>) : Optimizer =
        let weights = HashSet varList
        updating.Exclude weights.Contains
        o

    /// What UpdateStep says, where the weight stands for its value after decay.
    member private o.Custom (rate: Rate) (t: Trained) : Change =
        let where = $"optimizer \"{o.Name}\""
        // the gradient itself is a graph with the weight in it, which must stay as it is
        let stand = Sym.input "gradient" t.Gradient.Type

        match o.CallUpdateStep(stand, t.Weight, rate.Learning) with
        | null ->
            refuse
                where
                "an override of UpdateStep"
                "none"
                "protected override Updates UpdateStep(Symbol gradient, Weight variable, Symbol learningRate)"
        | updates ->
            let owners, values = updates.Pairs |> List.unzip

            let values =
                values
                |> Graph.rewrite (fun node _ ->
                    match node.Op with
                    | Op.Weight other when other = t.Weight -> Some [ t.Value ]
                    | Op.Input _ when node.Id = stand.Node.Id -> Some [ t.Gradient ]
                    | _ -> None)

            match List.zip owners values |> List.partition (fun (owner, _) -> owner = t.Weight) with
            | [ _, next ], slots -> { Of = t; Next = next; Slots = slots }
            | several, _ ->
                refuse
                    where
                    $"one next value for {t.Weight}"
                    $"{several.Length}"
                    "answer with [(variable, …)] and the slots"

    /// <summary>A loss times the loss scale, where there is one: what gradients are to be taken of.</summary>
    /// <param name="loss">The loss.</param>
    member _.ScaleLoss(loss: Symbol) : Symbol =
        match updating.LossScale with
        | Some scale -> loss * Sym.cast loss.DType scale
        | None -> loss

    /// <summary>What a step does to weights, given their gradients: clipping, decay, the rule, averages
    /// and constraints, in one pass over all weights where the engine has a kernel for the rule. A weight
    /// that a layer changes in training is changed by the layer first, and by the rule from there.</summary>
    /// <param name="gradients">The gradient of each weight, as Gradient.Of gives them.</param>
    /// <param name="weights">The weights in the same order.</param>
    /// <returns>The updates, for a Step.</returns>
    member o.Apply(gradients: IReadOnlyList<Symbol>, weights: IReadOnlyList<Weight>) : Updates =
        let where = $"optimizer \"{o.Name}\""

        if gradients.Count <> weights.Count then
            refuse
                where
                $"a gradient for each of {weights.Count} weights"
                $"{gradients.Count}"
                "Gradient.Of(loss, weights)"

        if weights.Count = 0 then
            refuse where "at least one weight" "none" "give model.TrainableWeights"

        let pairs = [ for w, g in Seq.zip weights gradients -> Assignment.checked' w g ]

        for w, same in pairs |> List.groupBy fst do
            if same.Length > 1 then
                refuse where "each weight once" $"{w} {same.Length} times" "leave the others out"

        // where the step is run outside training, layers change nothing
        let byLayers = [
            for w, value in CallUpdates.inGraph (List.ofSeq gradients) ->
                w, Sym.phase None value (Sym.weight w)
        ]

        Updates(o.Updates(pairs |> List.unzip ||> Trained.From byLayers))

    /// What a step does to the weights, given gradients of the scaled loss.
    member internal _.Updates(trained: Trained list) : Update list =
        match updating.LossScale with
        | None -> updating.Updates trained
        | Some scale ->
            trained
            |> List.map (fun t -> {
                t with
                    Gradient = t.Gradient / Sym.cast t.Gradient.DType scale
            })
            |> updating.Updates

    /// Keras's name, whatever its case: "adam", "SGD", "rmsprop".
    static member op_Implicit(name: string) : Optimizer =
        ByName.resolve<Optimizer> "optimizer" [] [] name
