/// Operations that Keras saves in a model's graph, as ours.
module internal Keratin.Saving.KerasOps

open System.Text.Json
open Keratin

/// An argument of an operation in a graph: a symbol, a number, or something structured.
type Argument =
    | Value of Symbol
    | Constant of float
    | Raw of JsonElement

/// Two operands, of which one may be a number.
let private pair where (arguments: Argument list) : Symbol * Symbol =
    match arguments with
    | [ Value a; Value b ] -> a, b
    | [ Value a; Constant b ] -> a, a.Like b
    | [ Constant a; Value b ] -> b.Like a, b
    | _ -> refuse where "two operands" $"{arguments.Length} arguments" "save the model again"

let private one where (arguments: Argument list) : Symbol =
    match arguments with
    | Value x :: _ -> x
    | _ -> refuse where "an operand" "none" "save the model again"

let private slice where (x: Symbol) (index: JsonElement) : Symbol =
    let parts =
        if index.ValueKind = JsonValueKind.Array then
            KerasObjects.items where index
        else
            [ index ]

    let bound (dim: Dim) standard (e: JsonElement option) =
        match e with
        | Some e when not (KerasObjects.isNull e) ->
            let n = KerasObjects.int where e
            if n < 0 then dim + n else size n
        | _ -> standard

    ((x, 0), parts)
    ||> List.fold (fun (x, axis) part ->
        match KerasObjects.tryDescribe part with
        | Some d when d.ClassName = "__slice__" ->
            let dim = x.Dims[axis]
            let get name = KerasObjects.optional name d.Config
            let start = bound dim (size 0) (get "start")
            let stop = bound dim dim (get "stop")

            let step =
                match get "step" with
                | Some e when not (KerasObjects.isNull e) -> KerasObjects.int where e
                | _ -> 1

            if step = 1 then
                Sym.slice axis start stop x, axis + 1
            else
                Sym.apply (Op.Slice(axis, start, stop, step)) [ x ], axis + 1
        | Some d -> refuse where "a slice or a number" d.ClassName "use another form of indexing"
        | None -> Sym.pick axis (KerasObjects.int where part) x, axis)
    |> fst

/// The outputs of an operation of Keras's, by its class, config and arguments.
let apply where (name: string) (config: JsonElement) (arguments: Argument list) : Symbol list =
    let binary make =
        let a, b = pair where arguments in [ make a b ]

    let unary make = [ make (one where arguments) ]

    let option key =
        KerasObjects.optional key config |> Option.filter (KerasObjects.isNull >> not)

    let axes (x: Symbol) =
        match option "axis" with
        | Some e -> KerasObjects.ints where e
        | None -> [ 0 .. x.Rank - 1 ]

    let keep = option "keepdims" |> Option.exists (KerasObjects.bool where)

    let reduce kind =
        unary (fun x -> Sym.reduce kind (axes x) keep x)

    match name with
    | "Add" -> binary (+)
    | "Subtract" -> binary (-)
    | "Multiply" -> binary (*)
    | "Divide"
    | "TrueDivide" -> binary (/)
    | "Power" -> binary Sym.power
    | "Maximum" -> binary Sym.maximum
    | "Minimum" -> binary Sym.minimum
    | "Mod" -> binary (%)
    | "FloorDivide" -> binary Sym.floorDivide
    | "Matmul" -> binary Sym.matmul
    | "Equal" -> binary Sym.equal
    | "NotEqual" -> binary Sym.notEqual
    | "Less" -> binary Sym.less
    | "LessEqual" -> binary Sym.lessEqual
    | "Greater" -> binary Sym.greater
    | "GreaterEqual" -> binary Sym.greaterEqual
    | "LogicalAnd" -> binary Sym.both
    | "LogicalOr" -> binary Sym.either
    | "Negative" -> unary (~-)
    | "Abs"
    | "Absolute" -> unary Sym.abs
    | "Exp" -> unary Sym.exp
    | "Log" -> unary Sym.log
    | "Sqrt" -> unary Sym.sqrt
    | "Square" -> unary Sym.square
    | "Relu"
    | "ReLU" -> unary Sym.relu
    | "Sigmoid" -> unary Sym.sigmoid
    | "Tanh" -> unary Sym.tanh
    | "LogicalNot" -> unary Sym.not'
    | "Softmax" ->
        unary (
            Sym.softmax (
                option "axis" |> Option.map (KerasObjects.int where) |> Option.defaultValue -1
            )
        )
    | "Cumsum" ->
        match option "axis" with
        | Some e ->
            let axis = KerasObjects.int where e
            unary (Sym.cumSum axis)
        | None -> unary (fun x -> x |> Sym.reshape [ product x.Dims ] |> Sym.cumSum 0)
    | "ZerosLike" -> unary Sym.zerosLike
    | "OnesLike" -> unary Sym.onesLike
    | "Where" ->
        match arguments with
        | [ Value c; a; b ] ->
            let a, b = pair where [ a; b ]
            [ Sym.where c a b ]
        | _ ->
            refuse
                where
                "a condition and two values"
                $"{arguments.Length} arguments"
                "save the model again"
    | "Einsum" ->
        let subscripts =
            KerasObjects.required where "subscripts" config |> KerasObjects.text where

        let xs =
            arguments
            |> List.choose (fun a ->
                match a with
                | Value x -> Some x
                | _ -> None)

        [ Sym.einsum (subscripts.Replace(" ", "")) xs ]
    | "Sum" -> reduce Aggregation.Sum
    | "Mean" -> reduce Aggregation.Mean
    | "Max" -> reduce Aggregation.Max
    | "Min" -> reduce Aggregation.Min
    | "Any" -> reduce Aggregation.Any
    | "All" -> reduce Aggregation.All
    | "Cast" ->
        let dtype = KerasObjects.required where "dtype" config |> KerasObjects.text where

        unary (
            Sym.cast (
                DType.tryParse dtype
                |> Option.defaultWith (fun () ->
                    refuse where "a known dtype" dtype "save the model again")
            )
        )
    | "ExpandDims" ->
        unary (fun x -> (x, axes x) ||> List.fold (fun x axis -> Sym.expandDims axis x))
    | "Squeeze" -> unary (fun x -> Sym.squeeze (axes x) x)
    | "Reshape" ->
        let shape =
            KerasObjects.required where "newshape" config |> KerasObjects.items where

        unary (fun x ->
            let known = [
                for e in shape ->
                    if KerasObjects.isNull e then
                        -1
                    else
                        KerasObjects.int where e
            ]

            Sym.reshapeTo known x)
    | "Transpose" ->
        unary (fun x ->
            match option "axes" with
            | Some e -> Sym.transpose (KerasObjects.ints where e) x
            | None -> Sym.transpose [ x.Rank - 1 .. -1 .. 0 ] x)
    | "Concatenate" ->
        let xs =
            arguments
            |> List.choose (fun a ->
                match a with
                | Value x -> Some x
                | _ -> None)

        [
            Sym.concat
                (option "axis" |> Option.map (KerasObjects.int where) |> Option.defaultValue 0)
                xs
        ]
    | "Stack" ->
        let xs =
            arguments
            |> List.choose (fun a ->
                match a with
                | Value x -> Some x
                | _ -> None)

        [
            Sym.stack
                (option "axis" |> Option.map (KerasObjects.int where) |> Option.defaultValue 0)
                xs
        ]
    | "GetItem" ->
        match arguments with
        | [ Value x; Raw index ] -> [ slice where x index ]
        | [ Value x; Constant n ] -> [ Sym.pick 0 (int n) x ]
        | _ ->
            refuse
                where
                "a value and an index"
                $"{arguments.Length} arguments"
                "save the model again"
    | other ->
        refuse
            where
            "an operation this library knows"
            $"\"{other}\""
            "save the model without it, or load the weights alone"
