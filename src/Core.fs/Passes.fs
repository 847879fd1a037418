/// Graph to graph, before lowering: the phase is chosen, what is the same is done once, and what is
/// nothing (a product with one, a sum with zero) is left out. What nobody reads falls away by itself.
[<RequireQualifiedAccess>]
module internal Keratin.Passes

open System.Collections.Generic
open Keratin

/// Training or inference for every Phase; a frozen layer's is inference always.
let choosePhase (training: bool) (roots: Symbol list) : Symbol list =
    roots
    |> Graph.rewrite (fun node inputs ->
        match node.Op with
        | Op.Phase owner ->
            let frozen = owner |> Option.exists (fun owner -> not owner.Trainable)
            Some [ (if training && not frozen then inputs[0] else inputs[1]) ]
        | _ -> None)

let private isFill value (s: Symbol) =
    match s.Node.Op with
    | Op.Fill(v, _, _) -> v = value
    | _ -> false

/// A simpler symbol of the same value and type, if there is one.
let private simpler (node: Node) (inputs: Symbol list) : Symbol option =
    let keeps (s: Symbol) =
        if s.Type = node.Types.Head then Some s else None

    match node.Op, inputs with
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
let simplify (roots: Symbol list) : Symbol list =
    let seen = Dictionary<struct (Op * struct (int64 * int) list), Symbol list>()

    roots
    |> Graph.rewrite (fun node inputs ->
        match simpler node inputs with
        | Some s -> Some [ s ]
        | None when random node.Op -> None
        | None ->
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

/// What a training step needs of a graph.
let forTraining roots = roots |> choosePhase true |> simplify
/// What answering needs of a graph.
let forInference roots = roots |> choosePhase false |> simplify
