/// What the engine runs at once: values to hand back and weights to replace.
namespace Keratin

open System
open System.Collections.Generic
open System.Runtime.CompilerServices

/// An update of many weights that the engine has one kernel for: one pass over weights, gradients and
/// slots. It does what `Meaning` says.
type internal FusedUpdate = {
    /// The dispatcher operator: "keratin::adam_".
    Kernel: string
    Weights: Weight list
    Gradients: Symbol list
    /// The optimizer's own weights, kind by kind, each in the order of Weights.
    Slots: Weight list list
    /// Learning rate and the like, computed in the same step.
    Scalars: Symbol list
    Settings: FusedSetting list
    Meaning: (Weight * Symbol) list
}

and internal FusedSetting =
    | NumberSetting of float
    | SwitchSetting of bool

type internal Update =
    | Assign of Weight * Symbol
    | Fused of FusedUpdate

/// Values to hand back, and weights to replace, all at once, at the end: every value is computed from
/// the weights as they were before the step.
type internal StepGraph = {
    Fetches: Symbol list
    Updates: Update list
}

[<RequireQualifiedAccess>]
module internal StepGraph =
    let private values update =
        match update with
        | Assign(_, value) -> [ value ]
        | Fused f -> f.Gradients @ f.Scalars @ List.map snd f.Meaning

    /// Everything the step computes.
    let roots (step: StepGraph) =
        step.Fetches @ List.collect values step.Updates

    /// The same step with its values rewritten, all at once, so that they share what they have in common.
    let rewrite (change: Symbol list -> Symbol list) (step: StepGraph) : StepGraph =
        let replace update changed =
            match update, changed with
            | Assign(w, _), value :: rest -> Assign(w, value), rest
            | Assign _, [] -> bug "step" "a value that got lost"
            | Fused f, changed ->
                let gradients, rest = List.splitAt f.Gradients.Length changed
                let scalars, rest = List.splitAt f.Scalars.Length rest
                let meaning, rest = List.splitAt f.Meaning.Length rest

                Fused {
                    f with
                        Gradients = gradients
                        Scalars = scalars
                        Meaning = List.map2 (fun (w, _) value -> w, value) f.Meaning meaning
                },
                rest

        let fetches, rest = List.splitAt step.Fetches.Length (change (roots step))

        {
            Fetches = fetches
            Updates = step.Updates |> List.mapFold (fun rest u -> replace u rest) rest |> fst
        }

[<RequireQualifiedAccess>]
module internal Assignment =
    /// A weight and a value that fits it: of its shape, cast to its type.
    let checked' (weight: Weight) (value: Symbol) : Weight * Symbol =
        let wanted = weight.Dims |> List.map size

        let fits =
            value.Rank = wanted.Length
            && List.forall2
                (fun (a: Dim) (b: Dim) ->
                    match a with
                    | Size _ -> a = b
                    | Symbolic -> true)
                value.Dims
                wanted

        if not fits then
            refuse
                $"update of {weight.Path}"
                $"a value of the weight's shape {showDims wanted}"
                $"{value}"
                "reduce or reshape the value: Ops.Sum, Ops.Reshape"

        weight, Sym.cast weight.DType value

    /// Random generators move on: two steps never draw the same numbers.
    let advance (weights: Weight seq) : Update list = [
        for w in weights do
            if w.Role = Seed then
                Assign(w, Sym.weight w + Sym.constant (NDArray.ofArray [| 2 |] [| 0L; 1L |]))
    ]

/// <summary>What weights become at the end of a step. C# writes pairs of a weight and its next value:
/// <c>[(total, total + x), (count, count + 1)]</c>; an optimizer's Apply gives one; <c>a + b</c> joins
/// two. Every value is computed from the weights as they were before the step.</summary>
[<Sealed; CollectionBuilder(typeof<Updates>, "Create")>]
type Updates internal (updates: Update list) =
    member internal _.List = updates

    /// Weights with their next values; a fused update by its meaning.
    member internal _.Pairs: (Weight * Symbol) list =
        updates
        |> List.collect (fun update ->
            match update with
            | Assign(w, value) -> [ w, value ]
            | Fused f -> f.Meaning)

    /// Each weight with its next value, which must have the weight's shape.
    static member internal Of(pairs: (Weight * Symbol) list) : Updates =
        Updates [
            for w, value in pairs do
                Assign(Assignment.checked' w value)
        ]

    /// Pairs of a weight and its next value, which must have the weight's shape.
    static member Create(pairs: ReadOnlySpan<struct (Weight * Symbol)>) : Updates =
        pairs.ToArray()
        |> List.ofArray
        |> List.map (fun struct (w, value) -> w, value)
        |> Updates.Of

    /// Nothing changes.
    static member None = Updates []

    /// Both updates, in one step.
    static member (+)(a: Updates, b: Updates) : Updates = Updates(a.List @ b.List)

    /// Weights with their next values.
    static member op_Implicit(pairs: Dictionary<Weight, Symbol>) : Updates =
        Updates.Of [ for KeyValue(w, value) in pairs -> w, value ]

    interface IEnumerable<struct (Weight * Symbol)> with
        member u.GetEnumerator() : IEnumerator<struct (Weight * Symbol)> =
            (u.Pairs |> Seq.map (fun (w, value) -> struct (w, value))).GetEnumerator()

        member u.GetEnumerator() : System.Collections.IEnumerator =
            (u :> IEnumerable<struct (Weight * Symbol)>).GetEnumerator()

/// <summary>Gradients as symbols. They are graphs like any other: gradients of gradients work, and a
/// norm of gradients can be part of a loss.</summary>
[<AbstractClass; Sealed>]
type Gradient =
    static let check (loss: Symbol) (wrt: Symbol list) =
        let where = "Gradient.Of"

        if not (DType.isFloat loss.DType) then
            refuse
                where
                "a loss of floating numbers"
                $"{loss}"
                "cast it: Ops.Cast(loss, \"float32\")"

        for x in wrt do
            if not (DType.isFloat x.DType) then
                refuse where "symbols of floating numbers to derive by" $"{x}" "leave it out"

    /// <summary>d loss / d x for each x of the list; zeros where the loss does not depend on it.</summary>
    /// <param name="loss">A scalar; of any other shape, the sum of its elements is derived.</param>
    /// <param name="wrt">The symbols to derive by: inputs, or what layers and operations gave.</param>
    /// <returns>A symbol of each one's shape, in order.</returns>
    static member Of(loss: Symbol, wrt: IReadOnlyList<Symbol>) : IReadOnlyList<Symbol> =
        let wrt = List.ofSeq wrt
        check loss wrt
        Array.ofList (Gradient.of' (LowRank.applied [ loss ]).Head wrt) :> _

    /// <summary>d loss / d w for each weight of the list; zeros where the loss does not depend on it.</summary>
    /// <param name="loss">A scalar; of any other shape, the sum of its elements is derived.</param>
    /// <param name="wrt">The weights to derive by, as <c>model.TrainableWeights</c> gives them.</param>
    /// <returns>A symbol of each one's shape, in order.</returns>
    static member Of(loss: Symbol, wrt: IReadOnlyList<Weight>) : IReadOnlyList<Symbol> =
        Gradient.Of(loss, (wrt |> Seq.map Sym.weight |> Array.ofSeq :> IReadOnlyList<Symbol>))

    /// <summary>d loss / d x; zeros where the loss does not depend on it.</summary>
    /// <param name="loss">A scalar; of any other shape, the sum of its elements is derived.</param>
    /// <param name="wrt">The symbol or weight to derive by.</param>
    /// <returns>A symbol of its shape.</returns>
    static member Of(loss: Symbol, wrt: Symbol) : Symbol =
        check loss [ wrt ]
        (Gradient.of' (LowRank.applied [ loss ]).Head [ wrt ]).Head
