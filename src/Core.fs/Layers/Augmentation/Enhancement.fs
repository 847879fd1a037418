/// Augmentations by what is around a pixel or in the whole image: contrast, sharpness, blur, holes.
namespace Keratin.LayerTypes

open System
open Keratin

/// The changes, for images (batch, height, width, channels) and strengths (batch, 1, 1, 1).
[<RequireQualifiedAccess>]
module internal Enhance =
    /// The sum of an axis's cells around each, times a weight for each place; nothing counts beyond the border.
    let private slide axis (weights: Symbol list) (x: Symbol) =
        let before = (weights.Length - 1) / 2
        let after = weights.Length - 1 - before
        let length = x.Dims[axis]

        let padded =
            Sym.pad [ for i in 0 .. x.Rank - 1 -> if i = axis then before, after else 0, 0 ] 0.0 x

        weights
        |> List.mapi (fun i weight -> Sym.slice axis (size i) (length + i) padded * weight)
        |> List.reduce (+)

    /// The axes of images with channels last that AutoContrast looks along: as Keras does, the second and the third of
    /// the images as they came.
    let stretched format =
        match format with
        | LastFormat -> [ 1; 2 ]
        | FirstFormat -> [ 1; 3 ]

    /// The darkest and the brightest value along two axes become the ends of the range; where there is a single
    /// value, or one that is no number, it stays.
    let stretch range axes (x: Symbol) =
        let bytes = Augment.changeRange range Augment.bytes x
        let least = Sym.reduce Aggregation.Min axes true bytes
        let span = Sym.maxAlong axes true bytes - least
        let flat = Sym.not' (Sym.greater span (span.Like 0.0))
        let scale = 255.0 / Sym.where flat (Sym.onesLike span) span

        let stretched =
            bytes * scale - least * scale
            |> Sym.clip 0.0 255.0
            |> Augment.changeRange Augment.bytes range

        Sym.where flat x stretched

    /// A strength of 0 is blurred, 0.5 the image itself, 1 sharpened as much as 0 is blurred.
    let sharpen (low: float, high: float) (strength: Symbol) (x: Symbol) =
        let ones = List.replicate 3 (x.Like 1.0)
        let smooth = ((x |> slide 1 ones |> slide 2 ones) + x * 4.0) / 13.0
        x + (1.0 - strength * 2.0) * (smooth - x) |> Sym.clip low high

    /// Weights of a normal distribution for so many cells, an odd number, which sum up to one. Those further
    /// from the middle than `reach` do not count.
    let bell count (reach: Symbol option) (sigma: Symbol) : Symbol list =
        let sigma = Sym.maximum sigma (sigma.Like 1e-6)

        let weights = [
            for i in 0 .. count - 1 ->
                let distance = sigma.Like(abs (float i - float (count - 1) / 2.0))
                let weight = Sym.exp (Sym.square (distance / sigma) * -0.5)

                match reach with
                | Some reach -> Sym.where (Sym.lessEqual distance reach) weight (weight.Like 0.0)
                | None -> weight
        ]

        let total = List.reduce (+) weights
        weights |> List.map (fun w -> w / total)

    /// Weights for the rows around a pixel and for the columns.
    let blur (rows: Symbol list) (columns: Symbol list) (x: Symbol) =
        x |> slide 1 rows |> slide 2 columns

    /// Numbers from 0 along the axis of height or width, in the type of a value.
    let places axis (x: Symbol) =
        Sym.iota x.Dims[axis]
        |> Sym.cast x.DType
        |> Sym.reshape [ for i in 0..3 -> if i = axis then x.Dims[axis] else size 1 ]

    /// True within a rectangle, (batch, height, width, 1), that lies anywhere in the image. Its sides are shares
    /// of the image's.
    let rectangle (scope: Scope) seed (height: Symbol) (width: Symbol) (x: Symbol) =
        let rows, columns = heightAndWidth scope x

        let within axis (count: int) (share: Symbol) =
            let length = share * float count
            let start = Augment.draw scope seed (0.0, 1.0) x * (float count - length)
            let cells = places axis x
            Sym.both (Sym.greaterEqual cells start) (Sym.less cells (start + length))

        Sym.both (within 1 rows height) (within 2 columns width)

type internal AutoContrast = {
    ValueRange: float * float
    DataFormat: DataFormat
} with

    interface IAugmentation with
        member a.Build(scope, inputs) =
            let change = Enhance.stretch a.ValueRange (Enhance.stretched a.DataFormat)

            [
                Augment.images scope inputs
                |> Augment.always scope a.DataFormat change
                |> unmasked
            ]

type internal RandomSharpness = {
    Factor: float * float
    ValueRange: float * float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface IAugmentation with
        member s.Build(scope, inputs) =
            let change x =
                Enhance.sharpen s.ValueRange (Augment.draw scope s.Seed s.Factor x) x

            Augment.inTraining scope s.DataFormat change inputs

type internal RandomGaussianBlur = {
    Factor: float * float
    KernelSize: int * int
    Sigma: float * float
    ValueRange: float * float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface IAugmentation with
        member b.Build(scope, inputs) =
            let low, high = b.ValueRange
            // as Keras does: the first size is that along a row
            let columns, rows = b.KernelSize

            // both deviations are the same for the whole batch
            let change (x: Symbol) =
                let bell count =
                    Enhance.bell count None (Augment.drawShared scope b.Seed b.Sigma x + 1e-6)

                let alongRow = bell columns
                let blurred = Enhance.blur (bell rows) alongRow x
                Augment.perhaps scope b.Seed b.Factor blurred x |> Sym.clip low high

            Augment.inTraining scope b.DataFormat change inputs

/// A rectangle of each image replaced. Zhong et al., 2020.
type internal RandomErasing = {
    Factor: float * float
    Scale: float * float
    FillValue: float option
    ValueRange: float * float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface IAugmentation with
        member e.Build(scope, inputs) =
            let low, high = e.ValueRange

            let change (x: Symbol) =
                let side () =
                    Sym.sqrt (Augment.draw scope e.Seed e.Scale x)

                let filling =
                    match e.FillValue with
                    | Some value -> Sym.fill x.DType [] value
                    | None ->
                        (Sym.apply (Op.RandomNormal(x.Dims, 0.0, 1.0, false)) [ scope.Seed e.Seed ]
                         |> Sym.cast x.DType)
                        * high
                    |> Sym.clip low high

                let erased =
                    Sym.where (Enhance.rectangle scope e.Seed (side ()) (side ()) x) filling x

                Augment.perhaps scope e.Seed e.Factor erased x

            Augment.inTraining scope e.DataFormat change inputs
