/// Symbols: values that are described and not yet computed. A graph of them is all a model, a loss,
/// an optimizer and a training step consist of.
namespace Keratin

open System
open System.Collections.Generic
open System.Threading

/// Where a symbol comes from when a layer made it; Layer.fs has the one kind.
[<AbstractClass>]
type internal Origin() = class end

/// The place in the model that symbols are being made for, as a path: "model/block/dense_1".
[<RequireQualifiedAccess>]
module internal Place =
    let private current = new ThreadLocal<string>(fun () -> "")
    let get () = current.Value |> orElse ""

    let private at (path: string) (run: unit -> 'a) : 'a =
        let outer = get ()
        current.Value <- path

        try
            run ()
        finally
            current.Value <- outer

    /// Runs with a longer path.
    let within (name: string) (run: unit -> 'a) : 'a =
        let outer = get ()
        at (if outer = "" then name else outer + "/" + name) run

    /// Runs without a path: for what belongs to no call that is being made.
    let outside (run: unit -> 'a) : 'a = at "" run

/// The symbols of weights, for as long as the weights live.
[<AbstractClass; Sealed>]
type internal WeightSymbols =
    static let known = System.Runtime.CompilerServices.ConditionalWeakTable<Weight, obj>()
    static member Of(weight: Weight, make: Weight -> obj) : obj = known.GetValue(weight, make)

/// One operation applied to symbols. Numbered in the order of making, so that operands always have
/// smaller numbers than what is made of them.
[<Sealed>]
type internal Node(op: Op, inputs: Symbol list, types: TensorType list, place: string) =
    static let mutable counter = 0L
    let id = Interlocked.Increment &counter
    member _.Id = id
    member _.Op = op
    member _.Inputs = inputs
    member _.Types = types
    member _.Place = place

/// One output of an operation: immutable, with its shape and element type from birth.
and [<Sealed>] Symbol internal (node: Node, output: int, mask: Symbol option, origin: Origin | null)
    =
    member internal _.Node = node
    member internal _.Output = output
    member internal _.Type = node.Types[output]
    member internal _.Dims = node.Types[output].Dims
    member internal _.DType = node.Types[output].DType
    member internal _.Rank = node.Types[output].Dims.Length
    member internal _.Key = struct (node.Id, output)
    /// True where a value counts, by Keras's rules of masking.
    member internal _.Mask = mask
    member internal _.Origin = origin
    member internal _.WithMask(mask: Symbol option) = Symbol(node, output, mask, origin)
    member internal _.WithOrigin(origin: Origin | null) = Symbol(node, output, mask, origin)

    /// The shape; null where a size is not known.
    member _.Shape = Shape node.Types[output].Dims
    /// Keras's name of the element type: "float32".
    member _.ElementType = DType.name node.Types[output].DType

    /// Two symbols are equal when they are the same output of the same operation.
    override s.Equals other =
        match other with
        | :? Symbol as other -> other.Key = s.Key
        | _ -> false

    override s.GetHashCode() = hash s.Key

    /// The element type and shape.
    override _.ToString() = string node.Types[output]

    static member internal Make(op: Op, inputs: Symbol list, types: TensorType list) : Symbol list =
        let node = Node(op, inputs, types, Place.get ())
        types |> List.mapi (fun i _ -> Symbol(node, i, None, null))

    /// All outputs of an operation applied to symbols.
    static member internal Apply(op: Op, inputs: Symbol list) : Symbol list =
        let types =
            try
                Infer.infer op (inputs |> List.map _.Type)
            with :? KeratinException as e ->
                match Place.get () with
                | "" -> reraise ()
                | place -> refuse $"{place} / {e.Where}" e.Expected e.Got e.Fix

        Symbol.Make(op, inputs, types)

    static member internal Apply1(op, inputs) : Symbol = (Symbol.Apply(op, inputs)).Head

    /// A number of the same kind as a symbol: floats for floats, integers for integers.
    member internal s.Like(value: float) =
        let dtype =
            if DType.isFloat s.DType || Math.Floor value <> value then
                (if DType.isFloat s.DType then s.DType else DType.Float32)
            elif s.DType = DType.Bool then
                DType.Int32
            else
                s.DType

        Symbol.Apply1(Op.Fill(value, dtype, []), [])

    /// The sum; shapes broadcast.
    static member (+)(a: Symbol, b: Symbol) =
        Symbol.Apply1(Op.Binary Binary.Add, [ a; b ])

    /// The difference; shapes broadcast.
    static member (-)(a: Symbol, b: Symbol) =
        Symbol.Apply1(Op.Binary Binary.Subtract, [ a; b ])

    /// The product, element by element; shapes broadcast.
    static member (*)(a: Symbol, b: Symbol) =
        Symbol.Apply1(Op.Binary Binary.Multiply, [ a; b ])

    /// The quotient; shapes broadcast.
    static member (/)(a: Symbol, b: Symbol) =
        Symbol.Apply1(Op.Binary Binary.Divide, [ a; b ])

    /// The remainder, with the sign of the divisor.
    static member (%)(a: Symbol, b: Symbol) =
        Symbol.Apply1(Op.Binary Binary.Modulo, [ a; b ])

    /// A symbol and a number.
    static member (+)(a: Symbol, b: float) : Symbol = a + a.Like b
    /// A symbol and a number.
    static member (-)(a: Symbol, b: float) : Symbol = a - a.Like b
    /// A symbol and a number.
    static member (*)(a: Symbol, b: float) : Symbol = a * a.Like b
    /// A symbol and a number.
    static member (/)(a: Symbol, b: float) : Symbol = a / a.Like b
    /// A symbol and a number.
    static member (%)(a: Symbol, b: float) : Symbol = a % a.Like b
    /// A number and a symbol.
    static member (+)(a: float, b: Symbol) : Symbol = b.Like a + b
    /// A number and a symbol.
    static member (-)(a: float, b: Symbol) : Symbol = b.Like a - b
    /// A number and a symbol.
    static member (*)(a: float, b: Symbol) : Symbol = b.Like a * b
    /// A number and a symbol.
    static member (/)(a: float, b: Symbol) : Symbol = b.Like a / b

    /// The value of a weight; one symbol for each weight, wherever it is used.
    static member op_Implicit(weight: Weight) : Symbol =
        WeightSymbols.Of(weight, fun w -> Symbol.Apply1(Op.Weight w, [])) :?> Symbol

    /// The opposite number.
    static member (~-)(a: Symbol) =
        Symbol.Apply1(Op.Unary Unary.Negative, [ a ])

/// Walks over graphs, without recursion: they may be very deep.
[<RequireQualifiedAccess>]
module internal Graph =
    /// Every node the roots depend on, operands first.
    let nodes (roots: Symbol seq) : Node[] =
        let seen = Dictionary<int64, Node>()
        let todo = Stack<Node>()

        let visit (node: Node) =
            if seen.TryAdd(node.Id, node) then
                todo.Push node

        for root in roots do
            visit root.Node

        while todo.Count > 0 do
            for input in todo.Pop().Inputs do
                visit input.Node

        seen.Values |> Seq.sortBy _.Id |> Array.ofSeq

    /// The weights the roots depend on, in the order of their making.
    let weights roots =
        nodes roots
        |> Array.choose (fun node ->
            match node.Op with
            | Op.Weight w -> Some w
            | _ -> None)
        |> Array.distinct

    /// The same graph with some nodes replaced: `change` sees each node with its new operands, operands
    /// first, and answers what stands for its outputs, or None to keep the node.
    let rewrite
        (change: Node -> Symbol list -> Symbol list option)
        (roots: Symbol list)
        : Symbol list =
        let replaced = Dictionary<int64, Symbol list>()

        let current (s: Symbol) =
            match replaced.TryGetValue s.Node.Id with
            | true, outputs -> outputs[s.Output]
            | _ -> s

        for node in nodes roots do
            let inputs = node.Inputs |> List.map current

            match change node inputs with
            | Some outputs -> replaced[node.Id] <- outputs
            | None ->
                let same = (inputs, node.Inputs) ||> List.forall2 (fun a b -> a.Key = b.Key)

                if not same then
                    let types =
                        if (node.Inputs, inputs) ||> List.forall2 (fun a b -> a.Type = b.Type) then
                            node.Types
                        else
                            Infer.infer node.Op (inputs |> List.map _.Type)

                    let fresh = Node(node.Op, inputs, types, node.Place)

                    replaced[node.Id] <-
                        types |> List.mapi (fun i _ -> Symbol(fresh, i, None, null))

        roots |> List.map current
