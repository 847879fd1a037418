/// What the engine runs at once: values to hand back and weights to replace.
namespace Keratin

/// An update of many weights that the engine has one kernel for: one pass over weights, gradients and
/// slots. It does what `Meaning` says.
type internal FusedUpdate = {
    /// The dispatcher operator: "keratin::adam_".
    Kernel: string
    Weights: Weight list
    Gradients: Symbol list
    /// The optimizer's own weights, kind by kind, each in the order of Weights.
    Slots: Weight list list
    /// Learning rate and the like, computed in the same step.
    Scalars: Symbol list
    Settings: FusedSetting list
    Meaning: (Weight * Symbol) list
}

and internal FusedSetting =
    | NumberSetting of float
    | SwitchSetting of bool

type internal Update =
    | Assign of Weight * Symbol
    | Fused of FusedUpdate

/// Values to hand back, and weights to replace, all at once, at the end: every value is computed from
/// the weights as they were before the step.
type internal StepGraph = {
    Fetches: Symbol list
    Updates: Update list
}
