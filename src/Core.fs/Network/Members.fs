/// What a network is made of: its inputs, its layers and operations, and the uses of them.
namespace Keratin

open System
open System.Collections.Generic

/// The layer that stands for an input.
type internal InputLayer = {
    BatchShape: int option list
    DType: DType
    /// Whether Keras takes none for it; it is kept for its files alone.
    IsOptional: bool
} with

    interface ILayer with
        member _.Build(_, inputs) = inputs

[<RequireQualifiedAccess>]
module internal InputLayer =
    /// The symbol of an input: its shape without the batch axis, its element type and its name.
    let symbol
        (shape: Nullable<int> list)
        (batch: int option)
        (dtype: DType)
        (name: string | null)
        =
        let batchShape = batch :: [ for n in shape -> Option.ofNullable n ]

        let layer =
            CatalogueLayer(
                "InputLayer",
                name,
                {
                    BatchShape = batchShape
                    DType = dtype
                    IsOptional = false
                }
            )

        for n in batchShape do
            if n |> Option.exists (fun n -> n < 0) then
                refuse
                    $"Input \"{layer.Name}\""
                    "sizes of at least 0, or null where the size is not known"
                    $"%A{batchShape}"
                    "shape: [null, 3]"

        let dims =
            batchShape
            |> List.mapi (fun axis n ->
                match n, axis with
                | Some n, _ -> size n
                | None, 0 -> unknown "batch"
                | None, axis -> unknown $"{layer.Name}_{axis}")

        let call = LayerCall(layer, [], CallArguments.None, Additions())
        let symbol = (Sym.input layer.Name { DType = dtype; Dims = dims }).WithOrigin call
        call.Outputs <- [ symbol ]
        symbol

/// One call of an operation of Keras's outside of any layer, with all it was called with; the graph may have
/// several nodes for it. Saving/ has the one kind.
[<AbstractClass>]
type internal OperationCall(name: string, inputs: Symbol list) =
    inherit Origin()
    member _.Name = name
    member _.Inputs = inputs
    member val Outputs: Symbol list = [] with get, set
    /// The outputs for other inputs.
    abstract Again: (Symbol -> Symbol) -> Symbol list

/// One thing in a network's graph: a layer, or an operation outside of any layer.
[<CustomEquality; NoComparison>]
type internal Member =
    | LayerMember of Layer
    | OperationMember of OperationCall
    | OpMember of Node

    override a.Equals other =
        match a, other with
        | LayerMember a, (:? Member as other) ->
            match other with
            | LayerMember b -> obj.ReferenceEquals(a, b)
            | OperationMember _
            | OpMember _ -> false
        | OperationMember a, (:? Member as other) ->
            match other with
            | OperationMember b -> obj.ReferenceEquals(a, b)
            | LayerMember _
            | OpMember _ -> false
        | OpMember a, (:? Member as other) ->
            match other with
            | OpMember b -> a.Id = b.Id
            | OperationMember _
            | LayerMember _ -> false
        | _ -> false

    override a.GetHashCode() =
        match a with
        | LayerMember layer -> System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode layer
        | OperationMember call -> System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode call
        | OpMember node -> hash node.Id

/// One use of a member: a call of a layer, or the operation itself.
type internal Use =
    | CallUse of LayerCall
    | OperationUse of OperationCall
    | OpUse of Node

    /// The symbols it takes, in the order of its arguments.
    member u.Inputs: Symbol list =
        match u with
        | CallUse call -> [
            yield! call.Inputs
            yield! call.Arguments.Masks |> List.choose id
            for KeyValue(_, symbols) in call.Arguments.Symbols do
                yield! symbols
          ]
        | OperationUse call -> call.Inputs
        | OpUse node ->
            node.Inputs
            |> List.filter (fun s ->
                match s.Node.Op with
                | Op.Weight _
                | Op.Constant _
                | Op.Fill _ -> false
                | _ -> true)

    member u.Member =
        match u with
        | CallUse call -> LayerMember call.Layer
        | OperationUse call -> OperationMember call
        | OpUse node -> OpMember node

    member u.Key: obj =
        match u with
        | CallUse call -> call
        | OperationUse call -> call
        | OpUse node -> node

    static member Of(s: Symbol) =
        match s.Origin with
        | :? LayerCall as call -> CallUse call
        | :? OperationCall as call -> OperationUse call
        | _ -> OpUse s.Node
