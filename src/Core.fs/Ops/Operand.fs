/// What operations take where Keras takes a tensor or a number, and how a part of a value is chosen.
namespace Keratin

open System

/// A value an operation is applied to: a symbol, a weight, a number, or a plain array of numbers. All
/// of them convert by themselves.
[<NoComparison>]
type Operand =
    internal
    | SymbolOperand of Symbol
    /// A number takes the type of the symbol beside it.
    | NumberOperand of value: float * own: DType

    /// The operand alone, as a symbol.
    member internal o.Symbol: Symbol =
        match o with
        | SymbolOperand s -> s
        | NumberOperand(value, own) -> Sym.scalar own value

    /// Two operands, of which a number takes the other's type: a float beside integers makes floats.
    static member internal Pair(a: Operand, b: Operand) : Symbol * Symbol =
        let beside (s: Symbol) value own =
            if DType.isFloat s.DType || (own <> DType.Float32 && s.DType <> DType.Bool) then
                Sym.scalar s.DType value
            else
                Sym.scalar own value

        match a, b with
        | SymbolOperand a, NumberOperand(value, own) -> a, beside a value own
        | NumberOperand(value, own), SymbolOperand b -> beside b value own, b
        | _ -> a.Symbol, b.Symbol

    /// A symbol.
    static member op_Implicit(symbol: Symbol) : Operand = SymbolOperand symbol
    /// The value of a weight.
    static member op_Implicit(weight: Weight) : Operand = SymbolOperand(Sym.weight weight)
    /// A number.
    static member op_Implicit(number: float) : Operand = NumberOperand(number, DType.Float32)

    /// A whole number.
    static member op_Implicit(number: int) : Operand =
        NumberOperand(float number, DType.Int32)

    /// True or false.
    static member op_Implicit(truth: bool) : Operand =
        NumberOperand((if truth then 1.0 else 0.0), DType.Bool)

    /// A plain array of numbers, of any rank.
    static member op_Implicit(array: Array) : Operand =
        SymbolOperand(Sym.constant (PlainArrays.ofObject array))

/// A part of one axis: a place (the axis goes) or a range with a step; or a new axis, or all axes that
/// no other selection is for.
[<NoComparison>]
type Selection =
    internal
    | PlaceSelection of int
    | RangeSelection of start: int option * stop: int option * step: int
    | NewAxisSelection
    | RestSelection

    /// One place; from the end where it is negative. The axis goes.
    static member op_Implicit(place: int) : Selection = PlaceSelection place

    /// One place; ^1 is the last. The axis goes.
    static member op_Implicit(place: Index) : Selection =
        PlaceSelection(if place.IsFromEnd then -place.Value else place.Value)

    /// From the start of a range to its end, which does not belong to it.
    static member op_Implicit(range: Range) : Selection =
        let bound (i: Index) =
            match i.IsFromEnd, i.Value with
            | true, 0 -> None
            | true, n -> Some -n
            | false, n -> Some n

        RangeSelection(bound range.Start, bound range.End, 1)

    /// A new axis of size 1.
    static member NewAxis = NewAxisSelection
    /// All axes that no other selection is for, as they are.
    static member Rest = RestSelection

    /// <summary>Every step-th place from start to stop, as Keras's start:stop:step.</summary>
    /// <param name="start">The first place; from the end where it is negative. Default: the first of all.</param>
    /// <param name="stop">The first place that does not belong to it. Default: the end.</param>
    /// <param name="step">Places from one to the next; below 0 backwards, over the whole axis. Default: 1.</param>
    static member Of
        ([<Opt>] start: Nullable<int>, [<Opt>] stop: Nullable<int>, [<Opt; Or(1)>] step: int)
        : Selection =
        if step = 0 || step < 0 && (start.HasValue || stop.HasValue) then
            refuse
                "Selection"
                "a step above 0, or one below 0 over a whole axis"
                $"start = {start}, stop = {stop}, step = {step}"
                "Ops.Flip, then a step above 0"

        RangeSelection(Option.ofNullable start, Option.ofNullable stop, step)

/// The order of a norm.
[<NoComparison>]
type NormOrder =
    internal
    | FrobeniusOrder
    | PowerOrder of float

    /// The root of the sum of the squares of all elements of a matrix.
    static member Frobenius = FrobeniusOrder
    /// A power; infinity takes the greatest, minus infinity the least.
    static member op_Implicit(power: float) : NormOrder = PowerOrder power
    /// A power.
    static member op_Implicit(power: int) : NormOrder = PowerOrder(float power)

    /// Keras's name: "fro".
    static member op_Implicit(name: string) : NormOrder =
        match name with
        | "fro" -> FrobeniusOrder
        | _ -> refuseWord "norm" "ord" name [ "fro" ]

/// What the operations of the catalogue share: how their parameters are read.
[<AutoOpen>]
module internal Parameters =
    let nameOf where (dtype: string) =
        match DType.tryParse dtype with
        | Some known -> known
        | None -> refuseWord where "dtype" dtype (DType.all |> Seq.map DType.name)

    /// The named type, or another one where none is named.
    let typeOr where (standard: DType) (dtype: string | null) =
        match dtype with
        | null -> standard
        | dtype -> nameOf where dtype

    /// The axes given, or all of them.
    let axesOrAll (x: Symbol) (axis: Axes | null) =
        match axis with
        | null -> [ 0 .. x.Rank - 1 ]
        | axes -> Sym.axesOf x axes.Values

    /// An axis, or the whole value as one.
    let alongOrFlat (axis: Nullable<int>) (x: Symbol) : Symbol * int =
        if axis.HasValue then
            x, Sym.axisOf x axis.Value
        else
            Sym.reshape [ product x.Dims ] x, 0

    let symbols (operands: Operand seq) =
        operands |> Seq.map _.Symbol |> List.ofSeq

    /// The number an axis is long.
    let knownSize where (x: Symbol) axis =
        match x.Dims[axis] with
        | Size n -> n
        | Symbolic ->
            refuse where $"a known size of axis {axis}" $"{x}" "give the input a shape of numbers"

    /// Keras's sizes, of which one -1 follows from the rest.
    let openShape (dims: Dim list) (x: Symbol) : Symbol =
        let isOpen dim =
            match dim with
            | Size -1 -> true
            | _ -> false

        match List.filter isOpen dims, List.filter (isOpen >> not) dims with
        | [], _ -> Sym.reshape dims x
        | [ _ ], rest when rest |> List.forall (fun d -> d.Terms.IsEmpty) ->
            x
            |> Sym.reshapeTo [
                for d in dims do
                    d.Constant
            ]
        | [ _ ], rest ->
            // sizes that are not numbers must be sizes of the input: what is left of it follows
            let left =
                (x.Dims, rest)
                ||> List.fold (fun left d ->
                    match left |> List.tryFindIndex ((=) d) with
                    | Some i -> List.removeAt i left
                    | None -> left)

            let numbers = rest |> List.filter (fun d -> d.Terms.IsEmpty)
            let taken = numbers |> List.filter (fun d -> not (List.contains d x.Dims))
            let divisor = (1, taken) ||> List.fold (fun p d -> p * d.Constant)
            let follows = product left / divisor
            Sym.reshape [ for d in dims -> if isOpen d then follows else d ] x
        | several, _ ->
            refuse
                (Place.get ())
                "a shape with at most one -1"
                $"{several.Length} of them"
                "leave one axis open at most"
