/// A step made ready to run: lowered for the sizes at hand, then one native call each time.
namespace Keratin.Engine

open System
open System.Collections.Generic
open Keratin
open Keratin.Engine.Instructions

/// What a program takes from outside: an input by name, with its sizes.
type internal Feed = {
    Name: string
    DType: DType
    Sizes: int list
}

[<RequireQualifiedAccess>]
module private Assemble =
    /// The sizes of named unknowns, from the inputs' types and the sizes at hand.
    let unknowns (inputs: (TensorType * Feed) list) =
        (Map.empty, inputs)
        ||> List.fold (fun known (t, feed) ->
            if t.Rank <> feed.Sizes.Length then
                refuse
                    $"input \"{feed.Name}\""
                    $"{t.Rank} axes: {showDims t.Dims}"
                    $"{feed.Sizes.Length}: %A{feed.Sizes}"
                    "reshape the data"

            (known, List.zip t.Dims feed.Sizes)
            ||> List.fold (fun known (dim, n) ->
                match dim with
                | Size m when m <> n ->
                    refuse
                        $"input \"{feed.Name}\""
                        $"shape {showDims t.Dims}"
                        $"%A{feed.Sizes}"
                        "give data of the input's shape"
                | Size _ -> known
                | Symbolic ->
                    match Map.toList dim.Terms, dim.Constant with
                    | [ Unknown name, 1 ], 0 ->
                        match Map.tryFind name known with
                        | Some m when m <> n ->
                            refuse
                                $"input \"{feed.Name}\""
                                $"{m} for the axis \"{name}\", as in the other inputs"
                                $"{n}"
                                "give inputs of one length"
                        | _ -> Map.add name n known
                    | _ -> bug feed.Name $"an input of size {dim}"))


[<Sealed>]
type internal Program
    private
    (
        handle: ProgramHandle,
        inputs: IDictionary<string, int>,
        fetches: int list,
        held: TensorHandle list
    ) =
    let bound = Dictionary<string, TensorHandle>()

    /// Puts a tensor where an input is read from.
    member _.Bind(name: string, tensor: TensorHandle) =
        match inputs.TryGetValue name with
        | true, slot ->
            Native.using handle (fun p ->
                Functions.kt_program_bind (p, slot, tensor.DangerousGetHandle()))

            bound[name] <- tensor
        | _ -> ()

    /// Puts an array where an input is read from: always into the same tensor.
    member p.Feed(device: Device, name: string, values: NDArray) =
        match bound.TryGetValue name with
        | true, tensor -> Tensors.write tensor values
        | _ -> p.Bind(name, Tensors.create device.Number [ 0 .. values.Shape.Length - 1 ] values)

    /// Lets go of the tensors of all inputs; they must be bound again before the next run.
    member _.Unbind() =
        for name in bound.Keys do
            Native.using handle (fun p -> Functions.kt_program_unbind (p, inputs[name]))

        bound.Clear()

    /// Whether tensors are where it reads from: it is in use, or will be.
    member _.IsBound = bound.Count > 0

    /// One step.
    member _.Run() =
        Native.using handle Functions.kt_program_run

    member _.Fetch(n: int) : NDArray =
        Tensors.ofSlot handle (List.item n fetches)


    /// Whether a run stops at the first output that is not finite, with the layer's name.
    member _.CheckFinite(on: bool) =
        Functions.kt_program_check (handle.DangerousGetHandle(), (if on then 1 else 0))

    /// A line for each operator call: microseconds since the last time, operator, place. The first time
    /// begins to measure.
    member _.Profile() : string =
        match
            Runtime.InteropServices.Marshal.PtrToStringUTF8(
                Functions.kt_program_profile (handle.DangerousGetHandle())
            )
        with
        | null -> ""
        | text -> text

    /// How many operator calls one run makes.
    member _.Instructions = Functions.kt_program_instructions (handle.DangerousGetHandle())

    interface IDisposable with
        member _.Dispose() =
            handle.Dispose()
            GC.KeepAlive held

    /// Lowers a step whose phase has been chosen.
    static member Compile
        (state: State, step: StepGraph, feeds: Feed list, useFused: bool)
        : Program =
        Native.load ()

        let updates =
            step.Updates
            |> List.collect (fun update ->
                match update with
                | Fused f when not (useFused && Native.exists f.Kernel state.Device.Number) ->
                    f.Meaning |> List.map Assign
                | other -> [ other ])

        let roots =
            step.Fetches
            @ (updates
               |> List.collect (fun update ->
                   match update with
                   | Assign(w, value) -> [ Sym.weight w; value ]
                   | Fused f -> f.Gradients @ f.Scalars))

        let inputNodes =
            Graph.nodes roots
            |> Array.choose (fun node ->
                match node.Op with
                | Op.Input name -> Some(name, node)
                | _ -> None)

        let feedOf name =
            match feeds |> List.tryFind (fun feed -> feed.Name = name) with
            | Some feed -> feed
            | None ->
                refuse
                    $"input \"{name}\""
                    "data for every input of the model"
                    (String.concat ", " (feeds |> List.map _.Name))
                    $"give data for \"{name}\""

        let known =
            Assemble.unknowns [ for name, node in inputNodes -> node.Types.Head, feedOf name ]

        let dims (dim: Dim) =
            match evaluate known dim with
            | Some n -> n
            | None -> bug "lower" $"the size {dim} is not known"

        let narrow =
            if Native.calculatesHalf state.Device.Number then
                id
            else
                Passes.widenHalf

        let simple = roots |> Passes.specialise known |> narrow |> Passes.simplify
        let image = Dictionary<struct (int64 * int), Symbol>()

        for before, after in List.zip roots simple do
            image[before.Key] <- after

        let current (s: Symbol) = image[s.Key]
        let builder = Builder()
        let inputSlots = Dictionary<string, int>()
        let weightSlots = Dictionary<Weight, int>()

        let weightSlot (w: Weight) =
            match weightSlots.TryGetValue w with
            | true, slot -> slot
            | _ ->
                let slot = builder.New()
                weightSlots[w] <- slot
                slot

        /// Weights of one number, and those numbers are sums.
        let scalarSlots =
            HashSet [
                for update in updates do
                    match update with
                    | Assign(w, _) when w.Count = 1 -> weightSlot w
                    | _ -> ()
            ]

        let leaf (node: Node) =
            match node.Op with
            | Op.Input name ->
                let slot = builder.New()
                inputSlots[name] <- slot
                Some slot
            | Op.Weight w -> Some(weightSlot w)
            | _ -> None

        let slotOf = Lower.graph builder dims leaf simple
        let instruction = Instruction.Of "update"

        /// The slot of a value that stays what it was when weights change.
        let own (s: Symbol) =
            let slot = slotOf s

            if builder.IsOutside slot then
                let copy = builder.New()
                builder.Add(instruction "aten::clone" [ Slot slot ] [ copy ])
                copy
            else
                slot

        let fetches =
            step.Fetches |> List.map (current >> (if updates.IsEmpty then slotOf else own))

        // values first, then assignments: none may see another's new value
        let assignments = [
            for update in updates do
                match update with
                | Assign(w, value) ->
                    let target = weightSlot w
                    let value = current value

                    match value.Node.Op, value.Node.Inputs with
                    | Op.Binary Binary.Add, [ a; b ] when
                        a.Key = (current (Sym.weight w)).Key && a.Type = value.Type
                        ->
                        instruction "aten::add_.Tensor" [ Slot target; Slot(own b) ] []
                    | _ -> instruction "aten::copy_" [ Slot target; Slot(own value) ] []
                | Fused f ->
                    let weights = f.Weights |> List.map weightSlot
                    let gradients = f.Gradients |> List.map (current >> own)

                    let settings =
                        f.Settings
                        |> List.map (fun setting ->
                            match setting with
                            | NumberSetting v -> Float v
                            | SwitchSetting v -> Flag v)

                    instruction
                        f.Kernel
                        ([ Slots weights; Slots gradients ]
                         @ (f.Slots |> List.map (fun kind -> Slots(kind |> List.map weightSlot)))
                         @ (f.Scalars |> List.map (current >> slotOf >> Slot))
                         @ settings)
                        []
        ]

        // sums of one number each are added up by one call
        let scalars, others =
            assignments
            |> List.partition (fun i ->
                i.Op = "aten::add_.Tensor"
                && (match i.Args with
                    | [ Slot target; Slot _ ] -> scalarSlots.Contains target
                    | _ -> false))

        let targets, values =
            scalars
            |> List.map (fun i ->
                match i.Args with
                | [ Slot target; Slot value ] -> target, value
                | _ -> bug "update" "an addition of other operands")
            |> List.unzip

        for assignment in others do
            builder.Add assignment

        if not targets.IsEmpty then
            builder.Add(instruction "keratin::accumulate_" [ Slots targets; Slots values ] [])

        let bound = [
            for KeyValue(w, slot) in weightSlots do
                slot, state.Tensor w

        ]

        let handle = Marshal.program state.Device builder bound fetches
        new Program(handle, inputSlots, fetches, bound |> List.map snd)

/// Programs by what they were made for; the sixteen used last are kept, and those that are bound before others.
[<Sealed>]
type internal Programs() =
    let known = Dictionary<string, Program>()
    let byUse = List<string>()

    member _.Get(key: string, make: unit -> Program) : Program =
        match known.TryGetValue key with
        | true, program ->
            byUse.Remove key |> ignore
            byUse.Add key
            program
        | _ ->
            if known.Count >= 16 then
                let oldest =
                    byUse
                    |> Seq.tryFind (fun key -> not known[key].IsBound)
                    |> Option.defaultWith (fun () -> byUse[0])

                byUse.Remove oldest |> ignore
                (known[oldest] :> IDisposable).Dispose()
                known.Remove oldest |> ignore

            let fresh = make ()
            known[key] <- fresh
            byUse.Add key
            fresh

    interface IDisposable with
        member _.Dispose() =
            for program in known.Values do
                (program :> IDisposable).Dispose()

            known.Clear()
            byUse.Clear()
