/// Training, evaluation and prediction of a network: the steps as graphs, and the loops around them.
namespace Keratin

open System
open System.Collections.Generic
open System.Diagnostics
open System.Threading
open Keratin.Engine

/// What compile decides, output by output.
[<NoComparison>]
type internal Compilation = {
    Optimizer: Optimizer
    Losses: Loss option list
    LossWeights: float list
    Metrics: Metric list list
    WeightedMetrics: Metric list list
}

/// What fit is asked for.
[<NoComparison>]
type internal FitOptions = {
    BatchSize: int
    Epochs: int
    InitialEpoch: int
    Verbose: int
    Shuffle: bool
    Seed: int64
    Callbacks: Callback list
    Validation: DataSet option
    ValidationBatchSize: int
    ValidationFreq: int
    StepsPerEpoch: int option
    Cancellation: CancellationToken
    /// Receives progress; Progress.fs has the terminal's.
    Progress: IProgressView
}

/// Shows progress: the terminal's bar, or plain lines.
and internal IProgressView =
    abstract EpochBegin: epoch: int * epochs: int * steps: int -> unit
    /// Whether it wants numbers now; asked after every batch, so it must be quick.
    abstract Wants: step: int -> bool
    abstract Step: step: int * logs: Logs -> unit
    abstract EpochEnd: logs: Logs * seconds: float -> unit

/// Whole arrays where steps read them: on a CPU the arrays themselves.
[<Sealed>]
type internal DeviceData(tensors: (string * TensorHandle) list) =
    member _.Tensors = tensors

    interface IDisposable with
        member _.Dispose() =
            for _, tensor in tensors do
                tensor.Dispose()

/// Steps of a network, ready to run; programs are made for each size met and kept.
[<Sealed>]
type internal Trainer(network: Network, compilation: Compilation option, state: State) =
    let where = $"model \"{network.Name}\""
    let outputNames = network.OutputNames

    let host =
        HostPart.create network [
            yield! network.Outputs
            yield! network.Losses
            yield! network.Updates |> List.map snd
            yield! network.Metrics |> List.map snd
        ]

    let fedNames = host.Fed |> List.map fst
    /// One program for each kind of step and sizes.
    let programs = new Programs()
    let program (key: string) (make: unit -> Program) = programs.Get(key, make)

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
    let dataName name = name + "/data"
    let indexName = "batch/index"

    /// Losses that are there, with the number of their output and of their target.
    let losses () =
        (compiled ()).Losses
        |> List.indexed
        |> List.choose (fun (i, loss) -> loss |> Option.map (fun loss -> i, loss))

    let inputType (data: NDArray) = {
        DType = data.DType
        Dims = unknown "batch" :: [ for n in Array.skip 1 data.Shape -> size n ]
    }

    let accumulate (total, count) (value: Symbol) (n: Symbol) = [
        Assign(total, Sym.weight total + Sym.cast DType.Float32 value * n)
        Assign(count, Sym.weight count + n)
    ]

    let mean (total, count) = Sym.weight total / Sym.weight count

    /// Inputs become rows of whole arrays, picked by index on the device.
    let gathered (data: DataSet) (roots: Symbol list) =
        let index =
            Sym.input indexName {
                DType = DType.Int64
                Dims = [ unknown "batch" ]
            }

        let source =
            dict [
                for (name, s), a in List.zip host.Fed data.Inputs do
                    name, (a, s.Type)
                for i, a in List.indexed data.Targets do
                    targetName i, (a, inputType a)
                for i, a in List.indexed data.SampleWeights do
                    match a with
                    | Some a -> weightName i, (a, inputType a)
                    | None -> ()
            ]

        let rows name =
            let a, t = source[name]

            // sizes that the network leaves open keep their names, which its formulas have
            let whole =
                Sym.input (dataName name) {
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

        let weightOf i =
            weights |> List.tryItem i |> Option.flatten

        let target n i =
            match List.tryItem n targets with
            | Some t -> t
            | None ->
                refuse
                    where
                    $"targets for {List.length (losses ())} outputs"
                    $"targets for {targets.Length}"
                    $"give targets for \"{outputNames[i]}\""

        // targets are given for the outputs that have a loss, in order
        let targetOf = losses () |> List.mapi (fun n (i, _) -> i, target n i) |> Map.ofList

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
            for i, output in List.indexed outputs do
                match Map.tryFind i targetOf with
                | None -> ()
                | Some y ->
                    for weightedToo, group in [ false, c.Metrics[i]; true, c.WeightedMetrics[i] ] do
                        for metric in group do
                            let shown =
                                if outputs.Length > 1 then
                                    $"{outputNames[i]}_{metric.Name}"
                                else
                                    metric.Name

                            let weight = if weightedToo then weightOf i else None
                            shown, metric, weightedToo, weight, y, output

            for name, value in network.Metrics do
                name, (Mean name :> Metric), false, None, value, value
        ]

        let names = HashSet<string>()

        let chosen =
            match resolved with
            | Some known -> known
            | None ->
                let fresh =
                    metrics
                    |> List.map (fun (shown, metric, weightedToo, _, y, p) ->
                        let rec free name n =
                            let candidate = if n = 0 then name else $"{name}_{n}"
                            if names.Add candidate then candidate else free name (n + 1)

                        let shown =
                            if weightedToo && names.Contains shown then
                                free $"weighted_{shown}" 0
                            else
                                free shown 0

                        let y, p = Fit.ranks y p
                        shown, metric.Resolve(y, p))

                resolved <- Some fresh
                fresh

        let metricUpdates =
            List.zip chosen metrics
            |> List.collect (fun ((_, metric), (_, _, _, weight, y, p)) ->
                let mask = p.Mask |> Option.map (Sym.cast DType.Float32)

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

    let sizes (data: DataSet) =
        [ data.Inputs; data.Targets; data.SampleWeights |> List.choose id ]
        |> List.collect (List.map (fun a -> $"{a.DType}[{String.Join(',', a.Shape)}]"))
        |> String.concat ";"

    let feeds (data: DataSet) (batch: int) : Feed list = [
        let feed name (a: NDArray) = {
            Name = dataName name
            DType = a.DType
            Sizes = List.ofArray a.Shape
        }

        for name, a in List.zip fedNames data.Inputs do
            feed name a

        for i, a in List.indexed data.Targets do
            feed (targetName i) a

        for i, a in List.indexed data.SampleWeights do
            match a with
            | Some a -> feed (weightName i) a
            | None -> ()

        {
            Name = indexName
            DType = DType.Int64
            Sizes = [ batch ]
        }
    ]

    let frozen () =
        String.Join(",", network.Weights |> List.map (fun w -> if w.Trainable then "t" else "f"))

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

    member _.Network = network
    member _.State = state

    /// Data checked, with what the host makes of it, in the types the device takes, before anything runs.
    member _.Prepare(data: DataSet) : DataSet =
        if data.Inputs.Length <> network.Inputs.Length then
            refuse
                where
                $"""{network.Inputs.Length} inputs: {String.concat ", " network.InputNames}"""
                $"{data.Inputs.Length} arrays"
                "give one array for each input"

        let fit (s: Symbol) name (a: NDArray) =
            DataSet.fit where $"input \"{name}\"" s a

        {
            data with
                Inputs =
                    List.map3 fit network.Inputs network.InputNames data.Inputs |> host.Evaluate
                Targets =
                    data.Targets
                    |> List.mapi (fun i a ->
                        DataSet.refuseNaN where $"target {i}" a

                        if a.DType = DType.Float64 then
                            NDArray.cast DType.Float32 a
                        else
                            a)
        }

    /// Class numbers that are out of range, before the engine meets them.
    member _.CheckTargets(data: DataSet) =
        for n, (i, loss) in List.indexed (losses ()) do
            let target = List.tryItem n data.Targets

            let loss =
                match loss, target with
                | (:? CrossentropyByShape as any), Some target ->
                    any.For([ for n in target.Shape -> size n ], network.Outputs[i].Dims)
                | _ -> loss

            match loss, target with
            | (:? SparseCategoricalCrossentropy as sparse), Some target ->
                match List.last network.Outputs[i].Dims with
                | Size classes when
                    // one-hot rows are told apart when the loss sees them
                    sparse.IgnoreClass.IsNone
                    && (target.Shape.Length < network.Outputs[i].Rank || Array.last target.Shape = 1)
                    ->
                    DataSet.checkLabels $"{where}, targets of \"{outputNames[i]}\"" classes target
                | _ -> ()
            | _ -> ()

    /// Whole arrays on the device.
    member _.Upload(data: DataSet) : DeviceData =
        let up = Tensors.over state.Device.Number

        new DeviceData(
            [
                for name, a in List.zip fedNames data.Inputs do
                    dataName name, up a

                for i, a in List.indexed data.Targets do
                    dataName (targetName i), up a

                for i, a in List.indexed data.SampleWeights do
                    match a with
                    | Some a -> dataName (weightName i), up a
                    | None -> ()
            ]
        )

    member private _.Program(kind: string, data: DataSet, batch: int, make: unit -> StepGraph) =
        let key = $"{kind}|{batch}|{sizes data}|{frozen ()}"
        program key (fun () -> Program.Compile(state, make (), feeds data batch, true))

    /// Runs a kind of step over all samples, in the order given; `after` sees each batch.
    member t.Batches
        (
            kind: string,
            data: DataSet,
            arrays: DeviceData,
            order: int64[],
            batchSize: int,
            make: unit -> StepGraph,
            after: int -> Program -> bool
        ) =
        let steps = (order.Length + batchSize - 1) / batchSize
        let mutable step = 0
        let mutable current = 0

        use rows =
            Tensors.over state.Device.Number (NDArray.ofArray [| order.Length |] order)

        let running: (Program * TensorHandle) option ref = ref None

        // a program keeps nothing of what it read; nothing waits for the collector
        let letGo () =
            match running.Value with
            | Some(program, index) ->
                program.Unbind()
                index.Dispose()
            | None -> ()

        use _ = {
            new IDisposable with
                member _.Dispose() = letGo ()
        }

        while step < steps do
            let start = step * batchSize
            let size = min batchSize (order.Length - start)

            if size <> current then
                let program = t.Program(kind, data, size, make)

                let index =
                    Tensors.create
                        state.Device.Number
                        [ 0 ]
                        (NDArray.ofArray [| size |] (Array.zeroCreate<int64> size))

                letGo ()

                for name, tensor in arrays.Tensors do
                    program.Bind(name, tensor)

                program.Bind(indexName, index)
                program.CheckFinite Debugging.CheckNumerics
                running.Value <- Some(program, index)
                current <- size

            match running.Value with
            | Some(program, index) ->
                Tensors.copyRows index rows start
                program.Run()
                step <- if after step program then step + 1 else steps
            | None -> ()

    member t.TrainStep data = fun () -> build true data
    member t.TestStep data = fun () -> build false data

    /// Sums back to where they start.
    member _.ResetMetrics() =
        for w in memory () do
            state.Write(
                w,
                NDArray.ofFloats
                    w.DType
                    w.Shape
                    (Initializers.values w.Path 0L w.Dims w.Initializer)
            )

    /// The numbers so far.
    member _.Logs() : Dictionary<string, float> =
        let named = [
            for name, tracker in trackers () do
                name, mean tracker
            for name, metric in resolved |> Option.defaultValue [] do
                name, metric.CallResult()
        ]

        let results =
            program "logs" (fun () ->
                Program.Compile(
                    state,
                    {
                        Fetches = named |> List.map snd
                        Updates = []
                    },
                    [],
                    true
                ))

        results.Run()
        let logs = Dictionary<string, float>()

        for i, (name, _) in List.indexed named do
            logs[name] <- (NDArray.toFloats (results.Fetch i))[0]

        logs

    /// Loss and metrics over data that is on the device already; no weight changes.
    member t.EvaluateOn
        (data: DataSet, arrays: DeviceData, batchSize: int, cancellation: CancellationToken)
        : Dictionary<string, float> =
        t.ResetMetrics()

        t.Batches(
            "test",
            data,
            arrays,
            Array.init data.Rows int64,
            batchSize,
            t.TestStep data,
            fun _ _ ->
                cancellation.ThrowIfCancellationRequested()
                true
        )

        t.Logs()

    /// Loss and metrics over data; no weight changes.
    member t.Evaluate
        (data: DataSet, batchSize: int, cancellation: CancellationToken)
        : Dictionary<string, float> =
        let data = t.Prepare data
        t.CheckTargets data
        use arrays = t.Upload data
        t.EvaluateOn(data, arrays, batchSize, cancellation)

    /// +1 where more of a metric is better, -1 where less is, 0 where nobody can say.
    member _.Direction(name: string) : int =
        resolved
        |> Option.defaultValue []
        |> List.tryPick (fun (shown, metric) ->
            if shown = name then Some metric.Direction else None)
        |> Option.defaultValue 0

    /// The rate a schedule gives for the next update.
    member _.ScheduledRate(optimizer: Optimizer) : float =
        let program =
            program "rate" (fun () ->
                Program.Compile(
                    state,
                    {
                        Fetches = [ optimizer.Updating.LearningRate() ]
                        Updates = []
                    },
                    [],
                    true
                ))

        program.Run()
        (NDArray.toFloats (program.Fetch 0))[0]

    /// The outputs for data, batch by batch.
    member t.Predict
        (inputs: NDArray list, batchSize: int, cancellation: CancellationToken)
        : NDArray list =
        let data = t.Prepare(DataSet.create where inputs [] [])
        use arrays = t.Upload data
        let parts = List<NDArray list>()

        let make () =
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

        t.Batches(
            "predict",
            data,
            arrays,
            [| for i in 0 .. data.Rows - 1 -> int64 i |],
            batchSize,
            make,
            fun _ program ->
                cancellation.ThrowIfCancellationRequested()
                parts.Add [ for i in 0 .. network.Outputs.Length - 1 -> program.Fetch i ]
                true
        )

        [
            for i in 0 .. network.Outputs.Length - 1 ->
                let pieces = [ for part in parts -> part[i] ]
                let first = pieces.Head
                let rows = pieces |> List.sumBy (fun p -> p.Shape[0])

                NDArray(
                    first.DType,
                    Array.append [| rows |] first.Shape[1..],
                    Array.concat [ for p in pieces -> p.Bytes ]
                )
        ]

    /// One step on one batch; the numbers of this batch.
    member t.OnBatch(kind: string, data: DataSet) : Dictionary<string, float> =
        let data = t.Prepare data
        t.CheckTargets data
        use arrays = t.Upload data
        t.ResetMetrics()
        let order = [| for i in 0 .. data.Rows - 1 -> int64 i |]
        let make = if kind = "train" then t.TrainStep data else t.TestStep data
        t.Batches(kind, data, arrays, order, data.Rows, make, fun _ _ -> true)
        t.Logs()

    interface IDisposable with
        member _.Dispose() = (programs :> IDisposable).Dispose()
