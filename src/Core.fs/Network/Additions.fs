namespace Keratin

open System.Collections.Generic
open System.Threading

/// What a call makes besides its outputs: penalties, next values of weights, and values to be shown.
[<Sealed>]
type internal Additions() =
    let losses = List<Symbol>()
    let updates = List<Weight * (Symbol -> Symbol)>()
    let metrics = List<string * Symbol>()

    static let current = new ThreadLocal<Additions option>(fun () -> None)

    static let withCurrent innermost (run: unit -> 'a) : 'a =
        let outer = current.Value
        current.Value <- innermost

        try
            run ()
        finally
            current.Value <- outer

    /// Those of the innermost call that is being made on this thread.
    static member Current = current.Value

    /// Penalties that are added to the loss.
    member _.Losses = List.ofSeq losses
    /// What weights become after a training step, from what they were.
    member _.Updates = List.ofSeq updates
    /// Values to be shown, by name.
    member _.Metrics = List.ofSeq metrics

    /// A penalty for the loss.
    member _.AddLoss(loss: Symbol) : unit = losses.Add loss

    /// What a weight becomes, from what it was, after a training step that includes this call: a moving
    /// mean. What a recurrent layer hands on changes after any step.
    member _.AddUpdate(weight: Weight, next: Symbol -> Symbol) : unit = updates.Add((weight, next))

    /// A value to be shown beside the loss: its mean over the epoch.
    member _.AddMetric(metric: string, value: Symbol) : unit = metrics.Add((metric, value))

    /// Runs with these as the innermost; they then also count for those around them.
    member own.Around(run: unit -> 'a) : 'a =
        try
            withCurrent (Some own) run
        finally
            current.Value
            |> Option.iter (fun (outer: Additions) ->
                losses |> Seq.iter outer.AddLoss
                updates |> Seq.iter outer.AddUpdate
                metrics |> Seq.iter outer.AddMetric)

    /// Runs a making of calls that belong to none of those that are being made.
    static member Outside(run: unit -> 'a) : 'a = withCurrent None run

    /// Runs with penalties and updates of its own, which are handed back instead of being kept.
    member _.Apart(run: unit -> 'a) : 'a * Symbol list * (Weight * (Symbol -> Symbol)) list =
        let ofLosses, ofUpdates = losses.Count, updates.Count
        let result = run ()
        let newLosses = List.ofSeq losses |> List.skip ofLosses
        let newUpdates = List.ofSeq updates |> List.skip ofUpdates
        losses.RemoveRange(ofLosses, newLosses.Length)
        updates.RemoveRange(ofUpdates, newUpdates.Length)
        result, newLosses, newUpdates

    /// What weights become when calls that add these are made one after another.
    static member NextValues(calls: Additions seq) : (Weight * Symbol) list =
        let order = List<Weight>()
        let next = Dictionary<Weight, Symbol>(HashIdentity.Reference)

        for call in calls do
            for weight, update in call.Updates do
                match next.TryGetValue weight with
                | true, before -> next[weight] <- update before
                | _ ->
                    order.Add weight
                    next[weight] <- update (Sym.weight weight)

        [ for weight in order -> weight, next[weight] ]
