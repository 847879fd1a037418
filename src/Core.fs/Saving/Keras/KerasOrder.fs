/// The order in which the calls of a Functional model's JSON can be made.
module internal Keratin.Saving.KerasOrder

open System.Collections.Generic
open Keratin

/// A call, by the name of what is called and its number.
type CallName = string * int

/// A call to be made when those it needs have been.
[<NoComparison; NoEquality>]
type PendingCall = {
    Call: CallName
    Needs: CallName list
    Run: unit -> unit
}

/// Makes all calls, each as early in the file's order as what it needs allows. `isMade` tells of what exists
/// before, such as inputs.
let runAll (where: string) (isMade: CallName -> bool) (calls: PendingCall list) : unit =
    let missing = [| for c in calls -> c.Needs |> List.distinct |> List.filter (isMade >> not) |]
    let left = missing |> Array.map List.length
    let waiting = Dictionary<CallName, List<int>>()
    let ready = PriorityQueue<int, int>()

    for i, needs in Array.indexed missing do
        if needs.IsEmpty then
            ready.Enqueue(i, i)

        for need in needs do
            match waiting.TryGetValue need with
            | true, known -> known.Add i
            | _ -> waiting[need] <- List [ i ]

    let calls = Array.ofList calls
    let mutable made = 0

    while ready.Count > 0 do
        let call = calls[ready.Dequeue()]
        call.Run()
        made <- made + 1

        match waiting.TryGetValue call.Call with
        | true, unblocked ->
            for i in unblocked do
                left[i] <- left[i] - 1

                if left[i] = 0 then
                    ready.Enqueue(i, i)
        | _ -> ()

    if made < calls.Length then
        let names =
            Seq.zip calls left
            |> Seq.filter (fun (_, left) -> left > 0)
            |> Seq.map (fun (c, _) -> fst c.Call)
            |> Seq.distinct
            |> Seq.truncate 20
            |> String.concat ", "

        refuse
            where
            "a graph in which every layer's inputs can be computed"
            $"no way to compute {names}"
            "the file is damaged: save it again"
