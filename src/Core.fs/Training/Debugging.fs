/// Checks that cost time and find mistakes.
namespace Keratin

/// Keras's and TensorFlow's switches for looking into a training that goes wrong.
[<Sealed>]
type Debugging private () =
    /// Whether steps check their numbers.
    static member val internal CheckNumerics = false with get, set

    /// From now on fit, evaluate and predict stop at the first layer whose output or gradient is NaN or
    /// infinite, with a KeratinException that names it; the weights stay as they were before that step.
    /// Every value of every layer is looked at, which makes steps a few times slower. Default: off.
    static member EnableCheckNumerics() = Debugging.CheckNumerics <- true

    /// Ends what EnableCheckNumerics began.
    static member DisableCheckNumerics() = Debugging.CheckNumerics <- false
