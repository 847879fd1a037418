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

/// Batches as a program reads them: each is written where the one before was.
[<Sealed>]
type internal BatchFeed(device: int) =
    let mutable bound: (Program * TensorHandle list) option = None

    /// Lets go of the program and the tensors, if there are any; nothing waits for the collector.
    member _.LetGo() =
        match bound with
        | Some(program, tensors) ->
            program.Unbind()

            for tensor in tensors do
                tensor.Dispose()
        | None -> ()

        bound <- None

    /// Takes a program, and the first batch for it.
    member _.Bind(program: Program, arrays: (string * NDArray) list) =
        let tensors = [ for _, a in arrays -> Tensors.create device [ 0 .. a.Shape.Length - 1 ] a ]

        bound <- Some(program, tensors)

        for (name, _), tensor in List.zip arrays tensors do
            program.Bind(name, tensor)

        program.CheckFinite Debugging.CheckNumerics

    member private _.Bound =
        match bound with
        | Some bound -> bound
        | None -> bug "batches" "a batch without a program"

    /// Takes another batch of the same sizes.
    member f.Write(arrays: (string * NDArray) list) =
        for (_, a), tensor in List.zip arrays (snd f.Bound) do
            Tensors.write tensor a

    member f.Program = fst f.Bound

    interface IDisposable with
        member f.Dispose() = f.LetGo()

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

    /// Whether samples must be prepared batch by batch, since the sizes of arrays depend on what is together.
    member _.VariesByBatch = host.Varies

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
        let count = DataSet.parts batchSize order.Length
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

    /// Runs a kind of step over batches as they come; `before` sees the number of the step, and `after` the batch too.
    /// Answers with how many steps there were.
    member t.Stream
        (
            kind: string,
            batches: DataSet seq,
            make: DataSet -> unit -> StepGraph,
            before: int -> unit,
            after: int -> DataSet -> Program -> bool
        ) : int =
        use feed = new BatchFeed(state.Device.Number)
        use batches = batches.GetEnumerator()
        let mutable step = 0
        let mutable sizes = ""
        let mutable goesOn = true

        while goesOn && batches.MoveNext() do
            let data = batches.Current

            let index =
                StepInputs.index, NDArray.ofArray [| data.Rows |] (Array.init data.Rows int64)

            let arrays =
                index :: [ for name, a in steps.Arrays data -> StepInputs.whole name, a ]

            if shapes data = sizes then
                feed.Write arrays
            else
                feed.LetGo()
                feed.Bind(t.Program(kind, data, data.Rows, make data), arrays)
                sizes <- shapes data

            before step
            feed.Program.Run()
            goesOn <- after step data feed.Program
            step <- step + 1

        step

    member t.TrainStep data = fun () -> steps.Train data
    member t.TestStep data = fun () -> steps.Test data
    member t.PredictStep data = fun () -> steps.Predict data

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

    /// The names of these numbers, in order.
    member _.Names: string list = steps.Names

    member _.Direction(name: string) : int = steps.Direction name

    /// The rate a schedule gives for the next update.
    member _.ScheduledRate(name: string, optimizer: Optimizer) : float =
        let program =
            program name (fun () ->
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

    /// The outputs of the batch that a prediction step has seen.
    member _.Outputs(program: Program) : NDArray list = [
        for i in 0 .. network.Outputs.Length - 1 -> program.Fetch i
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
