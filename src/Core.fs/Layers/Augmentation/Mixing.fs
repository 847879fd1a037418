/// Augmentations that mix images with others of the batch, or with changed copies of themselves.
namespace Keratin.LayerTypes

open System
open Keratin

/// Numbers of the beta distribution, by a table of its quantiles.
[<RequireQualifiedAccess>]
module internal Beta =
    let private steps = 2048

    /// The integral from 0 of s^(a-1) (1-s)^(b-1) up to places x from 0 to 1/2. With t = s^a the integrand is
    /// finite, as s^(a-1) is not.
    let private half (a: float) (b: float) : (float * float)[] =
        let width = 0.5 ** a / float steps
        let height t = (1.0 - t ** (1.0 / a)) ** (b - 1.0) / a

        let sums =
            Array.init steps (fun i -> height ((float i + 0.5) * width) * width)
            |> Array.scan (+) 0.0

        sums |> Array.mapi (fun i sum -> (float i * width) ** (1.0 / a), sum)

    /// The quantiles of 0, 1/n, … 1.
    let quantiles (a: float) (b: float) (n: int) : float[] =
        let lower, upper = half a b, half b a
        let total = snd (Array.last lower) + snd (Array.last upper)

        let curve =
            Array.append [| for x, sum in lower -> x, sum / total |] [|
                for x, sum in Array.rev upper |> Array.skip 1 -> 1.0 - x, 1.0 - sum / total
            |]

        let sums = Array.map snd curve

        Array.init (n + 1) (fun k ->
            let wanted = float k / float n
            let found = Array.BinarySearch(sums, wanted)
            let next = if found >= 0 then found else ~~~found

            if next = 0 then
                0.0
            elif next >= curve.Length then
                1.0
            else
                let (x0, s0), (x1, s1) = curve[next - 1], curve[next]

                if s1 > s0 then
                    x0 + (x1 - x0) * (wanted - s0) / (s1 - s0)
                else
                    x1)

    /// One number for each image.
    let draw (scope: Scope) seed (a: float) (b: float) (x: Symbol) : Symbol =
        let n = 1024
        let place = Augment.draw scope seed (0.0, float n) x
        let before = Sym.floor place |> Sym.clip 0.0 (float (n - 1))
        let share = place - before
        let table = Sym.floats [| n + 1 |] (quantiles a b n) |> Sym.cast x.DType

        let at (index: Symbol) =
            Sym.gather 0 table (Sym.cast DType.Int64 index)

        at before * (1.0 - share) + at (before + 1.0) * share

[<RequireQualifiedAccess>]
module internal Mix =
    /// For each image, the number of another one of the batch: any, itself too.
    let partners (scope: Scope) seed (x: Symbol) =
        let count = Sym.sumAll (Sym.fill x.DType [ x.Dims.Head ] 1.0)

        let chosen =
            Augment.uniform scope seed [ x.Dims.Head ] (0.0, 1.0) x * count |> Sym.floor

        Sym.minimum chosen (count - 1.0) |> Sym.cast DType.Int64

    /// A share of each row, and the rest of its partner's.
    let rows (partner: Symbol) (share: Symbol) (x: Symbol) =
        let share =
            share
            |> Sym.reshape (x.Dims.Head :: List.replicate (x.Rank - 1) (size 1))
            |> Sym.cast x.DType

        x * share + Sym.gather 0 x partner * (1.0 - share)

    /// Images, and labels if there are any, mixed by what a draw on the images says: how images are mixed,
    /// the partners, and the share of an image that stays its own.
    let build
        (scope: Scope)
        format
        (mix: Symbol -> (Symbol -> Symbol) * Symbol * Symbol)
        (inputs: Symbol list)
        : Symbol list =
        let x = Augment.images scope inputs

        match inputs.Tail with
        | [] ->
            Augment.inTraining scope format (fun x -> let images, _, _ = mix x in images x) inputs
        | [ labels ] ->
            if x.Rank <> 4 || labels.Rank < 1 then
                scope.Refuse
                    "a batch of images (4 axes), and their labels"
                    $"{x}, {labels}"
                    "add a batch axis"

            if not (DType.isFloat labels.DType) then
                scope.Refuse
                    "labels that can be mixed: floating numbers"
                    $"{labels}"
                    "give the labels one-hot"

            let labels = Sym.cast scope.Layer.Policy.Compute labels

            let mixed =
                lazy
                    (let last = imageLast scope format x |> precise
                     let images, partner, share = mix last
                     let y = images last |> Sym.cast x.DType |> imageInFormat format
                     y, rows partner share (precise labels) |> Sym.cast labels.DType)

            [
                scope.Phase((fun () -> fst mixed.Value), x) |> unmasked
                scope.Phase((fun () -> snd mixed.Value), labels) |> unmasked
            ]
        | more ->
            scope.Refuse
                "images, or images and labels"
                $"{more.Length + 1} inputs"
                "leave the others out"

/// Zhang et al., 2018.
type internal MixUp = {
    Alpha: float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface ILayer with
        member m.Build(scope, inputs) =
            let mix (x: Symbol) =
                let partner = Mix.partners scope m.Seed x
                let share = Beta.draw scope m.Seed m.Alpha m.Alpha x
                Mix.rows partner share, partner, share

            Mix.build scope m.DataFormat mix inputs

/// Yun et al., 2019.
type internal CutMix = {
    /// The share of an image that stays its own.
    Factor: float * float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface ILayer with
        member c.Build(scope, inputs) =
            let mix (x: Symbol) =
                let partner = Mix.partners scope c.Seed x
                let side = Sym.sqrt (1.0 - Augment.draw scope c.Seed c.Factor x)
                let cut = Enhance.rectangle scope c.Seed side side x
                // what the border cuts off stays the image's own
                let share = 1.0 - Sym.mean [ 1; 2; 3 ] false (Sym.cast x.DType cut)
                (fun x -> Sym.where cut (Sym.gather 0 x partner) x), partner, share

            Mix.build scope c.DataFormat mix inputs

/// Changes of one strength, of which one is chosen by chance for each image.
[<RequireQualifiedAccess>]
module internal Choice =
    let private signed scope seed (strength: Symbol) (x: Symbol) =
        let negative = Sym.less (Augment.draw scope seed (0.0, 1.0) x) (x.Like 0.5)
        Sym.where negative (-strength) strength

    /// The changes that keep colours, and those that do not.
    let changes (scope: Scope) seed lookup range all : (Symbol -> Symbol -> Symbol) list =
        let low, high = range
        let signed strength x = signed scope seed strength x

        [
            fun strength x -> Lookup.shear scope lookup (signed strength x) (signed strength x) x
            fun strength x ->
                Lookup.translate scope lookup (signed strength x) (signed strength x) x
            fun strength x -> Lookup.rotate scope lookup (signed strength x * (Math.PI / 2.0)) x
            fun strength x -> Color.posterize range (8.0 - Sym.floor (strength * 4.0)) x
            fun strength x -> Color.solarize range (x.Like 0.0) ((1.0 - strength) * 256.0) x
            fun _ x -> Enhance.stretch range x
            fun _ x -> Histogram.equalize 256 range x
            if all then
                fun strength x -> Color.brightness range (signed strength x) x
                fun strength x -> Color.contrast range (signed strength x + 1.0) x
                fun strength x -> Enhance.sharpen range (signed strength x * 0.5 + 0.5) x

                fun strength x -> x + strength * (Color.gray scope x - x) |> Sym.clip low high
        ]

    /// One of the changes.
    let one (scope: Scope) seed (changes: (Symbol -> Symbol -> Symbol) list) range (x: Symbol) =
        let chosen = Augment.drawWhole scope seed (0.0, float (changes.Length - 1)) x
        let strength = Augment.draw scope seed range x

        (x, List.indexed changes)
        ||> List.fold (fun result (i, change) ->
            Sym.where (Sym.equal chosen (chosen.Like(float i))) (change strength x) result)

/// Cubuk et al., 2020.
type internal RandAugment = {
    ValueRange: float * float
    NumOps: int
    Factor: float * float
    Lookup: Lookup
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface ILayer with
        member r.Build(scope, inputs) =
            let change x =
                let changes = Choice.changes scope r.Seed r.Lookup r.ValueRange true

                (x, [ 1 .. r.NumOps ])
                ||> List.fold (fun x _ -> Choice.one scope r.Seed changes r.Factor x)

            Augment.inTraining scope r.DataFormat change inputs

/// Chains of changes mixed with the image itself. Hendrycks et al., 2020.
type internal AugMix = {
    ValueRange: float * float
    NumChains: int
    ChainDepth: int
    Factor: float * float
    Alpha: float
    AllOps: bool
    Lookup: Lookup
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface ILayer with
        member a.Build(scope, inputs) =
            let change (x: Symbol) =
                let changes = Choice.changes scope a.Seed a.Lookup a.ValueRange a.AllOps

                let chain () =
                    (x, [ 1 .. a.ChainDepth ])
                    ||> List.fold (fun x _ -> Choice.one scope a.Seed changes a.Factor x)

                // Dirichlet's weights: each chain takes a part of what the ones before it left
                let _, sum =
                    ((x.Like 1.0, x.Like 0.0), [ 1 .. a.NumChains ])
                    ||> List.fold (fun (rest, sum) i ->
                        let part =
                            if i = a.NumChains then
                                x.Like 1.0
                            else
                                Beta.draw
                                    scope
                                    a.Seed
                                    a.Alpha
                                    (a.Alpha * float (a.NumChains - i))
                                    x

                        rest * (1.0 - part), sum + chain () * (rest * part))

                let own = Beta.draw scope a.Seed a.Alpha a.Alpha x
                x * own + sum * (1.0 - own)

            Augment.inTraining scope a.DataFormat change inputs

/// So many bounding boxes (batch, boxes, 4) for each image, and labels (batch, boxes), as there are places.
type internal MaxNumBoundingBoxes = {
    MaxNumber: int
    FillValue: float
} with

    interface ILayer with
        member m.Build(scope, inputs) =
            let fit (x: Symbol) =
                atLeastRank scope 2 "batch and boxes" x

                x
                |> Sym.pad
                    [ for i in 0 .. x.Rank - 1 -> 0, (if i = 1 then m.MaxNumber else 0) ]
                    m.FillValue
                |> Sym.slice 1 (size 0) (size m.MaxNumber)
                |> unmasked

            List.map fit inputs
