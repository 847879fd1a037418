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

    /// One number for the batch.
    let draw (scope: Scope) seed (a: float) (b: float) (x: Symbol) : Symbol =
        let n = 1024
        let place = Augment.drawShared scope seed (0.0, float n) x
        let before = Sym.floor place |> Sym.clip 0.0 (float (n - 1))
        let share = place - before
        let table = Sym.floats [| n + 1 |] (quantiles a b n) |> Sym.cast x.DType

        let at (index: Symbol) =
            Sym.gather 0 table (Sym.cast DType.Int64 index)

        at before * (1.0 - share) + at (before + 1.0) * share

    /// Numbers of Beta(a, a), as many as `uniform` draws: Student's t of 2 a degrees of freedom by Bailey's polar
    /// method, 1994, brought to 0 to 1. No table is needed, so that `a` may be drawn as well.
    let symmetric (uniform: float * float -> Symbol) (a: Symbol) : Symbol =
        let radius = Sym.power (uniform (0.0, 1.0)) (1.0 / a)
        let cos = Sym.apply (Op.Unary Unary.Cos) [ uniform (0.0, 2.0 * Math.PI) ]
        let far = (1.0 - radius) * Sym.square cos
        // where both are nothing, so small a number of the first was drawn that it lies at an end
        let total = radius + far

        let share =
            Sym.where (Sym.equal total (total.Like 0.0)) (Sym.onesLike total) (far / total)

        Sym.sign cos * Sym.sqrt share * 0.5 + 0.5

[<RequireQualifiedAccess>]
module internal Mix =
    /// For each image, the number of another one of the batch: each is the partner of one.
    let partners (scope: Scope) seed (x: Symbol) =
        let batch = x.Dims.Head
        let drawn = Augment.uniform scope seed [ batch ] (0.0, 1.0) x
        let column = Sym.expandDims 1 drawn
        let numbers = Sym.iota batch
        let before = Sym.less (Sym.expandDims 0 drawn) column

        let equalBefore =
            Sym.both
                (Sym.equal (Sym.expandDims 0 drawn) column)
                (Sym.less (Sym.expandDims 0 numbers) (Sym.expandDims 1 numbers))

        // the rank of each one's draw
        Sym.either before equalBefore |> Sym.cast DType.Int64 |> Sym.sum [ 1 ] false

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

    interface IAugmentation with
        member m.Build(scope, inputs) =
            let mix (x: Symbol) =
                let partner = Mix.partners scope m.Seed x
                let draw range = Augment.draw scope m.Seed range x
                let share = Beta.symmetric draw (x.Like m.Alpha)
                Mix.rows partner share, partner, share

            Mix.build scope m.DataFormat mix inputs

/// Yun et al., 2019.
type internal CutMix = {
    /// The parameter of the distribution of the share that stays an image's own.
    Factor: float * float
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface IAugmentation with
        member c.Build(scope, inputs) =
            let mix (x: Symbol) =
                let partner = Mix.partners scope c.Seed x
                let draw range = Augment.draw scope c.Seed range x
                let alpha = Augment.drawShared scope c.Seed c.Factor x + 1e-6
                let share = Beta.symmetric draw alpha
                let side = Sym.sqrt (1.0 - share)
                let cut = Enhance.rectangle scope c.Seed side side x
                (fun x -> Sym.where cut (Sym.gather 0 x partner) x), partner, share

            Mix.build scope c.DataFormat mix inputs

/// Changes of one strength, of which one is chosen for the whole batch.
type internal Choice = {
    ValueRange: float * float
    Factor: float * float
    Lookup: Lookup
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    /// The changes, each with its own draws for images like these: first those of AugMix's short list.
    member c.Changes (scope: Scope) all (like: Symbol) : (Symbol -> Symbol) list =
        let range = c.ValueRange
        let draw () = Augment.draw scope c.Seed c.Factor like

        let level () =
            Color.drawLevel scope c.Seed c.Factor like

        let bits = 1.0, float (max 1 (int (8.0 * snd c.Factor)))
        let alongX, alongY = Lookup.drawShear scope c.Seed c.Factor c.Factor like

        [
            Lookup.shear scope c.Lookup alongX alongY
            Lookup.translate scope c.Lookup (draw ()) (draw ())
            Lookup.rotate scope c.Lookup (Lookup.drawAngle scope c.Seed c.Factor like)
            Color.posterize range (Augment.drawWhole scope c.Seed bits like)
            Color.solarize range (level ()) (level ())
            Enhance.stretch range (Enhance.stretched c.DataFormat)
            Histogram.equalize 256 range
            if all then
                Color.brightness range (draw ())
                Color.degenerate scope range (draw ())
                Color.contrast range (Color.drawContrast scope c.Seed c.Factor like)
                Enhance.sharpen range (draw ())
        ]

    /// One of the changes, by chance; `places` may be more than there are changes: then none, perhaps.
    member c.One (scope: Scope) places (changes: (Symbol -> Symbol) list) (x: Symbol) =
        let chosen = Augment.drawOne scope c.Seed places x

        (x, List.indexed changes)
        ||> List.fold (fun result (i, change) ->
            Sym.where (Sym.equal chosen (chosen.Like(float i))) (change x) result)

/// Cubuk et al., 2020.
type internal RandAugment = {
    ValueRange: float * float
    NumOps: int
    Factor: float * float
    Lookup: Lookup
    Seed: Nullable<int>
    DataFormat: DataFormat
} with

    interface IAugmentation with
        member r.Build(scope, inputs) =
            let choice = {
                Choice.ValueRange = r.ValueRange
                Factor = r.Factor
                Lookup = r.Lookup
                Seed = r.Seed
                DataFormat = r.DataFormat
            }

            // a change that is chosen twice is the same twice
            let change (x: Symbol) =
                let changes = choice.Changes scope true x

                (x, [ 1 .. r.NumOps ])
                ||> List.fold (fun x _ -> choice.One scope changes.Length changes x)

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

    interface IAugmentation with
        member a.Build(scope, inputs) =
            let low, high = a.ValueRange

            let choice = {
                Choice.ValueRange = a.ValueRange
                Factor = a.Factor
                Lookup = a.Lookup
                Seed = a.Seed
                DataFormat = a.DataFormat
            }

            let change (x: Symbol) =
                // each step of each chain draws anew, and may leave the image as it is
                let step x _ =
                    let changes = choice.Changes scope a.AllOps x
                    choice.One scope (changes.Length + 1) changes x

                let chain () = List.fold step x [ 1 .. a.ChainDepth ]

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

                let draw range = Augment.drawShared scope a.Seed range x
                let own = Beta.symmetric draw (x.Like a.Alpha)
                x * own + sum * (1.0 - own) |> Sym.clip low high

            Augment.inTraining scope a.DataFormat change inputs

/// So many bounding boxes (batch, boxes, 4) for each image, and labels (batch, boxes), as there are places.
type internal MaxNumBoundingBoxes = {
    MaxNumber: int
    FillValue: float
} with

    interface IAugmentation with
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
