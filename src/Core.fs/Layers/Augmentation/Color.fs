/// Augmentations of colours: what happens to a pixel does not depend on where it is.
namespace Keratin.LayerTypes

open System
open Keratin

/// The changes, for images (batch, height, width, channels) and strengths (batch, 1, 1, 1).
[<RequireQualifiedAccess>]
module internal Color =
    /// Red, green and blue; other images have no colours.
    let private parts (scope: Scope) (x: Symbol) =
        match x.Dims[3] with
        | Size 3 -> Sym.split 3 3 x
        | other ->
            scope.Refuse "3 channels: red, green, blue" $"{other}: {x}" "give it colour images"

    /// The luminance (ITU-R BT.601) as the one channel.
    let gray scope (x: Symbol) =
        match parts scope x with
        | [ red; green; blue ] -> red * 0.2989 + green * 0.587 + blue * 0.114
        | _ -> bug "gray" "three channels"

    let brightness (low: float, high: float) (delta: Symbol) (x: Symbol) =
        x + delta * (high - low) |> Sym.clip low high

    let contrast (low: float, high: float) (factor: Symbol) (x: Symbol) =
        let mean = Sym.mean [ 1; 2 ] true x
        (x - mean) * factor + mean |> Sym.clip low high

    /// A strength of 0 is gray, 0.5 the image itself; towards 1 the saturation grows without limit.
    let saturation scope (strength: Symbol) (x: Symbol) =
        parts scope x |> ignore
        let factor = strength / Sym.maximum (1.0 - strength) (strength.Like 1e-7)
        let greatest = Sym.maxAlong [ 3 ] true x
        greatest - (greatest - x) * factor

    /// Hues turned by this share of the circle.
    let hue scope range (turn: Symbol) (x: Symbol) =
        match x |> Augment.toUnit range |> parts scope with
        | [ red; green; blue ] ->
            let greatest = Sym.maximum red (Sym.maximum green blue)
            let chroma = greatest - Sym.minimum red (Sym.minimum green blue)
            let colourless = Sym.equal chroma (chroma.Like 0.0)
            let chroma' = Sym.where colourless (Sym.onesLike chroma) chroma

            // in sixths of the circle, from red
            let sixths =
                Sym.where
                    (Sym.equal greatest red)
                    ((green - blue) / chroma')
                    (Sym.where
                        (Sym.equal greatest green)
                        ((blue - red) / chroma' + 2.0)
                        ((red - green) / chroma' + 4.0))

            let channel (offset: float) =
                let k = (sixths + turn * 6.0 + offset) % 6.0
                greatest - chroma * (Sym.minimum k (4.0 - k) |> Sym.clip 0.0 1.0)

            Sym.concat 3 [ channel 5.0; channel 3.0; channel 1.0 ] |> Augment.fromUnit range
        | _ -> bug "hue" "three channels"

    /// A hue's turn: up to half the strength, to either side.
    let drawTurn (scope: Scope) seed range (x: Symbol) =
        let strength = Augment.draw scope seed range x * 0.5
        let backwards = Sym.less (Augment.draw scope seed (0.0, 1.0) x) (x.Like 0.5)
        Sym.where backwards (-strength) strength

    let solarize range (addition: Symbol) (threshold: Symbol) (x: Symbol) =
        let change (x: Symbol) =
            let x = x + addition |> Sym.clip 0.0 255.0
            Sym.where (Sym.less x threshold) x (255.0 - x)

        Augment.inBytes range change x

    /// Only the highest bits of each value.
    let posterize range (bits: Symbol) (x: Symbol) =
        let step = Sym.power (bits.Like 2.0) (8.0 - bits)
        Augment.inBytes range (fun x -> Sym.floor (x / step) * step) x

type internal RandomBrightness = {
    Factor: float * float
    ValueRange: float * float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface ILayer with
        member b.Build(scope, inputs) =
            let change x =
                Color.brightness b.ValueRange (Augment.draw scope b.Seed b.Factor x) x

            Augment.inTraining scope b.DataFormat change inputs

type internal RandomContrast = {
    Factor: float * float
    ValueRange: float * float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface ILayer with
        member c.Build(scope, inputs) =
            let range = 1.0 - fst c.Factor, 1.0 + snd c.Factor

            let change x =
                Color.contrast c.ValueRange (Augment.draw scope c.Seed range x) x

            Augment.inTraining scope c.DataFormat change inputs

type internal RandomSaturation = {
    Factor: float * float
    ValueRange: float * float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface ILayer with
        member s.Build(scope, inputs) =
            let change x =
                Color.saturation scope (Augment.draw scope s.Seed s.Factor x) x

            Augment.inTraining scope s.DataFormat change inputs

type internal RandomHue = {
    Factor: float * float
    ValueRange: float * float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface ILayer with
        member h.Build(scope, inputs) =
            let change x =
                Color.hue scope h.ValueRange (Color.drawTurn scope h.Seed h.Factor x) x

            Augment.inTraining scope h.DataFormat change inputs

type internal RandomColorDegeneration = {
    Factor: float * float
    ValueRange: float * float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface ILayer with
        member d.Build(scope, inputs) =
            let low, high = d.ValueRange

            let change (x: Symbol) =
                let share = Augment.draw scope d.Seed d.Factor x
                x + share * (Color.gray scope x - x) |> Sym.clip low high

            Augment.inTraining scope d.DataFormat change inputs

type internal RandomGrayscale = {
    Factor: float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface ILayer with
        member g.Build(scope, inputs) =
            let change (x: Symbol) =
                Augment.perhaps scope g.Seed (g.Factor, g.Factor) (Color.gray scope x) x

            Augment.inTraining scope g.DataFormat change inputs

type internal RandomInvert = {
    Factor: float * float
    ValueRange: float * float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface ILayer with
        member i.Build(scope, inputs) =
            let low, high = i.ValueRange

            let change (x: Symbol) =
                Augment.perhaps scope i.Seed i.Factor (low + high - x) x

            Augment.inTraining scope i.DataFormat change inputs

type internal RandomPosterization = {
    Factor: float * float
    ValueRange: float * float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface ILayer with
        member p.Build(scope, inputs) =
            let change x =
                Color.posterize p.ValueRange (Augment.drawWhole scope p.Seed p.Factor x) x

            Augment.inTraining scope p.DataFormat change inputs

type internal Solarization = {
    AdditionFactor: float * float
    ThresholdFactor: float * float
    ValueRange: float * float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface ILayer with
        member s.Build(scope, inputs) =
            let change x =
                let addition = Augment.draw scope s.Seed s.AdditionFactor x
                let threshold = Augment.draw scope s.Seed s.ThresholdFactor x
                Color.solarize s.ValueRange addition threshold x

            Augment.inTraining scope s.DataFormat change inputs

/// Brightness, contrast, saturation and hue, in this order; each where its factor is given.
type internal RandomColorJitter = {
    ValueRange: float * float
    BrightnessFactor: (float * float) option
    ContrastFactor: (float * float) option
    SaturationFactor: (float * float) option
    HueFactor: (float * float) option
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface ILayer with
        member j.Build(scope, inputs) =
            let step factor (change: float * float -> Symbol -> Symbol) (x: Symbol) =
                match factor with
                | Some range -> change range x
                | None -> x

            let draw range x = Augment.draw scope j.Seed range x

            let change x =
                x
                |> step j.BrightnessFactor (fun range x ->
                    Color.brightness j.ValueRange (draw range x) x)
                |> step j.ContrastFactor (fun (low, high) x ->
                    Color.contrast j.ValueRange (draw (1.0 - low, 1.0 + high) x) x)
                |> step j.SaturationFactor (fun range x -> Color.saturation scope (draw range x) x)
                |> step j.HueFactor (fun range x ->
                    Color.hue scope j.ValueRange (Color.drawTurn scope j.Seed range x) x)

            Augment.inTraining scope j.DataFormat change inputs
