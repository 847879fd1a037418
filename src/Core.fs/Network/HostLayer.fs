/// Layers that calculate on the host, on whole arrays, before a step begins: what is made of texts.
namespace Keratin

/// A layer whose numbers the host calculates.
type internal IHostLayer =
    inherit ILayer
    /// The type of an input that nobody described.
    abstract Takes: DType
    /// The arrays it makes of arrays. `where` is the place of the call, for errors.
    abstract Evaluate: where: string * inputs: NDArray list -> NDArray list

/// A call of such a layer as a function. The layer's meaning is asked for when it runs: it may have learned its
/// vocabulary after the call was made.
[<Sealed>]
type internal HostCall(layer: Layer, where: string, types: TensorType list) =
    inherit HostFunction()
    override _.Gives _ = types

    override _.Run inputs =
        match layer.Meaning with
        | Some(:? IHostLayer as host) -> host.Evaluate(where, inputs)
        | _ -> bug where $"{layer} is no layer of the host"

[<RequireQualifiedAccess>]
module internal HostLayer =
    /// The type of an input in front of a layer, where nobody described one.
    let inputType (layer: Layer) : DType =
        match layer.Meaning with
        | Some(:? IHostLayer as host) -> host.Takes
        | _ -> layer.Policy.Compute

    let rec private isOnHost (s: Symbol) =
        match s.Node.Op with
        | Op.Input _
        | Op.Host _ -> true
        | Op.Cast _
        | Op.Unary Unary.Identity -> isOnHost s.Node.Inputs.Head
        | _ -> false

    /// The outputs, of these types, of a call that the host calculates.
    let call (scope: Scope) (inputs: Symbol list) (types: TensorType list) : Symbol list =
        for x in inputs do
            if not (isOnHost x) then
                scope.Refuse
                    "inputs of the model, or what other layers make of them on the host"
                    $"{x}, which is calculated on the device"
                    "apply this layer first, or apply it to the data before training"

        Symbol.Apply(Op.Host(HostCall(scope.Layer, scope.Where, types)), inputs)
