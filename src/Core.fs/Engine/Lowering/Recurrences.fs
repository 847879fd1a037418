/// The fused recurrent kernels and their gradients.
module internal Keratin.Engine.Recurrences

open Keratin
open Keratin.Engine.Instructions

/// Which of the kernels.
type Kernel =
    | RnnKernel
    | GruKernel
    | LstmKernel

    member k.Name =
        match k with
        | RnnKernel -> "keratin::rnn"
        | GruKernel -> "keratin::gru"
        | LstmKernel -> "keratin::lstm"

    /// h, or h and c.
    member k.States =
        match k with
        | RnnKernel
        | GruKernel -> 1
        | LstmKernel -> 2

/// x, the states, kernel, recurrent kernel; bias and mask where there are any; the settings.
let private arguments (kernel: Kernel) (r: Recurrence) (inputs: int list) =
    let operands, rest = inputs |> List.splitAt (3 + kernel.States)
    let bias = if r.HasBias then Slot rest.Head else Absent
    let mask = if r.HasMask then Slot(List.last rest) else Absent

    let settings =
        match kernel with
        | RnnKernel -> [ Text r.Activation ]
        | GruKernel -> [ Flag r.ResetAfter; Text r.Activation; Text r.RecurrentActivation ]
        | LstmKernel -> [ Text r.Activation; Text r.RecurrentActivation ]

    (operands |> List.map Slot) @ [ bias; mask; Flag r.Reverse ] @ settings

/// Outputs, last states, and what backward needs.
let recurrence (call: Call) (kernel: Kernel) (r: Recurrence) =
    call.Steps(kernel.Name, arguments kernel r call.Inputs, List.replicate (kernel.States + 2) true)

/// (gradients of outputs and states, the operands, output, saved): the gradients of the operands.
let recurrenceBackward (call: Call) (kernel: Kernel) (r: Recurrence) =
    let inputs = call.Inputs
    let gradients, rest = inputs |> List.splitAt (kernel.States + 1)
    let operands, results = rest |> List.splitAt (rest.Length - 2)

    let args =
        (gradients |> List.map Slot)
        @ arguments kernel r operands
        @ (results |> List.map Slot)

    let wanted = call.Used @ (if r.HasBias then [] else [ false ])
    call.Steps(kernel.Name + "_backward", args, wanted)[.. call.Used.Length - 1]
