/// The numbers of weights, on a device. The only place where anything changes.
namespace Keratin.Engine

open System
open System.Runtime.CompilerServices
open Keratin

/// Tensors for weights. A weight's numbers are made when they are first asked for, and go when the
/// weight is no longer reachable.
[<Sealed>]
type internal State(device: Device) =
    let tensors = ConditionalWeakTable<Weight, TensorHandle>()

    static let shared = System.Collections.Concurrent.ConcurrentDictionary<int, State>()

    /// The values that layer objects own: every model with the layer sees the same numbers.
    static member Shared(device: Device) =
        shared.GetOrAdd(device.Number, fun _ -> State device)

    /// Writes values that layer objects own, on every device where there are some.
    static member WriteShared(weight: Weight, values: NDArray) : unit =
        let first = State.Shared Device.Default
        first.Write(weight, values)

        for state in shared.Values do
            if state.Has weight && not (obj.ReferenceEquals(state, first)) then
                state.Write(weight, values)

    member _.Device = device

    member private _.Create(weight: Weight) : TensorHandle =
        let values =
            if weight.Role = Seed then
                NDArray.ofArray [| 2 |] [| weight.Seed; 0L |]
            else
                Initializers.values weight.Path weight.Seed weight.Dims weight.Initializer
                |> NDArray.ofFloats weight.DType (Array.ofList weight.Dims)

        Tensors.create device.Number weight.Storage values

    member s.Tensor(weight: Weight) : TensorHandle =
        lock tensors (fun () ->
            match tensors.TryGetValue weight with
            | true, known -> known
            | _ ->
                let fresh = s.Create weight
                tensors.Add(weight, fresh)
                fresh)

    member _.Has(weight: Weight) = fst (tensors.TryGetValue weight)
    member s.Read(weight: Weight) : NDArray = Tensors.read (s.Tensor weight)

    /// Copies the numbers in row-major order to memory of their length.
    member s.ReadInto(weight: Weight, target: Memory<byte>) : unit =
        Tensors.readInto (s.Tensor weight) target.Span

    member s.Write(weight: Weight, values: NDArray) =
        if List.ofArray values.Shape <> weight.Dims then
            refuse
                weight.Path
                $"values of shape %A{weight.Dims}"
                $"%A{List.ofArray values.Shape}"
                "give the weight's own shape"

        s.Write(weight, ReadOnlyMemory (NDArray.cast weight.DType values).Bytes)

    /// Takes elements of the weight's own shape and type, row-major. A weight that had no numbers yet is not given first
    /// values for them to be overwritten.
    member _.Write(weight: Weight, elements: ReadOnlyMemory<byte>) =
        if elements.Length <> weight.Count * DType.bytes weight.DType then
            bug weight.Path $"{elements.Length} bytes for {weight}"

        lock tensors (fun () ->
            match tensors.TryGetValue weight with
            | true, known -> Tensors.writeBytes known elements.Span
            | _ ->
                tensors.Add(
                    weight,
                    Tensors.ofBytes
                        device.Number
                        weight.Storage
                        weight.DType
                        weight.Shape
                        elements.Span
                ))

    /// The same numbers in memory of their own, for these weights.
    member s.Copy(weights: Weight seq) : State =
        let copy = State device

        for weight in weights do
            copy.Adopt(
                weight,
                Tensors.clone
                    (s.Tensor weight)
                    (int64 weight.Count * int64 (DType.bytes weight.DType))
            )

        copy

    member private _.Adopt(weight, tensor) = tensors.AddOrUpdate(weight, tensor)
