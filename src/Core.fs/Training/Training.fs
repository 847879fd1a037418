/// Training, evaluation and prediction of a network: steps run over data, batch by batch.
namespace Keratin

open System
open System.Collections.Generic
open System.Threading
open Keratin.Engine

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

    let host =
        HostPart.create network [
            yield! network.Outputs
            yield! network.Losses
            yield! network.Updates |> List.map snd
            yield! network.Metrics |> List.map snd
        ]

    let steps = TrainingSteps(network, compilation, host)
    /// One program for each kind of step and sizes.
    let programs = new Programs()
    let program (key: string) (make: unit -> Program) = programs.Get(key, make)

    let shapes (data: DataSet) =
        steps.Arrays data
        |> List.map (fun (name, a) -> $"{name} {a.DType}[{String.Join(',', a.Shape)}]")
        |> String.concat ";"

    let feeds (data: DataSet) (batch: int) : Feed list = [
        for name, a in steps.Arrays data do
            {
                Name = StepInputs.whole name
                DType = a.DType
                Sizes = List.ofArray a.Shape
            }

        {
            Name = StepInputs.index
            DType = DType.Int64
            Sizes = [ batch ]
        }
    ]

    let frozen () =
        String.Join(",", network.Weights |> List.map (fun w -> if w.Trainable then "t" else "f"))

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
        for n, (i, loss) in List.indexed steps.Losses do
            let target = List.tryItem (steps.TargetPlace data.Targets.Length n i) data.Targets

            let loss =
                match loss, target with
                | (:? CrossentropyByShape as any), Some target ->
                    any.For([ for n in target.Shape -> size n ], network.Outputs[i].Dims)
                | _ -> loss

            match loss, target with
            | (:? SparseCategoricalCrossentropy as sparse), Some target ->
                let axis = Sym.axisOf network.Outputs[i] sparse.ClassAxis

                match network.Outputs[i].Dims[axis] with
                | Size classes when
                    // one-hot rows are told apart when the loss sees them
                    sparse.IgnoreClass.IsNone
                    && (target.Shape.Length < network.Outputs[i].Rank || target.Shape[axis] = 1)
                    ->
                    DataSet.checkLabels
                        $"{where}, targets of \"{network.OutputNames[i]}\""
                        classes
                        target
                | _ -> ()
            | _ -> ()

    /// Whole arrays on the device.
    member _.Upload(data: DataSet) : DeviceData =
        let up = Tensors.over state.Device.Number

        new DeviceData([ for name, a in steps.Arrays data -> StepInputs.whole name, up a ])

    member private _.Program(kind: string, data: DataSet, batch: int, make: unit -> StepGraph) =
        let key = $"{kind}|{batch}|{shapes data}|{frozen ()}"
        program key (fun () -> Program.Compile(state, make (), feeds data batch, true))

    /// Runs a kind of step over all samples, in the order given; `before` and `after` see each batch.
    member t.Batches
        (
            kind: string,
            data: DataSet,
            arrays: DeviceData,
            order: int64[],
            batchSize: int,
            make: unit -> StepGraph,
            after: int -> Program -> bool,
            ?before: int -> unit
        ) =
        let before = defaultArg before ignore
        let count = (order.Length + batchSize - 1) / batchSize
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

        while step < count do
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

                program.Bind(StepInputs.index, index)
                program.CheckFinite Debugging.CheckNumerics
                running.Value <- Some(program, index)
                current <- size

            match running.Value with
            | Some(program, index) ->
                before step
                Tensors.copyRows index rows start
                program.Run()
                step <- if after step program then step + 1 else count
            | None -> ()

    member t.TrainStep data = fun () -> steps.Train data
    member t.TestStep data = fun () -> steps.Test data

    /// Sums back to where they start.
    member _.ResetMetrics() =
        for w in steps.Memory do
            state.Write(
                w,
                NDArray.ofFloats
                    w.DType
                    w.Shape
                    (Initializers.values w.Path 0L w.Dims w.Initializer)
            )

    /// Sums of loss and metrics; known once a step has been built.
    member _.Memory = steps.Memory

    /// The numbers so far.
    member _.Logs() : Dictionary<string, float> =
        let named = steps.Results

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

    /// Loss and metrics over data that is on the device already, or its first batches; no weight changes.
    member t.EvaluateOn
        (
            data: DataSet,
            arrays: DeviceData,
            batchSize: int,
            steps: int option,
            callbacks: Callback list,
            cancellation: CancellationToken
        ) : Dictionary<string, float> =
        for callback in callbacks do
            callback.OnTestBegin()

        t.ResetMetrics()

        let rows =
            match steps with
            | Some steps when steps < 1 ->
                refuse where "at least one step" $"{steps}" "leave the steps out"
            | Some steps -> int (min (int64 data.Rows) (int64 steps * int64 batchSize))
            | None -> data.Rows

        t.Batches(
            "test",
            data,
            arrays,
            Array.init rows int64,
            batchSize,
            t.TestStep data,
            (fun step _ ->
                let logs = BatchLogs.wanted callbacks t.Logs

                for callback in callbacks do
                    callback.OnTestBatchEnd(step, logs)

                cancellation.ThrowIfCancellationRequested()
                true),
            fun step ->
                for callback in callbacks do
                    callback.OnTestBatchBegin step
        )

        let logs = t.Logs()

        for callback in callbacks do
            callback.OnTestEnd logs

        logs

    /// Loss and metrics over data, or its first batches; no weight changes.
    member t.Evaluate
        (
            data: DataSet,
            batchSize: int,
            steps: int option,
            callbacks: Callback list,
            cancellation: CancellationToken
        ) : Dictionary<string, float> =
        let data = t.Prepare data
        t.CheckTargets data
        use arrays = t.Upload data
        t.EvaluateOn(data, arrays, batchSize, steps, callbacks, cancellation)

    member _.Direction(name: string) : int = steps.Direction name

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
        (
            inputs: NDArray list,
            batchSize: int,
            cancellation: CancellationToken,
            ?callbacks: Callback list
        ) : NDArray list =
        let callbacks = defaultArg callbacks []
        let data = t.Prepare(DataSet.create where inputs [] [])
        use arrays = t.Upload data
        let parts = List<NDArray list>()

        for callback in callbacks do
            callback.OnPredictBegin()

        t.Batches(
            "predict",
            data,
            arrays,
            [| for i in 0 .. data.Rows - 1 -> int64 i |],
            batchSize,
            (fun () -> steps.Predict data),
            (fun step program ->
                cancellation.ThrowIfCancellationRequested()
                let outputs = [ for i in 0 .. network.Outputs.Length - 1 -> program.Fetch i ]
                parts.Add outputs

                if not callbacks.IsEmpty then
                    let tensors = [| for a in outputs -> PlainArrays.toTensor a |]

                    for callback in callbacks do
                        callback.OnPredictBatchEnd(step, tensors)

                true),
            fun step ->
                for callback in callbacks do
                    callback.OnPredictBatchBegin step
        )

        for callback in callbacks do
            callback.OnPredictEnd()

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
