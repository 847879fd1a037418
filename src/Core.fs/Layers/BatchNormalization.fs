/// Batch normalization: by the batch's statistics in training, by moving ones in inference.
namespace Keratin.LayerTypes

open Keratin

/// How far the batch's statistics may differ from the moving ones in batch renormalization, and how slowly
/// those that are compared with move. Ioffe, 2017.
type internal Renormalization = {
    MinScale: float
    MaxScale: float
    MaxShift: float
    Momentum: float
}

/// Ioffe and Szegedy, 2015.
type internal BatchNormalization = {
    Axis: int
    Momentum: float
    Epsilon: float
    Center: bool
    Scale: bool
    BetaInitializer: Initializer
    GammaInitializer: Initializer
    MovingMeanInitializer: Initializer
    MovingVarianceInitializer: Initializer
    BetaRegularizer: Regularizer option
    GammaRegularizer: Regularizer option
    BetaConstraint: Constraint option
    GammaConstraint: Constraint option
    Renorm: bool
    /// "rmin", "rmax" and "dmax", where they are limited.
    RenormClipping: Map<string, float> option
    RenormMomentum: float
} with

    /// What batch renormalization does, where it is wanted.
    member private b.Renormalization =
        let limit name standard =
            b.RenormClipping
            |> Option.bind (Map.tryFind name)
            |> Option.defaultValue standard

        if b.Renorm then
            Some {
                MinScale = limit "rmin" 0.0
                MaxScale = limit "rmax" infinity
                MaxShift = limit "dmax" infinity
                Momentum = b.RenormMomentum
            }
        else
            None

    /// Mean and biased variance over all axes but the last, of the positions that count. The mask is over the axes as
    /// they were before they were put into this order; those that it lacks at the end count alike.
    static member private Masked(x: Symbol, mask: Symbol, order: int list) =
        let counts =
            (Sym.cast DType.Bool mask, [ mask.Rank .. x.Rank - 1 ])
            ||> List.fold (fun mask _ -> Sym.expandDims -1 mask)
            |> Sym.transpose order
            |> Sym.broadcastTo x.Dims

        // what does not count may be anything, also no number
        let counted (value: Symbol) =
            Sym.where counts value (Sym.zerosLike value)

        let axes = [ 0 .. x.Rank - 2 ]
        let total = Sym.sum axes true (Sym.cast x.DType counts) + 1e-7
        let mean = Sym.sum axes true (counted x) / total
        let variance = Sym.sum axes true (Sym.square (counted (x - mean))) / total
        mean, variance

    interface ILayer with
        member b.Build(scope, inputs) =
            let x = inputs.Head
            let axis = Sym.axisOf x b.Axis
            let shape = [ x.Dims[axis] ]

            if axis = 0 then
                scope.Refuse "an axis after the batch axis" $"axis {b.Axis}" "axis: -1"

            let weight name on initializer regularizer limit =
                if on then
                    scope.Weight(name, shape, initializer, regularizer, limit)
                    |> weightOf
                    |> Sym.weight
                    |> Some
                else
                    None

            let gamma =
                weight "gamma" b.Scale b.GammaInitializer b.GammaRegularizer b.GammaConstraint

            let beta =
                weight "beta" b.Center b.BetaInitializer b.BetaRegularizer b.BetaConstraint

            let moving name initializer =
                scope.Weight(name, shape, initializer, trainable = false) |> weightOf

            let movingMean = moving "moving_mean" b.MovingMeanInitializer
            let movingVariance = moving "moving_variance" b.MovingVarianceInitializer

            // the axis goes last; statistics are calculated in at least single precision
            let order =
                [
                    for i in 0 .. x.Rank - 1 do
                        if i <> axis then
                            i
                ]
                @ [ axis ]

            let wide = x |> precise |> Sym.transpose order
            let own (s: Symbol) = Sym.cast wide.DType s

            let gamma =
                gamma
                |> Option.map own
                |> Option.defaultWith (fun () -> Sym.fill wide.DType shape 1.0)

            let beta =
                beta
                |> Option.map own
                |> Option.defaultWith (fun () -> Sym.fill wide.DType shape 0.0)

            let oldMean = own (Sym.weight movingMean)
            let oldVariance = own (Sym.weight movingVariance)

            let byMoving =
                Sym.apply (Op.BatchNormInference b.Epsilon) [
                    wide
                    gamma
                    beta
                    oldMean
                    oldVariance
                ]

            let plain gamma beta =
                match scope.Mask 0 with
                | None ->
                    match Symbol.Apply(Op.BatchNorm b.Epsilon, [ wide; gamma; beta ]) with
                    | [ y; mean; deviation ] -> y, mean, 1.0 / Sym.square deviation - b.Epsilon
                    | _ -> bug scope.Where "three outputs"
                | Some mask ->
                    let mean, variance = BatchNormalization.Masked(wide, mask, order)
                    let y = (wide - mean) * Sym.rsqrt (variance + b.Epsilon) * gamma + beta
                    y, Sym.reshape shape mean, Sym.reshape shape variance

            let phase training inference =
                Sym.phase (Some scope.Layer.Trainability) training inference

            /// In a training step the weight goes so far towards a value.
            let move (momentum: float) (weight: Weight) (fresh: Symbol) =
                scope.Additions.AddUpdate(
                    weight,
                    fun before ->
                        let old = own before
                        let next = old * momentum + Sym.stopGradient fresh * (1.0 - momentum)
                        Sym.cast weight.DType (phase next old)
                )

            /// By the batch's statistics, brought near those of the batches before.
            let renormalized (r: Renormalization) =
                let firstDeviation = squareRoot b.MovingVarianceInitializer
                let stddev = moving "moving_stddev" firstDeviation
                let pastMean = moving "renorm_mean" b.MovingMeanInitializer
                let pastStddev = moving "renorm_stddev" firstDeviation
                let normal, mean, variance = plain (Sym.onesLike gamma) (Sym.zerosLike beta)
                let deviation = Sym.sqrt (variance + b.Epsilon)
                let past = own (Sym.weight pastStddev)
                let past = Sym.maximum past (past.Like(sqrt b.Epsilon))

                let scale = deviation / past |> Sym.clip r.MinScale r.MaxScale |> Sym.stopGradient

                let shift =
                    (mean - own (Sym.weight pastMean)) / past
                    |> Sym.clip -r.MaxShift r.MaxShift
                    |> Sym.stopGradient

                move r.Momentum pastMean mean
                move r.Momentum pastStddev deviation
                move b.Momentum movingMean mean
                move b.Momentum stddev deviation

                // the variance of inference follows from the moving deviation
                scope.Additions.AddUpdate(
                    movingVariance,
                    fun before ->
                        let old = own (Sym.weight stddev)

                        let next =
                            old * b.Momentum + Sym.stopGradient deviation * (1.0 - b.Momentum)

                        let variance = Sym.relu (Sym.square next - b.Epsilon)
                        Sym.cast movingVariance.DType (phase variance (own before))
                )

                normal * (scale * gamma) + (shift * gamma + beta)

            let byBatch () =
                match b.Renormalization with
                | Some r -> renormalized r
                | None ->
                    let y, mean, variance = plain gamma beta
                    move b.Momentum movingMean mean
                    move b.Momentum movingVariance variance
                    y

            let y =
                match scope.Arguments.Training with
                | Some false -> byMoving
                | given ->
                    let y = byBatch ()

                    match given with
                    | Some true when scope.Layer.Trainable -> y
                    | Some true -> byMoving
                    | Some false
                    | None -> phase y byMoving

            [
                y
                |> Sym.transpose (Sym.inverse order)
                |> Sym.cast scope.Layer.Policy.Compute
                |> maskOf scope
            ]
