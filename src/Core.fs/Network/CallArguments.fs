namespace Keratin

open System
open System.Collections.Generic

/// A layer that can be called the other way round, with the flag "reverse".
type internal IReversible = interface end

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

    /// Of a call with one input.
    static member OfOne
        (
            mask: Symbol | null,
            training: Nullable<bool>,
            initialState: IReadOnlyList<Symbol> | null,
            reverse: bool
        ) =
        let states =
            match initialState with
            | null -> Map.empty
            | states -> Map [ "initial_state", List.ofSeq states ]

        {
            Masks = [ Option.ofObj mask ]
            Training = Option.ofNullable training
            Symbols = states
            Flags = if reverse then Map [ "reverse", true ] else Map.empty
        }

    /// Of a call with several inputs.
    static member OfSeveral
        (
            training: Nullable<bool>,
            attentionMask: Symbol | null,
            useCausalMask: bool,
            returnAttentionScores: bool
        ) =
        let symbols =
            match attentionMask with
            | null -> Map.empty
            | mask -> Map [ "attention_mask", [ mask ] ]

        {
            Masks = []
            Training = Option.ofNullable training
            Symbols = symbols
            Flags =
                Map [
                    "use_causal_mask", useCausalMask
                    if returnAttentionScores then
                        "return_attention_scores", true
                ]
        }

[<RequireQualifiedAccess>]
module internal CallOutputs =
    let private another (s: Symbol) = (Sym.identity s).WithMask s.Mask

    /// What a call gives: symbols that remember it, each a symbol of its own. An input that is handed on
    /// as it came, and a value that is two outputs, become other symbols.
    let ownedBy (call: Origin) (inputs: Symbol list) (outputs: Symbol list) : Symbol list =
        outputs
        |> List.mapi (fun i s ->
            let seen = inputs @ List.take i outputs

            let s =
                if seen |> List.exists (fun other -> other.Key = s.Key) then
                    another s
                else
                    s

            s.WithOrigin call)
