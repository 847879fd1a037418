/// What heads of attention see of values: products with kernels of (features, heads, depth).
namespace Keratin.LayerTypes

open Keratin

/// What the projections of a layer with heads have in common.
[<NoComparison>]
type internal Projections = {
    UseBias: bool
    KernelInitializer: Initializer
    BiasInitializer: Initializer
    KernelRegularizer: Regularizer option
    BiasRegularizer: Regularizer option
    KernelConstraint: Constraint option
    BiasConstraint: Constraint option
    ActivityRegularizer: Regularizer option
    /// An input of the layer, whose first axis is the batch.
    Input: Symbol
} with

    /// As Keras does, the penalty of activity is each projection's.
    member private p.Penalised(scope: Scope, y: Symbol) =
        for regularizer in Option.toList p.ActivityRegularizer do
            scope.Additions.AddLoss(Penalties.perSample p.Input regularizer y)

        y

    member private p.Bias(scope: Scope, name: string, shape: Dim list) =
        if p.UseBias then
            let bias =
                scope.Weight(
                    $"{name}/bias",
                    shape,
                    p.BiasInitializer,
                    p.BiasRegularizer,
                    p.BiasConstraint
                )

            Some(Sym.reshape [ product shape ] bias)
        else
            None

    member private p.Kernel(scope: Scope, name: string, shape: Dim list, fans) =
        scope.Weight(
            $"{name}/kernel",
            shape,
            p.KernelInitializer |> withFans fans,
            p.KernelRegularizer,
            p.KernelConstraint
        )

    /// (batch, time, features) to (batch, time, heads · depth); the kernel is (features, heads, depth).
    member private p.Projected(scope: Scope, name: string, heads: int, depth: int, x: Symbol) =
        let features = List.last x.Dims

        let kernel =
            p.Kernel(scope, name, [ features; size heads; size depth ], ([ 0 ], [ 1; 2 ]))

        let bias = p.Bias(scope, name, [ size heads; size depth ])
        x |> Sym.linear (Sym.reshape [ features; size (heads * depth) ] kernel) bias

    member p.Into(scope: Scope, name: string, heads: int, depth: int, x: Symbol) =
        p.Penalised(scope, p.Projected(scope, name, heads, depth, x))

    /// The gate of the query, between zero and one.
    member p.Gate(scope: Scope, heads: int, depth: int, query: Symbol) =
        p.Penalised(scope, p.Projected(scope, "gate", heads, depth, query) |> Sym.sigmoid)

    /// (batch, time, heads · depth) to (batch, time, …); the kernel is (heads, depth, …).
    member p.From(scope: Scope, name: string, heads: int, depth: int, shape: Dim list, x: Symbol) =
        let fans = [ 0; 1 ], [ 2 .. shape.Length + 1 ]
        let kernel = p.Kernel(scope, name, size heads :: size depth :: shape, fans)
        let bias = p.Bias(scope, name, shape)

        let y =
            x
            |> Sym.linear (Sym.reshape [ size (heads * depth); product shape ] kernel) bias

        p.Penalised(scope, y)
