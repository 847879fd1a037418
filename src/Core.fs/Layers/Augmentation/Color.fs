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
        match x.Dims[3] with
        | Size 1 -> x
        | _ ->
            match parts scope x with
            | [ red; green; blue ] -> red * 0.2989 + green * 0.587 + blue * 0.114
            | _ -> bug "gray" "three channels"

    /// Hue (a share of the circle, from red), saturation and value. Smith, 1978.
    let private ofColors scope (x: Symbol) =
        match parts scope x with
        | [ red; green; blue ] ->
            let value = Sym.maximum red (Sym.maximum green blue)
            let span = value - Sym.minimum red (Sym.minimum green blue)
            let above (s: Symbol) = Sym.greater s (s.Like 0.0)
            let divisor (s: Symbol) = Sym.where (above s) s (Sym.onesLike s)
            let sixth = 1.0 / (divisor span * 6.0)

            let hue =
                Sym.where
                    (Sym.equal value red)
                    (sixth * (green - blue))
                    (Sym.where
                        (Sym.equal value green)
                        (sixth * (blue - red) + 2.0 / 6.0)
                        (sixth * (red - green) + 4.0 / 6.0))

            let hue = Sym.where (Sym.less hue (hue.Like 0.0)) (hue + 1.0) hue

            Sym.where (above span) hue (Sym.zerosLike hue),
            Sym.where (above value) (span / divisor value) (Sym.zerosLike value),
            value
        | _ -> bug "hue" "three channels"

    /// The reverse: red, green and blue.
    let private toColors (hue: Symbol, saturation: Symbol, value: Symbol) =
        let place = hue % 1.0 * 6.0
        let unit x = Sym.clip 0.0 1.0 x

        let shares = [
            unit (Sym.abs (place - 3.0) - 1.0)
            unit (2.0 - Sym.abs (place - 2.0))
            unit (2.0 - Sym.abs (place - 4.0))
        ]

        shares
        |> List.map (fun share -> value * ((1.0 - saturation) + saturation * share))
        |> Sym.concat 3

    let brightness (low: float, high: float) (delta: Symbol) (x: Symbol) =
        x + delta * (high - low) |> Sym.clip low high

    let contrast (low: float, high: float) (factor: Symbol) (x: Symbol) =
        let mean = Sym.mean [ 1; 2 ] true x
        (x - mean) * factor + mean |> Sym.clip low high

    /// A strength of 0 is gray, 0.5 the image itself. The saturation itself, from 0 to 1, is cut to the range of
    /// the images' values, as in Keras.
    let saturation scope (low: float, high: float) (strength: Symbol) (x: Symbol) =
        let hue, saturation, value = ofColors scope x
        let factor = strength / (1.0 - strength + 1e-7)
        toColors (hue, Sym.clip low high (saturation * factor), value)

    /// Hues turned by this share of the circle.
    let hue scope range (turn: Symbol) (x: Symbol) =
        let hue, saturation, value =
            x |> Augment.changeRange range Augment.unit |> ofColors scope

        toColors (hue + turn, saturation, value)
        |> Sym.clip 0.0 1.0
        |> Augment.changeRange Augment.unit range

    /// A hue's turn: up to half the strength, to either side.
    let drawTurn (scope: Scope) seed range (x: Symbol) =
        Augment.drawSign scope seed x * Augment.draw scope seed range x * 0.5

    /// A factor of contrast, of a strength whose ends are how far it goes down and up.
    let drawContrast (scope: Scope) seed (low: float, high: float) (x: Symbol) =
        Augment.draw scope seed (1.0 - low, 1.0 + high) x

    /// What solarization adds, or its threshold: for values from 0 to 255. The lower end is no share of them, as in Keras.
    let drawLevel (scope: Scope) seed (low: float, high: float) (x: Symbol) =
        Augment.draw scope seed (low, high * 255.0) x

    /// Mixed with gray by a share.
    let degenerate scope (low: float, high: float) (share: Symbol) (x: Symbol) =
        x + share * (gray scope x - x) |> Sym.clip low high

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

    interface IAugmentation with
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

    interface IAugmentation with
        member c.Build(scope, inputs) =
            let change x =
                Color.contrast c.ValueRange (Color.drawContrast scope c.Seed c.Factor x) x

            Augment.inTraining scope c.DataFormat change inputs

type internal RandomSaturation = {
    Factor: float * float
    ValueRange: float * float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface IAugmentation with
        member s.Build(scope, inputs) =
            let change x =
                Color.saturation scope s.ValueRange (Augment.draw scope s.Seed s.Factor x) x

            Augment.inTraining scope s.DataFormat change inputs

type internal RandomHue = {
    Factor: float * float
    ValueRange: float * float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface IAugmentation with
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

    interface IAugmentation with
        member d.Build(scope, inputs) =
            let change x =
                Color.degenerate scope d.ValueRange (Augment.draw scope d.Seed d.Factor x) x

            Augment.inTraining scope d.DataFormat change inputs

type internal RandomGrayscale = {
    Factor: float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface IAugmentation with
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

    interface IAugmentation with
        member i.Build(scope, inputs) =
            // the least value does not count, as in Keras
            let change (x: Symbol) =
                Augment.perhaps scope i.Seed i.Factor (snd i.ValueRange - x) x

            Augment.inTraining scope i.DataFormat change inputs

type internal RandomPosterization = {
    Factor: float * float
    ValueRange: float * float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface IAugmentation with
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

    interface IAugmentation with
        member s.Build(scope, inputs) =
            let change x =
                let addition = Color.drawLevel scope s.Seed s.AdditionFactor x
                let threshold = Color.drawLevel scope s.Seed s.ThresholdFactor x
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

    interface IAugmentation with
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
                |> step j.ContrastFactor (fun range x ->
                    Color.contrast j.ValueRange (Color.drawContrast scope j.Seed range x) x)
                |> step j.SaturationFactor (fun range x ->
                    Color.saturation scope j.ValueRange (draw range x) x)
                |> step j.HueFactor (fun range x ->
                    Color.hue scope j.ValueRange (Color.drawTurn scope j.Seed range x) x)

            Augment.inTraining scope j.DataFormat change inputs
