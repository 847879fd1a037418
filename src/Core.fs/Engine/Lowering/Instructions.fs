/// What the engine runs, in the making: instructions, what is known of slots, constants, and a node's
/// call while it is lowered.
module internal Keratin.Engine.Instructions

open System.Collections.Generic
open Keratin

/// An operand of an instruction.
type Arg =
    | Default
    | Absent
    | Slot of int
    | Int of int
    | Float of float
    | Flag of bool
    | Text of string
    | Ints of int list
    | Flags of bool list
    /// A list of tensors.
    | Slots of int list

/// What the engine runs: one operator call, by name.
type Instruction = {
    Op: string
    /// The overload that writes into memory given to it.
    Out: string option
    Args: Arg list
    /// The slots that receive the results; -1 for one that nobody reads.
    Outs: int list
    /// The operand whose memory the output may take over, if it is not needed any more.
    Reuse: int
    /// Gradients of the call's outputs, when this stands for the call's derivative by autograd.
    Gradients: int list option
    /// What is run at every step, when this is a loop.
    Body: LoopProgram option
    Place: string
} with

    /// A call of an operator.
    static member Of place op args outs = {
        Op = op
        Out = None
        Args = args
        Outs = outs
        Reuse = -1
        Gradients = None
        Body = None
        Place = place
    }

/// The program of a loop's body.
and LoopProgram = {
    Builder: Builder
    States: int
    Sequences: int
    Reverse: bool
    /// The body's slots for what it takes.
    Takes: int list
    /// The body's slots of what it gives; -1 for what nobody reads.
    Gives: int list
}

and Slot = { DType: DType; Sizes: int list }

/// A program in the making: instructions, what is known of slots, and constants.
and Builder() =
    let instructions = List<Instruction>()
    let types = Dictionary<int, Slot>()
    let constants = Dictionary<int, NDArray>()
    let known = Dictionary<NDArray, int>()
    let producers = Dictionary<int, Instruction>()
    let mutable slots = 0

    member _.Instructions = instructions
    member _.Types = types
    member _.Constants = constants
    member _.Count = slots

    member _.New() =
        slots <- slots + 1
        slots - 1

    member b.Typed(slot: Slot) =
        let n = b.New()
        types[n] <- slot
        n

    member b.Constant(value: NDArray) =
        match known.TryGetValue value with
        | true, slot -> slot
        | _ ->
            let slot = b.New()
            constants[slot] <- value
            known[value] <- slot
            slot

    member _.Add(instruction: Instruction) =
        instructions.Add instruction

        for slot in instruction.Outs do
            producers[slot] <- instruction

    /// Whether a slot may lie in the memory of a weight or an input: one itself, or a view of one.
    member b.IsOutside(slot: int) : bool =
        match producers.TryGetValue slot with
        | true,
          {
              Body = None
              Gradients = None
              Op = op
              Args = args
          } ->
            match Native.viewOf op |> Option.map (fun n -> args[n]) with
            | Some(Slot source) -> b.IsOutside source
            | _ -> false
        | true, _ -> false
        | false, _ -> not (constants.ContainsKey slot)

/// A node with its operands' slots, while it is lowered.
type Call
    (
        builder: Builder,
        place: string,
        operands: (int * Slot) list,
        outputs: Slot list,
        used: bool list
    ) =
    let slots = operands |> List.map fst

    let instruction = Instruction.Of place

    /// The slots of the operands.
    member _.Inputs = slots
    member _.Place = place
    member _.X n : int = slots[n]
    member _.Type n : Slot = snd operands[n]
    member _.Sizes n : int list = (snd operands[n]).Sizes
    /// The type of the first output.
    member _.Out: Slot = outputs.Head

    /// Which outputs anybody reads.
    member _.Used = used
    member _.Constant value = builder.Constant value

    member _.Scalar (dtype: DType) (value: float) =
        builder.Constant(NDArray.ofFloats dtype [||] [| value |])

    /// A call whose results are the node's outputs.
    member _.Final(op, ?out, ?reuse) =
        fun args ->
            let outs =
                (outputs, used)
                ||> List.map2 (fun t used -> if used then builder.Typed t else -1)

            let preallocated = if List.forall id used then out else None

            builder.Add {
                instruction op args outs with
                    Out = preallocated
                    Reuse = defaultArg reuse -1
            }

            outs

    /// A call with one result in between, of a type that may be known.
    member _.Step(op, args, ?out, ?slot) : int =
        let result =
            match slot with
            | Some slot -> builder.Typed slot
            | None -> builder.New()

        builder.Add {
            instruction op args [ result ] with
                Out = if slot.IsSome then out else None
        }

        result

    /// A call with several results in between; some may be unused.
    member _.Steps(op, args, wanted: bool list) : int list =
        let outs = wanted |> List.map (fun w -> if w then builder.New() else -1)
        builder.Add(instruction op args outs)
        outs

    /// A loop over the operands, whose results are the node's outputs.
    member _.Loop(body: LoopProgram) =
        let outs =
            (outputs, used)
            ||> List.map2 (fun t used -> if used then builder.Typed t else -1)

        builder.Add {
            instruction "" (slots |> List.map Slot) outs with
                Body = Some body
        }

        outs

    /// The derivative, by autograd, of a call: one result for each tensor operand.
    member _.Derivative(op, args: Arg list, gradients: int list) =
        let operands =
            args
            |> List.sumBy (fun arg ->
                match arg with
                | Slot _ -> 1
                | Slots s -> s.Length
                | _ -> 0)

        let outs = List.init operands (fun _ -> builder.New())

        builder.Add {
            instruction op args outs with
                Gradients = Some gradients
        }

        outs

let count (sizes: int list) = (1, sizes) ||> List.fold (*)


let permute (call: Call) x axes =
    call.Step("aten::permute", [ Slot x; Ints axes ])

let view (call: Call) x sizes =
    call.Step("aten::reshape", [ Slot x; Ints sizes ])


let indexVector (call: Call) (places: int list) =
    call.Constant(NDArray.ofFloats DType.Int64 [| places.Length |] [| for p in places -> float p |])


let wholeNumbers (call: Call) x (t: Slot) =
    if t.DType = DType.Int64 then
        x
    else
        call.Step("aten::_to_copy", [ Slot x; Int(int DType.Int64) ])
