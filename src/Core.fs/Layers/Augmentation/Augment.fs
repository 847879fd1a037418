/// What the augmentations share: batches of images, and chance for each image.
namespace Keratin.LayerTypes

open System
open Keratin

[<RequireQualifiedAccess>]
module internal Augment =
    /// A change of a batch of images (batch, height, width, channels) of at least float32, applied to one image
    /// or a batch in the layer's format and type.
    let always (scope: Scope) format (change: Symbol -> Symbol) (x: Symbol) : Symbol =
        let last = imageLast scope format x
        let batch = if last.Rank = 3 then Sym.expandDims 0 last else last
        let changed = batch |> precise |> change |> Sym.cast x.DType

        (if last.Rank = 3 then Sym.squeeze [ 0 ] changed else changed)
        |> imageInFormat format

    /// The images in the type the layer calculates in.
    let images (scope: Scope) (inputs: Symbol list) =
        Sym.cast scope.Layer.Policy.Compute inputs.Head

    /// A change that is made in training alone.
    let inTraining (scope: Scope) format change (inputs: Symbol list) : Symbol list =
        let x = images scope inputs
        [ scope.Phase((fun () -> always scope format change x), x) |> unmasked ]

    /// Uniform numbers of these dimensions, in the type of a value.
    let uniform (scope: Scope) seed dims (low, high) (x: Symbol) : Symbol =
        if low = high then
            Sym.fill x.DType dims low
        else
            Sym.apply (Op.RandomUniform(dims, low, high)) [ scope.Seed seed ]
            |> Sym.cast x.DType

    /// One number for each image of a batch: (batch, 1, 1, 1).
    let draw (scope: Scope) seed range (x: Symbol) : Symbol =
        uniform scope seed [ x.Dims.Head; size 1; size 1; size 1 ] range x

    /// One number for all images of a batch: (1, 1, 1, 1).
    let drawShared (scope: Scope) seed range (x: Symbol) : Symbol =
        uniform scope seed (List.replicate 4 (size 1)) range x

    /// The whole number below a drawn one, which is below `high` itself.
    let private whole (low: float) (high: float) (drawn: Symbol) =
        drawn |> Sym.floor |> Sym.clip low (max low (high - 1.0))

    /// One whole number for each image, below the high one unless both are the same.
    let drawWhole (scope: Scope) seed (low: float, high: float) (x: Symbol) : Symbol =
        draw scope seed (low, high) x |> whole low high

    /// A whole number from 0 to below `count` for the whole batch.
    let drawOne (scope: Scope) seed (count: int) (x: Symbol) : Symbol =
        drawShared scope seed (0.0, float count) x |> whole 0.0 (float count)

    /// -1 or 1 for each image.
    let drawSign (scope: Scope) seed (x: Symbol) : Symbol =
        let chance = draw scope seed (0.0, 1.0) x
        Sym.where (Sym.greater chance (x.Like 0.5)) (x.Like -1.0) (x.Like 1.0)

    /// The changed images where it happens: with a probability that is drawn for each image.
    let perhaps (scope: Scope) seed probability (changed: Symbol) (x: Symbol) : Symbol =
        let probable = draw scope seed probability x
        let chosen = Sym.less (draw scope seed (0.0, 1.0) x) probable
        Sym.where chosen changed x

    /// Values of one range in the same place of another.
    let changeRange (low: float, high: float) (low': float, high': float) (x: Symbol) =
        if low = low' && high = high' then
            x
        else
            (x - low) / (high - low) * (high' - low') + low'

    let unit = 0.0, 1.0
    let bytes = 0.0, 255.0

    /// A change that is defined for values from 0 to 255.
    let inBytes range (change: Symbol -> Symbol) (x: Symbol) =
        x |> changeRange range bytes |> change |> changeRange bytes range
