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

    /// Every channel's darkest and brightest value become the ends of the range.
    let stretch (low: float, high: float) (x: Symbol) =
        let least = Sym.reduce Aggregation.Min [ 1; 2 ] true x
        let span = Sym.maxAlong [ 1; 2 ] true x - least
        let flat = Sym.equal span (span.Like 0.0)
        let scale = (high - low) / Sym.where flat (Sym.onesLike span) span
        Sym.where flat x ((x - least) * scale + low) |> Sym.clip low high

    /// A strength of 0 is blurred, 0.5 the image itself, 1 sharpened as much as 0 is blurred.
    let sharpen (low: float, high: float) (strength: Symbol) (x: Symbol) =
        let dark = x - low
        let ones = List.replicate 3 (x.Like 1.0)
        let smooth = ((dark |> slide 1 ones |> slide 2 ones) + dark * 4.0) / 13.0
        smooth + (dark - smooth) * (strength * 2.0) + low |> Sym.clip low high

    /// Weights of a normal distribution for so many cells, which sum up to one.
    let private bell count (sigma: Symbol) : Symbol list =
        let sigma = Sym.maximum sigma (sigma.Like 1e-3)
        let centre = float (count - 1) / 2.0

        let weights = [
            for i in 0 .. count - 1 ->
                let distance = float i - centre
                Sym.exp (-(distance * distance) / (Sym.square sigma * 2.0))
        ]

        let total = List.reduce (+) weights
        weights |> List.map (fun w -> w / total)

    let blur (height, width) sigma (x: Symbol) =
        x |> slide 1 (bell height sigma) |> slide 2 (bell width sigma)

    /// Numbers from 0 along the axis of height or width, in the type of a value.
    let places axis (x: Symbol) =
        Sym.iota x.Dims[axis]
        |> Sym.cast x.DType
        |> Sym.reshape [ for i in 0..3 -> if i = axis then x.Dims[axis] else size 1 ]

    /// True within a rectangle, (batch, height, width, 1), whose middle is anywhere in the image. The sizes are
    /// shares of the image's.
    let rectangle (scope: Scope) seed (height: Symbol) (width: Symbol) (x: Symbol) =
        let within axis (share: Symbol) =
            let n = float (heightAndWidth scope x |> (if axis = 1 then fst else snd))
            let middle = Augment.draw scope seed (0.0, n) x
            let start = middle - share * (n / 2.0) |> Sym.clip 0.0 n |> Sym.floor
            let stop = middle + share * (n / 2.0) |> Sym.clip 0.0 n |> Sym.floor
            let cells = places axis x
            Sym.both (Sym.greaterEqual cells start) (Sym.less cells stop)

        Sym.both (within 1 height) (within 2 width)

type internal AutoContrast = {
    ValueRange: float * float
    DataFormat: DataFormat
} with

    interface ILayer with
        member a.Build(scope, inputs) =
            let change = Enhance.stretch a.ValueRange

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

    interface ILayer with
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

    interface ILayer with
        member b.Build(scope, inputs) =
            let low = fst b.ValueRange

            let change (x: Symbol) =
                let sigma = Augment.draw scope b.Seed b.Sigma x
                let blurred = Enhance.blur b.KernelSize sigma (x - low) + low
                Augment.perhaps scope b.Seed b.Factor blurred x

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

    interface ILayer with
        member e.Build(scope, inputs) =
            let change (x: Symbol) =
                let draw range = Augment.draw scope e.Seed range x
                let area = draw e.Scale
                let proportion = draw (log 0.3, log (1.0 / 0.3)) |> Sym.exp
                let height, width = Sym.sqrt (area * proportion), Sym.sqrt (area / proportion)

                let filling =
                    match e.FillValue with
                    | Some value -> Sym.fill x.DType [] value
                    | None -> Augment.uniform scope e.Seed x.Dims e.ValueRange x

                let erased = Sym.where (Enhance.rectangle scope e.Seed height width x) filling x
                Augment.perhaps scope e.Seed e.Factor erased x

            Augment.inTraining scope e.DataFormat change inputs
