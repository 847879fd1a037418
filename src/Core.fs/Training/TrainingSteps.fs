/// What a training, a test and a prediction step calculate, as graphs over whole arrays of data.
namespace Keratin

open System
open System.Collections.Generic
open Keratin.Engine

/// The names of what a step is given.
[<RequireQualifiedAccess>]
module internal StepInputs =
    /// The numbers of a batch's rows.
    let index = "batch/index"

    /// An array with all its rows.
    let whole name = name + "/data"

/// The steps of a network, made for data of given shapes.
[<Sealed>]
type internal TrainingSteps(network: Network, compilation: Compilation option, host: HostPart) =
    let where = $"model \"{network.Name}\""
    let outputNames = network.OutputNames

    let compiled () =
        match compilation with
        | Some c -> c
        | None -> refuse where "a compiled model" "one that is not compiled" "call Compile first"

    let lossTracker =
        Weight.Memory("loss/total", DType.Float32, [], Initializer.Zeros),
        Weight.Memory("loss/count", DType.Float32, [], Initializer.Zeros)

    let outputTrackers =
        outputNames
        |> List.map (fun name ->
            Weight.Memory(name + "_loss/total", DType.Float32, [], Initializer.Zeros),
            Weight.Memory(name + "_loss/count", DType.Float32, [], Initializer.Zeros))

    /// Metrics with the shapes known: "accuracy" has become one of three.
    let mutable resolved: (string * Metric) list option = None

    let severalLosses () =
        (compiled ()).Losses |> List.filter Option.isSome |> List.length > 1

    let targetName i = "target/" + string i
    let weightName i = "weight/" + string i

    /// Losses that are there, with the number of their output and of their target.
    let losses () =
        (compiled ()).Losses
        |> List.indexed
        |> List.choose (fun (i, loss) -> loss |> Option.map (fun loss -> i, loss))

    /// Which of so many targets belongs to an output: its own where each output has one, and otherwise those
    /// of the outputs with a loss, in order.
    let targetPlace count n i =
        if count = outputNames.Length then i else n

    let inputType (data: NDArray) = {
        DType = data.DType
        Dims = unknown "batch" :: [ for n in Array.skip 1 data.Shape -> size n ]
    }

    /// The names a metric can be shown with, best first: that of its output comes before its own.
    let shownAs i name weightedToo =
        let ofOutput name =
            if outputNames.Length > 1 then
                $"{outputNames[i]}_{name}"
            else
                name

        [
            ofOutput name
            if weightedToo then
                ofOutput $"weighted_{name}"
        ]

    /// The first of these names that is not taken, or the last one with a number.
    let free (taken: HashSet<string>) (names: string list) =
        let numbered = Seq.initInfinite (fun n -> $"{List.last names}_{n + 1}")
        Seq.append names numbered |> Seq.find taken.Add

    /// The metrics by the names they will be shown with, before the first data say what "accuracy" is.
    let declared () : (string * Metric) list =
        let c = compiled ()
        let taken = HashSet<string>()

        [
            for weightedToo, groups in [ false, c.Metrics; true, c.WeightedMetrics ] do
                for i, metrics in List.indexed groups do
                    for metric in metrics do
                        free taken (shownAs i metric.Name weightedToo), metric

            for name, _ in network.Metrics do
                free taken [ name ], (Mean name :> Metric)
        ]

    let accumulate (total, count) (value: Symbol) (n: Symbol) = [
        Assign(total, Sym.weight total + Sym.cast DType.Float32 value * n)
        Assign(count, Sym.weight count + n)
    ]

    let mean (total, count) = Sym.weight total / Sym.weight count

    /// The arrays that a step reads, by the names it knows them by.
    let arrays (data: DataSet) : (string * NDArray) list = [
        for (name, _), a in List.zip host.Fed data.Inputs do
            name, a
        for i, a in List.indexed data.Targets do
            targetName i, a
        for i, a in List.indexed data.SampleWeights do
            match a with
            | Some a -> weightName i, a
            | None -> ()
    ]

    /// Inputs become rows of whole arrays, picked by index on the device.
    let gathered (data: DataSet) (roots: Symbol list) =
        let index =
            Sym.input StepInputs.index {
                DType = DType.Int64
                Dims = [ unknown "batch" ]
            }

        let types = dict [ for name, s in host.Fed -> name, s.Type ]

        let source =
            dict [
                for name, a in arrays data do
                    match types.TryGetValue name with
                    | true, t -> name, (a, t)
                    | _ -> name, (a, inputType a)
            ]

        let rows name =
            let a, t = source[name]

            // sizes that the network leaves open keep their names, which its formulas have
            let whole =
                Sym.input (StepInputs.whole name) {
                    DType = a.DType
                    Dims = size a.Shape[0] :: t.Dims.Tail
                }

            Sym.gather 0 whole index |> Sym.cast t.DType

        let calculated = dict [ for name, s in host.Fed -> s.Key, name ]

        roots
        |> Graph.rewrite (fun node _ ->
            match node.Op with
            | Op.Input name when source.ContainsKey name -> Some [ rows name ]
            | Op.Host _ ->
                node.Types
                |> List.mapi (fun i _ ->
                    let own = Symbol(node, i, None, null)

                    match calculated.TryGetValue own.Key with
                    | true, name -> rows name
                    | _ -> own)
                |> Some
            | _ -> None)

    /// Loss, metrics and (in training) updates, as a step over data of these shapes.
    let build (training: bool) (data: DataSet) : StepGraph =
        let c = compiled ()
        let outputs = network.Outputs

        let targets =
            data.Targets |> List.mapi (fun i a -> Sym.input (targetName i) (inputType a))

        let weights =
            data.SampleWeights
            |> List.mapi (fun i a ->
                a |> Option.map (fun a -> Sym.input (weightName i) (inputType a)))

        let target n i =
            match List.tryItem (targetPlace targets.Length n i) targets with
            | Some t -> t
            | None ->
                refuse
                    where
                    $"targets for {List.length (losses ())} outputs"
                    $"targets for {targets.Length}"
                    $"give targets for \"{outputNames[i]}\""

        let targetOf = losses () |> List.mapi (fun n (i, _) -> i, target n i) |> Map.ofList

        // one array of weights counts for all outputs
        let weightFor =
            losses ()
            |> List.mapi (fun n (i, _) ->
                let place =
                    if weights.Length = 1 then
                        0
                    else
                        targetPlace weights.Length n i

                i, weights |> List.tryItem place |> Option.flatten)
            |> Map.ofList

        let weightOf i =
            Map.tryFind i weightFor |> Option.flatten

        let values =
            losses ()
            |> List.map (fun (i, loss) ->
                i,
                Place.within $"loss \"{outputNames[i]}\"" (fun () ->
                    loss.Value(targetOf[i], outputs[i], weightOf i, outputs[i].Mask)))

        let weighted =
            values
            |> List.map (fun (i, v) -> if c.LossWeights[i] = 1.0 then v else v * c.LossWeights[i])

        let total =
            match weighted @ (network.Losses |> List.map (Sym.cast DType.Float32)) with
            | [] ->
                refuse
                    where
                    "a loss"
                    "none: neither an output nor a layer has one"
                    "compile with loss"
            | all -> all |> List.reduce Sym.add

        let metrics = [
            for weightedToo, groups in [ false, c.Metrics; true, c.WeightedMetrics ] do
                for i, output in List.indexed outputs do
                    match Map.tryFind i targetOf with
                    | None -> ()
                    | Some y ->
                        for metric in groups[i] do
                            let weight = if weightedToo then weightOf i else None
                            shownAs i metric.Name weightedToo, metric, weight, y, output

            for name, value in network.Metrics do
                [ name ], (Mean name :> Metric), None, value, value
        ]

        let names = HashSet<string>()

        let chosen =
            match resolved with
            | Some known -> known
            | None ->
                let fresh =
                    metrics
                    |> List.map (fun (shown, metric, _, y, p) ->
                        free names shown, metric.Resolve(y, p))

                resolved <- Some fresh
                fresh

        let metricUpdates =
            List.zip chosen metrics
            |> List.collect (fun ((_, metric), (_, _, weight, y, p)) ->
                let mask =
                    if metric.CountsMasks then
                        p.Mask |> Option.map (Sym.cast DType.Float32)
                    else
                        None

                let weight =
                    match weight, mask with
                    | Some w, Some m -> Some(Fit.weights m w * m)
                    | Some w, None -> Some w
                    | None, m -> m

                let y, p = Fit.ranks y p
                metric.CallUpdate(y, p, Option.toObj weight).Pairs)

        let batch = Sym.sumAll (Sym.fill DType.Float32 [ unknown "batch" ] 1.0)

        let layerUpdates = if training then network.Updates else network.Carried

        // one rewriting for all, so that they share what they have in common
        let roots =
            [ total ]
            @ (values |> List.map snd)
            @ (metricUpdates |> List.map snd)
            @ (layerUpdates |> List.map snd)
            @ [ batch ]

        let roots = roots |> gathered data |> Passes.choosePhase training
        let total, rest = roots.Head, roots.Tail
        let values', rest = List.splitAt values.Length rest
        let metricValues, rest = List.splitAt metricUpdates.Length rest
        let layerValues, rest = List.splitAt layerUpdates.Length rest
        let batch = rest.Head
        let layerChanges = List.map2 (fun (w, _) value -> w, value) layerUpdates layerValues

        let optimizing =
            if not training then
                []
            else
                let trained = network.TrainableWeights
                // small gradients survive a narrow type when the loss is scaled; the optimizer divides
                let scaled = c.Optimizer.ScaleLoss total
                let gradients = Gradient.of' scaled (trained |> List.map Sym.weight)

                (if trained.IsEmpty then
                     []
                 else
                     c.Optimizer.Updates(Trained.From layerChanges trained gradients))
                @ Assignment.advance network.Variables

        {
            Fetches = [ total ]
            Updates =
                accumulate lossTracker total batch
                @ (if severalLosses () then
                       List.zip values values'
                       |> List.collect (fun ((i, _), v) -> accumulate outputTrackers[i] v batch)
                   else
                       [])
                @ (List.map2 (fun (w, _) v -> Assign(w, v)) metricUpdates metricValues)
                @ [
                    for w, value in layerChanges do
                        if not (training && w.Trainable) then
                            Assign(w, value)
                ]
                @ optimizing
        }

    let trackers () = [
        yield "loss", lossTracker
        if severalLosses () then
            for i, _ in losses () do
                yield outputNames[i] + "_loss", outputTrackers[i]
    ]

    let memory () = [
        for _, (total, count) in trackers () do
            total
            count
        for _, metric in resolved |> Option.defaultValue [] do
            yield! metric.State
    ]

    /// The arrays that steps read, by the names they know them by.
    member _.Arrays(data: DataSet) = arrays data

    /// Losses that are there, with the number of their output.
    member _.Losses = losses ()

    /// Which of so many targets belongs to the n-th loss, that of output i.
    member _.TargetPlace count n i = targetPlace count n i

    member _.Train(data: DataSet) = build true data
    member _.Test(data: DataSet) = build false data

    /// The outputs, and what layers carry from batch to batch.
    member _.Predict(data: DataSet) : StepGraph =
        let carried = network.Carried

        let outputs, values =
            network.Outputs @ (carried |> List.map snd)
            |> gathered data
            |> Passes.choosePhase false
            |> List.splitAt network.Outputs.Length

        {
            Fetches = outputs
            Updates = List.map2 (fun (w, _) value -> Assign(w, value)) carried values
        }

    /// Sums of loss and metrics.
    member _.Memory = memory ()

    /// What the sums say, by name.
    member _.Results: (string * Symbol) list = [
        for name, tracker in trackers () do
            name, mean tracker
        for name, metric in resolved |> Option.defaultValue [] do
            name, metric.CallResult()
    ]

    /// The names of what is shown, in order: before the first step, as if every output had a target.
    member _.Names: string list =
        List.map fst (trackers ())
        @ (resolved |> Option.defaultWith declared |> List.map fst)

    /// +1 where more of a metric is better, -1 where less is, 0 where nobody can say.
    member _.Direction(name: string) : int =
        resolved
        |> Option.defaultWith declared
        |> List.tryPick (fun (shown, metric) ->
            if shown = name then Some metric.Direction else None)
        |> Option.defaultValue 0
