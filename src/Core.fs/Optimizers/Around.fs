/// Optimizers around others: one that scales the loss, and one that has several.
namespace Keratin

open System
open System.Collections.Generic
open System.Text.RegularExpressions

/// Scalars that an optimizer around others keeps for itself, as files have them.
type private OwnScalars(name: string) =
    member val Iteration = Weight.Memory(name + "/iteration", DType.Int64, [], Initializer.Zeros)
    member val Rate = Weight.Memory(name + "/learning_rate", DType.Float32, [], Initializer.Zeros)

type private ScaledUpdating(name: string, inner: IUpdating, initialScale: float, growthSteps: int) =
    let own = OwnScalars name

    let counter =
        Weight.Memory(name + "/step_counter", DType.Int64, [], Initializer.Zeros)

    let scale =
        Weight.Memory(name + "/dynamic_scale", DType.Float32, [], Initializer.Constant initialScale)

    let isFinite (x: Symbol) =
        let isNumber =
            Sym.apply (Op.Unary Unary.IsNaN) [ x ]
            |> Sym.either (Sym.apply (Op.Unary Unary.IsInf) [ x ])
            |> Sym.not'

        Sym.all [ 0 .. x.Rank - 1 ] false isNumber

    interface IUpdating with
        member _.Iteration = inner.Iteration
        member _.RateWeight = inner.RateWeight
        member _.LearningRate() = inner.LearningRate()
        member _.LossScale = Some(Sym.weight scale)
        member _.HasTrained w = inner.HasTrained w
        member _.Slot(w, slot, initial) = inner.Slot(w, slot, initial)
        member _.Exclude isOut = inner.Exclude isOut

        member _.Variables weights =
            [ own.Iteration; own.Rate; counter; scale ] @ inner.Variables weights

        member _.Averages weights = inner.Averages weights

        member _.Updates trained =
            let finite =
                trained |> List.map (fun t -> isFinite t.Gradient) |> List.reduce Sym.both

            let before (w: Weight) =
                trained
                |> List.tryFind (fun t -> t.Weight = w)
                |> Option.map _.Value
                |> Option.defaultValue (Sym.weight w)

            // a step that is left out must leave everything as it was, so no kernel works in place
            let kept = [
                for w, next in Updates(inner.Updates trained).Pairs ->
                    Assign(w, Sym.where finite next (before w))
            ]

            let count, scale' = Sym.weight counter, Sym.weight scale
            let isDue = Sym.equal count (count.Like(float (growthSteps - 1)))
            let zero = count.Like 0.0

            kept
            @ [
                Assign(counter, Sym.where finite (Sym.where isDue zero (count + 1.0)) zero)
                Assign(
                    scale,
                    Sym.where finite (Sym.where isDue (scale' * 2.0) scale') (scale' / 2.0)
                )
            ]

/// <summary>An optimizer that scales the loss, so that small gradients survive float16: gradients are
/// divided by the scale again. A step with a gradient that is not finite is left out, and the scale is halved;
/// after dynamicGrowthSteps steps without one it is doubled. Micikevicius et al., 2018.</summary>
/// <param name="innerOptimizer">The optimizer that does the steps; its own lossScaleFactor does not count.</param>
/// <param name="initialScale">The scale to begin with. Default: 32768.</param>
/// <param name="dynamicGrowthSteps">Finite steps from one doubling to the next. Default: 2000.</param>
/// <param name="name">The name it is saved with. Default: "loss_scale_optimizer".</param>
[<Sealed>]
type LossScaleOptimizer
    (
        innerOptimizer: Optimizer,
        [<Opt; Or(32768.0)>] initialScale: float,
        [<Opt; Or(2000)>] dynamicGrowthSteps: int,
        [<Opt>] name: string | null
    ) =
    inherit
        Optimizer(
            name,
            fun _ ->
                if not (initialScale > 0.0) then
                    refuse
                        "LossScaleOptimizer"
                        "initialScale > 0"
                        $"{initialScale}"
                        "initialScale: 32768"

                if dynamicGrowthSteps < 1 then
                    refuse
                        "LossScaleOptimizer"
                        "dynamicGrowthSteps of at least 1"
                        $"{dynamicGrowthSteps}"
                        "dynamicGrowthSteps: 2000"

                ScaledUpdating(
                    name |> orElse "loss_scale_optimizer",
                    innerOptimizer.Updating,
                    initialScale,
                    dynamicGrowthSteps
                )
                :> IUpdating
        )

    /// The optimizer that does the steps.
    member _.InnerOptimizer = innerOptimizer

    member internal _.InitialScale = initialScale
    member internal _.DynamicGrowthSteps = dynamicGrowthSteps

    /// The optimizer a model is trained with: where every layer with weights calculates in float16 and keeps
    /// float32, one that scales the loss.
    static member internal For(layers: Layer list, optimizer: Optimizer) : Optimizer =
        let mixed = {
            Policy.Float32 with
                Compute = DType.Float16
        }

        let rec weightedIn (layers: Layer list) : Layer list = [
            for layer in layers do
                match layer.Meaning with
                | Some(:? Network as network) -> yield! weightedIn network.Layers
                | _ when layer.AllWeights.IsEmpty -> ()
                | _ -> layer
        ]

        let weighted = weightedIn layers

        match optimizer with
        | :? LossScaleOptimizer -> optimizer
        | _ when
            not weighted.IsEmpty
            && weighted |> List.forall (fun layer -> layer.Policy = mixed)
            ->
            LossScaleOptimizer(optimizer)
        | _ -> optimizer

/// <summary>Says which optimizer trains a weight: that of the weight's path itself, or of the one pattern that is the
/// whole path, or the default one.</summary>
/// <param name="defaultOptimizer">For weights that no pattern has.</param>
/// <param name="optimizerMap">Optimizers by regular expressions of paths: "dense/.*". Default: none.</param>
[<Sealed>]
type OptimizerMap
    (
        defaultOptimizer: Optimizer,
        [<Opt>] optimizerMap: IReadOnlyDictionary<string, Optimizer> | null
    ) =
    let byPattern = [
        match optimizerMap with
        | null -> ()
        | map ->
            for KeyValue(pattern, optimizer) in map do
                Regex $"^(?:{pattern})$", optimizer
    ]

    /// The optimizer of a weight.
    /// <param name="variable">The weight.</param>
    member _.Of(variable: Weight) : Optimizer =
        let path = variable.Path

        match optimizerMap with
        | NonNull map when map.ContainsKey path -> map[path]
        | _ ->
            match byPattern |> List.filter (fun (pattern, _) -> pattern.IsMatch path) with
            | [] -> defaultOptimizer
            | [ _, optimizer ] -> optimizer
            | several ->
                let patterns = several |> List.map (fun (pattern, _) -> string pattern)

                refuse
                    "OptimizerMap"
                    $"one pattern for each weight, or the weight's own path"
                    $"""{path} has {String.Join(" and ", patterns)}"""
                    "make the patterns exclude each other"

    member internal _.OptimizerMap = optimizerMap

    /// All of them, the default last.
    member internal _.All: Optimizer list =
        (byPattern
         |> List.map snd
         |> List.filter (fun o -> not (Object.ReferenceEquals(o, defaultOptimizer))))
        @ [ defaultOptimizer ]
        |> List.distinct

type private SeveralUpdating(name: string, map: OptimizerMap, lossScaleFactor: Nullable<float>) =
    let own = OwnScalars name
    let first = map.All.Head.Updating

    let each (optimizer: Optimizer) weight items =
        items
        |> List.filter (fun item -> Object.ReferenceEquals(map.Of(weight item), optimizer))

    interface IUpdating with
        member _.Iteration = own.Iteration
        member _.RateWeight = first.RateWeight
        member _.LearningRate() = first.LearningRate()

        member _.LossScale =
            lossScaleFactor |> Option.ofNullable |> Option.map (Sym.scalar DType.Float32)

        member _.HasTrained w = (map.Of w).Updating.HasTrained w

        member _.Slot(w, slot, initial) =
            (map.Of w).Updating.Slot(w, slot, initial)

        member _.Exclude isOut =
            for optimizer in map.All do
                optimizer.Updating.Exclude isOut

        member _.Variables weights = [
            own.Iteration
            own.Rate

            for optimizer in map.All do
                match each optimizer id weights with
                // one that trains nothing has its counters all the same
                | [] ->
                    optimizer.Updating.Iteration
                    yield! Option.toList optimizer.Updating.RateWeight
                | its -> yield! optimizer.Updating.Variables its
        ]

        member _.Averages weights = [
            for optimizer in map.All do
                yield! optimizer.Updating.Averages(each optimizer id weights)
        ]

        member _.Updates trained = [
            for optimizer in map.All do
                match each optimizer _.Weight trained with
                | [] -> ()
                | its -> yield! optimizer.Updating.Updates its

            Assign(own.Iteration, Sym.weight own.Iteration + 1.0)
        ]

/// <summary>Several optimizers, each for weights of its own. Clipping by a global norm and the like are done by
/// each for its weights. Callbacks log each one's learning rate, as "learning_rate_adam", and change all of them.</summary>
/// <param name="optimizerMap">Which optimizer trains which weight.</param>
/// <param name="lossScaleFactor">The loss is multiplied, gradients divided by it; the optimizers' own does not
/// count. Default: none.</param>
/// <param name="name">The name it is saved with. Default: "multi_optimizer".</param>
[<Sealed>]
type MultiOptimizer
    (
        optimizerMap: OptimizerMap,
        [<Opt>] lossScaleFactor: Nullable<float>,
        [<Opt>] name: string | null
    ) =
    inherit
        Optimizer(
            name,
            fun _ ->
                SeveralUpdating(name |> orElse "multi_optimizer", optimizerMap, lossScaleFactor)
                :> IUpdating
        )

    member internal _.OptimizerMap = optimizerMap
    member internal _.LossScaleFactor = lossScaleFactor
