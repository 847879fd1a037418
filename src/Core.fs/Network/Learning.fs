/// Layers that learn from data before training: statistics, boundaries, vocabularies.
namespace Keratin

/// A layer that data can teach; what it has learned is another value of its meaning.
type internal ILearning =
    /// The same layer after it has seen all samples. `where` is the layer, for errors.
    abstract Learn: where: string * data: NDArray -> ILayer
    /// What graphs rely on that were built before, in words: it cannot change any more. Empty where nothing is.
    abstract Settled: string
    /// What is learned and lies in weights, by the weight's name.
    abstract Values: (string * NDArray) list

/// A layer with a vocabulary.
type internal IVocabulary =
    inherit ILearning
    /// Whether the layer was made with its vocabulary.
    abstract IsGiven: bool
    /// The same layer, which will get a vocabulary of this size.
    abstract Expecting: size: int -> ILayer
    /// Whether there are tokens: given, set or learned.
    abstract IsKnown: bool
    /// How much each number counts in "tf_idf" output, special ones first; empty for other outputs.
    abstract Weights: float32[]
    /// The tokens by number.
    abstract Tokens: includeSpecialTokens: bool -> NDArray
    /// The same layer with these tokens and, for "tf_idf" output, their weights.
    abstract WithTokens: where: string * tokens: NDArray * weights: float list option -> ILayer
