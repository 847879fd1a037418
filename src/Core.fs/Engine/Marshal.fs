/// Instructions handed over the border.
[<RequireQualifiedAccess>]
module internal Keratin.Engine.Marshal

#nowarn "9" // pointers to what is handed over the border

open System
open System.Collections.Generic
open System.Runtime.InteropServices
open Microsoft.FSharp.NativeInterop
open Keratin
open Keratin.Engine.Instructions

/// Operands with the memory their lists lie in, pinned until they have been read.
type private Pinned() =
    let pins = List<GCHandle>()

    member _.Pin(values: Array) =
        let pin = GCHandle.Alloc(values, GCHandleType.Pinned)
        pins.Add pin
        pin.AddrOfPinnedObject()

    interface IDisposable with
        member _.Dispose() =
            for pin in pins do
                pin.Free()

let private value (pinned: Pinned) (arg: Arg) : Value =
    let mutable v = Value()

    let list tag (values: Array) =
        v.Tag <- tag
        v.Count <- values.Length
        v.Pointer <- pinned.Pin values

    match arg with
    | Default -> v.Tag <- 0
    | Absent -> v.Tag <- 1
    | Slot slot ->
        v.Tag <- 2
        v.Int <- int64 slot
    | Int n ->
        v.Tag <- 3
        v.Int <- int64 n
    | Float x ->
        v.Tag <- 4
        v.Float <- x
    | Flag on ->
        v.Tag <- 5
        v.Int <- if on then 1L else 0L
    | Text text ->
        v.Tag <- 6
        v.Pointer <- pinned.Pin(Array.append (Text.Encoding.UTF8.GetBytes text) [| 0uy |])
    | Ints values -> list 7 [| for n in values -> int64 n |]
    | Flags values -> list 9 [| for on in values -> if on then 1uy else 0uy |]
    | Slots values -> list 10 (Array.ofList values)

    v

let private add (program: nativeint) (i: Instruction) : int =
    use pinned = new Pinned()
    let args = [| for arg in i.Args -> value pinned arg |]
    let outs = Array.ofList i.Outs
    use argsPointer = fixed args
    use outsPointer = fixed outs

    match i.Gradients with
    | None ->
        Functions.kt_program_call (
            program,
            i.Op,
            Option.toObj i.Out,
            argsPointer,
            args.Length,
            outsPointer,
            outs.Length,
            i.Reuse,
            i.Place
        )
    | Some gradients ->
        let gradients = Array.ofList gradients
        use gradientsPointer = fixed gradients

        Functions.kt_program_grad (
            program,
            i.Op,
            argsPointer,
            args.Length,
            gradientsPointer,
            gradients.Length,
            outsPointer,
            outs.Length,
            i.Place
        )

/// The program of a builder's instructions, with its constants in their slots.
let rec private assemble (device: Device) (builder: Builder) : nativeint =
    let pointer = Functions.kt_program_new (device.Number, builder.Count)

    if pointer = 0n then
        Native.check 1

    try
        for KeyValue(slot, t) in builder.Types do
            let sizes = [| for n in t.Sizes -> int64 n |]
            use sizesPointer = fixed sizes

            Native.check (
                Functions.kt_program_type (pointer, slot, int t.DType, sizes.Length, sizesPointer)
            )

        for KeyValue(slot, value) in builder.Constants do
            use tensor = Tensors.create device.Number [ 0 .. value.Shape.Length - 1 ] value
            Native.using tensor (fun t -> Functions.kt_program_bind (pointer, slot, t))

        for i in builder.Instructions do
            match i.Body with
            | None -> Native.check (add pointer i)
            | Some body -> Native.check (addLoop device pointer i body)

        pointer
    with _ ->
        Functions.kt_program_free pointer
        reraise ()

/// The body goes over to the program.
and private addLoop device (program: nativeint) (i: Instruction) (body: LoopProgram) : int =
    let operands = [|
        for arg in i.Args do
            match arg with
            | Slot slot -> slot
            | _ -> bug i.Place "operands of a loop are tensors"
    |]

    let takes, gives, outs =
        Array.ofList body.Takes, Array.ofList body.Gives, Array.ofList i.Outs

    use operandsPointer = fixed operands
    use takesPointer = fixed takes
    use givesPointer = fixed gives
    use outsPointer = fixed outs

    Functions.kt_program_loop (
        program,
        assemble device body.Builder,
        body.States,
        body.Sequences,
        (if body.Reverse then 1 else 0),
        operandsPointer,
        takesPointer,
        takes.Length,
        givesPointer,
        gives.Length,
        outsPointer,
        i.Place
    )

/// The bytes of what programs write into: a measure for the garbage collector.
let rec private bytes (builder: Builder) : int64 =
    let own =
        builder.Types.Values
        |> Seq.sumBy (fun t ->
            (int64 (DType.bytes t.DType), t.Sizes) ||> List.fold (fun n d -> n * int64 d))

    own
    + (builder.Instructions
       |> Seq.sumBy (fun i ->
           i.Body |> Option.map (fun b -> bytes b.Builder) |> Option.defaultValue 0L))

/// A program of these instructions, with tensors in the slots that have them from the start.
let program
    (device: Device)
    (builder: Builder)
    (bound: (int * TensorHandle) list)
    (fetches: int list)
    =
    let pointer = assemble device builder
    let handle = new ProgramHandle(pointer, bytes builder)

    try
        for slot, tensor in bound do
            Native.using tensor (fun t -> Functions.kt_program_bind (pointer, slot, t))

        for slot in fetches do
            Native.check (Functions.kt_program_fetch (pointer, slot))

        handle
    with _ ->
        handle.Dispose()
        reraise ()
