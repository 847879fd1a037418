/// Regularizers and constraints as graphs.
[<RequireQualifiedAccess>]
module internal Keratin.Penalties

open System
open Keratin

/// A user's function of a weight.
[<Sealed>]
type SymbolFunction(call: Func<Symbol, Symbol>) =
    inherit WeightFunction()
    member _.Call(x: Symbol) : Symbol = call.Invoke x

let private call (given: WeightFunction) (x: Symbol) =
    match given with
    | :? SymbolFunction as f -> f.Call x
    | other -> bug "Penalties" (other.GetType().Name)

/// The regularizer that a function of the weight is.
let regularizer (penalty: Func<Symbol, Symbol>) : Regularizer = PenaltyCase(SymbolFunction penalty)

/// The constraint that a function of the weight is.
let constraintOf (limit: Func<Symbol, Symbol>) : Constraint = LimitCase(SymbolFunction limit)

[<Literal>]
let Epsilon = 1e-7

/// The penalty of a value: a scalar.
let penalty (regularizer: Regularizer) (x: Symbol) : Symbol =
    match regularizer with
    | L1L2Case(l1, l2) ->
        let parts = [
            if l1 <> 0.0 then
                Sym.sumAll (Sym.abs x) * l1
            if l2 <> 0.0 then
                Sym.sumAll (Sym.square x) * l2
        ]

        match parts with
        | [] -> Sym.scalar x.DType 0.0
        | parts -> parts |> List.reduce Sym.add
    | OrthogonalityCase(factor, rows) ->
        match x.Dims with
        | [ Size r; Size c ] ->
            let axis = if rows then 1 else 0
            let norm = Sym.sqrt (Sym.square x |> Sym.sum [ axis ] true)
            let unit = x / Sym.maximum norm (x.Like Epsilon)
            let turned = Sym.transpose [ 1; 0 ] unit

            let cosines =
                if rows then
                    Sym.matmul unit turned
                else
                    Sym.matmul turned unit

            let n = if rows then r else c

            let off =
                Sym.floats
                    [| n; n |]
                    (Array.init (n * n) (fun i -> if i / n = i % n then 0.0 else 1.0))

            let pairs = float (n * (n - 1)) / 2.0
            Sym.sumAll (Sym.abs cosines * off) * (factor * 0.5 / pairs)
        | _ -> refuse "OrthogonalRegularizer" "a matrix" (string x) "use L2 for this weight"
    | PenaltyCase f -> Sym.sumAll (call f x)

/// The penalty of what a layer makes, per sample of the batch that another symbol has.
let perSample (ofBatch: Symbol) (regularizer: Regularizer) (y: Symbol) : Symbol =
    let batch =
        Sym.onesLike (
            Sym.reshape [ ofBatch.Dims.Head; product ofBatch.Dims.Tail ] ofBatch
            |> Sym.pick 1 0
            |> Sym.cast y.DType
        )
        |> Sym.sumAll

    penalty regularizer y / batch

/// The penalty of a layer's output, per sample.
let ofOutput (regularizer: Regularizer) (y: Symbol) : Symbol = perSample y regularizer y

let private norms axes (x: Symbol) =
    Sym.sqrt (Sym.square x |> Sym.sum axes true)

/// What a weight becomes after an update.
let limit (limit: Constraint) (w: Symbol) : Symbol =
    match limit with
    | NonNegCase -> Sym.maximum w (w.Like 0.0)
    | UnitNormCase axes -> w / (norms axes w + Epsilon)
    | MaxNormCase(maxValue, axes) ->
        let norm = norms axes w
        w * (Sym.clip 0.0 maxValue norm / (norm + Epsilon))
    | MinMaxNormCase(minValue, maxValue, rate, axes) ->
        let norm = norms axes w
        let desired = Sym.clip minValue maxValue norm * rate + norm * (1.0 - rate)
        w * (desired / (norm + Epsilon))
    | LimitCase f ->
        let next = call f w

        if next.Dims <> w.Dims then
            refuse
                "constraint"
                $"a value of the weight's shape {showDims w.Dims}"
                $"{next}"
                "keep the shape"

        next
