namespace Keratin

/// What a layer is called with besides its inputs.
[<NoComparison>]
type internal CallArguments = {
    /// Masks given by the caller, in the order of the inputs.
    Masks: Symbol option list
    /// Further symbols by Keras's name: "initial_state", "attention_mask".
    Symbols: Map<string, Symbol list>
    /// Switches by Keras's name: "use_causal_mask", "return_attention_scores".
    Flags: Map<string, bool>
    /// Training or inference whatever the model does; None: as the model does.
    Training: bool option
} with

    static member None = {
        Masks = []
        Symbols = Map.empty
        Flags = Map.empty
        Training = None
    }
