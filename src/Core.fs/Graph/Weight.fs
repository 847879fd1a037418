/// Descriptions of what lives between steps; the numbers are in the engine's State.
namespace Keratin

open System.Threading

/// What a weight is for.
type internal Role =
    /// A kernel, a bias, a moving mean: saved with the model.
    | Parameter
    /// What a recurrent layer hands on from batch to batch.
    | Carried
    /// The seed and counter of a random layer: (2) of int64.
    | Seed
    /// A metric's sum, an optimizer's moment, the iteration counter.
    | Memory

/// Says whether the weights of a layer are trained; every weight points to the one of its layer.
[<Sealed>]
type internal Trainability() =
    member val Trainable = true with get, set

/// Where seeds come from that nobody gave.
[<RequireQualifiedAccess>]
module internal Seeds =
    let private gate = obj ()
    let mutable private generator = System.Random()

    /// From now on the same seeds come in the same order.
    let set (seed: int) =
        lock gate (fun () -> generator <- System.Random seed)

    let next () =
        lock gate (fun () -> generator.NextInt64())

/// A value that lives between steps: described here, without numbers. Two weights are the same when
/// they are the same object.
[<Sealed>]
type Weight
    internal
    (
        path: string,
        dtype: DType,
        shape: int[],
        initializer: Initializer,
        role: Role,
        trainable: bool,
        owner: Trainability,
        regularizer: Regularizer option,
        limit: Constraint option,
        storage: int list
    ) =
    static let mutable counter = 0L
    let id = Interlocked.Increment &counter
    let seed = Seeds.next ()

    /// The path in its model: "dense_1/kernel".
    member _.Path = path
    /// The element type.
    member _.DType = dtype
    /// The shape as Keras has it.
    member _.Shape: int[] = Array.copy shape
    /// True when an optimizer may change it.
    member w.Trainable = trainable && owner.Trainable && w.Adaptation.IsNone
    /// The number of elements.
    member _.Count = (1, shape) ||> Array.fold (*)
    member internal _.Id = id
    member internal _.Dims = List.ofArray shape
    member internal _.Initializer = initializer
    member internal _.Role = role
    /// What its first values are drawn from when the initializer has no seed of its own.
    member internal _.Seed = seed
    /// Trainable when it was made, whatever is frozen now: decides the order in files.
    member internal _.MadeTrainable = trainable
    member internal _.Owner = owner
    /// What is trained in its place, where it is adapted.
    member val internal Adaptation: LowRankFactors option = None with get, set
    member internal _.Regularizer = regularizer
    member internal _.Constraint = limit

    /// The order of the axes in memory, outermost first. A convolution's kernel is (h, w, in, out) to
    /// the user and lies in memory as (out, h, w, in), which is what the kernels want.
    member internal _.Storage = storage

    /// The path and shape.
    override _.ToString() =
        $"""{path} ({System.String.Join(", ", shape)})"""

    static member internal Memory(path, dtype, shape: int list, initial: Initializer) =
        Weight(
            path,
            dtype,
            Array.ofList shape,
            initial,
            Memory,
            false,
            Trainability(),
            None,
            None,
            [ 0 .. shape.Length - 1 ]
        )

/// Two narrow matrices whose product, times the scale, is added to a weight that stays as it is. Hu et
/// al., 2021.
and [<NoComparison; ReferenceEquality>] internal LowRankFactors = {
    A: Weight
    B: Weight
    Scale: float
}
