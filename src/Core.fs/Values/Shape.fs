/// Element types, dimensions and shapes: what is known of a value before there are numbers.
namespace Keratin

open System

/// The type of one element. The numbers are LibTorch's own codes, but for texts, which it has not.
type DType =
    | UInt8 = 0
    | Int8 = 1
    | Int16 = 2
    | Int32 = 3
    | Int64 = 4
    | Float16 = 5
    | Float32 = 6
    | Float64 = 7
    | Bool = 11
    | BFloat16 = 15
    /// Texts: on the host alone, for layers that make numbers of them.
    | String = -1

[<RequireQualifiedAccess>]
module internal DType =
    let isFloat dtype =
        match dtype with
        | DType.Float16
        | DType.BFloat16
        | DType.Float32
        | DType.Float64 -> true
        | _ -> false

    let bytes dtype =
        match dtype with
        | DType.UInt8
        | DType.Int8
        | DType.Bool -> 1
        | DType.Int16
        | DType.Float16
        | DType.BFloat16 -> 2
        | DType.Int32
        | DType.Float32 -> 4
        // texts lie beside the bytes of an array
        | DType.String -> 0
        | _ -> 8

    /// Keras's name of the type: "float32".
    let name (dtype: DType) = (string dtype).ToLowerInvariant()

    /// The types that a program calculates in.
    let all = Enum.GetValues<DType>() |> Array.filter ((<>) DType.String)

    let tryParse (text: string) =
        all |> Array.tryFind (fun dtype -> name dtype = text)

    /// The type of an input, which may be one of texts.
    let tryParseInput (text: string) =
        if text = name DType.String then
            Some DType.String
        else
            tryParse text

    /// The wider of two types, by LibTorch's and Keras's rule: any float beats any integer.
    let promote a b =
        let rank dtype =
            match dtype with
            | DType.Bool -> 0
            | DType.UInt8 -> 1
            | DType.Int8 -> 2
            | DType.Int16 -> 3
            | DType.Int32 -> 4
            | DType.Int64 -> 5
            | DType.Float16 -> 6
            | DType.BFloat16 -> 7
            | DType.Float32 -> 8
            | _ -> 9

        match a, b with
        | DType.Float16, DType.BFloat16
        | DType.BFloat16, DType.Float16 -> DType.Float32
        | DType.UInt8, DType.Int8
        | DType.Int8, DType.UInt8 -> DType.Int16
        | _ -> if rank a >= rank b then a else b

/// A part of a dimension that is not a plain number.
type internal Atom =
    | Unknown of string
    /// Floor division.
    | Quotient of Dim * int
    | Product of Dim * Dim

/// One dimension of a value: a number, or a sum of multiples of named unknowns (`batch`, `time`), kept in one
/// normal form, so that equal dimensions are equal values. `(time - 3) / 2 + 1` is one.
and Dim = internal {
    Constant: int
    Terms: Map<Atom, int>
} with

    static member internal Of n = { Constant = n; Terms = Map.empty }

    /// A size that is a number.
    static member op_Implicit(size: int) : Dim = Dim.Of size

    member internal a.Scale factor =
        if factor = 0 then
            Dim.Of 0
        else
            {
                Constant = a.Constant * factor
                Terms = a.Terms |> Map.map (fun _ count -> count * factor)
            }

    /// The sum of two dimensions.
    static member (+)(a: Dim, b: Dim) = {
        Constant = a.Constant + b.Constant
        Terms =
            (a.Terms, b.Terms)
            ||> Map.fold (fun terms atom count ->
                match count + (Map.tryFind atom terms |> Option.defaultValue 0) with
                | 0 -> Map.remove atom terms
                | sum -> Map.add atom sum terms)
    }

    /// A dimension that is longer by a number.
    static member (+)(a: Dim, b: int) = { a with Constant = a.Constant + b }
    /// A dimension that is shorter by a number.
    static member (-)(a: Dim, b: int) = { a with Constant = a.Constant - b }
    /// The difference of two dimensions.
    static member (-)(a: Dim, b: Dim) : Dim = a + b.Scale -1

    member internal a.Times(b: Dim) =
        if a.Terms.IsEmpty then
            b.Scale a.Constant
        elif b.Terms.IsEmpty then
            a.Scale b.Constant
        else
            {
                Constant = 0
                Terms = Map [ Product(min a b, max a b), 1 ]
            }

    /// Floor division.
    static member (/)(a: Dim, divisor: int) =
        let divides n = n % divisor = 0

        if divisor = 1 then
            a
        elif a.Terms.IsEmpty then
            {
                a with
                    Constant = int (floor (float a.Constant / float divisor))
            }
        elif divides a.Constant && a.Terms |> Map.forall (fun _ count -> divides count) then
            {
                Constant = a.Constant / divisor
                Terms = a.Terms |> Map.map (fun _ count -> count / divisor)
            }
        else
            {
                Constant = 0
                Terms = Map [ Quotient(a, divisor), 1 ]
            }

    /// The formula of the dimension: <c>2 * time + 1</c>.
    override d.ToString() =
        let rec atom a =
            match a with
            | Unknown name -> name
            | Quotient(d, n) -> $"({d}) / {n}"
            | Product(a, b) -> $"({a}) * ({b})"

        let terms = [
            for KeyValue(a, count) in d.Terms do
                if count = 1 then atom a else $"{count} * {atom a}"
        ]

        match terms, d.Constant with
        | [], n -> string n
        | _, 0 -> String.concat " + " terms
        | _, n when n < 0 -> String.concat " + " terms + $" - {-n}"
        | _, n -> String.concat " + " terms + $" + {n}"

[<AutoOpen>]
module internal Dimensions =
    let size n = Dim.Of n

    let unknown name = {
        Constant = 0
        Terms = Map [ Unknown name, 1 ]
    }

    /// A dimension that is a plain number.
    let (|Size|Symbolic|) (dim: Dim) =
        if dim.Terms.IsEmpty then Size dim.Constant else Symbolic

    /// The number a dimension is once the unknowns are known; None while one is missing.
    let rec evaluate (known: Map<string, int>) (dim: Dim) : int option =
        let atom a =
            match a with
            | Unknown name -> Map.tryFind name known
            | Quotient(d, n) ->
                evaluate known d |> Option.map (fun d -> int (floor (float d / float n)))
            | Product(a, b) -> Option.map2 (*) (evaluate known a) (evaluate known b)

        (Some dim.Constant, dim.Terms)
        ||> Map.fold (fun sum a count -> Option.map2 (fun s v -> s + count * v) sum (atom a))

    let product (dims: Dim list) =
        (size 1, dims) ||> List.fold (fun p d -> p.Times d)

    /// Keras's way to write a shape: `(None, 28, 28)`.
    let showDims (dims: Dim list) =
        let show dim =
            match dim with
            | Size n -> string n
            | Symbolic -> "None"

        match dims with
        | [ one ] -> $"({show one},)"
        | dims -> "(" + (dims |> List.map show |> String.concat ", ") + ")"

    /// An axis counted from the end becomes one counted from the start; None when there is no such axis.
    let tryAxis rank axis =
        let positive = if axis < 0 then axis + rank else axis

        if positive >= 0 && positive < rank then
            Some positive
        else
            None

/// The shape of a symbol, read like an array: `shape[0]` is null where the size is not known.
[<Sealed>]
type Shape internal (dims: Dim list) =
    let known =
        dims
        |> List.map (fun dim ->
            match dim with
            | Size n -> Nullable n
            | Symbolic -> Nullable())
        |> Array.ofList

    member internal _.Dims = dims

    /// The number of axes.
    member _.Length = known.Length

    /// The size of an axis, or null where it is not known.
    member _.Item
        with get (axis: int) = known[axis]

    /// Some axes of this shape, as another shape.
    member _.Slice(start: int, length: int) =
        Shape(dims |> List.skip start |> List.truncate length)

    /// The sizes as an array.
    member _.ToArray() : Nullable<int>[] = Array.copy known

    /// Keras's way to write it: `(None, 28, 28)`.
    override _.ToString() = showDims dims

    override _.Equals other =
        match other with
        | :? Shape as other -> other.Dims = dims
        | _ -> false

    override _.GetHashCode() = hash dims

/// Element type and shape together.
type internal TensorType = {
    DType: DType
    Dims: Dim list
} with

    member t.Rank = t.Dims.Length

    override t.ToString() =
        $"{DType.name t.DType}{showDims t.Dims}"
