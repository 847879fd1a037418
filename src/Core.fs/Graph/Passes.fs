/// Graph to graph, before lowering: the phase is chosen, what is the same is done once, and what is
/// nothing (a product with one, a sum with zero) is left out. What nobody reads falls away by itself.
[<RequireQualifiedAccess>]
module internal Keratin.Passes

open System.Collections.Generic
open Keratin

/// Training or inference for every Phase; a frozen layer's is inference always. Adapted weights are what
/// they count as.
let rec choosePhase (training: bool) (roots: Symbol list) : Symbol list =
    roots
    |> Graph.rewrite (fun node inputs ->
        match node.Op with
        | Op.Phase owner ->
            let frozen = owner |> Option.exists (fun owner -> not owner.Trainable)
            Some [ (if training && not frozen then inputs[0] else inputs[1]) ]
        | Op.Scan scan -> Some(Scan.rewrite (choosePhase training) scan inputs)
        | Op.Weight weight -> LowRank.value weight |> Option.map List.singleton
        | _ -> None)

let private isFill value (s: Symbol) =
    match s.Node.Op with
    | Op.Fill(v, _, _) -> v = value
    | _ -> false

/// A value that is one number everywhere.
let private (|Everywhere|_|) (s: Symbol) =
    match s.Node.Op with
    | Op.Fill(value, _, _) -> Some value
    | _ -> None

let private fold (node: Node) (inputs: Symbol list) : float option =
    match node.Op, inputs with
    | Op.Unary Unary.Negative, [ Everywhere a ] -> Some -a
    | Op.Unary Unary.Sqrt, [ Everywhere a ] -> Some(sqrt a)
    | Op.Binary Binary.Add, [ Everywhere a; Everywhere b ] -> Some(a + b)
    | Op.Binary Binary.Subtract, [ Everywhere a; Everywhere b ] -> Some(a - b)
    | Op.Binary Binary.Multiply, [ Everywhere a; Everywhere b ] -> Some(a * b)
    | Op.Binary Binary.Divide, [ Everywhere a; Everywhere b ] when b <> 0.0 -> Some(a / b)
    | Op.Reshape _, [ Everywhere a ]
    | Op.BroadcastTo _, [ Everywhere a ]
    | Op.Transpose _, [ Everywhere a ] -> Some a
    | Op.Reduce(Aggregation.Mean, _, _), [ Everywhere a ] -> Some a
    | Op.Reduce(Aggregation.Sum, axes, _), [ Everywhere a as x ] when DType.isFloat x.DType ->
        match product [ for axis in axes -> x.Dims[axis] ] with
        | Size n -> Some(a * float n)
        | Symbolic -> None
    | _ -> None

/// A simpler symbol of the same value and type, if there is one.
let private simpler (node: Node) (inputs: Symbol list) : Symbol option =
    let keeps (s: Symbol) =
        if s.Type = node.Types.Head then Some s else None

    match node.Op, inputs with
    | _ when
        node.Types.Length = 1
        && DType.isFloat node.Types.Head.DType
        && (fold node inputs).IsSome
        ->
        Some(Sym.fill node.Types.Head.DType node.Types.Head.Dims (fold node inputs).Value)
    // the greatest logit is the greatest probability
    | Op.ArgMax axis, [ x ] when x.Node.Op = Op.Softmax axis ->
        Some(Sym.argMax axis x.Node.Inputs.Head)
    // whole numbers that went through floats on the way to whole numbers
    | Op.Cast wanted, [ x ] when not (DType.isFloat wanted) && wanted <> DType.Bool ->
        match x.Node.Op with
        | Op.Cast between when DType.isFloat between && not (DType.isFloat x.Node.Inputs.Head.DType) ->
            Some(Sym.cast wanted x.Node.Inputs.Head)
        | _ -> None
    | Op.Unary Unary.Identity, [ x ]
    | Op.Unary Unary.StopGradient, [ x ] -> Some x
    | Op.Binary Binary.Add, [ x; zero ] when isFill 0.0 zero -> keeps x
    | Op.Binary Binary.Add, [ zero; x ] when isFill 0.0 zero -> keeps x
    | Op.Binary Binary.Subtract, [ x; zero ] when isFill 0.0 zero -> keeps x
    | Op.Binary Binary.Multiply, [ x; one ] when isFill 1.0 one -> keeps x
    | Op.Binary Binary.Multiply, [ one; x ] when isFill 1.0 one -> keeps x
    | Op.Binary Binary.Divide, [ x; one ] when isFill 1.0 one -> keeps x
    | Op.Transpose axes, [ x ] ->
        match x.Node.Op with
        | Op.Transpose inner ->
            let axes = axes |> List.map (fun axis -> inner[axis])
            Some(Sym.transpose axes x.Node.Inputs.Head)
        | _ -> None
    | Op.Reshape dims, [ x ] ->
        match x.Node.Op with
        | Op.Reshape _ -> Some(Sym.reshape dims x.Node.Inputs.Head)
        | _ when x.Dims = dims -> Some x
        | _ -> None
    | _ -> None

let private random op =
    match op with
    | Op.Dropout _
    | Op.RandomUniform _
    | Op.RandomNormal _ -> true
    | _ -> false

/// Does once what is the same, and leaves out what changes nothing.
let rec simplify (roots: Symbol list) : Symbol list =
    let seen = Dictionary<struct (Op * struct (int64 * int) list), Symbol list>()

    roots
    |> Graph.rewrite (fun node inputs ->
        match node.Op, simpler node inputs with
        | _, Some s -> Some [ s ]
        | Op.Scan scan, None -> Some(Scan.rewrite simplify scan inputs)
        | _, None when random node.Op -> None
        | _, None ->
            let key = struct (node.Op, inputs |> List.map _.Key)

            match seen.TryGetValue key with
            | true, outputs -> Some outputs
            | _ ->
                let outputs =
                    if
                        List.forall2
                            (fun (a: Symbol) (b: Symbol) -> a.Key = b.Key)
                            inputs
                            node.Inputs
                    then
                        node.Types |> List.mapi (fun i _ -> Symbol(node, i, None, null))
                    else
                        let fresh = Node(node.Op, inputs, node.Types, node.Place)
                        node.Types |> List.mapi (fun i _ -> Symbol(fresh, i, None, null))

                seen[key] <- outputs
                Some outputs)

/// Named unknowns become numbers, so that what depends on sizes alone becomes constant.
let rec specialise (known: Map<string, int>) (roots: Symbol list) : Symbol list =
    let fix dims =
        dims
        |> List.map (fun d -> evaluate known d |> Option.map size |> Option.defaultValue d)

    roots
    |> Graph.rewrite (fun node inputs ->
        match node.Op with
        | Op.Fill(value, dtype, dims) when fix dims <> dims ->
            Some [ Sym.fill dtype (fix dims) value ]
        | Op.Reshape dims when fix dims <> dims -> Some [ Sym.apply (Op.Reshape(fix dims)) inputs ]
        | Op.BroadcastTo dims when fix dims <> dims ->
            Some [ Sym.apply (Op.BroadcastTo(fix dims)) inputs ]
        | Op.Scan scan -> Some(Scan.rewrite (specialise known) scan inputs)
        | _ -> None)

/// What a training step needs of a graph.
let forTraining roots = roots |> choosePhase true |> simplify
/// What answering needs of a graph.
let forInference roots = roots |> choosePhase false |> simplify

/// float16 calculated in float32, and each result rounded to float16, as kernels for it do inside: for
/// processors whose LibTorch has no such kernels.
let rec widenHalf (roots: Symbol list) : Symbol list =
    let isHalf (t: TensorType) = t.DType = DType.Float16

    roots
    |> Graph.rewrite (fun node inputs ->
        match node.Op with
        | Op.Cast _ -> None
        | Op.Scan scan -> Some(Scan.rewrite widenHalf scan inputs)
        | op when inputs |> List.exists (fun x -> isHalf x.Type) ->
            let wide =
                inputs
                |> List.map (fun x -> if isHalf x.Type then Sym.cast DType.Float32 x else x)

            let types =
                node.Types
                |> List.map (fun t -> if isHalf t then { t with DType = DType.Float32 } else t)

            let fresh = Node(op, wide, types, node.Place)

            node.Types
            |> List.mapi (fun i t ->
                let value = Symbol(fresh, i, None, null)
                if isHalf t then Sym.cast DType.Float16 value else value)
            |> Some
        | _ -> None)
