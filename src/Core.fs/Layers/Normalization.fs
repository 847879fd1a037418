/// Normalization of each sample by its own statistics.
namespace Keratin.LayerTypes

open Keratin

[<AutoOpen>]
module private SampleNormalization =
    /// A trained scale or shift, in the value's own precision; None where the layer has none.
    let affine
        (scope: Scope)
        name
        on
        (shape: Dim list)
        initializer
        regularizer
        limit
        (like: Symbol)
        =
        if on then
            scope.Weight(name, shape, initializer, regularizer, limit)
            |> weightOf
            |> Sym.weight
            |> Sym.cast like.DType
            |> Some
        else
            None

    /// y · gamma + beta, where there are any.
    let scaled (gamma: Symbol option) (beta: Symbol option) (y: Symbol) =
        let y = gamma |> Option.map (fun gamma -> y * gamma) |> Option.defaultValue y
        beta |> Option.map (fun beta -> y + beta) |> Option.defaultValue y

    /// The order in which these axes come last.
    let lastOf rank (axes: int list) =
        [
            for i in 0 .. rank - 1 do
                if not (List.contains i axes) then
                    i
        ]
        @ axes

    let sizesOf (x: Symbol) axes =
        axes |> List.map (fun axis -> x.Dims[axis])

/// Ba et al., 2016.
type internal LayerNormalization = {
    Axis: int list
    Epsilon: float
    Center: bool
    Scale: bool
    BetaInitializer: Initializer
    GammaInitializer: Initializer
    BetaRegularizer: Regularizer option
    GammaRegularizer: Regularizer option
    BetaConstraint: Constraint option
    GammaConstraint: Constraint option
} with

    interface ILayer with
        member n.Build(scope, inputs) =
            let x = inputs.Head
            let axes = Sym.axesOf x n.Axis
            let shape = sizesOf x axes
            let order = lastOf x.Rank axes
            let wide = x |> precise |> Sym.transpose order

            let gamma =
                affine
                    scope
                    "gamma"
                    n.Scale
                    shape
                    n.GammaInitializer
                    n.GammaRegularizer
                    n.GammaConstraint
                    wide
                |> Option.defaultWith (fun () -> Sym.fill wide.DType shape 1.0)

            let beta =
                affine
                    scope
                    "beta"
                    n.Center
                    shape
                    n.BetaInitializer
                    n.BetaRegularizer
                    n.BetaConstraint
                    wide
                |> Option.defaultWith (fun () -> Sym.fill wide.DType shape 0.0)

            let y = Symbol.Apply(Op.LayerNorm(axes.Length, n.Epsilon), [ wide; gamma; beta ])

            [
                y.Head
                |> Sym.transpose (Sym.inverse order)
                |> Sym.cast scope.Layer.Policy.Compute
                |> maskOf scope
            ]

/// Wu and He, 2018.
type internal GroupNormalization = {
    /// How many groups; -1 makes a group of each channel.
    Groups: int
    Axis: int
    Epsilon: float
    Center: bool
    Scale: bool
    BetaInitializer: Initializer
    GammaInitializer: Initializer
    BetaRegularizer: Regularizer option
    GammaRegularizer: Regularizer option
    BetaConstraint: Constraint option
    GammaConstraint: Constraint option
} with

    interface ILayer with
        member n.Build(scope, inputs) =
            let x = inputs.Head
            let axis = Sym.axisOf x n.Axis

            if axis = 0 then
                scope.Refuse "an axis after the batch axis" $"axis {n.Axis}" "axis: -1"

            let channels = known scope "channels" x.Dims[axis]
            let groups = if n.Groups = -1 then channels else n.Groups

            if channels % groups <> 0 then
                scope.Refuse
                    $"channels that groups = {groups} divides"
                    $"{channels} channels"
                    "groups: 1, or a divisor of the channels"

            let order = lastOf x.Rank [ axis ]
            let wide = x |> precise |> Sym.transpose order
            let shape = [ size channels ]

            let gamma =
                affine
                    scope
                    "gamma"
                    n.Scale
                    shape
                    n.GammaInitializer
                    n.GammaRegularizer
                    n.GammaConstraint
                    wide

            let beta =
                affine
                    scope
                    "beta"
                    n.Center
                    shape
                    n.BetaInitializer
                    n.BetaRegularizer
                    n.BetaConstraint
                    wide

            let steps = product wide.Dims[1 .. wide.Rank - 2]

            let grouped =
                wide |> Sym.reshape [ x.Dims[0]; steps; size groups; size (channels / groups) ]

            let mean = Sym.mean [ 1; 3 ] true grouped
            let variance = Sym.mean [ 1; 3 ] true (Sym.square (grouped - mean))

            [
                (grouped - mean) * Sym.rsqrt (variance + n.Epsilon)
                |> Sym.reshape wide.Dims
                |> scaled gamma beta
                |> Sym.transpose (Sym.inverse order)
                |> Sym.cast scope.Layer.Policy.Compute
                |> maskOf scope
            ]

/// Zhang and Sennrich, 2019.
type internal RMSNormalization = {
    Axis: int list
    Epsilon: float
} with

    interface ILayer with
        member n.Build(scope, inputs) =
            let x = inputs.Head
            let axes = Sym.axesOf x n.Axis
            let wide = precise x

            let scale =
                affine scope "scale" true (sizesOf x axes) Initializer.Ones None None wide
                |> Option.defaultWith (fun () -> bug scope.Where "no scale")
                |> Sym.reshape [
                    for axis in 0 .. x.Rank - 1 ->
                        if List.contains axis axes then x.Dims[axis] else size 1
                ]

            let size' = Sym.rsqrt (Sym.mean axes true (Sym.square wide) + n.Epsilon)
            [ wide * size' * scale |> Sym.cast x.DType |> unmasked ]

type internal UnitNormalization = {
    Axis: int list
} with

    interface ILayer with
        member n.Build(scope, inputs) =
            let x = inputs.Head
            let squares = Sym.sum (Sym.axesOf x n.Axis) true (Sym.square x)
            // the guard against a norm of zero, 1e-12, squared
            [ x * Sym.rsqrt (Sym.maximum squares (squares.Like 1e-24)) |> maskOf scope ]
